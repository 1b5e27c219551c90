//! The search line while it is open: what was typed before, and what may be typed next.

use crate::archive::query::{Completion, Vocabulary, complete};

use super::super::line_edit::LineEdit;
use crate::library::searches;

/// Queries that were asked, the newest last. Going back keeps what was being typed.
#[derive(Debug, Clone, Default)]
pub struct History {
    asked: Vec<String>,
    /// How far back the line is; 0 for what is being typed.
    back: usize,
    draft: String,
}

impl History {
    /// Takes a query in. One that was asked before is the newest again.
    pub fn push(&mut self, query: &str) {
        let query = query.trim();
        self.rest();
        if query.is_empty() {
            return;
        }
        self.asked.retain(|before| before != query);
        self.asked.push(query.to_owned());
        if self.asked.len() > searches::MOST {
            self.asked.remove(0);
        }
    }

    /// Puts the queries of earlier runs before those of this one.
    pub fn begin(&mut self, earlier: Vec<String>) {
        let own = std::mem::take(&mut self.asked);
        earlier.iter().chain(&own).for_each(|query| self.push(query));
    }

    /// The query before, or the one behind; `None` where there is none. `typed` is what stands in the line.
    pub fn step(&mut self, back: bool, typed: &str) -> Option<&str> {
        if self.back == 0 {
            self.draft = typed.to_owned();
        }
        let to = if back { self.back + 1 } else { self.back.checked_sub(1)? };
        let found = match to {
            0 => Some(self.draft.as_str()),
            _ => self.asked.len().checked_sub(to).and_then(|at| self.asked.get(at)).map(String::as_str),
        };
        if found.is_some() {
            self.back = to;
        }
        found
    }

    /// Begins again at the newest.
    pub fn rest(&mut self) {
        self.back = 0;
    }
}

/// What may stand in the place of the word at the cursor, and which of it stands there.
#[derive(Debug, Clone)]
pub struct Completing {
    /// What may be typed.
    pub offers: Vec<Completion>,
    /// Which of them stands in the line.
    pub chosen: usize,
    /// The line as it was typed, and its cursor.
    typed: (String, usize),
}

impl Completing {
    /// What may stand at the cursor of a line; `None` where nothing is known.
    pub fn new(line: &LineEdit, vocabulary: &Vocabulary) -> Option<Self> {
        let cursor = line.halves().0.len();
        let offers = complete(line.text(), cursor, vocabulary);
        (!offers.is_empty()).then(|| Completing { offers, chosen: 0, typed: (line.text().to_owned(), cursor) })
    }

    /// Goes to the next or the one before; behind the last comes the first.
    pub fn step(&mut self, forward: bool) {
        let n = self.offers.len().max(1);
        self.chosen = (self.chosen + if forward { 1 } else { n - 1 }) % n;
    }

    /// The line with what is chosen in it.
    pub fn put(&self, line: &mut LineEdit) {
        let (typed, cursor) = &self.typed;
        let Some(offer) = self.offers.get(self.chosen) else { return };
        let before = typed.get(..offer.span.range().start).unwrap_or_default();
        let behind = typed.get(*cursor..).unwrap_or_default();
        line.set(&format!("{before}{}", offer.text), behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_goes_back_and_comes_back_to_what_was_typed() {
        let mut history = History::default();
        for query in ["one", "two", " one ", ""] {
            history.push(query);
        }
        assert_eq!(history.step(true, "dra"), Some("one"));
        assert_eq!(history.step(true, "one"), Some("two"));
        assert_eq!(history.step(true, "two"), None, "there is no older one");
        assert_eq!(history.step(false, "two"), Some("one"));
        assert_eq!(history.step(false, "one"), Some("dra"));
        assert_eq!(history.step(false, "dra"), None);
    }

    #[test]
    fn completing_goes_round_and_leaves_what_stands_around() {
        let vocabulary = Vocabulary { tags: vec!["PREL".into(), "PGOV".into()], ..Vocabulary::default() };
        let mut line = LineEdit::default();
        line.set("fish -tag:p", " nets");
        let mut completing = Completing::new(&line, &vocabulary).unwrap();
        let mut shown = Vec::new();
        for _ in 0..3 {
            completing.put(&mut line);
            shown.push(line.halves().0.to_owned());
            completing.step(true);
        }
        assert_eq!(shown, ["fish -tag:PREL", "fish -tag:PGOV", "fish -tag:PREL"]);
        assert_eq!(line.halves().1, " nets");
        completing.step(false);
        completing.step(false);
        completing.put(&mut line);
        assert_eq!(line.text(), "fish -tag:PGOV nets");
        line.set("zzz:", "");
        assert!(Completing::new(&line, &vocabulary).is_none());
    }
}

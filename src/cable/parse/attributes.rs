//! The attribute block of the 1973-79 central file: `Key: value` lines below `Message Attributes`.
//!
//! The block describes the record as the archives hold it. What the telegram itself says comes first; the block fills in
//! what the telegram does not say, as for days whose text is lost.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::cursor::is_blank;
use super::super::line::{classification, executive_order, references, tags};
use super::super::model::{Classification, PieceKind};
use super::super::words::{Ends, Fragments, Join, Signs, value_of};
use super::super::{Marking, canonical_id, id};
use super::Parser;

/// The line above the block.
pub(super) const OPENING: &str = "Message Attributes";

static SEARCH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(OPENING));

/// Whether such a block may stand in a part of a text. One may stand in a cable of any year: readers of columns make them.
pub(super) fn may_stand_in(rest: &[u8]) -> bool {
    SEARCH.find(rest).is_some()
}

impl<'t> Parser<'t> {
    /// Where the block begins, from `from` on.
    pub(super) fn attributes(&self, from: usize) -> Option<usize> {
        let text = self.text();
        let found = SEARCH.find_iter(text.get(from..)?.as_bytes()).map(|at| from + at);
        // A line of its own: prose may speak of such attributes.
        found
            .filter(|at| *at == 0 || text[..*at].ends_with(['\n', '\r', ' ']))
            .find(|at| text[at + OPENING.len()..].without_at_start(const { Signs::new(" ") }).starts_with(['\n', '\r']))
    }

    /// Reads the block, which reaches to the end of the text.
    pub(super) fn attribute_fields(&mut self) {
        let text = self.text();
        let mut key = "";
        let mut words = Fragments::default();
        while let Some(line) = self.cursor.line() {
            let here = line.text(text);
            let closing = here.trimmed_start().starts_with("<<");
            match here.split_once(':').filter(|(name, _)| is_key(name)) {
                Some((name, value)) => {
                    self.attribute(key, &words);
                    key = name;
                    words = Fragments::default();
                    words.push(text, value, Join::Blank);
                }
                // A value goes on over lines that have no key.
                None if !closing && !is_blank(here) => words.push(text, here, Join::Blank),
                None => {}
            }
            self.cursor.take(line, if closing { PieceKind::End } else { PieceKind::Attributes });
        }
        self.attribute(key, &words);
    }

    fn attribute(&mut self, key: &str, words: &Fragments) {
        let text = self.text();
        let reading = words.reading(text);
        let value = reading.without(const { Signs::new("' ") });
        if value.is_empty() || value.eq_ignore_ascii_case("n/a") {
            return;
        }
        match key.trimmed() {
            "Document Number" => {
                self.mrn = self.mrn.take().or_else(|| canonical_id(value));
                // Where no telegram stands above, nothing else names the cable.
                if let (None, Some(mrn)) = (&self.cable.id, &self.mrn) {
                    self.cable.id = Some(id::written(mrn.year, &mrn.post, mrn.serial));
                    self.cable.post = Some(mrn.post.to_string());
                }
            }
            "Draft Date" | "Sent Date" => {
                self.cable.archived_on = self.cable.archived_on.or_else(|| executive_order::first_date(value, None));
            }
            "Original Classification" if self.cable.classification.is_none() => {
                if let (Some((level, "")), Some(span)) = (classification::level(value), words.span()) {
                    self.cable.classification = Some(Classification { marking: Marking::plain(level), span });
                }
            }
            "TAGS" if self.cable.tags.is_empty() => self.cable.tags = tags::read(text, words),
            "Subject" if self.cable.subject.is_none() => {
                let bare = words.span().map(|span| span.of(text).without(const { Signs::new("' ") }));
                self.cable.subject = match bare {
                    Some(bare) if bare == value => Some(value_of(text, bare)),
                    _ => words.value(text),
                };
            }
            "Reference" if self.cable.references.is_empty() => {
                let post = self.cable.post.clone();
                let id = self.cable.id.clone();
                let own = references::Own { id: id.as_deref(), year: self.year(), post: post.as_deref() };
                self.cable.references = references::read(text, words, own);
            }
            _ => {}
        }
    }
}

/// Keys are one to five words with capital first letters.
fn is_key(name: &str) -> bool {
    let words = name.split(' ');
    name.len() <= 40
        && words.clone().count() <= 5
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && words.into_iter().all(|word| word == "on" || word.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::cable::Hints;

    #[test]
    fn a_record_without_its_text() {
        let block = "Message Attributes\nCapture Date: 01 JAN 1994\nDocument Number: 1976ROME00042\n\
                     Original Classification: SECRET\nSubject: BOATS\nTAGS: PEPR, IT\n";
        for front in ["", "n/a\n\n", "\n\n"] {
            let text = format!("{front}{block}");
            let cable = parse(&text, &Hints::default());
            let level = cable.classification.map(|it| it.marking.to_string());
            assert_eq!((cable.id.as_deref(), level.as_deref()), (Some("76ROME42"), Some("SECRET")), "{text}");
            assert_eq!((cable.tags.len(), cable.paragraphs.len()), (2, 0), "{text}");
        }
    }
}

//! Values that were gathered from several lines, and their lines as one.

use std::borrow::Cow;

use super::blanks::{fold_blanks, has_double_blank, has_single_blanks};
use super::ends::Ends;
use super::seen::Seen;
use super::words::{bare_part, is_tag_leftover, offset_in, span_of};
use crate::text::{Span, Value};

/// A value that was gathered from several lines.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Most values stand on one line, and take no room elsewhere.
    first: Option<Fragment>,
    more: Vec<Fragment>,
}

/// One of its lines.
#[derive(Debug, Clone, Copy)]
struct Fragment {
    span: Span,
    join: Join,
    /// What may stand in it.
    seen: Seen,
}

impl Fragment {
    /// Whether it reads as it stands: single blanks, and nothing that a web page left.
    fn reads_so(self, whole: &str) -> bool {
        self.seen.reads_so() || reads_so(self.span.of(whole))
    }

    /// Appends its words, with single blanks.
    fn fold(self, whole: &str, out: &mut String) {
        if self.seen.reads_so() { out.push_str(self.span.of(whole)) } else { fold_blanks(self.span.of(whole), out) }
    }
}

/// How a fragment follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// With a blank.
    Blank,
    /// Directly: the line was cut inside a word.
    Tight,
}

impl Fragments {
    /// Adds a slice of `whole`; blanks around it are left out, and a slice of nothing adds nothing.
    pub(super) fn push(&mut self, whole: &str, part: &str, join: Join) {
        self.push_seen(whole, part, join, Seen::ANYTHING);
    }

    /// As [`Fragments::push`], of a slice in which this was seen, or of a part of such a one.
    pub(super) fn push_seen(&mut self, whole: &str, part: &str, join: Join, seen: Seen) {
        let part = bare_part(part);
        if !part.is_empty() {
            let part = Fragment { span: span_of(whole, part), join, seen };
            match self.first {
                None => self.first = Some(part),
                Some(_) => self.more.push(part),
            }
        }
    }

    /// What may stand in any of them.
    pub(super) fn may_have(&self, seen: Seen) -> bool {
        self.iter().any(|fragment| fragment.seen.has(seen))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn iter(&self) -> impl Iterator<Item = Fragment> + use<'_> {
        self.first.into_iter().chain(self.more.iter().copied())
    }

    /// The fragment, if there is only one.
    fn only(&self) -> Option<Fragment> {
        self.first.filter(|_| self.more.is_empty())
    }

    /// How many bytes they take when they are joined, at the most.
    fn room(&self) -> usize {
        self.iter().map(|it| it.span.len() + 1).sum::<usize>().saturating_sub(1)
    }

    /// The slices that were added.
    pub(super) fn parts<'t>(&self, whole: &'t str) -> impl Iterator<Item = &'t str> + use<'t, '_> {
        self.iter().map(move |it| it.span.of(whole))
    }

    /// The last of the slices, or nothing.
    pub(super) fn last<'t>(&self, whole: &'t str) -> &'t str {
        self.more.last().copied().or(self.first).map_or("", |it| it.span.of(whole))
    }

    /// Where they stand; `None` where one follows another directly.
    pub(super) fn apart(&self) -> Option<impl Iterator<Item = Span> + use<'_>> {
        let apart = self.more.iter().all(|it| it.join == Join::Blank);
        apart.then(|| self.iter().map(|it| it.span))
    }

    /// From the first fragment to the last, with what lies between.
    pub(super) fn span(&self) -> Option<Span> {
        let first = self.first?.span;
        Some(self.more.last().map_or(first, |last| first.to(last.span)))
    }

    /// One line, with single blanks; `None` where nothing was gathered. Nothing is copied where one fragment reads as
    /// it stands.
    pub(super) fn value(&self, whole: &str) -> Option<Value> {
        let span = self.span()?;
        match self.only() {
            Some(only) if only.seen.reads_so() || !has_double_blank(only.span.of(whole)) => Some(Value::at(only.span)),
            _ => Some(Value::reading(span, self.reading(whole))),
        }
    }

    /// The value of all of them, if each reads as it stands; `None` also where nothing was gathered.
    pub(super) fn plain_value(&self, whole: &str) -> Option<Value> {
        if !self.iter().all(|fragment| fragment.reads_so(whole)) {
            return None;
        }
        if let Some(only) = self.only() {
            return Some(Value::at(only.span));
        }
        let mut reading = String::with_capacity(self.room());
        for (i, Fragment { span, join, .. }) in self.iter().enumerate() {
            if i > 0 && join == Join::Blank {
                reading.push(' ');
            }
            reading.push_str(span.of(whole));
        }
        Some(Value::reading(self.span()?, reading))
    }

    /// As [`Fragments::value`], as text.
    pub(super) fn reading(&self, whole: &str) -> String {
        let mut out = String::with_capacity(self.room());
        for (i, fragment) in self.iter().enumerate() {
            if i > 0 && fragment.join == Join::Blank {
                out.push(' ');
            }
            fragment.fold(whole, &mut out);
        }
        out
    }
}

/// Wrapped lines as one, with the way back to the text. Grammars that look for several values in a field read this.
#[derive(Debug)]
pub(super) struct Joined<'t> {
    reading: Cow<'t, str>,
    /// Where each run of the reading stood: place in the reading, place in the text.
    runs: Vec<(usize, usize)>,
    /// Where the first one stood.
    start: usize,
}

impl<'t> Joined<'t> {
    pub(super) fn new(whole: &'t str, fragments: &Fragments) -> Self {
        let start = fragments.span().map_or(0, |span| span.start as usize);
        // One line that reads as it stands, as most fields are.
        if let Some(only) = fragments.only().filter(|only| only.reads_so(whole)) {
            return Joined { reading: Cow::Borrowed(only.span.of(whole)), runs: Vec::new(), start };
        }
        let room = fragments.room();
        let mut runs =
            Runs { reading: String::with_capacity(room), runs: Vec::with_capacity(4 + fragments.more.len()) };
        for (i, fragment) in fragments.iter().enumerate() {
            let mut tight = i == 0 || fragment.join == Join::Tight;
            let words = fragment.span.of(whole);
            if fragment.reads_so(whole) {
                runs.divide(tight);
                runs.push(words, fragment.span.start as usize);
                continue;
            }
            for word in words.split_whitespace().filter(|word| !is_tag_leftover(word)) {
                runs.divide(tight);
                runs.push_word(word, offset_in(whole, word));
                tight = false;
            }
        }
        Joined { reading: Cow::Owned(runs.reading), runs: runs.runs, start }
    }

    /// The whole on one line.
    pub(super) fn as_str(&self) -> &str {
        &self.reading
    }

    /// The value that `part`, a slice of the reading, has in the text.
    pub(super) fn value(&self, whole: &str, part: &str) -> Value {
        let part = part.trimmed();
        let start = offset_in(&self.reading, part);
        let end = start + part.len();
        let span =
            Span::new(self.place(start), if part.is_empty() { self.place(start) } else { self.place(end - 1) + 1 });
        if span.of(whole) == part { Value::at(span) } else { Value::reading(span, part) }
    }

    fn place(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, place) = self.runs.get(run).copied().unwrap_or((0, self.start));
        place + at.saturating_sub(start)
    }
}

/// A reading that is being put together.
struct Runs {
    reading: String,
    runs: Vec<(usize, usize)>,
}

impl Runs {
    /// Puts a blank before what comes next, unless it follows directly.
    fn divide(&mut self, tight: bool) {
        if !tight {
            self.reading.push(' ');
        }
    }

    /// Adds a word; entities that a web page left in it (`&#8217;`) read as the characters that they stand for.
    fn push_word(&mut self, word: &str, mut place: usize) {
        let mut rest = word;
        while let Some(at) = rest.find('&') {
            let (head, tail) = rest.split_at(at);
            let (read, len) = entity(tail).unwrap_or(('&', 1));
            self.push(head, place);
            self.runs.push((self.reading.len(), place + at));
            self.reading.push(read);
            rest = &tail[len..];
            place += at + len;
        }
        self.push(rest, place);
    }

    fn push(&mut self, run: &str, place: usize) {
        if !run.is_empty() {
            self.runs.push((self.reading.len(), place));
            self.reading.push_str(run);
        }
    }
}

/// Whether a fragment reads as it stands: single blanks, and nothing that a web page left.
fn reads_so(fragment: &str) -> bool {
    has_single_blanks(fragment) && memchr::memchr2(b'&', b'<', fragment.as_bytes()).is_none()
}

/// The character that an entity at the start of `text` stands for, and the entity's length. Only what the published
/// pages used: numbers, and the few names that every page needs.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let read = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "para" => '\u{b6}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((read, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_pages_go() {
        let whole = "</strong>FIRST <BR> <br>\nSECOND</b>";
        let mut fragments = Fragments::default();
        for line in whole.lines() {
            fragments.push(whole, line, Join::Blank);
        }
        assert_eq!(fragments.reading(whole), "FIRST SECOND");
    }

    #[test]
    fn wrapped_values_join() {
        let whole = "FIRST  \nSEC\nOND";
        let mut fragments = Fragments::default();
        fragments.push(whole, &whole[0..7], Join::Blank);
        fragments.push(whole, &whole[8..11], Join::Blank);
        fragments.push(whole, &whole[12..15], Join::Tight);
        let value = fragments.value(whole).unwrap();
        assert_eq!((value.text(whole), value.span), ("FIRST SECOND", Span::new(0, 15)));
    }
}

//! Small steps that all grammars share: prefixes without regard to case, link leftovers, joining wrapped lines.

use std::borrow::Cow;

pub(super) use super::blanks::{double_blank, fold_blanks, trim_blanks};
use super::blanks::{has_double_blank, has_single_blanks};
pub(super) use super::ends::{Ends, Signs};
pub(super) use super::search::find_ci;
use crate::text::{Span, Value};

/// What stands behind `prefix`, letters compared without regard to case.
#[inline]
pub(super) fn strip_prefix_ci<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    // Mostly it is another word, which the first letter tells.
    let (first, expected) = (text.as_bytes().first()?, prefix.as_bytes().first()?);
    let (head, rest) = text.split_at_checked(prefix.len()).filter(|_| first.eq_ignore_ascii_case(expected))?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Whether `text` ends with `suffix`, letters compared without regard to case.
pub(super) fn ends_with_ci(text: &str, suffix: &str) -> bool {
    let tail = text.len().checked_sub(suffix.len()).and_then(|start| text.get(start..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(suffix))
}

/// Whether `text` starts with the word `word`, and no letter or digit follows it.
pub(super) fn starts_with_word(text: &str, word: &str) -> bool {
    strip_prefix_ci(text, word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// The offset of `part` in `whole`, of which it must be a slice.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// The span of `part`, a slice of `whole`.
pub(super) fn span_of(whole: &str, part: &str) -> Span {
    let start = offset_in(whole, part);
    Span::new(start, start + part.len())
}

/// The value that `part`, a slice of `whole`, reads as it stands.
pub(super) fn value_of(whole: &str, part: &str) -> Value {
    Value::at(span_of(whole, part))
}

/// Leaves out what copies on web pages left at the beginning of a line: pilcrows, Markdown emphasis and quotation
/// marks, and the link that stands before a paragraph's number (`[1](#)1.`).
#[inline]
pub(super) fn strip_leftovers(text: &str) -> &str {
    match text.as_bytes() {
        // A pilcrow and nothing else stands before the numbers of many copies.
        [0xc2, 0xb6, b'0'..=b'9', ..] => text.get(2..).unwrap_or(text),
        // Asked of every line, and few have any.
        [b' ' | b'\t' | b'*' | b'>' | b'&' | b'[' | b'<' | 0xc2, ..] => without_leftovers(text),
        _ => text,
    }
}

fn without_leftovers(mut text: &str) -> &str {
    loop {
        let rest = text.trim_start_matches([' ', '\t', '\u{a0}', '¶', '*', '>']);
        let rest = rest.strip_prefix("&para;").unwrap_or(rest);
        let rest = without_tags_at_start(rest);
        let rest = strip_number_link(rest).unwrap_or(rest);
        if rest.len() == text.len() {
            return text;
        }
        text = rest;
    }
}

/// `[1](#)1. ...` → `1. ...`: the link says again what stands behind it.
fn strip_number_link(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = inner.get(digits..).filter(|_| digits > 0)?.strip_prefix("](")?;
    // An address of a page is no longer than that.
    let end = rest.bytes().take(200).position(|b| b == b')')?;
    let behind = rest.get(end + 1..)?;
    behind.starts_with(|c: char| c.is_ascii_digit()).then_some(behind)
}

/// A value that was gathered from several lines.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Most values stand on one line, and take no room elsewhere.
    first: Option<(Span, Join)>,
    more: Vec<(Span, Join)>,
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
        let part = bare_part(part);
        if !part.is_empty() {
            let part = (span_of(whole, part), join);
            match self.first {
                None => self.first = Some(part),
                Some(_) => self.more.push(part),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn iter(&self) -> impl Iterator<Item = (Span, Join)> + use<'_> {
        self.first.into_iter().chain(self.more.iter().copied())
    }

    /// The fragment, if there is only one.
    fn only(&self) -> Option<Span> {
        self.first.map(|(span, _)| span).filter(|_| self.more.is_empty())
    }

    /// How many bytes they take when they are joined, at the most.
    fn room(&self) -> usize {
        self.iter().map(|(span, _)| span.len() + 1).sum::<usize>().saturating_sub(1)
    }

    /// The slices that were added.
    pub(super) fn parts<'t>(&self, whole: &'t str) -> impl Iterator<Item = &'t str> + use<'t, '_> {
        self.iter().map(move |(span, _)| span.of(whole))
    }

    /// The last of the slices, or nothing.
    pub(super) fn last<'t>(&self, whole: &'t str) -> &'t str {
        self.more.last().copied().or(self.first).map_or("", |(span, _)| span.of(whole))
    }

    /// Where they stand; `None` where one follows another directly.
    pub(super) fn apart(&self) -> Option<impl Iterator<Item = Span> + use<'_>> {
        let apart = self.more.iter().all(|(_, join)| *join == Join::Blank);
        apart.then(|| self.iter().map(|(span, _)| span))
    }

    /// From the first fragment to the last, with what lies between.
    pub(super) fn span(&self) -> Option<Span> {
        let first = self.first?.0;
        Some(self.more.last().map_or(first, |last| first.to(last.0)))
    }

    /// One line, with single blanks; `None` where nothing was gathered. Nothing is copied where one fragment reads as
    /// it stands.
    pub(super) fn value(&self, whole: &str) -> Option<Value> {
        let span = self.span()?;
        match self.only() {
            Some(only) if !has_double_blank(only.of(whole)) => Some(Value::at(only)),
            _ => Some(Value::reading(span, self.reading(whole))),
        }
    }

    /// The value of all of them, if each reads as it stands; `None` also where nothing was gathered.
    pub(super) fn plain_value(&self, whole: &str) -> Option<Value> {
        if !self.parts(whole).all(reads_so) {
            return None;
        }
        if let Some(only) = self.only() {
            return Some(Value::at(only));
        }
        let mut reading = String::with_capacity(self.room());
        for (i, (span, join)) in self.iter().enumerate() {
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
        for (i, (span, join)) in self.iter().enumerate() {
            if i > 0 && join == Join::Blank {
                out.push(' ');
            }
            fold_blanks(span.of(whole), &mut out);
        }
        out
    }
}

/// A value of many lines, put on one while they are read: as [`Fragments`] that follow one another with a blank.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    whole: &'t str,
    /// The first of them and how far they reach.
    first: Option<(&'t str, Span)>,
    /// All of them, once there are two.
    reading: String,
    room: usize,
}

impl<'t> Lines<'t> {
    /// None yet. They are slices of `whole`, and hardly more than `room` bytes.
    pub(super) fn new(whole: &'t str, room: usize) -> Self {
        Lines { whole, first: None, reading: String::new(), room }
    }

    /// Adds a line, as [`Fragments::push`] does.
    pub(super) fn push(&mut self, line: &'t str) {
        let line = bare_part(line);
        if line.is_empty() {
            return;
        }
        let here = span_of(self.whole, line);
        let Some((first, span)) = &mut self.first else {
            self.first = Some((line, here));
            return;
        };
        if self.reading.capacity() == 0 {
            self.reading.reserve(self.room);
            fold_blanks(first, &mut self.reading);
        }
        *span = span.to(here);
        self.reading.push(' ');
        fold_blanks(line, &mut self.reading);
    }

    /// As [`Fragments::value`].
    pub(super) fn value(mut self) -> Option<Value> {
        let (first, span) = self.first?;
        if self.reading.capacity() == 0 {
            if !has_double_blank(first) {
                return Some(Value::at(span));
            }
            fold_blanks(first, &mut self.reading);
        }
        Some(Value::reading(span, self.reading))
    }
}

/// A part of a value without the blanks, and what copies and web pages left, at its ends.
#[inline]
fn bare_part(part: &str) -> &str {
    // Most begin and end with words.
    let is_word = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'<' | b'>');
    match part.as_bytes() {
        [first, .., last] if is_word(first) && is_word(last) => part,
        // Behind a keyword stands a blank.
        [b' ', first, .., last] if is_word(first) && is_word(last) => &part[1..],
        _ => {
            // A pilcrow before a line: web pages took its first figures for a paragraph's number (`¶2009.`).
            without_tags(trim_blanks(part).without_at_start(const { Signs::new(" \t\\\u{a0}¶") }))
        }
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
        if let Some(only) = fragments.only().map(|only| only.of(whole)).filter(|only| reads_so(only)) {
            return Joined { reading: Cow::Borrowed(only), runs: Vec::new(), start };
        }
        let room = fragments.room();
        let mut runs =
            Runs { reading: String::with_capacity(room), runs: Vec::with_capacity(4 + fragments.more.len()) };
        for (i, (span, join)) in fragments.iter().enumerate() {
            let mut tight = i == 0 || join == Join::Tight;
            let fragment = span.of(whole);
            if reads_so(fragment) {
                runs.divide(tight);
                runs.push(fragment, span.start as usize);
                continue;
            }
            for word in fragment.split_whitespace().filter(|word| !is_tag_leftover(word)) {
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

/// What is left of a web page's markup.
const TAGS: &[&str] = &["<br>", "<br/>", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<strong>", "</strong>"];

/// `<br>`, `</strong>`: what is left of a web page's markup.
fn is_tag_leftover(word: &str) -> bool {
    word.starts_with('<') && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(word))
}

/// `text` without such tags, and blanks beside them, before and behind its words: `PREL, IT<br>`.
pub(super) fn without_tags(text: &str) -> &str {
    let mut rest = without_tags_at_start(text);
    while rest.ends_with('>')
        && let Some(tag) = TAGS.iter().find(|tag| ends_with_ci(rest, tag))
    {
        rest = trim_blanks(&rest[..rest.len() - tag.len()]);
    }
    rest
}

/// `text` without such tags, and blanks beside them, before its words: `<strong>TAGS:`.
pub(super) fn without_tags_at_start(mut text: &str) -> &str {
    while text.starts_with('<')
        && let Some(behind) = TAGS.iter().find_map(|tag| strip_prefix_ci(text, tag))
    {
        text = behind.without_at_start(const { Signs::new(" \t\u{a0}") });
    }
    text
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

/// `text` with every run of blanks as one; the value reads as it stands where there is none.
pub(super) fn folded_value(whole: &str, part: &str) -> Option<Value> {
    let bare = without_tags(trim_blanks(part));
    if !bare.is_empty() && !has_double_blank(bare) {
        return Some(value_of(whole, bare));
    }
    let mut fragments = Fragments::default();
    fragments.push(whole, part, Join::Blank);
    fragments.value(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_links_go() {
        assert_eq!(strip_leftovers("[1](#)1. (C) Summary"), "1. (C) Summary");
        assert_eq!(strip_leftovers("  ¶12. (U) End"), "12. (U) End");
        assert_eq!(strip_leftovers("**SUBJECT: X"), "SUBJECT: X");
        assert_eq!(strip_leftovers("<strong>SUBJECT: X"), "SUBJECT: X");
        assert_eq!(strip_leftovers("<rule> SUBJECT: X"), "<rule> SUBJECT: X");
        assert_eq!(strip_leftovers("[1](#) a note"), "[1](#) a note");
    }

    #[test]
    fn tags_of_pages_go() {
        let whole = "</strong>FIRST <BR> <br>\nSECOND</b>";
        let mut fragments = Fragments::default();
        for line in whole.lines() {
            fragments.push(whole, line, Join::Blank);
        }
        assert_eq!(fragments.reading(whole), "FIRST SECOND");
    }

    proptest::proptest! {
        #[test]
        fn lines_read_as_fragments_do(text in "([a ]{0,6}|  |<br>|\\\\|\u{a0}|¶|é|\u{2003}|\\n){0,12}") {
            let mut fragments = Fragments::default();
            let mut lines = Lines::new(&text, 4);
            for line in text.split('\n') {
                fragments.push(&text, line, Join::Blank);
                lines.push(line);
            }
            proptest::prop_assert_eq!(lines.value(), fragments.value(&text));
        }
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

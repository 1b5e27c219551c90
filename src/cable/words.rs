//! Small steps that all grammars share: prefixes without regard to case, link leftovers, runs of blanks.

use super::blanks::has_double_blank;
pub(super) use super::blanks::{double_blank, fold_blanks, trim_blanks};
pub(super) use super::ends::{Ends, Signs};
pub(super) use super::fragments::{Fragments, Join, Joined};
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
pub(super) fn bare_part(part: &str) -> &str {
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

/// What is left of a web page's markup.
const TAGS: &[&str] = &["<br>", "<br/>", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<strong>", "</strong>"];

/// `<br>`, `</strong>`: what is left of a web page's markup.
pub(super) fn is_tag_leftover(word: &str) -> bool {
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
}

//! What opens a paragraph: numbers, letters and marks.

use super::super::line::portion;
use super::super::words::{Ends, starts_with_word, strip_leftovers};
use super::figure::ends_sentence;
use super::glance::may_open_with_label;
use super::heading;
use crate::text::line::Line;

/// `1. (C) ...`: the number of a paragraph, and what stands behind it. Three figures at the most, and a point.
pub(super) fn number(bare: &str) -> Option<(&str, &str)> {
    let digits = match bare.as_bytes() {
        // As nearly all have it.
        [b'0'..=b'9', b'.', ..] => 1,
        [b'0'..=b'9', b'0'..=b'9', b'.', ..] => 2,
        [b'0'..=b'9', rest @ ..] => 1 + rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count(),
        _ => return None,
    };
    if digits > 3 {
        return None;
    }
    let rest = &bare[digits..];
    let behind = match rest.strip_prefix('.') {
        // `1.4 (b)` and `3.5 million` are figures in a sentence.
        Some(behind) if behind.starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some(behind) => behind,
        // `2 (C) ...` lost its point; the mark says what it is.
        None => rest.trimmed_start().starts_with('(').then_some(rest)?,
    };
    let fits = rest.starts_with('.') || portion::stands_at(behind.trim_start());
    fits.then_some((&bare[..digits], behind))
}

/// `a. (C)`, `(1)`, `i)`: the number of a sub-paragraph.
fn sub_number(bare: &str) -> Option<(&str, &str)> {
    let inner = bare.strip_prefix('(').unwrap_or(bare);
    let len = inner.bytes().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let (letters, rest) = inner.split_at(len);
    let closed = if inner.len() < bare.len() { rest.strip_prefix(')') } else { rest.strip_prefix(['.', ')']) };
    let behind = closed?;
    let all = |test: fn(&u8) -> bool| letters.bytes().all(|b| test(&b));
    let shape = len == 1 || len <= 2 && all(u8::is_ascii_digit) || all(|b| matches!(b, b'i' | b'v' | b'x'));
    if !(behind.starts_with([' ', '\t', '\u{a0}']) && len > 0 && shape) {
        return None;
    }
    // `(C) text` is a mark and `I. text` of a sentence is none of ours.
    (!portion::stands_at(bare)).then_some((letters, behind))
}

/// The label of a paragraph or of one below it, and what stands behind it.
pub(super) fn label(bare: &str) -> Option<(&str, &str)> {
    // Both have a sign among the first characters; most lines are prose.
    if !may_open_with_label(bare.as_bytes()) {
        return None;
    }
    number(bare).or_else(|| sub_number(bare))
}

/// Whether one label is the next after another: `9` and `10`, `a` and `b`.
pub(super) fn succeeds(before: &str, here: &str) -> bool {
    match (before.parse::<u32>(), here.parse::<u32>(), before.as_bytes(), here.as_bytes()) {
        (Ok(before), Ok(here), ..) => here == before + 1,
        (_, _, [before], [here]) => *here == before.wrapping_add(1),
        _ => false,
    }
}

/// Whether a line opens a numbered paragraph.
pub(in crate::cable) fn opens_numbered(words: &str) -> bool {
    number(strip_leftovers(words)).is_some()
}

/// Whether a line opens a paragraph as nearly all do, with a number and a mark: `1. (C)`.
pub(in crate::cable) fn opens_as_usual(words: &str) -> bool {
    let bytes = words.as_bytes();
    let number = bytes.strip_prefix("¶".as_bytes()).unwrap_or(bytes);
    matches!(number, [b'1'..=b'9', b'.', b' ', b'(', b'C' | b'S' | b'U', ..])
}

/// Whether a line opens a paragraph or one below it, by its number or its mark.
pub(in crate::cable) fn opens_paragraph(words: &str) -> bool {
    let bare = strip_leftovers(words);
    label(bare).is_some() || portion::stands_at(bare)
}

/// Whether the body begins at a line: a numbered paragraph, a portion mark, or a heading that only a body has.
pub(in crate::cable) fn opens_body(words: &str, next: Option<&str>) -> bool {
    let bare = strip_leftovers(words);
    let ruled = next.is_some_and(heading::is_rule) && !heading::is_rule(words);
    number(bare).is_some()
        || portion::stands_at(bare)
        || heading::is_rule(words)
        || heading::opening(bare).is_some()
        || ["SUMMARY", "COMMENT", "INTRODUCTION", "BACKGROUND", "BEGIN SUMMARY"]
            .iter()
            .any(|word| starts_with_word(bare, word) && bare.len() < 60)
        || ruled && heading::stands_alone(words, true)
}

/// Lines that kept their ends are no longer, and have no other paragraph in them.
pub(super) const WIDE: usize = 100;

/// So many titles at the end of one line are told apart.
const TITLES: usize = 16;

/// Where the paragraph after `number` opens in the middle of a line, as in copies that lost line ends: `... came back. 2. (C)
/// The nets`. A sentence ends before its number, and a mark or a usual heading stands behind it. Or where a heading with
/// its rules ends the line: `... came back. ------ The nets ------`.
pub(in crate::cable) fn next_inside(text: &str, line: Line, number: &str) -> Option<usize> {
    if line.words.len() <= WIDE || number.is_empty() {
        return None;
    }
    let words = line.text(text);
    let next = number.parse::<u32>().ok()?.checked_add(1)?;
    memchr::memchr_iter(b'0' + (next % 10) as u8, words.as_bytes())
        .filter_map(|last| Some((before_number(words, last + 1, next)?, last + 2)))
        .find(|(at, behind)| {
            let behind = words[*behind..].trimmed_start();
            let opens = || portion::stands_at(behind) || heading::opening(behind).is_some();
            ends_sentence(&words[..*at]) && opens()
        })
        .map(|(at, _)| at)
        // Several titles may end the line, one after the other. A text may have any number, and each is asked about again.
        .or_else(|| std::iter::successors(ruled_title(words), |at| ruled_title(&words[..*at])).take(TITLES).last())
        .map(|at| line.words.start as usize + at + 1)
}

/// Where the blank stands before the figures of `number`, if they end at a point, which stands at `point`.
fn before_number(words: &str, point: usize, number: u32) -> Option<usize> {
    let head = words.as_bytes().get(..point).filter(|_| words.as_bytes().get(point) == Some(&b'.'))?;
    let blank = head.iter().rposition(|b| !b.is_ascii_digit()).filter(|at| head.get(*at) == Some(&b' '))?;
    let figures = &words[blank + 1..point];
    (!figures.starts_with('0') && figures.parse() == Ok(number)).then_some(blank)
}

/// Where the blank stands before a heading between two rules that ends `words`.
fn ruled_title(words: &str) -> Option<usize> {
    const LONGEST: usize = 160;
    const RULE: &str = "-----";
    let bare = words.trimmed_end();
    let head = bare.strip_suffix(RULE)?.trim_end_matches('-');
    let near = head.ceil_char_boundary(head.len().saturating_sub(LONGEST));
    let title = near + head[near..].rfind(RULE)? + RULE.len();
    let rule = head[..title].trim_end_matches('-');
    let words = head[title..].strip_prefix(' ')?.trim();
    // Small letters go on with a title whose first half stands elsewhere.
    let stands = heading::stands_alone(words, true) && !words.starts_with(char::is_lowercase);
    (stands && rule.ends_with(' ')).then(|| rule.len() - 1)
}

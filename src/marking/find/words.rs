//! Controls in running words: `NOFORN`, `S//NF` without brackets.

use super::{Covered, Mark, MarkKind};
use crate::cable::{Level, mark};
use crate::text::Span;

/// Words that are a marking wherever they stand in capitals. `NF` is one behind a slash only; `SBU` without brackets is
/// as often the name of a foreign service.
const WORDS: &[&str] = &[
    "NOFORN",
    "ORCON",
    "PROPIN",
    "IMCON",
    "RELIDO",
    "LIMDIS",
    "EXDIS",
    "NODIS",
    "STADIS",
    "NOCONTRACT",
    "WNINTEL",
    "FOUO",
    "EFTO",
    "NF",
];

/// Levels of several words, cut before the last.
const LEVELS_OF_WORDS: &[(&str, &str)] =
    &[("SENSITIVE BUT ", "UNCLASSIFIED/"), ("COSMIC TOP ", "SECRET/"), ("TOP ", "SECRET/"), ("NATO ", "SECRET/")];

/// The longest run of letters and slashes that is read as one marking.
const LONGEST: usize = 48;

pub(super) fn marks(text: &str, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut covered = Covered { marks };
    let mut at = 0;
    // Most of a text are small letters, and most capitals begin a word of small letters.
    while let Some(next) = next_pair(bytes, at) {
        at = next;
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_uppercase()).count();
        let end = at + len;
        if is_listed(bytes, at, end) && !covered.at(at) {
            let (from, to) = run(bytes, at, end);
            found.extend(read(text, from, to).or_else(|| read(text, at, end)));
        }
        at = end;
    }
    marks.extend(found);
}

/// Where the next two capitals stand side by side.
fn next_pair(bytes: &[u8], from: usize) -> Option<usize> {
    /// As many as are looked at in one step.
    const BLOCK: usize = 32;
    let are = |one: &u8, other: &u8| one.is_ascii_uppercase() & other.is_ascii_uppercase();
    let mut at = from;
    while let Some(block) = bytes.get(at..=at + BLOCK)
        && !block.iter().zip(&block[1..]).fold(false, |any, (one, other)| any | are(one, other))
    {
        at += BLOCK;
    }
    let found = bytes.get(at..)?.windows(2).position(|pair| matches!(pair, [one, other] if are(one, other)))?;
    Some(at + found)
}

/// Whether the capitals from `at` to `end` are a word of the table, and a word by themselves.
fn is_listed(bytes: &[u8], at: usize, end: usize) -> bool {
    let apart = |b: Option<&u8>| b.is_none_or(|b| !is_word_byte(*b));
    (2..=10).contains(&(end - at))
        && apart(bytes.get(end))
        && apart(at.checked_sub(1).and_then(|before| bytes.get(before)))
        && WORDS.iter().any(|word| word.as_bytes() == &bytes[at..end])
}

fn is_word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || b == b'_'
}

/// The run of capitals, slashes and hyphens around a word.
fn run(bytes: &[u8], at: usize, end: usize) -> (usize, usize) {
    let part = |b: &&u8| b.is_ascii_uppercase() || matches!(**b, b'/' | b'-');
    let left = bytes[..at].iter().rev().take(LONGEST).take_while(part).count();
    let right = bytes[end..].iter().take(LONGEST).take_while(part).count();
    let (mut from, mut to) = (at - left, end + right);
    while from < at && matches!(bytes[from], b'/' | b'-') {
        from += 1;
    }
    while to > end && matches!(bytes[to - 1], b'/' | b'-') {
        to -= 1;
    }
    (from, to)
}

fn read(text: &str, from: usize, to: usize) -> Option<Mark> {
    let words = text.get(from..to)?;
    // `SENSITIVE BUT UNCLASSIFIED/NOFORN`: the level has words before the run.
    let head = text.get(..from).unwrap_or_default();
    let opens = |(first, last): &&(&str, &str)| words.starts_with(last) && head.ends_with(first);
    let before = LEVELS_OF_WORDS.iter().find(opens).map_or(0, |(first, _)| first.len());
    let from = from - before;
    let words = text.get(from..to).unwrap_or(words);
    let (level, controls) = if let Some(marking) = mark::bare_portion(words).filter(|_| words.contains('/')) {
        (Some(marking.level), marking.controls)
    } else if matches!(words, "FOUO" | "EFTO") {
        (Some(Level::Controlled), Vec::new())
    } else if words == "NF" {
        return None;
    } else {
        (None, mark::controls(words).filter(|controls| !controls.is_empty())?)
    };
    Some(Mark { span: Span::new(from, to), level, controls, kind: MarkKind::Running, certain: true })
}

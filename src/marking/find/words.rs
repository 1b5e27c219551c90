//! Controls in running words: `NOFORN`, `S//NF` without brackets.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Covered, Mark, MarkKind};
use crate::cable::{Level, mark};
use crate::text::Span;

/// Words that are a marking wherever they stand in capitals; `SBU` without brackets is as often the name of a foreign
/// service. `NF` is one within a run only, so what is searched for is it and its neighbour.
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
    "/NF",
    "-NF",
    "NF/",
    "NF-",
];

/// What stands beside a word of the table in its run.
const JOINING: [char; 2] = ['/', '-'];

/// All words in one pass over the text. Of words that overlap none stands by itself, so that it is enough to find the
/// leftmost, which blocks of the text are dismissed for at once. `None` never comes: the table is small.
static SEARCHER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS).ok());

/// Levels of several words, cut before the last.
const LEVELS_OF_WORDS: &[(&str, &str)] =
    &[("SENSITIVE BUT ", "UNCLASSIFIED/"), ("COSMIC TOP ", "SECRET/"), ("TOP ", "SECRET/"), ("NATO ", "SECRET/")];

/// The longest run of letters and slashes that is read as one marking.
const LONGEST: usize = 48;

pub(super) fn marks(text: &str, marks: &mut Vec<Mark>) {
    let Some(searcher) = &*SEARCHER else { return };
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut covered = Covered { marks };
    let mut done = 0;
    for hit in searcher.find_iter(text) {
        let words = &text[hit.range()];
        let at = hit.end() - words.trim_start_matches(JOINING).len();
        let end = hit.start() + words.trim_end_matches(JOINING).len();
        // `/NF/` is found on both sides.
        if at >= done && stands_apart(bytes, at, end) && !covered.at(at) {
            let (from, to) = run(bytes, at, end);
            found.extend(read(text, from, to).or_else(|| read(text, at, end)));
        }
        done = end;
    }
    marks.extend(found);
}

/// Whether the capitals from `at` to `end` are a word by themselves.
fn stands_apart(bytes: &[u8], at: usize, end: usize) -> bool {
    let apart = |b: Option<&u8>| b.is_none_or(|b| !is_word_byte(*b));
    apart(bytes.get(end)) && apart(at.checked_sub(1).and_then(|before| bytes.get(before)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        marks(text, &mut found);
        super::super::settle(&mut found);
        found.iter().map(|mark| mark.span.of(text)).collect()
    }

    #[test]
    fn words_of_the_table_are_found_where_they_stand_apart() {
        assert_eq!(found("It is NOFORN and FOUO, not ANOFORN, NOFORNS or Noforn."), ["NOFORN", "FOUO"]);
        assert_eq!(found("EXDISTADIS, EXDIS/STADIS"), ["EXDIS/STADIS"]);
        assert_eq!(found("TOP SECRET/NOFORN"), ["TOP SECRET/NOFORN"]);
    }

    #[test]
    fn two_letters_are_one_in_a_run_only() {
        assert_eq!(found("S//NF is one, C/NF too"), ["S//NF", "C/NF"]);
        assert_eq!(found("NF is none, nor are /NF, NF/, XNF/Y and GOA-NF"), Vec::<&str>::new());
        assert_eq!(found("S/NF/"), ["S/NF"]);
    }
}

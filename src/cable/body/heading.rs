//! Headings: on lines of their own, or at the start of a paragraph.

use super::super::pairs::Pairs;
use super::super::table::folding::is_near;
use super::super::words::{Ends, Signs, double_blank, starts_with_word, strip_leftovers, strip_prefix_ci};

/// Words that open a paragraph as its heading, when a point, a colon or a dash follows them. Longest first where one
/// begins another. Source: the drafting rules of 5 FAH-1 and the headings of real cables.
const OPENING: &[&str] = &[
    "SUMMARY",
    "BEGIN SUMMARY",
    "EXECUTIVE SUMMARY",
    "COMMENT",
    "BEGIN COMMENT",
    "ACTION REQUESTED",
    "ACTION REQUEST",
    "ACTION",
    "BIO NOTE",
    "BIOGRAPHIC NOTE",
    "NOTE",
    "BACKGROUND",
    "INTRODUCTION",
    "CONCLUSION",
    "BEGIN TEXT",
    "OBJECTIVES",
    "OBJECTIVE",
    "TALKING POINTS",
];

/// Words that such a heading goes on with: `SUMMARY, COMMENT AND RECOMMENDATION`.
const MORE: &[&str] = &[
    "ACTION REQUEST",
    "BACKGROUND",
    "COMMENT",
    "CONCLUSION",
    "CONTINUED",
    "CONT'D",
    "CON'T",
    "CONT",
    "INTRODUCTION",
    "KEY POINTS",
    "RECOMMENDATIONS",
    "RECOMMENDATION",
    "REQUEST",
    "SUMMARY",
];

/// What stands between such words.
const BETWEEN: &[&str] = &[" AND ", ", ", "/", " & ", " "];

/// What may stand around a heading on its own line.
const AROUND: Signs = Signs::new("- =*:.");

/// The heading that opens `words`, a paragraph's text behind number and mark: `Summary` of `Summary. The ...`.
#[inline]
pub(super) fn opening(words: &str) -> Option<&str> {
    // Most paragraphs begin with a sentence, and its first two letters tell; a slip in a heading is in capitals.
    match words.as_bytes() {
        [first @ b'A'..=b'Z', second @ b'a'..=b'z', ..] if !PAIRS.may_begin(*first, *second) => None,
        _ => opening_there(words),
    }
}

fn opening_there(words: &str) -> Option<&str> {
    let bare = words.without_at_start(const { Signs::new("* -([") });
    let title = title(bare)?;
    let rest = &bare[title.len()..];
    let behind = rest.trim_start_matches([' ', '*']);
    let closed = behind.is_empty() || behind.starts_with(['.', ':', ';', '-', '\n', '\r']);
    // `SUMMARY The boats`, `SUMMARY (U) The boats`: capitals before small letters need no point.
    let apart = || {
        let word = behind.split_ascii_whitespace().find(|word| !word.starts_with('(')).unwrap_or("");
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains(|c: char| c.is_ascii_lowercase())
    };
    let summary = title.eq_ignore_ascii_case("SUMMARY");
    (closed || summary && rest.starts_with("  ") || title == "SUMMARY" && apart()).then_some(title)
}

/// Their first four letters.
const FIRST: [u32; OPENING.len()] = {
    let (mut first, mut at) = ([0; OPENING.len()], 0);
    while at < OPENING.len() {
        if let Some(letters) = OPENING[at].as_bytes().first_chunk() {
            first[at] = folded(*letters);
        }
        at += 1;
    }
    first
};

/// Four letters of any size as a number; other signs may come out as letters do.
const fn folded(letters: [u8; 4]) -> u32 {
    u32::from_le_bytes(letters) | 0x2020_2020
}

/// Their first two.
const PAIRS: Pairs = Pairs::of(OPENING);

/// Whether one of [`OPENING`] may stand at the start of a line. Asked of very many.
#[inline]
fn may_open(bare: &str) -> bool {
    candidates(bare).next().is_some()
}

/// Those of [`OPENING`] that may stand at the start of a line.
#[inline]
fn candidates(bare: &str) -> impl Iterator<Item = &'static &'static str> {
    let here = bare.as_bytes().first_chunk().filter(|letters| PAIRS.may_begin(letters[0], letters[1]));
    let here = here.map(|letters| folded(*letters));
    let known = if here.is_some() { OPENING } else { &[] };
    known.iter().zip(FIRST).filter_map(move |(word, first)| (Some(first) == here).then_some(word))
}

/// One of [`OPENING`] at the start of `bare`, with all of [`MORE`] that follow it.
fn title(bare: &str) -> Option<&str> {
    let known = candidates(bare).find(|word| starts_with_word(bare, word)).map(|word| word.len());
    let mut end = known.or_else(|| slip(bare))?;
    while let Some(len) = more(&bare[end..]) {
        end += len;
    }
    Some(&bare[..end])
}

/// The length of a word in capitals that was meant for SUMMARY: `SUMARY`, `SUMAMRY`.
fn slip(bare: &str) -> Option<usize> {
    if !matches!(bare.as_bytes(), [b'S' | b'U', second, ..] if second.is_ascii_uppercase()) {
        return None;
    }
    let len = bare.bytes().take_while(u8::is_ascii_uppercase).count();
    ((6..=8).contains(&len) && is_near(&bare[..len], "SUMMARY")).then_some(len)
}

/// The length of one of [`MORE`], and of what joins it to the words before it.
fn more(rest: &str) -> Option<usize> {
    BETWEEN.iter().find_map(|between| {
        let behind = strip_prefix_ci(rest, between)?;
        let word = MORE.iter().find(|word| starts_with_word(behind, word))?;
        Some(between.len() + word.len())
    })
}

/// Whether a line is nothing but one of the usual headings: `SUMMARY AND INTRODUCTION`, `I. Summary`.
pub(in crate::cable) fn is_usual(words: &str) -> bool {
    // Most lines begin otherwise than any heading, a slip in one or the number of a part.
    if let [first @ (b'A'..=b'Z' | b'a'..=b'z'), second, ..] = words.as_bytes()
        && !PAIRS.may_begin(*first, *second)
        && !matches!(first, b'S' | b'U' | b'I' | b'V' | b'X' | b'P')
    {
        return false;
    }
    let bare = strip_leftovers(words).without(AROUND);
    // A roman number, or a part's: the reports of each year are drafted in such parts.
    let point = memchr::memchr(b'.', bare.as_bytes()).filter(|at| bare.as_bytes().get(at + 1) == Some(&b' '));
    let roman = |label: &str| {
        // Most points end a sentence.
        label.ends_with(['I', 'V', 'X', ' '])
            && label.trim_start_matches("Part ").bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
    };
    let bare = match point.map(|at| (&bare[..at], &bare[at + 2..])) {
        Some((label, rest)) if roman(label) => rest,
        _ => bare,
    };
    title(bare).is_some_and(|title| title.len() == bare.len())
}

/// A heading with its rules on the same line: `------ Summary ------`, `SUMMARY -----`.
pub(super) fn is_ruled_itself(words: &str) -> bool {
    // Asked of the first line of most blocks.
    if words.as_bytes().last().is_none_or(|last| last.is_ascii_graphic() && *last != b'-') {
        return false;
    }
    let bare = words.trimmed_end();
    bare.ends_with("---") && bare.len() < 160 && bare.contains(char::is_alphabetic) && stands_alone(bare, true)
}

/// A line of dashes, equals signs or the like that rules a heading off. Several with blanks between them rule off the
/// columns of a table.
#[inline]
pub(super) fn is_rule(words: &str) -> bool {
    may_open_rule(words.as_bytes()) && is_rule_throughout(words)
}

/// Whether a line that begins with these bytes may be a rule. Asked of most lines of the body, and prose begins with none of
/// these signs and blanks.
#[inline]
pub(super) fn may_open_rule(bytes: &[u8]) -> bool {
    matches!(bytes, [b'-' | b'=' | b'_' | b'*' | b' ' | b'\\', ..] | [0xc2, 0xa0, ..])
}

fn is_rule_throughout(words: &str) -> bool {
    let bare = words.without(const { Signs::new(" \\\u{a0}") }).as_bytes();
    let is_sign = |byte: &u8| matches!(byte, b'-' | b'=' | b'_' | b'*');
    let is_gap =
        |four: &[u8]| matches!(four, [b'-', b'-', b' ', b' '] | [b'=', b'=', b' ', b' '] | [b'_', b'_', b' ', b' ']);
    let [first, rest @ .., _] = bare else { return false };
    // Nearly always all of it is one sign.
    is_sign(first)
        && (*rest == bare[..rest.len()] && bare.last() == Some(first)
        // What is left begins and ends with a sign, as the blanks around it are gone.
        || bare.iter().all(|byte| is_sign(byte) || *byte == b' ')
            && !(bare.contains(&b' ') && bare.windows(4).any(is_gap)))
}

/// Whether a line stands as a heading on its own: short, with letters, and no sentence.
///
/// A rule below makes any short line a heading; without one it must be in capitals or one of the usual words, with a
/// blank line before it (the caller knows).
pub(super) fn stands_alone(words: &str, ruled: bool) -> bool {
    // Most lines are prose: a small letter stands second, and no usual heading begins so, nor the number of a part.
    if let [first @ b'A'..=b'Z', b'a'..=b'z', ..] = words.as_bytes()
        && !ruled
        && *first != b'P'
        && !may_open(words)
    {
        return false;
    }
    if !ruled && matches!(words.as_bytes(), [b'(' | b'"', ..]) {
        return false;
    }
    let bare = strip_leftovers(words).without(AROUND);
    if bare.len() > 90 || !ruled && bare.starts_with(['(', '"']) {
        return false;
    }
    // Most lines are prose.
    if !ruled && bare.bytes().any(|b| b.is_ascii_lowercase()) {
        return is_usual(words);
    }
    if bare.chars().filter(|c| c.is_alphabetic()).take(3).count() < 3 {
        return false;
    }
    if ruled {
        return !has_columns(bare, ruled);
    }
    let capitals = || !bare.chars().any(char::is_lowercase);
    let sentence = || words.trimmed_end().ends_with(['.', ',', ';']);
    bare.len() <= 70 && capitals() && !sentence() && !has_columns(bare, ruled) || is_usual(words)
}

/// Whether words stand so far apart that they are titles of columns. Over a rule that takes two gaps.
fn has_columns(words: &str, ruled: bool) -> bool {
    if double_blank(words.as_bytes()).is_none() {
        return false;
    }
    // Letters of a spaced word stand alone, and a label has a sign behind it.
    let is_word = |before: &str| {
        let mut last = before.chars().rev();
        last.next().is_some_and(char::is_alphanumeric) && last.next().is_some_and(|c| !c.is_whitespace())
    };
    let gaps = words.split("   ").filter(|cell| !cell.is_empty() && is_word(cell)).count();
    gaps > if ruled { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_at_the_start_of_a_paragraph() {
        assert_eq!(opening("Summary. The boats"), Some("Summary"));
        assert_eq!(opening("SUMMARY AND COMMENT: The boats"), Some("SUMMARY AND COMMENT"));
        assert_eq!(opening("(Comment: the boats"), Some("Comment"));
        assert_eq!(
            opening("Summary, Comment and Recommendation: The boats"),
            Some("Summary, Comment and Recommendation")
        );
        assert_eq!(opening("SUMMARY The boats"), Some("SUMMARY"));
        assert_eq!(opening("SUMMARY"), Some("SUMMARY"));
        assert_eq!(opening("SUMMARY OF THE TALKS"), None);
        assert_eq!(opening("Summary of the talks"), None);
        assert_eq!(opening("Commentators said:"), None);
    }

    #[test]
    fn two_letters_leave_out_no_heading() {
        let letters = |from: char, to: char| from..=to;
        for (first, second) in letters('A', 'Z').flat_map(|first| letters('a', 'z').map(move |second| (first, second)))
        {
            for rest in OPENING.iter().filter_map(|word| word.get(2..)) {
                let words = format!("{first}{second}{}: The boats", rest.to_ascii_lowercase());
                assert_eq!(opening(&words), opening_there(&words), "{words}");
            }
        }
    }

    #[test]
    fn rules_and_headings() {
        assert!(is_rule("-----") && is_rule("- - - -") && is_rule("====="));
        assert!(is_rule("--- ---") && is_rule("*=*=") && !is_rule("----  ----") && !is_rule("---a"));
        assert!(!is_rule("-- a point") && !is_rule("") && !is_rule("-"));
        assert!(stands_alone("THE BOATS", false) && stands_alone("The boats", true) && stands_alone("Comment", false));
        assert!(is_usual("I. Summary") && is_usual("SUMMARY AND INTRODUCTION") && !is_usual("Summary questions"));
        assert!(
            is_ruled_itself("------ Summary ------") && is_ruled_itself("SUMMARY ---") && !is_ruled_itself("-----")
        );
        assert!(!stands_alone("The boats were counted", false) && !stands_alone("THE BOATS WERE COUNTED.", false));
    }
}

//! What a glance at the first and last bytes of a line shows. Nearly all lines of a body are nothing but words, and need no
//! other question.

use std::ops::Range;

use super::super::cursor::line_between;
use super::super::line::page;
use super::label::{WIDE, next_inside};
use super::noise::{may_be_banner, may_open_banner};
use crate::text::line::{Line, line_end};
use crate::text::work::looked_at;

/// Lines of words that follow one another.
pub(super) struct Run {
    /// Where the line above the last begins, where there are two.
    pub(super) before: Option<usize>,
    pub(super) last: Line,
    /// Where the paragraph after this opens in the last line; see [`next_inside`].
    pub(super) cut: Option<usize>,
}

/// The lines from the start of `within` that are nothing but words and go on with the paragraph `number`. Only lines that
/// begin before its end are looked at.
pub(super) fn prose(text: &str, within: Range<usize>, number: &str) -> Option<Run> {
    let bytes = text.as_bytes();
    // Where the last line begins, where its words stop and where it ends; and where the line above it begins.
    let (mut last, mut stop, mut end) = (within.start, within.start, within.start);
    let mut before = last;
    while end < within.end {
        let at = end;
        let start = start(bytes.get(at..).unwrap_or_default());
        if start == Start::Other {
            break;
        }
        let line = line_end(text, at);
        if start == Start::Open && !goes_on_as_words(line_between(text, at, line.0, line.1).text(text)) {
            break;
        }
        (before, last, (stop, end)) = (last, at, line);
        // Only in long lines, and few are, may another paragraph open.
        if stop - at > WIDE {
            let line = line_between(text, at, stop, end);
            let cut = next_inside(text, line, number);
            if cut.is_some() {
                return Some(Run { before: (before < last).then_some(before), last: line, cut });
            }
        }
    }
    let run =
        || Run { before: (before < last).then_some(before), last: line_between(text, last, stop, end), cut: None };
    (end > within.start).then(run)
}

/// Whether a line is nothing but words: it begins with a letter that belongs to no label, and is neither a page line nor a
/// banner nor the end of a telegram.
pub(super) fn is_prose(words: &str) -> bool {
    match start(words.as_bytes()) {
        Start::Words => true,
        Start::Open => goes_on_as_words(words),
        Start::Other => false,
    }
}

/// What the first bytes of a line show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// It is nothing but words.
    Words,
    /// It begins as words do, and its end tells.
    Open,
    /// It may be anything.
    Other,
}

/// Words begin with a letter, a quotation mark, or a dash and a letter behind it; and with no label.
#[inline(always)]
fn start(bytes: &[u8]) -> Start {
    match bytes {
        [b'a'..=b'z' | b'A'..=b'Z', rest @ ..] if may_be_label(bytes) && goes_on_as_label(rest) => Start::Other,
        [b'a'..=b'z' | b'"', ..] => Start::Words,
        // What pages and machines leave is in capitals, but for banners.
        [first @ b'A'..=b'Z', second @ b'a'..=b'z', third, ..]
            if *third != b' ' && !may_open_banner(*first, *second, *third) =>
        {
            Start::Words
        }
        [b'A'..=b'Z', ..] => Start::Open,
        // A rule has no letter.
        [b'-', rest @ ..] if rest.iter().take(3).any(u8::is_ascii_alphabetic) => Start::Open,
        _ => Start::Other,
    }
}

/// Whether one of the three bytes behind a letter may be a point or a bracket: most words have none there, nor any of the signs
/// that differ from these in their last three bits.
#[inline(always)]
fn may_be_label(bytes: &[u8]) -> bool {
    const ONES: u32 = u32::MAX / 255;
    bytes.first_chunk().is_none_or(|four| {
        let signs = (u32::from_le_bytes(*four) & (ONES * 0xf8)) ^ (ONES * 0x28);
        signs.wrapping_sub(ONES) & !signs & 0x8080_8000 != 0
    })
}

/// Whether a line that begins as words do, with a capital or a dash, goes on as nothing else.
fn goes_on_as_words(words: &str) -> bool {
    // Longer than any page line; a banner and the marks of an end are shorter still.
    const LONG: usize = 80;
    (words.len() > LONG || ends_as_words(words.as_bytes())) && !page::may_open(words)
}

/// Where the blank lines end that stand at `at`, if there are any; looks no further than `end`. They have nothing on them, or
/// one blank.
#[inline]
pub(super) fn behind_blanks(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut here = at;
    while here < end {
        here += match bytes.get(here..) {
            Some([b' ', b'\r', b'\n', ..]) => 3,
            Some([b'\r', b'\n', ..] | [b' ', b'\n', ..]) => 2,
            Some([b'\n', ..]) => 1,
            _ => break,
        };
    }
    looked_at(here.saturating_sub(at));
    (here > at).then_some(here)
}

/// Whether words and no page line stand at `at`, or nothing before `end`, as the first bytes tell.
pub(super) fn words_begin(text: &str, at: usize, end: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at >= end || opens_with_sign(rest) || matches!(rest, [b'-', ..]) || start(rest) == Start::Words
}

/// Whether a line begins with what opens paragraphs, or goes on with one, and with which nothing else begins: a figure, a
/// bracket, a small letter or the pilcrow that copies have before numbers.
#[inline]
pub(super) fn opens_with_sign(bytes: &[u8]) -> bool {
    matches!(bytes, [b'1'..=b'9' | b'(' | b'a'..=b'z', ..] | [0xc2, 0xb6, ..])
}

/// Whether a letter with these bytes behind it may be a label: up to two more letters, a point or a bracket, and a blank.
#[inline]
fn goes_on_as_label(rest: &[u8]) -> bool {
    let sign = rest.iter().take(3).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    matches!(rest.get(sign..), Some([b'.' | b')', b' ' | b'\t' | 0xc2, ..]))
}

/// Whether one of the first four bytes is a sign of a label or a mark: a bracket, a point or a figure.
pub(super) fn may_open_with_label(bytes: &[u8]) -> bool {
    const SIGNS: [bool; 256] = {
        let mut table = [false; 256];
        let (signs, mut at) = (b"().0123456789", 0);
        while at < signs.len() {
            table[signs[at] as usize] = true;
            at += 1;
        }
        table
    };
    let is_sign = |byte: &u8| SIGNS[usize::from(*byte)];
    match bytes {
        [a, b, c, d, ..] => is_sign(a) | is_sign(b) | is_sign(c) | is_sign(d),
        short => short.iter().any(is_sign),
    }
}

/// Whether the end of a shorter line that begins with a capital shows that it is no line of a page or a machine: those end
/// in figures, in the Z of a time, in dots where an extract breaks off, in a tag, or are known words.
fn ends_as_words(bytes: &[u8]) -> bool {
    const SHORTEST: usize = 5;
    let last = bytes.last().copied().unwrap_or(b' ');
    last.is_ascii_graphic()
        && (!last.is_ascii_digit() || !ends_as_pages(bytes))
        && !matches!(last, b'Z' | b'>' | b'\\')
        && bytes.len() >= SHORTEST
        && !bytes.ends_with(b"...")
        && !bytes.ends_with(b"SIPDIS")
        && !may_be_banner(bytes)
}

/// Whether a line that ends in figures may be the line of a section, `... 002 OF 003`.
fn ends_as_pages(bytes: &[u8]) -> bool {
    let head = bytes.iter().rposition(|byte| !(byte.is_ascii_digit() || *byte == b' '));
    head.is_none_or(|last| bytes[..=last].ends_with(b"OF"))
}

/// Whether a line begins with what a page line or a banner begins with: a capital, or a sign that may stand before one.
pub(super) fn may_be_noise(words: &str) -> bool {
    match words.as_bytes() {
        // A pilcrow, as copies have it before the number of a paragraph.
        [0xc2, 0xb6, ..] => false,
        [first, ..] => {
            !(first.is_ascii_lowercase()
                || matches!(first, b'1'..=b'9' | b'(' | b')' | b'"' | b'*' | b'[' | b'=' | b'_'))
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::noise::{end_line, is_banner, is_noise, is_page_noise};
    use super::super::{heading, label};
    use super::*;

    /// Lines that end or interrupt a paragraph, or open one.
    const OTHERS: &[&str] = &[
        "",
        "BT",
        "NNNN",
        "NNN",
        "SIPDIS",
        "TEXT SIPDIS",
        "SECRET",
        "C O N F I D E N T I A L",
        "Secret",
        "UNCLAS SIPDIS",
        "PAGE 02        STATE   023763  071504Z",
        "PAGE 01",
        "ROME 00003128  002 OF 003",
        "ROME 00001...",
        "ROME 00003128  002 OF 003 The boats",
        "PAGE 03 ROME 00042 03 OF 03 011502Z 2. (U) End.",
        "A. The boats",
        "PAGE 02<br>",
        "ROME 00003128 002 OF 3",
        "- - - -",
        "-- 1",
        "ab. the boats",
        "a) the boats",
        "iv. the boats",
        "1. (C) The boats",
        "(C) The boats",
        "-----",
        "== SUMMARY ==",
        "ROME 00003128  002 OF 003\\",
        "BT\u{2003}",
        "001.2 OF 003",
        "  SECRET",
        "- 00003128 002 OF 003 The boats",
    ];

    #[test]
    fn nothing_but_words_is_asked_nothing_else() {
        for line in [
            "The boats were counted",
            "the boats",
            "BOATS AND NETS CAME BACK TO ROME.",
            "Rome 42 is no place",
            "The boats of May 2006",
            "in 2006 (the boats)",
            "U.S.-built boats",
            "-- The boats",
            "\"The boats",
            "Unions",
            "Comment:",
        ] {
            assert!(is_prose(line), "{line}");
        }
        for line in OTHERS {
            assert!(!is_prose(line), "{line}");
        }
    }

    #[test]
    fn a_label_has_a_sign_among_its_first_bytes() {
        for (letters, sign) in
            ["a", "iv", "iii"].iter().flat_map(|letters| ('!'..='~').map(move |sign| (letters, sign)))
        {
            let line = format!("{letters}{sign} The boats");
            assert!(may_be_label(line.as_bytes()) || !goes_on_as_label(&line.as_bytes()[1..]), "{line}");
        }
        assert!(!may_be_label(b"the boats") && !may_be_label(b"in Rome"));
    }

    #[test]
    fn blank_lines_and_what_begins_below_them() {
        let text = "boats\n\r\n\n1. (C) Nets\n\n \n  \nROME 42\n";
        assert_eq!(behind_blanks(text, 0, text.len()), None);
        assert_eq!(behind_blanks(text, 6, text.len()), Some(9));
        assert_eq!(behind_blanks(text, 6, 8), Some(8));
        assert!(words_begin(text, 9, text.len()) && words_begin(text, 9, 9));
        assert_eq!(behind_blanks(text, 21, text.len()), Some(24));
        assert!(!words_begin(text, 24, text.len()) && !words_begin(text, 27, text.len()));
    }

    #[test]
    fn a_glance_leaves_out_nothing() {
        for line in OTHERS {
            let noise = is_noise(line) || is_banner(line) || page::at_start(line).is_some();
            assert!(!noise || may_be_noise(line), "{line}");
            let opens = label::opens_paragraph(line) || end_line(line).is_some() || heading::is_rule(line);
            assert!(!(noise || opens) || !is_prose(line), "{line}");
            assert!(!is_page_noise(line) || !words_begin(line, 0, 1), "{line}");
            assert!(!(noise || end_line(line).is_some()) || !opens_with_sign(line.as_bytes()), "{line}");
        }
    }
}

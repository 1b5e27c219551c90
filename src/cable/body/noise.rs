//! What pages and machines left among the words: page lines, banners, marks of the end.

use super::super::cursor::{Cursor, is_blank};
use super::super::line::{classification, page};
use super::super::model::PieceKind;
use super::super::pairs::Pairs;
use super::figure::ends_sentence;
use super::glance::{is_prose, may_be_noise};
use super::heading;
use super::label::opens_paragraph;
use crate::text::Span;
use crate::text::line::Line;

/// A line that a page or a machine left in the middle of the words. SIPDIS was printed again wherever a section, or a
/// reference to one, was found in the text.
pub(super) fn is_noise(words: &str) -> bool {
    // They begin with a capital, a zero or what copies have before words.
    if words
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_graphic() && !matches!(first, b'A'..=b'Z' | b'0' | b'\\'))
    {
        return false;
    }
    // A glance at the last byte is enough for most lines: page lines end in figures, a time, dots or a tag.
    if let Some(last) = words.bytes().next_back()
        && last.is_ascii_graphic()
        && !(last.is_ascii_digit() || matches!(last, b'Z' | b'.' | b'>' | b'\\' | b'S'))
    {
        return false;
    }
    const SIPDIS: &str = "SIPDIS";
    let is_sipdis = || {
        let bare = words.trim_end_matches([' ', '\\']);
        bare.ends_with(SIPDIS) && bare.trim_start_matches([' ', '\\']) == SIPDIS
    };
    page::is_page_line(words) || is_sipdis()
}

/// A page line, or the banner that prints repeat above and below each page.
pub(in crate::cable) fn is_page_noise(words: &str) -> bool {
    may_be_noise(words) && (is_noise(words) || is_banner(words))
}

/// A level alone on its line, with its controls at the most.
pub(super) fn is_banner(words: &str) -> bool {
    // Most lines begin with something else; blanks and signs of other scripts may stand before it.
    if !matches!(words.as_bytes(), [b'U' | b'C' | b'T' | b'F' | b'S' | b'L' | b'R' | 0..=b' ' | 0x80.., ..]) {
        return false;
    }
    let bare = words.trim();
    may_be_banner(bare.as_bytes())
        && classification::read(bare, bare).is_some_and(|found| found.number.is_none() && found.section.is_none())
}

/// Whether a line is short and begins with the first three letters of a level, the first of them a capital. Blanks may divide
/// them.
pub(super) fn may_be_banner(bytes: &[u8]) -> bool {
    const LONGEST: usize = 60;
    let [first, rest @ ..] = bytes else { return false };
    let mut letters = rest.iter().copied().filter(|byte| *byte != b' ');
    let (second, third) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
    bytes.len() <= LONGEST && may_open_banner(*first, second, third)
}

/// Whether a level begins with this capital and these letters behind it.
#[inline]
pub(super) fn may_open_banner(first: u8, second: u8, third: u8) -> bool {
    // Two letters tell of most words.
    const PAIRS: Pairs = {
        let (mut pairs, mut at) = (Pairs::new(), 0);
        while at < OPENINGS.len() {
            pairs = pairs.with(OPENINGS[at]);
            at += 1;
        }
        pairs
    };
    let letters = [first, second.to_ascii_uppercase(), third.to_ascii_uppercase()];
    PAIRS.may_begin(first, second) && OPENINGS.iter().any(|opening| opening.as_bytes() == letters)
}

/// How levels begin.
const OPENINGS: &[&str] = &["UNC", "CON", "CUI", "TOP", "FOR", "SEC", "SEN", "SBU", "LIM", "LOU", "RES"];

/// Whether a line is one of those that end a telegram: `BT`, `#0042`, `NNNN`.
pub(in crate::cable) fn is_end(words: &str) -> bool {
    end_line(words).is_some()
}

/// `BT`, `#0042`, `NNNN`.
pub(super) fn end_line(words: &str) -> Option<PieceKind> {
    // Most lines begin with something else, and many with a pilcrow; blanks and signs of other scripts may stand before it.
    match words.as_bytes() {
        [0xc2, 0xb6, ..] => return None,
        [b'B' | b'N' | b'#' | b'<' | 0..=b' ' | 0x80.., ..] => {}
        _ => return None,
    }
    let bare = words.trim();
    let serial = bare
        .strip_prefix('#')
        .is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'/'));
    match bare {
        "BT" => Some(PieceKind::Separator),
        "NNNN" | "NNN" | "<< END OF DOCUMENT >>" => Some(PieceKind::End),
        _ if serial => Some(PieceKind::End),
        _ => None,
    }
}

/// Whether a page line follows, blank lines aside. A banner right below words belongs to them unless a page ends there:
/// a text must not be able to hide a marking of its own.
pub(super) fn page_follows(cursor: &Cursor<'_>, line: Line) -> bool {
    let text = cursor.text();
    let mut next = cursor.after(line);
    while let Some(blank) = next.filter(|next| is_blank(next.text(text))) {
        next = cursor.after(blank);
    }
    next.is_some_and(|next| page::is_page_line(next.text(text)))
}

/// Whether prose goes on behind a page line: the next line has no number and starts in the middle of a sentence.
pub(super) fn goes_on_behind(cursor: &Cursor<'_>, text: &str, line: Line, end: usize) -> bool {
    let mut next = cursor.after(line);
    while let Some(blank) = next.filter(|next| is_blank(next.text(text))) {
        next = cursor.after(blank);
    }
    next.is_some_and(|next| {
        (next.whole.start as usize) < end && !opens_paragraph(next.text(text)) && !heading::is_rule(next.text(text))
    })
}

/// Blank lines with page lines among them, and then a line that goes on with the sentence: all within one paragraph.
/// Gives the page lines and the line that goes on.
pub(super) fn page_behind_blank(
    cursor: &Cursor<'_>,
    text: &str,
    last: Line,
    blank: Line,
    end: usize,
) -> Option<(Vec<Span>, Line)> {
    let mut noise = Vec::new();
    let mut ahead = Some(blank);
    while let Some(line) = ahead.filter(|line| (line.whole.start as usize) < end) {
        let words = line.text(text);
        if !is_blank(words) {
            // Nearly always it is a paragraph, or a line of words.
            if is_prose(words) || !is_page_noise(words) {
                break;
            }
            noise.push(line.words);
        }
        ahead = cursor.after(line);
    }
    let next = ahead.filter(|line| (line.whole.start as usize) < end && !noise.is_empty())?;
    let words = next.text(text);
    let goes_on = !ends_sentence(last.text(text)) || words.trim_start().starts_with(char::is_lowercase);
    (goes_on && !opens_paragraph(words) && !heading::is_rule(words) && end_line(words).is_none())
        .then_some((noise, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_may_be_a_banner() {
        for (word, _) in classification::LEVELS {
            let small = format!("{}{}", &word[..1], word[1..].to_ascii_lowercase());
            let spaced: String = word.chars().flat_map(|letter| [letter, ' ']).collect();
            for line in [*word, &small, &spaced] {
                assert!(may_be_banner(line.as_bytes()), "{line}");
            }
        }
        assert!(!may_be_banner(b"COMMENT") && !may_be_banner(b"Unions") && !may_be_banner(b"SE"));
    }
}

//! Breaks a line into rows of so many columns.
//!
//! Gives byte ranges and draws nothing: a hanging indent is a narrower width for the rows after the first, and the blanks
//! in front of them are the caller's. Rows are made as they are asked for, so the first screen of a line of any length
//! costs no more than a screen.

use std::ops::Range;

use super::width::{Cluster, clusters};

/// Letters that must stand on both sides of a hyphen or slash for a break behind it.
///
/// With three, `well-known` may be broken, and `(S/NF)`, `EUR/WE`, `Al-Masri` and `11/20` stay whole.
const LETTERS_AROUND_BREAK: usize = 3;

/// Breaks `text` into rows: the first of at most `first` columns, the others of at most `rest`.
///
/// Rows are broken at blanks, and behind hyphens, slashes and dashes between words. The blanks at which a row is broken
/// belong to no row; every other byte is in exactly one row, in order. A word longer than a row is broken between
/// characters. A character wider than a row has a row for itself, so a width of 0 counts as 1. An empty text is one row.
///
/// `text` is one line, best taken from a [`Visible`](super::Visible), which holds no controls and no endless characters.
///
/// ```
/// use sipdis::text::wrap::wrap;
/// let text = "UN Special Envoy for Kosovo";
/// let rows: Vec<_> = wrap(text, 12, 8).map(|row| &text[row]).collect();
/// assert_eq!(rows, ["UN Special", "Envoy", "for", "Kosovo"]);
/// ```
pub fn wrap(text: &str, first: usize, rest: usize) -> Wrap<'_> {
    Wrap { text, width: first, rest, next: Some(0) }
}

/// The rows of a line, as [`wrap`] makes them.
#[derive(Debug, Clone)]
pub struct Wrap<'a> {
    text: &'a str,
    /// Columns of the row to come.
    width: usize,
    /// Columns of the rows behind it.
    rest: usize,
    /// Where the row to come starts; `None` behind the last.
    next: Option<usize>,
}

/// A place at which a row may end: behind its last byte, with the next row starting behind the blanks.
struct Break {
    end: usize,
    next: usize,
}

impl Iterator for Wrap<'_> {
    type Item = Range<usize>;

    // Each byte is looked at three times at most: when a row turns out to be too long, what stands between the last
    // break and the edge is one word without a break in it, and so ends the next row or fills it.
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.next.take()?;
        if let Some(plain) = plain_break(self.text.as_bytes(), start, self.width) {
            (self.next, self.width) = (Some(plain.next), self.rest);
            return Some(start..plain.end);
        }
        let (mut columns, mut before) = (0, Word::default());
        let mut last: Option<Break> = None;
        for cluster in clusters(self.text, start) {
            let blank = cluster.text == " ";
            if blank {
                // The first of a run of blanks ends the row, the last of it starts the next.
                let end = last.take().filter(|last| last.next == cluster.start).map_or(cluster.start, |last| last.end);
                last = Some(Break { end, next: cluster.end() });
            } else if before.breaks_before(self.text, &cluster) {
                last = Some(Break { end: cluster.start, next: cluster.start });
            }
            columns += cluster.columns;
            if columns > self.width && !blank && cluster.start > start {
                let at = last.unwrap_or(Break { end: cluster.start, next: cluster.start });
                (self.next, self.width) = (Some(at.next), self.rest);
                return Some(start..at.end);
            }
            before.push(&cluster);
        }
        // Blanks at the end of the text that do not fit have nothing behind them to make a row for.
        let end = last.filter(|last| columns > self.width && last.next == self.text.len()).map(|last| last.end);
        Some(start..end.unwrap_or(self.text.len()))
    }
}

/// Where a row of plain letters ends, which nearly all rows of a cable are: at its last blanks. `None` where something else
/// may be, and each character has to be looked at.
fn plain_break(text: &[u8], start: usize, width: usize) -> Option<Break> {
    // With the character that does not fit, and one more: what follows may change how wide a letter is.
    let row = text.get(start..start.checked_add(width)?.checked_add(2)?)?;
    let blank = row.get(..=width)?.iter().rposition(|byte| *byte == b' ')?;
    let word = row.get(blank + 1..)?;
    if !row.iter().all(|byte| (0x20..0x7f).contains(byte)) || word.iter().any(|byte| matches!(byte, b'-' | b'/')) {
        return None;
    }
    let blanks = row.get(..blank)?.iter().rev().take_while(|byte| **byte == b' ').count();
    let behind = text.get(start + blank..)?.iter().take_while(|byte| **byte == b' ').count();
    let (end, next) = (start + blank - blanks, start + blank + behind);
    (end > start && text.get(next)?.is_ascii()).then_some(Break { end, next })
}

/// What stands before a character in its word, as far as breaks depend on it.
#[derive(Default)]
struct Word {
    /// Letters in a row up to here, or up to the hyphen.
    letters: usize,
    /// Whether hyphens, slashes or dashes stand between those letters and here.
    hyphen: bool,
}

impl Word {
    fn push(&mut self, cluster: &Cluster<'_>) {
        *self = match cluster.text.chars().next() {
            Some(c) if c.is_alphabetic() => {
                Word { letters: if self.hyphen { 1 } else { self.letters + 1 }, hyphen: false }
            }
            Some('-' | '/' | '\u{2010}' | '\u{2013}' | '\u{2014}') => Word { hyphen: true, ..*self },
            _ => Word::default(),
        };
    }

    fn breaks_before(&self, text: &str, cluster: &Cluster<'_>) -> bool {
        self.hyphen && self.letters >= LETTERS_AROUND_BREAK && {
            let word = text.get(cluster.start..).unwrap_or_default().chars();
            word.take(LETTERS_AROUND_BREAK).filter(|c| c.is_alphabetic()).count() == LETTERS_AROUND_BREAK
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `first` and `rest` columns, with a bar at the end of each.
    #[track_caller]
    fn check(text: &str, first: usize, rest: usize, rows: &str) {
        let shown: String = wrap(text, first, rest).map(|row| format!("{}|", &text[row])).collect();
        assert_eq!(shown, rows, "{text:?} in {first} and {rest}");
    }

    #[test]
    fn rows_are_broken_at_blanks() {
        check("", 5, 5, "|");
        check("a", 5, 5, "a|");
        check("one two", 7, 7, "one two|");
        check("one two", 6, 6, "one|two|");
        check("one two", 3, 3, "one|two|");
        check("one two three", 7, 5, "one two|three|");
        check("a b c d", 3, 3, "a b|c d|");
    }

    #[test]
    fn blanks_at_a_break_belong_to_no_row() {
        check("one    two", 5, 5, "one|two|");
        check("one  two", 4, 4, "one|two|");
        check("  one two", 5, 5, "  one|two|");
        check("one ", 4, 4, "one |");
        check("one   ", 4, 4, "one|");
        check("      ", 4, 4, "|");
        check("        x", 4, 4, "|x|");
    }

    #[test]
    fn a_hanging_indent_is_a_narrower_rest() {
        check("1. (C) Summary. UN Envoy", 15, 12, "1. (C) Summary.|UN Envoy|");
        check("one four", 4, 2, "one|fo|ur|");
    }

    #[test]
    fn hyphens_and_slashes_between_words_may_end_a_row() {
        check("a well-known man", 8, 8, "a well-|known|man|");
        check("SECRET//NOFORN", 10, 10, "SECRET//|NOFORN|");
        check("x Pristina/Belgrade", 12, 12, "x Pristina/|Belgrade|");
        check("war—and peace", 7, 7, "war—and|peace|");
        check("see (S/NF) EUR/WE", 9, 9, "see|(S/NF)|EUR/WE|");
        check("on 2006-11-20", 9, 9, "on|2006-11-2|0|");
    }

    #[test]
    fn a_long_word_is_broken_between_characters() {
        check("abcdefgh", 3, 3, "abc|def|gh|");
        check("x abcdefgh", 3, 3, "x|abc|def|gh|");
        check("e\u{301}e\u{301}e\u{301}", 2, 2, "e\u{301}e\u{301}|e\u{301}|");
        check("全角全角", 5, 5, "全角|全角|");
    }

    #[test]
    fn no_width_is_too_small() {
        check("ab c", 1, 1, "a|b|c|");
        check("ab c", 0, 0, "a|b|c|");
        check("全 a", 1, 1, "全|a|");
        check("", 0, 0, "|");
    }

    #[test]
    fn plain_rows_are_those_that_each_character_gives() {
        // An accent changes nothing but that each character is looked at.
        let slowly = |text: &str, first, rest| {
            let marked = text.chars().flat_map(|c| [Some(c), (c != ' ').then_some('\u{301}')]);
            let marked: String = marked.flatten().collect();
            let rows: Vec<String> = wrap(&marked, first, rest).map(|row| marked[row].replace('\u{301}', "")).collect();
            rows
        };
        let words = ["The", "keeper", "well", "of", "counted", "41", "gulls,", "a", "and", "(C)"];
        let blanks = [" ", " ", " ", "  ", "   "];
        let mut text = String::new();
        for n in 0..400_usize {
            text.push_str(words[n * 7 % 10]);
            text.push_str(blanks[n * n % 5]);
        }
        for cut in [text.len(), text.len() - 1, 97, 40, 7, 1, 0] {
            for (first, rest) in [(80, 80), (30, 26), (12, 9), (3, 2), (1, 1), (0, 0)] {
                let text = &text[..cut];
                let rows: Vec<&str> = wrap(text, first, rest).map(|row| &text[row]).collect();
                assert_eq!(rows, slowly(text, first, rest), "{cut} bytes in {first} and {rest}");
            }
        }
    }
}

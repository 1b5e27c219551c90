//! The rarest two letters of a word, looked for side by side in any case.
//!
//! One letter is found fast, but a common one so often that finding it again and again takes most of the time. Two side by side are
//! a hundred times rarer, and a packed searcher (Teddy) looks for all ways to write them in one pass.

use aho_corasick::packed::{Config, Searcher};

use super::rank;

/// What may stand between two letters of a word, besides what ends a line or stands for a sign: the tokenizer joins what is before
/// and behind. A backslash escapes in some tables.
pub(super) const JOINING: [u8; 5] = [b'\'', b'`', b'.', b'\\', 0];

/// What else the first of two letters may have behind it: a hyphen at a line end, and the name of a sign (`&#39;`).
const GOING_ON: [u8; 2] = [b'-', b'&'];

/// Two letters of a word, side by side.
#[derive(Debug)]
pub(super) struct Pair {
    /// The place of the first in the word.
    pub(super) first: usize,
    searcher: Searcher,
}

impl Pair {
    /// The rarest two of a word. `None` where there are no two, or this machine has no way to look for them that is faster
    /// than looking for one.
    pub(super) fn of(letters: &[u8]) -> Option<Pair> {
        // Of letters that are the same one pair would hide the next: a search goes on behind what it has found.
        let pairs = letters.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]);
        let (first, pair) = pairs.min_by_key(|(_, pair)| pair.iter().map(|letter| rank(*letter)).sum::<usize>())?;
        let &[one, other] = pair else { return None };
        let mut builder = Config::new().builder();
        for one in cases(one) {
            builder.extend(cases(other).chain(JOINING).chain(GOING_ON).map(|behind| [one, behind]));
        }
        Some(Pair { first, searcher: builder.build()? })
    }

    /// Where the first of the letters stands with the second behind it, or with what may stand between them.
    pub(super) fn places(&self, bytes: &[u8]) -> impl Iterator<Item = usize> {
        self.searcher.find_iter(bytes).map(|found| found.start())
    }
}

/// A letter as it may be written; figures are written in one way.
fn cases(letter: u8) -> impl Iterator<Item = u8> {
    let upper = letter.to_ascii_uppercase();
    [letter, upper].into_iter().take(if upper == letter { 1 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(word: &str, text: &str) -> Option<Vec<usize>> {
        Some(Pair::of(word.as_bytes())?.places(text.as_bytes()).collect())
    }

    #[test]
    fn the_rarest_two_are_found_in_any_case_and_with_what_joins_them() {
        // Where there is no packed searcher, there is nothing to be found.
        if Pair::of(b"ab").is_none() {
            return;
        }
        let first = |word: &str| Pair::of(word.as_bytes()).map(|pair| pair.first);
        assert_eq!((first("unfindableness"), first("zebra")), (Some(7), Some(0)));
        let places = |word: &str, text: &str| places(word, text).unwrap();
        assert_eq!(places("table", "able ABLE abLe ab.le ab le ab-\nle ab&#39;le"), [1, 6, 11, 16, 28, 35]);
        assert_eq!(places("ab", "a b a.b A'B a-\nb a&#39;b a`b aab a\\b a,b"), [4, 8, 12, 17, 25, 30, 33]);
        assert_eq!(places("7b", "7 7b 7.B b7"), [2, 5]);
    }

    #[test]
    fn a_single_letter_is_no_pair() {
        assert_eq!(places("a", "a"), None);
        assert_eq!(places("", ""), None);
    }

    #[test]
    fn pairs_do_not_hide_each_other() {
        // A search goes on behind what it has found: of `eee` it would find only the first two.
        assert_eq!(places("eee", "eee"), None);
        assert_eq!(Pair::of(b"zzy").map(|pair| pair.first).unwrap_or(1), 1);
    }
}

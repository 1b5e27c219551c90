//! Lists of words that are entered by the first byte of what is compared with them: most words of a list begin otherwise.

/// Words in the order of their first bytes, which are ASCII, and where those with each first byte begin.
#[derive(Debug)]
pub(crate) struct ByFirst<const COUNT: usize> {
    words: [&'static str; COUNT],
    /// One more than there are bytes, so that the last ones end somewhere.
    places: [u8; 129],
}

impl<const COUNT: usize> ByFirst<COUNT> {
    /// Takes words in that order, which is looked at when the program is built.
    pub(crate) const fn new(words: [&'static str; COUNT]) -> Self {
        assert!(COUNT < 256, "a place is one byte");
        let (mut places, mut byte, mut at) = ([0; 129], 0, 0);
        while byte < places.len() {
            while at < COUNT && (words[at].as_bytes()[0] as usize) < byte {
                at += 1;
                assert!(at == COUNT || words[at - 1].as_bytes()[0] <= words[at].as_bytes()[0], "out of order");
            }
            places[byte] = at as u8;
            byte += 1;
        }
        assert!(at == COUNT, "a word begins beyond ASCII");
        ByFirst { words, places }
    }

    /// Those that begin with this byte.
    #[inline]
    pub(crate) fn with(&self, first: u8) -> &[&'static str] {
        let place = |byte: usize| self.places.get(byte).map(|place| usize::from(*place));
        let range = place(first.into()).zip(place(usize::from(first) + 1)).map(|(from, to)| from..to);
        range.and_then(|range| self.words.get(range)).unwrap_or_default()
    }

    /// Those that begin as a text does.
    #[inline]
    pub(crate) fn beside(&self, text: &[u8]) -> &[&'static str] {
        text.first().map_or(&[], |first| self.with(*first))
    }

    /// All of them.
    pub(crate) const fn all(&self) -> &[&'static str] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_first_byte() {
        const WORDS: ByFirst<5> = ByFirst::new(["1.4", "BASED", "BY", "a", "~"]);
        for first in 0..=u8::MAX {
            let expected: Vec<&str> =
                WORDS.all().iter().copied().filter(|word| word.as_bytes().first() == Some(&first)).collect();
            assert_eq!(WORDS.with(first), expected, "{first}");
        }
        assert_eq!(WORDS.beside(b"BY NAME"), ["BASED", "BY"]);
        assert!(WORDS.beside(b"").is_empty() && ByFirst::new([]).with(b'B').is_empty());
    }
}

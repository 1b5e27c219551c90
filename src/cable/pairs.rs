//! With which two letters some words begin: a glance that most other words do not pass.

/// For each byte with which one of some words begins, in either case, what may stand second: a bit for each letter, which
/// signs and figures share.
///
/// Lines are asked about words of many kinds, and nearly all of them begin otherwise than any of the words; two bytes tell
/// so without a look at the list. Made when the program is built.
#[derive(Debug)]
pub(super) struct Pairs([u32; 256]);

impl Pairs {
    /// Of no words.
    pub(super) const fn new() -> Self {
        Pairs([0; 256])
    }

    /// Of these words, in capitals.
    pub(super) const fn of(words: &[&str]) -> Self {
        let (mut pairs, mut at) = (Pairs::new(), 0);
        while at < words.len() {
            pairs = pairs.with(words[at]);
            at += 1;
        }
        pairs
    }

    /// With one more word, in capitals; behind a single letter anything may stand.
    pub(super) const fn with(mut self, word: &str) -> Self {
        let word = word.as_bytes();
        let seconds = if word.len() > 1 { bit(word[1]) } else { u32::MAX };
        self.0[word[0] as usize] |= seconds;
        self.0[word[0].to_ascii_lowercase() as usize] |= seconds;
        self
    }

    /// With words that begin with a byte, whatever stands behind it.
    pub(super) const fn with_any_behind(mut self, first: u8) -> Self {
        self.0[first as usize] = u32::MAX;
        self
    }

    /// Whether one of the words may begin with these bytes.
    #[inline]
    pub(super) fn may_begin(&self, first: u8, second: u8) -> bool {
        self.0[usize::from(first)] & bit(second) != 0
    }
}

/// A bit for the low five bits of a byte: the number of a letter in either case.
const fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_tell() {
        const PAIRS: Pairs = Pairs::new().with("SECRET").with("SI").with("D").with("C-WEAPONS").with_any_behind(b'1');
        for (word, expected) in [
            ("secret", true),
            ("SIX", true),
            ("STATE", false),
            ("D ", true),
            ("DE", true),
            ("C-", true),
            ("CA", false),
            ("1.", true),
            ("12", true),
            ("2.", false),
        ] {
            let [first, second, ..] = word.as_bytes() else { panic!("two at the least") };
            assert_eq!(PAIRS.may_begin(*first, *second), expected, "{word}");
        }
    }
}

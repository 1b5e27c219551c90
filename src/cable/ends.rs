//! What stands at the ends of a text without belonging to it.

/// Signs that may stand around words without belonging to them: ASCII, no-break spaces and pilcrows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    /// A bit for each of the 128.
    ascii: [u64; 2],
    /// The second byte of what stands beyond ASCII; 0xc2 is the first of both.
    beyond: [u8; 2],
}

impl Signs {
    pub(super) const fn new(signs: &str) -> Self {
        let (bytes, mut set, mut at) = (signs.as_bytes(), Signs { ascii: [0; 2], beyond: [0; 2] }, 0);
        while at < bytes.len() {
            match bytes[at] {
                0xc2 => {
                    assert!(matches!(bytes[at + 1], 0xa0 | 0xb6), "of the signs beyond ASCII only these two");
                    set.beyond[(bytes[at + 1] == 0xb6) as usize] = bytes[at + 1];
                    at += 1;
                }
                ascii => {
                    assert!(ascii.is_ascii(), "of the signs beyond ASCII only these two");
                    set.ascii[(ascii >> 6) as usize] |= 1 << (ascii & 63);
                }
            }
            at += 1;
        }
        set
    }

    fn has(self, byte: u8) -> bool {
        byte < 128 && self.ascii[usize::from(byte >> 6 & 1)] >> (byte & 63) & 1 == 1
    }
}

/// What [`str`] does at the ends of a text. Every line of a head passes these many times and few have anything to be left out,
/// so they look at bytes first.
pub(super) trait Ends {
    /// As `trim`.
    fn trimmed(&self) -> &str;
    /// As `trim_start`.
    fn trimmed_start(&self) -> &str;
    /// As `trim_end`.
    fn trimmed_end(&self) -> &str;
    /// As `trim_matches`.
    fn without(&self, signs: Signs) -> &str;
    /// As `trim_start_matches`.
    fn without_at_start(&self, signs: Signs) -> &str;
    /// As `trim_end_matches`.
    fn without_at_end(&self, signs: Signs) -> &str;
}

impl Ends for str {
    #[inline]
    fn trimmed(&self) -> &str {
        self.trimmed_start().trimmed_end()
    }

    #[inline]
    fn trimmed_start(&self) -> &str {
        match self.as_bytes() {
            [first, ..] if first.is_ascii_graphic() => self,
            [b' ', first, ..] if first.is_ascii_graphic() => &self[1..],
            _ => self.trim_start(),
        }
    }

    #[inline]
    fn trimmed_end(&self) -> &str {
        match self.as_bytes() {
            [.., last] if last.is_ascii_graphic() => self,
            [.., last, b' '] if last.is_ascii_graphic() => &self[..self.len() - 1],
            _ => self.trim_end(),
        }
    }

    #[inline]
    fn without(&self, signs: Signs) -> &str {
        self.without_at_start(signs).without_at_end(signs)
    }

    #[inline]
    fn without_at_start(&self, signs: Signs) -> &str {
        let mut rest = self.as_bytes();
        loop {
            rest = match rest {
                [first, behind @ ..] if signs.has(*first) => behind,
                [0xc2, second, behind @ ..] if signs.beyond.contains(second) => behind,
                _ => return &self[self.len() - rest.len()..],
            };
        }
    }

    #[inline]
    fn without_at_end(&self, signs: Signs) -> &str {
        let mut rest = self.as_bytes();
        loop {
            rest = match rest {
                [before @ .., last] if signs.has(*last) => before,
                [before @ .., 0xc2, second] if signs.beyond.contains(second) => before,
                _ => return &self[..rest.len()],
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANY: Signs = Signs::new(" .*\u{a0}¶");

    proptest! {
        #[test]
        fn ends_are_those_of_strings(text in "[ .*a\u{a0}¶\u{b7}\t\n\u{2003}é\u{a9}]{0,8}") {
            let signs = [' ', '.', '*', '\u{a0}', '¶'];
            prop_assert_eq!(text.trimmed(), text.trim());
            prop_assert_eq!(text.trimmed_start(), text.trim_start());
            prop_assert_eq!(text.trimmed_end(), text.trim_end());
            prop_assert_eq!(text.without(ANY), text.trim_matches(signs));
            prop_assert_eq!(text.without_at_start(ANY), text.trim_start_matches(signs));
            prop_assert_eq!(text.without_at_end(ANY), text.trim_end_matches(signs));
        }
    }
}

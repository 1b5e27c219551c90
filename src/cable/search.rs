//! Searching short texts for words, without regard to case.

/// A word that texts are searched for, letters compared without regard to case. ASCII only.
///
/// What the search needs to know of the word is worked out when the program is built: lines are short, so setting up a
/// search must not cost more than the search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needle {
    word: &'static str,
    /// Its rarest byte, which most lines do not have: where it stands in the word, and how it is written.
    offset: usize,
    lower: u8,
    upper: u8,
    letters: Letters,
}

impl Needle {
    pub(super) const fn new(word: &'static str) -> Self {
        let bytes = word.as_bytes();
        let (mut offset, mut at) = (0, 1);
        while at < bytes.len() {
            if FREQUENCY[bytes[at] as usize] < FREQUENCY[bytes[offset] as usize] {
                offset = at;
            }
            at += 1;
        }
        let rarest = bytes[offset];
        Needle {
            word,
            offset,
            lower: rarest.to_ascii_lowercase(),
            upper: rarest.to_ascii_uppercase(),
            letters: Letters::of_word(bytes),
        }
    }

    /// The word itself.
    pub(super) fn word(&self) -> &'static str {
        self.word
    }

    /// Whether a text with these letters may hold the word.
    pub(super) fn may_stand_in(&self, letters: Letters) -> bool {
        letters.hold(self.letters)
    }

    /// Where it first stands in `text`.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.all(text).next()
    }

    /// Whether it stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Every place where it stands in `text`.
    pub(super) fn all<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'t> {
        let Needle { word, offset, lower, upper, .. } = *self;
        let bytes = text.as_bytes();
        // The byte cannot stand nearer to either end than it does in the word.
        let room = (bytes.len() + 1).saturating_sub(word.len());
        let places = bytes.get(offset..offset + room).unwrap_or_default();
        let fits = move |at: &usize| {
            bytes.get(*at..*at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
        };
        memchr::memchr2_iter(lower, upper, places).filter(fits)
    }
}

/// Which letters, figures and signs a text has. Who looks for one of many words in a text looks at this first: most of
/// the words have a letter that the text has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u64);

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        // Each line of a head is looked at like this once; several bytes a step.
        let (blocks, rest) = text.as_bytes().as_chunks::<8>();
        let of = |letters: u64, byte: &u8| letters | LETTER[usize::from(*byte)];
        let all = blocks.iter().fold(0, |letters, block| block.iter().fold(letters, of));
        Letters(rest.iter().fold(all, of))
    }

    /// Those of a word, when the program is built.
    pub(super) const fn of_word(word: &[u8]) -> Self {
        let (mut letters, mut at) = (0, 0);
        while at < word.len() {
            letters |= LETTER[word[at] as usize];
            at += 1;
        }
        Letters(letters)
    }

    /// Whether all of the others are among them.
    pub(super) fn hold(self, other: Letters) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the text has this byte or, as some signs share a bit with those beyond ASCII, may have it.
    pub(super) fn may_have(self, byte: u8) -> bool {
        self.hold(Letters(LETTER[usize::from(byte)]))
    }
}

/// A bit for each letter, in either case, and for each sign and figure; the first is for all that only divides, such as tabs.
const LETTER: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        table[byte] = if letter.is_ascii_control() { 1 } else { 1 << (letter.to_ascii_uppercase() & 63) };
        byte += 1;
    }
    table
};

/// Where `needle` first stands in `text`, letters compared without regard to case. ASCII needles only.
///
/// For words that are not known before; otherwise see [`Needle`].
pub(super) fn find_ci(text: &str, needle: &'static str) -> Option<usize> {
    Needle::new(needle).find(text)
}

/// Where two neighbours first stand, from `from` on, of which `is` holds. Most texts have few or none, so many bytes are looked
/// at together, without a branch a byte: with `may_be`, which is cheaper and holds of all of these and of some others.
pub(super) fn find_pair(
    bytes: &[u8],
    from: usize,
    may_be: impl Fn(u8, u8) -> bool,
    is: impl Fn(u8, u8) -> bool,
) -> Option<usize> {
    const BLOCK: usize = 64;
    let block = |at: usize| bytes.get(at..)?.first_chunk::<BLOCK>();
    let mut at = from;
    while let (Some(a), Some(b)) = (block(at), block(at + 1)) {
        if (0..BLOCK).fold(0, |any, i| any | u8::from(may_be(a[i], b[i]))) != 0 {
            let place = (0..BLOCK).find(|i| is(a[*i], b[*i]));
            if let Some(place) = place {
                return Some(at + place);
            }
        }
        at += BLOCK;
    }
    let place = bytes.get(at..)?.windows(2).position(|pair| is(pair[0], pair[1]));
    place.map(|place| at + place)
}

/// How often each byte stands in cables, roughly: letters by their rank in English, signs and figures before them.
const FREQUENCY: [u8; 256] = {
    const LETTERS: &[u8; 26] = b"ZQJXKVBPYGFWMUCLDRHSNIOATE";
    let mut table = [0; 256];
    let mut rank = 0;
    while rank < LETTERS.len() {
        let letter = LETTERS[rank];
        rank += 1;
        table[letter as usize] = rank as u8;
        table[letter.to_ascii_lowercase() as usize] = rank as u8;
    }
    table[b' ' as usize] = u8::MAX;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searching_ignores_case() {
        const TAGS: Needle = Needle::new("TAGS:");
        assert_eq!(TAGS.find("E.o. 12958 tAgS: x"), Some(11));
        assert_eq!(TAGS.all("tags: Tags:tags").collect::<Vec<_>>(), [0, 6]);
        for text in ["", "TAGS", "AGS: TAG"] {
            assert_eq!(find_ci(text, "TAGS:"), None, "{text}");
        }
    }

    #[test]
    fn letters_leave_out_no_text_with_the_word() {
        const WORD: Needle = Needle::new("E.O. 1");
        assert!(WORD.may_stand_in(Letters::of("see e.o. 12958")));
        assert!(!WORD.may_stand_in(Letters::of("see e.o. 22958")) && !WORD.may_stand_in(Letters::of("")));
    }
}

//! Searching short texts for words, without regard to case.

use crate::text::work::looked_at;

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
    /// Where its three letters begin that stand least often side by side.
    three: usize,
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
        let (mut three, mut at) = (0, 1);
        while at + 3 <= bytes.len() {
            if frequency(bytes, at) < frequency(bytes, three) {
                three = at;
            }
            at += 1;
        }
        let rarest = bytes[offset];
        Needle {
            word,
            offset,
            lower: rarest.to_ascii_lowercase(),
            upper: rarest.to_ascii_uppercase(),
            three,
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
        let found = self.all(text).next();
        looked_at(found.unwrap_or(text.len()));
        found
    }

    /// Whether it stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The same of a whole cable: there the rarest byte stands at very many places, and three letters at few. Only for words of
    /// three letters or more.
    pub(super) fn is_in_cable(&self, cable: &str) -> bool {
        let (bytes, word) = (cable.as_bytes(), self.word.as_bytes());
        let Some(letters) = word.get(self.three..).and_then(<[u8]>::first_chunk) else { return false };
        let places = std::iter::successors(find_three(bytes, 0, *letters), |at| find_three(bytes, at + 1, *letters));
        let starts = places.filter_map(|at| at.checked_sub(self.three));
        starts.filter_map(|start| bytes.get(start..start + word.len())).any(|found| found.eq_ignore_ascii_case(word))
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
        looked_at(text.len());
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

/// Where three letters, or a blank among them, stand next, in either case; some signs may count as they do. Many bytes are looked
/// at together, without a branch a byte.
pub(super) fn find_three(bytes: &[u8], from: usize, letters: [u8; 3]) -> Option<usize> {
    const BLOCK: usize = 32;
    let [first, second, third] = letters.map(|letter| letter | 0x20);
    let are =
        |a: u8, b: u8, c: u8| u8::from(a | 0x20 == first) & u8::from(b | 0x20 == second) & u8::from(c | 0x20 == third);
    let blocks = |from: usize| bytes.get(from..).unwrap_or_default().as_chunks::<BLOCK>().0.iter();
    let mut blocks_of_three = blocks(from).zip(blocks(from + 1)).zip(blocks(from + 2));
    let all = blocks_of_three.len();
    let is_in = |((a, b), c): ((&[u8; BLOCK], &[u8; BLOCK]), &[u8; BLOCK])| {
        (0..BLOCK).fold(0, |found, i| found | are(a[i], b[i], c[i])) != 0
    };
    let at = from + blocks_of_three.position(is_in).unwrap_or(all) * BLOCK;
    looked_at(at - from);
    let rest = bytes.get(at..)?;
    rest.windows(3).position(|three| are(three[0], three[1], three[2]) != 0).map(|place| at + place)
}

/// How often the three letters at `at` stand side by side, roughly.
const fn frequency(bytes: &[u8], at: usize) -> u32 {
    let (mut sum, mut i) = (0, at);
    while i < at + 3 && i < bytes.len() {
        sum += FREQUENCY[bytes[i] as usize] as u32;
        i += 1;
    }
    sum
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

    proptest::proptest! {
        #[test]
        fn a_word_is_found_in_a_cable_as_in_a_line(text in "[deriv from\n@]{0,20}(REASON|rEason|Derived From|derived\u{0}from)?[ a-z]{0,70}(derivED FROM)?") {
            for word in [const { Needle::new("REASON") }, const { Needle::new("DERIVED FROM") }] {
                proptest::prop_assert_eq!(word.is_in_cable(&text), word.is_in(&text));
            }
        }
    }

    #[test]
    fn letters_leave_out_no_text_with_the_word() {
        const WORD: Needle = Needle::new("E.O. 1");
        assert!(WORD.may_stand_in(Letters::of("see e.o. 12958")));
        assert!(!WORD.may_stand_in(Letters::of("see e.o. 22958")) && !WORD.may_stand_in(Letters::of("")));
    }
}

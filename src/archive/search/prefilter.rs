//! What can be seen in the bytes of a record before anything is taken apart.
//!
//! Answers "no" only where the cable certainly is not meant. A word of a query must stand in the bytes letter by letter; the
//! ways in which the tokenizer joins letters that do not touch (`D'Alema`, `E.O.`, words divided at a line end) are let
//! through here, and so is any letter beyond ASCII, which may fold to one of the word. The word's rarest two letters are looked
//! for side by side ([`Pair`]), or where there are letters beyond ASCII its rarest one, and the others compared from there.

mod pair;

use crate::archive::query::Field;
use crate::archive::query::Matcher;
use crate::archive::query::ast::{Node, Pattern, Term, Test};
use crate::archive::words::{LONGEST, fold};
use pair::Pair;

/// What the bytes must hold.
#[derive(Debug)]
pub(super) enum Needed {
    /// Nothing that can be told from the bytes.
    Nothing,
    /// All of these.
    All(Vec<Needed>),
    /// One of these.
    One(Vec<Needed>),
    /// A word, or what begins like it.
    Word(Word),
}

/// A word as it may stand in bytes.
#[derive(Debug)]
pub(super) struct Word {
    letters: Vec<u8>,
    /// The place of its rarest letter.
    rarest: usize,
    /// Its rarest two letters, where that is a faster way.
    pair: Option<Pair>,
}

impl Needed {
    /// What a query needs.
    pub(super) fn of(matcher: &Matcher) -> Needed {
        Needed::node(matcher.root())
    }

    fn node(node: &Node) -> Needed {
        match node {
            Node::All | Node::Not(_) => Needed::Nothing,
            Node::And(nodes) => Needed::all(nodes.iter().map(Needed::node).collect()),
            Node::Or(nodes) => Needed::one(nodes.iter().map(Needed::node).collect()),
            Node::Term(Term { field, test: Test::Words(pattern), .. }) if stands_in_text(*field) => match pattern {
                Pattern::Phrase { words, .. } | Pattern::Near { words, .. } => {
                    Needed::all(words.iter().map(|word| Word::needed(word)).collect())
                }
                Pattern::Expression(_) => Needed::Nothing,
            },
            Node::Term(_) => Needed::Nothing,
        }
    }

    /// Longer words first, as they are rarer.
    fn all(mut parts: Vec<Needed>) -> Needed {
        parts.retain(|part| !matches!(part, Needed::Nothing));
        parts.sort_by_key(|part| std::cmp::Reverse(if let Needed::Word(word) = part { word.letters.len() } else { 0 }));
        if parts.is_empty() { Needed::Nothing } else { Needed::All(parts) }
    }

    fn one(parts: Vec<Needed>) -> Needed {
        if parts.iter().any(|part| matches!(part, Needed::Nothing)) { Needed::Nothing } else { Needed::One(parts) }
    }

    /// Whether these bytes may be a cable that is meant.
    pub(super) fn may_stand_in(&self, bytes: &[u8]) -> bool {
        match self {
            Needed::Nothing => true,
            Needed::All(parts) => parts.iter().all(|part| part.may_stand_in(bytes)),
            Needed::One(parts) => parts.iter().any(|part| part.may_stand_in(bytes)),
            Needed::Word(word) => word.may_stand_in(bytes),
        }
    }
}

/// Whether words of this field are words of the text. Other values may come from beside it, or are mended.
fn stands_in_text(field: Field) -> bool {
    matches!(field, Field::Any | Field::Subject | Field::Body | Field::Header)
}

/// Letters and figures, the rarest in cables first.
const RARE: &[u8] = b"zqjxkvw98764530bygpfm21uhdlcsrinoate";

/// How rare a letter is: the lower, the rarer.
fn rank(letter: u8) -> usize {
    RARE.iter().position(|rare| *rare == letter).unwrap_or_default()
}

impl Word {
    /// A folded word. One with letters beyond ASCII may be written in many ways.
    fn needed(word: &str) -> Needed {
        // The tokenizer cuts longer words.
        if !word.is_ascii() || word.len() >= LONGEST {
            return Needed::Nothing;
        }
        let letters = word.as_bytes().to_vec();
        match letters.iter().enumerate().min_by_key(|(_, byte)| rank(**byte)) {
            Some((rarest, _)) => Needed::Word(Word { rarest, pair: Pair::of(&letters), letters }),
            None => Needed::Nothing,
        }
    }

    fn may_stand_in(&self, bytes: &[u8]) -> bool {
        if let Some(pair) = self.pair.as_ref().filter(|_| bytes.is_ascii()) {
            return pair.places(bytes).any(|at| self.fits(bytes, at, pair.first));
        }
        let Some(letter) = self.letters.get(self.rarest) else { return true };
        let (low, high) = (letter.to_ascii_lowercase(), letter.to_ascii_uppercase());
        let found = if low == high {
            memchr::memchr_iter(low, bytes).any(|at| self.fits(bytes, at, self.rarest))
        } else {
            memchr::memchr2_iter(low, high, bytes).any(|at| self.fits(bytes, at, self.rarest))
        };
        found || (!bytes.is_ascii() && self.fits_beyond_ascii(bytes))
    }

    /// Whether the word may stand so that one of its letters is at `at`.
    fn fits(&self, bytes: &[u8], at: usize, letter: usize) -> bool {
        let (before, behind) = (&self.letters[..letter], &self.letters[letter + 1..]);
        forward(bytes, at + 1, behind) && backward(bytes, at, before)
    }

    /// Whether a letter beyond ASCII may be the rarest one.
    fn fits_beyond_ascii(&self, bytes: &[u8]) -> bool {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.folds_to_rarest(text),
            Err(_) => self.fits_in_unknown(bytes),
        }
    }

    /// Whether a letter of a text is the rarest one without its accent, or has it among those that it stands for (`ß`). Signs
    /// and most letters are not, whatever stands beside them.
    fn folds_to_rarest(&self, text: &str) -> bool {
        let Some(rarest) = self.letters.get(self.rarest).copied().map(char::from) else { return true };
        let (mut folded, mut at) = (String::new(), 0);
        while let Some(c) = next_wide(text.as_bytes(), at).and_then(|start| {
            at = start;
            text.get(start..)?.chars().next()
        }) {
            at += c.len_utf8();
            folded.clear();
            fold::push(c, &mut folded);
            if folded.contains(rarest) {
                return true;
            }
        }
        false
    }

    /// The same for bytes of which it is not known what they mean: a letter that stands for two may begin before the rarest.
    fn fits_in_unknown(&self, bytes: &[u8]) -> bool {
        let wide = |byte: &u8| *byte >= 0x80;
        let mut at = 0;
        while let Some(start) = next_wide(bytes, at) {
            at = start + bytes[start..].iter().position(|byte| !wide(byte)).unwrap_or(bytes.len() - start);
            // Of several, each but the first may begin the word, whatever stands before them: `’é`.
            if !is_one_character(&bytes[start..at]) {
                return true;
            }
            let before = start.checked_sub(1).map(|at| bytes[at]).filter(u8::is_ascii_alphanumeric);
            let Some(before) = before else { return true };
            let is = |letter: Option<&u8>| letter.is_some_and(|letter| before.eq_ignore_ascii_case(letter));
            let one = self.rarest.checked_sub(1).and_then(|at| self.letters.get(at));
            let two = self.rarest.checked_sub(2).and_then(|at| self.letters.get(at));
            if self.rarest == 1 || is(one) || is(two) {
                return true;
            }
        }
        false
    }
}

/// The next byte beyond ASCII. Most of a cable has none, and is passed over in larger steps.
fn next_wide(bytes: &[u8], from: usize) -> Option<usize> {
    const STEP: usize = 256;
    let mut at = from;
    while bytes.get(at..at + STEP).is_some_and(<[u8]>::is_ascii) {
        at += STEP;
    }
    bytes.get(at..)?.iter().position(|byte| *byte >= 0x80).map(|found| at + found)
}

/// Whether these bytes are one character, in UTF-8 or in an encoding with a byte for each.
fn is_one_character(bytes: &[u8]) -> bool {
    bytes.len() == 1 || std::str::from_utf8(bytes).is_ok_and(|text| text.chars().count() == 1)
}

/// Whether these letters may go on from here.
fn forward(bytes: &[u8], mut at: usize, letters: &[u8]) -> bool {
    for letter in letters {
        loop {
            match bytes.get(at) {
                Some(byte) if byte.eq_ignore_ascii_case(letter) => break at += 1,
                Some(0x80..) => return true,
                Some(b'&') => match bytes[at..].iter().take(10).position(|byte| *byte == b';') {
                    Some(len) => at += len + 1,
                    None => return false,
                },
                // A word divided at a line end goes on behind page lines perhaps.
                Some(b'-') => return ends_line(&bytes[at + 1..]),
                Some(byte) if pair::JOINING.contains(byte) => at += 1,
                _ => return false,
            }
        }
    }
    true
}

/// Whether these letters may stand before this place.
fn backward(bytes: &[u8], mut at: usize, letters: &[u8]) -> bool {
    for letter in letters.iter().rev() {
        loop {
            let Some(before) = at.checked_sub(1) else { return false };
            match bytes[before] {
                byte if byte.eq_ignore_ascii_case(letter) => break at = before,
                0x80.. => return true,
                b';' => match bytes[..before].iter().rev().take(10).position(|byte| *byte == b'&') {
                    Some(len) => at = before - len - 1,
                    None => return false,
                },
                // The first half of a divided word stands on a line above.
                b' ' | b'\t' | b'\n' | b'\r' => return begins_line(&bytes[..at]),
                byte if pair::JOINING.contains(&byte) => at = before,
                _ => return false,
            }
        }
    }
    true
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\\')
}

fn ends_line(behind: &[u8]) -> bool {
    behind.iter().find(|byte| !is_blank(byte)).is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}

fn begins_line(before: &[u8]) -> bool {
    before.iter().rev().find(|byte| !is_blank(byte)).is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::archive::words::Words;

    fn may(word: &str, text: &str) -> bool {
        Word::needed(word).may_stand_in(text.as_bytes())
    }

    #[test]
    fn what_cannot_be_the_word_is_passed_over() {
        for text in ["", "kosov", "k o s o v o", "kos-ovo", "kos ovo", "cosovo"] {
            assert!(!may("kosovo", text), "{text}");
        }
        for text in ["Kosovo", "xKOSOVOx", "Kos'ovo", "Koso-\n  vo", "kos\u{f3}vo", "Kos&#8217;ovo", "K.O.S.O.V.O."] {
            assert!(may("kosovo", text), "{text}");
        }
        assert!(may("ee", "0\u{2019}\u{e9}\u{e9}"));
        // What an accent takes away is no other letter, and quotes are none.
        assert!(may("zone", "\u{17e}one") && !may("zone", "\u{e9}one \u{201c}one\u{201d}"));
        assert!(may("strasse", "Stra\u{df}e") && !may("kosovo", "\u{201c}osovo\u{201d}"));
    }

    #[test]
    fn bytes_of_an_unknown_meaning_may_be_any_letter() {
        let may = |word: &str, text: &[u8]| Word::needed(word).may_stand_in(text);
        assert!(may("zone", b"\x9eone") && may("ee", b"x \xe9\xe9") && !may("ee", b"0\xe90"));
    }

    proptest! {
        /// Every word that the tokenizer finds in a text may stand in it. Every other text has no letter beyond ASCII.
        #[test]
        fn no_word_is_missed(plain in any::<bool>(), text in "([a-dA-D]|[a-d]{1,3}|['’.&;-]|-\\n|-\\n  PAGE 02\\n|é|ß|æ|É|\u{301}|&#39;|&amp;|[0-9 \\n\\\\]){0,24}") {
            let text = if plain { text.replace(|c: char| !c.is_ascii(), "") } else { text };
            let mut words = Words::new(&text);
            while words.advance() {
                let word = words.word();
                prop_assert!(may(word, &text), "{word} in {text:?}");
                for end in 1..word.len() {
                    if word.is_char_boundary(end) {
                        prop_assert!(may(&word[..end], &text), "{} in {text:?}", &word[..end]);
                    }
                }
            }
        }
    }
}

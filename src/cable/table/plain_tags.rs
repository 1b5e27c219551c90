//! The codes that nearly all TAGS are made of. Every word of every list is looked up, so this takes a few steps.

use std::sync::LazyLock;

use super::tags::codes;
use super::word_tags::opens_word_tag;

/// A set of codes, each in the slot that its letters choose or in the next free one behind it.
struct Codes(Vec<u32>);

/// Several times as many as there are codes, so that a free slot is near.
const SLOTS: usize = 1 << 13;

static CODES: LazyLock<Codes> = LazyLock::new(|| {
    let mut set = Codes(vec![0; SLOTS]);
    codes().filter(|code| !opens_word_tag(code)).filter_map(|code| key(code.as_bytes())).for_each(|key| set.add(key));
    set
});

/// A number that only this word in capitals has, where it is a code of four letters at the most with which no tag of several
/// words begins.
pub(crate) fn plain_tag(word: &[u8]) -> Option<u32> {
    key(word).filter(|key| CODES.holds(*key))
}

/// The letters as a number; no code is 0.
fn key(code: &[u8]) -> Option<u32> {
    let short = (1..=4).contains(&code.len());
    short.then(|| code.iter().fold(0, |key, byte| key << 8 | u32::from(*byte)))
}

impl Codes {
    /// The slot of a code, or the free one where its place would be.
    fn slot(&self, key: u32) -> Option<usize> {
        // The fraction of the golden ratio; of a product the high bits are the mixed ones.
        let first = (key.wrapping_mul(0x9e37_79b9) >> (u32::BITS - SLOTS.ilog2())) as usize;
        (first..SLOTS).chain(0..first).find(|slot| self.0.get(*slot).is_some_and(|held| *held == key || *held == 0))
    }

    fn add(&mut self, key: u32) {
        if let Some(free) = self.slot(key).and_then(|slot| self.0.get_mut(slot)) {
            *free = key;
        }
    }

    fn holds(&self, key: u32) -> bool {
        self.slot(key).and_then(|slot| self.0.get(slot)) == Some(&key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_codes_that_begin_no_words() {
        for code in codes() {
            assert_eq!(plain_tag(code.as_bytes()).is_some(), code.len() <= 4 && !opens_word_tag(code), "{code}");
        }
        for word in ["", "P", "PRELX", "ZQXJ", "prel", "CUBA", "OIL"] {
            assert!(plain_tag(word.as_bytes()).is_none(), "{word}");
        }
    }
}

//! Maps from names to facts.
//!
//! The keys are names of our own tables, and what a text is asked about never goes in. So nobody can crowd a map with
//! names that fall together, and a hash of a few steps does: names are looked up several times for every line of a head.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys stand in our tables.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Steps>>;

/// An empty map with room for `count` keys.
pub(super) fn with_room<K, V>(count: usize) -> Map<K, V> {
    Map::with_capacity_and_hasher(count, BuildHasherDefault::default())
}

/// Takes eight bytes a step: turn, mix in, multiply.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Steps(u64);

/// Odd, and its bits have no pattern: the fraction of the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Steps that begin at a number.
impl From<u64> for Steps {
    fn from(start: u64) -> Self {
        Steps(start)
    }
}

impl Steps {
    fn step(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for Steps {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.step(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        self.step(rest);
    }

    fn write_u8(&mut self, byte: u8) {
        self.step(u64::from(byte));
    }

    /// The product's high bits are the mixed ones, and maps choose a place by the low ones.
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_tables_do_not_fall_together() {
        let hash = |name: &str| {
            let mut steps = Steps::default();
            steps.write(name.as_bytes());
            steps.write_u8(0xff);
            steps.finish()
        };
        let names: Vec<&str> = super::super::posts().iter().map(|post| post.short).collect();
        let mut places: Vec<u64> = names.iter().map(|name| hash(name) % 1024).collect();
        places.sort_unstable();
        places.dedup();
        // By chance some 88 of 100 would have a place of their own in so many.
        assert!(places.len() * 10 >= names.len() * 8, "{} places for {} names", places.len(), names.len());
    }
}

//! Words that many cables share (posts, TAGS, captions, controls), each kept once and known by a number.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use super::column::Texts;
use crate::cable::table::Steps;

/// The words by their numbers. Only grows, so a number once given out stays good.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(Texts);

impl Names {
    pub(super) fn stored(texts: Texts) -> Self {
        Names(texts)
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.0
    }

    /// The word of a number; empty where there is none.
    pub fn get(&self, number: u32) -> &str {
        self.0.get(number as usize)
    }

    /// The number of a word. Looks at all of them: ask once for a query, not once for a cable.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.iter().find(|(_, known)| *known == word).map(|(number, _)| number)
    }

    /// All words with their numbers, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0u32..).zip(self.0.iter())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of each word in the order of the alphabet, by number; for sorting by integers.
    pub fn ranks(&self) -> Vec<u32> {
        let mut by_name: Vec<u32> = self.iter().map(|(number, _)| number).collect();
        by_name.sort_unstable_by_key(|number| self.get(*number));
        let mut ranks = vec![0; by_name.len()];
        for (rank, number) in (0..).zip(by_name) {
            if let Some(place) = ranks.get_mut(number as usize) {
                *place = rank;
            }
        }
        ranks
    }
}

/// Gives numbers to words; shared by all threads that read.
#[derive(Debug, Default)]
pub(in crate::archive) struct Interner(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    names: Arc<Names>,
    numbers: HashMap<Box<str>, u32>,
}

impl Interner {
    /// One that knows these words already.
    pub(in crate::archive) fn of(names: Arc<Names>) -> Self {
        let numbers = names.iter().map(|(number, word)| (word.into(), number)).collect();
        Interner(Mutex::new(Known { names, numbers }))
    }

    /// The words so far: all that were asked for before.
    pub(in crate::archive) fn names(&self) -> Arc<Names> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner).names)
    }

    fn number(&self, word: &str) -> u32 {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(known.names.len()).unwrap_or(u32::MAX);
        // Where somebody still draws with the words of before, these are copied here, and theirs stay as they are.
        Arc::make_mut(&mut known.names).0.push(word);
        known.numbers.insert(word.into(), number);
        number
    }
}

/// Several words of every cable are looked up, so their hash has few steps. They come from the files: where it begins is
/// drawn anew each time, so that nobody can make words that fall together.
#[derive(Debug, Clone, Copy)]
struct Seed(u64);

impl BuildHasher for Seed {
    type Hasher = Steps;

    fn build_hasher(&self) -> Steps {
        Steps::from(self.0)
    }
}

/// The numbers that one thread has met: it asks the others only for words that are new to it.
#[derive(Debug)]
pub(in crate::archive) struct Numbers<'a> {
    of: &'a Interner,
    met: HashMap<Box<str>, u32, Seed>,
}

impl<'a> Numbers<'a> {
    pub(in crate::archive) fn new(of: &'a Interner) -> Self {
        Numbers { of, met: HashMap::with_hasher(Seed(RandomState::new().hash_one(0))) }
    }

    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.met.get(word) {
            return *number;
        }
        let number = self.of.number(word);
        self.met.insert(word.into(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_whoever_asks() {
        let interner = Interner::default();
        let (mut one, mut other) = (Numbers::new(&interner), Numbers::new(&interner));
        assert_eq!([one.number("ROME"), one.number("OSLO"), one.number("ROME")], [0, 1, 0]);
        let before = interner.names();
        assert_eq!([other.number("OSLO"), other.number("LIMA")], [1, 2]);
        assert_eq!((before.len(), interner.names().get(2)), (2, "LIMA"));
        let again = Interner::of(interner.names());
        assert_eq!([again.number("LIMA"), again.number("BONN")], [2, 3]);
        assert_eq!(again.names().number("BONN"), Some(3));
    }

    #[test]
    fn ranks_are_those_of_the_alphabet() {
        let interner = Interner::default();
        let mut numbers = Numbers::new(&interner);
        for word in ["ROME", "BONN", "OSLO"] {
            numbers.number(word);
        }
        assert_eq!(interner.names().ranks(), [2, 0, 1]);
    }
}

//! Lists to which a word is added once, however long they grow.

use std::collections::HashSet;

use crate::text::work::looked_at;

/// Tells for one list whether it holds a word already. Hardly a list has many, but a text may have any number, and its time
/// must not grow with their square.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The words of the list, once there are many.
    seen: HashSet<Box<str>>,
    /// How many words the list had then.
    counted: usize,
}

impl Known {
    /// Whether `list` lacks `word`. The caller adds it then, and asks about the same list again.
    pub(super) fn is_new<'a>(&mut self, word: &str, mut list: impl ExactSizeIterator<Item = &'a str>) -> bool {
        /// So many are compared one by one.
        const FEW: usize = 32;
        if list.len() < FEW {
            looked_at(list.len());
            return !list.any(|known| known == word);
        }
        // The list has just become long, or another one took its place.
        if self.counted != list.len() {
            self.counted = list.len();
            looked_at(list.len());
            self.seen = list.map(Box::from).collect();
        }
        let is_new = !self.seen.contains(word) && self.seen.insert(Box::from(word));
        self.counted += usize::from(is_new);
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_new_once() {
        let (mut known, mut list) = (Known::default(), Vec::new());
        for word in (0..200).chain(0..200).map(|number: u32| number.to_string()) {
            if known.is_new(&word, list.iter().map(String::as_str)) {
                list.push(word);
            }
        }
        assert_eq!(list.len(), 200);
        // Another list has other words.
        let other: Vec<String> = (200..300).map(|number: u32| number.to_string()).collect();
        assert!(known.is_new("7", other.iter().map(String::as_str)));
        assert!(!known.is_new("200", other.iter().map(String::as_str)));
    }
}

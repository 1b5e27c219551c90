//! Looking for words in what is on the screen. Case does not count.
//!
//! This is the plain search of one pane; the search of an archive is another matter.

use std::ops::Range;

/// Whether every word stands in one of the fields. No words are found nowhere.
///
/// ```
/// use sipdis::app::find::holds_all;
/// assert!(holds_all("harvest kivu", &["06KIVU12", "A POOR HARVEST"]));
/// assert!(!holds_all("harvest rain", &["A POOR HARVEST"]));
/// ```
pub fn holds_all(words: &str, fields: &[&str]) -> bool {
    let mut words = words.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| fields.iter().any(|field| first_place(field, 0, word).is_some()))
}

/// All places of `words` in `text`, in bytes, in order and without overlap.
///
/// ```
/// use sipdis::app::find::places;
/// assert_eq!(places("Rain, rain", "RAIN"), [0..4, 6..10]);
/// ```
pub fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(place) = first_place(text, from, words) {
        from = place.end;
        found.push(place);
    }
    found
}

fn first_place(text: &str, from: usize, words: &str) -> Option<Range<usize>> {
    let first = words.chars().next()?.to_lowercase().next()?;
    let tail = text.get(from..)?;
    tail.char_indices().find_map(|(at, c)| {
        // Most places are dismissed by their first letter.
        let may = if c.is_ascii() && first.is_ascii() { c.to_ascii_lowercase() == first } else { true };
        let len = may.then(|| tail.get(at..).and_then(|here| prefix_len(here, words))).flatten()?;
        Some(from + at..from + at + len)
    })
}

/// How many bytes at the start of `text` read as `words` when case is folded.
fn prefix_len(text: &str, words: &str) -> Option<usize> {
    let mut wanted = words.chars().flat_map(char::to_lowercase).peekable();
    for (at, c) in text.char_indices() {
        if wanted.peek().is_none() {
            return Some(at);
        }
        // A letter that folds to several counts only whole.
        if !c.to_lowercase().all(|low| wanted.next() == Some(low)) {
            return None;
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_places_are_bytes() {
        assert_eq!(places("ÉCOLE école", "École"), [0..6, 7..13]);
        assert_eq!(places("aaaa", "aa"), [0..2, 2..4]);
        assert!(places("abc", "").is_empty());
        assert!(places("", "a").is_empty());
        assert!(places("ab", "abc").is_empty());
    }

    #[test]
    fn a_letter_that_folds_to_two_is_found_whole() {
        // The capital I with a dot folds to i and a combining dot.
        assert_eq!(places("\u{130}xx", "i\u{307}x"), vec![0..3]);
        assert!(places("\u{130}x", "i").is_empty());
    }

    #[test]
    fn words_may_stand_in_different_fields() {
        assert!(holds_all("b a", &["A", "B"]));
        assert!(!holds_all("", &["A"]));
        assert!(!holds_all("  ", &["A"]));
    }
}

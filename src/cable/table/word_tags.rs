//! TAGS that are words: posts of the 2000s put programmes of their own beside the codes, `COUNTRY CLEARANCE`,
//! `ISRAELI PALESTINIAN AFFAIRS`, and names of persons without the brackets that the handbook asks for.

use std::sync::LazyLock;

use super::map::{Map, with_room};
use super::rows::rows;

pub(super) const WORDS: &str = include_str!("../../../assets/tables/word_tags.csv");
pub(super) const NAMES: &str = include_str!("../../../assets/tables/given_names.csv");

/// A tag of one or more words.
struct WordTag {
    words: Vec<&'static str>,
    tag: &'static str,
}

/// Tags by their first word, those with more words before those with fewer.
static WORD_TAGS: LazyLock<Map<&'static str, Vec<WordTag>>> = LazyLock::new(|| {
    let mut tags: Map<_, Vec<WordTag>> = with_room(256);
    for mut row in rows(WORDS) {
        let phrase = row.field();
        let words: Vec<_> = phrase.split(' ').collect();
        let Some(first) = words.first() else { continue };
        tags.entry(*first).or_default().push(WordTag { tag: row.optional().unwrap_or(phrase), words });
    }
    for tags in tags.values_mut() {
        tags.sort_by_key(|tag| std::cmp::Reverse(tag.words.len()));
    }
    tags
});

static GIVEN_NAMES: LazyLock<Map<&'static str, ()>> =
    LazyLock::new(|| rows(NAMES).map(|mut row| (row.field(), ())).collect());

/// A tag found at the start of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FoundWords<'w> {
    /// The tag as it is printed.
    pub(crate) tag: &'static str,
    /// How many words it took.
    pub(crate) count: usize,
    /// What is glued to the last of them.
    pub(crate) rest: &'w str,
}

/// The longest tag at the start of `words`, which are in capitals. With `glued`, more letters may follow its last word,
/// as in `HUMAN RIGHTSPOLMIL`; otherwise it ends with a word.
pub(crate) fn word_tag<'w>(words: &[&'w str], glued: bool) -> Option<FoundWords<'w>> {
    let first = words.first()?;
    WORD_TAGS.get(first)?.iter().find_map(|tag| {
        let (last, before) = tag.words.split_last()?;
        let here = words.get(..tag.words.len())?;
        let (here_last, here_before) = here.split_last()?;
        let rest = here_last.strip_prefix(last)?;
        let ends = rest.is_empty() || glued && !before.is_empty();
        (before == here_before && ends).then_some(FoundWords { tag: tag.tag, count: here.len(), rest })
    })
}

/// Whether any tag begins with a word in capitals.
pub(crate) fn opens_word_tag(word: &str) -> bool {
    WORD_TAGS.contains_key(word)
}

/// Whether `words` begins a tag that has more words.
pub(crate) fn begins_word_tag(words: &[&str]) -> bool {
    let tags = words.first().and_then(|first| WORD_TAGS.get(first));
    tags.is_some_and(|tags| tags.iter().any(|tag| tag.words.len() > words.len() && tag.words.starts_with(words)))
}

/// Whether one word in capitals is a tag of words.
pub(crate) fn is_word_tag(word: &str) -> bool {
    word_tag(&[word], false).is_some()
}

/// Whether a word in capitals is a given name. The list holds those that are common among officials and visitors.
pub(crate) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.contains_key(word)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::is_tag;
    use super::*;

    fn check(words: &str, expected: Option<(&str, usize, &str)>) {
        let words: Vec<_> = words.split(' ').collect();
        let found = word_tag(&words, true).map(|found| (found.tag, found.count, found.rest));
        assert_eq!(found, expected, "{words:?}");
    }

    #[test]
    fn the_longest_tag_wins() {
        check("POLITICS FOREIGN POLICY POL", Some(("POLITICS FOREIGN POLICY", 3, "")));
        check("POLITICS FOREIGN", Some(("POLITICS", 1, "")));
        check("COUNTER TERRORISM", Some(("COUNTERTERRORISM", 2, "")));
        check("HUMAN RIGHTSPOLMIL", Some(("HUMAN RIGHTS", 2, "POLMIL")));
        check("LABORS", None);
        check("COUNTRY", None);
        check("WEATHER", None);
        assert!(begins_word_tag(&["COUNTRY"]) && !begins_word_tag(&["COUNTRY", "CLEARANCES"]));
    }

    #[test]
    fn rows_are_capitals_and_stand_once() {
        for table in [WORDS, NAMES] {
            let mut seen = HashSet::new();
            for mut row in rows(table) {
                let words = row.field();
                assert!(words.bytes().all(|b| b.is_ascii_uppercase() || b" -".contains(&b)), "{words}");
                assert!(seen.insert(words), "{words} stands twice");
                assert!(!is_tag(words), "{words} is a code");
            }
        }
    }
}

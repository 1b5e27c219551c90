//! Where what was searched for stands in the lines of a page.

use std::ops::Range;

use super::find::places;
use super::rich::{Rich, Role};

/// Adds a text to a line, its stretches in their `roles` and the rest in `plain`. Returns where the `hits` stand in the line.
///
/// Roles and hits count bytes of the text and come in order; where roles overlap, the first holds.
///
/// ```
/// use sipdis::app::hits::put;
/// use sipdis::app::rich::{Rich, Role};
/// let mut line = Rich::of("1. ", Role::Dim);
/// assert_eq!(put(&mut line, "the \u{7}nets", &[(0..3, Role::Strong)], Role::Plain, &[2..4, 5..9]), [5..7, 9..13]);
/// assert_eq!(line.text(), "1. the ^Gnets");
/// ```
pub fn put(
    line: &mut Rich,
    text: &str,
    roles: &[(Range<usize>, Role)],
    plain: Role,
    hits: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut hits = Splitter { hits, open: None, found: Vec::new() };
    let mut from = 0;
    for (place, role) in roles {
        hits.put(line, text, from..place.start, plain);
        hits.put(line, text, place.start.max(from)..place.end, *role);
        from = place.end.max(from);
    }
    hits.put(line, text, from..text.len(), plain);
    hits.found
}

/// Hits that are still to come, those that were put, and where the one begins that is being put.
struct Splitter<'h> {
    hits: &'h [Range<usize>],
    open: Option<usize>,
    found: Vec<Range<usize>>,
}

impl Splitter<'_> {
    fn put(&mut self, line: &mut Rich, text: &str, range: Range<usize>, role: Role) {
        let mut from = range.start;
        while from < range.end {
            let next = self.hits.first().cloned();
            let to = match &next {
                Some(hit) if hit.start <= from => hit.end.min(range.end),
                Some(hit) => hit.start.min(range.end),
                None => range.end,
            };
            let begins = line.text().len();
            line.put(text.get(from..to).unwrap_or_default(), role);
            if let Some(hit) = next
                && hit.start <= from
            {
                let start = *self.open.get_or_insert(begins);
                if hit.end <= to {
                    self.open = None;
                    self.found.push(start..line.text().len());
                    self.hits = self.hits.get(1..).unwrap_or_default();
                }
            }
            from = to.max(from);
        }
    }
}

/// Where a line that was made of several values holds words that were found elsewhere in the text. They count where they stand
/// by themselves.
///
/// ```
/// use sipdis::app::hits::mentions;
/// assert_eq!(mentions("Embassy Rome, by ROMERO of Rome", &["rome".into()]), [8..12, 27..31]);
/// ```
pub fn mentions(line: &str, words: &[String]) -> Vec<Range<usize>> {
    let apart = |range: &Range<usize>| {
        let before = line.get(..range.start).and_then(|text| text.chars().next_back());
        let behind = line.get(range.end..).and_then(|text| text.chars().next());
        ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    };
    let mut found: Vec<_> = words.iter().flat_map(|words| places(line, words)).filter(apart).collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup_by(|next, before| next.start < before.end);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_hit_goes_on_over_roles() {
        let mut line = Rich::new();
        let roles = [(2..4, Role::Strong), (4..5, Role::Dim)];
        assert_eq!(put(&mut line, "abcdefgh", &roles, Role::Plain, &[1..5, 5..6]), [1..5, 5..6]);
        assert_eq!(line.stretches(0..8).map(|(text, _)| text).collect::<Vec<_>>(), ["ab", "cd", "e", "fgh"]);
    }

    #[test]
    fn longer_words_win_and_nothing_is_marked_twice() {
        let words = ["status".to_owned(), "status decision".to_owned()];
        assert_eq!(mentions("STATUS DECISION, status", &words), [0..15, 17..23]);
    }

    proptest! {
        #[test]
        fn what_is_put_is_the_text_and_hits_stay_inside(
            text in "[a-zé\u{7} ]{0,30}",
            bounds in proptest::collection::vec(0usize..32, 0..8),
            roles in proptest::collection::vec((0usize..32, 0usize..9), 0..4),
        ) {
            let mut bounds: Vec<usize> = bounds.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
            bounds.sort_unstable();
            bounds.dedup();
            let hits: Vec<_> = bounds.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let mut roles: Vec<_> = roles
                .into_iter()
                .map(|(start, len)| (start..start + len, Role::Strong))
                .filter(|(range, _)| text.is_char_boundary(range.start) && text.is_char_boundary(range.end))
                .collect();
            roles.sort_by_key(|(range, _)| range.start);
            let mut line = Rich::new();
            let found = put(&mut line, &text, &roles, Role::Plain, &hits);
            let shown = |text: &str| Rich::of(text, Role::Plain).text().to_owned();
            prop_assert_eq!(line.text(), shown(&text));
            prop_assert_eq!(found.len(), hits.len());
            for (found, hit) in found.iter().zip(&hits) {
                prop_assert_eq!(line.text()[found.clone()].to_owned(), shown(&text[hit.clone()]));
            }
        }
    }
}

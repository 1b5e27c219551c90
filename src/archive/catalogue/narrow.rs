//! A part of a list: the rows that a search found, in the order that all of them have.

use super::{Heading, Order};

/// A set of rows of a catalogue: a bit for each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    bits: Vec<u64>,
    len: usize,
}

impl Rows {
    /// Takes a row in. Returns whether it is new.
    pub fn insert(&mut self, row: u32) -> bool {
        let (word, bit) = (row as usize / 64, 1 << (row % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits.get(word).is_some_and(|bits| bits & bit == 0);
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= bit;
        }
        self.len += usize::from(new);
        new
    }

    /// Whether a row is in it.
    pub fn contains(&self, row: u32) -> bool {
        self.bits.get(row as usize / 64).is_some_and(|bits| bits & 1 << (row % 64) != 0)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl FromIterator<u32> for Rows {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let mut set = Rows::default();
        rows.into_iter().for_each(|row| {
            set.insert(row);
        });
        set
    }
}

/// An order without what is not among `rows`. Headings of which nothing is left go with their cables.
///
/// ```
/// use sipdis::archive::Row;
/// use sipdis::archive::catalogue::{Arrangement, Catalogue, Rows, arrange, narrow};
/// let row = |id: &str| Row { id: id.into(), ..Row::default() };
/// let catalogue = Catalogue::of(["06ROME1", "06ROME2", "06ROME3"].map(row));
/// let order = arrange(&catalogue, Arrangement::default(), None);
/// assert_eq!(narrow(&order, &Rows::from_iter([2, 0])).rows, [0, 2]);
/// ```
pub fn narrow(order: &Order, rows: &Rows) -> Order {
    let listed = |row: &u32| rows.contains(*row);
    let mut headings = Vec::new();
    let mut at = 0;
    for Heading { at: from, count } in &order.headings {
        let group = order.rows.get(*from as usize..(*from + *count) as usize).unwrap_or_default();
        let count = u32::try_from(group.iter().filter(|row| listed(row)).count()).unwrap_or(u32::MAX);
        if count > 0 {
            headings.push(Heading { at, count });
            at += count;
        }
    }
    Order {
        arrangement: order.arrangement,
        rows: order.rows.iter().copied().filter(listed).collect(),
        headings,
        copies: order.copies.iter().copied().filter(|(first, _)| rows.contains(*first)).collect(),
        seen: order.seen,
        dropped: order.dropped,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Arrangement, Catalogue, Group, Sort, arrange};
    use super::*;
    use crate::archive::Row;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_counted_once() {
        let mut rows = Rows::default();
        assert!(rows.is_empty() && !rows.contains(0));
        assert_eq!([rows.insert(70), rows.insert(70), rows.insert(3)], [true, false, true]);
        assert_eq!((rows.len(), rows.contains(70), rows.contains(71)), (2, true, false));
    }

    proptest! {
        #[test]
        fn a_narrowed_order_is_the_order_of_what_is_left(posts in proptest::collection::vec((0u8..4, any::<bool>()), 0..40)) {
            let row = |(n, (post, _)): (usize, &(u8, bool))| Row {
                id: format!("06P{n}"), post: format!("P{post}"), ..Row::default()
            };
            let catalogue = Catalogue::of(posts.iter().enumerate().map(row));
            let kept: Rows = (0..).zip(&posts).filter(|(_, (_, keep))| *keep).map(|(n, _)| n).collect();
            for group in [Group::None, Group::Post] {
                let order = arrange(&catalogue, Arrangement { sort: Sort::Post, group }, None);
                let part = narrow(&order, &kept);
                let expected: Vec<u32> = order.rows.iter().copied().filter(|row| kept.contains(*row)).collect();
                prop_assert_eq!(&part.rows, &expected);
                let counted: u32 = part.headings.iter().map(|heading| heading.count).sum();
                prop_assert_eq!(counted as usize, if group == Group::None { 0 } else { kept.len() });
                for heading in &part.headings {
                    let at = heading.at as usize;
                    let posts: std::collections::BTreeSet<_> = part.rows[at..at + heading.count as usize]
                        .iter().map(|row| catalogue.entry(*row).unwrap().post()).collect();
                    prop_assert_eq!(posts.len(), 1);
                }
            }
        }
    }
}

//! A part of a list: the rows that a search found, in the order that all of them have.

use super::{Heading, Order};
use crate::archive::Bits;

/// An order without what is not among `rows`. Headings of which nothing is left go with their cables.
///
/// ```
/// use sipdis::archive::catalogue::{Arrangement, Catalogue, arrange, narrow};
/// use sipdis::archive::{Bits, Row};
/// let row = |id: &str| Row { id: id.into(), ..Row::default() };
/// let catalogue = Catalogue::of(["06ROME1", "06ROME2", "06ROME3"].map(row));
/// let order = arrange(&catalogue, Arrangement::default(), None);
/// assert_eq!(narrow(&order, &Bits::none(3).with([2, 0])).rows, [0, 2]);
/// ```
pub fn narrow(order: &Order, rows: &Bits) -> Order {
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

    proptest! {
        #[test]
        fn a_narrowed_order_is_the_order_of_what_is_left(posts in proptest::collection::vec((0u8..4, any::<bool>()), 0..40)) {
            let row = |(n, (post, _)): (usize, &(u8, bool))| Row {
                id: format!("06P{n}"), post: format!("P{post}"), ..Row::default()
            };
            let catalogue = Catalogue::of(posts.iter().enumerate().map(row));
            let kept = (0..).zip(&posts).filter(|(_, (_, keep))| *keep).map(|(n, _)| n);
            let kept = Bits::none(posts.len() as u32).with(kept);
            for group in [Group::None, Group::Post] {
                let order = arrange(&catalogue, Arrangement { sort: Sort::Post, group }, None);
                let part = narrow(&order, &kept);
                let expected: Vec<u32> = order.rows.iter().copied().filter(|row| kept.contains(*row)).collect();
                prop_assert_eq!(&part.rows, &expected);
                let counted: u32 = part.headings.iter().map(|heading| heading.count).sum();
                prop_assert_eq!(counted as usize, if group == Group::None { 0 } else { kept.count() });
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

//! The index that is made behind the reader: when it is worth it, and how far it is.

use super::Effect;
use super::list::List;

/// From so many cables on, an index answers sooner than looking at all of them does.
const WORTH_IT: usize = 5_000;

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexed {
    /// Cables that have been indexed.
    pub done: usize,
    /// Cables that there are.
    pub of: usize,
}

/// Whether an index is made, and of what.
#[derive(Debug, Clone, Default)]
pub struct Indexing {
    /// The job under way, and how far it is.
    under_way: Option<Indexed>,
    /// How many cables were there when the last job began.
    of: usize,
}

impl Indexing {
    /// Asks for the index of a catalogue that is complete, where it has grown enough since the last time.
    pub(super) fn asking(&mut self, list: &List, opening: bool) -> Option<Effect> {
        let cables = list.catalogue().len();
        // Few cables more are looked at as fast as they are indexed.
        let worth_it = cables >= WORTH_IT && cables >= self.of + WORTH_IT / 5;
        if opening || self.under_way.is_some() || !worth_it {
            return None;
        }
        (self.of, self.under_way) = (cables, Some(Indexed { done: 0, of: cables }));
        Some(Effect::Index(list.catalogue().clone()))
    }

    /// Takes in how far it is; `None` where it has ended.
    pub(super) fn progress(&mut self, indexed: Option<Indexed>) {
        self.under_way = indexed;
    }

    /// How far it is, in percent, while one is made.
    pub fn percent(&self) -> Option<usize> {
        self.under_way.map(|Indexed { done, of }| done * 100 / of.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Row;
    use crate::archive::catalogue::Catalogue;

    fn list(cables: usize) -> List {
        let mut list = List::default();
        list.grow(Catalogue::of((0..cables).map(|n| Row { id: format!("06ROME{n}"), ..Row::default() })));
        list
    }

    #[test]
    fn an_index_is_made_of_many_cables_once_they_are_all_there() {
        let mut indexing = Indexing::default();
        assert!(indexing.asking(&list(WORTH_IT - 1), false).is_none());
        assert!(indexing.asking(&list(WORTH_IT), true).is_none());
        assert!(indexing.asking(&list(WORTH_IT), false).is_some());
        assert_eq!(indexing.percent(), Some(0));
        indexing.progress(Some(Indexed { done: 1000, of: 4000 }));
        assert_eq!(indexing.percent(), Some(25));
        assert!(indexing.asking(&list(2 * WORTH_IT), false).is_none(), "one at a time");
        indexing.progress(None);
        assert!(indexing.asking(&list(WORTH_IT + 1), false).is_none(), "for one cable it is not worth it");
        assert!(indexing.asking(&list(2 * WORTH_IT), false).is_some());
    }
}

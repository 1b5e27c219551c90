//! A catalogue as runs of bytes, and back: what stands in memory is what stands in the file, so that the next start reads and
//! makes nothing.

use std::sync::Arc;

use super::block::PARTS;
use super::{Block, Catalogue, Column, Fixed, Names, Order, Texts};
use crate::archive::cache::stored::Run;

/// Runs before those of the blocks.
const FIRST: usize = 5;

/// A catalogue that is to be stored, with an order in which it is wanted first.
#[derive(Debug)]
pub(in crate::archive) struct Storing<'a> {
    catalogue: &'a Catalogue,
    /// How many rows, and how many of them are copies.
    counts: Column<u32>,
    rows: Column<u32>,
    /// Firsts and copies by turns.
    copies: Column<u32>,
}

impl<'a> Storing<'a> {
    /// The order must be of this catalogue, sorted as lists are at the start, and without groups.
    pub(in crate::archive) fn new(catalogue: &'a Catalogue, order: &Order) -> Self {
        let column = |values: &mut dyn Iterator<Item = u32>| {
            let mut column = Column::default();
            values.for_each(|value| column.push(value));
            column
        };
        Storing {
            catalogue,
            counts: column(&mut [catalogue.len, catalogue.copies].into_iter()),
            rows: column(&mut order.rows.iter().copied()),
            copies: column(&mut order.copies.iter().flat_map(|(first, copy)| [*first, *copy])),
        }
    }

    /// The runs of bytes.
    pub(in crate::archive) fn parts(&self) -> Vec<&[u8]> {
        let names = self.catalogue.names.texts();
        let first: [&[u8]; FIRST] =
            [self.counts.bytes(), names.ends.bytes(), names.text.bytes(), self.rows.bytes(), self.copies.bytes()];
        first.into_iter().chain(self.catalogue.blocks.iter().flat_map(|block| block.parts())).collect()
    }
}

impl Catalogue {
    /// A catalogue of runs that were stored; `None` where they do not fit each other. The blocks are not read yet.
    pub(in crate::archive) fn stored(parts: Vec<Arc<Run>>) -> Option<Catalogue> {
        let mut parts = parts.into_iter();
        let [counts, ends, text, rows, copies] = <[Arc<Run>; FIRST]>::try_from(take(&mut parts, FIRST)).ok()?;
        let counts: Column<u32> = Column::stored(counts);
        let names = Texts { ends: Column::stored(ends), text: Column::stored(text) };
        let (mut blocks, mut starts, mut len) = (Vec::new(), Vec::new(), 0u32);
        while parts.len() > 0 {
            let block = Block::stored(<[Arc<Run>; PARTS]>::try_from(take(&mut parts, PARTS)).ok()?)?;
            starts.push(len);
            len = len.checked_add(u32::try_from(block.len()).ok()?)?;
            blocks.push(Arc::new(block));
        }
        let (rows, copies): (Column<u32>, Column<u32>) = (Column::stored(rows), Column::stored(copies));
        let rows: Vec<u32> = rows.iter().collect();
        let pairs = copies.bytes().chunks_exact(8).map(|pair| pair.split_at(4));
        let copies: Vec<(u32, u32)> = pairs.map(|(first, copy)| (u32::read(first), u32::read(copy))).collect();
        let is_row = |row: &u32| *row < len;
        if counts.get(0) != Some(len)
            || rows.len() + copies.len() != len as usize
            || !rows.iter().all(is_row)
            || !copies.iter().all(|(first, copy)| is_row(first) && is_row(copy))
        {
            return None;
        }
        let ready = Arc::new(Order { rows, copies, seen: len, ..Order::default() });
        Some(Catalogue {
            blocks,
            starts,
            len,
            copies: counts.get(1)?,
            names: Arc::new(Names::stored(names)),
            ready: Some(ready),
            ..Catalogue::default()
        })
    }

    /// Reads what a list needs to show its first rows, where it was kept and is not read yet.
    pub(in crate::archive) fn read_first(&self, rows: usize) {
        for (_, block) in self.blocks() {
            let _ = block.posts.get(0);
        }
        for row in self.ready.iter().flat_map(|order| order.rows.iter().take(rows)) {
            if let Some(entry) = self.entry(*row) {
                let _ = (entry.id(), entry.date(), entry.post(), entry.marking(), entry.subject(), entry.place());
                let _ = (entry.is_partial(), entry.declassification());
            }
        }
    }
}

fn take(parts: &mut std::vec::IntoIter<Arc<Run>>, count: usize) -> Vec<Arc<Run>> {
    parts.take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Arrangement, arrange};
    use super::*;
    use crate::archive::{Place, Row};

    #[test]
    fn what_was_stored_is_there_again_with_its_order() {
        let rows = (0..300u32).map(|n| Row {
            id: format!("06ROME{}", n % 250),
            subject: "SNÖ ".repeat((n % 3) as usize),
            date: Some(jiff::civil::date(2006, 1, 1 + (n * 7 % 28) as i8).at(0, 0, 0, 0)),
            tags: (0..n % 4).map(|tag| format!("T{tag}")).collect(),
            references: (0..n % 3).map(|n| format!("05OSLO{n}")).collect(),
            place: Place { source: n / 100, offset: u64::from(n) << 20, len: 9, record: n % 100 + 1 },
            ..Row::default()
        });
        let catalogue = Catalogue::of(rows);
        let order = arrange(&catalogue, Arrangement::default(), None);
        let storing = Storing::new(&catalogue, &order);
        let parts: Vec<Arc<Run>> = storing.parts().into_iter().map(|part| Run::of(part.to_vec())).collect();
        let again = Catalogue::stored(parts.clone()).unwrap();
        assert_eq!(again.ready(Arrangement::default()).unwrap().as_ref(), &order);
        assert_eq!(again.copies(), 50);
        assert!(again.rows().eq(catalogue.rows()));
        for missing in 0..parts.len() {
            let mut fewer = parts.clone();
            fewer.remove(missing);
            assert_eq!(Catalogue::stored(fewer), None, "without run {missing}");
        }
    }
}

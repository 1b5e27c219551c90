//! The catalogue: what is known of every cable of an archive, in columns, in memory.
//!
//! A [`Catalogue`] is a snapshot that never changes; whoever has one can sort, filter and draw by it while the archive goes on
//! growing, and a newer one takes its place. Snapshots share their [`Block`]s, so one costs a few hundred pointers. Cables are known by their row: the number in
//! the order of the sources, which stays what it is in every later snapshot.
//!
//! To look at all cables (a filter, a count, keys for sorting), go through [`Catalogue::blocks`] and their columns; to
//! show one, take its [`Entry`]. Words are numbers in the columns: look a word's number up once, in [`Names`], and compare
//! integers.
//!
//! ```
//! use sipdis::archive::{Row, catalogue::Catalogue};
//! let row = |id: &str, tag: &str| Row { id: id.into(), tags: vec![tag.into()], ..Row::default() };
//! let catalogue = Catalogue::of([row("06ROME42", "PREL"), row("06ROME43", "ECON")]);
//! let economy = catalogue.names().number("ECON").unwrap();
//! let mut found = Vec::new();
//! for (first, block) in catalogue.blocks() {
//!     found.extend((0..block.len()).filter(|at| block.tags.get(*at).any(|tag| tag == economy)).map(|at| first + at as u32));
//! }
//! assert_eq!(catalogue.entry(found[0]).unwrap().id(), "06ROME43");
//! ```

pub mod block;
mod bytes;
mod column;
mod entry;
mod grow;
mod key;
pub mod moment;
mod names;
mod narrow;
mod order;
mod stored;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

pub use block::Block;
pub use column::{Column, Fixed, Lists, Texts};
pub use entry::Entry;
pub use key::Key;
pub use names::Names;
pub use narrow::narrow;
pub use order::{Arrangement, Group, Heading, Order, Sort, arrange};

pub(super) use block::{Builder, Line};
pub(super) use grow::Growing;
pub(super) use names::{Interner, Numbers};
pub(super) use stored::Storing;

use super::Row;

/// What is known of every cable, as it was at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    blocks: Vec<Arc<Block>>,
    /// Row of the first cable of each block.
    starts: Vec<u32>,
    len: u32,
    /// How many of the cables are copies of others.
    copies: u32,
    names: Arc<Names>,
    /// Sources that are not what they were: their cables are not listed any more.
    dropped: Arc<BTreeSet<u32>>,
    /// An order in which it was kept.
    ready: Option<Arc<Order>>,
}

impl Catalogue {
    /// A catalogue of these rows.
    pub fn of(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut growing = Growing::default();
        growing.rows(rows);
        growing.catalogue()
    }

    /// How many rows there are, with copies and with those that are not listed any more.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many of the rows are copies.
    pub fn copies(&self) -> usize {
        self.copies as usize
    }

    /// The blocks in the order of their rows, each with its first row.
    pub fn blocks(&self) -> impl Iterator<Item = (u32, &Block)> {
        self.starts.iter().copied().zip(self.blocks.iter().map(|block| &**block))
    }

    /// The words of the columns.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The cable of a row.
    pub fn entry(&self, row: u32) -> Option<Entry<'_>> {
        let (block, at) = self.column(row)?;
        Some(Entry { catalogue: self, block, at, row })
    }

    /// The block that a row stands in, and its place there.
    pub fn column(&self, row: u32) -> Option<(&Block, usize)> {
        let number = self.starts.partition_point(|start| *start <= row).checked_sub(1)?;
        let block = self.blocks.get(number)?;
        let at = (row - self.starts.get(number)?) as usize;
        (at < block.len()).then_some((&**block, at))
    }

    /// All cables, each by itself. For tests and small archives: to go through a large one, take its columns.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        (0..self.len).filter_map(|row| self.entry(row)).map(|entry| entry.to_row())
    }

    /// The first cable with an id.
    pub fn find(&self, id: &str) -> Option<Entry<'_>> {
        self.find_key(Key::known(id, &self.names)?)
    }

    /// The first cable with a key, as a reference has it.
    pub fn find_key(&self, key: Key) -> Option<Entry<'_>> {
        self.blocks().find_map(|(start, block)| {
            let mut keys = block.keys.iter().zip(block.sources.iter());
            let at = keys.position(|(other, source)| other == key.0 && !self.is_dropped(source))?;
            self.entry(start + u32::try_from(at).ok()?)
        })
    }

    /// Whether another snapshot holds the same cables, and lists the same.
    pub fn is_same(&self, other: &Catalogue) -> bool {
        let last = |catalogue: &Catalogue| catalogue.blocks.last().map(Arc::as_ptr);
        self.len == other.len && last(self) == last(other) && self.dropped == other.dropped
    }

    /// The id of a key of the catalogue.
    pub fn id_of(&self, key: Key) -> Cow<'_, str> {
        key.text(&self.names)
    }

    /// The keys of these ids, as far as the catalogue has them; to be compared with [`Block::keys`].
    pub fn keys<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> HashSet<u64> {
        Key::all_known(ids, &self.names)
    }

    /// The rows of all cables that are listed, with their copies, the newest first and those without a date last:
    /// the order in which they are indexed and found.
    pub fn newest_first(&self) -> Vec<u32> {
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(self.len());
        for (start, block) in self.blocks() {
            for (row, (moment, source)) in (start..).zip(block.moments.iter().zip(block.sources.iter())) {
                if !self.is_dropped(source) {
                    // 0, which is no date, becomes the greatest.
                    keys.push((u64::MAX - moment, row));
                }
            }
        }
        keys.sort_unstable();
        keys.into_iter().map(|(_, row)| row).collect()
    }

    /// The order for an arrangement, where it need not be made.
    pub fn ready(&self, arrangement: Arrangement) -> Option<&Arc<Order>> {
        self.ready.as_ref().filter(|order| order.arrangement == arrangement)
    }

    /// How many sources are not listed any more.
    pub fn dropped(&self) -> usize {
        self.dropped.len()
    }

    /// Whether the cables of a source are not listed any more, because the source is not what it was.
    pub fn is_dropped(&self, source: u32) -> bool {
        self.dropped.contains(&source)
    }
}

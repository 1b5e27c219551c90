//! A catalogue that grows: blocks come in the order of the sources, copies are found, small blocks are joined.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::block::{Block, NONE};
use super::{Builder, Catalogue, Interner, Key, Numbers};
use crate::archive::Row;

/// Blocks are joined up to so many rows: looking through a few large ones is fast, and adding to one stays cheap.
const JOINED: usize = 1 << 16;

/// A catalogue and what is needed to add to it.
#[derive(Debug, Default)]
pub(in crate::archive) struct Growing {
    catalogue: Catalogue,
    interner: Arc<Interner>,
    /// The first row of each canonical id. Made when it is needed.
    firsts: Option<HashMap<u64, u32, BuildHasherDefault<Mix>>>,
}

impl Growing {
    /// Goes on with a catalogue.
    pub(in crate::archive) fn of(catalogue: Catalogue) -> Self {
        let catalogue = Catalogue { ready: None, ..catalogue };
        Growing { interner: Arc::new(Interner::of(Arc::clone(&catalogue.names))), catalogue, firsts: None }
    }

    /// Gives numbers to the words of blocks that will be added.
    pub(in crate::archive) fn share(&self) -> Arc<Interner> {
        Arc::clone(&self.interner)
    }

    /// A snapshot.
    pub(in crate::archive) fn catalogue(&self) -> Catalogue {
        Catalogue { names: self.interner.names(), ..self.catalogue.clone() }
    }

    /// How many rows there are.
    pub(in crate::archive) fn len(&self) -> usize {
        self.catalogue.len()
    }

    /// Adds rows.
    pub(in crate::archive) fn rows(&mut self, rows: impl IntoIterator<Item = Row>) {
        let interner = self.share();
        let mut builder = Builder::new(Numbers::new(&interner));
        for row in rows {
            builder.push_row(&row);
        }
        self.push(builder.take());
    }

    /// Does not list the cables of these sources any more. Copies of them become cables of their own.
    pub(in crate::archive) fn drop_sources(&mut self, sources: impl IntoIterator<Item = u32>) {
        Arc::make_mut(&mut self.catalogue.dropped).extend(sources);
        self.firsts = None;
        self.catalogue.copies = 0;
        let blocks = std::mem::take(&mut self.catalogue.blocks);
        for (start, mut block) in std::mem::take(&mut self.catalogue.starts).into_iter().zip(blocks) {
            let changed = Arc::make_mut(&mut block);
            changed.copy_of.map(|_| NONE);
            self.mark_copies(start, changed);
            self.catalogue.starts.push(start);
            self.catalogue.blocks.push(block);
        }
    }

    /// Adds a block whose words are of this catalogue's interner.
    pub(in crate::archive) fn push(&mut self, mut block: Block) {
        // Rows of 32 bits are enough for any archive that fits into memory.
        let Some(len) = u32::try_from(block.len()).ok().and_then(|len| self.catalogue.len.checked_add(len)) else {
            return;
        };
        if block.is_empty() {
            return;
        }
        let start = self.catalogue.len;
        self.mark_copies(start, &mut block);
        self.catalogue.starts.push(start);
        self.catalogue.blocks.push(Arc::new(block));
        self.catalogue.len = len;
        self.join();
    }

    fn mark_copies(&mut self, start: u32, block: &mut Block) {
        let catalogue = &self.catalogue;
        let firsts = self.firsts.get_or_insert_with(|| {
            let mut firsts = HashMap::default();
            for (start, block) in catalogue.blocks() {
                for (row, (key, source)) in (start..).zip(block.keys.iter().zip(block.sources.iter())) {
                    if Key(key).is_canonical() && !catalogue.is_dropped(source) {
                        firsts.entry(key).or_insert(row);
                    }
                }
            }
            firsts
        });
        let mut copies = Vec::new();
        for (at, (key, source)) in block.keys.iter().zip(block.sources.iter()).enumerate() {
            if !Key(key).is_canonical() || catalogue.is_dropped(source) {
                continue;
            }
            let row = start + u32::try_from(at).unwrap_or(NONE);
            let first = *firsts.entry(key).or_insert(row);
            if first != row {
                copies.push((at, first));
            }
        }
        self.catalogue.copies += u32::try_from(copies.len()).unwrap_or(0);
        for (at, first) in copies {
            block.copy_of.set(at, first);
        }
    }

    /// Joins the last blocks while they are of about one size, so that each row is copied a few times at most.
    fn join(&mut self) {
        while let [.., before, last] = self.catalogue.blocks.as_mut_slice() {
            if before.len() > 2 * last.len() || before.len() + last.len() > JOINED {
                return;
            }
            Arc::make_mut(before).append(last);
            self.catalogue.blocks.pop();
            self.catalogue.starts.pop();
        }
    }

    /// Forgets what is only needed to add more; it is made again when more comes.
    pub(in crate::archive) fn rest(&mut self) {
        self.firsts = None;
    }
}

/// A hash of one integer: its bits mixed by one multiplication. The keys come from the files, but whoever forges ids
/// that collide makes only his own archive slow to open.
#[derive(Debug, Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let product = u128::from(self.0 ^ value) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

//! The files of an archive, by their numbers.
//!
//! A number once given out stays good, so the table only grows. The sources of a catalogue that was kept are made when somebody
//! first reads from them: a folder may hold a quarter of a million, of which nobody looks at more than a few.

use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::keep::KeptSources;
use super::source::{Source, Stamp};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Sources(RwLock<Table>);

#[derive(Debug, Default)]
struct Table {
    all: Vec<OnceLock<Arc<Source>>>,
    /// What is known of the first ones, where they are not made yet.
    kept: Option<KeptSources>,
}

impl Sources {
    /// The source of a number.
    pub(super) fn get(&self, number: u32) -> Option<Arc<Source>> {
        let table = self.read();
        let slot = table.all.get(number as usize)?;
        match slot.get() {
            Some(source) => Some(Arc::clone(source)),
            None => {
                let source = Arc::new(table.kept.as_ref()?.source(number)?);
                Some(Arc::clone(slot.get_or_init(|| source)))
            }
        }
    }

    /// Adds a source and gives its number.
    pub(super) fn push(&self, source: Arc<Source>) -> u32 {
        let mut table = self.write();
        table.all.push(OnceLock::from(source));
        u32::try_from(table.all.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds sources.
    pub(super) fn extend(&self, sources: impl IntoIterator<Item = Arc<Source>>) {
        self.write().all.extend(sources.into_iter().map(OnceLock::from));
    }

    /// Puts a source in place of what it was before: a file that has grown.
    pub(super) fn replace(&self, number: u32, source: Arc<Source>) {
        if let Some(slot) = self.write().all.get_mut(number as usize) {
            *slot = OnceLock::from(source);
        }
    }

    /// Begins with sources that were kept. `false` where there are others already.
    pub(super) fn begin(&self, kept: KeptSources) -> bool {
        let mut table = self.write();
        let is_new = table.all.is_empty();
        if is_new {
            table.all.resize_with(kept.len(), OnceLock::new);
            table.kept = Some(kept);
        }
        is_new
    }

    /// Forgets sources that were kept and turned out to be damaged, before there are others.
    pub(super) fn begin_anew(&self) {
        *self.write() = Table::default();
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.read().all.len()).unwrap_or(u32::MAX)
    }

    /// The sources from a number on.
    pub(super) fn since(&self, number: u32) -> Vec<Arc<Source>> {
        (number..self.len()).filter_map(|number| self.get(number)).collect()
    }

    /// Tells of each source its number, its path, and what its file was; `None` for what is no file.
    pub(super) fn each(&self, on: &mut dyn FnMut(u32, &Path, Option<Stamp>)) {
        let table = self.read();
        for (number, slot) in (0..).zip(&table.all) {
            match (slot.get(), &table.kept) {
                (Some(source), _) => on(number, &source.path, source.stamp()),
                (None, Some(kept)) => {
                    if let Some(path) = kept.path(number) {
                        on(number, &path, kept.stamp(number));
                    }
                }
                (None, None) => {}
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The files of an archive, by their numbers.
//!
//! A number once given out stays good, so the table only grows. The sources of a catalogue that was kept are made when somebody
//! first reads from them: a folder may hold a quarter of a million, of which nobody looks at more than a few.

use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::keep::KeptSources;
use super::source::{Source, Stamp};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Sources {
    all: RwLock<Vec<OnceLock<Arc<Source>>>>,
    /// What is known of the first ones, where they are not made yet.
    kept: OnceLock<KeptSources>,
}

impl Sources {
    /// The source of a number.
    pub(super) fn get(&self, number: u32) -> Option<Arc<Source>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let slot = all.get(number as usize)?;
        match slot.get() {
            Some(source) => Some(Arc::clone(source)),
            None => {
                let source = Arc::new(self.kept.get()?.source(number)?);
                Some(Arc::clone(slot.get_or_init(|| source)))
            }
        }
    }

    /// Adds a source and gives its number.
    pub(super) fn push(&self, source: Arc<Source>) -> u32 {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.push(OnceLock::from(source));
        u32::try_from(all.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds sources.
    pub(super) fn extend(&self, sources: impl IntoIterator<Item = Arc<Source>>) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.extend(sources.into_iter().map(OnceLock::from));
    }

    /// Puts a source in place of what it was before: a file that has grown.
    pub(super) fn replace(&self, number: u32, source: Arc<Source>) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = all.get_mut(number as usize) {
            *slot = OnceLock::from(source);
        }
    }

    /// Begins with sources that were kept. `false` where there are others already.
    pub(super) fn begin(&self, kept: KeptSources) -> bool {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let len = kept.len();
        if !all.is_empty() || self.kept.set(kept).is_err() {
            return false;
        }
        all.resize_with(len, OnceLock::new);
        true
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.all.read().unwrap_or_else(PoisonError::into_inner).len()).unwrap_or(u32::MAX)
    }

    /// The sources from a number on.
    pub(super) fn since(&self, number: u32) -> Vec<Arc<Source>> {
        (number..self.len()).filter_map(|number| self.get(number)).collect()
    }

    /// Tells of each source its number, its path, and what its file was; `None` for what is no file.
    pub(super) fn each(&self, on: &mut dyn FnMut(u32, &Path, Option<Stamp>)) {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        for (number, slot) in (0..).zip(all.iter()) {
            match (slot.get(), self.kept.get()) {
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
}

//! The bytes of a column: made here, or a run of a cache file that is read when somebody first looks at it.

use std::ops::Deref;
use std::sync::Arc;

use crate::archive::cache::stored::Run;

/// See the module.
#[derive(Clone, Default)]
pub(super) struct Bytes {
    made: Vec<u8>,
    /// Stands for what was made, until that is changed.
    kept: Option<Arc<Run>>,
}

impl Bytes {
    /// Bytes that were kept.
    pub(super) fn kept(run: Arc<Run>) -> Self {
        Bytes { made: Vec::new(), kept: Some(run) }
    }

    /// Bytes that were made.
    pub(super) fn made(made: Vec<u8>) -> Self {
        Bytes { made, kept: None }
    }

    /// How many there are; reads nothing.
    pub(super) fn len(&self) -> usize {
        self.kept.as_ref().map_or(self.made.len(), |run| run.len())
    }

    /// The bytes, to be changed. What was kept is copied first.
    #[inline]
    pub(super) fn own(&mut self) -> &mut Vec<u8> {
        // Every value that is added comes by here, and only what was kept is ever copied.
        if self.kept.is_some() {
            self.copy_kept();
        }
        &mut self.made
    }

    #[cold]
    fn copy_kept(&mut self) {
        if let Some(run) = self.kept.take() {
            self.made = run.bytes().to_vec();
        }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.kept {
            None => &self.made,
            Some(run) => run.bytes(),
        }
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

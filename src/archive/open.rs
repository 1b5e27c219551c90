//! Opening: from what a person named to a stream of rows; and one cable by its place.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};

use super::sample::SAMPLE;
use super::source::{ReadError, Source};
use super::visit::{Event, Visit};
use super::{Document, Opening, Origin, Place, Trouble, catalogue::Growing, opening, row};

/// One or more sources, opened together.
///
/// Shared between threads as it is: one opens, another reads.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use sipdis::archive::{Archive, Opening, Origin};
///
/// let archive = Archive::new(vec![Origin::Sample]);
/// let mut catalogue = None;
/// archive.open(&AtomicBool::new(false), &mut |opening| {
///     if let Opening::Grown(snapshot) = opening {
///         catalogue = Some(snapshot);
///     }
/// });
/// let place = catalogue.unwrap().entry(0).unwrap().place();
/// let cable = archive.read(place).unwrap();
/// assert!(!cable.text.is_empty());
/// ```
#[derive(Debug)]
pub struct Archive {
    origins: Vec<Given>,
    /// Grows while the archive is opened, and never shrinks: a [`Place`] once given out stays good.
    pub(super) sources: Sources,
}

/// The files that have been opened, by the number of a [`Place`].
pub(super) type Sources = RwLock<Vec<Arc<Source>>>;

/// An [`Origin`], its bytes shared.
#[derive(Debug)]
pub(super) enum Given {
    Path(PathBuf),
    Bytes(PathBuf, Arc<[u8]>),
}

impl Archive {
    /// An archive of these origins. Nothing is read yet.
    pub fn new(origins: Vec<Origin>) -> Self {
        let mut given = Vec::new();
        for origin in origins {
            match origin {
                Origin::Path(path) => given.push(Given::Path(path)),
                Origin::Stdin(bytes) => given.push(Given::Bytes("-".into(), bytes.into())),
                Origin::Sample => given.extend(
                    SAMPLE.iter().map(|(name, bytes)| Given::Bytes(Path::new("sample").join(name), (*bytes).into())),
                ),
            }
        }
        Archive { origins: given, sources: RwLock::default() }
    }

    /// Reads the origins in their order and hands over snapshots of the catalogue, troubles and, last, [`Opening::Done`].
    ///
    /// Ends early, with `Done`, soon after `stop` is set. Memory does not depend on the size of a file, only on that of
    /// its longest cable.
    pub fn open(&self, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) {
        opening::open(&self.origins, &self.sources, &mut Growing::default(), stop, on);
    }

    /// Reads the origins in their order and hands over every cable whole, and what could not be read.
    ///
    /// Ends early soon after `stop` is set, which `on` may do itself.
    pub fn documents(&self, stop: &AtomicBool, on: &mut dyn FnMut(Result<Document, Trouble>)) {
        self.visit(stop, &mut |event| match event {
            Event::Trouble(trouble) => on(Err(trouble)),
            Event::Record { source, bytes, place, .. } => on(Ok(row::document(source, bytes, place.record))),
        });
    }

    /// Reads one cable again.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read any more, or is not what it was when it was opened.
    pub fn read(&self, place: Place) -> Result<Document, ReadError> {
        let source = {
            let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
            sources.get(place.source as usize).cloned().ok_or(ReadError::NoSuchPlace)?
        };
        Ok(row::document(&source, &source.read(place)?, place.record))
    }

    pub(super) fn visit(&self, stop: &AtomicBool, on: &mut dyn FnMut(Event<'_>)) {
        let mut visit = Visit::new(&self.sources, stop, on);
        for origin in &self.origins {
            let end = match origin {
                Given::Path(path) => visit.named(path),
                Given::Bytes(name, bytes) => visit.memory(name, bytes),
            };
            if end.is_break() {
                return;
            }
        }
    }
}

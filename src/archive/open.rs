//! Opening: from what a person named to a stream of rows; and one cable by its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::sample::SAMPLE;
#[cfg(feature = "index")]
use super::source::Bytes;
use super::source::{ReadError, Source};
use super::sources::Sources;
use super::visit::{Event, Visit};
use super::{Document, Opening, Origin, Place, Trouble, cache, catalogue::Growing, joined, opening, row};

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
    pub(super) origins: Vec<Given>,
    /// Grows while the archive is opened, and never shrinks: a [`Place`] once given out stays good.
    pub(super) sources: Sources,
    cache: Option<PathBuf>,
}

/// An [`Origin`], its bytes shared.
#[derive(Debug)]
pub(super) enum Given {
    Path(PathBuf),
    /// Files that lie in folders.
    Files(Vec<PathBuf>),
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
        Archive { origins: given, sources: Sources::default(), cache: None }
    }

    /// The same, with a folder in which what is found out about archives may be kept.
    pub fn kept_in(self, cache: Option<PathBuf>) -> Self {
        Archive { cache, ..self }
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
        let source = self.source(place.source).ok_or(ReadError::NoSuchPlace)?;
        Ok(row::document(&source, &source.read(place)?, place.record))
    }

    /// Reads one cable again. Where it is a section and others of its cable stand `beside` it, it is joined with them.
    ///
    /// # Errors
    ///
    /// Where the file of the first cannot be read any more, or is not what it was when it was opened.
    pub fn read_joined(&self, place: Place, beside: &[Place]) -> Result<Document, ReadError> {
        let others = beside.iter().filter_map(|place| self.read(*place).ok());
        Ok(joined::join(self.read(place)?, others))
    }

    /// The source of this number in a [`Place`].
    pub(super) fn source(&self, number: u32) -> Option<Arc<Source>> {
        self.sources.get(number)
    }

    /// The path of the source of this number, where it is a file.
    #[cfg(feature = "index")]
    pub(super) fn source_path(&self, number: u32) -> Option<PathBuf> {
        match &self.source(number)?.bytes {
            Bytes::File { path, .. } => Some(path.clone()),
            Bytes::Memory(_) => None,
        }
    }

    /// The folder in which what is found out about this archive is kept: none where it came through a pipe, or nothing may be
    /// kept.
    pub fn folder(&self) -> Option<cache::Folder> {
        let paths = self.paths().filter(|paths| !paths.is_empty())?;
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        cache::Folder::of(self.cache.as_deref()?, &paths)
    }

    /// What the person named, where all of it are paths of files and folders.
    pub fn paths(&self) -> Option<Vec<PathBuf>> {
        let path = |given: &Given| match given {
            Given::Path(path) => Some(path.clone()),
            _ => None,
        };
        self.origins.iter().map(path).collect()
    }

    /// Asks something of every record while the records are found; see [`opening::sweep`].
    pub(super) fn sweep<T: Send>(
        &self,
        ask: &opening::Ask<'_, T>,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Result<(Place, T), Trouble>),
    ) {
        opening::sweep(&self.origins, &self.sources, ask, stop, on);
    }

    pub(super) fn visit(&self, stop: &AtomicBool, on: &mut dyn FnMut(Event<'_>)) {
        let mut visit = Visit::new(&self.sources, stop, on);
        for origin in &self.origins {
            let end = match origin {
                Given::Path(path) => visit.named(path),
                Given::Files(paths) => paths.iter().try_for_each(|path| visit.file(path, false)),
                Given::Bytes(name, bytes) => visit.memory(name, bytes),
            };
            if end.is_break() {
                return;
            }
        }
    }
}

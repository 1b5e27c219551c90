//! Opening: from what a person named to a stream of rows; and one cable by its place.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::feed::Feed;
use super::reader::{self, Next};
use super::sample::SAMPLE;
use super::source::{Bytes, ReadError, Source, Stamp};
use super::{Document, Opening, Origin, Place, Trouble, row, walk};

/// The first rows are handed over in a small batch, so that a first screen comes soon; each later batch is twice as
/// large, up to the second figure.
const BATCH: (usize, usize) = (64, 4096);

/// A record longer than this is shown in parts: it is no cable, and must not fill the memory.
const LONGEST: usize = 256 << 20;

/// One or more sources, opened together.
///
/// Shared between threads as it is: one opens, another reads.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use sipdis::archive::{Archive, Opening, Origin};
///
/// let archive = Archive::new(vec![Origin::Sample]);
/// let mut rows = Vec::new();
/// archive.open(&AtomicBool::new(false), &mut |opening| {
///     if let Opening::Rows(more) = opening {
///         rows.extend(more);
///     }
/// });
/// let cable = archive.read(rows[0].place).unwrap();
/// assert!(!cable.text.is_empty());
/// ```
#[derive(Debug)]
pub struct Archive {
    origins: Vec<Given>,
    /// Grows while the archive is opened, and never shrinks: a [`Place`] once given out stays good.
    sources: RwLock<Vec<Arc<Source>>>,
}

/// An [`Origin`], its bytes shared.
#[derive(Debug)]
enum Given {
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

    /// Reads the origins in their order and hands over rows, troubles and, last, [`Opening::Done`].
    ///
    /// Ends early, with `Done`, soon after `stop` is set. Memory does not depend on the size of a file, only on that of
    /// its longest cable.
    pub fn open(&self, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) {
        let (mut batch, mut full) = (Vec::new(), BATCH.0);
        let _ = self.visit(stop, &mut |event| match event {
            Event::Trouble(trouble) => on(Opening::Trouble(trouble)),
            Event::Record { source, bytes, place } => {
                batch.push(row::row(source, bytes, place));
                if batch.len() >= full {
                    on(Opening::Rows(std::mem::take(&mut batch)));
                    full = (full * 2).min(BATCH.1);
                }
            }
        });
        if !batch.is_empty() {
            on(Opening::Rows(batch));
        }
        on(Opening::Done);
    }

    /// Reads the origins in their order and hands over every cable whole, and what could not be read.
    ///
    /// Ends early soon after `stop` is set, which `on` may do itself.
    pub fn documents(&self, stop: &AtomicBool, on: &mut dyn FnMut(Result<Document, Trouble>)) {
        let _ = self.visit(stop, &mut |event| match event {
            Event::Trouble(trouble) => on(Err(trouble)),
            Event::Record { source, bytes, place } => on(Ok(row::document(source, bytes, place.record))),
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

    fn visit(&self, stop: &AtomicBool, on: &mut dyn FnMut(Event<'_>)) -> ControlFlow<()> {
        let mut visit = Visit { archive: self, stop, on, records: 0, troubles: 0 };
        for origin in &self.origins {
            match origin {
                Given::Path(path) => visit.named(path)?,
                Given::Bytes(name, bytes) => visit.memory(name.clone(), Arc::clone(bytes))?,
            }
        }
        ControlFlow::Continue(())
    }
}

/// What is met on the way through the sources.
enum Event<'a> {
    Record { source: &'a Source, bytes: &'a [u8], place: Place },
    Trouble(Trouble),
}

/// A way through the sources.
struct Visit<'a> {
    archive: &'a Archive,
    stop: &'a AtomicBool,
    on: &'a mut dyn FnMut(Event<'_>),
    records: u64,
    troubles: u64,
}

impl Visit<'_> {
    /// A path that the person named.
    fn named(&mut self, path: &Path) -> ControlFlow<()> {
        match path.metadata() {
            Err(error) => self.trouble(path, cannot_read(&error)),
            Ok(what) if what.is_dir() => return self.folder(path),
            Ok(what) if what.is_file() => return self.file(path, true),
            Ok(what) if is_pipe(&what) => match read_all(path) {
                Ok(bytes) => return self.memory(path.to_owned(), bytes.into()),
                Err(error) => self.trouble(path, cannot_read(&error)),
            },
            Ok(_) => self.trouble(path, "is neither a file nor a folder".to_owned()),
        }
        ControlFlow::Continue(())
    }

    fn folder(&mut self, folder: &Path) -> ControlFlow<()> {
        let before = (self.records, self.troubles);
        walk::walk(folder, &mut |path, state| match state {
            Ok(()) => self.file(&path, false),
            Err(error) => {
                self.trouble(&path, cannot_read(&error));
                ControlFlow::Continue(())
            }
        })?;
        if before == (self.records, self.troubles) {
            self.trouble(folder, "holds no file to read".to_owned());
        }
        ControlFlow::Continue(())
    }

    fn file(&mut self, path: &Path, named: bool) -> ControlFlow<()> {
        let opened = File::open(path).and_then(|file| Ok((Stamp::from(&file.metadata()?), file)));
        match opened {
            Ok((stamp, file)) => self.records(path, Bytes::File { path: path.to_owned(), stamp }, file, named),
            Err(error) => {
                self.trouble(path, cannot_read(&error));
                ControlFlow::Continue(())
            }
        }
    }

    fn memory(&mut self, name: PathBuf, bytes: Arc<[u8]>) -> ControlFlow<()> {
        self.records(&name, Bytes::Memory(Arc::clone(&bytes)), &*bytes, true)
    }

    /// All records of a source. An empty one that the person named is a cable of which only the name is known.
    fn records(&mut self, path: &Path, bytes: Bytes, from: impl Read, named: bool) -> ControlFlow<()> {
        let mut feed = match Feed::new(from) {
            Ok(feed) => feed,
            Err(error) => {
                self.trouble(path, cannot_read(&error));
                return ControlFlow::Continue(());
            }
        };
        let head = feed.window();
        if let Some(what) = reader::foreign(head) {
            self.trouble(path, format!("is {what}"));
            return ControlFlow::Continue(());
        }
        let empty = head.is_empty();
        let source = Arc::new(Source { path: path.to_owned(), reader: reader::recognise(head), bytes });
        let number = self.add(&source);
        let place = |offset, len, record| Place { source: number, offset, len, record };
        if empty {
            self.trouble(path, "is empty".to_owned());
            if named {
                self.record(&source, &[], place(0, 0, 1));
            }
            return ControlFlow::Continue(());
        }
        for record in 1.. {
            if self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            let found = loop {
                match (source.reader.next)(feed.window(), feed.reach()) {
                    Next::More if feed.window().len() < LONGEST => {}
                    Next::More => break cut(feed.window()),
                    found => break found,
                }
                if let Err(error) = feed.more() {
                    self.trouble(path, format!("cannot be read on from byte {}: {error}", feed.offset()));
                    return ControlFlow::Continue(());
                }
                if self.stop.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
            };
            let Next::Record { bytes, rest, fault } = found else { break };
            let place = place(feed.offset() + bytes.start as u64, bytes.len() as u64, record);
            if let Some(fault) = fault {
                self.trouble(path, format!("at byte {}, record {record}: {fault}", place.offset));
            }
            self.record(&source, feed.window().get(bytes).unwrap_or_default(), place);
            feed.take(rest);
        }
        ControlFlow::Continue(())
    }

    fn add(&mut self, source: &Arc<Source>) -> u32 {
        let mut sources = self.archive.sources.write().unwrap_or_else(PoisonError::into_inner);
        sources.push(Arc::clone(source));
        u32::try_from(sources.len() - 1).unwrap_or(u32::MAX)
    }

    fn record(&mut self, source: &Source, bytes: &[u8], place: Place) {
        self.records += 1;
        (self.on)(Event::Record { source, bytes, place });
    }

    fn trouble(&mut self, path: &Path, message: String) {
        self.troubles += 1;
        (self.on)(Event::Trouble(Trouble { path: path.to_owned(), message }));
    }
}

fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: you have no permission to".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// A part of a record that is too long, cut behind its last line.
fn cut(window: &[u8]) -> Next {
    let end = memchr::memrchr(b'\n', window).map_or(window.len(), |feed| feed + 1);
    Next::Record { bytes: 0..end, rest: end, fault: Some("this is too long for one cable; it is shown in parts") }
}

/// Pipes that the person names, such as those of `<(...)` in a shell, are read once and kept.
fn is_pipe(what: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::FileTypeExt::is_fifo(&what.file_type());
    #[cfg(not(unix))]
    return false;
}

fn read_all(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

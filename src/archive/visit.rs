//! The way through all records of all sources, in order.
//!
//! Knows how files are found and fed to their readers, and what is said of those that cannot be read; it does not know
//! what is made of a record. Nothing on the way ends it but the stop flag.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::feed::Feed;
use super::packed::{Packed, Packing};
use super::print::Prints;
use super::reader::{self, Next};
use super::source::{Bytes, Source, Stamp};
use super::sources::Sources;
use super::{Place, Trouble, walk};

/// A record longer than this is shown in parts: it is no cable, and must not fill the memory.
pub(super) const LONGEST: usize = 256 << 20;

/// A compressed record longer than this is not read on: a small file can unpack to more than any disk holds.
const LONGEST_PACKED: usize = 64 << 20;

const TOO_LONG: &str = "this unpacks to more than 64 MB without an end, which is no cable; the file is not read on. Unpack it \
                        first if it is what you want";

const UTF16_INSIDE: &str = "holds UTF-16 in compressed form; unpack it first, and it can be opened";

/// How many broken records of a file are told one by one; the others are counted.
pub(super) const TOLD: u32 = 20;

/// What is met on the way.
pub(super) enum Event<'a> {
    /// A record, broken ones too.
    Record {
        /// The file it stands in.
        source: &'a Source,
        /// All of it.
        bytes: &'a [u8],
        /// Where.
        place: Place,
        /// Whether nothing is wrong with it.
        sound: bool,
    },
    /// Something that could not be read.
    Trouble(Trouble),
}

/// Whether to go on; `Break` once the stop flag is set.
pub(super) type Going = ControlFlow<()>;

const ON: Going = ControlFlow::Continue(());

/// A way through the sources.
pub(super) struct Visit<'a> {
    sources: &'a Sources,
    stop: &'a AtomicBool,
    on: &'a mut dyn FnMut(Event<'_>),
    records: u64,
    troubles: u64,
}

impl<'a> Visit<'a> {
    /// The start of the way. Files are put into `sources` when they are opened.
    pub(super) fn new(sources: &'a Sources, stop: &'a AtomicBool, on: &'a mut dyn FnMut(Event<'_>)) -> Self {
        Visit { sources, stop, on, records: 0, troubles: 0 }
    }

    /// Visits a path that the person named.
    pub(super) fn named(&mut self, path: &Path) -> Going {
        match path.metadata() {
            Err(error) => self.trouble(path, cannot_read(&error)),
            Ok(what) if what.is_dir() => self.folder(path),
            Ok(what) if what.is_file() => self.file(path, true),
            Ok(what) if is_pipe(&what) => match read_all(path) {
                Ok(bytes) => self.memory(path, &bytes.into()),
                Err(error) => self.trouble(path, cannot_read(&error)),
            },
            Ok(_) => self.trouble(path, "is neither a file nor a folder".to_owned()),
        }
    }

    /// Visits bytes that are in memory already.
    pub(super) fn memory(&mut self, name: &Path, bytes: &Arc<[u8]>) -> Going {
        self.source(name, Bytes::Memory(Arc::clone(bytes)), &**bytes, true)
    }

    fn folder(&mut self, folder: &Path) -> Going {
        let before = (self.records, self.troubles);
        walk::walk(folder, &mut |path, state| match state {
            Ok(()) => self.file(&path, false),
            Err(error) => self.trouble(&path, cannot_read(&error)),
        })?;
        if before == (self.records, self.troubles) {
            return self.trouble(folder, "holds no file to read".to_owned());
        }
        ON
    }

    /// Visits a file.
    pub(super) fn file(&mut self, path: &Path, named: bool) -> Going {
        let opened = File::open(path).and_then(|file| Ok((Stamp::from(&file.metadata()?), file)));
        match opened {
            Ok((stamp, file)) => self.source(path, Bytes::File { path: path.to_owned(), stamp }, file, named),
            Err(error) => self.trouble(path, cannot_read(&error)),
        }
    }

    /// Visits a source. An empty one that the person named is a cable of which only the name is known.
    fn source(&mut self, path: &Path, bytes: Bytes, mut from: impl Read, named: bool) -> Going {
        let mut sign = Vec::new();
        if let Err(error) = from.by_ref().take(Packing::SIGN as u64).read_to_end(&mut sign) {
            return self.trouble(path, cannot_read(&error));
        }
        let packed = Packing::of(&sign).map(|packing| Arc::new(Packed::new(packing)));
        let from = sign.chain(from);
        match packed {
            Some(packed) => self.fed(path, bytes, Some(&packed), Feed::new(packed.stream(from)), named),
            None => self.fed(path, bytes, None, Feed::new(from), named),
        }
    }

    fn fed(
        &mut self,
        path: &Path,
        bytes: Bytes,
        packed: Option<&Arc<Packed>>,
        mut feed: Feed<impl Read>,
        named: bool,
    ) -> Going {
        let head = feed.window();
        if let Some(what) = reader::foreign(head) {
            return self.trouble(path, format!("is {what}"));
        }
        if packed.is_some() && Packing::of(head) == Some(Packing::Utf16) {
            return self.trouble(path, UTF16_INSIDE.to_owned());
        }
        let (reader, form) = reader::recognise(head);
        let source =
            Source { path: path.to_owned(), reader, form, bytes, packed: packed.cloned(), prints: Prints::default() };
        if !head.is_empty() {
            return self.records(source, &mut feed);
        }
        if let Some(error) = feed.failed() {
            return self.trouble(path, cannot_read(error));
        }
        self.trouble(path, "is empty".to_owned())?;
        if named {
            let source = Arc::new(source);
            let number = self.sources.push(Arc::clone(&source));
            self.record(&source, &[], Place { source: number, offset: 0, len: 0, record: 1 }, true);
        }
        ON
    }

    fn records(&mut self, source: Source, feed: &mut Feed<impl Read>) -> Going {
        let source = Arc::new(source);
        let (number, mut faults) = (self.sources.push(Arc::clone(&source)), 0);
        for record in 1.. {
            let (bytes, rest, fault) = match self.next(&source, feed)? {
                Next::Record { bytes, rest, fault } => (bytes, rest, fault),
                Next::Nothing => break,
                Next::More => {
                    let message = format!("at byte {}, record {record}: {TOO_LONG}", feed.offset());
                    return self.trouble(&source.path, message);
                }
            };
            let offset = feed.offset() + bytes.start as u64;
            if let Some(fault) = fault {
                faults += 1;
                if faults <= TOLD {
                    self.trouble(&source.path, format!("at byte {offset}, record {record}: {fault}"))?;
                }
            }
            let place = Place { source: number, offset, len: bytes.len() as u64, record };
            let bytes = feed.window().get(bytes).unwrap_or_default();
            source.prints.add(record, bytes);
            self.record(&source, bytes, place, fault.is_none());
            feed.take(rest);
        }
        if faults > TOLD {
            self.trouble(&source.path, format!("{} more records are broken like these", faults - TOLD))?;
        }
        match feed.failed() {
            Some(error) => {
                self.trouble(&source.path, format!("cannot be read on from byte {}: {error}", feed.offset()))
            }
            None => ON,
        }
    }

    /// The record at the start of the window, which is made long enough for it; [`Next::More`] where it will not be.
    fn next(&self, source: &Source, feed: &mut Feed<impl Read>) -> ControlFlow<(), Next> {
        let longest = if source.packed.is_some() { LONGEST_PACKED } else { LONGEST };
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            let next = match source.form.next(feed.window(), feed.reach()) {
                Next::More if feed.window().len() < longest => {
                    feed.more();
                    continue;
                }
                Next::More if source.packed.is_none() => part(feed.window()),
                found => found,
            };
            return ControlFlow::Continue(next);
        }
    }

    fn record(&mut self, source: &Source, bytes: &[u8], place: Place, sound: bool) {
        self.records += 1;
        (self.on)(Event::Record { source, bytes, place, sound });
    }

    fn trouble(&mut self, path: &Path, message: String) -> Going {
        self.troubles += 1;
        (self.on)(Event::Trouble(Trouble { path: path.to_owned(), message }));
        ON
    }
}

/// What the system says, for people.
pub(super) fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: you have no permission to".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// A part of a record that is too long, cut behind its last line.
pub(super) fn part(window: &[u8]) -> Next {
    let end = memchr::memrchr(b'\n', window).map_or(window.len(), |feed| feed + 1);
    Next::Record { bytes: 0..end, rest: end, fault: Some("this is too long for one cable; it is shown in parts") }
}

/// Pipes that the person names, such as those of `<(...)` in a shell, are read once and kept.
pub(super) fn is_pipe(what: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::FileTypeExt::is_fifo(&what.file_type());
    #[cfg(not(unix))]
    return false;
}

pub(super) fn read_all(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

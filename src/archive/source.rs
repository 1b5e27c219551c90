//! One file, or one run of bytes in memory: read again by offset and length, never mapped, never written.
//!
//! A file may change while it is open. A cable is shown as long as it stands where it stood, which its print tells, and else
//! says what happened.

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::Place;
use super::packed::{Packed, ReadSeek};
use super::print::Prints;
use super::reader::{Form, Reader};

/// Why a cable could not be read again. Each says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The place is of another archive.
    #[error("there is no such cable in this archive")]
    NoSuchPlace,
    /// Something else stands where the cable stood.
    #[error("{path} has changed since it was opened; open it again to read it")]
    Changed {
        /// Which file.
        path: String,
    },
    /// The file ends before the cable does.
    #[error("{path} is shorter than it was when it was opened, and this cable no longer stands in it; open it again")]
    Shrunk {
        /// Which file.
        path: String,
    },
    /// The file system says no.
    #[error("{path} cannot be read: {cause}")]
    Io {
        /// Which file.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
}

/// Where bytes come from.
#[derive(Debug, Clone)]
pub(super) enum Bytes {
    /// A file on disk.
    File {
        /// Where it is.
        path: PathBuf,
        /// What it was when it was opened.
        stamp: Stamp,
    },
    /// What came through a pipe, or is built into the program.
    Memory(Arc<[u8]>),
}

/// What changes when somebody writes a file, or puts another in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub len: u64,
    pub written: Option<SystemTime>,
    /// Tells a file from one that was put in its place, where the system has such a number.
    pub number: u64,
}

impl From<&Metadata> for Stamp {
    fn from(of: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(of);
        #[cfg(not(unix))]
        let number = 0;
        Stamp { len: of.len(), written: of.modified().ok(), number }
    }
}

impl Stamp {
    /// What a file is now.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        Ok(Stamp::from(&path.metadata()?))
    }

    /// Whether this may be the same file, longer than it was.
    pub(super) fn has_grown_from(&self, before: &Stamp) -> bool {
        self.number == before.number && self.len > before.len
    }
}

/// A file that holds cables, as it was when it was opened.
#[derive(Debug)]
pub(super) struct Source {
    /// As the person named it; `-` for standard input, `sample/...` for built-in cables.
    pub path: PathBuf,
    /// What it was recognised as.
    pub reader: &'static Reader,
    /// How it is read.
    pub form: Box<dyn Form>,
    /// Where its bytes come from.
    pub bytes: Bytes,
    /// Where it is compressed or UTF-16; its places are then those of the unpacked bytes.
    pub packed: Option<Arc<Packed>>,
    /// What its records were when it was opened.
    pub prints: Prints,
}

impl Source {
    /// What the file was when it was opened; `None` for what is no file.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        match self.bytes {
            Bytes::File { stamp, .. } => Some(stamp),
            Bytes::Memory(_) => None,
        }
    }

    /// The name without folder and ending, where the source has one.
    pub(super) fn stem(&self) -> Option<&str> {
        let mut path = self.path.as_path();
        if let Some(packed) = &self.packed
            && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(packed.packing().ending()))
        {
            path = Path::new(path.file_stem()?);
        }
        match path.file_stem()?.to_str()? {
            "-" | "" => None,
            stem => Some(stem),
        }
    }

    /// What a cable is called that says nothing of its id: the file's name, with the number of the record where it is not
    /// the first.
    pub(super) fn name(&self, record: u32) -> String {
        match (self.stem(), record) {
            (Some(stem), 1) => stem.to_owned(),
            (Some(stem), record) => format!("{stem} #{record}"),
            (None, record) => format!("#{record}"),
        }
    }

    /// The bytes of one record.
    pub(super) fn read(&self, place: Place) -> Result<Vec<u8>, ReadError> {
        let found = match (&self.bytes, &self.packed) {
            (Bytes::Memory(all), None) => return part(all, place).ok_or(ReadError::NoSuchPlace),
            (Bytes::Memory(all), Some(packed)) => {
                let open = || Ok(Box::new(Cursor::new(Arc::clone(all))) as Box<dyn ReadSeek>);
                packed.read_part(place.offset, place.len, open).map(Found::of)
            }
            (Bytes::File { path, stamp }, packed) => self.read_file(path, stamp, packed.as_deref(), place),
        };
        let path = || self.path.display().to_string();
        match found {
            Ok(Found::Bytes(bytes)) => Ok(bytes),
            Ok(Found::Other) => Err(ReadError::Changed { path: path() }),
            Ok(Found::Less) => Err(ReadError::Shrunk { path: path() }),
            Err(cause) => Err(ReadError::Io { path: path(), cause }),
        }
    }

    fn read_file(&self, path: &Path, stamp: &Stamp, packed: Option<&Packed>, place: Place) -> io::Result<Found> {
        let mut file = File::open(path)?;
        let now = Stamp::from(&file.metadata()?);
        let is_same = now == *stamp;
        let found = match packed {
            None => {
                file.seek(SeekFrom::Start(place.offset))?;
                // The length is what was read once, but the file may have shrunk since.
                let len = place.len.min(now.len.saturating_sub(place.offset));
                let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
                file.take(place.len).read_to_end(&mut bytes)?;
                // The file may also have been cut between the question and the reading.
                Found::of(Some(bytes).filter(|bytes| bytes.len() as u64 == place.len))
            }
            Some(packed) => {
                let open = || Ok(Box::new(file) as Box<dyn ReadSeek>);
                if is_same {
                    return packed.read_part(place.offset, place.len, open).map(Found::of);
                }
                packed.forget();
                // What is damaged now was not when it was opened, or fits no mark of that time.
                let bytes = packed.read_part(place.offset, place.len, open).unwrap_or_default();
                packed.forget();
                bytes.map_or(Found::Other, Found::Bytes)
            }
        };
        Ok(match found {
            Found::Bytes(bytes) if !is_same && !self.prints.fits(place.record, &bytes) => Found::Other,
            found => found,
        })
    }
}

/// What stands where a cable stood.
enum Found {
    /// The cable.
    Bytes(Vec<u8>),
    /// Something else.
    Other,
    /// Not enough of anything.
    Less,
}

impl Found {
    fn of(bytes: Option<Vec<u8>>) -> Self {
        bytes.map_or(Found::Less, Found::Bytes)
    }
}

fn part(all: &[u8], place: Place) -> Option<Vec<u8>> {
    let start = usize::try_from(place.offset).ok()?;
    let end = start.checked_add(usize::try_from(place.len).ok()?)?;
    all.get(start..end).map(<[u8]>::to_vec)
}

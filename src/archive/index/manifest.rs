//! What stands in the folder of an index: which runs are whole, and of which sources.
//!
//! Written aside and renamed, each time a run is whole. A run that is not listed is rubbish of a writer that was killed.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::schema::VERSION;
use crate::archive::{Archive, cache};

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Of the schema.
    pub version: u32,
    /// In the order of their numbers in places.
    pub sources: Vec<SourceMark>,
    /// The runs that are whole.
    pub runs: Vec<RunMark>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunMark {
    /// Its folder.
    pub folder: String,
    /// How many cables it holds.
    pub cables: u32,
}

/// A source as it was when its cables were indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SourceMark {
    path: PathBuf,
    len: u64,
    /// Checksums of its first bytes and of its last.
    head: u32,
    tail: u32,
}

/// How much of both ends of a source is looked at.
const ENDS: u64 = 64 << 10;

const NAME: &str = "manifest.json";

impl Manifest {
    /// An index of nothing yet.
    pub(super) fn new(sources: Vec<SourceMark>) -> Self {
        Manifest { version: VERSION, sources, runs: Vec::new() }
    }

    /// The manifest of a folder; `None` where there is none of this version, or it is damaged.
    pub(super) fn read(folder: &Path) -> Option<Manifest> {
        let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(NAME)).ok()?).ok()?;
        (manifest.version == VERSION).then_some(manifest)
    }

    /// Puts it in its place in one step.
    pub(super) fn write(&self, folder: &Path) -> Result<(), IndexError> {
        Ok(cache::replace(&folder.join(NAME), |file| serde_json::to_writer(file, self).map_err(io::Error::from))?)
    }

    /// Whether the cables that were indexed still stand where they stood: each source is what it was, or has grown.
    pub(super) fn holds_for(&self, archive: &Archive) -> bool {
        self.sources.iter().enumerate().all(|(number, mark)| {
            let path = u32::try_from(number).ok().and_then(|number| archive.source_path(number));
            path.as_ref() == Some(&mark.path)
                && SourceMark::of(&mark.path, Some(mark.len)).is_ok_and(|now| now == *mark)
        })
    }
}

impl SourceMark {
    /// A source as it is now, or the first `len` bytes of it.
    pub(super) fn of(path: &Path, len: Option<u64>) -> io::Result<SourceMark> {
        let mut file = File::open(path)?;
        let whole = file.metadata()?.len();
        let len = len.unwrap_or(whole);
        if len > whole {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut sum = |start: u64, end: u64| -> io::Result<u32> {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(start))?;
            file.by_ref().take(end - start).read_to_end(&mut bytes)?;
            Ok(crc32fast::hash(&bytes))
        };
        let head = sum(0, len.min(ENDS))?;
        let tail = sum(len.saturating_sub(ENDS), len)?;
        Ok(SourceMark { path: path.to_owned(), len, head, tail })
    }
}

//! What stands in the folder of an index: which runs are whole, and of which sources.
//!
//! Written aside and renamed, each time a run is whole. A run that is not listed is rubbish of a writer that was killed.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

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

/// A source as it was when its cables were indexed. The folder is that of the paths that were named, so the name is enough to
/// tell sources apart, and a folder may be reached in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SourceMark {
    name: String,
    len: u64,
    /// When it was written; none where that was just before, so that it may be written again and look the same.
    written: Option<Duration>,
    /// The checksum of all its bytes. Made last, since it takes time.
    sum: Option<u32>,
}

/// A file that was written this long ago will not look the same when it is written again, on any file system.
const SETTLED: Duration = Duration::from_secs(3);

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
            path.is_some_and(|path| mark.holds_for(&path))
        })
    }

    /// Adds the checksums of the sources that have none yet.
    pub(super) fn seal(&mut self, archive: &Archive) -> io::Result<()> {
        (0..).zip(&mut self.sources).try_for_each(|(number, mark)| match archive.source_path(number) {
            Some(path) => mark.seal(&path),
            None => Ok(()),
        })
    }
}

impl SourceMark {
    /// A source as it is now.
    pub(super) fn of(path: &Path) -> io::Result<SourceMark> {
        let mut mark = SourceMark::stamp(path)?;
        if mark.written.is_none() {
            mark.seal(path)?;
        }
        Ok(mark)
    }

    fn stamp(path: &Path) -> io::Result<SourceMark> {
        let what = fs::metadata(path)?;
        let written = what.modified().ok();
        let settled = written.filter(|written| written.elapsed().is_ok_and(|age| age > SETTLED));
        let written = settled.and_then(|written| written.duration_since(SystemTime::UNIX_EPOCH).ok());
        Ok(SourceMark { name: name(path), len: what.len(), written, sum: None })
    }

    /// Adds the checksum.
    pub(super) fn seal(&mut self, path: &Path) -> io::Result<()> {
        if self.sum.is_none() {
            self.sum = Some(sum(path, self.len)?);
        }
        Ok(())
    }

    /// Whether the bytes that were indexed still stand there, more behind them perhaps.
    pub(super) fn holds_for(&self, path: &Path) -> bool {
        let Ok(now) = SourceMark::stamp(path) else { return false };
        let untouched = self.written.is_some() && (self.written, self.len) == (now.written, now.len);
        let same = || self.len <= now.len && self.sum.is_some() && sum(path, self.len).ok() == self.sum;
        self.name == now.name && (untouched || same())
    }

    /// The same, where the source has not been written since.
    pub(super) fn is(&self, now: &SourceMark) -> bool {
        self.written.is_some() && (&self.name, self.len, self.written) == (&now.name, now.len, now.written)
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The checksum of the first `len` bytes.
fn sum(path: &Path, len: u64) -> io::Result<u32> {
    let (mut file, mut hasher) = (File::open(path)?.take(len), crc32fast::Hasher::new());
    let mut buffer = vec![0; 1 << 18];
    let mut left = len;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        left = left.saturating_sub(read as u64);
    }
    if left > 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(hasher.finalize()) }
}

//! What stands in the folder of an index: which runs are whole, and of which sources.
//!
//! Written aside and renamed, each time a run is whole. A run that is not listed is rubbish of a writer that was killed.
//!
//! The cables of a run name their sources by numbers in the manifest. An archive numbers its sources anew at each start, and a
//! file that changed while it was open has another number there; so sources are found by their paths ([`Numbering`]), and
//! one that is not what it was takes only its own cables with it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::schema::VERSION;
use crate::archive::{Archive, Place, cache};

/// See the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Of the schema.
    pub version: u32,
    /// By their numbers in the runs. What stands there does not move while there are runs.
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
    /// Which of the archive's paths it is or lies in, and where in it: the same archive may be named in another way.
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

/// An index of nothing yet.
impl Default for Manifest {
    fn default() -> Self {
        Manifest { version: VERSION, sources: Vec::new(), runs: Vec::new() }
    }
}

impl Manifest {
    /// The manifest of a folder; `None` where there is none of this version, or it is damaged.
    pub(super) fn read(folder: &Path) -> Option<Manifest> {
        let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(NAME)).ok()?).ok()?;
        (manifest.version == VERSION).then_some(manifest)
    }

    /// Puts it in its place in one step.
    pub(super) fn write(&self, folder: &Path) -> Result<(), IndexError> {
        Ok(cache::replace(&folder.join(NAME), |file| serde_json::to_writer(file, self).map_err(io::Error::from))?)
    }

    /// Which sources of an archive hold the cables that were indexed where they stood: each is what it was, or has grown.
    pub(super) fn numbering(&self, archive: &Archive) -> Numbering {
        let origins = archive.paths().unwrap_or_default();
        let mut numbers = HashMap::new();
        // A file that was read anew stands there twice; the later one counts.
        archive.sources.each(&mut |number, path, _| {
            if let Some(name) = name(&origins, path) {
                numbers.insert(name, (number, path.to_owned()));
            }
        });
        let holding = |mark: &SourceMark| {
            let (number, path) = numbers.get(&mark.name)?;
            mark.holds_for(path).then_some(*number)
        };
        Numbering::of(self.sources.iter().map(holding).collect())
    }

    /// Takes in the sources of these cables as they are now: those that are known, where they stand, others behind them.
    pub(super) fn take_in(
        &mut self,
        numbering: &mut Numbering,
        archive: &Archive,
        places: &[Place],
    ) -> Result<(), IndexError> {
        let origins = archive.paths().unwrap_or_default();
        let mut seen = vec![false; places.iter().map(|place| place.source as usize + 1).max().unwrap_or(0)];
        for place in places {
            if let Some(seen) = seen.get_mut(place.source as usize)
                && !std::mem::replace(seen, true)
            {
                let path = archive.source_path(place.source).ok_or(IndexError::NoFile)?;
                let name = name(&origins, &path).ok_or(IndexError::NoFile)?;
                let now = SourceMark::of(name, &path)?;
                let known = numbering.stored.get(&place.source).copied();
                match known.and_then(|stored| self.sources.get_mut(stored as usize)) {
                    Some(before) if before.is(&now) => {}
                    Some(before) => *before = now,
                    None => {
                        self.sources.push(now);
                        numbering.push(place.source);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the checksums of the sources that have none yet.
    pub(super) fn seal(&mut self, numbering: &Numbering, archive: &Archive) -> io::Result<()> {
        self.sources.iter_mut().zip(&numbering.open).try_for_each(|(mark, number)| {
            match number.and_then(|number| archive.source_path(number)) {
                Some(path) => mark.seal(&path),
                None => Ok(()),
            }
        })
    }
}

/// Numbers of sources, in a manifest and in the archive that is open.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By the number in the manifest; none where the source does not hold what was indexed.
    open: Vec<Option<u32>>,
    /// By the number in the archive.
    stored: HashMap<u32, u32>,
}

/// The number of a source that is not there.
const NOWHERE: u32 = u32::MAX;

impl Numbering {
    fn of(open: Vec<Option<u32>>) -> Self {
        let known = (0..).zip(&open).filter_map(|(stored, number)| Some(((*number)?, stored)));
        Numbering { stored: known.collect(), open }
    }

    fn push(&mut self, number: u32) {
        self.stored.insert(number, u32::try_from(self.open.len()).unwrap_or(NOWHERE));
        self.open.push(Some(number));
    }

    /// Where a cable of a run stands in the archive.
    pub(super) fn opened(&self, place: Place) -> Place {
        Place { source: self.open.get(place.source as usize).copied().flatten().unwrap_or(NOWHERE), ..place }
    }

    /// Whether a place that was [`opened`](Numbering::opened) is anywhere.
    pub(super) fn is_somewhere(place: &Place) -> bool {
        place.source != NOWHERE
    }

    /// How a run tells where a cable stands.
    pub(super) fn stored(&self, place: Place) -> Place {
        Place { source: self.stored.get(&place.source).copied().unwrap_or(NOWHERE), ..place }
    }
}

/// What names a source at any start; `None` where it does not lie in any of these paths.
fn name(origins: &[PathBuf], path: &Path) -> Option<String> {
    let within = |(number, origin): (usize, &PathBuf)| Some((number, path.strip_prefix(origin).ok()?));
    let (number, below) = origins.iter().enumerate().find_map(within)?;
    // A name may be no text at all.
    Some(format!("{number}/{}", below.as_os_str().as_encoded_bytes().escape_ascii()))
}

impl SourceMark {
    /// A source as it is now.
    fn of(name: String, path: &Path) -> io::Result<SourceMark> {
        let mut mark = SourceMark::stamp(name, path)?;
        if mark.written.is_none() {
            mark.seal(path)?;
        }
        Ok(mark)
    }

    fn stamp(name: String, path: &Path) -> io::Result<SourceMark> {
        let what = fs::metadata(path)?;
        let written = what.modified().ok();
        let settled = written.filter(|written| written.elapsed().is_ok_and(|age| age > SETTLED));
        let written = settled.and_then(|written| written.duration_since(SystemTime::UNIX_EPOCH).ok());
        Ok(SourceMark { name, len: what.len(), written, sum: None })
    }

    /// Adds the checksum.
    fn seal(&mut self, path: &Path) -> io::Result<()> {
        if self.sum.is_none() {
            self.sum = Some(sum(path, self.len)?);
        }
        Ok(())
    }

    /// Whether the bytes that were indexed still stand there, more behind them perhaps.
    fn holds_for(&self, path: &Path) -> bool {
        let Ok(now) = SourceMark::stamp(String::new(), path) else { return false };
        let untouched = self.written.is_some() && (self.written, self.len) == (now.written, now.len);
        let same = || self.len <= now.len && self.sum.is_some() && sum(path, self.len).ok() == self.sum;
        untouched || same()
    }

    /// The same, where the source has not been written since.
    fn is(&self, now: &SourceMark) -> bool {
        self.written.is_some() && (&self.name, self.len, self.written) == (&now.name, now.len, now.written)
    }
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

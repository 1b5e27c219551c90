//! Writing an index: runs of cables that follow each other in time, the newest first, by two threads side by side.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io, thread};

use tantivy::TantivyDocument;
use tantivy::directory::MmapDirectory;

use super::manifest::{Manifest, Numbering, RunMark};
use super::run::Run;
use super::schema;
use super::{Index, IndexError};
use crate::archive::query::Facts;
use crate::archive::search::ask_chunk;
use crate::archive::{Archive, Place, cache, row};

/// How many threads write. More than two would leave nothing for the reader of the screen.
const WRITERS: usize = 2;

/// The sizes of the runs, the last for all others: small at first, so that the newest cables can soon be found.
const SIZES: &[usize] = &[2_500, 2_500, 5_000, 5_000, 10_000, 10_000, 16_000];

/// So many runs of about the same size stay as they are. More, from an archive that grew often, would make each question
/// slow: their cables are indexed again, together, and so each cable a few times at the most.
const ALIKE: usize = 12;

/// Cables that are read together.
const TOGETHER: usize = 64;

/// Memory of a writer before it must write: more than a run needs, so that a run is one segment.
const MEMORY: usize = 1 << 30;

/// How an index is written.
#[derive(Debug, Clone, Copy)]
pub struct Way<'a> {
    /// The sizes of the runs, the last for all that follow.
    pub runs: &'a [usize],
    /// Gives way to everything else that wants the processor.
    pub gentle: bool,
}

impl Default for Way<'_> {
    fn default() -> Self {
        Way { runs: SIZES, gentle: false }
    }
}

/// How far the writing of an index is.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Cables that can be found with the index.
    pub held: usize,
    /// Cables that have been read, those that are held included.
    pub done: usize,
    /// Cables that there are.
    pub of: usize,
    runs: Option<&'a [Arc<Run>]>,
}

impl Written<'_> {
    /// The index as it is now, set against these cables; `None` where it is what it was.
    pub(in crate::archive) fn index(&self, places: &[Place]) -> Option<Index> {
        self.runs.map(|runs| Index::of(runs.to_vec(), places))
    }
}

/// Indexes the cables that the index in `folder` does not hold yet; `places` are in the order of time, the newest first.
/// `on` hears how far it is, from the threads that write.
///
/// Stops soon after `stop` is set; what was whole stays. Killed at any moment, the folder holds the runs that were whole.
/// Runs of which most cables do not stand where they stood are taken away first.
///
/// # Errors
///
/// Where the folder cannot be written, or another process is writing it.
pub fn build(
    archive: &Archive,
    places: &[Place],
    folder: &Path,
    way: Way<'_>,
    stop: &AtomicBool,
    on: &(dyn Fn(Written<'_>) + Sync),
) -> Result<(), IndexError> {
    let _lock = cache::lock(folder)?.ok_or(IndexError::Busy)?;
    let (manifest, numbering, runs) = begin(archive, places, folder, way.runs)?;
    let held: HashSet<Place> = runs.iter().flat_map(|run| &run.places).copied().collect();
    let missing: Vec<Place> = places.iter().filter(|place| !held.contains(place)).copied().collect();
    let of = places.len();
    let done = AtomicUsize::new(of - missing.len());
    on(Written { held: of - missing.len(), done: of - missing.len(), of, runs: Some(&runs) });
    let ranges = ranges(missing.len(), way.runs);
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let written = Mutex::new((manifest, runs, of - missing.len()));
    let lock = || written.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || -> Result<(), IndexError> {
        if way.gentle {
            give_way();
        }
        while !stop.load(Ordering::Relaxed) && !failed.load(Ordering::Relaxed) {
            let Some(range) = ranges.get(next.fetch_add(1, Ordering::Relaxed)) else { return Ok(()) };
            let name = fresh_folder(&lock().0, folder, range.start)?;
            let places = missing.get(range.clone()).unwrap_or_default();
            let whole = write_run((archive, &numbering), places, &folder.join(&name), stop, &|cables| {
                let (done, held) = (done.fetch_add(cables, Ordering::Relaxed) + cables, lock().2);
                on(Written { held, done, of, runs: None });
            })?;
            let Some(run) = whole else { return Ok(()) };
            let (manifest, runs, held) = &mut *lock();
            manifest.runs.push(RunMark { folder: name, cables: run.len() });
            manifest.write(folder)?;
            *held += run.len() as usize;
            runs.push(Arc::new(run));
            on(Written { held: *held, done: done.load(Ordering::Relaxed), of, runs: Some(runs) });
        }
        Ok(())
    };
    thread::scope(|scope| {
        let guarded = || work().inspect_err(|_| failed.store(true, Ordering::Relaxed));
        let spawn = |_| thread::Builder::new().name("indexer".to_owned()).spawn_scoped(scope, guarded);
        let writers = (0..WRITERS.min(ranges.len())).map(spawn).collect::<io::Result<Vec<_>>>()?;
        // All are waited for before one of them fails.
        let ended: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        ended.into_iter().try_for_each(|end| end.unwrap_or(Err(IndexError::Damaged)))
    })?;
    if stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    let manifest = &mut lock().0;
    // A source that cannot be read any more needs no checksum to be no longer what it was.
    if manifest.seal(&numbering, archive).is_ok() { manifest.write(folder) } else { Ok(()) }
}

/// Lets everything else go first that wants the processor. Elsewhere than on Linux that would hold for the whole program.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// What the folder holds and can be built on; what cannot, and what nobody finished, is deleted.
fn begin(
    archive: &Archive,
    places: &[Place],
    folder: &Path,
    sizes: &[usize],
) -> Result<(Manifest, Numbering, Vec<Arc<Run>>), IndexError> {
    let mut manifest = Manifest::read(folder).unwrap_or_default();
    let mut numbering = manifest.numbering(archive);
    let mut runs = Vec::new();
    manifest.runs.retain(|mark| match Run::open(&folder.join(&mark.folder), &numbering) {
        Ok(run) if run.len() == mark.cables && run.standing() * 2 >= run.places.len() => {
            runs.push(Arc::new(run));
            true
        }
        _ => false,
    });
    let lens: Vec<u32> = runs.iter().map(|run| run.len()).collect();
    let stays = |len: u32| !is_crowded(&lens, len, sizes.last().copied().unwrap_or_default());
    manifest.runs.retain(|mark| stays(mark.cables));
    runs.retain(|run| stays(run.len()));
    if runs.is_empty() {
        (manifest, numbering) = Default::default();
    }
    manifest.take_in(&mut numbering, archive, places)?;
    manifest.write(folder)?;
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("run-") && manifest.runs.iter().all(|run| run.folder != name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok((manifest, numbering, runs))
}

/// Whether too many of the runs that hold so many cables are about as large as one of them; those of about `full` size are as
/// large as [`ranges`] makes them.
fn is_crowded(lens: &[u32], len: u32, full: usize) -> bool {
    let is_part = |len: u32| len > 0 && (len as usize) < full / WRITERS;
    let alike = |other: &&u32| is_part(**other) && other.ilog(4) == len.ilog(4);
    is_part(len) && lens.iter().filter(alike).count() > ALIKE
}

/// Stretches of so many cables, in these sizes. Those that follow the last are of one size, and so many that all writers end
/// together: else one would write while the others are done.
fn ranges(cables: usize, sizes: &[usize]) -> Vec<Range<usize>> {
    let (first, largest) = sizes.split_last().map_or((sizes, cables), |(last, first)| (first, *last));
    let (mut ranges, mut start) = (Vec::new(), 0);
    let mut add = |size: usize| {
        let end = cables.min(start + size.max(1));
        ranges.extend((start < end).then_some(start..end));
        start = end;
    };
    first.iter().for_each(|size| add(*size));
    let rest = cables.saturating_sub(first.iter().sum());
    let count = rest.div_ceil(largest.max(1)).next_multiple_of(WRITERS);
    (0..count).for_each(|_| add(rest.div_ceil(count)));
    ranges
}

/// Makes a folder for a run, of a name that no other has.
fn fresh_folder(manifest: &Manifest, folder: &Path, from: usize) -> Result<String, IndexError> {
    let taken = |name: &String| manifest.runs.iter().any(|run| run.folder == *name) || folder.join(name).exists();
    let mut names = (from..).map(|number| format!("run-{number:08x}"));
    let name = names.find(|name| !taken(name)).ok_or(IndexError::Damaged)?;
    fs::create_dir(folder.join(&name))?;
    Ok(name)
}

/// Writes one run and opens it; `None` where it was stopped. `on` hears how many cables more were read.
fn write_run(
    (archive, numbering): (&Archive, &Numbering),
    places: &[Place],
    folder: &Path,
    stop: &AtomicBool,
    on: &dyn Fn(usize),
) -> Result<Option<Run>, IndexError> {
    let (schema, fields) = schema::schema();
    let builder = tantivy::Index::builder().schema(schema).tokenizers(schema::tokenizers());
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(MmapDirectory::open(folder)?, MEMORY)?;
    let mut buffer = Vec::new();
    for places in places.chunks(TOGETHER) {
        let stopped = || stop.load(Ordering::Relaxed);
        let (entries, _) = ask_chunk(archive, places, &mut buffer, &stopped, &|source, bytes, place| {
            let document = row::unchecked(source, bytes, place.record);
            Some(schema::entry(fields, &Facts::new(&document), numbering.stored(place)))
        });
        if stopped() {
            return Ok(None);
        }
        for (_, entry) in entries {
            writer.add_document(entry)?;
        }
        on(places.len());
    }
    writer.finalize()?;
    Ok(Some(Run::open(folder, numbering)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_one_size_do_not_become_many() {
        let whole: Vec<u32> = ranges(1_000_000, SIZES).iter().map(|range| range.len() as u32).collect();
        assert!(whole.iter().all(|len| !is_crowded(&whole, *len, 16_000)), "what was made at once stays");
        let grown = [vec![3; 13], vec![100; 12], vec![16_000; 40]].concat();
        let crowded: Vec<u32> = grown.iter().copied().filter(|len| is_crowded(&grown, *len, 16_000)).collect();
        assert_eq!(crowded, [3; 13]);
    }

    #[test]
    fn ranges_grow_and_cover_all() {
        let all = ranges(100_000, SIZES);
        assert_eq!(all.first(), Some(&(0..2_500)));
        assert!(all.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(all.last().map(|range| range.end), Some(100_000));
        assert!(ranges(0, SIZES).is_empty());
        assert_eq!(ranges(3, &[0]).len(), 3);
    }

    #[test]
    fn the_last_runs_are_alike_so_that_no_writer_waits() {
        for cables in [60_000, 100_000, 251_287, 1_000_001] {
            let lens: Vec<usize> =
                ranges(cables, SIZES).iter().skip(SIZES.len() - 1).map(ExactSizeIterator::len).collect();
            assert_eq!(lens.len() % WRITERS, 0, "{cables}");
            let (least, most) = (lens.iter().min().unwrap(), lens.iter().max().unwrap());
            assert!(*most <= 16_000 && most - least < lens.len(), "{cables}: {lens:?}");
        }
    }
}

//! Writing an index: runs of cables that follow each other in time, the newest first, by two threads side by side.

use std::fs::{self, File, TryLockError};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, TantivyDocument};

use super::IndexError;
use super::manifest::{Manifest, RunMark, SourceMark};
use super::run::Run;
use super::schema::{self, Fields};
use crate::archive::query::Facts;
use crate::archive::search::ask_chunk;
use crate::archive::{Archive, Place, row};

/// How many threads write. More than two would leave nothing for the reader of the screen.
const WRITERS: usize = 2;

/// The sizes of the runs, the last for all others: small at first, so that the newest cables can soon be found.
const SIZES: &[usize] = &[2_500, 2_500, 5_000, 5_000, 10_000, 10_000, 16_000];

/// Cables that are read together.
const TOGETHER: usize = 256;

/// Memory of a writer before it must write: more than a run needs, so that a run is one segment.
const MEMORY: usize = 1 << 30;

/// Indexes the cables that the index in `folder` does not hold yet; `places` are in the order of time, the newest first.
/// `on` hears how many are in the index after each run.
///
/// Stops soon after `stop` is set; what was whole stays. Killed at any moment, the folder holds the runs that were whole.
///
/// # Errors
///
/// Where the folder cannot be written, or another process is writing it.
pub fn build(
    archive: &Archive,
    places: &[Place],
    folder: &Path,
    stop: &AtomicBool,
    on: &(dyn Fn(usize) + Sync),
) -> Result<(), IndexError> {
    build_runs(archive, places, folder, SIZES, stop, on)
}

/// As [`build`], with the sizes of the runs, of which the last holds for all that follow.
///
/// # Errors
///
/// As [`build`].
pub fn build_runs(
    archive: &Archive,
    places: &[Place],
    folder: &Path,
    sizes: &[usize],
    stop: &AtomicBool,
    on: &(dyn Fn(usize) + Sync),
) -> Result<(), IndexError> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(IndexError::Busy),
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    let manifest = begin(archive, places, folder)?;
    let held = held(&manifest, folder);
    let missing: Vec<Place> = places.iter().filter(|place| !held.contains(place)).copied().collect();
    let ranges = ranges(missing.len(), sizes);
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let manifest = Mutex::new(manifest);
    let work = || -> Result<(), IndexError> {
        while !stop.load(Ordering::Relaxed) && !failed.load(Ordering::Relaxed) {
            let Some(range) = ranges.get(next.fetch_add(1, Ordering::Relaxed)) else { return Ok(()) };
            let places = missing.get(range.clone()).unwrap_or_default();
            let name = format!("run-{:08x}", fresh_number(&manifest, folder, range.start)?);
            let Some(cables) = write_run(archive, places, &folder.join(&name), stop)? else { return Ok(()) };
            let mut manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
            manifest.runs.push(RunMark { folder: name, cables });
            manifest.write(folder)?;
            on(manifest.runs.iter().map(|run| run.cables as usize).sum());
        }
        Ok(())
    };
    thread::scope(|scope| {
        let guarded = || work().inspect_err(|_| failed.store(true, Ordering::Relaxed));
        let others: Vec<_> = (1..WRITERS).map(|_| scope.spawn(guarded)).collect();
        let own = guarded();
        others.into_iter().fold(own, |result, other| match other.join() {
            Ok(theirs) => result.and(theirs),
            Err(_) => result.and(Err(IndexError::Damaged)),
        })
    })
}

/// What the folder holds and can be built on; what cannot, and what nobody finished, is deleted.
fn begin(archive: &Archive, places: &[Place], folder: &Path) -> Result<Manifest, IndexError> {
    let sources = places.iter().map(|place| place.source).max().map_or(0, |last| last + 1);
    let marks = (0..sources).map(|number| {
        let path = archive.source_path(number).ok_or(IndexError::NoFile)?;
        SourceMark::of(&path, None).map_err(IndexError::from)
    });
    let marks = marks.collect::<Result<Vec<_>, _>>()?;
    let mut manifest = match Manifest::read(folder).filter(|manifest| manifest.holds_for(archive)) {
        Some(manifest) => Manifest { sources: marks, ..manifest },
        None => Manifest::new(marks),
    };
    manifest.runs.retain(|run| Run::open(&folder.join(&run.folder)).is_ok_and(|open| open.len() == run.cables));
    manifest.write(folder)?;
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("run-") && manifest.runs.iter().all(|run| run.folder != name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(manifest)
}

fn held(manifest: &Manifest, folder: &Path) -> std::collections::HashSet<Place> {
    let runs = manifest.runs.iter().filter_map(|run| Run::open(&folder.join(&run.folder)).ok());
    runs.flat_map(|run| run.places).collect()
}

/// Stretches of so many cables, in these sizes.
fn ranges(cables: usize, sizes: &[usize]) -> Vec<Range<usize>> {
    let (mut ranges, mut start) = (Vec::new(), 0);
    while start < cables {
        let size = sizes.get(ranges.len()).or(sizes.last()).copied().unwrap_or(cables).max(1);
        let end = cables.min(start + size);
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// A number that no run of the folder has.
fn fresh_number(manifest: &Mutex<Manifest>, folder: &Path, from: usize) -> Result<usize, IndexError> {
    let manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
    let taken = |number: &usize| {
        let name = format!("run-{number:08x}");
        manifest.runs.iter().any(|run| run.folder == name) || folder.join(name).exists()
    };
    // Two writers begin at different places, and each makes its folder before it asks again.
    let number = (from..).find(|number| !taken(number)).ok_or(IndexError::Damaged)?;
    fs::create_dir(folder.join(format!("run-{number:08x}")))?;
    Ok(number)
}

/// Writes one run; `None` where it was stopped.
fn write_run(archive: &Archive, places: &[Place], folder: &Path, stop: &AtomicBool) -> Result<Option<u32>, IndexError> {
    let (schema, fields) = schema::schema();
    let builder = Index::builder().schema(schema).tokenizers(schema::tokenizers());
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(MmapDirectory::open(folder)?, MEMORY)?;
    let (mut buffer, mut cables) = (Vec::new(), 0);
    for places in places.chunks(TOGETHER) {
        let stopped = || stop.load(Ordering::Relaxed);
        let (entries, _) = ask_chunk(archive, places, &mut buffer, &stopped, &|source, bytes, place| {
            Some(entry(fields, &row::document(source, bytes, place.record), place))
        });
        if stopped() {
            return Ok(None);
        }
        for (_, entry) in entries {
            writer.add_document(entry)?;
            cables += 1;
        }
    }
    writer.finalize()?;
    Ok(Some(cables))
}

fn entry(fields: Fields, document: &crate::archive::Document, place: Place) -> TantivyDocument {
    schema::entry(fields, &Facts::new(document), place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_grow_and_cover_all() {
        let all = ranges(100_000, SIZES);
        assert_eq!(all.first(), Some(&(0..2_500)));
        assert!(all.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(all.last().map(|range| range.end), Some(100_000));
        assert!(ranges(0, SIZES).is_empty());
        assert_eq!(ranges(3, &[0]).len(), 3);
    }
}

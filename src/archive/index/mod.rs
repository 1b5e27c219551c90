//! The full-text index: a cache of what a scan would find, safe to delete.
//!
//! The cables are known in the order of time before they are indexed, so the index is made of *runs*: stretches of that order,
//! the newest first, each an index of its own with one segment in that same order. Two threads write two runs side by side,
//! and still the first hits in the order of time are those of the first run, then of the second: a walk that stops early
//! needs no sorting, no matter who wrote what. Runs are small at first, so that the newest cables are found soon.
//!
//! `schema` says what of a cable stands in a run, `run` what it answers, `write` how runs are written, and `manifest` which of
//! them are whole. What only the text can tell (regular expressions, checks of markings) is left open, and the search reads
//! the text of what is left.

mod bits;
mod manifest;
mod run;
mod schema;
mod write;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::query::Matcher;
use super::search::Hit;
use super::{Archive, Place};
use manifest::Manifest;
use run::Run;

pub use write::{build, build_runs};

/// Why an index cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process writes it.
    #[error("another window is indexing these cables")]
    Busy,
    /// A source is no file, and there is nothing to find it by again.
    #[error("what came through a pipe is searched without an index")]
    NoFile,
    /// It is not what was written.
    #[error("the index is damaged; it will be made anew")]
    Damaged,
    /// The file system says no.
    #[error("the index cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The index says no.
    #[error("the index cannot be read or written: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
}

impl From<tantivy::directory::error::OpenDirectoryError> for IndexError {
    fn from(error: tantivy::directory::error::OpenDirectoryError) -> Self {
        IndexError::Tantivy(error.into())
    }
}

/// The runs of an index that are whole, set against the cables of an archive that is open.
pub struct Index {
    /// By their newest cable.
    runs: Vec<BoundRun>,
    /// Numbers of the cables that no run holds.
    missing: Vec<u32>,
    held: usize,
}

struct BoundRun {
    run: Arc<Run>,
    /// For each cable of the run its number in the archive's order; none for one that is gone.
    order: Vec<Option<u32>>,
    first: u32,
}

/// A cable that was found, or that must be looked at.
pub(super) struct Candidate {
    /// Its number in the archive's order.
    pub number: u32,
    /// The hit, where the index is sure.
    pub hit: Option<Hit>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} cables in {} runs", self.held, self.runs.len())
    }
}

impl Index {
    /// Opens what is whole of the index in a folder; `places` are the archive's cables in the order of the answers.
    ///
    /// # Errors
    ///
    /// Where there is no index of these cables, or it is damaged: then it is built anew.
    pub fn open(archive: &Archive, places: &[Place], folder: &Path) -> Result<Index, IndexError> {
        let manifest =
            Manifest::read(folder).filter(|manifest| manifest.holds_for(archive)).ok_or(IndexError::Damaged)?;
        let mut numbers: HashMap<Place, u32> = (0..).zip(places).map(|(number, place)| (*place, number)).collect();
        let (mut runs, mut held) = (Vec::new(), 0);
        for mark in &manifest.runs {
            let run = Run::open(&folder.join(&mark.folder))?;
            if run.len() != mark.cables {
                return Err(IndexError::Damaged);
            }
            let order: Vec<_> = run.places.iter().map(|place| numbers.remove(place)).collect();
            held += order.iter().flatten().count();
            if let Some(first) = order.iter().flatten().min().copied() {
                runs.push(BoundRun { run: Arc::new(run), order, first });
            }
        }
        runs.sort_by_key(|run| run.first);
        let mut missing: Vec<u32> = numbers.into_values().collect();
        missing.sort_unstable();
        Ok(Index { runs, missing, held })
    }

    /// How many cables it holds.
    pub fn held(&self) -> usize {
        self.held
    }

    /// The numbers of the cables that it does not hold, in order.
    pub(super) fn missing(&self) -> &[u32] {
        &self.missing
    }

    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Whether no cable behind this run comes before `number`.
    pub(super) fn is_settled(&self, run: usize, number: u32) -> bool {
        self.runs.get(run + 1).is_none_or(|next| number < next.first)
    }

    /// The cables of a run that are meant or may be, in the archive's order, no more than `most`.
    pub(super) fn candidates(&self, run: usize, matcher: &Matcher, most: usize) -> io::Result<Vec<Candidate>> {
        let Some(BoundRun { run, order, .. }) = self.runs.get(run) else { return Ok(Vec::new()) };
        let answer = run.answer(matcher.root(), matcher.known())?;
        let mut found = Vec::new();
        for doc in answer.possible.iter() {
            let Some(number) = order.get(doc as usize).copied().flatten() else { continue };
            let hit = answer.certain.contains(doc).then(|| run.places.get(doc as usize)).flatten();
            let hit = hit.map(|place| Hit { place: *place, id: run.id(doc), time: run.time(doc), rank: 0.0 });
            found.push(Candidate { number, hit });
            if found.len() == most {
                break;
            }
        }
        found.sort_by_key(|candidate| candidate.number);
        Ok(found)
    }

    /// The numbers of all cables of a run.
    pub(super) fn numbers(&self, run: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> =
            self.runs.get(run).map(|run| run.order.iter().flatten().copied().collect()).unwrap_or_default();
        numbers.sort_unstable();
        numbers
    }

    /// How many cables of a run are certainly meant, and the numbers of those that may be.
    pub(super) fn count(&self, run: usize, matcher: &Matcher) -> io::Result<(usize, Vec<u32>)> {
        let Some(BoundRun { run, order, .. }) = self.runs.get(run) else { return Ok((0, Vec::new())) };
        let answer = run.answer(matcher.root(), matcher.known())?;
        let number = |doc: u32| order.get(doc as usize).copied().flatten();
        let whole = order.iter().all(Option::is_some);
        let certain = if whole { answer.certain.count() } else { answer.certain.iter().filter_map(number).count() };
        let open = answer.possible.and(&answer.certain.not());
        Ok((certain, open.iter().filter_map(number).collect()))
    }
}

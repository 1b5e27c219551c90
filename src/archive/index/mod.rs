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

mod manifest;
mod run;
mod schema;
mod words;
mod write;

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use super::query::Matcher;
use super::query::ast::Term;
use super::search::{Answer, Hit};
use super::{Archive, Bits, Place, cache};
use manifest::{Manifest, RunMark};
use run::Run;

pub use write::{Way, Written, build};

/// The name of the index in the [cache folder](super::cache::Folder) of its archive.
pub const FOLDER: &str = "index";

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

/// The numbers of cables by their places.
struct Numbers<'a> {
    places: &'a [Place],
    /// By source and record, which name a cable; the place tells whether it is the same.
    by_record: Vec<Vec<Option<u32>>>,
}

impl<'a> Numbers<'a> {
    fn of(places: &'a [Place]) -> Self {
        let mut by_record: Vec<Vec<Option<u32>>> = Vec::new();
        for (number, place) in (0..).zip(places) {
            let (source, record) = (place.source as usize, place.record as usize);
            if by_record.len() <= source {
                by_record.resize_with(source + 1, Vec::new);
            }
            if let Some(records) = by_record.get_mut(source) {
                if records.len() <= record {
                    records.resize(record + 1, None);
                }
                records[record] = Some(number);
            }
        }
        Numbers { places, by_record }
    }

    /// The number of a place, given once.
    fn take(&mut self, place: &Place) -> Option<u32> {
        let known = self.by_record.get_mut(place.source as usize)?.get_mut(place.record as usize)?;
        let same = known.is_some_and(|number| self.places.get(number as usize) == Some(place));
        if same { known.take() } else { None }
    }

    /// The numbers that were not given, in order.
    fn rest(self) -> Vec<u32> {
        let mut rest: Vec<u32> = self.by_record.into_iter().flatten().flatten().collect();
        rest.sort_unstable();
        rest
    }
}

struct BoundRun {
    run: Arc<Run>,
    /// For each cable of the run its number in the archive's order; none for one that is gone.
    order: Vec<Option<u32>>,
    /// Those that are not gone, by their numbers in the run.
    listed: Bits,
    first: u32,
}

/// What ranks the cables of a run.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// Those that are certainly meant: number, number in the run, bytes of the record.
    pub certain: Vec<(u32, u32, u64)>,
    /// For each of the words how often it stands in each cable of the run.
    pub times: Vec<Vec<f32>>,
    /// For each of the words how many cables hold it.
    pub holding: Vec<u32>,
    /// Those that must be looked at.
    pub open: Vec<u32>,
}

/// What is asked of the runs.
pub(super) struct Asked<'a> {
    pub matcher: &'a Matcher,
    /// Terms that something else has answered, in numbers of the archive's order.
    pub beside: &'a [(Term, Bits)],
}

/// A cable that was found, or that must be looked at.
pub(super) struct Candidate {
    /// Its number in the archive's order.
    pub number: u32,
    /// Its number in the run.
    pub doc: u32,
    /// Whether the index is sure that it is meant.
    pub sure: bool,
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
    /// Where there is no index, or it is damaged: then it is built anew.
    pub fn open(archive: &Archive, places: &[Place], folder: &Path) -> Result<Index, IndexError> {
        Ok(Index::of(runs(archive, folder)?, places))
    }

    /// An index of these runs, set against these cables.
    fn of(runs: Vec<Arc<Run>>, places: &[Place]) -> Index {
        let mut numbers = Numbers::of(places);
        let bind = |run: Arc<Run>| {
            let order: Vec<_> = run.places.iter().map(|place| numbers.take(place)).collect();
            let first = order.iter().flatten().min().copied().unwrap_or(u32::MAX);
            let listed = (0..).zip(&order).filter(|(_, number)| number.is_some()).map(|(doc, _)| doc);
            BoundRun { listed: Bits::none(run.len()).with(listed), run, order, first }
        };
        let mut runs: Vec<BoundRun> = runs.into_iter().map(bind).collect();
        runs.sort_by_key(|run| run.first);
        let missing = numbers.rest();
        Index { runs, held: places.len() - missing.len(), missing }
    }

    /// The same runs, set against the cables of a later snapshot of the archive.
    pub(super) fn bound_to(&self, places: &[Place]) -> Index {
        Index::of(self.runs.iter().map(|bound| Arc::clone(&bound.run)).collect(), places)
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
    pub(super) fn candidates(&self, run: usize, asked: &Asked<'_>, most: usize) -> io::Result<Vec<Candidate>> {
        let Some(bound) = self.runs.get(run) else { return Ok(Vec::new()) };
        let answer = bound.ask(asked)?;
        let mut found = Vec::new();
        for doc in answer.possible.iter() {
            let Some(number) = bound.order.get(doc as usize).copied().flatten() else { continue };
            found.push(Candidate { number, doc, sure: answer.certain.contains(doc) });
            if found.len() == most {
                break;
            }
        }
        found.sort_by_key(|candidate| candidate.number);
        Ok(found)
    }

    /// How often the words of the query stand in the cables of a run that are certainly meant, for ranking them.
    pub(super) fn times(&self, run: usize, asked: &Asked<'_>) -> io::Result<Times> {
        let Some(bound) = self.runs.get(run) else { return Ok(Times::default()) };
        let answer = bound.ask(asked)?;
        let number = |doc: u32| bound.order.get(doc as usize).copied().flatten();
        let mut found = Times {
            certain: Vec::new(),
            open: answer.possible.and(&answer.certain.clone().not()).iter().filter_map(number).collect(),
            ..Times::default()
        };
        for doc in answer.certain.iter() {
            let len = bound.run.places.get(doc as usize).map_or(0, |place| place.len);
            found.certain.extend(number(doc).map(|number| (number, doc, len)));
        }
        for (term, pattern) in asked.matcher.ranked() {
            found.times.push(bound.run.times(term.field, pattern, &answer.certain)?);
            let holding = bound.run.words(term.field, pattern)?.and(&bound.listed);
            found.holding.push(u32::try_from(holding.count()).unwrap_or(u32::MAX));
        }
        Ok(found)
    }

    /// How many cables hold a word in their subject or body, nearly: one that holds it in both counts twice.
    pub(super) fn holding(&self, word: &str) -> io::Result<u64> {
        self.runs.iter().try_fold(0, |sum, bound| Ok(sum + bound.run.holding(word)?))
    }

    /// The numbers of the cables that hold a word in their subject or body; some twice.
    pub(super) fn each_holding(&self, word: &str, on: &mut dyn FnMut(u32)) -> io::Result<()> {
        self.runs.iter().try_for_each(|bound| {
            bound.run.each_holding(word, &mut |doc| {
                bound.order.get(doc as usize).copied().flatten().into_iter().for_each(&mut *on);
            })
        })
    }

    /// A cable of a run.
    pub(super) fn hit(&self, run: usize, doc: u32) -> Option<Hit> {
        let run = &self.runs.get(run)?.run;
        Some(Hit { place: *run.places.get(doc as usize)?, id: run.id(doc), time: run.time(doc), rank: 0.0 })
    }

    /// Adds the numbers of the cables of a run that are certainly meant, and of those that may be.
    pub(super) fn answer(
        &self,
        run: usize,
        asked: &Asked<'_>,
        certain: &mut Vec<u32>,
        open: &mut Vec<u32>,
    ) -> io::Result<()> {
        let Some(run) = self.runs.get(run) else { return Ok(()) };
        let answer = run.ask(asked)?;
        let number = |doc: u32| run.order.get(doc as usize).copied().flatten();
        certain.extend(answer.certain.iter().filter_map(number));
        open.extend(answer.possible.and(&answer.certain.not()).iter().filter_map(number));
        Ok(())
    }

    /// The numbers of all cables of a run.
    pub(super) fn numbers(&self, run: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> =
            self.runs.get(run).map(|run| run.order.iter().flatten().copied().collect()).unwrap_or_default();
        numbers.sort_unstable();
        numbers
    }
}

/// What stands in the folder of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Cables that it holds; none where it does not fit the archive as it is now, and will be made anew.
    pub cables: Option<usize>,
    /// Bytes on disk.
    pub bytes: u64,
}

/// Looks what stands in a folder; `None` where there is no index at all.
pub fn stored(archive: &Archive, folder: &Path) -> Option<Stored> {
    let bytes = bytes_in(folder).ok()?;
    let cables = runs(archive, folder).ok().map(|runs| runs.iter().map(|run| run.standing()).sum());
    // Where nothing stands any more, all will be made anew.
    Some(Stored { cables: cables.filter(|cables| *cables > 0), bytes })
}

fn bytes_in(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)?.flatten() {
        let what = entry.metadata()?;
        bytes += if what.is_dir() { bytes_in(&entry.path())? } else { what.len() };
    }
    Ok(bytes)
}

/// Takes an index away.
///
/// # Errors
///
/// Where another process writes it, or the system says no.
pub fn clear(folder: &Path) -> Result<(), IndexError> {
    if folder.exists() {
        let _lock = cache::lock(folder)?.ok_or(IndexError::Busy)?;
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// The runs in a folder that are whole.
fn runs(archive: &Archive, folder: &Path) -> Result<Vec<Arc<Run>>, IndexError> {
    let manifest = Manifest::read(folder).ok_or(IndexError::Damaged)?;
    let numbering = manifest.numbering(archive);
    let open = |mark: &RunMark| match Run::open(&folder.join(&mark.folder), &numbering)? {
        run if run.len() == mark.cables => Ok(Arc::new(run)),
        _ => Err(IndexError::Damaged),
    };
    manifest.runs.iter().map(open).collect()
}

impl BoundRun {
    fn ask(&self, asked: &Asked<'_>) -> io::Result<Answer> {
        self.run.answer(asked.matcher, &|term| {
            let (_, numbers) = asked.beside.iter().find(|(known, _)| known == term)?;
            let docs = (0..).zip(&self.order).filter(|(_, number)| number.is_some_and(|it| numbers.contains(it)));
            Some(Bits::none(self.run.len()).with(docs.map(|(doc, _)| doc)))
        })
    }
}

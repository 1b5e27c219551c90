//! What a worker does: one job after the other, each in parts.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use super::plan::Job;
use super::progress::Meter;
use super::ranges::{self, From, RangeRead};
use crate::archive::source::Source;
use crate::archive::sources::Sources;
use crate::archive::visit::{Event, Visit};
use crate::archive::{Place, Trouble};

/// A block is handed over when it has so many cables: few at first, so that a first screen comes soon.
const BATCH: (usize, usize) = (64, 4096);

/// What is made of records, as one worker does it.
pub(in crate::archive) trait Make {
    /// What is handed over from time to time.
    type Made: Default;
    /// Takes the next record; `place` has the number of its source, and of the record, as the worker knows them.
    fn push(&mut self, source: &Source, bytes: &[u8], place: Place, sound: bool);
    /// How many pieces wait to be handed over.
    fn len(&self) -> usize;
    /// Hands over what there is.
    fn take(&mut self) -> Self::Made;
}

/// A part of what a job gives. The parts of a job come in order, those of several jobs mixed.
#[derive(Debug, Default)]
pub(super) struct Part<D> {
    /// Of which job.
    pub(super) job: usize,
    /// Whether it is the last of the job.
    pub(super) last: bool,
    /// Whether the job was stopped before its end.
    pub(super) stopped: bool,
    /// Sources that were opened, in order. Blocks name them by their number in the job.
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) made: D,
    pub(super) troubles: Vec<Trouble>,
    /// Where the job is a range.
    pub(super) range: Option<(Arc<Source>, std::ops::Range<u64>, RangeRead)>,
}

/// Does jobs until there are none.
pub(super) fn work<M: Make>(
    jobs: &Mutex<Receiver<(usize, Job)>>,
    mut making: M,
    (stop, meter): (&AtomicBool, Option<&Meter>),
    parts: &SyncSender<Part<M::Made>>,
) {
    let mut buffer = Vec::new();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, job)) = job else { return };
        let mut worker = Worker { job: number, stop, parts, making: &mut making };
        match job {
            Job::Trouble(trouble) => worker.send(Part { troubles: vec![trouble], last: true, ..Part::default() }),
            Job::Range(source, range) => {
                let from = if range.start == 0 { From::Exactly(0) } else { From::Mark(range.start) };
                let read = ranges::read(&source, from, range.end, stop, worker.making, &mut buffer);
                let (made, stopped) = (worker.making.take(), read.stopped);
                worker.send(Part { made, stopped, range: Some((source, range, read)), last: true, ..Part::default() });
            }
            Job::Files { paths, named } => {
                worker.visit(|visit| {
                    for path in &paths {
                        if visit.file(path, named).is_break() {
                            return;
                        }
                    }
                });
                if let Some(meter) = meter {
                    meter.files(paths.len());
                }
            }
            Job::Memory(name, bytes) => worker.visit(|visit| {
                let _ = visit.memory(&name, &bytes);
            }),
        }
    }
}

struct Worker<'a, M: Make> {
    job: usize,
    stop: &'a AtomicBool,
    parts: &'a SyncSender<Part<M::Made>>,
    making: &'a mut M,
}

impl<M: Make> Worker<'_, M> {
    fn send(&self, part: Part<M::Made>) {
        // Where nobody listens any more, nothing is left to be done.
        let _ = self.parts.send(Part { job: self.job, ..part });
    }

    /// Reads sources from their first byte to their last.
    fn visit(&mut self, way: impl FnOnce(&mut Visit<'_>)) {
        let sources = Sources::default();
        let (mut troubles, mut full, mut told) = (Vec::new(), BATCH.0, 0);
        let new_sources = |told: &mut u32| {
            let new = sources.since(*told);
            *told = sources.len();
            new
        };
        let (stop, job, parts) = (self.stop, self.job, self.parts);
        let making = &mut *self.making;
        way(&mut Visit::new(&sources, stop, &mut |event| match event {
            Event::Trouble(trouble) => troubles.push(trouble),
            Event::Record { source, bytes, place, sound } => {
                making.push(source, bytes, place, sound);
                if making.len() >= full {
                    full = (full * 2).min(BATCH.1);
                    let (sources, troubles) = (new_sources(&mut told), std::mem::take(&mut troubles));
                    let _ = parts.send(Part { job, sources, troubles, made: making.take(), ..Part::default() });
                }
            }
        }));
        let (made, sources) = (self.making.take(), new_sources(&mut told));
        let stopped = self.stop.load(Ordering::Relaxed);
        self.send(Part { sources, troubles, made, stopped, last: true, ..Part::default() });
    }
}

/// A fault of a record as it is told.
pub(in crate::archive) fn fault(path: &Path, record: u64, offset: u64, fault: &str) -> Trouble {
    Trouble { path: path.to_owned(), message: format!("at byte {offset}, record {record}: {fault}") }
}

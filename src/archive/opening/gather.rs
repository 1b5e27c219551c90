//! Puts together what the workers found, in the order of the jobs, and tells of it.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::progress::Meter;
use super::ranges::{self, From, RangeRead};
use super::work::{Made, Making, Part, fault};
use crate::archive::catalogue::{Growing, Interner};
use crate::archive::source::Source;
use crate::archive::sources::Sources;
use crate::archive::visit::TOLD;
use crate::archive::{Opening, Trouble};

/// A growing catalogue is told of when it has grown by a quarter, so that the work of those who look at it does not grow
/// with the square of its size; and at least so often where something is new.
const OFTEN: Duration = Duration::from_millis(100);

/// Puts parts together.
pub(super) struct Gather<'a> {
    growing: &'a mut Growing,
    interner: Arc<Interner>,
    sources: &'a Sources,
    stop: &'a AtomicBool,
    meter: &'a Meter,
    on: &'a mut dyn FnMut(Opening),
    /// The job whose parts are put in now.
    job: usize,
    /// Parts of later jobs.
    waiting: BTreeMap<usize, VecDeque<Part>>,
    /// Number of the first source of the job.
    base: u32,
    ranged: Option<Ranged>,
    /// Rows that have been told of, and when.
    told: (usize, Instant),
    /// Something was stopped: what comes behind it is left out.
    cut: bool,
}

/// A source that is read in ranges.
struct Ranged {
    source: Arc<Source>,
    number: u32,
    /// Where the next record begins.
    next: u64,
    /// Records so far.
    records: u64,
    faults: u64,
}

impl<'a> Gather<'a> {
    pub(super) fn new(
        growing: &'a mut Growing,
        sources: &'a Sources,
        stop: &'a AtomicBool,
        meter: &'a Meter,
        on: &'a mut dyn FnMut(Opening),
    ) -> Self {
        let told = (growing.len(), Instant::now());
        let (job, base, interner) = (0, sources.len(), growing.share());
        let waiting = BTreeMap::new();
        Gather { growing, interner, sources, stop, meter, on, job, waiting, base, ranged: None, told, cut: false }
    }

    /// Takes parts until no worker has any more.
    pub(super) fn all(&mut self, parts: &Receiver<Part>) {
        loop {
            match parts.recv_timeout(OFTEN) {
                Ok(part) => {
                    self.waiting.entry(part.job).or_default().push_back(part);
                    self.put_in();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.tell();
        }
    }

    /// Tells the rest.
    pub(super) fn finish(mut self) {
        self.end_ranged();
        self.growing.rest();
        if self.growing.len() > self.told.0 {
            (self.on)(Opening::Grown(self.growing.catalogue()));
        }
        (self.on)(Opening::Progress(self.meter.now()));
        (self.on)(Opening::Done);
    }

    pub(super) fn say(&mut self, opening: Opening) {
        (self.on)(opening);
    }

    fn tell(&mut self) {
        let (len, (told, at)) = (self.growing.len(), self.told);
        let often = at.elapsed() >= OFTEN;
        if len > told && (often || len >= told + told / 4) {
            (self.on)(Opening::Grown(self.growing.catalogue()));
            self.told.0 = len;
        }
        if often {
            (self.on)(Opening::Progress(self.meter.now()));
            self.told.1 = Instant::now();
        }
    }

    /// Puts in what is next, as far as it is there.
    fn put_in(&mut self) {
        while let Some(parts) = self.waiting.get_mut(&self.job) {
            let Some(part) = parts.pop_front() else { return };
            if part.last {
                self.waiting.remove(&self.job);
                self.job += 1;
            }
            if !self.cut {
                self.part(part);
            }
        }
    }

    fn part(&mut self, mut part: Part) {
        self.cut = part.stopped;
        for trouble in part.troubles.drain(..) {
            (self.on)(Opening::Trouble(trouble));
        }
        if let Some((source, range, read)) = part.range.take() {
            return self.range(&source, range, read, part.made);
        }
        self.end_ranged();
        self.add(&part.sources);
        self.made(part.made, self.base, 0);
        if part.last {
            self.base = self.count();
        }
    }

    fn range(&mut self, source: &Arc<Source>, range: std::ops::Range<u64>, mut read: RangeRead, mut made: Made) {
        if !self.ranged.as_ref().is_some_and(|ranged| Arc::ptr_eq(&ranged.source, source)) {
            self.end_ranged();
            let number = self.count();
            self.add(std::slice::from_ref(source));
            self.base = self.count();
            self.ranged = Some(Ranged { source: Arc::clone(source), number, next: range.start, records: 0, faults: 0 });
        }
        let Some(ranged) = &self.ranged else { return };
        let next = ranged.next;
        let fits = match read.began {
            Some(began) => began == next,
            None => next >= range.end || read.failed.is_some() || read.stopped,
        };
        if !fits {
            // A damaged record reaches over the border, or stands on it.
            let interner = Arc::clone(&self.interner);
            let mut making = Making::new(&interner);
            read = ranges::read(source, From::Exactly(next), range.end, self.stop, &mut making);
            made = making.take();
        }
        let Some(ranged) = &mut self.ranged else { return };
        let (first, number) = (ranged.records, ranged.number);
        if read.records > 0 {
            ranged.next = read.ended;
        }
        ranged.source.prints.add_all(first, &read.prints);
        ranged.records += u64::from(read.records);
        let before = ranged.faults;
        ranged.faults += read.faults.len() as u64;
        let path = ranged.source.path.clone();
        for (at, (record, offset, what)) in (before..).zip(&read.faults) {
            if at < u64::from(TOLD) {
                (self.on)(Opening::Trouble(fault(&path, first + u64::from(*record), *offset, what)));
            }
        }
        self.cut |= read.stopped;
        if let Some((at, error)) = &read.failed {
            let message = format!("cannot be read on from byte {at}: {error}");
            (self.on)(Opening::Trouble(Trouble { path, message }));
            self.cut = true;
        }
        self.made(made, number, first);
    }

    /// Says how many faults were not told one by one.
    fn end_ranged(&mut self) {
        let Some(Ranged { source, faults, .. }) = self.ranged.take() else { return };
        if let Some(more) = faults.checked_sub(u64::from(TOLD)).filter(|more| *more > 0) {
            (self.on)(Opening::Trouble(many(&source.path, more)));
        }
    }

    fn made(&mut self, mut made: Made, source: u32, record: u64) {
        self.meter.read(made.bytes);
        made.block.shift(source, u32::try_from(record).unwrap_or(u32::MAX));
        if !made.nameless.is_empty() {
            let named = made.nameless.iter().filter_map(|at| {
                let place = made.block.place(*at);
                Some((*at, self.sources.get(place.source)?.name(place.record)))
            });
            let named: Vec<_> = named.collect();
            made.block.name(&named, &self.interner);
        }
        self.growing.push(made.block);
    }

    fn add(&self, sources: &[Arc<Source>]) {
        self.sources.extend(sources.iter().cloned());
    }

    fn count(&self) -> u32 {
        self.sources.len()
    }
}

impl Drop for Gather<'_> {
    /// Where telling fails, those who still read are to stop.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

fn many(path: &Path, more: u64) -> Trouble {
    Trouble { path: path.to_owned(), message: format!("{more} more records are broken like these") }
}

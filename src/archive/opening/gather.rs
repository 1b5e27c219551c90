//! Puts together what the workers found, in the order of the jobs.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::ranges::{self, From, RangeRead};
use super::work::{Make, Part, fault};
use crate::archive::Trouble;
use crate::archive::source::Source;
use crate::archive::sources::Sources;
use crate::archive::visit::TOLD;

/// Where what was made of the records comes together.
pub(super) trait Put<D> {
    /// Takes the next. Sources are numbered from `source` on, records behind so many.
    fn put(&mut self, made: D, source: u32, record: u64);
    /// Takes what could not be read.
    fn trouble(&mut self, trouble: Trouble);
    /// Is asked to tell what is new, often.
    fn tell(&mut self) {}
}

/// How long nothing is told at the most.
pub(super) const OFTEN: Duration = Duration::from_millis(100);

/// Puts parts together.
pub(super) struct Gather<'a, M: Make> {
    put: &'a mut dyn Put<M::Made>,
    /// Makes anew what was made from the wrong place.
    make: &'a dyn Fn() -> M,
    sources: &'a Sources,
    stop: &'a AtomicBool,
    /// The job whose parts are put in now.
    job: usize,
    /// Parts of later jobs.
    waiting: BTreeMap<usize, VecDeque<Part<M::Made>>>,
    /// Number of the first source of the job.
    base: u32,
    ranged: Option<Ranged>,
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

impl<'a, M: Make> Gather<'a, M> {
    pub(super) fn new(
        put: &'a mut dyn Put<M::Made>,
        make: &'a dyn Fn() -> M,
        sources: &'a Sources,
        stop: &'a AtomicBool,
    ) -> Self {
        let (job, base, waiting) = (0, sources.len(), BTreeMap::new());
        Gather { put, make, sources, stop, job, waiting, base, ranged: None, cut: false }
    }

    /// Takes parts until no worker has any more.
    pub(super) fn all(&mut self, parts: &Receiver<Part<M::Made>>) {
        loop {
            match parts.recv_timeout(OFTEN) {
                Ok(part) => {
                    self.waiting.entry(part.job).or_default().push_back(part);
                    self.put_in();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.end_ranged(),
            }
            self.put.tell();
        }
    }

    /// Takes what could not be read.
    pub(super) fn trouble(&mut self, trouble: Trouble) {
        self.put.trouble(trouble);
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

    fn part(&mut self, mut part: Part<M::Made>) {
        self.cut = part.stopped;
        part.troubles.drain(..).for_each(|trouble| self.put.trouble(trouble));
        if let Some((source, range, read)) = part.range.take() {
            return self.range(&source, range, read, part.made);
        }
        self.end_ranged();
        self.add(&part.sources);
        self.put.put(part.made, self.base, 0);
        if part.last {
            self.base = self.count();
        }
    }

    fn range(&mut self, source: &Arc<Source>, range: std::ops::Range<u64>, mut read: RangeRead, mut made: M::Made) {
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
            let mut making = (self.make)();
            read = ranges::read(source, From::Exactly(next), range.end, self.stop, &mut making, &mut Vec::new());
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
                self.put.trouble(fault(&path, first + u64::from(*record), *offset, what));
            }
        }
        self.cut |= read.stopped;
        if let Some((at, error)) = &read.failed {
            let message = format!("cannot be read on from byte {at}: {error}");
            self.put.trouble(Trouble { path, message });
            self.cut = true;
        }
        self.put.put(made, number, first);
    }

    /// Says how many faults were not told one by one.
    fn end_ranged(&mut self) {
        let Some(Ranged { source, faults, .. }) = self.ranged.take() else { return };
        if let Some(more) = faults.checked_sub(u64::from(TOLD)).filter(|more| *more > 0) {
            self.put.trouble(many(&source.path, more));
        }
    }

    fn add(&self, sources: &[Arc<Source>]) {
        self.sources.extend(sources.iter().cloned());
    }

    fn count(&self) -> u32 {
        self.sources.len()
    }
}

impl<M: Make> Drop for Gather<'_, M> {
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

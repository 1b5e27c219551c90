//! Searches: one thread answers the newest question, the first rows soon, all of them behind.
//!
//! A newer question stops the older one, whose answer nobody waits for any more.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use super::workers::words;
use super::{Cables, Event};
use crate::app::list::Found;
use crate::app::search::Searching;
use crate::app::{Msg, Ticket};
use crate::archive::catalogue::{Group, Sort, narrow};
use crate::archive::query::{Known, Query};
use crate::archive::search::{Looked, Searcher, Wanted, Why};
use crate::archive::{Bits, Place};

/// So many cables fill any screen: these are shown before all are known.
const FIRST: usize = 100;

/// So many are put in the order of how well they fit; nobody reads on so far.
const BEST: usize = 1000;

/// So many cables are close to one, at most.
const CLOSE: usize = 200;

/// How often a search that takes longer says how far it is.
const AGAIN: Duration = Duration::from_millis(100);

/// A search, and what stops it.
pub(super) type Job = (Ticket, Searching, Arc<AtomicBool>);

/// Answers questions until nobody asks any more.
pub(super) fn search(cables: &dyn Cables, wanted: &Receiver<Job>, events: &Sender<Event>) {
    while let Ok(mut job) = wanted.recv() {
        // Only the newest is still wanted.
        while let Ok(newer) = wanted.try_recv() {
            job = newer;
        }
        let (ticket, job, stop) = job;
        let tell = |result| {
            if events.send(Event::Msg(Msg::Found { ticket, result })).is_err() {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let asked = || cables.search(&job, &stop, &mut |found| tell(Ok(found)));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(asked)) {
            tell(Err(format!("sipdis made a mistake in this search: {}", words(&*panic))));
        }
    }
}

/// Answers a job.
pub(super) fn answer(searcher: &Searcher, job: &Searching, stop: &AtomicBool, on: &mut dyn FnMut(Found)) {
    let begun = Instant::now();
    let mut answer = Answer { searcher, job, stop, begun, told: begun, opened: false, why: Arc::default(), on };
    if answer.find(&job.question.query).is_none_or(|found| found > 0) {
        return;
    }
    let opened = job.question.opened.as_ref();
    answer.opened = opened.is_some();
    if opened.is_none_or(|query| answer.find(query) == Some(0)) {
        // Nothing begins so either: then the words stand as they were typed.
        answer.opened = false;
        answer.tell(&answer.none(), None, None);
    }
}

/// An answer that is being made.
struct Answer<'a> {
    searcher: &'a Searcher,
    job: &'a Searching,
    stop: &'a AtomicBool,
    begun: Instant,
    told: Instant,
    opened: bool,
    why: Arc<HashMap<u32, Why>>,
    on: &'a mut dyn FnMut(Found),
}

impl Answer<'_> {
    fn none(&self) -> Bits {
        Bits::none(u32::try_from(self.job.catalogue.len()).unwrap_or(u32::MAX))
    }

    /// Looks for all cables that a query means, and tells of them unless there is none. Returns how many there are, or
    /// nothing where it was stopped.
    fn find(&mut self, query: &Query) -> Option<usize> {
        if let Some(place) = self.job.question.like.first() {
            return self.find_like(*place, query);
        }
        let wanted = self.wanted(query);
        let (searcher, stop, none) = (self.searcher, self.stop, self.none());
        let newest = searcher.first(&wanted, FIRST, stop, &mut |looked| {
            if self.told.elapsed() >= AGAIN {
                self.tell(&none, None, Some(looked));
            }
        })?;
        if newest.is_empty() {
            return Some(0);
        }
        let first = self.none().with(newest);
        let by_rank = self.job.question.by_rank;
        if first.count() < FIRST && !by_rank {
            self.tell(&first, None, None);
            return Some(first.count());
        }
        // In any other order the newest are not the first.
        let arrangement = self.job.all.arrangement;
        let is_first = !by_rank && arrangement.sort == Sort::Newest && arrangement.group == Group::None;
        if is_first {
            self.tell(&first, None, Some(Looked::default()));
        }
        let some = if is_first { first } else { self.none() };
        let all = searcher.all(&wanted, stop, &mut |looked| {
            if self.told.elapsed() >= AGAIN {
                self.tell(&some, None, Some(looked));
            }
        })?;
        let ranked = if by_rank { Some(self.ranked(&wanted, &all)?) } else { None };
        self.tell(&all, ranked, None);
        Some(all.count())
    }

    /// A query, asked today.
    fn wanted(&self, query: &Query) -> Wanted {
        Wanted { query: query.clone(), known: Known { today: self.job.today, ..Known::default() } }
    }

    /// Looks for the cables that are closest to one, and of which a query holds. Returns as [`Answer::find`].
    fn find_like(&mut self, place: Place, query: &Query) -> Option<usize> {
        let close = self.searcher.like(place, CLOSE, self.stop)?;
        let mut ranked: Vec<u32> = close.iter().map(|like| like.row).collect();
        self.why = Arc::new(close.into_iter().map(|like| (like.row, like.why)).collect());
        if !query.is_everything() {
            let all = self.searcher.all(&self.wanted(query), self.stop, &mut |_| {})?;
            ranked.retain(|row| all.contains(*row));
        }
        let count = ranked.len();
        if count > 0 {
            let rows = self.none().with(ranked.iter().copied());
            let ranked = self.job.question.by_rank.then_some(ranked);
            self.tell(&rows, ranked, None);
        }
        Some(count)
    }

    /// Rows with those first that fit best, and the others behind them in their order. Nothing where it was stopped.
    fn ranked(&self, wanted: &Wanted, rows: &Bits) -> Option<Vec<u32>> {
        let mut ranked = self.searcher.best(wanted, BEST, self.stop)?;
        ranked.retain(|row| rows.contains(*row));
        let best = self.none().with(ranked.iter().copied());
        let others = narrow(&self.job.all, rows).rows;
        ranked.extend(others.into_iter().filter(|row| !best.contains(*row)));
        Some(ranked)
    }

    /// Tells of rows: all, or some while others are looked at.
    fn tell(&mut self, rows: &Bits, ranked: Option<Vec<u32>>, looked: Option<Looked>) {
        let all = &self.job.all;
        let mut order = narrow(all, rows);
        if let Some(ranked) = ranked {
            (order.rows, order.headings) = (ranked, Vec::new());
        }
        self.told = Instant::now();
        (self.on)(Found {
            rows: Arc::new(rows.clone()),
            order: Arc::new(order),
            of: Arc::clone(all),
            by_rank: self.job.question.by_rank,
            opened: self.opened,
            why: Arc::clone(&self.why),
            seen: self.job.catalogue.len(),
            done: looked.map_or((0, 0), |looked| (looked.looked, looked.of)),
            whole: looked.is_none(),
            micros: u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        });
    }
}

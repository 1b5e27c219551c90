//! Searches: one thread answers the newest question, the first rows soon, all of them behind.
//!
//! What every search needs, the places of all cables in the order of the answers, is kept on the [`Desk`] from one search to
//! the next. A newer question stops the older one, whose answer nobody waits for any more.

use std::ops::ControlFlow;
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
use crate::archive::catalogue::{Arrangement, Catalogue, Order, Rows, arrange, narrow};
use crate::archive::query::{Known, Query};
use crate::archive::search::Search;
use crate::archive::{Archive, Place};

/// So many cables fill any screen: once there are as many, they are shown.
const FIRST: usize = 50;

/// How often a search that takes longer says what it has.
const AGAIN: Duration = Duration::from_millis(100);

/// A search, and what stops it.
pub(super) type Job = (Ticket, Searching, Arc<AtomicBool>);

/// Answers questions until nobody asks any more.
pub(super) fn search(cables: &dyn Cables, wanted: &Receiver<Job>, events: &Sender<Event>) {
    let mut desk = Desk::default();
    while let Ok(mut job) = wanted.recv() {
        // Only the newest is still wanted.
        while let Ok(newer) = wanted.try_recv() {
            job = newer;
        }
        let (ticket, job, stop) = job;
        let tell = |result| {
            let heard = events.send(Event::Msg(Msg::Found { ticket, result })).is_ok();
            if !heard {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let asked = || cables.search(&job, &mut desk, &stop, &mut |found| tell(Ok(found)));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(asked)) {
            desk = Desk::default();
            tell(Err(format!("sipdis made a mistake in this search: {}", words(&*panic))));
        }
    }
}

/// What is kept from one search to the next.
#[derive(Debug, Default)]
pub struct Desk {
    catalogue: Catalogue,
    /// All cables, the newest first; copies behind the one that is listed.
    places: Vec<Place>,
    /// The row of each, and the row under which it is listed.
    rows: Vec<(u32, u32)>,
}

impl Desk {
    fn prepare(&mut self, catalogue: &Catalogue, all: &Order) {
        if self.catalogue.is_same(catalogue) {
            return;
        }
        let newest = Arrangement::default();
        let own;
        let order = if all.arrangement == newest && all.seen as usize == catalogue.len() {
            all
        } else {
            own = arrange(catalogue, newest, None);
            &own
        };
        self.places.clear();
        self.rows.clear();
        for listed in &order.rows {
            for row in std::iter::once(*listed).chain(order.copies_of(*listed)) {
                let Some(entry) = catalogue.entry(row) else { continue };
                self.places.push(entry.place());
                self.rows.push((row, *listed));
            }
        }
        self.catalogue = catalogue.clone();
    }

    /// The places and rows of the cables from a row on, in the same order.
    fn since(&self, from: usize) -> (Vec<Place>, Vec<(u32, u32)>) {
        let both = self.places.iter().zip(&self.rows).filter(|(_, (row, _))| *row as usize >= from);
        both.map(|(place, rows)| (*place, *rows)).unzip()
    }
}

/// Searches an archive for what a job asks.
pub(super) fn search_archive(
    archive: &Archive,
    job: &Searching,
    desk: &mut Desk,
    stop: &AtomicBool,
    on: &mut dyn FnMut(Found),
) {
    let begun = Instant::now();
    desk.prepare(&job.catalogue, &job.all);
    let new;
    let (places, rows) = if job.from == 0 {
        (desk.places.as_slice(), desk.rows.as_slice())
    } else {
        new = desk.since(job.from);
        (new.0.as_slice(), new.1.as_slice())
    };
    let mut answer = Answer { job, places, rows, begun, told: begun, opened: false, on };
    if answer.find(archive, &job.question.query, stop).is_none_or(|found| found > 0) {
        return;
    }
    match &job.question.opened {
        Some(opened) => {
            answer.opened = true;
            if answer.find(archive, opened, stop) == Some(0) {
                // Nothing begins so either: then the words stand as they were typed.
                answer.opened = false;
                answer.tell(&Finds::default(), true);
            }
        }
        None => answer.tell(&Finds::default(), true),
    }
}

/// An answer that is being made.
struct Answer<'a> {
    job: &'a Searching,
    places: &'a [Place],
    rows: &'a [(u32, u32)],
    begun: Instant,
    told: Instant,
    opened: bool,
    on: &'a mut dyn FnMut(Found),
}

/// What was found so far.
#[derive(Default)]
struct Finds {
    rows: Rows,
    /// The listed rows with their ranks, where those are wanted.
    ranked: Vec<(f32, u32)>,
    /// How many places have been looked at.
    done: usize,
}

impl Answer<'_> {
    /// Looks for all cables that a query means, and tells of them unless there is none. Returns how many there are, or
    /// nothing where it was stopped.
    fn find(&mut self, archive: &Archive, query: &Query, stop: &AtomicBool) -> Option<usize> {
        let known = Known { today: self.job.today, ..Known::default() };
        let search = Search::new(archive, query, known, self.places, stop);
        let by_rank = self.job.question.by_rank;
        let search = if by_rank { search.ranked() } else { search };
        let mut finds = Finds::default();
        if let Some(before) = &self.job.before {
            finds.rows = Rows::clone(before);
        }
        let mut first = true;
        let whole = search.each(stop, &mut |hits, _| {
            for hit in hits {
                // Hits come in the order of the places.
                let rest = self.places.get(finds.done..).unwrap_or_default();
                let Some(at) = rest.iter().position(|place| *place == hit.place) else { continue };
                finds.done += at + 1;
                let Some((_, listed)) = self.rows.get(finds.done - 1) else { continue };
                if finds.rows.insert(*listed) && by_rank {
                    finds.ranked.push((hit.rank, *listed));
                }
            }
            let enough = first && finds.rows.len() >= FIRST;
            if !by_rank && (enough || self.told.elapsed() >= AGAIN) {
                first = false;
                self.tell(&finds, false);
            }
            ControlFlow::Continue(())
        });
        if !whole || stop.load(Ordering::Relaxed) {
            return None;
        }
        finds.done = self.places.len();
        if !finds.rows.is_empty() {
            self.tell(&finds, true);
        }
        Some(finds.rows.len())
    }

    fn tell(&mut self, finds: &Finds, whole: bool) {
        let by_rank = self.job.question.by_rank;
        let all = &self.job.all;
        let mut order = narrow(all, &finds.rows);
        if by_rank {
            let mut ranked = finds.ranked.clone();
            // The newer one of two that fit as well comes first: they come in that order.
            ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            order.rows = ranked.into_iter().map(|(_, row)| row).collect();
            order.headings.clear();
        }
        self.told = Instant::now();
        (self.on)(Found {
            rows: Arc::new(finds.rows.clone()),
            order: Arc::new(order),
            of: Arc::clone(all),
            by_rank,
            opened: self.opened,
            seen: self.job.catalogue.len(),
            done: self.job.from + finds.done,
            whole,
            micros: u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        });
    }
}

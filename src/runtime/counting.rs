//! Counts: one thread counts the newest list by its facets. Whoever searches stops it, so that no key ever waits for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender};

use super::Event;
use crate::app::facets::Counting;
use crate::app::{Msg, Ticket};
use crate::archive::Bits;
use crate::archive::search::{Counts, count_facets};

/// A list to be counted, and what stops it.
pub(super) type Job = (Ticket, Counting, Arc<AtomicBool>);

/// Counts lists until nobody asks any more.
pub(super) fn count(wanted: &Receiver<Job>, events: &Sender<Event>) {
    while let Ok(mut job) = wanted.recv() {
        // Only the newest is still wanted.
        while let Ok(newer) = wanted.try_recv() {
            job = newer;
        }
        let (ticket, job, stop) = job;
        // Counts are a help; where they fail, there are none.
        let counts = catch_unwind(AssertUnwindSafe(|| answer(&job, &stop))).unwrap_or_else(|_| Some(Vec::new()));
        if events.send(Event::Msg(Msg::Counted { ticket, counts })).is_err() {
            return;
        }
    }
}

/// Counts a list; `None` where it was stopped.
pub fn answer(job: &Counting, stop: &AtomicBool) -> Option<Vec<Counts>> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let rows = Bits::none(u32::try_from(job.catalogue.len()).unwrap_or(u32::MAX));
    count_facets(&job.catalogue, &rows.with(job.order.rows.iter().copied()), job.today, stop)
}

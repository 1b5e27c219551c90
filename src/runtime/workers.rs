//! Threads that work: one reads the archive through, one reads the cable that is wanted, one puts the list in order.
//!
//! A panic in a worker is a mistake of ours. It ends the one job, never the program and never in silence: the answer says
//! what happened.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::{Cables, Event};
use crate::app::list::Arranging;
use crate::app::{Msg, Ticket};
use crate::archive::{Opening, Place, Trouble};

/// The workers of one archive. Dropping them stops what they do, without waiting for it: a disk that does not answer
/// must not hold up leaving.
#[derive(Debug)]
pub(super) struct Workers {
    stop_opening: Arc<AtomicBool>,
    reads: Sender<(Ticket, Place)>,
    lists: Sender<Arranging>,
}

impl Workers {
    /// Starts to read the archive through, and a reader that waits.
    ///
    /// # Errors
    /// Where the system refuses a thread.
    pub(super) fn start(cables: Arc<dyn Cables>, events: &Sender<Event>) -> io::Result<Self> {
        let stop_opening = Arc::new(AtomicBool::new(false));
        let (reads, wanted) = unbounded();
        let (opened, stop, told) = (Arc::clone(&cables), Arc::clone(&stop_opening), events.clone());
        thread::Builder::new().name("opener".to_owned()).spawn(move || open(&*opened, &stop, &told))?;
        let told = events.clone();
        thread::Builder::new().name("reader".to_owned()).spawn(move || read(&*cables, &wanted, &told))?;
        let (lists, wanted) = unbounded();
        let told = events.clone();
        thread::Builder::new().name("arranger".to_owned()).spawn(move || arrange(&wanted, &told))?;
        Ok(Workers { stop_opening, reads, lists })
    }

    /// Stops reading the archive through; what was found stays.
    pub(super) fn stop_opening(&self) {
        self.stop_opening.store(true, Ordering::Relaxed);
    }

    /// Asks for a cable. It takes the place of one that is still waiting.
    pub(super) fn read(&self, ticket: Ticket, place: Place) {
        // The reader lives as long as this sender does.
        let _ = self.reads.send((ticket, place));
    }

    /// Asks for a list to be put in order.
    pub(super) fn arrange(&self, list: Arranging) {
        let _ = self.lists.send(list);
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop_opening();
    }
}

fn open(cables: &dyn Cables, stop: &AtomicBool, events: &Sender<Event>) {
    let mut found = |opening| {
        if events.send(Event::Msg(Msg::Opening(opening))).is_err() {
            stop.store(true, Ordering::Relaxed);
        }
    };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| cables.open(stop, &mut found))) {
        let message = format!("sipdis made a mistake, and what follows was not read: {}", words(&*panic));
        found(Opening::Trouble(Trouble { path: PathBuf::new(), message }));
        found(Opening::Done);
    }
}

fn read(cables: &dyn Cables, wanted: &Receiver<(Ticket, Place)>, events: &Sender<Event>) {
    while let Ok(mut job) = wanted.recv() {
        // Only the newest is still wanted.
        while let Ok(newer) = wanted.try_recv() {
            job = newer;
        }
        let (ticket, place) = job;
        let result = match catch_unwind(AssertUnwindSafe(|| cables.read(place))) {
            Ok(result) => result.map(Arc::new),
            Err(panic) => Err(format!("sipdis made a mistake in this cable: {}", words(&*panic))),
        };
        if events.send(Event::Msg(Msg::Read { ticket, result })).is_err() {
            return;
        }
    }
}

fn arrange(wanted: &Receiver<Arranging>, events: &Sender<Event>) {
    while let Ok(list) = wanted.recv() {
        let order = catch_unwind(AssertUnwindSafe(|| list.order()));
        if let Err(panic) = &order {
            let message = format!("sipdis made a mistake in sorting the list: {}", words(&**panic));
            let trouble = Trouble { path: PathBuf::new(), message };
            let _ = events.send(Event::Msg(Msg::Opening(Opening::Trouble(trouble))));
        }
        if events.send(Event::Msg(Msg::Arranged(order.ok()))).is_err() {
            return;
        }
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "no words were left",
    }
}

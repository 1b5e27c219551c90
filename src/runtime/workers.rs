//! Threads that work: one reads the archive through, one reads the cable that is wanted, one puts the list in order, one
//! searches, one counts what is listed, one indexes, one keeps what was searched for.
//!
//! A panic in a worker is a mistake of ours. It ends the one job, never the program and never in silence: the answer says
//! what happened.

use std::any::Any;
use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::searching::{self, Job};
use super::{Cables, Event, counting};
use crate::app::facets::Counting;
use crate::app::indexing::Indexed;
use crate::app::list::Arranging;
use crate::app::ready::{Ready, Setting, Showing};
use crate::app::search::Searching;
use crate::app::{Msg, Ticket};
use crate::archive::catalogue::Catalogue;
use crate::archive::query::{Query, Vocabulary};
use crate::archive::{Opening, Place, Trouble};

/// A cable to be read, and what is to be marked in it.
#[derive(Debug)]
pub(super) struct Reading {
    pub ticket: Ticket,
    pub place: Place,
    pub beside: Vec<Place>,
    pub query: Option<Query>,
    pub showing: Showing,
}

/// What is done for the pane of the cable.
#[derive(Debug)]
pub(super) enum Read {
    /// Read one.
    Cable(Reading),
    /// Set all of one that was read.
    Set(Ticket, Setting),
}

/// What is done to a list.
#[derive(Debug)]
enum Listing {
    /// Put it in order.
    Arrange(Arranging),
    /// Collect the values that queries can ask for.
    Collect(Catalogue),
}

/// The workers of one archive. Dropping them stops what they do, without waiting for it: a disk that does not answer
/// must not hold up leaving.
#[derive(Debug)]
pub(super) struct Workers {
    stop_opening: Arc<AtomicBool>,
    reads: Sender<Read>,
    lists: Sender<Listing>,
    searches: Sender<Job>,
    /// Stops the search that is under way.
    stop_search: RefCell<Arc<AtomicBool>>,
    counts: Sender<counting::Job>,
    /// Stops the count that is under way.
    stop_count: RefCell<Arc<AtomicBool>>,
    indexes: Sender<Catalogue>,
    searched: Sender<String>,
    stop_index: Arc<AtomicBool>,
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
        let (read_from, told) = (Arc::clone(&cables), events.clone());
        thread::Builder::new().name("reader".to_owned()).spawn(move || read(&*read_from, &wanted, &told))?;
        let (lists, wanted) = unbounded();
        let told = events.clone();
        thread::Builder::new().name("arranger".to_owned()).spawn(move || list(&wanted, &told))?;
        let (searches, wanted) = unbounded();
        let searcher = thread::Builder::new().name("searcher".to_owned());
        let (searched, told) = (Arc::clone(&cables), events.clone());
        searcher.spawn(move || searching::search(&*searched, &wanted, &told))?;
        let (counts, wanted) = unbounded();
        let told = events.clone();
        let counter = thread::Builder::new().name("counter".to_owned());
        counter.spawn(move || counting::count(&wanted, &told))?;
        let (indexes, wanted) = unbounded();
        let stop_index = Arc::new(AtomicBool::new(false));
        let (stop, told) = (Arc::clone(&stop_index), events.clone());
        let indexer = thread::Builder::new().name("indexer".to_owned());
        let indexed = Arc::clone(&cables);
        indexer.spawn(move || index(&*indexed, &wanted, &stop, &told))?;
        let (searched, wanted) = unbounded();
        let told = events.clone();
        thread::Builder::new().name("keeper".to_owned()).spawn(move || keep(&*cables, &wanted, &told))?;
        let (stop_search, stop_count) = (RefCell::default(), RefCell::default());
        Ok(Workers {
            stop_opening,
            reads,
            lists,
            searches,
            stop_search,
            counts,
            stop_count,
            indexes,
            searched,
            stop_index,
        })
    }

    /// Stops reading the archive through; what was found stays.
    pub(super) fn stop_opening(&self) {
        self.stop_opening.store(true, Ordering::Relaxed);
    }

    /// Asks for a cable, or for all of one. It takes the place of what is still waiting.
    pub(super) fn read(&self, read: Read) {
        // The reader lives as long as this sender does.
        let _ = self.reads.send(read);
    }

    /// Asks for a list to be put in order.
    pub(super) fn arrange(&self, list: Arranging) {
        let _ = self.lists.send(Listing::Arrange(list));
    }

    /// Asks for the values that queries can ask for.
    pub(super) fn collect(&self, catalogue: Catalogue) {
        let _ = self.lists.send(Listing::Collect(catalogue));
    }

    /// Asks for a search. It takes the place of the one that is under way, and counting gives way to it.
    pub(super) fn search(&self, ticket: Ticket, job: Searching) {
        self.stop_count();
        let _ = self.searches.send((ticket, job, stop_older(&self.stop_search)));
    }

    /// Stops the search that is under way.
    pub(super) fn stop_search(&self) {
        self.stop_search.borrow().store(true, Ordering::Relaxed);
    }

    /// Asks for counts. They take the place of those that are under way.
    pub(super) fn count(&self, ticket: Ticket, job: Counting) {
        let _ = self.counts.send((ticket, job, stop_older(&self.stop_count)));
    }

    fn stop_count(&self) {
        self.stop_count.borrow().store(true, Ordering::Relaxed);
    }

    /// Has a search kept for the next run.
    pub(super) fn remember(&self, search: String) {
        let _ = self.searched.send(search);
    }

    /// Asks for an index.
    pub(super) fn index(&self, catalogue: Catalogue) {
        let _ = self.indexes.send(catalogue);
    }
}

/// Stops the job that is under way, and gives what will stop the one that takes its place.
fn stop_older(under_way: &RefCell<Arc<AtomicBool>>) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    under_way.replace(Arc::clone(&stop)).store(true, Ordering::Relaxed);
    stop
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop_opening();
        self.stop_search();
        self.stop_count();
        self.stop_index.store(true, Ordering::Relaxed);
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

fn read(cables: &dyn Cables, wanted: &Receiver<Read>, events: &Sender<Event>) {
    while let Ok(mut job) = wanted.recv() {
        // Only the newest is still wanted.
        while let Ok(newer) = wanted.try_recv() {
            job = newer;
        }
        let mistake = |panic: Box<dyn Any + Send>| format!("sipdis made a mistake in this cable: {}", words(&*panic));
        let answer = match job {
            Read::Cable(Reading { ticket, place, beside, query, showing }) => {
                let ready = |document| Ready::new(document, showing, query.as_ref());
                let result = catch_unwind(AssertUnwindSafe(|| cables.read(place, &beside).map(ready)));
                Msg::Read { ticket, result: result.unwrap_or_else(|panic| Err(mistake(panic))) }
            }
            Read::Set(ticket, setting) => match catch_unwind(AssertUnwindSafe(|| setting.page())) {
                Ok(page) => Msg::Set { ticket, page },
                Err(panic) => Msg::Opening(Opening::Word(mistake(panic))),
            },
        };
        if events.send(Event::Msg(answer)).is_err() {
            return;
        }
    }
}

fn list(wanted: &Receiver<Listing>, events: &Sender<Event>) {
    while let Ok(job) = wanted.recv() {
        let answer = catch_unwind(AssertUnwindSafe(|| match &job {
            Listing::Arrange(list) => Msg::Arranged(Some(list.arranged())),
            Listing::Collect(catalogue) => Msg::Collected(Arc::new(Vocabulary::of(catalogue))),
        }));
        let answer = answer.unwrap_or_else(|panic| {
            let message = format!("sipdis made a mistake in sorting the list: {}", words(&*panic));
            let trouble = Trouble { path: PathBuf::new(), message };
            let _ = events.send(Event::Msg(Msg::Opening(Opening::Trouble(trouble))));
            match job {
                Listing::Arrange(_) => Msg::Arranged(None),
                Listing::Collect(_) => Msg::Collected(Arc::default()),
            }
        });
        if events.send(Event::Msg(answer)).is_err() {
            return;
        }
    }
}

fn index(cables: &dyn Cables, wanted: &Receiver<Catalogue>, stop: &AtomicBool, events: &Sender<Event>) {
    let mut refused = None;
    while let Ok(catalogue) = wanted.recv() {
        // Told from the threads that write: a percent at a time is enough for any screen.
        let told = AtomicUsize::new(0);
        let tell = |indexed: Indexed| {
            let percent = indexed.done * 100 / indexed.of.max(1);
            if told.swap(percent, Ordering::Relaxed) != percent {
                let _ = events.send(Event::Msg(Msg::Indexed(Some(indexed))));
            }
        };
        let ended = match catch_unwind(AssertUnwindSafe(|| cables.index(&catalogue, stop, &tell))) {
            Ok(ended) => ended,
            Err(panic) => Err(format!("sipdis made a mistake in indexing: {}", words(&*panic))),
        };
        // What is wrong with the folder is told once, not each time that the archive has grown.
        let before = std::mem::replace(&mut refused, ended.err());
        let new = refused.clone().filter(|message| before.as_ref() != Some(message));
        let word = new.map(|message| Event::Msg(Msg::Opening(Opening::Word(message))));
        let over = Event::Msg(Msg::Indexed(None));
        if word.into_iter().chain([over]).any(|event| events.send(event).is_err()) {
            return;
        }
    }
}

/// Tells of the searches of earlier runs, and keeps those of this one. A disk that does not answer holds up nothing else.
fn keep(cables: &dyn Cables, searched: &Receiver<String>, events: &Sender<Event>) {
    let earlier = cables.remembered();
    if !earlier.is_empty() && events.send(Event::Msg(Msg::Remembered(earlier))).is_err() {
        return;
    }
    let mut failed = false;
    while let Ok(search) = searched.recv() {
        // Once is enough: the next one will mostly fail alike.
        if let (Err(message), false) = (cables.remember(&search), failed) {
            failed = true;
            if events.send(Event::Msg(Msg::Opening(Opening::Word(message)))).is_err() {
                return;
            }
        }
    }
}

/// What a panic said.
pub(super) fn words(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "no words were left",
    }
}

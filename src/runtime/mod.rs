//! Turns effects into work and answers into messages.
//!
//! One bounded queue, one loop: whatever happens, at the terminal or in a worker, becomes an [`Event`]; the loop takes
//! all that is there, lets the state change, carries out what the state asks for, and draws once. With nothing to do
//! every thread sleeps; one looks every few seconds whether files have changed.
//!
//! Knows the state only as a [`State`], the cables as [`Cables`] and the window as a [`Window`]; main ties them to the
//! application, an archive and a terminal, tests to toys.

mod counting;
mod event_loop;
mod opened;
mod searching;
#[cfg(test)]
mod tests;
mod workers;

use std::io;
use std::sync::atomic::AtomicBool;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::app::indexing::Indexed;
use crate::app::list::Found;
use crate::app::search::Searching;
use crate::app::{App, Effect, Msg};
use crate::archive::catalogue::Catalogue;
use crate::archive::{Document, Opening, Place};

pub use counting::answer as count;
pub use event_loop::run;
pub use opened::Opened;

/// How many events wait before whoever has more is held up. Enough to hide a slow frame, small enough that a key does
/// not stand behind a whole archive.
const QUEUE: usize = 64;

/// What comes to the loop.
#[derive(Debug, Clone)]
pub enum Event {
    /// For the state.
    Msg(Msg),
    /// The window has another size.
    Resized,
    /// The process was stopped from outside and goes on.
    Continued,
    /// There is nothing to listen to any more; a sentence for people.
    Failed(String),
}

/// The queue that everything goes through.
#[derive(Debug)]
pub struct Queue {
    sender: Sender<Event>,
    receiver: Receiver<Event>,
}

impl Queue {
    /// An empty queue.
    pub fn new() -> Self {
        let (sender, receiver) = bounded(QUEUE);
        Queue { sender, receiver }
    }

    /// For whoever has something to tell. It waits where the queue is full, and fails when nobody listens any more.
    pub fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

/// What changes with messages and asks for effects.
pub trait State {
    /// Takes one message. Must not wait for anything.
    fn update(&mut self, msg: Msg) -> Vec<Effect>;
}

/// Cables to be listed and read. Called from worker threads; may take as long as it takes.
pub trait Cables: Send + Sync + 'static {
    /// Tells what is found, in batches, [`Opening::Done`] when all is told, and then what changes. Stops soon after `stop` is set.
    fn open(&self, stop: &AtomicBool, found: &mut dyn FnMut(Opening));

    /// Reads one cable; those beside it have its id and may hold other sections of it.
    ///
    /// # Errors
    /// A sentence for people, where the cable cannot be read.
    fn read(&self, place: Place, beside: &[Place]) -> Result<Document, String>;

    /// Searches, and tells what there is so far, at last with all of it. Stops soon after `stop` is set, and then tells no
    /// more.
    fn search(&self, job: &Searching, stop: &AtomicBool, found: &mut dyn FnMut(Found));

    /// Indexes these cables, where an index can be kept, and tells how far it is. Searches use what there is of it. Stops soon
    /// after `stop` is set.
    ///
    /// # Errors
    /// A sentence for people, where it cannot go on; searches do without.
    fn index(&self, catalogue: &Catalogue, stop: &AtomicBool, on: &(dyn Fn(Indexed) + Sync)) -> Result<(), String>;

    /// The searches of earlier runs, the newest last.
    fn remembered(&self) -> Vec<String> {
        Vec::new()
    }

    /// Keeps a search for the next run.
    ///
    /// # Errors
    /// A sentence for people, where it cannot be kept.
    fn remember(&self, _search: &str) -> Result<(), String> {
        Ok(())
    }
}

/// Where the state is shown.
pub trait Window<S> {
    /// Draws the state.
    ///
    /// # Errors
    /// Where the window is gone.
    fn draw(&mut self, state: &S) -> io::Result<()>;

    /// Forgets what is drawn, so that the next frame is drawn whole, and gives columns and rows.
    ///
    /// # Errors
    /// Where the window is gone.
    fn refresh(&mut self) -> io::Result<(u16, u16)>;

    /// Stops the process; returns when it goes on.
    ///
    /// # Errors
    /// Where the window is gone.
    fn suspend(&mut self) -> io::Result<()>;

    /// Takes the window again, after the process was stopped from outside.
    ///
    /// # Errors
    /// Where the window is gone.
    fn resume(&mut self) -> io::Result<()>;
}

impl State for App {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        App::update(self, msg)
    }
}

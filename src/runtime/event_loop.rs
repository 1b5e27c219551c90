//! The loop.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::workers::{Read, Reading, Workers};
use super::{Cables, Event, Queue, State, Window};
use crate::app::{Effect, Msg, Ticket};

/// How many events are taken in before a frame is drawn, so that a stream without end still shows.
const BATCH: usize = 256;

/// How long a frame is held back for a cable that it is to show. Most are read sooner, and then one frame does instead of two;
/// and where there are few cores, the reader has one to itself. Nobody sees so short a wait.
const PATIENCE: Duration = Duration::from_millis(4);

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Go,
    Leave,
}

/// Runs until the state asks to leave.
///
/// # Errors
/// Where the window is gone, nothing can be heard from it any more, or no worker can be started.
pub fn run<S: State>(
    state: &mut S,
    cables: Arc<dyn Cables>,
    window: &mut impl Window<S>,
    queue: Queue,
) -> io::Result<()> {
    let Queue { sender, receiver } = queue;
    let workers = Workers::start(cables, &sender)?;
    let mut turn = Turn { state, window, workers: &workers, awaited: None, later: Vec::new() };
    if turn.measure()? == Next::Leave {
        return Ok(());
    }
    turn.draw()?;
    while let Ok(first) = receiver.recv() {
        let (mut resized, mut continued) = (false, false);
        let (mut next, mut taken, until) = (Some(first), 0, Instant::now() + PATIENCE);
        while let Some(event) = next {
            match event {
                Event::Msg(msg) => {
                    if turn.update(msg)? == Next::Leave {
                        return Ok(());
                    }
                }
                Event::Resized => resized = true,
                Event::Continued => continued = true,
                Event::Failed(message) => return Err(io::Error::other(message)),
            }
            taken += 1;
            next = match turn.awaited {
                _ if taken == BATCH => None,
                Some(_) => receiver.recv_deadline(until).ok(),
                None => receiver.try_recv().ok(),
            };
        }
        if continued {
            turn.window.resume()?;
        }
        // A window that is being dragged tells many sizes; only the last one matters.
        if (resized || continued) && turn.measure()? == Next::Leave {
            return Ok(());
        }
        turn.draw()?;
    }
    Ok(())
}

/// What one message may touch.
struct Turn<'a, S, W> {
    state: &'a mut S,
    window: &'a mut W,
    workers: &'a Workers,
    /// The cable that was asked for last, until it is there.
    awaited: Option<Ticket>,
    /// What is asked of the workers behind the next frame, so that it does not take a core from it.
    later: Vec<Read>,
}

impl<S: State, W: Window<S>> Turn<'_, S, W> {
    /// Tells the state how large the window is, and has the next frame drawn whole.
    fn measure(&mut self) -> io::Result<Next> {
        let (width, height) = self.window.refresh()?;
        self.update(Msg::Resize { width, height })
    }

    /// Draws a frame, and has done what can wait for it.
    fn draw(&mut self) -> io::Result<()> {
        self.window.draw(self.state)?;
        self.later.drain(..).for_each(|read| self.workers.read(read));
        Ok(())
    }

    fn update(&mut self, msg: Msg) -> io::Result<Next> {
        if matches!(msg, Msg::Read { ticket, .. } if self.awaited == Some(ticket)) {
            self.awaited = None;
        }
        for effect in self.state.update(msg) {
            match effect {
                Effect::Read { ticket, place, beside, query, showing } => {
                    self.awaited = Some(ticket);
                    // A newer one makes void what would set an older one.
                    self.later.clear();
                    self.workers.read(Read::Cable(Reading { ticket, place, beside, query, showing }));
                }
                Effect::Set { ticket, job } => self.later.push(Read::Set(ticket, job)),
                Effect::Search { ticket, job } => self.workers.search(ticket, job),
                Effect::Count { ticket, job } => self.workers.count(ticket, job),
                Effect::Index(catalogue) => self.workers.index(catalogue),
                Effect::StopSearch => self.workers.stop_search(),
                Effect::Collect(catalogue) => self.workers.collect(catalogue),
                Effect::Remember(search) => self.workers.remember(search),
                Effect::Arrange(list) => self.workers.arrange(list),
                Effect::StopOpening => self.workers.stop_opening(),
                Effect::Redraw => {
                    self.window.refresh()?;
                }
                Effect::Suspend => {
                    self.window.suspend()?;
                    if self.measure()? == Next::Leave {
                        return Ok(Next::Leave);
                    }
                }
                Effect::Quit => return Ok(Next::Leave),
            }
        }
        Ok(Next::Go)
    }
}

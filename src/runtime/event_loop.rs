//! The loop.

use std::io;
use std::sync::Arc;

use super::workers::{Read, Reading, Workers};
use super::{Cables, Event, Queue, State, Window};
use crate::app::{Effect, Msg};

/// How many events are taken in before a frame is drawn, so that a stream without end still shows.
const BATCH: usize = 256;

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
    let mut turn = Turn { state, window, workers: &workers };
    if turn.measure()? == Next::Leave {
        return Ok(());
    }
    turn.window.draw(turn.state)?;
    while let Ok(first) = receiver.recv() {
        let (mut resized, mut continued) = (false, false);
        for event in std::iter::once(first).chain(receiver.try_iter()).take(BATCH) {
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
        }
        if continued {
            turn.window.resume()?;
        }
        // A window that is being dragged tells many sizes; only the last one matters.
        if (resized || continued) && turn.measure()? == Next::Leave {
            return Ok(());
        }
        turn.window.draw(turn.state)?;
    }
    Ok(())
}

/// What one message may touch.
struct Turn<'a, S, W> {
    state: &'a mut S,
    window: &'a mut W,
    workers: &'a Workers,
}

impl<S: State, W: Window<S>> Turn<'_, S, W> {
    /// Tells the state how large the window is, and has the next frame drawn whole.
    fn measure(&mut self) -> io::Result<Next> {
        let (width, height) = self.window.refresh()?;
        self.update(Msg::Resize { width, height })
    }

    fn update(&mut self, msg: Msg) -> io::Result<Next> {
        for effect in self.state.update(msg) {
            match effect {
                Effect::Read { ticket, place, beside, query, showing } => {
                    self.workers.read(Read::Cable(Reading { ticket, place, beside, query, showing }));
                }
                Effect::Set { ticket, job } => self.workers.read(Read::Set(ticket, job)),
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

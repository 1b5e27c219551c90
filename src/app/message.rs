//! What comes in and what goes out.

use std::sync::Arc;

use super::key::Key;
use super::list::Arranging;
use crate::archive::catalogue::Order;
use crate::archive::{Document, Opening, Place};

/// The number of a job. A newer job of the same kind makes the answers to older ones void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(pub u64);

/// What happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; one event, however long.
    Paste(String),
    /// The window has this many columns and rows now.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The archive is being read.
    Opening(Opening),
    /// The list was put in order; `None` where that failed.
    Arranged(Option<Arc<Order>>),
    /// A cable was read, or why not.
    Read {
        /// Of which job.
        ticket: Ticket,
        /// The cable, or a sentence for people.
        result: Result<Arc<Document>, String>,
    },
}

/// What is to be done, outside the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read the cable at this place and answer with [`Msg::Read`]; a newer one makes this one void.
    Read {
        /// To be given back.
        ticket: Ticket,
        /// Which cable.
        place: Place,
    },
    /// Put the list in order and answer with [`Msg::Arranged`].
    Arrange(Arranging),
    /// Stop reading the archive; what is there stays.
    StopOpening,
    /// Give the terminal back and stop the process, as Ctrl-Z does.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

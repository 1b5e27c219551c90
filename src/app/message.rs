//! What comes in and what goes out.

use std::sync::Arc;

use super::facets::Counting;
use super::indexing::Indexed;
use super::key::Key;
use super::list::{Arranged, Arranging, Found};
use super::page::Page;
use super::ready::{Ready, Setting, Showing};
use super::search::Searching;
use crate::archive::catalogue::Catalogue;
use crate::archive::query::{Query, Vocabulary};
use crate::archive::search::Counts;
use crate::archive::{Opening, Place};

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
    Arranged(Option<Arranged>),
    /// A cable was read, or why not.
    Read {
        /// Of which job.
        ticket: Ticket,
        /// The cable, or a sentence for people.
        result: Result<Ready, String>,
    },
    /// All of a long cable was set.
    Set {
        /// Of which job: the one that read it.
        ticket: Ticket,
        /// The page of it.
        page: Page,
    },
    /// A search has found something, or all there is.
    Found {
        /// Of which job.
        ticket: Ticket,
        /// What there is so far, or a sentence for people.
        result: Result<Found, String>,
    },
    /// What is listed was counted by its facets.
    Counted {
        /// Of which job.
        ticket: Ticket,
        /// The counts; none where the job was stopped.
        counts: Option<Vec<Counts>>,
    },
    /// How far the index is; `None` where it has ended.
    Indexed(Option<Indexed>),
    /// The values that queries can ask for.
    Collected(Arc<Vocabulary>),
    /// The searches of earlier runs, the newest last.
    Remembered(Vec<String>),
}

/// What is to be done, outside the state.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read the cable at this place and answer with [`Msg::Read`]; a newer one makes this one void.
    Read {
        /// To be given back.
        ticket: Ticket,
        /// Which cable.
        place: Place,
        /// Cables of the same id, which may hold other sections of it.
        beside: Vec<Place>,
        /// What is to be marked in it.
        query: Option<Query>,
        /// How it will be shown.
        showing: Showing,
    },
    /// Set all of a cable of which the start is shown, and answer with [`Msg::Set`]; reading another one makes this one void.
    Set {
        /// To be given back.
        ticket: Ticket,
        /// Which cable, and how.
        job: Setting,
    },
    /// Put the list in order and answer with [`Msg::Arranged`].
    Arrange(Arranging),
    /// Search, and answer with [`Msg::Found`], at last with all; a newer one makes this one void.
    Search {
        /// To be given back.
        ticket: Ticket,
        /// What is looked for, and where.
        job: Searching,
    },
    /// Stop searching.
    StopSearch,
    /// Count what is listed by its facets, and answer with [`Msg::Counted`]; a newer one makes this one void, and so does a
    /// search.
    Count {
        /// To be given back.
        ticket: Ticket,
        /// What is counted.
        job: Counting,
    },
    /// Collect the values that queries can ask for, and answer with [`Msg::Collected`].
    Collect(Catalogue),
    /// Index these cables behind the reader, and tell with [`Msg::Indexed`] how far it is.
    Index(Catalogue),
    /// Keep a search for the next run.
    Remember(String),
    /// Stop reading the archive; what is there stays.
    StopOpening,
    /// Give the terminal back and stop the process, as Ctrl-Z does.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

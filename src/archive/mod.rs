//! Archives: files, folders, standard input and the built-in sample, read into rows; and one cable read whole.
//!
//! Knows no screen. Sources are opened read-only, never mapped and never written. What cannot be read becomes a
//! [`Trouble`] beside the rows and never stops the rest.
//!
//! Opening visits the origins in order (`visit`, `walk`), unpacks what is compressed (`packed`), feeds each file through a window of bounded size (`feed`) to the
//! reader that recognises it (`reader`), and makes a row of every record (`row`). Only rows are kept; a cable is read again from its
//! [`Place`] when somebody wants to see it (`source`).

mod feed;
#[cfg(feature = "index")]
pub mod index;
pub mod json;
mod open;
mod packed;
mod print;
pub mod query;
mod reader;
mod row;
mod sample;
pub mod search;
mod source;
mod visit;
mod walk;
pub mod watch;
pub mod words;

use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::cable::{Cable, Hints, Marking};
use crate::marking::When;

pub use open::Archive;
pub use reader::{Held, READERS, Reader};
pub use source::ReadError;

/// What a person asked to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file or a folder.
    Path(PathBuf),
    /// Bytes that came through standard input.
    Stdin(Vec<u8>),
    /// The fictional cables that are built into the program.
    Sample,
}

/// Where a cable stands: enough to read it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which source of the archive.
    pub source: u32,
    /// First byte of the record in the source.
    pub offset: u64,
    /// Length of the record in bytes.
    pub len: u64,
    /// Number of the record in its source, from 1.
    pub record: u32,
}

/// What the list shows of a cable.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Canonical id, or the file's name where there is none.
    pub id: String,
    /// Date-time group, else the date of the row's column.
    pub date: Option<DateTime>,
    /// Post in the spelling of the id, empty where unknown.
    pub post: String,
    /// Marking of the whole.
    pub marking: Option<Marking>,
    /// When it is to be declassified.
    pub declassification: When,
    /// Subject on one line, empty where there is none.
    pub subject: String,
    /// Where the cable stands.
    pub place: Place,
}

/// A source, or a part of one, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which file.
    pub path: PathBuf,
    /// What happened and what to do, for people.
    pub message: String,
}

/// What happens while an archive is opened.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// More rows, in the order of the sources.
    Rows(Vec<Row>),
    /// Something could not be read; the rest goes on.
    Trouble(Trouble),
    /// Everything has been read, or the reading was stopped.
    Done,
}

/// A cable read whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file it stands in, as the person named it; `-` for standard input, `sample/...` for built-in cables.
    pub path: String,
    /// The reader that read it: `text`, `csv`, ...
    pub format: &'static str,
    /// Number of the record in its source, from 1.
    pub record: u32,
    /// What stood beside the text: columns of its row, a page's table, the name of its file.
    pub hints: Hints,
    /// The text, decoded. Spans of `cable` are of this text.
    pub text: String,
    /// The text taken apart.
    pub cable: Cable,
}

//! Archives: files, folders, standard input and the built-in sample, read into rows; and one cable read whole.
//!
//! Knows no screen. Sources are opened read-only, never mapped and never written. What cannot be read becomes a
//! [`Trouble`] beside the rows and never stops the rest.
//!
//! Opening visits the origins in order (`visit`, `walk`), unpacks what is compressed (`packed`), feeds each file through a window of bounded size (`feed`) to the
//! reader that recognises it (`reader`), and makes a row of every record (`row`). Only rows are kept; a cable is read again from its
//! [`Place`] when somebody wants to see it (`source`).

mod bits;
pub mod cache;
pub mod catalogue;
mod feed;
#[cfg(feature = "index")]
pub mod index;
mod joined;
pub mod json;
pub mod keep;
mod open;
mod opening;
mod packed;
mod print;
pub mod query;
mod reader;
mod row;
mod sample;
pub mod search;
mod source;
mod sources;
mod visit;
mod walk;
pub mod watch;
pub mod words;

use std::path::PathBuf;

use jiff::civil::DateTime;

use crate::cable::{Cable, Hints, Marking, Precedence};
use crate::marking::When;

pub use bits::Bits;
use catalogue::Catalogue;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
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

/// What the catalogue holds of a cable, by itself. See [`catalogue::Entry`] for one in its columns.
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
    /// How fast it had to travel: to those who were to act, and perhaps otherwise to the others.
    pub precedences: [Option<Precedence>; 2],
    /// Captions in their order.
    pub captions: Vec<String>,
    /// TAGS in their order.
    pub tags: Vec<String>,
    /// When it is to be declassified.
    pub declassification: When,
    /// Subject on one line, empty where there is none.
    pub subject: String,
    /// Canonical ids of the cables that it refers to.
    pub references: Vec<String>,
    /// Whether it says of itself that it is an extract.
    pub partial: bool,
    /// Whether it is marked as a corrected copy.
    pub corrected: bool,
    /// Whether its record is damaged and was read as it stands.
    pub broken: bool,
    /// Where the cable stands.
    pub place: Place,
}

impl Default for Row {
    fn default() -> Self {
        Row {
            id: String::new(),
            date: None,
            post: String::new(),
            marking: None,
            precedences: [None; 2],
            captions: Vec::new(),
            tags: Vec::new(),
            declassification: When::Unknown,
            subject: String::new(),
            references: Vec::new(),
            partial: false,
            corrected: false,
            broken: false,
            place: Place::default(),
        }
    }
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
    /// The catalogue has grown. Its rows are those of the snapshot before, and more; those of sources that have changed are
    /// not listed any more.
    Grown(Catalogue),
    /// How far the reading is.
    Progress(Progress),
    /// Something could not be read; the rest goes on.
    Trouble(Trouble),
    /// These files are read anew: what could not be read of them will be told again, where it still cannot.
    Anew(Vec<PathBuf>),
    /// A sentence for people about what is done: something has changed, or cannot be kept.
    Word(String),
    /// Everything has been read, or the reading was stopped.
    Done,
}

/// How far the reading of an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes that have been read.
    pub read: u64,
    /// Bytes there are, as far as is known.
    pub of: Option<u64>,
    /// Bytes a second.
    pub rate: u64,
    /// Seconds that are left at this rate.
    pub left: Option<u64>,
}

/// A cable read whole.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// The records that the text was joined of, in its order; none where it is that of one record.
    pub parts: Vec<Part>,
}

/// A record whose text is a part of a cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The file it stands in, as the person named it.
    pub path: String,
    /// Number of the record in its source, from 1.
    pub record: u32,
    /// Where its text begins.
    pub start: usize,
}

//! The forms in which cables are stored, told apart by what stands in a file and not by its name.
//!
//! A form knows two things: where a record ends in a run of bytes, and what text and hints a record holds. It knows no file
//! and keeps nothing between records, so the same functions serve opening (all records in order) and reading one record
//! again.

mod columns;
mod csv;
mod held;
mod html;
mod json;
mod text;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::cable::Hints;

pub use held::Held;

/// One form of storage: a row of [`READERS`].
#[derive(Debug)]
pub struct Reader {
    /// Stable name, as in output.
    pub name: &'static str,
    /// What it reads, for people.
    pub about: &'static str,
    /// Whether such a file mostly holds one cable, which then may be named after it.
    pub(super) one_cable: bool,
    /// The form of a file that starts like this, where it is this reader's. The head is the first block of the file, or all
    /// of it.
    pub(super) recognise: fn(head: &[u8]) -> Option<Box<dyn Form>>,
    /// The form that was recognised once, of what it had learnt from the file; see [`Form::learnt`].
    pub(super) again: fn(learnt: &[u8]) -> Option<Box<dyn Form>>,
}

/// How the records of one file are found and what they hold. What holds for the whole file (the names of its columns) was
/// learnt from its head; between records nothing is kept.
pub(super) trait Form: fmt::Debug + Send + Sync {
    /// The first record of the window.
    fn next(&self, window: &[u8], reach: Reach) -> Next;
    /// What it learnt from the head of the file, for [`Reader::again`]; nothing where all files of a reader are alike.
    fn learnt(&self) -> Vec<u8> {
        Vec::new()
    }
    /// Whether records can be found from the middle of a file; see [`Form::mark`].
    fn has_marks(&self) -> bool {
        false
    }
    /// The first place in these bytes where a record begins, whatever stands before them: one behind a line end that can be
    /// nothing else. Bytes between two such places that hold another beginning of a record are damaged.
    fn mark(&self, _bytes: &[u8]) -> Option<usize> {
        None
    }
    /// What a record holds; `None` where it is broken, and then it is read as plain text.
    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>>;
    /// As [`Form::unpack`] for a record without a fault, but of a long text perhaps only so many bytes or a few more, up to the
    /// end of a line. What has to be copied may go to `room`.
    fn unpack_start<'a>(&self, record: &'a [u8], _len: usize, room: &'a mut Room) -> Option<Start<'a>> {
        let Unpacked { text, hints } = self.unpack(record)?;
        room.hints = hints;
        Some(Start { text, hints: &mut room.hints, rest: &[] })
    }
    /// Goes on with the first so many lines of what [`Form::unpack_start`] has left, or all of them.
    fn unpack_lines<'a>(&self, rest: &'a [u8], _lines: usize) -> Cow<'a, [u8]> {
        Cow::Borrowed(rest)
    }
}

/// Room that one record leaves to the next, so that not every one asks for memory.
#[derive(Debug, Default)]
pub(super) struct Room {
    text: Vec<u8>,
    hints: Hints,
}

/// The start of what a record holds.
pub(super) struct Start<'a> {
    /// The first lines of the cable's text, or all of it, not yet decoded.
    pub text: Cow<'a, [u8]>,
    /// What else the record tells.
    pub hints: &'a mut Hints,
    /// The part of the record that holds the other lines, as it stands there.
    pub rest: &'a [u8],
}

/// All readers, in the order in which they are asked. The last one takes anything.
pub const READERS: &[Reader] = &[
    Reader {
        name: "csv",
        about: "the published dump: eight quoted columns without a heading, quotes escaped by a backslash",
        one_cable: false,
        recognise: csv::recognise_backslash,
        again: csv::backslash_again,
    },
    Reader {
        name: "csv-rfc4180",
        about: "the same eight columns, quotes doubled as RFC 4180 has it",
        one_cable: false,
        recognise: csv::recognise_doubled,
        again: csv::doubled_again,
    },
    Reader {
        name: "csv-named",
        about: "a table whose first row names its columns, among them an id and a text, as the History Lab exports them",
        one_cable: false,
        recognise: csv::recognise_named,
        again: csv::named_again,
    },
    Reader {
        name: "html",
        about: "the pages on which cables were published: a table and the text in <pre> blocks",
        one_cable: true,
        recognise: html::recognise,
        again: html::again,
    },
    Reader {
        name: "jsonl",
        about: "one JSON object a line: our own output with the texts, or keys named as columns are",
        one_cable: false,
        recognise: json::recognise,
        again: json::again,
    },
    TEXT,
];

/// Plain text: what everything else is read as.
pub(super) const TEXT: Reader = Reader {
    name: "text",
    about: "plain text: one cable, or several one after the other (VZCZC ... NNNN)",
    one_cable: true,
    recognise: |_| Some(Box::new(text::Text)),
    again: |_| Some(Box::new(text::Text)),
};

/// The reader for a file that starts with `head`, and how it reads this file.
pub(super) fn recognise(head: &[u8]) -> (&'static Reader, Box<dyn Form>) {
    READERS
        .iter()
        .find_map(|reader| Some((reader, (reader.recognise)(head)?)))
        .unwrap_or_else(|| (&TEXT, Box::new(text::Text)))
}

/// Whether there is more behind a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The file goes on.
    GoesOn,
    /// The window reaches to the end of the file.
    End,
}

/// What a reader found at the start of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// The first record does not end in this window.
    More,
    /// A record.
    Record {
        /// Its bytes, without what divides it from its neighbours.
        bytes: Range<usize>,
        /// Where the rest begins.
        rest: usize,
        /// What is wrong with it, for people.
        fault: Option<&'static str>,
    },
    /// No record is left; only at the end of a file.
    Nothing,
}

impl Next {
    /// The record of a form in which only what comes `next` ends one: up to there, or up to the end of the file.
    fn up_to(next: Option<usize>, window: &[u8], reach: Reach) -> Next {
        let end = match (next, reach) {
            (Some(end), _) => end,
            (None, Reach::GoesOn) => return Next::More,
            (None, Reach::End) if window.is_empty() => return Next::Nothing,
            (None, Reach::End) => window.len(),
        };
        Next::Record { bytes: 0..end, rest: end, fault: None }
    }
}

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unpacked<'a> {
    /// The cable's text, not yet decoded.
    pub text: Cow<'a, [u8]>,
    /// What else the record tells.
    pub hints: Hints,
}

/// The first lines of some bytes, so many or all there are.
pub(super) fn first_lines(bytes: &[u8], lines: usize) -> &[u8] {
    let last = lines.checked_sub(1).and_then(|before| memchr::memchr_iter(b'\n', bytes).nth(before));
    last.and_then(|feed| bytes.get(..=feed)).unwrap_or(bytes)
}

/// Signs of files that hold no text, with what to call them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "compressed twice; unpack it once with gunzip or unzstd first"),
    (b"\x28\xb5\x2f\xfd", "compressed twice; unpack it once with gunzip or unzstd first"),
    (b"BZh", "bzip2-compressed; unpack it with bunzip2 first"),
    (b"\xfd7zXZ\0", "xz-compressed; unpack it with unxz first"),
    (b"\x04\x22\x4d\x18", "lz4-compressed; unpack it with unlz4 first"),
    (b"PK\x03\x04", "a zip archive, or a document of an office program; unpack it, or save it as plain text, first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a rar archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program; save it as plain text first"),
    (b"{\\rtf", "a document of an office program (RTF); save it as plain text first"),
    (b"%PDF-", "a PDF; take its text out first, for example with pdftotext"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG), not text"),
    (b"\xff\xd8\xff", "a picture (JPEG), not text"),
    (b"SQLite format 3\0", "an SQLite database, not text"),
];

/// What to tell about a file that starts like something without text; `None` where it may hold cables.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    const TAR: (usize, &[u8]) = (257, b"ustar");
    let is_tar = head.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1));
    let row = FOREIGN.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, what)| *what);
    row.or(is_tar.then_some("a tar archive; unpack it first with tar -xf"))
        .or(is_data(head).then_some("data, not text"))
}

/// Whether so many bytes are zero that this is a program, a picture or the like. Single ones stand in damaged texts.
fn is_data(head: &[u8]) -> bool {
    const FAR: usize = 4 << 10;
    let head = head.get(..FAR).unwrap_or(head);
    head.len() > 64 && memchr::memchr_iter(0, head).count() > head.len() / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_no_text_and_a_damaged_text_is() {
        assert_eq!(foreign(&b"\x7fELF\x02\0\0\0\x10\0\0\0".repeat(50)), Some("data, not text"));
        assert_eq!(foreign(&b"FM AMEMBASSY ROME\0TO SECSTATE\0".repeat(50)), None);
        assert_eq!(foreign(b"\0\0"), None);
    }

    #[test]
    fn readers_have_names_of_their_own_and_the_last_takes_anything() {
        for (i, reader) in READERS.iter().enumerate() {
            assert!(!reader.about.is_empty());
            assert!(READERS[..i].iter().all(|other| other.name != reader.name), "{} twice", reader.name);
        }
        for head in [&b""[..], b"<SIC> 1,2", b"\xff\xfe", b"1,2,3"] {
            assert_eq!(recognise(head).0.name, "text");
        }
    }

    #[test]
    fn content_decides() {
        let backslash = br#""1","2/25/2006 9:09","06REYKJAVIK1","Embassy Reykjavik","SECRET","","","A \"b\"""#;
        let doubled = br#""1","2/25/2006 9:09","06REYKJAVIK1","Embassy Reykjavik","SECRET","","","A ""b""""#;
        assert_eq!(recognise(backslash).0.name, "csv");
        assert_eq!(recognise(doubled).0.name, "csv-rfc4180");
        assert_eq!(recognise(b"\"1\", said the \"2/25\" man").0.name, "text");
    }

    #[test]
    fn no_sign_of_foreign_files_hides_another_and_none_is_text() {
        for (i, (sign, what)) in FOREIGN.iter().enumerate() {
            assert_eq!(foreign(sign), Some(*what), "row {i}");
        }
        assert_eq!(foreign(b"VZCZCXRO4134"), None);
    }
}

//! The forms in which cables are stored, told apart by what stands in a file and not by its name.
//!
//! A reader knows two things: where a record ends in a run of bytes, and what text and hints a record holds. It knows
//! no file and keeps nothing between records, so the same functions serve opening (all records in order) and reading
//! one record again.

mod csv;
mod text;

use std::borrow::Cow;
use std::ops::Range;

use crate::cable::Hints;

/// One form of storage: a row of [`READERS`].
#[derive(Debug)]
pub struct Reader {
    /// Stable name, as in output.
    pub name: &'static str,
    /// What it reads, for people.
    pub about: &'static str,
    /// Whether a file that starts like this is of this form. The head is the first block of the file, or all of it.
    pub(super) recognise: fn(head: &[u8]) -> bool,
    /// The first record of the window.
    pub(super) next: fn(window: &[u8], reach: Reach) -> Next,
    /// What a record holds; `None` where it is broken, and then it is read as plain text.
    pub(super) unpack: fn(record: &[u8]) -> Option<Unpacked<'_>>,
}

/// All readers, in the order in which they are asked. The last one takes anything.
pub const READERS: &[Reader] = &[
    Reader {
        name: "csv",
        about: "the published dump: eight quoted columns without a heading, quotes escaped by a backslash",
        recognise: csv::recognise_backslash,
        next: csv::next_backslash,
        unpack: csv::unpack_backslash,
    },
    Reader {
        name: "csv-rfc4180",
        about: "the same eight columns, quotes doubled as RFC 4180 has it",
        recognise: csv::recognise_doubled,
        next: csv::next_doubled,
        unpack: csv::unpack_doubled,
    },
    TEXT,
];

/// Plain text: what everything else is read as.
pub(super) const TEXT: Reader = Reader {
    name: "text",
    about: "plain text: one cable, or several one after the other (VZCZC ... NNNN)",
    recognise: |_| true,
    next: text::next,
    unpack: |record| Some(Unpacked { text: Cow::Borrowed(record), hints: Hints::default() }),
};

/// The reader for a file that starts with `head`.
pub(super) fn recognise(head: &[u8]) -> &'static Reader {
    READERS.iter().find(|reader| (reader.recognise)(head)).unwrap_or(&TEXT)
}

impl Reader {
    /// The reader for a file that starts with `head`.
    ///
    /// ```
    /// use sipdis::archive::Reader;
    /// let file = b"VZCZCXRO0042\nSUBJECT: WEATHER\nNNNN\n\nVZCZCXRO0043\nSUBJECT: FISH\nNNNN\n";
    /// let reader = Reader::of(file);
    /// assert_eq!((reader.name, reader.records(file).count()), ("text", 2));
    /// ```
    pub fn of(head: &[u8]) -> &'static Reader {
        recognise(head)
    }

    /// The records of a file that is in memory.
    pub fn records<'a>(&self, file: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (next, mut window) = (self.next, file);
        std::iter::from_fn(move || {
            let Next::Record { bytes, rest, .. } = next(window, Reach::End) else { return None };
            let record = window.get(bytes)?;
            window = window.get(rest..)?;
            Some(record)
        })
    }

    /// The text of a record, not yet decoded, and what else it tells; `None` where the record is broken.
    pub fn text<'a>(&self, record: &'a [u8]) -> Option<(Cow<'a, [u8]>, Hints)> {
        (self.unpack)(record).map(|Unpacked { text, hints }| (text, hints))
    }
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

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unpacked<'a> {
    /// The cable's text, not yet decoded.
    pub text: Cow<'a, [u8]>,
    /// What else the record tells.
    pub hints: Hints,
}

/// Signs of files that hold no text, with what to call them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip-compressed; unpack it with gunzip first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed; unpack it with unzstd first"),
    (b"BZh", "bzip2-compressed; unpack it with bunzip2 first"),
    (b"\xfd7zXZ\0", "xz-compressed; unpack it with unxz first"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"%PDF-", "a PDF; take its text out first, for example with pdftotext"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG), not text"),
    (b"\xff\xd8\xff", "a picture (JPEG), not text"),
    (b"SQLite format 3\0", "an SQLite database, not text"),
];

/// What to tell about a file that starts like something without text; `None` where it may hold cables.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    FOREIGN.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_have_names_of_their_own_and_the_last_takes_anything() {
        for (i, reader) in READERS.iter().enumerate() {
            assert!(!reader.about.is_empty());
            assert!(READERS[..i].iter().all(|other| other.name != reader.name), "{} twice", reader.name);
        }
        for head in [&b""[..], b"<html>", b"\xff\xfe", b"1,2,3"] {
            assert_eq!(recognise(head).name, "text");
        }
    }

    #[test]
    fn content_decides() {
        let backslash = br#""1","2/25/2006 9:09","06REYKJAVIK1","Embassy Reykjavik","SECRET","","","A \"b\"""#;
        let doubled = br#""1","2/25/2006 9:09","06REYKJAVIK1","Embassy Reykjavik","SECRET","","","A ""b""""#;
        assert_eq!(recognise(backslash).name, "csv");
        assert_eq!(recognise(doubled).name, "csv-rfc4180");
        assert_eq!(recognise(b"\"1\", said the \"2/25\" man").name, "text");
    }

    #[test]
    fn no_sign_of_foreign_files_hides_another_and_none_is_text() {
        for (i, (sign, what)) in FOREIGN.iter().enumerate() {
            assert_eq!(foreign(sign), Some(*what), "row {i}");
        }
        assert_eq!(foreign(b"VZCZCXRO4134"), None);
    }
}

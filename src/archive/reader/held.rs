//! A file that is in memory, cut into its records without making anything of them.

use std::borrow::Cow;

use super::{Form, Next, Reach, Reader, Unpacked, recognise};
use crate::cable::Hints;

/// A whole file in memory and how it reads. An [`Archive`](crate::archive::Archive) reads files piece by piece and makes
/// rows of the records; this is for those who want the records themselves.
///
/// ```
/// use sipdis::archive::Held;
/// let file = Held::new(b"VZCZCXRO0042\nSUBJECT: WEATHER\nNNNN\n\nVZCZCXRO0043\nSUBJECT: FISH\nNNNN\n");
/// assert_eq!((file.reader.name, file.records().count()), ("text", 2));
/// ```
#[derive(Debug)]
pub struct Held<'a> {
    /// What it was recognised as.
    pub reader: &'static Reader,
    form: Box<dyn Form>,
    file: &'a [u8],
}

impl<'a> Held<'a> {
    /// Recognises a file by how it starts.
    pub fn new(file: &'a [u8]) -> Self {
        let (reader, form) = recognise(file);
        Held { reader, form, file }
    }

    /// Its records in their order.
    pub fn records(&self) -> impl Iterator<Item = &'a [u8]> {
        self.records_in(self.file)
    }

    /// The records of one of its [`parts`](Held::parts).
    pub fn records_in(&self, part: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let mut window = part;
        std::iter::from_fn(move || {
            let Next::Record { bytes, rest, .. } = self.form.next(window, Reach::End) else { return None };
            let record = window.get(bytes)?;
            window = window.get(rest..)?;
            Some(record)
        })
    }

    /// The file in parts of about one size, for as many threads: cut where a record surely begins. One part where the form
    /// does not tell such places from others.
    ///
    /// ```
    /// use sipdis::archive::Held;
    /// let row = |n| format!("\"{n}\",\"1/1/2006 0:00\",\"06ROME{n}\",\"Embassy Rome\",\"SECRET\",\"\",\"\",\"A\nB\"\n");
    /// let file: String = (1..=9).map(row).collect();
    /// let held = Held::new(file.as_bytes());
    /// let counts: Vec<_> = held.parts(2).iter().map(|part| held.records_in(part).count()).collect();
    /// assert_eq!(counts, [5, 4]);
    /// ```
    pub fn parts(&self, count: usize) -> Vec<&'a [u8]> {
        let (mut parts, mut rest) = (Vec::new(), self.file);
        for left in (2..=count).rev() {
            let near = rest.len() / left;
            let mark = rest.get(near..).and_then(|behind| self.form.mark(behind));
            let Some((part, behind)) = mark.and_then(|mark| rest.split_at_checked(near + mark)) else { break };
            parts.push(part);
            rest = behind;
        }
        parts.push(rest);
        parts
    }

    /// The text of a record, not yet decoded, and what else it tells; `None` where the record is broken.
    pub fn text<'r>(&self, record: &'r [u8]) -> Option<(Cow<'r, [u8]>, Hints)> {
        self.form.unpack(record).map(|Unpacked { text, hints }| (text, hints))
    }
}

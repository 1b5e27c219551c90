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
        let mut window = self.file;
        std::iter::from_fn(move || {
            let Next::Record { bytes, rest, .. } = self.form.next(window, Reach::End) else { return None };
            let record = window.get(bytes)?;
            window = window.get(rest..)?;
            Some(record)
        })
    }

    /// The text of a record, not yet decoded, and what else it tells; `None` where the record is broken.
    pub fn text<'r>(&self, record: &'r [u8]) -> Option<(Cow<'r, [u8]>, Hints)> {
        self.form.unpack(record).map(|Unpacked { text, hints }| (text, hints))
    }
}

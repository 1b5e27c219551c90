//! Tables whose first row names their columns: read by these names, in any order and number.
//!
//! A row has as many columns as the heading. Where one has not, reading goes on at the next line that begins such a row; of
//! the lines between, each is looked at once, because a quoted field that runs over them ends at their first odd run of quotes.

use std::borrow::Cow;

use super::super::columns::{self, Cells};
use super::super::{Form, Next, Reach, Unpacked};
use super::grammar::{self, Dialect, Scan};
use super::{UNCLOSED, skip_blank};
use crate::text::decode::decode;

const BROKEN: &str = "this row does not have the columns of the heading; it is shown as it stands";

/// What the heading of a file says.
#[derive(Debug)]
struct Named {
    dialect: Dialect,
    /// As it stands, to be skipped.
    heading: Vec<u8>,
    names: Vec<String>,
}

/// A file with a heading that names an id and a text.
pub(in super::super) fn recognise(head: &[u8]) -> Option<Box<dyn Form>> {
    let (_, text) = skip_blank(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    // The dialects differ only where quotes or backslashes stand in a value, as they hardly do in names.
    let (names, end) = grammar::first_row(text, Dialect::Doubled)?;
    let names: Vec<String> = names.iter().map(|name| decode(name).text.trim().to_owned()).collect();
    if !columns::holds_cables(names.iter().map(String::as_str)) {
        return None;
    }
    let (heading, rows) = text.split_at_checked(end)?;
    let named = |dialect| Named { dialect, heading: heading.to_vec(), names: names.clone() };
    let (backslash, doubled) = (named(Dialect::Backslash), named(Dialect::Doubled));
    let fits_better = backslash.rows(rows) > doubled.rows(rows);
    Some(Box::new(if fits_better { backslash } else { doubled }))
}

/// The form that was recognised once.
pub(in super::super) fn again(learnt: &[u8]) -> Option<Box<dyn Form>> {
    let (dialect, heading) = learnt.split_first()?;
    let dialect = if *dialect == b'\\' { Dialect::Backslash } else { Dialect::Doubled };
    let (names, end) = grammar::first_row(heading, Dialect::Doubled)?;
    let names = names.iter().map(|name| decode(name).text.trim().to_owned()).collect();
    (end == heading.len()).then(|| Box::new(Named { dialect, heading: heading.to_vec(), names }) as Box<dyn Form>)
}

impl Named {
    fn scan(&self, row: &[u8], reach: Reach) -> Scan {
        grammar::scan(row, reach, self.dialect, self.names.len())
    }

    /// How many rows of a head are sound.
    fn rows(&self, mut head: &[u8]) -> usize {
        let mut rows = 0;
        while let Next::Record { rest, fault, .. } = self.next(head, Reach::GoesOn) {
            rows += usize::from(fault.is_none());
            head = head.get(rest..).unwrap_or_default();
        }
        rows
    }

    /// How many bytes before the next line that begins a row, its line end left out.
    fn next_row(&self, bytes: &[u8], reach: Reach) -> Option<usize> {
        memchr::memchr_iter(b'\n', bytes)
            .find(|feed| {
                let row = bytes.get(feed + 1..).unwrap_or_default();
                !row.is_empty() && matches!(self.scan(row, reach), Scan::Row(_))
            })
            .map(|feed| if feed > 0 && bytes.get(feed - 1) == Some(&b'\r') { feed - 1 } else { feed })
    }
}

impl Form for Named {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        let mark = if window.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let (mut start, mut row) = skip_blank(window.get(mark..).unwrap_or_default());
        start += mark;
        if let Some(behind) =
            row.strip_prefix(&*self.heading).filter(|behind| behind.starts_with(b"\n") || behind.starts_with(b"\r"))
        {
            let (ends, rest) = skip_blank(behind);
            start += self.heading.len() + ends;
            row = rest;
        }
        let record = |len: usize, fault| {
            let (behind, _) = skip_blank(row.get(len..).unwrap_or_default());
            Next::Record { bytes: start..start + len, rest: start + len + behind, fault }
        };
        if row.trim_ascii_start().is_empty() {
            return if reach == Reach::End { Next::Nothing } else { Next::More };
        }
        let fault = match self.scan(row, reach) {
            Scan::Row(len) => return record(len, None),
            Scan::More if reach == Reach::GoesOn => return Next::More,
            Scan::More => UNCLOSED,
            Scan::Broken => BROKEN,
        };
        match (self.next_row(row, reach), reach) {
            (Some(len), _) => record(len, Some(fault)),
            (None, Reach::GoesOn) => Next::More,
            (None, Reach::End) => record(row.trim_ascii_end().len(), Some(fault)),
        }
    }

    fn learnt(&self) -> Vec<u8> {
        let dialect = if self.dialect == Dialect::Backslash { b'\\' } else { b'"' };
        [&[dialect], &*self.heading].concat()
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        let mut cells = Cells::default();
        for (name, value) in self.names.iter().zip(grammar::columns(record, self.dialect, self.names.len())?) {
            cells.add(name, Cow::Owned(decode(&value).text.into_owned()));
        }
        cells.unpack()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a file, each as `id: text`, `!` and the row where it is broken.
    fn check(file: &str, expected: &[&str]) {
        let form = recognise(file.as_bytes()).unwrap();
        let form = again(&form.learnt()).unwrap();
        let (mut rest, mut found) = (file.as_bytes(), Vec::new());
        while let Next::Record { bytes, rest: next, fault } = form.next(rest, Reach::End) {
            let record = &rest[bytes];
            found.push(match form.unpack(record) {
                Some(Unpacked { text, hints }) => {
                    format!("{}: {}", hints.name.unwrap_or_default(), String::from_utf8_lossy(&text))
                }
                None => format!("!{}", String::from_utf8_lossy(record)),
            });
            assert_eq!(fault.is_some(), found.last().is_some_and(|row| row.starts_with('!')));
            rest = &rest[next..];
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn columns_stand_in_any_order() {
        check(
            "\u{feff} \r\n\nsubject,body,Doc ID\r\nRAIN,\"FM ROME\nwords, \"\"more\"\"\",76ROME1\r\n\r\nSNOW,FM ROME,76ROME2",
            &["76ROME1: FM ROME\nwords, \"more\"", "76ROME2: FM ROME"],
        );
        check("id,body\n76ROME1,FM ROME\n\n ", &["76ROME1: FM ROME"]);
        check("\"mrn\",\"text\"\n\"76ROME1\",\"FM \\\"ROME\\\", x\"\n", &["76ROME1: FM \"ROME\", x"]);
    }

    #[test]
    fn a_broken_row_takes_no_other_with_it() {
        check(
            "id,body,type\n76ROME1,FM A,TE\n76ROME2,too few\nwords\n76ROME3,\"FM B\",TE\n76ROME4,\"FM \"C,TE\n76ROME5,FM D,TE\n",
            &["76ROME1: FM A", "!76ROME2,too few\nwords", "76ROME3: FM B", "!76ROME4,\"FM \"C,TE", "76ROME5: FM D"],
        );
        check("id,body\n76ROME1,\"FM A", &["!76ROME1,\"FM A"]);
    }

    #[test]
    fn a_heading_is_told_by_its_names() {
        for head in ["", "id", "id,name\n1,x", "words, a body and an id\n", "\"id\",\"body", "VZCZCXRO4134\n"] {
            assert!(recognise(head.as_bytes()).is_none(), "{head}");
        }
    }

    #[test]
    fn many_broken_rows_are_read_in_one_pass() {
        for line in ["x\n", "\"\n", "\"\"\n", "\"\"\"\n", "a,\"\n", "a,\"\"\n", "a,b,c\n", "a,\"\"\"\"\n"] {
            let file = format!("id,body\n76ROME1,FM A\n{}", line.repeat(50_000));
            let form = recognise(file.as_bytes()).unwrap();
            let mut rest = file.as_bytes();
            // Passing in time is the test; what it gives does not matter.
            while let Next::Record { rest: next, .. } = form.next(rest, Reach::End) {
                rest = &rest[next..];
            }
        }
    }
}

//! `cables.csv`: eight columns (number, date, reference id, origin, level, references, header, body), line ends inside
//! fields; and tables whose first row names their columns (`named`).
//!
//! Two dialects differ in how a quote stands inside a field: the published dump writes `\"` and `\\`, quotes every field
//! and has no heading; copies that went through a spreadsheet or a database double the quote, as RFC 4180 has it, may
//! leave fields without quotes, and may start with a heading.
//!
//! The grammar (`grammar`) is strict: behind a closing quote stands a comma or a line end, and nothing else. So a row
//! with a lost or a stray quote is noticed at the next quote, and cannot swallow the rows behind it: reading goes on at
//! the next line that starts like a row, which no sound field can hold (its quotes would be escaped).

mod grammar;
mod named;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::grammar::{Dialect, Scan};
use super::columns;
use super::{Form, Next, Reach, Room, Start, Unpacked};
use crate::cable::Hints;

pub(super) use self::named::{again as named_again, recognise as recognise_named};

/// Columns of a row.
const COLUMNS: usize = 8;

const BROKEN: &str = "this row is not eight quoted columns; it is shown as it stands";
const UNCLOSED: &str = "the file ends inside this row; it is shown as it stands";

/// The form of the eight columns in one of the dialects.
#[derive(Debug)]
struct Columns(Dialect);

impl Form for Columns {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        next(window, reach, self.0)
    }

    fn has_marks(&self) -> bool {
        true
    }

    fn mark(&self, bytes: &[u8]) -> Option<usize> {
        memchr::memchr_iter(b'\n', bytes).map(|feed| feed + 1).find(|&start| bytes.get(start..).is_some_and(marks_row))
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        unpack(record, self.0)
    }

    fn unpack_start<'a>(&self, record: &'a [u8], len: usize, room: &'a mut Room) -> Option<Start<'a>> {
        unpack_start(record, self.0, len, room)
    }

    fn unpack_lines<'a>(&self, rest: &'a [u8], lines: usize) -> Cow<'a, [u8]> {
        grammar::plain_lines(rest, self.0, lines)
    }
}

pub(super) fn backslash_again(_: &[u8]) -> Option<Box<dyn Form>> {
    Some(Box::new(Columns(Dialect::Backslash)))
}

pub(super) fn doubled_again(_: &[u8]) -> Option<Box<dyn Form>> {
    Some(Box::new(Columns(Dialect::Doubled)))
}

pub(super) fn recognise_backslash(head: &[u8]) -> Option<Box<dyn Form>> {
    (dialect(head)? == Dialect::Backslash).then(|| Box::new(Columns(Dialect::Backslash)) as Box<dyn Form>)
}

pub(super) fn recognise_doubled(head: &[u8]) -> Option<Box<dyn Form>> {
    (dialect(head)? == Dialect::Doubled).then(|| Box::new(Columns(Dialect::Doubled)) as Box<dyn Form>)
}

/// The dialect with fewer broken rows; `None` where no row begins.
fn dialect(head: &[u8]) -> Option<Dialect> {
    let (_, rows) = skip(head);
    let backslash = starts_row(rows) && faults(rows, Dialect::Backslash) <= faults(rows, Dialect::Doubled);
    match starts_row(rows) {
        true if backslash => Some(Dialect::Backslash),
        true => Some(Dialect::Doubled),
        false => None,
    }
}

fn next(window: &[u8], reach: Reach, dialect: Dialect) -> Next {
    let (start, row) = skip(window);
    let record = |len: usize, fault| {
        let (behind, _) = skip(row.get(len..).unwrap_or_default());
        Next::Record { bytes: start..start + len, rest: start + len + behind, fault }
    };
    if row.trim_ascii_start().is_empty() {
        return if reach == Reach::End { Next::Nothing } else { Next::More };
    }
    let fault = match grammar::scan(row, reach, dialect, COLUMNS) {
        Scan::Row(len) => return record(len, None),
        Scan::More if reach == Reach::GoesOn => return Next::More,
        Scan::More => UNCLOSED,
        Scan::Broken => BROKEN,
    };
    match (next_row(row), reach) {
        (Some(len), _) => record(len, Some(fault)),
        (None, Reach::GoesOn) => Next::More,
        (None, Reach::End) => record(row.trim_ascii_end().len(), Some(fault)),
    }
}

/// What stands before a row and belongs to none (a byte order mark, line ends, a heading): its length, and the rest.
fn skip(bytes: &[u8]) -> (usize, &[u8]) {
    let from = |at| (at, bytes.get(at..).unwrap_or_default());
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let (blank, text) = skip_blank(from(mark).1);
    let start = mark + blank;
    // Names of columns have no figure, and a row begins with one.
    if starts_row(text) {
        return (start, text);
    }
    match memchr::memchr(b'\n', text) {
        Some(feed) if is_heading(text.get(..feed).unwrap_or_default()) && starts_row(from(start + feed + 1).1) => {
            from(start + feed + 1)
        }
        _ => (start, text),
    }
}

/// Blank lines at the start: how many bytes, and the rest.
fn skip_blank(bytes: &[u8]) -> (usize, &[u8]) {
    let blanks = bytes.iter().zip(1..).take_while(|(byte, _)| byte.is_ascii_whitespace());
    let ends = blanks.filter(|(byte, _)| matches!(byte, b'\r' | b'\n'));
    let end = ends.last().map_or(0, |(_, end)| end);
    (end, bytes.get(end..).unwrap_or_default())
}

/// Whether a line holds names of columns: as many as a row has, and not a figure among them.
fn is_heading(line: &[u8]) -> bool {
    line.iter().filter(|b| **b == b',').count() == COLUMNS - 1
        && line.iter().all(|b| b.is_ascii_alphabetic() || b"_- \",\r".contains(b))
}

/// How many bytes before the next line that starts like a row, its line end left out.
fn next_row(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes)
        .find(|&feed| bytes.get(feed + 1..).is_some_and(starts_row))
        .map(|feed| if feed > 0 && bytes.get(feed - 1) == Some(&b'\r') { feed - 1 } else { feed })
}

/// Whether a row surely begins here: `"12","3/4/` with its quotes, which inside a field would be escaped.
fn marks_row(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\"") && starts_row(bytes) && {
        let digits = bytes.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        bytes.get(digits + 1..).is_some_and(|rest| rest.starts_with(b"\",\""))
    }
}

/// Whether a row begins here: `"12","3/4/`, also without the quotes.
fn starts_row(bytes: &[u8]) -> bool {
    fn digits(bytes: &[u8]) -> Option<&[u8]> {
        let count = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        if count == 0 { None } else { bytes.get(count..) }
    }
    fn quote(bytes: &[u8]) -> &[u8] {
        bytes.strip_prefix(b"\"").unwrap_or(bytes)
    }
    digits(quote(bytes))
        .and_then(|rest| quote(rest).strip_prefix(b","))
        .and_then(|rest| digits(quote(rest)))
        .is_some_and(|rest| rest.starts_with(b"/"))
}

/// How many of the rows in a head are broken in this dialect.
fn faults(mut head: &[u8], dialect: Dialect) -> usize {
    let mut faults = 0;
    while let Next::Record { rest, fault, .. } = next(head, Reach::GoesOn, dialect) {
        faults += usize::from(fault.is_some());
        head = head.get(rest..).unwrap_or_default();
    }
    // A row that the head cuts off counts where it is broken before the cut.
    faults + usize::from(grammar::scan(head, Reach::GoesOn, dialect, COLUMNS) == Scan::Broken)
}

fn unpack(record: &[u8], dialect: Dialect) -> Option<Unpacked<'static>> {
    let columns = grammar::columns(record, dialect, COLUMNS)?;
    let [_, date, name, origin, level, _, header, body] = <[_; COLUMNS]>::try_from(columns).ok()?;
    let mut text = header.into_owned();
    if !text.is_empty() {
        text.extend_from_slice(columns::GAP.as_bytes());
    }
    text.extend_from_slice(&body);
    let mut hints = Hints::default();
    fill(&mut hints, &date, [&name, &origin, &level]);
    Some(Unpacked { text: Cow::Owned(text), hints })
}

/// As [`unpack`], for a row that was found without a fault: it has its columns, and the last one reaches to its end, so that
/// nobody has to look where.
fn unpack_start<'a>(
    record: &'a [u8],
    dialect: Dialect,
    len: usize,
    Room { text, hints }: &'a mut Room,
) -> Option<Start<'a>> {
    let (before, body) = grammar::columns_before_last::<{ COLUMNS - 1 }>(record, dialect)?;
    let [_, date, name, origin, level, _, header] = before;
    text.clear();
    text.extend_from_slice(&header);
    if !text.is_empty() {
        text.extend_from_slice(columns::GAP.as_bytes());
    }
    let rest = grammar::plain_start(body, dialect, len, text);
    fill(hints, &date, [&name, &origin, &level]);
    Some(Start { text: Cow::Borrowed(text), hints, rest })
}

/// Puts what the columns beside the text tell in place of what the row before told, into the same memory.
fn fill(hints: &mut Hints, date: &[u8], [name, origin, level]: [&[u8]; 3]) {
    fn word(bytes: &[u8]) -> Cow<'_, str> {
        let bytes = bytes.trim_ascii();
        str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
    }
    fn set(hint: &mut Option<String>, bytes: &[u8]) {
        let word = word(bytes);
        match hint {
            _ if word.is_empty() => *hint = None,
            Some(hint) => {
                hint.clear();
                hint.push_str(&word);
            }
            None => *hint = Some(word.into_owned()),
        }
    }
    set(&mut hints.name, name);
    set(&mut hints.origin, origin);
    set(&mut hints.level, level);
    hints.date = columns::date(&word(date));
}

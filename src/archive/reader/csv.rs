//! `cables.csv`: eight columns (number, date, reference id, origin, level, references, header, body), no heading, every
//! field in quotes, line ends inside fields.
//!
//! Two dialects differ in how a quote stands inside a field: the published dump writes `\"` and `\\`; copies that went
//! through a spreadsheet or a database double it, as RFC 4180 has it.
//!
//! Rows are found by looking at quotes and escapes only, which a vectorised search does at the speed of memory. The
//! grammar is strict: behind a closing quote stands a comma or a line end, and nothing else. So a row with a lost or a
//! stray quote is noticed at the next quote, and cannot swallow the rows behind it: reading goes on at the next line that
//! starts like a row, which no sound field can hold (its quotes would be escaped).

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::{Next, Reach, Unpacked};
use crate::cable::Hints;

const COLUMNS: usize = 8;
const BROKEN: &str = "this row is not eight quoted columns; it is shown as it stands";
const UNCLOSED: &str = "the file ends inside this row; it is shown as it stands";

/// How a quote stands inside a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// `\"`, and `\\` for a backslash.
    Backslash,
    /// `""`.
    Doubled,
}

pub(super) fn recognise_backslash(head: &[u8]) -> bool {
    let head = trim_start(head).1;
    starts_row(head) && faults(head, Dialect::Backslash) <= faults(head, Dialect::Doubled)
}

pub(super) fn recognise_doubled(head: &[u8]) -> bool {
    starts_row(trim_start(head).1) && !recognise_backslash(head)
}

pub(super) fn next_backslash(window: &[u8], reach: Reach) -> Next {
    next(window, reach, Dialect::Backslash)
}

pub(super) fn next_doubled(window: &[u8], reach: Reach) -> Next {
    next(window, reach, Dialect::Doubled)
}

pub(super) fn unpack_backslash(record: &[u8]) -> Option<Unpacked<'static>> {
    unpack(record, Dialect::Backslash)
}

pub(super) fn unpack_doubled(record: &[u8]) -> Option<Unpacked<'static>> {
    unpack(record, Dialect::Doubled)
}

/// Where the first row of some bytes ends.
#[derive(Debug, PartialEq, Eq)]
enum Scan {
    /// One past its last quote.
    Row(usize),
    /// Not in these bytes.
    More,
    /// It is not a row of this dialect.
    Broken,
}

fn next(window: &[u8], reach: Reach, dialect: Dialect) -> Next {
    let (start, row) = trim_start(window);
    let record = |len: usize, fault| {
        let (behind, _) = trim_start(row.get(len..).unwrap_or_default());
        Next::Record { bytes: start..start + len, rest: start + len + behind, fault }
    };
    if row.is_empty() {
        return if reach == Reach::End { Next::Nothing } else { Next::More };
    }
    let fault = match scan(row, reach, dialect) {
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

fn scan(row: &[u8], reach: Reach, dialect: Dialect) -> Scan {
    let mut at = 0;
    for column in 1.. {
        match row.get(at) {
            Some(b'"') => {}
            Some(_) => return Scan::Broken,
            None => return Scan::More,
        }
        let Some(close) = closing_quote(row, at + 1, dialect) else { return Scan::More };
        at = close + 1;
        let ends = match row.get(at) {
            Some(b',') => false,
            Some(b'\r' | b'\n') => true,
            Some(_) => return Scan::Broken,
            None if reach == Reach::End => true,
            None => return Scan::More,
        };
        match (column, ends) {
            (COLUMNS, true) => return Scan::Row(at),
            (COLUMNS.., _) | (_, true) => return Scan::Broken,
            (_, false) => at += 1,
        }
    }
    Scan::Broken
}

/// The quote that closes a field whose first byte is at `from`.
fn closing_quote(bytes: &[u8], from: usize, dialect: Dialect) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        match dialect {
            Dialect::Backslash => {
                let hit = at + memchr::memchr2(b'"', b'\\', rest)?;
                if bytes.get(hit) == Some(&b'"') {
                    return Some(hit);
                }
                at = hit + 2;
            }
            Dialect::Doubled => {
                let hit = at + memchr::memchr(b'"', rest)?;
                if bytes.get(hit + 1) != Some(&b'"') {
                    return Some(hit);
                }
                at = hit + 2;
            }
        }
    }
}

/// How many bytes before the next line that starts like a row, its line end left out.
fn next_row(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes)
        .find(|&feed| bytes.get(feed + 1..).is_some_and(starts_row))
        .map(|feed| if feed > 0 && bytes.get(feed - 1) == Some(&b'\r') { feed - 1 } else { feed })
}

/// Whether a row begins here: `"12","3/4/`.
fn starts_row(bytes: &[u8]) -> bool {
    fn digits(bytes: &[u8]) -> Option<&[u8]> {
        let count = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        if count == 0 { None } else { bytes.get(count..) }
    }
    bytes
        .strip_prefix(b"\"")
        .and_then(digits)
        .and_then(|rest| rest.strip_prefix(b"\",\""))
        .and_then(digits)
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
    faults + usize::from(scan(head, Reach::GoesOn, dialect) == Scan::Broken)
}

/// Line ends and a byte order mark divide rows and belong to none: their length, and what stands behind.
fn trim_start(bytes: &[u8]) -> (usize, &[u8]) {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let ends = text.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let skipped = bytes.len() - text.len() + ends;
    (skipped, bytes.get(skipped..).unwrap_or_default())
}

fn unpack(record: &[u8], dialect: Dialect) -> Option<Unpacked<'static>> {
    let [_, date, name, origin, level, _, header, body] = columns(record, dialect)?;
    let mut text = header.into_owned();
    if !text.is_empty() {
        text.extend_from_slice(b"\n\n");
    }
    text.extend_from_slice(&body);
    let word = |bytes: Cow<'_, [u8]>| {
        let word = String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
        Some(word).filter(|word| !word.is_empty())
    };
    let hints = Hints {
        name: word(name),
        date: word(date).as_deref().and_then(date_column),
        origin: word(origin),
        level: word(level),
    };
    Some(Unpacked { text: Cow::Owned(text), hints })
}

/// The columns of a row, escapes taken out.
fn columns(record: &[u8], dialect: Dialect) -> Option<[Cow<'_, [u8]>; COLUMNS]> {
    if scan(record, Reach::End, dialect) != Scan::Row(record.len()) {
        return None;
    }
    let mut columns: [Cow<'_, [u8]>; COLUMNS] = Default::default();
    let mut at = 1;
    for column in &mut columns {
        let close = closing_quote(record, at, dialect)?;
        *column = plain(record.get(at..close)?, dialect);
        at = close + r#"",""#.len();
    }
    Some(columns)
}

/// A field without its escapes.
fn plain(field: &[u8], dialect: Dialect) -> Cow<'_, [u8]> {
    let escape = match dialect {
        Dialect::Backslash => b'\\',
        Dialect::Doubled => b'"',
    };
    let Some(first) = memchr::memchr(escape, field) else { return Cow::Borrowed(field) };
    let mut plain = Vec::with_capacity(field.len());
    let (before, mut rest) = field.split_at(first);
    plain.extend_from_slice(before);
    while let [_, escaped, tail @ ..] = rest {
        plain.push(*escaped);
        let (run, from) = tail.split_at(memchr::memchr(escape, tail).unwrap_or(tail.len()));
        plain.extend_from_slice(run);
        rest = from;
    }
    Cow::Owned(plain)
}

/// `12/28/1966 18:48`, month first.
fn date_column(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(' ').unwrap_or((text, "0:00"));
    let mut date = date.split('/');
    let (month, day, year) = (date.next()?, date.next()?, date.next()?);
    let (hour, minute) = time.trim().split_once(':')?;
    DateTime::new(
        year.parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
        hour.parse().ok()?,
        minute.parse().ok()?,
        0,
        0,
    )
    .ok()
}

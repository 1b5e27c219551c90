//! Where a row of the csv ends, and what its columns hold.
//!
//! Only quotes, escapes and what stands behind a closing quote are looked at, so the search runs at the speed of memory.
//! `scan`, `columns` and `first_row` walk over the same fields by the same function and cannot disagree; `column` knows how most
//! of them look, and asks it for the others.

use std::borrow::Cow;
use std::ops::Range;

use super::super::first_lines;
use super::Reach;

/// How a quote stands inside a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `\"`, and `\\` for a backslash. Every field stands in quotes.
    Backslash,
    /// `""`. A field without quotes, commas and line ends may stand without quotes.
    Doubled,
}

impl Dialect {
    /// What stands before an escaped byte.
    fn escape(self) -> u8 {
        match self {
            Dialect::Backslash => b'\\',
            Dialect::Doubled => b'"',
        }
    }
}

/// Where the first row of some bytes ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// Behind its last field; the line end is not counted.
    Row(usize),
    /// Not in these bytes.
    More,
    /// It is not a row of this dialect.
    Broken,
}

/// Finds the end of the row of `count` columns that starts at the first byte.
pub(super) fn scan(row: &[u8], reach: Reach, dialect: Dialect, count: usize) -> Scan {
    let mut at = 0;
    for column in 1..=count {
        at = match field(row, at, reach, dialect) {
            Ok(field) => field.end,
            Err(scan) => return scan,
        };
        match (row.get(at), column == count) {
            (Some(b','), false) => at += 1,
            (Some(b'\r' | b'\n'), true) => return Scan::Row(at),
            (None, true) if reach == Reach::End => return Scan::Row(at),
            (None, _) if reach == Reach::GoesOn => return Scan::More,
            _ => return Scan::Broken,
        }
    }
    Scan::Broken
}

/// The columns of one whole row, escapes taken out; `None` where it does not have so many.
pub(super) fn columns(row: &[u8], dialect: Dialect, count: usize) -> Option<Vec<Cow<'_, [u8]>>> {
    let (columns, end) = first_row(row, dialect)?;
    (columns.len() == count && end == row.len()).then_some(columns)
}

/// The columns of the first row, however many they are, and where it ends; `None` where it is none, or does not end.
pub(super) fn first_row(bytes: &[u8], dialect: Dialect) -> Option<(Vec<Cow<'_, [u8]>>, usize)> {
    let (mut columns, mut at) = (Vec::new(), 0);
    loop {
        let (plain, end) = column(bytes, at, dialect)?;
        columns.push(plain);
        match bytes.get(end) {
            Some(b',') => at = end + 1,
            None | Some(b'\r' | b'\n') => return Some((columns, end)),
            Some(_) => return None,
        }
    }
}

/// Columns without their escapes.
type Plain<'a, const N: usize> = [Cow<'a, [u8]>; N];

/// The first columns of a row that is sound, escapes taken out, and the last one as it stands, without its quotes; `None`
/// where they are not there.
pub(super) fn columns_before_last<const N: usize>(row: &[u8], dialect: Dialect) -> Option<(Plain<'_, N>, &[u8])> {
    const EMPTY: &[u8] = &[];
    let mut columns = [const { Cow::Borrowed(EMPTY) }; N];
    let mut at = 0;
    for plain in &mut columns {
        let end;
        (*plain, end) = column(row, at, dialect)?;
        if row.get(end) != Some(&b',') {
            return None;
        }
        at = end + 1;
    }
    let last = row.get(at..)?;
    Some((columns, last.strip_prefix(b"\"").map_or(Some(last), |last| last.strip_suffix(b"\""))?))
}

/// Puts the start of a field without its escapes behind `out`: the lines that end within `len` bytes, or all of a field that
/// is not longer. Gives what is left of it, as it stands.
pub(super) fn plain_start<'a>(field: &'a [u8], dialect: Dialect, len: usize, out: &mut Vec<u8>) -> &'a [u8] {
    let end = match field.get(..len) {
        Some(near) if near.len() < field.len() => memchr::memrchr(b'\n', near).map_or(field.len(), |feed| feed + 1),
        _ => field.len(),
    };
    // A line end may be escaped, and an escape belongs to what stands behind it; so a line end is never half of a pair.
    let (start, rest) = field.split_at(end);
    push_plain(start, dialect, out);
    rest
}

/// The first lines of what is left of a field, without its escapes, or all of it.
pub(super) fn plain_lines(rest: &[u8], dialect: Dialect, lines: usize) -> Cow<'_, [u8]> {
    plain(first_lines(rest, lines), dialect)
}

/// A field as it stands.
struct Field {
    /// Its bytes without quotes, escapes still in them.
    inner: Range<usize>,
    /// One past its last byte, the closing quote included.
    end: usize,
}

fn field(row: &[u8], at: usize, reach: Reach, dialect: Dialect) -> Result<Field, Scan> {
    match row.get(at) {
        Some(b'"') => {
            let close = closing_quote(row, at + 1, dialect).ok_or(Scan::More)?;
            Ok(Field { inner: at + 1..close, end: close + 1 })
        }
        None if reach == Reach::GoesOn => Err(Scan::More),
        _ if dialect == Dialect::Backslash => Err(Scan::Broken),
        _ => {
            let rest = row.get(at..).unwrap_or_default();
            let len = memchr::memchr3(b',', b'\r', b'\n', rest);
            let end = at + len.unwrap_or(rest.len());
            match row.get(at..end) {
                Some(bare) if memchr::memchr(b'"', bare).is_some() => Err(Scan::Broken),
                _ if len.is_none() && reach == Reach::GoesOn => Err(Scan::More),
                _ => Ok(Field { inner: at..end, end }),
            }
        }
    }
}

/// The column that begins at `at` in a whole row, escapes taken out, and one past its last byte.
fn column(row: &[u8], at: usize, dialect: Dialect) -> Option<(Cow<'_, [u8]>, usize)> {
    // Most of them end at their first quote, and have no escape before it.
    if row.get(at) == Some(&b'"') {
        let inner = row.get(at + 1..)?;
        let len = memchr::memchr2(b'"', dialect.escape(), inner)?;
        let (inner, behind) = inner.split_at_checked(len)?;
        if behind.starts_with(b"\"") && (dialect == Dialect::Backslash || !behind.starts_with(b"\"\"")) {
            return Some((Cow::Borrowed(inner), at + 1 + len + 1));
        }
    }
    let field = field(row, at, Reach::End, dialect).ok()?;
    Some((plain(row.get(field.inner)?, dialect), field.end))
}

/// The quote that closes a field whose first byte is at `from`.
fn closing_quote(bytes: &[u8], from: usize, dialect: Dialect) -> Option<usize> {
    let mut at = from;
    loop {
        let hit = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        at = match dialect {
            // Each escapes what stands behind it, another one too.
            Dialect::Backslash => {
                let before = bytes.get(at..hit)?.iter().rev();
                if before.take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                    return Some(hit);
                }
                hit + 1
            }
            Dialect::Doubled => {
                if bytes.get(hit + 1) != Some(&b'"') {
                    return Some(hit);
                }
                hit + 2
            }
        };
    }
}

/// A field without its escapes.
fn plain(field: &[u8], dialect: Dialect) -> Cow<'_, [u8]> {
    if memchr::memchr(dialect.escape(), field).is_none() {
        return Cow::Borrowed(field);
    }
    let mut plain = Vec::with_capacity(field.len());
    push_plain(field, dialect, &mut plain);
    Cow::Owned(plain)
}

fn push_plain(field: &[u8], dialect: Dialect, out: &mut Vec<u8>) {
    let escape = dialect.escape();
    let (before, mut rest) = field.split_at(memchr::memchr(escape, field).unwrap_or(field.len()));
    out.extend_from_slice(before);
    // The first byte of `rest` is an escape, and what it escapes stands behind it.
    while let [_, escaped, tail @ ..] = rest {
        out.push(*escaped);
        let (run, from) = tail.split_at(memchr::memchr(escape, tail).unwrap_or(tail.len()));
        out.extend_from_slice(run);
        rest = from;
    }
}

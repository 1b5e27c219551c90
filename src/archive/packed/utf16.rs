//! UTF-16: read as UTF-8, so that the readers of tables and of several cables in a file need to know one encoding only.
//!
//! Told by its byte order mark, and without one by a file's first two characters: what holds cables starts with ASCII.
//! What is damaged reads as [`decode`] has it.

use std::io::{self, Read};

use super::Position;
use crate::text::decode::decode;

const BLOCK: u64 = 64 << 10;

/// Byte order marks, as a text starts with them.
const LOW_FIRST: &[u8] = b"\xff\xfe";
const HIGH_FIRST: &[u8] = b"\xfe\xff";

/// Whether a file that starts like this is UTF-16.
pub(super) fn is_start(head: &[u8]) -> bool {
    order(head).is_some()
}

/// The byte order mark of a file that starts like this, whether it stands there or not.
fn order(head: &[u8]) -> Option<&'static [u8]> {
    let plain = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    match head {
        [0xff, 0xfe, ..] => Some(LOW_FIRST),
        [0xfe, 0xff, ..] => Some(HIGH_FIRST),
        [one, 0, two, 0, ..] if plain(one) && plain(two) => Some(LOW_FIRST),
        [0, one, 0, two, ..] if plain(one) && plain(two) => Some(HIGH_FIRST),
        _ => None,
    }
}

/// A place to go on from, between two characters.
#[derive(Clone)]
pub(super) struct Mark {
    order: &'static [u8],
    pub(super) position: Position,
}

/// Reads UTF-16 as UTF-8.
pub(super) struct FromUtf16<R> {
    from: R,
    /// Known once something was read.
    order: Option<&'static [u8]>,
    /// What was read and is no whole character yet.
    rest: Vec<u8>,
    /// What is ready, and how much of it was given out.
    ready: Vec<u8>,
    given: usize,
    read: u64,
    written: u64,
}

impl<R: Read> FromUtf16<R> {
    pub(super) fn new(from: R) -> Self {
        FromUtf16 { from, order: None, rest: Vec::new(), ready: Vec::new(), given: 0, read: 0, written: 0 }
    }

    /// Goes on from a mark; `from` stands at its position.
    pub(super) fn resume(from: R, mark: &Mark) -> Self {
        let Position { read, written } = mark.position;
        FromUtf16 { order: Some(mark.order), read, written, ..FromUtf16::new(from) }
    }

    /// A mark, where everything that was read was given out too.
    pub(super) fn mark(&self) -> Option<Mark> {
        let order = self.order.filter(|_| self.given == self.ready.len())?;
        let read = self.read - self.rest.len() as u64;
        Some(Mark { order, position: Position { read, written: self.written } })
    }

    pub(super) fn offset(&self) -> u64 {
        self.written
    }

    /// Reads a block; `false` at the end.
    fn block(&mut self) -> io::Result<bool> {
        let got = self.from.by_ref().take(BLOCK).read_to_end(&mut self.rest)? as u64;
        let starts = self.read == 0;
        self.read += got;
        let order = match self.order {
            Some(order) => order,
            None => *self.order.insert(order(&self.rest).unwrap_or(LOW_FIRST)),
        };
        let whole = if got < BLOCK { self.rest.len() } else { whole(&self.rest, order) };
        let units: Vec<u8> = self.rest.drain(..whole).collect();
        // The mark tells the order; one that stands in the file is the same.
        let marked = if starts && units.starts_with(order) { units } else { [order, &units].concat() };
        self.ready = decode(&marked).text.into_owned().into_bytes();
        self.given = 0;
        Ok(got > 0 || whole > 0)
    }
}

/// How many bytes are whole characters: units of two bytes, and no half of a pair at the end.
fn whole(bytes: &[u8], order: &[u8]) -> usize {
    let even = bytes.len() - bytes.len() % 2;
    let high = match bytes.get(..even) {
        Some([.., high, _]) if order == HIGH_FIRST => *high,
        Some([.., _, high]) => *high,
        _ => 0,
    };
    // Units from D800 to DBFF open a pair.
    even - if (0xd8..=0xdb).contains(&high) { 2 } else { 0 }
}

impl<R: Read> Read for FromUtf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !into.is_empty() {
            if !self.block()? {
                return Ok(0);
            }
        }
        let len = self.ready.get(self.given..).unwrap_or_default().read(into)?;
        self.given += len;
        self.written += len as u64;
        Ok(len)
    }
}

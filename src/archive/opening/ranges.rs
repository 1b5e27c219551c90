//! The records that begin in a range of a file, found from its middle.
//!
//! Where a record surely begins, whatever stood before it, the form knows ([`Form::mark`](crate::archive::reader::Form::mark)). Whoever puts the ranges together compares where one ended
//! with where the next one began; where a damaged file makes them differ, the range is read again from the right place. So
//! the ranges give what reading from the start would give.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::work::Making;
use crate::archive::Place;
use crate::archive::feed::Feed;
use crate::archive::print::print;
use crate::archive::reader::{Next, Reach};
use crate::archive::source::{Bytes, Source};
use crate::archive::visit::LONGEST;

/// Where to begin in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum From {
    /// At the first record that surely begins at or behind this place.
    Mark(u64),
    /// At this place, where a record begins.
    Exactly(u64),
}

/// How a range was read.
#[derive(Debug, Default)]
pub(in crate::archive) struct RangeRead {
    /// Where its first record begins; `None` where none begins in it.
    pub(in crate::archive) began: Option<u64>,
    /// Where the first record behind it begins.
    pub(in crate::archive) ended: u64,
    /// How many records it has.
    pub(in crate::archive) records: u32,
    /// Their prints.
    pub(in crate::archive) prints: Vec<u32>,
    /// Broken ones: their number in the range from 1, where they begin, and what is wrong.
    pub(in crate::archive) faults: Vec<(u32, u64, &'static str)>,
    /// Why it could not be read to its end.
    pub(in crate::archive) failed: Option<(u64, io::Error)>,
    /// Whether it was stopped before its end.
    pub(in crate::archive) stopped: bool,
}

/// Reads the records that begin in a range into `making`, numbered from 1.
pub(in crate::archive) fn read(
    source: &Source,
    from: From,
    end: u64,
    stop: &AtomicBool,
    making: &mut Making<'_>,
) -> RangeRead {
    let mut read = RangeRead::default();
    if let Err(error) = records(source, from, end, stop, making, &mut read) {
        read.failed = Some((read.ended, error));
    }
    read
}

fn records(
    source: &Source,
    from: From,
    end: u64,
    stop: &AtomicBool,
    making: &mut Making<'_>,
    read: &mut RangeRead,
) -> io::Result<()> {
    // A mark is known by the line end before it.
    let start = match from {
        From::Mark(at) => at.saturating_sub(1),
        From::Exactly(at) => at,
    };
    let (mut feed, base) = open(source, start..end)?;
    read.ended = start;
    if let From::Mark(1..) = from {
        loop {
            if let Some(mark) = source.form.mark(feed.window()) {
                feed.take(mark);
                break;
            }
            if feed.reach() == Reach::End || base + feed.offset() + feed.window().len() as u64 > end + LONGEST as u64 {
                read.ended = end;
                return Ok(());
            }
            feed.more();
        }
    }
    read.began = Some(base + feed.offset()).filter(|began| *began < end);
    loop {
        read.ended = base + feed.offset();
        if read.ended >= end {
            return Ok(());
        }
        if stop.load(Ordering::Relaxed) {
            read.stopped = true;
            return Ok(());
        }
        let (bytes, rest, fault) = match source.form.next(feed.window(), feed.reach()) {
            Next::More if feed.window().len() < LONGEST => {
                feed.more();
                continue;
            }
            Next::More => match crate::archive::visit::part(feed.window()) {
                Next::Record { bytes, rest, fault } => (bytes, rest, fault),
                _ => return Ok(()),
            },
            Next::Nothing => {
                read.ended = end;
                return feed.into_failed().map_or(Ok(()), Err);
            }
            Next::Record { bytes, rest, fault } => (bytes, rest, fault),
        };
        read.records += 1;
        let offset = read.ended + bytes.start as u64;
        if let Some(fault) = fault {
            read.faults.push((read.records, offset, fault));
        }
        let place = Place { source: 0, offset, len: bytes.len() as u64, record: read.records };
        let bytes = feed.window().get(bytes).unwrap_or_default();
        read.prints.push(print(bytes));
        making.push(source, bytes, place);
        feed.take(rest);
    }
}

/// The bytes of a source from a place on, and that place. Most of the range is read at once, with a bit behind it for the last record.
fn open(source: &Source, range: Range<u64>) -> io::Result<(Feed<impl Read>, u64)> {
    let Bytes::File { path, .. } = &source.bytes else { return Err(io::ErrorKind::Unsupported.into()) };
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(range.start))?;
    Ok((Feed::new(file), range.start))
}

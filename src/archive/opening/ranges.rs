//! The records that begin in a range of a file or of bytes in memory, found from its middle.
//!
//! Where a record surely begins, whatever stood before it, the form knows ([`Form::mark`](crate::archive::reader::Form::mark)). Whoever puts the ranges together compares where one ended
//! with where the next one began; where a damaged file makes them differ, the range is read again from the right place. So
//! the ranges give what reading from the start would give.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::work::Make;
use crate::archive::Place;
use crate::archive::feed::Feed;
use crate::archive::print::print;
use crate::archive::reader::{Next, Reach};
use crate::archive::source::{Bytes, Source};
use crate::archive::visit::{self, LONGEST};

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

/// Reads the records that begin in a range into `making`, numbered from 1. One range leaves its `buffer` to the next.
pub(in crate::archive) fn read(
    source: &Source,
    from: From,
    end: u64,
    stop: &AtomicBool,
    making: &mut impl Make,
    buffer: &mut Vec<u8>,
) -> RangeRead {
    let mut read = RangeRead::default();
    if let Err(error) = records(source, from, end, stop, (making, buffer), &mut read) {
        read.failed = Some((read.ended, error));
    }
    read
}

fn records(
    source: &Source,
    from: From,
    end: u64,
    stop: &AtomicBool,
    (making, buffer): (&mut impl Make, &mut Vec<u8>),
    read: &mut RangeRead,
) -> io::Result<()> {
    // A mark is known by the line end before it.
    let start = match from {
        From::Mark(at) => at.saturating_sub(1),
        From::Exactly(at) => at,
    };
    let mut feed = open(source, start..end, std::mem::take(buffer))?;
    read.ended = start;
    let to_file_end = match from {
        From::Mark(1..) if !to_mark(source, &mut feed, end.saturating_sub(start)) => {
            read.ended = end;
            false
        }
        _ => fed(source, &mut feed, start..end, stop, making, read),
    };
    let failed;
    (failed, *buffer) = feed.into_parts();
    failed.filter(|_| to_file_end).map_or(Ok(()), Err)
}

/// Moves to the first place where a record surely begins, `len` bytes from here or a little further at the most; `false`
/// where there is none.
fn to_mark(source: &Source, feed: &mut Feed<impl Read>, len: u64) -> bool {
    loop {
        if let Some(mark) = source.form.mark(feed.window()) {
            feed.take(mark);
            return true;
        }
        if feed.reach() == Reach::End || feed.offset() + feed.window().len() as u64 > len + LONGEST as u64 {
            return false;
        }
        feed.more();
    }
}

/// Reads the records from where the feed stands, which began at the start of `range`; gives whether the file ended.
fn fed(
    source: &Source,
    feed: &mut Feed<impl Read>,
    range: Range<u64>,
    stop: &AtomicBool,
    making: &mut impl Make,
    read: &mut RangeRead,
) -> bool {
    read.began = Some(range.start + feed.offset()).filter(|began| *began < range.end);
    loop {
        read.ended = range.start + feed.offset();
        if read.ended >= range.end {
            return false;
        }
        if stop.load(Ordering::Relaxed) {
            read.stopped = true;
            return false;
        }
        let next = match source.form.next(feed.window(), feed.reach()) {
            Next::More if feed.window().len() < LONGEST => {
                feed.more();
                continue;
            }
            Next::More => visit::part(feed.window()),
            next => next,
        };
        let Next::Record { bytes, rest, fault } = next else {
            read.ended = range.end;
            return true;
        };
        read.records += 1;
        let offset = read.ended + bytes.start as u64;
        if let Some(fault) = fault {
            read.faults.push((read.records, offset, fault));
        }
        let place = Place { source: 0, offset, len: bytes.len() as u64, record: read.records };
        let bytes = feed.window().get(bytes).unwrap_or_default();
        read.prints.push(print(bytes));
        making.push(source, bytes, place, fault.is_none());
        feed.take(rest);
    }
}

/// The bytes of a source from a place on.
fn open<'s>(source: &'s Source, range: Range<u64>, buffer: Vec<u8>) -> io::Result<Feed<Box<dyn Read + 's>>> {
    let from: Box<dyn Read + 's> = match &source.bytes {
        Bytes::File { path, .. } => {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(range.start))?;
            Box::new(file)
        }
        Bytes::Memory(all) => {
            let start = usize::try_from(range.start).unwrap_or(usize::MAX);
            Box::new(all.get(start..).unwrap_or_default())
        }
    };
    Ok(Feed::until(from, range.end.saturating_sub(range.start), buffer))
}

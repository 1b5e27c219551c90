//! Many cables read in an order, on all cores.
//!
//! The places are cut into chunks of neighbours in that order; workers take one chunk after the other, read what lies
//! together in one go, and the answers are handed on in the order of the chunks, whoever was ready first.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::num::NonZero;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::super::opening::Ask;
use super::super::source::{Bytes, ReadError, Source, Stamp};
use super::super::{Archive, Place, Trouble};

/// A chunk has at most so many cables and bytes: small enough that all cores are busy and that stopping is felt at once.
const CHUNK: (usize, u64) = (512, 2 << 20);

/// What lies between two cables and is shorter is read with them.
const HOLE: u64 = 64 << 10;

/// The answers of a chunk, each with the number of its place in it, in that order.
type Answers<T> = (Vec<(usize, T)>, Vec<Trouble>);

/// What is handed on of a chunk.
pub(crate) struct Chunk<T> {
    /// Answers with the numbers of their places, in their order.
    pub(crate) found: Vec<(usize, T)>,
    /// What could not be read.
    pub(crate) troubles: Vec<Trouble>,
    /// How many of the places have been looked at now.
    pub(crate) looked: usize,
}

/// Asks `ask` of the bytes of every place on all cores, and hands the answers that are something to `on`, chunk by chunk in
/// the order of the places, until it breaks or `stop` is set. `true` where all was asked.
pub(crate) fn ask_all<T: Send>(
    archive: &Archive,
    places: &[Place],
    stop: &AtomicBool,
    ask: &Ask<'_, T>,
    on: &mut dyn FnMut(Chunk<T>) -> ControlFlow<()>,
) -> bool {
    let chunks = chunks(places);
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(chunks.len());
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let stopped = || stop.load(Ordering::Relaxed) || over.load(Ordering::Relaxed);
    let work = |send: &mpsc::SyncSender<(usize, Answers<T>)>| {
        let mut buffer = Vec::new();
        while !stopped() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(number).and_then(|range| places.get(range.clone())) else { return };
            let answers = ask_chunk(archive, chunk, &mut buffer, &stopped, ask);
            if send.send((number, answers)).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        // Few answers wait: who is fast must not fill the memory.
        let (send, receive) = mpsc::sync_channel(workers * 4);
        for _ in 0..workers {
            let send = send.clone();
            let work = &work;
            scope.spawn(move || work(&send));
        }
        drop(send);
        let mut waiting: Vec<Option<Answers<T>>> = Vec::new();
        let mut given = 0;
        for (number, answers) in receive {
            if waiting.len() <= number {
                waiting.resize_with(number + 1, || None);
            }
            waiting[number] = Some(answers);
            while let Some((found, troubles)) = waiting.get_mut(given).and_then(Option::take) {
                let range = chunks.get(given).cloned().unwrap_or_default();
                let found = found.into_iter().map(|(at, answer)| (range.start + at, answer)).collect();
                given += 1;
                if stopped() || on(Chunk { found, troubles, looked: range.end }).is_break() {
                    over.store(true, Ordering::Relaxed);
                    break;
                }
            }
        }
        given == chunks.len() && !stopped()
    })
}

fn chunks(places: &[Place]) -> Vec<Range<usize>> {
    let (mut chunks, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (at, place) in places.iter().enumerate() {
        // The first chunk is short, so that the first answers come soon.
        let most = if chunks.is_empty() { (CHUNK.0 / 8, CHUNK.1 / 8) } else { CHUNK };
        if at > start && (at - start >= most.0 || bytes + place.len > most.1) {
            chunks.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += place.len;
    }
    if start < places.len() {
        chunks.push(start..places.len());
    }
    chunks
}

/// Asks of the places of one chunk, on this thread.
pub(crate) fn ask_chunk<T>(
    archive: &Archive,
    places: &[Place],
    buffer: &mut Vec<u8>,
    stopped: &dyn Fn() -> bool,
    ask: &Ask<'_, T>,
) -> Answers<T> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|at| (places[*at].source, places[*at].offset));
    let mut found: Vec<(usize, T)> = Vec::new();
    let mut troubles = Vec::new();
    let mut rest = order.as_slice();
    while let Some(first) = rest.first().filter(|_| !stopped()) {
        let (together, others) = rest.split_at(together(places, rest));
        rest = others;
        let Some(source) = archive.source(places[*first].source) else { continue };
        let read = read(&source, places, together, buffer, &mut |at, bytes| {
            if !stopped() {
                found.extend(ask(&source, bytes, places[at]).map(|answer| (at, answer)));
            }
        });
        if let Err(error) = read {
            troubles.push(Trouble { path: source.path.clone(), message: error.to_string() });
        }
    }
    found.sort_by_key(|(at, _)| *at);
    (found, troubles)
}

/// How many of the first places lie in one file near each other.
fn together(places: &[Place], order: &[usize]) -> usize {
    let near = |pair: &[usize]| {
        let (a, b) = (places[pair[0]], places[pair[1]]);
        a.source == b.source && b.offset >= a.offset + a.len && b.offset - a.offset - a.len < HOLE
    };
    1 + order.windows(2).take_while(|pair| near(pair)).count()
}

/// Reads the places that lie together and hands each over.
fn read(
    source: &Source,
    places: &[Place],
    together: &[usize],
    buffer: &mut Vec<u8>,
    each: &mut dyn FnMut(usize, &[u8]),
) -> Result<(), ReadError> {
    let (path, stamp) = match (&source.bytes, &source.packed) {
        (Bytes::File { path, stamp }, None) => (path, stamp),
        (Bytes::Memory(all), None) => {
            for at in together {
                each(*at, slice(all, 0, places[*at]).ok_or(ReadError::NoSuchPlace)?);
            }
            return Ok(());
        }
        _ => {
            for at in together {
                each(*at, &source.read(places[*at])?);
            }
            return Ok(());
        }
    };
    let shown = || path.display().to_string();
    let failed = |cause: io::Error| ReadError::Io { path: shown(), cause };
    let (Some(first), Some(last)) = (together.first(), together.last()) else { return Ok(()) };
    let (start, end) = (places[*first].offset, places[*last].offset + places[*last].len);
    let mut file = File::open(path).map_err(failed)?;
    if Stamp::from(&file.metadata().map_err(failed)?) != *stamp {
        // The source knows which of its cables still stand where they stood.
        for at in together {
            each(*at, &source.read(places[*at])?);
        }
        return Ok(());
    }
    file.seek(SeekFrom::Start(start)).map_err(failed)?;
    buffer.clear();
    file.take(end - start).read_to_end(buffer).map_err(failed)?;
    for at in together {
        let bytes = slice(buffer, start, places[*at]).ok_or_else(|| ReadError::Changed { path: shown() })?;
        each(*at, bytes);
    }
    Ok(())
}

fn slice(bytes: &[u8], from: u64, place: Place) -> Option<&[u8]> {
    let start = usize::try_from(place.offset.checked_sub(from)?).ok()?;
    bytes.get(start..start.checked_add(usize::try_from(place.len).ok()?)?)
}

//! A question to every record, answered while the records are found: each byte is read once.

use std::sync::atomic::AtomicBool;

use super::gather::Put;
use super::work::Make;
use crate::archive::open::Given;
use crate::archive::source::Source;
use crate::archive::sources::Sources;
use crate::archive::{Place, Trouble};

/// What is asked of the bytes of a record.
pub(in crate::archive) type Ask<'a, T> = dyn Fn(&Source, &[u8], Place) -> Option<T> + Sync + 'a;

/// Asks `ask` of every record of all origins, on several threads, and hands over the answers that are something with the
/// places of their records, in the order of the sources; and what could not be read. The place that `ask` is given is not yet
/// that in the archive. Ends early soon after `stop` is set.
pub(in crate::archive) fn sweep<T: Send>(
    origins: &[Given],
    sources: &Sources,
    ask: &Ask<'_, T>,
    stop: &AtomicBool,
    on: &mut dyn FnMut(Result<(Place, T), Trouble>),
) {
    let make = || Asking { ask, found: Vec::new() };
    super::read_all(origins, (sources, None), &make, &mut Answers { on }, stop);
}

/// Asks the records.
struct Asking<'a, T> {
    ask: &'a Ask<'a, T>,
    found: Vec<(Place, T)>,
}

impl<T> Make for Asking<'_, T> {
    type Made = Vec<(Place, T)>;

    fn push(&mut self, source: &Source, bytes: &[u8], place: Place, _: bool) {
        self.found.extend((self.ask)(source, bytes, place).map(|answer| (place, answer)));
    }

    fn len(&self) -> usize {
        self.found.len()
    }

    fn take(&mut self) -> Self::Made {
        std::mem::take(&mut self.found)
    }
}

/// Hands over the answers.
struct Answers<'a, T> {
    on: &'a mut dyn FnMut(Result<(Place, T), Trouble>),
}

impl<T> Put<Vec<(Place, T)>> for Answers<'_, T> {
    fn put(&mut self, made: Vec<(Place, T)>, source: u32, record: u64) {
        let behind = u32::try_from(record).unwrap_or(u32::MAX);
        for (place, answer) in made {
            let (source, record) = (place.source.saturating_add(source), place.record.saturating_add(behind));
            (self.on)(Ok((Place { source, record, ..place }, answer)));
        }
    }

    fn trouble(&mut self, trouble: Trouble) {
        (self.on)(Err(trouble));
    }
}

//! Files that have grown at their ends: only what is new is read.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::archive::catalogue::{Catalogue, Growing};
use crate::archive::feed::Feed;
use crate::archive::opening::{From, Make, Making, fault, read_range};
use crate::archive::print::Prints;
use crate::archive::reader::{Next, Reach};
use crate::archive::source::{Bytes, Source, Stamp};
use crate::archive::visit::TOLD;
use crate::archive::{Opening, Place, Trouble};

/// How many records in the middle are looked at before what stands there is taken for what stood there.
const SAMPLES: u32 = 16;

/// How much is read before what was found is told.
const STEP: u64 = 8 << 20;

/// Adds the records behind those that are known of a source. Gives the source as it is now; `None` where it did not grow at
/// its end only, or its records cannot be found from the middle: then all of it must be read.
pub(super) fn read(
    (number, source): (u32, &Source),
    growing: &mut Growing,
    stop: &AtomicBool,
    on: &mut dyn FnMut(Opening),
) -> Option<Arc<Source>> {
    let Bytes::File { path, .. } = &source.bytes else { return None };
    if source.reader.one_cable {
        // Its first record is named after the file, and here another would be the first.
        return None;
    }
    let stamp = Stamp::of(path).ok()?;
    let last = last_of(&growing.catalogue(), number, source)?;
    let mut next = behind(source, last)?;
    let prints = source.prints.all();
    if prints.len() as u64 != u64::from(last.record) {
        return None;
    }
    let source = Source {
        path: source.path.clone(),
        reader: source.reader,
        form: (source.reader.again)(&source.form.learnt())?,
        bytes: Bytes::File { path: path.clone(), stamp },
        packed: None,
        prints: Prints::of(prints),
    };
    let interner = growing.share();
    let (mut records, mut faults) = (last.record, 0);
    while next < stamp.len {
        let mut making = Making::new(&interner);
        let end = stamp.len.min(next + STEP);
        let read = read_range(&source, From::Exactly(next), end, stop, &mut making, &mut Vec::new());
        let mut made = making.take();
        let named: Vec<_> = made.nameless.iter().map(|at| (*at, made.block.place(*at).record)).collect();
        let named: Vec<_> = named.into_iter().map(|(at, record)| (at, source.name(records + record))).collect();
        made.block.name(&named, &interner);
        made.block.shift(number, records);
        source.prints.add_all(u64::from(records), &read.prints);
        for (record, at, what) in &read.faults {
            faults += 1;
            if faults <= TOLD {
                on(Opening::Trouble(fault(path, u64::from(records + record), *at, what)));
            }
        }
        growing.push(made.block);
        records += read.records;
        if let Some((at, error)) = read.failed {
            let message = format!("cannot be read on from byte {at}: {error}");
            on(Opening::Trouble(Trouble { path: path.clone(), message }));
            break;
        }
        if read.stopped || read.ended <= next {
            break;
        }
        next = read.ended;
        on(Opening::Grown(growing.catalogue()));
    }
    Some(Arc::new(source))
}

/// The last record of a source, where it and others still stand where they stood.
fn last_of(catalogue: &Catalogue, number: u32, source: &Source) -> Option<Place> {
    let places = |wanted: &dyn Fn(u32) -> bool| {
        let of = catalogue.blocks().flat_map(|(_, block)| {
            let rows = block.sources.iter().zip(block.records.iter()).enumerate();
            let rows = rows.filter(|(_, (source, record))| *source == number && wanted(*record));
            rows.map(|(at, _)| block.place(at)).collect::<Vec<_>>()
        });
        of.collect::<Vec<_>>()
    };
    let records = catalogue.blocks().flat_map(|(_, block)| block.sources.iter().zip(block.records.iter()));
    let last = records.filter(|(source, _)| *source == number).map(|(_, record)| record).max()?;
    let step = last.div_ceil(SAMPLES);
    let samples = places(&|record| record == last || record == 1 || record % step == 0);
    let stands = |place: &Place| source.read(*place).is_ok_and(|bytes| source.prints.fits(place.record, &bytes));
    samples.iter().all(stands).then(|| samples.into_iter().find(|place| place.record == last))?
}

/// Where the record behind a record begins, if that one still ends where it ended.
fn behind(source: &Source, place: Place) -> Option<u64> {
    let (Bytes::File { path, .. }, None) = (&source.bytes, &source.packed) else { return None };
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(place.offset)).ok()?;
    let mut feed = Feed::new(file);
    loop {
        match source.form.next(feed.window(), feed.reach()) {
            Next::More if feed.reach() == Reach::GoesOn && feed.window().len() as u64 <= 2 * place.len + STEP => {
                feed.more()
            }
            Next::Record { bytes, rest, .. } if bytes.start == 0 && bytes.end as u64 == place.len => {
                return Some(place.offset + rest as u64);
            }
            _ => return None,
        }
    }
}

//! The columns of a catalogue, as workers make them of records and as they come together.

use std::sync::Arc;
use std::time::Instant;

use super::gather::{OFTEN, Put};
use super::progress::Meter;
use super::work::Make;
use crate::archive::catalogue::{Block, Builder, Growing, Interner, Numbers};
use crate::archive::reader::Room;
use crate::archive::source::Source;
use crate::archive::sources::Sources;
use crate::archive::{Opening, Place, Trouble, row};

/// Cables in columns.
#[derive(Debug, Default)]
pub(in crate::archive) struct Made {
    pub(in crate::archive) block: Block,
    /// Cables of the block without an id.
    pub(in crate::archive) nameless: Vec<usize>,
    /// Bytes of their records, as they stand in the file.
    bytes: u64,
}

/// Makes columns of records.
#[derive(Debug)]
pub(in crate::archive) struct Making<'a> {
    builder: Builder<'a>,
    nameless: Vec<usize>,
    bytes: u64,
    /// Room for what is unpacked.
    room: Room,
}

impl<'a> Making<'a> {
    pub(in crate::archive) fn new(interner: &'a Interner) -> Self {
        Making { builder: Builder::new(Numbers::new(interner)), nameless: Vec::new(), bytes: 0, room: Room::default() }
    }
}

impl Make for Making<'_> {
    type Made = Made;

    fn push(&mut self, source: &Source, bytes: &[u8], place: Place, sound: bool) {
        row::add(source, bytes, place, sound, &mut self.room, &mut self.builder);
        if self.builder.last_is_nameless() {
            self.nameless.push(self.builder.len() - 1);
        }
        self.bytes += source.packed.as_ref().map_or(place.len, |packed| packed.read_since());
    }

    fn len(&self) -> usize {
        self.builder.len()
    }

    fn take(&mut self) -> Made {
        let nameless = std::mem::take(&mut self.nameless);
        Made { block: self.builder.take(), nameless, bytes: std::mem::take(&mut self.bytes) }
    }
}

/// A catalogue that grows by what the workers make, and tells of it.
///
/// It is told of when it has grown by a quarter, so that the work of those who look at it does not grow with the square of its
/// size; and at least [`OFTEN`] where something is new.
pub(super) struct Columns<'a> {
    growing: &'a mut Growing,
    interner: Arc<Interner>,
    sources: &'a Sources,
    meter: &'a Meter,
    on: &'a mut dyn FnMut(Opening),
    /// Rows that have been told of, and when.
    told: (usize, Instant),
}

impl<'a> Columns<'a> {
    pub(super) fn new(
        growing: &'a mut Growing,
        sources: &'a Sources,
        meter: &'a Meter,
        on: &'a mut dyn FnMut(Opening),
    ) -> Self {
        let (told, interner) = ((growing.len(), Instant::now()), growing.share());
        Columns { growing, interner, sources, meter, on, told }
    }

    /// Tells the rest.
    pub(super) fn finish(self) {
        self.growing.rest();
        if self.growing.len() > self.told.0 {
            (self.on)(Opening::Grown(self.growing.catalogue()));
        }
        (self.on)(Opening::Progress(self.meter.now()));
        (self.on)(Opening::Done);
    }
}

impl Put<Made> for Columns<'_> {
    fn put(&mut self, mut made: Made, source: u32, record: u64) {
        self.meter.read(made.bytes);
        made.block.shift(source, u32::try_from(record).unwrap_or(u32::MAX));
        if !made.nameless.is_empty() {
            let named = made.nameless.iter().filter_map(|at| {
                let place = made.block.place(*at);
                Some((*at, self.sources.get(place.source)?.name(place.record)))
            });
            let named: Vec<_> = named.collect();
            made.block.name(&named, &self.interner);
        }
        self.growing.push(made.block);
    }

    fn trouble(&mut self, trouble: Trouble) {
        (self.on)(Opening::Trouble(trouble));
    }

    fn tell(&mut self) {
        let (len, (told, at)) = (self.growing.len(), self.told);
        let often = at.elapsed() >= OFTEN;
        if len > told && (often || len >= told + told / 4) {
            (self.on)(Opening::Grown(self.growing.catalogue()));
            self.told.0 = len;
        }
        if often {
            (self.on)(Opening::Progress(self.meter.now()));
            self.told.1 = Instant::now();
        }
    }
}

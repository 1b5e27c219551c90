//! The cables that a reader shows, in the order in which hits are given: the newest first.

use std::sync::Arc;

use super::answer::Answer;
use super::{Hit, columns};
use crate::archive::catalogue::block::NONE;
use crate::archive::catalogue::{Block, Catalogue, Key};
#[cfg(feature = "index")]
use crate::archive::index::Index;
use crate::archive::query::Matcher;
use crate::archive::{Bits, Place};

/// See the module. Rows are numbers of the catalogue, numbers are places in the order of the answer.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) catalogue: Catalogue,
    /// Rows by their numbers. Copies stand here too: what only a copy holds is found.
    rows: Arc<[u32]>,
    pub(super) places: Arc<[Place]>,
    /// What is whole of the index.
    #[cfg(feature = "index")]
    pub(super) index: Option<Index>,
}

impl Listed {
    /// The cables of a catalogue.
    pub(super) fn new(catalogue: Catalogue) -> Self {
        let rows: Arc<[u32]> = catalogue.newest_first().into();
        let places = rows.iter().filter_map(|row| Some(catalogue.entry(*row)?.place())).collect();
        Listed {
            catalogue,
            rows,
            places,
            #[cfg(feature = "index")]
            index: None,
        }
    }

    /// The same cables with this index.
    #[cfg(feature = "index")]
    pub(super) fn with_index(&self, index: Index) -> Listed {
        let (catalogue, rows, places) = (self.catalogue.clone(), Arc::clone(&self.rows), Arc::clone(&self.places));
        Listed { catalogue, rows, places, index: Some(index) }
    }

    /// How many of the cables the index holds.
    pub(super) fn held(&self) -> usize {
        #[cfg(feature = "index")]
        return self.index.as_ref().map_or(0, Index::held);
        #[cfg(not(feature = "index"))]
        return 0;
    }

    /// What the columns tell of a query, in numbers.
    pub(super) fn answer(&self, matcher: &Matcher) -> Answer {
        let Answer { certain, possible } = columns::answer(&self.catalogue, matcher);
        Answer { certain: self.numbers(&certain), possible: self.numbers(&possible) }
    }

    /// The numbers of rows.
    pub(super) fn numbers(&self, rows: &Bits) -> Bits {
        let numbers = Bits::none(u32::try_from(self.rows.len()).unwrap_or(NONE));
        numbers.with((0..).zip(&*self.rows).filter(|(_, row)| rows.contains(**row)).map(|(number, _)| number))
    }

    /// The rows of numbers.
    pub(super) fn rows_of(&self, numbers: &Bits) -> Bits {
        let rows = Bits::none(u32::try_from(self.catalogue.len()).unwrap_or(NONE));
        rows.with(numbers.iter().filter_map(|number| self.rows.get(number as usize)).copied())
    }

    /// The cable of a number in the columns.
    pub(super) fn column(&self, number: u32) -> Option<(&Block, usize)> {
        self.catalogue.column(*self.rows.get(number as usize)?)
    }

    /// The row of a number; for a copy that of the cable that is shown for it.
    pub(super) fn shown(&self, number: u32) -> Option<u32> {
        let row = *self.rows.get(number as usize)?;
        self.catalogue.entry(row).map(|entry| entry.copy_of().unwrap_or(row))
    }

    /// The cable of a number as it is found.
    pub(super) fn hit(&self, number: u32) -> Option<Hit> {
        let entry = self.catalogue.entry(*self.rows.get(number as usize)?)?;
        let id = Some(entry.key()).filter(|key: &Key| key.is_canonical()).map(|_| entry.id().into_owned());
        Some(Hit { place: entry.place(), id, time: entry.date(), rank: 0.0 })
    }
}

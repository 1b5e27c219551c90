//! An archive as the loop sees it: opened, read, and searched with an index that is made behind the reader.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Cables, searching};
use crate::app::indexing::Indexed;
use crate::app::list::Found;
use crate::app::search::Searching;
use crate::archive::catalogue::Catalogue;
#[cfg(feature = "index")]
use crate::archive::index::{FOLDER, IndexError, Written};
use crate::archive::keep::{self, Keeping};
use crate::archive::search::Searcher;
use crate::archive::{Archive, Document, Opening, Place};
use crate::library::Searches;

/// An archive, and what searches it.
#[derive(Debug)]
pub struct Opened {
    archive: Arc<Archive>,
    searcher: Searcher,
    /// The cables that the searcher knows.
    listed: Mutex<Catalogue>,
    searches: Option<Searches>,
}

impl Opened {
    /// An archive of which nothing has been read yet.
    pub fn new(archive: Archive) -> Self {
        let archive = Arc::new(archive);
        Opened { searcher: Searcher::new(Arc::clone(&archive)), archive, listed: Mutex::default(), searches: None }
    }

    /// The same, with a place where searches are kept from one run to the next.
    pub fn remembering(self, searches: Option<Searches>) -> Self {
        Opened { searches, ..self }
    }

    /// Has the searcher know these cables.
    fn list(&self, catalogue: &Catalogue) {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if !listed.is_same(catalogue) {
            self.searcher.list(catalogue.clone());
            *listed = catalogue.clone();
        }
    }
}

impl Cables for Opened {
    fn open(&self, stop: &AtomicBool, found: &mut dyn FnMut(Opening)) {
        let mut keeping = Keeping::new(&self.archive).on_screen();
        if keeping.open(stop, found) != keep::Opened::Stopped {
            keeping.watch(stop, found);
        }
    }

    fn read(&self, place: Place, beside: &[Place]) -> Result<Document, String> {
        self.archive.read_joined(place, beside).map_err(|error| error.to_string())
    }

    fn search(&self, job: &Searching, stop: &AtomicBool, found: &mut dyn FnMut(Found)) {
        self.list(&job.catalogue);
        searching::answer(&self.searcher, job, stop, found);
    }

    #[cfg(feature = "index")]
    fn index(&self, catalogue: &Catalogue, stop: &AtomicBool, on: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        let Some(folder) = self.archive.folder() else { return Ok(()) };
        self.list(catalogue);
        let tell = |written: Written<'_>| on(Indexed { done: written.done, of: written.of });
        match self.searcher.index(&folder.file(FOLDER), stop, &tell) {
            // Another window writes it, or there is nothing to write: what there is, is used.
            Ok(()) | Err(IndexError::Busy | IndexError::NoFile) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[cfg(not(feature = "index"))]
    fn index(&self, _: &Catalogue, _: &AtomicBool, _: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        Ok(())
    }

    fn remembered(&self) -> Vec<String> {
        self.searches.as_ref().map(Searches::read).unwrap_or_default()
    }

    fn remember(&self, search: &str) -> Result<(), String> {
        let kept = self.searches.as_ref().map_or(Ok(()), |searches| searches.add(search));
        kept.map_err(|error| format!("Searches cannot be kept for the next time: {error}"))
    }
}

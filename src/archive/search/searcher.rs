//! What the screen asks: searches in an archive that is open, whether there is an index or not.
//!
//! A [`Searcher`] is shared by the threads that ask and the one that indexes. Each question is answered from what is there at
//! that moment: from the columns of the catalogue, from the runs of the index that are whole, and by reading the cables that
//! neither tells of. So answers do not depend on how far the index is, only their time does.
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::AtomicBool;
//! use sipdis::archive::query::{Known, Query};
//! use sipdis::archive::search::{Searcher, Wanted};
//! use sipdis::archive::{Archive, Opening, Origin};
//!
//! let archive = Arc::new(Archive::new(vec![Origin::Sample]));
//! let searcher = Searcher::new(Arc::clone(&archive));
//! let stop = AtomicBool::new(false);
//! archive.open(&stop, &mut |opening| {
//!     if let Opening::Grown(catalogue) = opening {
//!         searcher.list(catalogue);
//!     }
//! });
//! let wanted = Wanted { query: Query::parse("class:>=C").unwrap(), known: Known::default() };
//! let first = searcher.first(&wanted, 50, &stop, &mut |_| {}).unwrap();
//! let all = searcher.all(&wanted, &stop, &mut |_| {}).unwrap();
//! assert!(first.iter().all(|row| all.contains(*row)) && first.len() == all.count().min(50));
//! ```

#[cfg(feature = "index")]
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::listed::Listed;
use super::{Counts, Like, Looked, Search, columns, count_facets, like};
use crate::archive::catalogue::Catalogue;
#[cfg(feature = "index")]
use crate::archive::index::{self, Index, IndexError, Way, Written};
use crate::archive::query::{Facts, Known, Matcher, Query};
use crate::archive::{Archive, Bits, Document, Place};
use crate::text::Span;

/// See the module.
#[derive(Debug)]
pub struct Searcher {
    archive: Arc<Archive>,
    listed: RwLock<Arc<Listed>>,
    /// Held by whoever puts something else in place of `listed`; those who ask do not wait for him.
    changing: Mutex<()>,
}

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The query.
    pub query: Query,
    /// What is known beside the cables: the day, and the sets of the reader. What the catalogue tells is filled in.
    pub known: Known,
}

impl Searcher {
    /// A searcher that knows no cables yet.
    pub fn new(archive: Arc<Archive>) -> Self {
        Searcher { archive, listed: RwLock::default(), changing: Mutex::default() }
    }

    /// Takes a snapshot of the catalogue; questions that come later are asked of its cables. Sorts them all: not for the
    /// thread that draws, and not for every snapshot of an archive that grows.
    pub fn list(&self, catalogue: Catalogue) {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = Listed::new(catalogue);
        #[cfg(feature = "index")]
        let listed = match &self.now().index {
            Some(index) => listed.with_index(index.bound_to(&listed.places)),
            None => listed,
        };
        self.put(listed);
    }

    /// Opens the index in a folder, indexes what it does not hold, the newest cables first, and returns when all is held or
    /// soon after `stop` is set. Each run that is whole is used by the questions that come later. Gives way to other threads;
    /// for a thread of its own, once the catalogue is complete and again where it has grown.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be written, another process writes it (then what it held is used), or a source is no file:
    /// searches go on without more of an index.
    #[cfg(feature = "index")]
    pub fn index(&self, folder: &Path, stop: &AtomicBool, on: &(dyn Fn(Written<'_>) + Sync)) -> Result<(), IndexError> {
        let use_it = |make: &dyn Fn(&[Place]) -> Option<Index>| {
            let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
            let listed = self.now();
            if let Some(index) = make(&listed.places) {
                self.put(listed.with_index(index));
            }
        };
        let places = self.now().places.clone();
        let way = Way { gentle: true, ..Way::default() };
        let written = index::build(&self.archive, &places, folder, way, stop, &|written| {
            use_it(&|places| written.index(places));
            on(written);
        });
        if matches!(written, Err(IndexError::Busy)) {
            use_it(&|places| Index::open(&self.archive, places, folder).ok());
        }
        written
    }

    /// The first cables that are meant, the newest first, as rows of the catalogue; `None` where `stop` was set.
    ///
    /// As soon as it can be: a walk through the index that stops early, or a scan that does. `on` hears how far it is, where
    /// cables must be read.
    pub fn first(
        &self,
        wanted: &Wanted,
        limit: usize,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Looked),
    ) -> Option<Vec<u32>> {
        self.ask(wanted, stop, |search, listed| Self::rows(search, listed, limit, stop, on))
    }

    /// The first rows that a search gives, each once.
    fn rows(
        search: &Search<'_>,
        listed: &Listed,
        limit: usize,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Looked),
    ) -> Option<Vec<u32>> {
        let mut asked = limit;
        loop {
            let found = search.first_numbered(asked, stop, on)?;
            let complete = found.len() < asked;
            let mut rows: Vec<u32> = Vec::new();
            for row in found.into_iter().filter_map(|(number, _)| listed.shown(number)) {
                // Copies of one cable mostly stand beside each other.
                if rows.last() != Some(&row) && !rows.contains(&row) {
                    rows.push(row);
                }
            }
            if complete || rows.len() >= limit {
                rows.truncate(limit);
                return Some(rows);
            }
            asked = asked.saturating_mul(2);
        }
    }

    /// The cables that fit best, the best first, as rows of the catalogue; `None` where `stop` was set.
    pub fn best(&self, wanted: &Wanted, limit: usize, stop: &AtomicBool) -> Option<Vec<u32>> {
        let listed = self.now();
        Self::rows(&self.search(wanted, &listed).ranked(), &listed, limit, stop, &mut |_| {})
    }

    /// All cables that are meant, as rows of the catalogue: how many there are, and which of a list to show. `None` where
    /// `stop` was set. `on` hears how far it is, where cables must be read.
    pub fn all(&self, wanted: &Wanted, stop: &AtomicBool, on: &mut dyn FnMut(Looked)) -> Option<Bits> {
        self.ask(wanted, stop, |search, listed| {
            let found = search.all(stop, on)?;
            let rows = Bits::none(u32::try_from(listed.catalogue.len()).unwrap_or(u32::MAX));
            Some(rows.with(found.iter().filter_map(|number| listed.shown(number))))
        })
    }

    /// How many of all that are meant have each level, year, post and so on, copies counted by themselves; `None` where `stop`
    /// was set.
    pub fn facets(&self, wanted: &Wanted, stop: &AtomicBool) -> Option<Vec<Counts>> {
        let listed = self.now();
        let found = self.search(wanted, &listed).all(stop, &mut |_| {})?;
        count_facets(&listed.catalogue, &listed.rows_of(&found), wanted.known.today, stop)
    }

    /// The cables that are closest to the one at a place in words, TAGS and time, each with the reason; `None` where `stop` was
    /// set or the cable cannot be read. See [`Like`].
    pub fn like(&self, place: Place, limit: usize, stop: &AtomicBool) -> Option<Vec<Like>> {
        like::like(&self.archive, &self.now(), place, limit, stop)
    }

    /// The cables that an id means, as people write it (`06 rome 3128`, `ROME 3128`), the newest first, as rows of the
    /// catalogue. None where it is no id.
    pub fn identify(&self, typed: &str) -> Vec<u32> {
        let Some(id) = Query::id(typed) else { return Vec::new() };
        let listed = self.now();
        let post = listed.catalogue.names().number(&id.post);
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (start, block) in listed.catalogue.blocks() {
            for ((row, key), (copy, moment)) in
                (start..).zip(block.keys.iter()).zip(block.copy_of.iter().zip(block.moments.iter()))
            {
                if copy == crate::archive::catalogue::block::NONE && columns::fits(&id, post, key.into()) {
                    found.push((u64::MAX - moment, row));
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// Uses what is whole of the index in a folder, where there is one that fits. Adds nothing to it.
    #[cfg(feature = "index")]
    pub fn use_index(&self, folder: &Path) {
        let _alone = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = self.now();
        if let Ok(index) = Index::open(&self.archive, &listed.places, folder) {
            self.put(listed.with_index(index));
        }
    }

    /// Hands over the search itself: among all cables in the order of time, the newest first, copies by themselves.
    pub fn with<T>(&self, wanted: &Wanted, ask: impl FnOnce(Search<'_>) -> T) -> T {
        let listed = self.now();
        ask(self.search(wanted, &listed))
    }

    /// Asks what is listed now. Where so much has been indexed meanwhile that most of what would still have to be read can be
    /// asked of the index, it is asked anew: who typed while a large archive was opened must not wait for a scan of all of it.
    fn ask<T>(
        &self,
        wanted: &Wanted,
        stop: &AtomicBool,
        mut ask: impl FnMut(&Search<'_>, &Listed) -> Option<T>,
    ) -> Option<T> {
        loop {
            let listed = self.now();
            let better = |left: usize| self.now().held().saturating_sub(listed.held()) > left / 2;
            let search = self.search(wanted, &listed).unless(&better);
            let answer = ask(&search, &listed);
            if answer.is_some() || stop.load(Ordering::Relaxed) || !search.is_given_up() {
                return answer;
            }
        }
    }

    fn search<'a>(&'a self, wanted: &Wanted, listed: &'a Listed) -> Search<'a> {
        let known = columns::complete(&listed.catalogue, &wanted.query, wanted.known.clone());
        let matcher = Matcher::new(&wanted.query, known);
        let search = Search::of(&self.archive, matcher, &listed.places).with_columns(listed);
        #[cfg(feature = "index")]
        let search = match &listed.index {
            Some(index) => search.with_index(index),
            None => search,
        };
        search
    }

    fn now(&self) -> Arc<Listed> {
        Arc::clone(&self.listed.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, listed: Listed) {
        *self.listed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(listed);
    }
}

/// Where a cable holds what a query asks for, in the order of its text: for marking.
pub fn hits(query: &Query, document: &Document) -> Vec<Span> {
    Matcher::new(query, Known::default()).hits(&Facts::new(document))
}

//! Searching an archive: which cables a query means, the first of them soon, all of them counted behind.
//!
//! Without an index every cable is looked at, but most are dismissed by their bytes (`prefilter`), others by their head;
//! only what is left is parsed whole. Work is spread over the cores in the order of the answer (`chunks`).

mod chunks;
#[cfg(feature = "index")]
mod indexed;
mod prefilter;

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::DateTime;

use super::query::ast::IdTest;
use super::query::{Facts, Known, Matcher, Query, id_key};
use super::source::Source;
use super::visit::Event;
use super::{Archive, Document, Place, Trouble, row};
use crate::cable;
use crate::text::decode::decode;
use prefilter::Needed;

#[cfg(feature = "index")]
pub(super) use chunks::ask_chunk;

/// A cable that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where it stands.
    pub place: Place,
    /// Its canonical id.
    pub id: Option<String>,
    /// When it was sent.
    pub time: Option<DateTime>,
    /// How well it fits; only where it was asked for, else 0.
    pub rank: f32,
}

/// A search in an archive that is open.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use sipdis::archive::query::{Known, Query};
/// use sipdis::archive::search::{Search, places};
/// use sipdis::archive::{Archive, Origin};
///
/// let archive = Archive::new(vec![Origin::Sample]);
/// let stop = AtomicBool::new(false);
/// let places = places(&archive, &stop, &mut |trouble| panic!("{trouble:?}"));
/// let search = Search::new(&archive, &Query::parse("class:U").unwrap(), Known::default(), &places, &stop);
/// let first = search.first(3, &stop).unwrap();
/// assert!(first.len() <= 3 && search.count(&stop).unwrap() >= first.len());
/// ```
#[derive(Debug)]
pub struct Search<'a> {
    archive: &'a Archive,
    places: &'a [Place],
    matcher: Matcher,
    needed: Needed,
    ranked: bool,
    #[cfg(feature = "index")]
    index: Option<&'a super::index::Index>,
}

impl<'a> Search<'a> {
    /// A search among these places, which are in the order of the answer. What a query asks beside the cables
    /// (`cited-by:`, `is:copy`) is found out first, until `stop` is set.
    pub fn new(archive: &'a Archive, query: &Query, known: Known, places: &'a [Place], stop: &AtomicBool) -> Self {
        let known = complete(archive, query, known, places, stop);
        let matcher = Matcher::new(query, known);
        Search {
            archive,
            places,
            needed: Needed::of(&matcher),
            matcher,
            ranked: false,
            #[cfg(feature = "index")]
            index: None,
        }
    }

    /// The same, with the rank of each hit.
    pub fn ranked(self) -> Self {
        Search { ranked: true, ..self }
    }

    /// The query made ready, for marking hits.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The same, asking an index of these places first; what it does not hold is scanned.
    #[cfg(feature = "index")]
    pub fn with_index(self, index: &'a super::index::Index) -> Self {
        Search { index: Some(index), ..self }
    }

    /// The first hits in the order of the places; `None` where `stop` was set.
    pub fn first(&self, n: usize, stop: &AtomicBool) -> Option<Vec<Hit>> {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            return self.indexed_first(index, n, stop);
        }
        let found = self.scan(self.places, n, stop).into_iter().map(|(_, hit)| hit).collect();
        (!stop.load(Ordering::Relaxed)).then_some(found)
    }

    /// How many there are; `None` where `stop` was set.
    pub fn count(&self, stop: &AtomicBool) -> Option<usize> {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            return self.indexed_count(index, stop);
        }
        self.scan_count(self.places, stop)
    }

    /// All hits in the order of the places, in batches as they come, with what could not be read. `true` where all was
    /// looked at.
    pub fn each(&self, stop: &AtomicBool, on: &mut dyn FnMut(Vec<Hit>, Vec<Trouble>) -> ControlFlow<()>) -> bool {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            let Some(hits) = self.indexed_first(index, usize::MAX, stop) else { return false };
            return on(hits, Vec::new()).is_continue();
        }
        self.look(self.places, stop, &mut |found, troubles| {
            on(found.into_iter().map(|(_, hit)| hit).collect(), troubles)
        })
    }

    /// Looks at these cables, on all cores and in their order.
    fn look(
        &self,
        places: &[Place],
        stop: &AtomicBool,
        on: &mut dyn FnMut(Vec<(usize, Hit)>, Vec<Trouble>) -> ControlFlow<()>,
    ) -> bool {
        chunks::ask_all(self.archive, places, stop, &|source, bytes, place| self.ask(source, bytes, place), on)
    }

    /// The first hits among these cables, with their numbers.
    fn scan(&self, places: &[Place], n: usize, stop: &AtomicBool) -> Vec<(usize, Hit)> {
        let mut found = Vec::new();
        if n > 0 {
            self.look(places, stop, &mut |hits, _| {
                found.extend(hits);
                if found.len() >= n { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        }
        found.truncate(n);
        found
    }

    fn scan_count(&self, places: &[Place], stop: &AtomicBool) -> Option<usize> {
        let mut count = 0;
        let whole = self.look(places, stop, &mut |hits, _| {
            count += hits.len();
            ControlFlow::Continue(())
        });
        whole.then_some(count)
    }

    fn ask(&self, source: &Source, bytes: &[u8], place: Place) -> Option<Hit> {
        // A record in one of these forms holds the letters of its words one behind the other.
        let plain = matches!(source.reader.name, "text" | "csv" | "csv-rfc4180" | "csv-named");
        if plain && !self.needed.may_stand_in(bytes) {
            return None;
        }
        let (reader, unpacked) = row::unpack(source, bytes, place.record);
        if !plain && !self.needed.may_stand_in(&unpacked.text) {
            return None;
        }
        let text = decode(&unpacked.text).text.into_owned();
        let mut document = Document {
            path: source.path.display().to_string(),
            format: reader.name,
            record: place.record,
            hints: unpacked.hints,
            cable: cable::Cable::default(),
            text,
        };
        if self.matcher.head_may_tell() {
            document.cable = cable::parse_head(&document.text, &document.hints);
            let facts = Facts::of_head(&document);
            match self.matcher.matches(&facts) {
                Some(false) => return None,
                Some(true) if !self.ranked => return Some(hit(&facts, place, 0.0)),
                _ => {}
            }
        }
        document.cable = cable::parse(&document.text, &document.hints);
        let facts = Facts::new(&document);
        let meant = self.matcher.matches(&facts) == Some(true);
        meant.then(|| hit(&facts, place, if self.ranked { self.matcher.rank(&facts) } else { 0.0 }))
    }
}

fn hit(facts: &Facts<'_>, place: Place, rank: f32) -> Hit {
    Hit { place, id: facts.id().map(str::to_owned), time: facts.time(), rank }
}

/// The places of all cables of an archive that is not open yet, in the order of its sources. Nothing is taken apart.
pub fn places(archive: &Archive, stop: &AtomicBool, on: &mut dyn FnMut(Trouble)) -> Vec<Place> {
    let mut places = Vec::new();
    archive.visit(stop, &mut |event| match event {
        Event::Record { place, .. } => places.push(place),
        Event::Trouble(trouble) => on(trouble),
    });
    places
}

/// Fills in what a query needs to know of other cables.
fn complete(archive: &Archive, query: &Query, mut known: Known, places: &[Place], stop: &AtomicBool) -> Known {
    let citing = query.citing();
    let copies = query.needs_copies();
    if citing.is_empty() && !copies {
        return known;
    }
    let (mut seen, mut cited) = (HashSet::new(), HashMap::<String, HashSet<String>>::new());
    chunks::ask_all(
        archive,
        places,
        stop,
        &|source, bytes, place| Some(identify(source, bytes, place, &citing)),
        &mut |found, _| {
            for (_, (id, cites)) in found {
                for citing in citing.iter().filter(|citing| citing.fits(&id)) {
                    cited.entry(id_key(citing)).or_default().extend(cites.iter().cloned());
                }
                if copies && !id.is_empty() && !seen.insert(id.clone()) {
                    known.copies.insert(id);
                }
            }
            ControlFlow::Continue(())
        },
    );
    known.cited = cited;
    known
}

/// The id of a cable, and what it cites where it is one of these.
fn identify(source: &Source, bytes: &[u8], place: Place, citing: &[&IdTest]) -> (String, Vec<String>) {
    let (_, unpacked) = row::unpack(source, bytes, place.record);
    let text = decode(&unpacked.text).text;
    let cable = cable::parse_head(&text, &unpacked.hints);
    let id = cable.id.unwrap_or_default();
    let cites = match citing.iter().any(|citing| citing.fits(&id)) {
        true => cable.references.into_iter().filter_map(|reference| reference.id).collect(),
        false => Vec::new(),
    };
    (id, cites)
}

/// The path of a source that is a file.
#[cfg(feature = "index")]
pub(super) fn source_path(archive: &Archive, number: u32) -> Option<std::path::PathBuf> {
    let place = Place { source: number, offset: 0, len: 0, record: 0 };
    match &chunks::source(archive, place)?.bytes {
        super::source::Bytes::File { path, .. } => Some(path.clone()),
        super::source::Bytes::Memory(_) => None,
    }
}

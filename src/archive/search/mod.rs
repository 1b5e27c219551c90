//! Searching an archive: which cables a query means, the first of them soon, all of them counted behind.
//!
//! Without an index every cable is looked at, but most are dismissed by their bytes (`prefilter`), others by their head;
//! only what is left is parsed whole. Work is spread over the cores in the order of the answer (`chunks`).

mod answer;
mod beside;
mod best;
mod chunks;
mod columns;
mod facets;
#[cfg(feature = "index")]
mod indexed;
mod like;
mod listed;
mod prefilter;
mod searcher;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::DateTime;

use super::query::rank::Weights;
use super::query::{Facts, Known, Matcher, Query};
use super::source::Source;
use super::{Archive, Bits, Place, Trouble, row};
use crate::cable;
pub(crate) use answer::Answer;
use chunks::Chunk;
#[cfg(feature = "index")]
pub(super) use chunks::ask_chunk;
pub use columns::fits;
pub use facets::{Counts, Facet, Value, count_facets};
pub use like::{Like, Why};
use listed::Listed;
use prefilter::Needed;
pub use searcher::{Searcher, Wanted, hits};

/// A cable that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where it stands.
    pub place: Place,
    /// Its canonical id.
    pub id: Option<String>,
    /// When it was sent.
    pub time: Option<DateTime>,
    /// How well it fits; 0 where that was not asked for.
    pub rank: f32,
}

/// How far a search is that must read cables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looked {
    /// Cables that have been looked at.
    pub looked: usize,
    /// Cables that must be looked at.
    pub of: usize,
    /// Hits so far, those of the index and the catalogue included.
    pub found: usize,
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
pub struct Search<'a> {
    archive: &'a Archive,
    places: &'a [Place],
    matcher: Matcher,
    needed: Needed,
    ranked: bool,
    troubles: Mutex<Vec<Trouble>>,
    told: Option<Told<'a>>,
    #[cfg(feature = "index")]
    index: Option<&'a super::index::Index>,
    /// Whether it is better to ask anew than to look at so many cables.
    better: Option<&'a (dyn Fn(usize) -> bool + Sync)>,
    given_up: AtomicBool,
}

/// What a catalogue tells of the places of a search.
struct Told<'a> {
    listed: &'a Listed,
    /// What is meant and what may be, in numbers of places; made only where an index does not tell.
    answer: OnceLock<Answer>,
}

impl fmt::Debug for Search<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Search for {} among {} cables", self.matcher.root(), self.places.len())
    }
}

impl<'a> Search<'a> {
    /// A search among these places, which are in the order of the answer. What a query asks beside the cables
    /// (`cited-by:`, `is:copy`) is found out first, until `stop` is set.
    pub fn new(archive: &'a Archive, query: &Query, known: Known, places: &'a [Place], stop: &AtomicBool) -> Self {
        let known = beside::complete(archive, query, known, places, stop);
        Search::of(archive, Matcher::new(query, known), places)
    }

    /// A search for what a matcher means, which knows all that it needs to know.
    fn of(archive: &'a Archive, matcher: Matcher, places: &'a [Place]) -> Self {
        Search {
            archive,
            places,
            needed: Needed::of(&matcher),
            matcher,
            ranked: false,
            troubles: Mutex::default(),
            told: None,
            #[cfg(feature = "index")]
            index: None,
            better: None,
            given_up: AtomicBool::new(false),
        }
    }

    /// The same, what fits best coming first.
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

    /// The same, given up as if it were stopped once it is better to ask anew than to look at the cables that are left.
    fn unless(self, better: &'a (dyn Fn(usize) -> bool + Sync)) -> Self {
        Search { better: Some(better), ..self }
    }

    /// Whether it was given up because it is better to ask anew.
    fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }

    /// Goes on, unless it is better to ask anew.
    fn go_on(&self, looked: Looked) -> ControlFlow<()> {
        let left = looked.of.saturating_sub(looked.looked);
        if left > 0 && self.better.is_some_and(|better| better(left)) {
            self.given_up.store(true, Ordering::Relaxed);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// The same, asking the catalogue of these places first.
    fn with_columns(self, listed: &'a Listed) -> Self {
        Search { told: Some(Told { listed, answer: OnceLock::new() }), ..self }
    }

    /// The first hits in the order of the places, or of their rank; `None` where `stop` was set.
    pub fn first(&self, n: usize, stop: &AtomicBool) -> Option<Vec<Hit>> {
        Some(self.first_numbered(n, stop, &mut |_| {})?.into_iter().map(|(_, hit)| hit).collect())
    }

    /// As [`Search::first`], with the numbers of the places. `on` hears how far it is, where cables must be read.
    fn first_numbered(&self, n: usize, stop: &AtomicBool, on: &mut dyn FnMut(Looked)) -> Option<Vec<(u32, Hit)>> {
        if self.ranked {
            return self.best(n, stop);
        }
        let found = self.first_found(n, stop, on);
        let is_whole = !stop.load(Ordering::Relaxed) && !self.is_given_up();
        found.filter(|_| is_whole)
    }

    fn first_found(&self, n: usize, stop: &AtomicBool, on: &mut dyn FnMut(Looked)) -> Option<Vec<(u32, Hit)>> {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            return self.indexed_first(index, n, stop, on);
        }
        Some(self.first_among(self.all_numbers(), n, stop, on))
    }

    /// All hits of an archive that is not open yet, in the order of its sources: no places are needed, and every byte is read
    /// once. Not for a query that [asks other cables](Query::asks_others). `on` hears what could not be read.
    pub fn sweep(&self, stop: &AtomicBool, on: &mut dyn FnMut(Trouble)) -> Vec<Hit> {
        let mut found = Vec::new();
        let ask = |source: &Source, bytes: &[u8], place| self.ask(source, bytes, place, None);
        self.archive.sweep(&ask, stop, &mut |answer| match answer {
            Ok((place, hit)) => found.push(Hit { place, ..hit }),
            Err(trouble) => on(trouble),
        });
        found
    }

    /// How many there are; `None` where `stop` was set.
    pub fn count(&self, stop: &AtomicBool) -> Option<usize> {
        self.all(stop, &mut |_| {}).map(|found| found.count())
    }

    /// All that are meant, by the numbers of their places; `None` where `stop` was set. `on` hears how far it is, where
    /// cables must be read.
    pub(crate) fn all(&self, stop: &AtomicBool, on: &mut dyn FnMut(Looked)) -> Option<Bits> {
        let mut found = Bits::none(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        let (open, unheld) = self.ask_index(&mut found, stop);
        let (certain, mut more) = self.narrow(unheld);
        certain.into_iter().for_each(|number| found.insert(number));
        more.extend(open);
        more.sort_unstable();
        let mut looked = Looked { looked: 0, of: more.len(), found: found.count() };
        if !more.is_empty() {
            on(looked);
        }
        let whole = self.look(&self.places_of(&more), stop, &mut |chunk| {
            chunk.found.iter().filter_map(|(at, _)| more.get(*at)).for_each(|number| found.insert(*number));
            looked = Looked { looked: chunk.looked, found: looked.found + chunk.found.len(), ..looked };
            on(looked);
            self.go_on(looked)
        });
        whole.then_some(found)
    }

    /// Puts what the index knows to be meant into `found`; gives the numbers of what it leaves open, and of what it does not
    /// hold.
    fn ask_index(
        &self,
        #[allow(unused_variables, reason = "without an index nothing is known")] found: &mut Bits,
        #[allow(unused_variables, reason = "as above")] stop: &AtomicBool,
    ) -> (Vec<u32>, Vec<u32>) {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            return (self.indexed_all(index, found, stop), index.missing().to_vec());
        }
        (Vec::new(), self.all_numbers())
    }

    /// What could not be read so far, of what had to be.
    pub fn troubles(&self) -> Vec<Trouble> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at these cables, on all cores and in their order. Hears of hits with their places in `places`.
    fn look(&self, places: &[Place], stop: &AtomicBool, on: &mut dyn FnMut(Chunk<Hit>) -> ControlFlow<()>) -> bool {
        self.look_ranked(places, None, stop, on)
    }

    /// The same; the hits have their rank by these weights.
    fn look_ranked(
        &self,
        places: &[Place],
        weights: Option<&Weights>,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Chunk<Hit>) -> ControlFlow<()>,
    ) -> bool {
        let ask = |source: &Source, bytes: &[u8], place| self.ask(source, bytes, place, weights);
        chunks::ask_all(self.archive, places, stop, &ask, &mut |mut chunk| {
            if !chunk.troubles.is_empty() {
                self.troubles.lock().unwrap_or_else(PoisonError::into_inner).append(&mut chunk.troubles);
            }
            on(chunk)
        })
    }

    /// The first hits among the cables with these numbers, which are in order.
    fn first_among(
        &self,
        numbers: Vec<u32>,
        n: usize,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Looked),
    ) -> Vec<(u32, Hit)> {
        let (mut certain, mut open) = self.narrow(numbers);
        certain.truncate(n);
        if let Some(last) = certain.last().filter(|_| certain.len() == n) {
            open.truncate(open.partition_point(|number| number < last));
        }
        let mut found: Vec<(u32, Hit)> =
            certain.into_iter().filter_map(|number| Some((number, self.told.as_ref()?.listed.hit(number)?))).collect();
        let sure = found.len();
        if n > 0 && !open.is_empty() {
            self.look(&self.places_of(&open), stop, &mut |chunk| {
                let looked = Looked { looked: chunk.looked, of: open.len(), found: found.len() + chunk.found.len() };
                on(looked);
                found.extend(chunk.found.into_iter().filter_map(|(at, hit)| Some((*open.get(at)?, hit))));
                if found.len() - sure >= n { ControlFlow::Break(()) } else { self.go_on(looked) }
            });
        }
        found.sort_by_key(|(number, _)| *number);
        found.truncate(n);
        found
    }

    /// Of the cables with these numbers those that are meant for certain, and those that must be looked at; both in order.
    fn narrow(&self, numbers: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
        let Some(told) = self.told.as_ref().filter(|_| !numbers.is_empty()) else { return (Vec::new(), numbers) };
        let answer = told.answer.get_or_init(|| told.listed.answer(&self.matcher));
        let possible = numbers.into_iter().filter(|number| answer.possible.contains(*number));
        possible.partition(|number| answer.certain.contains(*number))
    }

    fn all_numbers(&self) -> Vec<u32> {
        (0..u32::try_from(self.places.len()).unwrap_or(u32::MAX)).collect()
    }

    fn places_of(&self, numbers: &[u32]) -> Vec<Place> {
        numbers.iter().filter_map(|number| self.places.get(*number as usize)).copied().collect()
    }

    fn ask(&self, source: &Source, bytes: &[u8], place: Place, weights: Option<&Weights>) -> Option<Hit> {
        // A record in one of these forms holds the letters of its words one behind the other.
        let plain = matches!(source.reader.name, "text" | "csv" | "csv-rfc4180" | "csv-named");
        if plain && !self.needed.may_stand_in(bytes) {
            return None;
        }
        let (reader, unpacked) = row::unpack(source, bytes, place.record);
        if !plain && !self.needed.may_stand_in(&unpacked.text) {
            return None;
        }
        let mut document = row::unparsed(source, (reader, unpacked), place.record);
        if self.matcher.head_may_tell() {
            document.cable = cable::parse_head(&document.text, &document.hints);
            let facts = Facts::of_head(&document);
            match self.matcher.matches(&facts) {
                Some(false) => return None,
                Some(true) if weights.is_none() => return Some(hit(&facts, place, 0.0)),
                _ => {}
            }
        }
        let parse = if self.matcher.asks_lint() { cable::parse } else { cable::parse_unchecked };
        document.cable = parse(&document.text, &document.hints);
        let facts = Facts::new(&document);
        let meant = self.matcher.matches(&facts) == Some(true);
        let rank = |weights: &Weights| weights.rank(&self.matcher.times(&facts), place.len);
        meant.then(|| hit(&facts, place, weights.map_or(0.0, rank)))
    }
}

fn hit(facts: &Facts<'_>, place: Place, rank: f32) -> Hit {
    Hit { place, id: facts.id().map(str::to_owned), time: facts.time(), rank }
}

/// The places of all cables of an archive that is not open yet, in the order of its sources. Nothing is taken apart.
pub fn places(archive: &Archive, stop: &AtomicBool, on: &mut dyn FnMut(Trouble)) -> Vec<Place> {
    let mut places = Vec::new();
    archive.sweep(&|_, _, _| Some(()), stop, &mut |found| match found {
        Ok((place, ())) => places.push(place),
        Err(trouble) => on(trouble),
    });
    places
}

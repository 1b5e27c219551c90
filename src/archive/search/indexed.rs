//! Searching with an index: run by run in the order of the answer, reading texts only where the index cannot tell, and
//! scanning what it does not hold.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::super::index::{Asked, Candidate, Index};
use super::{Bits, Hit, Looked, Search, columns};
use crate::archive::query::ast::Term;

/// Threads that ask the runs.
const ASKERS: usize = 2;

impl Search<'_> {
    /// As [`Search::first`]. What cannot be read of the index is found by looking at the cables.
    pub(super) fn indexed_first(
        &self,
        index: &Index,
        n: usize,
        stop: &AtomicBool,
        on: &mut dyn FnMut(Looked),
    ) -> Option<Vec<(u32, Hit)>> {
        let beside = self.beside();
        let asked = Asked { matcher: &self.matcher, beside: &beside };
        let mut found: Vec<(u32, Hit)> = Vec::new();
        for run in 0..index.runs() {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            found.extend(self.first_of_run(index, run, &asked, (n, stop), on));
            found.sort_by_key(|(number, _)| *number);
            // Runs may lie inside each other where an archive has grown.
            let settled = found.partition_point(|(number, _)| index.is_settled(run, *number));
            if settled >= n {
                break;
            }
        }
        found.truncate(n);
        let last = if found.len() == n { found.last().map(|(number, _)| *number) } else { None };
        let missing = index.missing();
        let before = last.map_or(missing.len(), |last| missing.partition_point(|number| *number < last));
        found.extend(self.first_among(missing.get(..before).unwrap_or_default().to_vec(), n, stop, on));
        found.sort_by_key(|(number, _)| *number);
        found.truncate(n);
        Some(found)
    }

    fn first_of_run(
        &self,
        index: &Index,
        run: usize,
        asked: &Asked<'_>,
        (n, stop): (usize, &AtomicBool),
        on: &mut dyn FnMut(Looked),
    ) -> Vec<(u32, Hit)> {
        let must_look = self.matcher.needs_text();
        let most = if must_look { usize::MAX } else { n };
        let Ok(candidates) = index.candidates(run, asked, most) else {
            return self.first_among(index.numbers(run), n, stop, on);
        };
        if must_look {
            let numbers = candidates.into_iter().map(|candidate| candidate.number).collect();
            return self.first_among(numbers, n, stop, on);
        }
        let hit = |Candidate { number, doc, .. }: Candidate| {
            // A catalogue has it in its columns; the index has to look an id up.
            let listed = self.told.as_ref().and_then(|told| told.listed.hit(number));
            Some((number, listed.or_else(|| index.hit(run, doc))?))
        };
        candidates.into_iter().filter(|candidate| candidate.sure).filter_map(hit).collect()
    }

    /// Puts the cables that the index knows to be meant into `found`, and gives the numbers of those that must be looked at.
    pub(super) fn indexed_all(&self, index: &Index, found: &mut Bits, stop: &AtomicBool) -> Vec<u32> {
        let beside = self.beside();
        let next = AtomicUsize::new(0);
        let work = || {
            let asked = Asked { matcher: &self.matcher, beside: &beside };
            let (mut certain, mut open) = (Vec::new(), Vec::new());
            while !stop.load(Ordering::Relaxed) {
                let run = next.fetch_add(1, Ordering::Relaxed);
                if run >= index.runs() {
                    break;
                }
                if index.answer(run, &asked, &mut certain, &mut open).is_err() {
                    open.extend(index.numbers(run));
                }
            }
            (certain, open)
        };
        let parts = thread::scope(|scope| {
            let others: Vec<_> = (1..ASKERS.min(index.runs())).map(|_| scope.spawn(work)).collect();
            let own = work();
            others.into_iter().filter_map(|other| other.join().ok()).chain([own]).collect::<Vec<_>>()
        });
        let mut all_open = Vec::new();
        for (certain, open) in parts {
            certain.into_iter().for_each(|number| found.insert(number));
            all_open.extend(open);
        }
        all_open
    }

    /// The terms of the query that the catalogue answers and the index does not, with the numbers of what they mean.
    pub(super) fn beside(&self) -> Vec<(Term, Bits)> {
        let Some(told) = &self.told else { return Vec::new() };
        let answer = |term: &&Term| columns::beside(&told.listed.catalogue, &self.matcher, term);
        let terms = self.matcher.root().terms();
        terms.iter().filter_map(|term| Some(((*term).clone(), told.listed.numbers(&answer(term)?)))).collect()
    }
}

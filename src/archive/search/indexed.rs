//! Searching with an index: run by run in the order of the answer, reading texts only where the index cannot tell, and
//! scanning what it does not hold.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::super::Place;
use super::super::index::Index;
use super::{Hit, Search};

/// Threads that count.
const COUNTERS: usize = 2;

impl Search<'_> {
    /// As [`Search::first`]. What cannot be read of the index is found by looking at the cables.
    pub(super) fn indexed_first(&self, index: &Index, n: usize, stop: &AtomicBool) -> Option<Vec<Hit>> {
        let mut found: Vec<(u32, Hit)> = Vec::new();
        for run in 0..index.runs() {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            found.extend(self.first_of_run(index, run, n, stop));
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
        let missing = missing.get(..before).unwrap_or_default();
        found.extend(self.scan_numbers(missing, n, stop));
        found.sort_by_key(|(number, _)| *number);
        found.truncate(n);
        (!stop.load(Ordering::Relaxed)).then(|| found.into_iter().map(|(_, hit)| hit).collect())
    }

    fn first_of_run(&self, index: &Index, run: usize, n: usize, stop: &AtomicBool) -> Vec<(u32, Hit)> {
        let must_look = self.ranked || self.matcher.needs_text();
        let most = if must_look { usize::MAX } else { n };
        let Ok(candidates) = index.candidates(run, &self.matcher, most) else {
            return self.scan_numbers(&index.numbers(run), n, stop);
        };
        if must_look {
            let numbers: Vec<u32> = candidates.into_iter().map(|candidate| candidate.number).collect();
            return self.scan_numbers(&numbers, n, stop);
        }
        candidates.into_iter().filter_map(|candidate| Some((candidate.number, candidate.hit?))).collect()
    }

    /// Looks at the cables with these numbers.
    fn scan_numbers(&self, numbers: &[u32], n: usize, stop: &AtomicBool) -> Vec<(u32, Hit)> {
        let places = self.places_of(numbers);
        let found = self.scan(&places, n, stop);
        found.into_iter().filter_map(|(at, hit)| Some((*numbers.get(at)?, hit))).collect()
    }

    fn places_of(&self, numbers: &[u32]) -> Vec<Place> {
        numbers.iter().filter_map(|number| self.places.get(*number as usize)).copied().collect()
    }

    /// As [`Search::count`].
    pub(super) fn indexed_count(&self, index: &Index, stop: &AtomicBool) -> Option<usize> {
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut count, mut open) = (0, Vec::new());
            while !stop.load(Ordering::Relaxed) {
                let run = next.fetch_add(1, Ordering::Relaxed);
                if run >= index.runs() {
                    break;
                }
                match index.count(run, &self.matcher) {
                    Ok((certain, more)) => {
                        count += certain;
                        open.extend(more);
                    }
                    Err(_) => open.extend(index.numbers(run)),
                }
            }
            (count, open)
        };
        let (mut count, mut open) = thread::scope(|scope| {
            let others: Vec<_> = (1..COUNTERS).map(|_| scope.spawn(work)).collect();
            others.into_iter().filter_map(|other| other.join().ok()).fold(
                work(),
                |(count, mut open), (more, others)| {
                    open.extend(others);
                    (count + more, open)
                },
            )
        });
        open.extend(index.missing());
        open.sort_unstable();
        count += self.scan_count(&self.places_of(&open), stop)?;
        (!stop.load(Ordering::Relaxed)).then_some(count)
    }
}

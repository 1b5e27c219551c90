//! The hits that fit best. See [`rank`](crate::archive::query::rank) for what that means.
//!
//! All hits must be known before the best is; with an index that takes no text, only how often its words stand in them.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Hit, Search};
#[cfg(feature = "index")]
use crate::archive::index::Asked;
use crate::archive::query::Facts;
use crate::archive::query::rank::Weights;
use crate::archive::row;

/// So many cables that no index holds are looked at to learn how many hold the words of a query.
const SAMPLE: usize = 1_000;

/// Where a hit comes from.
enum From {
    #[cfg(feature = "index")]
    Run(usize, u32),
    Text(Hit),
}

impl Search<'_> {
    /// The `n` hits that fit best, the best first; those that fit alike are in the order of the places.
    #[cfg_attr(not(feature = "index"), allow(unused_mut, unused_variables, reason = "only runs add to what is known"))]
    pub(super) fn best(&self, n: usize, stop: &AtomicBool) -> Option<Vec<(u32, Hit)>> {
        let (unheld, mut open) = (self.unheld(), Vec::new());
        let mut holding = self.estimate(&unheld, stop)?;
        #[cfg(feature = "index")]
        let runs = self.ask_runs(&mut holding, &mut open, stop);
        let len: u64 = self.places.iter().map(|place| place.len).sum();
        let weights = Weights::new(&holding, self.places.len(), len as f64 / self.places.len().max(1) as f64);
        let mut found: Vec<(u32, f32, From)> = Vec::new();
        #[cfg(feature = "index")]
        for (number, run) in runs {
            for (at, doc, len) in run.certain {
                let times: Vec<f32> =
                    run.times.iter().map(|times| times.get(doc as usize).copied().unwrap_or(0.0)).collect();
                found.push((at, weights.rank(&times, len), From::Run(number, doc)));
            }
        }
        let (certain, possible) = self.narrow(unheld);
        open.extend(certain.into_iter().chain(possible));
        open.sort_unstable();
        self.look_ranked(&self.places_of(&open), Some(&weights), stop, &mut |chunk| {
            let hits =
                chunk.found.into_iter().filter_map(|(at, hit)| Some((*open.get(at)?, hit.rank, From::Text(hit))));
            found.extend(hits);
            ControlFlow::Continue(())
        });
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(n);
        let hit = |(number, rank, from)| match from {
            From::Text(hit) => Some((number, hit)),
            #[cfg(feature = "index")]
            From::Run(run, doc) => Some((number, Hit { rank, ..self.index?.hit(run, doc)? })),
        };
        (!stop.load(Ordering::Relaxed)).then(|| found.into_iter().filter_map(hit).collect())
    }

    /// The numbers of the cables that no index holds.
    fn unheld(&self) -> Vec<u32> {
        #[cfg(feature = "index")]
        if let Some(index) = self.index {
            return index.missing().to_vec();
        }
        self.all_numbers()
    }

    /// How many of these cables hold each of the words, by those at even distances.
    fn estimate(&self, numbers: &[u32], stop: &AtomicBool) -> Option<Vec<f64>> {
        let mut holding = vec![0.0; self.matcher.ranked().len()];
        let step = numbers.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<u32> = numbers.iter().copied().step_by(step).collect();
        let each = numbers.len() as f64 / sample.len().max(1) as f64;
        let times = |source: &_, bytes: &[u8], place: crate::archive::Place| {
            let document = row::unchecked(source, bytes, place.record);
            Some(self.matcher.times(&Facts::new(&document)))
        };
        let whole = holding.is_empty()
            || super::chunks::ask_all(self.archive, &self.places_of(&sample), stop, &times, &mut |chunk| {
                for (_, times) in &chunk.found {
                    let there = holding.iter_mut().zip(times).filter(|(_, times)| **times > 0.0);
                    there.for_each(|(holding, _)| *holding += each);
                }
                ControlFlow::Continue(())
            });
        whole.then_some(holding)
    }

    /// What the runs know; what they leave open is put into `open`.
    #[cfg(feature = "index")]
    fn ask_runs(
        &self,
        holding: &mut [f64],
        open: &mut Vec<u32>,
        stop: &AtomicBool,
    ) -> Vec<(usize, crate::archive::index::Times)> {
        let Some(index) = self.index else { return Vec::new() };
        let beside = self.beside();
        let asked = Asked { matcher: &self.matcher, beside: &beside };
        let mut runs = Vec::new();
        for number in (0..index.runs()).take_while(|_| !stop.load(Ordering::Relaxed)) {
            match index.times(number, &asked) {
                Ok(run) => {
                    holding.iter_mut().zip(&run.holding).for_each(|(all, more)| *all += f64::from(*more));
                    open.extend(&run.open);
                    runs.push((number, run));
                }
                Err(_) => open.extend(index.numbers(number)),
            }
        }
        runs
    }
}

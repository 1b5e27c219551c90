//! How well a cable fits a query: BM25, with the parts of a cable as its fields.
//!
//! A word counts the more the fewer cables hold it; its further occurrences in one cable count less and less, and less in a
//! long cable than in a short one. A word of the subject counts three times, one of the header half. How long a cable is, its
//! record's bytes say, which a catalogue, an index and a scan know alike. How many cables hold a word, an index counts; for what
//! it does not hold, cables at even distances are looked at, all of them where there are few.

use super::ast::{Pattern, Term, Test};
use super::facts::{Facts, Part};
use super::matcher::{Asking, Matcher, wanted};

/// How soon further occurrences stop to count, and how much the length does. Source: the usual values of BM25.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// What the words of a query weigh among the cables of an archive.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    /// Of each of [`Matcher::ranked`].
    terms: Vec<f32>,
    average_len: f32,
}

impl Weights {
    /// Weights of terms that so many of `cables` hold.
    pub(crate) fn new(holding: &[f64], cables: usize, average_len: f64) -> Self {
        let cables = cables as f64;
        let weight = |holding: &f64| (1.0 + (cables - holding + 0.5).max(0.0) / (holding + 0.5)).ln() as f32;
        Weights { terms: holding.iter().map(weight).collect(), average_len: average_len.max(1.0) as f32 }
    }

    /// The rank of a cable of so many bytes, in which the terms stand so often.
    pub(crate) fn rank(&self, times: &[f32], len: u64) -> f32 {
        let length = SATURATION * (1.0 - LENGTH + LENGTH * len as f32 / self.average_len);
        let one = |(weight, times): (&f32, &f32)| weight * times * (SATURATION + 1.0) / (times + length);
        self.terms.iter().zip(times).map(one).sum()
    }
}

/// How much a word of a part counts.
pub(crate) fn boost(part: Part) -> f32 {
    match part {
        Part::Subject => 3.0,
        Part::Header => 0.5,
        _ => 1.0,
    }
}

impl Matcher {
    /// The questions for words that rank what is found, in their order: those that are not negated, without expressions.
    pub(crate) fn ranked<'m>(&'m self) -> Vec<(&'m Term, &'m Pattern)> {
        let words = |term: &'m Term| match &term.test {
            Test::Words(pattern) if !matches!(pattern, Pattern::Expression(_)) => Some((term, pattern)),
            _ => None,
        };
        wanted(self.root()).into_iter().filter_map(words).collect()
    }

    /// How often each of [`ranked`](Matcher::ranked) stands in a cable, each part counting as it should.
    pub(crate) fn times(&self, facts: &Facts<'_>) -> Vec<f32> {
        let mut asking = Asking::new(self, facts);
        let mut times = |(term, pattern): (&Term, &Pattern)| {
            let of = |part: &Part| boost(*part) * count(asking.found(*part, pattern).len());
            Part::of(term.field).iter().map(of).sum()
        };
        self.ranked().into_iter().map(&mut times).collect()
    }
}

/// More occurrences than that make no difference.
pub(crate) fn count(times: usize) -> f32 {
    f32::from(u16::try_from(times).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_short_cables_and_repetition_rank_higher() {
        let weights = Weights::new(&[1.0, 90.0], 100, 5_000.0);
        let rank = |rare: f32, common: f32, len: u64| weights.rank(&[rare, common], len);
        assert!(rank(1.0, 0.0, 5_000) > 10.0 * rank(0.0, 1.0, 5_000));
        assert!(rank(1.0, 0.0, 2_000) > rank(1.0, 0.0, 9_000));
        assert!(rank(2.0, 0.0, 5_000) > rank(1.0, 0.0, 5_000));
        let (once, twice, often) = (rank(1.0, 0.0, 5_000), rank(2.0, 0.0, 5_000), rank(60_000.0, 0.0, 5_000));
        assert!(twice - once > rank(3.0, 0.0, 5_000) - twice && often < 3.0 * once);
        assert_eq!(rank(0.0, 0.0, 5_000), 0.0);
        // A word of all cables still tells a cable that has it often from one that has it once.
        assert!(Weights::new(&[100.0], 100, 5_000.0).rank(&[2.0], 5_000) > 0.0);
    }
}

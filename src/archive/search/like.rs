//! More like this: cables that are close to one in words, TAGS and time.
//!
//! The words are those of the one cable that say most about it: often in it, seldom elsewhere. Where an index holds the
//! archive, they are looked for in texts and subjects of the others, else in the subjects that the catalogue has. Each of the
//! three is a share between 0 and 1, of what the cable would get beside itself.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::listed::Listed;
use crate::archive::catalogue::{Block, moment};
#[cfg(feature = "index")]
use crate::archive::index::Index;
use crate::archive::query::{Facts, Part};
use crate::archive::words::{Words, plain_words};
use crate::archive::{Archive, Document, Place};

/// How much words, TAGS and time count.
const SHARES: [f32; 3] = [0.6, 0.25, 0.15];

/// Words that are compared: so many that two cables of one matter share some, and no more bits than fit a number.
const MOST: usize = 24;

/// Words of more than this part of all cables say little.
const COMMON: f64 = 0.1;

/// After so many days time counts half.
const HALF: f32 = 60.0;

/// Words and TAGS that are named as the reason.
const NAMED: usize = 5;

/// How much more a word of the subject counts than one of the body.
const SUBJECT: f32 = 3.0;

/// A cable that is close to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// Its row in the catalogue.
    pub row: u32,
    /// How close it is, between 0 and 1.
    pub score: f32,
    /// Why.
    pub why: Why,
}

/// What two cables share. Shows itself as words for people: `kosovo, ahtisaari; SR, PREL; 3 days later`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Why {
    /// Words, as they are compared; what says most comes first.
    pub words: Vec<String>,
    /// TAGS.
    pub tags: Vec<String>,
    /// Days from the given cable to this one.
    pub days: Option<i32>,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.days.map(|days| match (days, days.unsigned_abs()) {
            (0, _) => "the same day".to_owned(),
            (1.., 1) => "a day later".to_owned(),
            (_, 1) => "a day earlier".to_owned(),
            (1.., count) => format!("{count} days later"),
            (_, count) => format!("{count} days earlier"),
        });
        let parts = [Some(self.words.join(", ")), Some(self.tags.join(", ")), time];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join("; "))
    }
}

/// The words of a cable that are compared, and what is known of the others by them.
struct Shared {
    words: Vec<String>,
    /// By number: how much of the words' weight a cable has, and which of them.
    found: Vec<(f32, u32)>,
    /// All of their weight.
    whole: f32,
}

/// The cables that are closest to the one at a place, without it and its copies; `None` where `stop` was set or it cannot be
/// read.
pub(super) fn like(
    archive: &Archive,
    listed: &Listed,
    place: Place,
    limit: usize,
    stop: &AtomicBool,
) -> Option<Vec<Like>> {
    let document = archive.read(place).ok()?;
    let given = (0..).zip(&*listed.places).find(|(_, other)| **other == place)?.0;
    let own = listed.shown(given)?;
    let shared = shared(listed, &document);
    let tags = Tags::of(listed, given);
    let day = day_number(listed, given);
    let mut found: Vec<(f32, u32)> = Vec::new();
    for number in 0..u32::try_from(listed.places.len()).unwrap_or(u32::MAX) {
        if number % 4096 == 0 && stop.load(Ordering::Relaxed) {
            return None;
        }
        let words =
            shared.found.get(number as usize).map_or(0.0, |(weight, _)| weight / shared.whole.max(f32::EPSILON));
        let tags = listed.column(number).map_or(0.0, |(block, at)| tags.share(block, at));
        if words + tags > 0.0 {
            let time = day.zip(day_number(listed, number)).map_or(0.0, |(a, b)| {
                let days = (a - b).unsigned_abs().min(1 << 20);
                HALF / (HALF + days as f32)
            });
            let [of_words, of_tags, of_time] = SHARES;
            found.push((of_words * words.min(1.0) + of_tags * tags + of_time * time, number));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut likes: Vec<Like> = Vec::new();
    for (score, number) in found {
        let Some(row) = listed.shown(number) else { continue };
        if row == own || likes.iter().any(|like| like.row == row) {
            continue;
        }
        if likes.len() == limit {
            break;
        }
        let days = day.zip(day_number(listed, number)).map(|(from, to)| to - from);
        likes.push(Like {
            row,
            score,
            why: Why { words: shared.named(number), tags: tags.named(listed, number), days },
        });
    }
    Some(likes)
}

impl Shared {
    fn named(&self, number: u32) -> Vec<String> {
        let bits = self.found.get(number as usize).map_or(0, |(_, bits)| *bits);
        let there = self.words.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        there.map(|(_, word)| word.clone()).take(NAMED).collect()
    }

    fn add(&mut self, number: u32, at: usize, weight: f32) {
        if let Some((sum, bits)) = self.found.get_mut(number as usize).filter(|(_, bits)| bits & (1 << at) == 0) {
            *sum += weight;
            *bits |= 1 << at;
        }
    }
}

/// How often the words of a text stand in it: letters only, three of them at least.
fn count_words(text: &str, each: f32, times: &mut HashMap<String, f32>) {
    let mut words = Words::new(text);
    while words.advance() {
        let word = words.word();
        if words.is_main() && word.len() >= 3 && word.chars().all(char::is_alphabetic) {
            match times.get_mut(word) {
                Some(times) => *times += each,
                None => drop(times.insert(word.to_owned(), each)),
            }
        }
    }
}

fn shared(listed: &Listed, document: &Document) -> Shared {
    let facts = Facts::new(document);
    let mut times = HashMap::new();
    facts.part(Part::Subject, |text| count_words(text, SUBJECT, &mut times));
    facts.part(Part::Body, |text| count_words(text, 1.0, &mut times));
    // Who signed signed everything of that year.
    facts.part(Part::Signed, |names| times.retain(|word, _| !plain_words(names).contains(word)));
    #[cfg(feature = "index")]
    if let Some(index) = listed.index.as_ref().filter(|index| index.held() * 10 >= listed.places.len() * 9)
        && let Ok(shared) = by_index(listed, index, &times)
    {
        return shared;
    }
    by_subjects(listed, &times)
}

/// The words that say most, with their weights, the heaviest first.
fn choose(times: &HashMap<String, f32>, cables: usize, holding: &mut dyn FnMut(&str) -> u64) -> Vec<(String, f32)> {
    let mut words: Vec<(String, f32)> = Vec::new();
    let cables = cables as f64;
    for (word, times) in times {
        let holding = holding(word) as f64;
        // A word of this cable alone finds no other. In few cables every word is one of many.
        if holding < 2.0 || (holding > cables * COMMON && cables > 100.0) {
            continue;
        }
        let rarity = (1.0 + cables / holding).ln() as f32;
        words.push((word.clone(), rarity * times / (times + 1.2)));
    }
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MOST);
    words
}

fn compare(
    listed: &Listed,
    chosen: Vec<(String, f32)>,
    each: &mut dyn FnMut(&mut Shared, usize, &str, f32) -> std::io::Result<()>,
) -> std::io::Result<Shared> {
    let mut shared = Shared {
        words: chosen.iter().map(|(word, _)| word.clone()).collect(),
        found: vec![(0.0, 0); listed.places.len()],
        whole: chosen.iter().map(|(_, weight)| weight).sum(),
    };
    for (at, (word, weight)) in chosen.iter().enumerate() {
        each(&mut shared, at, word, *weight)?;
    }
    Ok(shared)
}

/// The words of the cable in the texts of the others.
#[cfg(feature = "index")]
fn by_index(listed: &Listed, index: &Index, times: &HashMap<String, f32>) -> std::io::Result<Shared> {
    let mut failed = None;
    let chosen = choose(times, listed.places.len(), &mut |word| {
        index.holding(word).unwrap_or_else(|error| {
            failed = Some(error);
            0
        })
    });
    match failed {
        Some(error) => Err(error),
        None => compare(listed, chosen, &mut |shared, at, word, weight| {
            index.each_holding(word, &mut |number| shared.add(number, at, weight))
        }),
    }
}

/// The words of the cable in the subjects of the others.
fn by_subjects(listed: &Listed, times: &HashMap<String, f32>) -> Shared {
    let mut holding: HashMap<&str, Vec<u32>> = times.keys().map(|word| (word.as_str(), Vec::new())).collect();
    for number in 0..u32::try_from(listed.places.len()).unwrap_or(u32::MAX) {
        let Some((block, at)) = listed.column(number) else { continue };
        let mut words = Words::new(block.subjects.get(at));
        while words.advance() {
            if let Some(numbers) = holding.get_mut(words.word()).filter(|numbers| numbers.last() != Some(&number)) {
                numbers.push(number);
            }
        }
    }
    let numbers = |word: &str| holding.get(word).map(Vec::as_slice).unwrap_or_default();
    let chosen = choose(times, listed.places.len(), &mut |word| numbers(word).len() as u64);
    let shared = compare(listed, chosen, &mut |shared, at, word, weight| {
        numbers(word).iter().for_each(|number| shared.add(*number, at, weight));
        Ok(())
    });
    shared.unwrap_or_else(|_| Shared { words: Vec::new(), found: Vec::new(), whole: 0.0 })
}

/// The TAGS of a cable, the rarer ones weighing more.
struct Tags {
    weights: Vec<(u32, f32)>,
    whole: f32,
}

impl Tags {
    fn of(listed: &Listed, number: u32) -> Tags {
        let own: Vec<u32> = listed.column(number).map(|(block, at)| block.tags.get(at).collect()).unwrap_or_default();
        let mut counts = vec![0u32; own.len()];
        for (_, block) in listed.catalogue.blocks() {
            for tag in block.tags.all().iter() {
                if let Some(at) = own.iter().position(|own| *own == tag) {
                    counts[at] += 1;
                }
            }
        }
        let cables = listed.places.len() as f32;
        let weight = |count: &u32| (1.0 + cables / (*count).max(1) as f32).ln();
        let weights: Vec<(u32, f32)> = own.iter().copied().zip(counts.iter().map(weight)).collect();
        let whole = weights.iter().map(|(_, weight)| weight).sum();
        Tags { weights, whole }
    }

    fn share(&self, block: &Block, at: usize) -> f32 {
        let has = |tag: u32| block.tags.get(at).any(|other| other == tag);
        let sum: f32 = self.weights.iter().filter(|(tag, _)| has(*tag)).map(|(_, weight)| weight).sum();
        if sum > 0.0 { sum / self.whole } else { 0.0 }
    }

    fn named(&self, listed: &Listed, number: u32) -> Vec<String> {
        let Some((block, at)) = listed.column(number) else { return Vec::new() };
        let mut there: Vec<&(u32, f32)> =
            self.weights.iter().filter(|(tag, _)| block.tags.get(at).any(|other| other == *tag)).collect();
        there.sort_by(|a, b| b.1.total_cmp(&a.1));
        there.into_iter().map(|(tag, _)| listed.catalogue.names().get(*tag).to_owned()).take(NAMED).collect()
    }
}

/// The day of a cable, counted from a day long ago.
fn day_number(listed: &Listed, number: u32) -> Option<i32> {
    let (block, at) = listed.column(number)?;
    let day = moment::time(block.moments.get(at)?)?.date();
    let since = day.since(jiff::civil::date(1900, 1, 1)).ok()?;
    Some(since.get_days())
}

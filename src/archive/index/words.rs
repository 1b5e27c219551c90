//! Words in a run: which cables hold them, and how often.

use std::io;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::run::Run;
use crate::archive::Bits;
use crate::archive::query::ast::Pattern;
use crate::archive::query::rank::{boost, count};
use crate::archive::query::{Field, Part, positions};

impl Run {
    pub(super) fn words(&self, field: Field, pattern: &Pattern) -> io::Result<Bits> {
        let mut found = Bits::none(self.len());
        for part in Part::of(field) {
            let Some(text) = self.text(*part) else { continue };
            found = found.or(&self.words_in(text, pattern)?);
        }
        Ok(found)
    }

    fn words_in(&self, text: &InvertedIndexReader, pattern: &Pattern) -> io::Result<Bits> {
        let (words, open) = match pattern {
            Pattern::Phrase { words, open } => (words, *open),
            Pattern::Near { words, .. } => (words, false),
            Pattern::Expression(_) => return Ok(Bits::none(self.len())),
        };
        let is_open = |at: usize| open && at + 1 == words.len();
        let mut both = Bits::all(self.len());
        for (at, word) in words.iter().enumerate() {
            let mut found = Bits::none(self.len());
            each_postings(text, word, is_open(at), IndexRecordOption::Basic, &mut |postings| {
                fill(&mut found, postings)
            })?;
            both = both.and(&found);
            if both.is_empty() {
                return Ok(both);
            }
        }
        if words.len() < 2 {
            return Ok(both);
        }
        let mut readers = places_of(text, words, open)?;
        let mut found = Bits::none(self.len());
        for doc in both.iter() {
            readers.iter_mut().for_each(|reader| reader.read(doc));
            let here: Vec<&[u32]> = readers.iter().map(|reader| reader.places.as_slice()).collect();
            let stands = match pattern {
                Pattern::Near { distance, .. } => !positions::near(&here, *distance).is_empty(),
                _ => positions::holds_phrase(&here),
            };
            if stands {
                found.insert(doc);
            }
        }
        Ok(found)
    }

    /// How often a pattern stands in each of these cables, each part counting as it should.
    pub(super) fn times(&self, field: Field, pattern: &Pattern, docs: &Bits) -> io::Result<Vec<f32>> {
        let mut times = vec![0.0; self.len() as usize];
        let mut add = |doc: u32, part: Part, found: usize| {
            if let Some(times) = times.get_mut(doc as usize) {
                *times += boost(part) * count(found);
            }
        };
        for part in Part::of(field) {
            let Some(text) = self.text(*part) else { continue };
            let (words, open) = match pattern {
                Pattern::Phrase { words, open } => (words, *open),
                Pattern::Near { words, .. } => (words, false),
                Pattern::Expression(_) => continue,
            };
            if let ([word], false) = (words.as_slice(), open) {
                each_postings(text, word, false, IndexRecordOption::WithFreqs, &mut |mut postings| {
                    while postings.doc() != TERMINATED {
                        if docs.contains(postings.doc()) {
                            add(postings.doc(), *part, postings.term_freq() as usize);
                        }
                        postings.advance();
                    }
                })?;
                continue;
            }
            let mut readers = places_of(text, words, open)?;
            let holding = self.words_in(text, pattern)?.and(docs);
            for doc in holding.iter() {
                readers.iter_mut().for_each(|reader| reader.read(doc));
                let here: Vec<&[u32]> = readers.iter().map(|reader| reader.places.as_slice()).collect();
                let found = match pattern {
                    Pattern::Near { distance, .. } => positions::near(&here, *distance).len(),
                    _ => positions::phrase(&here).len(),
                };
                add(doc, *part, found);
            }
        }
        Ok(times)
    }

    /// How many cables hold a word in their subject or body, those that hold it in both counted twice.
    pub(super) fn holding(&self, word: &str) -> io::Result<u64> {
        let mut sum = 0;
        for text in [Part::Subject, Part::Body].into_iter().filter_map(|part| self.text(part)) {
            sum += text.terms().get(word)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(sum)
    }

    /// The cables that hold a word in their subject or body; some twice.
    pub(super) fn each_holding(&self, word: &str, on: &mut dyn FnMut(u32)) -> io::Result<()> {
        for text in [Part::Subject, Part::Body].into_iter().filter_map(|part| self.text(part)) {
            each_postings(text, word, false, IndexRecordOption::Basic, &mut |mut postings| {
                while postings.doc() != TERMINATED {
                    on(postings.doc());
                    postings.advance();
                }
            })?;
        }
        Ok(())
    }

    fn text(&self, part: Part) -> Option<&InvertedIndexReader> {
        let at = Part::ALL.iter().position(|other| *other == part)?;
        self.texts.get(at).map(|text| &**text)
    }
}

fn places_of(text: &InvertedIndexReader, words: &[String], open: bool) -> io::Result<Vec<WordPlaces>> {
    let is_open = |at: usize| open && at + 1 == words.len();
    words.iter().enumerate().map(|(at, word)| WordPlaces::open(text, word, is_open(at))).collect()
}

/// Where a word, or all words that begin so, stand: one cable after the other.
struct WordPlaces {
    postings: Vec<SegmentPostings>,
    /// In the cable that was read last.
    places: Vec<u32>,
}

impl WordPlaces {
    fn open(text: &InvertedIndexReader, word: &str, open: bool) -> io::Result<WordPlaces> {
        let mut postings = Vec::new();
        each_postings(text, word, open, IndexRecordOption::WithFreqsAndPositions, &mut |of| postings.push(of))?;
        Ok(WordPlaces { postings, places: Vec::new() })
    }

    /// Reads the places in a cable; cables are asked for in order.
    fn read(&mut self, doc: u32) {
        self.places.clear();
        let mut words = 0;
        for postings in &mut self.postings {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.append_positions_with_offset(0, &mut self.places);
                words += 1;
            }
        }
        if words > 1 {
            self.places.sort_unstable();
        }
        self.places.dedup();
    }
}

/// The postings of a word, or of all words that begin so.
fn each_postings(
    text: &InvertedIndexReader,
    word: &str,
    open: bool,
    option: IndexRecordOption,
    on: &mut dyn FnMut(SegmentPostings),
) -> io::Result<()> {
    if !open {
        if let Some(info) = text.terms().get(word)? {
            on(text.read_postings_from_terminfo(&info, option)?);
        }
        return Ok(());
    }
    let mut stream = text.terms().range().ge(word).into_stream()?;
    while let Some((term, info)) = stream.next() {
        if !term.starts_with(word.as_bytes()) {
            break;
        }
        on(text.read_postings_from_terminfo(info, option)?);
    }
    Ok(())
}

/// Puts all cables of postings into a set.
pub(super) fn fill(bits: &mut Bits, mut postings: impl DocSet) {
    let mut doc = postings.doc();
    while doc != TERMINATED {
        bits.insert(doc);
        doc = postings.advance();
    }
}

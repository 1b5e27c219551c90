//! A cable made ready to be shown: whatever takes time, done by whoever reads it and not by whoever draws it.

use jiff::civil::Date;

use super::marked::Marked;
use crate::archive::Document;
use crate::archive::query::{Facts, Known, Matcher, Query};
use crate::text::Span;

/// A cable with what its markings say and where it holds what was searched for.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The cable.
    pub document: Document,
    /// What its markings say.
    pub marked: Marked,
    /// Where it holds what was searched for, in the order of its text and without overlap.
    pub hits: Vec<Span>,
}

impl Reading {
    /// A cable on the day it is, with what a query finds in it.
    pub fn new(document: Document, today: Date, query: Option<&Query>) -> Self {
        let mut hits = match query {
            Some(query) => {
                let matcher = Matcher::new(query, Known { today, ..Known::default() });
                matcher.hits(&Facts::new(&document))
            }
            None => Vec::new(),
        };
        hits.retain(|hit| hit.start < hit.end);
        hits.dedup_by(|next, before| {
            let meets = next.start < before.end;
            if meets {
                before.end = before.end.max(next.end);
            }
            meets
        });
        Reading { marked: Marked::new(&document, today), document, hits }
    }

    /// The hits that touch a part of the text.
    pub fn hits_in(&self, span: Span) -> &[Span] {
        let first = self.hits.partition_point(|hit| hit.end <= span.start);
        let rest = self.hits.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|hit| hit.start < span.end)).unwrap_or_default()
    }

    /// The words that were found, each spelling once, blanks folded.
    pub fn words(&self) -> Vec<String> {
        /// An expression may find as many as it likes.
        const MOST: usize = 64;
        let mut words: Vec<String> = Vec::new();
        for hit in &self.hits {
            let text = hit.of(&self.document.text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if words.len() < MOST && !text.is_empty() && !words.contains(&text) {
                words.push(text);
            }
        }
        words
    }
}

//! What of a cable stands in the index: its words, by part, and its facts, each a word of its own such as `tag:PREL`.
//!
//! The text itself is not stored; it is read from the source by its place.

use jiff::civil::DateTime;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::archive::Place;
use crate::archive::query::{Facts, Part};
use crate::archive::words::Words;
use crate::cable::Marking;
use crate::marking::When;

/// Changes whenever an index of an earlier version of the program would answer otherwise.
pub(super) const VERSION: u32 = 3;

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// In the order of [`Part::ALL`].
    pub parts: [Field; 9],
    pub fact: Field,
    pub id: Field,
    pub time: Field,
    pub source: Field,
    pub offset: Field,
    pub len: Field,
    pub record: Field,
}

/// The time of a cable that has none: before all others, so that it comes last.
const NO_TIME: i64 = i64::MIN;

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = SchemaBuilder::new();
    let words = TextFieldIndexing::default().set_tokenizer("cable").set_fieldnorms(false);
    let words =
        TextOptions::default().set_indexing_options(words.set_index_option(IndexRecordOption::WithFreqsAndPositions));
    let facts = TextFieldIndexing::default().set_tokenizer("facts").set_fieldnorms(false);
    let facts = TextOptions::default().set_indexing_options(facts.set_index_option(IndexRecordOption::Basic));
    let number = || NumericOptions::from(FAST);
    let parts = Part::ALL.map(|part| builder.add_text_field(&format!("{part:?}"), words.clone()));
    let fields = Fields {
        parts,
        fact: builder.add_text_field("fact", facts),
        id: builder.add_text_field("id", TextOptions::default().set_fast("raw")),
        time: builder.add_i64_field("time", number()),
        source: builder.add_u64_field("source", number()),
        offset: builder.add_u64_field("offset", number()),
        len: builder.add_u64_field("len", number()),
        record: builder.add_u64_field("record", number()),
    };
    (builder.build(), fields)
}

/// The tokenizers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register("cable", CableWords);
    tokenizers.register("facts", FactList);
    tokenizers
}

/// A cable as it stands in the index.
pub(super) fn entry(fields: Fields, facts: &Facts<'_>, place: Place) -> TantivyDocument {
    // Its text, some parts of it twice, and the facts: with room for them nothing is moved while it grows.
    let len = facts.document().text.len();
    let mut entry = TantivyDocument::with_capacity(len + len / 4 + 1024);
    for (part, field) in Part::ALL.into_iter().zip(fields.parts) {
        facts.part(part, |text| {
            if !text.is_empty() {
                entry.add_text(field, text);
            }
        });
    }
    entry.add_text(fields.fact, all_facts(facts));
    if let Some(id) = facts.id() {
        entry.add_text(fields.id, id);
    }
    entry.add_i64(fields.time, facts.time().map_or(NO_TIME, seconds));
    entry.add_u64(fields.source, place.source.into());
    entry.add_u64(fields.offset, place.offset);
    entry.add_u64(fields.len, place.len);
    entry.add_u64(fields.record, place.record.into());
    entry
}

fn seconds(time: DateTime) -> i64 {
    time.to_zoned(jiff::tz::TimeZone::UTC).map_or(NO_TIME, |zoned| zoned.timestamp().as_second())
}

/// The time that stands in the index.
pub(super) fn time(seconds: i64) -> Option<DateTime> {
    let stamp = jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds != NO_TIME)?;
    Some(stamp.to_zoned(jiff::tz::TimeZone::UTC).datetime())
}

/// What can be asked of a cable without its words and without knowing the day. What the checks of markings say is not among
/// it: it may change with the day, and costs more than all else together. One text, a [`BETWEEN`] behind each.
fn all_facts(facts: &Facts<'_>) -> String {
    let cable = &facts.document().cable;
    let mut all = String::new();
    let mut add = |kind: &str, value: &str| {
        for part in [kind, value, BETWEEN] {
            all.push_str(part);
        }
    };
    facts.post().into_iter().for_each(|post| add("post:", post));
    facts.countries().for_each(|country| add("country:", &country));
    facts.tags().for_each(|tag| add("tag:", tag));
    facts.marking().iter().for_each(|marking| add("class:", &written(marking)));
    facts.portions().for_each(|marking| add("portion:", &written(marking)));
    facts.precedences().for_each(|precedence| add("precedence:", precedence.name()));
    facts.time().into_iter().for_each(|time| add("day:", &time.date().to_string()));
    let declassification = facts.declassification();
    facts.codes_of(&declassification).iter().for_each(|code| add("code:", code));
    match declassification.when {
        When::On(day) => add("decl-day:", &day.to_string()),
        When::Event(_) => add("decl:", "event"),
        When::Exempt(_) => add("decl:", "exempt"),
        When::Unknown | When::Never => add("decl:", "none"),
    }
    for id in facts.cites() {
        add("ref:", id);
        add("ref-any-year:", id.get(2..).unwrap_or_default());
    }
    if let Some(id) = facts.id() {
        add("id:", id);
        add("id-any-year:", id.get(2..).unwrap_or_default());
    }
    for (name, holds) in [
        ("partial", cable.partial),
        ("corrected", cable.corrected),
        ("ref", !cable.references.is_empty()),
        ("redaction", facts.has_redaction()),
    ] {
        if holds {
            add("is:", name);
        }
    }
    all
}

/// Stands behind each fact; in none of them.
const BETWEEN: &str = "\0";

/// A marking as a fact: letters of the level, controls, all divided by a sign that none of them has.
fn written(marking: &Marking) -> String {
    let mut out = marking.level.letters().to_owned();
    for control in &marking.controls {
        out.push('|');
        out.push_str(control.name());
    }
    out
}

/// The marking that [`written`] wrote: level and names of controls.
pub(super) fn read_marking(fact: &str) -> Option<Marking> {
    let mut parts = fact.split('|');
    let letters = parts.next()?;
    let level = crate::cable::Level::ALL.into_iter().find(|level| level.letters() == letters)?;
    let controls = parts.map(|name| crate::cable::Control(name.to_owned().into())).collect();
    Some(Marking { level, controls })
}

/// Our words, as tantivy asks for them.
#[derive(Debug, Clone)]
struct CableWords;

impl Tokenizer for CableWords {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Words::new(text), token: Token::default() }
    }
}

/// See [`CableWords`].
struct WordStream<'t> {
    words: Words<'t>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        self.words.swap(&mut self.token.text);
        self.token.position = self.words.position() as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// A list of facts, as tantivy asks for it.
#[derive(Debug, Clone)]
struct FactList;

impl Tokenizer for FactList {
    type TokenStream<'a> = FactStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FactStream<'a> {
        FactStream { rest: text, token: Token::default() }
    }
}

/// See [`FactList`].
struct FactStream<'t> {
    rest: &'t str,
    token: Token,
}

impl TokenStream for FactStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((fact, rest)) = self.rest.split_once(BETWEEN) else { return false };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(fact);
        self.token.position = 0;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

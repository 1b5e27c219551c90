//! The fields above the text of a cable: folded to a few lines, or every one with its meaning.
//!
//! Knows which field stands where and how it reads. What codes mean comes from [`super::meaning`]. The order of
//! the fields stands here; how each reads, in the modules below.

mod handling;
mod people;
mod record;

use super::marked::Marked;
use super::meaning;
use super::page::Block;
use super::read_view::{Setup, one_line};
use super::rich::{Rich, Role};
use crate::archive::Document;
use crate::cable::{Cable, PieceKind};
use crate::text::Value;

/// Columns of the margin with the labels.
const LABELS: u16 = 10;
/// Columns of a code before its meaning.
const CODES: usize = 7;
/// So many addressees and references are shown before the fields are explained.
const FOLDED: usize = 3;
/// Between two things on a line that are not of a kind.
const GAP: &str = "   ";

/// The fields of a cable, as blocks.
pub fn fields(document: &Document, marked: &Marked, setup: Setup) -> Vec<Block> {
    let fields = Fields::new(document, marked, setup);
    if setup.explained { fields.explained() } else { fields.folded() }
}

/// When a cable is to be declassified, on one line.
pub fn declassification(document: &Document, marked: &Marked, setup: Setup) -> Rich {
    Fields::new(document, marked, setup).declassification()
}

struct Fields<'a> {
    document: &'a Document,
    text: &'a str,
    cable: &'a Cable,
    marked: &'a Marked,
    setup: Setup,
    blocks: Vec<Block>,
}

impl<'a> Fields<'a> {
    fn new(document: &'a Document, marked: &'a Marked, setup: Setup) -> Self {
        Fields { document, text: &document.text, cable: &document.cable, marked, setup, blocks: Vec::new() }
    }

    fn folded(mut self) -> Vec<Block> {
        let mut from = self.sender();
        self.put_time(from.gap(GAP));
        self.put_precedences(&mut from);
        self.add("From", from);
        self.add("To", self.addressees_folded());
        let mut tags = Rich::new();
        for tag in &self.cable.tags {
            tags.gap(" ").put(&self.read(tag), Role::Plain);
        }
        if !tags.is_empty() {
            tags.put("   K\u{a0}explains", Role::Dim);
        }
        self.add("TAGS", tags);
        self.add_cut("Captions", self.captions_folded());
        self.add("Declass", self.declassification());
        self.add("Refs", self.references_folded());
        self.add("By", self.classified_by());
        self.add_cut("Reasons", self.reasons(" · "));
        self.add("Passing", self.joined(&self.cable.passing, " · "));
        self.add("Section", self.section());
        self.state_of_copy();
        self.add("Marks", self.marks(true));
        self.add("Hidden", self.hidden());
        let mut notes = self.notes_counted();
        notes.gap(GAP).put(if self.cable.diagnostics.is_empty() { "" } else { "K\u{a0}lists\u{a0}them" }, Role::Dim);
        self.add("Notes", notes);
        if !self.cable.partial {
            let preface = self.lines_of(PieceKind::Preface);
            self.add_cut("Preface", preface.into_iter().next().unwrap_or_default());
        }
        let other = self.lines_of(PieceKind::Text).len();
        if other > 0 {
            let words = format!(
                "{other} {} no field   K\u{a0}shows\u{a0}them",
                if other == 1 { "line fits" } else { "lines fit" }
            );
            self.add("Other", Rich::of(&words, Role::Dim));
        }
        self.blocks
    }

    fn explained(mut self) -> Vec<Block> {
        let mut from = self.sender();
        if let Some(place) = self.cable.post.as_deref().and_then(meaning::post_place) {
            from.put(", ", Role::Dim).put(&place, Role::Dim);
        }
        self.add("From", from);
        if let Some(address) = &self.cable.from {
            self.more(Rich::of(&self.read(address), Role::Plain));
        }
        let mut time = Rich::new();
        self.put_time(&mut time);
        if let Some(dtg) = &self.cable.dtg {
            time.gap(GAP).put(&self.read(&dtg.text), Role::Dim);
        }
        self.put_precedences(&mut time);
        self.add("Date", time);
        self.addressees("To", &self.cable.to);
        self.addressees("Info", &self.cable.info);
        let year = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.setup.listed).map(|time| time.year());
        self.coded("TAGS", &self.cable.tags, |code| meaning::tag(code, year));
        self.coded("Captions", &self.cable.captions, meaning::caption);
        self.declassification_explained();
        let references = &self.cable.references;
        self.each("Refs", references.iter().map(|reference| self.reference(reference)).collect());
        self.each("By", [self.classified_by(), self.authority()].into());
        let reasons = self.cable.classified_by.iter().flat_map(|by| &by.reasons);
        self.each("Reasons", reasons.map(|reason| code(reason, meaning::reason(reason))).collect());
        self.each("Passing", self.cable.passing.iter().map(|line| Rich::of(&self.read(line), Role::Plain)).collect());
        self.add("Section", self.section());
        self.distribution();
        if let Some(transmission) = &self.cable.transmission {
            self.transmission(transmission);
        }
        self.state_of_copy();
        self.add("Marks", self.marks(false));
        self.add("Hidden", self.hidden());
        self.each("Notes", self.notes());
        self.each("Preface", self.lines_of(PieceKind::Preface));
        self.each("Other", self.lines_of(PieceKind::Text));
        self.source();
        self.blocks
    }

    fn add(&mut self, label: &'static str, text: Rich) {
        if !text.is_empty() {
            let lead = Rich::of(label, Role::Label);
            self.blocks.push(Block { lead, indent: LABELS, hang: LABELS + 2, text, ..Block::default() });
        }
    }

    fn add_cut(&mut self, label: &'static str, text: Rich) {
        self.add(label, text);
        if let Some(block) = self.blocks.last_mut() {
            block.cut = true;
        }
    }

    fn more(&mut self, text: Rich) {
        self.add("", text);
    }

    fn each(&mut self, label: &'static str, texts: Vec<Rich>) {
        for (n, text) in texts.into_iter().filter(|text| !text.is_empty()).enumerate() {
            self.add(if n == 0 { label } else { "" }, text);
        }
    }

    fn coded(&mut self, label: &'static str, values: &[Value], meaning: impl Fn(&str) -> Option<String>) {
        let line = |value: &Value| {
            let word = self.read(value);
            let means = meaning(&word);
            code(&word, means)
        };
        let texts = values.iter().map(line).collect();
        self.each(label, texts);
    }

    fn read(&self, value: &Value) -> String {
        one_line(value.text(self.text))
    }

    fn joined(&self, values: &[Value], gap: &'static str) -> Rich {
        let mut line = Rich::new();
        for value in values {
            line.gap(gap).put(&self.read(value), Role::Plain);
        }
        line
    }
}

/// A code and what it means.
fn code(word: &str, means: Option<String>) -> Rich {
    let mut line = Rich::of(word, Role::Plain);
    if let Some(means) = means {
        let fill = CODES.saturating_sub(word.len()).max(2);
        line.put(&" ".repeat(fill), Role::Dim).put(&means, Role::Dim);
    }
    line
}

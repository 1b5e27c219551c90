//! Heads that stand twice: a mirror printed the first lines of a cable, cut where it saw fit, and then the record with
//! the whole cable. Both are read, and the fuller one counts.

use super::super::cursor::is_blank;
use super::super::line::{record, transmission};
use super::super::model::{Cable, PieceKind, Transmission};
use super::{Open, Parser};
use crate::text::Value;
use crate::text::line::Line;

/// What the parser knew when a second head began.
#[derive(Default)]
pub(super) struct FirstHead<'t> {
    cable: Cable,
    number: Option<(&'t str, &'t str)>,
    references: Vec<super::Fragments>,
    orders: Vec<(&'t str, super::Span)>,
}

impl<'t> Parser<'t> {
    /// Takes the record of a database, and begins the head anew behind it.
    pub(super) fn record(&mut self, line: Line) -> bool {
        let text = self.text();
        if !record::opens(line.text(text), self.next_words(line)) {
            return false;
        }
        self.begin_copy();
        let mut next = Some(line);
        while let Some(line) = next {
            if let Some(at) = record::header_in_row(line.text(text)) {
                self.cursor.take_to(line.words.start as usize + at, PieceKind::Preface);
                return true;
            }
            self.cursor.take(line, PieceKind::Preface);
            next = self.cursor.line().filter(|line| self.in_record(*line));
        }
        true
    }

    /// Whether a line goes on with the record above it. A level, in a record, is a column; below it the cable's own
    /// head begins.
    fn in_record(&self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let next_goes_on = || self.next_words(line).is_some_and(record::goes_on);
        record::goes_on(words)
            || record::header_in_row(words).is_some()
            || next_goes_on()
                && (is_blank(words)
                    || super::classification::read(text, words).is_some_and(|found| found.number.is_none()))
    }

    /// The next line with words on it, not far below.
    fn next_words(&self, line: Line) -> Option<&'t str> {
        const FAR: usize = 3;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..FAR {
            let line = ahead?;
            if !is_blank(line.text(text)) {
                return Some(line.text(text));
            }
            ahead = self.cursor.after(line);
        }
        None
    }

    /// Puts what was read aside, if it was a head.
    pub(super) fn begin_copy(&mut self) {
        self.open = Open::Nothing;
        if self.cable_has_fields() || self.cable.transmission.is_some() {
            let first = FirstHead {
                cable: std::mem::take(&mut self.cable),
                number: self.number.take(),
                references: std::mem::take(&mut self.reference_words),
                orders: std::mem::take(&mut self.orders),
            };
            self.cable.partial = first.cable.partial;
            // Of three heads or more, each is filled up from the one before.
            let before = self.first.take();
            self.first = Some(first);
            if let Some(before) = before {
                self.fill_from(before);
            }
        }
    }

    /// The second head of the same cable that begins with its classification line: the first was cut short.
    pub(super) fn second_classification(&mut self, number: (&str, &str)) {
        let fields = self.cable.subject.is_some() || !self.cable.tags.is_empty() || !self.orders.is_empty();
        if fields && self.number == Some(number) {
            self.begin_copy();
        }
    }

    /// Where a head begins below a line that looks like the body: at a record or a message id, not far.
    pub(super) fn copy_ahead(&self, line: Line) -> Option<usize> {
        const FAR: usize = 60;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..FAR {
            let line = ahead?;
            let words = line.text(text);
            let begins = record::opens(words, self.next_words(line))
                || words.starts_with("VZCZC") && transmission::message_id(text, words).is_some();
            if begins {
                return Some(line.whole.start as usize);
            }
            ahead = self.cursor.after(line);
        }
        None
    }

    /// Fills what the last head lacks from the one before it.
    pub(super) fn settle_copies(&mut self) {
        if let Some(first) = self.first.take() {
            self.fill_from(first);
        }
    }

    fn fill_from(&mut self, first: FirstHead<'t>) {
        let text = self.text();
        let old = first.cable;
        let cable = &mut self.cable;
        cable.transmission = match (cable.transmission.take(), old.transmission) {
            (Some(new), Some(old)) => Some(Transmission { message_id: new.message_id.or(old.message_id), ..new }),
            (new, old) => new.or(old),
        };
        cable.dtg = cable.dtg.take().or(old.dtg);
        cable.from = cable.from.take().or(old.from);
        keep_longer(&mut cable.to, old.to);
        keep_longer(&mut cable.info, old.info);
        keep_longer(&mut cable.captions, old.captions);
        keep_longer(&mut cable.passing, old.passing);
        keep_longer(&mut cable.tags, old.tags);
        cable.classification = cable.classification.take().or(old.classification);
        cable.section = cable.section.or(old.section);
        cable.distribution = cable.distribution.take().or(old.distribution);
        if length(text, cable.subject.as_ref()) < length(text, old.subject.as_ref()) {
            (cable.subject, cable.subject_portion) = (old.subject, old.subject_portion);
        }
        cable.classified_by = cable.classified_by.take().or(old.classified_by);
        let mut diagnostics = old.diagnostics;
        diagnostics.append(&mut cable.diagnostics);
        cable.diagnostics = diagnostics;
        self.number = self.number.or(first.number);
        if self.orders.is_empty() {
            self.orders = first.orders;
        }
        if self.reference_words.is_empty() {
            self.reference_words = first.references;
        }
    }
}

fn keep_longer<T>(list: &mut Vec<T>, other: Vec<T>) {
    if list.len() < other.len() {
        *list = other;
    }
}

/// How much of a subject there is; one that ends in `...` was cut and counts less than any other.
fn length(text: &str, subject: Option<&Value>) -> usize {
    subject.map_or(0, |subject| {
        let subject = subject.text(text);
        if subject.ends_with("...") { 1 } else { 1 + subject.len() }
    })
}

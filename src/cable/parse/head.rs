//! Everything before the body: which lines are taken, and where it ends.

use std::iter;

use super::super::body;
use super::super::cursor::is_blank;
use super::super::field_end;
use super::super::keyword::{self, Key};
use super::super::line::{classification, dtg, references};
use super::super::model::PieceKind;
use super::super::search::Letters;
use super::super::words::{Ends, Signs, strip_leftovers};
use super::{Open, Parser, attributes};
use crate::text::Span;
use crate::text::line::Line;

/// How many lines are looked ahead for more of a head.
const FAR: usize = 40;

impl<'t> Parser<'t> {
    /// Everything before the body.
    pub(super) fn head(&mut self) {
        while let Some(line) = self.cursor.line() {
            let words = line.text(self.text());
            if is_blank(words) {
                self.cursor.take(line, PieceKind::Blank);
                if !matches!(self.open, Open::Addressees(_) | Open::Distribution(_)) {
                    self.open = Open::Nothing;
                }
                continue;
            }
            if self.usual_line(words, line) {
                continue;
            }
            let kind = if self.begun { PieceKind::Text } else { PieceKind::Preface };
            if !self.opens_usual_body(words) {
                if self.takes_line(words, line, kind) {
                    continue;
                }
                if !self.ends_head(line) {
                    self.open = Open::Nothing;
                    self.cursor.take(line, kind);
                    continue;
                }
            }
            let Some(copy) = self.copy_ahead(line).filter(|_| !self.in_section) else { break };
            self.cursor.take_to(copy, kind);
        }
    }

    /// Takes the line at the cursor if a rule knows it, or if a field or the classification stands in it behind other words,
    /// of `kind`, where a line end is lost.
    fn takes_line(&mut self, words: &str, line: Line, kind: PieceKind) -> bool {
        let letters = Letters::of(words);
        let column = self.column_inside(words, letters);
        if column.is_none() && self.rules_take(words, letters, line) {
            return true;
        }
        let Some(cut) = column.or_else(|| self.opens_inside(words, letters)) else { return false };
        let stop = line.words.start as usize + cut;
        let front = Line { words: front_words(line, words, cut), whole: Span::new(line.whole.start as usize, stop) };
        if !self.rules_take(front.text(self.text()), letters, front) {
            self.cursor.take_to(stop, kind);
        }
        true
    }

    /// Takes the line at the cursor if it is one that nearly all cables have, written as nearly all write it: a field, a
    /// caption alone, the classification line. No other rule would take it, so none need be asked.
    pub(super) fn usual_line(&mut self, words: &'t str, line: Line) -> bool {
        match self.open {
            _ if self.labelled => false,
            Open::Nothing | Open::Passing => {
                self.usual_field(words, line)
                    || self.usual_caption(words, line)
                    || self.usual_classification(words, line)
                    || self.usual_preface(words, line)
            }
            // It ends a list of addressees as it stands.
            Open::Addressees(_) => self.usual_classification(words, line),
            Open::Relays | Open::Distribution(_) => false,
        }
    }

    /// Whether the next line belongs to nothing above it but by its own words.
    fn goes_on_with_nothing(&self) -> bool {
        matches!(self.open, Open::Nothing | Open::Passing) && !self.labelled
    }

    /// Whether the body begins at a line as nearly all do. No rule would take it.
    pub(super) fn opens_usual_body(&self, words: &str) -> bool {
        self.goes_on_with_nothing() && body::opens_as_usual(words)
    }

    /// Where the classification line begins in a row of a table that a mirror printed: behind a tab, or behind a quoted
    /// column.
    fn column_inside(&self, words: &str, letters: Letters) -> Option<usize> {
        if !letters.may_have(b'\t') && !letters.may_have(b'"') {
            return None;
        }
        let words = &words[..words.floor_char_boundary(super::FAR)];
        let tab = memchr::memchr(b'\t', words.as_bytes()).map(|at| at + 1);
        let quoted = || {
            let bytes = words.as_bytes();
            memchr::memrchr_iter(b'"', bytes).find(|at| bytes.get(at + 1) == Some(&b',')).map(|at| at + 2)
        };
        let at = tab.or_else(quoted)?;
        let behind = words.get(at..)?;
        let numbered = |line| classification::read_prefix(words, line).is_some_and(|(found, _)| found.number.is_some());
        numbered(behind).then_some(at)
    }

    /// Where a part of the head that is still missing opens inside a line.
    pub(super) fn opens_inside(&self, words: &str, letters: Letters) -> Option<usize> {
        let missing = |key: Key, value: &str| match key {
            Key::ExecutiveOrder => self.order.is_none(),
            Key::Tags => self.cable.tags.is_empty(),
            // Words may end like a keyword, so more of the head stands above, or cables are named.
            Key::References => {
                self.reference_words.is_empty() && (!self.cable.tags.is_empty() || references::opens_list(value))
            }
            Key::ClassifiedBy => self.cable.classified_by.is_none() && !self.cable.tags.is_empty(),
            _ => self.cable.subject.is_none(),
        };
        if body::opens_numbered(words) { None } else { field_end::inside_other(words, letters, missing) }
    }

    /// Whether a telegram begins below a line, so near that a block of attributes may stand before it.
    fn telegram_below(&self, line: Line) -> bool {
        const FAR: usize = 100;
        let lines = iter::successors(self.cursor.after(line), |line| self.cursor.after(*line));
        lines.take(FAR).any(|line| line.text(self.text()).starts_with("FM "))
    }

    /// Whether the body begins at a line that no rule took.
    fn ends_head(&self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let next = self.cursor.after(line).map(|next| next.text(text));
        // A record of a day whose text is lost has nothing but its attributes.
        if words.trimmed() == attributes::OPENING && !self.telegram_below(line) {
            return true;
        }
        if body::opens_body(words, next) {
            return body::opens_numbered(words) || !self.field_right_below(line);
        }
        if self.in_section {
            return self.ends_section_head(line);
        }
        // A line that nothing explains: junk before the head, or prose without a number. Look whether more of a
        // head follows; a body has no such lines.
        !self.head_follows(line)
    }

    pub(super) fn head_follows(&self, line: Line) -> bool {
        const NEAR: usize = 4;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for distance in 0..FAR {
            let Some(line) = ahead else { break };
            let words = line.text(text);
            if body::opens_numbered(words) && self.begun {
                break;
            }
            let bare = strip_leftovers(words);
            // Prose may speak of reasons and references; an authority right below ends a head all the same.
            let keyed = keyword::key(words).is_some_and(|(key, _)| match key {
                Key::Reason | Key::References => false,
                Key::ClassifiedBy => distance < NEAR,
                _ => true,
            });
            let header = bare.starts_with("VZCZC")
                || dtg::read(text, words).is_some()
                || classification::read(text, words).is_some_and(|found| found.number.is_some());
            if keyed || header {
                return true;
            }
            ahead = self.cursor.after(line);
        }
        self.field_close_below(line)
    }

    /// Whether references or the authority, not yet read, are the next words below a line, which may look like a heading:
    /// `ACTION REQUEST`, or a rule below the subject.
    fn field_right_below(&self, line: Line) -> bool {
        const FAR: usize = 3;
        let text = self.text();
        let below = std::iter::successors(self.cursor.after(line), |line| self.cursor.after(*line)).take(FAR);
        let next = below.map(|line| line.text(text)).find(|words| !is_blank(words));
        let missing = match next.and_then(keyword::key) {
            Some((Key::References, value)) => {
                self.reference_words.is_empty() && references::opens_list(value.trimmed())
            }
            Some((Key::ClassifiedBy, _)) => self.cable.classified_by.is_none(),
            _ => false,
        };
        missing && self.cable.subject.is_some()
    }

    /// Whether references or the authority, not yet read, stand just below a line: a subject that went on below a blank
    /// line stands between. A body further down may have such words too.
    fn field_close_below(&self, line: Line) -> bool {
        const FAR: usize = 8;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..FAR {
            let Some(line) = ahead else { return false };
            let words = line.text(text);
            if body::opens_body(words, None) {
                return false;
            }
            match keyword::key(words) {
                Some((Key::References, _)) => return self.reference_words.is_empty() && self.cable.subject.is_some(),
                Some((Key::ClassifiedBy, _)) => {
                    return self.cable.classified_by.is_none() && self.cable.subject.is_some();
                }
                _ => ahead = self.cursor.after(line),
            }
        }
        false
    }
}

/// The words of `line` before `cut`.
fn front_words(line: Line, words: &str, cut: usize) -> Span {
    let start = line.words.start as usize;
    Span::new(start, start + words[..cut].without_at_end(const { Signs::new(" \t\u{a0}\"") }).len())
}

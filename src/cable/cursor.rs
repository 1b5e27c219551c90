//! The one cursor over a cable's text. Only it moves forward, and it moves only by saying what it moved over, so the
//! layout covers every byte once by construction.

use std::cell::RefCell;

use super::model::{Piece, PieceKind};
use crate::text::Span;
use crate::text::line::{Line, Lines, lines};

/// A place in the text, and what everything before it was taken for.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    layout: Vec<Piece>,
    /// Grammars look at a line, at those behind it and back; a line is cut out of the text only once.
    cut: RefCell<Cut<'t>>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Cursor { text, at: 0, layout: Vec::with_capacity(32), cut: RefCell::new(Cut::new(text)) }
    }

    /// The whole text, for slicing.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Where it stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The rest of the line at the cursor; `None` at the end of the text. Fields may share a line, so this need not
    /// be a line from its beginning.
    pub(super) fn line(&self) -> Option<Line> {
        self.line_at(self.at)
    }

    /// The line after `line`, without moving.
    pub(super) fn after(&self, line: Line) -> Option<Line> {
        self.line_at(line.whole.end as usize)
    }

    /// The rest of the line at `at`, without moving.
    pub(super) fn line_at(&self, at: usize) -> Option<Line> {
        let line = self.cut.borrow_mut().line_around(at)?;
        if line.whole.start as usize == at {
            return Some(line);
        }
        let start = Span::new(at, at).start;
        let words = Span { start, end: line.words.end.max(start) };
        Some(Line { words, whole: Span { start, ..line.whole } })
    }

    /// Moves over `line`, which was taken for `kind`.
    pub(super) fn take(&mut self, line: Line, kind: PieceKind) {
        self.take_to(line.whole.end as usize, kind);
    }

    /// Moves to `end`; what lies between was taken for `kind`. An `end` behind the cursor moves nothing.
    pub(super) fn take_to(&mut self, end: usize, kind: PieceKind) {
        if end <= self.at {
            return;
        }
        let span = Span::new(self.at, end);
        self.at = end;
        match self.layout.last_mut() {
            // A run of lines of one kind is one piece; paragraphs stay apart, as each has its own number and mark.
            Some(last) if last.kind == kind && kind != PieceKind::Paragraph => last.span.end = span.end,
            _ => self.layout.push(Piece { kind, span }),
        }
    }

    /// The layout, once the cursor stands at the end.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.take_to(self.text.len(), PieceKind::Text);
        self.layout
    }
}

/// The lines that were looked at so far, and the search that finds more of them.
#[derive(Debug)]
struct Cut<'t> {
    text: &'t str,
    found: Vec<Line>,
    more: Lines<'t>,
    /// The line that was asked for last; the next question is mostly about its neighbour.
    last: usize,
}

impl<'t> Cut<'t> {
    fn new(text: &'t str) -> Self {
        // Enough for the head of most cables.
        Cut { text, found: Vec::with_capacity(128), more: lines(text), last: 0 }
    }

    /// The line that the byte at `at` belongs to, from its beginning; `None` at the end of the text.
    fn line_around(&mut self, at: usize) -> Option<Line> {
        let holds = |line: &&Line| line.whole.contains(at);
        for place in [self.last, self.last + 1] {
            if let Some(line) = self.found.get(place).filter(holds) {
                self.last = place;
                return Some(*line);
            }
        }
        while self.found.last().is_none_or(|line| line.whole.end as usize <= at) {
            let line = self.more.next()?;
            self.found.push(without_backslashes(self.text, line));
        }
        self.last = match self.found.last().filter(holds) {
            Some(_) => self.found.len() - 1,
            None => self.found.partition_point(|line| line.whole.end as usize <= at),
        };
        self.found.get(self.last).copied()
    }
}

/// Some copies of the dump end every line in a backslash, the escape of the line end; it is no word.
fn without_backslashes(text: &str, line: Line) -> Line {
    let end = (line.words.end as usize).checked_sub(1).and_then(|last| text.as_bytes().get(last));
    if end != Some(&b'\\') {
        return line;
    }
    let words = line.text(text);
    let start = line.words.start as usize;
    Line { words: Span::new(start, start + words.trim_end_matches(is_blank_sign).len()), ..line }
}

/// Whether a line holds nothing but blanks.
pub(super) fn is_blank(words: &str) -> bool {
    words.chars().all(is_blank_sign)
}

fn is_blank_sign(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\\')
}

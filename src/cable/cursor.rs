//! The one cursor over a cable's text. Only it moves forward, and it moves only by saying what it moved over, so the
//! layout covers every byte once by construction.

use std::cell::Cell;

use super::model::{Piece, PieceKind};
use crate::text::Span;
use crate::text::line::{Line, next_line};

/// A place in the text, and what everything before it was taken for.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    layout: Vec<Piece>,
    /// The two lines that were looked at last, newest first: grammars look at a line, at the one behind it and back, and
    /// a line is to be cut out of the text only once.
    seen: Cell<[Line; 2]>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Cursor { text, at: 0, layout: Vec::with_capacity(32), seen: Cell::default() }
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

    fn line_at(&self, at: usize) -> Option<Line> {
        let [first, second] = self.seen.get();
        for line in [first, second] {
            if line.whole.contains(at) {
                // The rest of it, where fields share a line.
                let start = Span::new(at, at).start;
                let words = Span { start, end: line.words.end.max(start) };
                return Some(Line { words, whole: Span { start, ..line.whole } });
            }
        }
        let mut line = next_line(self.text, at)?;
        // Some copies of the dump end every line in a backslash, the escape of the line end; it is no word.
        let words = line.text(self.text);
        if words.ends_with('\\') {
            let start = line.words.start as usize;
            line.words = Span::new(start, start + words.trim_end_matches(is_blank_sign).len());
        }
        self.seen.set([line, first]);
        Some(line)
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

/// Whether a line holds nothing but blanks.
pub(super) fn is_blank(words: &str) -> bool {
    words.chars().all(is_blank_sign)
}

fn is_blank_sign(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\\')
}

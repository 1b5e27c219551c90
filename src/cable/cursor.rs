//! The one cursor over a cable's text. Only it moves forward, and it moves only by saying what it moved over, so the
//! layout covers every byte once by construction.

use std::cell::{Cell, RefCell};

use super::model::{Piece, PieceKind};
use crate::text::Span;
use crate::text::line::{Line, line_end};

/// A place in the text, and what everything before it was taken for.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Where the lines end that are seen for now.
    stop: usize,
    /// Up to where lines follow one another as they stand in the text: nowhere once some are passed over.
    plain: usize,
    layout: Vec<Piece>,
    /// Whether the layout is wanted.
    keeps_layout: bool,
    /// Stretches that are passed over, in their order, and how many of them lie behind the cursor.
    asides: Vec<Aside>,
    passed: usize,
    /// The two lines that were asked for last: grammars look at a line, at those behind it and back.
    recent: Cell<[Line; 2]>,
    /// Those before them; a line is cut out of the text only once.
    cut: RefCell<Cut<'t>>,
}

/// A stretch between two lines of the cable that does not belong to what it stands in the middle of: the head of a later
/// section.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) span: Span,
    /// What its lines were taken for; they cover it.
    pub(super) pieces: Vec<Piece>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Cursor { layout: Vec::with_capacity(64), keeps_layout: true, ..Cursor::without_layout(text) }
    }

    /// A cursor for those who do not want the layout.
    pub(super) fn without_layout(text: &'t str) -> Self {
        Cursor {
            text,
            at: 0,
            stop: text.len(),
            plain: text.len(),
            layout: Vec::new(),
            keeps_layout: false,
            asides: Vec::new(),
            passed: 0,
            recent: Cell::new([NO_LINE; 2]),
            cut: RefCell::new(Cut::new(text, 0)),
        }
    }

    /// A cursor over the bytes from `from` on only.
    pub(super) fn from(text: &'t str, from: usize) -> Self {
        Cursor { at: from, cut: RefCell::new(Cut::new(text, from)), ..Cursor::new(text) }
    }

    /// Hides the lines from `stop` on, which is the start of one, until the next call.
    pub(super) fn stop_at(&mut self, stop: usize) {
        self.stop = stop;
        self.plain = if self.asides.is_empty() { stop } else { 0 };
    }

    /// From now on the lines of `asides`, which begin where a line does, are not seen: the line above one is followed by the
    /// line below it.
    pub(super) fn pass_over(&mut self, asides: Vec<Aside>) {
        self.asides = asides;
        self.stop_at(self.stop);
    }

    /// What is passed over between two places.
    pub(super) fn asides_within(&self, span: Span) -> impl Iterator<Item = Span> {
        self.asides.iter().map(|aside| aside.span).filter(move |it| span.start <= it.start && it.end <= span.end)
    }

    /// The whole text, for slicing.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// The text up to where its lines are hidden.
    pub(super) fn seen(&self) -> &'t str {
        self.text.get(..self.stop).unwrap_or(self.text)
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
        let [last, before] = self.recent.get();
        match at {
            _ if at >= self.plain => self.line_searched(at),
            _ if last.whole.start as usize == at => Some(last),
            _ if before.whole.start as usize == at => Some(before),
            _ => self.line_searched(at),
        }
    }

    fn line_searched(&self, mut at: usize) -> Option<Line> {
        if let Some(aside) = self.asides.iter().find(|aside| aside.span.contains(at)) {
            at = aside.span.end as usize;
        }
        let mut cut = self.cut.borrow_mut();
        if at >= self.stop {
            cut.met_end |= at >= self.text.len();
            return None;
        }
        let line = cut.line_around(at)?;
        let [last, _] = self.recent.get();
        self.recent.set([line, last]);
        Some(line)
    }

    /// As [`Cursor::line_at`], of a line that is not asked for again: it is not kept.
    #[inline]
    pub(super) fn passing_line(&self, at: usize) -> Option<Line> {
        if at < self.stop && self.asides.is_empty() { cut_line(self.text, at) } else { self.line_at(at) }
    }

    /// Up to where, and to `end` at the most, the lines from `at` on follow one another as they stand in the text: none is
    /// hidden, and none passed over.
    pub(super) fn plain_until(&self, at: usize, end: usize) -> usize {
        let aside = self.asides.iter().map(|aside| aside.span).find(|span| at < span.end as usize);
        aside.map_or(end, |span| end.min(span.start as usize)).min(self.stop)
    }

    /// The text from the line below `line` on, where that is the next one in the text and can be seen.
    pub(super) fn below(&self, line: Line) -> Option<&'t [u8]> {
        let at = line.whole.end as usize;
        self.text.as_bytes().get(at..).filter(|_| at < self.plain)
    }

    /// Whether anybody asked for a line behind the last one.
    pub(super) fn met_end(&self) -> bool {
        self.cut.borrow().met_end
    }

    /// Moves over `line`, which was taken for `kind`.
    pub(super) fn take(&mut self, line: Line, kind: PieceKind) {
        self.take_to(line.whole.end as usize, kind);
    }

    /// Moves to `end`; what lies between was taken for `kind`. An `end` behind the cursor moves nothing.
    pub(super) fn take_to(&mut self, end: usize, kind: PieceKind) {
        while let Some(Aside { span, pieces }) = self.asides.get(self.passed).filter(|it| it.span.end as usize <= end) {
            let (start, behind, pieces) = (span.start as usize, span.end as usize, pieces.clone());
            self.passed += 1;
            if start >= self.at {
                self.add(start, kind);
                self.layout.extend(pieces);
                self.at = behind;
            }
        }
        self.add(end, kind);
    }

    fn add(&mut self, end: usize, kind: PieceKind) {
        if end <= self.at {
            return;
        }
        let span = Span::new(self.at, end);
        self.at = end;
        if !self.keeps_layout {
            return;
        }
        match self.layout.last_mut() {
            // A run of lines of one kind is one piece; paragraphs stay apart, as each has its own number and mark.
            Some(last) if last.kind == kind && kind != PieceKind::Paragraph => last.span.end = span.end,
            _ => self.layout.push(Piece { kind, span }),
        }
    }

    /// What was moved over so far.
    pub(super) fn into_layout(self) -> Vec<Piece> {
        self.layout
    }

    /// The layout, once the cursor stands at the end.
    pub(super) fn finish(&mut self) -> Vec<Piece> {
        self.take_to(self.text.len(), PieceKind::Text);
        std::mem::take(&mut self.layout)
    }
}

/// Stands for a line where there is none: a text is not that long.
const NO_LINE: Line = {
    let span = Span { start: u32::MAX, end: u32::MAX };
    Line { words: span, whole: span }
};

/// A stretch of lines that were looked at, one below the other.
#[derive(Debug)]
struct Cut<'t> {
    text: &'t str,
    found: Vec<Line>,
    /// Where the line begins that is cut next.
    next: usize,
    /// Whether more lines were asked for than there are.
    met_end: bool,
}

impl<'t> Cut<'t> {
    fn new(text: &'t str, from: usize) -> Self {
        // Enough for the head of most cables, and no more than allocators give at once.
        Cut { text, found: Vec::with_capacity(64), next: from, met_end: false }
    }

    /// What is left at `at` of the line that this byte of the text belongs to.
    fn line_around(&mut self, at: usize) -> Option<Line> {
        if at >= self.next {
            // The lines between were passed over without a question.
            if at > self.next {
                self.found.clear();
            }
            let (stop, end) = line_end(self.text, at);
            let line = line_between(self.text, at, stop, end);
            self.found.push(line);
            self.next = end;
            return Some(line);
        }
        if self.found.first().is_none_or(|first| at < first.whole.start as usize) {
            self.found.clear();
            self.next = at;
            return self.line_around(at);
        }
        let whole = self.found.get(self.found.partition_point(|line| line.whole.end as usize <= at))?;
        let start = Span::new(at, at).start;
        let words = Span { start, end: whole.words.end.max(start) };
        Some(if start == whole.whole.start { *whole } else { Line { words, whole: Span { start, ..whole.whole } } })
    }
}

/// The line that begins at `at`, as the cursor sees it.
#[inline]
pub(super) fn cut_line(text: &str, at: usize) -> Option<Line> {
    if at >= text.len() {
        return None;
    }
    let (stop, end) = line_end(text, at);
    Some(line_between(text, at, stop, end))
}

/// The same of a line whose end is known: where its words stop, blanks included, and where the next line begins.
pub(super) fn line_between(text: &str, at: usize, stop: usize, end: usize) -> Line {
    without_backslashes(text, Line::between(text, at, stop, end))
}

/// Some copies of the dump end every line in a backslash, the escape of the line end; it is no word.
#[inline]
fn without_backslashes(text: &str, line: Line) -> Line {
    let end = (line.words.end as usize).checked_sub(1).and_then(|last| text.as_bytes().get(last));
    if end == Some(&b'\\') { trimmed_of_backslashes(text, line) } else { line }
}

#[cold]
fn trimmed_of_backslashes(text: &str, line: Line) -> Line {
    let words = line.text(text);
    let start = line.words.start as usize;
    Line { words: Span::new(start, start + words.trim_end_matches(is_blank_sign).len()), ..line }
}

/// Whether a line holds nothing but blanks.
pub(super) fn is_blank(words: &str) -> bool {
    // The first byte tells of most lines.
    match words.as_bytes() {
        [first, ..] if first.is_ascii_graphic() && *first != b'\\' => false,
        _ => words.chars().all(is_blank_sign),
    }
}

fn is_blank_sign(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\\')
}

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
    /// The two lines that were cut out of the text last, the last one first: grammars look at a line, at those behind it and
    /// back.
    recent: Cell<[Line; 2]>,
    /// Those before them that the cursor has not passed; see [`Cursor::seen_before`].
    ahead: RefCell<Vec<Line>>,
    /// Whether more lines were asked for than there are.
    met_end: Cell<bool>,
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
            ahead: RefCell::default(),
            met_end: Cell::new(false),
        }
    }

    /// A cursor over the bytes from `from` on only.
    pub(super) fn from(text: &'t str, from: usize) -> Self {
        Cursor { at: from, ..Cursor::new(text) }
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
            _ if at >= self.plain => self.line_passed_to(at),
            _ if last.whole.start as usize == at => Some(last),
            _ if before.whole.start as usize == at => Some(before),
            _ => self.line_searched(at),
        }
    }

    /// The same where lines are passed over or hidden.
    #[cold]
    fn line_passed_to(&self, mut at: usize) -> Option<Line> {
        if let Some(aside) = self.asides.iter().find(|aside| aside.span.contains(at)) {
            at = aside.span.end as usize;
        }
        if at >= self.stop {
            self.met_end.set(self.met_end.get() || at >= self.text.len());
            return None;
        }
        self.line_searched(at)
    }

    /// The same of a line that is none of the last two.
    fn line_searched(&self, at: usize) -> Option<Line> {
        let [last, before] = self.recent.get();
        // Mostly it is the line below the last one.
        if last.whole.end as usize != at
            && let Some(line) = self.seen_before(at)
        {
            return Some(line);
        }
        let (stop, end) = line_end(self.text, at);
        let line = line_between(self.text, at, stop, end);
        if before.whole.end as usize > self.at {
            self.keep(before);
        }
        self.recent.set([line, last]);
        Some(line)
    }

    /// As [`Cursor::line_at`], of a line that is not asked for again: it is not kept.
    #[inline]
    pub(super) fn passing_line(&self, at: usize) -> Option<Line> {
        if at < self.plain { cut_line(self.text, at) } else { self.line_at(at) }
    }

    /// What is left at `at` of a line that was cut before. A long line is cut once, however many fields stand in it and however
    /// far grammars look ahead from each.
    fn seen_before(&self, at: usize) -> Option<Line> {
        let holds = |line: &Line| line.whole.contains(at);
        let whole = self.recent.get().into_iter().find(holds).or_else(|| {
            let ahead = self.ahead.borrow();
            ahead.get(ahead.partition_point(|line| line.whole.end as usize <= at)).copied().filter(holds)
        })?;
        let start = Span::new(at, at).start;
        let words = Span { start, end: whole.words.end.max(start) };
        Some(if start == whole.whole.start { whole } else { Line { words, whole: Span { start, ..whole.whole } } })
    }

    /// Keeps a line that lies before the cursor. They are kept in their order.
    #[cold]
    fn keep(&self, line: Line) {
        let mut ahead = self.ahead.borrow_mut();
        match ahead.last().map(|last| last.whole.end) {
            Some(end) if end as usize <= self.at => ahead.clear(),
            // It was kept, and looked at again.
            Some(end) if end > line.whole.start => return,
            _ => {}
        }
        ahead.push(line);
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
        self.met_end.get()
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

/// Stands for a line where there is none: no text is so long that one begins there, and it ends before any.
const NO_LINE: Line = {
    let span = Span { start: u32::MAX, end: 0 };
    Line { words: span, whole: span }
};

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever was asked before, what is left of a line is the same as for one who asks for nothing else.
        #[test]
        fn lines_are_the_same_in_any_order(
            text in "([a-c \u{a0}\\\\]{0,3}(\n|\r|\r\n)?){0,12}",
            steps in prop::collection::vec((0..60_usize, any::<bool>()), 0..40),
        ) {
            let mut cursor = Cursor::new(&text);
            for (at, moves) in steps {
                let at = text.floor_char_boundary(at);
                if moves {
                    cursor.take_to(cursor.at().max(at.min(cursor.at() + 4)), PieceKind::Text);
                }
                for at in [at, cursor.at()].into_iter().filter(|at| text.is_char_boundary(*at)) {
                    prop_assert_eq!(cursor.line_at(at), Cursor::new(&text).line_at(at), "{} {}", at, text);
                }
            }
        }
    }
}

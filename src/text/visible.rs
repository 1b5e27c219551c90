//! Makes hostile text visible: the one way from a file to a screen, a title, a terminal's output or a message.
//!
//! A terminal obeys what it is sent. A cable may hold escape codes that clear the screen, backspaces that paint
//! `UNCLAS` over `SECRET`, or characters that turn a word around. [`visible`] puts a mark in the place of each of them,
//! and [`Visible`] is the proof that it has been asked: drawing takes `&Visible`, and there is no other way to make one.
//!
//! What it shows is a line. It does not know which line, and wraps and cuts nothing. Letters of scripts that run from
//! right to left are letters and stay; only the characters that change the direction of others are marked. A text may
//! also hold the letters of a mark (`^[`) as such; [`Visible::marks`] tells the ones that were put in.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::{Deref, Range};

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthChar;

use super::Span;
use super::hidden::hidden;
use super::line::lines;
use super::width::width;

/// Columns from one tab stop to the next, as terminals have it.
const TAB: usize = 8;

/// Combining marks that one character may carry. Real scripts need three; a pile of them paints over other rows.
const STACK: usize = 4;

/// Columns that may be joined to one character on the screen. Some scripts join letters without limit, and what does not
/// fit into a row would be left out when it is drawn.
const JOINED: usize = 8;

/// Text that may be drawn: no control, nothing of zero width by itself, nothing that reorders its neighbours.
///
/// It remembers where marks were put in, and where each of its bytes came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visible<'a> {
    text: Cow<'a, str>,
    /// Where the text starts in what [`visible`] was given.
    origin: usize,
    /// What was replaced, in order. Everything else stands as it came.
    changes: Vec<Change>,
}

/// A stretch of the source and what is shown for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    source: Span,
    shown: Span,
    /// A mark; otherwise blanks for a tab, or a tail that has no source.
    mark: bool,
}

/// Makes one line fit to be drawn. Nothing is copied where nothing has to change.
///
/// | in the text | shown |
/// |---|---|
/// | C0 controls and DEL, line ends too | `^[`, `^H`, `^?` |
/// | C1 controls | `<9B>` |
/// | direction controls, zero-width, tags, selectors, private use, ... (see [`super::hidden::HIDDEN`]) | `<U+202E>` |
/// | a combining mark without a character to stand on | `<U+0301>` |
/// | combining marks beyond the fourth on one character | `<+57>`, how many more |
/// | a tab | blanks to the next stop of 8 columns; no mark |
///
/// ```
/// use sipdis::text::visible;
/// let line = visible("SECRET\u{8}\u{8}UNCLAS");
/// assert_eq!(line.as_str(), "SECRET^H^HUNCLAS");
/// assert_eq!(line.marks().collect::<Vec<_>>(), [6..8, 8..10]);
/// ```
pub fn visible(text: &str) -> Visible<'_> {
    let mut writer = Writer { source: text, ..Writer::default() };
    let mut at = 0;
    while let Some(odd) = next_odd(text, at) {
        at = match text.as_bytes().get(odd) {
            Some(b'\t') => writer.tab(odd),
            Some(&byte) if byte < 0x80 => writer.control(odd, byte),
            // What is odd may stand on the plain letter before it.
            _ if odd > at => writer.cluster(odd - 1),
            _ => writer.cluster(odd),
        };
    }
    writer.finish()
}

/// Makes a text of several lines fit for a terminal's output or a message: LF and CR LF end a line, all else is as
/// [`visible`] has it.
///
/// ```
/// use sipdis::text::visible::visible_block;
/// assert_eq!(visible_block("cannot open \u{1b}[2J:\r\nno such file"), "cannot open ^[[2J:\nno such file");
/// ```
pub fn visible_block(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| matches!(b, b'\n' | 0x20..=0x7e);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&visible(line.strip_suffix('\r').unwrap_or(line)));
    }
    Cow::Owned(out)
}

/// How many marks [`visible`] puts into a text of many lines. Line ends of any kind and tabs are not counted.
///
/// ```
/// use sipdis::text::visible::count_marks;
/// assert_eq!(count_marks("BT\r\r\nSECRET\u{8}\tX\n"), 1);
/// ```
pub fn count_marks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    // Lines of plain letters hold none, and nobody has to look where they end.
    while let Some(odd) = next_but(bytes, at, |byte| is_plain(byte) || byte == b'\n') {
        let before = bytes.get(at..odd).and_then(|before| memchr::memrchr(b'\n', before));
        let behind = bytes.get(odd..).and_then(|behind| memchr::memchr(b'\n', behind));
        let start = before.map_or(at, |feed| at + feed + 1);
        at = behind.map_or(text.len(), |feed| odd + feed + 1);
        let odd_lines = text.get(start..at).unwrap_or_default();
        count += lines(odd_lines).map(|line| visible(line.text(odd_lines)).marks().count()).sum::<usize>();
    }
    count
}

/// Whether a text holds anything that must be marked. It stops at the first.
pub fn is_hostile(text: &str) -> bool {
    lines(text).any(|line| visible(line.text(text)).marks().next().is_some())
}

/// Whether a byte is a letter, figure or sign of ASCII, or a blank.
fn is_plain(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte)
}

/// The next byte at or after `from` that is not plain ASCII.
fn next_odd(text: &str, from: usize) -> Option<usize> {
    next_but(text.as_bytes(), from, is_plain)
}

/// The next byte at or after `from` of which something does not hold.
fn next_but(bytes: &[u8], from: usize, holds: impl Fn(u8) -> bool) -> Option<usize> {
    /// As many as are looked at in one step.
    const BLOCK: usize = 32;
    let rest = bytes.get(from..)?;
    let all_hold = |block: &&[u8]| block.iter().fold(true, |all, byte| all & holds(*byte));
    let passed = BLOCK * rest.chunks_exact(BLOCK).take_while(all_hold).count();
    rest.get(passed..)?.iter().position(|byte| !holds(*byte)).map(|at| from + passed + at)
}

impl<'a> Visible<'a> {
    /// Words of the program itself. They are taken as they stand, so they must not hold what [`visible`] would mark.
    pub const fn literal(text: &'static str) -> Visible<'static> {
        Visible { text: Cow::Borrowed(text), origin: 0, changes: Vec::new() }
    }

    /// The text to draw.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text to draw, for those who keep it.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The same without the borrow.
    pub fn into_owned(self) -> Visible<'static> {
        Visible { text: Cow::Owned(self.text.into_owned()), origin: self.origin, changes: self.changes }
    }

    /// The byte ranges of the shown text that are marks, in order.
    pub fn marks(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.changes.iter().filter(|change| change.mark).map(|change| change.shown.range())
    }

    /// The byte of the source that is shown at byte `shown`: for all of a mark, where its character starts.
    ///
    /// ```
    /// use sipdis::text::visible;
    /// let line = visible("a\u{202e}b");
    /// assert_eq!(line.as_str(), "a<U+202E>b");
    /// assert_eq!([0, 1, 5, 9, 10].map(|at| line.source_at(at)), [0, 1, 1, 4, 5]);
    /// ```
    pub fn source_at(&self, shown: usize) -> usize {
        let before = self.changes.partition_point(|change| change.shown.start as usize <= shown);
        match before.checked_sub(1).and_then(|at| self.changes.get(at)) {
            None => self.origin + shown,
            Some(change) if shown < change.shown.end as usize => change.source.start as usize,
            Some(change) => change.source.end as usize + (shown - change.shown.end as usize),
        }
    }

    /// The byte of the shown text at which byte `source` is shown: for all of a marked stretch, where its mark starts.
    ///
    /// ```
    /// use sipdis::text::visible;
    /// assert_eq!(visible("a\tb").shown_at(2), 8);
    /// ```
    pub fn shown_at(&self, source: usize) -> usize {
        let before = self.changes.partition_point(|change| change.source.start as usize <= source);
        let shown = match before.checked_sub(1).and_then(|at| self.changes.get(at)) {
            None => source.saturating_sub(self.origin),
            Some(change) if source < change.source.end as usize => change.shown.start as usize,
            Some(change) => change.shown.end as usize + (source - change.source.end as usize),
        };
        shown.min(self.text.len())
    }

    /// A part of it, for drawing in pieces. Source offsets stay those of the whole; marks count from the part's start.
    ///
    /// Both ends go forward to the next character as readers see it, so that no part starts with an accent and parts
    /// that meet miss nothing. What lies behind the text is left out.
    ///
    /// ```
    /// use sipdis::text::visible;
    /// let line = visible("cafe\u{301}\u{7}!");
    /// assert_eq!((line.slice(0..4).as_str(), line.slice(4..99).as_str()), ("cafe\u{301}", "^G!"));
    /// ```
    pub fn slice(&self, range: Range<usize>) -> Visible<'_> {
        let (start, end) = (self.next_start(range.start), self.next_start(range.end));
        let first = self.changes.partition_point(|change| change.shown.end as usize <= start);
        let inside = self.changes.iter().skip(first).take_while(|change| (change.shown.start as usize) < end);
        let changes = inside.map(|change| {
            let clip = |at: u32| (at as usize).clamp(start, end.max(start)) - start;
            Change { shown: Span::new(clip(change.shown.start), clip(change.shown.end)), ..*change }
        });
        let text = self.text.get(start..end).unwrap_or_default();
        Visible { text: Cow::Borrowed(text), origin: self.source_at(start), changes: changes.collect() }
    }

    /// The first place at or behind `at` where a character starts, as readers see it.
    fn next_start(&self, at: usize) -> usize {
        // Nothing of ASCII joins what is before it, controls being marked.
        if self.text.as_bytes().get(at).is_none_or(u8::is_ascii) {
            return at.min(self.text.len());
        }
        let at = self.text.ceil_char_boundary(at);
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(false) => cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len()),
            _ => at,
        }
    }

    /// The same with `tail` behind it, which must be fit to be drawn. All of the tail counts as the source's end.
    pub(super) fn with_tail(mut self, tail: &str) -> Self {
        if !tail.is_empty() {
            let (start, end) = (self.text.len(), self.text.len() + tail.len());
            let source = self.source_at(start);
            let (source, shown) = (Span::new(source, source), Span::new(start, end));
            self.changes.push(Change { source, shown, mark: false });
            self.text.to_mut().push_str(tail);
        }
        self
    }
}

impl Deref for Visible<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Visible<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// Copies the source only from the first change on; every method gives the offset at which to go on.
#[derive(Default)]
struct Writer<'a> {
    source: &'a str,
    shown: String,
    /// How far the source has been copied: the end of the last change.
    copied: usize,
    /// How far `shown` has been measured for tab stops, and the columns up to there.
    measured: (usize, usize),
    changes: Vec<Change>,
}

impl<'a> Writer<'a> {
    fn finish(mut self) -> Visible<'a> {
        if self.changes.is_empty() {
            return Visible { text: Cow::Borrowed(self.source), origin: 0, changes: Vec::new() };
        }
        self.copy_to(self.source.len());
        Visible { text: Cow::Owned(self.shown), origin: 0, changes: self.changes }
    }

    fn copy_to(&mut self, end: usize) {
        self.shown.push_str(self.source.get(self.copied..end).unwrap_or_default());
        self.copied = end;
    }

    fn replace(&mut self, source: Range<usize>, mark: bool, with: fmt::Arguments<'_>) -> usize {
        self.copy_to(source.start);
        let start = self.shown.len();
        // Writing to a string does not fail.
        let _ = self.shown.write_fmt(with);
        let shown = Span::new(start, self.shown.len());
        self.changes.push(Change { source: Span::new(source.start, source.end), shown, mark });
        self.copied = source.end;
        source.end
    }

    fn tab(&mut self, at: usize) -> usize {
        self.copy_to(at);
        let (bytes, columns) = self.measured;
        let columns = columns + width(self.shown.get(bytes..).unwrap_or_default());
        let blanks = TAB - columns % TAB;
        let end = self.replace(at..at + 1, false, format_args!("{:blanks$}", ""));
        self.measured = (self.shown.len(), columns + blanks);
        end
    }

    /// In the notation of less and vim: the letter that is typed with Ctrl.
    fn control(&mut self, at: usize, byte: u8) -> usize {
        self.replace(at..at + 1, true, format_args!("^{}", char::from(byte ^ 0x40)))
    }

    fn mark(&mut self, at: usize, c: char) -> usize {
        let (source, code) = (at..at + c.len_utf8(), u32::from(c));
        match code {
            0x80..=0x9f => self.replace(source, true, format_args!("<{code:02X}>")),
            _ => self.replace(source, true, format_args!("<U+{code:04X}>")),
        }
    }

    /// One character as readers see it: a letter with all that stands on it or is joined to it.
    ///
    /// After a mark the next letter starts anew, so that nothing stands on a mark.
    fn cluster(&mut self, start: usize) -> usize {
        let cluster = self.source.get(start..).and_then(|rest| rest.graphemes(true).next()).unwrap_or_default();
        let mut on = Base::default();
        let mut surplus = 0..0;
        let mut surplus_count = 0;
        for (i, c) in cluster.char_indices() {
            let (at, end) = (start + i, start + i + c.len_utf8());
            let columns = c.width().unwrap_or(0);
            let is_hidden = hidden(c).is_some();
            if !is_hidden && columns == 0 && on.columns > 0 && on.stacked == STACK {
                surplus = if surplus_count == 0 { at..end } else { surplus.start..end };
                surplus_count += 1;
                continue;
            }
            if surplus_count > 0 {
                self.replace(surplus.clone(), true, format_args!("<+{surplus_count}>"));
                surplus_count = 0;
                on = Base::default();
            }
            // Behind a letter a joining character would be in that letter's cluster; so this asks only where there is none.
            let lonely = on.columns == 0 && (columns == 0 || (at == self.copied && joins(c)));
            if is_hidden || lonely || on.columns + columns > JOINED {
                self.mark(at, c);
                on = Base::default();
            } else if columns == 0 {
                on.stacked += 1;
            } else {
                on = Base { columns: on.columns + columns, stacked: 0 };
            }
        }
        if surplus_count > 0 {
            self.replace(surplus, true, format_args!("<+{surplus_count}>"));
        }
        start + cluster.len().max(1)
    }
}

/// What the next character of a cluster can stand on: nothing at the start and behind a mark.
#[derive(Default)]
struct Base {
    columns: usize,
    stacked: usize,
}

/// Whether a character joins the one before it, whatever that is.
fn joins(c: char) -> bool {
    let pair = ['a', c].iter().collect::<String>();
    pair.graphemes(true).nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        assert_eq!(visible(text).as_str(), shown);
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["", "FM AMEMBASSY ROME", "Ahtisaari à Vienne – 全角 e\u{301}"] {
            assert!(matches!(visible(text).into_text(), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn controls_are_shown_as_less_and_vim_show_them() {
        check("\0\u{7}\u{b}\u{c}\u{1b}[2J\u{7f}", "^@^G^K^L^[[2J^?");
        check("SECRET\u{8}\u{8}\u{8}UNCLAS", "SECRET^H^H^HUNCLAS");
        check("secret part\rUNCLAS\nX", "secret part^MUNCLAS^JX");
        check("\u{9b}31m\u{85}", "<9B>31m<85>");
    }

    #[test]
    fn what_hides_is_shown_by_its_number() {
        check("\u{202e}SSALCNU\u{202c}", "<U+202E>SSALCNU<U+202C>");
        check("SEC\u{200b}RET", "SEC<U+200B>RET");
        check("a\u{fe0f}\u{e0041}\u{e000}", "a<U+FE0F><U+E0041><U+E000>");
        check("\u{2028}\u{feff}\u{10ffff}", "<U+2028><U+FEFF><U+10FFFF>");
        check("\u{1f469}\u{200d}\u{1f467}", "\u{1f469}<U+200D>\u{1f467}");
    }

    #[test]
    fn a_combining_mark_needs_a_letter() {
        check("e\u{301}", "e\u{301}");
        check("\u{301}e", "<U+0301>e");
        check("\u{1b}\u{301}", "^[<U+0301>");
        check("a\u{200d}\u{301}", "a<U+200D><U+0301>");
        check("\t\u{903}", "        <U+0903>");
        check("\u{1161}", "<U+1161>");
    }

    #[test]
    fn combining_marks_are_capped() {
        let pile = |n| "\u{300}".repeat(n);
        check(&format!("Z{}!", pile(4)), &format!("Z{}!", pile(4)));
        check(&format!("Z{}!", pile(61)), &format!("Z{}<+57>!", pile(4)));
        check(&format!("Z{}\u{903}", pile(5)), &format!("Z{}<+1><U+0903>", pile(4)));
    }

    #[test]
    fn letters_that_a_script_joins_do_not_grow_without_limit() {
        let conjunct = format!("\u{915}{}", "\u{94d}\u{915}".repeat(20));
        let shown = visible(&conjunct);
        assert!(shown.graphemes(true).all(|cluster| width(cluster) <= JOINED), "{shown}");
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        check("\tx", "        x");
        check("1234567\tx\t", "1234567 x       ");
        check("12345678\tx", "12345678        x");
        check("全\tx", "全      x");
        check("\u{1b}\tx", "^[      x");
        assert_eq!(count_marks("a\tb"), 0);
    }

    #[test]
    fn marks_and_their_sources_are_known() {
        let line = visible("a\u{8}Z\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}b");
        assert_eq!(line.as_str(), "a^HZ\u{300}\u{300}\u{300}\u{300}<+2>b");
        assert_eq!(line.marks().map(|mark| &line[mark]).collect::<Vec<_>>(), ["^H", "<+2>"]);
        // shown: a 0, ^H 1, Z 3, four marks 4..12, <+2> 12..16, b 16; source: Z 2, six marks 3..15, b 15
        assert_eq!([0, 1, 2, 3, 12, 15, 16, 17].map(|at| line.source_at(at)), [0, 1, 1, 2, 11, 11, 15, 16]);
        assert_eq!([0, 1, 2, 11, 13, 15, 16, 99].map(|at| line.shown_at(at)), [0, 1, 3, 12, 12, 16, 17, 17]);
    }

    #[test]
    fn a_slice_keeps_its_marks_and_its_sources() {
        let line = visible("ab\u{1b}cd\u{1b}ef");
        let part = line.slice(3..8);
        assert_eq!(part.as_str(), "[cd^[");
        assert_eq!(part.marks().collect::<Vec<_>>(), [0..1, 3..5]);
        assert_eq!([0, 1, 3, 5].map(|at| part.source_at(at)), [2, 3, 5, 6]);
        assert_eq!(visible("plain").slice(2..4).source_at(1), 3);
        assert_eq!(line.slice(50..60).as_str(), "");
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(visible_block("a\r\nb\rc\u{1b}\n"), "a\nb^Mc^[\n");
        assert!(matches!(visible_block("a\nb"), Cow::Borrowed("a\nb")));
    }

    #[test]
    fn marks_are_counted_but_not_line_ends() {
        assert_eq!(count_marks("BT\r\r\nFM X\rTO Y\n\u{1b}[0m\u{202e}"), 2);
        assert!(!is_hostile("BT\r\r\nFM\tX\r"));
        assert!(is_hostile("BT\nUN\u{200b}CLAS"));
    }
}

//! Tables in the words of a cable: rows whose columns stand below one another.
//!
//! Nothing marks a table but its blanks, and prose has doubled blanks too: behind full stops, and where copies lost line
//! ends. So a gap alone says nothing. Two rows near each other must have a gap that ends in the same column, or figures
//! that end in the same column; then what stands between them, and the titles above them, are of the table.
//!
//! Found when somebody asks, as the reading view and the published form do; parsing does not need it.

use std::ops::RangeInclusive;

use super::super::{Cable, Paragraph};
use super::heading;
use super::label::label;
use super::words::body_lines;
use crate::text::Span;

/// Blanks that divide columns by themselves; two of them also stand between sentences.
const WIDE: usize = 3;
/// How many rows down a row is compared with others: double spacing, and cells that go on below, stand between.
const NEAR: usize = 3;
/// A line without columns among rows goes on with a cell where it is no longer than that; prose is longer.
const SHORT: usize = 45;
/// So many rows with wide gaps, one below the other, are a list whose columns were typed carelessly.
const LIST: usize = 3;
/// The names in front of a row's columns take no more columns.
const FIRST: usize = 40;
/// A line that begins so far to the right above a table is the title of a column.
const DEEP: usize = 8;
/// Title lines and rules that a table may have above its first row.
const TITLES: usize = 6;
/// Rows of a list without aligned columns, and titles, are no longer than that.
const NARROW: usize = 100;
/// Lines of more bytes are paragraphs of a word processor, and no rows.
const LONGEST: usize = 400;

impl Cable {
    /// Where tables stand in the bodies of the paragraphs, in order. A table over several paragraphs is one in each.
    ///
    /// ```
    /// use sipdis::cable::{Hints, parse};
    /// let text = "UNCLAS ROME 000042\n\nSUBJECT: FISH\n\n1. (U) The catch.  In tons:\n\n\
    ///             North    120   1,400\nSouth     95     900\n\nIt rose.\n";
    /// let tables = parse(text, &Hints::default()).tables(text);
    /// assert_eq!(tables.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["North    120   1,400\nSouth     95     900"]);
    /// ```
    pub fn tables(&self, text: &str) -> Vec<Span> {
        let bodies = self.paragraphs.iter().map(|it| (body_with_indent(text, it), it.noise.as_slice()));
        tables(text, bodies)
    }
}

/// Where tables stand in some stretches of a text, given with the page lines in them; see [`Cable::tables`].
pub fn tables<'n>(text: &str, bodies: impl IntoIterator<Item = (Span, &'n [Span])>) -> Vec<Span> {
    let mut rows: Vec<Row> = Vec::new();
    for (number, (body, noise)) in bodies.into_iter().enumerate() {
        for line in body_lines(text, body, noise) {
            let lead = if line.span.start == body.start { column(text, body.start) } else { 0 };
            let row = Row::of(line.text, lead, line.span, number);
            // One line of a gap is enough between two tables.
            if row.kind != Kind::Blank || rows.last().is_some_and(|above| above.kind != Kind::Blank) {
                rows.push(row);
            }
        }
        rows.push(Row::default());
    }
    let mut found: Vec<Span> = Vec::new();
    for range in ranges(&rows) {
        let mut above = None;
        for row in rows[range].iter().filter(|row| row.kind != Kind::Blank) {
            match found.last_mut() {
                Some(last) if above == Some(row.stretch) => last.end = row.span.end,
                _ => found.push(row.span),
            }
            above = Some(row.stretch);
        }
    }
    found
}

/// The words of a paragraph. Without a number they begin with the blanks before them, which may be those of a table.
pub fn body_with_indent(text: &str, paragraph: &Paragraph) -> Span {
    let body = paragraph.body;
    if paragraph.number.is_some() || paragraph.portion.is_some() {
        return body;
    }
    let before = text.get(..body.start as usize).unwrap_or("");
    Span::new(before.trim_end_matches([' ', '\t']).len(), body.end as usize)
}

/// The column in which a byte stands: how many characters of its line are before it.
fn column(text: &str, byte: u32) -> usize {
    let before = text.as_bytes().get(..byte as usize).unwrap_or_default();
    let line = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
    before[line..].iter().filter(|byte| !is_continuation(**byte)).count()
}

/// Whether a byte is the second or a later one of a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// Nothing, or where a stretch ends.
    #[default]
    Blank,
    /// A line of dashes.
    Rule,
    /// Words with a gap that may divide columns.
    Columns,
    /// Other words.
    Words,
}

/// A line, and what of it may be columns.
#[derive(Debug, Default)]
struct Row {
    kind: Kind,
    span: Span,
    /// In which of the stretches it stands.
    stretch: usize,
    indent: usize,
    width: usize,
    cells: Vec<Cell>,
    /// Whether it begins as a sentence does not: with a capital, a figure or a sign.
    opens: bool,
    /// Whether it is nothing but figures in columns.
    sheer: bool,
}

/// What stands behind a gap.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: usize,
    end: usize,
    wide: bool,
    figure: bool,
}

impl Row {
    fn of(words: &str, lead: usize, span: Span, stretch: usize) -> Row {
        let bare = words.trim_start();
        if bare.is_empty() {
            return Row { span, stretch, ..Row::default() };
        }
        let indent = lead + columns(&words[..words.len() - bare.len()], lead);
        let (cells, width) = if bare.len() > LONGEST { (Vec::new(), bare.len()) } else { cells(bare, indent) };
        let kind = match (heading::is_rule(words), cells.is_empty()) {
            (true, true) => Kind::Rule,
            (_, false) => Kind::Columns,
            (false, true) => Kind::Words,
        };
        let opens = !bare.starts_with(char::is_lowercase);
        let sheer = cells.len() >= LIST && is_figure(bare) && cells.iter().all(|cell| cell.figure);
        Row { kind, span, stretch, indent, width, cells, opens, sheer }
    }

    fn is_wide(&self) -> bool {
        self.cells.iter().any(|cell| cell.wide) && self.width <= NARROW
    }

    /// Whether both have a column in the same place. Gaps of two blanks are those of sentences too: they count before
    /// figures, and behind the first words of a row.
    fn aligns(&self, other: &Row) -> bool {
        let first = |row: &Row, cell: &Cell| row.cells.first().is_some_and(|first| first.start == cell.start);
        let fits = |a: &Cell, b: &Cell| {
            let figures = a.figure && b.figure;
            let names = || (a.wide || b.wide) && a.start <= FIRST && first(self, a) && first(other, b);
            a.start == b.start && (a.wide && b.wide || figures || names()) || figures && a.end == b.end
        };
        self.sheer && other.sheer || self.cells.iter().any(|a| other.cells.iter().any(|b| fits(a, b)))
    }

    /// Whether it may stand between two rows that align, whose columns begin at `column`.
    fn goes_on(&self, column: usize) -> bool {
        match self.kind {
            Kind::Blank | Kind::Rule | Kind::Columns => true,
            Kind::Words => self.width <= SHORT || self.indent + 2 >= column,
        }
    }

    /// Whether it is a title or a rule above rows, or the end of a cell below them.
    fn belongs(&self) -> bool {
        self.width <= NARROW && (matches!(self.kind, Kind::Rule | Kind::Columns) || self.indent >= DEEP)
    }
}

/// How many columns blanks and tabs take from a column on.
fn columns(blanks: &str, from: usize) -> usize {
    const TAB: usize = 8;
    blanks.chars().fold(from, |at, c| if c == '\t' { (at / TAB + 1) * TAB } else { at + 1 }) - from
}

/// What divides words: blanks, tabs, and blanks at which no line is broken.
const BLANKS: [char; 3] = [' ', '\t', '\u{a0}'];

/// Whether a line may have a gap: two blanks, a tab, or the first byte of a blank at which no line is broken. Without a way
/// out before the end, many bytes are looked at in one step.
fn may_have_gap(line: &[u8]) -> bool {
    let pairs = line.iter().zip(line.iter().skip(1));
    pairs.fold(false, |any, (a, b)| any | (*a == b' ' && *b == b' ') | matches!(a, b'\t' | 0xc2))
}

/// Where a line has its first gap: a tab, or two blanks.
fn gap(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| match bytes.get(at..)? {
        [b' ' | b'\t', ..] => Some(1),
        [0xc2, 0xa0, ..] => Some(2),
        _ => None,
    };
    (0..bytes.len()).find(|at| bytes[*at] == b'\t' || blank(*at).is_some_and(|len| blank(at + len).is_some()))
}

/// What stands behind each gap of a line that begins in the column `indent`, and the column behind the line.
fn cells(bare: &str, indent: usize) -> (Vec<Cell>, usize) {
    if !may_have_gap(bare.as_bytes()) {
        return (Vec::new(), indent + bare.chars().count());
    }
    let mut cells: Vec<Cell> = Vec::new();
    let (mut rest, mut at) = (bare, indent);
    let mut before = "";
    loop {
        // A cell goes on over single blanks.
        let (cell, behind) = rest.split_at(gap(rest).unwrap_or(rest.len()));
        let end = at + columns(cell, at);
        if let Some(last) = cells.last_mut().filter(|last| last.start == at) {
            last.end = end;
            last.figure = is_figure(cell);
        }
        let next = behind.trim_start_matches(BLANKS);
        if next.is_empty() {
            return (cells, end);
        }
        let gap = columns(&behind[..behind.len() - next.len()], end);
        let first = before.is_empty();
        before = cell;
        (rest, at) = (next, end + gap);
        if divides(cell, next, gap, first) {
            cells.push(Cell { start: at, end: at, wide: gap >= WIDE, figure: false });
        }
    }
}

/// Whether a gap between two words may divide columns: not behind the end of a sentence or a label.
fn divides(before: &str, behind: &str, gap: usize, first: bool) -> bool {
    let is_label = || {
        let bare = before.trim_start_matches(['\u{b6}', '-', '*']);
        bare.is_empty()
            || before.len() <= 5 && label(&format!("{bare} ")).is_some()
            || bare.ends_with(')') && bare.len() < 9
    };
    let sentence = before.ends_with(['.', '!', '?', ':', ';', ',', '"', '\'', '\u{201d}']) || before.ends_with(".)");
    let figure = is_figure(behind.split([' ', '\t']).next().unwrap_or(""));
    if sentence && !(figure && gap >= WIDE || gap > 2 * WIDE) {
        return false;
    }
    !(first && is_label())
}

/// Whether a cell holds figures, or what stands in their place.
fn is_figure(cell: &str) -> bool {
    let bare = cell.trim_start_matches(['(', '$', '-', '+', '<', '=', '~', '_']);
    bare.is_empty() && !cell.is_empty() || bare.starts_with(|c: char| c.is_ascii_digit()) || bare.starts_with("N/A")
}

/// The rows of each table.
fn ranges(rows: &[Row]) -> Vec<RangeInclusive<usize>> {
    let mut found: Vec<RangeInclusive<usize>> = Vec::new();
    let add = |found: &mut Vec<RangeInclusive<usize>>, range: RangeInclusive<usize>| match found.last_mut() {
        Some(last) if range.start() <= last.end() => *last = *last.start()..=(*last.end()).max(*range.end()),
        _ => found.push(range),
    };
    let columns = |row: &Row| row.kind == Kind::Columns;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| columns(row)) {
        let below = near_below(rows, at);
        let aligned = below.clone().filter(|next| row.aligns(&rows[*next])).last();
        let column = row.cells.iter().map(|cell| cell.start).min().unwrap_or(0);
        if let Some(end) = aligned.filter(|end| rows[at..*end].iter().all(|row| row.goes_on(column))) {
            add(&mut found, at..=end);
        } else if let Some(end) = careless(rows, at) {
            add(&mut found, at..=end);
        }
    }
    let mut behind = 0;
    let mut grown: Vec<RangeInclusive<usize>> = Vec::new();
    for range in found {
        let range = with_titles(rows, &range, behind);
        behind = range.end() + 1;
        add(&mut grown, range);
    }
    grown
}

/// The rows with columns below a row, as far as it is compared with them.
fn near_below(rows: &[Row], at: usize) -> impl Iterator<Item = usize> + Clone {
    let words = rows.iter().enumerate().skip(at + 1).filter(|(_, row)| row.kind != Kind::Blank).take(NEAR);
    words.filter(|(_, row)| row.kind == Kind::Columns).map(|(at, _)| at)
}

/// The last row of a list that begins at `at` and whose rows have wide gaps, in whatever column.
fn careless(rows: &[Row], at: usize) -> Option<usize> {
    let fits = |row: &Row| row.kind == Kind::Columns && row.is_wide() && row.opens;
    let (mut count, mut last) = (0, at);
    for (place, row) in rows.iter().enumerate().skip(at) {
        if row.kind == Kind::Blank {
            continue;
        }
        if fits(row) {
            (count, last) = (count + 1, place);
        } else if row.kind != Kind::Words || row.width > SHORT || place > last + 1 {
            break;
        }
        if count >= LIST {
            return Some(last);
        }
    }
    None
}

/// A table with the titles above it and what hangs on below it; `from` is the row behind the table above.
fn with_titles(rows: &[Row], range: &RangeInclusive<usize>, from: usize) -> RangeInclusive<usize> {
    let (mut start, mut end) = (*range.start(), *range.end());
    let above = (from..start).rev().take(2 * TITLES);
    for at in above.take_while(|at| rows[*at].kind == Kind::Blank || rows[*at].belongs()) {
        // Two blank rows, or one where a paragraph ends, are no place for a title to go on.
        if rows[at].kind == Kind::Blank && start > at + 1 {
            break;
        }
        if rows[at].kind != Kind::Blank {
            start = at;
        }
    }
    // The first row may be one whose cell goes on below, further to the right.
    if let Some(above) = start.checked_sub(1).filter(|above| *above >= from && !rows[start].opens)
        && rows[above].kind == Kind::Words
        && rows[above].indent < rows[start].indent
        && rows[above].width <= NARROW
    {
        start = above;
    }
    // A rule with nothing above it rules off a heading, and is none of the table's.
    while rows[start].kind == Kind::Rule && start < *range.start() {
        start += 1;
    }
    for (at, row) in rows.iter().enumerate().skip(end + 1).take(TITLES) {
        if !row.belongs() || row.kind == Kind::Blank {
            break;
        }
        end = at;
    }
    start..=end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::lines;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gaps_are_tabs_and_doubled_blanks_of_any_kind(line in "([a-c\u{e9}\u{a2}]{1,3}|[ \t\u{a0}]){0,12}x") {
            let pairs = line.char_indices().zip(line.chars().skip(1).map(Some).chain([None]));
            let is_blank = |c: Option<char>| c.is_some_and(|c| BLANKS.contains(&c));
            let mut gaps = pairs.filter(|((_, c), next)| *c == '\t' || is_blank(Some(*c)) && is_blank(*next));
            let first = gaps.next().map(|((at, _), _)| at);
            prop_assert_eq!(gap(&line), first);
            prop_assert!(first.is_none() || may_have_gap(line.as_bytes()));
        }
    }

    /// The lines of a text with a bar before those of tables.
    fn marked(text: &str) -> String {
        let found = tables(text, [(Span::new(0, text.len()), [].as_slice())]);
        let is_row = |line: Span| found.iter().any(|table| table.start < line.end && line.start < table.end);
        let sign = |line: Span| if is_row(line) { "|" } else { " " };
        lines(text).map(|line| format!("{}{}\n", sign(line.whole), line.text(text))).collect()
    }

    #[track_caller]
    fn check(expected: &str) {
        let text: String = expected.lines().map(|line| format!("{}\n", line.get(1..).unwrap_or(""))).collect();
        assert_eq!(marked(&text), expected);
    }

    #[test]
    fn columns_of_figures_with_their_titles() {
        check(
            " The catch of the year:
|             Tons
|Port       2005   2006
|----       ----   ----
|North       120  1,140
|South, all
|of it        95    900
|Total       215  2,040
 It rose.
",
        );
        check("|Yes                 54.9\n|No                   3.0\n The first question.\n");
        check("|Boats  3\n|\n|Nets  14\n");
    }

    #[test]
    fn schedules_and_lists() {
        check(
            "|Oct 4-29   The keeper climbs the tower of the
|           lighthouse
|
|Nov 17     The delegation leaves
",
        );
        check("|Ann Plover       Keeper\n|Bo Ardea             Mate\n|Cy Tern    Cook\n");
        check(" Ann Plover       Keeper\n Bo Ardea             Mate\n");
    }

    #[test]
    fn prose_with_doubled_blanks_is_none() {
        check(
            " The boats left.  The nets came back.  The men of the
 north asked.  The men said that all of it was theirs.  And
 then, in 2006.  17 more came.   They were counted.
",
        );
        check(" a)  The first of the points\n b)  The second of the points\n c)  The third of them\n");
        check(" (C)  The boats\n (C)  The nets\n");
        check(
            " The public   criticism by the men of the harbour was a
 matter that   erupted on the eve of the talks about the
",
        );
    }

    #[test]
    fn a_table_over_two_paragraphs_is_one_in_each() {
        let text = "1. North    120   140\n2. South     95    90\n";
        let (first, second) = (Span::new(3, 21), Span::new(25, 43));
        assert_eq!(tables(text, [(first, [].as_slice()), (second, [].as_slice())]), [first, second]);
    }
}

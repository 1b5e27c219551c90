//! What rows a block makes at a width.

use std::ops::Range;

use super::Block;
use crate::text::width::{clusters, width};
use crate::text::wrap::wrap;

/// One row of the screen: a part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) block: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) first: bool,
    /// Whether text before it is left out.
    pub(super) begun: bool,
    /// Whether text behind it is left out.
    pub(super) cut: bool,
}

/// Columns of the sign that says that something is left out, and of the blank beside it.
pub(super) const SIGN: usize = 2;

/// Columns for words behind an indent. A deep one in a narrow pane would leave no room for words.
pub(super) fn room(indent: u16, width: u16) -> usize {
    usize::from(width.saturating_sub(indent_in(indent, width))).max(1)
}

/// The rows that a block makes in so many columns, `left` of which have gone out of sight.
pub(super) fn rows_of(number: usize, block: &Block, width: u16, left: usize) -> Vec<Row> {
    let room = |indent: u16| room(indent, width);
    let text = block.text.text();
    let row = |range: Range<usize>| Row {
        block: number,
        start: range.start,
        end: range.end,
        first: range.start == 0,
        begun: false,
        cut: false,
    };
    if block.sideways {
        return vec![Row { first: true, ..sideways_row(text, room(block.indent), left, row) }];
    }
    if block.cut {
        let first = |room| wrap(text, room, room).next().unwrap_or(0..0);
        let whole = first(room(block.indent));
        // A cut row leaves two columns for the sign that says so.
        let cut = whole.end < text.len();
        return vec![if cut { Row { cut, ..row(first(room(block.indent + 2))) } } else { row(whole) }];
    }
    wrap(text, room(block.indent), room(block.hang)).map(row).collect()
}

/// The part of a text in so many columns from the column `left` on, without the signs that stand for what is left out.
fn sideways_row(text: &str, room: usize, left: usize, row: impl Fn(Range<usize>) -> Row) -> Row {
    let places = || columns_of(text);
    let at = |column: usize| places().find(|(_, from)| *from >= column).map_or(text.len(), |(at, _)| at);
    let blank = text.get(..at(left)).unwrap_or("").trim_start().is_empty();
    let (start, room) = if blank { (at(left), room) } else { (at(left + SIGN), room.saturating_sub(SIGN)) };
    let shown = text.get(start..).unwrap_or("");
    if width(shown) <= room {
        return Row { begun: !blank, ..row(start..text.len()) };
    }
    let fits = |(_, columns): &(usize, usize)| *columns <= room.saturating_sub(SIGN);
    let end = columns_of(shown).take_while(fits).last().map_or(0, |(at, _)| at);
    Row { begun: !blank, cut: true, ..row(start..start + end) }
}

/// Where each character of a text begins, and in which column; the end of the text too.
fn columns_of(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut column = 0;
    let starts = clusters(text, 0).map(move |cluster| {
        let at = (cluster.start, column);
        column += cluster.columns;
        at
    });
    starts.chain(std::iter::once_with(move || (text.len(), width(text))))
}

/// The indent that is kept at a width: at most half of it.
pub fn indent_in(indent: u16, width: u16) -> u16 {
    indent.min(width / 2)
}

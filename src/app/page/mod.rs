//! A page: blocks of rich text wrapped to a width, scrolled and searched.
//!
//! The read view, the source view and the help are pages. Knows nothing of cables. Rows are made when blocks or size
//! change, so that drawing only looks them up.

use std::ops::Range;

use super::find::places;
use super::motion::Motion;
use super::rich::{Rich, Role};
use crate::text::width::width;

mod rows;
#[cfg(test)]
mod tests;

pub use rows::indent_in;
use rows::{Row, SIGN, room, rows_of};

/// A piece of a page that is wrapped by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Stands in the margin of the first row: a label, a number.
    pub lead: Rich,
    /// Columns before the first row of the text.
    pub indent: u16,
    /// Columns before the other rows.
    pub hang: u16,
    /// The words.
    pub text: Rich,
    /// The byte of the source where it begins, for those blocks that show a part of the source in its order.
    pub at: Option<u32>,
    /// Whether "next paragraph" stops here.
    pub stop: bool,
    /// Whether it is a thin line across the page instead of text.
    pub rule: bool,
    /// Whether only its first row is shown, with a sign where there is more.
    pub cut: bool,
    /// Whether it is never wrapped: what does not fit is left out, and comes into sight sideways.
    pub sideways: bool,
    /// Where the words hold what was searched for, in bytes and in order.
    pub hits: Vec<Range<usize>>,
}

impl Block {
    /// An empty row.
    pub fn blank() -> Self {
        Block::default()
    }

    /// A thin line.
    pub fn line() -> Self {
        Block { rule: true, ..Block::default() }
    }

    /// Words without a lead, from the margin on.
    pub fn words(text: &str, role: Role) -> Self {
        Block { text: Rich::of(text, role), ..Block::default() }
    }
}

/// Where words that were looked for stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which block.
    pub block: usize,
    /// Bytes of the block's text.
    pub range: Range<usize>,
}

/// A row with what is needed to draw it.
pub struct RowView<'a> {
    /// The block it belongs to.
    pub block: &'a Block,
    /// Which block that is.
    pub number: usize,
    /// The part of the block's text.
    pub range: Range<usize>,
    /// Whether it is the block's first row.
    pub first: bool,
    /// Whether text before it is left out.
    pub begun: bool,
    /// Whether text behind it is left out.
    pub cut: bool,
    /// The hits that touch the row, and whether each is the current one.
    pub hits: Vec<(Range<usize>, bool)>,
    /// Whether the cursor stands on the block.
    pub cursor: bool,
}

/// Blocks, the rows they make at the present size, and what part of them is seen.
#[derive(Debug, Clone, Default)]
pub struct Page {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    width: u16,
    height: u16,
    top: usize,
    /// How many columns the blocks that go sideways have gone.
    left: usize,
    /// In pages with a line cursor, the block it stands on.
    cursor: Option<usize>,
    hits: Vec<Hit>,
    current: Option<usize>,
    /// Where the blocks are only the first of a text: how much of it they hold, and how much there is.
    part: Option<(usize, usize)>,
}

impl Page {
    /// A page that scrolls.
    pub fn new(blocks: Vec<Block>) -> Self {
        Page { hits: own_hits(&blocks), blocks, ..Page::default() }
    }

    /// A page of the first blocks of a text, which hold `part.0` of `part.1` parts of it. Only for looking at its top: whoever
    /// moves in it needs all blocks.
    pub fn start(blocks: Vec<Block>, part: (usize, usize)) -> Self {
        Page { part: Some(part), ..Page::new(blocks) }
    }

    /// Whether it is only the first blocks of a text.
    pub fn is_start(&self) -> bool {
        self.part.is_some()
    }

    /// Whether the blocks that are there fill what is seen from the top.
    pub fn is_full(&self) -> bool {
        self.rows.len() > usize::from(self.height)
    }

    /// A page with a cursor that moves by blocks.
    pub fn with_cursor(blocks: Vec<Block>) -> Self {
        Page { cursor: Some(0), ..Page::new(blocks) }
    }

    /// Wraps to a size. The block at the top stays at the top.
    pub fn fit(&mut self, width: u16, height: u16) {
        if (self.width, self.height) == (width, height) && !self.rows.is_empty() {
            return;
        }
        let keep = self.rows.get(self.top).map(|row| (row.block, row.start));
        let rewrap = self.width != width || self.rows.is_empty();
        (self.width, self.height) = (width, height);
        if rewrap {
            self.left = self.left.min(self.reach());
            self.wrap();
        }
        if let Some((block, start)) = keep {
            self.top = self.row_at(block, start);
        }
        self.clamp();
        self.show_cursor();
    }

    fn wrap(&mut self) {
        let rows = self.blocks.iter().enumerate().flat_map(|(n, block)| rows_of(n, block, self.width, self.left));
        self.rows = rows.collect();
    }

    /// The row that holds a byte of a block.
    fn row_at(&self, block: usize, start: usize) -> usize {
        let before = |row: &Row| row.block < block || row.block == block && (row.first || row.start <= start);
        self.rows.partition_point(before).saturating_sub(1)
    }

    /// How far the widest block can go sideways.
    fn reach(&self) -> usize {
        let hidden = |block: &Block| width(block.text.text()).saturating_sub(room(block.indent, self.width));
        self.blocks.iter().filter(|block| block.sideways).map(hidden).max().unwrap_or(0)
    }

    /// Whether something that is seen goes on to the right.
    pub fn goes_on_right(&self) -> bool {
        self.seen().any(|row| row.cut && row.block.sideways)
    }

    /// Whether what goes sideways has gone to the right.
    pub fn has_gone_right(&self) -> bool {
        self.left > 0
    }

    /// Moves what goes sideways so many columns to the right, or back where negative.
    pub fn go_sideways(&mut self, columns: isize) {
        self.left = self.left.saturating_add_signed(columns).min(self.reach());
        self.wrap();
    }

    /// Scrolls, or moves the cursor where there is one.
    pub fn go(&mut self, motion: Motion) {
        let height = usize::from(self.height);
        if let Some(cursor) = self.cursor {
            self.cursor = Some(motion.apply(cursor, height, self.blocks.len()));
            self.show_cursor();
        } else {
            self.top = match motion {
                // The end of a page is the row from which the last one is seen.
                Motion::End => self.rows.len(),
                motion => motion.apply(self.top, height, self.rows.len()),
            };
            self.clamp();
        }
    }

    /// Moves to the next or previous block that is a stop. Returns whether there was one.
    pub fn go_stop(&mut self, forward: bool) -> bool {
        let here = self.cursor.or_else(|| self.rows.get(self.top).map(|row| row.block)).unwrap_or(0);
        let started = self.cursor.is_some() || self.rows.get(self.top).is_some_and(|row| row.first);
        let found = if forward {
            self.blocks.iter().enumerate().skip(here + 1).find(|(_, block)| block.stop)
        } else {
            // From the middle of a paragraph, back means to its beginning.
            let before = if started { here } else { here + 1 };
            self.blocks.iter().enumerate().take(before).rev().find(|(_, block)| block.stop)
        };
        let Some((block, _)) = found else { return false };
        if self.cursor.is_some() {
            self.cursor = Some(block);
            self.show_cursor();
        } else {
            self.top = self.rows.partition_point(|row| row.block < block);
            self.clamp();
        }
        true
    }

    /// Marks all places of some words, and stays where it is. Returns how many there are.
    pub fn mark(&mut self, words: &str) -> usize {
        let of_block = |(block, b): (usize, &Block)| {
            places(b.text.text(), words).into_iter().map(move |range| Hit { block, range }).collect::<Vec<_>>()
        };
        self.hits = self.blocks.iter().enumerate().flat_map(of_block).collect();
        self.current = None;
        self.hits.len()
    }

    /// Goes to the next or previous marked place; behind the last comes the first if it goes `round`. Returns its number,
    /// from 1, and how many there are. The first time it starts from what is seen.
    pub fn go_hit(&mut self, forward: bool, round: bool) -> Option<(usize, usize)> {
        let n = self.hits.len();
        let from = self.cursor.or_else(|| self.rows.get(self.top).map(|row| row.block)).unwrap_or(0);
        let next = match (self.current, forward) {
            (Some(current), true) => Some(current + 1).filter(|next| *next < n),
            (Some(current), false) => current.checked_sub(1),
            (None, true) => self.hits.iter().position(|hit| hit.block >= from),
            (None, false) => self.hits.iter().rposition(|hit| hit.block < from),
        };
        let edge = if forward { 0 } else { n.checked_sub(1)? };
        let next = next.or(round.then_some(edge)).filter(|next| *next < n)?;
        self.current = Some(next);
        self.show_hit();
        Some((next + 1, n))
    }

    /// Goes to the first or the last marked place, if there is one.
    pub fn go_edge_hit(&mut self, first: bool) {
        let n = self.hits.len();
        self.current = if first { (n > 0).then_some(0) } else { n.checked_sub(1) };
        self.show_hit();
    }

    /// The number of the marked place at which the reader is, from 1, and how many there are; 0 where he is at none.
    pub fn hit(&self) -> Option<(usize, usize)> {
        (!self.hits.is_empty()).then(|| (self.current.map_or(0, |current| current + 1), self.hits.len()))
    }

    /// Forgets the words that were looked for; what was searched for is marked again.
    pub fn forget(&mut self) {
        self.hits = own_hits(&self.blocks);
        self.current = None;
    }

    /// The block of the cursor, in pages that have one.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// The byte of the source where the reader is: under the cursor, or at the top. At the very top there is none to keep.
    pub fn anchor(&self) -> Option<u32> {
        let here = self.cursor.or_else(|| self.rows.get(self.top).map(|row| row.block))?;
        let before = self.blocks.get(..=here).filter(|_| self.top > 0 || self.cursor > Some(0))?;
        before.iter().rev().find_map(|block| block.at)
    }

    /// Goes to the last block that begins at or before a byte of the source.
    pub fn go_anchor(&mut self, byte: u32) {
        let Some(block) = self.blocks.iter().rposition(|block| block.at.is_some_and(|at| at <= byte)) else { return };
        if self.cursor.is_some() {
            return self.go(Motion::To(block));
        }
        self.top = self.rows.partition_point(|row| row.block < block);
        self.clamp();
    }

    /// How far the last row seen is, in percent; `None` where everything is seen.
    pub fn percent(&self) -> Option<usize> {
        let seen = self.top + usize::from(self.height);
        // Those of a text that is not all there are taken to be as many for each part of it.
        let (held, of) = self.part.filter(|(held, of)| (1..=*of).contains(held)).unwrap_or((1, 1));
        let rows = self.rows.len().saturating_mul(of) / held;
        (rows > usize::from(self.height)).then(|| (seen * 100 / rows).min(100))
    }

    /// The rows that are seen, for drawing.
    pub fn seen(&self) -> impl Iterator<Item = RowView<'_>> {
        self.rows.iter().skip(self.top).take(usize::from(self.height)).filter_map(|row| {
            let block = self.blocks.get(row.block)?;
            Some(RowView {
                block,
                number: row.block,
                range: row.start..row.end,
                first: row.first,
                begun: row.begun,
                cut: row.cut,
                hits: self.hits_in(*row),
                cursor: self.cursor == Some(row.block),
            })
        })
    }

    fn hits_in(&self, row: Row) -> Vec<(Range<usize>, bool)> {
        let first = self.hits.partition_point(|hit| (hit.block, hit.range.end) <= (row.block, row.start));
        let here = self.hits.iter().enumerate().skip(first);
        here.take_while(|(_, hit)| hit.block == row.block && hit.range.start < row.end)
            .map(|(n, hit)| (hit.range.clone(), self.current == Some(n)))
            .collect()
    }

    fn show_hit(&mut self) {
        let Some(hit) = self.current.and_then(|current| self.hits.get(current)) else { return };
        let (block, start) = (hit.block, hit.range.start);
        if self.cursor.is_some() {
            self.cursor = Some(block);
        }
        self.show_sideways(block, hit.range.clone());
        let row = self.row_at(block, start);
        let height = usize::from(self.height);
        if row < self.top || row >= self.top + height {
            // A third from the top: what stands before a place explains it.
            self.top = row.saturating_sub(height / 3);
            self.clamp();
        }
    }

    /// Goes sideways until a place of a block that does so is seen.
    fn show_sideways(&mut self, block: usize, range: Range<usize>) {
        let Some(block) = self.blocks.get(block).filter(|block| block.sideways) else { return };
        let columns = |end: usize| width(block.text.text().get(..end).unwrap_or(""));
        let (start, end) = (columns(range.start), columns(range.end));
        let room = room(block.indent, self.width);
        let fits = |left: usize| left == 0 && end + SIGN <= room || start >= left + SIGN && end + SIGN <= left + room;
        if !fits(self.left) {
            self.left = if fits(0) { 0 } else { start.saturating_sub(room / 3).min(self.reach()) };
            self.wrap();
        }
    }

    fn show_cursor(&mut self) {
        let Some(cursor) = self.cursor else { return };
        let first = self.rows.partition_point(|row| row.block < cursor);
        let end = self.rows.partition_point(|row| row.block <= cursor);
        let height = usize::from(self.height).max(1);
        // A block taller than the page shows its beginning.
        self.top = self.top.max(end.saturating_sub(height)).min(first);
        self.clamp();
    }

    fn clamp(&mut self) {
        self.top = self.top.min(self.rows.len().saturating_sub(usize::from(self.height).max(1)));
    }
}

/// The hits that the blocks bring with them.
fn own_hits(blocks: &[Block]) -> Vec<Hit> {
    let of_block =
        |(block, b): (usize, &Block)| b.hits.iter().cloned().map(move |range| Hit { block, range }).collect::<Vec<_>>();
    blocks.iter().enumerate().flat_map(of_block).collect()
}

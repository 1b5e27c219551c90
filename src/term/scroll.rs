//! Finds rows that only moved up or down from one picture to the next.
//!
//! A list that goes on by one row changes in every cell, but a terminal can move rows by itself: told which ones, it needs
//! only the row that came in. Nothing here knows what is drawn. A scroll is found by comparing two pictures, and whatever
//! it does not bring about is drawn as any other difference; so a bad guess costs bytes, never a wrong picture.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use crossterm::Command;
use ratatui::buffer::{Buffer, Cell};

/// Rows to be moved, over the whole width. Rows that come in are blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The rows that take part; those that leave them are lost.
    rows: Range<u16>,
    /// How many rows up, or down if negative. Less than there are rows, and not 0.
    up: i16,
}

/// What a scroll has to save to be worth its commands, in cells.
const LEAST: i32 = 40;

/// Fewer rows that changed, or that moved, are drawn without asking what a scroll would save.
const FEW: usize = 4;

impl Scroll {
    /// The scroll after which least is left to be drawn, where one is worth it. The pictures have one size.
    pub(super) fn between(shown: &Buffer, next: &Buffer) -> Option<Self> {
        let [old, new] = [shown, next].map(rows);
        if old.len() != new.len() {
            return None;
        }
        let up = shift(&old, &new)?;
        // Rows that come down are those that go up, seen in a mirror.
        let (from, to): (Vec<_>, Vec<_>) = match up {
            1.. => (old, new),
            _ => (old.into_iter().rev().collect(), new.into_iter().rev().collect()),
        };
        let rows = region(&from, &to, usize::from(up.unsigned_abs()))?;
        let end = |row: usize| u16::try_from(if up > 0 { row } else { to.len() - row }).ok();
        let [one, other] = [end(rows.start)?, end(rows.end)?];
        Some(Scroll { rows: one.min(other)..one.max(other), up })
    }

    /// Does to a picture what a terminal does to its screen.
    pub(super) fn apply(&self, picture: &mut Buffer) {
        let width = usize::from(picture.area.width);
        let place = |row: u16| usize::from(row) * width;
        let Some(region) = picture.content.get_mut(place(self.rows.start)..place(self.rows.end)) else { return };
        let moved = (place(self.up.unsigned_abs())).min(region.len());
        let blank = if self.up > 0 {
            region.rotate_left(moved);
            region.len() - moved..region.len()
        } else {
            region.rotate_right(moved);
            0..moved
        };
        region[blank].fill(Cell::EMPTY);
    }
}

/// Lines are deleted and inserted inside a scrolling region. Commands that scroll by a number would be shorter, but the
/// console of Linux does not know them. The looks have to be reset before, as lines come in with the colour that is set.
impl Command for Scroll {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let Range { start, end } = self.rows;
        let letter = if self.up > 0 { 'M' } else { 'L' };
        write!(out, "\x1b[{};{end}r\x1b[{};1H\x1b[{}{letter}\x1b[r", start + 1, start + 1, self.up.unsigned_abs())
    }
}

fn rows(picture: &Buffer) -> Vec<&[Cell]> {
    picture.content.chunks_exact(usize::from(picture.area.width).max(1)).collect()
}

/// By how many rows most of what changed has gone up, or down if negative.
fn shift(old: &[&[Cell]], new: &[&[Cell]]) -> Option<i16> {
    let changed: Vec<usize> = (0..new.len()).filter(|row| old[*row] != new[*row]).collect();
    if changed.len() < FEW {
        return None;
    }
    let mut stood: HashMap<u64, Vec<usize>> = HashMap::new();
    for (row, cells) in old.iter().enumerate() {
        stood.entry(letters(cells)).or_default().push(row);
    }
    let mut votes: HashMap<i16, usize> = HashMap::new();
    for row in &changed {
        for from in stood.get(&letters(new[*row])).into_iter().flatten() {
            if let (Ok(from), Ok(row)) = (i16::try_from(*from), i16::try_from(*row)) {
                *votes.entry(from - row).or_default() += 1;
            }
        }
    }
    // Of two that are as good, the shorter way, so that the answer does not hang on the order of a map.
    let best = votes.into_iter().max_by_key(|(up, votes)| (*votes, -up.abs(), *up));
    best.filter(|(_, votes)| *votes >= FEW).map(|(up, _)| up)
}

/// A number that rows of the same letters share, and hardly any others: FNV, as a frame must not wait for a better one.
fn letters(cells: &[Cell]) -> u64 {
    let bytes = cells.iter().flat_map(|cell| cell.symbol().bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The rows to be moved up by so many that saves most cells; the last rows of it come in blank.
fn region(old: &[&[Cell]], new: &[&[Cell]], up: usize) -> Option<Range<usize>> {
    let kept = |row: usize| different(old[row], new[row]);
    // What is saved by moving rows up to here, and by having blank ones up to here.
    let (mut moving, mut blank) = (vec![0], vec![0]);
    for row in 0..new.len() {
        let moved = old.get(row + up).map_or(0, |from| kept(row) - different(from, new[row]));
        let empty = new[row].iter().filter(|cell| **cell != Cell::EMPTY).count();
        moving.push(moving[row] + moved);
        blank.push(blank[row] + kept(row) - i32::try_from(empty).unwrap_or(i32::MAX));
    }
    let mut best: Option<(i32, Range<usize>)> = None;
    let mut start = 0;
    for (last, end) in (up..=new.len()).enumerate() {
        if moving[last] < moving[start] {
            start = last;
        }
        let saved = moving[last] - moving[start] + blank[end] - blank[last];
        if start < last && saved >= LEAST && best.as_ref().is_none_or(|(most, _)| saved > *most) {
            best = Some((saved, start..end));
        }
    }
    best.map(|(_, rows)| rows)
}

fn different(one: &[Cell], other: &[Cell]) -> i32 {
    let count = one.iter().zip(other).filter(|(one, other)| one != other).count();
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of rows that are each one letter, so often that drawing it costs something.
    fn picture(letters: &str) -> Buffer {
        Buffer::with_lines(letters.chars().map(|letter| letter.to_string().repeat(20)))
    }

    /// What is found between two pictures: the rows, and how far up.
    fn found(shown: &str, next: &str) -> Option<(Range<u16>, i16)> {
        Scroll::between(&picture(shown), &picture(next)).map(|scroll| (scroll.rows, scroll.up))
    }

    #[test]
    fn rows_that_moved_are_found() {
        for (shown, next, expected) in [
            // The list goes on by one row between two that stay, and back.
            ("tabcdefb", "tbcdefgb", Some((1..7, 1))),
            ("tbcdefgb", "tabcdefb", Some((1..7, -1))),
            // By three rows; the whole screen.
            ("abcdefgh", "defghijk", Some((0..8, 3))),
            ("defghijk", "abcdefgh", Some((0..8, -3))),
            // A row that stays on its place, as the selected one does, is moved and drawn again.
            ("abcdXefgh", "bcdeXfghi", Some((0..9, 1))),
            // Rows below that stay are left alone.
            ("abcdefxyz", "bcdefgxyz", Some((0..6, 1))),
        ] {
            assert_eq!(found(shown, next), expected, "{shown} {next}");
        }
    }

    #[test]
    fn what_did_not_move_is_left_alone() {
        for (shown, next) in [
            ("abcdefgh", "abcdefgh"),
            // A step: two rows change.
            ("abcdefgh", "abBCefgh"),
            // Another page.
            ("abcdefgh", "ijklmnop"),
            // Each row is new but one.
            ("abcdefgh", "bijklmno"),
        ] {
            assert_eq!(found(shown, next), None, "{shown} {next}");
        }
    }

    #[test]
    fn pictures_of_any_size_are_compared() {
        for (shown, next) in [((0, 0), (0, 0)), ((1, 1), (1, 1)), ((0, 5), (0, 5)), ((5, 2), (5, 3))] {
            let [shown, next] =
                [shown, next].map(|(width, height)| Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height)));
            assert_eq!(Scroll::between(&shown, &next), None);
        }
    }

    #[test]
    fn a_scroll_is_told_in_the_words_of_a_vt102() {
        let told = |scroll: Scroll| {
            let mut out = String::new();
            scroll.write_ansi(&mut out).unwrap();
            out
        };
        assert_eq!(told(Scroll { rows: 1..48, up: 1 }), "\x1b[2;48r\x1b[2;1H\x1b[1M\x1b[r");
        assert_eq!(told(Scroll { rows: 0..48, up: -12 }), "\x1b[1;48r\x1b[1;1H\x1b[12L\x1b[r");
    }
}

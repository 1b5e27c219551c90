//! The list of cables: which are there, in which order, which one is selected, what part is seen.
//!
//! The cables are a snapshot of the catalogue, and the order is a list of their numbers, made elsewhere for a large archive.
//! Only the lines that are seen are ever looked at and formatted, so a quarter of a million of cables cost no more to draw
//! than forty. Between the cables may stand headings; they are lines, but never selected.
//!
//! Which order is wanted and who makes it is the business of `order`; what a search leaves of it, that of `narrowed`.

mod narrowed;
mod order;

use std::sync::Arc;

pub use narrowed::{Found, Kept};
pub use order::{Arranged, Arranging};

use super::motion::Motion;
use crate::archive::catalogue::{Arrangement, Catalogue, Entry, Group, Heading, Order};
use crate::archive::{Bits, Place};
use crate::text::width::width;

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub enum Line<'a> {
    /// A cable.
    Cable {
        /// What is known of it.
        entry: Entry<'a>,
        /// Whether it is the selected one.
        selected: bool,
        /// How many more cables have its id.
        copies: usize,
    },
    /// What the cables below it have in common.
    Heading {
        /// By what they stand together.
        group: Group,
        /// The first of them.
        first: Entry<'a>,
        /// How many there are.
        count: usize,
    },
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct List {
    catalogue: Catalogue,
    /// All cables in their order.
    all: Arc<Order>,
    /// Those that a search found, if there is one.
    only: Option<Arc<Bits>>,
    /// What is listed: all cables, or what is left of them.
    shown: Arc<Order>,
    /// Whether what is listed is not what it should be, because its order or what was found is another now.
    stale: bool,
    /// How it is to be arranged.
    wanted: Arrangement,
    /// Whether what fits best is to come first. Then the search makes the order.
    by_rank: bool,
    /// Whether somebody is putting the cables in order.
    arranging: bool,
    /// Position in what is listed.
    selected: usize,
    /// Which of the cables with the selected id is shown: 0 for the first, else a copy.
    copy: usize,
    /// The first line that is seen.
    top: usize,
    height: u16,
    /// Whether the reader has moved: until then the first row stays selected while rows arrive.
    touched: bool,
    /// Columns of the longest name of a post.
    widest_post: usize,
    /// Names of posts that have been measured, by their numbers.
    measured: Vec<bool>,
    /// Whether the column with the declassification is shown.
    clock: bool,
}

impl List {
    /// Takes a newer snapshot of the catalogue.
    pub fn grow(&mut self, catalogue: Catalogue) {
        self.measure(&catalogue);
        self.catalogue = catalogue;
        match self.catalogue.ready(self.wanted).map(Arc::clone) {
            Some(all) => self.settle(all),
            None => self.arrange_few(),
        }
    }

    /// Columns of the posts of the new cables.
    fn measure(&mut self, catalogue: &Catalogue) {
        let from = self.catalogue.len();
        self.measured.resize(catalogue.names().len(), false);
        for (start, block) in catalogue.blocks().filter(|(start, block)| *start as usize + block.len() > from) {
            for post in block.posts.iter().skip(from.saturating_sub(start as usize)) {
                if let Some(known @ false) = self.measured.get_mut(post as usize) {
                    *known = true;
                    self.widest_post = self.widest_post.max(width(catalogue.names().get(post)));
                }
            }
        }
    }

    /// Shows the column with the declassification, or takes it away. Returns whether it is shown.
    pub fn toggle_clock(&mut self) -> bool {
        self.clock = !self.clock;
        self.clock
    }

    /// Moves the selection.
    pub fn go(&mut self, motion: Motion) {
        self.touched = true;
        self.copy = 0;
        self.selected = motion.apply(self.selected, usize::from(self.height), self.shown.rows.len());
        self.show_selected();
    }

    /// Shows the next of the cables with the selected id. Returns its number and how many there are.
    pub fn next_copy(&mut self) -> (usize, usize) {
        let count = 1 + self.shown.rows.get(self.selected).map_or(0, |row| self.shown.copies_of(*row).len());
        self.touched = true;
        self.copy = (self.copy + 1) % count;
        (self.copy + 1, count)
    }

    /// Selects the next or previous cable of which something holds; behind the last comes the first.
    pub(in crate::app) fn go_where(&mut self, forward: bool, holds: impl Fn(Entry<'_>) -> bool) -> bool {
        let n = self.shown.rows.len();
        let found = (1..=n)
            .map(|step| (self.selected + if forward { step } else { n - step }) % n)
            .find(|&at| self.at(at).is_some_and(&holds));
        if let Some(at) = found {
            self.go(Motion::To(at));
        }
        found.is_some()
    }

    /// Selects a cable by its row, if it is listed.
    pub(super) fn go_row(&mut self, row: u32) -> bool {
        let first = self.shown.rows.iter().position(|listed| *listed == row);
        let of_copy = || {
            let (first, _) = self.shown.copies.iter().find(|(_, copy)| *copy == row)?;
            self.shown.rows.iter().position(|listed| listed == first)
        };
        let found = first.or_else(of_copy);
        if let Some(at) = found {
            self.go(Motion::To(at));
        }
        found.is_some()
    }

    /// The first position from which on something holds, in a list in which it holds for all that follow.
    pub(super) fn partition(&self, before: impl Fn(Entry<'_>) -> bool) -> usize {
        self.shown.rows.partition_point(|row| self.catalogue.entry(*row).is_some_and(&before))
    }

    /// Says how many rows are seen.
    pub fn fit(&mut self, height: u16) {
        if self.height != height {
            self.height = height;
            self.show_selected();
        }
    }

    fn show_selected(&mut self) {
        let height = usize::from(self.height).max(1);
        let line = self.line_of(self.selected);
        // The heading above the first of a group is seen with it.
        let above = usize::from(line > 0 && matches!(self.line(line - 1), Some(Line::Heading { .. })));
        let lowest = (line + 1).saturating_sub(height);
        self.top = self.top.min(line - above).max(lowest);
        self.top = self.top.min(self.lines().saturating_sub(height));
    }

    fn lines(&self) -> usize {
        self.shown.rows.len() + self.shown.headings.len()
    }

    /// The line of a position, counted with headings.
    fn line_of(&self, position: usize) -> usize {
        position + self.shown.headings.partition_point(|heading| heading.at as usize <= position)
    }

    fn line(&self, line: usize) -> Option<Line<'_>> {
        let headings = &self.shown.headings;
        // How many headings stand at or above the line: a heading's line is its place and the headings before it.
        let (mut few, mut many) = (0, headings.len());
        while few < many {
            let middle = usize::midpoint(few, many);
            match headings.get(middle) {
                Some(heading) if heading.at as usize + middle <= line => few = middle + 1,
                _ => many = middle,
            }
        }
        if let Some((number, Heading { at, count })) = few.checked_sub(1).and_then(|n| Some((n, *headings.get(n)?)))
            && at as usize + number == line
        {
            let group = self.shown.arrangement.group;
            return Some(Line::Heading { group, first: self.at(at as usize)?, count: count as usize });
        }
        let position = line - few;
        let entry = self.at(position)?;
        let copies = self.shown.copies_of(entry.row()).len();
        Some(Line::Cable { entry, selected: position == self.selected, copies })
    }

    fn at(&self, position: usize) -> Option<Entry<'_>> {
        self.shown.rows.get(position).and_then(|row| self.catalogue.entry(*row))
    }

    /// The selected cable: the first with its id, or the copy that is shown.
    pub fn selected(&self) -> Option<Entry<'_>> {
        let first = self.at(self.selected)?;
        let copy = self.copy.checked_sub(1).and_then(|copy| self.shown.copies_of(first.row()).nth(copy));
        copy.and_then(|row| self.catalogue.entry(row)).or(Some(first))
    }

    /// Where the others with the id of the selected cable stand, if it is the first that is shown: they may hold its other
    /// sections. A copy that was asked for is shown by itself.
    pub fn beside_selected(&self) -> Vec<Place> {
        /// No cable has more sections.
        const MOST: usize = 64;
        let first = self.at(self.selected).filter(|_| self.copy == 0);
        let copies = first.into_iter().flat_map(|first| self.shown.copies_of(first.row())).take(MOST);
        copies.filter_map(|row| Some(self.catalogue.entry(row)?.place())).collect()
    }

    /// Where the selected cable stands.
    pub fn selected_place(&self) -> Option<Place> {
        self.selected().map(|entry| entry.place())
    }

    /// Position of the selection, from 1; 0 in an empty list.
    pub fn position(&self) -> usize {
        (self.selected + 1).min(self.shown.rows.len())
    }

    /// How many cables are listed; copies are not counted.
    pub fn len(&self) -> usize {
        self.shown.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shown.rows.is_empty()
    }

    /// How many cables there are, listed or not.
    pub fn of(&self) -> usize {
        self.all.rows.len()
    }

    /// What is listed.
    pub(super) fn shown(&self) -> &Arc<Order> {
        &self.shown
    }

    /// What is known of all cables.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Columns of the longest name of a post.
    pub fn widest_post(&self) -> usize {
        self.widest_post
    }

    /// Whether the column with the declassification is shown.
    pub fn has_clock(&self) -> bool {
        self.clock
    }

    /// Whether the reader has moved in it.
    pub fn is_touched(&self) -> bool {
        self.touched
    }

    /// The lines that are seen, for drawing.
    pub fn visible(&self) -> impl Iterator<Item = Line<'_>> {
        (self.top..self.lines()).take(usize::from(self.height)).filter_map(|line| self.line(line))
    }
}

#[cfg(test)]
mod tests;

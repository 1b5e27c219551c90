//! The facets: what is listed, counted by level, year, post, TAGS and so on, to choose from.
//!
//! Counts are of what is listed. They are asked for when the list is settled and come behind it; until they are there, the ones
//! before stand, so that nothing flickers, and whoever types on does not wait for them.

use std::sync::Arc;

use jiff::civil::Date;

use super::list::List;
use super::message::{Effect, Ticket};
use super::motion::Motion;
use crate::archive::catalogue::{Catalogue, Order};
use crate::archive::search::{Counts, Facet, Value};

/// So many values of a facet are shown before somebody asks for more.
const FEW: usize = 5;

/// Work for somebody else: to count what is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    /// Where.
    pub catalogue: Catalogue,
    /// What is listed.
    pub order: Arc<Order>,
    /// The day it is.
    pub today: Date,
}

/// A line of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Between two facets.
    Blank,
    /// What a facet is called.
    Title(&'static str),
    /// A value.
    Value {
        /// Of which facet.
        facet: Facet,
        /// The value.
        value: &'a Value,
        /// The largest count of its facet.
        most: usize,
        /// Whether it is the selected line.
        selected: bool,
    },
    /// How many values of a facet are not shown.
    More {
        /// How many.
        values: usize,
        /// Whether it is the selected line.
        selected: bool,
    },
}

/// What a line is about, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Blank,
    Title(usize),
    Value(usize, usize),
    More(usize),
}

impl Spot {
    fn can_be_selected(&self) -> bool {
        matches!(self, Spot::Value(..) | Spot::More(_))
    }
}

/// The pane of the facets, while it is open.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    counts: Vec<Counts>,
    /// The largest count of each facet.
    most: Vec<usize>,
    /// Of which all values are shown.
    unfolded: Vec<Facet>,
    spots: Vec<Spot>,
    /// The selected line.
    selected: usize,
    /// The first line that is seen.
    top: usize,
    height: u16,
    /// The list that was counted.
    of: Option<Arc<Order>>,
    /// The list that is being counted.
    pending: Option<(Ticket, Arc<Order>)>,
}

impl Facets {
    /// Asks for the counts of a list that is settled, where they are not there or under way.
    pub(super) fn asking(&mut self, list: &List, today: Date, next: Ticket) -> Option<Effect> {
        let order = list.shown();
        let is = |known: Option<&Arc<Order>>| known.is_some_and(|known| Arc::ptr_eq(known, order));
        if is(self.of.as_ref()) || is(self.pending.as_ref().map(|(_, order)| order)) {
            return None;
        }
        self.pending = Some((next, Arc::clone(order)));
        let job = Counting { catalogue: list.catalogue().clone(), order: Arc::clone(order), today };
        Some(Effect::Count { ticket: next, job })
    }

    /// Takes counts in; `None` where they were stopped. The selection stays on its value, if that is still there.
    pub(super) fn counted(&mut self, ticket: Ticket, counts: Option<Vec<Counts>>) {
        let Some((_, order)) = self.pending.take_if(|(asked, _)| *asked == ticket) else { return };
        let Some(counts) = counts else { return };
        let chosen = self.chosen().map(|value| value.query.clone());
        let most = |counts: &Counts| counts.values.iter().map(|value| value.count).max().unwrap_or_default();
        self.most = counts.iter().map(most).collect();
        (self.counts, self.of) = (counts, Some(order));
        self.lay_out();
        let is_chosen = |spot: &Spot| self.value(*spot).is_some_and(|value| Some(&value.query) == chosen.as_ref());
        let at = self.spots.iter().position(is_chosen);
        self.select(at.unwrap_or(if chosen.is_some() { self.selected } else { 0 }));
    }

    fn lay_out(&mut self) {
        self.spots.clear();
        for (number, counts) in self.counts.iter().enumerate() {
            if number > 0 {
                self.spots.push(Spot::Blank);
            }
            self.spots.push(Spot::Title(number));
            let all = counts.values.len();
            // A line that says that there is one more could as well be that one.
            let shown = if self.unfolded.contains(&counts.facet) || all <= FEW + 1 { all } else { FEW };
            self.spots.extend((0..shown).map(|value| Spot::Value(number, value)));
            if shown < all {
                self.spots.push(Spot::More(number));
            }
        }
    }

    /// Selects the line, or the next one that can be selected.
    fn select(&mut self, line: usize) {
        let (before, behind) = self.spots.split_at(line.min(self.spots.len()));
        let next = behind.iter().position(Spot::can_be_selected).map(|found| before.len() + found);
        self.selected = next.or_else(|| before.iter().rposition(Spot::can_be_selected)).unwrap_or(0);
        let height = usize::from(self.height).max(1);
        // The title above the first value is seen with it.
        let above = usize::from(self.selected > 0 && matches!(self.spots[self.selected - 1], Spot::Title(_)));
        self.top = self.top.min(self.selected - above).max((self.selected + 1).saturating_sub(height));
        self.top = self.top.min(self.spots.len().saturating_sub(height));
    }

    /// Moves the selection; titles are passed over.
    pub(super) fn go(&mut self, motion: Motion) {
        let spots = self.spots.iter().enumerate();
        let can: Vec<usize> = spots.filter(|(_, spot)| spot.can_be_selected()).map(|(at, _)| at).collect();
        let at = can.iter().position(|line| *line == self.selected).unwrap_or(0);
        let to = motion.apply(at, usize::from(self.height), can.len());
        self.select(can.get(to).copied().unwrap_or(0));
    }

    /// Goes to the first value of the next or previous facet.
    pub(super) fn go_facet(&mut self, forward: bool) {
        let title = |spot: &Spot| matches!(spot, Spot::Title(_));
        let (before, behind) = self.spots.split_at(self.selected.min(self.spots.len()));
        let to = match forward {
            true => behind.iter().position(title).map(|found| before.len() + found),
            // The first title before it is its own.
            false => before.iter().rposition(title).and_then(|own| before[..own].iter().rposition(title)),
        };
        if let Some(to) = to {
            self.select(to);
        }
    }

    /// Shows all values of the facet, where the selected line says how many more there are. Returns whether it did.
    pub(super) fn unfold(&mut self) -> bool {
        let Some(Spot::More(number)) = self.spots.get(self.selected) else { return false };
        self.unfolded.extend(self.counts.get(*number).map(|counts| counts.facet));
        self.lay_out();
        // What stands in the place of that line is the first of those that were not shown.
        self.select(self.selected);
        true
    }

    /// Says how many lines are seen.
    pub(super) fn fit(&mut self, height: u16) {
        if self.height != height {
            self.height = height;
            self.select(self.selected);
        }
    }

    fn value(&self, spot: Spot) -> Option<&Value> {
        let Spot::Value(number, value) = spot else { return None };
        self.counts.get(number)?.values.get(value)
    }

    /// The selected value.
    pub fn chosen(&self) -> Option<&Value> {
        self.value(*self.spots.get(self.selected)?)
    }

    /// Whether nothing has been counted yet.
    pub fn is_new(&self) -> bool {
        self.of.is_none()
    }

    /// The lines that are seen, for drawing.
    pub fn visible(&self) -> impl Iterator<Item = Line<'_>> {
        let seen = self.spots.iter().enumerate().skip(self.top).take(usize::from(self.height));
        seen.filter_map(|(at, spot)| self.line(*spot, at == self.selected))
    }

    fn line(&self, spot: Spot, selected: bool) -> Option<Line<'_>> {
        Some(match spot {
            Spot::Blank => Line::Blank,
            Spot::Title(number) => Line::Title(self.counts.get(number)?.title()),
            Spot::Value(number, _) => {
                let (facet, most) = (self.counts.get(number)?.facet, *self.most.get(number)?);
                Line::Value { facet, value: self.value(spot)?, most, selected }
            }
            Spot::More(number) => Line::More { values: self.counts.get(number)?.values.len() - FEW, selected },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facets(sizes: &[usize]) -> Facets {
        let mut facets = Facets { pending: Some((Ticket(1), Arc::default())), height: 40, ..Facets::default() };
        facets.counted(Ticket(1), Some(counts(sizes)));
        facets
    }

    /// The first facets, each with so many values: `0.0`, `0.1` and so on.
    fn counts(sizes: &[usize]) -> Vec<Counts> {
        let value = |facet: usize, n: usize| Value {
            label: format!("{facet}.{n}"),
            meaning: None,
            query: format!("{facet}.{n}"),
            count: 100 - n,
        };
        let all = Facet::ALL.iter().zip(sizes).enumerate();
        all.map(|(n, ((facet, ..), size))| Counts {
            facet: *facet,
            values: (0..*size).map(|at| value(n, at)).collect(),
        })
        .collect()
    }

    fn chosen(facets: &Facets) -> &str {
        facets.chosen().map_or("more", |value| &value.label)
    }

    #[test]
    fn titles_are_passed_over_and_what_is_not_shown_can_be() {
        let mut facets = facets(&[2, 9, 6]);
        let mut seen = vec![chosen(&facets).to_owned()];
        for _ in 0..9 {
            facets.go(Motion::Lines(1));
            seen.push(chosen(&facets).to_owned());
        }
        assert_eq!(seen, ["0.0", "0.1", "1.0", "1.1", "1.2", "1.3", "1.4", "more", "2.0", "2.1"]);
        facets.go_facet(false);
        facets.go(Motion::Lines(5));
        assert!(facets.unfold());
        assert_eq!(chosen(&facets), "1.5");
        facets.go_facet(true);
        assert_eq!(chosen(&facets), "2.0");
        facets.go(Motion::End);
        assert_eq!(chosen(&facets), "2.5");
        assert!(!facets.unfold());
    }

    #[test]
    fn the_selection_stays_on_its_value_and_old_counts_are_dropped() {
        let mut facets = facets(&[2, 9]);
        facets.go(Motion::Lines(3));
        assert_eq!(chosen(&facets), "1.1");
        facets.pending = Some((Ticket(3), Arc::default()));
        facets.counted(Ticket(2), Some(Vec::new()));
        assert_eq!(chosen(&facets), "1.1");
        facets.counted(Ticket(3), Some(counts(&[0, 9])[1..].to_vec()));
        assert_eq!(chosen(&facets), "1.1");
        facets.pending = Some((Ticket(4), Arc::default()));
        facets.counted(Ticket(4), Some(counts(&[1])));
        assert_eq!(chosen(&facets), "0.0");
        facets.pending = Some((Ticket(5), Arc::default()));
        facets.counted(Ticket(5), Some(Vec::new()));
        assert!(facets.chosen().is_none() && facets.visible().next().is_none());
        facets.go(Motion::End);
        facets.go_facet(true);
        facets.fit(0);
    }

    #[test]
    fn the_selected_line_is_seen() {
        let mut facets = facets(&[6, 6, 6]);
        facets.fit(4);
        for motion in [Motion::End, Motion::Start, Motion::Lines(7), Motion::Pages(1), Motion::Lines(-3)] {
            facets.go(motion);
            let is_selected = |line: &Line| matches!(line, Line::Value { selected: true, .. });
            assert_eq!(facets.visible().filter(is_selected).count(), 1, "{motion:?}");
        }
    }
}

//! In which order the list stands: what can be chosen, and who makes it.
//!
//! A few cables are put in order at once; for more somebody else does it, and until the answer comes the list stays as it is.

use std::sync::Arc;

use super::List;
use crate::archive::Bits;
use crate::archive::catalogue::{Arrangement, Catalogue, Group, Order, Sort, arrange, narrow};

/// How the list can be sorted, in the order in which the key goes through them.
const SORTS: &[(Sort, &str)] = &[
    (Sort::Newest, "date ↓"),
    (Sort::Oldest, "date ↑"),
    (Sort::Post, "post"),
    (Sort::Level, "level"),
    (Sort::Subject, "subject"),
    (Sort::Declassification, "declassification"),
    (Sort::Id, "id"),
    (Sort::Precedence, "precedence"),
    (Sort::Size, "size ↓"),
    (Sort::References, "references ↓"),
    (Sort::Source, "as in the source"),
];

/// What stands there while what fits best comes first. In the row of sorts it comes behind the first.
const BY_RANK: &str = "best match";

/// What can stand together under a heading.
const GROUPS: &[(Group, &str)] =
    &[(Group::None, ""), (Group::Day, "day"), (Group::Year, "year"), (Group::Post, "post"), (Group::Level, "level")];

/// So many cables are put in order at once. For more somebody else does it, so that no key ever waits.
pub(super) const AT_ONCE: usize = 4096;

/// Work for somebody else: to put the cables in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranging {
    /// Which cables.
    pub catalogue: Catalogue,
    /// In which order.
    pub arrangement: Arrangement,
    /// The order of those that were there before.
    pub before: Arc<Order>,
    /// Those that a search found, where no others are to be listed.
    pub only: Option<Arc<Bits>>,
}

/// Cables in order.
#[derive(Debug, Clone)]
pub struct Arranged {
    /// All of them.
    all: Arc<Order>,
    /// What was found of them, and was to be listed.
    only: Option<Arc<Bits>>,
    /// What is listed.
    shown: Arc<Order>,
}

impl Arranging {
    /// Does it.
    pub fn arranged(&self) -> Arranged {
        let Arranging { catalogue, arrangement, before, only } = self;
        let known = before.arrangement == *arrangement
            && before.seen as usize == catalogue.len()
            && before.dropped == catalogue.dropped();
        let all = match known {
            true => Arc::clone(before),
            false => Arc::new(arrange(catalogue, *arrangement, Some(before))),
        };
        let shown = match only {
            Some(rows) => Arc::new(narrow(&all, rows)),
            None => Arc::clone(&all),
        };
        Arranged { all, only: only.clone(), shown }
    }
}

impl Arranged {
    /// How many cables are listed.
    pub fn len(&self) -> usize {
        self.shown.rows.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl List {
    /// Goes to the next or previous way of sorting. What was found can also be sorted by how well it fits.
    pub fn cycle_sort(&mut self, forward: bool) {
        let (first, last) = (SORTS.first().map(|(sort, _)| *sort), SORTS.get(1).map(|(sort, _)| *sort));
        let edge = if forward { first } else { last };
        if self.by_rank {
            self.by_rank = false;
            self.wanted.sort = if forward { last } else { first }.unwrap_or_default();
            self.stale = true;
        } else if self.only.is_some() && Some(self.wanted.sort) == edge {
            self.by_rank = true;
        } else {
            self.wanted.sort = next(SORTS, self.wanted.sort, forward);
        }
        self.arrange_few();
    }

    /// Goes to the next or previous way of grouping.
    pub fn cycle_group(&mut self, forward: bool) {
        self.wanted.group = next(GROUPS, self.wanted.group, forward);
        if self.by_rank {
            // What fits best stands in no groups.
            (self.by_rank, self.stale) = (false, true);
        }
        self.arrange_few();
    }

    /// What somebody else is to do before the list is as it is wanted. One such job is under way at a time; each answer asks
    /// for the next.
    pub fn arranging(&mut self) -> Option<Arranging> {
        if self.arranging || self.is_arranged() {
            return None;
        }
        self.arranging = true;
        Some(self.job())
    }

    fn job(&self) -> Arranging {
        Arranging {
            catalogue: self.catalogue.clone(),
            arrangement: self.wanted,
            before: Arc::clone(&self.all),
            only: self.only.clone(),
        }
    }

    /// Takes the answer; `None` where the job failed, which is told elsewhere.
    pub fn arranged(&mut self, arranged: Option<Arranged>) {
        self.arranging = false;
        match arranged {
            Some(arranged) => self.take(arranged),
            // Better the order of before than asking again and again.
            None => {
                self.wanted = self.all.arrangement;
                let (seen, dropped) = (self.seen(), self.catalogue.dropped());
                let all = Arc::make_mut(&mut self.all);
                (all.seen, all.dropped) = (seen, dropped);
                self.stale = false;
            }
        }
    }

    /// Takes an order of all cables that somebody else had ready.
    pub(super) fn settle(&mut self, all: Arc<Order>) {
        self.all = Arc::clone(&all);
        if self.only.is_none() {
            self.stale = false;
            self.put(all);
        } else if !self.by_rank {
            self.stale = true;
            self.arrange_few();
        }
    }

    fn take(&mut self, Arranged { all, only, shown }: Arranged) {
        self.all = all;
        let same = match (&only, &self.only) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if self.by_rank {
            return;
        }
        self.stale = !same;
        if same {
            self.put(shown);
        }
    }

    fn is_arranged(&self) -> bool {
        self.all.arrangement == self.wanted
            && self.all.seen == self.seen()
            && self.all.dropped == self.catalogue.dropped()
            && (self.by_rank || !self.stale)
    }

    fn seen(&self) -> u32 {
        u32::try_from(self.catalogue.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn arrange_few(&mut self) {
        if self.catalogue.len() <= AT_ONCE && !self.arranging && !self.is_arranged() {
            self.take(self.job().arranged());
        }
    }

    /// Takes an order. The selection stays on its cable, and that cable on its line of the screen.
    pub(super) fn put(&mut self, order: Arc<Order>) {
        let kept = self.shown.rows.get(self.selected).copied().filter(|_| self.touched);
        let line = self.line_of(self.selected).saturating_sub(self.top);
        self.shown = order;
        if let Some(kept) = kept {
            let found = self.shown.rows.iter().position(|row| *row == kept);
            self.selected = found.or_else(|| self.read_anew(kept)).unwrap_or(self.selected);
        }
        self.selected = self.selected.min(self.shown.rows.len().saturating_sub(1));
        self.top = self.line_of(self.selected).saturating_sub(line);
        self.show_selected();
    }

    /// The position of a cable whose file was read anew, and which so has another row.
    fn read_anew(&self, row: u32) -> Option<usize> {
        let entry = self.catalogue.entry(row).filter(|entry| self.catalogue.is_dropped(entry.place().source))?;
        let entries = self.shown.rows.iter().map(|row| self.catalogue.entry(*row));
        entries.enumerate().find(|(_, other)| other.is_some_and(|other| other.key() == entry.key())).map(|(at, _)| at)
    }

    /// All cables in the order of the list.
    pub fn all(&self) -> &Arc<Order> {
        &self.all
    }

    /// How it is arranged, or will be in a moment.
    pub fn arrangement(&self) -> Arrangement {
        self.wanted
    }

    /// Whether what fits best is to come first.
    pub fn is_by_rank(&self) -> bool {
        self.by_rank
    }

    /// How it is sorted, in words.
    pub fn sort_name(&self) -> &'static str {
        if self.by_rank { BY_RANK } else { name(SORTS, self.wanted.sort) }
    }

    /// By what it is grouped, in words; empty where by nothing.
    pub fn group_name(&self) -> &'static str {
        if self.by_rank { "" } else { name(GROUPS, self.wanted.group) }
    }
}

fn next<T: Copy + PartialEq>(ways: &[(T, &str)], from: T, forward: bool) -> T {
    let at = ways.iter().position(|(way, _)| *way == from).unwrap_or(0);
    let step = if forward { 1 } else { ways.len() - 1 };
    ways.get((at + step) % ways.len()).map_or(from, |(way, _)| *way)
}

fn name<T: PartialEq>(ways: &[(T, &'static str)], of: T) -> &'static str {
    ways.iter().find(|(way, _)| *way == of).map_or("", |(_, name)| name)
}

#[cfg(test)]
pub(super) fn sorts() -> usize {
    SORTS.len()
}

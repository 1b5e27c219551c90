//! The list of cables: which are there, in which order, which one is selected, what part is seen.
//!
//! The cables are a snapshot of the catalogue, and the order is a list of their numbers, made elsewhere for a large archive.
//! Only the lines that are seen are ever looked at and formatted, so a quarter of a million of cables cost no more to draw
//! than forty. Between the cables may stand headings; they are lines, but never selected.

use std::sync::Arc;

use super::find::holds_all;
use super::motion::Motion;
use crate::archive::Place;
use crate::archive::catalogue::{Arrangement, Catalogue, Entry, Group, Heading, Order, Sort, arrange};
use crate::text::width::width;

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

/// What can stand together under a heading.
const GROUPS: &[(Group, &str)] =
    &[(Group::None, ""), (Group::Day, "day"), (Group::Year, "year"), (Group::Post, "post"), (Group::Level, "level")];

/// So many cables are put in order at once. For more somebody else does it, so that no key ever waits.
const AT_ONCE: usize = 4096;

/// Work for somebody else: to put the cables in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranging {
    /// Which cables.
    pub catalogue: Catalogue,
    /// In which order.
    pub arrangement: Arrangement,
    /// The order of those that were there before.
    pub before: Arc<Order>,
}

impl Arranging {
    /// Does it.
    pub fn order(&self) -> Arc<Order> {
        Arc::new(arrange(&self.catalogue, self.arrangement, Some(&self.before)))
    }
}

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
    order: Arc<Order>,
    /// How it is to be arranged.
    wanted: Arrangement,
    /// Whether somebody is putting the cables in order.
    arranging: bool,
    /// Position in the order.
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
            Some(order) => self.put(order),
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

    /// Goes to the next or previous way of sorting.
    pub fn cycle_sort(&mut self, forward: bool) {
        self.wanted.sort = next(SORTS, self.wanted.sort, forward);
        self.arrange_few();
    }

    /// Goes to the next or previous way of grouping.
    pub fn cycle_group(&mut self, forward: bool) {
        self.wanted.group = next(GROUPS, self.wanted.group, forward);
        self.arrange_few();
    }

    /// Shows the column with the declassification, or takes it away. Returns whether it is shown.
    pub fn toggle_clock(&mut self) -> bool {
        self.clock = !self.clock;
        self.clock
    }

    /// What somebody else is to do before the list is as it is wanted. One such job is under way at a time; each answer asks
    /// for the next.
    pub fn arranging(&mut self) -> Option<Arranging> {
        if self.arranging || self.is_arranged() {
            return None;
        }
        self.arranging = true;
        let (catalogue, before) = (self.catalogue.clone(), Arc::clone(&self.order));
        Some(Arranging { catalogue, arrangement: self.wanted, before })
    }

    /// Takes the answer; `None` where the job failed, which is told elsewhere.
    pub fn arranged(&mut self, order: Option<Arc<Order>>) {
        self.arranging = false;
        match order {
            Some(order) => self.put(order),
            // Better the order of before than asking again and again.
            None => {
                self.wanted = self.order.arrangement;
                let (seen, dropped) = (self.seen(), self.catalogue.dropped());
                let order = Arc::make_mut(&mut self.order);
                (order.seen, order.dropped) = (seen, dropped);
            }
        }
    }

    fn is_arranged(&self) -> bool {
        self.order.arrangement == self.wanted
            && self.order.seen == self.seen()
            && self.order.dropped == self.catalogue.dropped()
    }

    fn seen(&self) -> u32 {
        u32::try_from(self.catalogue.len()).unwrap_or(u32::MAX)
    }

    fn arrange_few(&mut self) {
        if self.catalogue.len() <= AT_ONCE && !self.arranging && !self.is_arranged() {
            self.put(Arc::new(arrange(&self.catalogue, self.wanted, Some(&self.order))));
        }
    }

    /// Takes an order. The selection stays on its cable, and that cable on its line of the screen.
    fn put(&mut self, order: Arc<Order>) {
        let kept = self.order.rows.get(self.selected).copied().filter(|_| self.touched);
        let line = self.line_of(self.selected).saturating_sub(self.top);
        self.order = order;
        if let Some(kept) = kept {
            let found = self.order.rows.iter().position(|row| *row == kept);
            self.selected = found.or_else(|| self.read_anew(kept)).unwrap_or(self.selected);
        }
        self.selected = self.selected.min(self.order.rows.len().saturating_sub(1));
        self.top = self.line_of(self.selected).saturating_sub(line);
        self.show_selected();
    }

    /// The position of a cable whose file was read anew, and which so has another row.
    fn read_anew(&self, row: u32) -> Option<usize> {
        let key = self.catalogue.entry(row)?.key();
        let entries = self.order.rows.iter().map(|row| self.catalogue.entry(*row));
        entries.enumerate().find(|(_, entry)| entry.is_some_and(|entry| entry.key() == key)).map(|(at, _)| at)
    }

    /// Moves the selection.
    pub fn go(&mut self, motion: Motion) {
        self.touched = true;
        self.copy = 0;
        self.selected = motion.apply(self.selected, usize::from(self.height), self.order.rows.len());
        self.show_selected();
    }

    /// Shows the next of the cables with the selected id. Returns its number and how many there are.
    pub fn next_copy(&mut self) -> (usize, usize) {
        let count = 1 + self.order.rows.get(self.selected).map_or(0, |row| self.order.copies_of(*row).len());
        self.touched = true;
        self.copy = (self.copy + 1) % count;
        (self.copy + 1, count)
    }

    /// Selects the next or previous row whose id, post or subject hold all the words; behind the last comes the first.
    pub fn find(&mut self, words: &str, forward: bool) -> bool {
        let holds = |entry: Entry<'_>| holds_all(words, &[entry.subject(), entry.post(), &entry.id()]);
        self.go_where(forward, holds)
    }

    /// Selects the next or previous cable of which something holds; behind the last comes the first.
    pub(super) fn go_where(&mut self, forward: bool, holds: impl Fn(Entry<'_>) -> bool) -> bool {
        let n = self.order.rows.len();
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
        let first = self.order.rows.iter().position(|listed| *listed == row);
        let of_copy = || {
            let (first, _) = self.order.copies.iter().find(|(_, copy)| *copy == row)?;
            self.order.rows.iter().position(|listed| listed == first)
        };
        let found = first.or_else(of_copy);
        if let Some(at) = found {
            self.go(Motion::To(at));
        }
        found.is_some()
    }

    /// The first position from which on something holds, in a list in which it holds for all that follow.
    pub(super) fn partition(&self, before: impl Fn(Entry<'_>) -> bool) -> usize {
        self.order.rows.partition_point(|row| self.catalogue.entry(*row).is_some_and(&before))
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
        self.order.rows.len() + self.order.headings.len()
    }

    /// The line of a position, counted with headings.
    fn line_of(&self, position: usize) -> usize {
        position + self.order.headings.partition_point(|heading| heading.at as usize <= position)
    }

    fn line(&self, line: usize) -> Option<Line<'_>> {
        let headings = &self.order.headings;
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
            let group = self.order.arrangement.group;
            return Some(Line::Heading { group, first: self.at(at as usize)?, count: count as usize });
        }
        let position = line - few;
        let entry = self.at(position)?;
        let copies = self.order.copies_of(entry.row()).len();
        Some(Line::Cable { entry, selected: position == self.selected, copies })
    }

    fn at(&self, position: usize) -> Option<Entry<'_>> {
        self.order.rows.get(position).and_then(|row| self.catalogue.entry(*row))
    }

    /// The selected cable: the first with its id, or the copy that is shown.
    pub fn selected(&self) -> Option<Entry<'_>> {
        let first = self.at(self.selected)?;
        let copy = self.copy.checked_sub(1).and_then(|copy| self.order.copies_of(first.row()).nth(copy));
        copy.and_then(|row| self.catalogue.entry(row)).or(Some(first))
    }

    /// Where the selected cable stands.
    pub fn selected_place(&self) -> Option<Place> {
        self.selected().map(|entry| entry.place())
    }

    /// Position of the selection, from 1; 0 in an empty list.
    pub fn position(&self) -> usize {
        (self.selected + 1).min(self.order.rows.len())
    }

    /// How many cables there are; copies are not counted.
    pub fn len(&self) -> usize {
        self.order.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.rows.is_empty()
    }

    /// What is known of all cables.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// How it is arranged, or will be in a moment.
    pub fn arrangement(&self) -> Arrangement {
        self.wanted
    }

    /// How it is sorted, in words.
    pub fn sort_name(&self) -> &'static str {
        name(SORTS, self.wanted.sort)
    }

    /// By what it is grouped, in words; empty where by nothing.
    pub fn group_name(&self) -> &'static str {
        name(GROUPS, self.wanted.group)
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

fn next<T: Copy + PartialEq>(ways: &[(T, &str)], from: T, forward: bool) -> T {
    let at = ways.iter().position(|(way, _)| *way == from).unwrap_or(0);
    let step = if forward { 1 } else { ways.len() - 1 };
    ways.get((at + step) % ways.len()).map_or(from, |(way, _)| *way)
}

fn name<T: PartialEq>(ways: &[(T, &'static str)], of: T) -> &'static str {
    ways.iter().find(|(way, _)| *way == of).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Row;
    use crate::cable::{Level, Marking};
    use crate::marking::When;
    use jiff::ToSpan;

    /// `id date level subject`, a row a line; `-` stands for nothing.
    fn rows(text: &str) -> Vec<Row> {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .enumerate()
            .map(|(n, line)| {
                let mut words = line.splitn(4, ' ');
                let mut word = || words.next().filter(|word| *word != "-").unwrap_or("");
                let id = word().to_owned();
                let date = word().parse::<jiff::civil::Date>().ok().map(|date| date.at(0, 0, 0, 0));
                let letters = word();
                let level = Level::ALL.into_iter().find(|level| level.letters() == letters);
                Row {
                    post: id.trim_matches(|c: char| c.is_ascii_digit()).to_owned(),
                    id,
                    date,
                    marking: level.map(Marking::plain),
                    subject: word().to_owned(),
                    // Two years behind its date, so that the order is that of the dates; without one never.
                    declassification: date.map_or(When::Never, |date| When::On(date.date().saturating_add(2.years()))),
                    place: Place { source: 0, offset: n as u64, len: 10_000 - n as u64, record: 1 },
                    ..Row::default()
                }
            })
            .collect()
    }

    fn list(text: &str) -> List {
        let mut list = List::default();
        list.fit(3);
        list.grow(Catalogue::of(rows(text)));
        list
    }

    /// Adds rows behind those that are there.
    fn extend(list: &mut List, text: &str) {
        let catalogue = list.catalogue();
        let before = (0..catalogue.len()).filter_map(|row| Some(catalogue.entry(row as u32)?.to_row()));
        let catalogue = Catalogue::of(before.chain(rows(text)).collect::<Vec<_>>());
        list.grow(catalogue);
    }

    const THREE: &str = "
        06OSLO1 2006-01-01 C fish
        07LIMA2 2007-01-01 U boats
        05RIGA3 2005-01-01 S harbours
    ";

    /// The ids that are seen, the selected one in brackets.
    fn seen(list: &List) -> String {
        let ids = list.visible().map(|line| match line {
            Line::Cable { entry, selected: true, .. } => format!("[{}]", entry.id()),
            Line::Cable { entry, .. } => entry.id().into_owned(),
            Line::Heading { first, count, .. } => format!("{}:{count}", first.date().map_or(0, |date| date.year())),
        });
        ids.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_sort_key_goes_through_all_ways_and_comes_back() {
        let mut list = list(THREE);
        let mut orders = Vec::new();
        for _ in SORTS {
            let letters = seen(&list).replace(|c: char| !c.is_ascii_uppercase() && c != ' ', "");
            let initials: String = letters.split(' ').filter_map(|id| id.chars().next()).collect();
            orders.push(format!("{}: {initials}", list.sort_name()));
            list.cycle_sort(true);
        }
        assert_eq!(
            orders,
            [
                "date ↓: LOR",
                "date ↑: ROL",
                "post: LOR",
                "level: ROL",
                "subject: LOR",
                "declassification: ROL",
                "id: ROL",
                "precedence: LOR",
                "size ↓: OLR",
                "references ↓: LOR",
                "as in the source: OLR"
            ]
        );
        assert_eq!(list.arrangement().sort, Sort::Newest);
        list.cycle_sort(false);
        assert_eq!(list.arrangement().sort, Sort::Source);
    }

    #[test]
    fn what_has_no_date_comes_last_either_way() {
        let mut list = list("06OSLO1 - C fish\n07LIMA2 2007-01-01 U boats");
        assert_eq!(seen(&list), "[07LIMA2] 06OSLO1");
        list.cycle_sort(true);
        assert_eq!(seen(&list), "[07LIMA2] 06OSLO1");
    }

    #[test]
    fn the_first_row_stays_selected_until_the_reader_moves() {
        let mut list = list(THREE);
        assert_eq!(seen(&list), "[07LIMA2] 06OSLO1 05RIGA3");
        extend(&mut list, "09BONN1 2009-01-01 U rain");
        assert_eq!(seen(&list), "[09BONN1] 07LIMA2 06OSLO1");
    }

    #[test]
    fn a_selection_survives_more_rows_and_sorting_on_its_line() {
        let mut list = list(THREE);
        list.go(Motion::Lines(1));
        extend(&mut list, "09BONN1 2009-01-01 U rain\n08BERN1 2008-01-01 U hail\n04ROME1 2004-01-01 U sun");
        assert_eq!(seen(&list), "07LIMA2 [06OSLO1] 05RIGA3");
        list.cycle_sort(true);
        assert_eq!(list.selected().unwrap().id(), "06OSLO1");
    }

    #[test]
    fn find_goes_round_in_both_directions() {
        let mut list = list(THREE);
        assert!(list.find("HARB", true));
        assert_eq!(list.selected().unwrap().id(), "05RIGA3");
        assert!(list.find("06oslo fish", true));
        assert!(list.find("lima", false));
        assert_eq!(list.selected().unwrap().id(), "07LIMA2");
        assert!(!list.find("snow", true));
        assert!(!List::default().find("snow", false));
    }

    #[test]
    fn the_selection_is_always_seen() {
        let mut list = list(THREE);
        list.go(Motion::End);
        list.fit(1);
        assert_eq!(seen(&list), "[05RIGA3]");
        list.fit(0);
        list.fit(2);
        assert_eq!(seen(&list), "06OSLO1 [05RIGA3]");
    }

    #[test]
    fn headings_stand_between_the_cables_and_are_never_selected() {
        let mut list = list("06OSLO1 2006-01-01 C fish\n06LIMA2 2006-05-01 U boats\n05RIGA3 2005-01-01 S harbours");
        list.fit(6);
        list.cycle_group(true);
        list.cycle_group(true);
        assert_eq!((list.group_name(), seen(&list)), ("year", "2006:2 [06LIMA2] 06OSLO1 2005:1 05RIGA3".to_owned()));
        list.go(Motion::End);
        list.fit(2);
        assert_eq!(seen(&list), "2005:1 [05RIGA3]");
        list.go(Motion::Start);
        assert_eq!(seen(&list), "2006:2 [06LIMA2]");
        list.fit(1);
        assert_eq!(seen(&list), "[06LIMA2]");
    }

    #[test]
    fn the_same_id_twice_is_one_cable_with_a_copy_that_can_be_shown() {
        let mut list = list("06OSLO1 2006-01-01 C fish\n07LIMA2 2007-01-01 U boats\n06OSLO1 2006-01-01 C again");
        assert_eq!(seen(&list), "[07LIMA2] 06OSLO1");
        assert_eq!(list.next_copy(), (1, 1));
        list.go(Motion::Lines(1));
        let subject = |list: &List| list.selected().unwrap().subject().to_owned();
        assert_eq!((subject(&list), list.next_copy(), subject(&list)), ("fish".into(), (2, 2), "again".into()));
        assert_eq!((list.next_copy(), subject(&list)), ((1, 2), "fish".into()));
    }

    #[test]
    fn many_cables_are_put_in_order_elsewhere_while_the_list_stays_as_it_is() {
        let line = |n: usize| format!("06OSLO{n} 2006-01-{:02} C fish\n", n % 28 + 1);
        let mut list = list(THREE);
        list.go(Motion::Lines(1));
        extend(&mut list, &(10..AT_ONCE + 10).map(line).collect::<String>());
        assert_eq!((list.len(), list.catalogue().len()), (3, AT_ONCE + 3));
        let job = list.arranging().unwrap();
        assert_eq!(list.arranging(), None, "one at a time");
        list.cycle_sort(true);
        assert_eq!(seen(&list), "07LIMA2 [06OSLO1] 05RIGA3");
        list.arranged(Some(job.order()));
        assert_eq!((list.len(), list.selected().unwrap().id().as_ref()), (AT_ONCE + 3, "06OSLO1"));
        let job = list.arranging().unwrap();
        list.arranged(Some(job.order()));
        assert_eq!((list.position(), list.arranging()), (2, None));
        list.cycle_sort(true);
        assert!(list.arranging().is_some());
        list.arranged(None);
        assert_eq!((list.sort_name(), list.arranging()), ("date ↑", None), "after a mistake it stays as it was");
    }
}

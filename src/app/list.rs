//! The list of cables: rows, their order, the selection, what part is seen.
//!
//! Rows are kept as they came; the order is a list of their numbers. Only the rows that are seen are ever formatted,
//! so a quarter of a million of them cost no more to draw than forty.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::find::holds_all;
use super::motion::Motion;
use crate::archive::Row;
use crate::marking::When;
use crate::text::width::width;

/// By what the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// By post.
    Post,
    /// Highest level first.
    Level,
    /// By subject.
    Subject,
    /// What is to be declassified first comes first.
    Declassification,
    /// As in the sources.
    Source,
}

/// How the list can be sorted, in the order in which the key goes through them.
const SORTS: &[(Sort, &str)] = &[
    (Sort::Newest, "date ↓"),
    (Sort::Oldest, "date ↑"),
    (Sort::Post, "post"),
    (Sort::Level, "level"),
    (Sort::Subject, "subject"),
    (Sort::Declassification, "declassification"),
    (Sort::Source, "as in the source"),
];

impl Sort {
    /// What the title of the list says.
    pub fn name(self) -> &'static str {
        SORTS.iter().find(|(sort, _)| *sort == self).map_or("", |(_, name)| name)
    }

    fn next(self, forward: bool) -> Self {
        let at = SORTS.iter().position(|(sort, _)| *sort == self).unwrap_or(0);
        let step = if forward { 1 } else { SORTS.len() - 1 };
        SORTS.get((at + step) % SORTS.len()).map_or(self, |(sort, _)| *sort)
    }

    fn compare(self, a: &Row, b: &Row) -> Ordering {
        // What has no date, post or subject comes last in either direction: it is the least useful.
        let newest = || a.date.is_none().cmp(&b.date.is_none()).then(b.date.cmp(&a.date));
        let rank = |row: &Row| row.marking.as_ref().map(|marking| (marking.level.rank(), marking.controls.len()));
        match self {
            Sort::Newest => newest(),
            Sort::Oldest => a.date.is_none().cmp(&b.date.is_none()).then(a.date.cmp(&b.date)),
            Sort::Post => a.post.is_empty().cmp(&b.post.is_empty()).then_with(|| a.post.cmp(&b.post)).then_with(newest),
            Sort::Level => rank(b).cmp(&rank(a)).then_with(newest),
            Sort::Subject => a.subject.is_empty().cmp(&b.subject.is_empty()).then_with(|| a.subject.cmp(&b.subject)),
            Sort::Declassification => due(a).cmp(&due(b)).then_with(newest),
            Sort::Source => Ordering::Equal,
        }
    }
}

/// The order of declassification: by date, then what waits for an event, what is exempt, what has nothing to wait for.
fn due(row: &Row) -> (u8, Option<Date>) {
    match row.declassification {
        When::On(date) => (0, Some(date)),
        When::Event(_) => (1, None),
        When::Exempt(_) => (2, None),
        When::Unknown | When::Never => (3, None),
    }
}

/// A row with what is needed to draw it.
pub struct ListRow<'a> {
    /// The row.
    pub row: &'a Row,
    /// Whether it is the selected one.
    pub selected: bool,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct List {
    rows: Vec<Row>,
    order: Vec<u32>,
    sort: Sort,
    /// Position in `order`.
    selected: usize,
    top: usize,
    height: u16,
    /// Whether the reader has moved: until then the first row stays selected while rows arrive.
    touched: bool,
    /// Columns of the longest name of a post.
    widest_post: usize,
    /// Whether the column with the declassification is shown.
    clock: bool,
}

impl List {
    /// Takes more rows in. The selection stays on its cable, and that cable on its line of the screen.
    pub fn extend(&mut self, rows: Vec<Row>) {
        let first = self.rows.len();
        let widest = rows.iter().map(|row| width(&row.post)).max().unwrap_or(0);
        self.widest_post = self.widest_post.max(widest);
        self.rows.extend(rows);
        // Row numbers of 32 bits are enough for any archive that fits into memory.
        self.order.extend((first..self.rows.len()).filter_map(|n| u32::try_from(n).ok()));
        self.arrange();
    }

    /// Goes to the next or previous way of sorting.
    pub fn cycle_sort(&mut self, forward: bool) {
        self.sort = self.sort.next(forward);
        self.arrange();
    }

    /// Shows the column with the declassification, or takes it away. Returns whether it is shown.
    pub fn toggle_clock(&mut self) -> bool {
        self.clock = !self.clock;
        self.clock
    }

    fn arrange(&mut self) {
        let kept = self.order.get(self.selected).copied().filter(|_| self.touched);
        let line = self.selected.saturating_sub(self.top);
        let (rows, sort) = (&self.rows, self.sort);
        self.order.sort_by(|&a, &b| match (rows.get(a as usize), rows.get(b as usize)) {
            // Equal rows stay in the order of the sources.
            (Some(x), Some(y)) => sort.compare(x, y).then(a.cmp(&b)),
            _ => a.cmp(&b),
        });
        if let Some(kept) = kept {
            self.selected = self.order.iter().position(|&n| n == kept).unwrap_or(0);
            self.top = self.selected.saturating_sub(line);
        }
        self.show_selected();
    }

    /// Moves the selection.
    pub fn go(&mut self, motion: Motion) {
        self.touched = true;
        self.selected = motion.apply(self.selected, usize::from(self.height), self.order.len());
        self.show_selected();
    }

    /// Selects the next or previous row whose id, post or subject hold all the words; behind the last comes the first.
    pub fn find(&mut self, words: &str, forward: bool) -> bool {
        let n = self.order.len();
        let found = (1..=n)
            .map(|step| (self.selected + if forward { step } else { n - step }) % n)
            .find(|&at| self.at(at).is_some_and(|row| holds_all(words, &[&row.id, &row.post, &row.subject])));
        if let Some(at) = found {
            self.go(Motion::To(at));
        }
        found.is_some()
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
        self.top = self.top.clamp((self.selected + 1).saturating_sub(height), self.selected);
        self.top = self.top.min(self.order.len().saturating_sub(height));
    }

    fn at(&self, position: usize) -> Option<&Row> {
        self.order.get(position).and_then(|&n| self.rows.get(n as usize))
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.at(self.selected)
    }

    /// Position of the selection, from 1; 0 in an empty list.
    pub fn position(&self) -> usize {
        (self.selected + 1).min(self.order.len())
    }

    /// How many cables there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How it is sorted.
    pub fn sort(&self) -> Sort {
        self.sort
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

    /// The rows that are seen, for drawing.
    pub fn seen(&self) -> impl Iterator<Item = ListRow<'_>> {
        (self.top..self.order.len())
            .take(usize::from(self.height))
            .filter_map(|at| Some(ListRow { row: self.at(at)?, selected: at == self.selected }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Place;
    use crate::cable::{Level, Marking};
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
                    place: Place { source: 0, offset: n as u64, len: 1, record: 1 },
                }
            })
            .collect()
    }

    fn list(text: &str) -> List {
        let mut list = List::default();
        list.fit(3);
        list.extend(rows(text));
        list
    }

    const THREE: &str = "
        06OSLO1 2006-01-01 C fish
        07LIMA2 2007-01-01 U boats
        05RIGA3 2005-01-01 S harbours
    ";

    /// The ids that are seen, the selected one in brackets.
    fn seen(list: &List) -> String {
        let ids = list.seen().map(|row| if row.selected { format!("[{}]", row.row.id) } else { row.row.id.clone() });
        ids.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_sort_key_goes_through_all_ways_and_comes_back() {
        let mut list = list(THREE);
        let mut orders = Vec::new();
        for _ in SORTS {
            let ids: Vec<_> = list.seen().map(|row| row.row.id.chars().nth(2).unwrap()).collect();
            orders.push(format!("{}: {}", list.sort().name(), ids.iter().collect::<String>()));
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
                "as in the source: OLR"
            ]
        );
        assert_eq!(list.sort(), Sort::Newest);
        list.cycle_sort(false);
        assert_eq!(list.sort(), Sort::Source);
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
        list.extend(rows("09BONN1 2009-01-01 U rain"));
        assert_eq!(seen(&list), "[09BONN1] 07LIMA2 06OSLO1");
    }

    #[test]
    fn a_selection_survives_more_rows_and_sorting_on_its_line() {
        let mut list = list(THREE);
        list.go(Motion::Lines(1));
        list.extend(rows("09BONN1 2009-01-01 U rain\n08BERN1 2008-01-01 U hail\n04ROME1 2004-01-01 U sun"));
        assert_eq!(seen(&list), "07LIMA2 [06OSLO1] 05RIGA3");
        list.cycle_sort(true);
        assert_eq!(list.selected().unwrap().id, "06OSLO1");
    }

    #[test]
    fn find_goes_round_in_both_directions() {
        let mut list = list(THREE);
        assert!(list.find("HARB", true));
        assert_eq!(list.selected().unwrap().id, "05RIGA3");
        assert!(list.find("06oslo fish", true));
        assert!(list.find("lima", false));
        assert_eq!(list.selected().unwrap().id, "07LIMA2");
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
}

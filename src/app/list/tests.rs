//! The list in a window of three rows.

use super::order::{AT_ONCE, sorts};
use super::*;
use crate::archive::Row;
use crate::archive::catalogue::Sort;
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
    for _ in 0..sorts() {
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
    list.arranged(Some(job.arranged()));
    assert_eq!((list.len(), list.selected().unwrap().id().as_ref()), (AT_ONCE + 3, "06OSLO1"));
    let job = list.arranging().unwrap();
    list.arranged(Some(job.arranged()));
    assert_eq!((list.position(), list.arranging()), (2, None));
    list.cycle_sort(true);
    assert!(list.arranging().is_some());
    list.arranged(None);
    assert_eq!((list.sort_name(), list.arranging()), ("date ↑", None), "after a mistake it stays as it was");
}

/// What a search found: the rows with these numbers.
fn found(list: &List, rows: &[u32]) -> Found {
    Found {
        whole: true,
        seen: list.catalogue().len(),
        ..Found::new(Bits::none(9).with(rows.iter().copied()), list.all())
    }
}

#[test]
fn what_was_found_is_listed_in_the_order_that_is_wanted() {
    let mut list = list(THREE);
    list.go(Motion::End);
    list.show(&found(&list, &[0, 2]), true);
    assert_eq!((seen(&list), list.len(), list.of()), ("[06OSLO1] 05RIGA3".into(), 2, 3));
    list.go(Motion::Lines(1));
    list.cycle_group(true);
    list.cycle_group(true);
    assert_eq!(seen(&list), "06OSLO1 2005:1 [05RIGA3]");
    list.cycle_sort(false);
    assert_eq!((list.sort_name(), seen(&list)), ("as in the source", "06OSLO1 2005:1 [05RIGA3]".into()));
    list.widen();
    assert_eq!((list.selected().unwrap().id().as_ref(), list.len()), ("05RIGA3", 3));
}

#[test]
fn a_search_that_is_given_up_leaves_the_list_as_it_was() {
    let mut list = list(THREE);
    list.go(Motion::Lines(1));
    let before = list.keep();
    list.show(&found(&list, &[2]), true);
    assert_eq!(seen(&list), "[05RIGA3]");
    extend(&mut list, "09BONN1 2009-01-01 U rain");
    list.restore(before);
    assert_eq!(seen(&list), "07LIMA2 [06OSLO1] 05RIGA3");
    list.go(Motion::Start);
    assert_eq!(seen(&list), "[09BONN1] 07LIMA2 06OSLO1");
}

#[test]
fn more_finds_of_one_question_leave_the_selection_where_it_is() {
    let mut list = list(THREE);
    list.show(&found(&list, &[0]), true);
    list.show(&found(&list, &[0, 1]), false);
    assert_eq!(seen(&list), "[07LIMA2] 06OSLO1", "until the reader moves, the first stays selected");
    list.go(Motion::Lines(1));
    list.show(&found(&list, &[0, 1, 2]), false);
    assert_eq!(seen(&list), "07LIMA2 [06OSLO1] 05RIGA3");
}

#[test]
fn what_was_found_in_another_order_is_put_into_the_one_that_is_wanted() {
    let mut list = list(THREE);
    let old = found(&list, &[0, 1]);
    list.cycle_sort(true);
    list.show(&old, true);
    assert_eq!(seen(&list), "[06OSLO1] 07LIMA2");
}

#[test]
fn only_what_was_found_can_be_sorted_by_how_well_it_fits() {
    let mut list = list(THREE);
    list.cycle_sort(true);
    assert_eq!(list.sort_name(), "date ↑");
    list.cycle_sort(false);
    list.show(&found(&list, &[0, 1]), true);
    list.cycle_sort(true);
    assert_eq!((list.sort_name(), seen(&list)), ("best match", "[07LIMA2] 06OSLO1".into()));
    let mut best = found(&list, &[0, 1]);
    best.by_rank = true;
    Arc::make_mut(&mut best.order).rows = vec![0, 1];
    list.show(&best, true);
    assert_eq!(seen(&list), "[06OSLO1] 07LIMA2");
    list.cycle_sort(true);
    assert_eq!((list.sort_name(), seen(&list)), ("date ↑", "[06OSLO1] 07LIMA2".into()));
    list.cycle_sort(false);
    list.cycle_sort(false);
    assert_eq!((list.sort_name(), seen(&list)), ("date ↓", "[07LIMA2] 06OSLO1".into()));
}

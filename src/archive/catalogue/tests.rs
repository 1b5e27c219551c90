//! Rows go in and come out; orders are those of a plain sort, however the catalogue grew.

use std::cmp::Reverse;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::archive::Place;
use crate::cable::{Control, Level, Marking, Precedence};
use crate::marking::When;

/// Whether a row has something that every so many rows have.
fn each(n: u32, of: u32) -> bool {
    n.is_multiple_of(of)
}

fn row(n: u32) -> Row {
    let mut marking = Marking::plain(Level::ALL[n as usize % 7]);
    marking.controls.extend((0..n % 3).map(|c| Control(format!("CONTROL {c}").into())));
    Row {
        id: if n % 11 == 3 {
            format!("file {n}")
        } else {
            format!("{:02}{}{n}", n % 100, ["ROME", "OSLO", "LIMA"][n as usize % 3])
        },
        date: (!each(n, 7))
            .then(|| date(1970 + (n % 50) as i16, 1 + (n % 12) as i8, 1 + (n % 28) as i8).at(0, (n % 60) as i8, 0, 0)),
        post: if each(n, 5) { String::new() } else { ["ROME", "OSLO", "LIMA"][n as usize % 3].to_owned() },
        marking: (!each(n, 9)).then_some(marking),
        precedences: [
            (!each(n, 4)).then_some([Precedence::Routine, Precedence::Flash][n as usize % 2]),
            n.is_multiple_of(8).then_some(Precedence::Priority),
        ],
        captions: (0..n % 3).map(|c| format!("CAPTION {c}")).collect(),
        tags: (0..n % 4).map(|t| format!("T{t}")).collect(),
        declassification: match n % 5 {
            0 => When::On(date(1990 + (n % 60) as i16, 2, 3)),
            1 => When::Event(format!("EVENT {}", n % 4)),
            2 => When::Exempt("50X1-HUM".into()),
            3 => When::Unknown,
            _ => When::Never,
        },
        subject: if each(n, 6) { String::new() } else { format!("SUBJECT ABOUT {}", (n * 7919) % 13) },
        references: (0..n % 3).map(|r| format!("06STATE{r}")).collect(),
        partial: each(n, 2),
        corrected: each(n, 3),
        broken: each(n, 8),
        place: Place { source: n / 10, offset: u64::from(n) << 33, len: u64::from((n * 31) % 17), record: n },
    }
}

/// A catalogue that grew by blocks of these sizes.
fn grown(sizes: &[usize]) -> Vec<Catalogue> {
    let (mut growing, mut next) = (Growing::default(), 0);
    let mut grow = |size: &usize| {
        growing.rows((next..).take(*size).map(row));
        next += *size as u32;
        growing.catalogue()
    };
    sizes.iter().map(&mut grow).collect()
}

#[test]
fn every_row_comes_out_as_it_went_in() {
    let catalogue = grown(&[100, 1, 400, 0, 30]).pop().unwrap();
    assert_eq!(catalogue.len(), 531);
    for (n, found) in (0..).zip(catalogue.rows()) {
        assert_eq!(found, row(n));
    }
    assert_eq!(catalogue.entry(531).map(|entry| entry.row()), None);
    assert_eq!(catalogue.find("01OSLO1").map(|entry| entry.row()), Some(1));
    assert_eq!(catalogue.find("nothing").map(|entry| entry.row()), None);
    assert!(catalogue.blocks().count() < 4, "small blocks are joined");
}

#[test]
fn a_snapshot_stays_what_it_was() {
    let catalogues = grown(&[10, 10, 10]);
    assert_eq!(catalogues[0].rows().collect::<Vec<_>>(), (0..10).map(row).collect::<Vec<_>>());
    assert_eq!(catalogues[2].len(), 30);
}

/// What a sort goes by, as plainly as it can be said.
fn plain(sort: Sort, row: &Row) -> (Reverse<u64>, String, i64) {
    let day = |date: Date| i64::from(moment::of_day(date));
    let newest = row.date.map_or(i64::MAX, |date| -(moment::of_time(date) as i64));
    let last = |empty: bool, text: &str| if empty { "\u{10ffff}".to_owned() } else { text.to_owned() };
    let rank = row
        .marking
        .as_ref()
        .map_or(0, |marking| 1000 + 100 * u64::from(marking.level.rank()) + marking.controls.len() as u64);
    let due = match &row.declassification {
        When::On(due) => day(*due),
        When::Event(_) => i64::MAX - 2,
        When::Exempt(_) => i64::MAX - 1,
        When::Unknown | When::Never => i64::MAX,
    };
    let fast = row.precedences[0].map_or(0, |precedence| 1 + precedence as u64);
    match sort {
        Sort::Newest => (Reverse(0), String::new(), newest),
        Sort::Oldest => (Reverse(0), String::new(), row.date.map_or(i64::MAX, |date| moment::of_time(date) as i64)),
        Sort::Post => (Reverse(0), last(row.post.is_empty(), &row.post), newest),
        Sort::Level => (Reverse(rank), String::new(), newest),
        Sort::Subject => (Reverse(0), last(row.subject.is_empty(), &row.subject), 0),
        Sort::Declassification => (Reverse(u64::MAX - due as u64), String::new(), newest),
        Sort::Precedence => (Reverse(fast), String::new(), newest),
        Sort::Size => (Reverse(row.place.len), String::new(), 0),
        Sort::References => (Reverse(row.references.len() as u64), String::new(), newest),
        Sort::Id | Sort::Source => (Reverse(0), String::new(), 0),
    }
}

const SORTS: [Sort; 10] = [
    Sort::Newest,
    Sort::Oldest,
    Sort::Post,
    Sort::Level,
    Sort::Subject,
    Sort::Declassification,
    Sort::Precedence,
    Sort::Size,
    Sort::References,
    Sort::Source,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn orders_are_stable_sorts_however_the_catalogue_grew(sizes in proptest::collection::vec(0usize..90, 1..5)) {
        for sort in SORTS {
            for group in [Group::None, Group::Day, Group::Year, Group::Post, Group::Level] {
                let arrangement = Arrangement { sort, group };
                let (mut order, mut last) = (None, None);
                for catalogue in grown(&sizes) {
                    order = Some(arrange(&catalogue, arrangement, order.as_ref()));
                    last = Some(catalogue);
                }
                let (order, catalogue) = (order.unwrap(), last.unwrap());
                prop_assert_eq!(&order, &arrange(&catalogue, arrangement, None));
                if group == Group::None {
                    let mut expected: Vec<u32> = (0..catalogue.len() as u32).collect();
                    expected.sort_by_key(|n| plain(sort, &row(*n)));
                    prop_assert_eq!(&order.rows, &expected, "{:?}", sort);
                }
                let counted: u32 = order.headings.iter().map(|heading| heading.count).sum();
                prop_assert_eq!(counted as usize, if group == Group::None { 0 } else { order.rows.len() });
            }
        }
    }
}

#[test]
fn copies_are_listed_with_the_first_until_its_source_is_dropped() {
    let cable =
        |id: &str, source: u32| Row { id: id.into(), place: Place { source, ..Place::default() }, ..Row::default() };
    let mut growing = Growing::default();
    growing.rows([cable("06ROME1", 0), cable("06ROME2", 0), cable("readme", 0)]);
    growing.rows([cable("06ROME1", 1), cable("readme", 1)]);
    growing.rest();
    growing.rows([cable("06ROME1", 2)]);
    let order = |growing: &Growing| {
        arrange(&growing.catalogue(), Arrangement { sort: Sort::Source, ..Default::default() }, None)
    };
    assert_eq!(order(&growing).rows, [0, 1, 2, 4], "names of files are no ids");
    assert_eq!(order(&growing).copies_of(0).collect::<Vec<_>>(), [3, 5]);
    growing.drop_sources([0]);
    assert_eq!(order(&growing).rows, [3, 4]);
    assert_eq!(order(&growing).copies_of(3).collect::<Vec<_>>(), [5]);
    assert_eq!(growing.catalogue().copies(), 1);
    growing.rows([cable("06ROME2", 3), cable("06ROME1", 3)]);
    assert_eq!(order(&growing).rows, [3, 4, 6]);
}

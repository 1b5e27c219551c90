//! That what a parser looks at grows with the length of a text and not with its square, counted and not timed.

use super::{Hints, parse, parse_head, parse_row};
use crate::text::line::lines;
use crate::text::work::{counted, looked_at};

#[path = "../../tests/common/growing.rs"]
mod growing;

/// Bytes of the shorter text; the other has [`TIMES`] as many.
const SIZE: usize = 12_000;
const TIMES: usize = 4;

/// How many times as much may be looked at in the longer text, in tenths: some room above [`TIMES`], and far below its square.
const MOST: u64 = 60;

/// What is done with a text, and its name.
type Way = (&'static str, fn(&str));

/// Says by how much the work grew, in tenths, where that is too much.
fn grows_too_fast(work: impl Fn(usize)) -> Option<u64> {
    let [short, long] = [SIZE, TIMES * SIZE].map(|size| counted(|| work(size)).0.max(1));
    Some(long * 10 / short).filter(|times| *times > MOST)
}

#[test]
fn work_grows_with_the_length() {
    let mut bad = Vec::new();
    for kind in growing::KINDS {
        let texts = [SIZE, TIMES * SIZE].map(|size| kind.text(size));
        let text = |size: usize| if size == SIZE { &texts[0] } else { &texts[1] };
        let ways: [Way; 4] = [
            ("all", |text| drop(parse(text, &Hints::default()))),
            ("head", |text| drop(parse_head(text, &Hints::default()))),
            ("row", |text| drop(parse_row(text, &Hints::default()))),
            ("tables", |text| drop(super::tables(text, [(crate::text::Span::new(0, text.len()), [].as_slice())]))),
        ];
        for (way, work) in ways {
            if let Some(tenths) = grows_too_fast(|size| work(text(size))) {
                bad.push(format!("{}, {way}: {}.{} times", kind.name, tenths / 10, tenths % 10));
            }
        }
    }
    assert!(bad.is_empty(), "for {TIMES} times the length:\n{}", bad.join("\n"));
}

/// The count that the test above relies on: of every text the parser looks at all, more than once and not often.
#[test]
fn every_byte_is_counted() {
    for kind in growing::KINDS {
        let text = kind.text(SIZE);
        let (seen, _) = counted(|| parse(&text, &Hints::default()));
        assert!(seen >= text.len() as u64, "{}: {seen} of {} bytes", kind.name, text.len());
    }
}

/// What it must find: lines that are cut again for each line, and words compared with all before them.
#[test]
fn a_loop_within_a_loop_is_found() {
    let text = "boats\n".repeat(TIMES * SIZE / 60);
    let again = |size: usize| {
        let text = &text[..size / 10];
        lines(text).for_each(|_| lines(text).for_each(drop));
    };
    assert!(grows_too_fast(again).is_some_and(|tenths| tenths > 150));
    let compared = |size: usize| (0..size / 100).for_each(|before| (0..before).for_each(|_| looked_at(1)));
    assert!(grows_too_fast(compared).is_some());
    assert_eq!(grows_too_fast(|size| lines(&text[..size / 10]).for_each(drop)), None);
}

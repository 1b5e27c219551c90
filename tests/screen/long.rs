//! Long cables: the start is shown before the rest is set, and nobody can tell.

use std::fmt::Write as _;

use sipdis::app::{Effect, Msg, Ticket};
use sipdis::ui::ColourDepth;

use crate::stage::Stage;

/// A cable of many paragraphs, with lists, tables and rules between them.
fn long() -> String {
    let mut text = String::from("CONFIDENTIAL ROME 000042\n\nSIPDIS\n\nTAGS: PREL\nSUBJECT: THE GULLS OF OSTIA\n");
    for number in 1..=250 {
        let _ = writeln!(
            text,
            "\n{number}. (C) Counting. The keeper of the lighthouse counted {number} gulls before noon,"
        );
        let _ = writeln!(text, "and wrote them into the book that lies below the lamp.  Nobody");
        let _ = writeln!(text, "had asked him to, and (S//NF) nobody reads it.");
        match number % 7 {
            0 => {
                text.push_str("\nNorth    120   1,400\nSouth     95     900\n-----------------\nBoth     215   2,300\n")
            }
            3 => text.push_str("-- the first of them was grey;\n-- the second was seen twice.\n"),
            _ => {}
        }
    }
    text
}

/// The start of a long cable, and the job that sets the rest.
fn start(size: (u16, u16)) -> (Stage, (Ticket, sipdis::app::ready::Setting)) {
    let (stage, mut left) = Stage::start_of_cable(&long(), size);
    match left.pop() {
        Some(Effect::Set { ticket, job }) if left.is_empty() && stage.app.reader().is_start() => (stage, (ticket, job)),
        other => panic!("the rest is to be set, and nothing else: {other:?}"),
    }
}

/// The screen without its last row, which says how far the reader is; and that, in percent.
fn without_percent(stage: &Stage) -> (String, usize) {
    let letters = stage.letters();
    let (rows, last) = letters.trim_end().rsplit_once('\n').unwrap();
    let percent = last.split_whitespace().find_map(|word| word.strip_suffix('%').and_then(|n| n.parse().ok()));
    let alone = last.split_whitespace().zip(last.split_whitespace().skip(1));
    let apart = alone.filter(|(_, sign)| *sign == "%").find_map(|(n, _)| n.parse().ok());
    (rows.to_owned(), percent.or(apart).unwrap_or_else(|| panic!("no percents in {last:?}")))
}

const SIZES: [(u16, u16); 5] = [(200, 60), (160, 50), (100, 30), (80, 24), (40, 9)];

#[test]
fn the_start_of_a_long_cable_stands_where_it_will_stand() {
    for size in SIZES {
        let (mut stage, (ticket, job)) = start(size);
        let whole = Stage::cable(&long(), size);
        let ((before, about), (wanted, exact)) = (without_percent(&stage), without_percent(&whole));
        assert_eq!(before, wanted, "{size:?}");
        assert!(about.abs_diff(exact) <= 1, "{about} and {exact} percent at {size:?}");
        assert_eq!(stage.send(Msg::Set { ticket, page: job.page() }), []);
        assert_eq!(stage.screen(ColourDepth::True), whole.screen(ColourDepth::True), "{size:?}");
    }
}

#[test]
fn whoever_moves_before_the_rest_is_set_gets_where_he_wants() {
    for keys in ["G", "j", "G k k", "ctrl-d", "] ] [", "/ \"220_gulls\" enter n", "2", "2 G 1", "5 j 1", "K", "K K"] {
        let (mut stage, (ticket, job)) = start((100, 30));
        let mut whole = Stage::cable(&long(), (100, 30));
        stage.keys(keys);
        whole.keys(keys);
        assert!(!whole.app.reader().is_start());
        assert_eq!(stage.letters(), whole.letters(), "{keys}");
        stage.send(Msg::Set { ticket, page: job.page() });
        assert_eq!(stage.letters(), whole.letters(), "{keys}, and a late page");
    }
}

#[test]
fn a_window_that_grows_is_filled() {
    let (mut stage, (ticket, job)) = start((80, 24));
    for (width, height) in [(200, 24), (200, 400), (30, 12)] {
        stage.send(Msg::Resize { width, height });
        let mut whole = Stage::cable(&long(), (80, 24));
        whole.send(Msg::Resize { width, height });
        assert_eq!(without_percent(&stage).0, without_percent(&whole).0, "{width} by {height}");
    }
    stage.send(Msg::Set { ticket, page: job.page() });
    let whole = Stage::cable(&long(), (30, 12));
    assert_eq!(stage.letters(), whole.letters());
}

#[test]
fn what_was_set_of_a_cable_that_is_not_shown_any_more_is_dropped() {
    let (mut stage, (ticket, job)) = start((80, 24));
    stage.keys("K");
    let before = stage.letters();
    stage.send(Msg::Set { ticket: Ticket(ticket.0 + 1), page: job.page() });
    stage.send(Msg::Set { ticket, page: job.page() });
    assert_eq!(stage.letters(), before, "fields stay explained");
}

#[test]
fn a_long_cable_that_is_found_comes_with_all_of_its_hits() {
    let is_rest = |effect: &Effect| matches!(effect, Effect::Set { .. });
    let (mut stage, _) = start((100, 30));
    let left = stage.keys("tab / \"lamp\"");
    assert!(!stage.app.reader().is_start() && !left.iter().any(is_rest), "nothing is left to be set: {left:?}");
    assert_eq!(stage.app.reader().page().and_then(|page| page.hit()), Some((1, 250)));
    let mut whole = Stage::cable(&long(), (100, 30));
    whole.keys("tab / \"lamp\"");
    assert_eq!(stage.letters(), whole.letters());

    // What it was found by does not stand in its text.
    let (mut stage, _) = start((100, 30));
    let left = stage.keys("tab / \"class:c\"");
    assert!(stage.app.reader().is_start() && left.iter().any(is_rest), "{left:?}");

    // Words that are looked for in the cable are marked in the next one too.
    let (mut stage, _) = start((100, 30));
    stage.keys("/ \"lamp\" enter");
    let left = stage.keys("tab / \"class:c\" enter");
    assert!(!stage.app.reader().is_start() && !left.iter().any(is_rest), "{left:?}");
    assert_eq!(stage.app.reader().page().and_then(|page| page.hit()).map(|(_, of)| of), Some(250));
}

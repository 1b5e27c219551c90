//! Laws of the screen: no keys at any size break it, and drawing changes nothing.

use crate::stage::Stage;
use proptest::prelude::*;
use sipdis::app::commands::COMMANDS;
use sipdis::app::indexing::Indexed;
use sipdis::app::list::Found;
use sipdis::app::{Effect, Msg, Ticket};
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::{Bits, Opening, Place, Row, Trouble};
use sipdis::ui::ColourDepth;

/// What may come in, as a test case is written: keys mostly, since they do most.
#[derive(Debug, Clone)]
enum Event {
    Key(String),
    Paste(String),
    Resize(u16, u16),
    Rows(Vec<(String, String, String)>),
    Trouble(String),
    Done,
    LateAnswer(u64),
    LateFind(u64, Vec<u32>),
    Indexed(Option<(usize, usize)>),
}

fn event() -> impl Strategy<Value = Event> {
    let keys: Vec<String> = COMMANDS.iter().flat_map(|c| c.keys).map(|key| (*key).to_owned()).collect();
    // Words that queries are made of, so that some of them find something.
    let word = proptest::sample::select(vec![
        "the",
        " tag:",
        "PREL",
        "class:>",
        "oil",
        "\"",
        "(",
        "-",
        "*",
        "/",
        "06 rome 1733",
    ]);
    let key = prop_oneof![9 => proptest::sample::select(keys), 2 => "[a-zA-Z0-9é漢/:]", 1 => Just("enter".to_owned())];
    prop_oneof![
        30 => key.prop_map(Event::Key),
        4 => word.prop_map(|word| Event::Paste(word.to_owned())),
        3 => Just(Event::Key("/".to_owned())),
        1 => ".{0,20}".prop_map(Event::Paste),
        3 => (0u16..200, 0u16..60).prop_map(|(width, height)| Event::Resize(width, height)),
        1 => proptest::collection::vec((".{0,12}", ".{0,9}", ".{0,40}"), 0..4).prop_map(Event::Rows),
        1 => ".{0,60}".prop_map(Event::Trouble),
        1 => Just(Event::Done),
        1 => (0u64..9).prop_map(Event::LateAnswer),
        1 => (0u64..9, proptest::collection::vec(0u32..40, 0..9)).prop_map(|(ticket, rows)| Event::LateFind(ticket, rows)),
        1 => proptest::option::of((0usize..9, 0usize..9)).prop_map(Event::Indexed),
    ]
}

fn message(event: &Event, stage: &Stage) -> Msg {
    match event {
        Event::Key(key) => Msg::Key(key.parse().unwrap()),
        Event::Paste(text) => Msg::Paste(text.clone()),
        Event::Resize(width, height) => Msg::Resize { width: *width, height: *height },
        Event::Rows(rows) => {
            let more = rows.iter().map(|(id, post, subject)| Row {
                id: id.clone(),
                post: post.clone(),
                subject: subject.clone(),
                // No source has this number, so reading such a row fails, which must be shown as well.
                place: Place { source: 9_999, offset: 0, len: 1, record: 1 },
                ..Row::default()
            });
            let rows = stage.app.list().catalogue().rows().chain(more);
            Msg::Opening(Opening::Grown(Catalogue::of(rows.collect::<Vec<_>>())))
        }
        Event::Trouble(message) => {
            Msg::Opening(Opening::Trouble(Trouble { path: "a\u{1b}b".into(), message: message.clone() }))
        }
        Event::Done => Msg::Opening(Opening::Done),
        Event::LateAnswer(ticket) => Msg::Read { ticket: Ticket(*ticket), result: Err("late".into()) },
        Event::LateFind(ticket, rows) => {
            let found = Found::new(Bits::none(40).with(rows.iter().copied()), stage.app.list().all());
            Msg::Found { ticket: Ticket(*ticket), result: Ok(found) }
        }
        Event::Indexed(indexed) => Msg::Indexed(indexed.map(|(done, of)| Indexed { done, of })),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_comes_in_breaks_the_screen(
        size in (0u16..200, 0u16..60),
        events in proptest::collection::vec(event(), 0..40),
    ) {
        let mut stage = Stage::sample(size);
        for event in &events {
            let message = message(event, &stage);
            stage.send(message);
            let drawn = stage.buffer(ColourDepth::True);
            prop_assert_eq!(&drawn, &stage.buffer(ColourDepth::True), "two draws of one state differ");
            for cell in &drawn.content {
                prop_assert!(!cell.symbol().chars().any(char::is_control), "{:?} on the screen", cell.symbol());
            }
        }
        stage.buffer(ColourDepth::None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_search_that_is_given_up_leaves_no_trace(
        before in proptest::collection::vec(proptest::sample::select(vec!["j", "k", "o", "O", "z", "d", "G", "g"]), 0..8),
        typed in "[a-z:\"(* -]{0,12}",
    ) {
        let mut stage = Stage::sample((120, 30));
        stage.keys(&before.join(" "));
        stage.keys("/ \"lamp\" enter");
        let screen = stage.buffer(ColourDepth::True);
        stage.keys("/");
        stage.send(Msg::Paste(typed));
        stage.keys("esc");
        prop_assert_eq!(screen, stage.buffer(ColourDepth::True));
    }
}

#[test]
fn every_cable_of_the_sample_can_be_drawn_at_small_and_large_sizes() {
    for size in [(0, 0), (1, 1), (2, 3), (7, 4), (20, 5), (99, 24), (100, 24), (199, 59)] {
        let mut stage = Stage::sample(size);
        stage.keys("enter");
        for _ in 0..40 {
            for keys in ["G", "K", "2", "G", "5", "G", "T", "enter", "1", "K", "d", "ctrl-n"] {
                stage.keys(keys);
                stage.buffer(ColourDepth::True);
            }
        }
    }
}

#[test]
fn a_window_that_shrinks_before_the_state_knows_is_drawn_as_far_as_it_goes() {
    let stage = Stage::sample((120, 40));
    let mut small = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 30, 7));
    sipdis::ui::draw(&stage.app, ColourDepth::True, &mut small);
    assert!(small.content.iter().any(|cell| cell.symbol() == "C"));
}

#[test]
fn esc_leaves_one_thing_at_a_time() {
    let mut stage = Stage::opening((80, 24));
    stage.keys("?");
    assert_eq!(stage.keys("/"), [], "the help has no search");
    assert_eq!(stage.keys("esc"), [], "the help is closed first");
    assert_eq!(stage.keys("esc"), [Effect::StopOpening]);
    assert_eq!(stage.keys("esc"), [], "there is nothing left to leave");
    assert_eq!(stage.keys("q"), [Effect::Quit]);
}

#[test]
fn keys_for_the_terminal_hold_everywhere() {
    for place in ["", "enter", "?", "/", ": \"he\""] {
        let mut stage = Stage::sample((80, 24));
        stage.keys(place);
        assert_eq!(
            stage.keys("ctrl-l ctrl-z ctrl-c"),
            [Effect::Redraw, Effect::Suspend, Effect::Quit],
            "after {place}"
        );
    }
}

#[test]
fn a_key_without_a_command_is_said_quietly() {
    let mut stage = Stage::sample((80, 24));
    stage.keys("x");
    assert!(stage.letters().contains("x does nothing here; ? lists the keys that do"));
    stage.keys("j");
    assert!(!stage.letters().contains("does nothing"));
}

#[test]
fn the_palette_runs_what_is_chosen_and_goes_to_lines() {
    let mut stage = Stage::sample((80, 24));
    stage.keys(": \"12\" enter");
    assert!(stage.letters().contains("12 / 30"));
    stage.keys(": \"sort\" enter");
    assert!(stage.letters().contains("Sorted by date ↑"));
    stage.keys(": \"nonsense\" enter");
    assert!(stage.letters().contains("No command is called “nonsense” here"));
}

#[test]
fn counts_go_before_keys() {
    let mut stage = Stage::sample((80, 24));
    stage.keys("1 2 j");
    assert!(stage.letters().contains("13 / 30"));
    stage.keys("5 G");
    assert!(stage.letters().contains("5 / 30"));
    stage.keys("3 k");
    assert!(stage.letters().contains("2 / 30"));
}

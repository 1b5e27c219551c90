//! An archive that is still being read: what there is of it is listed, sorted, grouped and jumped in, and Esc keeps it.

use sipdis::app::{Effect, Msg};
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::{Opening, Progress, Row};

use crate::stage::Stage;

/// Cables of three years and two posts; their records stand nowhere.
fn rows(count: usize) -> Vec<Row> {
    let row = |n: usize| Row {
        id: format!("0{}{}{}", 4 + n % 3, ["ROME", "OSLO"][n % 2], 100 + n),
        date: format!("200{}-0{}-1{}T10:00", 4 + n % 3, 1 + n % 9, n % 7).parse().ok(),
        post: ["ROME", "OSLO"][n % 2].to_owned(),
        subject: format!("GULLS {n}"),
        ..Row::default()
    };
    (0..count).map(row).collect()
}

fn grown(stage: &mut Stage, count: usize) {
    stage.send(Msg::Opening(Opening::Grown(Catalogue::of(rows(count)))));
}

/// The first line of the screen.
fn title(stage: &Stage) -> String {
    stage.letters().lines().next().unwrap_or_default().to_owned()
}

/// Where the reader is, in the last line.
fn place(stage: &Stage) -> String {
    let letters = stage.letters();
    letters.lines().last().unwrap_or_default().split("   ").last().unwrap_or_default().trim().to_owned()
}

/// The id of the selected cable.
fn selected(stage: &Stage) -> String {
    stage.app.list().selected().map_or(String::new(), |entry| entry.id().into_owned())
}

#[test]
fn progress_has_a_rate_and_the_time_that_is_left() {
    let mut stage = Stage::opening((100, 20));
    assert!(title(&stage).ends_with("0 cables · reading … "), "{}", title(&stage));
    grown(&mut stage, 40);
    let mut told = |read, of, rate, left| {
        stage.send(Msg::Opening(Opening::Progress(Progress { read, of, rate, left })));
        title(&stage).split_once("40 cables · reading ").map(|(_, words)| words.trim().to_owned()).unwrap_or_default()
    };
    assert_eq!(told(150_000_000, Some(1_600_000_000), 0, None), "9 %");
    assert_eq!(told(400_000_000, Some(1_600_000_000), 800_000_000, Some(2)), "25 % · 800 MB/s · 2 s left");
    assert_eq!(told(400_000_000, Some(6_000_000_000), 9_000_000, Some(622)), "6 % · 9000 kB/s · 11 min left");
    assert_eq!(told(400_000_000, None, 800_000_000, None), "… · 800 MB/s", "of a folder nobody knows how much it is");
    stage.send(Msg::Opening(Opening::Done));
    assert!(title(&stage).ends_with(" 40 cables "), "{}", title(&stage));
}

#[test]
fn what_is_there_is_sorted_grouped_and_jumped_in_while_more_comes() {
    let mut stage = Stage::opening((100, 20));
    grown(&mut stage, 40);
    stage.keys("o");
    assert!(stage.letters().contains("date ↑"), "{}", stage.letters());
    for heading in [" 2004-01-1", " 2004 ", " OSLO ", " no level "] {
        stage.keys("z g");
        let second = stage.letters().lines().nth(2).unwrap_or_default().to_owned();
        assert!(second.contains(heading), "{heading:?} in {second:?}");
    }
    stage.keys("z J \"06_oslo_105\" enter");
    assert_eq!(selected(&stage), "06OSLO105");
    grown(&mut stage, 90);
    assert_eq!(selected(&stage), "06OSLO105", "the selection stays while the list grows");
    stage.keys("J \"2005\" enter");
    assert!(selected(&stage).starts_with("05"), "{}", selected(&stage));
    let before = place(&stage);
    stage.keys("J \"rome\" enter");
    assert!(selected(&stage).contains("ROME") && place(&stage) != before, "{} at {before}", selected(&stage));
    stage.keys("J \"atlantis\" enter");
    assert!(stage.letters().contains("“atlantis” is no date, id or post of a cable here"), "{}", stage.letters());
}

#[test]
fn esc_stops_the_reading_and_keeps_what_is_there() {
    let mut stage = Stage::opening((100, 20));
    grown(&mut stage, 40);
    let effects = stage.keys("esc");
    assert_eq!(effects, [Effect::StopOpening]);
    stage.send(Msg::Opening(Opening::Done));
    stage.keys("j j");
    assert_eq!(place(&stage), "3 / 40");
    assert!(title(&stage).ends_with("40 cables · stopped before the end "), "{}", title(&stage));
    assert_eq!(stage.keys("esc"), [], "there is nothing more to stop");
}

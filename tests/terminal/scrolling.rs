//! What a step costs on a slow line: rows that only moved are moved by the terminal.

use std::fs;

use tempfile::TempDir;

use crate::pty::{Session, command};
use crate::sample::SIPDIS;

/// A step through a list or a cable takes at most so many bytes.
const STEP: usize = 1000;

/// An archive of three hundred cables; the first is long.
fn archive() -> (TempDir, String) {
    let text = |n| match n {
        0 => (1..100).map(|p| format!("{p}. (C) The keeper counted {p} gulls and wrote it down.\n\n")).collect(),
        n => format!("1. (U) Rain in the hours before {n}."),
    };
    let row = |n| {
        format!(
            "\"{n}\",\"1/2/2006 3:04\",\"06ROME{}\",\"Embassy Rome\",\"SECRET\",\"\",\"\",\"SUBJECT: LAMP OIL AND RAIN, PART {n}\n\n{}\"\n",
            1000 + n,
            text(n)
        )
    };
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, (0..300).map(row).collect::<String>()).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// The words on the screen, without the cursor's place or any look.
fn letters(session: &Session) -> String {
    session.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_step_through_the_list_costs_less_than_a_kilobyte() {
    let (_folder, path) = archive();
    let mut session = Session::start(command(SIPDIS, &[&path]));
    session.resize(90, 50);
    session.wait_for("1 / 300");
    session.wait_for("PART 40");
    for position in 2..=120 {
        let before = session.written();
        session.keys("j");
        session.wait_for(&format!(" {position} / 300"));
        let bytes = session.written() - before;
        assert!(bytes <= STEP, "{bytes} bytes to {position}");
    }
    for position in (1..120).rev() {
        let before = session.written();
        session.keys("k");
        session.wait_for(&format!(" {position} / 300"));
        let bytes = session.written() - before;
        assert!(bytes <= STEP, "{bytes} bytes back to {position}");
    }
    // What was moved together is what is drawn at once.
    let moved = letters(&session);
    session.wipe();
    session.keys("\x0c");
    session.wait_for("1 / 300");
    session.wait_for("PART 40");
    assert_eq!(letters(&session), moved);
    session.keys("\x03");
    assert!(session.finish().status.success());
}

#[test]
fn a_step_through_a_cable_costs_less_than_a_kilobyte() {
    let (_folder, path) = archive();
    let mut session = Session::start(command(SIPDIS, &[&path]));
    session.resize(90, 50);
    session.wait_for("1 / 300");
    session.keys("\r");
    // Drawn last of all.
    session.wait_for("% · 1 / 300");
    for step in 0..60 {
        let (before, shown) = (session.written(), session.text());
        session.keys("j");
        session.wait_until("another screen", |screen| screen.contents() != shown);
        let bytes = session.written() - before;
        assert!(bytes <= STEP, "{bytes} bytes at step {step}");
    }
    session.keys("\x03");
    assert!(session.finish().status.success());
}

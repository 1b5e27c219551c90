//! A search in the program itself, typed as a person types: letter by letter, on a real archive.

use std::fs;

use crate::pty::{Session, command};
use crate::sample::{BODY, SIPDIS, SUBJECT, Sample};

/// A folder with the cable of every test and others, one of which speaks of gulls too.
fn folder() -> (Sample, Session) {
    let sample = cables();
    let mut session = start(&sample, "");
    session.wait_for("4 cables");
    (sample, session)
}

/// The program on that folder, with one in which it keeps its state.
fn start(sample: &Sample, state: &str) -> Session {
    let mut command = command(SIPDIS, &[sample.file("").to_str().unwrap()]);
    command.env("SIPDIS_STATE", state);
    Session::start(command)
}

fn cables() -> Sample {
    let sample = Sample::new();
    let cable = fs::read_to_string(sample.path()).unwrap();
    for (number, subject, words) in
        [(13, "A BOAT WITHOUT A NAME", "three oars"), (14, "GULLS AND TERNS", "terns"), (15, "FOG", "nothing at all")]
    {
        let other = cable
            .replace("000012", &format!("0000{number}"))
            .replace("#0012", &format!("#00{number}"))
            .replace(SUBJECT, subject)
            .replace(BODY, words);
        fs::write(sample.file(&format!("05VALLETTA{number}.txt")), other).unwrap();
    }
    sample
}

#[test]
fn what_was_searched_for_can_be_called_back_the_next_time_if_that_is_wanted() {
    let (sample, folder) = (cables(), tempfile::tempdir().unwrap());
    let state = folder.path().join("state");
    let kept = || fs::read_to_string(state.join("searches.jsonl")).unwrap_or_default();
    for (search, wanted) in [("gulls -terns", true), ("fog", true), ("oars", false)] {
        let mut session = start(&sample, if wanted { state.to_str().unwrap() } else { "" });
        session.wait_for("4 cables");
        session.keys(&format!("/{search}"));
        session.wait_for("1 cable ·");
        session.keys("\r");
        session.wait_for(" ×");
        while wanted && !kept().contains(search) {
            std::thread::yield_now();
        }
        session.keys("Xq");
        assert!(session.finish().status.success());
    }
    let mut session = start(&sample, state.to_str().unwrap());
    session.wait_for("4 cables");
    session.keys("/\x1b[A");
    session.wait_for("/fog");
    session.keys("\x1b[A");
    session.wait_for("/gulls -terns");
    session.keys("\x03");
    assert!(session.finish().status.success());
    assert_eq!(kept().lines().count(), 2);
}

#[test]
fn a_query_is_typed_letter_by_letter_and_kept_and_taken_away() {
    let (_sample, mut session) = folder();
    session.keys("/");
    for letter in "gulls".chars() {
        session.keys(&letter.to_string());
    }
    session.wait_for("2 of 4");
    session.wait_for("2 cables ·");
    session.keys("\r");
    session.wait_for("gulls ×");
    session.keys("/tag:ECN\x7fON -terns\r");
    session.wait_for("1 of 4");
    session.wait_for("-terns ×");
    session.keys("\r");
    session.wait_for("hit 1 / 1");
    session.keys("qx");
    session.wait_for("2 of 4");
    session.keys("X");
    session.wait_for("4 cables");
    session.keys("q");
    assert!(session.finish().status.success());
}

#[test]
fn what_cannot_be_read_is_said_while_it_is_typed_and_esc_restores_the_list() {
    let (_sample, mut session) = folder();
    session.keys("/fog tga:X");
    session.wait_for("did you mean tag:?");
    session.keys("\x1b");
    session.wait_until("the list of before", |screen| {
        let text = screen.contents();
        text.contains("4 cables") && !text.contains("tga")
    });
    session.keys("/05 valletta 14");
    session.wait_for("1 of 4");
    session.resize(60, 12);
    session.wait_for("GULLS AND TERNS");
    session.keys("\x03");
    assert!(session.finish().status.success());
}

//! A search in the program itself, typed as a person types: letter by letter, on a real archive.

use std::fs;

use crate::pty::{Session, command};
use crate::sample::{BODY, SIPDIS, SUBJECT, Sample};

/// A folder with the cable of every test and others, one of which speaks of gulls too.
fn folder() -> (Sample, Session) {
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
    let folder = sample.file("").to_str().unwrap().to_owned();
    let mut session = Session::start(command(SIPDIS, &[&folder]));
    session.wait_for("4 cables");
    (sample, session)
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

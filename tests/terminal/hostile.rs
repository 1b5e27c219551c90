//! Text that would speak to the terminal does not reach it.

use std::collections::BTreeSet;

use crate::sample::{BODY, Sample};

/// What a terminal would obey: the clipboard, the title, clearing, the other screen, a link, hiding, reset, a bell;
/// in seven bits and in eight; and characters that turn or hide what stands beside them.
const HOSTILE: &[&str] = &[
    "\x1b]52;c;bGFtcCBvaWw=\x07",
    "\x1b]0;another title\x1b\\",
    "\x1b[2J\x1b[3;3H",
    "\x1b[?47l",
    "\x1b]8;;http://harbour.example/\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[8m",
    "\x1bc",
    "\x1bP1$r0m\x1b\\",
    "\u{9b}2J",
    "\u{9d}52;c;bGFtcA==\u{9c}",
    "\x07\x08\x08\x08\x7f",
    "\u{202e}desrever\u{2066}",
];

/// Everything the program may tell a terminal: modes, places, looks, rows that move, and clearing.
fn is_ours(sequence: &str) -> bool {
    let body = sequence.strip_prefix("\x1b[").unwrap_or_default();
    match body.chars().last() {
        // Hidden text is never ours.
        Some('m') if body == "8m" => false,
        Some(last @ ('G' | 'H' | 'm' | 'r' | 'L' | 'M')) => {
            body.trim_end_matches(last).chars().all(|c| c.is_ascii_digit() || c == ';')
        }
        Some(last @ ('h' | 'l')) => ["?1049", "?2004", "?2026", "?25"].contains(&body.trim_end_matches(last)),
        _ => body == "J",
    }
}

/// Control sequences and control characters in what was written, each once.
fn sequences(bytes: &[u8]) -> BTreeSet<String> {
    let text = std::str::from_utf8(bytes).expect("what is written is text");
    let mut found = BTreeSet::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !c.is_control() {
            continue;
        }
        let mut sequence = String::from(c);
        if c == '\x1b' {
            sequence.extend(rest.next());
        }
        while sequence.starts_with("\x1b[") && !sequence[2..].ends_with(|c| ('@'..='~').contains(&c)) {
            let Some(next) = rest.next() else { break };
            sequence.push(next);
        }
        found.insert(sequence);
    }
    found
}

#[test]
fn a_hostile_cable_says_nothing_to_the_terminal() {
    let sample = Sample::with(&HOSTILE.join(" gulls "));
    let mut session = sample.shown();
    session.keys("\r");
    session.wait_for(BODY);
    // Every view, and the help.
    for view in ["2", "3", "1", "?"] {
        session.keys(view);
    }
    session.keys("\x03");
    let ended = session.finish();
    let text = String::from_utf8(ended.bytes.clone()).unwrap();
    assert!(!text.contains(['\u{202e}', '\u{2066}']), "nothing turns the text around");
    for sequence in sequences(&ended.bytes) {
        assert!(is_ours(&sequence), "{sequence:?} reached the terminal");
    }
}

#[test]
fn every_hostile_text_would_be_found() {
    for text in &HOSTILE[..HOSTILE.len() - 1] {
        assert!(sequences(text.as_bytes()).iter().any(|sequence| !is_ours(sequence)), "{text:?}");
    }
}

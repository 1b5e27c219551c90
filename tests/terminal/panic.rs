//! A mistake of ours gives the terminal back before it is told.

use std::env;

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use sipdis::term::Screen;

use crate::pty::{Session, command};

#[test]
#[ignore = "the other half of the test below, which runs it in a terminal of its own"]
#[should_panic(expected = "a mistake of ours")]
fn draw_and_panic() {
    let mut screen = Screen::take(|_| true).unwrap();
    let picture = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "marmalade", Style::new());
        None
    };
    screen.draw(picture).unwrap();
    screen.draw(|_| panic!("a mistake of ours")).unwrap();
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let this = env::current_exe().unwrap();
    let session = Session::start(command(
        this.to_str().unwrap(),
        &["--ignored", "--exact", "panic::draw_and_panic", "--nocapture"],
    ));
    let ended = session.finish();
    assert!(ended.status.success());
    let written = String::from_utf8_lossy(&ended.bytes).into_owned();
    assert!(written.contains("marmalade"), "it was drawn: {written:?}");
    assert!(!ended.text.contains("marmalade"), "it is gone: {}", ended.text);
    assert!(ended.text.contains("a mistake of ours"), "the message stands on the screen of before: {}", ended.text);
}

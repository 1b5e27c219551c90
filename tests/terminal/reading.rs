//! What a person does all day: look, read, drag the window, paste, leave.

use std::process::Command;

use crate::pty::{Session, command};
use crate::sample::{BODY, SIPDIS, SUBJECT, Sample};

const CTRL_C: &str = "\x03";

/// Whether the line at the bottom is drawn.
fn bottom_line(screen: &vt100::Screen) -> bool {
    let (rows, cols) = screen.size();
    let last = screen.rows(0, cols.get()).nth(usize::from(rows.get()) - 1);
    screen.alternate_screen() && last.is_some_and(|line| !line.trim().is_empty())
}

#[test]
fn a_cable_is_listed_and_read_and_left() {
    let sample = Sample::new();
    let mut session = sample.shown();
    session.keys("\r");
    session.wait_for(BODY);
    session.keys("qqq");
    let ended = session.finish();
    assert!(ended.status.success());
    assert!(!ended.text.contains(SUBJECT), "nothing of it is left: {}", ended.text);
}

#[test]
fn ctrl_c_is_a_key_that_leaves() {
    let sample = Sample::new();
    let mut session = sample.shown();
    session.keys(CTRL_C);
    assert!(session.finish().status.success());
}

#[test]
fn a_resized_window_is_drawn_whole() {
    let sample = Sample::new();
    let mut session = sample.shown();
    for (cols, rows) in [(120, 40), (60, 12), (20, 5), (100, 30)] {
        session.resize(cols, rows);
        session.wait_until("the line at the bottom", bottom_line);
    }
    session.wait_for(SUBJECT);
    session.keys(CTRL_C);
    assert!(session.finish().status.success());
}

#[test]
fn a_size_that_is_set_while_it_starts_is_kept() {
    let sample = Sample::new();
    for more in 0..20 {
        let mut session = Session::start(command(SIPDIS, &[&sample.path()]));
        // When the terminal is taken, or as soon as anything stands on it.
        let drawn = more % 2 == 0;
        session.wait_until("the first bytes", |screen| {
            screen.alternate_screen() && (!drawn || !screen.contents().trim().is_empty())
        });
        session.resize(80 + more, 10 + more);
        session.wait_until("the line at the bottom", bottom_line);
        session.keys(CTRL_C);
        assert!(session.finish().status.success());
    }
}

#[test]
fn what_is_pasted_is_text_and_no_keys() {
    let sample = Sample::new();
    let mut session = sample.shown();
    session.keys(&format!("\x1b[200~{}\x1b[201~", "qqq\r".repeat(5_000)));
    session.resize(90, 20);
    session.wait_until("the line at the bottom", bottom_line);
    session.keys(CTRL_C);
    assert!(session.finish().status.success());
}

#[test]
fn with_cables_from_a_pipe_keys_come_from_the_terminal() {
    let sample = Sample::new();
    let mut session =
        Session::start(command("sh", &["-c", r#"cat "$1" | "$0" -; echo "ended $?""#, SIPDIS, &sample.path()]));
    session.wait_for(SUBJECT);
    session.keys("\r");
    session.wait_for(BODY);
    session.keys(CTRL_C);
    assert!(session.finish().text.contains("ended 0"));
}

#[test]
fn a_file_or_pipe_is_no_screen() {
    let sample = Sample::new();
    let output = Command::new(SIPDIS).arg(sample.path()).env("TERM", "xterm").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("not a terminal") && said.contains("sipdis parse"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_dumb_terminal_is_told_so_and_left_alone() {
    let sample = Sample::new();
    let mut dumb = command(SIPDIS, &[&sample.path()]);
    dumb.env("TERM", "dumb");
    let ended = Session::start(dumb).finish();
    assert!(!ended.status.success());
    assert!(ended.text.contains("TERM=dumb"), "{}", ended.text);
    assert!(!ended.bytes.contains(&0x1b));
}

/// What the program writes with these arguments and this `NO_COLOR`, up to its first screen.
fn written(args: &[&str], no_color: &str) -> String {
    let sample = Sample::new();
    let path = sample.path();
    let mut command = command(SIPDIS, &[args, &[path.as_str()]].concat());
    command.env("NO_COLOR", no_color);
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start(command);
    session.wait_for(SUBJECT);
    session.keys(CTRL_C);
    String::from_utf8_lossy(&session.finish().bytes).into_owned()
}

#[test]
fn no_color_is_kept_unless_a_theme_is_asked_for() {
    // How a terminal is told of ink and paper in 24 bits.
    let coloured = |written: &str| written.contains("38;2;") || written.contains("48;2;");
    assert!(coloured(&written(&[], "")));
    assert!(!coloured(&written(&[], "1")));
    assert!(!coloured(&written(&["--theme", "none"], "")));
    let light = written(&["--theme", "light"], "1");
    assert!(light.contains("48;2;255;255;255"), "the ground of the light theme");
}

//! Being stopped, and going on.

use std::fs;

use rustix::process::Signal;

use crate::pty::{Session, command};
use crate::sample::{SIPDIS, SUBJECT, Sample};

const CTRL_C: &str = "\x03";
const CTRL_Z: &str = "\x1a";

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    let sample = Sample::new();
    let modes = |name| fs::read_to_string(sample.file(name)).unwrap();
    let mut shell = Session::start(command("sh", &["-i"]));
    shell.wait_for_shell("shell> ");
    // Words that are split in what is typed cannot be mistaken for their echo.
    shell.keys(&format!("cd '{}'; stty -a > before; echo 're''ady'\n", sample.file("").display()));
    shell.wait_for_shell("ready");
    shell.keys(&format!("'{SIPDIS}' 05VALLETTA12.txt\n"));
    shell.wait_for(SUBJECT);

    shell.keys(CTRL_Z);
    shell.wait_for_shell("Stopped");
    shell.keys("stty -a > stopped; echo 'look''ed'\n");
    shell.wait_for_shell("looked");
    assert_eq!(modes("stopped"), modes("before"), "the shell has its modes");

    shell.keys("fg; echo 'done with' $?\n");
    shell.wait_for(SUBJECT);
    shell.keys(CTRL_C);
    shell.wait_for_shell("done with 0");
    shell.keys("stty -a > after; exit\n");
    shell.finish();
    assert_eq!(modes("after"), modes("before"));
}

#[test]
fn a_window_resized_meanwhile_is_drawn_in_its_new_size() {
    let sample = Sample::new();
    let mut shell = Session::start(command("sh", &["-i"]));
    shell.wait_for_shell("shell> ");
    shell.keys(&format!("'{SIPDIS}' '{}'\n", sample.path()));
    shell.wait_for(SUBJECT);
    shell.keys(CTRL_Z);
    shell.wait_for_shell("Stopped");
    shell.resize(120, 40);
    shell.keys("fg; echo 'done with' $?\n");
    shell.wait_until("the last of forty lines", |screen| {
        screen.alternate_screen() && screen.rows(0, 120).nth(39).is_some_and(|line| !line.trim().is_empty())
    });
    shell.keys(CTRL_C);
    shell.wait_for_shell("done with 0");
    shell.keys("exit\n");
    shell.finish();
}

#[test]
fn without_a_shell_that_could_let_it_go_on_it_does_not_stop() {
    let sample = Sample::new();
    let mut session = sample.shown();
    session.keys(CTRL_Z);
    session.wait_until("the terminal given back", |screen| !screen.alternate_screen());
    session.wait_for(SUBJECT);
    session.keys(CTRL_C);
    assert!(session.finish().status.success());
}

#[test]
fn stopped_from_outside_it_draws_everything_when_it_goes_on() {
    let sample = Sample::new();
    let mut session = sample.shown();
    session.wipe();
    session.signal(Signal::STOP);
    session.signal(Signal::CONT);
    session.wait_for(SUBJECT);
    session.keys(CTRL_C);
    assert!(session.finish().status.success());
}

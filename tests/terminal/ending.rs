//! Ends that come from outside.

use std::fs;

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use crate::pty::{Session, command};
use crate::sample::{SIPDIS, SUBJECT, Sample};

/// [`Session::finish`] checks that the terminal was given back.
#[rstest]
#[case(Signal::TERM, "Terminated")]
#[case(Signal::HUP, "Hangup")]
#[case(Signal::INT, "Interrupt")]
#[case(Signal::QUIT, "Quit")]
fn a_signal_ends_it_after_the_terminal_is_given_back(#[case] signal: Signal, #[case] name: &str) {
    let sample = Sample::new();
    let session = sample.shown();
    session.signal(signal);
    let ended = session.finish();
    let told = ended.status.signal().unwrap_or("no signal");
    assert!(told.starts_with(name), "it ended by {told}");
    assert!(!ended.text.contains(SUBJECT), "nothing of it is left: {}", ended.text);
}

#[test]
fn a_shell_sees_the_usual_status() {
    let sample = Sample::new();
    let script = r#"sh -c 'echo $$ > "$2"; exec "$0" "$1"' "$@"; echo "ended $?""#;
    let pid = sample.file("pid");
    let mut session =
        Session::start(command("sh", &["-c", script, "sh", SIPDIS, &sample.path(), pid.to_str().unwrap()]));
    session.wait_for(SUBJECT);
    let pid = fs::read_to_string(pid).unwrap().trim().parse().unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
    assert!(session.finish().text.contains("ended 143"));
}

#[rstest]
#[case::of_its_session(true)]
#[case::of_no_session(false)]
fn a_closed_window_ends_it(#[case] controlling: bool) {
    let sample = Sample::new();
    let mut command = command(SIPDIS, &[&sample.path()]);
    // Without, the system sends no signal when the window closes.
    command.set_controlling_tty(controlling);
    let mut session = Session::start(command);
    session.wait_for(SUBJECT);
    let status = session.close();
    let told = status.signal().unwrap_or("no signal");
    assert!(told.starts_with("Hangup"), "it ended by {told}");
}

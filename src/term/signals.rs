//! Signals from outside: those that end the program, and the one that lets it go on.
//!
//! Keys such as ctrl-C are no signals while the terminal is ours; they come as keys.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

use super::console;

/// What ends the program, after the terminal has been given back.
const ENDING: &[i32] = &[SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// Starts a thread that waits for signals, and calls `continued` each time the process goes on after a stop.
///
/// SIGTSTP is left alone: its default action is the one that shells and process groups without a shell expect.
///
/// # Errors
/// Where the system refuses a handler or a thread.
pub(super) fn watch(mut continued: impl FnMut() + Send + 'static) -> io::Result<()> {
    for &signal in ENDING {
        // The same signal a second time ends the program at once, should giving back hang on a blocked terminal.
        let came_before = Arc::new(AtomicBool::new(false));
        flag::register_conditional_default(signal, Arc::clone(&came_before))?;
        flag::register(signal, came_before)?;
    }
    let mut signals = Signals::new(ENDING.iter().chain(&[SIGCONT]))?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if signal == SIGCONT {
                continued();
            } else {
                console::end_by(signal);
            }
        }
    })?;
    Ok(())
}

//! Signals from outside: those that end the program, the one that lets it go on, and the one that tells of a new size.
//!
//! Keys such as ctrl-C are no signals while the terminal is ours; they come as keys.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::flag;
use signal_hook::iterator::Signals;

use super::console;

/// What a signal tells those who draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// The process was stopped and goes on.
    Continued,
    /// The window has another size.
    Resized,
}

/// What ends the program, after the terminal has been given back.
const ENDING: &[i32] = &[SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// Starts a thread that waits for signals and tells those that do not end the program. None is lost that comes after this
/// returns; so a window that is measured later has the size that was measured, or its new one is told.
///
/// SIGTSTP is left alone: its default action is the one that shells and process groups without a shell expect.
///
/// # Errors
/// Where the system refuses a handler or a thread.
pub(super) fn watch(mut tell: impl FnMut(Told) + Send + 'static) -> io::Result<()> {
    for &signal in ENDING {
        // The same signal a second time ends the program at once, should giving back hang on a blocked terminal.
        let came_before = Arc::new(AtomicBool::new(false));
        flag::register_conditional_default(signal, Arc::clone(&came_before))?;
        flag::register(signal, came_before)?;
    }
    let mut signals = Signals::new(ENDING.iter().chain(&[SIGCONT, SIGWINCH]))?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => tell(Told::Continued),
                SIGWINCH => tell(Told::Resized),
                _ => console::end_by(signal),
            }
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::{Signal, getpid, kill_process};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn a_new_size_is_told_before_any_key_is_read() {
        let (sender, told) = channel();
        watch(move |what| sender.send(what).unwrap()).unwrap();
        kill_process(getpid(), Signal::WINCH).unwrap();
        assert_eq!(told.recv_timeout(Duration::from_secs(30)), Ok(Told::Resized));
    }
}

//! What the terminal tells us: keys, pastes, a new size, that the process goes on, that the window is gone.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::panic;
use std::thread;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGHUP;

use super::{console, keys};
use crate::app::key::Key;

/// One thing that happened at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, all of it.
    Paste(String),
    /// The window has another size; [`super::Screen::refresh`] tells which.
    Resized,
    /// The process was stopped and goes on; [`super::Screen::resume`] takes the terminal again.
    Continued,
    /// Nothing can be read from the terminal any more; a sentence for people.
    Failed(String),
}

/// Where keys come from: standard input, or the terminal itself where standard input is a pipe or a file.
///
/// # Errors
/// Where there is no terminal behind this process.
pub(super) fn keyboard() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() { stdin.as_fd().try_clone_to_owned() } else { File::open("/dev/tty").map(OwnedFd::from) }
}

/// Starts a thread that reads the keyboard until `sink` says that nobody listens any more.
///
/// # Errors
/// Where the system refuses a thread.
pub(super) fn listen(sink: impl Fn(Input) -> bool + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("keyboard".to_owned()).spawn(move || {
        loop {
            let input = match panic::catch_unwind(event::read) {
                Ok(Ok(event)) => read_as(event),
                // The window was closed.
                Ok(Err(error)) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => console::end_by(SIGHUP),
                Ok(Err(error)) => Some(Input::Failed(format!("the keyboard cannot be read: {error}"))),
                Err(_) => {
                    Some(Input::Failed("the keyboard cannot be read: it sent what nobody understands".to_owned()))
                }
            };
            let last = matches!(input, Some(Input::Failed(_)));
            if input.is_some_and(|input| !sink(input)) || last {
                return;
            }
        }
    })?;
    Ok(())
}

fn read_as(event: Event) -> Option<Input> {
    match event {
        Event::Key(event) => keys::key(event).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        // A new size is told by its signal, which is heard before the first key is waited for.
        Event::Resize(..) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// Starts a thread that sleeps until the window is closed, and then ends the program as SIGHUP does.
///
/// Mostly SIGHUP itself comes first. It does not where the program does not belong to the session of the terminal, and
/// reading a closed terminal gives "nothing" for ever without a pause.
///
/// # Errors
/// Where the system refuses a thread.
pub(super) fn watch_for_closing(keyboard: OwnedFd) -> io::Result<()> {
    thread::Builder::new().name("closing".to_owned()).spawn(move || {
        loop {
            // No event is asked for: a hang-up is told always.
            let mut asked = [PollFd::new(&keyboard, PollFlags::empty())];
            match poll(&mut asked, None) {
                Ok(_) if asked[0].revents().contains(PollFlags::HUP) => console::end_by(SIGHUP),
                Err(Errno::INTR) => {}
                // A system that cannot wait for this terminal; SIGHUP has to do.
                _ => return,
            }
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_one_event_however_long() {
        let text = "one\ntwo\r\n".repeat(10_000);
        assert_eq!(read_as(Event::Paste(text.clone())), Some(Input::Paste(text)));
    }

    #[test]
    fn what_nobody_asked_for_is_left_out() {
        assert_eq!(read_as(Event::FocusGained), None);
        assert_eq!(read_as(Event::Resize(80, 24)), None);
    }
}

//! The modes of the terminal, who holds it, and the only writes to it.
//!
//! A process has one terminal, and several threads may have to give it back: the one that draws, the one that waits for
//! signals, a panic. One lock therefore guards modes and writes together: nothing is drawn on a terminal that was given
//! back, and no drawing is cut in two.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, queue};

/// Whether the terminal is ours. Held while anything is written or any mode changes.
static OURS: Mutex<bool> = Mutex::new(false);

fn ours() -> MutexGuard<'static, bool> {
    // A panic inside the lock leaves a plain bool, which is as good as before.
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the terminal: raw mode, the alternate screen, pastes as one event, no cursor.
///
/// Taking it again, after the process was stopped from outside, sets all modes anew: a shell may have changed them.
///
/// # Errors
/// Where the terminal refuses; it is then as it was.
pub(super) fn take() -> io::Result<()> {
    let mut ours = ours();
    if *ours {
        disable_raw_mode()?;
    }
    enable_raw_mode()?;
    *ours = true;
    let taken = write_out(|out| queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide));
    if taken.is_err() {
        let _ = give_back_locked(&mut ours);
    }
    taken
}

/// Gives the terminal back as it was. Does nothing where it is not ours.
///
/// # Errors
/// Where the terminal is gone. All steps have been tried.
pub(super) fn give_back() -> io::Result<()> {
    give_back_locked(&mut ours())
}

fn give_back_locked(ours: &mut bool) -> io::Result<()> {
    if !*ours {
        return Ok(());
    }
    *ours = false;
    // The modes first: writing blocks while output is held with ctrl-S, and a shell without echo is the worse harm.
    let cooked = disable_raw_mode();
    let left = write_out(|out| {
        queue!(out, SetAttribute(Attribute::Reset), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)
    });
    cooked.and(left)
}

/// Gives the terminal back and ends the process as `signal` does where nobody handles it, so that whoever started the
/// program sees how it ended. Nothing can be drawn any more from here on.
pub(super) fn end_by(signal: i32) -> ! {
    // The modes without the lock: whoever holds it may be writing to a terminal that takes nothing in.
    let _ = disable_raw_mode();
    let mut ours = ours();
    let _ = give_back_locked(&mut ours);
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

fn write_out(commands: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
    let mut bytes = Vec::new();
    commands(&mut bytes)?;
    let mut out = io::stdout().lock();
    out.write_all(&bytes)?;
    out.flush()
}

/// Where frames are written: collects what is drawn and sends it at [`Write::flush`], at once and marked as one update,
/// so that a terminal never shows half a frame. Bytes for a terminal that was given back are dropped.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let drawn = std::mem::take(&mut self.bytes);
        let ours = ours();
        if drawn.is_empty() || !*ours {
            return Ok(());
        }
        write_out(|out| {
            queue!(out, BeginSynchronizedUpdate)?;
            out.extend_from_slice(&drawn);
            queue!(out, EndSynchronizedUpdate)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_to_a_terminal_that_is_not_ours() {
        let mut frames = Frames::default();
        frames.write_all(b"a frame").unwrap();
        frames.flush().unwrap();
        assert!(frames.bytes.is_empty());
    }

    #[test]
    fn giving_back_what_is_not_ours_does_nothing() {
        assert!(give_back().is_ok());
    }
}

//! The screen: the terminal while it is ours.

use std::io::{self, IsTerminal};
use std::panic;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::tcgetwinsize;

use signal_hook::consts::SIGHUP;

use super::canvas::Canvas;
use super::console::{self, Frames};
use super::input::{self, Input};
use super::signals::{self, Told};

/// What is assumed where a terminal does not know its size, as on a serial line.
const USUAL: (u16, u16) = (80, 24);

/// More is not drawn, whatever the terminal says of itself: each cell costs memory.
const LARGEST: (u16, u16) = (1000, 500);

/// How long a stop may take to arrive. It is mostly there before the call returns; a stop that the system leaves out,
/// because no shell could let the process go on, never comes.
const STOP_ARRIVES: Duration = Duration::from_millis(100);

/// Why there can be no screen.
#[derive(Debug, thiserror::Error)]
pub enum NoScreen {
    /// Standard output is a pipe or a file.
    #[error("the output is not a terminal; `sipdis parse` prints cables as text or JSON")]
    Output,
    /// No terminal to read keys from.
    #[error("there is no terminal to read keys from; `sipdis parse` prints cables as text or JSON")]
    Keyboard(#[source] io::Error),
    /// The terminal refused.
    #[error("the terminal cannot be used")]
    Terminal(#[from] io::Error),
}

/// The terminal while it is ours. Dropping it gives the terminal back.
///
/// A terminal that was closed is no error of any method: it ends the process as SIGHUP does, whoever notices first.
#[derive(Debug)]
pub struct Screen {
    canvas: Canvas,
    frames: Frames,
    /// Hears that the process goes on after a stop.
    continued: Receiver<()>,
}

impl Screen {
    /// Takes the terminal and starts to listen. `sink` gets what happens, from several threads; it may block, and says
    /// whether anybody still listens.
    ///
    /// A panic of the calling thread gives the terminal back before its message is printed. Other threads keep silent,
    /// as their words would land in the middle of the screen: whoever starts them reports for them.
    ///
    /// # Errors
    /// See [`NoScreen`]. The terminal is then as it was.
    pub fn take(sink: impl Fn(Input) -> bool + Clone + Send + 'static) -> Result<Self, NoScreen> {
        if !io::stdout().is_terminal() {
            return Err(NoScreen::Output);
        }
        let keyboard = input::keyboard().map_err(NoScreen::Keyboard)?;
        // Everything that gives back stands before anything is taken.
        give_back_on_panic();
        let (goes_on, continued) = bounded(1);
        let tell = sink.clone();
        signals::watch(move |told| match told {
            Told::Continued => {
                // Full means that it is known already.
                let _ = goes_on.try_send(());
                tell(Input::Continued);
            }
            Told::Resized => drop(tell(Input::Resized)),
        })?;
        // Whether there are colours is decided by the theme, which knows NO_COLOR. The library would keep to that variable
        // even where a theme was asked for by name.
        crossterm::style::force_color_output(true);
        console::take()?;
        let mut screen = Screen { canvas: Canvas::default(), frames: Frames::default(), continued };
        screen.refresh();
        input::watch_for_closing(keyboard)?;
        input::listen(sink)?;
        Ok(screen)
    }

    /// Draws one frame, which says where the cursor stands, if it is shown; only what changed is sent.
    ///
    /// # Errors
    /// Where the terminal refuses.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        open_still(self.canvas.draw(&mut self.frames, picture))
    }

    /// Measures the window, and has the next frame drawn whole. Gives columns and rows.
    pub fn refresh(&mut self) -> (u16, u16) {
        let area = measure();
        self.canvas.renew(area);
        (area.width, area.height)
    }

    /// Gives the terminal back and stops the process with its group, as ctrl-Z does elsewhere. Returns when it goes on,
    /// with the terminal taken again; [`Screen::refresh`] has to follow.
    ///
    /// # Errors
    /// Where the terminal refuses.
    pub fn suspend(&mut self) -> io::Result<()> {
        open_still(console::give_back())?;
        while self.continued.try_recv().is_ok() {}
        kill_current_process_group(Signal::TSTP)?;
        // Taking the terminal before the stop arrives would leave it taken from the shell.
        let _ = self.continued.recv_timeout(STOP_ARRIVES);
        open_still(console::take())
    }

    /// Takes the terminal again after the process was stopped from outside; [`Screen::refresh`] has to follow.
    ///
    /// # Errors
    /// Where the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        open_still(console::take())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = console::give_back();
    }
}

/// Ends the process where `result` failed because the window was closed.
fn open_still<T>(result: io::Result<T>) -> io::Result<T> {
    // The error itself may come from a detour, so the terminal is asked.
    if result.is_err() && tcgetwinsize(io::stdout()) == Err(Errno::IO) {
        console::end_by(SIGHUP);
    }
    result
}

fn measure() -> Rect {
    let told = tcgetwinsize(io::stdout()).map(|size| (size.ws_col, size.ws_row)).unwrap_or_default();
    let (width, height) = usable(told);
    Rect::new(0, 0, width, height)
}

fn usable((width, height): (u16, u16)) -> (u16, u16) {
    if width == 0 || height == 0 { USUAL } else { (width.min(LARGEST.0), height.min(LARGEST.1)) }
}

fn give_back_on_panic() {
    let drawing = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            let _ = console::give_back();
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_always_usable() {
        for (told, expected) in [
            ((100, 30), (100, 30)),
            ((1, 1), (1, 1)),
            ((0, 0), USUAL),
            ((0, 50), USUAL),
            ((u16::MAX, u16::MAX), LARGEST),
        ] {
            assert_eq!(usable(told), expected, "{told:?}");
        }
    }
}

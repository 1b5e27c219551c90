//! The terminal: taking it, drawing on it, listening to it, and giving it back whatever happens.
//!
//! The only place that knows crossterm, termios and signals. It does not know what is drawn: whoever holds the
//! [`Screen`] passes a closure. It does not know what keys mean: they leave here as [`crate::app::key::Key`].
//!
//! The terminal is given back when the screen is dropped, before the message of a panic, before a signal ends the
//! program, and while it is stopped. The only thing that cannot be helped is `kill -9`.

mod canvas;
mod console;
mod depth;
mod input;
mod keys;
mod screen;
mod scroll;
mod signals;
mod strokes;

pub use depth::{Depth, Dumb, Env};
pub use input::Input;
pub use screen::{NoScreen, Screen};

//! The program's state, and the one function that changes it.
//!
//! `update(Msg) -> Vec<Effect>`: a message comes in, state changes, effects go out as plain data. Knows no file, no
//! thread, no clock, no ratatui and no crossterm.

pub mod key;
mod message;

pub use message::{Effect, Msg, Ticket};

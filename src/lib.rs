//! Reads US diplomatic cables: takes a cable apart, says where every value stood, and shows it in a terminal.
//!
//! The layers, each of which knows only those to its left:
//!
//! ```text
//! text <- cable <- marking <- archive <- app <- ui        cli uses all but ui and term
//!                          <- library      ^ term, runtime         main ties them
//! ```
//!
//! `tests/layers.rs` reads the imports and holds this table. `ARCHITECTURE.md` says what lives where, and why.

pub mod archive;
pub mod cable;
pub mod cli;
pub mod config;
pub mod library;
pub mod marking;
pub mod text;

#[cfg(feature = "terminal")]
pub mod app;
#[cfg(feature = "terminal")]
pub mod runtime;
#[cfg(feature = "terminal")]
pub mod term;
#[cfg(feature = "terminal")]
pub mod ui;

//! What the reader of cables did, kept from one run of the program to the next.
//!
//! Knows no archive and no screen.

pub mod searches;

pub use searches::Searches;

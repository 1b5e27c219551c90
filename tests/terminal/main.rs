//! The program in a terminal: what it shows, and that it gives the terminal back however it ends.
#![cfg(all(unix, feature = "terminal"))]

mod ending;
mod hostile;
mod panic;
mod pty;
mod reading;
mod sample;
mod stopping;

//! The program in a terminal: what it shows, and that it gives the terminal back however it ends.
#![cfg(all(unix, feature = "terminal"))]

mod panic;
mod pty;

//! The program in a terminal: what it shows, and that it gives the terminal back however it ends.
#![cfg(all(unix, feature = "terminal"))]

// Helpers may unwrap as tests may; the attribute tells the lints so.
#[cfg(test)]
mod changing;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod panic;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod scrolling;
#[cfg(test)]
mod searching;
#[cfg(test)]
mod stopping;

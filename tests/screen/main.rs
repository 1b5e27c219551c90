//! Whole screens: the real state on the built-in sample, keys in, a drawn screen out.

// Helpers may unwrap as tests may; the attribute tells the lints so.
#[cfg(test)]
mod files;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod long;
#[cfg(test)]
mod markings;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod searching;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod stories;

//! What is kept of an archive for the next start: it must be what the sources are, whatever happened to them, to the cache, or to
//! the program in between.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cache;
#[cfg(feature = "index")]
mod indexed;
mod killed;
mod sources;
mod stage;
mod watching;

//! Whole screens: the real state on the built-in sample, keys in, a drawn screen out.

mod files;
mod laws;
mod stage;

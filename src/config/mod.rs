//! What a person can set, as text: names that the command line, the environment and the screen share.

mod theme;

pub use theme::{NoSuchTheme, ThemeName};

//! The terminal: raw mode, events, and giving it back whatever happens.

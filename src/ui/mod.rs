//! Draws `&App`; changes nothing.

//! What markings mean together. Knows cables, and no archive.

mod roll_up;

pub use roll_up::roll_up;

//! What markings mean together: where they stand, what they add up to, whether they agree, and until when they hold.
//!
//! Knows cables, and no archive. How one marking is written is the business of `cable`.

pub mod clock;
mod declassification;
mod find;
pub mod lint;
mod roll_up;

pub use declassification::{Declassification, State, When, declassification};
pub use find::{Mark, MarkKind, NoMark, PortionOf, Rejected, find, rejected};
pub use lint::{Finding, RULES, Rule, find_and_lint, lint};
pub use roll_up::{of_markings, roll_up};

//! The cable: its model, and the parser that takes a text apart.
//!
//! Knows no archive and no file. Reading never fails: what is odd becomes a [`Diagnostic`] beside the text, and every
//! byte of the text belongs to exactly one [`Piece`] of the layout.

mod authority;
mod blanks;
mod body;
mod check;
mod cursor;
mod diagnostic;
mod ends;
mod field;
mod field_below;
mod field_end;
mod fragments;
#[cfg(test)]
mod growth;
mod id;
mod keyword;
mod known;
mod level;
mod line;
pub mod mark;
pub mod model;
mod pairs;
mod parse;
mod print;
pub mod redaction;
mod search;
mod seen;
pub mod table;
mod values;
mod why;
mod words;

pub use body::{BodyLine, body_lines, body_with_indent, tables};
pub use check::sections_here;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use id::{CanonicalId, canonical_id};
pub use level::{Control, Level, Marking};
pub use model::*;
pub use parse::{Rest, parse, parse_head, parse_row, parse_row_of_start, parse_unchecked};
pub use print::print;
pub use values::{Located, located};

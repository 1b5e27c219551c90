//! The body: numbered paragraphs, headings, the summary, and who signed.

mod figure;
mod glance;
mod heading;
mod label;
mod noise;
mod paragraph;
mod signature;
mod standing;
mod summary;
mod table;
mod words;

pub(super) use heading::is_usual as is_usual_heading;
pub(super) use label::{next_inside, opens_as_usual, opens_body, opens_numbered, opens_paragraph};
pub(super) use noise::{is_end, is_page_noise};
pub(super) use paragraph::read;
pub(super) use signature::read as signatures;
pub use table::{body_with_indent, tables};
pub use words::{BodyLine, body_lines};

pub(super) use summary::{Part, read as part};

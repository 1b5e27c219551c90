//! The body: numbered paragraphs, headings, the summary, and who signed.

mod heading;
mod paragraph;
mod signature;
mod summary;
mod words;

pub(super) use heading::is_usual as is_usual_heading;
pub(super) use paragraph::{is_end, is_page_noise, opens_body, opens_numbered, opens_paragraph, read};
pub(super) use signature::read as signatures;
pub use words::{BodyLine, body_lines};

pub(super) use summary::{Part, read as part};

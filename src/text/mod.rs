//! Text as such: spans, lines, decoding, widths, wrapping, and making hostile text visible.
//!
//! Nothing here knows what a cable is.

pub mod decode;
pub mod hidden;
pub mod line;
pub mod span;
pub mod visible;
pub mod width;
pub(crate) mod work;
pub mod wrap;

pub use span::{Span, Value};
pub use visible::{Visible, visible};

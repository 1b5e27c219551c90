//! What a parser found odd. A diagnostic stands beside the text and never in its place.

use serde::Serialize;

use crate::text::Span;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the reading.
    Info,
    /// The text is damaged or unusual here, and a value may be wrong.
    Warning,
    /// The text contradicts itself.
    Error,
}

/// A kind of diagnostic: one row of the table [`Code::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable name, as in output.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, for the reader.
    pub explanation: &'static str,
}

/// Something odd, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The [`Code::name`].
    pub code: &'static str,
    /// The [`Code::severity`].
    pub severity: Severity,
    /// Where in the cable's text.
    pub span: Span,
    /// The particular case, for people.
    pub message: String,
}

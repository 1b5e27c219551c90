//! What a parser found odd. A diagnostic stands beside the text and never in its place.
//!
//! All kinds of them stand in one table, [`Code::ALL`]: the parser, the page for users and the tests read it.

mod table;

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

impl Severity {
    /// The word, as in output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A kind of diagnostic: one row of the table [`Code::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable name, as in output.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub explanation: &'static str,
    /// Why it matters, and what the reader should do about it.
    pub advice: &'static str,
    /// A text that gives it, and gives nothing else.
    pub bad: &'static str,
    /// A like text that does not give it.
    pub good: &'static str,
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

impl Diagnostic {
    /// A case of `code` at `span`.
    pub(super) fn new(code: &Code, span: Span, message: String) -> Self {
        Diagnostic { code: code.name, severity: code.severity, span, message }
    }
}

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

impl Code {
    /// A caption that stands twice counts once.
    pub const CAPTION_REPEATED: Code = Code {
        name: "caption-repeated",
        severity: Severity::Info,
        explanation: "A caption stands more than once; it counts once.",
    };
    /// Figures that look like a date and are none.
    pub const DATE_IMPOSSIBLE: Code = Code {
        name: "date-impossible",
        severity: Severity::Warning,
        explanation: "The figures of a date-time group are no date, such as day 31 of a short month; the text is kept \
                      and the cable has no date from it.",
    };

    /// All kinds of diagnostics.
    pub const ALL: &[Code] = &[Code::CAPTION_REPEATED, Code::DATE_IMPOSSIBLE];
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

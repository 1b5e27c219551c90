//! Where a value stood, and how it reads.

use serde::{Serialize, Serializer};

/// A half-open range of bytes in a cable's text: `start..end`.
///
/// Offsets count bytes of the decoded text (for UTF-8 input these are the bytes of the file).
/// A cable longer than 4 GiB is cut into several before it is parsed, so 32 bits are enough.
///
/// ```
/// use sipdis::text::Span;
/// let span = Span::new(3, 7);
/// assert_eq!(span.of("FM ROME"), "ROME");
/// assert_eq!(span.len(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to but not including `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text it covers; empty where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `offset` lies in it.
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }
}

/// As `[start, end]`.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}

/// A value that was read from a text: where it stood and how it reads.
///
/// Most values read exactly as they stand, and then nothing is copied. A value that was wrapped over lines, had
/// page noise or link leftovers in it, or was written in another case than its canonical form keeps that form beside
/// the span.
///
/// ```
/// use sipdis::text::{Span, Value};
/// let text = "TAGS: [PREL](#)";
/// let as_it_stands = Value::at(Span::new(7, 11));
/// assert_eq!(as_it_stands.text(text), "PREL");
/// let cleaned = Value::reading(Span::new(6, 15), "PREL");
/// assert_eq!(cleaned.text(text), "PREL");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Where it stood, noise included.
    pub span: Span,
    reading: Option<Box<str>>,
}

impl Value {
    /// A value that reads as it stands.
    pub fn at(span: Span) -> Self {
        Value { span, reading: None }
    }

    /// A value that stands at `span` and reads `reading`.
    pub fn reading(span: Span, reading: impl Into<Box<str>>) -> Self {
        Value { span, reading: Some(reading.into()) }
    }

    /// How it reads. `text` must be the text that the span was taken from.
    pub fn text<'a>(&'a self, text: &'a str) -> &'a str {
        match &self.reading {
            Some(reading) => reading,
            None => self.span.of(text),
        }
    }
}

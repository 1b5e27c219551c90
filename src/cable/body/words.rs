//! The words of a paragraph: its lines without the page lines among them.

use super::super::Paragraph;
use super::super::words::{Ends, Signs};
use crate::text::Span;
use crate::text::line::{Line, line_end, lines};

/// A line of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLine<'t> {
    /// Its words, with the blanks at its start.
    pub text: &'t str,
    /// Where they stand.
    pub span: Span,
    /// Whether a page line stood between it and the line before, so that the sentence goes on.
    pub torn: bool,
}

impl Paragraph {
    /// The lines of the body that are not page lines. Blank lines around page lines came with them and go with them.
    ///
    /// ```
    /// use sipdis::cable::{Hints, parse};
    /// let text = "1. (C) The boats were\n\nROME 00000042  002 OF 002\n\ncounted.\n";
    /// let paragraph = &parse(text, &Hints::default()).paragraphs[0];
    /// let lines: Vec<&str> = paragraph.lines(text).iter().map(|line| line.text).collect();
    /// assert_eq!(lines, ["The boats were", "counted."]);
    /// assert_eq!(paragraph.words(text), "The boats were\ncounted.");
    /// ```
    pub fn lines<'t>(&self, text: &'t str) -> Vec<BodyLine<'t>> {
        body_lines(text, self.body, &self.noise)
    }

    /// [`Paragraph::lines`] joined by line feeds, without blanks around the whole.
    pub fn words(&self, text: &str) -> String {
        let lines: Vec<&str> = self.lines(text).iter().map(|line| line.text).collect();
        lines.join("\n").trim().to_owned()
    }
}

/// Hands the words of each line at `body` to `take`, until it says no. Blanks are at their start, and line ends aside they are
/// those of [`body_lines`]; most bodies have no noise, and need no list of lines.
pub(super) fn each_line<'t>(text: &'t str, body: Span, noise: &[Span], mut take: impl FnMut(&'t str) -> bool) {
    if !noise.is_empty() {
        body_lines(text, body, noise).into_iter().all(|line| take(line.text));
        return;
    }
    let part = body.of(text);
    let mut at = 0;
    while at < part.len() {
        let (stop, end) = line_end(part, at);
        if !take(without_end(Line::between(part, at, stop, end).text(part))) {
            break;
        }
        at = end;
    }
}

/// A line without the backslashes that some copies have at line ends.
#[inline]
fn without_end(line: &str) -> &str {
    // Most end with their words.
    if matches!(line.as_bytes(), [.., last] if last.is_ascii_graphic() && *last != b'\\') {
        return line;
    }
    line.without_at_end(const { Signs::new("\\") }).trimmed_end()
}

/// The lines at `body` that are not `noise`; see [`Paragraph::lines`]. For stretches that are not just a paragraph's body.
pub fn body_lines<'t>(text: &'t str, body: Span, noise: &[Span]) -> Vec<BodyLine<'t>> {
    let mut found: Vec<BodyLine<'t>> = Vec::new();
    let mut torn = false;
    let mut from = body.start;
    let ends = noise.iter().map(|span| (span.start, span.end)).chain([(body.end, body.end)]);
    for (end, next) in ends {
        let segment = Span { start: from, end: end.clamp(from, body.end) };
        let part = segment.of(text);
        for line in lines(part) {
            let words = without_end(line.text(part));
            if words.trim_start().is_empty() && torn {
                continue;
            }
            let start = segment.start as usize + line.words.start as usize;
            found.push(BodyLine { text: words, span: Span::new(start, start + words.len()), torn });
            torn = false;
        }
        if next > end {
            while found.last().is_some_and(|line| line.text.trim_start().is_empty()) {
                found.pop();
            }
            torn = !found.is_empty();
        }
        from = next.clamp(from, body.end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn each_line_is_one_of_all(text in "[a \\\\\r\n\u{a0}]{0,12}") {
            let body = Span::new(0, text.len());
            let mut each = Vec::new();
            each_line(&text, body, &[], |line| {
                each.push(line);
                true
            });
            let all: Vec<&str> = body_lines(&text, body, &[]).iter().map(|line| line.text).collect();
            proptest::prop_assert_eq!(each, all);
        }
    }
}

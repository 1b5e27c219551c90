//! `sipdis parse --spans`: line by line what each line was taken for, which words went to which field, and what is odd.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::archive::Document;
use crate::cable::{Diagnostic, Located, PieceKind, located};
use crate::text::Span;
use crate::text::line::lines;
use crate::text::visible::visible;
use crate::text::width::width;

/// Columns before the text: the number of the line, its bytes, and what it was taken for.
const MARGIN: usize = 48;

/// Writes a document, line by line. With `safe` nothing that could command a terminal is written.
pub(super) fn write(out: &mut impl Write, document: &Document, safe: bool) -> io::Result<()> {
    let mut page = Page { out, document, safe };
    page.title()?;
    page.rows()?;
    page.reasons()
}

struct Page<'a, W> {
    out: &'a mut W,
    document: &'a Document,
    safe: bool,
}

impl<W: Write> Page<'_, W> {
    fn line(&mut self, line: &str) -> io::Result<()> {
        let line = line.trim_end_matches(' ');
        if self.safe { writeln!(self.out, "{}", visible(line).as_str()) } else { writeln!(self.out, "{line}") }
    }

    fn title(&mut self) -> io::Result<()> {
        let Document { path, format, record, cable, .. } = self.document;
        let id = cable.id.as_deref().unwrap_or("no id");
        let post = cable.post.as_deref().unwrap_or("unknown");
        self.line(&format!("{path} · {format} · record {record} · {id} · post {post}"))?;
        self.line("")?;
        self.line(&margin("line", "bytes", "taken for", "text"))
    }

    /// A row for each part of a line that was taken for one thing, and below it its values and diagnostics.
    fn rows(&mut self) -> io::Result<()> {
        let Document { text, cable, .. } = self.document;
        let values = located(cable, text);
        let (mut values, mut odd) = (values.as_slice(), cable.diagnostics.as_slice());
        let mut pieces = cable.layout.as_slice();
        for (number, line) in lines(text).enumerate() {
            let mut shown = (number + 1).to_string();
            while let Some((piece, behind)) = pieces.split_first().filter(|(it, _)| it.span.start < line.whole.end) {
                let part =
                    Span { start: piece.span.start.max(line.whole.start), end: piece.span.end.min(line.whole.end) };
                let words = Span { start: part.start, end: part.end.min(line.words.end).max(part.start) };
                let bytes = format!("{}..{}", part.start, part.end);
                self.line(&margin(&shown, &bytes, piece.kind.name(), words.of(text)))?;
                shown.clear();
                let here = values.partition_point(|it| it.span.start < part.end);
                let (now, later) = values.split_at(here);
                for value in now {
                    self.value(value, words)?;
                }
                values = later;
                let here = odd.partition_point(|it| it.span.start < part.end);
                let (now, later) = odd.split_at(here);
                for diagnostic in now {
                    self.diagnostic(diagnostic, words)?;
                }
                odd = later;
                if piece.span.end > line.whole.end {
                    break;
                }
                pieces = behind;
            }
        }
        // What is said of a text without words.
        odd.iter().try_for_each(|diagnostic| self.diagnostic(diagnostic, Span::default()))
    }

    fn value(&mut self, value: &Located<'_>, line: Span) -> io::Result<()> {
        let Located { field, span, reading } = value;
        let stands = span.of(&self.document.text);
        let mut row = self.underline(*span, line, '~');
        let _ = write!(row, " {field}");
        if span.end > line.end {
            let more = lines(stands).count();
            if more > 1 {
                let _ = write!(row, ", {more} lines");
            }
        } else if reading != stands {
            let _ = write!(row, " = {reading}");
        }
        self.line(&row)
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic, line: Span) -> io::Result<()> {
        let Diagnostic { code, severity, span, message } = diagnostic;
        let mark = self.underline(*span, line, '^');
        self.line(&format!("{mark} {} {code}: {message}", severity.name()))
    }

    /// Blanks and marks, so that the marks stand below the words at `span`, as far as they are of `line`.
    fn underline(&self, span: Span, line: Span, mark: char) -> String {
        let text = &self.document.text;
        let columns = |from: u32, to: u32| width(visible(Span { start: from, end: to.max(from) }.of(text)).as_str());
        let start = span.start.clamp(line.start, line.end);
        let before = MARGIN + columns(line.start, start);
        let under = columns(start, span.end.min(line.end)).max(1);
        format!("{}{}", " ".repeat(before), String::from(mark).repeat(under))
    }

    /// Why: once for each kind of line that the text has.
    fn reasons(&mut self) -> io::Result<()> {
        let mut kinds: Vec<PieceKind> = Vec::new();
        for piece in &self.document.cable.layout {
            if !kinds.contains(&piece.kind) {
                kinds.push(piece.kind);
            }
        }
        self.line("")?;
        self.line("taken for                because")?;
        kinds.into_iter().try_for_each(|kind| self.line(&format!("{:<24} {}", kind.name(), kind.why())))
    }
}

/// The columns before the text, and the text.
fn margin(number: &str, bytes: &str, kind: &str, text: &str) -> String {
    format!("{number:>6} {bytes:<15} {kind:<24} {text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::{Hints, parse};

    fn check(text: &str, expected: &str) {
        let cable = parse(text, &Hints::default());
        let document = Document {
            path: "x.txt".into(),
            format: "text",
            record: 1,
            text: text.to_owned(),
            hints: Hints::default(),
            cable,
            parts: Vec::new(),
        };
        let mut out = Vec::new();
        write(&mut out, &document, true).unwrap();
        let out = String::from_utf8(out).unwrap();
        let rows = out.split_once("text\n").unwrap().1.split_once("\n\n").unwrap().0;
        assert_eq!(rows, expected.trim_matches('\n'));
    }

    #[test]
    fn values_stand_below_their_words_and_diagnostics_below_the_values() {
        check(
            "FM ROME\nR 310930Z FEB 06\n\nTAGS: SENV \u{1b} SUBJECT: A\nB",
            "
     1 0..8            from                     FM ROME
                                                   ~~~~ from
     2 8..25           date-time group          R 310930Z FEB 06
                                                ~~~~~~~~~~~~~~~~ dtg.text
                                                ^^^^^^^^^^^^^^^^ warning date-impossible: `R 310930Z FEB 06` is no date
                                                ^^^^^^^^^^^^^^^^ info lines-out-of-order: date-time group stands below from
     3 25..26          blank
     4 26..39          tags                     TAGS: SENV ^[
                                                      ~~~~ tags[0]
                                                           ~~ tags[1]
                                                           ^^ warning hidden-characters: 1 hidden character, the \
             first of them U+001B (control)
       39..50          subject                  SUBJECT: A
                                                         ~ subject, 2 lines
                                                ^^^^^^^^^^ info line-ends-lost: subject stands on the line of tags
     5 50..51          subject                  B
",
        );
    }

    #[test]
    fn the_margin_is_as_wide_as_it_says() {
        assert_eq!(margin("1", "0..13", "message id", "").len(), MARGIN);
        assert_eq!(margin("", "", PieceKind::Mrn.name(), "").len(), MARGIN, "the longest name");
    }
}

//! What is odd about a cable that was taken apart.
//!
//! The checks look at the model and the layout, and at the text only where both say nothing of it. Each is one pass, and none
//! changes a value. What each code means stands in the table of [`Code`](super::Code).

mod body;
mod characters;
mod fields;
mod header;
mod order;

use super::model::{Cable, Piece, PieceKind};
use super::words::Ends;
use super::{CanonicalId, Code, Diagnostic};
use crate::text::Span;

pub use body::sections_here;

/// What the parser knows besides the cable.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts<'a> {
    /// Post and serial number of the classification line.
    pub(super) number: Option<(&'a str, &'a str)>,
    /// The id that the file's name or a labelled field gives.
    pub(super) named: Option<&'a CanonicalId>,
    /// The cable's year.
    pub(super) year: Option<i16>,
}

/// Everything odd about `cable`, in no order.
pub(super) fn check(text: &str, cable: &Cable, facts: Facts<'_>) -> Vec<Diagnostic> {
    let body = |piece: &Piece| matches!(piece.kind, PieceKind::Paragraph | PieceKind::Heading);
    let head = cable.layout.split(body).next().unwrap_or_default();
    let mut report = Report { text, cable, head, facts, found: Vec::new() };
    characters::check(&mut report);
    header::check(&mut report);
    fields::check(&mut report);
    order::check(&mut report);
    body::check(&mut report);
    report.found
}

/// A cable, and what was found odd about it so far.
struct Report<'a> {
    text: &'a str,
    cable: &'a Cable,
    /// Pieces before the body.
    head: &'a [Piece],
    facts: Facts<'a>,
    found: Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    fn say(&mut self, code: &Code, span: Span, message: impl Into<String>) {
        self.found.push(Diagnostic::new(code, span, message.into()));
    }

    /// The words of a piece, without blanks and line ends around them.
    fn words(&self, piece: &Piece) -> Span {
        let whole = piece.span.of(self.text);
        let behind = whole.trimmed_start();
        let start = piece.span.start as usize + (whole.len() - behind.len());
        // Most pieces end in one line end and nothing else.
        let bare =
            behind.strip_suffix('\n').map_or(behind, |bare| bare.strip_suffix('\r').unwrap_or(bare)).trimmed_end();
        Span::new(start, start + bare.len())
    }

    /// The words of the first piece of a kind.
    fn first(&self, kind: PieceKind) -> Option<Span> {
        self.cable.layout.iter().find(|piece| piece.kind == kind).map(|piece| self.words(piece))
    }

    /// Where to point when something is missing: the classification, else the first words of the text.
    fn opening(&self) -> Span {
        let classification = self.cable.classification.as_ref().map(|it| it.span);
        classification.unwrap_or_else(|| {
            let first =
                self.cable.layout.iter().find(|piece| !matches!(piece.kind, PieceKind::Blank | PieceKind::Preface));
            let words = first.map(|piece| self.words(piece)).unwrap_or_default();
            let line = words.of(self.text).split(['\n', '\r']).next().unwrap_or("");
            Span::new(words.start as usize, words.start as usize + line.trim_end().len())
        })
    }
}

/// `1 mark`, `2 marks`.
fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

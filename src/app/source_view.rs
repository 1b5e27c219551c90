//! The source of a cable, line by line, each with what the parser took it for.
//!
//! Shows the text as it stands; what it means is the business of the read view.

use std::ops::Range;

use super::hits::put;
use super::marked::role;
use super::page::{Block, Page};
use super::reading::Reading;
use super::rich::{Family, Rich, Role};
use crate::cable::{Piece, PieceKind};
use crate::text::Span;
use crate::text::line::lines;

/// Columns of the margin that names the kinds.
const GUTTER: u16 = 17;

/// A line of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceLine {
    /// What it was taken for.
    pub kind: PieceKind,
    /// The line without its end.
    pub span: Span,
}

/// The source of a cable as a page, and what is known of its lines. Block and line have the same number.
#[derive(Debug, Clone, Default)]
pub struct SourceView {
    /// The page.
    pub page: Page,
    lines: Vec<SourceLine>,
}

impl SourceView {
    /// The view of a cable.
    pub fn new(reading: &Reading) -> Self {
        let document = &reading.document;
        let text = document.text.as_str();
        let (mut blocks, mut known) = (Vec::new(), Vec::new());
        let mut pieces = document.cable.layout.iter().copied().peekable();
        let mut last: Option<Piece> = None;
        for line in lines(text) {
            let piece = piece_at(&mut pieces, line.words.start);
            let kind = piece.map_or(PieceKind::Text, |piece| piece.kind);
            // The name stands once, where the part begins; blank lines need none.
            let starts = piece != last && kind != PieceKind::Blank;
            let lead = Rich::of(if starts { kind.name() } else { "" }, Role::Dim);
            let (text, hits) = words(reading, line.words, Role::Source(family(kind)));
            blocks.push(Block {
                lead,
                indent: GUTTER,
                hang: GUTTER,
                text,
                hits,
                stop: starts,
                at: Some(line.words.start),
                ..Block::default()
            });
            known.push(SourceLine { kind, span: line.words });
            last = piece;
        }
        SourceView { page: Page::with_cursor(blocks), lines: known }
    }

    /// The line under the cursor and its number, from 1.
    pub fn line(&self) -> Option<(usize, SourceLine)> {
        let at = self.page.cursor()?;
        self.lines.get(at).map(|line| (at + 1, *line))
    }
}

/// The words of a line, with the markings that stand among them, and where it holds what was searched for.
fn words(reading: &Reading, line: Span, plain: Role) -> (Rich, Vec<Range<usize>>) {
    let here = |span: Span| {
        let at = |byte: u32| (byte.clamp(line.start, line.end) - line.start) as usize;
        at(span.start)..at(span.end)
    };
    let roles: Vec<_> = reading.marked.marks_in(line).iter().map(|mark| (here(mark.span), role(mark))).collect();
    let hits: Vec<_> = reading.hits_in(line).iter().map(|hit| here(*hit)).collect();
    let mut words = Rich::new();
    let hits = put(&mut words, line.of(&reading.document.text), &roles, plain, &hits);
    (words, hits)
}

/// The piece that holds a byte. Pieces come in order, and so do the bytes asked for, so none is looked at twice.
fn piece_at(pieces: &mut std::iter::Peekable<impl Iterator<Item = Piece>>, byte: u32) -> Option<Piece> {
    while pieces.next_if(|piece| piece.span.end <= byte).is_some() {}
    pieces.peek().copied().filter(|piece| piece.span.start <= byte)
}

/// The family of a kind of line.
pub fn family(kind: PieceKind) -> Family {
    use PieceKind::*;
    match kind {
        Mrn | MessageId | Relays | Station | Signals | Groups => Family::Wire,
        Dtg | From | To | Info | Exempt => Family::Address,
        Classification | Caption | Passing | Distribution | Drafting | Attributes => Family::Handling,
        ExecutiveOrder | Tags | Subject | References | ClassifiedBy | Heading | Signature => Family::Field,
        Paragraph | Text => Family::Body,
        Blank | Preface | Separator | Page | End => Family::Noise,
    }
}

//! Which part of a cable's text a word stands in.
//!
//! The parts divide the text: each word is in one of them, and none but page lines and separators is in none.

use std::ops::Range;

use crate::cable::{Cable, PieceKind};
use crate::text::Span;

/// A part of a cable in which words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Everything before the body but the subject, and what stands behind the body: drafting lines, attribute blocks.
    Header,
    /// The subject, without the word SUBJECT and without a portion mark before it.
    Subject,
    /// Paragraphs with their numbers and marks, headings, signatures.
    Body,
}

impl Zone {
    /// All of them.
    pub const ALL: [Zone; 3] = [Zone::Header, Zone::Subject, Zone::Body];

    fn of(kind: PieceKind) -> Option<Zone> {
        match kind {
            PieceKind::Blank | PieceKind::Page | PieceKind::Separator => None,
            PieceKind::Heading | PieceKind::Paragraph | PieceKind::Text | PieceKind::Signature => Some(Zone::Body),
            _ => Some(Zone::Header),
        }
    }
}

/// The text of a zone in one piece, with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ZoneText {
    /// What words are cut from.
    pub text: String,
    /// Where each run stood: place here, place in the cable's text.
    runs: Vec<(usize, usize)>,
}

impl ZoneText {
    /// A zone without words.
    pub(crate) const EMPTY: ZoneText = ZoneText { text: String::new(), runs: Vec::new() };

    /// Where a range of this stood in the cable's text. What lay between its parts is inside.
    pub fn place(&self, range: Range<usize>) -> Span {
        let at = |place: usize| {
            let run = self.runs.partition_point(|(start, _)| *start <= place).saturating_sub(1);
            self.runs.get(run).map_or(0, |(start, source)| source + place.saturating_sub(*start))
        };
        if range.is_empty() {
            return Span::new(at(range.start), at(range.start));
        }
        Span::new(at(range.start), at(range.end - 1) + 1)
    }

    fn push(&mut self, whole: &str, span: Span) {
        let part = span.of(whole);
        if part.is_empty() {
            return;
        }
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\r']) {
            self.text.push('\n');
        }
        self.runs.push((self.text.len(), span.start as usize));
        self.text.push_str(part);
    }
}

/// The zones of a cable, in the order of [`Zone::ALL`].
///
/// ```
/// use sipdis::archive::words::zones;
/// use sipdis::cable::{Hints, parse};
/// let text = "UNCLAS ROME 000042\n\nSUBJECT: FISH\n\n1. (U) The nets\nROME 00000042  002 OF 002\nwere full.\n";
/// let [header, subject, body] = zones(&parse(text, &Hints::default()), text);
/// assert_eq!(subject.text, "FISH");
/// assert_eq!(body.text, "1. (U) The nets\nwere full.\n");
/// assert!(header.text.starts_with("UNCLAS ROME 000042"));
/// ```
pub fn zones(cable: &Cable, text: &str) -> [ZoneText; 3] {
    let [mut header, mut title, mut body] = [ZoneText::default(), ZoneText::default(), ZoneText::default()];
    // Most of a cable is its body.
    body.text.reserve(text.len());
    let subject = cable.subject.as_ref().map_or(Span::default(), |subject| subject.span);
    let mut noise = cable.paragraphs.iter().flat_map(|paragraph| &paragraph.noise).copied().peekable();
    for piece in &cable.layout {
        let zone = match Zone::of(piece.kind) {
            None => continue,
            Some(Zone::Body) => &mut body,
            Some(_) => &mut header,
        };
        let mut from = piece.span.start;
        while let Some(page) = noise.next_if(|page| page.start < piece.span.end) {
            divide(Span { start: from, end: page.start.max(from) }, subject, zone, &mut title, text);
            from = page.end.clamp(from, piece.span.end);
            // The end of its line goes with a page line.
            from += line_end(Span { start: from, end: piece.span.end }.of(text));
        }
        divide(Span { start: from, end: piece.span.end }, subject, zone, &mut title, text);
    }
    [header, title, body]
}

/// Bytes of the line end with which `text` begins.
fn line_end(text: &str) -> u32 {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Adds a part of the text to `zone`, and what of it is the subject to `title`.
fn divide(part: Span, subject: Span, zone: &mut ZoneText, title: &mut ZoneText, text: &str) {
    let cut = |at: u32| at.clamp(part.start, part.end);
    let (start, end) = (cut(subject.start), cut(subject.end));
    zone.push(text, Span { start: part.start, end: start });
    title.push(text, Span { start, end });
    zone.push(text, Span { start: end, end: part.end });
}

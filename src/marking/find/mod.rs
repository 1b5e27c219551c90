//! Where markings stand in a text.
//!
//! The fields of the cable come first (`fields`), then whole lines (`lines`), then brackets (`brackets`), then words
//! (`words`).

mod before;
mod brackets;
mod fields;
mod lines;
mod words;

use crate::cable::{Cable, Control, Level, Marking};
use crate::text::Span;

/// A marking and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its words, brackets included.
    pub span: Span,
    /// Its level; absent where only a control stands there, such as `NOFORN`.
    pub level: Option<Level>,
    /// Its controls.
    pub controls: Vec<Control>,
    /// What kind of place it stands in.
    pub kind: MarkKind,
    /// `false` where letters were misread, look like others or are hidden, so that it is a guess what was meant.
    pub certain: bool,
}

impl Mark {
    /// Level and controls; `None` where there is no level.
    pub fn marking(&self) -> Option<Marking> {
        self.level.map(|level| Marking { level, controls: self.controls.clone() })
    }
}

/// What kind of place a marking stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// The classification line of the cable.
    Classification,
    /// A caption that restricts: `NODIS`, `NOFORN`.
    Caption,
    /// A banner of a page, or the classification line of another section.
    Banner,
    /// A portion mark.
    Portion(PortionOf),
    /// In running text: `(S//NF)`, `NOFORN`.
    Running,
}

/// What a portion mark stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortionOf {
    /// The subject.
    Subject,
    /// A numbered paragraph, or one without a number.
    Paragraph,
    /// A point of a paragraph, or a sentence within it.
    SubParagraph,
    /// A heading.
    Heading,
}

/// Something that looks like a marking and is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejected {
    /// The brackets with what they hold.
    pub span: Span,
    /// Why it is none.
    pub why: NoMark,
}

/// Why brackets with the letters of a level are no marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoMark {
    /// `(3)`.
    Number,
    /// `1.4 (b), (c)`: letters of a reason for classifying, or of another section.
    Section,
    /// `minister(s)`.
    Ending,
    /// `(c)` after `(a)` and `(b)`.
    ListItem,
    /// `Technical Secretariat (TS)`: the letters of the words before.
    Initials,
    /// `(S/CT)`: an office.
    Office,
    /// `(R-AZ)`: a party and a state.
    Party,
    /// `(S/2009/344)`, `(C-RE9-01306)`: the number of a paper, or the name of a thing.
    Name,
    /// Letters in running prose that no sentence begins behind.
    Prose,
}

/// Every marking of a text, in the order in which they stand; none lies within another.
///
/// Takes time linear in the length of the text.
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// use sipdis::marking::{MarkKind, PortionOf, find};
/// let text = "CONFIDENTIAL ROME 000042\n\nNOFORN\n\nSUBJECT: BOATS\n\n1. (C/NF) They float (SBU).\n";
/// let marks = find(text, &parse(text, &Hints::default()));
/// let shown: Vec<_> = marks.iter().map(|mark| (mark.span.of(text), mark.kind)).collect();
/// assert_eq!(shown, [
///     ("CONFIDENTIAL", MarkKind::Classification),
///     ("NOFORN", MarkKind::Caption),
///     ("(C/NF)", MarkKind::Portion(PortionOf::Paragraph)),
///     ("(SBU)", MarkKind::Running),
/// ]);
/// ```
pub fn find(text: &str, cable: &Cable) -> Vec<Mark> {
    scan(text, cable).0
}

/// Everything that looks like a marking and is none, with the reason.
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// use sipdis::marking::{NoMark, rejected};
/// let text = "1. (U) The minister(s) of Vitamin (C) met.\n";
/// let none: Vec<_> = rejected(text, &parse(text, &Hints::default())).iter().map(|it| it.why).collect();
/// assert_eq!(none, [NoMark::Ending, NoMark::Prose]);
/// ```
pub fn rejected(text: &str, cable: &Cable) -> Vec<Rejected> {
    scan(text, cable).1
}

/// What is found, field by field and then line by line; each later step leaves alone what an earlier one has taken.
pub(super) fn scan(text: &str, cable: &Cable) -> (Vec<Mark>, Vec<Rejected>) {
    let mut marks = fields::marks(text, cable);
    settle(&mut marks);
    lines::marks(text, cable, &mut marks);
    settle(&mut marks);
    let mut rejected = Vec::new();
    brackets::marks(text, cable, &mut marks, &mut rejected);
    settle(&mut marks);
    words::marks(text, &mut marks);
    settle(&mut marks);
    (marks, rejected)
}

/// Puts marks in order and drops those that lie within others.
fn settle(marks: &mut Vec<Mark>) {
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut end = 0;
    marks.retain(|mark| {
        let free = mark.span.start >= end;
        end = end.max(mark.span.end);
        free
    });
}

/// Walks along marks in order and tells what they cover.
struct Covered<'m> {
    marks: &'m [Mark],
}

impl Covered<'_> {
    /// Whether a mark covers the byte at `at`. Asked with rising places only.
    fn at(&mut self, at: usize) -> bool {
        self.pass(at);
        self.marks.first().is_some_and(|first| first.span.contains(at))
    }

    /// Whether a mark covers any byte of `span`. Asked with rising spans only.
    fn meets(&mut self, span: Span) -> bool {
        self.pass(span.start as usize);
        self.marks.first().is_some_and(|first| first.span.start < span.end)
    }

    fn pass(&mut self, at: usize) {
        while let [first, rest @ ..] = self.marks
            && first.span.end as usize <= at
        {
            self.marks = rest;
        }
    }
}

//! Where markings stand in a text.

use crate::cable::{Cable, Control, Level, Marking, Paragraph};
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
pub fn find(text: &str, cable: &Cable) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(line) = &cable.classification {
        marks.push(mark(line.span, &line.marking, MarkKind::Classification));
    }
    if let Some(portion) = &cable.subject_portion {
        marks.push(mark(portion.text.span, &portion.marking, MarkKind::Portion(PortionOf::Subject)));
    }
    for paragraph in &cable.paragraphs {
        if let Some(portion) = &paragraph.portion {
            marks.push(mark(portion.text.span, &portion.marking, MarkKind::Portion(portion_of(text, paragraph))));
        }
    }
    marks.sort_by_key(|mark| mark.span);
    marks
}

/// Everything that looks like a marking and is none, with the reason.
pub fn rejected(_text: &str, _cable: &Cable) -> Vec<Rejected> {
    Vec::new()
}

fn portion_of(text: &str, paragraph: &Paragraph) -> PortionOf {
    let numbered = paragraph.number.as_ref().map(|number| number.text(text));
    match numbered {
        Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => PortionOf::Paragraph,
        Some(_) => PortionOf::SubParagraph,
        None => PortionOf::Paragraph,
    }
}

fn mark(span: Span, marking: &Marking, kind: MarkKind) -> Mark {
    Mark { span, level: Some(marking.level), controls: marking.controls.clone(), kind, certain: true }
}

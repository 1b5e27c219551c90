//! Markings that the parser knows as fields of the cable, and damaged ones that stand where such a field would.

use super::{Mark, MarkKind, PortionOf};
use crate::cable::mark::{self, Doubt};
use crate::cable::{Cable, Control, Marking, Paragraph};
use crate::text::{Span, Value};

/// Captions that restrict who may see the cable. `SIPDIS` widens distribution and is no marking.
const CAPTIONS: &[&str] = &["NOFORN", "ORCON", "PROPIN", "NODIS", "EXDIS", "LIMDIS", "STADIS", "NOCONTRACT", "WNINTEL"];

pub(super) fn marks(text: &str, cable: &Cable) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(line) = &cable.classification {
        // Captions that were added to the marking of the whole stand elsewhere.
        let written = mark::banner(line.span.of(text)).map(|banner| banner.reading);
        let marking = written.as_ref().map_or(&line.marking, |written| &written.marking);
        let doubt = written.as_ref().is_some_and(|written| written.doubt.is_some());
        marks.push(Mark { certain: !doubt, ..certain(line.span, marking, MarkKind::Classification) });
    }
    marks.extend(cable.captions.iter().filter_map(|value| caption(text, value)));
    match (&cable.subject_portion, &cable.subject) {
        (Some(portion), _) => {
            marks.push(certain(portion.text.span, &portion.marking, MarkKind::Portion(PortionOf::Subject)));
        }
        (None, Some(subject)) => {
            marks.extend(damaged(text, subject.span, MarkKind::Portion(PortionOf::Subject), false));
        }
        (None, None) => {}
    }
    for paragraph in &cable.paragraphs {
        let kind = MarkKind::Portion(portion_of(text, paragraph));
        match &paragraph.portion {
            Some(portion) => {
                let words = portion.text.text(text);
                // `C) Summary`: the parser takes it for a mark, but a bracket is lost.
                let torn = words.ends_with(')') && !words.starts_with('(');
                marks.push(Mark { certain: !torn, ..certain(portion.text.span, &portion.marking, kind) });
            }
            None => marks.extend(damaged(text, paragraph.body, kind, paragraph.number.is_some())),
        }
    }
    marks
}

fn certain(span: Span, marking: &Marking, kind: MarkKind) -> Mark {
    Mark { span, level: Some(marking.level), controls: marking.controls.clone(), kind, certain: true }
}

fn caption(text: &str, value: &Value) -> Option<Mark> {
    let words = value.text(text);
    let controls = match CAPTIONS.iter().find(|caption| **caption == words) {
        Some(known) => vec![Control((*known).into())],
        None if words.starts_with("REL") => mark::controls(words)?,
        None => return None,
    };
    Some(Mark { span: value.span, level: None, controls, kind: MarkKind::Caption, certain: true })
}

/// A damaged mark at the start of `span`. Behind a number anything that may be a mark is one; elsewhere only letters
/// that were made to look like one.
fn damaged(text: &str, span: Span, kind: MarkKind, numbered: bool) -> Option<Mark> {
    let words = span.of(text);
    let may_be = words.starts_with(['(', '{', '[']) || numbered || !words.is_ascii();
    let (reading, len) = may_be.then(|| mark::portion(words)).flatten()?;
    reading.doubt.filter(|doubt| numbered || *doubt != Doubt::Slip)?;
    let start = span.start as usize;
    let marking = reading.marking;
    Some(Mark { certain: false, ..certain(Span::new(start, start + len), &marking, kind) })
}

fn portion_of(text: &str, paragraph: &Paragraph) -> PortionOf {
    let number = paragraph.number.as_ref().map(|number| number.text(text));
    match number {
        Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => PortionOf::Paragraph,
        Some(_) => PortionOf::SubParagraph,
        None if is_heading(paragraph.body.of(text)) => PortionOf::Heading,
        None => PortionOf::Paragraph,
    }
}

/// One short line that is no sentence.
fn is_heading(words: &str) -> bool {
    let words = words.trim();
    words.len() <= 90 && !words.contains('\n') && !words.ends_with(['.', '?', '!', ';'])
}

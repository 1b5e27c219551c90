//! A cable as JSON: the published form of `sipdis parse --json`.
//!
//! Keys and their order are stable; what is absent is `null` or `[]`; times are UTC. Strings are exact: whoever shows
//! them makes them visible. The types here only say how the model is written, and borrow everything from it.

use jiff::civil::DateTime;
use serde::{Serialize, Serializer};

use super::Document;
use crate::cable::{
    Addressee, Cable, Classification, ClassifiedBy, Control, Copies, Diagnostic, Distribution, Dtg, ExecutiveOrder,
    Level, Marking, Paragraph, Portion, Precedence, Reference, ReferenceKind, Section, Transmission,
};
use crate::marking;
use crate::text::{Span, Value};

/// Writes a document as one JSON object.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use sipdis::archive::{Archive, Origin, json};
///
/// let archive = Archive::new(vec![Origin::Stdin(b"SUBJECT: RAIN".to_vec())]);
/// archive.documents(&AtomicBool::new(false), &mut |document| {
///     let object = serde_json::to_string(&json::Object(&document.unwrap())).unwrap();
///     assert!(object.starts_with(r#"{"id":"#));
/// });
/// ```
#[derive(Debug)]
pub struct Object<'a>(pub &'a Document);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CableView::of(self.0).serialize(serializer)
    }
}

/// The same with the text, from which the object can be read back as the cable that it was.
#[derive(Debug)]
pub struct WithText<'a>(pub &'a Document);

impl Serialize for WithText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CableView { text: Some(&self.0.text), ..CableView::of(self.0) }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct CableView<'a> {
    id: Option<&'a str>,
    source: SourceView<'a>,
    partial: bool,
    corrected: bool,
    transmission: Option<TransmissionView<'a>>,
    dtg: Option<DtgView<'a>>,
    from: Option<&'a str>,
    post: Option<&'a str>,
    to: Vec<AddresseeView<'a>>,
    info: Vec<AddresseeView<'a>>,
    classification: Option<MarkingView<'a>>,
    captions: Vec<&'a str>,
    section: Option<Section>,
    distribution: Option<DistributionView<'a>>,
    passing: Vec<&'a str>,
    executive_order: Option<ExecutiveOrderView<'a>>,
    tags: Vec<&'a str>,
    subject: Option<&'a str>,
    subject_portion: Option<&'a str>,
    references: Vec<ReferenceView<'a>>,
    classified_by: Option<ClassifiedByView<'a>>,
    summary: Option<&'a str>,
    comment: Option<&'a str>,
    paragraphs: Vec<ParagraphView<'a>>,
    signatures: Vec<&'a str>,
    rollup: Option<RollupView>,
    diagnostics: &'a [Diagnostic],
    /// Only where it is asked for.
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceView<'a> {
    path: &'a str,
    format: &'a str,
    record: u32,
    beside: BesideView<'a>,
}

/// What stood beside the text.
#[derive(Serialize)]
struct BesideView<'a> {
    id: Option<&'a str>,
    date: Option<String>,
    origin: Option<&'a str>,
    level: Option<&'a str>,
}

#[derive(Serialize)]
struct TransmissionView<'a> {
    message_id: Option<&'a str>,
    precedence: Option<Precedence>,
    relays: Vec<&'a str>,
    station: Option<&'a str>,
    serial: Option<&'a str>,
    filed: Option<&'a str>,
    security: Option<Level>,
    signals: Vec<&'a str>,
}

#[derive(Serialize)]
struct DtgView<'a> {
    text: &'a str,
    time: Option<String>,
    precedences: &'a [Precedence],
}

#[derive(Serialize)]
struct AddresseeView<'a> {
    routing: Option<&'a str>,
    name: &'a str,
    precedence: Option<Precedence>,
    number: Option<&'a str>,
    exempt: Vec<&'a str>,
}

/// The marking of the whole, or a portion mark.
#[derive(Serialize)]
struct MarkingView<'a> {
    level: Level,
    controls: &'a [Control],
    marking: String,
}

#[derive(Serialize)]
struct DistributionView<'a> {
    origin: Vec<CopiesView<'a>>,
    action: Vec<CopiesView<'a>>,
    info: Vec<CopiesView<'a>>,
    total: Option<u32>,
}

#[derive(Serialize)]
struct CopiesView<'a> {
    office: &'a str,
    copies: u32,
}

#[derive(Serialize)]
struct ExecutiveOrderView<'a> {
    order: Option<&'a str>,
    declassify_on: Option<String>,
    event: Option<&'a str>,
    exemptions: Vec<&'a str>,
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct ReferenceView<'a> {
    label: Option<&'a str>,
    kind: ReferenceKind,
    id: Option<&'a str>,
    text: &'a str,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct ClassifiedByView<'a> {
    names: Vec<&'a str>,
    title: Option<&'a str>,
    reasons: &'a [String],
    text: &'a str,
}

#[derive(Serialize)]
struct ParagraphView<'a> {
    number: Option<&'a str>,
    portion: Option<MarkingView<'a>>,
    heading: Option<&'a str>,
    text: String,
    span: Span,
    tables: Vec<Span>,
}

#[derive(Serialize)]
struct RollupView {
    level: Level,
    controls: Vec<Control>,
}

/// How values of one text are written.
#[derive(Clone, Copy)]
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    fn one(self, value: &'a Value) -> &'a str {
        value.text(self.0)
    }

    fn some(self, value: &'a Option<Value>) -> Option<&'a str> {
        value.as_ref().map(|value| self.one(value))
    }

    fn all(self, values: &'a [Value]) -> Vec<&'a str> {
        values.iter().map(|value| self.one(value)).collect()
    }
}

impl<'a> CableView<'a> {
    fn of(document: &'a Document) -> Self {
        let (cable, words) = (&document.cable, Words(&document.text));
        CableView {
            id: cable.id.as_deref(),
            source: SourceView::of(document),
            partial: cable.partial,
            corrected: cable.corrected,
            transmission: cable.transmission.as_ref().map(|transmission| TransmissionView::of(transmission, words)),
            dtg: cable.dtg.as_ref().map(|dtg| DtgView::of(dtg, words)),
            from: words.some(&cable.from),
            post: cable.post.as_deref(),
            to: cable.to.iter().map(|to| AddresseeView::of(to, words)).collect(),
            info: cable.info.iter().map(|info| AddresseeView::of(info, words)).collect(),
            classification: cable.classification.as_ref().map(MarkingView::of_the_whole),
            captions: words.all(&cable.captions),
            section: cable.section,
            distribution: cable.distribution.as_ref().map(|offices| DistributionView::of(offices, words)),
            passing: words.all(&cable.passing),
            executive_order: cable.executive_order.as_ref().map(|order| ExecutiveOrderView::of(order, words)),
            tags: words.all(&cable.tags),
            subject: words.some(&cable.subject),
            subject_portion: cable.subject_portion.as_ref().map(|portion| bare(words.one(&portion.text))),
            references: cable.references.iter().map(|reference| ReferenceView::of(reference, words)).collect(),
            classified_by: cable.classified_by.as_ref().map(|by| ClassifiedByView::of(by, words)),
            summary: words.some(&cable.summary),
            comment: words.some(&cable.comment),
            paragraphs: ParagraphView::all(cable, words),
            signatures: words.all(&cable.signatures),
            rollup: marking::roll_up(cable).map(|Marking { level, controls }| RollupView { level, controls }),
            diagnostics: &cable.diagnostics,
            text: None,
        }
    }
}

impl<'a> SourceView<'a> {
    fn of(document: &'a Document) -> Self {
        let hints = &document.hints;
        SourceView {
            path: &document.path,
            format: document.format,
            record: document.record,
            beside: BesideView {
                id: hints.name.as_deref(),
                date: hints.date.map(utc),
                origin: hints.origin.as_deref(),
                level: hints.level.as_deref(),
            },
        }
    }
}

impl<'a> TransmissionView<'a> {
    fn of(transmission: &'a Transmission, words: Words<'a>) -> Self {
        TransmissionView {
            message_id: words.some(&transmission.message_id),
            precedence: transmission.precedence,
            relays: words.all(&transmission.relays),
            station: words.some(&transmission.station),
            serial: words.some(&transmission.serial),
            filed: words.some(&transmission.filed),
            security: transmission.security,
            signals: words.all(&transmission.signals),
        }
    }
}

impl<'a> DtgView<'a> {
    fn of(dtg: &'a Dtg, words: Words<'a>) -> Self {
        DtgView { text: words.one(&dtg.text), time: dtg.time.map(utc), precedences: &dtg.precedences }
    }
}

impl<'a> AddresseeView<'a> {
    fn of(addressee: &'a Addressee, words: Words<'a>) -> Self {
        AddresseeView {
            routing: words.some(&addressee.routing),
            name: words.one(&addressee.name),
            precedence: addressee.precedence,
            number: words.some(&addressee.number),
            exempt: words.all(&addressee.exempt),
        }
    }
}

impl<'a> MarkingView<'a> {
    fn of_the_whole(classification: &'a Classification) -> Self {
        let marking = &classification.marking;
        MarkingView { level: marking.level, controls: &marking.controls, marking: marking.to_string() }
    }

    fn of_a_portion(portion: &'a Portion, words: Words<'a>) -> Self {
        let marking = &portion.marking;
        MarkingView { level: marking.level, controls: &marking.controls, marking: words.one(&portion.text).to_owned() }
    }
}

impl<'a> DistributionView<'a> {
    fn of(distribution: &'a Distribution, words: Words<'a>) -> Self {
        let offices = |copies: &'a [Copies]| {
            copies.iter().map(|of| CopiesView { office: words.one(&of.office), copies: of.copies }).collect()
        };
        DistributionView {
            origin: offices(&distribution.origin),
            action: offices(&distribution.action),
            info: offices(&distribution.info),
            total: distribution.total,
        }
    }
}

impl<'a> ExecutiveOrderView<'a> {
    fn of(order: &'a ExecutiveOrder, words: Words<'a>) -> Self {
        ExecutiveOrderView {
            order: words.some(&order.order),
            declassify_on: order.declassify_on.map(|date| date.to_string()),
            event: words.some(&order.event),
            exemptions: words.all(&order.exemptions),
            text: words.some(&order.text),
        }
    }
}

impl<'a> ReferenceView<'a> {
    fn of(reference: &'a Reference, words: Words<'a>) -> Self {
        ReferenceView {
            label: words.some(&reference.label),
            kind: reference.kind,
            id: reference.id.as_deref(),
            text: words.one(&reference.text),
            title: words.some(&reference.title),
        }
    }
}

impl<'a> ClassifiedByView<'a> {
    fn of(by: &'a ClassifiedBy, words: Words<'a>) -> Self {
        ClassifiedByView {
            names: words.all(&by.names),
            title: words.some(&by.title),
            reasons: &by.reasons,
            text: words.one(&by.text),
        }
    }
}

impl<'a> ParagraphView<'a> {
    fn all(cable: &'a Cable, words: Words<'a>) -> Vec<Self> {
        let tables = cable.tables(words.0);
        let mut tables = tables.iter().peekable();
        let of = |paragraph: &'a Paragraph| {
            let within = |table: &&Span| table.start < paragraph.body.end;
            let mut here = Vec::new();
            while let Some(table) = tables.next_if(within) {
                // The blanks before the first word are none of the paragraph's.
                here.push(Span { start: table.start.max(paragraph.body.start), ..*table });
            }
            ParagraphView { tables: here, ..ParagraphView::of(paragraph, words) }
        };
        cable.paragraphs.iter().map(of).collect()
    }

    fn of(paragraph: &'a Paragraph, words: Words<'a>) -> Self {
        ParagraphView {
            number: words.some(&paragraph.number),
            portion: paragraph.portion.as_ref().map(|portion| MarkingView::of_a_portion(portion, words)),
            heading: words.some(&paragraph.heading),
            text: paragraph.words(words.0),
            span: paragraph.span,
            tables: Vec::new(),
        }
    }
}

/// `2006-11-20T16:41:00Z`.
fn utc(time: DateTime) -> String {
    format!("{time}Z")
}

/// A portion mark without its brackets.
fn bare(portion: &str) -> &str {
    portion.trim_matches(['(', ')', '[', ']'])
}

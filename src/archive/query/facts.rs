//! What a query can ask of one cable, taken from the document once it is asked for.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use super::Field;
use crate::archive::words::{DIVIDE, ZoneText, zones};
use crate::archive::{Document, row};
use crate::cable::{Marking, Precedence, Severity, redaction, table};
use crate::marking::{self, State, When};
use crate::text::Value;

/// A document with what is asked of it.
#[derive(Debug)]
pub struct Facts<'d> {
    document: &'d Document,
    whole: bool,
    zones: OnceCell<[ZoneText; 3]>,
}

/// A text in which words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// See [`Zone::Header`](crate::archive::words::Zone).
    Header,
    /// The subject.
    Subject,
    /// The body.
    Body,
    /// The sender, and the post.
    From,
    /// Action addressees.
    To,
    /// Information addressees.
    Info,
    /// Captions.
    Caption,
    /// Signatures.
    Signed,
    /// Names and title of who classified it.
    ClassifiedBy,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 9] = [
        Part::Header,
        Part::Subject,
        Part::Body,
        Part::From,
        Part::To,
        Part::Info,
        Part::Caption,
        Part::Signed,
        Part::ClassifiedBy,
    ];

    /// The parts that a field asks about.
    pub fn of(field: Field) -> &'static [Part] {
        match field {
            Field::Any => &[Part::Header, Part::Subject, Part::Body],
            Field::Header => &[Part::Header],
            Field::Subject => &[Part::Subject],
            Field::Body => &[Part::Body],
            Field::From => &[Part::From],
            Field::To => &[Part::To],
            Field::Info => &[Part::Info],
            Field::Caption => &[Part::Caption],
            Field::Signed => &[Part::Signed],
            Field::ClassifiedBy => &[Part::ClassifiedBy],
            _ => &[],
        }
    }

    /// Whether the head of a cable does not tell what it is.
    pub(super) fn needs_body(self) -> bool {
        matches!(self, Part::Header | Part::Body | Part::Signed | Part::ClassifiedBy)
    }
}

/// The names of the country of a post: in words, as ISO code, as TAGS code; letters only.
pub(crate) fn countries(post: &str) -> impl Iterator<Item = String> {
    let names = table::post(post).into_iter().flat_map(|post| [post.country, post.iso2, post.tag]);
    names.flatten().filter_map(super::value::letters)
}

impl<'d> Facts<'d> {
    /// The facts of a document that was parsed whole.
    pub fn new(document: &'d Document) -> Self {
        Facts { document, whole: true, zones: OnceCell::new() }
    }

    /// The facts of a document of which only the head was parsed.
    pub(crate) fn of_head(document: &'d Document) -> Self {
        Facts { whole: false, ..Facts::new(document) }
    }

    /// Whether all of the document was parsed.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The document.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    pub(super) fn zones(&self) -> &[ZoneText; 3] {
        self.zones.get_or_init(|| zones(&self.document.cable, &self.document.text))
    }

    /// The text of a part, given to `read`; values of a list are divided.
    pub fn part<T>(&self, part: Part, read: impl FnOnce(&str) -> T) -> T {
        let (cable, [header, subject, body]) = match part {
            Part::Header | Part::Subject | Part::Body => (&self.document.cable, self.zones()),
            _ => (&self.document.cable, &const { [ZoneText::EMPTY; 3] }),
        };
        let all = |values: &[Value]| self.join(values.iter().map(|value| self.text(value)));
        match part {
            Part::Header => read(&header.text),
            Part::Subject => read(&subject.text),
            Part::Body => read(&body.text),
            Part::From => read(&self.join(cable.from.iter().map(|from| self.text(from)).chain(self.post()))),
            Part::To => read(&self.join(cable.to.iter().map(|to| self.text(&to.name)))),
            Part::Info => read(&self.join(cable.info.iter().map(|info| self.text(&info.name)))),
            Part::Caption => read(&all(&cable.captions)),
            Part::Signed => read(&all(&cable.signatures)),
            Part::ClassifiedBy => {
                let by = cable.classified_by.iter();
                read(&self.join(by.flat_map(|by| by.names.iter().chain(&by.title)).map(|value| self.text(value))))
            }
        }
    }

    fn text(&self, value: &'d Value) -> &'d str {
        value.text(&self.document.text)
    }

    fn join<'t>(&self, values: impl Iterator<Item = &'t str>) -> String {
        let mut joined = String::new();
        for value in values {
            if !joined.is_empty() {
                joined.push('\n');
                joined.push(DIVIDE);
            }
            joined.push_str(value);
        }
        joined
    }

    /// Its canonical id.
    pub fn id(&self) -> Option<&'d str> {
        self.document.cable.id.as_deref()
    }

    /// Its post.
    pub fn post(&self) -> Option<&'d str> {
        self.document.cable.post.as_deref()
    }

    /// The names of the country of its post.
    pub fn countries(&self) -> impl Iterator<Item = String> {
        self.post().into_iter().flat_map(countries)
    }

    /// TAGS, in capitals.
    pub fn tags(&self) -> impl Iterator<Item = &'d str> {
        self.document.cable.tags.iter().map(|tag| self.text(tag))
    }

    /// The marking of the whole, as the list shows it.
    pub fn marking(&self) -> Option<Marking> {
        let cable = &self.document.cable;
        let own = cable.classification.as_ref().map(|classification| classification.marking.clone());
        own.or_else(|| self.document.hints.level.as_deref().and_then(crate::archive::row::level_column))
    }

    /// The marks of paragraphs and of the subject.
    pub fn portions(&self) -> impl Iterator<Item = &'d Marking> {
        let cable = &self.document.cable;
        let of_paragraphs = cable.paragraphs.iter().filter_map(|paragraph| paragraph.portion.as_ref());
        cable.subject_portion.iter().chain(of_paragraphs).map(|portion| &portion.marking)
    }

    /// How fast it had to travel; two where addressees differ.
    pub fn precedences(&self) -> impl Iterator<Item = Precedence> {
        row::precedences(&self.document.cable).into_iter().flatten()
    }

    /// When it was sent, as the list shows it.
    pub fn time(&self) -> Option<DateTime> {
        let cable = &self.document.cable;
        let own = cable.dtg.as_ref().and_then(|dtg| dtg.time);
        own.or(self.document.hints.date).or(cable.archived_on.map(Into::into))
    }

    /// When it is to be declassified.
    pub fn declassification(&self) -> marking::Declassification {
        marking::declassification(&self.document.cable, &self.document.text, &self.document.hints)
    }

    /// What has become of its classification, seen from a day.
    pub fn state(&self, today: Date) -> State {
        self.declassification().state(today)
    }

    /// The codes of its executive-order line, in capitals.
    pub fn codes(&self) -> BTreeSet<String> {
        self.codes_of(&self.declassification())
    }

    /// As [`codes`](Facts::codes), where the declassification is known already.
    pub(crate) fn codes_of(&self, declassification: &marking::Declassification) -> BTreeSet<String> {
        let order = self.document.cable.executive_order.iter();
        let mut codes: BTreeSet<_> =
            order.flat_map(|order| &order.exemptions).map(|code| self.text(code).to_uppercase()).collect();
        if let When::Exempt(code) = &declassification.when {
            codes.insert(code.to_uppercase());
        }
        codes
    }

    /// The ids of the cables that it cites.
    pub fn cites(&self) -> impl Iterator<Item = &'d str> {
        self.document.cable.references.iter().filter_map(|reference| reference.id.as_deref())
    }

    /// Whether words were taken out of it.
    pub fn has_redaction(&self) -> bool {
        redaction::redactions(&self.document.text).next().is_some()
    }

    /// The codes of the checks that find something, and whether one is an error or a warning.
    pub fn lint(&self, today: Date) -> (BTreeSet<&'static str>, bool) {
        let findings = marking::lint(&self.document.cable, &self.document.text, &self.document.hints, today);
        let grave = findings.iter().any(|finding| finding.rule.severity != Severity::Info);
        (findings.iter().map(|finding| finding.rule.code).collect(), grave)
    }
}

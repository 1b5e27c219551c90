//! All values of a cable with their places: which words went to which field.

use std::borrow::Cow;

use super::model::{Addressee, Cable, Copies, Paragraph, Portion};
use crate::text::{Span, Value};

/// A value, the field that it went to, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<'a> {
    /// The field, as in the output: `to[0].number`.
    pub field: String,
    /// Where it stood.
    pub span: Span,
    /// How it reads.
    pub reading: Cow<'a, str>,
}

/// All values that stand somewhere, in the order of their places; of two at one place the wider comes first.
///
/// Not among them is what follows from several places, as the id and the roll-up do.
///
/// ```
/// use sipdis::cable::{Hints, located, parse};
/// let text = "FM AMEMBASSY ROME";
/// let cable = parse(text, &Hints::default());
/// let values = located(&cable, text);
/// assert_eq!((values[0].field.as_str(), &*values[0].reading), ("from", "AMEMBASSY ROME"));
/// ```
pub fn located<'a>(cable: &'a Cable, text: &'a str) -> Vec<Located<'a>> {
    let mut list = List { text, found: Vec::new() };
    list.header(cable);
    list.fields(cable);
    list.body(cable);
    list.found.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    list.found
}

struct List<'a> {
    text: &'a str,
    found: Vec<Located<'a>>,
}

impl<'a> List<'a> {
    fn one(&mut self, field: impl Into<String>, value: &'a Value) {
        let reading = Cow::Borrowed(value.text(self.text));
        self.found.push(Located { field: field.into(), span: value.span, reading });
    }

    fn some(&mut self, field: &str, value: &'a Option<Value>) {
        if let Some(value) = value {
            self.one(field, value);
        }
    }

    fn all(&mut self, field: &str, values: &'a [Value]) {
        for (at, value) in values.iter().enumerate() {
            self.one(format!("{field}[{at}]"), value);
        }
    }

    /// What was made of a value.
    fn made(&mut self, field: &str, span: Span, reading: impl Into<Cow<'a, str>>) {
        self.found.push(Located { field: field.to_owned(), span, reading: reading.into() });
    }

    fn header(&mut self, cable: &'a Cable) {
        if let Some(transmission) = &cable.transmission {
            self.some("transmission.message_id", &transmission.message_id);
            self.all("transmission.relays", &transmission.relays);
            self.some("transmission.station", &transmission.station);
            self.some("transmission.serial", &transmission.serial);
            self.some("transmission.filed", &transmission.filed);
            self.all("transmission.signals", &transmission.signals);
        }
        if let Some(dtg) = &cable.dtg {
            self.one("dtg.text", &dtg.text);
            if let Some(time) = dtg.time {
                self.made("dtg.time", dtg.text.span, format!("{time}Z"));
            }
        }
        self.some("from", &cable.from);
        self.addressees("to", &cable.to);
        self.addressees("info", &cable.info);
        if let Some(distribution) = &cable.distribution {
            let lists =
                [("origin", &distribution.origin), ("action", &distribution.action), ("info", &distribution.info)];
            for (name, offices) in lists {
                for (at, Copies { office, .. }) in offices.iter().enumerate() {
                    self.one(format!("distribution.{name}[{at}].office"), office);
                }
            }
        }
    }

    fn addressees(&mut self, list: &str, addressees: &'a [Addressee]) {
        for (at, Addressee { routing, name, precedence, number, exempt, span }) in addressees.iter().enumerate() {
            let field = format!("{list}[{at}]");
            self.some(&format!("{field}.routing"), routing);
            self.one(format!("{field}.name"), name);
            if let Some(precedence) = precedence {
                self.made(&format!("{field}.precedence"), *span, precedence.name());
            }
            self.some(&format!("{field}.number"), number);
            self.all(&format!("{field}.exempt"), exempt);
        }
    }

    fn fields(&mut self, cable: &'a Cable) {
        if let Some(classification) = &cable.classification {
            self.made("classification", classification.span, classification.marking.to_string());
        }
        self.all("captions", &cable.captions);
        self.all("passing", &cable.passing);
        if let Some(order) = &cable.executive_order {
            self.some("executive_order.order", &order.order);
            self.some("executive_order.text", &order.text);
            self.some("executive_order.event", &order.event);
            self.all("executive_order.exemptions", &order.exemptions);
            if let Some(date) = order.declassify_on {
                let span = order.text.as_ref().map_or(order.span, |text| text.span);
                self.made("executive_order.declassify_on", span, date.to_string());
            }
        }
        self.all("tags", &cable.tags);
        self.portion("subject_portion", &cable.subject_portion);
        self.some("subject", &cable.subject);
        for (at, reference) in cable.references.iter().enumerate() {
            let field = format!("references[{at}]");
            self.some(&format!("{field}.label"), &reference.label);
            self.one(format!("{field}.text"), &reference.text);
            if let Some(id) = &reference.id {
                self.made(&format!("{field}.id"), reference.text.span, id.as_str());
            }
            self.some(&format!("{field}.title"), &reference.title);
        }
        if let Some(by) = &cable.classified_by {
            self.one("classified_by.text", &by.text);
            self.all("classified_by.names", &by.names);
            self.some("classified_by.title", &by.title);
            for (at, reason) in by.reasons.iter().enumerate() {
                self.made(&format!("classified_by.reasons[{at}]"), by.text.span, reason.as_str());
            }
        }
    }

    fn portion(&mut self, field: &str, portion: &'a Option<Portion>) {
        if let Some(portion) = portion {
            self.made(field, portion.text.span, portion.marking.to_string());
        }
    }

    fn body(&mut self, cable: &'a Cable) {
        self.some("summary", &cable.summary);
        self.some("comment", &cable.comment);
        for (at, Paragraph { number, portion, heading, body, .. }) in cable.paragraphs.iter().enumerate() {
            let field = format!("paragraphs[{at}]");
            self.some(&format!("{field}.number"), number);
            self.portion(&format!("{field}.portion"), portion);
            self.made(&format!("{field}.text"), *body, body.of(self.text));
            self.some(&format!("{field}.heading"), heading);
        }
        self.all("signatures", &cable.signatures);
    }
}

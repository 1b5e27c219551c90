//! A cable in the form of a teletype message: format lines 1 to 16 in their order, one field a line, a blank line between
//! the parts.
//!
//! Printing and parsing agree: what is printed reads as what was printed, offsets and diagnostics aside. What the model
//! does not keep is not printed: page lines, arguments of signals, notes above the text, attribute blocks. Fields stay on
//! one line however long they are, because a wrap could not be told from one that was there.

use std::fmt::Write as _;

use super::body;
use super::line::{classification, page};
use super::model::{
    Addressee, Cable, Classification, Copies, Distribution, ExecutiveOrder, Paragraph, Reference, Transmission,
};
use super::{Level, Precedence, canonical_id};
use crate::text::{Span, Value};

/// Prints a cable; `text` is the text that it was read from.
///
/// ```
/// use sipdis::cable::{Hints, parse, print};
/// let text = "UNCLAS ROME 000042\nTAGS SENV IT SUBJECT: WEATHER\n¶1. (U) It rained.\nDOE";
/// let cable = parse(text, &Hints { name: Some("06ROME42".into()), ..Hints::default() });
/// let printed = "UNCLAS ROME 000042\n\nTAGS: SENV, IT\nSUBJECT: WEATHER\n\n1. (U) It rained.\n\nDOE\n";
/// assert_eq!(print(&cable, text), printed);
/// ```
pub fn print(cable: &Cable, text: &str) -> String {
    let mut printer = Printer { text, out: String::new() };
    printer.header(cable);
    printer.handling(cable);
    printer.fields(cable);
    printer.body(cable);
    printer.end(cable);
    printer.out
}

struct Printer<'a> {
    text: &'a str,
    out: String,
}

impl<'a> Printer<'a> {
    fn line(&mut self, words: impl AsRef<str>) {
        self.out.push_str(words.as_ref().trim_end());
        self.out.push('\n');
    }

    /// A blank line, unless nothing stands above it or one is there.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn words(&self, value: &'a Value) -> &'a str {
        value.text(self.text)
    }

    /// Format lines 1 to 11.
    fn header(&mut self, cable: &'a Cable) {
        if cable.partial {
            self.line("This record is a partial extract of the original cable.");
            self.gap();
        }
        if let Some(distribution) = &cable.distribution {
            self.distribution(distribution);
        }
        if let Some(transmission) = &cable.transmission {
            self.transmission(transmission);
        }
        if let Some(dtg) = &cable.dtg {
            self.line(self.words(&dtg.text));
        }
        if let Some(from) = &cable.from {
            self.line(format!("FM {}", self.words(from)));
        }
        self.addressees("TO", &cable.to);
        self.addressees("INFO", &cable.info);
        if cable.dtg.is_some() || cable.from.is_some() {
            self.line("BT");
        }
    }

    fn distribution(&mut self, distribution: &'a Distribution) {
        let Distribution { origin, action, info, total } = distribution;
        let mut lines: Vec<String> = Vec::new();
        for (keyword, offices) in [("ORIGIN", origin), ("ACTION", action), ("INFO", info)] {
            if !offices.is_empty() {
                let mut line = keyword.to_owned();
                for Copies { office, copies } in offices {
                    let _ = write!(line, " {}-{copies:02}", self.words(office));
                }
                lines.push(line);
            }
        }
        match (total, lines.last_mut()) {
            (Some(total), Some(last)) => {
                let _ = write!(last, " /{total:03}");
            }
            (Some(total), None) => lines.push(format!("INFO /{total:03}")),
            (None, _) => {}
        }
        lines.into_iter().for_each(|line| self.line(line));
    }

    fn transmission(&mut self, transmission: &'a Transmission) {
        let Transmission { message_id, precedence, relays, station, serial, filed, security, signals } = transmission;
        if let Some(id) = message_id {
            self.line(self.words(id));
        }
        if let Some(precedence) = precedence.filter(|_| !relays.is_empty()) {
            let relays: Vec<&str> = relays.iter().map(|relay| self.words(relay)).collect();
            self.line(format!("{} {}", doubled(precedence), relays.join(" ")));
        }
        if let Some(station) = station {
            let mut line = format!("DE {}", self.words(station));
            if let Some(serial) = serial {
                let _ = write!(line, " #{}", self.words(serial));
            }
            if let Some(filed) = filed {
                let _ = write!(line, " {}", self.words(filed));
            }
            self.line(line);
        }
        let letters = security.map(security_group);
        let signals: Vec<&str> = letters.into_iter().chain(signals.iter().map(|signal| self.words(signal))).collect();
        if !signals.is_empty() {
            self.line(signals.join(" "));
        }
    }

    fn addressees(&mut self, keyword: &str, list: &'a [Addressee]) {
        // Behind XMT a bare address would be one more member that is left out, so the list is opened again.
        let mut opens = true;
        for Addressee { routing, name, precedence, number, exempt, .. } in list {
            let mut line = if opens { format!("{keyword} ") } else { String::new() };
            if let Some(routing) = routing {
                let _ = write!(line, "{}/", self.words(routing));
            }
            line.push_str(self.words(name));
            if let Some(precedence) = precedence {
                let _ = write!(line, " {}", precedence.name());
            }
            if let Some(number) = number {
                let _ = write!(line, " {}", self.words(number));
            }
            self.line(line);
            for member in exempt {
                self.line(format!("XMT {}", self.words(member)));
            }
            opens = !exempt.is_empty();
        }
    }

    /// The classification line, captions and passing lines.
    fn handling(&mut self, cable: &'a Cable) {
        if let Some(classification) = &cable.classification {
            self.line(self.classification(classification, cable));
        }
        if cable.corrected {
            self.gap();
            self.line("C O R R E C T E D  C O P Y");
        }
        self.gap();
        for caption in cable.captions.iter().filter(|it| !stands_below_subject(cable, it)) {
            self.line(self.words(caption));
        }
        self.gap();
        for passing in &cable.passing {
            self.line(self.words(passing));
        }
        self.gap();
    }

    fn classification(&self, classification: &Classification, cable: &Cable) -> String {
        let marking = &classification.marking;
        let mut line = match marking.level {
            // Captions that make it a controlled one stand below.
            Level::Controlled
                if cable.captions.iter().any(|it| {
                    classification::controls_unclassified(it.text(self.text), stands_below_subject(cable, it))
                }) =>
            {
                "UNCLAS".to_owned()
            }
            Level::Controlled => "UNCLAS FOUO".to_owned(),
            Level::Unclassified => "UNCLAS".to_owned(),
            Level::LimitedOfficialUse => "LIMITED OFFICIAL USE".to_owned(),
            level => spaced(level.name()),
        };
        for control in &marking.controls {
            let _ = write!(line, "//{}", control.name());
        }
        if let Some(section) = cable.section {
            let _ = write!(line, " SECTION {:02} OF {:02}", section.number, section.of);
        }
        if let Some(id) = cable.id.as_deref().and_then(canonical_id) {
            let _ = write!(line, " {} {:06}", id.post, id.serial);
        }
        line
    }

    /// The fields with a keyword.
    fn fields(&mut self, cable: &'a Cable) {
        if let Some(ExecutiveOrder { order, text, .. }) = &cable.executive_order {
            let order = order.as_ref().map_or(String::new(), |order| format!(" {}", self.words(order)));
            let text = text.as_ref().map_or("", |text| self.words(text));
            self.line(format!("E.O.{order}: {text}"));
        }
        if !cable.tags.is_empty() {
            let tags: Vec<String> = cable.tags.iter().map(|tag| bracketed(self.words(tag))).collect();
            self.line(format!("TAGS: {}", tags.join(", ")));
        }
        let mark = cable.subject_portion.as_ref().map_or("", |portion| self.words(&portion.text));
        let subject = cable.subject.as_ref().map_or("", |subject| self.words(subject));
        if !mark.is_empty() || !subject.is_empty() {
            let blank = if mark.is_empty() { "" } else { " " };
            self.line(format!("SUBJECT: {mark}{blank}{subject}"));
        }
        self.gap();
        self.references(&cable.references);
        self.gap();
        for caption in cable.captions.iter().filter(|it| stands_below_subject(cable, it)) {
            self.line(self.words(caption));
        }
        self.gap();
        // The authority may stand in a paragraph, and is printed with it.
        let in_head = |value: &Value| !cable.paragraphs.iter().any(|it| it.span.contains(value.span.start as usize));
        if let Some(by) = cable.classified_by.as_ref().filter(|by| in_head(&by.text)) {
            self.line(format!("Classified By: {}", self.words(&by.text)));
        }
        self.gap();
    }

    /// One line a label. Where the letters begin anew another field does, as a list has its letters in order.
    fn references(&mut self, references: &'a [Reference]) {
        let order = |label: &str| label.to_ascii_uppercase();
        let mut last: Option<&str> = None;
        let mut line = String::new();
        for reference in references {
            let label = reference.label.as_ref().map(|label| self.words(label));
            let same = !line.is_empty() && label == last;
            if same {
                line.push_str("; ");
            } else {
                let goes_on =
                    !line.is_empty() && last.is_none_or(|last| label.is_some_and(|label| order(label) > order(last)));
                let opening = if goes_on { "     " } else { "REF: " };
                if !line.is_empty() {
                    self.line(std::mem::take(&mut line));
                }
                line.push_str(opening);
                if let Some(label) = label {
                    let _ = write!(line, "{label}. ");
                }
            }
            line.push_str(self.words(&reference.text));
            if let Some(title) = &reference.title {
                let _ = write!(line, " ({})", self.words(title));
            }
            last = label;
        }
        if !line.is_empty() {
            self.line(line);
        }
    }

    fn body(&mut self, cable: &'a Cable) {
        let tables = cable.tables(self.text);
        for paragraph in &cable.paragraphs {
            self.gap();
            // The blanks before the first row of a table are of its columns.
            let first = body::body_with_indent(self.text, paragraph);
            if tables.iter().any(|table| table.start == first.start) {
                let blanks = Span { end: paragraph.body.start.max(first.start), ..first };
                self.out.push_str(blanks.of(self.text));
            }
            self.paragraph(paragraph);
        }
        self.gap();
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) {
        let words = paragraph.words(self.text);
        // A line like one of a page's is a quotation, and set off so that it does not read as noise.
        let words = if page::is_page_line(&words) { format!("    {words}") } else { words };
        let mut line = String::new();
        if let Some(number) = &paragraph.number {
            let _ = write!(line, "{} ", self.label(number));
        }
        if let Some(portion) = &paragraph.portion {
            // The older form, `C - ENTIRE TEXT`, has its mark among the words.
            if !paragraph.body.contains(portion.text.span.start as usize) {
                let _ = write!(line, "{} ", self.words(&portion.text));
            }
        }
        line.push_str(&words);
        let heading = paragraph.heading.as_ref().map_or("", |heading| self.words(heading));
        let title: Vec<&str> = line.lines().map(str::trim).collect();
        let stands_alone = title.join(" ") == heading;
        let rule = "-".repeat(heading.chars().count().clamp(3, 69));
        // `A. THE BOATS` is the heading of a part only between two rules, and so is a title of two lines.
        if stands_alone && (title.len() > 1 || body::opens_paragraph(heading)) {
            self.line(&rule);
        }
        self.line(&line);
        if stands_alone {
            self.line(&rule);
        }
    }

    /// The number of a paragraph with its signs: `1.`, `a)`, `(1)`. Those of a list within a paragraph differ.
    fn label(&self, number: &Value) -> String {
        let words = self.words(number);
        let before = self.text.get(..number.span.start as usize).unwrap_or("");
        let behind = self.text.get(number.span.end as usize..).unwrap_or("");
        match (before.ends_with('('), behind.starts_with(')')) {
            (true, true) => format!("({words})"),
            (false, true) => format!("{words})"),
            _ => format!("{words}."),
        }
    }

    /// Signatures and format lines 13 to 16.
    fn end(&mut self, cable: &'a Cable) {
        for name in &cable.signatures {
            self.line(self.words(name));
        }
        if let Some(transmission) = &cable.transmission {
            self.line("BT");
            if let Some(serial) = &transmission.serial {
                self.line(format!("#{}", self.words(serial)));
            }
            self.gap();
            self.line("NNNN");
        }
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

/// Whether a caption asks for care below the subject, in place of standing with the classification.
fn stands_below_subject(cable: &Cable, caption: &Value) -> bool {
    cable.subject.as_ref().is_some_and(|subject| caption.span.start > subject.span.start)
}

/// The doubled prosign of format line 2.
fn doubled(precedence: Precedence) -> &'static str {
    match precedence {
        Precedence::Routine => "RR",
        Precedence::Priority => "PP",
        Precedence::Immediate | Precedence::NiactImmediate => "OO",
        Precedence::Flash => "ZZ",
    }
}

/// The group of format line 4 that repeats the level.
fn security_group(level: Level) -> &'static str {
    match level {
        Level::Unclassified => "ZNR UUUUU",
        Level::Controlled | Level::LimitedOfficialUse => "ZNY EEEEE",
        Level::Restricted => "ZNY RRRRR",
        Level::Confidential => "ZNY CCCCC",
        Level::Secret => "ZNY SSSSS",
        Level::TopSecret => "ZNY TTTTT",
    }
}

/// `S E C R E T`; words stand two blanks apart.
fn spaced(words: &str) -> String {
    let spaced = |word: &str| word.chars().map(String::from).collect::<Vec<_>>().join(" ");
    words.split(' ').map(spaced).collect::<Vec<_>>().join("  ")
}

/// Names of persons stand in brackets, as their comma would divide them.
fn bracketed(tag: &str) -> String {
    if tag.contains([' ', ',']) { format!("({tag})") } else { tag.to_owned() }
}

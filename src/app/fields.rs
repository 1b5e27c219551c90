//! The fields above the text of a cable: folded to a few lines, or every one with its meaning.
//!
//! Knows which field stands where and how it reads. What codes mean comes from [`super::meaning`].

use super::meaning;
use super::page::Block;
use super::read_view::{Setup, one_line};
use super::rich::{Rich, Role};
use super::when::{due, stamp};
use crate::archive::Document;
use crate::cable::{Addressee, Cable, Copies, PieceKind, Reference, ReferenceKind, Severity, Transmission};
use crate::marking::roll_up;
use crate::text::line::lines;
use crate::text::{Span, Value};

/// Columns of the margin with the labels.
const LABELS: u16 = 10;
/// Columns of a code before its meaning.
const CODES: usize = 7;
/// So many addressees and references are shown before the fields are explained.
const FOLDED: usize = 3;
/// Between two things on a line that are not of a kind.
const GAP: &str = "   ";

/// The fields of a cable, as blocks.
pub fn fields(document: &Document, setup: Setup) -> Vec<Block> {
    let fields = Fields { document, text: &document.text, cable: &document.cable, setup, blocks: Vec::new() };
    if setup.explained { fields.explained() } else { fields.folded() }
}

struct Fields<'a> {
    document: &'a Document,
    text: &'a str,
    cable: &'a Cable,
    setup: Setup,
    blocks: Vec<Block>,
}

impl<'a> Fields<'a> {
    fn folded(mut self) -> Vec<Block> {
        let mut from = self.sender();
        self.put_time(from.gap(GAP));
        self.put_precedences(&mut from);
        self.add("From", from);
        self.add("To", self.addressees_folded());
        let mut tags = Rich::new();
        for tag in &self.cable.tags {
            tags.gap(" ").put(&self.read(tag), Role::Plain);
        }
        if !tags.is_empty() {
            tags.put("   K\u{a0}explains", Role::Dim);
        }
        self.add("TAGS", tags);
        self.add_cut("Captions", self.captions_folded());
        self.add("Declass", self.declassification());
        self.add("Refs", self.references_folded());
        self.add("By", self.classified_by());
        self.add_cut("Reasons", self.reasons(" · "));
        self.add("Passing", self.joined(&self.cable.passing, " · "));
        self.add("Section", self.section());
        self.state_of_copy();
        self.add("Marks", self.marks(true));
        let mut notes = self.notes_counted();
        notes.gap(GAP).put(if self.cable.diagnostics.is_empty() { "" } else { "K\u{a0}lists\u{a0}them" }, Role::Dim);
        self.add("Notes", notes);
        if !self.cable.partial {
            let preface = self.lines_of(PieceKind::Preface);
            self.add_cut("Preface", preface.into_iter().next().unwrap_or_default());
        }
        let other = self.lines_of(PieceKind::Text).len();
        if other > 0 {
            let words = format!(
                "{other} {} no field   K\u{a0}shows\u{a0}them",
                if other == 1 { "line fits" } else { "lines fit" }
            );
            self.add("Other", Rich::of(&words, Role::Dim));
        }
        self.blocks
    }

    fn explained(mut self) -> Vec<Block> {
        let mut from = self.sender();
        if let Some(place) = self.cable.post.as_deref().and_then(meaning::post_place) {
            from.put(", ", Role::Dim).put(&place, Role::Dim);
        }
        self.add("From", from);
        if let Some(address) = &self.cable.from {
            self.more(Rich::of(&self.read(address), Role::Plain));
        }
        let mut time = Rich::new();
        self.put_time(&mut time);
        if let Some(dtg) = &self.cable.dtg {
            time.gap(GAP).put(&self.read(&dtg.text), Role::Dim);
        }
        self.put_precedences(&mut time);
        self.add("Date", time);
        self.addressees("To", &self.cable.to);
        self.addressees("Info", &self.cable.info);
        let year = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.setup.listed).map(|time| time.year());
        self.coded("TAGS", &self.cable.tags, |code| meaning::tag(code, year));
        self.coded("Captions", &self.cable.captions, meaning::caption);
        self.declassification_explained();
        let references = &self.cable.references;
        self.each("Refs", references.iter().map(|reference| self.reference(reference)).collect());
        self.each("By", [self.classified_by(), self.authority()].into());
        let reasons = self.cable.classified_by.iter().flat_map(|by| &by.reasons);
        self.each("Reasons", reasons.map(|reason| code(reason, meaning::reason(reason))).collect());
        self.each("Passing", self.cable.passing.iter().map(|line| Rich::of(&self.read(line), Role::Plain)).collect());
        self.add("Section", self.section());
        self.distribution();
        if let Some(transmission) = &self.cable.transmission {
            self.transmission(transmission);
        }
        self.state_of_copy();
        self.add("Marks", self.marks(false));
        self.each("Notes", self.notes());
        self.each("Preface", self.lines_of(PieceKind::Preface));
        self.each("Other", self.lines_of(PieceKind::Text));
        self.source();
        self.blocks
    }

    /// Adds a field, unless nothing stands in it.
    fn add(&mut self, label: &'static str, text: Rich) {
        if !text.is_empty() {
            let lead = Rich::of(label, Role::Label);
            self.blocks.push(Block { lead, indent: LABELS, hang: LABELS + 2, text, ..Block::default() });
        }
    }

    /// Adds a field of one row. For meanings, which would push the text down; explained, they stand in full.
    fn add_cut(&mut self, label: &'static str, text: Rich) {
        self.add(label, text);
        if let Some(block) = self.blocks.last_mut() {
            block.cut = true;
        }
    }

    /// Adds a line to the field before.
    fn more(&mut self, text: Rich) {
        self.add("", text);
    }

    /// Adds a field of several lines.
    fn each(&mut self, label: &'static str, texts: Vec<Rich>) {
        for (n, text) in texts.into_iter().filter(|text| !text.is_empty()).enumerate() {
            self.add(if n == 0 { label } else { "" }, text);
        }
    }

    fn coded(&mut self, label: &'static str, values: &[Value], meaning: impl Fn(&str) -> Option<String>) {
        let line = |value: &Value| {
            let word = self.read(value);
            let means = meaning(&word);
            code(&word, means)
        };
        let texts = values.iter().map(line).collect();
        self.each(label, texts);
    }

    fn read(&self, value: &Value) -> String {
        one_line(value.text(self.text))
    }

    fn joined(&self, values: &[Value], gap: &'static str) -> Rich {
        let mut line = Rich::new();
        for value in values {
            line.gap(gap).put(&self.read(value), Role::Plain);
        }
        line
    }

    fn sender(&self) -> Rich {
        let name = self.cable.post.as_deref().and_then(meaning::post_name);
        let address = self.cable.from.as_ref().map(|from| self.read(from));
        match name.or(address).or_else(|| self.cable.post.clone()) {
            Some(name) => Rich::of(&name, Role::Strong),
            None => Rich::new(),
        }
    }

    fn put_time(&self, line: &mut Rich) {
        let dtg = self.cable.dtg.as_ref();
        match (dtg.and_then(|dtg| dtg.time), dtg, self.setup.listed) {
            (Some(time), ..) => line.put(&stamp(time), Role::Plain),
            (None, Some(dtg), _) => line.put(&self.read(&dtg.text), Role::Warning),
            (None, None, Some(time)) => line.put(&stamp(time), Role::Plain).put(" as listed", Role::Dim),
            (None, None, None) => line,
        };
    }

    fn put_precedences(&self, line: &mut Rich) {
        let precedences = self.cable.dtg.iter().flat_map(|dtg| &dtg.precedences);
        for (n, precedence) in precedences.enumerate() {
            line.gap(if n == 0 { GAP } else { " / " }).put(precedence.name(), Role::Dim);
        }
    }

    fn addressees_folded(&self) -> Rich {
        let mut line = Rich::new();
        for addressee in self.cable.to.iter().take(FOLDED) {
            line.gap(", ").put(&self.read(&addressee.name), Role::Strong);
        }
        let hidden = self.cable.to.len().saturating_sub(FOLDED);
        if hidden > 0 {
            line.put(&format!(" + {hidden} more"), Role::Dim);
        }
        match self.cable.info.len() {
            0 => {}
            n => drop(line.gap(GAP).put(&format!("+\u{a0}{n} for\u{a0}information"), Role::Dim)),
        }
        line
    }

    fn addressees(&mut self, label: &'static str, addressees: &[Addressee]) {
        for (n, addressee) in addressees.iter().enumerate() {
            let mut line = Rich::of(&self.read(&addressee.name), Role::Strong);
            if let Some(precedence) = addressee.precedence {
                line.put(GAP, Role::Plain).put(precedence.name(), Role::Plain);
            }
            if let Some(number) = &addressee.number {
                line.put("   no.\u{a0}", Role::Dim).put(&self.read(number), Role::Plain);
            }
            if let Some(routing) = &addressee.routing {
                let routing = self.read(routing);
                line.put(GAP, Role::Dim).put(&routing, Role::Dim);
                // Where the indicator belongs to another post than the line says, one of the two is a mistake.
                if let Some(other) = meaning::other_routing(&routing, &self.read(&addressee.name)) {
                    line.put(" = ", Role::Dim).put(other, Role::Dim);
                }
            }
            self.add(if n == 0 { label } else { "" }, line);
            if !addressee.exempt.is_empty() {
                let mut except = Rich::of("  except ", Role::Dim);
                except.append(&self.joined(&addressee.exempt, ", "));
                self.more(except);
            }
        }
    }

    fn captions_folded(&self) -> Rich {
        let mut line = self.joined(&self.cable.captions, " ");
        // One caption leaves room for what it means.
        let only = match self.cable.captions.as_slice() {
            [caption] => meaning::caption(&self.read(caption)),
            _ => None,
        };
        if let Some(means) = only {
            line.put(GAP, Role::Dim).put(&means, Role::Dim);
        }
        line
    }

    fn declassification(&self) -> Rich {
        let Some(order) = &self.cable.executive_order else { return Rich::new() };
        let mut line = Rich::new();
        if let Some(date) = order.declassify_on {
            line.put(&date.to_string(), Role::Strong).put(GAP, Role::Dim).put(&due(date, self.setup.today), Role::Dim);
        }
        if let Some(event) = &order.event {
            line.gap(" · ").put(&self.read(event), Role::Plain);
        }
        for exemption in &order.exemptions {
            line.gap(" · ").put(&self.read(exemption), Role::Plain);
        }
        if let (true, Some(text)) = (line.is_empty(), &order.text) {
            line.put(&self.read(text), Role::Plain);
        }
        if let Some(number) = &order.order {
            line.gap(" · ").put("E.O.\u{a0}", Role::Dim).put(&self.read(number), Role::Dim);
        }
        line
    }

    fn declassification_explained(&mut self) {
        self.add("Declass", self.declassification());
        let Some(order) = &self.cable.executive_order else { return };
        let number = order.order.as_ref().map(|number| self.read(number));
        for exemption in &order.exemptions {
            let word = self.read(exemption);
            self.more(code(&word, meaning::declassification(&word, number.as_deref())));
        }
        if let Some(text) = &order.text {
            self.more(Rich::of(&self.read(text), Role::Dim));
        }
        if let Some(means) = number.as_deref().and_then(meaning::order) {
            self.more(Rich::of(&means, Role::Dim));
        }
    }

    fn reference(&self, reference: &Reference) -> Rich {
        let mut line = Rich::new();
        if let Some(label) = &reference.label {
            line.put(&self.read(label), Role::Dim).put(".\u{a0}", Role::Dim);
        }
        let text = self.read(&reference.text);
        match (&reference.id, self.setup.explained) {
            // What is written is worth its place only where the id is not just the same without blanks.
            (Some(id), true) if text.split_whitespace().collect::<String>() != *id => {
                line.put(id, Role::Link).put(GAP, Role::Dim).put(&text, Role::Dim)
            }
            (Some(id), _) => line.put(id, Role::Link),
            (None, _) => line.put(&text, if reference.kind == ReferenceKind::Cable { Role::Link } else { Role::Plain }),
        };
        if self.setup.explained && reference.kind != ReferenceKind::Cable {
            line.put(GAP, Role::Dim).put(kind_name(reference.kind), Role::Dim);
        }
        if let Some(title) = &reference.title {
            line.put(GAP, Role::Dim).put(&self.read(title), Role::Dim);
        }
        line
    }

    fn references_folded(&self) -> Rich {
        let mut line = Rich::new();
        for reference in self.cable.references.iter().take(FOLDED) {
            line.gap(GAP).append(&self.reference(reference));
        }
        match self.cable.references.len().saturating_sub(FOLDED) {
            0 => {}
            hidden => drop(line.put(&format!("   + {hidden} more"), Role::Dim)),
        }
        line
    }

    fn classified_by(&self) -> Rich {
        let Some(by) = &self.cable.classified_by else { return Rich::new() };
        let mut line = Rich::new();
        for name in &by.names {
            line.gap(", ").put(&self.read(name), Role::Strong);
        }
        if let Some(title) = &by.title {
            line.gap(GAP).put(&self.read(title), Role::Dim);
        }
        if line.is_empty() { self.authority() } else { line }
    }

    /// The sentence about who classified it, as it stands.
    fn authority(&self) -> Rich {
        self.cable.classified_by.as_ref().map_or(Rich::new(), |by| Rich::of(&self.read(&by.text), Role::Dim))
    }

    fn reasons(&self, gap: &'static str) -> Rich {
        let mut line = Rich::new();
        for reason in self.cable.classified_by.iter().flat_map(|by| &by.reasons) {
            line.gap(gap).put(reason, Role::Plain);
            if let Some(means) = meaning::reason(reason) {
                line.put(" ", Role::Dim).put(&means, Role::Dim);
            }
        }
        line
    }

    fn section(&self) -> Rich {
        self.cable
            .section
            .map_or(Rich::new(), |section| Rich::of(&format!("{} of {}", section.number, section.of), Role::Plain))
    }

    fn distribution(&mut self) {
        let Some(distribution) = &self.cable.distribution else { return };
        let parts = [
            ("Origin", "drafted it", &distribution.origin),
            ("Action", "acts on it", &distribution.action),
            ("Copies", "is informed", &distribution.info),
        ];
        for (label, does, offices) in parts {
            if let [office] = offices.as_slice() {
                let mut line = self.office(office);
                line.put(GAP, Role::Dim).put(does, Role::Dim);
                self.add(label, line);
            } else {
                let mut line = Rich::new();
                for office in offices {
                    line.gap(" · ").append(&self.office(office));
                }
                self.add(label, line);
            }
        }
        if let Some(total) = distribution.total {
            self.add("Total", Rich::of(&format!("{total} copies"), Role::Plain));
        }
    }

    fn office(&self, office: &Copies) -> Rich {
        let symbol = self.read(&office.office);
        let mut line = Rich::of(&format!("{symbol} {}", office.copies), Role::Plain);
        if let Some(name) = meaning::office(&symbol) {
            line.put(" ", Role::Dim).put(name, Role::Dim);
        }
        line
    }

    fn transmission(&mut self, transmission: &Transmission) {
        let mut sent = Rich::new();
        for (words, value) in [
            ("message ", &transmission.message_id),
            ("station ", &transmission.station),
            ("no. ", &transmission.serial),
            ("filed on day and time ", &transmission.filed),
        ] {
            if let Some(value) = value {
                sent.gap(" · ").put(words, Role::Dim).put(&self.read(value), Role::Plain);
            }
        }
        if let Some(precedence) = transmission.precedence {
            sent.gap(" · ").put(precedence.name(), Role::Plain);
        }
        if let Some(level) = transmission.security {
            sent.gap(" · ").put("secured as ", Role::Dim).put(level.name(), Role::Plain);
        }
        self.add("Sent", sent);
        let relay = |value: &Value| {
            let routing = self.read(value);
            let plad = meaning::routing(&routing).map(str::to_owned);
            code(&routing, plad)
        };
        let relays = transmission.relays.iter().map(relay).collect();
        self.each("Relays", relays);
        self.coded("Signals", &transmission.signals, meaning::signal);
    }

    fn state_of_copy(&mut self) {
        let mut line = Rich::new();
        if self.cable.partial {
            line.put("partial extract: the rest is not in this text", Role::Warning);
        }
        if self.cable.corrected {
            line.gap(" · ").put("corrected copy", Role::Warning);
        }
        self.add("Copy", line);
    }

    /// What the portion marks come to; folded, only where they contradict the banner.
    fn marks(&self, only_odd: bool) -> Rich {
        let Some(marks) = roll_up(self.cable) else { return Rich::new() };
        let banner = self.cable.classification.as_ref().map(|line| line.marking.level);
        let above = banner.is_some_and(|banner| marks.level.rank() > banner.rank());
        let mut line = Rich::new();
        if above || !only_odd {
            line.put("portions come to ", Role::Dim).put(&marks.to_string(), Role::Marking(marks.level));
        }
        if above {
            line.put(" ▲ above the banner", Role::Warning);
        }
        line
    }

    fn notes_counted(&self) -> Rich {
        let mut line = Rich::new();
        for (severity, one, many) in [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Info, "note", "notes"),
        ] {
            let n = self.cable.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
            if n > 0 {
                let role = if severity == Severity::Info { Role::Plain } else { Role::Warning };
                line.gap(" · ").put(&format!("{n} {}", if n == 1 { one } else { many }), role);
            }
        }
        line
    }

    fn notes(&self) -> Vec<Rich> {
        let line = |diagnostic: &crate::cable::Diagnostic| {
            let role = if diagnostic.severity == Severity::Info { Role::Plain } else { Role::Warning };
            let mut line = Rich::of(&one_line(&diagnostic.message), role);
            let before = self.text.get(..diagnostic.span.start as usize).map_or(0, |before| lines(before).count());
            line.put(&format!("   line {}", before.max(1)), Role::Dim);
            line.put(&format!("   {}", diagnostic.code), Role::Dim);
            line
        };
        self.cable.diagnostics.iter().map(line).collect()
    }

    /// The lines of the source that were taken for a kind, unless they stand among the paragraphs.
    fn lines_of(&self, kind: PieceKind) -> Vec<Rich> {
        let is_shown = |span: Span| match self.cable.paragraphs.as_slice() {
            // Without paragraphs the whole text is shown in their place.
            [] => true,
            paragraphs => paragraphs.iter().any(|p| p.span.start <= span.start && span.end <= p.span.end),
        };
        let pieces = self.cable.layout.iter().filter(|piece| piece.kind == kind && !is_shown(piece.span));
        let spans = pieces.flat_map(|piece| {
            let text = piece.span.of(self.text);
            lines(text).map(move |line| line.text(text))
        });
        spans.filter(|line| !line.trim().is_empty()).map(|line| Rich::of(line.trim(), Role::Dim)).collect()
    }

    fn source(&mut self) {
        let mut line = Rich::of(&self.document.path, Role::Plain);
        line.put(&format!("   record {}, read as {}", self.document.record, self.document.format), Role::Dim);
        self.add("Source", line);
    }
}

/// A code and what it means.
fn code(word: &str, means: Option<String>) -> Rich {
    let mut line = Rich::of(word, Role::Plain);
    if let Some(means) = means {
        let fill = CODES.saturating_sub(word.len()).max(2);
        line.put(&" ".repeat(fill), Role::Dim).put(&means, Role::Dim);
    }
    line
}

fn kind_name(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::Cable => "cable",
        ReferenceKind::Mail => "letter or mail",
        ReferenceKind::Report => "report",
        ReferenceKind::Book => "book",
        ReferenceKind::Tel => "telephone call",
        ReferenceKind::Other => "other",
    }
}

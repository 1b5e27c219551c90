//! Who may read it and until when, what it refers to, and in what state the copy is.

use super::{FOLDED, Fields, GAP, code};
use crate::app::marked::counts;
use crate::app::meaning;
use crate::app::rich::{Rich, Role};
use crate::cable::{Reference, ReferenceKind, Severity};
use crate::marking::When;

impl Fields<'_> {
    pub(super) fn captions_folded(&self) -> Rich {
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

    pub(super) fn declassification(&self) -> Rich {
        let clock = &self.marked.declassification;
        let mut line = Rich::new();
        if let Some(date) = clock.date() {
            line.put(&date.to_string(), Role::Strong)
                .put(GAP, Role::Dim)
                .put(&clock.words(self.setup.today), Role::Dim);
        }
        if clock.computed {
            // What does not stand in the cable must not look as if it did.
            line.put(" · computed: ", Role::Dim).put(&clock.rule, Role::Dim);
        }
        let Some(order) = &self.cable.executive_order else { return line };
        if let Some(event) = &order.event {
            line.gap(" · ").put(&self.read(event), Role::Plain);
        }
        for exemption in &order.exemptions {
            line.gap(" · ").put(&self.read(exemption), Role::Plain);
        }
        if matches!(clock.when, When::Exempt(_)) {
            line.gap(" · ").put("exempt", Role::Strong);
        }
        if let (true, Some(text)) = (line.is_empty(), &order.text) {
            line.put(&self.read(text), Role::Plain);
        }
        if let Some(number) = &order.order {
            line.gap(" · ").put("E.O.\u{a0}", Role::Dim).put(&self.read(number), Role::Dim);
        }
        line
    }

    pub(super) fn declassification_explained(&mut self) {
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
        if !self.marked.declassification.computed {
            self.more(Rich::of(&self.marked.declassification.rule, Role::Dim));
        }
        if let Some(means) = number.as_deref().and_then(meaning::order) {
            self.more(Rich::of(&means, Role::Dim));
        }
    }

    pub(super) fn reference(&self, reference: &Reference) -> Rich {
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

    pub(super) fn references_folded(&self) -> Rich {
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

    pub(super) fn section(&self) -> Rich {
        let Some(section) = self.cable.section else { return Rich::new() };
        match self.document.parts.len() {
            0 => Rich::of(&format!("{} of {}", section.number, section.of), Role::Plain),
            records => Rich::of(&format!("{} sections, joined from {records} records", section.of), Role::Plain),
        }
    }

    pub(super) fn state_of_copy(&mut self) {
        let mut line = Rich::new();
        if self.cable.partial {
            line.put("partial extract: the rest is not in this text", Role::Warning);
        }
        if self.cable.corrected {
            line.gap(" · ").put("corrected copy", Role::Warning);
        }
        self.add("Copy", line);
    }

    pub(super) fn marks(&self, only_odd: bool) -> Rich {
        let Some(marks) = &self.marked.rolled else { return self.found(Rich::new(), only_odd) };
        let banner = self.cable.classification.as_ref().map(|line| line.marking.level);
        let above = banner.is_some_and(|banner| marks.level.rank() > banner.rank());
        let mut line = Rich::new();
        if above || !only_odd {
            // The line is cut where it is too long, and what matters comes behind.
            let words = if only_odd { marks.short() } else { marks.to_string() };
            line.put("portions come to ", Role::Dim).put(&words, Role::Marking(marks.level));
        }
        if above {
            line.put(" ▲ above the banner", Role::Warning);
        }
        self.found(line, only_odd)
    }

    /// How many checks of the markings found something. Notes alone, such as a date that has passed, are nothing odd; and
    /// what the parser noted stands among the notes.
    fn found(&self, mut line: Rich, only_odd: bool) -> Rich {
        let own = self.marked.findings.iter().filter(|finding| !finding.rule.is_of_parser());
        let severities = own.map(|finding| finding.rule.severity);
        let odd = severities.clone().any(|severity| severity > Severity::Info);
        let counts = counts(severities);
        if !counts.is_empty() && (odd || !only_odd) {
            let role = if odd { Role::Warning } else { Role::Plain };
            line.gap(GAP).put(&counts, role).put("   5\u{a0}shows\u{a0}them", Role::Dim);
        }
        line
    }
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

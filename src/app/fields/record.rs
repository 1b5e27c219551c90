//! How it travelled, who got copies, what was odd about it, and where it stands.

use super::{Fields, GAP, code};
use crate::app::marked::counts;
use crate::app::meaning;
use crate::app::read_view::one_line;
use crate::app::rich::{Rich, Role};
use crate::cable::{Copies, Diagnostic, PieceKind, Severity, Transmission};
use crate::text::line::lines;
use crate::text::visible::count_marks;
use crate::text::{Span, Value};

impl Fields<'_> {
    pub(super) fn distribution(&mut self) {
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

    pub(super) fn office(&self, office: &Copies) -> Rich {
        let symbol = self.read(&office.office);
        let mut line = Rich::of(&format!("{symbol} {}", office.copies), Role::Plain);
        if let Some(name) = meaning::office(&symbol) {
            line.put(" ", Role::Dim).put(name, Role::Dim);
        }
        line
    }

    pub(super) fn transmission(&mut self, transmission: &Transmission) {
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

    /// Whether the text holds characters that could hide or forge words, and how many.
    pub(super) fn hidden(&self) -> Rich {
        match count_marks(self.text) {
            0 => Rich::new(),
            1 => Rich::of("1 character that could hide or forge text stands as a mark", Role::Warning),
            n => Rich::of(&format!("{n} characters that could hide or forge text stand as marks"), Role::Warning),
        }
    }

    pub(super) fn notes_counted(&self) -> Rich {
        let severities = self.cable.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        let odd = severities.clone().any(|severity| severity > Severity::Info);
        Rich::of(&counts(severities), if odd { Role::Warning } else { Role::Plain })
    }

    pub(super) fn notes(&self) -> Vec<Rich> {
        let line = |diagnostic: &Diagnostic| {
            let role = if diagnostic.severity == Severity::Info { Role::Plain } else { Role::Warning };
            let mut line = Rich::of(&one_line(&diagnostic.message), role);
            let before = self.text.get(..diagnostic.span.start as usize).map_or(0, |before| lines(before).count());
            line.put(&format!("   line {}", before.max(1)), Role::Dim);
            line.put(&format!("   {}", diagnostic.code), Role::Dim);
            line
        };
        self.cable.diagnostics.iter().map(line).collect()
    }

    pub(super) fn lines_of(&self, kind: PieceKind) -> Vec<Rich> {
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

    pub(super) fn source(&mut self) {
        for part in &self.document.parts {
            let mut line = Rich::of(&part.path, Role::Plain);
            let before = self.text.get(..part.start).map_or(0, |before| lines(before).count());
            line.put(&format!("   record {}, from line {} on", part.record, before + 1), Role::Dim);
            self.add("Source", line);
        }
        if !self.document.parts.is_empty() {
            return;
        }
        let mut line = Rich::of(&self.document.path, Role::Plain);
        line.put(&format!("   record {}, read as {}", self.document.record, self.document.format), Role::Dim);
        self.add("Source", line);
    }
}

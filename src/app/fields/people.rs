//! Who sent it, when, to whom, and who classified it.

use super::{FOLDED, Fields, GAP};
use crate::app::meaning;
use crate::app::rich::{Rich, Role};
use crate::app::when::stamp;
use crate::cable::Addressee;

impl Fields<'_> {
    pub(super) fn sender(&self) -> Rich {
        let name = self.cable.post.as_deref().and_then(meaning::post_name);
        let address = self.cable.from.as_ref().map(|from| self.read(from));
        match name.or(address).or_else(|| self.cable.post.clone()) {
            Some(name) => Rich::of(&name, Role::Strong),
            None => Rich::new(),
        }
    }

    pub(super) fn put_time(&self, line: &mut Rich) {
        let dtg = self.cable.dtg.as_ref();
        match (dtg.and_then(|dtg| dtg.time), dtg, self.setup.listed) {
            (Some(time), ..) => line.put(&stamp(time), Role::Plain),
            (None, Some(dtg), _) => line.put(&self.read(&dtg.text), Role::Warning),
            (None, None, Some(time)) => line.put(&stamp(time), Role::Plain).put(" as listed", Role::Dim),
            (None, None, None) => line,
        };
    }

    pub(super) fn put_precedences(&self, line: &mut Rich) {
        let precedences = self.cable.dtg.iter().flat_map(|dtg| &dtg.precedences);
        for (n, precedence) in precedences.enumerate() {
            line.gap(if n == 0 { GAP } else { " / " }).put(precedence.name(), Role::Dim);
        }
    }

    pub(super) fn addressees_folded(&self) -> Rich {
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
            n => drop(line.gap(GAP).put(&format!("+\u{a0}{n}\u{a0}for\u{a0}information"), Role::Dim)),
        }
        line
    }

    pub(super) fn addressees(&mut self, label: &'static str, addressees: &[Addressee]) {
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

    pub(super) fn classified_by(&self) -> Rich {
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

    pub(super) fn authority(&self) -> Rich {
        self.cable.classified_by.as_ref().map_or(Rich::new(), |by| Rich::of(&self.read(&by.text), Role::Dim))
    }

    pub(super) fn reasons(&self, gap: &'static str) -> Rich {
        let mut line = Rich::new();
        for reason in self.cable.classified_by.iter().flat_map(|by| &by.reasons) {
            line.gap(gap).put(reason, Role::Plain);
            if let Some(means) = meaning::reason(reason) {
                line.put(" ", Role::Dim).put(&means, Role::Dim);
            }
        }
        line
    }
}

//! What the markings of a cable say, worked out once when it is opened: where they stand, what they come to, what is
//! wrong with them, until when they hold.

use jiff::civil::Date;

use super::rich::Role;
use crate::archive::Document;
use crate::cable::{Marking, Severity};
use crate::marking::{Declassification, Finding, Mark, declassification, find_and_lint, roll_up};
use crate::text::Span;

/// What the markings of a cable say.
#[derive(Debug, Clone)]
pub struct Marked {
    /// Where they stand, in order; none lies within another.
    pub marks: Vec<Mark>,
    /// What is wrong with them, in the order of the text.
    pub findings: Vec<Finding>,
    /// What the portion marks come to.
    pub rolled: Option<Marking>,
    /// Until when they hold.
    pub declassification: Declassification,
}

/// A severity with its words: for one finding, and for several.
const SEVERITIES: [(Severity, &str, &str); 3] = [
    (Severity::Error, "error", "errors"),
    (Severity::Warning, "warning", "warnings"),
    (Severity::Info, "note", "notes"),
];

impl Marked {
    /// Of a cable, on the day it is.
    pub fn new(document: &Document, today: Date) -> Self {
        let Document { text, cable, hints, .. } = document;
        let (marks, findings) = find_and_lint(cable, text, hints, today);
        Marked { marks, findings, rolled: roll_up(cable), declassification: declassification(cable, text, hints) }
    }

    /// The marks that stand in a part of the text; one that only touches it counts.
    pub fn marks_in(&self, span: Span) -> &[Mark] {
        let first = self.marks.partition_point(|mark| mark.span.end <= span.start);
        let rest = self.marks.get(first..).unwrap_or(&[]);
        let count = rest.partition_point(|mark| mark.span.start < span.end);
        rest.get(..count).unwrap_or(&[])
    }

    /// How many findings matter: errors and warnings.
    pub fn troubles(&self) -> usize {
        self.findings.iter().filter(|finding| finding.rule.severity > Severity::Info).count()
    }

    /// The findings in words: `1 error · 2 notes`; empty where there is none.
    pub fn counts(&self) -> String {
        counts(self.findings.iter().map(|finding| finding.rule.severity))
    }
}

/// How many there are of each severity, in words.
pub fn counts(severities: impl Iterator<Item = Severity> + Clone) -> String {
    let count = |(severity, one, many)| match severities.clone().filter(|other| *other == severity).count() {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    SEVERITIES.into_iter().filter_map(count).collect::<Vec<_>>().join(" · ")
}

/// The role of a mark where it stands in a text.
pub fn role(mark: &Mark) -> Role {
    match mark.level {
        _ if !mark.certain => Role::Uncertain,
        Some(level) => Role::Marking(level),
        None => Role::Control,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_counted_the_worst_first() {
        use Severity::{Error, Info, Warning};
        assert_eq!(counts([].into_iter()), "");
        assert_eq!(counts([Info, Error, Info].into_iter()), "1 error · 2 notes");
        assert_eq!(counts([Warning, Warning].into_iter()), "2 warnings");
    }
}

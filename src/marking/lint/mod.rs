//! Checks of markings: what contradicts itself, is missing, or does not hold any more.
//!
//! One table, [`RULES`]. Damage of the text is not reported here; that is what the parser's diagnostics are for.

use jiff::civil::Date;

use crate::cable::{Cable, Hints, Severity};
use crate::text::Span;

/// A check: a row of [`RULES`].
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable name: `portion-above-banner`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, for the reader.
    pub explanation: &'static str,
    /// A cable that keeps it.
    pub good: &'static str,
    /// A cable that breaks it.
    pub bad: &'static str,
    check: fn(&Case<'_>, &mut dyn FnMut(Span, String)),
}

/// What a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// Where in the text.
    pub span: Span,
    /// The particular case, for people. It may hold words of the text.
    pub message: String,
}

/// What a check may look at.
struct Case<'a> {
    cable: &'a Cable,
}

/// All rules.
pub const RULES: &[Rule] = &[Rule {
    code: "portion-above-banner",
    severity: Severity::Error,
    explanation: "A portion is marked higher than the whole cable.",
    good: "SECRET ROME 42\n\nSUBJECT: BOATS\n\n1. (S) Boats.\n",
    bad: "CONFIDENTIAL ROME 42\n\nSUBJECT: BOATS\n\n1. (S) Boats.\n",
    check: |case, say| {
        let Some(banner) = case.cable.classification.as_ref().map(|line| line.marking.level) else { return };
        for portion in case.cable.paragraphs.iter().filter_map(|paragraph| paragraph.portion.as_ref()) {
            let level = portion.marking.level;
            if level.rank() > banner.rank() {
                say(portion.text.span, format!("{} in a cable that is {}", level.name(), banner.name()));
            }
        }
    },
}];

/// Everything that the rules find in a cable, in the order of the text. `hints` are what the other columns of its row
/// say.
pub fn lint(cable: &Cable, _text: &str, _hints: &Hints, _today: Date) -> Vec<Finding> {
    let case = Case { cable };
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(&case, &mut |span, message| findings.push(Finding { rule, span, message }));
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}

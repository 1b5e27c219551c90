//! Checks of markings: what contradicts itself, is missing, or does not hold any more.
//!
//! One table, [`RULES`]. Damage of the text is not reported here; that is what the parser's diagnostics are for. Some of
//! these are about markings: such a diagnostic is a rule here too, under the same code, and is only handed on. Whoever
//! shows both leaves one of them out, see [`Rule::is_of_parser`].

mod captions;
mod case;
mod clock;
mod levels;
mod marks;
mod rules;

use jiff::civil::Date;

use super::Mark;
use crate::cable::{Cable, Code, Hints, Severity};
use crate::text::Span;
use case::{Case, Say};

pub use rules::RULES;

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
    pub good: Example,
    /// A cable that breaks it.
    pub bad: Example,
    check: fn(&Case<'_>, &mut Say<'_>),
}

impl Rule {
    /// Whether its findings are diagnostics of the parser, which stand in [`Cable::diagnostics`] under the same code.
    pub fn is_of_parser(&self) -> bool {
        Code::ALL.iter().any(|code| code.name == self.code)
    }
}

/// A cable that shows a rule at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Its text.
    pub text: &'static str,
    /// What a column beside it gives as its level.
    pub level: Option<&'static str>,
    /// What a column beside it gives as its date: `2006-11-20`.
    pub date: Option<&'static str>,
}

impl Example {
    const fn of(text: &'static str) -> Self {
        Example { text, level: None, date: None }
    }

    /// What is known of it besides its text.
    pub fn hints(&self) -> Hints {
        let date = self.date.and_then(|date| date.parse::<Date>().ok()).map(|date| date.at(0, 0, 0, 0));
        Hints { level: self.level.map(str::to_owned), date, ..Hints::default() }
    }
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

/// Everything that the rules find in a cable, in the order of the text. `hints` are what the other columns of its row
/// say.
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// use sipdis::marking::lint;
/// let text = "CONFIDENTIAL ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float.\n";
/// let hints = Hints::default();
/// let findings = lint(&parse(text, &hints), text, &hints, jiff::civil::date(2026, 1, 1));
/// let first = findings.iter().find(|finding| finding.rule.code == "portion-above-banner").unwrap();
/// assert_eq!(first.span.of(text), "(S)");
/// assert_eq!(first.message, "SECRET in a cable that is CONFIDENTIAL");
/// ```
pub fn lint(cable: &Cable, text: &str, hints: &Hints, today: Date) -> Vec<Finding> {
    find_and_lint(cable, text, hints, today).1
}

/// Every marking of a text as [`find`](super::find) gives them, and what [`lint`] finds: for those who want both, since the rules
/// look at the markings first.
pub fn find_and_lint(cable: &Cable, text: &str, hints: &Hints, today: Date) -> (Vec<Mark>, Vec<Finding>) {
    let case = Case::new(cable, text, hints, today);
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(&case, &mut |span, message| findings.push(Finding { rule, span, message }));
    }
    findings.sort_by_key(|finding| finding.span);
    (case.marks, findings)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cable::parse;

    /// The codes of what is found in a cable of 2006 with these words behind its head.
    fn check(words: &str, expected: &[&str]) {
        let text = format!(
            "VZCZCXRO0001\nDE RUEHRO #0042 3241641\nZNY SSSSS ZZH\nO 201641Z NOV 06\nFM AMEMBASSY ROME\nBT\nSECRET ROME \
             000042\n\nE.O. 12958: DECL: 11/20/2031\nSUBJECT: BOATS\n\n{words}\n"
        );
        let hints = Hints::default();
        let findings = lint(&parse(&text, &hints), &text, &hints, date(2026, 1, 1));
        let codes: Vec<_> = findings.iter().map(|finding| finding.rule.code).collect();
        assert_eq!(codes, expected, "{words}");
    }

    #[test]
    fn formal_remarks_need_no_mark() {
        check("1. (S) They float.\n\n2. Mr. Doe has cleared this cable. ROSSI", &[]);
        check("1. (S) They float.\n\n2. This cable has been cleared by the DCM.", &[]);
        check("1. (S) They float.\n\n2. Customs cleared the boats.", &["paragraph-unmarked"]);
    }

    #[test]
    fn what_an_editor_cut_off_may_have_been_higher() {
        check("1. (C) They float.", &["banner-above-portions"]);
        check("REF: OSLO...\n\n1. (C) They float.", &[]);
    }

    #[test]
    fn portions_of_another_cable_in_the_same_text_do_not_count() {
        let other =
            |serial| format!("1. (S) They float.\n\nVZCZCXYZ0002\nDE RUEHRO #{serial} 3241641\n\n(TS) They sink.\n");
        check(&other("0042"), &["portion-above-banner"]);
        check(&other("0043"), &[]);
    }
}

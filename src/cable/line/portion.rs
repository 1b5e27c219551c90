//! Portion marks: `(C)`, `(S//NF)`, `(SBU/NF)`, `(S//REL TO USA, GBR)`.

use std::borrow::Cow;

use super::super::words::value_of;
use super::super::{Control, Level, Marking, Portion};

/// Letters of levels in portion marks.
const LEVELS: &[(&str, Level)] = &[
    ("U", Level::Unclassified),
    ("SBU", Level::Controlled),
    ("FOUO", Level::Controlled),
    ("OUO", Level::Controlled),
    ("CUI", Level::Controlled),
    ("LOU", Level::LimitedOfficialUse),
    ("R", Level::Restricted),
    ("C", Level::Confidential),
    ("S", Level::Secret),
    ("TS", Level::TopSecret),
    ("NU", Level::Unclassified),
    ("NR", Level::Restricted),
    ("NC", Level::Confidential),
    ("NS", Level::Secret),
    ("CTS", Level::TopSecret),
];

/// Short forms of controls with their names. `N` alone is State's form of NOFORN (`SBU/N`).
const CONTROLS: &[(&str, &str)] = &[
    ("NF", "NOFORN"),
    ("N", "NOFORN"),
    ("NOFORN", "NOFORN"),
    ("OC", "ORCON"),
    ("ORCON", "ORCON"),
    ("OC-USGOV", "ORCON-USGOV"),
    ("PR", "PROPIN"),
    ("PROPIN", "PROPIN"),
    ("IMC", "IMCON"),
    ("RELIDO", "RELIDO"),
    ("FISA", "FISA"),
    ("FGI", "FGI"),
    ("SI", "SI"),
    ("TK", "TK"),
    ("HCS", "HCS"),
    ("RD", "RD"),
    ("FRD", "FRD"),
    ("TFNI", "TFNI"),
    ("XD", "EXDIS"),
    ("EX", "EXDIS"),
    ("EXDIS", "EXDIS"),
    ("ND", "NODIS"),
    ("NODIS", "NODIS"),
    ("DS", "LIMDIS"),
    ("LIMDIS", "LIMDIS"),
    ("SSI", "SSI"),
    ("LES", "LES"),
];

/// A portion mark at the start of `rest`, and what stands behind it. `rest` is a slice of `text`.
pub(in crate::cable) fn read<'t>(text: &str, rest: &'t str) -> Option<(Portion, &'t str)> {
    let inner = rest.strip_prefix('(')?;
    let end = inner.as_bytes().iter().take(48).position(|b| *b == b')')?;
    let marking = grammar(inner.get(..end)?)?;
    let (mark, behind) = rest.split_at(end + 2);
    Some((Portion { marking, text: value_of(text, mark) }, behind))
}

/// A mark that lost its first bracket, `1. C) Summary`. Only behind a paragraph's number is it one.
pub(in crate::cable) fn read_open<'t>(text: &'t str, rest: &'t str) -> Option<(Portion, &'t str)> {
    let end = rest.bytes().take(8).position(|b| b == b')')?;
    let marking = grammar(&rest[..end])?;
    let (mark, behind) = rest.split_at(end + 1);
    behind.starts_with(' ').then(|| (Portion { marking, text: value_of(text, mark) }, behind))
}

/// Whether a paragraph without a number begins: a mark, and prose behind it. `(C) and (D)` goes on with a list of reasons
/// or references, whose letters look like marks.
pub(in crate::cable) fn opens_prose(text: &str) -> bool {
    const NEAR: usize = 100;
    let Some((_, behind)) = read(text, text) else { return false };
    let near = &behind[..behind.floor_char_boundary(NEAR)];
    let small = near.split_ascii_whitespace().filter(|word| word.len() > 1 && word.starts_with(char::is_lowercase));
    near.trim_start().starts_with(|c: char| c.is_uppercase() || c == '"') && small.count() > 2
}

/// What stands between the brackets.
pub(in crate::cable) fn grammar(inner: &str) -> Option<Marking> {
    let mut parts = inner.trim().split(['/', '-']).map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next()?;
    // `C NF` and `SBU NOFORN` lost their slash.
    let (level_word, beside) = first.split_once(' ').unwrap_or((first, ""));
    let level = LEVELS.iter().find(|(letters, _)| letters.eq_ignore_ascii_case(level_word))?.1;
    let mut controls = Vec::new();
    for part in std::iter::once(beside).chain(parts).filter(|part| !part.is_empty()) {
        let control = control(part)?;
        if !controls.contains(&control) {
            controls.push(control);
        }
    }
    Some(Marking { level, controls })
}

fn control(part: &str) -> Option<Control> {
    if let Some((_, name)) = CONTROLS.iter().find(|(short, _)| short.eq_ignore_ascii_case(part)) {
        return Some(Control(Cow::Borrowed(name)));
    }
    let upper = part.to_ascii_uppercase();
    let list =
        upper.strip_prefix("REL TO ").or_else(|| upper.strip_prefix("REL ")).or_else(|| upper.strip_prefix("FGI "))?;
    let codes: Vec<&str> = list.split([',', ' ']).filter(|code| !code.is_empty()).collect();
    let fits = !codes.is_empty() && codes.iter().all(|code| (2..=4).contains(&code.len()));
    let name = if upper.starts_with("FGI") { "FGI " } else { "REL TO " };
    let divider = if upper.starts_with("FGI") { " " } else { ", " };
    fits.then(|| Control(Cow::Owned(format!("{name}{}", codes.join(divider)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mark: &str, expected: &str) {
        let got = read(mark, mark).map_or("none".to_owned(), |(portion, rest)| format!("{}|{rest}", portion.marking));
        assert_eq!(got, expected, "{mark}");
    }

    #[test]
    fn marks() {
        check("(C) Text", "CONFIDENTIAL| Text");
        check("(S//NF)", "SECRET//NOFORN|");
        check("(C/NF)", "CONFIDENTIAL//NOFORN|");
        check("(SBU/N)", "SENSITIVE BUT UNCLASSIFIED//NOFORN|");
        check("(SBU-NF)", "SENSITIVE BUT UNCLASSIFIED//NOFORN|");
        check("(S/REL UK)", "SECRET//REL TO UK|");
        check("(S//REL TO USA, FVEY)", "SECRET//REL TO USA, FVEY|");
        check("(TS//SI//NF)", "TOP SECRET//SI/NOFORN|");
        check("(C//FGI)", "CONFIDENTIAL//FGI|");
        check("(u)", "UNCLASSIFIED|");
        check("( C )", "CONFIDENTIAL|");
    }

    #[test]
    fn prose_behind_a_mark() {
        assert!(opens_prose("(C) We delivered the points to the Minister on May 2."));
        assert!(!opens_prose("(c) and (d)") && !opens_prose("(C) ROME 42 (D) PARIS 43") && !opens_prose("The boats"));
    }

    #[test]
    fn brackets_that_mark_nothing() {
        for text in ["(see below)", "(1)", "(B)", "()", "(", "(C", "(C and D)", "U)", "(\u{421}) look-alike"] {
            check(text, "none");
        }
    }
}

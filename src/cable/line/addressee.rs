//! Format lines 6 to 9: originator, addressees, and members of a collective that are left out.
//!
//! One entry is `[routing indicator "/"] address ["//" offices "//"] [precedence] [message number]`; see ACP 127(G)
//! and 5 FAH-2 H-321.

use super::super::words::{Ends, Signs, folded_value, strip_prefix_ci, trim_blanks, value_of, without_tags};
use super::super::{Addressee, Precedence, table};
use super::classification;
use super::transmission::{indicator, is_group_count, is_routing_indicator};
use crate::text::Value;

/// Words that give an addressee its precedence, longest first. `PIORITY` and `PRORITY` are the typing errors met most.
const PRECEDENCES: &[(&str, Precedence)] = &[
    ("NIACT IMMEDIATE", Precedence::NiactImmediate),
    ("NIACT", Precedence::NiactImmediate),
    ("IMMEDIATE", Precedence::Immediate),
    ("PRIORITY", Precedence::Priority),
    ("PIORITY", Precedence::Priority),
    ("PRORITY", Precedence::Priority),
    ("ROUTINE", Precedence::Routine),
    ("FLASH", Precedence::Flash),
];

/// What opens a line of the address part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cable) enum Role {
    /// FM.
    From,
    /// TO.
    To,
    /// INFO.
    Info,
    /// XMT.
    Exempt,
}

/// The keyword at the start of a line and what stands behind it. `TORUEHC/...` lost its blank.
pub(in crate::cable) fn role(line: &str) -> Option<(Role, &str)> {
    let line = line.trimmed_start();
    if !matches!(line.as_bytes(), [b'F' | b'T' | b'I' | b',' | b'X', ..]) {
        return None;
    }
    const ROLES: &[(&str, Role)] =
        &[("FM", Role::From), ("TO", Role::To), ("INFO", Role::Info), (",XMT", Role::Exempt), ("XMT", Role::Exempt)];
    ROLES.iter().find_map(|(word, role)| {
        let rest = line.strip_prefix(word)?;
        let apart = rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}', '/']);
        (apart || indicator(rest).is_some()).then(|| (*role, rest.without_at_start(const { Signs::new("/ \t\u{a0}") })))
    })
}

/// Reads one entry of TO or INFO; `None` for nothing but blanks.
pub(in crate::cable) fn entry(text: &str, line: &str) -> Option<Addressee> {
    let Parts { whole, routing, name, precedence, number } = parts(line)?;
    Some(Addressee {
        routing: routing.map(|routing| value_of(text, routing)),
        // A line with nothing but a precedence belongs to the addressee above it; the caller sees an empty name.
        name: folded_value(text, name).unwrap_or_else(|| value_of(text, &whole[..0])),
        precedence,
        number: number.map(|digits| value_of(text, digits)),
        exempt: Vec::new(),
        span: value_of(text, whole).span,
    })
}

/// Whether an entry names an addressee.
pub(in crate::cable) fn has_name(line: &str) -> bool {
    parts(line).is_some_and(|parts| !without_tags(trim_blanks(parts.name)).is_empty())
}

/// What an entry has, as it stands.
struct Parts<'t> {
    whole: &'t str,
    routing: Option<&'t str>,
    name: &'t str,
    precedence: Option<Precedence>,
    number: Option<&'t str>,
}

fn parts(line: &str) -> Option<Parts<'_>> {
    let whole = line.trimmed();
    if whole.is_empty() {
        return None;
    }
    let (routing, rest) = match indicator(whole) {
        Some(indicator) => (Some(indicator), whole[indicator.len() + 1..].trimmed_start()),
        None => match whole.split_once('/').map(|(before, rest)| (before.trimmed(), rest)) {
            Some((before, rest)) if is_routing_indicator(before) || before == "ZEN" => {
                (Some(before), rest.trimmed_start())
            }
            _ => (None, whole),
        },
    };
    let (rest, number) = take_number(rest);
    let (mut name, precedence) = take_precedence(rest);
    let mut number = number;
    if precedence.is_some() {
        // `LONDON 8778 PRIORITY`, `LONDON PRIORITY PRIORITY 8778`
        if number.is_none() {
            (name, number) = take_number(name);
        }
        while let (rest, Some(_)) = take_precedence(name) {
            name = rest;
        }
    }
    Some(Parts { whole, routing, name, precedence, number })
}

/// The message continuity number at the end: four or more figures, or a range of them for a cable in sections. Fewer
/// figures count behind a precedence word only, as in `PRIORITY 738`; an address may end in a number of its own.
fn take_number(entry: &str) -> (&str, Option<&str>) {
    // Asked of every entry, and most end in letters.
    if !entry.ends_with(|c: char| c.is_ascii_digit()) {
        return (entry, None);
    }
    let figures = entry.bytes().rev().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/')).count();
    let (head, last) = entry.split_at(entry.len() - figures);
    let is_number =
        last.split_once(['-', '/']).map_or_else(|| all_digits(last), |(from, to)| all_digits(from) && all_digits(to));
    // `VIENNA0162`
    let glued = || last.len() == 4 && last.starts_with('0') && head.ends_with(|c: char| c.is_ascii_uppercase());
    if !is_number || !head.ends_with([' ', '\t', '\u{a0}']) && !glued() {
        return (entry, None);
    }
    let head = head.trimmed_end();
    let long_enough = last.len() >= 4 || ends_in_precedence(head) || head.ends_with("WASHDC");
    if long_enough && !head.is_empty() { (head, Some(last)) } else { (entry, None) }
}

fn ends_in_precedence(text: &str) -> bool {
    PRECEDENCES.iter().any(|(word, _)| text.ends_with(word))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit())
}

fn take_precedence(entry: &str) -> (&str, Option<Precedence>) {
    let entry = entry.trimmed_end();
    // The last letters of all of them.
    let last = entry.as_bytes().last_chunk().map(|last: &[u8; 2]| last.map(|byte| byte.to_ascii_uppercase()));
    if !last.is_some_and(|last| matches!(&last, b"TE" | b"CT" | b"TY" | b"NE" | b"SH")) {
        return (entry, None);
    }
    for (word, precedence) in PRECEDENCES {
        let Some(head) = entry.len().checked_sub(word.len()).and_then(|at| entry.split_at_checked(at)) else {
            continue;
        };
        let apart = head.0.is_empty() || head.0.ends_with([' ', '\t', '\u{a0}', '/']);
        if apart && head.1.eq_ignore_ascii_case(word) {
            return (head.0.trimmed_end(), Some(*precedence));
        }
    }
    (entry, None)
}

/// No entry is longer.
const LONGEST: usize = 120;

/// Capitals, figures and the signs of addresses.
const IN_ENTRIES: [bool; 256] = {
    let signs = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,&()'-/:;#+*";
    let (mut table, mut at) = ([false; 256], 0);
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether a line within the address part can be one more entry: capitals, figures and the signs of addresses.
pub(in crate::cable) fn may_be_entry(line: &str) -> bool {
    let line = line.trimmed();
    !line.is_empty()
        && line.len() <= LONGEST
        && line.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && line.bytes().all(|b| IN_ENTRIES[usize::from(b)])
}

/// Whether a line within the address part is certainly one more entry, as nearly all are: an indicator, and behind its slash
/// an address with nothing that any other kind of line has.
pub(in crate::cable) fn is_plain_entry(line: &str) -> bool {
    // No X, which extracts and members left out are told by, and none of the signs that divide columns or stand behind keys.
    const SIGNS: [bool; 256] = {
        let mut table = IN_ENTRIES;
        let (others, mut at) = (b"X,:;", 0);
        while at < others.len() {
            table[others[at] as usize] = false;
            at += 1;
        }
        table
    };
    let doubled = matches!(line.as_bytes(), [first, second, ..] if first == second);
    line.len() <= LONGEST
        && !doubled
        && opens_with_indicator(line)
        // Nearly all have no others, so none is left before the end.
        && line.bytes().fold(true, |plain, byte| plain & SIGNS[usize::from(byte)])
        && !classification::may_open(line)
        && !is_group_count(line)
}

/// Whether a line begins with a routing indicator, `RUEHC/`, and no caption begins with those letters.
pub(in crate::cable) fn opens_with_indicator(line: &str) -> bool {
    indicator(line).is_some_and(|indicator| !table::begins_caption(indicator))
}

/// Whether an entry names an addressee of its own, and not one more member behind XMT: it has a routing indicator, a
/// precedence or a number.
pub(in crate::cable) fn stands_alone(entry: &Addressee) -> bool {
    entry.routing.is_some() || entry.precedence.is_some() || entry.number.is_some()
}

/// Whether an entry is the end of the one above it, whose line was cut: before its number, or behind the word that the name
/// of a place belongs to.
pub(in crate::cable) fn goes_on(text: &str, above: &Addressee, entry: &Addressee) -> bool {
    entry.routing.is_none()
        && above.number.is_none()
        && (is_lone_number(text, entry) || above.precedence.is_none() && KINDS.contains(&above.name.text(text)))
}

fn is_lone_number(text: &str, entry: &Addressee) -> bool {
    let name = entry.name.text(text);
    !stands_alone(entry) && name.len() == 4 && all_digits(name)
}

/// Puts an entry that goes on with the one above into that.
pub(in crate::cable) fn join(text: &str, above: &mut Addressee, entry: Addressee) {
    above.span = above.span.to(entry.span);
    if is_lone_number(text, &entry) {
        above.number = Some(entry.name);
        return;
    }
    let name = format!("{} {}", above.name.text(text), entry.name.text(text));
    above.name = Value::reading(above.name.span.to(entry.name.span), name);
    (above.precedence, above.number) = (entry.precedence, entry.number);
}

/// Words of an address that a place follows.
const KINDS: &[&str] = &[
    "AMEMBASSY",
    "AMEMBASS",
    "AMCONSUL",
    "AMCONSULATE",
    "AMCONGEN",
    "USMISSION",
    "USINT",
    "USLO",
    "USDEL",
    "USOFFICE",
    "REO",
    "AIT",
    "AMLEGATION",
];

/// The city behind an address of the Department's posts: `ROME` of `AMEMBASSY ROME`, `STATE` of `SECSTATE WASHDC`.
pub(in crate::cable) fn place_of(address: &str) -> Option<&str> {
    if strip_prefix_ci(address, "SECSTATE").is_some() {
        return Some("STATE");
    }
    let (kind, place) = address.split_once(' ')?;
    KINDS.contains(&kind).then(|| place.split("//").next().unwrap_or(place).trimmed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let got = entry(line, line).map_or("none".to_owned(), |it| {
            let read = |value: Option<&crate::text::Value>| value.map_or("-".to_owned(), |v| v.text(line).to_owned());
            let precedence = it.precedence.map_or("-", Precedence::name);
            [read(it.routing.as_ref()), it.name.text(line).to_owned(), precedence.to_owned(), read(it.number.as_ref())]
                .join("|")
        });
        assert_eq!(got, expected, "{line}");
        assert_eq!(has_name(line), entry(line, line).is_some_and(|it| !it.name.span.is_empty()), "{line}");
    }

    #[test]
    fn entries_that_were_cut() {
        for (above, below, expected) in [
            ("RUEHLO/AMEMBASSY", "LONDON 0007", Some("AMEMBASSY LONDON|0007")),
            ("RUEHLO/AMEMBASSY LONDON PRIORITY", "0007", Some("AMEMBASSY LONDON|0007")),
            ("RUEHLO/AMEMBASSY", "RUEHFR/AMEMBASSY PARIS", None),
            ("RUEHLO/AMEMBASSY LONDON", "AMEMBASSY PARIS", None),
            ("RUEHLO/AMEMBASSY LONDON 0007", "0008", None),
        ] {
            let text = format!("{above}\n{below}");
            let (mut first, second) =
                (entry(&text, &text[..above.len()]).unwrap(), entry(&text, &text[above.len() + 1..]).unwrap());
            let joined = goes_on(&text, &first, &second).then(|| {
                join(&text, &mut first, second);
                format!("{}|{}", first.name.text(&text), first.number.unwrap().text(&text))
            });
            assert_eq!(joined.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn entries() {
        check("RUEHC/SECSTATE WASHDC IMMEDIATE 0042", "RUEHC|SECSTATE WASHDC|IMMEDIATE|0042");
        check("RUEHBS/USEU BRUSSELS", "RUEHBS|USEU BRUSSELS|-|-");
        check("RUEHLO/AMEMBASSY LONDON 0007", "RUEHLO|AMEMBASSY LONDON|-|0007");
        check("RUEKDIA/DIA WASHDC//DHO-2/REA//", "RUEKDIA|DIA WASHDC//DHO-2/REA//|-|-");
        check("RUEHMO/AMEMBASSY MOSCOW NIACT IMMEDIATE 2593-2599", "RUEHMO|AMEMBASSY MOSCOW|NIACT IMMEDIATE|2593-2599");
        check("ZEN/AMEMBASSY ROME PRIORITY", "ZEN|AMEMBASSY ROME|PRIORITY|-");
        check("COMUSNAVCENT  PRIORITY", "-|COMUSNAVCENT|PRIORITY|-");
        check("HQ USEUCOM VAIHINGEN GE//ECJ-5// PRIORITY", "-|HQ USEUCOM VAIHINGEN GE//ECJ-5//|PRIORITY|-");
        check("RUEHLO/AMEMBASSY LONDON 8778 PRIORITY", "RUEHLO|AMEMBASSY LONDON|PRIORITY|8778");
        check("RUEHLO/AMEMBASSY LONDON PRIORITY PRIORITY 8778", "RUEHLO|AMEMBASSY LONDON|PRIORITY|8778");
        check("RUEHLO/AMEMBASSY LONDON0162", "RUEHLO|AMEMBASSY LONDON|-|0162");
        check("RUEHC/SECSTATE WASHDC 6562/6563", "RUEHC|SECSTATE WASHDC|-|6562/6563");
        check("USDOC WASHDC//4212/ITA/42", "-|USDOC WASHDC//4212/ITA/42|-|-");
        check("SECSTATE WASHDC 475", "-|SECSTATE WASHDC|-|475");
        check("CDR JTF 160", "-|CDR JTF 160|-|-");
        check("PRIORITY", "-||PRIORITY|-");
        check("RUEHC/<br> IMMEDIATE", "RUEHC||IMMEDIATE|-");
        check("  ", "none");
    }

    #[test]
    fn every_precedence_is_taken_in_either_case() {
        for (word, precedence) in PRECEDENCES {
            for written in [word.to_string(), word.to_lowercase()] {
                assert_eq!(take_precedence(&format!("DIA {written}")), ("DIA", Some(*precedence)));
            }
        }
    }

    #[test]
    fn roles() {
        assert_eq!(role("TO RUEHC/SECSTATE WASHDC"), Some((Role::To, "RUEHC/SECSTATE WASHDC")));
        assert_eq!(role("TORUEHC/SECSTATE WASHDC"), Some((Role::To, "RUEHC/SECSTATE WASHDC")));
        assert_eq!(role("XMT/AMEMBASSY SOFIA"), Some((Role::Exempt, "AMEMBASSY SOFIA")));
        assert_eq!(role("INFO"), Some((Role::Info, "")));
        assert_eq!(role("TOKYO FOR POL"), None);
        assert_eq!(role("INFORMATION"), None);
    }
}

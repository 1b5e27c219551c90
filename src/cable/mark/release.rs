//! Lists of countries: `REL TO USA, GBR`, `FGI DEU`, `DISPLAY ONLY IRQ`.

use std::borrow::Cow;

use super::super::Control;

/// Ways to write that a text may go to the countries that follow. Longest first.
const RELEASE: &[&str] = &["RELEASABLE TO ", "RELEASE TO ", "REL TO ", "RELTO ", "RELEASABLE ", "REL "];

/// Names of countries that State writes out, with the codes of the register (ISO 3166, three letters).
///
/// Only what is met: every other name stands for itself, and codes are not checked, because lists change.
const NAMES: &[(&str, &str)] = &[
    ("AUSTRALIA", "AUS"),
    ("AUSTRIA", "AUT"),
    ("BELGIUM", "BEL"),
    ("BRAZIL", "BRA"),
    ("CANADA", "CAN"),
    ("CHINA", "CHN"),
    ("COLOMBIA", "COL"),
    ("DENMARK", "DNK"),
    ("EGYPT", "EGY"),
    ("FRANCE", "FRA"),
    ("GERMANY", "DEU"),
    ("GER", "DEU"),
    ("INDIA", "IND"),
    ("ISRAEL", "ISR"),
    ("ITALY", "ITA"),
    ("JAPAN", "JPN"),
    ("JORDAN", "JOR"),
    ("KENYA", "KEN"),
    ("KOREA", "KOR"),
    ("SOUTH KOREA", "KOR"),
    ("ROK", "KOR"),
    ("LIBYA", "LBY"),
    ("MEXICO", "MEX"),
    ("NETHERLANDS", "NLD"),
    ("NEW ZEALAND", "NZL"),
    ("NORWAY", "NOR"),
    ("PAKISTAN", "PAK"),
    ("PANAMA", "PAN"),
    ("POLAND", "POL"),
    ("RUSSIA", "RUS"),
    ("SAUDI ARABIA", "SAU"),
    ("SPAIN", "ESP"),
    ("SWEDEN", "SWE"),
    ("TURKEY", "TUR"),
    ("UK", "GBR"),
    ("UNITED KINGDOM", "GBR"),
    ("US", "USA"),
];

/// The code of a country as it is compared: its three letters where they are known, else the name itself.
fn code(name: &str) -> &str {
    NAMES.iter().find(|(long, _)| *long == name).map_or(name, |(_, code)| code)
}

/// Whether two names in lists mean the same country: `UK` and `GBR`.
///
/// ```
/// use sipdis::cable::mark::same_country;
/// assert!(same_country("UK", "GBR"));
/// assert!(!same_country("GBR", "AUS"));
/// ```
pub fn same_country(a: &str, b: &str) -> bool {
    code(a) == code(b)
}

/// The countries of a control with a list, as they are compared; `None` where it has none.
///
/// ```
/// use sipdis::cable::Control;
/// use sipdis::cable::mark::countries;
/// let control = Control("REL TO USA, UK".into());
/// assert_eq!(countries(&control, "REL TO "), Some(vec!["USA", "GBR"]));
/// assert_eq!(countries(&control, "FGI "), None);
/// ```
pub fn countries<'c>(control: &'c Control, head: &str) -> Option<Vec<&'c str>> {
    let list = control.name().strip_prefix(head)?;
    // A name may have several words, so only lists of codes are divided by blanks.
    let commas = list.contains(',') || head != "FGI ";
    let names = list.split(if commas { ',' } else { ' ' }).map(str::trim);
    Some(names.filter(|name| !name.is_empty()).map(code).collect())
}

/// A control with a list, in capitals.
pub(super) fn control(words: &str) -> Option<Control> {
    if let Some(list) = RELEASE.iter().find_map(|head| words.strip_prefix(head)) {
        return Some(Control(Cow::Owned(format!("REL TO {}", names(list)?.join(", ")))));
    }
    if let Some(list) = words.strip_prefix("DISPLAY ONLY ") {
        return Some(Control(Cow::Owned(format!("DISPLAY ONLY {}", names(list)?.join(", ")))));
    }
    let list = words.strip_prefix("FGI ").or_else(|| words.strip_prefix("FGI-"))?;
    Some(Control(Cow::Owned(format!("FGI {}", names(list)?.join(" ")))))
}

/// The names of a list. Commas divide them; where there are only codes, blanks do.
fn names(list: &str) -> Option<Vec<&str>> {
    let mut found: Vec<&str> = Vec::new();
    for part in list.split([',', ';', '/']) {
        let part = part.trim();
        let part = part.strip_prefix("AND ").unwrap_or(part);
        for name in part.split(" AND ").map(str::trim).filter(|name| !name.is_empty()) {
            if name.split(' ').all(is_code) {
                found.extend(name.split(' '));
            } else if is_name(name) {
                found.push(name);
            } else {
                return None;
            }
        }
    }
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// `GBR`, `FVEY`, `UK`.
pub(super) fn is_code(word: &str) -> bool {
    (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// A name of up to four words, as `EU MEMBER STATES` or `SOUTH KOREA`.
fn is_name(name: &str) -> bool {
    name.len() <= 32
        && name.split(' ').count() <= 4
        && name.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'-' | b'\'' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        assert_eq!(control(words).map_or("none".to_owned(), |control| control.0.into_owned()), expected, "{words}");
    }

    #[test]
    fn lists_of_countries() {
        check("REL TO USA, GBR", "REL TO USA, GBR");
        check("REL USA GBR", "REL TO USA, GBR");
        check("REL MLT, GBR, AND GER", "REL TO MLT, GBR, GER");
        check("REL SOUTH KOREA", "REL TO SOUTH KOREA");
        check("RELEASABLE TO ITALY", "REL TO ITALY");
        check("REL EU MEMBER STATES", "REL TO EU MEMBER STATES");
        check("RELTO USA, FVEY", "REL TO USA, FVEY");
        check("FGI GBR DEU", "FGI GBR DEU");
        check("DISPLAY ONLY IRQ", "DISPLAY ONLY IRQ");
        check("REL ", "none");
        check("REL 42", "none");
        check("RELATIONS", "none");
    }

    #[test]
    fn names_have_their_codes() {
        for (name, code) in NAMES {
            assert!(is_name(name) && code.len() == 3 && name != code, "{name}");
        }
    }
}

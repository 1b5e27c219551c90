//! Keywords of fields with a typing error in them: `TASG: PREL`, `SUJBECT: BOATS`, `CALSSIFIED BY DCM Doe`.
//!
//! One error is forgiven, and only where what stands behind the keyword shows what it was meant for: codes behind TAGS,
//! cables behind REF, a section of the order behind REASON. SUBJECT is long enough to speak for itself.

use super::super::line::{references, tags};
use super::super::table::folding::is_near;
use super::super::words::{Ends, Signs, strip_prefix_ci};
use super::Key;

/// No keyword is longer, with the sign behind it.
const LONGEST: usize = 16;

/// A damaged keyword at the start of `line`, and what stands behind it.
pub(super) fn read(line: &str) -> Option<(Key, &str)> {
    // Asked of many lines: a sign near the start is rare.
    let near = line.as_bytes().get(..LONGEST).unwrap_or(line.as_bytes());
    // A figure stands for the letter that it looks like: `C1ASSIFIED`.
    let letters = near.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(near.len());
    let (word, rest) = line.split_at(letters);
    if !word.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    if let Some(value) = authority(word, rest) {
        return Some((Key::ClassifiedBy, value));
    }
    let word = || word.to_ascii_uppercase();
    let meant = |keyword: &str| letters.abs_diff(keyword.len()) <= 1 && is_near(&word(), keyword);
    // Codes show what was meant, whatever stands before them: `TAGS-- PREL`, `TASG PREL, PGOV`, `TAGS (U): PREL`.
    if (3..=5).contains(&letters)
        && matches!(line.as_bytes(), [b'T' | b't' | b'A' | b'a' | b'R' | b'Y', ..])
        // One error spares all letters but one.
        && near.iter().take(letters).filter(|byte| b"TAGS".contains(&byte.to_ascii_uppercase())).count() >= letters - 1
        && meant("TAGS")
    {
        let signs = const { Signs::new(" :;.-/,='>") };
        let value = rest.without_at_start(signs);
        let value = strip_prefix_ci(value, "(U)").map_or(value, |behind| behind.without_at_start(signs));
        let colon = rest.starts_with(':');
        if value.len() < rest.len() && (tags::opens_list(value) || colon && tags::has_code(value)) {
            return Some((Key::Tags, value));
        }
    }
    // `REFTEL(S)`, `REF'S`, `REF TELS`.
    let plural = ["(S)", "'S", "/S", " TELS", " TEL"].iter().find_map(|plural| strip_prefix_ci(rest, plural));
    let rest = plural.unwrap_or(rest).trim_start_matches(' ');
    let value = rest.strip_prefix([':', ';', '.', '-', '/', ','])?;
    let colon = rest.starts_with([':', ';']);
    let value = value.strip_prefix(':').unwrap_or(value);
    let key = if letters > 0 && letters <= 5 && colon && references::is_list(value)
        || ["REF", "REFS"].iter().any(|keyword| meant(keyword))
            && (references::opens_list(value) || colon && references::opens_with_label(value))
        || ["REFTEL", "REFTELS", "REFERENCE", "REFERENCES"].iter().any(|keyword| meant(keyword))
            && (colon || references::opens_list(value))
    {
        Key::References
    } else if meant("REASON") && value.trimmed_start().starts_with("1.") {
        Key::Reason
    } else if meant("SUBJECT") && colon {
        Key::Subject
    } else {
        return None;
    };
    Some((key, value))
}

/// What stands behind a first word and `rest` that were meant for CLASSIFIED BY: `CLASS. BY:`, `CLASSIFED:`, `CLASSIFIED BT:`,
/// `This cable was classified by`.
fn authority<'t>(word: &str, rest: &'t str) -> Option<&'t str> {
    if word.eq_ignore_ascii_case("THIS") {
        return classified_in_words(rest);
    }
    let short = || ["CLASS", "CLASSIFY", "CLASSIFICATION"].iter().any(|form| form.eq_ignore_ascii_case(word));
    let meant = || is_near(&word.to_ascii_uppercase(), "CLASSIFIED");
    // Mostly it is another word.
    let long = word.len() >= 5 && matches!(word.as_bytes(), [b'C' | b'c' | b'L' | b'l' | b'A' | b'a', ..]);
    if !long || !(short() || meant()) {
        return None;
    }
    let behind = rest.without_at_start(const { Signs::new(". \u{a0}") });
    let second = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (by, value) = behind.split_at(second);
    let colon = value.trimmed_start().strip_prefix([':', ';']);
    match by {
        _ if by.eq_ignore_ascii_case("BY") => {
            colon.or_else(|| value.strip_prefix([' ', '.', '\u{a0}'])).or(value.is_empty().then_some(value))
        }
        "" => colon.filter(|_| meant()),
        _ => colon.filter(|_| is_near(&by.to_ascii_uppercase(), "BY") && meant()),
    }
}

/// What stands behind the words that go on from THIS to CLASSIFIED BY: ` message was classified by DCM Doe`.
fn classified_in_words(mut rest: &str) -> Option<&str> {
    const BETWEEN: &[&str] = &[" CABLE", " MESSAGE", " TELEGRAM", " DOCUMENT", " IS", " WAS", " HAS", " BEEN"];
    while let Some(behind) = BETWEEN.iter().find_map(|word| strip_prefix_ci(rest, word)) {
        rest = behind;
    }
    strip_prefix_ci(rest, " CLASSIFIED BY")?.strip_prefix([' ', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        for (line, expected) in [
            ("TASG: PREL, IT", Some((Key::Tags, "PREL, IT"))),
            ("TAGS - PREL", Some((Key::Tags, "PREL"))),
            ("TAGS.: PREL", Some((Key::Tags, "PREL"))),
            ("TABS PREL, IT", Some((Key::Tags, "PREL, IT"))),
            ("TAGS (U): PREL, IT", Some((Key::Tags, "PREL, IT"))),
            ("ATGS: UNSC, PREL", Some((Key::Tags, "UNSC, PREL"))),
            ("TTAGS: XREL, PGOV", Some((Key::Tags, "XREL, PGOV"))),
            ("TASK PREPARED", None),
            ("TASK: FIND THE BOATS", None),
            ("BAGS: FOUND", None),
            ("SUJBECT: BOATS", Some((Key::Subject, " BOATS"))),
            ("SUBJECTS, BOATS", None),
            ("REG: ROME 12", Some((Key::References, " ROME 12"))),
            ("RREF: A) DOE E-MAIL 12/12", Some((Key::References, " A) DOE E-MAIL 12/12"))),
            ("REG: ROME", None),
            ("REFERNCE: ROME 12", Some((Key::References, " ROME 12"))),
            ("REFTEL(S): ROME 12", Some((Key::References, " ROME 12"))),
            ("REF TEL: ROME 12", Some((Key::References, " ROME 12"))),
            ("REFERENCE, THE MINISTER", None),
            ("Q: A) ROME 199, B) ROME 227", Some((Key::References, " A) ROME 199, B) ROME 227"))),
            ("FM: ROME 12", None),
            ("CALSSIFIED BY: DCM Doe", Some((Key::ClassifiedBy, " DCM Doe"))),
            ("CLASSIFED: DCM Doe", Some((Key::ClassifiedBy, " DCM Doe"))),
            ("CLASSIFIED BT: DCM Doe", Some((Key::ClassifiedBy, " DCM Doe"))),
            ("C1ASSIFIED BY DCM Doe", Some((Key::ClassifiedBy, "DCM Doe"))),
            ("CLASSIFIED\u{a0}BY:\u{a0}DCM Doe", Some((Key::ClassifiedBy, "\u{a0}DCM Doe"))),
            ("CLASS. BY: DCM Doe", Some((Key::ClassifiedBy, " DCM Doe"))),
            ("CLASSIFICATION BY DCM Doe", Some((Key::ClassifiedBy, "DCM Doe"))),
            ("This cable has been classified by DCM Doe", Some((Key::ClassifiedBy, "DCM Doe"))),
            ("CLASSIFICATION: SECRET", None),
            ("CLASSES BY: DOE", None),
            ("This cable was drafted by DCM Doe", None),
            ("QUALIFIED BY DCM Doe", None),
            ("RESON: 1.4 (b)", Some((Key::Reason, " 1.4 (b)"))),
            ("SEASON: 2004", None),
            ("", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}

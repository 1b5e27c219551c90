//! Keywords of fields with a typing error in them: `TASG: PREL`, `SUJBECT: BOATS`, `CALSSIFIED BY DCM Doe`.
//!
//! One error is forgiven, and only where what stands behind the keyword shows what it was meant for: codes behind TAGS,
//! cables behind REF, a section of the order behind REASON. SUBJECT is long enough to speak for itself.

use super::field::Key;
use super::line::references;
use super::table;
use super::table::folding::is_near;
use super::words::{Ends, Signs, strip_prefix_ci};

/// No keyword is longer, with the sign behind it.
const LONGEST: usize = 16;

/// A damaged keyword at the start of `line`, and what stands behind it.
pub(super) fn read(line: &str) -> Option<(Key, &str)> {
    // Asked of many lines: a sign near the start is rare.
    let near = line.as_bytes().get(..LONGEST).unwrap_or(line.as_bytes());
    let letters = near.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(near.len());
    let (word, rest) = line.split_at(letters);
    let word = || word.to_ascii_uppercase();
    if let Some(behind) = strip_prefix_ci(rest, " BY").filter(|_| letters >= 8) {
        let behind = behind.strip_prefix([' ', ':'])?;
        return is_near(&word(), "CLASSIFIED").then_some((Key::ClassifiedBy, behind));
    }
    let rest = rest.without_at_start(const { Signs::new(" ") });
    let value = rest.strip_prefix([':', ';', '.', '-', '/', ','])?;
    let colon = rest.starts_with([':', ';']);
    let value = value.strip_prefix(':').unwrap_or(value);
    let meant = |keyword: &str| letters.abs_diff(keyword.len()) <= 1 && is_near(&word(), keyword);
    let key = if meant("TAGS") && is_tags(value) {
        Key::Tags
    } else if letters > 0 && letters <= 5 && colon && references::is_list(value)
        || (meant("REF") || meant("REFS")) && references::opens_list(value)
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

/// Whether a list of codes begins at `value`.
fn is_tags(value: &str) -> bool {
    let mut words = value.split([' ', ',', ';', '.']).filter(|word| !word.is_empty()).take(2).peekable();
    words.peek().is_some() && words.all(|word| (2..=4).contains(&word.len()) && table::is_tag(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        for (line, expected) in [
            ("TASG: PREL, IT", Some((Key::Tags, " PREL, IT"))),
            ("TAGS - PREL", Some((Key::Tags, " PREL"))),
            ("TAGS.: PREL", Some((Key::Tags, " PREL"))),
            ("BAGS: FOUND", None),
            ("SUJBECT: BOATS", Some((Key::Subject, " BOATS"))),
            ("SUBJECTS, BOATS", None),
            ("REG: ROME 12", Some((Key::References, " ROME 12"))),
            ("REG: ROME", None),
            ("Q: A) ROME 199, B) ROME 227", Some((Key::References, " A) ROME 199, B) ROME 227"))),
            ("FM: ROME 12", None),
            ("CALSSIFIED BY: DCM Doe", Some((Key::ClassifiedBy, " DCM Doe"))),
            ("QUALIFIED BY DCM Doe", None),
            ("RESON: 1.4 (b)", Some((Key::Reason, " 1.4 (b)"))),
            ("SEASON: 2004", None),
            ("", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}

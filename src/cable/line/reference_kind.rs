//! What a reference names that names no cable: a mail, a call, a book, a report.

use super::super::ReferenceKind;
use super::super::search::{Letters, Needle};

/// Words that tell what a reference is that names no cable, the first that is found counts.
const KINDS: &[(Needle, ReferenceKind)] = &[
    (Needle::new("E-MAIL"), ReferenceKind::Mail),
    (Needle::new("EMAIL"), ReferenceKind::Mail),
    (Needle::new("E MAIL"), ReferenceKind::Mail),
    (Needle::new("MAIL"), ReferenceKind::Mail),
    (Needle::new("FAX"), ReferenceKind::Mail),
    (Needle::new("LETTER"), ReferenceKind::Mail),
    (Needle::new("MEMO"), ReferenceKind::Mail),
    (Needle::new("TELCON"), ReferenceKind::Tel),
    (Needle::new("TELECON"), ReferenceKind::Tel),
    (Needle::new("PHONECON"), ReferenceKind::Tel),
    (Needle::new("PHONE"), ReferenceKind::Tel),
    (Needle::new("PHONCON"), ReferenceKind::Tel),
    (Needle::new("FONECON"), ReferenceKind::Tel),
    (Needle::new("CALL"), ReferenceKind::Tel),
    (Needle::new("CONVERSATION"), ReferenceKind::Tel),
    (Needle::new(" FAM"), ReferenceKind::Book),
    (Needle::new(" FAH"), ReferenceKind::Book),
    (Needle::new("U.S.C"), ReferenceKind::Book),
    (Needle::new(" CFR"), ReferenceKind::Book),
    (Needle::new("APPENDIX"), ReferenceKind::Book),
    (Needle::new("HANDBOOK"), ReferenceKind::Book),
    (Needle::new("REPORT"), ReferenceKind::Report),
    (Needle::new("OSC"), ReferenceKind::Report),
    (Needle::new("FBIS"), ReferenceKind::Report),
    (Needle::new("IIR"), ReferenceKind::Report),
    (Needle::new("TD-"), ReferenceKind::Report),
    (Needle::new("TDX"), ReferenceKind::Report),
];

/// `314/07696-07`: a report of the intelligence agencies, without the letters before its number.
pub(super) fn is_report_number(words: &str) -> bool {
    let figures = |text: &str, len: std::ops::RangeInclusive<usize>| {
        len.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    words.split_once('/').and_then(|(series, rest)| Some((series, rest.split_once('-')?))).is_some_and(
        |(series, (number, year))| {
            figures(series, 3..=3) && figures(number, 4..=7) && figures(year.get(..2).unwrap_or(year), 2..=2)
        },
    )
}

/// What the words of a reference name, if no cable.
pub(super) fn kind_of(part: &str) -> Option<ReferenceKind> {
    let letters = Letters::of(part);
    let stands = |needle: &Needle| needle.may_stand_in(letters) && needle.is_in(part);
    let named = KINDS.iter().find(|(needle, _)| stands(needle)).map(|(_, kind)| *kind);
    named.or_else(|| is_report_number(part.trim()).then_some(ReferenceKind::Report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (words, expected) in [
            ("DOE-ROE E-MAIL 12/01/09", Some(ReferenceKind::Mail)),
            ("DOE/ROE PHONCON", Some(ReferenceKind::Tel)),
            ("9 FAM 41.31", Some(ReferenceKind::Book)),
            ("IIR 6 809", Some(ReferenceKind::Report)),
            (" 314/07696-07 ", Some(ReferenceKind::Report)),
            ("ROME 12", None),
        ] {
            assert_eq!(kind_of(words), expected, "{words}");
        }
    }
}

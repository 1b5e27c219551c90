//! Keywords of fields as nearly all cables write them. Most lines that open a field, or end the one above, are told by these
//! few bytes; what is read of any other spelling stands beside.

use super::super::words::strip_prefix_ci;
use super::Key;

/// A keyword at the start of `line`, and what stands behind it. What this gives is what [`super::bare_key`] gives.
#[inline]
pub(super) fn read(line: &str) -> Option<(Key, &str)> {
    let (key, value) = match line.as_bytes() {
        [b'T', b'A' | b'a', ..] => (Key::Tags, line.strip_prefix("TAGS:")),
        [b'S', b'U' | b'u', ..] => (Key::Subject, line.strip_prefix("SUBJECT:")),
        [b'R', b'E' | b'e', ..] => (Key::References, line.strip_prefix("REF:")),
        // The number of the order belongs to its value.
        [b'E', b'.', b'O', b'.', b' ', b'1', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => {
            (Key::ExecutiveOrder, line.strip_prefix("E.O. "))
        }
        [b'E', b'O', b' ', b'1', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => {
            (Key::ExecutiveOrder, line.strip_prefix("EO "))
        }
        [b'C', b'L' | b'l', ..] => (Key::ClassifiedBy, line.strip_prefix("Classified By:")),
        _ => return None,
    };
    value.map_or_else(|| less_usual(key, line), |value| Some((key, value)))
}

/// The same of keywords in other letters, of more than one reference, and of TAGS and the authority without a colon.
#[inline(never)]
fn less_usual(key: Key, line: &str) -> Option<(Key, &str)> {
    let behind = |keyword| strip_prefix_ci(line, keyword);
    let colon = |keyword| behind(keyword)?.strip_prefix(':');
    let bare = |keyword| {
        behind(keyword)?.strip_prefix(' ').filter(|value| value.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let value = match key {
        Key::Tags => colon("TAGS").or_else(|| bare("TAGS")),
        Key::ClassifiedBy => colon("CLASSIFIED BY").or_else(|| bare("CLASSIFIED BY")),
        Key::Subject => colon("SUBJECT"),
        _ => colon("REF").or_else(|| colon("REFS")),
    };
    let reasons = || colon("REASON").or_else(|| colon("REASONS")).filter(|_| key == Key::References);
    value.map(|value| (key, value)).or_else(|| Some((Key::Reason, reasons()?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_key;
    use super::*;

    #[test]
    fn usual_keywords() {
        for line in [
            "TAGS: PREL",
            "TAGS PREL",
            "Tags: prel",
            "SUBJECT: X",
            "Subject: X",
            "REF: ROME 1",
            "Refs: ROME 1",
            "REASON: 1.4 (b)",
            "Reasons: 1.4 (b)",
            "E.O. 12958: N/A",
            "EO 12958 DECL: X1",
            "Classified By: DCM",
            "CLASSIFIED BY: DCM",
            "Classified by DCM",
        ] {
            assert_eq!(read(line), any_key(line), "{line}");
            assert!(read(line).is_some(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn they_read_as_any_keyword(
            keyword in "TAGS:?|Tags:?|SUBJECT:|Subject:?|SUBJECT/REF:|SUBJ:|REF:?|Refs?:|REF\\(S\\):|REFS:|REASON:?|Reasons?:\
                |E\\.O\\. 1[0-9]{2,5}|EO 1[0-9]{2,5}|eo 12958|Classified By:?|Classified by:?|CLASSIFIED BY:?",
            rest in "[ :;.,()A-Ca-c0-9\u{a0}¶-]{0,12}",
        ) {
            let line = format!("{keyword}{rest}");
            if let Some(found) = read(&line) {
                prop_assert_eq!(Some(found), any_key(&line));
            }
        }
    }
}

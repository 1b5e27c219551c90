//! Keywords of fields as nearly all cables write them. Most lines that open a field, or end the one above, are told by these
//! few bytes; what is read of any other spelling stands beside.

use super::Key;

/// A keyword at the start of `line`, and what stands behind it. What this gives is what [`super::any_key`] gives.
#[inline]
pub(super) fn read(line: &str) -> Option<(Key, &str)> {
    let (key, value) = match line.as_bytes() {
        [b'T', b'A', ..] => (Key::Tags, line.strip_prefix("TAGS:")?),
        [b'S', b'U', ..] => (Key::Subject, line.strip_prefix("SUBJECT:")?),
        [b'R', b'E', ..] => (Key::References, line.strip_prefix("REF:")?),
        // The number of the order belongs to its value.
        [b'E', b'.', b'O', b'.', b' ', b'1', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => {
            (Key::ExecutiveOrder, line.strip_prefix("E.O. ")?)
        }
        [b'C', b'l', ..] => (Key::ClassifiedBy, line.strip_prefix("Classified By:")?),
        _ => return None,
    };
    Some((key, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_key;
    use super::*;

    #[test]
    fn usual_keywords() {
        for line in ["TAGS: PREL", "SUBJECT: X", "REF: ROME 1", "E.O. 12958: N/A", "Classified By: DCM"] {
            assert_eq!(read(line), any_key(line), "{line}");
            assert!(read(line).is_some(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn they_read_as_any_keyword(
            keyword in "TAGS:|SUBJECT:|SUBJECT/REF:|SUBJ:|REF:|E\\.O\\. 1[0-9]{2,5}|Classified By:|Classified by:",
            rest in "[ :;.,()A-Ca-c0-9\u{a0}¶-]{0,12}",
        ) {
            let line = format!("{keyword}{rest}");
            if let Some(found) = read(&line) {
                prop_assert_eq!(Some(found), any_key(&line));
            }
        }
    }
}

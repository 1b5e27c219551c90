//! Words that a publisher took out, as published collections show them.
//!
//! Only finds the places; the words stay readable, since a wrong guess must not hide anything.

use std::ops::Range;

/// Fewer letters X than this may be a word or a number: `XXII`, `XXX`.
const MIN_XS: usize = 5;

/// What stands in brackets for words that were taken out, in lower case.
const PHRASES: &[&str] = &[
    "[...]",
    "[…]",
    "[name removed]",
    "[names removed]",
    "[name deleted]",
    "[text removed]",
    "[text deleted]",
    "[identifying information removed]",
    "[redacted]",
    "[excised]",
    "[deleted]",
    "[less than 1 line not declassified]",
    "[not declassified]",
    "(name removed)",
    "(name redacted)",
    "(redacted)",
];

/// The places, in bytes, in order.
///
/// ```
/// use sipdis::app::redaction::redactions;
/// assert_eq!(redactions("met XXXXXXXX and [...]."), [4..12, 17..22]);
/// assert!(redactions("LOUIS XXII, XXX").is_empty());
/// ```
pub fn redactions(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let len = match byte {
            b'X' => Some(rest.iter().take_while(|b| **b == b'X').count()),
            b'[' | b'(' => phrase(rest),
            _ => None,
        };
        match len {
            Some(len) if byte != b'X' || len >= MIN_XS => found.push(at..at + len),
            _ => {}
        }
        at += len.unwrap_or(1);
    }
    found
}

fn phrase(rest: &[u8]) -> Option<usize> {
    let starts =
        |phrase: &&&str| rest.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase.as_bytes()));
    PHRASES.iter().find(starts).map(|phrase| phrase.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found_in_either_case() {
        for phrase in PHRASES {
            assert_eq!(phrase.to_lowercase(), **phrase);
            for written in [phrase.to_string(), phrase.to_uppercase()] {
                assert_eq!(redactions(&format!("a {written} b")), vec![2..2 + phrase.len()], "{written}");
            }
        }
    }

    #[test]
    fn letters_stuck_to_words_are_found_too() {
        assert_eq!(redactions("toldXXXXXXXXXXXXthat"), vec![4..16]);
        assert_eq!(redactions("é XXXXX"), vec![3..8]);
    }
}

//! Words that a publisher took out, as published collections show them.
//!
//! Only finds the places; the words stay readable, since a wrong guess must not hide anything.

use std::ops::Range;

use super::search::find_pair;

/// Fewer letters X than this may be a word or a number: `XXII`, `XXX`.
const MIN_XS: usize = 5;

/// The Cyrillic letter that looks like an X; one publisher's keyboard had it.
const CYRILLIC_X: [u8; 2] = [0xd0, 0xa5];

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
/// use sipdis::cable::redaction::redactions;
/// assert_eq!(redactions("met XXXXXXXX and [...].").collect::<Vec<_>>(), [4..12, 17..22]);
/// assert_eq!(redactions("LOUIS XXII, XXX").next(), None);
/// ```
pub fn redactions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = find_pair(bytes, from, may_begin, begins)?;
            let rest = bytes.get(start..)?;
            if let Some(len) = letters(rest).or_else(|| phrase(rest)) {
                from = start + len;
                return Some(start..from);
            }
            from = start + 1;
        }
    })
}

/// Whether a place may begin with two bytes: two letters X, an opening bracket, or a round one and the first letter of
/// what stands in those.
fn begins(first: u8, second: u8) -> bool {
    match first {
        b'X' => second == b'X' || second == CYRILLIC_X[0],
        b'[' => true,
        b'(' => matches!(second | 0x20, b'n' | b'r'),
        _ => [first, second] == CYRILLIC_X,
    }
}

/// The same in few steps, for some other bytes too: Y and Z are taken for the X and the bracket between which they stand.
fn may_begin(first: u8, second: u8) -> bool {
    const BESIDE: u8 = !0b11;
    // What N and R have in common, small or not.
    const COMMON: u8 = 0b1100_0011;
    let round = (first == b'(') & (second & COMMON == b'N' & COMMON);
    (first & BESIDE == b'X' & BESIDE) | (first == CYRILLIC_X[0]) | round
}

/// The length of a run of letters X, Latin or Cyrillic; nothing for a run that may be a word.
fn letters(rest: &[u8]) -> Option<usize> {
    let (mut len, mut count) = (0, 0);
    loop {
        let behind = rest.get(len..).unwrap_or(&[]);
        if behind.starts_with(b"X") {
            len += 1;
        } else if behind.starts_with(&CYRILLIC_X) {
            len += CYRILLIC_X.len();
        } else {
            break;
        }
        count += 1;
    }
    (count >= MIN_XS).then_some(len)
}

fn phrase(rest: &[u8]) -> Option<usize> {
    // A bracket is mostly another one; the second byte tells.
    const SECOND: [bool; 256] = {
        let (mut table, mut at) = ([false; 256], 0);
        while at < PHRASES.len() {
            table[PHRASES[at].as_bytes()[1] as usize] = true;
            at += 1;
        }
        table
    };
    let second = rest.get(1)?.to_ascii_lowercase();
    if !SECOND[usize::from(second)] {
        return None;
    }
    let starts = |phrase: &&&str| {
        phrase.as_bytes().get(1) == Some(&second)
            && rest.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase.as_bytes()))
    };
    PHRASES.iter().find(starts).map(|phrase| phrase.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(usize, usize)> {
        redactions(text).map(|place| (place.start, place.end)).collect()
    }

    #[test]
    fn every_phrase_is_found_in_either_case() {
        for phrase in PHRASES {
            assert_eq!(phrase.to_lowercase(), **phrase);
            for written in [phrase.to_string(), phrase.to_uppercase()] {
                assert_eq!(places(&format!("a {written} b")), [(2, 2 + phrase.len())], "{written}");
            }
        }
    }

    #[test]
    fn a_glance_leaves_out_nothing() {
        for (first, second) in (0..=u8::MAX).flat_map(|first| (0..=u8::MAX).map(move |second| (first, second))) {
            assert!(!begins(first, second) || may_begin(first, second), "{first:x} {second:x}");
        }
        for phrase in PHRASES {
            assert!(begins(phrase.as_bytes()[0], phrase.as_bytes()[1]), "{phrase}");
        }
    }

    #[test]
    fn letters_stuck_to_words_are_found_too() {
        assert_eq!(places("toldXXXXXXXXXXXXthat"), [(4, 16)]);
        assert_eq!(places("é XXXXX"), [(3, 8)]);
    }

    #[test]
    fn cyrillic_letters_count_as_well() {
        assert_eq!(places("met ХХХХХХ there"), [(4, 16)]);
        assert_eq!(places("met XХXХX there"), [(4, 11)]);
        assert_eq!(places("ХХ съезд, X"), []);
    }
}

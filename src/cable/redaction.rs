//! Words that a publisher took out, as published collections show them.
//!
//! Only finds the places; the words stay readable, since a wrong guess must not hide anything.

use std::ops::Range;

/// Fewer letters X than this may be a word or a number: `XXII`, `XXX`.
const MIN_XS: usize = 5;

/// The Cyrillic letter that looks like an X; one publisher's keyboard had it.
pub(super) const CYRILLIC_X: [u8; 2] = [0xd0, 0xa5];

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

/// What stands second where words may be taken out, in either case: a bit for each first sign that it stands behind. Most
/// brackets are of other words, as this tells, and most letters X stand alone.
const SECOND: [u8; 256] = {
    let (mut table, mut at) = ([0; 256], 0);
    while at < PHRASES.len() {
        let phrase = PHRASES[at].as_bytes();
        table[phrase[1] as usize] |= bit(phrase[0]);
        table[phrase[1].to_ascii_uppercase() as usize] |= bit(phrase[0]);
        at += 1;
    }
    table[b'X' as usize] |= bit(b'X');
    table[CYRILLIC_X[0] as usize] |= bit(b'X');
    table
};

const fn bit(first: u8) -> u8 {
    match first {
        b'X' => 1,
        b'[' => 2,
        _ => 4,
    }
}

/// The places, in bytes, in order.
///
/// ```
/// use sipdis::cable::redaction::redactions;
/// assert_eq!(redactions("met XXXXXXXX and [...].").collect::<Vec<_>>(), [4..12, 17..22]);
/// assert_eq!(redactions("LOUIS XXII, XXX").next(), None);
/// ```
pub fn redactions(text: &str) -> impl Iterator<Item = Range<usize>> {
    places(text, memchr::memchr(CYRILLIC_X[0], text.as_bytes()))
}

/// The places in a text whose first byte that may begin the Cyrillic letter is known.
pub(super) fn places(text: &str, cyrillic: Option<usize>) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    // Two searches side by side, each of which goes over the text once; nearly all texts need the first only.
    let turned = move |from: usize| Some(from + memchr::memchr(CYRILLIC_X[0], bytes.get(from..)?)?);
    let mut at = 0;
    let mut letter = cyrillic;
    let mut sign = next_sign(bytes, 0);
    std::iter::from_fn(move || {
        loop {
            if sign.is_some_and(|sign| sign < at) {
                sign = next_sign(bytes, at);
            }
            if letter.is_some_and(|letter| letter < at) {
                letter = turned(at);
            }
            let start = sign.into_iter().chain(letter).min()?;
            let rest = bytes.get(start..)?;
            if let Some(len) = letters(rest).or_else(|| phrase(rest)) {
                at = start + len;
                return Some(start..at);
            }
            at = start + 1;
        }
    })
}

/// Where a letter X stands next with another behind it, or a bracket with what may be the second letter of a phrase.
fn next_sign(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let may_begin = |at: &usize| matches!(rest.get(*at..), Some([first, second, ..]) if SECOND[usize::from(*second)] & bit(*first) != 0);
    memchr::memchr3_iter(b'X', b'[', b'(', rest).find(may_begin).map(|at| from + at)
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
    let second = rest.get(1)?.to_ascii_lowercase();
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

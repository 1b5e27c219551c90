//! Names brought to the form in which they are compared.

use std::borrow::Cow;

/// A name as it stands in an id: capital letters only.
///
/// Blanks, hyphens, dots, apostrophes and figures are dropped, and letters with accents lose them.
pub(crate) fn letters(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    out.extend(name.chars().filter_map(letter));
    out
}

/// A text with runs of blanks made one, without blanks at its ends, in capitals. Nothing is copied where it reads like
/// that.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    let mut before = b' ';
    let reads_so = text.bytes().all(|byte| {
        let fits = byte.is_ascii_graphic() && !byte.is_ascii_lowercase() || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    if reads_so && before != b' ' {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.to_uppercase());
    }
    Cow::Owned(out)
}

/// The plain capital letter that `c` stands for; `None` for anything else.
///
/// Knows the accents that occur in the names of posts and of their cities.
#[inline]
pub(crate) fn letter(c: char) -> Option<char> {
    if c.is_ascii() { c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase()) } else { without_accent(c) }
}

fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'ầ' => 'A',
        'Ç' | 'ç' => 'C',
        'È'..='Ë' | 'è'..='ë' => 'E',
        'Ì'..='Ï' | 'ì'..='ï' | 'İ' | 'ı' | 'ī' => 'I',
        'Ñ' | 'ñ' | 'ń' => 'N',
        'Ò'..='Ö' | 'ò'..='ö' | 'ơ' => 'O',
        'Ù'..='Ü' | 'ù'..='ü' => 'U',
        _ => return None,
    })
}

/// Whether one typing error makes `a` into `b`: a letter missing, one too many, a wrong one, or two neighbours swapped.
///
/// Also true of equal names. Both must be letters as [`letters`] gives them.
pub(crate) fn is_near(a: &str, b: &str) -> bool {
    are_near(a.as_bytes(), b.as_bytes())
}

/// As [`is_near`], of bytes.
pub(crate) fn are_near(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match (short.get(start..).unwrap_or_default(), long.get(start..).unwrap_or_default()) {
        ([], rest) => rest.len() <= 1,
        ([x, s @ ..], [y, l @ ..]) if s.len() == l.len() => {
            s == l || matches!((s, l), ([x2, s @ ..], [y2, l @ ..]) if x == y2 && x2 == y && s == l)
        }
        (short, [_, rest @ ..]) => short == rest,
        (_, []) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_names_of_posts() {
        assert_eq!(letters("N'Djamena"), "NDJAMENA");
        assert_eq!(letters("Port-au-Prince"), "PORTAUPRINCE");
        assert_eq!(letters("São Paulo"), "SAOPAULO");
        assert_eq!(letters("St. Petersburg"), "STPETERSBURG");
        assert_eq!(words("  rel \t to "), "REL TO");
    }

    #[test]
    fn one_typing_error_is_near() {
        for (a, b) in [
            ("BEIJING", "BEIJING"),
            ("EIJING", "BEIJING"),
            ("BEIJIN", "BEIJING"),
            ("BEIIJING", "BEIJING"),
            ("BEIGING", "BEIJING"),
            ("BEJIING", "BEIJING"),
            ("", "A"),
        ] {
            assert!(is_near(a, b), "{a} {b}");
            assert!(is_near(b, a), "{b} {a}");
        }
        for (a, b) in [("EIJIN", "BEIJING"), ("MILSK", "MILAN"), ("AB", ""), ("ABCD", "BADC"), ("ABC", "CAB")] {
            assert!(!is_near(a, b), "{a} {b}");
            assert!(!is_near(b, a), "{b} {a}");
        }
    }
}

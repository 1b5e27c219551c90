//! Letters that look like others, that are hidden, or that a machine misread.

use std::borrow::Cow;

use crate::text::hidden::hidden;

/// Why the reading of a marking is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// A letter is missing, wrong or one too many, as typists and scanners leave it: `COMFIDENTIAL`, `(5BU)`.
    Slip,
    /// A letter of another script looks like the right one: a Cyrillic `С`.
    LookAlike,
    /// Characters that show nothing stand among the letters.
    Hidden,
}

/// Capital letters of other scripts that look like Latin ones, and signs of the wide forms. Small letters are those of
/// the marks that stand in small letters at times.
const ALIKE: &[(&str, &str)] = &[
    // Cyrillic.
    ("АВСЕНІЈКМОРЅТУХ", "ABCEHIJKMOPSTYX"),
    ("асеіоѕ", "ACEIOS"),
    // Greek.
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    // Slashes and dashes of other kinds.
    ("⁄∕／‐‑–—", "///----"),
    ("（）", "()"),
];

/// The plain character that `c` looks like; `None` where it is plain itself or looks like none.
pub(super) fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let code = u32::from(c);
    // Wide forms of the letters.
    if let 0xff21..=0xff3a | 0xff41..=0xff5a = code {
        return char::from_u32(code - 0xfee0);
    }
    ALIKE.iter().find_map(|(alike, plain)| alike.chars().zip(plain.chars()).find(|(a, _)| *a == c).map(|(_, p)| p))
}

/// `text` as it looks: look-alike letters as the plain ones, hidden characters left out. Without a doubt where nothing
/// had to change.
pub(super) fn as_it_looks(text: &str) -> (Cow<'_, str>, Option<Doubt>) {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return (Cow::Borrowed(text), None);
    }
    let mut doubt = None;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(plain) = plain(c) {
            doubt = doubt.max(Some(Doubt::LookAlike));
            out.push(plain);
        } else if !matches!(c, '\t' | '\n' | '\r') && hidden(c).is_some() {
            doubt = doubt.max(Some(Doubt::Hidden));
        } else {
            out.push(c);
        }
    }
    (Cow::Owned(out), doubt)
}

/// How many letters must be put in, taken out or changed to make `a` into `b`, neighbours swapped counting once; no more
/// than `most`, else `None`. Both are short.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            let mut least = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_pairs_letters_with_plain_ones() {
        for (alike, plain) in ALIKE {
            assert_eq!(alike.chars().count(), plain.chars().count(), "{alike}");
            assert!(alike.chars().all(|c| !c.is_ascii()) && plain.is_ascii(), "{alike}");
        }
    }

    #[test]
    fn text_as_it_looks() {
        assert_eq!(as_it_looks("SECRET"), ("SECRET".into(), None));
        assert_eq!(as_it_looks("SE\u{421}RET"), ("SECRET".into(), Some(Doubt::LookAlike)));
        assert_eq!(as_it_looks("S\u{200b}ECRET"), ("SECRET".into(), Some(Doubt::Hidden)));
        assert_eq!(as_it_looks("\u{ff33}\u{ff22}\u{ff35}"), ("SBU".into(), Some(Doubt::LookAlike)));
        assert_eq!(as_it_looks("CAFÉ"), ("CAFÉ".into(), None));
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("COMFIDEMTIAL", "CONFIDENTIAL", 2), Some(2));
        assert_eq!(distance("CONFIDENTAIL", "CONFIDENTIAL", 2), Some(1));
        assert_eq!(distance("SECERT", "SECRET", 1), Some(1));
        assert_eq!(distance("SECTOR", "SECRET", 1), None);
        assert_eq!(distance("", "A", 1), Some(1));
    }
}

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
    ("Ϲϲ", "CC"),
    // Cherokee and Lisu.
    ("ᎪᏟᎠᎬᎷᏢᏒᏚᎢᏙ", "ACDEMPRSTV"),
    ("ꓮꓐꓚꓓꓰꓝꓡꓟꓠꓳꓑꓣꓢꓔꓴ", "ABCDEFLMNOPRSTU"),
    // Roman numbers.
    ("ⅠⅬⅭⅮⅯⅰⅼⅽⅾⅿ", "ILCDMILCDM"),
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
    match code {
        // Wide forms of the letters.
        0xff21..=0xff3a | 0xff41..=0xff5a => return char::from_u32(code - 0xfee0),
        // Letters in circles.
        0x24b6..=0x24e9 => return letter((code - 0x24b6) % 26),
        // The alphabets of mathematics: bold, slanted, script.
        0x1d400..=0x1d6a3 => return letter((code - 0x1d400) % 26),
        _ => {}
    }
    ALIKE.iter().find_map(|(alike, plain)| alike.chars().zip(plain.chars()).find(|(a, _)| *a == c).map(|(_, p)| p))
}

/// The capital letter of that number in the alphabet, from 0.
fn letter(number: u32) -> Option<char> {
    char::from_u32(u32::from('A') + number)
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

/// No word that is compared is longer.
const LONGEST: usize = 24;

/// How many letters must be put in, taken out or changed to make `a` into `b`, neighbours swapped counting once; no more
/// than `most`, else `None`. Asked for every line in capitals, so it stops at the first letter that is too many.
pub(super) fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > LONGEST {
        return None;
    }
    // Three rows of the usual table: for the letter before the last, the last one, and this one.
    let mut rows = [[0usize; LONGEST + 1]; 3];
    let [before, last, row] = &mut rows;
    for (j, cell) in last.iter_mut().enumerate() {
        *cell = j;
    }
    let mut least_before = 0;
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            let mut cell = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cell = cell.min(before[j - 1] + 1);
            }
            row[j + 1] = cell;
            least = least.min(cell);
        }
        // A swap may still reach over one row.
        if least.min(least_before) > most {
            return None;
        }
        least_before = least;
        std::mem::swap(before, last);
        std::mem::swap(last, row);
    }
    last.get(b.len()).copied().filter(|distance| *distance <= most)
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
        assert_eq!(as_it_looks("\u{1d402}\u{24c8}\u{216d}"), ("CSC".into(), Some(Doubt::LookAlike)));
        assert_eq!(as_it_looks("CAFÉ"), ("CAFÉ".into(), None));
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance(b"COMFIDEMTIAL", b"CONFIDENTIAL", 2), Some(2));
        assert_eq!(distance(b"CONFIDENTAIL", b"CONFIDENTIAL", 2), Some(1));
        assert_eq!(distance(b"SECERT", b"SECRET", 1), Some(1));
        assert_eq!(distance(b"SECTOR", b"SECRET", 1), None);
        assert_eq!(distance(b"", b"A", 1), Some(1));
    }
}

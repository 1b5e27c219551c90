//! Lines that begin with other words than a keyword, as most lines do that are asked for one.

use super::keywords;

/// Whether a line begins with a label or a number, or with a word that is no keyword and was meant for none, and nothing or another word
/// stands behind it. Of any other line nothing is said.
pub(super) fn open(line: &str) -> bool {
    let (first, second, rest) = match line.as_bytes() {
        // `E. 12958` and `O. 12958` are orders.
        [b'E' | b'e' | b'O' | b'o', b'.', ..] => return false,
        [b'A'..=b'Z' | b'1'..=b'9', b'.', b' ', ..] => return true,
        [first @ (b'A'..=b'Z' | b'a'..=b'z'), second, rest @ ..] => (first.to_ascii_uppercase(), second, rest),
        _ => return false,
    };
    // What stands second in E.O. with its signs lost, with slips, and in full.
    let order = match first {
        b'E' => matches!(second, b'O' | b'o' | b'0'..=b'9' | b'E' | b'e' | b'X' | b'x' | b' '),
        b'O' => matches!(second, b'O' | b'o' | b'0'..=b'9' | b'E' | b'e' | b' '),
        _ => false,
    };
    let letters = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (word, behind) = line.split_at(letters);
    let meant = match first {
        // CLASSIFIED with a slip; no other form begins with these letters.
        b'A' | b'C' | b'L' if letters >= 5 => (9..=11).contains(&letters) && keeps_an_end(word, &["CLED"]),
        // `This cable was classified by`.
        b'T' if matches!(second, b'H' | b'h') => letters == "THIS".len(),
        b'A' | b'R' | b'T' | b'Y' if (3..=5).contains(&letters) => {
            // One slip leaves all letters of TAGS but one.
            let left = word.bytes().filter(|byte| b"TAGS".contains(&byte.to_ascii_uppercase())).count();
            left >= letters - 1
        }
        _ => false,
    };
    // What divides all other keywords from their values.
    let divided = match behind.as_bytes() {
        [b' ', b'T' | b't', b'E' | b'e', b'L' | b'l', ..] => true,
        [b' ', next, ..] => matches!(next, b' ' | b':' | b';' | b'.' | b'-' | b'/' | b','),
        behind => !behind.is_empty(),
    };
    const LONG: &[&str] = &["REEL", "RELS", "RECE", "REES", "REON", "SUCT"];
    let slipped = divided && (letters <= 5 || keeps_an_end(word, LONG));
    !order && !meant && !slipped && !keywords(line).iter().any(|(word, _)| begins(word, [first, *second], rest))
}

/// Whether a word may be one of those with these first two letters and last two but for a slip, which leaves the ones or the others
/// as they are.
fn keeps_an_end(word: &str, ends: &[&str]) -> bool {
    let (Some(front), Some(back)) = (word.as_bytes().first_chunk::<2>(), word.as_bytes().last_chunk::<2>()) else {
        return true;
    };
    ends.iter().any(|ends| {
        let (first, last) = ends.as_bytes().split_at(2);
        front.eq_ignore_ascii_case(first) || back.eq_ignore_ascii_case(last)
    })
}

/// Whether a word begins with these letters.
fn begins(word: &str, [first, second]: [u8; 2], rest: &[u8]) -> bool {
    let here = [first, second, rest.first().copied().unwrap_or(b' ')];
    word.as_bytes().first_chunk() == Some(&here.map(|byte| byte.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::any_key;
    use super::*;

    #[test]
    fn most_lines_open_with_words() {
        for line in [
            "EMBASSIES",
            "NATIONAL GOVERNMENT, DONORS",
            "The boats",
            "COUNTRY FOOD",
            "and (d)",
            "B. ROME 12",
            "1. (C) The",
        ] {
            assert!(open(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn words_are_no_keywords(
            word in "[0-9]{1,2}\\.|[A-Za-z]{1,17}|[A-Z][A-Z0-9]{2,11}|E|O|EO|TAG|TAGS|TASG|ATGS|REF|REFTEL|SUBJ|SUBJECT|CLASS|CLASSIFIED|CALSSIFIED|LASSIFIED|REASONS?|REFERENCES?|REFTELS|THIS",
            slip in prop::option::of((0..17_usize, "[A-Z0]{0,2}")),
            swap in prop::option::of(0..16_usize),
            behind in "|( TELS?)?[ .:;/,-]{0,2}(12958: N/A|12958|1\\.4 \\(B\\)|BY: DCM|BT: DCM|TEL: ROME 12|ROME 12|PREL, IT|A\\) ROME 1|WAS CLASSIFIED BY DCM|- BOATS|1\\. THE|ORDER 12958:)",
        ) {
            let mut line = word;
            if let Some((at, letter)) = slip.filter(|(at, _)| *at < line.len()) {
                line.replace_range(at..at + 1, &letter);
            }
            if let Some(at) = swap.filter(|at| at + 1 < line.len()) {
                let second = line.remove(at + 1);
                line.insert(at, second);
            }
            line.push_str(&behind);
            prop_assert!(!open(&line) || any_key(&line).is_none(), "{}", line);
        }
    }
}

//! Attention and passing lines: `STATE FOR EUR/WE`, `DEPT PASS TO USTR`, `LONDON FOR POL`.

use super::super::search::Needle;
use super::super::words::{Ends, strip_prefix_ci};

/// Whether a line between the captions and the body tells whom the cable is for.
pub(in crate::cable) fn opens(line: &str) -> bool {
    let line = line.trimmed();
    if line.len() > 160 || !line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    const FOR: Needle = Needle::new(" FOR");
    const PASS: Needle = Needle::new(" PASS");
    let before = |sign: &Needle, behind: &[&str]| {
        let word = sign.word().len();
        sign.all(line).any(|at| behind.iter().any(|behind| line[at + word..].starts_with(behind)))
    };
    // Few lines say either, so this is asked first.
    let says = before(&FOR, &[" ", ": "])
        || before(&PASS, &[" ", ":"])
        || ["FOR ", "PASS ", "ALSO FOR "].iter().any(|sign| strip_prefix_ci(line, sign).is_some());
    if !says {
        return false;
    }
    // Cables of the 2000s write such lines in mixed case too (`State for Director`).
    let mixed = matches!(line.as_bytes(), [b'A'..=b'Z', second, ..] if *second != b' ');
    let capitals = || {
        let (upper, lower) = line.bytes().fold((0, 0), |(upper, lower), byte| {
            (upper + usize::from(byte.is_ascii_uppercase()), lower + usize::from(byte.is_ascii_lowercase()))
        });
        upper > lower
    };
    mixed && line.len() < 70 || capitals()
}

/// Whether a line goes on with the passing line right above it: names of offices in capitals.
pub(in crate::cable) fn goes_on(line: &str) -> bool {
    let line = line.trimmed();
    !line.is_empty() && line.len() <= 100 && !line.bytes().any(|b| b.is_ascii_lowercase()) && !line.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_lines() {
        for line in
            ["STATE FOR EUR/WE", "DEPT PASS TO USTR", "LONDON FOR POL", "State for NEA/ELA", "DEPT ALSO FOR WHA/PDA"]
        {
            assert!(opens(line), "{line}");
        }
        for line in [
            "SUMMARY",
            "1. (C) The minister asked for more",
            "The minister waited for an hour, and then he asked for more time to think.",
        ] {
            assert!(!opens(line), "{line}");
        }
    }
}

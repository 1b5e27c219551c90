//! The keyword of the E.O. line. The number behind it belongs to the value.

use super::super::table;
use super::super::words::{Ends, Signs, strip_prefix_ci};

/// `E.O. 12958:`, `EO 12958`, `E. O. 12958`, and OCR's `E.0.`: the rest starts at the number. So it does where the keyword is
/// written in full, damaged, lost, or alone on its line.
pub(super) fn read(text: &str) -> Option<&str> {
    match text.as_bytes().first()? {
        b'E' | b'e' => usual(text).or_else(|| in_full(text)).or_else(|| damaged(text)),
        b'O' | b'o' | b'0' | b'.' | b'1' => damaged(text),
        _ => None,
    }
}

fn usual(text: &str) -> Option<&str> {
    const BEHIND: Signs = Signs::new(". :-\u{a0}");
    let rest = text.strip_prefix(['E', 'e'])?;
    let rest = rest.without_at_start(const { Signs::new(". /\u{a0}") });
    let rest = rest.strip_prefix(['O', 'o', '0'])?;
    let value = rest.without_at_start(BEHIND);
    let figures = value.bytes().take_while(u8::is_ascii_digit).count();
    let marked = value.len() < rest.len() || figures == 5;
    let has_number = figures >= 4;
    // `EO` without a number is taken only with its points and a colon, or where it has its line for itself.
    let colon = rest.starts_with(".:") || rest.starts_with(": ") || rest.starts_with(". :");
    let alone = || value.is_empty() && rest.starts_with(['.', ':']) && text.len() <= "E. O. : ".len();
    (marked && (has_number || colon || alone())).then_some(value)
}

/// `EXECUTIVE ORDER 12958:`. A sentence may begin with these words, and has no colon behind the number.
fn in_full(text: &str) -> Option<&str> {
    let behind = strip_prefix_ci(text, "EXECUTIVE").or_else(|| strip_prefix_ci(text, "EXEC"))?;
    let behind = strip_prefix_ci(behind.without_at_start(const { Signs::new(". ") }), "ORDER")?;
    numbered(behind.without_at_start(const { Signs::new(":. ") }))
}

/// `O. 12958:`, `E. 12958:`, `E.OO. 12958:`, `12958:`: before the number of an order and its colon, what is left of the keyword.
fn damaged(text: &str) -> Option<&str> {
    const LONGEST: usize = 7;
    let left = text.bytes().take(LONGEST).take_while(|b| matches!(b, b'E' | b'e' | b'O' | b'o' | b'0' | b'.' | b' '));
    numbered(&text[left.count()..])
}

/// The number of an order with a colon or an instruction behind it.
fn numbered(text: &str) -> Option<&str> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text[figures..].trimmed_start();
    let instructed =
        behind.starts_with(':') || ["DECL", "N/A"].iter().any(|word| strip_prefix_ci(behind, word).is_some());
    (figures == 5 && instructed && table::executive_order(&text[..figures]).is_some()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_of_the_order() {
        for (line, expected) in [
            ("E.O. 12958: DECL: X1", Some("12958: DECL: X1")),
            ("E.O.\u{a0}12958: N/A", Some("12958: N/A")),
            ("EXECUTIVE ORDER 12958: N/A", Some("12958: N/A")),
            ("Exec. Order: 12356: N/A", Some("12356: N/A")),
            ("O. 12958: N/A", Some("12958: N/A")),
            ("E. 12958: N/A", Some("12958: N/A")),
            ("E.OO. 12958: N/A", Some("12958: N/A")),
            ("O.E. 12958 : N/A", Some("12958 : N/A")),
            (". 12958: N/A", Some("12958: N/A")),
            ("O 12958 DECL: X1", Some("12958 DECL: X1")),
            ("12958: DECL: 11/20/2016", Some("12958: DECL: 11/20/2016")),
            ("E.O.", Some("")),
            ("E.O.: ", Some("")),
            ("EO-12958: DECL: X1", Some("12958: DECL: X1")),
            ("EO", None),
            ("EXECUTIVE ORDER 12958 says so", None),
            ("OF 12958: N/A", None),
            ("12345: BOATS", None),
            ("12958 BOATS", None),
            ("EMBASSY COMMENT", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}

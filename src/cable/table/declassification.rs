//! Codes that say when a cable is declassified, and why it was classified.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/declass_codes.csv");

static CODES: LazyLock<HashMap<String, DeclassificationCode>> =
    LazyLock::new(|| rows(TABLE).map(DeclassificationCode::read).map(|code| (key(code.code), code)).collect());

/// A code of the executive-order line, or a reason for classifying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclassificationCode {
    /// `25X1`, `OADR`, `1.4(b)`. In a form, `n` stands for a figure and `<date>` for a date: `RDS-n <date>`.
    pub code: &'static str,
    /// The order it belongs to: `12356`, `13292/13526`, `all`.
    pub system: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What follows from it for the date, in words.
    pub date_rule: &'static str,
    /// A remark.
    pub note: Option<&'static str>,
}

impl DeclassificationCode {
    fn read(mut row: Row) -> DeclassificationCode {
        let (code, system, meaning, date_rule) = (row.field(), row.field(), row.field(), row.field());
        row.skip(1);
        DeclassificationCode { code, system, meaning, date_rule, note: row.optional() }
    }
}

/// What a code means under an order.
///
/// The order decides where the same letters had two meanings. `X1` in the short attributes of the 1970s, under order
/// 11652, is `XGDS1`; under order 12958 it is an exemption from the ten years. Without an order the later one holds.
/// Case, blanks and hyphens do not count.
///
/// ```
/// use sipdis::cable::table::declassification_code;
/// assert_eq!(declassification_code("X1", Some("11652")).unwrap().code, "XGDS1");
/// assert_eq!(declassification_code("X1", Some("12958")).unwrap().code, "X1");
/// ```
pub fn declassification_code(code: &str, order: Option<&str>) -> Option<&'static DeclassificationCode> {
    let code = key(code);
    let find = |key: &str| CODES.get(key);
    match order {
        Some("11652") => match code.as_str() {
            "X1" => find("XGDS1"),
            "X2" => find("XGDS2"),
            "X3" => find("XGDS3"),
            "X4" => find("XGDS4"),
            "GS" => find("GDS"),
            "AS" => find("ADS"),
            "RR" => find("CFPFRR"),
            "OA" => find("CFPFOA"),
            _ => find(&code),
        },
        Some("12065") if code == "GDS" => find("GDS<DATE>"),
        // Under the later orders there were both; a figure gives the number of the reason.
        _ => match code.get(..3) {
            Some("RDS") => find("RDSN<DATE>"),
            Some("XDS") => find("XDSN<DATE>"),
            _ => find(&code),
        },
    }
}

/// What a reason for classifying means: `1.4(b)`, `1.5 (D)`, `1.4b`.
///
/// The sections changed: 1.5 has the letters a to g, from 1995 to 2003; 1.4 has a to h since then, and cables go on
/// writing either.
///
/// ```
/// use sipdis::cable::table::reason;
/// assert_eq!(reason("1.4 (B)"), Some("foreign government information"));
/// assert_eq!(reason("1.5(h)"), None);
/// ```
pub fn reason(text: &str) -> Option<&'static str> {
    let key = key(text);
    if !key.starts_with("1.") {
        return None;
    }
    CODES.get(&key)?.meaning.strip_prefix("Classification reason: ")
}

/// Capitals without blanks, hyphens and brackets.
fn key(code: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '(' | ')');
    code.chars().filter(kept).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, order: Option<&str>) -> Option<&'static str> {
        declassification_code(code, order).map(|code| code.code)
    }

    #[test]
    fn no_code_stands_twice_and_all_have_a_meaning() {
        assert_eq!(CODES.len(), rows(TABLE).count());
        for code in CODES.values() {
            assert!(!code.meaning.is_empty() && !code.system.is_empty() && !code.date_rule.is_empty(), "{code:?}");
        }
    }

    #[test]
    fn the_order_decides() {
        assert_eq!(code("X4", Some("11652")), Some("XGDS4"));
        assert_eq!(code("X5", None), Some("X5"));
        assert_eq!(code("GS", Some("11652")), Some("GDS"));
        assert_eq!(code("GDS", Some("11652")), Some("GDS"));
        assert_eq!(code("GDS", Some("12065")), Some("GDS <date>"));
        assert_eq!(code("GS", Some("12958")), None);
    }

    #[test]
    fn codes_as_people_write_them() {
        assert_eq!(code("XGDS-1", None), Some("XGDS1"));
        assert_eq!(code("RDS-4", Some("12065")), Some("RDS-n <date>"));
        assert_eq!(code("xds-2", Some("12065")), Some("XDS-n <date>"));
        assert_eq!(code("50x1-hum", None), Some("50X1-HUM"));
        assert_eq!(code("25X1, EO 12951", None), Some("25X1, EO 12951"));
        assert_eq!(code("oadr", Some("12356")), Some("OADR"));
        assert_eq!(code("N/A", None), Some("N/A"));
        assert_eq!(code("", None), None);
        assert_eq!(code("X9", None), None);
    }

    #[test]
    fn reasons_have_the_letters_of_their_section() {
        for letter in 'a'..='g' {
            assert!(reason(&format!("1.5({letter})")).is_some());
        }
        for letter in 'a'..='h' {
            assert!(reason(&format!("1.4({letter})")).is_some());
        }
        assert_eq!(reason("1.4(i)"), None);
        assert_eq!(reason("1.5 D"), reason("1.4(d)"));
        assert_eq!(reason("OADR"), None);
    }
}

//! Records of a database: mirrors of the collection printed the record of a cable, column by column, in front of the
//! cable's text or between a cut copy of it and a full one.
//!
//! Columns stand on lines of their own, with a label or without, or all on one line, divided by tabs or commas.

use super::super::words::{Ends, Signs, strip_prefix_ci};
use super::super::{Marking, canonical_id, table};
use super::classification;
use crate::text::Span;

/// Labels of columns.
const LABELS: &[&str] =
    &[ID, "date:", REFID, "origin:", "source:", LEVEL, "misc:", "destination:", "destinations:", "header:"];

/// The labels of numbers and ids.
const ID: &str = "id:";
const REFID: &str = "refid:";

/// The label of the level.
const LEVEL: &str = "classification:";

/// Whether a record begins at `line`; `next` is the next line with words on it.
pub(in crate::cable) fn opens<'t>(line: &str, next: impl Fn() -> Option<&'t str>) -> bool {
    let bare = line.trimmed();
    // Cheap tests first: this is asked of every line before the body.
    if !may_open(bare.as_bytes()) {
        return false;
    }
    let figures = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    // As the last line it is what some prints have below a text.
    strip_prefix_ci(bare, ID).is_some_and(|rest| figures(rest.trimmed())) && next().is_some()
        || strip_prefix_ci(bare, REFID).is_some_and(|rest| is_id(rest.trimmed()))
        || strip_prefix_ci(bare, LEVEL).is_some() && next().is_some_and(labelled)
        || figures(bare) && next().is_some_and(|next| is_date(next.trimmed()))
        || is_date(bare) && next().is_some_and(|next| is_id(next.trimmed()))
        || is_row(bare)
}

/// Whether a glance shows that a record may begin at a line, which has no blanks before it.
pub(in crate::cable) fn may_open(line: &[u8]) -> bool {
    match line {
        // A number, a date or an id; an item of a list has a point or a bracket behind its figures.
        [b'0'..=b'9', ..] => {
            let behind = line.iter().find(|byte| !byte.is_ascii_digit());
            !matches!(behind, Some(b'.' | b')' | b' ')) || has_figure_column(line)
        }
        // The letters of a label.
        [b'i' | b'I', b'd' | b'D', b':', ..]
        | [b'r' | b'R', b'e' | b'E', b'f' | b'F', b'i' | b'I', ..]
        | [b'c' | b'C', b'l' | b'L', b'a' | b'A', b's' | b'S', ..] => true,
        _ => false,
    }
}

/// Whether a column behind the first one begins with a figure, as ids do.
fn has_figure_column(line: &[u8]) -> bool {
    memchr::memchr2_iter(b'\t', b',', line).any(|at| {
        let column = &line[at + 1..];
        let first = column.iter().find(|byte| !matches!(byte, b' ' | b'"')).unwrap_or(&b' ');
        // A no-break space is no part of a column either.
        first.is_ascii_digit() || !first.is_ascii()
    })
}

/// Whether a line goes on with the record above it.
pub(in crate::cable) fn goes_on(line: &str) -> bool {
    let bare = line.trimmed();
    labelled(bare)
        || is_date(bare)
        || bare.split('|').all(is_id)
        || bare.starts_with("-----") && bare.without(const { Signs::new("-") }).trimmed() == "header ends"
        || table::post_by_full_name(bare).is_some()
}

fn labelled(line: &str) -> bool {
    LABELS.iter().any(|label| strip_prefix_ci(line, label).is_some())
}

/// The level that a column names, with its label or without.
pub(in crate::cable) fn level(text: &str, line: &str) -> Option<(Marking, Span)> {
    let column = strip_prefix_ci(line.trimmed(), LEVEL).unwrap_or(line).trimmed();
    let found = classification::read(text, column).filter(|found| found.number.is_none())?;
    Some((found.marking, found.span))
}

/// All columns on one line: one of them is an id, another a date or a post.
fn is_row(line: &str) -> bool {
    let divider = match memchr::memchr2(b'\t', b',', line.as_bytes()) {
        // One column is the whole line.
        None => {
            let column = line.without_at_start(const { Signs::new(" \"") });
            if !column.starts_with(|c: char| c.is_ascii_digit()) {
                return false;
            }
            let column = column.without_at_end(const { Signs::new(" \"") });
            return is_id(column) && table::post_by_full_name(column).is_some();
        }
        Some(at) if line.as_bytes().get(at) == Some(&b'\t') || memchr::memchr(b'\t', line.as_bytes()).is_some() => {
            b'\t'
        }
        Some(_) => b',',
    };
    // The columns that count are among the first.
    const AROUND: Signs = Signs::new(" \"\u{a0}");
    let columns = || columns(line, divider).take(5).map(|column| column.without(AROUND));
    // Only of ids is there nothing but capitals and figures.
    columns().any(is_id) && columns().any(|column| is_date(column) || table::post_by_full_name(column).is_some())
}

/// What stands between dividers, which are ASCII.
fn columns(line: &str, divider: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let now = rest?;
        let end = memchr::memchr(divider, now.as_bytes());
        rest = end.and_then(|end| now.get(end + 1..));
        now.get(..end.unwrap_or(now.len()))
    })
}

/// Where the header begins that stands on the line of a record: at its message id, or in the last column.
pub(in crate::cable) fn header_in_row(line: &str) -> Option<usize> {
    let column = || line.rfind('\t').map(|at| at + 1).filter(|at| line[*at..].contains(' '));
    line.find("VZCZC").or_else(column).filter(|at| *at > 0)
}

fn is_id(text: &str) -> bool {
    // The year comes first, and most words have none.
    text.starts_with(|c: char| c.is_ascii_digit())
        && (5..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && canonical_id(text).is_some_and(|id| id.has_known_post())
}

/// `2004-11-12`, `2004-11-12 08:51:00`, `11/12/2004 8:51`.
fn is_date(text: &str) -> bool {
    // Asked of every column and line.
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let (day, time) = text.split_once(' ').unwrap_or((text, "0:00"));
    let all = |text: &str, sign: char, parts: usize| {
        text.split(sign).count() == parts
            && text
                .split(sign)
                .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    (8..=10).contains(&day.len()) && (all(day, '-', 3) || all(day, '/', 3)) && (all(time, ':', 2) || all(time, ':', 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records() {
        for (line, next) in [
            ("id: 112682", ""),
            ("refid: 07ROME2129", ""),
            ("50972", "2006-01-27 20:41:00"),
            ("2006-01-27", "06ROME456"),
            ("2006-10-19 13:15:00\t06ROME2654\tEmbassy Rome\tCONFIDENTIAL\t\tVZCZCXRO4453", ""),
            ("138710,1/25/2008 14:55,08ROME34,Embassy Rome,UNCLASSIFIED", ""),
            ("09ROME49,Embassy Rome,SECRET", ""),
            ("CLASSIFICATION: SECRET", "MISC:"),
        ] {
            assert!(opens(line, || Some(next)), "{line}");
        }
        for line in ["50972", "2006-01-27", "1. ROME", "REF: 06ROME1", "ROUTINE", "", "201641Z NOV 06"] {
            assert!(!opens(line, || Some("06 MAY 2")), "{line}");
        }
        for line in ["date: 6/19/2007 17:12", "07ROME1|07ROME2", "Embassy Rome", "----- header ends ----"] {
            assert!(goes_on(line), "{line}");
        }
        let level = |line| level(line, line).map(|(marking, _)| marking.to_string());
        assert_eq!(level("classification: SECRET//NOFORN").as_deref(), Some("SECRET//NOFORN"));
        assert_eq!(level("SECRET ROME 000012"), None);
        assert!(!goes_on("SIPDIS") && !goes_on(""));
    }
}

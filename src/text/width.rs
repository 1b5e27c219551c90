//! How many columns a text takes on a screen, and cutting and padding it to columns.
//!
//! Columns are counted a grapheme at a time, as the screen's buffer does; a terminal that counts otherwise is not known
//! here.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Visible;

/// One character as readers see it, and the columns it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// First byte.
    pub start: usize,
    /// Its text.
    pub text: &'a str,
    /// Columns: 1, or 2 for wide characters; more where a script joins letters.
    pub columns: usize,
}

impl Cluster<'_> {
    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The characters of a text as readers see them, from byte `from` on.
///
/// ```
/// use sipdis::text::width::clusters;
/// let columns: Vec<_> = clusters("a漢e\u{301}", 0).map(|cluster| cluster.columns).collect();
/// assert_eq!(columns, [1, 2, 1]);
/// ```
pub fn clusters(text: &str, from: usize) -> impl Iterator<Item = Cluster<'_>> {
    let mut start = from;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let cluster = match rest.as_bytes() {
            // A plain letter with another behind it, which is nearly all of a cable, needs no tables.
            [0x20..=0x7e] | [0x20..=0x7e, 0x00..=0x7f, ..] => Cluster { start, text: rest.get(..1)?, columns: 1 },
            _ => {
                let text = rest.graphemes(true).next()?;
                Cluster { start, text, columns: text.width() }
            }
        };
        start = cluster.end();
        Some(cluster)
    })
}

/// Columns that a text takes.
///
/// ```
/// use sipdis::text::width::width;
/// assert_eq!(width("ROME"), 4);
/// assert_eq!(width("全角"), 4);
/// ```
pub fn width(text: &str) -> usize {
    // Without a way out before the end, many bytes are looked at in one step.
    if text.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    clusters(text, 0).map(|cluster| cluster.columns).sum()
}

/// The text in at most `columns` columns, with `…` at the end where it was cut. No character is cut in two.
///
/// ```
/// use sipdis::text::{visible, width::truncate};
/// assert_eq!(truncate(&visible("KOSOVO: AHTISAARI"), 8).as_str(), "KOSOVO:…");
/// ```
pub fn truncate<'a>(text: &'a Visible<'_>, columns: usize) -> Visible<'a> {
    let (mut used, mut keep) = (0, 0);
    for cluster in clusters(text, 0) {
        used += cluster.columns;
        if used > columns {
            let ellipsis = if columns == 0 { "" } else { "…" };
            return text.slice(0..keep).with_tail(ellipsis);
        }
        // What may stay if something behind it does not fit: one column is for the ellipsis.
        if used < columns {
            keep = cluster.end();
        }
    }
    text.slice(0..text.len())
}

/// The text in exactly `columns` columns: cut as [`truncate`] does, or with blanks behind it.
///
/// ```
/// use sipdis::text::{visible, width::fit};
/// assert_eq!(fit(&visible("ROME"), 6).as_str(), "ROME  ");
/// assert_eq!(fit(&visible("全角"), 2).as_str(), "… ");
/// ```
pub fn fit<'a>(text: &'a Visible<'_>, columns: usize) -> Visible<'a> {
    let cut = truncate(text, columns);
    let missing = columns.saturating_sub(width(&cut));
    cut.with_tail(&" ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::super::visible;
    use super::*;

    #[test]
    fn columns_are_those_of_the_screen() {
        for (text, columns) in [("", 0), ("ROME", 4), ("e\u{301}te", 3), ("全角", 4), ("–", 1), ("^[", 2)] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn what_fits_stays_and_what_does_not_is_cut_with_a_sign() {
        for (text, columns, cut) in [
            ("ROME", 4, "ROME"),
            ("ROME", 9, "ROME"),
            ("ROME", 3, "RO…"),
            ("ROME", 1, "…"),
            ("ROME", 0, ""),
            ("", 0, ""),
            ("全角x", 4, "全…"),
            ("a全角", 4, "a全…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ] {
            assert_eq!(truncate(&visible(text), columns).as_str(), cut, "{text:?} in {columns}");
        }
    }

    #[test]
    fn a_cut_text_still_knows_its_marks_and_sources() {
        let line = visible("ab\u{1b}cd\u{1b}");
        let cut = truncate(&line, 5);
        assert_eq!(cut.as_str(), "ab^[…");
        assert_eq!(cut.marks().map(|mark| &cut[mark]).collect::<Vec<_>>(), ["^["]);
        assert_eq!([0, 2, 4, 7].map(|at| cut.source_at(at)), [0, 2, 3, 3]);
    }

    #[test]
    fn fitted_text_fills_its_columns() {
        for (text, columns, fitted) in
            [("ROME", 6, "ROME  "), ("ROME", 3, "RO…"), ("全角", 3, "全…"), ("全角", 2, "… "), ("x", 0, "")]
        {
            assert_eq!(fit(&visible(text), columns).as_str(), fitted, "{text:?} in {columns}");
        }
    }
}

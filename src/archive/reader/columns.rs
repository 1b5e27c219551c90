//! Names of columns and keys, and what they mean: for tables with a heading row, JSON objects, and tables in pages.
//!
//! Sources: the tables of Columbia University's History Lab (`docs` of its cables, the `documents` of its FOIArchive), the
//! heading of the published dump as it went round, the table in the pages it was published on, and the attribute block of
//! the 1973-79 central file, whose keys the History Lab's columns are.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

use super::Unpacked;
use crate::cable::Hints;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The message reference number.
    Id,
    /// When it was sent.
    Date,
    /// Who sent it.
    Origin,
    /// Its level.
    Level,
    /// Its lines before the text, where they stand apart.
    Header,
    /// Its text.
    Text,
}

/// Columns by name. Of several with one role in a table, the one that stands first here and is not empty is taken: a running
/// number in `id` gives way to the number of the message, words drawn from a telegram (`body`) to all of it (`raw_body`),
/// and the level of today to that of its time.
const ROLES: &[(&str, Role)] = &[
    ("mrn", Role::Id),
    ("reference_id", Role::Id),
    ("document_number", Role::Id),
    ("doc_nbr", Role::Id),
    ("doc_id", Role::Id),
    ("id", Role::Id),
    ("created", Role::Date),
    ("authored", Role::Date),
    ("sent_date", Role::Date),
    ("draft_date", Role::Date),
    ("date", Role::Date),
    ("origin", Role::Origin),
    ("from_field", Role::Origin),
    ("from", Role::Origin),
    ("original_classification", Role::Level),
    ("origclass", Role::Level),
    ("classification", Role::Level),
    ("level", Role::Level),
    ("header", Role::Header),
    ("raw_body", Role::Text),
    ("text", Role::Text),
    ("body", Role::Text),
    ("full_text", Role::Text),
    ("content", Role::Text),
];

/// Columns that are attributes of the central file, with the keys of the printed block.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("doc_nbr", "Document Number"),
    ("auto_decaption", "Automatic Decaptioning"),
    ("capture_date", "Capture Date"),
    ("channel", "Channel Indicators"),
    ("concepts", "Concepts"),
    ("control_nbr", "Control Number"),
    ("copy", "Copy"),
    ("decaption_date", "Decaption Date"),
    ("decaption_note", "Decaption Note"),
    ("doc_source", "Document Source"),
    ("drafter", "Drafter"),
    ("enclosure", "Enclosure"),
    ("eo", "Executive Order"),
    ("errors", "Errors"),
    ("film", "Film Number"),
    ("from_field", "From"),
    ("from", "From"),
    ("handling", "Handling Restrictions"),
    ("legacy_key", "Legacy Key"),
    ("line_count", "Line Count"),
    ("locator", "Locator"),
    ("office", "Office"),
    ("origclass", "Original Classification"),
    ("orighand", "Original Handling Restrictions"),
    ("origpclass", "Original Previous Classification"),
    ("origphand", "Original Previous Handling Restrictions"),
    ("page_count", "Page Count"),
    ("pchannel", "Previous Channel Indicators"),
    ("pclass", "Previous Classification"),
    ("phandling", "Previous Handling Restrictions"),
    ("reference", "Reference"),
    ("review_action", "Review Action"),
    ("review_date", "Review Date"),
    ("secure", "Secure"),
    ("status", "Status"),
    ("subject", "Subject"),
    ("title", "Subject"),
    ("tags", "TAGS"),
    ("to_field", "To"),
    ("to", "To"),
    ("type", "Type"),
    ("markings", "Markings"),
];

/// Starts of lines that only a whole telegram has.
const HEAD_LINES: &[&str] = &["FM ", "TAGS", "SUBJ", "E.O."];

/// Cells of one row, gathered by the names of their columns.
#[derive(Debug, Default)]
pub(super) struct Cells<'a> {
    /// Row of [`ROLES`] and value, the best of each role.
    roles: Vec<(usize, Cow<'a, str>)>,
    /// Key and value, in the order of the table they come from.
    attributes: Vec<(&'static str, Cow<'a, str>)>,
}

impl<'a> Cells<'a> {
    /// Adds a cell. Empty ones, and those of columns that nobody knows, are left out.
    pub(super) fn add(&mut self, name: &str, value: Cow<'a, str>) {
        let bare = value.trim();
        if bare.is_empty() || bare.eq_ignore_ascii_case("n/a") {
            return;
        }
        if let Some((_, key)) = ATTRIBUTES.iter().find(|(known, _)| same(name, known))
            && !self.attributes.iter().any(|(other, _)| other == key)
        {
            self.attributes.push((key, value.clone()));
        }
        if let Some(row) = ROLES.iter().position(|(known, _)| same(name, known)) {
            match self.roles.iter_mut().find(|(other, _)| role(*other) == role(row)) {
                Some(other) if other.0 > row => *other = (row, value),
                Some(_) => {}
                None => self.roles.push((row, value)),
            }
        }
    }

    fn get(&self, wanted: Role) -> Option<&str> {
        self.roles.iter().find(|(row, _)| role(*row) == Some(wanted)).map(|(_, value)| value.as_ref())
    }

    /// What stands beside the text; `None` without the number of a message.
    pub(super) fn hints(&self) -> Option<Hints> {
        let word = |role| self.get(role).map(|value| value.trim().to_owned());
        Some(Hints {
            name: Some(word(Role::Id)?),
            date: self.get(Role::Date).and_then(date),
            origin: word(Role::Origin),
            level: word(Role::Level),
        })
    }

    /// The cable: its text, and where that is only the words of one, its attributes below it, as the central file prints
    /// them. `None` without an id.
    pub(super) fn unpack(&self) -> Option<Unpacked<'static>> {
        let hints = self.hints()?;
        let parts: Vec<&str> = [Role::Header, Role::Text].into_iter().filter_map(|role| self.get(role)).collect();
        let mut text = parts.join(GAP);
        let is_whole = text.lines().any(|line| HEAD_LINES.iter().any(|sign| line.trim_start().starts_with(sign)));
        if !is_whole && !self.attributes.is_empty() {
            text.push_str(GAP);
            text.push_str("Message Attributes\n\n");
            for (key, value) in &self.attributes {
                text.push_str(key);
                text.push(':');
                // Lists stand in brackets there. A line end would end the value.
                for word in value.trim_matches(['{', '}', '[', ']']).split_whitespace() {
                    text.push(' ');
                    text.push_str(word);
                }
                text.push('\n');
            }
        }
        Some(Unpacked { text: Cow::Owned(text.into_bytes()), hints })
    }
}

fn role(row: usize) -> Option<Role> {
    ROLES.get(row).map(|(_, role)| *role)
}

/// Whether a table whose columns are named so holds cables.
pub(super) fn holds_cables<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    let has = |wanted| names.clone().any(|name| ROLES.iter().any(|(known, role)| *role == wanted && same(name, known)));
    has(Role::Id) && has(Role::Text)
}

/// Whether a column of this name is of use.
pub(super) fn is_known(name: &str) -> bool {
    ROLES.iter().any(|(known, _)| same(name, known)) || ATTRIBUTES.iter().any(|(known, _)| same(name, known))
}

/// Names are the same in any case, and with blanks for `_`.
fn same(name: &str, known: &str) -> bool {
    // Each key of an object is compared with all names, and hardly any has something to be trimmed.
    let name = match name.as_bytes() {
        [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => name,
        _ => name.trim().trim_end_matches(':'),
    };
    name.len() == known.len()
        && name
            .bytes()
            .zip(known.bytes())
            .all(|(one, other)| one.eq_ignore_ascii_case(&other) || (other == b'_' && one == b' '))
}

/// What is put between parts of a cable that stand apart.
pub(super) const GAP: &str = "\n\n";

/// `12/28/1966 18:48` (month first), `1966-12-28 18:48`, `1966-12-28T18:48:00`, `1966-12-28`. Times are UTC.
pub(super) fn date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if let Some((month, rest)) = split_once(text, b'/') {
        return american(month, rest);
    }
    let bare = text.trim_end_matches('Z').trim_end_matches("+00:00").trim_end_matches("+00");
    bare.parse().ok().or_else(|| bare.parse::<Date>().ok().map(Into::into))
}

fn american(month: &str, rest: &str) -> Option<DateTime> {
    let (day, rest) = split_once(rest, b'/')?;
    let (year, time) = split_once(rest, b' ').unwrap_or((rest, "0:00"));
    let (hour, minute) = split_once(time.trim(), b':')?;
    let (month, day, year) = (month.parse().ok()?, day.parse().ok()?, year.parse().ok()?);
    DateTime::new(year, month, day, hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// As [`str::split_once`] with an ASCII sign; for every row of a table, so without setting up a search.
fn split_once(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text and hints of a row.
    fn check(cells: &[(&str, &str)], text: &str, hints: [&str; 4]) {
        let mut row = Cells::default();
        for (name, value) in cells {
            row.add(name, Cow::Borrowed(value));
        }
        let unpacked = row.unpack().unwrap();
        assert_eq!(String::from_utf8_lossy(&unpacked.text), text);
        let Hints { name, date, origin, level } = unpacked.hints;
        let date = date.map(|date| date.to_string());
        assert_eq!([name, date, origin, level].map(Option::unwrap_or_default), hints);
    }

    #[test]
    fn columns_are_taken_by_name_and_the_better_one_wins() {
        check(
            &[("ID", "7"), ("MRN", "06REYKJAVIK42"), ("Date", "11/20/2006 16:41"), ("text", "SUBJ: RAIN\n\nIt rains.")],
            "SUBJ: RAIN\n\nIt rains.",
            ["06REYKJAVIK42", "2006-11-20T16:41:00", "", ""],
        );
        check(
            &[
                ("body", "words"),
                ("raw_body", "FM REYKJAVIK\nwords"),
                ("id", "1976REYKJA00042"),
                ("classification", "SECRET"),
            ],
            "FM REYKJAVIK\nwords",
            ["1976REYKJA00042", "", "", "SECRET"],
        );
        check(
            &[("Reference ID", "06REYKJAVIK42"), ("Created", "2006-11-20 16:41"), ("Origin", "Embassy Reykjavik")],
            "",
            ["06REYKJAVIK42", "2006-11-20T16:41:00", "Embassy Reykjavik", ""],
        );
    }

    #[test]
    fn words_without_a_head_get_their_attributes() {
        check(
            &[
                ("doc_id", "1976REYKJA00042"),
                ("title", "RAIN\nAND SNOW"),
                ("from_field", "REYKJAVIK"),
                ("origclass", "CONFIDENTIAL"),
                ("classification", "UNCLASSIFIED"),
                ("handling", "n/a"),
                ("tags", "{PFOR,IC}"),
                ("body", "1.  C - ENTIRE TEXT."),
                ("topics", "{weather}"),
            ],
            "1.  C - ENTIRE TEXT.\n\nMessage Attributes\n\nSubject: RAIN AND SNOW\nFrom: REYKJAVIK\n\
             Original Classification: CONFIDENTIAL\nTAGS: PFOR,IC\n",
            ["1976REYKJA00042", "", "REYKJAVIK", "CONFIDENTIAL"],
        );
    }

    #[test]
    fn a_row_without_an_id_is_none() {
        let mut row = Cells::default();
        row.add("body", "words".into());
        assert_eq!(row.unpack(), None);
    }

    #[test]
    fn dates_that_are_none_are_left_out() {
        for text in ["", "2/30/2006 1:00", "2006-02-30", "1/2/2006 25:00", "1/2", "a/b/c d:e", "n/a"] {
            assert_eq!(date(text), None, "{text}");
        }
        let day = jiff::civil::date(2006, 1, 2);
        for text in ["1/2/2006", "2006-01-02", "2006-01-02T00:00:00Z", "2006-01-02 00:00:00+00", "2006-01-02 00:00"] {
            assert_eq!(date(text), Some(day.at(0, 0, 0, 0)), "{text}");
        }
        assert_eq!(date("12/28/2006 18:48"), Some(jiff::civil::date(2006, 12, 28).at(18, 48, 0, 0)));
    }

    #[test]
    fn names_stand_once_and_tables_are_told_by_them() {
        for (i, (name, _)) in ROLES.iter().enumerate() {
            assert!(ROLES[..i].iter().all(|(other, _)| other != name), "{name} twice");
        }
        for (i, (name, _)) in ATTRIBUTES.iter().enumerate() {
            assert!(ATTRIBUTES[..i].iter().all(|(other, _)| other != name), "{name} twice");
        }
        assert!(holds_cables(["Doc ID", "body"].into_iter()));
        assert!(!holds_cables(["id", "name"].into_iter()));
        assert!(!holds_cables(["body"].into_iter()));
    }
}

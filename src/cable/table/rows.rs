//! Rows and fields of the embedded tables.
//!
//! The tables live in the program as text, so a field is a slice of that text and nothing is copied. The `csv` crate
//! hands out copies; it reads the same tables in the tests and must come to the same fields.

/// The rows of a table without its heading.
///
/// Fields are divided by commas and may stand in quotes, which are taken off. A quote mark inside a field, a line
/// end inside a field and blank lines do not occur in our tables, and a test says so.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Row> {
    table.lines().skip(1).map(|rest| Row { rest: Some(rest) })
}

/// What is left of one row: each [`Row::field`] takes the next field off.
pub(super) struct Row {
    rest: Option<&'static str>,
}

impl Row {
    /// The next field; empty behind the last one.
    pub(super) fn field(&mut self) -> &'static str {
        let Some(rest) = self.rest else { return "" };
        let (field, rest) = match rest.strip_prefix('"') {
            Some(quoted) => match quoted.split_once('"') {
                Some((field, rest)) => (field, rest.strip_prefix(',')),
                None => (quoted, None),
            },
            None => match rest.split_once(',') {
                Some((field, rest)) => (field, Some(rest)),
                None => (rest, None),
            },
        };
        self.rest = rest;
        field
    }

    /// The next field; `None` where it is empty.
    pub(super) fn optional(&mut self) -> Option<&'static str> {
        Some(self.field()).filter(|field| !field.is_empty())
    }

    /// Passes over `count` fields.
    pub(super) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.field();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::TABLES;
    use super::*;

    /// Every field of every table, as the `csv` crate reads it.
    #[test]
    fn fields_are_those_of_the_csv_crate() {
        for (name, table) in TABLES {
            let mut ours = rows(table);
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            let columns = reader.headers().unwrap().len();
            for record in reader.records() {
                let record = record.unwrap();
                let mut row = ours.next().unwrap();
                for column in 0..columns {
                    assert_eq!(row.field(), &record[column], "{name}, {record:?}");
                }
                assert!(row.rest.is_none(), "{name} has a field too many in {record:?}");
            }
            assert!(ours.next().is_none(), "{name}");
        }
    }

    #[test]
    fn no_field_has_quotes_or_blanks_at_its_ends() {
        for (name, table) in TABLES {
            for mut row in rows(table) {
                while row.rest.is_some() {
                    let field = row.field();
                    assert_eq!(field, field.trim(), "{name}");
                    assert!(!field.contains('"'), "{name}: {field}");
                }
            }
        }
    }
}

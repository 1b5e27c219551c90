//! `sipdis search --facets`: how many of what was found have each level, year, post and so on.

use std::io::{self, Write};

use serde::Serialize;

use super::write_object;
use crate::archive::search::{Counts, Value};
use crate::text::visible;

/// Columns of a query; longer ones push what stands behind them.
const QUERIES: usize = 24;

#[derive(Serialize)]
struct FacetView<'a> {
    facet: &'static str,
    title: &'static str,
    values: Vec<ValueView<'a>>,
}

#[derive(Serialize)]
struct ValueView<'a> {
    value: &'a str,
    meaning: Option<&'static str>,
    query: &'a str,
    count: usize,
}

/// Writes counts as JSON or for people, no more than `most` values of each facet. With `safe` a terminal reads it.
pub(super) fn write(out: &mut impl Write, facets: &[Counts], most: usize, json: bool, safe: bool) -> io::Result<()> {
    if json {
        let view = |counts| FacetView::of(counts, most);
        write_object(out, &facets.iter().map(view).collect::<Vec<_>>(), safe)?;
        return out.write_all(b"\n");
    }
    for (number, counts) in facets.iter().enumerate() {
        let blank = if number > 0 { "\n" } else { "" };
        writeln!(out, "{blank}{}", counts.title())?;
        for Value { label, meaning, query, count } in counts.values.iter().take(most) {
            // Where the query says all there is, nothing stands behind it.
            let words = meaning.unwrap_or(label);
            let words = if query.ends_with(words) { "" } else { words };
            let line = format!("{count:>9}  {query:<QUERIES$}  {words}");
            let line = line.trim_end();
            if safe { writeln!(out, "{}", visible(line).as_str()) } else { writeln!(out, "{line}") }?;
        }
    }
    Ok(())
}

impl<'a> FacetView<'a> {
    fn of(counts: &'a Counts, most: usize) -> Self {
        let view = |Value { label, meaning, query, count }: &'a Value| ValueView {
            value: label,
            meaning: *meaning,
            query,
            count: *count,
        };
        FacetView {
            facet: counts.key(),
            title: counts.title(),
            values: counts.values.iter().take(most).map(view).collect(),
        }
    }
}

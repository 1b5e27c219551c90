//! What of a subject a query found: for lists, which show subjects and no texts.

use std::ops::Range;

use super::ast::{Pattern, Test};
use super::facts::Part;
use super::matcher::{Matcher, ranges, wanted};

impl Matcher {
    /// The bytes of a subject that the query found, in order and without overlap. For a subject as a list shows it.
    ///
    /// ```
    /// use sipdis::archive::query::{Known, Matcher, Query};
    /// let query = Query::parse("kosovo \"further delays\" tag:PREL -rome").unwrap();
    /// let matcher = Matcher::new(&query, Known::default());
    /// assert_eq!(matcher.in_subject("NO FURTHER DELAYS ON KOSOVO"), [3..17, 21..27]);
    /// ```
    pub fn in_subject(&self, subject: &str) -> Vec<Range<usize>> {
        let mut places = None;
        let mut found: Vec<Range<usize>> = Vec::new();
        for term in wanted(self.root()) {
            let Test::Words(pattern) = &term.test else { continue };
            if !Part::of(term.field).contains(&Part::Subject) {
                continue;
            }
            if let Pattern::Expression(source) = pattern {
                let hits = self.expression(source).into_iter().flat_map(|built| built.find_iter(subject));
                found.extend(hits.map(|hit| hit.range()).filter(|range| !range.is_empty()));
                continue;
            }
            let places = places.get_or_insert_with(|| self.places(subject));
            found.extend(ranges(subject, &self.stretches(places, pattern)));
        }
        found.sort_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, before| {
            let meets = next.start < before.end;
            if meets {
                before.end = before.end.max(next.end);
            }
            meets
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Known, Query};
    use super::*;

    fn marked(query: &str, subject: &str) -> Vec<String> {
        let matcher = Matcher::new(&Query::parse(query).unwrap(), Known::default());
        matcher.in_subject(subject).into_iter().map(|range| subject[range].to_owned()).collect()
    }

    #[test]
    fn what_was_found_elsewhere_is_not_marked() {
        assert_eq!(marked("subject:fish body:nets", "FISH AND NETS"), ["FISH"]);
        assert_eq!(marked("-fish nets", "FISH AND NETS"), ["NETS"]);
        assert_eq!(marked("class:U", "FISH"), [""; 0]);
    }

    #[test]
    fn hits_that_meet_become_one() {
        assert_eq!(marked("\"fish and\" \"and nets\" /SH A/", "FISH AND NETS"), ["FISH AND NETS"]);
        assert_eq!(marked("fi* OR sh", "FISH SH"), ["FISH", "SH"]);
    }
}

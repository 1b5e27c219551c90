//! A filter: one thing that every cable of the list must fulfil. It stands as a chip in the line at the top.

use crate::archive::Place;
use crate::archive::query::Query;

/// One thing that every cable of the list must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// A part of a query.
    Query {
        /// As it is shown, and as it can be typed again.
        text: String,
        /// What it means.
        query: Query,
    },
    /// Cables that are close to one.
    Like {
        /// The id of that one.
        id: String,
        /// Where it stands.
        place: Place,
    },
}

impl Filter {
    /// The filters of a query that was typed, one for each of its parts.
    pub fn of(typed: &str, query: &Query) -> Vec<Filter> {
        if query.is_everything() {
            return Vec::new();
        }
        match query.parts().as_slice() {
            // What is one thing stays as it was typed.
            [_] => {
                let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
                vec![Filter::Query { text, query: query.clone() }]
            }
            parts => parts.iter().map(|part| Filter::Query { text: part.to_string(), query: part.clone() }).collect(),
        }
    }

    /// What its chip says.
    pub fn label(&self) -> String {
        match self {
            Filter::Query { text, .. } => text.clone(),
            Filter::Like { id, .. } => format!("like {id}"),
        }
    }

    /// The cable that others must be close to.
    pub fn place(&self) -> Option<Place> {
        match self {
            Filter::Query { .. } => None,
            Filter::Like { place, .. } => Some(*place),
        }
    }

    /// What can be typed for it, if it was typed.
    pub fn typed(&self) -> Option<&str> {
        match self {
            Filter::Query { text, .. } => Some(text),
            Filter::Like { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(typed: &str) -> Vec<String> {
        Filter::of(typed, &Query::parse(typed).unwrap()).iter().map(Filter::label).collect()
    }

    #[test]
    fn every_part_is_a_chip_and_words_stay_together() {
        assert_eq!(
            labels("kosovo \"status decision\" class:>=C -NODIS"),
            ["kosovo \"status decision\"", "class:>=C", "-nodis"]
        );
        assert_eq!(labels(""), [""; 0]);
        assert_eq!(labels("*"), [""; 0]);
    }

    #[test]
    fn what_is_one_thing_stays_as_it_was_typed() {
        assert_eq!(labels("  06 rome   3128 "), ["06 rome 3128"]);
        assert_eq!(labels("Kosovo OR serbia"), ["Kosovo OR serbia"]);
    }
}

//! Queries: what a person asks of an archive.
//!
//! One language for the screen, the command line and the index; `docs/queries.md` explains it and is made from the table
//! [`FIELDS`]. [`Query::parse`] reads it, [`Query`]'s `Display` prints it, and both agree. Whether a cable is meant is
//! decided by [`matches`](Matcher), which is the truth that an index must agree with.

pub mod ast;
mod complete;
mod error;
mod expression;
mod facts;
mod field;
mod highlight;
mod matcher;
mod near;
mod parse;
mod period;
pub(crate) mod positions;
mod print;
pub(crate) mod rank;
mod value;
mod vocabulary;

use std::str::FromStr;

pub use ast::Node;
pub use complete::{Completion, Vocabulary, complete};
pub use error::{Fault, QueryError};
pub(crate) use facts::countries;
pub use facts::{Facts, Part};
pub use field::{FIELDS, Field, FieldRow, Kind, PARTS, STATES};
pub(crate) use matcher::id_key;
pub use matcher::{Known, Matcher};
pub use period::Period;

/// A longer query is refused, in bytes.
pub const LONGEST: usize = 4096;
/// Brackets inside brackets, at most.
pub const DEEPEST: usize = 40;
/// Words and other questions, at most.
pub const MOST: usize = 256;
/// How many words may stand between words that are near, at most.
pub const FARTHEST: u32 = 1000;

/// A query that can be asked.
///
/// ```
/// use sipdis::archive::query::Query;
/// let query = Query::parse("Ahtisaari \"status decision\" tags:prel before:2007 -belgrade").unwrap();
/// assert_eq!(query.to_string(), "ahtisaari \"status decision\" tag:PREL date:<2007 -belgrade");
/// let error = Query::parse("kosovo (tag:PREL").unwrap_err();
/// assert_eq!(error.to_string(), "this bracket is not closed");
/// assert_eq!(error.span.start, 7);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    root: Node,
}

impl Query {
    /// Reads what a person typed.
    ///
    /// # Errors
    ///
    /// Where it makes no sense, with the place and, where one is near, what was meant.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        Ok(Query { root: parse::parse(text)? })
    }

    /// The id that a text is and nothing else, in any spelling and without the year perhaps.
    pub fn id(text: &str) -> Option<ast::IdTest> {
        value::id(text.trim())
    }

    /// The query taken apart.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What must all hold, each as a query of its own; words that may stand anywhere stay together.
    ///
    /// ```
    /// use sipdis::archive::query::Query;
    /// let query = Query::parse("kosovo serbia tag:PREL -belgrade").unwrap();
    /// let parts: Vec<String> = query.parts().iter().map(Query::to_string).collect();
    /// assert_eq!(parts, ["kosovo serbia", "tag:PREL", "-belgrade"]);
    /// assert_eq!(Query::all_of(query.parts()), query);
    /// ```
    pub fn parts(&self) -> Vec<Query> {
        let Node::And(nodes) = &self.root else { return vec![self.clone()] };
        let anywhere = |node: &Node| {
            matches!(
                node,
                Node::Term(ast::Term { field: Field::Any, test: ast::Test::Words(ast::Pattern::Phrase { .. }), .. })
            )
        };
        let together = nodes.chunk_by(|one, other| anywhere(one) && anywhere(other));
        together.map(|nodes| Query { root: Node::all_of(nodes.to_vec()) }).collect()
    }

    /// The query for what all of these mean.
    pub fn all_of(queries: impl IntoIterator<Item = Query>) -> Query {
        Query { root: Node::all_of(queries.into_iter().map(|query| query.root).collect()) }
    }

    /// The ids that it asks for, each by itself or as one of several ways to be meant.
    pub fn ids(&self) -> Vec<&ast::IdTest> {
        let terms = self.root.terms().into_iter().filter(|term| term.field == Field::Id);
        terms.filter_map(|term| if let ast::Test::Id(id) = &term.test { Some(id) } else { None }).collect()
    }

    /// Whether it asks for nothing, and so finds everything.
    pub fn is_everything(&self) -> bool {
        self.root == Node::All
    }
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Query::parse(text)
    }
}

#[cfg(test)]
mod tests;

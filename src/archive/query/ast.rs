//! A query taken apart.
//!
//! What means the same is the same: names of fields are resolved, words folded, `before:` and `year:` have become dates.

use jiff::civil::Date;

use super::{Field, Period};
use crate::cable::{Control, Level, Precedence};
use crate::text::Span;

/// A query, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every cable: the empty query.
    All,
    /// All of these. At least two, none of them an `And`.
    And(Vec<Node>),
    /// One of these at least. At least two, none of them an `Or`.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// One question.
    Term(Term),
}

/// One question to a cable.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What is asked about.
    pub field: Field,
    /// What is asked.
    pub test: Test,
    /// Where it stood in the query.
    pub span: Span,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Words.
    Words(Pattern),
    /// A name: capital letters only, as [`Query::parse`](super::Query::parse) leaves them.
    Name(String),
    /// A code in the case of its table.
    Code {
        /// It, or its beginning.
        code: String,
        /// Whether it may go on.
        open: bool,
    },
    /// A marking.
    Level {
        /// How the level is compared.
        compare: Compare,
        /// The level; none where only controls are asked for.
        level: Option<Level>,
        /// Controls that must be there.
        controls: Vec<Control>,
    },
    /// A precedence.
    Precedence {
        /// How it is compared.
        compare: Compare,
        /// With what.
        with: Precedence,
    },
    /// A date.
    Dates(Dates),
    /// What has become of the classification: due, passed, none, exempt.
    State(&'static str),
    /// An id.
    Id(IdTest),
    /// One of the words of the field.
    OneOf(&'static str),
}

/// Words that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// One word, or several next to each other; the last may be open.
    Phrase {
        /// Folded.
        words: Vec<String>,
        /// Whether the last word may go on.
        open: bool,
    },
    /// Words in any order, with at most this many others between them.
    Near {
        /// Folded; at least two, each once, in their order in the alphabet.
        words: Vec<String>,
        /// How many others.
        distance: u32,
    },
    /// A regular expression for the text as it stands. Known to be a good one.
    Expression(String),
}

/// How two things are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// Nothing, or `=`.
    Is,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

impl Compare {
    /// All, those of two signs first.
    pub const ALL: [Compare; 5] = [Compare::AtMost, Compare::AtLeast, Compare::Below, Compare::Above, Compare::Is];

    /// As it is typed.
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Below => "<",
            Compare::AtMost => "<=",
            Compare::Is => "",
            Compare::AtLeast => ">=",
            Compare::Above => ">",
        }
    }

    /// Whether `this` stands so to `that`.
    pub fn holds<T: Ord>(self, this: &T, that: &T) -> bool {
        match self {
            Compare::Below => this < that,
            Compare::AtMost => this <= that,
            Compare::Is => this == that,
            Compare::AtLeast => this >= that,
            Compare::Above => this > that,
        }
    }
}

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Compared with a day, month or year.
    One(Compare, Period),
    /// From the first day of one to the last day of another.
    Range(Option<Period>, Option<Period>),
}

impl Dates {
    /// The first and the last day that it holds; `None` for an open end.
    pub fn bounds(self) -> (Option<Date>, Option<Date>) {
        let before = |day: Date| Some(day.yesterday().unwrap_or(Date::MIN));
        let behind = |day: Date| Some(day.tomorrow().unwrap_or(Date::MAX));
        match self {
            Dates::Range(from, to) => (from.map(Period::first), to.map(Period::last)),
            Dates::One(Compare::Is, period) => (Some(period.first()), Some(period.last())),
            Dates::One(Compare::Below, period) => (None, before(period.first())),
            Dates::One(Compare::AtMost, period) => (None, Some(period.last())),
            Dates::One(Compare::AtLeast, period) => (Some(period.first()), None),
            Dates::One(Compare::Above, period) => (behind(period.last()), None),
        }
    }

    /// Whether a day lies in it.
    pub fn hold(self, day: Date) -> bool {
        let (from, to) = self.bounds();
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }
}

/// An id, or what a person remembers of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdTest {
    /// The year, where it is known.
    pub year: Option<i16>,
    /// The post, as in canonical ids.
    pub post: String,
    /// The number.
    pub serial: u32,
}

impl IdTest {
    /// Whether a canonical id is meant.
    pub fn fits(&self, id: &str) -> bool {
        let Some((year, rest)) = id.split_at_checked(2) else { return false };
        let same_year = || self.year.is_none_or(|wanted| year.parse() == Ok(wanted.rem_euclid(100)));
        let same_serial = |serial: &str| serial.parse() == Ok(self.serial);
        rest.strip_prefix(self.post.as_str()).is_some_and(same_serial) && same_year()
    }
}

impl Node {
    /// All terms, in their order.
    pub fn terms(&self) -> Vec<&Term> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            match node {
                Node::All => {}
                Node::And(nodes) | Node::Or(nodes) => waiting.extend(nodes.iter().rev()),
                Node::Not(node) => waiting.push(node),
                Node::Term(term) => found.push(term),
            }
        }
        found
    }

    /// All of these nodes.
    pub(super) fn all_of(nodes: Vec<Node>) -> Node {
        Node::join(
            nodes,
            |node| match node {
                Node::All => Ok(Vec::new()),
                Node::And(nodes) => Ok(nodes),
                other => Err(other),
            },
            Node::And,
        )
    }

    /// One of these nodes.
    pub(super) fn one_of(nodes: Vec<Node>) -> Node {
        Node::join(
            nodes,
            |node| match node {
                Node::Or(nodes) => Ok(nodes),
                other => Err(other),
            },
            Node::Or,
        )
    }

    fn join(nodes: Vec<Node>, open: fn(Node) -> Result<Vec<Node>, Node>, whole: fn(Vec<Node>) -> Node) -> Node {
        let mut flat = Vec::new();
        for node in nodes {
            match open(node) {
                Ok(inner) => flat.extend(inner),
                Err(node) => flat.push(node),
            }
        }
        match flat.len() {
            0 => Node::All,
            1 => flat.remove(0),
            _ => whole(flat),
        }
    }
}

//! What is wrong with a query, where, and what was probably meant.

use std::fmt;

use super::near::nearest;
use super::{Field, Kind};
use crate::text::width::width;
use crate::text::{Span, visible};

/// What is wrong with a query. Shows itself as a sentence for people; what it quotes of the query is as it was typed, so a
/// screen takes it through [`visible`](crate::text::visible()).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct QueryError {
    /// What.
    pub fault: Fault,
    /// Where in the query.
    pub span: Span,
    /// What may stand there instead.
    pub suggestion: Option<String>,
}

/// What can be wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than anybody types.
    TooLong,
    /// Brackets in brackets.
    TooDeep,
    /// More questions than anybody asks.
    TooMany,
    /// No field has this name.
    UnknownField(String),
    /// Nothing stands behind the colon.
    NoValue(Field),
    /// The value is not one of this field.
    BadValue(Field, String),
    /// The years of a range are the wrong way round.
    BackwardRange,
    /// A field inside the group of another.
    FieldInField(Field),
    /// `<` where nothing can be compared.
    NoOrder(Field),
    /// A quote that is not closed.
    OpenQuote,
    /// An expression that is not closed.
    OpenExpression,
    /// An expression that is none, with what is wrong.
    BadExpression(String),
    /// A bracket that is not closed.
    OpenGroup,
    /// A closing bracket without an opening one.
    StrayBracket,
    /// Nothing between two brackets.
    EmptyGroup,
    /// Quotes with no word between them.
    NoWords,
    /// Nothing beside OR, or behind NOT.
    Lonely(&'static str),
    /// A star that is not at the end of a word.
    EarlyStar,
    /// One word near itself.
    NearNothing,
    /// Words cannot be that far from each other and near.
    TooFar,
}

impl QueryError {
    pub(super) fn new(fault: Fault, span: Span) -> Self {
        let suggestion = match &fault {
            Fault::UnknownField(name) => Field::nearest(name).map(|name| format!("{name}:")),
            Fault::BadValue(field, value) => suggest(*field, value),
            _ => None,
        };
        QueryError { fault, span, suggestion }
    }

    /// The query on one line with the place underlined: two lines, made safe for a terminal.
    ///
    /// ```
    /// use sipdis::archive::query::Query;
    /// let query = "kosovo tga:PREL";
    /// let error = Query::parse(query).unwrap_err();
    /// assert_eq!(error.to_string(), "there is no field tga:; did you mean tag:?");
    /// assert_eq!(error.underlined(query), "kosovo tga:PREL\n       ^^^^");
    /// ```
    pub fn underlined(&self, query: &str) -> String {
        /// More than that does not fit a line anyway.
        const BEFORE: usize = 60;
        let from = query.floor_char_boundary(self.span.range().start.saturating_sub(BEFORE));
        let to = query.floor_char_boundary(self.span.range().end.min(from + 2 * BEFORE).saturating_add(BEFORE));
        let cut = query.get(from..to).unwrap_or_default();
        let shown = visible(cut);
        let start = shown.shown_at(self.span.range().start.saturating_sub(from).min(cut.len()));
        let end = shown.shown_at(self.span.range().end.saturating_sub(from).min(cut.len())).max(start);
        let before = shown.as_str().get(..start).map_or(start, width);
        let under = shown.as_str().get(start..end).map_or(1, width).max(1);
        format!("{}\n{}{}", shown.as_str(), " ".repeat(before), "^".repeat(under))
    }
}

/// What may have been meant by the value of a field.
fn suggest(field: Field, value: &str) -> Option<String> {
    let pairs = |words: &'static [(&'static str, &'static str)]| words.iter().map(|(word, _)| (*word, *word));
    match field.kind() {
        Kind::OneOf(words) => nearest(value, pairs(words)).map(str::to_owned),
        Kind::Level => nearest(value, super::value::LEVELS.iter().map(|(word, _)| (*word, *word))).map(str::to_owned),
        Kind::Precedence => {
            nearest(value, super::value::PRECEDENCES.iter().map(|(word, _)| (*word, *word))).map(str::to_owned)
        }
        Kind::Decl => nearest(value, super::value::DECL_STATES.iter().map(|word| (*word, *word))).map(str::to_owned),
        _ => None,
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::TooLong => write!(f, "this is too long: a query has at most {} letters", super::LONGEST)?,
            Fault::TooDeep => write!(f, "too many brackets inside each other: at most {}", super::DEEPEST)?,
            Fault::TooMany => write!(f, "too many words: at most {}", super::MOST)?,
            Fault::UnknownField(name) => write!(f, "there is no field {name}:")?,
            Fault::NoValue(field) => {
                write!(f, "what should stand behind {}:?", field.name())?;
                if let Some(example) = field.row().and_then(|row| row.examples.first()) {
                    write!(f, " For example {example}")?;
                }
            }
            Fault::BadValue(field, value) => write_bad_value(f, *field, value)?,
            Fault::BackwardRange => f.write_str("this range ends before it begins")?,
            Fault::FieldInField(field) => write!(f, "a field cannot stand inside the brackets of {}:", field.name())?,
            Fault::NoOrder(field) => write!(f, "{}: has no more and less; leave the sign out", field.name())?,
            Fault::OpenQuote => f.write_str("this quote is not closed")?,
            Fault::OpenExpression => f.write_str("this expression is not closed: it ends with /")?,
            Fault::BadExpression(why) => write!(f, "this expression cannot be used: {why}")?,
            Fault::OpenGroup => f.write_str("this bracket is not closed")?,
            Fault::StrayBracket => f.write_str("this bracket was not opened")?,
            Fault::EmptyGroup => f.write_str("nothing stands between these brackets")?,
            Fault::NoWords => f.write_str("there is no word in this")?,
            Fault::Lonely(word) => {
                write!(f, "something must stand beside {word}; to look for the word, write it in small letters")?
            }
            Fault::EarlyStar => f.write_str("a star stands at the end of a word: kosov*")?,
            Fault::NearNothing => f.write_str("two different words at least must stand near each other")?,
            Fault::TooFar => write!(f, "near is at most {} words", super::FARTHEST)?,
        }
        match &self.suggestion {
            Some(meant) => write!(f, "; did you mean {meant}?"),
            None => match &self.fault {
                Fault::UnknownField(_) => f.write_str("; to look for the word with its colon, put it in quotes"),
                _ => Ok(()),
            },
        }
    }
}

fn write_bad_value(f: &mut fmt::Formatter<'_>, field: Field, value: &str) -> fmt::Result {
    match field.kind() {
        Kind::Date => write!(f, "{value} is no date: write 2006, 2006-11, 2006-11-20, or a range with .. between"),
        Kind::Decl => write!(f, "{value} is neither a date nor due, passed, none, exempt or a code such as 25X1"),
        Kind::Level => {
            write!(f, "{value} is no marking: write a level (U, SBU, LOU, R, C, S, TS), controls, or both: S//NF")
        }
        Kind::Precedence => write!(f, "{value} is no precedence: write routine, priority, immediate, niact or flash"),
        Kind::Id => write!(f, "{value} is no id: write 06ROME3128, or ROME3128 for any year"),
        Kind::OneOf(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            write!(f, "{}: knows {}, and not {value}", field.name(), words.join(", "))
        }
        Kind::Code => write!(f, "{value} is no code; for one of two write (tag:PREL OR tag:PGOV)"),
        Kind::Words | Kind::Name => write!(f, "{value} holds no word"),
    }
}

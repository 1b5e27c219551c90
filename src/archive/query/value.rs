//! What stands behind a field: one reading for each kind of value.

use super::ast::{Compare, Dates, IdTest, Pattern, Test};
use super::error::Fault;
use super::{FARTHEST, Field, Kind, Period};
use crate::archive::words::plain_words;
use crate::cable::{CanonicalId, Level, Precedence, canonical_id, mark, table};

/// Names of levels, by which they are asked for.
pub(super) const LEVELS: &[(&str, Level)] = &[
    ("U", Level::Unclassified),
    ("SBU", Level::Controlled),
    ("LOU", Level::LimitedOfficialUse),
    ("R", Level::Restricted),
    ("C", Level::Confidential),
    ("S", Level::Secret),
    ("TS", Level::TopSecret),
    ("UNCLASSIFIED", Level::Unclassified),
    ("UNCLAS", Level::Unclassified),
    ("SENSITIVE", Level::Controlled),
    ("FOUO", Level::Controlled),
    ("CUI", Level::Controlled),
    ("RESTRICTED", Level::Restricted),
    ("CONFIDENTIAL", Level::Confidential),
    ("SECRET", Level::Secret),
    ("TOPSECRET", Level::TopSecret),
    ("LIMITED OFFICIAL USE", Level::LimitedOfficialUse),
    ("SENSITIVE BUT UNCLASSIFIED", Level::Controlled),
    ("TOP SECRET", Level::TopSecret),
];

/// Names of precedences; the first of each is printed.
pub(super) const PRECEDENCES: &[(&str, Precedence)] = &[
    ("routine", Precedence::Routine),
    ("priority", Precedence::Priority),
    ("immediate", Precedence::Immediate),
    ("niact", Precedence::NiactImmediate),
    ("flash", Precedence::Flash),
    ("niact immediate", Precedence::NiactImmediate),
    ("R", Precedence::Routine),
    ("P", Precedence::Priority),
    ("O", Precedence::Immediate),
    ("Z", Precedence::Flash),
];

/// What can become of a classification.
pub(super) const DECL_STATES: &[&str] = &["due", "passed", "none", "exempt"];

/// The question that a value means, `None` where it holds nothing to ask for. `quoted` values are words as they stand.
pub(super) fn test(field: Field, compare: Compare, value: &str, quoted: bool) -> Result<Option<Test>, Fault> {
    let bad = || Fault::BadValue(field, value.to_owned());
    if compare != Compare::Is && !matches!(field.kind(), Kind::Level | Kind::Precedence | Kind::Date | Kind::Decl) {
        return Err(Fault::NoOrder(field));
    }
    let found = match field.kind() {
        Kind::Words => return phrase(value, quoted).map(|pattern| pattern.map(Test::Words)),
        Kind::Name => Test::Name(name(field, value).ok_or_else(bad)?),
        Kind::Code => code(field, value).ok_or_else(bad)?,
        Kind::Level => level(compare, value).ok_or_else(bad)?,
        Kind::Precedence => {
            let known = PRECEDENCES.iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).ok_or_else(bad)?;
            Test::Precedence { compare, with: known.1 }
        }
        Kind::Date => Test::Dates(dates(field, compare, value).ok_or_else(bad)??),
        Kind::Decl => match dates(field, compare, value) {
            Some(dates) => Test::Dates(dates?),
            None if compare != Compare::Is => return Err(bad()),
            None => declassification(value).ok_or_else(bad)?,
        },
        Kind::Id => Test::Id(id(value).ok_or_else(bad)?),
        Kind::OneOf(words) => {
            let known = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).ok_or_else(bad)?;
            Test::OneOf(known.0)
        }
    };
    Ok(Some(found))
}

/// Words next to each other, the last with a star perhaps. Without quotes, signs that make no word ask for nothing.
pub(super) fn phrase(text: &str, quoted: bool) -> Result<Option<Pattern>, Fault> {
    let bare = text.trim_end_matches('*');
    let open = bare.len() < text.len() && bare.ends_with(|c: char| c.is_alphanumeric());
    if !quoted && bare.contains('*') && !plain_words(text).is_empty() {
        return Err(Fault::EarlyStar);
    }
    match plain_words(text) {
        words if !words.is_empty() => Ok(Some(Pattern::Phrase { words, open })),
        _ if quoted => Err(Fault::NoWords),
        _ => Ok(None),
    }
}

/// Words near each other.
pub(super) fn near(text: &str, distance: &str) -> Result<Pattern, Fault> {
    let distance = distance.parse().ok().filter(|n| *n <= FARTHEST).ok_or(Fault::TooFar)?;
    let mut words = plain_words(text);
    words.sort();
    words.dedup();
    if words.len() < 2 { Err(Fault::NearNothing) } else { Ok(Pattern::Near { words, distance }) }
}

fn name(field: Field, value: &str) -> Option<String> {
    let post = (field == Field::Post).then(|| table::canonical_post(value, None)).flatten();
    post.map(|post| post.short.to_owned()).or_else(|| letters(value))
}

/// The letters and figures of a name in capitals; `None` where it has none.
pub(super) fn letters(name: &str) -> Option<String> {
    let letters = plain_words(name).concat().to_uppercase();
    (!letters.is_empty()).then_some(letters)
}

fn code(field: Field, value: &str) -> Option<Test> {
    let bare = value.strip_suffix('*').unwrap_or(value);
    let is_code = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let code = if field == Field::Lint { bare.to_ascii_lowercase() } else { bare.to_ascii_uppercase() };
    is_code.then_some(Test::Code { code, open: bare.len() < value.len() })
}

fn level(compare: Compare, value: &str) -> Option<Test> {
    let value = value.to_uppercase();
    let (head, rest) = value.split_once('/').unwrap_or((&value, ""));
    let known = LEVELS.iter().find(|(word, _)| *word == head.trim()).map(|(_, level)| *level);
    let controls = if known.is_some() { rest } else { &value };
    let controls = mark::controls(controls)?;
    // Controls have no order.
    let fits = known.is_some() || (!controls.is_empty() && compare == Compare::Is);
    fits.then_some(Test::Level { compare, level: known, controls })
}

/// `None` for what is no date, an error for a range that cannot be.
fn dates(field: Field, compare: Compare, value: &str) -> Option<Result<Dates, Fault>> {
    let Some((from, to)) = value.split_once("..") else {
        let period = Period::parse(value)?;
        return match (field, compare, period) {
            (Field::Before, Compare::Is, period) => Some(Ok(Dates::One(Compare::Below, period))),
            (Field::After, Compare::Is, period) => Some(Ok(Dates::One(Compare::Above, period))),
            (Field::Before | Field::After, ..) => None,
            (Field::Year, _, Period::Month(_) | Period::Day(_)) => None,
            _ => Some(Ok(Dates::One(compare, period))),
        };
    };
    let end = |text: &str| if text.is_empty() { Some(None) } else { Period::parse(text).map(Some) };
    let (from, to) = (end(from)?, end(to)?);
    if compare != Compare::Is || matches!(field, Field::Before | Field::After) || (from.is_none() && to.is_none()) {
        return None;
    }
    if from.zip(to).is_some_and(|(from, to)| from.first() > to.last()) {
        return Some(Err(Fault::BackwardRange));
    }
    Some(Ok(Dates::Range(from, to)))
}

fn declassification(value: &str) -> Option<Test> {
    if let Some(state) = DECL_STATES.iter().find(|state| state.eq_ignore_ascii_case(value)) {
        return Some(Test::State(state));
    }
    let code = value.to_ascii_uppercase();
    let known = table::declassification_code(&code, None).is_some();
    let looks = code.len() >= 2 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && code.contains('X');
    (known || looks).then_some(Test::Code { code, open: false })
}

/// An id in any spelling, with or without the year.
pub(super) fn id(text: &str) -> Option<IdTest> {
    if let Some(CanonicalId { year, post, serial }) = canonical_id(text) {
        return Some(IdTest { year: Some(year), post: post.into_owned(), serial });
    }
    id_without_year(text)
}

/// `ROME 3128`: the name of a post and a number.
pub(super) fn id_without_year(text: &str) -> Option<IdTest> {
    let text = text.trim();
    let (post, end) = table::post_at(text, None)?;
    let serial = text.get(end..)?.trim_start_matches([' ', '-', '#', '_']);
    let fits = !serial.is_empty() && serial.len() <= 9 && serial.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| serial.parse().ok())?.map(|serial| IdTest { year: None, post: post.short.to_owned(), serial })
}

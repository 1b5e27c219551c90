//! One reference to a cable: `[year] post [#]serial[/year]`, as people write it.

use std::borrow::Cow;

use super::super::words::{Ends, Signs, strip_prefix_ci};
use super::super::{id, table};
use super::dtg::full_year;
use super::reference_kind::is_report_number;
use super::references::{LastPost, Own};

/// A cable that a reference names.
pub(super) struct FoundCable {
    /// Canonical id.
    pub(super) id: String,
    /// Its post, in the spelling of ids.
    pub(super) post: Cow<'static, str>,
    /// The year that a following reference without a post takes over.
    pub(super) year: Option<i16>,
}

/// `[year] post [#]serial[/year]`. With `guess`, a name in capitals that is no known post counts as one.
pub(super) fn cable<'t>(here: &'t str, own: Own<'_>, guess: bool) -> Option<(FoundCable, &'t str)> {
    let here = without_level(here);
    let (year, named) = leading_year(here);
    let known = table::post_at(named, year.or(own.year))
        .map(|(post, len)| (Cow::Borrowed(post.short), named.get(len..).unwrap_or("")));
    // `H) OSLO B. 161`: the system that printed the list put a label of its own before each line.
    let known = known.map(|(post, behind)| (post, without_label(behind)));
    // `OSLO (05) 42`: the year may stand between them in brackets.
    let (between, known) = match known {
        Some((post, behind)) => {
            let (year, behind) = year_in_brackets(behind);
            (year, Some((post, behind)))
        }
        None => (None, None),
    };
    let year = year.or(between);
    // The known name may be a part of a longer one that is cut short (`RIO DE JAN`), so a number must follow.
    let numbered = |(post, behind)| serial(behind).map(|(serial, behind)| (post, serial, behind));
    // A year behind words that are no known post is a year: `INCSR BRAZIL 2008`.
    let dated = |post: &str, serial: &str| table::post(post).is_none() && is_recent_year(serial, own);
    let guessed = || {
        let found = if guess { unknown_post(named, year.or(own.year)).and_then(numbered) } else { None };
        found.filter(|(post, serial, _)| !dated(post, serial))
    };
    let (post, serial, behind) = known.and_then(numbered).or_else(guessed)?;
    // `SAO PAULO 00000161 001.3 OF 005` is a page line that a web page joined with the list.
    let page = behind.trimmed_start();
    let is_page = serial.len() >= 5
        && page.starts_with(|c: char| c.is_ascii_digit())
        && page.as_bytes()[..page.len().min(12)].windows(4).any(|word| word.eq_ignore_ascii_case(b" OF "));
    if is_page || is_day(serial, behind, own, guess) {
        return None;
    }
    let (year, serial, behind) = match (year, year_before_serial(serial, behind)) {
        (None, Some((year, serial, behind))) => (Some(year), serial, behind),
        (Some(year), _) => (Some(year), serial, behind),
        (None, None) => {
            let (year, behind) = trailing_year(serial, behind);
            (year, serial, behind)
        }
    };
    Some((found(post, year.or(own.year), serial)?, behind))
}

/// How far the words at the start of `here` reach, with the figures of a year before them, and whether a number may follow them
/// or their last one, without which they name no cable.
pub(super) fn run_of_words(here: &str) -> (usize, bool) {
    let bytes = here.as_bytes();
    let year =
        bytes.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b')' | b'\'')).count();
    let is_word = |byte: &&u8| {
        byte.is_ascii_alphabetic()
            || byte.is_ascii_whitespace()
            || matches!(byte, b'-' | b'.' | b'\'' | 0x0b)
            || !byte.is_ascii()
    };
    let run = year + bytes[year..].iter().take_while(is_word).count();
    (run, matches!(bytes[run..], [b'0'..=b'9' | b'#' | b':' | b'(', ..] | [b')', b' ', b'0'..=b'9', ..]))
}

/// ` (05) 42`: a year in brackets before a number.
fn year_in_brackets(behind: &str) -> (Option<i16>, &str) {
    let year = || {
        let (figures, rest) = behind.trimmed_start().strip_prefix('(')?.split_once(')')?;
        let year = figures.parse().ok().filter(|_| matches!(figures.len(), 2 | 4)).map(full_year)?;
        rest.trimmed_start().starts_with(|c: char| c.is_ascii_digit()).then_some((Some(year), rest))
    };
    year().unwrap_or((None, behind))
}

/// Whether figures are a day and not the number of a cable: `OSLO DAILY 7/13/09`; with two figures behind the slash,
/// `OSLO 10/23 E-MAIL`, among words that speak of something else, or where the year would be yet to come.
fn is_day(figures: &str, behind: &str, own: Own<'_>, guess: bool) -> bool {
    let day = |figures: &str| figures.parse().is_ok_and(|day: i16| day <= 31).then_some(figures.len());
    let Some(rest) = behind.strip_prefix('/').filter(|_| matches!(day(figures), Some(1 | 2))) else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year = || rest[..digits].parse().map(full_year);
    let to_come = || own.year.zip(year().ok()).is_some_and(|(own, year)| year > own);
    rest[digits..].starts_with('/') || matches!(day(&rest[..digits]), Some(1 | 2)) && (!guess || to_come())
}

/// `10/12/06`, `10/12/2006`: behind a reference it dates that.
pub(super) fn is_date(here: &str) -> bool {
    let mut parts = here.split('/').map(|part| part.bytes().take_while(u8::is_ascii_digit).count());
    let figures = [parts.next(), parts.next(), parts.next()];
    matches!(figures, [Some(1 | 2), Some(1 | 2), Some(2 | 4)])
}

/// What stands behind a label that is followed by figures: ` B. 161`.
fn without_label(behind: &str) -> &str {
    match behind.trimmed_start().as_bytes() {
        [b'A'..=b'Z', b'.' | b')', b' ', b'0'..=b'9', ..] => &behind.trimmed_start()[2..],
        _ => behind,
    }
}

/// Whether four figures are the year of the cable or one of the few before it.
fn is_recent_year(figures: &str, own: Own<'_>) -> bool {
    const FEW: i16 = 5;
    let year = figures.parse::<i16>().ok().filter(|_| figures.len() == 4);
    own.year.zip(year).is_some_and(|(own, year)| (own - FEW..=own).contains(&year))
}

/// `UNCLASS ROME 12`: some tell the level of what they refer to.
fn without_level(here: &str) -> &str {
    const LEVELS: &[&str] = &["UNCLASSIFIED ", "UNCLASS ", "UNCLAS ", "CONFIDENTIAL ", "SECRET "];
    LEVELS.iter().find_map(|level| here.strip_prefix(level)).map_or(here, Ends::trimmed_start)
}

/// A number alone: it goes on with the post named before it, or with the cable's own.
pub(super) fn implied_cable<'t>(here: &'t str, own: Own<'_>, last: Option<&LastPost>) -> Option<(FoundCable, &'t str)> {
    let digits = here.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &here[digits..];
    let alone = behind.is_empty()
        || behind.trimmed_start().is_empty()
        || behind.trimmed_start().starts_with([',', ';', '(', ')', '/']);
    // `REPORT FOR FEBRUARY 17 B. 2006`: a date that was cut at its comma. `314/07696-07` is a report.
    let is_year = own.year.is_some_and(|year| here.trimmed_end().parse() == Ok(year))
        || last.is_none() && is_recent_year(here.trimmed_end(), own);
    if !(2..=7).contains(&digits) || !alone || is_year || is_report_number(here) || is_date(here) {
        return None;
    }
    let (post, year) = match last {
        Some(last) => (last.post.clone(), last.year),
        None => (Cow::Owned(own.post.filter(|_| digits >= 3)?.to_owned()), own.year),
    };
    found(post, year.or(own.year), &here[..digits]).map(|found| (found, behind))
}

fn found(post: Cow<'static, str>, year: Option<i16>, serial: &str) -> Option<FoundCable> {
    let digit = |byte: u8| if matches!(byte, b'O' | b'o') { Some(0) } else { char::from(byte).to_digit(10) };
    let add = |number: u32, byte: u8| number.checked_mul(10)?.checked_add(digit(byte)?);
    let id = id::written(year?, &post, serial.bytes().try_fold(0, add)?);
    Some(FoundCable { id, post, year })
}

/// `05 STATE`, `2005 STATE`, `05STATE`: two or four figures before a name.
pub(super) fn leading_year(here: &str) -> (Option<i16>, &str) {
    let bare = strip_prefix_ci(here, "FY").unwrap_or(here).trim_start_matches('\'');
    // `O4` for `04`.
    let zero = usize::from(bare.starts_with('O'));
    let digits = zero + bare[zero..].bytes().take_while(u8::is_ascii_digit).count();
    // `(08) SAO PAULO 581`: the opening bracket is gone already.
    let behind = bare[digits..].without_at_start(const { Signs::new(" -)") });
    let named = behind.starts_with(|c: char| c.is_ascii_alphabetic());
    match (digits, named) {
        (2 | 4, true) => match bare[zero..digits].parse().map(full_year) {
            Ok(year) if (1950..=2065).contains(&year) => (Some(year), behind),
            _ => (None, here),
        },
        _ => (None, here),
    }
}

/// `STATE 07 12345`, `STATE 07-12345`: the year may stand between post and number. A number of a cable with only two figures
/// is not followed by another of three or more.
fn year_before_serial<'t>(figures: &str, behind: &'t str) -> Option<(i16, &'t str, &'t str)> {
    let full = figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20"));
    let year = figures.parse().ok().filter(|_| figures.len() == 2 || full).map(full_year)?;
    let rest = behind.strip_prefix([' ', '-'])?;
    let (serial, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    let ends = behind.trimmed_start().is_empty() || behind.starts_with([' ', ',', ';', ')', '.']);
    let least = if full { 2 } else { 3 };
    // `OSLO 1917 03 ROME 9303`: the year of the next cable.
    let ends = ends && (serial.len() > 2 || !super::references::opens_with_post(behind));
    (ends && (least..=7).contains(&serial.len())).then_some((year, serial, behind))
}

/// `PANAMA 00789/08`, `AMMAN 07718 99`, `CAIRO 2397 (2009)`, `OSLO 142-05`, though `OSLO 142-45` is a range.
fn trailing_year<'t>(serial: &str, behind: &'t str) -> (Option<i16>, &'t str) {
    let bracketed = behind.trimmed_start().strip_prefix('(');
    let last_two =
        |figures: &str| figures.get(figures.len().saturating_sub(2)..).and_then(|last| last.parse::<u8>().ok());
    let hyphened = || {
        let rest = behind.strip_prefix('-')?;
        let year = rest.get(..2)?.parse::<u8>().ok()?;
        last_two(serial).filter(|last| year < *last).map(|_| rest)
    };
    let rest = bracketed.or_else(|| behind.strip_prefix(['/', ' '])).or_else(hyphened).unwrap_or(behind);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let end = &rest[digits..];
    let (ends, behind_year) = match bracketed {
        Some(_) => (end.starts_with(')'), end.get(1..).unwrap_or("")),
        None => (end.trimmed_start().is_empty() || end.starts_with([',', ';', ')', ' ']), end),
    };
    // `LIMA 730 04 OSLO 3949`: the year of the next cable, unless the last one has its year behind it too.
    let of_next = || {
        let last = behind.trimmed_end().rsplit(' ').next().unwrap_or("");
        let year_ends = last.len() == 2 && last.bytes().all(|b| b.is_ascii_digit());
        behind.starts_with(' ') && super::references::opens_with_post(end.trimmed_start()) && !year_ends
    };
    let is_year = digits == 2 && (bracketed.is_some() || !of_next()) || digits == 4 && bracketed.is_some();
    let year = rest[..digits].parse().ok().map(full_year).filter(|year| (1950..=2065).contains(year));
    match year.filter(|_| rest.len() < behind.len() && is_year && ends) {
        Some(year) => (Some(year), behind_year),
        None => (None, behind),
    }
}

/// A name in capitals before a number that is no known post as it stands: misspelt, cut short, or unknown.
fn unknown_post(text: &str, year: Option<i16>) -> Option<(Cow<'static, str>, &str)> {
    let letters = text
        .char_indices()
        .take(30)
        .take_while(|(_, c)| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '.' | '\''))
        .count();
    let name = text[..letters].without_at_end(const { Signs::new(" -.'") });
    let behind = &text[name.len()..];
    // Types and series have a hyphen before their figures: `F-5`.
    if !behind.without_at_start(const { Signs::new(" #") }).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(post) = table::canonical_post(name, year) {
        return Some((Cow::Borrowed(post.short), behind));
    }
    // `UNCLASS USDA FAS 57863`, `SECDEF MSG DTG 301601`: the words before a known name are no part of it, and months
    // and the like name no post.
    const NO_POSTS: &[&str] = &[
        "DTG",
        "MSG",
        "IIR",
        "OSC",
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
        "DATED",
        "PARA",
        "PARAGRAPH",
        "POINTS",
        "UNSCR",
        "CASE",
        "NUMBER",
        "SECTION",
        "ARTICLE",
        "REPORT",
        "NOTAL",
        "PREVIOUS",
        "THROUGH",
        "THRU",
    ];
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let capitals = !name.bytes().any(|b| b.is_ascii_lowercase());
    let no_post = name.split([' ', '-', '.']).any(|word| NO_POSTS.contains(&word));
    (capitals && !no_post && (4..=20).contains(&letters) && name.split(' ').count() <= 3)
        .then(|| (Cow::Owned(name.chars().filter(char::is_ascii_alphabetic).collect()), behind))
}

/// A serial number: one to seven figures, `#` or `NO.` before it, an O among them for a zero.
pub(super) fn serial(text: &str) -> Option<(&str, &str)> {
    let text = text.without_at_start(const { Signs::new(" -#.':\u{a0}") });
    let text = strip_prefix_ci(text, "NO.").map_or(text, Ends::trimmed_start);
    let len = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o')).count();
    let digits = text[..len].bytes().filter(u8::is_ascii_digit).count();
    // `12B. OSLO`: a label.
    let labelled = || matches!(text.as_bytes()[len..], [b'B'..=b'Z', b'.' | b')', ..]);
    let ends = !text[len..].starts_with(|c: char| c.is_alphabetic() && c != 'a' && c != 'A') || labelled();
    (digits > 0 && len <= 8 && ends).then(|| text.split_at(len))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_names_a_cable_has_a_number_behind_its_words(
            here in "(UNCLASS |FY|')?(O5|05|2005|5|)[ )-]?(ROME|New Delhi|N'DJAMENA|São Paulo|ROME B|BOATS|F-|ROM[A-Z]{0,3}|[A-Z .'-]{0,8})\
                ( |\u{a0}|\t)?(B[.)] |NO\\. ?|#|:|\\(05\\)|O|, |/|&)?[0-9]{0,3}( |/|,)?[A-Z0-9]{0,4}",
            guess in proptest::bool::ANY,
        ) {
            let own = Own { id: None, year: Some(2006), post: Some("ROME") };
            let (run, numbered) = run_of_words(&here);
            let starts = here[..run].rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]);
            for at in starts.filter(|_| !numbered) {
                prop_assert!(cable(&here[at..], own, guess).is_none(), "{}", here);
            }
        }
    }
}

//! Who classified: names among titles, `Deputy Chief of Mission Jane Doe` and `Jane Doe, DCM, Embassy Rome`.
//!
//! Names stand before, behind or between titles, with or without commas. Nothing tells a name from a title but its
//! words: what is none of [`TITLE_WORDS`], nor made of their pieces, nor a misspelling of one, can belong to a name.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::super::search::Needle;
use super::super::table::{self, Map, Post, folding::is_near};
use super::super::words::{Ends, Joined, Signs, offset_in, strip_prefix_ci};
use crate::text::Value;

/// A name as it was written; `Doe, Jane` has the family name first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'a> {
    Written(&'a str),
    Turned { family: &'a str, given: &'a str },
}

impl Name<'_> {
    pub(super) fn value(self, text: &str, joined: &Joined) -> Value {
        match self {
            Name::Written(name) => {
                let value = joined.value(text, name);
                // Not the comma of `Doe, Jr.`
                match name.find(',').filter(|at| is_apostrophe(name, *at)) {
                    Some(_) => Value::reading(value.span, name.replace(',', "'")),
                    None => value,
                }
            }
            Name::Turned { family, given } => {
                let span = joined.value(text, family).span.to(joined.value(text, given).span);
                Value::reading(span, format!("{given} {family}"))
            }
        }
    }
}

/// Names and the title beside the first of them.
pub(super) fn read(person: &str) -> (Vec<Name<'_>>, Option<&str>) {
    let person = person.without(const { Signs::new(" ,;:-(") });
    let mut names = Vec::new();
    let mut title = None;
    let segments = segments(person);
    if let Some(turned) = family_first(&segments) {
        return (vec![turned], segments.get(2).copied());
    }
    // Segments between commas are a name, a title, or a title with the name at its end.
    for segment in segments {
        for (at, part) in halves(segment, names.is_empty()).into_iter().flatten().enumerate() {
            let wanted = names.is_empty() || at > 0;
            let (name, beside) = if wanted { split_segment(part) } else { (None, Some(part)) };
            names.extend(name.map(Name::Written));
            title = title.or(beside);
        }
    }
    (names, title)
}

/// `Doe, Jane, Ambassador, ...`: the form that a template of 2009 and 2010 made.
fn family_first<'a>(segments: &[&'a str]) -> Option<Name<'a>> {
    let [family, given, title, ..] = segments else { return None };
    let one_name = |segment: &str| !segment.contains(' ') && is_name_word(segment) && !is_initial(segment);
    let is_title = title.split(' ').all(is_title_word);
    (one_name(family) && one_name(given) && is_title).then_some(Name::Turned { family, given })
}

/// Two persons in one segment: `Chief Jane Doe and Poloff John Roe`. The first half has a name already where `named` is
/// false, so that the second must begin with a title.
fn halves(segment: &str, named: bool) -> [Option<&str>; 2] {
    const AND: Needle = Needle::new(" AND ");
    let full = |part: &str| {
        let (name, title) = split_segment(part);
        let of =
            title.is_some_and(|title| ["FOR", "OF"].iter().any(|word| last_word(title).eq_ignore_ascii_case(word)));
        name.is_some_and(|name| name.split(' ').count() > 1) && !of
    };
    let cut =
        AND.find(segment).map(|at| (&segment[..at], &segment[at + AND.word().len()..])).filter(|(first, second)| {
            let titled = second.split(' ').next().is_some_and(is_title_word);
            full(second) && if named { full(first) } else { titled }
        });
    match cut {
        Some((first, second)) => [Some(first), Some(second)],
        None => [Some(segment), None],
    }
}

/// Cuts at commas and the like, but keeps `, Jr.` and `, III` with the name before it.
fn segments(person: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in person.char_indices() {
        let rest = person[at + c.len_utf8()..].trimmed_start();
        let suffix = ["JR", "SR", "II", "III", "IV"].iter().any(|word| {
            strip_prefix_ci(rest, word).is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()))
        });
        // A full stop ends a sentence only behind a longer word that is no abbreviation.
        let stop = c == '.'
            && person[at + 1..].starts_with(' ')
            && last_word(&person[..at]).len() > 3
            && !is_title_word(last_word(&person[..at]));
        if (matches!(c, ',' | ';' | ':') && !suffix && !is_apostrophe(person, at)) || stop {
            out.push(&person[start..at]);
            start = at + c.len_utf8();
        }
    }
    out.push(&person[start..]);
    out.into_iter().map(Ends::trimmed).filter(|segment| !segment.is_empty()).collect()
}

/// Whether the comma at `at` stands for an apostrophe, as in some systems' characters: `O,Grady`.
fn is_apostrophe(person: &str, at: usize) -> bool {
    let begins = ["O", "D"].iter().any(|letter| last_word(&person[..at]) == *letter);
    begins && person[at + 1..].starts_with(|c: char| c.is_ascii_uppercase())
}

/// The name in a segment, which is its last run of name words, and the title before or behind it.
fn split_segment(segment: &str) -> (Option<&str>, Option<&str>) {
    let words: Vec<&str> = segment.split(' ').filter(|word| !word.is_empty()).collect();
    // A bracket behind the name is a note: `J. Dean Doe (acting)`.
    let Some(mut end) = words.iter().rposition(|word| is_name_word(word) && !word.starts_with('(')) else {
        return (None, Some(segment));
    };
    // `Damian R. Leader`: what stands last behind an initial is a family name, whatever else it means.
    if end + 2 == words.len() && is_initial(words[end]) && words[end + 1].starts_with(char::is_uppercase) {
        end += 1;
    }
    let mut start = end;
    // `ADCM Jane Doe`: beside a name in small letters a word in capitals is an abbreviation.
    let small = words[end].contains(char::is_lowercase);
    let is_abbreviation = |word: &str| small && word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    while start > 0
        && !is_abbreviation(words[start - 1])
        && (is_name_word(words[start - 1]) || is_bare_initial(&words, start - 1, end))
    {
        start -= 1;
    }
    // `Iran Regional Presence Office`: a place before its office.
    if start == end && words.get(end + 1).is_some_and(|behind| is_title_word(behind)) && is_place(words[end]) {
        return (None, Some(segment));
    }
    let (mut from, to) = (offset_in(segment, words[start]), offset_in(segment, words[end]) + words[end].len());
    // `AMB:DOE`: a title that is glued to the name.
    if let Some((head, _)) = words[start].split_once(':') {
        from += if is_title_word(head) { head.len() + 1 } else { 0 };
    }
    let name = segment[from..to].trim_matches([' ', ',', ':', ';', ')', '(', '"', '\u{2026}']);
    let name = if name.ends_with('.') && !ends_in_abbreviation(name) {
        name.without_at_end(const { Signs::new(".") })
    } else {
        name
    };
    let title = [&segment[..from], &segment[to..]]
        .into_iter()
        .map(|part| part.without(const { Signs::new(" ,:.()") }))
        .find(|part| !part.is_empty());
    ((!name.is_empty()).then_some(name), title)
}

/// Whether a word is a country or city with a post.
fn is_place(word: &str) -> bool {
    let names = |post: &'static Post| [post.city, post.country];
    table::posts().iter().flat_map(names).flatten().any(|name| name.eq_ignore_ascii_case(word))
}

/// Words of titles and offices, lower case, a line each. Abbreviations are those of the Department's offices and
/// positions.
static TITLE_WORDS: LazyLock<Map<&'static str, ()>> =
    LazyLock::new(|| include_str!("../../../assets/tables/title_words.txt").lines().map(|word| (word, ())).collect());

/// Pieces of which posts write titles as one word: `DepPolCouns`, `PolMC`, `EconOff`.
const PIECES: &[&str] = &[
    "chief",
    "couns",
    "counselor",
    "counsellor",
    "cons",
    "consul",
    "dcm",
    "dep",
    "deputy",
    "econ",
    "ec",
    "gen",
    "mc",
    "mil",
    "min",
    "minister",
    "off",
    "officer",
    "pol",
];

/// Long words of titles, which typists misspell.
const MISSPELT: &[&str] = &[
    "ambassador",
    "affaires",
    "affairs",
    "assistant",
    "commercial",
    "consular",
    "coordinator",
    "counselor",
    "counsellor",
    "director",
    "economic",
    "embassy",
    "general",
    "military",
    "minister",
    "mission",
    "officer",
    "political",
    "principal",
    "representative",
    "secretary",
];

/// Whether a word is one of a title or office.
fn is_title_word(word: &str) -> bool {
    let word = if word.contains('\\') { Cow::Owned(word.replace('\\', "")) } else { Cow::Borrowed(word) };
    let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';' | '(' | ')' | '"' | '-'));
    if bare.is_empty() {
        return true;
    }
    let lower = match bare.bytes().all(|b| b.is_ascii() && b != b',') {
        true => bare.to_ascii_lowercase(),
        false => bare.to_lowercase().replace('\u{2019}', "'").replace("d,aff", "d'aff"),
    };
    let known = |word: &str| TITLE_WORDS.contains_key(word);
    known(&lower)
        || is_of_pieces(&lower)
        || MISSPELT.iter().any(|title| is_misspelling(&lower, title))
        // Offices are written with slashes: `EUR/WE`, `S/CT`, `A/S`.
        || bare.contains('/') && bare.len() <= 14 && lower.split('/').all(|part| part.len() <= 4 || known(part))
        || bare.contains(['/', '-']) && lower.split(['/', '-']).all(|part| known(part) || part.len() <= 2 || is_of_pieces(part))
        || ["ambas", "couns", "d'aff"].iter().any(|start| lower.starts_with(start))
}

/// Whether a word is made of two or more of [`PIECES`].
fn is_of_pieces(word: &str) -> bool {
    if word.len() > 24 || !PIECES.iter().any(|piece| word.starts_with(piece)) {
        return false;
    }
    // How many pieces reach to each place, if any do.
    let mut reach = vec![None; word.len() + 1];
    reach[0] = Some(0);
    for at in 0..word.len() {
        let (Some(count), Some(rest)) = (reach[at], word.get(at..)) else { continue };
        for piece in PIECES.iter().filter(|piece| rest.starts_with(**piece)) {
            let end = &mut reach[at + piece.len()];
            *end = (*end).max(Some(count + 1));
        }
    }
    reach[word.len()].is_some_and(|count| count > 1)
}

/// Whether `word` is `title` but for a letter or two.
fn is_misspelling(word: &str, title: &str) -> bool {
    let allowed = if title.len() > 8 { 2 } else { 1 };
    // The first letter is hardly ever the wrong one, and names are many.
    if word.as_bytes().first() != title.as_bytes().first() || word.len().abs_diff(title.len()) > allowed {
        return false;
    }
    if is_near(word, title) {
        return true;
    }
    // The usual table of the letters to change, a row at a time.
    let mut row: Vec<usize> = (0..=title.len()).collect();
    for (i, a) in word.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in title.bytes().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[title.len()] <= allowed
}

/// Whether a word can belong to a name: a capital letter, an initial or a particle.
fn is_name_word(word: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "di", "da", "du", "el", "al", "le", "ii", "iii", "iv", "jr",
        "sr", "st",
    ];
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ':' | ';' | '(' | ')' | '"'));
    let letters = bare.without_at_end(const { Signs::new(".") });
    let particle = || PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(letters));
    let starts = letters.starts_with(char::is_uppercase);
    // A zero stands for the letter in copies that were read by machine.
    let figures = bare.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    !figures && (is_initial(bare) || particle() || starts && !is_title_word(bare))
}

/// `J.`, `A.I.`, but `a.i.` is `ad interim`.
fn is_initial(word: &str) -> bool {
    word.len() >= 2
        && word.split_terminator('.').all(|letter| letter.len() == 1 && letter.starts_with(char::is_uppercase))
        && word.ends_with('.')
        && word != "A.I."
}

/// `P` in `Amb. P Michael Doe`: an initial without its point stands before two more words of the name, and behind a
/// title, as a letter that is an office stands first or before another.
fn is_bare_initial(words: &[&str], at: usize, end: usize) -> bool {
    let word = words[at];
    word.len() == 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && end > at + 1
        && at.checked_sub(1).is_some_and(|before| is_title_word(words[before]) && words[before].len() > 2)
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '.']).next().unwrap_or("")
}

fn ends_in_abbreviation(name: &str) -> bool {
    let last = last_word(name.without_at_end(const { Signs::new(".") }));
    ["JR", "SR"].iter().any(|word| word.eq_ignore_ascii_case(last)) || last.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(person: &str, expected: &str) {
        let (names, title) = read(person);
        let names: Vec<String> = names
            .into_iter()
            .map(|name| match name {
                Name::Written(name) => name.to_owned(),
                Name::Turned { family, given } => format!("{given} {family}"),
            })
            .collect();
        assert_eq!(format!("{}|{}", names.join(" + "), title.unwrap_or("")), expected, "{person}");
    }

    #[test]
    fn names_among_titles() {
        check("Political Minister Counselor Jane Q. Doe", "Jane Q. Doe|Political Minister Counselor");
        check("Jane Doe, DCM, Embassy Rome, Dept of State.", "Jane Doe|DCM");
        check("Charge d'Affaires, a.i. Jane Doe", "Jane Doe|Charge d'Affaires");
        check("AMBASSADOR RICHARD L. DOE, III", "RICHARD L. DOE, III|AMBASSADOR");
        check("Ambassador John F. Doe, Jr.", "John F. Doe, Jr.|Ambassador");
        check("DCM J. Dean Doe (acting)", "J. Dean Doe|DCM");
        check("AMB:JDOE", "JDOE|AMB");
        check("Doe, Jane, DCM, State, Embassy Rome", "Jane Doe|DCM");
        check("Doe, Ambassador", "Doe|Ambassador");
        check("Amb. P Jane Doe", "P Jane Doe|Amb");
        check("T U/S Jane Q. Doe", "Jane Q. Doe|T U/S");
        check("Director, Iran Regional Presence Office, Jane Doe", "Jane Doe|Director");
        check("Counselor Daniel O,Doe", "Daniel O,Doe|Counselor");
        check("CDA Jane R. Leader", "Jane R. Leader|CDA");
        check("XDCM Jane Doe", "Jane Doe|XDCM");
        check("Ambassador", "|Ambassador");
        check("", "|");
    }

    #[test]
    fn two_persons() {
        check("Pol Chief Jane Doe and Poloff John Roe", "Jane Doe + John Roe|Pol Chief");
        check("AF JANE DOE, ACTING AND S/CT DAS JOHN ROE", "JANE DOE + JOHN ROE|AF");
        check(
            "Counselor for Economic and Political Affairs Jane Doe",
            "Jane Doe|Counselor for Economic and Political Affairs",
        );
        check("Ambassador Jane Doe, Adviser for Boats and Harbours", "Jane Doe|Ambassador");
    }

    #[test]
    fn words_of_titles() {
        for word in [
            "DepPolCouns",
            "PolMC",
            "PolChief",
            "Econoff",
            "EUR/WE",
            "Pol-Mil",
            "M-C",
            "Ambssador",
            "Couselor",
            "Misson",
            "Genreal",
            "d,Affaires",
        ] {
            assert!(is_title_word(word), "{word}");
        }
        for word in ["Amin", "Officiel", "Generoso", "Economou", "Polaschik", "McAllister", "Minton", "Genton", "Doe"] {
            assert!(!is_title_word(word), "{word}");
        }
    }
}

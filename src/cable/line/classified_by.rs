//! The authority: `Classified By: Deputy Chief of Mission Jane Doe, for reasons 1.4 (b) and (d).`
//!
//! Names stand before, behind or between titles, with or without commas; reasons stand behind `reason`, `per`,
//! `under` or nothing at all. Titles are told from names by their words: see `TITLE_WORDS`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::ClassifiedBy;
use super::super::words::{Fragments, Joined, find_ci, strip_prefix_ci};

/// Reads the words behind `Classified By`; `None` where there are none.
pub(in crate::cable) fn read(text: &str, words: &Fragments) -> Option<ClassifiedBy> {
    let joined = Joined::new(text, words);
    let whole = joined.as_str().trim();
    if whole.is_empty() {
        return None;
    }
    let authority = strip_opening(whole);
    let (person, reason) = split_reason(authority);
    let (names, title) = person_and_title(person);
    Some(ClassifiedBy {
        names: names.into_iter().map(|name| joined.value(text, name)).collect(),
        title: title.map(|title| joined.value(text, title)),
        reasons: reasons(reason),
        text: joined.value(text, whole),
    })
}

/// Some cables say it twice: `Classified By: Classified by ...`, `Classified By: (U) Classified by ...`.
fn strip_opening(mut text: &str) -> &str {
    loop {
        let rest = text.trim_start_matches([' ', ':', '.', ',', '-', '(', ';']);
        let rest = [
            "U) ",
            "C) ",
            "S) ",
            "1. ",
            "CLASSIFIED BY",
            "CLASSIFIED",
            "CLASSFIED BY",
            "CLASSIFED BY",
            "BY ",
            "DERIVED BY",
        ]
        .iter()
        .find_map(|opening| strip_prefix_ci(rest, opening))
        .unwrap_or(rest);
        if rest.len() == text.len() {
            return rest;
        }
        text = rest;
    }
}

/// Where the reasons begin. The words are met in many spellings; figures such as `1.4` end a name in any case.
fn split_reason(text: &str) -> (&str, &str) {
    const OPENINGS: &[&str] = &[
        "FOR REAS",
        "FOR THE REAS",
        "REASON",
        "RESON",
        "REAS0N",
        "PER ",
        "UNDER ",
        "BASED ON",
        "BASED UPON",
        "E.O.",
        "E.O ",
        "EO ",
        "1.4",
        "1.5",
        "1.2",
        "1.6",
        "IN ACCORDANCE",
        "FR REAS",
        "F0R ",
        "PURSUANT",
        "FOR 1.",
        "FOR RASON",
        "FOR RESON",
        "FOR SECTION",
        "DECL",
        "14 (",
    ];
    let at = OPENINGS
        .iter()
        .filter_map(|opening| {
            let mut from = 0;
            loop {
                let at = from + find_ci(text.get(from..)?, opening)?;
                // Not inside a word.
                if at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric() {
                    return Some(at);
                }
                from = at + 1;
            }
        })
        .min();
    let (head, tail) = text.split_at(at.unwrap_or(text.len()));
    (head, tail)
}

/// `1.4 (b) and (d)`, `1.5(B/D)`, `1.4 b, c, and d` → `1.4(b)`, `1.4(d)`.
pub(in crate::cable) fn reasons(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut section = None;
    let mut at = 0;
    while at < bytes.len() {
        if let Some((found, len)) = section_at(&text[at..]) {
            section = Some(found);
            at += len;
            continue;
        }
        let alone = |at: usize| {
            let before = at.checked_sub(1).map(|i| bytes[i]);
            let after = bytes.get(at + 1);
            !before.is_some_and(|b| b.is_ascii_alphabetic()) && !after.is_some_and(u8::is_ascii_alphabetic)
        };
        let letter = bytes[at].to_ascii_lowercase();
        if let Some(section) = section.filter(|_| (b'a'..=b'h').contains(&letter) && alone(at)) {
            let reason = format!("{section}({})", char::from(letter));
            if !out.contains(&reason) {
                out.push(reason);
            }
        } else if section.is_some()
            && bytes[at] == b'.'
            && !out.is_empty()
            && bytes.get(at + 1).is_none_or(|b| *b == b' ')
        {
            // The sentence ends; what follows speaks of something else.
            if !text[at + 1..].trim_start().starts_with(['(', '1']) {
                break;
            }
        }
        // Only ASCII is looked at, so every step lands on a character's border or inside one that is skipped.
        at += 1;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    out
}

/// `1.4`, `1.5`, `1,4`, `1. 4`, `14 (`: a section of the order.
fn section_at(text: &str) -> Option<(&'static str, usize)> {
    let rest = text.strip_prefix('1')?;
    let gap = rest.bytes().take_while(|b| matches!(b, b'.' | b',' | b' ')).count();
    let section = match rest.as_bytes().get(gap)? {
        b'4' => "1.4",
        b'5' => "1.5",
        b'6' => "1.6",
        b'2' => "1.2",
        b'3' => "1.3",
        _ => return None,
    };
    let end = 2 + gap;
    let fits = gap <= 2 && !text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
    (fits && (gap > 0 || text[end..].trim_start().starts_with('('))).then_some((section, end))
}

/// Words of titles and offices, lower case, a line each. What is none of these can belong to a name. Abbreviations are
/// those of the Department's offices and positions, misspellings those that real cables have.
static TITLE_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../assets/tables/title_words.txt").lines().collect());
/// Whether a word is one of a title or office.
fn is_title_word(word: &str) -> bool {
    let word = word.replace('\\', "");
    let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';' | '(' | ')' | '"' | '-'));
    if bare.is_empty() {
        return true;
    }
    let lower = bare.to_lowercase().replace('\u{2019}', "'").replace("d,affaires", "d'affaires");
    let known = |word: &str| TITLE_WORDS.contains(word);
    known(&lower)
        // Offices are written with slashes: `EUR/WE`, `S/CT`, `A/S`.
        || bare.contains('/') && bare.len() <= 14 && bare.split('/').all(|part| part.len() <= 4 || known(&part.to_lowercase()))
        || bare.split(['/', '-']).count() > 1 && lower.split(['/', '-']).all(|part| known(part) || part.len() <= 2)
        || lower.starts_with("ambas") || lower.starts_with("couns") || lower.starts_with("d'aff") || lower.starts_with("d,aff")
}

/// Whether a word can belong to a name: a capital letter, an initial or a particle.
fn is_name_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ':' | ';' | '(' | ')' | '"'));
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "di", "da", "du", "el", "al", "le", "ii", "iii", "iv", "jr",
        "sr", "st",
    ];
    let starts = bare.chars().next().is_some_and(char::is_uppercase);
    let initial = bare.len() <= 2 && starts;
    let particle = PARTICLES.contains(&bare.trim_end_matches('.').to_lowercase().as_str());
    (initial || particle || starts && !is_title_word(bare)) && !bare.bytes().any(|b| b.is_ascii_digit() && b != b'0')
}

/// Names and the title around them.
fn person_and_title(person: &str) -> (Vec<&str>, Option<&str>) {
    let person = person.trim_matches([' ', ',', ';', ':', '-', '(']);
    let mut names = Vec::new();
    let mut titles: Vec<&str> = Vec::new();
    // Segments between commas are a name, a title, or a title with the name at its end.
    for segment in segments(person) {
        let (name, title) = split_segment(segment, names.is_empty());
        match name {
            Some(name) if names.is_empty() => names.push(name),
            _ => {}
        }
        titles.extend(title);
    }
    let title = titles.into_iter().max_by_key(|title| title.len());
    (names, title)
}

/// Cuts at commas and the like, but keeps `, Jr.` and `, III` with the name before it.
fn segments(person: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in person.char_indices() {
        let rest = person[at + c.len_utf8()..].trim_start();
        let suffix = ["JR", "SR", "II", "III", "IV"].iter().any(|word| {
            strip_prefix_ci(rest, word).is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()))
        });
        // A full stop ends a sentence only behind a longer word that is no abbreviation.
        let stop = c == '.'
            && person[at + 1..].starts_with(' ')
            && last_word(&person[..at]).len() > 3
            && !is_title_word(last_word(&person[..at]));
        if (matches!(c, ',' | ';' | ':') && !suffix) || stop {
            out.push(&person[start..at]);
            start = at + c.len_utf8();
        }
    }
    out.push(&person[start..]);
    out.into_iter().map(str::trim).filter(|segment| !segment.is_empty()).collect()
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '.']).next().unwrap_or("")
}

/// Splits a segment at the border between title and name. The name is the last run of name words.
fn split_segment(segment: &str, wanted: bool) -> (Option<&str>, Option<&str>) {
    let words: Vec<&str> = segment.split(' ').filter(|word| !word.is_empty()).collect();
    if !wanted || words.is_empty() {
        return (None, Some(segment));
    }
    // A bracket behind the name is a note: `J. Dean Doe (acting)`.
    let Some(end) = words.iter().rposition(|word| is_name_word(word) && !is_title_word(word) && !word.starts_with('('))
    else {
        return (None, Some(segment));
    };
    let mut start = end;
    while start > 0
        && is_name_word(words[start - 1])
        && (!is_title_word(words[start - 1]) || is_initial(words[start - 1]))
    {
        start -= 1;
    }
    let (mut from, to) = (
        super::super::words::offset_in(segment, words[start]),
        super::super::words::offset_in(segment, words[end]) + words[end].len(),
    );
    // `AMB:DOE`, `A.I.DOE`: a title that is glued to the name.
    if let Some((head, _)) = words[start].split_once(':') {
        from += if is_title_word(head) { head.len() + 1 } else { 0 };
    }
    let name = segment[from..to].trim_matches([' ', ',', ':', ';', ')', '(', '"']);
    let name = if name.ends_with('.') && !ends_in_abbreviation(name) { name.trim_end_matches('.') } else { name };
    let title = [&segment[..from], &segment[to..]]
        .into_iter()
        .map(|part| part.trim_matches([' ', ',', ':', '.', '(', ')']))
        .find(|part| !part.is_empty());
    (Some(name), title)
}

fn is_initial(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    bare.len() == 1 && word.ends_with('.') && bare.bytes().all(|b| b.is_ascii_uppercase())
}

fn ends_in_abbreviation(name: &str) -> bool {
    let last = last_word(name.trim_end_matches('.'));
    ["JR", "SR"].iter().any(|word| word.eq_ignore_ascii_case(last)) || last.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::words::Join;

    fn check(line: &str, expected: &str) {
        let mut words = Fragments::default();
        words.push(line, line, Join::Blank);
        let got = read(line, &words).map_or("none".to_owned(), |it| {
            let names: Vec<_> = it.names.iter().map(|name| name.text(line)).collect();
            let title = it.title.as_ref().map_or("", |title| title.text(line));
            format!("{}|{title}|{}", names.join(" + "), it.reasons.join(" "))
        });
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn names_titles_and_reasons() {
        check(
            "Classified by Jane Q. Doe, Political Minister Counselor, for reasons 1.4 (b) and (d).",
            "Jane Q. Doe|Political Minister Counselor|1.4(b) 1.4(d)",
        );
        check("DCM JANE DOE FOR REASONS 1.5 (B, D)", "JANE DOE|DCM|1.5(b) 1.5(d)");
        check(
            "Political Counselor F. Daniel Doe for Reasons 1.4 (b) and (d)",
            "F. Daniel Doe|Political Counselor|1.4(b) 1.4(d)",
        );
        check(
            "Ambassador Richard L. Doe, III. Reasons: 1.4 (b) and (d).",
            "Richard L. Doe, III|Ambassador|1.4(b) 1.4(d)",
        );
        check("Charge d'Affaires Jane Doe per 1.4 b,d", "Jane Doe|Charge d'Affaires|1.4(b) 1.4(d)");
        check("DCM J. Dean Doe (acting) for reasons 1.4 (b)", "J. Dean Doe|DCM|1.4(b)");
        check("AMB:JDOE, Reasons 1.4 (b) and (c)", "JDOE|AMB|1.4(b) 1.4(c)");
        check("", "none");
    }
}

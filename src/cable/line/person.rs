//! Who classified: names among titles, `Deputy Chief of Mission Jane Doe` and `Jane Doe, DCM, Embassy Rome`.
//!
//! Names stand before, behind or between titles, with or without commas. Nothing tells a name from a title but its
//! words, for which see `person_words`.

use super::super::search::Needle;
use super::super::words::{Ends, Joined, Signs, offset_in, starts_with_word, strip_prefix_ci};
use super::person_words::{
    ends_title, is_family_too, is_first_name, is_initial, is_name_word, is_nearly_title_word, is_particle, is_place,
    is_title_word,
};
use crate::text::Value;

/// A name as it was written; `Doe, Jane` has the family name first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'a> {
    Written(&'a str),
    Turned { family: &'a str, given: &'a str },
}

impl<'a> Name<'a> {
    /// The same name, where its parts stand as they are `written`.
    pub(super) fn with<'b>(self, written: impl Fn(&'a str) -> &'b str) -> Name<'b> {
        match self {
            Name::Written(name) => Name::Written(written(name)),
            Name::Turned { family, given } => Name::Turned { family: written(family), given: written(given) },
        }
    }

    pub(super) fn value(self, text: &str, joined: &Joined<'_>) -> Value {
        match self {
            Name::Written(name) => {
                let value = joined.value(text, name);
                // Not the comma of `Doe, Jr.`
                match name.find(',') {
                    Some(at) if is_apostrophe(name, at) => Value::reading(value.span, name.replace(',', "'")),
                    Some(at) if is_point(name, at) => Value::reading(value.span, name.replace(',', ".")),
                    _ => value,
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
    if let Some((head, note)) = before_note(person) {
        let (names, title) = read_parts(head);
        if names.iter().any(|name| matches!(name, Name::Written(name) if is_full(name))) {
            return (names, title.or(Some(note).filter(|note| !note.is_empty())));
        }
    }
    read_parts(person)
}

/// `Jane Doe (Chief of Staff)`: what stands before a bracket, and in it, where no more of the name stands behind it.
fn before_note(person: &str) -> Option<(&str, &str)> {
    let (head, note) = person.split_once('(')?;
    let (note, behind) = note.split_once(')').unwrap_or((note, ""));
    let apart = behind.starts_with([',', ';']) || !behind.split(' ').any(is_name_word);
    apart.then_some((head.trim_end(), note.trim()))
}

fn read_parts(person: &str) -> (Vec<Name<'_>>, Option<&str>) {
    let mut names = Vec::new();
    let mut title: Option<&str> = None;
    let mut above = "";
    let segments = segments(person);
    if let Some(turned) = family_first(&segments) {
        return (vec![turned], segments.get(2).copied());
    }
    // Segments between commas are a name, a title, or a title with the name at its end.
    for segment in segments {
        let (joined, segment) = strip_prefix_ci(segment, "AND ").map_or((false, segment), |rest| (true, rest));
        for (at, part) in halves(segment, names.is_empty()).into_iter().flatten().enumerate() {
            let (name, beside) = split_segment(part);
            // `C...`: an extract broke off.
            let name = name.filter(|name| name.len() > 4 || !name.ends_with("..."));
            // What looked like a name may be a place or an office, if a whole name stands behind it.
            if let [Name::Written(first)] = names[..]
                && let Some(name) = name.filter(|name| is_full(name) && at == 0 && !joined)
                && (is_first_name(first_word(name)) && !is_full(first)
                    || name.trim_end_matches('.') == part.trim_end_matches('.')
                        && !is_place(name)
                        && is_office(first, person))
            {
                // The words beside it were a part of the title.
                title = title.filter(|title| !is_part_of(above, title)).or(beside).or(Some(above));
                names.clear();
            }
            let wanted = names.is_empty() || at > 0 || joined && name.is_some_and(is_full);
            if wanted {
                names.extend(name.map(Name::Written));
                title = title.or(beside);
            } else {
                title = title.or(Some(part));
            }
        }
        above = segment;
    }
    if let ([], Some(login)) = (&names[..], login(person)) {
        title = person[login.len()..].split(',').map(str::trim).find(|segment| !segment.is_empty());
        names.push(Name::Written(login));
    }
    (names, title)
}

/// Whether a name has more than one word.
fn is_full(name: &str) -> bool {
    name.contains(' ')
}

/// `jdoe, ECON, State`: the name by which somebody is known to a computer.
fn login(person: &str) -> Option<&str> {
    let (first, behind) = person.split_once(',')?;
    let is_one = first.len() > 3 && first.bytes().all(|b| b.is_ascii_lowercase()) && !is_title_word(first);
    let titled = behind.trim_start().split([' ', ',']).next().is_some_and(is_title_word);
    (is_one && titled).then_some(first)
}

/// `Doe, Jane, Ambassador, ...`: the form that a template of 2009 and 2010 made.
fn family_first<'a>(segments: &[&'a str]) -> Option<Name<'a>> {
    let [family, given, more @ ..] = segments else { return None };
    let one_name = |word: &str| is_name_word(word) && !is_initial(word);
    let (given_name, middle) = given.split_once(' ').unwrap_or((given, ""));
    let is_letter = |word: &str| word.trim_end_matches('.').len() <= 1;
    let titled = match more.first() {
        Some(title) => title.split(' ').all(is_title_word),
        None => is_first_name(given_name) && !is_first_name(family),
    };
    let names = !family.contains(' ') && one_name(family) && one_name(given_name) && middle.split(' ').all(is_letter);
    (names && titled).then_some(Name::Turned { family, given })
}

/// Two persons in one segment: `Chief Jane Doe and Poloff John Roe`, `Jane Doe/John Roe`. The first half has a name already where `named` is
/// false, so that the second must begin with a title.
fn halves(segment: &str, named: bool) -> [Option<&str>; 2] {
    const AND: Needle = Needle::new(" AND ");
    let full = |part: &str| {
        let (name, title) = split_segment(part);
        let of =
            title.is_some_and(|title| ["FOR", "OF"].iter().any(|word| last_word(title).eq_ignore_ascii_case(word)));
        name.is_some_and(is_full) && !of
    };
    let divides = |(first, second): &(&str, &str)| {
        let titled = is_title_word(first_word(second));
        full(second) && if named { full(first) } else { titled }
    };
    let cut = |(at, sign): (usize, &str)| (&segment[..at], &segment[at + sign.len()..]);
    // `Political and Economic Counselor Jane Doe and Poloff John Roe`
    let and = AND.all(segment).map(|at| cut((at, AND.word()))).find(divides);
    let sign = || {
        let mut signs = memchr::memchr2_iter(b'&', b'/', segment.as_bytes());
        signs.find_map(|at| Some(cut((at, segment.get(at..=at)?))).filter(divides))
    };
    match and.or_else(sign) {
        Some((first, second)) => [Some(first), Some(second)],
        None => [Some(segment), None],
    }
}

/// Cuts at commas and the like, but keeps `, Jr.` and `, III` with the name before it.
fn segments(person: &str) -> Vec<&str> {
    let mut out = Vec::with_capacity(4);
    let mut start = 0;
    let signs = person.bytes().enumerate().filter(|(_, byte)| matches!(byte, b',' | b';' | b':' | b'.'));
    for (at, sign) in signs {
        let (before, behind) = (&person[..at], &person[at + 1..]);
        let suffix = || {
            let rest = behind.trimmed_start();
            ["JR", "SR", "II", "III", "IV"].iter().any(|word| starts_with_word(rest, word))
        };
        // A full stop ends a sentence only behind a longer word that is no abbreviation.
        let stop = || behind.starts_with(' ') && last_word(before).len() > 3 && !is_title_word(last_word(before));
        let divides = || !suffix() && !is_apostrophe(person, at) && !is_point(person, at);
        if if sign == b'.' { stop() } else { divides() } {
            out.push(before[start..].trimmed());
            start = at + 1;
        }
    }
    out.push(person[start..].trimmed());
    out.retain(|segment| !segment.is_empty());
    out
}

/// Whether the comma at `at` stands for an apostrophe, as in some systems' characters: `O,Grady`.
fn is_apostrophe(person: &str, at: usize) -> bool {
    let begins = ["O", "D"].iter().any(|letter| last_word(&person[..at]) == *letter);
    begins && person[at + 1..].starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether the comma at `at` stands for the point of an initial: `Jane Q, Doe`.
fn is_point(person: &str, at: usize) -> bool {
    let (before, behind) = (&person[..at], person[at + 1..].trim_start());
    let letter = last_word(before);
    let given = last_word(before[..at - letter.len()].trim_end());
    let family = behind.split([',', ';', ':', '.']).next().unwrap_or("").trim_end();
    letter.len() == 1
        && letter.bytes().all(|b| b.is_ascii_uppercase())
        && is_first_name(given)
        && !family.contains(' ')
        && is_name_word(family)
}

/// The name in a segment, which is its last run of name words, and the title before or behind it.
fn split_segment(segment: &str) -> (Option<&str>, Option<&str>) {
    let mut words = Vec::with_capacity(8);
    words.extend(segment.split(' ').filter(|word| !word.is_empty()));
    // A bracket behind the name is a note: `J. Dean Doe (acting)`.
    let is_part = |word: &str| is_particle(word) && word.starts_with(char::is_lowercase);
    let Some(mut end) = words.iter().rposition(|word| is_name_word(word) && !is_part(word) && !word.starts_with('('))
    else {
        // `AMB/JDOE`
        let lone = glued(segment).filter(|name| words.len() == 1 && name.len() > 3);
        return (lone, Some(lone.map_or(segment, |name| segment[..segment.len() - name.len()].trim_end_matches('/'))));
    };
    // `Damian R. Leader`, `Jane West`: what stands last behind an initial or a given name is a family name, whatever else
    // it means. So is any longer word where a title ends before the given name: `Ambassador Jane Major`.
    let alone = || end.checked_sub(1).is_some_and(|before| ends_title(words[before]));
    if let Some(last) = words.get(end + 1).filter(|last| end + 2 == words.len() && last.starts_with(char::is_uppercase))
        && (is_initial(words[end])
            || is_first_name(words[end]) && (is_family_too(last) || is_family_by_place(last) && alone()))
    {
        end += 1;
    }
    let start = start_of_name(&words, end);
    // `Iran Regional Presence Office`, `Embassy Rome`: a place before its office or behind it, or alone.
    if words[start..=end].iter().rev().all(|word| is_place(word)) {
        let behind = words.get(end + 1).is_some_and(|behind| is_title_word(behind));
        let office = start.checked_sub(1).is_some_and(|before| is_office_of_place(words[before]));
        if words.len() == 1 || behind || office {
            return (None, Some(segment));
        }
    }
    let (mut from, to) = (offset_in(segment, words[start]), offset_in(segment, words[end]) + words[end].len());
    // `AMB:DOE`, `Ambassador/Jane Doe`: a title that is glued to the name.
    if let Some(tail) = glued(words[start]) {
        from += words[start].len() - tail.len();
    }
    let name = segment[from..to].trim_matches([' ', ',', ':', ';', ')', '(', '"', '\u{2026}']);
    // `Doe, Jr..` has the full stop of its sentence too.
    let doubled = name.strip_suffix("..").filter(|bare| !bare.ends_with('.') && ends_in_abbreviation(bare));
    let name = doubled.map_or(name, |bare| &name[..=bare.len()]);
    let name = if name.ends_with('.') && !ends_in_abbreviation(name) { name.trim_end_matches('.') } else { name };
    let title = [&segment[..from], &segment[to..]]
        .into_iter()
        .map(|part| part.without(const { Signs::new(" ,:.()/") }))
        .find(|part| !part.is_empty());
    ((!name.is_empty()).then_some(name), title)
}

/// Where the name begins of which the word at `end` is the last.
fn start_of_name(words: &[&str], end: usize) -> usize {
    let mut start = end;
    // `ADCM Jane Doe`: beside a name in small letters a word in capitals is an abbreviation.
    let small = words[end].contains(char::is_lowercase);
    let is_abbreviation = |word: &str| small && word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    while start > 0
        && !is_abbreviation(words[start - 1])
        && (is_name_word(words[start - 1])
            || is_bare_initial(words, start - 1, end)
            || is_cut_name(words, start - 1, end))
    {
        start -= 1;
    }
    // `CDA Leo Doe`, `Ambassador/Jane Doe`: a given name that is a word of titles too, or glued to one.
    if let Some(before) = start.checked_sub(1).filter(|_| start == end)
        && (is_first_name(words[before]) && before > 0 && ends_title(words[before - 1])
            || glued(words[before]).is_some_and(is_first_name))
    {
        return before;
    }
    // `Ambassador to Italy R. Doe`
    let to = start.checked_sub(1).is_some_and(|before| words[before].eq_ignore_ascii_case("TO"));
    if to && start < end && is_place(words[start]) {
        return start + 1;
    }
    // `Iran Wacther Ravenna Roe`: two words are left for the name behind what is nearly a title.
    if let Some(at) = (start..end.saturating_sub(1)).rev().find(|at| is_nearly_title_word(words[*at])) {
        return at + 1;
    }
    // `Iran Watcher Jane Doe`, `Ambassador to Italy Jane Doe`: words that no table knows, before a given name. Behind what
    // ends a title they belong to the name, unless they are a place.
    let begins = |word: &str| {
        is_first_name(word) && !is_particle(word)
            || is_initial(word)
            || word.len() == 1
            || word.starts_with(char::is_lowercase)
    };
    let strange = words[start..end].iter().take_while(|word| !begins(word)).count();
    let ended = start.checked_sub(1).is_some_and(|before| ends_title(words[before]));
    let given = start + strange;
    if strange > 0
        && given < end
        && is_first_name(words[given])
        && (!ended || words[start..given].iter().all(|word| is_place(word)))
    {
        return given;
    }
    start
}

/// Whether a word of titles may be a family name for standing where one is to be: no abbreviation, and nothing that posts
/// add behind a name.
fn is_family_by_place(word: &str) -> bool {
    let abbreviation = word.len() < 4 || word.contains(['.', '/']);
    !abbreviation
        && !["ACTING", "EMBASSY", "STATE", "MISSION", "CONSULATE"].iter().any(|no| no.eq_ignore_ascii_case(word))
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

/// `Mc` in `Jane Q. Mc Doe`, which is a title elsewhere.
fn is_cut_name(words: &[&str], at: usize, end: usize) -> bool {
    let given = || at.checked_sub(1).is_some_and(|before| is_initial(words[before]) || is_first_name(words[before]));
    at + 1 == end && words[at].eq_ignore_ascii_case("MC") && given()
}

/// What stands behind a title that is glued to it: `AMB:DOE`, `Ambassador-Jane`.
fn glued(word: &str) -> Option<&str> {
    let at = word.rfind([':', '/', '-'])?;
    let (head, tail) = (&word[..at], &word[at + 1..]);
    // `West-Roe` is a name.
    let apart = word.as_bytes()[at] != b'-' || ends_title(head) && is_first_name(tail);
    (tail.len() > 1 && !head.is_empty() && is_title_word(head) && is_name_word(tail) && apart).then_some(tail)
}

/// Whether a word is an office that bears the name of its place: `Embassy Rome`.
fn is_office_of_place(word: &str) -> bool {
    ["EMBASSY", "AMEMBASSY", "CONSULATE", "AMCONSUL", "CONGEN", "MISSION", "PRT", "REO"]
        .iter()
        .any(|office| office.eq_ignore_ascii_case(word))
}

/// Whether what was taken for a name is an office or a place: a title stands right behind it (`PRT Karbala Leader, Jane
/// Doe`), or it alone is in capitals (`ORA, Jane Doe`).
fn is_office(name: &str, person: &str) -> bool {
    const LONGEST: usize = 6;
    let behind = &person[offset_in(person, name) + name.len()..];
    let titled = behind.starts_with(' ') && is_title_word(first_word(&behind[1..]));
    let capitals = || name.len() <= LONGEST && name.bytes().all(|b| b.is_ascii_uppercase());
    let small = || person.bytes().any(|b| b.is_ascii_lowercase());
    is_place(name) || !is_first_name(first_word(name)) && (titled || capitals() && small())
}

/// Whether `part` is a piece of `whole`, of the same text.
fn is_part_of(whole: &str, part: &str) -> bool {
    whole.as_bytes().as_ptr_range().contains(&part.as_ptr())
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or("")
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '.']).next().unwrap_or("")
}

fn ends_in_abbreviation(name: &str) -> bool {
    let last = last_word(name.trim_end_matches('.'));
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
        check("Iran Watcher Jane Doe", "Jane Doe|Iran Watcher");
        check("Ambassador to Italy Jane Doe", "Jane Doe|Ambassador to Italy");
        check("Ambassador Ravenna Jane Doe", "Ravenna Jane Doe|Ambassador");
        check("Consul General, Milan, Jane Doe", "Jane Doe|Consul General");
        check("Actg. DCM Jane Doe", "Jane Doe|DCM");
        check("Ambassador/Jane Doe", "Jane Doe|Ambassador");
        check("AMB/JDOE", "JDOE|AMB");
        check("Ambassador Jane West", "Jane West|Ambassador");
        check("Ambassador Jane Major", "Jane Major|Ambassador");
        check("DCM JANE CONSUL", "JANE CONSUL|DCM");
        check("Ambassador Leila al-Roe", "Leila al-Roe|Ambassador");
        check("RSO MARY-KATE VAN ROE", "MARY-KATE VAN ROE|RSO");
        check("Charge d'Afaires Jane Doe", "Jane Doe|Charge d'Afaires");
        check("MBASSADOR JANE DOE", "JANE DOE|MBASSADOR");
        check("Econof Jane Doe", "Jane Doe|Econof");
        check("CDA Leo Doe", "Leo Doe|CDA");
        check("DCM Jane Q, Doe", "Jane Q, Doe|DCM");
        check("Doe, Jane Q., DCM", "Jane Q. Doe|DCM");
        check("jdoe, ECON, State", "jdoe|ECON");
        check("Amb. C...", "|Amb");
        check("Amb. Jane C...", "Jane C...|Amb");
        check("Jane Doe (Chief of Staff)", "Jane Doe|Chief of Staff");
        check("JANE DOE (IRAN WATCHER), EMBASSY ROME", "JANE DOE|IRAN WATCHER");
        check("Ambassador Jane (Jenny) Doe", "Jane (Jenny) Doe|Ambassador");
        check("U.S. Ambassador, Jane Doe", "Jane Doe|U.S. Ambassador");
        check("Paris Iran Watcher: Ravenna Roe", "Ravenna Roe|Paris Iran Watcher");
        check("DCM JANE WEST.", "JANE WEST|DCM");
        check("DCM Jane Doe, Jr..", "Jane Doe, Jr.|DCM");
        check("OPRA Director, Ravenna Roe", "Ravenna Roe|OPRA Director");
        check("PRT Kerbala Leader, Ravenna Roe", "Ravenna Roe|PRT Kerbala Leader");
        check("OPRA, Ravenna Roe", "Ravenna Roe|OPRA");
        check("Ambassador to Italy, Ravenna Roe", "Ravenna Roe|Ambassador to Italy");
        check("Ambassador to Italy R. Ravenna Roe", "R. Ravenna Roe|Ambassador to Italy");
        check("Roe Ambassador, Cape Town", "Roe|Ambassador");
        check("Charge de Affaires, Ravenna Roe", "Ravenna Roe|Charge de Affaires");
        check("CDA Jane 'Jenny' Doe", "Jane 'Jenny' Doe|CDA");
        check("DCM Jane d'Amico", "Jane d'Amico|DCM");
        check("DCM Jane de los Roes", "Jane de los Roes|DCM");
        check("DCM JANE Q. MC DOE", "JANE Q. MC DOE|DCM");
        check("Ambassador to the Holy See Ravenna Roe", "Ravenna Roe|Ambassador to the Holy See");
        check("Iran Wacther Ravenna Roe", "Ravenna Roe|Iran Wacther");
        check("PRT Leadr Ravenna Roe", "Ravenna Roe|PRT Leadr");
        check("DCM Jane Leder", "Jane Leder|DCM");
        check("Embassy Rome", "|Embassy Rome");
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
        check("Ambassador Jane Doe, and DCM John Roe", "Jane Doe + John Roe|Ambassador");
        check("Pol Chief Jane Doe / Poloff John Roe", "Jane Doe + John Roe|Pol Chief");
        check("Pol/Econ Chief Jane Doe/Poloff John Roe", "Jane Doe + John Roe|Pol/Econ Chief");
        check(
            "Political and Economic Counselor Jane Doe and Poloff John Roe",
            "Jane Doe + John Roe|Political and Economic Counselor",
        );
        check("Jane Doe, Ambassador, and John Roe, DCM", "Jane Doe + John Roe|Ambassador");
        check("Ambassador Jane Doe, Adviser for Boats and Harbours", "Jane Doe|Ambassador");
    }
}

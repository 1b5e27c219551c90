//! The words of a name and of the titles beside it: what is none of [`TITLE_WORDS`], nor made of their pieces, nor a
//! misspelling of one, can belong to a name.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::super::table::{self, Map, Post, folding};

/// Whether a word is a country or city with a post.
pub(super) fn is_place(word: &str) -> bool {
    let names = |post: &'static Post| [post.city, post.country];
    table::posts().iter().flat_map(names).flatten().any(|name| name.eq_ignore_ascii_case(word))
}

/// Words of titles and offices, lower case, a line each. Abbreviations are those of the Department's offices and
/// positions.
static TITLE_WORDS: LazyLock<Map<&'static str, ()>> =
    LazyLock::new(|| include_str!("../../../assets/tables/title_words.txt").lines().map(|word| (word, ())).collect());

/// Pieces of which posts write titles as one word: `DepPolCouns`, `PolMC`, `EconOff`.
const PIECES: &[&str] = &[
    "acting",
    "asst",
    "attache",
    "chief",
    "coun",
    "councilor",
    "councillor",
    "couns",
    "counselor",
    "counsellor",
    "cons",
    "consul",
    "consular",
    "dcm",
    "dep",
    "deputy",
    "econ",
    "ec",
    "eco",
    "gen",
    "mc",
    "mil",
    "min",
    "minister",
    "off",
    "officer",
    "perm",
    "pol",
    "rep",
    "section",
];

/// Long words of titles, which typists misspell. No name that is at all common is so near to one of them.
const MISSPELT: &[&str] = &[
    "acting",
    "adviser",
    "advisor",
    "ambassador",
    "affaires",
    "affairs",
    "assistant",
    "attache",
    "charge",
    "chief",
    "commercial",
    "consul",
    "consular",
    "consulate",
    "coordinator",
    "councillor",
    "councilor",
    "counselor",
    "counsellor",
    "d'affaires",
    "deputy",
    "director",
    "econcouns",
    "economic",
    "econoff",
    "embassy",
    "general",
    "military",
    "minister",
    "mission",
    "officer",
    "permanent",
    "polcouns",
    "political",
    "principal",
    "regional",
    "representative",
    "secretary",
    "section",
    "security",
    "special",
];

/// Whether a word is one of a title or office.
pub(super) fn is_title_word(word: &str) -> bool {
    let word = if word.contains('\\') { Cow::Owned(word.replace('\\', "")) } else { Cow::Borrowed(word) };
    let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';' | '(' | ')' | '"' | '-'));
    if bare.is_empty() {
        return true;
    }
    let lower = match bare.bytes().all(|b| b.is_ascii() && b != b',') {
        true => bare.to_ascii_lowercase(),
        false => without_accents(bare).replace(['\u{2019}', '`', '\u{b4}'], "'").replace("d,aff", "d'aff"),
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

/// In small letters without accents.
fn without_accents(word: &str) -> String {
    word.chars().map(|c| folding::letter(c).map_or(c, |letter| letter.to_ascii_lowercase())).collect()
}

/// Given names that are common in the United States.
static FIRST_NAMES: LazyLock<Map<&'static str, ()>> =
    LazyLock::new(|| include_str!("../../../assets/tables/first_names.txt").lines().map(|name| (name, ())).collect());

/// Whether a word is a given name.
pub(super) fn is_first_name(word: &str) -> bool {
    let name = folding::letters(word);
    word.starts_with(char::is_uppercase) && (FIRST_NAMES.contains_key(name.as_str()) || table::is_given_name(&name))
}

/// Whether a word ends a title, so that a name or a place follows: `Ambassador`, `Charge d'Affaires`.
pub(super) fn ends_title(word: &str) -> bool {
    const HEADS: &[&str] = &[
        "a.i",
        "amb",
        "ambassador",
        "attache",
        "cda",
        "cg",
        "charge",
        "chief",
        "consul",
        "coordinator",
        "couns",
        "counselor",
        "counsellor",
        "d'affaires",
        "affaires",
        "dcm",
        "director",
        "general",
        "minister",
        "mission",
        "officer",
        "representative",
        "secretary",
    ];
    let bare = without_accents(word.trim_matches([',', '.', ':', ';', ')', '(']));
    let bare = bare.rsplit(['/', '-']).next().unwrap_or(&bare);
    HEADS.contains(&bare) || is_of_pieces(bare)
}

/// Whether a word of titles may be a family name behind a given one: `Jane West`.
pub(super) fn is_family_too(word: &str) -> bool {
    const BOTH: &[&str] =
        &["branch", "east", "head", "law", "leader", "north", "peace", "post", "press", "service", "south", "west"];
    BOTH.iter().any(|both| both.eq_ignore_ascii_case(word.trim_end_matches('.')))
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
    // The first letter is hardly ever the wrong one, and names are many; but it may be lost.
    if title.len() > 6 && title[1..] == *word {
        return true;
    }
    if word.as_bytes().first() != title.as_bytes().first() || word.len().abs_diff(title.len()) > allowed {
        return false;
    }
    if folding::is_near(word, title) {
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
pub(super) fn is_name_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ':' | ';' | '(' | ')' | '"'));
    let letters = bare.trim_end_matches('.');
    // `al-Roe`
    let joined = || letters.split_once('-').is_some_and(|(head, _)| is_particle(head));
    let particle = || is_particle(letters) || joined();
    let starts = letters.starts_with(char::is_uppercase);
    // A zero stands for the letter in copies that were read by machine.
    let figures = bare.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    !figures && (is_initial(bare) || particle() || starts && !is_title_word(bare))
}

/// Whether a word stands before family names, or behind them, without being one.
pub(super) fn is_particle(word: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "di", "da", "du", "el", "al", "le", "ii", "iii", "iv", "jr",
        "sr", "st",
    ];
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// `J.`, `J.Q.`, but `A.I.` is `ad interim`, and `U.S.` opens a title.
pub(super) fn is_initial(word: &str) -> bool {
    word.len() >= 2
        && word.split_terminator('.').all(|letter| letter.len() == 1 && letter.starts_with(char::is_uppercase))
        && word.ends_with('.')
        && !matches!(word, "A.I." | "U.S.")
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! The words of a name and of the titles beside it: what is none of [`TITLE_WORDS`], nor made of their pieces, nor a
//! misspelling of one, can belong to a name.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::super::table::{self, ByFirst, Map, folding};
use super::super::words::{Ends, Signs};

/// Whether a word is a country or city with a post.
pub(super) fn is_place(word: &str) -> bool {
    static PLACES: LazyLock<Map<String, ()>> = LazyLock::new(|| {
        let names = table::posts().iter().flat_map(|post| [post.city, post.country]).flatten();
        names.map(|name| (name.to_ascii_lowercase(), ())).collect()
    });
    PLACES.contains_key(word.to_ascii_lowercase().as_str())
}

/// How a word stands among those of titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// As a word of titles and offices.
    Whole,
    /// As one of [`MISSPELT`] that lost its first letter.
    Beheaded,
}

/// Words of titles and offices, lower case, a line each. Abbreviations are those of the Department's offices and
/// positions. Beside them stands what is left of long words without their first letter.
static TITLE_WORDS: LazyLock<Map<&'static [u8], Known>> = LazyLock::new(|| {
    let beheaded = MISSPELT.all().iter().filter(|title| title.len() > 6).filter_map(|title| title.get(1..));
    let whole = include_str!("../../../assets/tables/title_words.txt").lines();
    let beheaded = beheaded.map(|word| (word.as_bytes(), Known::Beheaded));
    // What is a word of its own counts as that.
    beheaded.chain(whole.map(|word| (word.as_bytes(), Known::Whole))).collect()
});

/// Pieces of which posts write titles as one word: `DepPolCouns`, `PolMC`, `EconOff`.
const PIECES: ByFirst<32> = ByFirst::new([
    "acting",
    "asst",
    "attache",
    "chief",
    "coun",
    "councilor",
    "councillor",
    "councelor",
    "couns",
    "counselor",
    "counselour",
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
]);

/// Long words of titles, which typists misspell. No name that is at all common is so near to one of them.
const MISSPELT: ByFirst<41> = ByFirst::new([
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
]);

/// More of these, which are so near to names that only their place tells them: [`is_nearly_title_word`].
const NEAR_NAMES: ByFirst<15> = ByFirst::new([
    "captain",
    "colonel",
    "delegate",
    "delegation",
    "emboff",
    "honorable",
    "leader",
    "manager",
    "minister",
    "office",
    "officer",
    "poloff",
    "refcoord",
    "spokesman",
    "watcher",
]);

/// Whether a word that is no given name is one of [`NEAR_NAMES`] but for a letter.
pub(super) fn is_nearly_title_word(word: &str) -> bool {
    let room = &mut [0; ROOM];
    let lower = small(word, room);
    let near = |title: &&str| folding::are_near(&lower, title.as_bytes());
    word.is_ascii() && NEAR_NAMES.beside(&lower).iter().any(near) && !is_first_name(word)
}

/// So many letters have room beside a word that is compared in small letters.
const ROOM: usize = 32;

/// An ASCII word in small letters, in `room` where it fits.
fn small<'r>(word: &str, room: &'r mut [u8; ROOM]) -> Cow<'r, [u8]> {
    match room.get_mut(..word.len()) {
        Some(small) => {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            Cow::Borrowed(small)
        }
        None => Cow::Owned(word.as_bytes().to_ascii_lowercase()),
    }
}

/// Whether a word is one of a title or office.
pub(super) fn is_title_word(word: &str) -> bool {
    let bare = word.without(const { Signs::new(",.:;()\"-") });
    if bare.is_empty() {
        return true;
    }
    let (mut plain, mut escaped, mut slash, mut hyphen) = (true, false, false, false);
    for byte in bare.bytes() {
        plain &= byte.is_ascii() & (byte != b',');
        escaped |= byte == b'\\';
        slash |= byte == b'/';
        hyphen |= byte == b'-';
    }
    if escaped {
        return is_title_word(&word.replace('\\', ""));
    }
    let room = &mut [0; ROOM];
    let lower = if plain {
        small(bare, room)
    } else {
        let plain = without_accents(bare).replace(['\u{2019}', '`', '\u{b4}'], "'").replace("d,aff", "d'aff");
        Cow::Owned(plain.into_bytes())
    };
    let lower = lower.as_ref();
    let known = |word: &[u8]| TITLE_WORDS.get(word) == Some(&Known::Whole);
    // Offices are written with slashes: `EUR/WE`, `S/CT`, `A/S`.
    let office = || {
        let mut parts = lower.split(|byte| *byte == b'/');
        bare.len() <= 14 && parts.all(|part| part.len() <= 4 || known(part))
    };
    let joined = || {
        let mut parts = lower.split(|byte| matches!(byte, b'/' | b'-'));
        parts.all(|part| known(part) || part.len() <= 2 || is_of_pieces(part))
    };
    TITLE_WORDS.contains_key(lower)
        || is_of_pieces(lower)
        || MISSPELT.beside(lower).iter().any(|title| is_misspelling(lower, title.as_bytes()))
        || slash && office()
        || (slash || hyphen) && joined()
        || [&b"ambas"[..], b"couns", b"d'aff"].iter().any(|start| lower.starts_with(start))
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
    let word = word.without(const { Signs::new(",.:;)(") });
    let room = &mut [0; ROOM];
    let bare = if word.is_ascii() { small(word, room) } else { Cow::Owned(without_accents(word).into_bytes()) };
    let bare = bare.rsplit(|byte| matches!(byte, b'/' | b'-')).next().unwrap_or(&bare);
    HEADS.iter().any(|head| head.as_bytes() == bare) || is_of_pieces(bare)
}

/// Whether a word of titles may be a family name behind a given one: `Jane West`.
pub(super) fn is_family_too(word: &str) -> bool {
    const BOTH: &[&str] = &[
        "branch", "east", "head", "law", "leader", "north", "peace", "post", "press", "see", "service", "south", "west",
    ];
    BOTH.iter().any(|both| both.eq_ignore_ascii_case(word.trim_end_matches('.')))
}

/// Whether a word is made of two or more of [`PIECES`].
fn is_of_pieces(word: &[u8]) -> bool {
    const LONGEST: usize = 24;
    let pieces = |rest: &'_ [u8]| PIECES.beside(rest).iter().map(|piece| piece.as_bytes());
    if word.len() > LONGEST || !pieces(word).any(|piece| word.starts_with(piece)) {
        return false;
    }
    // How many pieces reach to each place, if any do.
    let mut reach = [None; LONGEST + 1];
    reach[0] = Some(0);
    for at in 0..word.len() {
        let (Some(count), Some(rest)) = (reach[at], word.get(at..)) else { continue };
        for piece in pieces(rest).filter(|piece| rest.starts_with(piece)) {
            let end = &mut reach[at + piece.len()];
            *end = (*end).max(Some(count + 1));
        }
    }
    reach[word.len()].is_some_and(|count| count > 1)
}

/// Whether `word` is `title` but for a letter or two. The first letter is hardly ever the wrong one, and names are many, so
/// both begin with the same; for a first letter that is lost see [`TITLE_WORDS`].
fn is_misspelling(word: &[u8], title: &[u8]) -> bool {
    const LONG: usize = 8;
    if title.len() <= LONG {
        return folding::are_near(word, title);
    }
    let letters = |text: &[u8]| text.iter().fold(0_u32, |letters, byte| letters | 1 << (byte & 31));
    // Two steps take away or bring in two letters at the most each.
    if word.len().abs_diff(title.len()) > 2 || (letters(word) ^ letters(title)).count_ones() > 4 {
        return false;
    }
    if folding::are_near(word, title) {
        return true;
    }
    // The usual table of the letters to change, a row at a time.
    let mut row: Vec<usize> = (0..=title.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in title.iter().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[title.len()] <= 2
}

/// Whether a word can belong to a name: a capital letter, an initial or a particle.
pub(super) fn is_name_word(word: &str) -> bool {
    let bare = word.without(const { Signs::new(",:;()\"'") });
    let letters = bare.without_at_end(const { Signs::new(".") });
    // `al-Roe`
    let hyphen = || letters.bytes().take(LONGEST_PARTICLE + 1).position(|byte| byte == b'-');
    let joined = || hyphen().is_some_and(|at| is_particle(&letters[..at]));
    let particle = || is_particle(letters) || joined();
    let starts = || {
        // `d'Amico`
        let own = letters.strip_prefix("d'").unwrap_or(letters);
        own.starts_with(char::is_uppercase) && !is_title_word(bare)
    };
    // A zero stands for the letter in copies that were read by machine.
    let figures = bare.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    !figures && (is_initial(bare) || particle() || starts())
}

/// No particle is longer.
const LONGEST_PARTICLE: usize = 4;

/// Whether a word stands before family names, or behind them, without being one.
pub(super) fn is_particle(word: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "di", "da", "du", "el", "al", "le", "ii", "iii", "iv", "jr",
        "sr", "st", "los", "las", "dela",
    ];
    word.len() <= LONGEST_PARTICLE && PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// `J.`, `J.Q.`, but `A.I.` is `ad interim`, and `U.S.` opens a title.
pub(super) fn is_initial(word: &str) -> bool {
    word.len() >= 2
        && word.ends_with('.')
        && word.split_terminator('.').all(|letter| letter.len() == 1 && letter.starts_with(char::is_uppercase))
        && !matches!(word, "A.I." | "U.S.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slips_leave_a_long_word_what_it_is() {
        for title in MISSPELT.all().iter().map(|title| title.as_bytes()).filter(|title| title.len() > 8) {
            for (one, other) in (1..title.len()).flat_map(|one| (one..title.len()).map(move |other| (one, other))) {
                let (mut wrong, mut lost, mut more) = (title.to_vec(), title.to_vec(), title.to_vec());
                (wrong[one], wrong[other]) = (b'x', b'x');
                lost.remove(other);
                lost.remove(one.min(other - 1).max(1));
                more.insert(other, b'x');
                more.insert(one, b'z');
                for word in [wrong, lost, more] {
                    assert!(is_misspelling(&word, title), "{}", word.escape_ascii());
                }
            }
            let foreign = [title, b"xyz"].concat();
            assert!(!is_misspelling(&foreign, title), "{}", foreign.escape_ascii());
        }
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
            "mbassador",
            "onsular",
            "Repesentatve",
        ] {
            assert!(is_title_word(word), "{word}");
        }
        for word in ["Amin", "Officiel", "Generoso", "Economou", "Polaschik", "McAllister", "Minton", "Genton", "Doe"] {
            assert!(!is_title_word(word), "{word}");
        }
    }
}

//! What people make of the names of posts: short forms, other names, cut and misspelt ones.
//!
//! Names are compared by their letters alone, so blanks, hyphens and case never matter.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use super::by_first::ByFirst;
use super::folding::{is_near, letter, letters};
use super::map::{Map, with_room};
use super::posts::{Post, post, posts};
use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/post_names.csv");

/// Words in front of a post's name in addresses; of those with one first letter longer ones stand before those they contain.
const ADDRESSES: ByFirst<20> = ByFirst::new([
    "AMERICANCONSULATE",
    "AMERICANEMBASSY",
    "AMEMBASSY",
    "AMCONGEN",
    "AMCONSUL",
    "AIT",
    "CONSULATEGENERAL",
    "CONSULATE",
    "CONGEN",
    "EMBASSY",
    "LIAISONOFFICE",
    "MISSION",
    "REO",
    "USINTERESTSSECTION",
    "USDELEGATION",
    "USMISSION",
    "USOFFICE",
    "USDEL",
    "USINT",
    "USLO",
]);

/// Words behind the name of a department in addresses.
const CAPITAL: &[&str] = &["WASHINGTONDC", "WASHINGTON", "WASHDC", "WASH"];

/// Words shorter than this may begin a name by chance, and are taken off only where a known name is left.
const TELLING: usize = 6;

/// A name in [`TABLE`] and the year since which it means its post; before, it means what it says.
struct OtherName {
    name: &'static str,
    post: &'static Post,
    since: Option<i16>,
}

impl OtherName {
    fn read(mut row: Row) -> Option<OtherName> {
        let (name, post) = (row.field(), post(row.field())?);
        Some(OtherName { name, post, since: row.field().parse().ok() })
    }
}

/// All names by their letters.
struct Names {
    exact: Map<String, &'static Post>,
    /// The few names of `exact` that meant another post in earlier years, with that post.
    earlier: Vec<(&'static str, i16, &'static Post)>,
    /// Names long enough to be recognised with a typing error in them, by their first two letters and by their last two.
    /// One error leaves the ones or the others as they are.
    spelled: [Map<[u8; 2], Vec<&'static str>>; 2],
    /// Posts' own names, in the order of the alphabet.
    own: Vec<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let others: Vec<_> = rows(TABLE).filter_map(OtherName::read).collect();
    let mut exact = with_room(2000);
    // What comes first holds: a page name may read like the name of another post.
    for other in &others {
        exact.entry(other.name.to_owned()).or_insert(other.post);
    }
    for post in posts() {
        exact.entry(post.short.to_owned()).or_insert(post);
    }
    for post in posts() {
        if let Some(plad) = post.plad {
            exact.entry(letters(plad)).or_insert(post);
        }
    }
    for post in posts() {
        if let Some(page_name) = post.page_name {
            exact.entry(page_name.to_owned()).or_insert(post);
        }
    }
    for (city, post) in cities_with_one_post() {
        exact.entry(city).or_insert(post);
    }
    let mut spelled = [with_room(400), with_room(400)];
    let shorts = posts().iter().map(|post| post.short);
    let longer = others.iter().map(|other| other.name).filter(|name| name.len() > SHORTEST);
    for name in shorts.filter(|name| name.len() >= SHORTEST).chain(longer) {
        for (names, ends) in spelled.iter_mut().zip(ends(name).into_iter().flatten()) {
            names.entry(ends).or_insert_with(Vec::new).push(name);
        }
    }
    let mut own: Vec<_> = posts().iter().map(|post| post.short).collect();
    own.sort_unstable();
    Names {
        earlier: others.iter().filter_map(|other| Some((other.name, other.since?, post(other.name)?))).collect(),
        spelled,
        own,
        exact,
    }
});

fn cities_with_one_post() -> impl Iterator<Item = (String, &'static Post)> {
    let mut cities = HashMap::new();
    for post in posts() {
        let Some(city) = post.city else { continue };
        match cities.entry(letters(city)) {
            Entry::Vacant(entry) => {
                entry.insert(Some(post));
            }
            Entry::Occupied(mut entry) => *entry.get_mut() = None,
        }
    }
    cities.into_iter().filter_map(|(city, post)| Some((city, post?)))
}

/// The post that `name` means, however it is written, in a cable of `year`.
///
/// Knows other names and short forms, leaves out the words of an address around the name, completes a name that was
/// cut after at least five letters, and forgives one typing error in a name of at least five letters. A guess counts
/// only where exactly one post fits.
///
/// The year matters where a name changed its meaning. Without one the later meaning holds.
///
/// ```
/// use sipdis::cable::table::canonical_post;
/// let short = |name| canonical_post(name, None).map(|post| post.short);
/// assert_eq!(short("Rio de Janeiro"), Some("RIODEJANEIRO"));
/// assert_eq!(short("RIO DE JAN"), Some("RIODEJANEIRO"));
/// assert_eq!(short("AMEMBASSY VATICA"), Some("VATICAN"));
/// assert_eq!(short("BEIGING"), Some("BEIJING"));
/// assert_eq!(short("BLABLA"), None);
/// ```
pub fn canonical_post(name: &str, year: Option<i16>) -> Option<&'static Post> {
    post_of_letters(&letters(name), year)
}

/// As [`canonical_post`], of a name's letters.
pub(super) fn post_of_letters(name: &str, year: Option<i16>) -> Option<&'static Post> {
    exact(name, year).or_else(|| {
        let bare = behind_address(name, year);
        exact(bare, year)
            .or_else(|| cut(bare, year))
            .or_else(|| misspelt(bare, year))
            .or_else(|| behind_misspelt_address(name, year))
    })
}

/// The longest name of a post at the start of `text`, and the offset behind it.
///
/// Blanks, hyphens, dots, apostrophes, case and line ends inside the name do not count. The name ends where a word
/// ends, or before a figure. It must be one of the known names; try [`canonical_post`] on what may be a misspelt one.
///
/// ```
/// use sipdis::cable::table::post_at;
/// let (post, end) = post_at("RIO DE JANEIRO 1234", None).unwrap();
/// assert_eq!((post.short, end), ("RIODEJANEIRO", 14));
/// assert_eq!(post_at("ROMEO 1", None), None);
/// ```
pub fn post_at(text: &str, year: Option<i16>) -> Option<(&'static Post, usize)> {
    /// Longer than any name with its address.
    const MOST: usize = 48;
    letter(text.chars().next()?)?;
    // On the stack: this is asked of nearly every word of a list of references.
    let (mut name, mut length) = ([0; MOST], 0);
    let (mut ends, mut count) = ([(0, 0); MOST], 0);
    let mut chars = text.chars();
    while length < MOST
        && let Some(c) = chars.next()
    {
        let Some(folded) = letter(c) else {
            if c.is_whitespace() || matches!(c, '-' | '.' | '\'' | '’') { continue } else { break }
        };
        name[length] = folded as u8;
        length += 1;
        let behind = chars.as_str();
        if !behind.starts_with(char::is_alphabetic) {
            ends[count] = (length, text.len() - behind.len());
            count += 1;
        }
    }
    let name = std::str::from_utf8(&name[..length]).ok()?;
    let mut ends = ends[..count].iter().rev();
    ends.find_map(|(length, end)| Some((known_post(name.get(..*length)?, year)?, *end)))
}

/// The post of a name in capital letters, with or without the words of an address, without guessing.
pub(crate) fn known_post(name: &str, year: Option<i16>) -> Option<&'static Post> {
    exact(name, year).or_else(|| {
        let bare = behind_address(name, year);
        if bare.len() < name.len() { exact(bare, year) } else { None }
    })
}

/// The name without the words of an address, in capital letters.
pub(crate) fn without_address(name: &str, year: Option<i16>) -> &str {
    if exact(name, year).is_some() { name } else { behind_address(name, year) }
}

/// The same of a name that is none of a post as it stands.
fn behind_address(name: &str, year: Option<i16>) -> &str {
    let mut name = name;
    let keep = |rest: &str, word: &str| !rest.is_empty() && (word.len() >= TELLING || exact(rest, year).is_some());
    loop {
        let begun = |word: &&'static str| name.strip_prefix(*word).filter(|rest| keep(rest, word));
        let front = ADDRESSES.beside(name.as_bytes()).iter().find_map(begun);
        // Mostly it ends otherwise.
        let ends = name.ends_with(['C', 'N', 'H']);
        let back =
            || CAPITAL.iter().filter(|_| ends).find_map(|word| name.strip_suffix(word).filter(|rest| keep(rest, word)));
        match front.or_else(back) {
            Some(rest) if exact(rest, year).is_some() => return rest,
            Some(rest) => name = rest,
            None => return name,
        }
    }
}

fn exact(name: &str, year: Option<i16>) -> Option<&'static Post> {
    let earlier = NAMES.earlier.iter().find(|(other, since, _)| year.is_some_and(|y| y < *since) && *other == name);
    earlier.map(|(_, _, post)| *post).or_else(|| NAMES.exact.get(name).copied())
}

/// `RIODEJAN`: only posts' own names are completed, since other names begin like common words (`SECRETARYOFSTATE`).
fn cut(name: &str, year: Option<i16>) -> Option<&'static Post> {
    if name.len() < 5 {
        return None;
    }
    let from = NAMES.own.partition_point(|own| *own < name);
    only(NAMES.own.iter().skip(from).copied().take_while(|own| own.starts_with(name)), year)
}

/// The first two letters of a name and the last two.
fn ends(name: &str) -> Option<[[u8; 2]; 2]> {
    Some([*name.as_bytes().first_chunk()?, *name.as_bytes().last_chunk()?])
}

/// Shorter names are no misspelt ones, and in shorter ones an error leaves no end as it is.
const SHORTEST: usize = 4;

fn misspelt(name: &str, year: Option<i16>) -> Option<&'static Post> {
    let near = |spelled: &&&str| name.len().max(spelled.len()) > SHORTEST && is_near(name, spelled);
    let alike = NAMES.spelled.iter().zip(ends(name)?).filter_map(|(names, ends)| names.get(&ends));
    only(alike.flatten().filter(near).copied(), year)
}

/// `AMEMBASYROME`: the longest known name at the end, where all before it reads like a word of an address.
fn behind_misspelt_address(name: &str, year: Option<i16>) -> Option<&'static Post> {
    // One error leaves one of the first two letters at its place, or moves it by one.
    let [first, second, ..] = name.as_bytes() else { return None };
    let may_begin = |word: &&&str| matches!(word.as_bytes(), [a, b, ..] if word.len() >= TELLING && (a == first || b == second || a == second || b == first));
    ADDRESSES.all().iter().find(may_begin)?;
    (TELLING - 1..name.len().saturating_sub(3))
        .filter_map(|at| name.split_at_checked(at))
        .filter(|(front, _)| ADDRESSES.all().iter().filter(may_begin).any(|word| is_near(front, word)))
        .find_map(|(_, name)| exact(name, year))
}

/// The post of these names, if all mean the same one.
fn only(names: impl Iterator<Item = &'static str>, year: Option<i16>) -> Option<&'static Post> {
    let mut found = names.filter_map(|name| exact(name, year));
    let first = found.next()?;
    found.all(|post| post.short == first.short).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(name: &str) -> Option<&'static str> {
        canonical_post(name, None).map(|post| post.short)
    }

    #[test]
    fn every_other_name_reads_and_is_needed() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(TABLE) {
            let other = OtherName::read(row).unwrap();
            assert_eq!(letters(other.name), other.name);
            assert!(seen.insert(other.name), "{} stands twice", other.name);
            assert_eq!(post(other.name).is_some(), other.since.is_some(), "{} is a post", other.name);
            let city = posts().iter().filter(|post| post.city.is_some_and(|city| letters(city) == other.name));
            assert_ne!(city.count(), 1, "{} is the city of a post", other.name);
            assert!(!posts().iter().any(|post| post.page_name == Some(other.name) && other.since.is_none()));
            assert_eq!(short(other.name), Some(other.post.short));
        }
    }

    #[test]
    fn every_post_keeps_its_own_name() {
        for post in posts() {
            let year = if post.short == "TAIPEI" { 1977 } else { 2006 };
            assert_eq!(canonical_post(post.short, Some(year)), Some(post));
        }
    }

    #[test]
    fn page_names_lead_to_their_posts() {
        for post in posts() {
            if let Some(page_name) = post.page_name {
                let found = canonical_post(page_name, Some(1977)).unwrap();
                assert!(found.short.starts_with(page_name), "{post:?} {found:?}");
            }
        }
        assert_eq!(short("PORT M"), Some("PORTMORESBY"));
        assert_eq!(short("PORT A"), Some("PORTAUPRINCE"));
    }

    #[test]
    fn hardly_two_posts_are_one_typing_error_apart() {
        // Where two are, each keeps its right name, and a wrong one that could be either is nobody's.
        let pairs: Vec<_> = posts()
            .iter()
            .flat_map(|a| posts().iter().map(move |b| (a.short, b.short)))
            .filter(|(a, b)| a < b && a.len().min(b.len()) >= 5 && is_near(a, b))
            .collect();
        assert_eq!(pairs, [("MANAMA", "PANAMA")]);
        assert_eq!(short("RANAMA"), None);
    }

    #[test]
    fn a_long_name_stands_the_loss_of_any_letter() {
        // Seven letters leave little room for chance: what is left means the same post, or is too near to another.
        for post in posts().iter().filter(|post| post.short.len() >= 7) {
            for at in 0..post.short.len() {
                let mut name = post.short.to_owned();
                name.remove(at);
                let found = canonical_post(&name, Some(1977));
                assert!(found.is_none_or(|found| found == post || found.city == post.city), "{name} gives {found:?}");
            }
        }
    }

    #[test]
    fn one_error_leaves_an_end_of_a_name_as_it_is() {
        let names: Vec<&str> = NAMES.spelled[0].values().flatten().copied().collect();
        let found = |written: &str, name| {
            let alike = NAMES.spelled.iter().zip(ends(written).unwrap()).filter_map(|(names, ends)| names.get(&ends));
            alike.flatten().any(|found| *found == name)
        };
        for name in names {
            for at in 0..name.len() {
                let (head, tail) = name.split_at(at);
                let behind = tail.get(2..).unwrap_or_default();
                let mut slips = vec![format!("{head}X{tail}")];
                if name.len() > SHORTEST {
                    slips.extend([format!("{head}{}", &tail[1..]), format!("{head}X{}", &tail[1..])]);
                    slips.extend(tail.get(1..2).map(|second| format!("{head}{second}{}{behind}", &tail[..1])));
                }
                for slip in slips {
                    assert!(is_near(&slip, name) && found(&slip, name), "{slip} {name}");
                }
            }
        }
    }

    #[test]
    fn names_as_people_write_them() {
        for (name, expected) in [
            ("São Paulo", "SAOPAULO"),
            ("SAO PAUO", "SAOPAULO"),
            ("HALIF", "HALIFAX"),
            ("PANAM", "PANAMA"),
            ("PANANA", "PANAMA"),
            ("ANOI", "HANOI"),
            ("BERNE", "BERN"),
            ("TAIPIE", "AITTAIPEI"),
            ("AITTAIPIE", "AITTAIPEI"),
            ("SECTSTATE", "STATE"),
            ("SECSTATE WASHDC", "STATE"),
            ("USDOCWASHDC", "USDOC"),
            ("USUNNEYORK", "USUNNEWYORK"),
            ("RIO", "RIODEJANEIRO"),
            ("PARIS FR", "UNESCOPARISFR"),
            ("Ulan Bator", "ULAANBAATAR"),
            ("THE HAGU", "THEHAGUE"),
            ("AMEMBASYHANOI", "HANOI"),
        ] {
            assert_eq!(short(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn no_guess_where_none_or_several_fit() {
        for name in ["", "X", "SAN", "PORT", "BLABLA", "WASHINGTON", "EMBASSY", "SECRET", "LIM"] {
            assert_eq!(short(name), None, "{name}");
        }
    }

    #[test]
    fn taipei_was_an_embassy_once() {
        assert_eq!(canonical_post("TAIPEI", Some(1977)).unwrap().short, "TAIPEI");
        assert_eq!(canonical_post("TAIPEI", Some(2002)).unwrap().short, "AITTAIPEI");
    }

    #[test]
    fn posts_at_the_start_of_a_text() {
        for (text, expected) in [
            ("ROME 3128 (NOTAL)", Some(("ROME", 4))),
            ("rio de\n\njaneiro 1291", Some(("RIODEJANEIRO", 15))),
            ("HK05511", Some(("HONGKONG", 2))),
            ("PORT A 76; PORT A 100", Some(("PORTAUPRINCE", 6))),
            ("N'DJAMENA 511", Some(("NDJAMENA", 9))),
            ("EMBASSY VIENNA 1450", Some(("VIENNA", 14))),
            ("UNVIE 148", Some(("UNVIEVIENNA", 5))),
            ("ROME. BERN 12", Some(("ROME", 4))),
            ("STATE/EUR", Some(("STATE", 5))),
            ("ROMEO 1", None),
            (" ROME 1", None),
            ("3128", None),
            ("", None),
        ] {
            assert_eq!(post_at(text, None).map(|(post, end)| (post.short, end)), expected, "{text:?}");
        }
    }
}

//! Posts: who sends and receives cables, and where they are.
//!
//! Knows each post by its own names. What people make of those names is the business of `post_names`.

use std::sync::LazyLock;

use serde::Serialize;

use super::folding::{letters, words};
use super::map::{Map, with_room};
use super::post_names;
use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/posts.csv");

static POSTS: LazyLock<Vec<Post>> = LazyLock::new(|| rows(TABLE).filter_map(Post::read).collect());

static BY_SHORT: LazyLock<Map<&'static str, &'static Post>> =
    LazyLock::new(|| POSTS.iter().map(|post| (post.short, post)).collect());

/// A post, or another office that numbers its cables.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its name in ids: `SANJOSE`.
    pub short: &'static str,
    /// Its name in words: `Embassy San Jose`. A post that was renamed may share it with the post it became.
    pub full_name: &'static str,
    /// What it is, or was when it got its name.
    pub kind: PostKind,
    /// Where it is. Some have no fixed place.
    pub city: Option<&'static str>,
    /// The country of the city.
    pub country: Option<&'static str>,
    /// The country's ISO 3166-1 code; none for Jerusalem, as the Department keeps it apart.
    pub iso2: Option<&'static str>,
    /// Where the city is.
    pub location: Option<Location>,
    /// Its plain-language address: `AMEMBASSY SAN JOSE`.
    pub plad: Option<&'static str>,
    /// The bureau of the Department that it belongs to.
    pub bureau: Option<&'static str>,
    /// Its name on page lines, cut to six letters with blanks counted: `VATICA`, `PORTM`.
    pub page_name: Option<&'static str>,
    /// The years in which its cables were seen, roughly: `1973-79`.
    pub era: &'static str,
    /// The TAGS code of its country in the legacy list.
    pub tag: Option<&'static str>,
    /// A remark.
    pub note: Option<&'static str>,
    routing: &'static str,
}

/// A place on the map, in degrees, rounded to a hundredth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// North of the equator.
    pub latitude: f32,
    /// East of Greenwich.
    pub longitude: f32,
}

/// What a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// An embassy.
    Embassy,
    /// A consulate or consulate general.
    Consulate,
    /// A mission to an organization.
    Mission,
    /// A delegation, also the one of the travelling Secretary.
    Delegation,
    /// An interests section under another country's flag.
    InterestsSection,
    /// A liaison office where there are no full relations.
    LiaisonOffice,
    /// An institute in place of an embassy.
    Institute,
    /// A regional embassy office.
    Reo,
    /// Another office.
    Office,
    /// The Department of State, or another department.
    Department,
    /// Another agency.
    Agency,
}

impl Post {
    fn read(mut row: Row) -> Option<Post> {
        let short = row.field();
        let full_name = row.field();
        let kind = match row.field() {
            "embassy" => PostKind::Embassy,
            "consulate" => PostKind::Consulate,
            "mission" => PostKind::Mission,
            "delegation" => PostKind::Delegation,
            "interests_section" => PostKind::InterestsSection,
            "liaison_office" => PostKind::LiaisonOffice,
            "institute" => PostKind::Institute,
            "reo" => PostKind::Reo,
            "office" => PostKind::Office,
            "department" => PostKind::Department,
            "agency" => PostKind::Agency,
            _ => return None,
        };
        let (city, country, iso2) = (row.optional(), row.optional(), row.optional());
        let location = match (row.field().parse(), row.field().parse()) {
            (Ok(latitude), Ok(longitude)) => Some(Location { latitude, longitude }),
            _ => None,
        };
        let plad = row.optional();
        let routing = row.field();
        let (bureau, page_name) = (row.optional(), row.optional());
        let era = row.field();
        let (tag, note) = (row.optional(), row.optional());
        Some(Post {
            short,
            full_name,
            kind,
            city,
            country,
            iso2,
            location,
            plad,
            bureau,
            page_name,
            era,
            tag,
            note,
            routing,
        })
    }

    /// Its routing indicators: one as a rule, two where both were seen, none where none is known.
    pub fn routing(&self) -> impl Iterator<Item = &'static str> {
        self.routing.split(';').filter(|indicator| !indicator.is_empty())
    }
}

/// All posts.
pub fn posts() -> &'static [Post] {
    &POSTS
}

/// The post of that name in ids, exactly: `SANJOSE`.
///
/// ```
/// use sipdis::cable::table::post;
/// assert_eq!(post("SANJOSE").unwrap().country, Some("Costa Rica"));
/// assert_eq!(post("San Jose"), None);
/// ```
pub fn post(short: &str) -> Option<&'static Post> {
    BY_SHORT.get(short).copied()
}

/// The post behind a plain-language address, as header lines have it.
///
/// Offices behind `//` do not count, and of two addresses divided by ` / ` the first that is a post does. An address that is not in the table is read by the name behind `AMEMBASSY`,
/// `AMCONSUL`, `USMISSION` and the like, damaged or not.
///
/// ```
/// use sipdis::cable::table::post_by_address;
/// assert_eq!(post_by_address("AMEMBASSY ROME").unwrap().short, "ROME");
/// assert_eq!(post_by_address("SECSTATE WASHDC//EUR/WE//").unwrap().short, "STATE");
/// ```
pub fn post_by_address(address: &str) -> Option<&'static Post> {
    let name = address.split("//").next().unwrap_or(address);
    name.split(" / ").find_map(|name| post_names::canonical_post(name, None))
}

/// The post of that name in words, as collections of cables have it: `Embassy San Jose`, `Secretary of State`.
///
/// Where two share a name, as KYIV and KIEV do, the one that stands first in the table.
///
/// ```
/// use sipdis::cable::table::post_by_full_name;
/// assert_eq!(post_by_full_name("US Interests Section Havana").unwrap().short, "HAVANA");
/// ```
pub fn post_by_full_name(name: &str) -> Option<&'static Post> {
    static BY_FULL_NAME: LazyLock<Map<String, &'static Post>> = LazyLock::new(|| {
        let mut map = with_room(POSTS.len());
        for post in POSTS.iter() {
            map.entry(letters(post.full_name)).or_insert(post);
        }
        map
    });
    let name = letters(name);
    BY_FULL_NAME.get(&name).copied().or_else(|| post_names::post_of_letters(&name, None))
}

/// The post that a routing indicator belongs to.
///
/// ```
/// use sipdis::cable::table::post_by_routing;
/// assert_eq!(post_by_routing("RUEHRO").unwrap().short, "ROME");
/// ```
pub fn post_by_routing(indicator: &str) -> Option<&'static Post> {
    static BY_ROUTING: LazyLock<Map<&'static str, &'static Post>> = LazyLock::new(|| {
        let mut map = with_room(POSTS.len());
        for post in POSTS.iter() {
            for indicator in post.routing() {
                map.entry(indicator).or_insert(post);
            }
        }
        map
    });
    BY_ROUTING.get(&*words(indicator)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads() {
        assert_eq!(posts().len(), rows(TABLE).count());
        assert_eq!(BY_SHORT.len(), posts().len(), "a post stands twice");
        for post in posts() {
            assert_eq!(letters(post.short), post.short);
            assert!(!post.full_name.is_empty() && !post.era.is_empty(), "{post:?}");
            assert_eq!(post.city.is_some(), post.location.is_some(), "{post:?}");
            if let Some(place) = post.location {
                assert!(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0, "{post:?}");
            }
            if let Some(page_name) = post.page_name {
                assert!(page_name.len() <= 6 && post.short.starts_with(page_name), "{post:?}");
            }
            assert!(post.iso2.is_none_or(|code| code.len() == 2), "{post:?}");
        }
    }

    #[test]
    fn every_name_leads_back_to_its_post() {
        for post in posts() {
            assert_eq!(post_by_full_name(post.full_name).map(|found| found.city), Some(post.city), "{post:?}");
            if let Some(plad) = post.plad {
                assert_eq!(post_by_address(plad).map(|found| found.city), Some(post.city), "{post:?}");
            }
        }
    }

    #[test]
    fn addresses_may_be_damaged_or_unknown() {
        for (address, short) in [
            ("AMEMBASSY ROME", "ROME"),
            ("amconsul rio de janeiro", "RIODEJANEIRO"),
            ("AMEMBASS CARACAS", "CARACAS"),
            ("AMCONSU RIO DE JANEIRO", "RIODEJANEIRO"),
            ("SECSTATE WASHDC", "STATE"),
            ("SECDEF WASHDC", "SECDEF"),
            ("USMISSION GENEVA", "GENEVA"),
            ("USMISSION USNATO", "USNATO"),
            ("USINT HAVANA", "HAVANA"),
            ("USLO PEKING", "PEKING"),
            ("AMEMBASSY N'DJAMENA", "NDJAMENA"),
            ("AMEMBASSY GUATEMALA CITY", "GUATEMALA"),
            ("AMCONSUL DUBAI", "DUBAI"),
            ("AMCONGEN FRANKFURT", "FRANKFURT"),
        ] {
            assert_eq!(post_by_address(address).map(|post| post.short), Some(short), "{address}");
        }
        for address in ["", "EUROPEAN POLITICAL COLLECTIVE", "DIA WASHDC//DHO-2//", "NATO EU COLLECTIVE", "CIA WASHDC"]
        {
            assert_eq!(post_by_address(address).map(|post| post.short), None, "{address}");
        }
    }

    #[test]
    fn names_in_words() {
        for (name, short) in [
            ("Secretary of State", "STATE"),
            ("Mission USNATO", "USNATO"),
            ("REO Basrah", "BASRAH"),
            ("US Mission Geneva", "GENEVA"),
            ("Embassy Kyiv", "KYIV"),
            ("Consulate Kolkata", "KOLKATA"),
            ("Embassy Port Au Prince", "PORTAUPRINCE"),
            ("UNVIE", "UNVIEVIENNA"),
        ] {
            assert_eq!(post_by_full_name(name).map(|post| post.short), Some(short), "{name}");
        }
        assert_eq!(post_by_full_name("Nowhere"), None);
    }
}

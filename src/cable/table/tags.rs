//! TAGS: what a cable is about, in codes.
//!
//! The list changed over the years, and the same two letters meant different countries: GE was the German Democratic
//! Republic, and later Georgia. So a code is looked up with the year of its cable.

use std::sync::LazyLock;

use serde::Serialize;

use super::map::{Map, with_room};
use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/tags.csv");

static TAGS: LazyLock<Map<&'static str, Vec<Tag>>> = LazyLock::new(|| {
    let mut tags: Map<_, Vec<Tag>> = with_room(2000);
    for tag in rows(TABLE).filter_map(Tag::read) {
        tags.entry(tag.code).or_default().push(tag);
    }
    // Where a code stands for a place and for an organization at once, the place is meant far more often.
    for entries in tags.values_mut() {
        entries.sort_by_key(|tag| tag.kind);
    }
    tags
});

/// What a code stands for in one edition of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The code: `PREL`.
    pub code: &'static str,
    /// What kind of thing it names.
    pub kind: TagKind,
    /// Its name. `None` where the code was in use and nobody wrote down what it meant.
    pub name: Option<&'static str>,
    /// The chapter of the list: `Political Affairs`, `Country`.
    pub category: &'static str,
    /// The edition it stands in.
    pub vintage: Vintage,
    /// A remark.
    pub note: Option<&'static str>,
}

/// What kind of thing a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TagKind {
    /// A country or region: two letters, or a figure and a letter.
    Geographic,
    /// A subject: four letters, the first of which names the field.
    Subject,
    /// A programme: four letters, the first a K.
    Program,
    /// An organization.
    Organization,
}

/// An edition of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vintage {
    /// The handbook of June 1974 and what was added to it in that decade.
    Handbook1974,
    /// The list in use to the end of the 2000s; its countries follow FIPS 10-4.
    Legacy,
    /// The list as it stands today; its countries follow GENC.
    Current,
}

impl Vintage {
    /// The editions to try for a cable of `year`, best first. Without a year: as for the 2000s.
    ///
    /// The handbook of 1974 holds to 1990, because its German codes fit until then. Cables of early 2010 still use the
    /// legacy list, and the list of today was seen only in an edition of 2024: when it took over is not known, and
    /// 2011 is the earliest year that fits.
    fn by_year(year: Option<i16>) -> [Vintage; 3] {
        use Vintage::{Current, Handbook1974, Legacy};
        match year {
            Some(..=1990) => [Handbook1974, Legacy, Current],
            Some(2011..) => [Current, Legacy, Handbook1974],
            _ => [Legacy, Handbook1974, Current],
        }
    }
}

impl Tag {
    fn read(mut row: Row) -> Option<Tag> {
        let code = row.field();
        let kind = match row.field() {
            "geographic" => TagKind::Geographic,
            "subject" => TagKind::Subject,
            "program" => TagKind::Program,
            "organization" => TagKind::Organization,
            _ => return None,
        };
        let name = row.optional();
        let category = row.field();
        let vintage = match row.field() {
            "1974" | "1973-79" => Vintage::Handbook1974,
            "legacy" => Vintage::Legacy,
            "current" => Vintage::Current,
            _ => return None,
        };
        row.skip(2);
        Some(Tag { code, kind, name, category, vintage, note: row.optional() })
    }
}

/// What `code` means in a cable of `year`, in either case.
///
/// A code that is missing from the list of that year is looked up in the others: lists were used before they were
/// printed and after they were replaced.
///
/// ```
/// use sipdis::cable::table::tag;
/// assert_eq!(tag("PREL", None).unwrap().name, Some("External Political Relations"));
/// assert_eq!(tag("GE", Some(1977)).unwrap().name, Some("Germany (East)"));
/// assert_eq!(tag("GE", Some(2015)).unwrap().name, Some("Georgia"));
/// ```
pub fn tag(code: &str, year: Option<i16>) -> Option<&'static Tag> {
    let entries = entries(code)?;
    Vintage::by_year(year).into_iter().find_map(|vintage| entries.iter().find(|tag| tag.vintage == vintage))
}

/// Whether `code` stands in any edition.
pub fn is_tag(code: &str) -> bool {
    entries(code).is_some()
}

/// All codes.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    TAGS.keys().copied()
}

fn entries(code: &str) -> Option<&'static Vec<Tag>> {
    match TAGS.get(code) {
        None if code.bytes().any(|b| b.is_ascii_lowercase()) => TAGS.get(code.to_ascii_uppercase().as_str()),
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str, year: i16) -> &'static str {
        tag(code, Some(year)).and_then(|tag| tag.name).unwrap_or("")
    }

    #[test]
    fn every_row_reads_and_no_edition_says_a_thing_twice() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(TABLE) {
            let tag = Tag::read(row).unwrap();
            assert!(!tag.code.is_empty() && !tag.category.is_empty(), "{tag:?}");
            assert_eq!(tag.code, tag.code.to_ascii_uppercase());
            assert!(seen.insert((tag.code, tag.kind, tag.vintage, tag.name)), "{tag:?} stands twice");
        }
        assert!(seen.len() > 1800);
    }

    #[test]
    fn codes_have_the_form_of_their_kind() {
        for tag in TAGS.values().flatten() {
            let length = tag.code.len();
            match tag.kind {
                TagKind::Geographic => assert_eq!(length, 2, "{tag:?}"),
                TagKind::Subject => assert_eq!(length, 4, "{tag:?}"),
                TagKind::Program => assert!(tag.code.starts_with('K'), "{tag:?}"),
                TagKind::Organization => assert!(length >= 2, "{tag:?}"),
            }
        }
    }

    #[test]
    fn countries_follow_the_list_of_their_year() {
        assert_eq!(name("CH", 1979), "China");
        assert_eq!(name("CH", 2006), "China");
        assert_eq!(name("CH", 2020), "Switzerland");
        assert_eq!(name("GW", 1977), "Germany (West)");
        assert_eq!(name("GM", 2006), "Germany");
        assert_eq!(name("GM", 2020), "Gambia");
        assert_eq!(name("AU", 2009), "Austria");
        assert_eq!(name("AU", 2015), "Australia");
    }

    #[test]
    fn a_code_of_another_list_is_better_than_none() {
        assert_eq!(tag("PEPR", Some(2006)).unwrap().vintage, Vintage::Handbook1974);
        assert_eq!(tag("GW", Some(2006)).unwrap().name, Some("Germany (West)"));
    }

    #[test]
    fn places_come_before_organizations() {
        assert_eq!(tag("AL", None).unwrap().kind, TagKind::Geographic);
        assert_eq!(tag("NASA", None).unwrap().kind, TagKind::Organization);
        assert_eq!(tag("KISL", None).unwrap().kind, TagKind::Program);
        assert_eq!(tag("econ", None).unwrap().kind, TagKind::Subject);
    }

    #[test]
    fn words_are_no_tags() {
        for word in ["", "SENSITIVE", "MASSMNUC", "(SURNAME, FIRST)", "ZZ9"] {
            assert!(!is_tag(word), "{word}");
            assert_eq!(tag(word, None), None);
        }
    }
}

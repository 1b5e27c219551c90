//! The canonical id of a cable: `06ROME3128`.
//!
//! An id is the year, the post and the post's number for the cable. In file names, tables and references the same id
//! has many looks, and some machine that took ids from the first line of the text took in what stood before the post:
//! section marks, captions, levels, words of an address. This module knows what of that is noise. Names of posts are
//! the business of [`table`](super::table).

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::table::{self, canonical_post, folding};

/// A cable's id, taken apart. Shows itself in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanonicalId {
    /// The year in full. Two digits mean 1966 to 2065, as the oldest cables in electronic form are of 1966.
    pub year: i16,
    /// The post in its one spelling, or as written where no post fits.
    pub post: Cow<'static, str>,
    /// The number, counted by post and year.
    pub serial: u32,
}

impl CanonicalId {
    /// Whether the post is a known one. A text with an unknown post may be something else that looks like an id.
    pub fn has_known_post(&self) -> bool {
        table::post(&self.post).is_some()
    }
}

/// Two digits of the year, the post, the number without leading zeros.
impl fmt::Display for CanonicalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.year, &self.post, self.serial))
    }
}

/// An id in its canonical form.
pub(super) fn written(year: i16, post: &str, serial: u32) -> String {
    let digit = |number: u32| char::from(b'0' + (number % 10) as u8);
    let year = u32::from(year.rem_euclid(100).unsigned_abs());
    let mut out = String::with_capacity(post.len() + 12);
    out.push(digit(year / 10));
    out.push(digit(year));
    out.push_str(post);
    let units = [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10];
    for unit in units.into_iter().filter(|unit| *unit <= serial) {
        out.push(digit(serial / unit));
    }
    out.push(digit(serial));
    out
}

/// As text.
impl Serialize for CanonicalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Words that stand around the post of an id and do not belong to it, longer ones before those they contain.
const NOISE: &[&str] = &[
    "SUSPECTEDDUPLICATE",
    "CORRECTEDCOPY",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "CLASSIFIED",
    "SENSITIVE",
    "DUPLICATE",
    "CORRECTED",
    "SECTION",
    "STADIS",
    "SIPDIS",
    "LIMDIS",
    "TERREP",
    "NOFORN",
    "UNCLAS",
    "SECRET",
    "AIDAC",
    "NODIS",
    "EXDIS",
    "FINAL",
    "NOTAL",
    "TOSEC",
    "SECTO",
    "FOUO",
    "EFTO",
    "SBU",
];

/// Reads an id in any of the forms that people and machines give it.
///
/// The year has two or four digits; blanks, hyphens, dots and the like do not count; the post may be misspelt, see
/// [`canonical_post`]. Noise is left out: section marks (misspelt ones too), captions, levels, words of an address,
/// operating signals and a second number behind the first. A post that nobody knows is kept as written.
///
/// `None` for a text that does not begin with a year, has no post or no number.
///
/// ```
/// use sipdis::cable::canonical_id;
/// let id = |text| canonical_id(text).map(|id| id.to_string());
/// assert_eq!(id("06 ROME 003128").as_deref(), Some("06ROME3128"));
/// assert_eq!(id("2006 ROME 3128").as_deref(), Some("06ROME3128"));
/// assert_eq!(id("07SECTION02OF03EIJING483").as_deref(), Some("07BEIJING483"));
/// assert_eq!(id("06ROME3128-02").as_deref(), Some("06ROME3128"));
/// assert_eq!(id("cable"), None);
/// assert_eq!(id("2006-11-20"), None);
/// ```
pub fn canonical_id(text: &str) -> Option<CanonicalId> {
    if let Some((year, post, serial)) = sound(text) {
        return Some(CanonicalId { year, post: post_of(post, year)?, serial });
    }
    let text = letters_and_digits(without_part(text))?;
    let (year, rest) = year(&text)?;
    let runs = without_section_mark(runs(rest));
    let (post, numbers) = runs.split_first().filter(|(post, _)| !is_number(post))?;
    let serial = match numbers {
        [serial] => *serial,
        // "SUSPECTED DUPLICATE" says that the number before it was taken already; everything else follows the number.
        [_, mark, serial] if reads_like(mark, "SUSPECTEDDUPLICATE") => *serial,
        [serial, mark, ..] if is_noise(mark) || is_signal(mark) => *serial,
        _ => return None,
    };
    // A number of more than nine digits is no cable's.
    let serial = serial.parse().ok().filter(|_| serial.trim_start_matches('0').len() <= 9)?;
    Some(CanonicalId { year, post: post_of(post, year)?, serial })
}

/// Year, post and number of an id as most are: two digits, capital letters, a number. It has nothing to leave out.
fn sound(text: &str) -> Option<(i16, &str, u32)> {
    let [a @ b'0'..=b'9', b @ b'0'..=b'9', rest @ ..] = text.as_bytes() else { return None };
    let letters = rest.iter().position(|byte| !byte.is_ascii_uppercase()).filter(|letters| *letters > 0)?;
    let (post, serial) = text.get(2..)?.split_at_checked(letters)?;
    let number = |number: u32, byte: &u8| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'));
    let serial = Some(serial.as_bytes()).filter(|serial| serial.len() <= 9)?.iter().try_fold(0, number)?;
    Some((full_year(i16::from((a - b'0') * 10 + b - b'0')), post, serial))
}

/// The text up to a sign between two digits: `06ROME3128-02` and `06ROME3128/01` name a part of a cable.
fn without_part(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let sign = (1..bytes.len())
        .find(|&at| matches!(bytes[at], b'-' | b'_' | b'/' | b'.') && is_digit(at - 1) && is_digit(at + 1));
    sign.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// The capital letters and digits of a text; `None` where it holds something that no id has.
fn letters_and_digits(text: &str) -> Option<String> {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '\'' | '’' | '#' | '/' | ','))
        .map(|c| if c.is_ascii_digit() { Some(c) } else { folding::letter(c) })
        .collect()
}

/// The year and what follows it.
fn year(text: &str) -> Option<(i16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // Four digits are a year only where the post follows: `0901OF02` is 2009 and a section mark.
    let in_full = digits == 4 && (text.starts_with("19") || text.starts_with("20"));
    let (year, rest) = text.split_at_checked(if in_full { 4 } else { 2 })?;
    let year = year.parse::<i16>().ok()?;
    Some((if in_full { year } else { full_year(year) }, rest))
}

/// The year that two digits mean.
fn full_year(year: i16) -> i16 {
    year + if year < 66 { 2000 } else { 1900 }
}

/// Letters and digits by turns.
fn runs(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut runs = Vec::new();
    while let Some(first) = rest.bytes().next() {
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() == first.is_ascii_digit()).count();
        let (run, behind) = rest.split_at(length);
        runs.push(run);
        rest = behind;
    }
    runs
}

/// The runs behind a section mark, if one stands in front of the post.
///
/// A mark is a short number, `OF` or what is left of it, and another short number; whatever stands before is the word
/// `SECTION` in some form. `FINAL SECTION OF 02` has the second number only.
fn without_section_mark(runs: Vec<&str>) -> Vec<&str> {
    let short = |run: &str| is_number(run) && run.len() <= 3;
    let of = |run: &str| run.len() <= 3 && run.contains(['O', 'F']);
    let mark = |at: usize| match runs.get(at..at + 4) {
        Some([number, word, total, post]) => short(number) && of(word) && short(total) && !is_number(post),
        _ => false,
    };
    if let Some(at) = (0..2).find(|&at| mark(at)) {
        return runs.into_iter().skip(at + 3).collect();
    }
    match runs.as_slice() {
        [word, total, _, ..] if short(total) && word.strip_suffix("OF").is_some_and(is_noise) => {
            runs.into_iter().skip(2).collect()
        }
        _ => runs,
    }
}

/// The post's one spelling; as written, without noise, where there is no such post.
fn post_of(mut run: &str, year: i16) -> Option<Cow<'static, str>> {
    loop {
        if let Some(post) = known_in(run, year) {
            return Some(post);
        }
        let bare = table::without_address(without_noise(run), Some(year));
        // Noise, damaged perhaps, may stand behind the words of an address too.
        if bare.len() == run.len() {
            return (bare.len() >= 2).then(|| Cow::Owned(bare.to_owned()));
        }
        run = bare;
    }
}

/// The post that a run of letters names, behind noise, damaged perhaps.
fn known_in(run: &str, year: i16) -> Option<Cow<'static, str>> {
    let year = Some(year);
    let known = |name: &str| table::known_post(name, year).map(|post| Cow::Borrowed(post.short));
    if let Some(post) = known(run) {
        return Some(post);
    }
    let rest = without_noise(run);
    let behind_damaged_noise = || {
        // From the left, so that the longest name wins. A name of fewer letters ends many words by chance.
        let cuts = (1..rest.len().saturating_sub(3)).filter_map(|at| rest.split_at_checked(at));
        cuts.filter(|(front, _)| is_noise(front)).find_map(|(_, name)| known(name))
    };
    let canonical = || canonical_post(rest, year).map(|post| Cow::Borrowed(post.short));
    canonical().or_else(behind_damaged_noise)
}

/// What is left when words of [`NOISE`] are taken off the front.
fn without_noise(run: &str) -> &str {
    let mut rest = run;
    while let Some(behind) = NOISE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    rest
}

/// Whether a run of letters is noise: words of [`NOISE`], the last of them damaged perhaps.
fn is_noise(run: &str) -> bool {
    let rest = without_noise(run);
    rest.is_empty() || NOISE.iter().any(|word| reads_like(rest, word))
}

/// Whether `run` is `word` with one typing error, or what is left of it when it was cut at either end.
fn reads_like(run: &str, word: &str) -> bool {
    let cut = run.len() >= 3 && (word.ends_with(run) || word.starts_with(run));
    cut || run.len() >= 4 && folding::is_near(run, word)
}

fn is_signal(run: &str) -> bool {
    run.len() == 3 && run.starts_with('Z')
}

fn is_number(run: &str) -> bool {
    run.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(canonical_id(text).map(|id| id.to_string()).as_deref(), Some(*expected), "{text}");
        }
    }

    #[test]
    fn forms_of_a_sound_id() {
        check(&[
            ("06ROME3128", "06ROME3128"),
            ("06 ROME 003128", "06ROME3128"),
            ("06-rome-3128", "06ROME3128"),
            ("2006 ROME 3128", "06ROME3128"),
            ("1977MOSCOW02124", "77MOSCOW2124"),
            ("85 PORT MORESBY 199", "85PORTMORESBY199"),
            ("07 SÃO PAULO #12", "07SAOPAULO12"),
            ("09 N'DJAMENA 511", "09NDJAMENA511"),
            ("06 ROME 0", "06ROME0"),
        ]);
    }

    #[test]
    fn names_of_posts_are_mended() {
        check(&[
            ("03SECTSTATE12", "03STATE12"),
            ("08HALIF1234", "08HALIFAX1234"),
            ("07PAUP12", "07PORTAUPRINCE12"),
            ("02TAIPEI12", "02AITTAIPEI12"),
            ("77TAIPEI12", "77TAIPEI12"),
            ("05EMBASSYVIENNA1", "05VIENNA1"),
            ("09AMEMBASSYHANOI12", "09HANOI12"),
            ("03SECDEFWASH12", "03SECDEF12"),
        ]);
    }

    #[test]
    fn an_unknown_post_is_kept_as_written() {
        check(&[("05EMBASSYBLABLA1", "05BLABLA1"), ("05 Blabla 1", "05BLABLA1")]);
        assert!(!canonical_id("05BLABLA1").unwrap().has_known_post());
        assert!(canonical_id("05VIENNA1").unwrap().has_known_post());
    }

    #[test]
    fn section_marks_are_noise() {
        check(&[
            ("08SECTION01OF03CAIRO12", "08CAIRO12"),
            ("07SECTION02OF03EIJING483", "07BEIJING483"),
            ("09SQCTION02OF02DUSHANBE143", "09DUSHANBE143"),
            ("09SECTIOQ1OF06HARARE876", "09HARARE876"),
            ("08ECTION01OF02MANAMA492", "08MANAMA492"),
            ("08SECTION01F03BEIRUT12", "08BEIRUT12"),
            ("0801OF02PRAGUE383", "08PRAGUE383"),
            ("08FINALSECTIONOF02PRAGUE383", "08PRAGUE383"),
            ("08EFTOSECTION01OF02TUNIS4", "08TUNIS4"),
        ]);
    }

    #[test]
    fn captions_levels_and_their_remains_are_noise() {
        check(&[
            ("10EFTOKABUL668", "10KABUL668"),
            ("85NOFORNMOGADISHU1643", "85MOGADISHU1643"),
            ("09SIFIEDABUJA1673", "09ABUJA1673"),
            ("09CONFIDENTALROME12", "09ROME12"),
            ("09UNCLASSIPDISTUNIS12", "09TUNIS12"),
            ("08CRRECTEDCOPYLIMA7", "08LIMA7"),
            ("06USMISSIONSUSPECTEDDUPLICATEROME5", "06ROME5"),
        ]);
    }

    #[test]
    fn a_second_number_is_noise() {
        check(&[
            ("06MADRID002583ZFR2585", "06MADRID2583"),
            ("90STATE255577TOSEC140323", "90STATE255577"),
            ("08ROME12CORRECTEDCOPY", "08ROME12"),
            ("08ACCRA001382SUSPECTEDDUPLICATE1392", "08ACCRA1392"),
        ]);
    }

    #[test]
    fn years_in_full() {
        assert_eq!(canonical_id("66ROME1").unwrap().year, 1966);
        assert_eq!(canonical_id("65ROME1").unwrap().year, 2065);
        assert_eq!(canonical_id("1975 ROME 1").unwrap().year, 1975);
        assert_eq!(canonical_id("2010 ROME 1").unwrap().year, 2010);
    }

    #[test]
    fn what_is_no_id() {
        for text in [
            "",
            "cable",
            "notes2006",
            "06",
            "06ROME",
            "ROME3128",
            "3128",
            "2006",
            "6ROME3128",
            "092OF5",
            "06SECRET12",
            "06ROME3128A",
            "06ROME12BERN13",
            "06ROME12345678901",
            "06РИМ3128",
            "06 ROME (3128)",
            "06X1",
        ] {
            assert_eq!(canonical_id(text), None, "{text}");
        }
    }

    /// Reads what is not part of the repository; passes over it where `SIPDIS_SHARED` names no folder.
    ///
    /// Of these damaged ids some were set right by people who looked at the cable. No rule finds those.
    #[test]
    fn most_damaged_ids_of_the_cases_are_read() {
        let Ok(shared) = std::env::var("SIPDIS_SHARED") else { return };
        let cases = std::fs::read_to_string(std::path::Path::new(&shared).join("cases/cases.jsonl")).unwrap();
        let id = |text: &str| canonical_id(text).map(|id| id.to_string());
        let (mut all, mut wrong) = (0, Vec::new());
        for line in cases.lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let (Some(text), Some(expected)) = (case["input"]["value"].as_str(), case["expected"].as_str()) else {
                continue;
            };
            let right = match case["kind"].as_str() {
                Some("canonical_id") => id(text).as_deref() == Some(expected),
                Some("same_canonical_id") => id(text) == id(expected),
                _ => continue,
            };
            all += 1;
            if !right {
                wrong.push(format!("{text} gives {:?} and not {expected}", id(text)));
            }
        }
        assert!(all > 100 && wrong.len() * 20 <= all, "{} of {all}: {wrong:#?}", wrong.len());
    }

    /// Every id of the corpus is of a post in the city of the post that the row names, and clean ids stay as they are.
    #[test]
    fn ids_and_origins_of_the_corpus_agree() {
        let Ok(shared) = std::env::var("SIPDIS_SHARED") else { return };
        let path = std::path::Path::new(&shared).join("corpus/cables.csv");
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.has_headers(false).escape(Some(b'\\')).double_quote(false).from_path(path).unwrap();
        let mut seen = 0;
        for record in reader.byte_records() {
            let record = record.unwrap();
            let (text, origin) = (String::from_utf8_lossy(&record[2]), String::from_utf8_lossy(&record[3]));
            let id = canonical_id(&text).unwrap();
            let post = table::post(&id.post).unwrap_or_else(|| panic!("{text}: no such post"));
            let from = table::post_by_full_name(&origin).unwrap_or_else(|| panic!("{origin}: no such post"));
            assert_eq!(post.city, from.city, "{text}, {origin}");
            let clean = text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(&*id.post);
            assert!(!clean || id.to_string() == text, "{text} gives {id}");
            seen += 1;
        }
        assert!(seen > 1000);
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_its_own(text in "(19|20)?[0-9]{2}[A-Z]{0,6}([0-9]{1,2}OF[0-9]{1,2})?[A-Z]{1,12}[0-9]{1,6}(Z[A-Z]{2})?[0-9]{0,3}") {
            if let Some(id) = canonical_id(&text) {
                let canonical = id.to_string();
                let again = canonical_id(&canonical).map(|id| id.to_string());
                prop_assert_eq!(again, Some(canonical));
            }
        }

        #[test]
        fn every_known_post_survives(at in 0usize..1000, year in 80u8..=99, serial in 0u32..1_000_000) {
            let post = &table::posts()[at % table::posts().len()];
            let text = format!("{year} {} {serial:06}", post.plad.unwrap_or(post.short));
            prop_assert!(canonical_id(&text).is_some_and(|id| id.has_known_post() && id.serial == serial));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), tail in "[0-9A-Z]{0,20}") {
            canonical_id(&text);
            canonical_id(&format!("06{tail}{text}"));
            canonical_id(&format!("06{text}{tail}"));
        }
    }
}

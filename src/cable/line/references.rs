//! References: `A. ROME 3012 (NOTAL) B. 05 STATE 135847`, with labels, years, lists, implied posts, and other things
//! than cables.

use std::borrow::Cow;

use super::super::search::{Needle, find_ci};
use super::super::table;
use super::super::words::{Ends, Fragments, Joined, Signs, strip_leftovers};
use super::super::{Reference, ReferenceKind};
use super::reference_cable::{cable, implied_cable, leading_year, run_of_words, serial};
use super::reference_kind::kind_of;
use super::reference_labels::{items, label};
use super::{cable_list, page};

/// What dates and completes a reference that does not say everything.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cable) struct Own<'a> {
    /// Its id.
    pub(in crate::cable) id: Option<&'a str>,
    /// Year of the cable.
    pub(in crate::cable) year: Option<i16>,
    /// Its post, in the spelling of ids.
    pub(in crate::cable) post: Option<&'a str>,
}

impl Own<'_> {
    /// Whether an id is that of the cable itself, perhaps with more before the name of its post.
    pub(super) fn is(self, id: &str) -> bool {
        self.id
            .and_then(|own| own.split_at_checked(2))
            .is_some_and(|(year, own)| id.strip_prefix(year).is_some_and(|id| id.ends_with(own)))
    }
}

/// Whether a line below a blank one goes on with the list: it opens with a label.
pub(in crate::cable) fn opens_with_label(words: &str) -> bool {
    label(strip_leftovers(words)).is_some_and(|(_, rest)| !rest.trimmed().is_empty())
}

/// Whether a line is a labelled reference to a cable: `(B) Sao Paulo 215;`.
pub(in crate::cable) fn is_list(words: &str) -> bool {
    label(strip_leftovers(words)).is_some_and(|(_, rest)| opens_with_post(rest))
}

/// Whether a list of references to cables begins at `value`, with or without a label.
pub(in crate::cable) fn opens_list(value: &str) -> bool {
    is_list(value) || opens_with_post(value)
}

/// Whether a reference of any kind, with its label, or one to a cable begins at `value`.
pub(in crate::cable) fn opens_item(value: &str) -> bool {
    opens_with_label(value) || opens_list(value)
}

/// Whether a known post and a number stand at the start of `value`.
pub(in crate::cable) fn opens_with_post(value: &str) -> bool {
    let (_, named) = leading_year(value.trimmed_start());
    table::post_at(named, None).is_some_and(|(_, len)| named.get(len..).is_some_and(|rest| serial(rest).is_some()))
}

/// Whether a line below a blank one goes on with the list: the list ends in the name of a post, or in the beginning of
/// one, and the line has the rest with the number.
pub(in crate::cable) fn completes(list: &str, line: &str) -> bool {
    // What stands behind the last number or label.
    let open = list
        .rfind(|c: char| c.is_ascii_digit() || matches!(c, ')' | ',' | ';' | ':'))
        .map_or(list, |at| &list[at + 1..]);
    let open = open.trimmed();
    let (begun, rest) = (open.len(), line.trimmed_start());
    if begun == 0 || begun > 32 || !open.bytes().all(|b| b.is_ascii_alphabetic() || b" .-'".contains(&b)) {
        return false;
    }
    let Some(rest) = rest.get(..rest.len().min(48)) else { return false };
    let whole = format!("{open} {rest}");
    // `1.` would be the number of a paragraph.
    let numbered =
        |rest: &str| serial(rest).is_some_and(|(digits, behind)| digits.len() >= 2 && !behind.starts_with('.'));
    table::post_at(&whole, None).is_some_and(|(_, len)| len >= begun && numbered(&whole[len..]))
}

/// Whether a list breaks off where another reference is to follow: behind a comma, or behind a label.
pub(in crate::cable) fn awaits_more(list: &str) -> bool {
    let list = list.trimmed_end();
    let last = list.rsplit(' ').next().unwrap_or("").trim_start_matches(['(', '\u{b6}']);
    list.ends_with([',', ';']) || matches!(last.as_bytes(), [b'A'..=b'Z' | b'a'..=b'z', b'.' | b')'])
}

/// Whether a line is references to cables by their posts and numbers, and nothing else, or the next of a numbered list.
pub(in crate::cable) fn are_cables(line: &str) -> bool {
    const LONGEST: usize = 32;
    if let Some((number, rest)) = line.trimmed_start().trim_start_matches(['(', '\u{b6}']).split_once(')')
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        return rest.len() <= 2 * LONGEST && opens_with_post(rest);
    }
    let mut parts = line.split([',', ';']).map(Ends::trimmed).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| part.len() <= LONGEST && opens_with_post(part))
}

/// All references of a field.
pub(in crate::cable) fn read(text: &str, words: &Fragments, own: Own<'_>) -> Vec<Reference> {
    words.apart().and_then(|lines| cable_list::read(text, lines, own)).unwrap_or_else(|| any(text, words, own))
}

/// As [`read`], of a field with anything in it.
pub(super) fn any(text: &str, words: &Fragments, own: Own<'_>) -> Vec<Reference> {
    let joined = Joined::new(text, words);
    let mut list = List { text, joined: &joined, own, last: None, out: Vec::new() };
    for (label, item) in items(joined.as_str()) {
        // A semicolon divides for certain; a comma may stand inside a title or a name.
        for part in item.split(';') {
            if list.plain(part, label) {
                continue;
            }
            let found = list.out.len();
            let kind = kind_of(part);
            for part in split_and(part) {
                list.cables(part, label, kind.is_none());
            }
            if list.out.len() == found {
                list.other(part, label, kind);
            }
        }
    }
    list.out
}

/// The list that is being read.
struct List<'a> {
    text: &'a str,
    joined: &'a Joined<'a>,
    own: Own<'a>,
    last: Option<LastPost>,
    out: Vec<Reference>,
}

/// The post and year that an implied one takes over: `A. ROME 3012 B. 3013`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LastPost {
    pub(super) post: Cow<'static, str>,
    pub(super) year: Option<i16>,
}

/// `ROME 1 AND 2`, `ROME 1 & 2`.
fn split_and(part: &str) -> impl Iterator<Item = &str> {
    const AND: Needle = Needle::new(" AND ");
    let (mut rest, mut and_follows) = (Some(part), true);
    std::iter::from_fn(move || {
        let now = rest?;
        let and = if and_follows { AND.find(now) } else { None };
        and_follows = and.is_some();
        let sign = || memchr::memchr(b'&', now.as_bytes()).and_then(|_| now.find(" & "));
        let cut = and.map(|at| (at, 5)).or_else(|| sign().map(|at| (at, 3)));
        rest = cut.map(|(at, len)| &now[at + len..]);
        Some(cut.map_or(now, |(at, _)| &now[..at]))
    })
}

impl List<'_> {
    /// Reads a part of an item that is one cable and nothing else, as most are. What it adds is what [`List::cables`] adds.
    fn plain(&mut self, part: &str, label: Option<&str>) -> bool {
        let part = part.trimmed();
        let Some((found, len)) = cable_list::only(part, self.own) else { return false };
        self.last = Some(LastPost { post: Cow::Borrowed(found.post.short), year: Some(found.year) });
        self.push(found.id, &part[..len], label, None);
        true
    }

    fn push(&mut self, id: String, written: &str, label: Option<&str>, title: Option<&str>) {
        let value = |words| self.joined.value(self.text, words);
        self.out.push(Reference {
            label: label.map(value),
            kind: ReferenceKind::Cable,
            id: Some(id),
            text: value(written),
            title: title.map(value),
        });
    }

    /// Reads the cables of one part of an item: posts and numbers, divided by commas or slashes. Where the words speak
    /// of something else than cables (`guess` is false), only known posts with a number count.
    fn cables(&mut self, part: &str, label: Option<&str>, guess: bool) {
        let mut rest = part;
        // A number alone goes on with the post before it only when nothing else stands between.
        let mut implied = guess;
        while !rest.is_empty() {
            let here = rest.without_at_start(const { Signs::new(" ,:()-.#*\"/") });
            if here.is_empty() {
                return;
            }
            let last = self.last.as_ref();
            let (run, numbered) = run_of_words(here);
            let named = if numbered { cable(here, self.own, guess) } else { None };
            if let Some((found, behind)) =
                named.or_else(|| if implied { implied_cable(here, self.own, last) } else { None })
            {
                let written = &here[..here.len() - behind.len()];
                let (title, behind) = note(behind);
                // No cable refers to itself: this is a page line that a web page joined with the list, or its own
                // classification line (`... A L ROME 000042`).
                if self.own.is(&found.id) {
                    rest = behind;
                    continue;
                }
                self.push(found.id, written, label, title);
                self.last = Some(LastPost { post: found.post, year: found.year });
                rest = behind;
                implied = guess;
            } else {
                // Words that name no post: try again behind the next blank or comma, or at the last of words without a number.
                let last = if numbered { None } else { here[..run].rfind(' ') };
                let skip = last.or_else(|| here.find([' ', ',', '/', '('])).map_or(here.len(), |at| at + 1);
                rest = here.get(skip..).unwrap_or("");
                implied = false;
            }
        }
    }

    /// A reference that names no cable. Words such as `AND PREVIOUS` or `NOTAL` name nothing.
    fn other(&mut self, part: &str, label: Option<&str>, kind: Option<ReferenceKind>) {
        // What stands behind a section line, which a web page joined with the list, is the text.
        let page = memchr::memchr_iter(b' ', part.as_bytes()).find(|at| {
            let here = &part[at + 1..];
            page::at_start(here).is_some() && opens_with_post(here)
        });
        let part = &part[..page.unwrap_or(part.len())];
        // `A. ) IIR ...`: the label's own bracket stands behind its point.
        let words = part.without_at_start(const { Signs::new(") ") }).without(const { Signs::new(" ,.;\u{b6}-*") });
        let letters = words.bytes().filter(u8::is_ascii_alphabetic).count();
        let named = letters >= 3 || kind.is_some();
        const NOTHING: &[&str] = &[
            "REF",
            "REFS",
            "REFTEL",
            "NOTAL",
            "PREVIOUS",
            "NONE",
            "N/A",
            "NA",
            "SEPTEL",
            "BELOW",
            "SEE BELOW",
            "(NOTAL)",
        ];
        if named && !NOTHING.iter().any(|word| words.eq_ignore_ascii_case(word)) {
            self.out.push(Reference {
                label: label.map(|label| self.joined.value(self.text, label)),
                kind: kind.unwrap_or(ReferenceKind::Other),
                id: None,
                text: self.joined.value(self.text, words),
                title: None,
            });
        }
    }
}

/// A note in brackets behind a reference. `(NOTAL)` says that not all addressees have it, and is no title.
fn note(rest: &str) -> (Option<&str>, &str) {
    let Some(inner) = rest.trimmed_start().strip_prefix('(') else { return (None, rest) };
    let Some(end) = inner.bytes().take(80).position(|b| b == b')').filter(|end| *end > 1) else { return (None, rest) };
    let words = inner[..end].trimmed();
    const NO_TITLES: &[&str] = &["NOTAL", "EXDIS", "NODIS", "NOFORN", "LIMDIS", "STADIS", "AND PREVIOUS"];
    let title = (!NO_TITLES.iter().any(|word| find_ci(words, word).is_some())).then_some(words);
    (title, &inner[end + 1..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cable::words::Join;

    fn check(list: &str, expected: &[&str]) {
        let mut words = Fragments::default();
        for line in list.lines() {
            words.push(list, line, Join::Blank);
        }
        let own = Own { id: Some("06ROME1"), year: Some(2006), post: Some("ROME") };
        let got: Vec<String> = read(list, &words, own)
            .iter()
            .map(|it| {
                let label = it.label.as_ref().map_or("", |label| label.text(list));
                let title = it.title.as_ref().map_or(String::new(), |title| format!(" [{}]", title.text(list)));
                let what = it.id.clone().unwrap_or_else(|| format!("{:?} {}", it.kind, it.text.text(list)));
                format!("{label}:{what}{title}")
            })
            .collect();
        assert_eq!(got, expected, "{list}");
    }

    #[test]
    fn cables_with_labels_years_and_lists() {
        check("STATE 186217", &[":06STATE186217"]);
        check("A. TBILISI 1605  B. 05 STATE 80908", &["A:06TBILISI1605", "B:05STATE80908"]);
        check("(A) LAGOS O1512, (B) LAGOS\n01583 (NOTAL)", &["A:06LAGOS1512", "B:06LAGOS1583"]);
        check("A. ROME 3012 B. 3013", &["A:06ROME3012", "B:06ROME3013"]);
        check(
            "A. BRASILIA 2799 AND 2764 ¶B. PORT AU PRINCE 2325",
            &["A:06BRASILIA2799", "A:06BRASILIA2764", "B:06PORTAUPRINCE2325"],
        );
        check("C) RIO\nDE JANEIRO 1291", &["C:06RIODEJANEIRO1291"]);
        check("A. OSLO 12B. OSLO 13C) PARIS 14", &["A:06OSLO12", "B:06OSLO13", "C:06PARIS14"]);
        check("A. OSLO 1234, 10/12/06 B. OSLO 13", &["A:06OSLO1234", "B:06OSLO13"]);
        check("OSLO 1234 10/12/2006", &[":06OSLO1234"]);
        check("OSLO 1234 THROUGH 1236", &[":06OSLO1234"]);
        check("OSLO 05-1234, DELHI 05-12", &[":05OSLO1234", ":06NEWDELHI5", ":06NEWDELHI12"]);
        check("A. A: PANAMA 00789/05", &["A:05PANAMA789"]);
        check("AMMAN 07718 99, AMMAN 05986 00", &[":99AMMAN7718", ":00AMMAN5986"]);
        check("CAIRO 2397 (2003), (02) SAO PAULO 581", &[":03CAIRO2397", ":02SAOPAULO581"]);
        check("CAIRO 2397 (NOTAL)", &[":06CAIRO2397"]);
        for list in [
            "A/ OSLO 2; B/ OSLO 3",
            "A OSLO 2 B OSLO 3",
            "A-OSLO 2, B-OSLO 3",
            "(A)OSLO 2(B)OSLO 3",
            "(A OSLO 2, (B OSLO 3",
        ] {
            check(list, &["A:06OSLO2", "B:06OSLO3"]);
        }
        check("OSLO 142-05, OSLO 142-45", &[":05OSLO142", ":06OSLO142", ":06OSLO45"]);
        check("OSLO (05) 42, OSLO 2005 42", &[":05OSLO42", ":05OSLO42"]);
        check("OSLO 42/43/44", &[":06OSLO42", ":06OSLO43", ":06OSLO44"]);
        check("BAGHDAD #3565", &[":06BAGHDAD3565"]);
        check("STATE 04 12345, ROME 2003 012", &[":04STATE12345", ":03ROME12"]);
        check("ROME 1234/1235", &[":06ROME1234", ":06ROME1235"]);
        check("(B)O4 CHENNAI 0944, 05OSLO 12", &["B:04CHENNAI944", "B:05OSLO12"]);
        check("A. OSLO 1, B) OSLO 2, C) OSLO A. 161", &["A:06OSLO1", "B:06OSLO2", "C:06OSLO161"]);
        check("OSLO 12 ... A L ROME 000001", &[":06OSLO12"]);
        check("UNCLASS USDA FAS 57863", &[":06USDAFAS57863"]);
        check("LONDON 12 ROME 00000001", &[":06LONDON12"]);
        check("ROME 12 (and previous) OSLO 3", &[":06ROME12", ":06OSLO3"]);
        check("A) 6307 B) STATE 285773", &["A:06ROME6307", "B:06STATE285773"]);
    }

    proptest! {
        #[test]
        fn a_cable_alone_reads_as_any_part(
            part in "[ ,.*]?(05 ?|O5 |(20)?0[4-6] |[0-9]{1,4} )?(ROME|NEW DELHI|San Jose|MOSCOW|USDAO OSLO|OSLO A|IIR) ?#?\
                ([0-9]{1,5}|000000?12)( ?\\((NOTAL|Exdis|05|2004|3|99|THE BOATS)\\)| [0-9]{2}|/06|/1[01]|\\.|-02| AND PREVIOUS|, 13|\\.\\.){0,2}[ ,.]?",
            guess in proptest::bool::ANY,
        ) {
            let mut words = Fragments::default();
            words.push(&part, &part, Join::Blank);
            let joined = Joined::new(&part, &words);
            let own = Own { id: Some("06ROME1"), year: Some(2006), post: Some("ROME") };
            let list = || List { text: &part, joined: &joined, own, last: None, out: Vec::new() };
            let (mut plain, mut asked) = (list(), list());
            if plain.plain(joined.as_str(), None) {
                let guess = kind_of(&part).is_none() && guess;
                split_and(joined.as_str()).for_each(|part| asked.cables(part, None, guess));
                prop_assert_eq!((plain.out, plain.last), (asked.out, asked.last), "{}", part);
            }
        }
    }

    #[test]
    fn a_name_goes_on_below_a_blank_line() {
        assert!(completes("A) BRASILIA 2605, C) RIO", "DE JANEIRO 1291"));
        assert!(completes("(A) Rome 190 (B) Rio de Janeiro", "00723 (C) Brasilia 1"));
        assert!(!completes("A) BRASILIA 2605", "DE JANEIRO 1291"));
        assert!(!completes("A) BRASILIA", "THE MINISTER SAID"));
        assert!(!completes("ROME", "1. (C) SUMMARY"));
    }

    #[test]
    fn lines_of_cables_alone() {
        assert!(
            are_cables("ROME 12") && are_cables(" 09 CAIRO 1433; STATE 12; ") && are_cables("05 RIO DE JANEIRO 12")
        );
        assert!(
            !are_cables("") && !are_cables("ROME 12 instructed posts to deliver points") && !are_cables("1. (C) ROME")
        );
    }

    #[test]
    fn lists_that_break_off() {
        for list in ["ROME 1,", "A. ROME 1 B.", "(A) ROME 1 (B) ", "ROME 1; "] {
            assert!(awaits_more(list), "{list}");
        }
        for list in ["", "ROME 1", "ROME 1 (NOTAL)", "THE U.N."] {
            assert!(!awaits_more(list), "{list}");
        }
    }

    #[test]
    fn other_things_than_cables() {
        check("LAKHDHIR E-MAIL 12/01/09", &[":Mail LAKHDHIR E-MAIL 12/01/09"]);
        check("9 FAM Appendix K, 406 (6)", &[":Book 9 FAM Appendix K, 406 (6)"]);
        check("A. TALLINN 366 B. DOE/ROE TELCON 02/16/2010", &["A:06TALLINN366", "B:Tel DOE/ROE TELCON 02/16/2010"]);
        check("A. ) IIR 6 809", &["A:Report IIR 6 809"]);
        check("A. OSLO 1 B. DOE E-MAIL ROME 00000001  001.2 OF 002 TEXT", &["A:06OSLO1", "B:Mail DOE E-MAIL"]);
        check("A. 314/07696-07 B. ROME 2", &["A:Report 314/07696-07", "B:06ROME2"]);
        check("DAILY REPORT FOR FEBRUARY 17 B. 2006 C. OSLO 3", &[":Report DAILY REPORT FOR FEBRUARY 17", "C:06OSLO3"]);
        check("DOE-ROE PHONCON OF 10/10", &[":Tel DOE-ROE PHONCON OF 10/10"]);
        check("EMB OSLO 10/23 E-MAIL (DOE)", &[":Mail EMB OSLO 10/23 E-MAIL (DOE)"]);
        check("INCSR BRAZIL 2005", &[":Other INCSR BRAZIL 2005"]);
        check("A. DAILY REPORT FOR MAY 19 B. 2005", &["A:Report DAILY REPORT FOR MAY 19"]);
        check("WHA ASDAR 7/13/09", &[":Other WHA ASDAR 7/13/09"]);
        check("A. REF B. TD-314/18176-06 C. F-5", &["B:Report TD-314/18176-06"]);
        check("08 STATE 1; E-Mail by post", &[":08STATE1", ":Mail E-Mail by post"]);
    }
}

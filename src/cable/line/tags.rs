//! TAGS: `PREL, PGOV, IC`, with names of persons, tags of several words, run-together codes and link leftovers.
//!
//! The handbook wants codes, and names in brackets with the family name first: `(DOE, JOHN)`. Posts wrote names without
//! brackets, and programmes of their own in words (`COUNTRY CLEARANCE`), divided by blanks like the codes beside them.
//! So words are put together again by what the tables know and by the look of a code.

use std::borrow::Cow;

use super::super::known::Known;
use super::super::table;
use super::super::words::{Ends, Fragments, Joined, Signs, offset_in, strip_leftovers, strip_prefix_ci, without_tags};
use super::person_words::is_first_name;
use super::tag_words::{self, Word};
use crate::text::{Span, Value};

/// Whether `words` goes on with a list of tags. A list that ends in a comma goes on anyhow; otherwise the line has codes
/// for the most part, or ends a tag of several words that the line above began.
pub(in crate::cable) fn goes_on(text: &str, so_far: &Fragments, words: &str) -> bool {
    let bare = without_tags(strip_leftovers(words));
    if bare.contains(": ") || strip_prefix_ci(bare, "SUBJ").is_some() {
        return false;
    }
    let written = so_far.span().map_or("", |span| span.of(text));
    if written.is_empty() || written.ends_with([',', ';', '/']) {
        return true;
    }
    // A list in small letters goes on in small letters, whose words are codes in the same way.
    let small =
        written.starts_with(|c: char| c.is_ascii_lowercase()) && !written.bytes().any(|b| b.is_ascii_uppercase());
    let upper =
        if small && !bare.bytes().any(|b| b.is_ascii_uppercase()) { bare.to_ascii_uppercase() } else { String::new() };
    let bare = if upper.is_empty() { bare } else { &upper };
    let mut codes = 0;
    let mut others = 0;
    for word in bare.split([' ', ',', ';', '/', '\t']).filter(|word| !matches!(*word, "" | ".")) {
        let word = word.without(const { Signs::new("().") });
        let known = || if word.len() > 6 { table::is_word_tag(word) } else { word.len() > 1 && table::is_tag(word) };
        if word.starts_with('[') || is_capitals(word) && known() {
            codes += 1;
        } else if word.len() <= 6 && is_capitals(word) {
            others += 1;
        } else {
            return ends_words(written, bare);
        }
    }
    codes > others || ends_words(written, bare)
}

/// Whether a list of codes begins at `value`.
pub(in crate::cable) fn opens_list(value: &str) -> bool {
    let mut words = value.split([' ', ',', ';', '.', ':', '/', '-', '\t']).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| (2..=4).contains(&word.len()) && table::is_tag(word))
        && words.next().is_none_or(|word| (2..=6).contains(&word.len()) && table::is_tag(word))
}

/// Whether one of the first words of `value` is a code of a subject.
pub(in crate::cable) fn has_code(value: &str) -> bool {
    let words = value.split([' ', ',']).filter(|word| !word.is_empty()).take(3);
    words.into_iter().any(|word| word.len() == 4 && is_capitals(word) && table::is_tag(word))
}

/// Whether a line has codes and nothing else.
pub(in crate::cable) fn are_codes(words: &str) -> bool {
    let mut codes =
        words.split([' ', ',', ';', '\t']).map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty());
    codes.all(|code| is_capitals(code) && table::is_tag(code)) && words.bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether a line is a list of codes and nothing else, divided by commas: TAGS that lost the keyword.
pub(in crate::cable) fn is_list(words: &str) -> bool {
    let mut codes = words.split(',').map(Ends::trimmed);
    words.len() <= 120 && words.contains(',') && codes.all(|code| is_capitals(code) && table::is_tag(code))
}

fn is_capitals(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether the last words above and the first ones of a line are one tag: `COUNTRY` and `CLEARANCE`.
fn ends_words(above: &str, below: &str) -> bool {
    let words = |text: &'_ str| -> bool { is_capitals(&text.replace([' ', '-'], "")) };
    if !words(below) {
        return false;
    }
    // No tag has more words than that.
    let mut tail: Vec<&str> = above.split_ascii_whitespace().rev().take(4).collect();
    tail.reverse();
    (0..tail.len()).any(|from| {
        let begun = &tail[from..];
        let both: Vec<&str> = begun.iter().copied().chain(below.split_ascii_whitespace().take(4)).collect();
        table::begins_word_tag(begun) && table::word_tag(&both, false).is_some_and(|tag| tag.count > begun.len())
    })
}

/// The tags of a TAGS field, upper case, each once and in their order.
pub(in crate::cable) fn read(text: &str, words: &Fragments) -> Vec<Value> {
    words.apart().and_then(|lines| plain(text, lines)).unwrap_or_else(|| any(text, words))
}

/// The tags of a field that is a list of codes and nothing else, as nearly all are, on these lines; `None` for any other, and
/// for very long ones. What it gives is what [`any`] gives.
pub(in crate::cable) fn plain(text: &str, lines: impl IntoIterator<Item = Span>) -> Option<Vec<Value>> {
    const MANY: usize = 32;
    let (mut tags, mut met) = (Vec::with_capacity(8), [0; MANY]);
    for span in lines {
        let bytes = span.of(text).as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
            let (code, divider) = (bytes.get(at..at + letters)?, bytes.get(at + letters).unwrap_or(&b' '));
            if !matches!(divider, b' ' | b',') {
                return None;
            }
            if !code.is_empty() {
                let number = table::plain_tag(code)?;
                // The free places behind those that were met have no code's number.
                if !met.contains(&number) {
                    *met.get_mut(tags.len())? = number;
                    let start = span.start as usize + at;
                    tags.push(Value::at(Span::new(start, start + letters)));
                }
            }
            at += letters + 1;
        }
    }
    Some(tags)
}

/// The tags of any field.
fn any(text: &str, words: &Fragments) -> Vec<Value> {
    let joined = Joined::new(text, words);
    let words = tag_words::words(joined.as_str());
    let mut out = Tags { text, joined: &joined, tags: Vec::with_capacity(words.len()), known: Known::default() };
    let mut rest = words.as_slice();
    // A name that nobody knows is one where visits are reported, and behind another name.
    let mut visit = false;
    while let Some(first) = rest.first() {
        let (taken, visits) = out.take(rest, visit);
        visit = visits || first.upper == "OVIP";
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    out.tags
}

struct Tags<'a> {
    text: &'a str,
    joined: &'a Joined<'a>,
    tags: Vec<Value>,
    known: Known,
}

impl Tags<'_> {
    /// Takes the tag at the start of `words`; gives how many of them it had, and whether it is a person.
    fn take(&mut self, words: &[Word<'_>], visit: bool) -> (usize, bool) {
        let Some(first) = words.first() else { return (0, false) };
        if first.bracketed {
            self.add(&first.upper, first.written, first.written);
            return (1, first.upper.contains(','));
        }
        // By far the most words: a code, which no tag of several words begins with. Nothing below would say otherwise.
        if table::is_tag(&first.upper) && !table::opens_word_tag(&first.upper) {
            self.add(&first.upper, first.written, first.written);
            return (1, false);
        }
        // `PREL, PGOV AND IC`, and a keyword that is said twice.
        let before_code = || words.get(1).is_some_and(|next| table::is_tag(&next.upper));
        if first.upper == "AND" && before_code() || first.upper == "TAGS" && self.tags.is_empty() {
            return (1, false);
        }
        if let Some(code) = words.get(1).and_then(|next| torn_code(first, next)) {
            self.add(&code, first.written, words.get(1).unwrap_or(first).written);
            return (2, false);
        }
        let together = 1 + words.iter().skip(1).take(MOST).take_while(|word| word.follows()).count();
        let group: Vec<&str> = words.iter().take(together).map(|word| word.upper.as_ref()).collect();
        if let Some((tag, count)) = phrase(&group) {
            let last = words.get(count - 1).unwrap_or(first);
            self.add(tag.0, first.written, last.written);
            for code in tag.1 {
                self.add(code, last.written, last.written);
            }
            return (count, false);
        }
        if let Some((name, count)) = person(words, visit) {
            self.add(&name, first.written, words.get(count - 1).unwrap_or(first).written);
            return (count, true);
        }
        if let Some(count) = unknown_words(&group) {
            let last = words.get(count - 1).unwrap_or(first);
            self.add(&group[..count].join(" "), first.written, last.written);
            return (count, false);
        }
        for code in cut_run(&first.upper) {
            self.add(&mended(code), first.written, first.written);
        }
        (1, false)
    }

    /// Adds a tag that stands from `first` to `last`.
    fn add(&mut self, tag: &str, first: &str, last: &str) {
        if self.known.is_new(tag, self.tags.iter().map(|known| known.text(self.text))) {
            let whole = self.joined.as_str();
            let written = &whole[offset_in(whole, first)..offset_in(whole, last) + last.len()];
            let at = self.joined.value(self.text, written);
            self.tags.push(if at.text(self.text) == tag { at } else { Value::reading(at.span, tag) });
        }
    }
}

/// No tag has more words.
const MOST: usize = 5;

/// A tag of the table at the start of `group`, codes that are glued to it, and how many words that takes.
fn phrase<'w>(group: &[&'w str]) -> Option<((&'static str, Vec<&'w str>), usize)> {
    let found = table::word_tag(group, true)?;
    let glued = if found.rest.is_empty() { Vec::new() } else { cut_run(found.rest) };
    let known = glued.iter().all(|code| table::is_tag(code) || table::is_word_tag(code));
    known.then_some(((found.tag, glued), found.count))
}

/// `DOE JOHN`, `DOE JOHN F`: a family name and given names. The given name is a known one, unless a visit was told just
/// before (`visit`) and both look like words. A comma may stand between them.
fn person(words: &[Word<'_>], visit: bool) -> Option<(String, usize)> {
    let [family, given, more @ ..] = words else { return None };
    let is_name = |word: &Word<'_>| {
        !word.bracketed
            && word.upper.len() >= 3
            && word.upper.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'\'')
            && !is_known(&word.upper)
    };
    if !is_name(family) || !is_name(given) {
        return None;
    }
    let known = table::is_given_name(&given.upper) && !table::is_given_name(&family.upper);
    let long = || [family, given].iter().all(|word| word.upper.len() > 4);
    let likely = visit && given.follows() && (is_first_name(&given.upper) || long());
    if !known && !likely {
        return None;
    }
    let mut name = format!("{}, {}", family.upper, given.upper);
    let middle = more.first().filter(|word| {
        let next_is_given = more.get(1).is_some_and(|next| table::is_given_name(&next.upper));
        word.follows() && (word.upper.len() == 1 || table::is_given_name(&word.upper) && !next_is_given)
    });
    if let Some(middle) = middle {
        name.push(' ');
        name.push_str(&middle.upper);
    }
    Some((name, 2 + usize::from(middle.is_some())))
}

/// How many words at the start of `group` are one tag that no table knows: two or more that are too long for codes, with
/// small words between them.
fn unknown_words(group: &[&str]) -> Option<usize> {
    const SMALL: &[&str] = &["AND", "OF", "IN", "FOR", "ON", "THE", "WITH"];
    let long = |word: &str| word.len() >= 7 && is_capitals(word) && !is_known(word);
    let run = group.iter().take_while(|word| long(word) || SMALL.contains(word)).count();
    let ends = group[..run].iter().rposition(|word| long(word))? + 1;
    (ends >= 2 && group.first().is_some_and(|first| long(first))).then_some(ends)
}

/// Whether a word is a tag, or codes run together.
fn is_known(word: &str) -> bool {
    table::is_tag(word) || table::is_word_tag(word) || cut_run(word).len() > 1
}

/// A code with a blank inside: `P REL`, `PRE L`.
fn torn_code(first: &Word<'_>, next: &Word<'_>) -> Option<String> {
    const SUBJECT: usize = 4;
    let whole = first.upper.len() + next.upper.len() == SUBJECT && next.follows() && !first.bracketed;
    let both = || table::is_tag(&first.upper) && table::is_tag(&next.upper);
    let code = || format!("{}{}", first.upper, next.upper);
    (whole && !both()).then(code).filter(|code| table::is_tag(code))
}

/// A code with a slip that leaves no doubt: a letter struck twice, `MOPPS`, where taking one of the pair away leaves a code of
/// four letters, or a zero for an O, `PG0V`.
fn mended(code: &str) -> Cow<'_, str> {
    let bytes = code.as_bytes();
    if !(4..=5).contains(&code.len()) || !code.is_ascii() || table::is_tag(code) {
        return Cow::Borrowed(code);
    }
    let letters = code.replace('0', "O");
    if letters != code && table::is_tag(&letters) {
        return Cow::Owned(letters);
    }
    if code.len() != 5 || !is_capitals(code) {
        return Cow::Borrowed(code);
    }
    let doubled = (1..bytes.len()).filter(|&at| bytes[at] == bytes[at - 1]);
    let mended = doubled.map(|at| format!("{}{}", &code[..at], &code[at + 1..])).find(|code| table::is_tag(code));
    mended.map_or(Cow::Borrowed(code), Cow::Owned)
}

/// `MASSMNUC` → `MASS`, `MNUC`: run-together codes are cut where all parts are known; anything else stays whole.
///
/// Subjects and programs have four letters, so a run is made of fours, with at most one shorter code of a place or an
/// organization in it. More short ones would cut ordinary words to pieces.
fn cut_run(token: &str) -> Vec<&str> {
    fn cut(token: &str, short: bool) -> Option<Vec<&str>> {
        if token.len() <= 4 && table::is_tag(token) && (token.len() == 4 || short) {
            return Some(vec![token]);
        }
        [4, 2, 3].into_iter().filter(|&at| at == 4 || short).find_map(|at| {
            let (head, rest) = token.split_at_checked(at).filter(|(head, _)| table::is_tag(head))?;
            let mut codes = cut(rest, short && at == 4)?;
            codes.insert(0, head);
            Some(codes)
        })
    }
    // A token beyond that length is no list of codes, and the search must stay short.
    let may_be_run = (6..=64).contains(&token.len()) && is_capitals(token);
    if !may_be_run || table::is_tag(token) || table::is_word_tag(token) {
        return vec![token];
    }
    let words = || {
        let halves = token.split_at_checked(token.len() / 2)?;
        (table::is_word_tag(halves.0) && table::is_word_tag(halves.1)).then(|| vec![halves.0, halves.1])
    };
    cut(token, true).or_else(words).unwrap_or_else(|| vec![token])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cable::words::Join;

    proptest! {
        #[test]
        fn plain_lists_read_as_any(lines in "((PREL|PGOV|IT|PHUM|OVIP|CUBA|IRAN|NONE|PAGE|DOE|[A-Z]{1,5})(, |,| |  |\\n)?){0,8}[.(1]?") {
            let mut words = Fragments::default();
            for line in lines.lines() {
                words.push(&lines, line, Join::Blank);
            }
            if let Some(tags) = words.apart().and_then(|spans| plain(&lines, spans)) {
                prop_assert_eq!(tags, super::any(&lines, &words));
            }
        }
    }

    fn check(lines: &str, expected: &[&str]) {
        let mut words = Fragments::default();
        for line in lines.lines() {
            words.push(lines, line, Join::Blank);
        }
        let tags = read(lines, &words);
        assert_eq!(tags.iter().map(|tag| tag.text(lines)).collect::<Vec<_>>(), expected, "{lines}");
    }

    #[test]
    fn codes() {
        check("PREL, PGOV, IC", &["PREL", "PGOV", "IC"]);
        check("prel pgov;ic", &["PREL", "PGOV", "IC"]);
        check("[PREL](#) [PGOV](#) [IT](/tag/IT_0.html)", &["PREL", "PGOV", "IT"]);
        check("PREL PREL", &["PREL"]);
        check("MASSMNUC ITPGOV", &["MASS", "MNUC", "IT", "PGOV"]);
        check("PREL.PGOV.IT", &["PREL", "PGOV", "IT"]);
        check("PREL-PGOV-IT", &["PREL", "PGOV", "IT"]);
        check("PREL, PGOV AND IT", &["PREL", "PGOV", "IT"]);
        check("(U) PREL, ZANU-PF", &["PREL", "ZANU-PF"]);
        check("TAGS: PREL, IT", &["PREL", "IT"]);
        check("PREL/PGOV, UNGA/C-5", &["PREL", "PGOV", "UNGA/C-5"]);
        check("something", &["SOMETHING"]);
        check("", &[]);
    }

    #[test]
    fn names_of_persons() {
        check("PEPR, (DOE, JOHN), IT", &["PEPR", "DOE, JOHN", "IT"]);
        check("OVIP (ROE,\nJANE R.), PREL", &["OVIP", "ROE, JANE R.", "PREL"]);
        check("OVIP ROE JOHN PREL", &["OVIP", "ROE, JOHN", "PREL"]);
        check("CASC POE JOHN F ROE PEDRO", &["CASC", "POE, JOHN F", "ROE, PEDRO"]);
        check("OVIP ROE ZOE PREL", &["OVIP", "ROE, ZOE", "PREL"]);
        check("OVIP VISITOR UNKNOWN", &["OVIP", "VISITOR, UNKNOWN"]);
        check("OVIP (ROE,JOHN), PREL", &["OVIP", "ROE, JOHN", "PREL"]);
        check("OVIP [ROE, JOHN], PREL", &["OVIP", "ROE, JOHN", "PREL"]);
        check("PREL ROE, JOHN, IT", &["PREL", "ROE, JOHN", "IT"]);
        check("(PREL, PGOV) IT", &["PREL", "PGOV", "IT"]);
        check("OVIP (DOE PREL PGOV", &["OVIP", "DOE", "PREL", "PGOV"]);
    }

    #[test]
    fn tags_of_several_words() {
        check("IS COUNTRY CLEARANCE HUMAN RIGHTS", &["IS", "COUNTRY CLEARANCE", "HUMAN RIGHTS"]);
        check("PREL LABOR HUMAN RIGHTSPOLMIL", &["PREL", "LABOR", "HUMAN RIGHTS", "POL", "MIL"]);
        check("PREL COUNTER TERRORISM", &["PREL", "COUNTERTERRORISM"]);
        check("PREL HARBOUR MANAGEMENT IT", &["PREL", "HARBOUR MANAGEMENT", "IT"]);
        check("PREL COUNTRY\nCLEARANCE", &["PREL", "COUNTRY CLEARANCE"]);
    }

    #[test]
    fn slips_and_noise() {
        check("PREL MOPPS GOV", &["PREL", "MOPS", "GOV"]);
        check("P REL, PG0V, PRE L, PR EL", &["PREL", "PGOV", "PR", "EL"]);
        check("PREL, IT      SECRET  PAGE 02     ROME  02475  01 OF 03  251228Z PGOV, IT", &["PREL", "IT", "PGOV"]);
    }

    #[test]
    fn lists_that_go_on() {
        let goes = |above: &str, below: &str| {
            let mut words = Fragments::default();
            words.push(above, above, Join::Blank);
            goes_on(above, &words, below)
        };
        assert!(goes("PREL, PGOV,", "anything"));
        assert!(goes("PREL PGOV", "ECON, EFIN, ZZ, IT"));
        assert!(goes("PREL PGOV COUNTRY", "CLEARANCE"));
        assert!(!goes("PREL PGOV", "SOMETHING"));
        assert!(!goes("PREL PGOV", "STATE FOR EUR"));
        assert!(!goes("PREL PGOV", "WEATHER REPORT"));
    }
}

//! The subject, and the portion mark before or behind it.

use super::super::Portion;
use super::super::seen::Seen;
use super::super::words::{Ends, Fragments, Joined, Signs, strip_prefix_ci};
use super::portion;
use crate::text::Value;

/// Takes the words of a SUBJECT field apart; nothing where no words are left.
pub(in crate::cable) fn read(text: &str, words: &Fragments) -> (Option<Value>, Option<Portion>) {
    match plain(text, words) {
        Some(subject) => (Some(subject), None),
        None => any(text, words),
    }
}

/// A subject that is nothing but words, as most are: no bracket, no sign around it. What it gives is what [`any`] gives.
fn plain(text: &str, words: &Fragments) -> Option<Value> {
    let [first, ..] = words.parts(text).next()?.as_bytes() else { return None };
    let last = words.last(text).as_bytes().last()?;
    let bare = (first.is_ascii_alphanumeric() || *first == b'"') && last.is_ascii_graphic() && !b"*\\".contains(last);
    let brackets = words.may_have(Seen::OPENING);
    let odd = |part: &str| brackets && part.contains('(') || strip_prefix_ci(part, "SUBJ").is_some();
    if bare && !words.parts(text).any(odd) { words.plain_value(text) } else { None }
}

/// Any subject.
fn any(text: &str, words: &Fragments) -> (Option<Value>, Option<Portion>) {
    let joined = Joined::new(text, words);
    let signs = [' ', '*', '\\', '¶'];
    let mut rest = joined.as_str().trim_start_matches(':').trim_matches(signs);
    // `SUBJECT: SUBJECT: WEATHER`.
    while let Some(behind) = strip_prefix_ci(rest, "SUBJECT:") {
        rest = behind.trim_start_matches(signs);
    }
    // `WEATHER (REF: ROME 12)`: the bracket of the references, which are cut off.
    rest = rest.strip_suffix('(').map_or(rest, str::trim_end);
    let mut mark = None;
    while let Some((portion, behind)) = portion::read(joined.as_str(), rest) {
        let written = &rest[..rest.len() - behind.len()];
        mark = mark.or(Some(Portion { text: joined.value(text, written), ..portion }));
        rest = behind.without_at_start(const { Signs::new(" :-") });
    }
    if mark.is_none() {
        // Behind the words: `WEATHER REPORT (C)`.
        let behind = rest.rfind('(').filter(|at| *at > 0).map(|at| &rest[at..]);
        if let Some((portion, "")) = behind.and_then(|behind| portion::read(joined.as_str(), behind)) {
            let written = behind.unwrap_or_default();
            mark = Some(Portion { text: joined.value(text, written), ..portion });
            rest = rest[..rest.len() - written.len()].trimmed_end();
        }
    }
    ((!rest.is_empty()).then(|| joined.value(text, rest)), mark)
}

/// The words of a subject whose keyword has no sign behind it, or one between its letters: `SUBJECT WEATHER`,
/// `SUBJ ECT: WEATHER`, `SUBJECT LINE: WEATHER`. Such a line may be a sentence too.
pub(in crate::cable) fn behind_bare_keyword(line: &str) -> Option<&str> {
    const LONGEST: usize = 12;
    let line = line.trimmed_start();
    if !line.starts_with(['S', 's']) {
        return None;
    }
    let colon = line.bytes().take(LONGEST).position(|b| b == b':');
    let torn = colon.filter(|at| {
        line[..*at].contains(' ') && line[..*at].split(' ').collect::<String>().eq_ignore_ascii_case("SUBJECT")
    });
    if let Some(at) = torn {
        return Some(&line[at + 1..]);
    }
    let behind = ["SUBJECT LINE", "SUBJECT", "SUBJ"].iter().find_map(|keyword| strip_prefix_ci(line, keyword))?;
    let behind = strip_prefix_ci(behind.trimmed_start(), "(U)").unwrap_or(behind);
    let value = behind.without_at_start(const { Signs::new(" -,/:=") });
    (value.len() < behind.len() && !value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cable::words::Join;

    proptest! {
        #[test]
        fn plain_subjects_read_as_any(
            lines in prop::collection::vec("(SUBJECT: ?|[\"*:¶] ?)?([A-Z]{1,3}[ ,.:-]| {1,2}|&amp;|<br>|\\(C\\)|é){0,5}[*.(\\\\\"]?", 1..4),
            tight in proptest::bool::ANY,
        ) {
            let text = lines.join("\n");
            let mut words = Fragments::default();
            text.lines().for_each(|line| words.push(&text, line, if tight { Join::Tight } else { Join::Blank }));
            if let Some(subject) = plain(&text, &words) {
                prop_assert_eq!((Some(subject), None), super::any(&text, &words), "{}", text);
            }
        }
    }

    fn check(lines: &str, expected: &str) {
        let mut words = Fragments::default();
        for line in lines.lines() {
            words.push(lines, line, Join::Blank);
        }
        let (subject, mark) = read(lines, &words);
        let mark = mark.map_or(String::new(), |mark| mark.text.text(lines).to_owned());
        assert_eq!(format!("{mark}|{}", subject.map_or(String::new(), |s| s.text(lines).to_owned())), expected);
    }

    #[test]
    fn subjects() {
        check(" WEATHER REPORT ", "|WEATHER REPORT");
        check("WEATHER \nREPORT", "|WEATHER REPORT");
        check("(C/NF) WEATHER  REPORT", "(C/NF)|WEATHER REPORT");
        check("WEATHER REPORT (SBU)", "(SBU)|WEATHER REPORT");
        check("WEATHER (AND FISH)", "|WEATHER (AND FISH)");
        check("WEATHER (", "|WEATHER");
        check(": WEATHER", "|WEATHER");
        check("SUBJECT: WEATHER", "|WEATHER");
        check("(U)", "(U)|");
        check("", "|");
    }

    #[test]
    fn keywords_without_their_sign() {
        for (line, expected) in [
            ("SUBJECT WEATHER", Some("WEATHER")),
            (" SUBJ -- WEATHER", Some("WEATHER")),
            ("SUBJ ECT: WEATHER", Some(" WEATHER")),
            ("SUBJECT LINE: WEATHER", Some("WEATHER")),
            ("SUBJECT (U): WEATHER", Some("WEATHER")),
            ("SUBJECTS", None),
            ("SUBJECTIVE WEATHER", None),
            ("SUBJECT:", None),
            ("STATE FOR EUR", None),
        ] {
            assert_eq!(behind_bare_keyword(line), expected, "{line}");
        }
    }
}

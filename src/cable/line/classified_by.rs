//! The authority: `Classified By: Deputy Chief of Mission Jane Doe, for reasons 1.4 (b) and (d).`
//!
//! Reasons stand behind `reason`, `per`, `under` or nothing at all. For the names and titles before them see `person`.

use super::super::ClassifiedBy;
use super::super::search::Needle;
use super::super::table::ByFirst;
use super::super::table::folding::are_near;
use super::super::words::{Ends, Fragments, Joined, Signs, ends_with_ci, offset_in, strip_prefix_ci};
use super::person;
use crate::text::Value;

/// Reads the words behind `Classified By`; `None` where there are none.
pub(in crate::cable) fn read(text: &str, words: &Fragments) -> Option<ClassifiedBy> {
    let joined = Joined::new(text, words);
    let whole = joined.as_str().trim();
    if whole.is_empty() {
        return None;
    }
    let authority = strip_opening(whole);
    let (person, reason) = split_reason(authority);
    // What is all in small letters reads as what is all in capitals.
    let capitals = in_small_letters(person).then(|| person.to_ascii_uppercase());
    let read = capitals.as_deref().unwrap_or(person);
    let written = |part: &str| {
        let start = offset_in(read, part);
        person.get(start..start + part.len()).unwrap_or("")
    };
    let (names, title) = person::read(read);
    Some(ClassifiedBy {
        names: names.into_iter().map(|name| name.with(written).value(text, &joined)).collect(),
        title: title.map(|title| joined.value(text, written(title))),
        reasons: reasons(reason),
        text: joined.value(text, whole),
    })
}

/// Whether words are in small letters, the first one of a sentence left out.
fn in_small_letters(words: &str) -> bool {
    let mut behind = words.bytes().skip(1);
    !behind.any(|b| b.is_ascii_uppercase()) && words.bytes().any(|b| b.is_ascii_lowercase())
}

/// The words behind `Classified By`, with nothing read from them; `None` where there are none.
pub(in crate::cable) fn words(text: &str, words: &Fragments) -> Option<ClassifiedBy> {
    unread(text, words, || words.value(text))
}

/// Where the words behind `Classified By` stand; they read as they do there only at their end. `None` where there are none.
pub(in crate::cable) fn place(text: &str, words: &Fragments) -> Option<ClassifiedBy> {
    unread(text, words, || words.span().map(Value::at))
}

fn unread(text: &str, words: &Fragments, plain: impl Fn() -> Option<Value>) -> Option<ClassifiedBy> {
    // What a web page left is no word; nearly all have others.
    let written = if words.parts(text).any(|part| part.starts_with('<')) {
        let joined = Joined::new(text, words);
        Some(joined.as_str().trim()).filter(|whole| !whole.is_empty()).map(|whole| joined.value(text, whole))
    } else {
        plain()
    };
    written.map(|text| ClassifiedBy { names: Vec::new(), title: None, reasons: Vec::new(), text })
}

/// Some cables say it twice: `Classified By: Classified by ...`, `Classified By: (U) Classified by ...`.
fn strip_opening(mut text: &str) -> &str {
    loop {
        let rest = text.without_at_start(const { Signs::new(" :.,-(;") });
        let rest = [
            "U) ",
            "C) ",
            "S) ",
            "1. ",
            "CLASSIFIED BY",
            "CLASSIFIED",
            "CLASSFIED BY",
            "CLASSIFED BY",
            "BY ",
            "DERIVED BY",
        ]
        .iter()
        .find_map(|opening| strip_prefix_ci(rest, opening))
        .unwrap_or(rest);
        if rest.len() == text.len() {
            return rest;
        }
        text = rest;
    }
}

/// Words with which the reasons begin, where no word stands right before them.
const OPENINGS: ByFirst<30> = ByFirst::new([
    "1.2",
    "1.4",
    "1.5",
    "1.6",
    "14 (",
    "BASED ON",
    "BASED UPON",
    "DECL",
    "DERIVED FROM",
    "E.0.",
    "E.O ",
    "E.O.",
    "EO ",
    "EO1",
    "EXECUTIVE ORDER",
    "F0R ",
    "FOR 1.",
    "FOR SECTION",
    "IN ACCORDANCE",
    "PER ",
    "PURSUANT",
    "REAS",
    "UNDER 1",
    "UNDER AUTH",
    "UNDER E",
    "UNDER PARA",
    "UNDER REAS",
    "UNDER SEC. ",
    "UNDER SECTION",
    "UNDER THE",
]);

/// `WIENERFOR REASONS`: the line end before it is lost. These words are long enough to stand for themselves.
const GLUED: &[&str] = &["FOR REASON", "FOR\u{a0}REASON", "FORREASON"];

/// The first letters of all of them, in either case, and those of a misspelt REASON.
const FIRST: [bool; 256] = {
    let (mut table, mut at) = ([false; 256], 0);
    while at < OPENINGS.all().len() {
        let first = OPENINGS.all()[at].as_bytes()[0];
        table[first as usize] = true;
        table[first.to_ascii_lowercase() as usize] = true;
        at += 1;
    }
    table
};

/// Where the reasons begin. The words are met in many spellings; figures such as `1.4` end a name in any case.
fn split_reason(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let opens = |at: &usize| {
        let (Some(first), Some(rest)) = (bytes.get(*at).filter(|byte| FIRST[usize::from(**byte)]), text.get(*at..))
        else {
            return false;
        };
        let begins = |opening: &&str| strip_prefix_ci(rest, opening).is_some();
        let apart = !at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric);
        apart && (OPENINGS.with(first.to_ascii_uppercase()).iter().any(begins) || opens_misspelt(rest))
            || matches!(first, b'F' | b'f') && GLUED.iter().any(begins)
    };
    match (0..bytes.len()).find(opens) {
        Some(at) => (without_joiner(&text[..at]), &text[at..]),
        None => (text, ""),
    }
}

/// Whether a text opens with a word that was meant for REASON, between a name and a section or its letters: `RESAONS 1.4`,
/// `RE ASONS:`.
fn opens_misspelt(text: &str) -> bool {
    const LONGEST: usize = 3;
    const ROOM: usize = "FORREASONS".len();
    // No name, which the letters would allow, stands right before figures, a bracket or a colon.
    let shown = |behind: &str| {
        let bare = behind.without_at_start(const { Signs::new(" .:-,") });
        behind.trimmed_start().starts_with(':') || bare.starts_with(|c: char| c.is_ascii_digit() || c == '(')
    };
    if !text.starts_with(['R', 'r', 'E', 'e', 'F', 'f']) {
        return false;
    }
    let (mut word, mut len) = ([0; ROOM], 0);
    let mut rest = text;
    for piece in 0..LONGEST {
        let (letters, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
        let Some(room) = word.get_mut(len..len + letters.len()).filter(|room| !room.is_empty()) else { return false };
        room.copy_from_slice(letters.as_bytes());
        room.make_ascii_uppercase();
        len += letters.len();
        let word = word.get(..len).unwrap_or_default();
        let meant = |reason: &&[u8]| if piece == 0 { are_near(word, reason) } else { word == *reason };
        // The shortest of them may have lost a letter.
        let long = len + 1 >= "REASON".len();
        if long && [&b"REASON"[..], b"REASONS", b"FORREASON", b"FORREASONS"].iter().any(meant) && shown(behind) {
            return true;
        }
        let Some(next) = behind.strip_prefix(' ') else { return false };
        rest = next;
    }
    false
}

/// What stands before the reasons, without the words that lead to them: `Jane Doe, for`, `JANE DOE DUE TO`.
fn without_joiner(head: &str) -> &str {
    const JOINERS: &[&str] = &[
        "FOR THE",
        "FOR",
        "F OR",
        "FO R",
        "FOE",
        "FR",
        "FRO",
        "OR",
        "AS",
        "BY",
        "IN",
        "ON",
        "UNDER",
        "AND",
        "WITH",
        "IAW",
        "CITING",
        "DUE TO",
        "ON THE BASIS OF",
        "BECAUSE OF",
        "ACCORDING TO",
        "PARA",
        "SECTION",
        "SEC.",
        "SEC",
        "THE",
    ];
    let mut head = head;
    loop {
        let bare = head.without_at_end(const { Signs::new(" ,;:-(") });
        let last = bare.bytes().next_back().map(|byte| byte.to_ascii_uppercase());
        let joiner = JOINERS.iter().filter(|joiner| joiner.bytes().next_back() == last).find(|joiner| {
            let at = bare.len().checked_sub(joiner.len());
            ends_with_ci(bare, joiner) && at.is_some_and(|at| at == 0 || bare[..at].ends_with([' ', ',', ';', '.']))
        });
        let Some(joiner) = joiner else { return without_misspelt_reason(head) };
        head = &bare[..bare.len() - joiner.len()];
    }
}

/// `Jane Doe for neasons`: before the section, one word behind FOR, nearly as long as REASONS and with its end, is that word.
fn without_misspelt_reason(head: &str) -> &str {
    const FOR: Needle = Needle::new(" FOR ");
    let Some(at) = FOR.all(head).last() else { return head };
    let word = head[at + FOR.word().len()..].trim_matches([' ', ':', '.']);
    let meant = (5..=9).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric())
        && ["SON", "SONS"].iter().any(|end| ends_with_ci(word, end));
    if meant { &head[..at] } else { head }
}

/// `1.4 (b) and (d)`, `1.5(B/D)`, `1.4 b, c, and d` → `1.4(b)`, `1.4(d)`.
pub(in crate::cable) fn reasons(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut section = None;
    let mut at = 0;
    while at < bytes.len() {
        if let Some((found, len)) = section_at(&text[at..]) {
            section = Some(found);
            at += len;
            continue;
        }
        let alone = |at: usize| {
            let before = at.checked_sub(1).map(|i| bytes[i]);
            let after = bytes.get(at + 1);
            !before.is_some_and(|b| b.is_ascii_alphabetic()) && !after.is_some_and(u8::is_ascii_alphabetic)
        };
        let letter = bytes[at].to_ascii_lowercase();
        if let Some(section) = section.filter(|_| (b'a'..=b'h').contains(&letter) && alone(at)) {
            let reason = String::from_iter([section, "(", char::from(letter).encode_utf8(&mut [0; 4]), ")"]);
            if !out.contains(&reason) {
                out.push(reason);
            }
        } else if section.is_some()
            && bytes[at] == b'.'
            && !out.is_empty()
            && bytes.get(at + 1).is_none_or(|b| *b == b' ')
        {
            // The sentence ends; what follows speaks of something else.
            if !text[at + 1..].trim_start().starts_with(['(', '1']) {
                break;
            }
        }
        // Only ASCII is looked at, so every step lands on a character's border or inside one that is skipped.
        at += 1;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    out
}

/// `1.4`, `1.5`, `1,4`, `1. 4`, `14 (`: a section of the order.
fn section_at(text: &str) -> Option<(&'static str, usize)> {
    let rest = text.strip_prefix('1')?;
    let gap = rest.bytes().take_while(|b| matches!(b, b'.' | b',' | b' ')).count();
    let section = match rest.as_bytes().get(gap)? {
        b'4' => "1.4",
        b'5' => "1.5",
        b'6' => "1.6",
        b'2' => "1.2",
        b'3' => "1.3",
        _ => return None,
    };
    let end = 2 + gap;
    let fits = gap <= 2 && !text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
    (fits && (gap > 0 || text[end..].trim_start().starts_with('('))).then_some((section, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::words::Join;

    fn check(line: &str, expected: &str) {
        let mut words = Fragments::default();
        words.push(line, line, Join::Blank);
        let got = read(line, &words).map_or("none".to_owned(), |it| {
            let names: Vec<_> = it.names.iter().map(|name| name.text(line)).collect();
            let title = it.title.as_ref().map_or("", |title| title.text(line));
            format!("{}|{title}|{}", names.join(" + "), it.reasons.join(" "))
        });
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn names_titles_and_reasons() {
        check(
            "Classified by Jane Q. Doe, Political Minister Counselor, for reasons 1.4 (b) and (d).",
            "Jane Q. Doe|Political Minister Counselor|1.4(b) 1.4(d)",
        );
        check("DCM JANE DOE FOR REASONS 1.5 (B, D)", "JANE DOE|DCM|1.5(b) 1.5(d)");
        check(
            "Political Counselor F. Daniel Doe for Reasons 1.4 (b) and (d)",
            "F. Daniel Doe|Political Counselor|1.4(b) 1.4(d)",
        );
        check(
            "Ambassador Richard L. Doe, III. Reasons: 1.4 (b) and (d).",
            "Richard L. Doe, III|Ambassador|1.4(b) 1.4(d)",
        );
        check("Charge d'Affaires Jane Doe per 1.4 b,d", "Jane Doe|Charge d'Affaires|1.4(b) 1.4(d)");
        check("DCM J. Dean Doe (acting) for reasons 1.4 (b)", "J. Dean Doe|DCM|1.4(b)");
        check("AMB:JDOE, Reasons 1.4 (b) and (c)", "JDOE|AMB|1.4(b) 1.4(c)");
        check("DCM JANE Q, DOE, REASON 1.4 (B)", "JANE Q. DOE|DCM|1.4(b)");
        check("ambassador jane doe for reasons 1.4 (b)", "jane doe|ambassador|1.4(b)");
        check("Ambassador jane doe, reasons 1.4 (b)", "jane doe|Ambassador|1.4(b)");
        check("", "none");
    }

    #[test]
    fn slips_before_the_reasons() {
        for joiner in [
            "FOR REAONS",
            "FOR RE ASONS",
            "FOR NEASONS",
            "FORREASONS",
            "F OR REASONS",
            "FOE REASONS",
            ". RASON:",
            "DUE TO REASONS",
            "ON THE BASIS OF",
            "CITING",
            "IAW",
            "AS PER",
            "ACCORDING TO",
            "UNDER AUTHORITY OF E.O. 12958",
            ", EXECUTIVE ORDER 12958,",
            "SECTION",
            "-",
            "(",
        ] {
            check(&format!("DCM JANE DOE {joiner} 1.4 (B)"), "JANE DOE|DCM|1.4(b)");
        }
        check("DCM Jane Eason for reasons 1.4 (b)", "Jane Eason|DCM|1.4(b)");
        check("DCM Jane Mason, 1.4 (b)", "Jane Mason|DCM|1.4(b)");
    }
}

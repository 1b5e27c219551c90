//! The authority: `Classified By: Deputy Chief of Mission Jane Doe, for reasons 1.4 (b) and (d).`
//!
//! Reasons stand behind `reason`, `per`, `under` or nothing at all. For the names and titles before them see `person`.

use super::super::ClassifiedBy;
use super::super::search::{Letters, Needle};
use super::super::table::folding::is_near;
use super::super::words::{Fragments, Joined, ends_with_ci, offset_in, strip_prefix_ci};
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
        let rest = text.trim_start_matches([' ', ':', '.', ',', '-', '(', ';']);
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

/// Where the reasons begin. The words are met in many spellings; figures such as `1.4` end a name in any case.
fn split_reason(text: &str) -> (&str, &str) {
    const OPENINGS: &[Needle] = &[
        Needle::new("REAS"),
        Needle::new("PER "),
        Needle::new("UNDER SEC. "),
        Needle::new("UNDER SECTION"),
        Needle::new("UNDER PARA"),
        Needle::new("UNDER 1"),
        Needle::new("UNDER E"),
        Needle::new("UNDER REAS"),
        Needle::new("UNDER THE"),
        Needle::new("UNDER AUTH"),
        Needle::new("BASED ON"),
        Needle::new("BASED UPON"),
        Needle::new("E.O."),
        Needle::new("E.O "),
        Needle::new("E.0."),
        Needle::new("EO "),
        Needle::new("EO1"),
        Needle::new("EXECUTIVE ORDER"),
        Needle::new("1.4"),
        Needle::new("1.5"),
        Needle::new("1.2"),
        Needle::new("1.6"),
        Needle::new("IN ACCORDANCE"),
        Needle::new("F0R "),
        Needle::new("PURSUANT"),
        Needle::new("FOR 1."),
        Needle::new("FOR SECTION"),
        Needle::new("DECL"),
        Needle::new("14 ("),
        Needle::new("DERIVED FROM"),
    ];
    const GLUED: &[Needle] = &[Needle::new("FOR REASON"), Needle::new("FOR\u{a0}REASON"), Needle::new("FORREASON")];
    let apart = |at: &usize| at.checked_sub(1).is_none_or(|before| !text.as_bytes()[before].is_ascii_alphanumeric());
    let letters = Letters::of(text);
    let opens = OPENINGS
        .iter()
        .filter(|opening| opening.may_stand_in(letters))
        .filter_map(|opening| opening.all(text).find(apart));
    // `WIENERFOR REASONS`: the line end before it is lost. These words are long enough to stand for themselves.
    let glued = GLUED.iter().filter_map(|opening| opening.find(text));
    let at = opens.chain(glued).chain(misspelt_reason(text)).min();
    let (head, tail) = text.split_at(at.unwrap_or(text.len()));
    (if at.is_some() { without_joiner(head) } else { head }, tail)
}

/// Where a word stands that was meant for REASON, between a name and a section or its letters: `RESAONS 1.4`, `RE ASONS:`.
fn misspelt_reason(text: &str) -> Option<usize> {
    const LONGEST: usize = 3;
    // No name, which the letters would allow, stands right before figures, a bracket or a colon.
    let shown = |behind: &str| {
        let bare = behind.trim_start_matches([' ', '.', ':', '-', ',']);
        behind.trim_start().starts_with(':') || bare.starts_with(|c: char| c.is_ascii_digit() || c == '(')
    };
    let starts = text.char_indices().filter(|(at, c)| {
        matches!(c, 'R' | 'r' | 'E' | 'e' | 'F' | 'f')
            && at.checked_sub(1).is_none_or(|before| !text.as_bytes()[before].is_ascii_alphanumeric())
    });
    starts.map(|(at, _)| at).find(|&at| {
        let mut word = String::new();
        let mut rest = &text[at..];
        for piece in 0..LONGEST {
            let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            word.extend(rest[..len].chars().map(|c| c.to_ascii_uppercase()));
            rest = &rest[len..];
            if len == 0 || word.len() > "FORREASONS".len() {
                return false;
            }
            let meant = ["REASON", "REASONS", "FORREASON", "FORREASONS"]
                .iter()
                .any(|reason| if piece == 0 { is_near(&word, reason) } else { word == *reason });
            if meant && shown(rest) {
                return true;
            }
            let Some(next) = rest.strip_prefix(' ') else { return false };
            rest = next;
        }
        false
    })
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
        let bare = head.trim_end_matches([' ', ',', ';', ':', '-', '(']);
        let joiner = JOINERS.iter().find(|joiner| {
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
            let reason = format!("{section}({})", char::from(letter));
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

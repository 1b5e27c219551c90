//! Headings: on lines of their own, or at the start of a paragraph.

use super::super::words::{starts_with_word, strip_leftovers};

/// Words that open a paragraph as its heading, when a point, a colon or a dash follows them. Longest first where one
/// begins another. Source: the drafting rules of 5 FAH-1 and the headings of real cables.
const OPENING: &[&str] = &[
    "SUMMARY AND ACTION REQUEST",
    "SUMMARY AND COMMENT",
    "SUMMARY/COMMENT",
    "SUMMARY AND INTRODUCTION",
    "SUMMARY",
    "BEGIN SUMMARY",
    "EXECUTIVE SUMMARY",
    "INTRODUCTION AND SUMMARY",
    "COMMENT AND ACTION REQUEST",
    "COMMENT",
    "BEGIN COMMENT",
    "ACTION REQUESTED",
    "ACTION REQUEST",
    "ACTION",
    "BIO NOTE",
    "BIOGRAPHIC NOTE",
    "NOTE",
    "BACKGROUND",
    "INTRODUCTION",
    "CONCLUSION",
    "BEGIN TEXT",
    "OBJECTIVE",
    "OBJECTIVES",
    "TALKING POINTS",
];

/// The heading that opens `words`, a paragraph's text behind number and mark: `Summary` of `Summary. The ...`.
pub(super) fn opening(words: &str) -> Option<&str> {
    let bare = words.trim_start_matches(['*', ' ', '-', '(', '[']);
    let first = bare.as_bytes().first()?.to_ascii_uppercase();
    OPENING.iter().filter(|word| word.as_bytes().first() == Some(&first)).find_map(|word| {
        let fits = starts_with_word(bare, word);
        let behind = fits.then(|| bare[word.len()..].trim_start_matches([' ', '*']))?;
        behind.starts_with(['.', ':', '-', '\n', '\r']).then(|| &bare[..word.len()])
    })
}

/// A line of dashes, equals signs or the like that rules a heading off.
pub(super) fn is_rule(words: &str) -> bool {
    // Asked of every line of the body, and prose begins with none of these.
    if !matches!(words.as_bytes(), [b'-' | b'=' | b'_' | b'*' | b' ' | b'\\' | 0xc2, ..]) {
        return false;
    }
    let bare = words.trim_matches([' ', '\\', '\u{a0}']);
    bare.len() >= 2
        && bare.bytes().all(|b| matches!(b, b'-' | b'=' | b'_' | b'*' | b' '))
        && bare.contains(['-', '=', '_', '*'])
}

/// Whether a line stands as a heading on its own: short, with letters, and no sentence.
///
/// A rule below makes any short line a heading; without one it must be in capitals or one of the usual words, with a
/// blank line before it (the caller knows).
pub(super) fn stands_alone(words: &str, ruled: bool) -> bool {
    let bare = strip_leftovers(words).trim_matches(['-', ' ', '=', '*', ':', '.']);
    if bare.len() > 90 {
        return false;
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || bare.starts_with(['(', '"']) && !ruled {
        return false;
    }
    if ruled {
        return true;
    }
    let usual = OPENING.iter().any(|word| bare.eq_ignore_ascii_case(word));
    let capitals = !bare.chars().any(char::is_lowercase);
    let sentence = words.trim_end().ends_with(['.', ',', ';']);
    usual || capitals && !sentence && bare.len() <= 70
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_at_the_start_of_a_paragraph() {
        assert_eq!(opening("Summary. The boats"), Some("Summary"));
        assert_eq!(opening("SUMMARY AND COMMENT: The boats"), Some("SUMMARY AND COMMENT"));
        assert_eq!(opening("(Comment: the boats"), Some("Comment"));
        assert_eq!(opening("Summary of the talks"), None);
        assert_eq!(opening("Commentators said:"), None);
    }

    #[test]
    fn rules_and_headings() {
        assert!(is_rule("-----") && is_rule("- - - -") && is_rule("====="));
        assert!(!is_rule("-- a point") && !is_rule("") && !is_rule("-"));
        assert!(stands_alone("THE BOATS", false) && stands_alone("The boats", true) && stands_alone("Comment", false));
        assert!(!stands_alone("The boats were counted", false) && !stands_alone("THE BOATS WERE COUNTED.", false));
    }
}

//! A portion mark at the start of a paragraph or of a subject. How marks are written stands in `mark`.

use super::super::words::{Ends, strip_prefix_ci, value_of};
use super::super::{Marking, Portion, mark};

/// A portion mark at the start of `rest`, and what stands behind it. `rest` is a slice of `text`.
///
/// Takes only what is certain: damaged and forged marks stay in the text, and `marking` reports them.
#[inline]
pub(in crate::cable) fn read<'t>(text: &str, rest: &'t str) -> Option<(Portion, &'t str)> {
    let (marking, len) = marking(rest)?;
    let (mark, behind) = rest.split_at(len);
    Some((Portion { marking, text: value_of(text, mark) }, behind))
}

/// What the mark at the start of `rest` says, and its length.
#[inline]
fn marking(rest: &str) -> Option<(Marking, usize)> {
    let [b'(', inner @ ..] = rest.as_bytes() else { return None };
    // As nearly all are.
    if let [letter, b')', ..] = inner {
        return mark::level_of_letter(letter.to_ascii_uppercase()).map(|level| (Marking::plain(level), 3));
    }
    let end = inner.iter().take(64).position(|b| *b == b')')?;
    Some((grammar(rest.get(1..=end)?)?, end + 2))
}

/// Whether a mark stands at the start of `rest`.
#[inline]
pub(in crate::cable) fn stands_at(rest: &str) -> bool {
    marking(rest).is_some()
}

/// A mark that lost its first bracket, `1. C) Summary`. Only behind a paragraph's number is it one.
pub(in crate::cable) fn read_open<'t>(text: &'t str, rest: &'t str) -> Option<(Portion, &'t str)> {
    let end = rest.bytes().take(8).position(|b| b == b')')?;
    let marking = grammar(&rest[..end])?;
    let (mark, behind) = rest.split_at(end + 1);
    behind.starts_with(' ').then(|| (Portion { marking, text: value_of(text, mark) }, behind))
}

/// Whether a paragraph without a number begins: a mark, and prose behind it. `(C) and (D)` goes on with a list of reasons
/// or references, whose letters look like marks. `(C) Entire text.` is one.
pub(in crate::cable) fn opens_prose(text: &str) -> bool {
    const NEAR: usize = 160;
    let Some((_, behind)) = read(text, text) else { return false };
    let near = &behind[..behind.floor_char_boundary(NEAR)];
    let small = near.split_ascii_whitespace().filter(|word| word.len() > 1 && word.starts_with(char::is_lowercase));
    let near_words = near.trimmed_start();
    near_words.starts_with(|c: char| c.is_uppercase() || c == '"') && small.count() > 2
        || strip_prefix_ci(near_words, "ENTIRE TEXT").is_some()
}

/// What stands between the brackets.
pub(in crate::cable) fn grammar(inner: &str) -> Option<Marking> {
    mark::bare_portion(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mark: &str, expected: &str) {
        let got = read(mark, mark).map_or("none".to_owned(), |(portion, rest)| format!("{}|{rest}", portion.marking));
        assert_eq!(got, expected, "{mark}");
    }

    #[test]
    fn marks() {
        check("(C) Text", "CONFIDENTIAL| Text");
        check("(S//NF)", "SECRET//NOFORN|");
        check("(C/NF)", "CONFIDENTIAL//NOFORN|");
        check("(SBU/N)", "SENSITIVE BUT UNCLASSIFIED//NOFORN|");
        check("(SBU-NF)", "SENSITIVE BUT UNCLASSIFIED//NOFORN|");
        check("(S/REL UK)", "SECRET//REL TO UK|");
        check("(S//REL TO USA, FVEY)", "SECRET//REL TO USA, FVEY|");
        check("(TS//SI//NF)", "TOP SECRET//SI//NOFORN|");
        check("(C//FGI)", "CONFIDENTIAL//FGI|");
        check("(u)", "UNCLASSIFIED|");
        check("( C )", "CONFIDENTIAL|");
    }

    #[test]
    fn a_letter_alone_is_read_as_any_mark() {
        for letter in ('\0'..='~').filter(|letter| *letter != ')') {
            let mark = format!("({letter}) The boats");
            let read = read(&mark, &mark).map(|(portion, behind)| (portion.marking, behind));
            assert_eq!(read, grammar(&letter.to_string()).map(|marking| (marking, " The boats")), "{mark}");
        }
    }

    #[test]
    fn prose_behind_a_mark() {
        assert!(opens_prose("(C) We delivered the points to the Minister on May 2."));
        let names = "Interior Ministry State Security Investigative Services (SSIS) Relations Chief General Doe";
        assert!(opens_prose(&format!("(C) In a June meeting with {names}, Embassy urged a positive response.")));
        assert!(opens_prose("(C) ENTIRE TEXT."));
        assert!(!opens_prose("(c) and (d)") && !opens_prose("(C) ROME 42 (D) PARIS 43") && !opens_prose("The boats"));
    }

    #[test]
    fn brackets_that_mark_nothing() {
        for text in
            ["(see below)", "(1)", "(B)", "()", "(", "(C", "(C and D)", "U)", "(\u{421}) look-alike", "(5BU) slip"]
        {
            check(text, "none");
        }
    }
}

//! A portion mark at the start of a paragraph or of a subject. How marks are written stands in `mark`.

use super::super::words::value_of;
use super::super::{Marking, Portion, mark};

/// A portion mark at the start of `rest`, and what stands behind it. `rest` is a slice of `text`.
///
/// Takes only what is certain: damaged and forged marks stay in the text, and `marking` reports them.
pub(in crate::cable) fn read<'t>(text: &str, rest: &'t str) -> Option<(Portion, &'t str)> {
    let inner = rest.strip_prefix('(')?;
    let end = inner.as_bytes().iter().take(64).position(|b| *b == b')')?;
    let marking = grammar(inner.get(..end)?)?;
    let (mark, behind) = rest.split_at(end + 2);
    Some((Portion { marking, text: value_of(text, mark) }, behind))
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
    fn brackets_that_mark_nothing() {
        for text in
            ["(see below)", "(1)", "(B)", "()", "(", "(C", "(C and D)", "U)", "(\u{421}) look-alike", "(5BU) slip"]
        {
            check(text, "none");
        }
    }
}

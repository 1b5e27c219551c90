//! TAGS: `PREL, PGOV, IC`, with names in brackets, run-together codes and link leftovers.

use std::collections::HashSet;

use super::super::table;
use super::super::words::{Fragments, span_of, strip_leftovers};
use crate::text::Value;

/// Whether `words` goes on with a list of codes. Codes are capitals; a list that ends in a comma goes on anyhow.
pub(in crate::cable) fn goes_on(text: &str, so_far: &Fragments, words: &str) -> bool {
    let open = so_far.span().is_none_or(|span| span.of(text).ends_with([',', ';', '/']));
    let bare = strip_leftovers(words);
    let mut codes = bare.split([' ', ',', ';', '/']).filter(|word| !word.is_empty()).peekable();
    let all_codes = codes.peek().is_some() && codes.all(|word| is_code(word) || word.starts_with('['));
    (open || all_codes) && !bare.contains(": ")
}

fn is_code(word: &str) -> bool {
    let word = word.trim_matches(['(', ')']);
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase()) && table::is_tag(word)
}

/// The codes of a TAGS field, upper case, each once and in their order.
pub(in crate::cable) fn read(text: &str, words: &Fragments) -> Vec<Value> {
    let mut tags: Vec<Value> = Vec::new();
    let mut seen = HashSet::new();
    for token in words.parts(text).flat_map(tokens) {
        let span = span_of(text, token);
        let upper = token.to_ascii_uppercase();
        for code in cut_run(&upper) {
            if seen.insert(code.to_owned()) {
                tags.push(if code == token { Value::at(span) } else { Value::reading(span, code) });
            }
        }
    }
    tags
}

/// Words and bracketed names. What stands behind `](` is the address of a link.
fn tokens(part: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        if c == '(' {
            // `(SURNAME, FIRST)` names a person and stays whole.
            let end = rest.find(')').unwrap_or(rest.len());
            out.push(rest[1..end].trim());
            rest = rest.get(end + 1..).unwrap_or("");
        } else if is_divider(c) {
            rest = &rest[c.len_utf8()..];
        } else {
            let end = rest.find(|c| is_divider(c) || c == '(').unwrap_or(rest.len());
            out.push(rest[..end].trim_matches(['.', '\'', '"', '-', ':']));
            rest = &rest[end..];
            if let Some(link) = rest.strip_prefix("](") {
                rest = link.find(')').map_or("", |end| &link[end + 1..]);
            }
        }
    }
    out.retain(|token| !token.is_empty());
    out
}

fn is_divider(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '/' | '[' | ']' | '*' | '\\' | '¶' | '&' | '|')
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
    let may_be_run = (6..=64).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_uppercase());
    if may_be_run && !table::is_tag(token) { cut(token, true).unwrap_or_else(|| vec![token]) } else { vec![token] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::words::Join;

    fn check(line: &str, expected: &[&str]) {
        let mut words = Fragments::default();
        words.push(line, line, Join::Blank);
        let tags = read(line, &words);
        assert_eq!(tags.iter().map(|tag| tag.text(line)).collect::<Vec<_>>(), expected, "{line}");
    }

    #[test]
    fn codes() {
        check("PREL, PGOV, IC", &["PREL", "PGOV", "IC"]);
        check("prel pgov;ic", &["PREL", "PGOV", "IC"]);
        check("[PREL](#) [PGOV](#) [IT](/tag/IT_0.html)", &["PREL", "PGOV", "IT"]);
        check("PEPR, (DOE, JOHN), IT", &["PEPR", "DOE, JOHN", "IT"]);
        check("PREL PREL", &["PREL"]);
        check("MASSMNUC ITPGOV", &["MASS", "MNUC", "IT", "PGOV"]);
        check("something", &["SOMETHING"]);
        check("", &[]);
    }
}

//! The words of a TAGS field: what divides them, and what stands among them without being one.

use std::borrow::Cow;

use super::super::table::{self, TagKind};
use super::portion;

/// A word of the field, or a name in brackets.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// As written.
    pub(super) written: &'t str,
    /// In capitals.
    pub(super) upper: Cow<'t, str>,
    /// Whether it is what stood between brackets.
    pub(super) bracketed: bool,
    /// Whether more than a blank stands before it.
    divided: bool,
}

impl<'t> Word<'t> {
    fn new(written: &'t str, bracketed: bool, divided: bool) -> Self {
        let upper = match written.bytes().any(|b| b.is_ascii_lowercase()) {
            true => Cow::Owned(written.to_ascii_uppercase()),
            false => Cow::Borrowed(written),
        };
        Word { written, upper, bracketed, divided }
    }

    /// A name in brackets, with a blank behind its comma: `(DOE,JANE)`.
    fn name(written: &'t str) -> Self {
        let mut word = Word::new(written, true, true);
        if let Some((family, given)) = word.upper.split_once(',').filter(|(_, given)| !given.starts_with(' ')) {
            word.upper = Cow::Owned(format!("{}, {given}", family.trim_end()));
        }
        word
    }

    /// Whether it may go on with the word before it.
    pub(super) fn follows(&self) -> bool {
        !self.divided && !self.bracketed
    }
}

/// The words of a field on one line.
pub(super) fn words(field: &str) -> Vec<Word<'_>> {
    let mut out = Vec::with_capacity(8);
    let mut rest = field;
    let mut divided = true;
    while let Some(c) = rest.chars().next() {
        // Most words begin with a letter, which is no divider and no bracket.
        let letter = c.is_ascii_alphanumeric();
        if let Some((inner, behind)) = bracketed(rest).filter(|_| !letter) {
            // `TAGS: (U) PREL`: no name.
            if portion::grammar(inner).is_none() {
                out.push(Word::name(inner));
            }
            rest = behind;
            divided = true;
        } else if !letter && is_divider(c) {
            divided |= !c.is_whitespace();
            rest = &rest[c.len_utf8()..];
        } else {
            let (word, behind) = rest.split_at(end_of_word(rest));
            push_word(&mut out, word, divided);
            divided = false;
            rest = behind;
            // What stands behind `](` is the address of a link.
            if let Some(link) = rest.strip_prefix("](") {
                rest = link.find(')').map_or("", |end| &link[end + 1..]);
            }
        }
    }
    let is_none = |word: &Word<'_>| matches!(word.upper.as_ref(), "NONE" | "N/A");
    if out.len() == 1 && out.iter().any(is_none) {
        out.clear();
    }
    without_page_lines(out)
}

/// `(DOE, JOHN)`: a name. Codes in brackets are words like others, and a bracket that does not close is no bracket.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 60;
    let inner = text.strip_prefix(['(', '['])?;
    let end = inner.bytes().take(LONGEST).position(|b| matches!(b, b')' | b'(' | b']' | b'['))?;
    let behind = inner.get(end..)?.strip_prefix([')', ']'])?;
    // Square ones are a link's, but for those around a comma.
    let link = text.starts_with('[') && (behind.starts_with('(') || !inner[..end].contains(','));
    if link {
        return None;
    }
    let name = inner[..end].trim();
    let codes = name.split([',', ' ', ';']).filter(|word| !word.is_empty()).all(table::is_tag);
    (!codes).then_some((name, behind))
}

/// Slashes, points and hyphens divide codes; in `UNGA/C-6` the slash is a part of the tag.
fn push_word<'t>(out: &mut Vec<Word<'t>>, word: &'t str, divided: bool) {
    let trim = |word: &'t str| word.trim_matches(['.', '\'', '"', '-', ':', '/']);
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        out.extend((!word.is_empty()).then(|| Word::new(word, false, divided)));
        return;
    }
    let word = trim(word);
    // `ZANU-PF` is one; between subjects a hyphen divides.
    let subject =
        |part: &str| table::tag(part, None).is_some_and(|tag| matches!(tag.kind, TagKind::Subject | TagKind::Program));
    let signs: &[char] = if word.split('-').any(subject) { &['/', '.', '-'] } else { &['/', '.'] };
    if word.contains(signs) && word.split(signs).all(|part| part.is_empty() || table::is_tag(part)) {
        out.extend(
            word.split(signs).map(trim).filter(|part| !part.is_empty()).map(|part| Word::new(part, false, true)),
        );
    } else if !word.is_empty() {
        out.push(Word::new(word, false, divided));
    }
}

/// How long the word at the start of a text is.
fn end_of_word(text: &str) -> usize {
    // Letters and figures are told by their bytes.
    let sure = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    match text.as_bytes().get(sure) {
        Some(b' ' | b',') | None => sure,
        Some(_) => text[sure..].find(is_divider).map_or(text.len(), |end| sure + end),
    }
}

fn is_divider(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '(' | ')' | '*' | '\\' | '¶' | '&' | '|')
}

/// Leaves out page lines that were glued into the list: `SECRET PAGE 02 ROME 02475 01 OF 03 251228Z`, the level before
/// them included.
fn without_page_lines(words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    if !words.iter().any(|word| word.upper == "PAGE") {
        return words;
    }
    let mut out: Vec<Word<'_>> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let figures = |word: &Word<'_>| word.upper.bytes().all(|b| b.is_ascii_digit());
        if word.upper != "PAGE" || !words.peek().is_some_and(figures) {
            out.push(word);
            continue;
        }
        out.pop_if(|before| matches!(before.upper.as_ref(), "UNCLASSIFIED" | "UNCLAS" | "CONFIDENTIAL" | "SECRET"));
        // The line ends with the time; it has seven words at the most, and a name of two.
        for word in words.by_ref().take(9) {
            let is_time = word.upper.strip_suffix('Z').is_some_and(|time| time.parse::<u32>().is_ok());
            if is_time {
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divides() {
        let words = words("A, B C (D, E) F/G [H](#x)I");
        let shown = words.iter().map(|word| format!("{}{}", if word.follows() { "+" } else { "" }, word.upper));
        assert_eq!(shown.collect::<Vec<_>>(), ["A", "B", "+C", "D, E", "F/G", "H", "+I"]);
    }

    #[test]
    fn nothing_is_no_word() {
        assert!(words("N/A").is_empty() && words("none").is_empty());
    }

    #[test]
    fn page_lines_are_left_out() {
        let words = words("PREL SECRET PAGE 02 PORT MORESBY 02475 01 OF 03 251228Z IT PAGE");
        let shown: Vec<_> = words.iter().map(|word| word.upper.as_ref()).collect();
        assert_eq!(shown, ["PREL", "IT", "PAGE"]);
    }
}

//! Captions: `SIPDIS`, `NODIS`, `SENSITIVE`, one or several on a line.

use super::super::table;
use super::super::words::{span_of, value_of};
use crate::text::Value;

/// Reads a line that holds nothing but captions; `None` where anything else stands on it.
///
/// A caption may have several words (`SENSITIVE BUT UNCLASSIFIED`), so the longest known one is taken each time.
pub(in crate::cable) fn read(text: &str, line: &str) -> Option<Vec<Value>> {
    let mut rest = line.trim_matches([' ', '\t', '\u{a0}', '\\', '.', '*', '-', '/', ',']);
    // No list of captions is that long, and most lines of a body are.
    if rest.is_empty() || rest.len() > 80 || !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // Some copies have all of the head in small letters. A caption of one word is told by its line; more would be prose.
    if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        return (table::caption(rest).is_some() && !rest.contains(' '))
            .then(|| vec![Value::reading(span_of(text, rest), rest.to_ascii_uppercase())]);
    }
    let mut captions = Vec::new();
    while !rest.is_empty() {
        let (caption, behind) = longest(rest)?;
        captions.push(match caption.bytes().any(|b| b.is_ascii_lowercase()) {
            true => Value::reading(span_of(text, caption), caption.to_ascii_uppercase()),
            false => value_of(text, caption),
        });
        rest = behind.trim_start_matches([' ', '/', ',', ';', '-', '.']);
    }
    Some(captions)
}

/// Captions that stand at the end of another line, and the words before them.
pub(in crate::cable) fn at_end<'t>(text: &str, line: &'t str) -> (&'t str, Vec<Value>) {
    const MET: &[&str] = &["SIPDIS", "SENSITIVE", "NOFORN"];
    let mut words = line.trim_end();
    let mut captions = Vec::new();
    while let Some(caption) = MET.iter().find(|caption| words.ends_with(&format!(" {caption}"))) {
        let at = words.len() - caption.len();
        captions.insert(0, value_of(text, &words[at..]));
        words = words[..at].trim_end();
    }
    (words, captions)
}

/// `SIPDISSTATE FOR EUR`: web pages lost the line end behind a caption. Gives the caption and what is glued to it.
pub(in crate::cable) fn glued(line: &str) -> Option<(&str, &str)> {
    let (caption, rest) = line.trim_start().split_at_checked("SIPDIS".len())?;
    (caption == "SIPDIS" && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some((caption, rest))
}

fn longest(text: &str) -> Option<(&str, &str)> {
    if !table::opens_caption(text) {
        return None;
    }
    let borders = text.char_indices().filter(|(_, c)| matches!(c, ' ' | '/' | ',' | ';')).map(|(at, _)| at);
    let mut ends: Vec<usize> = borders.chain([text.len()]).collect();
    ends.reverse();
    ends.into_iter().find(|&end| table::caption(&text[..end]).is_some()).map(|end| text.split_at(end))
}

//! Captions: `SIPDIS`, `NODIS`, `SENSITIVE`, one or several on a line.

use super::super::table;
use super::super::words::{Ends, Signs, value_of};
use crate::text::Value;

/// Reads a line that holds nothing but captions; `None` where anything else stands on it.
///
/// A caption may have several words (`SENSITIVE BUT UNCLASSIFIED`), so the longest known one is taken each time.
pub(in crate::cable) fn read(text: &str, line: &str) -> Option<Vec<Value>> {
    // Web pages left the tag of the line end.
    let line = line.trimmed_end();
    let line = line.strip_suffix("<br>").unwrap_or(line);
    const AROUND: Signs = Signs::new(" \t\\.*-/,\"\u{a0}");
    let mut rest = line.without(AROUND);
    // No list of captions is that long, and most lines of a body are.
    if rest.is_empty() || rest.len() > 80 || !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // Some copies have all of the head in small letters. One word is told by standing alone; more would be prose.
    if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        return (table::caption(rest).is_some() && !rest.contains(' ')).then(|| vec![value_of(text, rest)]);
    }
    let mut captions = Vec::new();
    while !rest.is_empty() {
        let (caption, behind) = longest(rest)?;
        captions.push(value_of(text, caption.trimmed_end()));
        rest = behind.without_at_start(const { Signs::new(" /,;-.") });
    }
    Some(captions)
}

/// Captions that stand at the end of another line, and the words before them.
pub(in crate::cable) fn at_end<'t>(text: &str, line: &'t str) -> (&'t str, Vec<Value>) {
    const MET: &[&str] = &["SIPDIS", "SENSITIVE", "NOFORN"];
    let mut words = line.trimmed_end();
    let mut captions = Vec::new();
    while let Some(caption) =
        MET.iter().find(|caption| words.strip_suffix(**caption).is_some_and(|head| head.ends_with(' ')))
    {
        let at = words.len() - caption.len();
        captions.insert(0, value_of(text, &words[at..]));
        words = words[..at].trimmed_end();
    }
    (words, captions)
}

/// Captions that lost their line end and stand before other words: `NOFORN SIPDIS DEPT FOR EUR`, even without a blank:
/// `SIPDISSTATE FOR EUR`. Gives them and the other words.
pub(in crate::cable) fn at_start<'t>(text: &str, line: &'t str) -> (Vec<Value>, &'t str) {
    const MET: &[&str] = &["SIPDIS", "SENSITIVE", "NOFORN", "NODIS", "EXDIS"];
    let mut captions = Vec::new();
    let mut rest = line.trimmed_start();
    while let Some((caption, behind)) = MET.iter().find_map(|caption| Some((caption, rest.strip_prefix(caption)?))) {
        let apart = behind.starts_with(' ') && !behind.starts_with(" BUT ");
        let glued = *caption == "SIPDIS" && behind.starts_with(|c: char| c.is_ascii_uppercase());
        if !apart && !glued {
            break;
        }
        captions.push(value_of(text, &rest[..caption.len()]));
        rest = behind.without_at_start(const { Signs::new(" ,") });
    }
    (captions, rest)
}

fn longest(text: &str) -> Option<(&str, &str)> {
    if text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return table::known_caption(text).map(|_| (text, ""));
    }
    if !table::opens_caption(text) {
        return None;
    }
    // `SENSITIVE SIPDIS` is in the table as one; each of its words is a caption by itself.
    let several =
        |caption: &str| caption.contains(' ') && caption.split(' ').all(|word| table::caption(word).is_some());
    let is_one = |end: &usize| table::known_caption(&text[..*end]).is_some_and(|caption| !several(caption.caption));
    let borders = text.bytes().enumerate().rev().filter(|(_, byte)| matches!(byte, b' ' | b'/' | b',' | b';'));
    std::iter::once(text.len()).chain(borders.map(|(at, _)| at)).find(is_one).map(|end| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, captions: &[Value]) -> Vec<String> {
        captions.iter().map(|caption| caption.text(text).to_owned()).collect()
    }

    #[test]
    fn lines_of_captions() {
        for (line, expected) in [
            ("SIPDIS", vec!["SIPDIS"]),
            ("SENSITIVE SIPDIS", vec!["SENSITIVE", "SIPDIS"]),
            ("SENSITIVE , SIPDIS", vec!["SENSITIVE", "SIPDIS"]),
            ("NOFORN <br>", vec!["NOFORN"]),
            ("Sipdis", vec!["Sipdis"]),
            ("noforn", vec!["noforn"]),
        ] {
            assert_eq!(texts(line, &read(line, line).unwrap()), expected, "{line}");
        }
        for line in ["SIPDIS FOR ROME", "", "only then", "SENSITIVE TALKS"] {
            assert!(read(line, line).is_none(), "{line}");
        }
    }

    #[test]
    fn captions_before_other_words() {
        for (line, captions, words) in [
            ("SIPDISSIPDISSTATE FOR EUR", vec!["SIPDIS", "SIPDIS"], "STATE FOR EUR"),
            ("NOFORN SIPDIS DEPT FOR EUR", vec!["NOFORN", "SIPDIS"], "DEPT FOR EUR"),
            ("SENSITIVE BUT UNCLASSIFIED", vec![], "SENSITIVE BUT UNCLASSIFIED"),
            ("SENSITIVELY PUT", vec![], "SENSITIVELY PUT"),
        ] {
            let (found, rest) = at_start(line, line);
            assert_eq!(
                (texts(line, &found), rest),
                (captions.into_iter().map(str::to_owned).collect(), words),
                "{line}"
            );
        }
    }
}

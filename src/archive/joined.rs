//! Cables whose sections stand in different records: read as one.
//!
//! Each section went out as a telegram of its own, and some collections hold them so. They have one id, so the list shows one
//! cable; its text is that of the sections, one behind the other, as if one file held them. A copy of the whole cable is
//! none of them and is left alone.

use super::{Document, Part};
use crate::cable::{self, Code};

/// Joins a cable with the records beside it that hold what it lacks. `beside` is asked only where something is missing.
pub(super) fn join(document: Document, beside: impl Iterator<Item = Document>) -> Document {
    if !is_missing(&document) {
        return document;
    }
    let of = |document: &Document| document.cable.section.map(|section| section.of);
    let mut here = cable::sections_here(&document.cable, &document.text);
    let mut parts = vec![document];
    for other in beside {
        let first = &parts[0];
        let sections = cable::sections_here(&other.cable, &other.text);
        let fits = is_missing(&other) && other.cable.id == first.cable.id && of(&other) == of(first);
        if fits && sections.iter().all(|section| !here.contains(section)) {
            here.extend(sections);
            parts.push(other);
        }
    }
    if parts.len() == 1 {
        return parts.swap_remove(0);
    }
    let alone = parts[0].clone();
    parts.sort_by_key(|part| part.cable.section.map(|section| section.number));
    let joined = in_order(parts);
    // The parser has the last word: it takes for a section only what says so.
    if missing(&joined) < missing(&alone) { joined } else { alone }
}

fn in_order(parts: Vec<Document>) -> Document {
    let (mut text, mut places, mut first) = (String::new(), Vec::new(), None);
    for part in parts {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        places.push(Part { path: part.path.clone(), record: part.record, start: text.len() });
        text.push_str(&part.text);
        first.get_or_insert(part);
    }
    let mut joined = first.unwrap_or_default();
    joined.cable = cable::parse(&text, &joined.hints);
    Document { text, parts: places, ..joined }
}

fn is_missing(document: &Document) -> bool {
    missing(document) > 0
}

/// How many sections are not there.
fn missing(document: &Document) -> usize {
    let said = document.cable.diagnostics.iter().find(|it| it.code == Code::SECTION_MISSING.name);
    let here = || cable::sections_here(&document.cable, &document.text).len();
    match (said, document.cable.section) {
        (Some(_), Some(section)) => usize::from(section.of).saturating_sub(here()).max(1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::Hints;

    /// A record that holds one section of three.
    fn section(number: u32, words: &str) -> Document {
        let text = format!(
            "R 031200Z MAY 90\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\nUNCLAS SECTION {number:02} OF 03 ROME 000042\n\n\
             SUBJECT: BOATS\n\n{words}\nNNNN"
        );
        record(number, text)
    }

    fn record(number: u32, text: String) -> Document {
        let hints = Hints::default();
        let cable = cable::parse(&text, &hints);
        Document { path: format!("{number}.txt"), format: "text", record: 1, hints, text, cable, parts: Vec::new() }
    }

    /// The words of the paragraphs, which records hold them, and what is said to be missing.
    fn joined(first: &Document, beside: &[&Document]) -> (Vec<String>, Vec<String>, Option<String>) {
        let document = join(first.clone(), beside.iter().map(|other| (*other).clone()));
        let words = document.cable.paragraphs.iter().map(|it| it.words(&document.text).replace('\n', " "));
        let parts = document.parts.iter().map(|part| {
            let line = document.text[part.start..].lines().next().unwrap_or_default();
            format!("{} {line}", part.path)
        });
        let said = document.cable.diagnostics.iter().find(|it| it.code == Code::SECTION_MISSING.name);
        (words.collect(), parts.collect(), said.map(|it| it.message.clone()))
    }

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|words| (*words).to_owned()).collect()
    }

    #[test]
    fn sections_are_joined_in_their_order() {
        let one = section(1, "1. The boats");
        let two = section(2, "left.\n\n2. And then they");
        let three = section(3, "came back.\nDOE");
        let parts = strings(&["1.txt R 031200Z MAY 90", "2.txt R 031200Z MAY 90", "3.txt R 031200Z MAY 90"]);
        let whole = (strings(&["The boats left.", "And then they came back."]), parts, None);
        assert_eq!(joined(&one, &[&two, &three]), whole);
        assert_eq!(joined(&three, &[&two, &one]), whole);
        // The same section a second time adds nothing.
        assert_eq!(joined(&two, &[&three, &two, &one, &one]), whole);
    }

    #[test]
    fn what_is_still_missing_is_named() {
        let one = section(1, "1. The boats");
        let three = section(3, "came back.\nDOE");
        let (words, parts, said) = joined(&three, &[&one]);
        assert_eq!((words, parts.len()), (strings(&["The boats came back."]), 2));
        assert_eq!(said.as_deref(), Some("of 3 sections these are not here: 2"));
    }

    #[test]
    fn what_is_no_other_section_of_the_cable_is_left_alone() {
        let two = section(2, "left.\n\n2. And");
        let alone = |other: &Document| joined(&two, &[other]).1.is_empty();
        let change = |from: &str, to: &str| record(9, section(1, "1. The boats").text.replace(from, to));
        assert!(!alone(&change("", "")));
        assert!(alone(&change("000042", "000043")), "another cable");
        assert!(alone(&change("OF 03", "OF 04")), "of another count");
        assert!(alone(&change("SECTION 01 OF 03 ", "")), "a copy of the whole");
        assert!(alone(&two), "the same section");
    }
}

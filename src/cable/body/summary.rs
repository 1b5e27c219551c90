//! The words of the summary and of the comment.

use super::super::model::Paragraph;
use super::super::words::{Fragments, Join, find_ci, span_of, starts_with_word};
use super::words::body_lines;
use crate::text::Value;

/// One of the two parts that a cable names by a heading and ends by `End ...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cable) enum Part {
    Summary,
    Comment,
}

impl Part {
    fn word(self) -> &'static str {
        match self {
            Part::Summary => "SUMMARY",
            Part::Comment => "COMMENT",
        }
    }
}

/// The words between the heading and the end marker, over as many paragraphs as it takes. Without an end marker the
/// part ends with the paragraph that it opens.
pub(in crate::cable) fn read(text: &str, paragraphs: &[Paragraph], part: Part) -> Option<Value> {
    let (first, mut words) = opening(text, paragraphs, part)?;
    let mut fragments = Fragments::default();
    let ends = paragraphs[first..]
        .iter()
        .take_while(|it| it.span.start == paragraphs[first].span.start || !is_heading(text, it));
    let end = ends.map(|it| end_marker(it.body.of(text), part).is_some()).position(|ends| ends).map(|n| first + n);
    for (at, paragraph) in paragraphs.iter().enumerate().take(end.unwrap_or(first) + 1).skip(first) {
        if at > first {
            words = paragraph.body.of(text);
        }
        let stop = end_marker(words, part).unwrap_or(words.len());
        push_without_noise(text, &words[..stop], paragraph, &mut fragments);
    }
    fragments.value(text)
}

/// A paragraph that is nothing but a heading.
fn is_heading(text: &str, paragraph: &Paragraph) -> bool {
    paragraph.heading.as_ref().is_some_and(|heading| heading.span.len() + 2 >= paragraph.body.of(text).trim().len())
}

/// The paragraph in which the part opens, and the first of its words.
fn opening<'t>(text: &'t str, paragraphs: &[Paragraph], part: Part) -> Option<(usize, &'t str)> {
    let headed = paragraphs.iter().enumerate().find_map(|(at, it)| Some((at, behind_heading(text, it, part)?)));
    match headed {
        // A heading on its own line; the paragraph below may say it again.
        Some((at, "")) => {
            let next = paragraphs.get(at + 1)?;
            Some((at + 1, behind_heading(text, next, part).unwrap_or_else(|| next.body.of(text))))
        }
        Some(found) => Some(found),
        // `End summary.` alone tells that the first paragraph was it.
        None if part == Part::Summary => {
            let at = paragraphs.iter().position(|it| it.number.is_some())?;
            let words = paragraphs[at].body.of(text);
            end_marker(words, part).map(|_| (at, words))
        }
        None => None,
    }
}

/// What stands behind the heading of a paragraph, if it is a heading of this part.
fn behind_heading<'t>(text: &'t str, paragraph: &Paragraph, part: Part) -> Option<&'t str> {
    let heading = paragraph.heading.as_ref()?;
    let title = heading.text(text);
    let names_it = title.len() <= 40 && find_ci(title, part.word()).is_some() && find_ci(title, "END ").is_none();
    let from = heading.span.end.checked_sub(paragraph.body.start).filter(|_| names_it)?;
    let words = paragraph.body.of(text).get(from as usize..)?;
    Some(words.trim_start_matches([' ', '.', ':', '-', '=', '*', '\n', '\r', '\\']))
}

/// Where `End summary` begins.
fn end_marker(words: &str, part: Part) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find_ci(words.get(from..)?, "END")?;
        let apart = at == 0 || !words.as_bytes()[at - 1].is_ascii_alphanumeric();
        let behind = words[at + 3..].trim_start_matches([' ', '\n', '\r', '\t', '\\', ':', '-']);
        let named = starts_with_word(behind, part.word())
            || ["SUMMARY", "COMMENT", "INTRODUCTION"].iter().any(|word| {
                starts_with_word(behind, word) && {
                    let line = behind[word.len()..].split(['\n', '\r']).next().unwrap_or("");
                    line.len() < 30 && find_ci(line, part.word()).is_some_and(|at| at < 8)
                }
            });
        if apart && named && at + 3 < words.len() && behind.len() < words[at + 3..].len() {
            // The bracket or dash before it belongs to the marker.
            return Some(words[..at].trim_end_matches([' ', '(', '[', '-', '\n', '\r']).len());
        }
        from = at + 3;
    }
}

/// Line by line, as copies end their lines in signs that are no words.
fn push_without_noise(text: &str, words: &str, paragraph: &Paragraph, into: &mut Fragments) {
    for line in body_lines(text, span_of(text, words), &paragraph.noise) {
        into.push(text, line.text, Join::Blank);
    }
}

//! The words of the summary and of the comment.

use super::super::model::Paragraph;
use super::super::words::{Fragments, Join, find_ci, starts_with_word};
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
/// part ends with the paragraph that it opens, or with the paragraphs below its heading up to the next heading.
pub(in crate::cable) fn read(text: &str, paragraphs: &[Paragraph], part: Part) -> Option<Value> {
    let (first, mut words) =
        paragraphs.iter().enumerate().find_map(|(at, it)| opens(text, paragraphs, at, it, part))?;
    let mut fragments = Fragments::default();
    let end = paragraphs[first..].iter().position(|it| end_marker(it.body.of(text), part).is_some()).map(|n| first + n);
    for (at, paragraph) in paragraphs.iter().enumerate().skip(first) {
        if at > first {
            if end.is_none() || is_heading(text, paragraph) {
                break;
            }
            words = paragraph.body.of(text);
        }
        let stop = end_marker(words, part).unwrap_or(words.len());
        push_without_noise(text, &words[..stop], paragraph, &mut fragments);
        if end == Some(at) {
            break;
        }
    }
    fragments.value(text)
}

fn is_heading(text: &str, paragraph: &Paragraph) -> bool {
    paragraph.heading.as_ref().is_some_and(|heading| heading.span.len() + 2 >= paragraph.body.of(text).trim().len())
}

/// Whether the part opens in this paragraph, and with which words of it.
fn opens<'t>(
    text: &'t str,
    all: &[Paragraph],
    at: usize,
    paragraph: &Paragraph,
    part: Part,
) -> Option<(usize, &'t str)> {
    let words = paragraph.body.of(text);
    if let Some(heading) = &paragraph.heading {
        let title = heading.text(text);
        if find_ci(title, part.word()).is_none() || find_ci(title, "END ").is_some() || title.len() > 40 {
            return None;
        }
        let behind = words.get((heading.span.end as usize).checked_sub(paragraph.body.start as usize)?..)?;
        let behind = behind.trim_start_matches([' ', '.', ':', '-', '=', '*', '\n', '\r', '\\']);
        return if behind.is_empty() {
            all.get(at + 1).map(|next| (at + 1, next.body.of(text)))
        } else {
            Some((at, behind))
        };
    }
    // `End summary.` alone tells that the first paragraph was it.
    let first_numbered = all.iter().position(|it| it.number.is_some())?;
    let ended = part == Part::Summary && at == first_numbered;
    let headed = all.iter().any(|it| it.heading.as_ref().is_some_and(|h| find_ci(h.text(text), part.word()).is_some()));
    (ended && !headed && end_marker(words, part).is_some()).then_some((at, words))
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
                    let line = behind[word.len()..].lines().next().unwrap_or("");
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

fn push_without_noise(text: &str, words: &str, paragraph: &Paragraph, into: &mut Fragments) {
    let base = super::super::words::offset_in(text, words);
    let mut from = 0;
    for noise in &paragraph.noise {
        let (start, end) = (noise.start as usize, noise.end as usize);
        if start >= base + from && end <= base + words.len() {
            into.push(text, &words[from..start - base], Join::Blank);
            from = end - base;
        }
    }
    into.push(text, &words[from..], Join::Blank);
}

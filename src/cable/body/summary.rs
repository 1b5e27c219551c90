//! The words of the summary and of the comment.

use super::super::line::portion;
use super::super::model::Paragraph;
use super::super::search::Needle;
use super::super::table::folding::is_near;
use super::super::words::{Fragments, Join, offset_in, span_of, starts_with_word, strip_leftovers, strip_prefix_ci};
use super::heading;
use super::label::number;
use super::words::each_line;
use crate::text::work::looked_at;
use crate::text::{Span, Value};

/// One of the two parts that a cable names by a heading and ends by `End ...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cable) enum Part {
    Summary,
    Comment,
}

impl Part {
    fn needle(self) -> &'static Needle {
        const SUMMARY: Needle = Needle::new("SUMMARY");
        const COMMENT: Needle = Needle::new("COMMENT");
        match self {
            Part::Summary => &SUMMARY,
            Part::Comment => &COMMENT,
        }
    }

    fn word(self) -> &'static str {
        self.needle().word()
    }

    /// Whether a heading names it, a typing error in the word allowed.
    fn is_named_in(self, title: &str) -> bool {
        // Both names have this letter twice, and most titles do not have it.
        if memchr::memchr2(b'M', b'm', title.as_bytes()).is_none() {
            return false;
        }
        self.needle().is_in(title) || title.split([' ', '/', ',']).any(|word| self.is_meant_by(word))
    }

    /// Whether a word is the name, a typing error allowed.
    fn is_meant_by(self, word: &str) -> bool {
        // One letter is missing at the most, or too many, and not at both ends.
        let end = |last: fn(&[u8]) -> Option<&u8>| {
            last(word.as_bytes()).zip(last(self.word().as_bytes())).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        word.len().abs_diff(self.word().len()) <= 1
            && (end(<[u8]>::first) || end(<[u8]>::last))
            && is_near(&word.to_ascii_uppercase(), self.word())
    }
}

/// What the heading of the part has not, and its end has.
const END: Needle = Needle::new("END ");

/// What may stand between a heading and the words that it names.
const SIGNS: [char; 10] = [' ', '.', ':', ';', '-', '=', '*', '\n', '\r', '\\'];

/// The words between the heading and the end marker, over as many paragraphs as it takes. Without an end marker the
/// part ends with the paragraph that it opens.
pub(in crate::cable) fn read(text: &str, paragraphs: &[Paragraph], part: Part) -> Option<Value> {
    let (first, words) = opening(text, paragraphs, part)?;
    let mut words = without_openings(words, part);
    let mut fragments = Fragments::with_room(16);
    let ends = paragraphs[first..]
        .iter()
        .enumerate()
        .take_while(|(at, it)| *at == 0 || !is_heading(text, it) || end_marker(it.body.of(text), part).is_some())
        .map(|(_, it)| it);
    let end = ends.map(|it| end_marker(it.body.of(text), part).is_some()).position(|ends| ends).map(|n| first + n);
    for (at, paragraph) in paragraphs.iter().enumerate().take(end.unwrap_or(first) + 1).skip(first) {
        if at > first {
            words = with_label(text, paragraph);
        }
        let marker = (end == Some(at)).then(|| end_marker(words, part)).flatten();
        let stop = marker.or_else(|| next_heading(words)).unwrap_or(words.len());
        let words = &words[..stop];
        let words = if end.is_none() { first_block(text, words, &paragraph.noise) } else { words };
        push_without_noise(text, words, paragraph, &mut fragments);
    }
    fragments.value(text)
}

/// The words of a paragraph, with its label where that is one of a list within the part: `a)`, `(2)`.
fn with_label<'t>(text: &'t str, paragraph: &Paragraph) -> &'t str {
    let whole = paragraph.span.of(text);
    if number(strip_leftovers(whole)).is_some() { paragraph.body.of(text) } else { whole }
}

/// What stands above the first blank line below the end of a sentence. Where no marker ends the part, the blocks without
/// numbers below it are no longer the part's. Blank lines around page lines are the page's and end nothing.
fn first_block<'t>(text: &'t str, words: &'t str, noise: &[Span]) -> &'t str {
    let mut end = 0;
    let mut ended = false;
    let mut stops = false;
    each_line(text, span_of(text, words), noise, |line| {
        let here = line.trim();
        stops = here.is_empty() && ended;
        if !here.is_empty() {
            ended = here.ends_with(['.', '!', '?', '"', ')']);
            end = offset_in(words, line) + line.len();
        }
        !stops
    });
    if stops {
        return &words[..end];
    }
    let whole = words.trim_end();
    whole.strip_suffix(" END").unwrap_or(whole)
}

/// Some parts open twice: `SUMMARY ------- 1. (C) Summary. The boats`. What is left out is rules, numbers, marks and the
/// heading again.
fn without_openings(mut words: &str, part: Part) -> &str {
    loop {
        let bare = strip_leftovers(words.trim_start_matches(SIGNS));
        let bare = match number(bare) {
            Some((_, behind)) => behind.trim_start(),
            None => bare,
        };
        let bare = portion::read(bare, bare).map_or(bare, |(_, behind)| behind);
        let bare = match heading::opening(bare) {
            Some(title) if part.is_named_in(title) => &bare[offset_in(bare, title) + title.len()..],
            _ => bare,
        };
        if bare.len() == words.len() {
            return words;
        }
        words = bare;
    }
}

/// Where the heading of the next part begins that a lost line end put behind the words: `... counted. Training -----`.
fn next_heading(words: &str) -> Option<usize> {
    let rule = memchr::memmem::find(words.as_bytes(), b"-----")?;
    let head = words[..rule].trim_end();
    let sentence = head.rfind(['.', '!', '?', '"']).map_or(head.len(), |at| at + 1);
    // Text without any end of a sentence is left whole.
    Some(if head.len() - sentence < 90 { sentence } else { head.len() })
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
    let short = title.len() <= 40 && part.is_named_in(title) && !END.is_in(title);
    // `COMMENT: NOT MUCH SYMPATHY FROM THE PRESS`.
    let subtitled =
        || starts_with_word(title, part.word()) && title[part.word().len()..].trim_start().starts_with([':', '-', '.']);
    let names_it = short || subtitled();
    let from = heading.span.end.checked_sub(paragraph.body.start).filter(|_| names_it)?;
    let words = paragraph.body.of(text).get(from as usize..)?;
    Some(words.trim_start_matches(SIGNS))
}

/// Where `End summary` begins.
fn end_marker(words: &str, part: Part) -> Option<usize> {
    ends(words).find_map(|at| {
        let apart = at == 0 || !words.as_bytes()[at - 1].is_ascii_alphanumeric();
        let behind = words[at + 3..].trim_start_matches([' ', '\n', '\r', '\t', '\\', ':', '-']);
        let behind = strip_prefix_ci(behind, "OF ").unwrap_or(behind);
        let slip = || part.is_meant_by(&behind[..behind.bytes().take_while(u8::is_ascii_alphabetic).count()]);
        let named = starts_with_word(behind, part.word())
            || slip()
            || ["SUMMARY", "COMMENT", "INTRODUCTION"].iter().any(|word| {
                starts_with_word(behind, word) && {
                    let line = behind[word.len()..].split(['\n', '\r']).next().unwrap_or("");
                    line.len() < 30 && part.needle().find(line).is_some_and(|at| at < 8)
                }
            });
        if apart && named && at + 3 < words.len() && behind.len() < words[at + 3..].len() {
            // The bracket or dash before it belongs to the marker.
            return Some(words[..at].trim_end_matches([' ', '(', '[', '-', '\n', '\r']).len());
        }
        None
    })
}

/// Every place where `END` stands in `words`, in letters of any size.
fn ends(words: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = find_end(words.as_bytes(), from)?;
        from = at + 1;
        Some(at)
    })
}

/// Where `END` stands next. All words behind a summary without an end are asked, so many bytes are looked at together, without
/// a branch a byte.
fn find_end(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let is_end =
        |e: u8, n: u8, d: u8| u8::from(e | 0x20 == b'e') & u8::from(n | 0x20 == b'n') & u8::from(d | 0x20 == b'd');
    let block = |at: usize| bytes.get(at..)?.first_chunk::<BLOCK>();
    let mut at = from;
    while let (Some(e), Some(n), Some(d)) = (block(at), block(at + 1), block(at + 2)) {
        if (0..BLOCK).fold(0, |found, i| found | is_end(e[i], n[i], d[i])) != 0 {
            break;
        }
        at += BLOCK;
    }
    looked_at(at - from);
    let rest = bytes.get(at..)?;
    rest.windows(3).position(|three| is_end(three[0], three[1], three[2]) != 0).map(|place| at + place)
}

/// Line by line, as copies end their lines in signs that are no words.
fn push_without_noise(text: &str, words: &str, paragraph: &Paragraph, into: &mut Fragments) {
    each_line(text, span_of(text, words), &paragraph.noise, |line| {
        let mut words = line.trim_end_matches(['\\', ' ']);
        while let Some(front) = words.strip_suffix("<br>") {
            words = front;
        }
        into.push(text, words, Join::Blank);
        true
    });
}

#[cfg(test)]
mod tests {
    use super::Part;
    use crate::cable::{Hints, parse};

    fn check(body: &str, part: Part, expected: &str) {
        let text = format!("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n\n{body}");
        let cable = parse(&text, &Hints::default());
        let found = match part {
            Part::Summary => cable.summary,
            Part::Comment => cable.comment,
        };
        assert_eq!(found.map_or(String::new(), |it| it.text(&text).to_owned()), expected, "{body}");
    }

    #[test]
    fn summaries() {
        check("1. (C) Summary: The boats\nleft. End summary.\n\n2. (C) More.", Part::Summary, "The boats left.");
        check("1. (C) SUMMARY. One.\n\n2. (C) Two. END SUMMARY\n\n3. (C) Three.", Part::Summary, "One. Two.");
        check("-------\nSUMMARY\n-------\n\n1. (C) One.\n\n2. (C) Two.", Part::Summary, "One.");
        check("1. (C) Summary and Recommendation: One.\n\n2. (C) Two.", Part::Summary, "One.");
        check("SUMMARY ---- \n\n1.(C) Summary. One.\n\n2. (C) Two.", Part::Summary, "One.");
        check(
            "1. (C) Summary. One.\n\n2. (C) Summary cont'd. Two. End summary.",
            Part::Summary,
            "One. Summary cont'd. Two.",
        );
        check("1. (C) One. End summary.\n\n2. (C) Two.", Part::Summary, "One.");
        check("1. (C) Summary. One. Next part ------\n\n2. (C) Two.", Part::Summary, "One.");
        check("1. (C) Summary. One.\n\n-- Two.\n\n2. (C) Three.", Part::Summary, "One.");
        check("1. (C) SUMARY: One. END SUMMRY.\n\n2. (C) Two.", Part::Summary, "One.");
        check("1. (C) SUMMARY; One. END OF SUMMARY\n\n2. (C) Two.", Part::Summary, "One.");
        check("1. (C) Summary of the talks follows.", Part::Summary, "");
        check("1. Summary. One.\n\nTwo. END \n\nSUMMARY. \n\n2. (U) Three.", Part::Summary, "One. Two.");
        check("1. Summary. One.\n\nROME 00000042  002 OF 002\n\nand more.", Part::Summary, "One. and more.");
    }

    #[test]
    fn comments() {
        check("1. (C) One.\n\n2. (C) Comment: Two. End comment.", Part::Comment, "Two.");
        check("1. (C) One.\n\nCOMMENT: NO NEWS\n---------------\n\n2. (C) Two.", Part::Comment, "Two.");
        check("1. (C) Comments were few.", Part::Comment, "");
    }
}

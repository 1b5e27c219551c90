//! The words of the summary and of the comment.

use std::iter;

use super::super::line::portion;
use super::super::model::Paragraph;
use super::super::search::{Needle, find_three};
use super::super::table::folding::is_near;
use super::super::words::{Ends, Lines, Signs, offset_in, span_of, starts_with_word, strip_leftovers, strip_prefix_ci};
use super::heading;
use super::label::number;
use super::words::each_line;
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
        // As nearly all have it.
        let is = |part: Part| title.eq_ignore_ascii_case(part.word());
        if is(Part::Summary) || is(Part::Comment) {
            return is(self);
        }
        // Both names have this letter twice, and most titles do not have it.
        if memchr::memchr2(b'M', b'm', title.as_bytes()).is_none() {
            return false;
        }
        let mut words = title.as_bytes().split(|byte| matches!(byte, b' ' | b'/' | b','));
        self.needle().is_in(title) || words.any(|word| self.is_meant_by(word))
    }

    /// Whether a word is the name, a typing error allowed.
    fn is_meant_by(self, word: &[u8]) -> bool {
        // One letter is missing at the most, or too many, and not at both ends.
        let end = |last: fn(&[u8]) -> Option<&u8>| {
            last(word).zip(last(self.word().as_bytes())).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        word.len().abs_diff(self.word().len()) <= 1
            && (end(<[u8]>::first) || end(<[u8]>::last))
            && str::from_utf8(word).is_ok_and(|word| is_near(&word.to_ascii_uppercase(), self.word()))
    }
}

/// What the heading of the part has not, and its end has.
const END: Needle = Needle::new("END ");

/// What may stand between a heading and the words that it names.
const SIGNS: Signs = Signs::new(" .:;-=*\n\r\\");

/// The words between the heading and the end marker, over as many paragraphs as it takes. Without an end marker the
/// part ends with the paragraph that it opens.
pub(in crate::cable) fn read<'t>(text: &'t str, paragraphs: &[Paragraph], part: Part) -> Option<Value> {
    let (first, words) = opening(text, paragraphs, part)?;
    let (opening, below) = paragraphs.get(first..)?.split_first()?;
    let end = end_of(text, opening, below, part);
    let last = below.get(..end.map_or(0, |(at, _)| at)).and_then(<[_]>::last).unwrap_or(opening);
    let mut lines = Lines::new(text, (last.span.end - opening.span.start) as usize);
    let mut add = |words: &'t str, paragraph: &Paragraph, marker: Option<Marker>| {
        let stop = marker.and_then(|marker| marker.stop_in(text, words, part)).or_else(|| next_heading(words));
        let words = &words[..stop.unwrap_or(words.len())];
        let words = if end.is_none() { first_block(text, words, &paragraph.noise) } else { words };
        push_without_noise(text, words, paragraph, &mut lines);
    };
    let marker_in = |place: usize| end.and_then(|(at, marker)| (at == place).then_some(marker));
    add(without_openings(words, part), opening, marker_in(0));
    for (at, paragraph) in below.iter().enumerate().take(end.map_or(0, |(at, _)| at)) {
        add(with_label(text, paragraph), paragraph, marker_in(at + 1));
    }
    lines.value()
}

/// Where a part is marked to end.
#[derive(Debug, Clone, Copy)]
struct Marker {
    /// Where the word END stands in the text.
    at: usize,
    /// Where the words before it stop.
    stop: usize,
}

impl Marker {
    /// How many of the `words`, a part of the paragraph with the marker, stand before it; `None` if they have none.
    fn stop_in(self, text: &str, words: &str, part: Part) -> Option<usize> {
        let start = offset_in(text, words);
        if self.at < start {
            end_marker(words, part).map(|(_, stop)| stop)
        } else {
            Some(self.stop.saturating_sub(start))
        }
    }
}

/// Which paragraph marks the end of the part that opens in `opening`, counted from there, and where.
fn end_of(text: &str, opening: &Paragraph, below: &[Paragraph], part: Part) -> Option<(usize, Marker)> {
    let marker = |it: &Paragraph| {
        let start = it.body.start as usize;
        end_marker(it.body.of(text), part).map(|(at, stop)| Marker { at: start + at, stop: start + stop })
    };
    for (at, paragraph) in iter::once(opening).chain(below).enumerate() {
        let found = marker(paragraph);
        // A heading begins another part.
        if found.is_some() || at > 0 && is_heading(text, paragraph) {
            return found.map(|marker| (at, marker));
        }
    }
    None
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
        let here = line.trimmed();
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
    let whole = words.trimmed_end();
    whole.strip_suffix(" END").unwrap_or(whole)
}

/// Some parts open twice: `SUMMARY ------- 1. (C) Summary. The boats`. What is left out is rules, numbers, marks and the
/// heading again.
fn without_openings(mut words: &str, part: Part) -> &str {
    loop {
        let bare = strip_leftovers(words.without_at_start(SIGNS));
        let bare = match number(bare) {
            Some((_, behind)) => behind.trimmed_start(),
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
    paragraph.heading.as_ref().is_some_and(|heading| heading.span.len() + 2 >= paragraph.body.of(text).trimmed().len())
}

/// The paragraph in which the part opens, and the first of its words.
fn opening<'t>(text: &'t str, paragraphs: &[Paragraph], part: Part) -> Option<(usize, &'t str)> {
    let mut headings = paragraphs.iter().enumerate().filter(|(_, it)| it.heading.is_some());
    let headed = headings.find_map(|(at, it)| Some((at, behind_heading(text, it, part)?)));
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
    Some(words.without_at_start(SIGNS))
}

/// Where `End summary` begins, and where the words before it stop.
fn end_marker(words: &str, part: Part) -> Option<(usize, usize)> {
    const BEHIND: Signs = Signs::new(" \n\r\t\\:-");
    ends(words).find_map(|at| {
        // Mostly it is a part of a longer word.
        if at > 0 && words.as_bytes()[at - 1].is_ascii_alphanumeric() {
            return None;
        }
        let rest = &words[at + 3..];
        let behind = rest.without_at_start(BEHIND);
        let behind = strip_prefix_ci(behind, "OF ").unwrap_or(behind);
        let slip = || {
            let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
            part.is_meant_by(&behind.as_bytes()[..letters])
        };
        let with_others = |word: &&str| {
            starts_with_word(behind, word) && {
                let line = behind[word.len()..].split(['\n', '\r']).next().unwrap_or("");
                line.len() < 30 && part.needle().find(line).is_some_and(|at| at < 8)
            }
        };
        let named = || {
            starts_with_word(behind, part.word())
                || slip()
                || ["SUMMARY", "COMMENT", "INTRODUCTION"].iter().any(with_others)
        };
        // The bracket or dash before it belongs to the marker.
        (behind.len() < rest.len() && named())
            .then(|| (at, words[..at].without_at_end(const { Signs::new(" ([-\n\r") }).len()))
    })
}

/// Every place where `END` stands in `words`, in letters of any size. All words behind a summary without an end are asked.
fn ends(words: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = find_three(words.as_bytes(), from, *b"END")?;
        from = at + 1;
        Some(at)
    })
}

/// Line by line, as copies end their lines in signs that are no words.
fn push_without_noise<'t>(text: &'t str, words: &str, paragraph: &Paragraph, into: &mut Lines<'t>) {
    each_line(text, span_of(text, words), &paragraph.noise, |line| {
        let mut words = line.without_at_end(const { Signs::new("\\ ") });
        while let Some(front) = words.strip_suffix("<br>") {
            words = front;
        }
        into.push(words);
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

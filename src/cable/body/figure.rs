//! Figures at the start of a line that go on with the sentence above it, and number nothing.

use super::super::line::portion;
use super::super::model::Paragraph;
use super::super::words::{Ends, strip_leftovers};
use super::label::{label, succeeds};

/// As [`is_figure_below`], below the blank line behind `last`: some copies have double spacing.
pub(super) fn is_figure(text: &str, last: &Paragraph, words: &str) -> bool {
    const FAR: usize = 120;
    let body = last.body.of(text).trimmed_end();
    // Nearly always a sentence has ended there.
    if matches!(body.as_bytes().last(), Some(b'.' | b'!' | b'?' | b':' | b'"' | b')' | b';')) {
        return false;
    }
    let near = &body[body.ceil_char_boundary(body.len().saturating_sub(FAR))..];
    let line = memchr::memrchr2(b'\n', b'\r', near.as_bytes()).map_or(near, |end| &near[end + 1..]);
    let above = line.trim_end_matches(['\\', ' ']);
    is_figure_below("", above, words) && asks_for_figure(above)
}

/// Whether a number at the start of `words` belongs to the sentence of the full line above it, `... on May` `16. The`,
/// and opens no paragraph. A portion mark opens one in any case, and so does the number after `before`, the paragraph's.
pub(super) fn is_figure_below(before: &str, above: &str, words: &str) -> bool {
    const FULL: usize = 40;
    let above = above.trimmed_end();
    if above.len() < FULL || ends_sentence(above) || above.ends_with([',', '-']) {
        return false;
    }
    let Some((here, behind)) = label(strip_leftovers(words)) else { return false };
    let rest = behind.trim_start();
    let follows = succeeds(before, here) && rest.starts_with(char::is_uppercase);
    !portion::stands_at(rest) && (!follows || asks_for_figure(above))
}

/// Whether a sentence that breaks off with these words goes on with a figure.
fn asks_for_figure(above: &str) -> bool {
    let (before, last) = above.rsplit_once(' ').unwrap_or(("", above));
    // `...; and` ends a part of a list, and the next has a label.
    let joins = ["and", "or"].contains(&last) && !before.ends_with([';', ',']);
    joins || BEFORE_FIGURES.iter().any(|word| word.eq_ignore_ascii_case(last))
}

/// Words behind which a figure goes on with the sentence.
const BEFORE_FIGURES: &[&str] = &[
    "about",
    "at",
    "between",
    "by",
    "from",
    "of",
    "on",
    "than",
    "the",
    "to",
    "under",
    "until",
    "with",
    "FY",
    "Jan",
    "Feb",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
    "para",
    "paras",
    "paragraph",
    "paragraphs",
    "ref",
    "section",
    "article",
    "no.",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether a sentence, or a part of one that may stand at the end of a line, ends with these words.
pub(super) fn ends_sentence(words: &str) -> bool {
    words.trimmed_end().ends_with(['.', '!', '?', ':', '"', ')', ';', '\u{201d}'])
}

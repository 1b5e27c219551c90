//! How the authority was cut into lines, and what still belongs to it below a blank one.

use super::keyword::Key;
use super::words::{Ends, Join, Signs, ends_with_ci, find_ci, strip_prefix_ci};
use crate::text::line::Line;

/// Whether an authority whose last words are `above` goes on with its reasons at `words`, below a blank line.
pub(super) fn awaits_reasons(above: &str, words: &str) -> bool {
    let above = above.without_at_end(const { Signs::new(":,. ") });
    let head = words.trimmed_start();
    let open = ["REASON", "REASONS", "FOR", "AND"].iter().any(|word| ends_with_ci(above, word));
    let section = || head.starts_with("1.") && !super::body::opens_numbered(head);
    open && (section() || head.starts_with('(')) || strip_prefix_ci(head, "FOR REASON").is_some()
}

/// Whether a line is the rest of a list of reasons that was cut: `and (d).`, `nd (d)`, `d).`
pub(super) fn ends_reasons(words: &str) -> bool {
    const LONGEST: usize = 24;
    let words = words.trimmed();
    let mut letters = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let rest = |word: &str| match word.as_bytes() {
        [letter] => matches!(letter.to_ascii_lowercase(), b'a'..=b'h' | b'1' | b'4' | b'5'),
        _ => word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("nd"),
    };
    words.len() <= LONGEST
        && words.ends_with([')', '.', 'b', 'c', 'd', 'e'])
        && letters.peek().is_some()
        && letters.all(rest)
}

/// Whether the reasons of an authority stand among `words`.
pub(super) fn has_reasons(words: &str) -> bool {
    ["1.4", "1.5"].iter().any(|section| words.contains(section)) || find_ci(words, "REASON").is_some()
}

/// The system that printed the authority cut its lines after 71 characters, in words too; a line of just that length
/// goes on without a blank. Elsewhere lines are cut between words.
pub(super) fn cut_inside_word(key: Key, text: &str, line: Line) -> Join {
    if !matches!(key, Key::ClassifiedBy | Key::Reason) || line.words.len() < AUTHORITY_WIDTH {
        return Join::Blank;
    }
    let whole = line.whole.of(text).without_at_end(const { Signs::new("\n\r") });
    let words = line.text(text);
    let is_cut = place_of(words, AUTHORITY_WIDTH - 1).is_some_and(|at| words[at..].chars().nth(1).is_none());
    // A blank as the last of the 71 characters is a blank of the sentence.
    let ends_in_blank = || place_of(whole, AUTHORITY_WIDTH - 1).is_none_or(|at| whole[at..].starts_with(' '));
    if is_cut && !ends_in_blank() { Join::Tight } else { Join::Blank }
}

/// Where the character with this number stands.
fn place_of(text: &str, number: usize) -> Option<usize> {
    // Most lines have no other characters than ASCII.
    match text.is_ascii() {
        true => (number < text.len()).then_some(number),
        false => text.char_indices().nth(number).map(|(at, _)| at),
    }
}

/// Characters in a line of the authority, as it was printed.
pub(super) const AUTHORITY_WIDTH: usize = 71;

/// Where in `part`, the end of `line`, a blank stands for the line end at which the authority was cut, in a copy that
/// joined its lines again: `... for re asons 1.4 (b)`. Only a small letter behind it shows that a word goes on.
pub(super) fn blank_inside_word(key: Key, line: &str, part: &str) -> Option<usize> {
    if key != Key::ClassifiedBy || line.len() <= AUTHORITY_WIDTH {
        return None;
    }
    let at = place_of(line, AUTHORITY_WIDTH)?;
    const NEAR: usize = 4;
    let near = at - NEAR..line.len().min(at + NEAR + 1);
    // Few lines have one there, and only the first one of a line counts.
    let lone = near.clone().any(|blank| is_behind_initial(line, blank));
    if let Some(blank) = lone.then(|| first_behind_initial(line)).flatten().filter(|blank| near.contains(blank)) {
        return (blank + 1).checked_sub(line.len() - part.len());
    }
    let (head, behind) = (&line[..at], line[at..].strip_prefix(' ')?);
    let word = behind.split([' ', ',']).next().unwrap_or("");
    let goes_on = head.ends_with(char::is_alphabetic)
        && word.starts_with(char::is_lowercase)
        && !is_small_word(word.without_at_end(const { Signs::new(":.)") }));
    (at + 1).checked_sub(line.len() - part.len()).filter(|_| goes_on)
}

/// Whether a word in small letters is one of those that authorities have between their names, titles and reasons.
fn is_small_word(word: &str) -> bool {
    const WHOLE: &[&str] = &[
        "a", "and", "as", "b", "based", "by", "c", "citing", "d", "de", "del", "der", "due", "e", "el", "for", "in",
        "la", "of", "on", "per", "pursuant", "reason", "reasons", "the", "to", "under", "van", "von",
    ];
    WHOLE.contains(&word)
}

/// Where the first blank stands behind a lone capital letter before small ones, `Hoyt D oe`: a name that was cut there. In a
/// copy with lost letters it does not stand quite at the width.
fn first_behind_initial(line: &str) -> Option<usize> {
    memchr::memchr_iter(b' ', line.as_bytes()).find(|at| is_behind_initial(line, *at))
}

/// Whether such a blank stands at `at`.
fn is_behind_initial(line: &str, at: usize) -> bool {
    let bytes = line.as_bytes();
    if bytes[at] != b' ' || at < 2 || !bytes[at - 1].is_ascii_uppercase() || bytes[at - 2] != b' ' {
        return false;
    }
    let word = line[at + 1..].split([' ', ',', '.']).next().unwrap_or("");
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) && !is_small_word(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_of_reasons() {
        for words in ["and (d).", "nd (d)", "d).", ") and (d).", "and d", "1.4 (b) and (d)"] {
            assert!(ends_reasons(words), "{words}");
        }
        for words in ["", "...", "and the boats.", "(C) The boats left.", "2. (C)", "SUMMARY"] {
            assert!(!ends_reasons(words), "{words}");
        }
    }

    /// `line` has `|` where it is 71 characters wide.
    fn check(line: &str, expected: &str) {
        let width = line.find('|').unwrap_or_default();
        let line = format!("{:x<1$}{2}", "", AUTHORITY_WIDTH - width, line.replace('|', ""));
        let cut = blank_inside_word(Key::ClassifiedBy, &line, &line);
        assert_eq!(cut.map_or("", |at| &line[at..]), expected, "{line}");
    }

    #[test]
    fn words_cut_at_the_width() {
        check("Jane Q. Doe f| or reasons 1.4 (b)", "or reasons 1.4 (b)");
        check("Jane Q. Doe, re| asons 1.4 (b)", "asons 1.4 (b)");
        check("Jane Q. Doe| for reasons 1.4 (b)", "");
        check("Jane Q. Doe for| and on", "");
        check("Jane Q. Doe| based on reasons 1.4 (b)", "");
        check("Jane D oe| for reasons 1.4 (b)", "oe for reasons 1.4 (b)");
        check("Jane D oe for reasons| 1.4 (b)", "");
    }
}

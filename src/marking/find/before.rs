//! What stands before a bracket: whether a sentence ends there, so that a portion may begin.

use super::NoMark;

/// How far back is looked: no list or name before a bracket is longer.
const FAR: usize = 160;

/// Headings that stand before the mark of what they open.
const HEADINGS: &[&str] = &["SUMMARY", "COMMENT", "INTRODUCTION", "BACKGROUND", "Summary", "Comment"];

/// The text before a bracket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'t> {
    /// The last bytes, at most [`FAR`].
    words: &'t str,
}

impl<'t> Before<'t> {
    /// What stands before the byte at `at`.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        let mut start = at.saturating_sub(FAR);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        Before { words: text.get(start..at).unwrap_or_default() }
    }

    /// Whether letters or figures stand right before the bracket, and what that makes of it.
    pub(super) fn joined(self) -> Option<NoMark> {
        let last = self.words.chars().next_back()?;
        if last.is_ascii_digit() || last == ')' {
            // `1.4(c)`, `(b)(c)`, but `4.(C)` was told apart by its point.
            return Some(NoMark::Section);
        }
        last.is_alphanumeric().then_some(NoMark::Ending)
    }

    /// Whether a capital letter stands right before the bracket, and nothing before it: `D(S)`.
    pub(super) fn is_letter(self) -> bool {
        let mut back = self.words.chars().rev();
        back.next().is_some_and(|last| last.is_ascii_uppercase()) && back.next().is_none_or(|c| !c.is_alphanumeric())
    }

    /// Whether this word stands right before.
    pub(super) fn ends_in_word(self, word: &str) -> bool {
        let head = self.words.trim_end().strip_suffix(word).filter(|_| word.len() > 2);
        head.is_some_and(|head| !head.ends_with(char::is_alphanumeric))
    }

    /// Whether a portion may begin here: at the start of a block, behind the end of a sentence, a number or a dash.
    pub(super) fn ends_sentence(self) -> bool {
        let words = self.words.trim_end_matches([' ', '\t', '\u{a0}']);
        let Some(last) = words.chars().next_back() else { return true };
        if last != '\n' && last != '\r' {
            return is_end(last) || self.is_numbered() || HEADINGS.iter().any(|heading| words.ends_with(heading));
        }
        // At the start of a line: behind a blank line, or a line that ended a sentence.
        let above = words.trim_end_matches([' ', '\t', '\u{a0}', '\\', '\r', '\n']);
        let gap = words.get(above.len()..).unwrap_or_default();
        let feeds = gap.bytes().filter(|b| *b == b'\n').count();
        above.is_empty() || feeds >= 2 || above.chars().next_back().is_some_and(is_end)
    }

    /// Whether the number of a paragraph stands right before: `12.`, also with its point lost or wrong, as long as a
    /// sentence ended before it.
    pub(super) fn is_numbered(self) -> bool {
        let words = self.words.trim_end_matches([' ', '\t', '\u{a0}']);
        let number = words.trim_end_matches(['.', ',', ')']);
        let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        let head = &number[..number.len() - digits];
        let above = head.trim_end_matches([' ', '\t', '\u{a0}']);
        // `--12.` opens a paragraph, `Su-27` is a name.
        let dash = head.strip_suffix('-').filter(|_| number.len() == words.len());
        let in_name = dash.is_some_and(|name| name.ends_with(char::is_alphanumeric));
        let apart = head.is_empty() || head.ends_with(['\n', '\r', ' ', '\u{b6}', '-']) && !in_name;
        let closed =
            number.len() < words.len() || above.is_empty() || above.ends_with(|c| is_end(c) || c == '\n' || c == '\r');
        (1..=3).contains(&digits) && apart && closed
    }

    /// Whether a point of a list opens right before: a dash, a bullet, `a.`, `12.`
    pub(super) fn opens_point(self) -> bool {
        let words = self.words.trim_end_matches([' ', '\t', '\u{a0}']);
        let last = words.rsplit([' ', '\n', '\r']).next().unwrap_or_default().trim_start_matches('\u{b6}');
        let label = last.strip_suffix(['.', ')']).map(|label| label.trim_start_matches('('));
        let label = label
            .is_some_and(|label| (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric()));
        label || words.ends_with(['-', '*', '\u{2022}']) || self.is_numbered()
    }

    /// Whether the bracket goes on with the sections of a law or a reason: `1.4 (b) and (c)`, `REASONS: (C)`. `begins`
    /// where a sentence begins behind it, which a section has no business to do.
    pub(super) fn lists_sections(self, begins: bool) -> bool {
        let mut words = self.words.trim_end();
        let whole = words.len();
        const JOINING: &[&str] = &[" and", " AND", ")and", ")AND", " or", " OR", ",", "&", "/", ":"];
        while let Some(shorter) = JOINING.iter().find_map(|end| words.strip_suffix(end)) {
            // The bracket before stays.
            let bracket = words.len() > shorter.len() && words[shorter.len()..].starts_with(')');
            words = if bracket { &words[..=shorter.len()] } else { shorter.trim_end() };
        }
        let joined = words.len() < whole;
        if let Some(inner) = words.strip_suffix(')') {
            let letters = inner[inner.rfind('(').map_or(0, |open| open + 1)..].trim();
            // `(b) and (c)` is a list; `(Comment.) (C)` is none.
            let short = (1..=2).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphanumeric());
            return short && (joined || !begins);
        }
        let last = words.rsplit([' ', '\n', '\t', '(']).next().unwrap_or_default();
        let section = last.ends_with(|c: char| c.is_ascii_digit()) && last.contains('.');
        const BEFORE: &[&str] =
            &["reason", "reasons", "paragraph", "paragraphs", "section", "article", "option", "category"];
        section || BEFORE.iter().any(|word| word.eq_ignore_ascii_case(last))
    }

    /// Whether the words before begin with these letters: `Technical Secretariat (TS)`.
    pub(super) fn begins_with(self, letters: &str) -> bool {
        let words = self.words.rsplit([' ', '\n', '\r', '\t', '-', '/']).filter(|word| !word.is_empty());
        let mut left = letters.chars().rev();
        let mut first = None;
        for (word, letter) in words.zip(left.by_ref()) {
            first = word.trim_start_matches(['"', '\'', '(']).chars().next();
            if !first.is_some_and(|first| first.eq_ignore_ascii_case(&letter)) {
                return false;
            }
        }
        // One word with that letter is chance, unless it is a name.
        left.next().is_none() && first.is_some_and(|first| letters.len() > 1 || first.is_uppercase())
    }

    /// Whether the last word is part of a name.
    pub(super) fn ends_in_name(self) -> bool {
        let last = self.words.split_ascii_whitespace().next_back().unwrap_or_default();
        last.starts_with(|c: char| c.is_uppercase()) && last.ends_with(char::is_alphanumeric)
    }

    /// Whether the item before this one in a list was the letter before `letter`: `(b) ... (c)`.
    pub(super) fn counts_up_to(self, letter: u8) -> bool {
        let before = letter.wrapping_sub(1);
        let bytes = self.words.as_bytes();
        bytes.windows(3).any(|three| three[0] == b'(' && three[1] == before && three[2] == b')')
    }
}

/// What ends a sentence, or stands before a point of a list.
fn is_end(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | ':' | ';' | ')' | ']' | '"' | '-' | '*' | '\u{b6}' | '\u{2022}' | '>' | '_' | '=' | '#'
    )
}

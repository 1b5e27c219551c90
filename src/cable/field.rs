//! Fields of the text, `SUBJECT: ...`: how far one reaches.
//!
//! A field goes on over wrapped lines until a blank line or the next field (`field_below`). Two fields may share a line, so
//! a field also ends where the keyword of another, with its colon, stands inside a line (`field_end`).

use super::authority::{blank_inside_word, cut_inside_word};
use super::cursor::{Cursor, is_blank};
use super::field_below::next_line;
use super::field_end;
use super::keyword::Key;
use super::line::page;
use super::model::PieceKind;
use super::seen::Seen;
use super::words::{Ends, Fragments, Join, offset_in};
use crate::text::Span;
use crate::text::line::Line;

/// What a field holds.
#[derive(Debug)]
pub(super) struct Gathered {
    /// Its words, keyword left out.
    pub(super) words: Fragments,
    /// From the keyword to the end.
    pub(super) span: Span,
}

/// Moves over the field at the cursor, whose keyword has `key` and leaves `value` of its line.
pub(super) fn gather(cursor: &mut Cursor<'_>, key_of_field: Key, value: &str) -> Gathered {
    let text = cursor.text();
    let piece = key_of_field.piece();
    let mut words = Fragments::default();
    let Some(first) = cursor.line() else {
        return Gathered { words, span: Span::default() };
    };
    let start = first.words.start;
    let mut end = first.words.end;
    let mut line = first;
    let mut part = value;
    let mut join = Join::Blank;
    loop {
        let seen = Seen::of(&part[..part.floor_char_boundary(field_end::FAR)]);
        let cut = field_end::inside(part, key_of_field, seen);
        let seen = if part.len() > field_end::FAR { Seen::ANYTHING } else { seen };
        let own = &part[..cut.unwrap_or(part.len())];
        let halves = || page::first_half(own).filter(|_| cut.is_none() && second_half_follows(cursor, line));
        // Few lines end in figures.
        let figures = own.trimmed_end().as_bytes().last().is_some_and(u8::is_ascii_digit);
        if let Some(page) = figures.then(|| page::at_end(own).or_else(halves)).flatten() {
            words.push_seen(text, &own[..page], join, seen);
            let at = offset_in(text, part);
            cursor.take_to(at + page, piece);
            end = end.max((at + page) as u32);
            cursor.take_to(cut.map_or(line.whole.end as usize, |cut| at + cut), PieceKind::Page);
            let next = if cut.is_none() { next_line(cursor, key_of_field, &words) } else { None };
            let Some(next) = next else { break };
            (line, part, join) = (next, next.text(text), Join::Blank);
            continue;
        }
        if let Some(cut) = cut {
            words.push_seen(text, own, join, seen);
            let stop = offset_in(text, part) + cut;
            cursor.take_to(stop, piece);
            return Gathered { words, span: Span::new(start as usize, stop) };
        }
        match blank_inside_word(key_of_field, line.text(text), part) {
            Some(at) => {
                words.push_seen(text, &part[..at], join, seen);
                words.push_seen(text, &part[at..], Join::Tight, seen);
            }
            None => words.push_seen(text, part, join, seen),
        }
        join = match key_of_field {
            // `... ON US-` goes on with `LATIN AMERICAN TIES`: the word was cut at its hyphen.
            Key::Subject if ends_in_hyphen(part) => Join::Tight,
            _ => cut_inside_word(key_of_field, text, line),
        };
        cursor.take(line, piece);
        end = end.max(line.words.end);
        let Some(next) = next_line(cursor, key_of_field, &words) else { break };
        line = next;
        part = next.text(text);
        if part.starts_with(' ') {
            join = Join::Blank;
        }
    }
    Gathered { words, span: Span::new(start as usize, end as usize) }
}

/// Whether a line ends in the first part of a word with a hyphen: `US-`, `NON-`. Behind a longer word it is a dash.
fn ends_in_hyphen(part: &str) -> bool {
    const LONGEST: usize = 5;
    let Some(words) = part.trimmed_end().strip_suffix('-') else { return false };
    let last = words.rsplit(' ').next().unwrap_or("");
    (1..=LONGEST).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.')
}

/// Whether the next line with words is the second half of a section line.
fn second_half_follows(cursor: &Cursor<'_>, line: Line) -> bool {
    const FAR: usize = 3;
    let text = cursor.text();
    let below = std::iter::successors(cursor.after(line), |line| cursor.after(*line)).take(FAR);
    below.map(|line| line.text(text)).find(|words| !is_blank(words)).is_some_and(page::second_half)
}

#[cfg(test)]
mod tests {
    use super::super::keyword::key;
    use super::*;

    #[test]
    fn words_cut_at_their_hyphen() {
        assert!(ends_in_hyphen("TALKS ON US-") && ends_in_hyphen("NON- ") && ends_in_hyphen("U.S.-"));
        assert!(!ends_in_hyphen("TALKS -") && !ends_in_hyphen("BOATS ON THE STREAM-") && !ends_in_hyphen(""));
    }

    #[test]
    fn tags_go_on_below_a_blank_line() {
        for (text, expected) in [
            ("PREL\n\nIT\n", "PREL IT"),
            ("PREL\n\nBT\n", "PREL"),
            ("PREL,\n\nBT\n", "PREL, BT"),
            ("PREL\n\nTHE BOATS\n", "PREL"),
        ] {
            let mut cursor = Cursor::new(text);
            let value = text.lines().next().unwrap();
            assert_eq!(gather(&mut cursor, Key::Tags, value).words.reading(text), expected, "{text}");
        }
    }

    #[test]
    fn a_field_ends_where_another_opens() {
        let text = "E.o. 12958: decl: x Tags: prel Subject: talk of tags\nmore\n\nREF: X";
        let mut cursor = Cursor::new(text);
        let mut seen = Vec::new();
        while let Some((key, value)) = cursor.line().and_then(|line| key(&text[line.words.range()])) {
            let gathered = gather(&mut cursor, key, value);
            seen.push((key, gathered.words.reading(text)));
            while let Some(blank) = cursor.line().filter(|line| line.is_blank()) {
                cursor.take(blank, PieceKind::Blank);
            }
        }
        let expected = [
            (Key::ExecutiveOrder, "12958: decl: x"),
            (Key::Tags, "prel"),
            (Key::Subject, "talk of tags more"),
            (Key::References, "X"),
        ];
        assert_eq!(seen, expected.map(|(key, words)| (key, words.to_owned())));
    }
}

//! Fields of the text, `SUBJECT: ...`: how far one reaches.
//!
//! A field goes on over wrapped lines until a blank line or the next field. Two fields may share a line, so a field
//! also ends where the keyword of another, with its colon, stands inside a line.

use super::authority::{
    AUTHORITY_WIDTH, awaits_reasons, blank_inside_word, cut_inside_word, ends_reasons, has_reasons,
};
use super::cursor::{Cursor, is_blank};
use super::field_end;
use super::keyword::{self, Key, key};
use super::line::{page, portion, subject};
use super::model::PieceKind;
use super::search::Needle;
use super::words::{Ends, Fragments, Join, Signs, offset_in, starts_with_word, strip_leftovers, strip_prefix_ci};
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
        let cut = field_end::inside(part, key_of_field);
        let own = &part[..cut.unwrap_or(part.len())];
        let halves = || page::first_half(own).filter(|_| cut.is_none() && second_half_follows(cursor, line));
        // Few lines end in figures.
        let figures = own.trimmed_end().as_bytes().last().is_some_and(u8::is_ascii_digit);
        if let Some(page) = figures.then(|| page::at_end(own).or_else(halves)).flatten() {
            words.push(text, &own[..page], join);
            let at = offset_in(text, part);
            cursor.take_to(at + page, piece);
            end = end.max((at + page) as u32);
            cursor.take_to(cut.map_or(line.whole.end as usize, |cut| at + cut), PieceKind::Page);
            let next = if cut.is_none() { next_of_field(cursor, key_of_field, &words) } else { None };
            let Some(next) = next else { break };
            (line, part, join) = (next, next.text(text), Join::Blank);
            continue;
        }
        if let Some(cut) = cut {
            words.push(text, own, join);
            let stop = offset_in(text, part) + cut;
            cursor.take_to(stop, piece);
            return Gathered { words, span: Span::new(start as usize, stop) };
        }
        match blank_inside_word(key_of_field, line.text(text), part) {
            Some(at) => {
                words.push(text, &part[..at], join);
                words.push(text, &part[at..], Join::Tight);
            }
            None => words.push(text, part, join),
        }
        join = match key_of_field {
            // `... ON US-` goes on with `LATIN AMERICAN TIES`: the word was cut at its hyphen.
            Key::Subject if ends_in_hyphen(part) => Join::Tight,
            _ => cut_inside_word(key_of_field, text, line),
        };
        cursor.take(line, piece);
        end = end.max(line.words.end);
        let Some(next) = next_of_field(cursor, key_of_field, &words) else { break };
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

/// The next line of the field, with page lines and allowed blank lines before it moved over.
fn next_of_field(cursor: &mut Cursor<'_>, own: Key, so_far: &Fragments) -> Option<Line> {
    let text = cursor.text();
    let mut ahead = cursor.line();
    let (mut blanks, mut page, mut front) = (0, false, 0);
    while let Some(line) = ahead {
        let words = line.text(text);
        if is_blank(words) {
            blanks += 1;
            if !passes_blanks(text, own, so_far) {
                return None;
            }
        } else if keyword::is_usual(words) || super::body::opens_as_usual(words) {
            // Another field or the body; by far most fields end like that, or at a blank line.
            return None;
        } else if let Some(behind) = page::at_start(words) {
            // The line of a page lost its end: what stands behind it is the next line.
            (page, front) = (true, behind);
            break;
        } else if !page::is_page_line(words) && !is_banner_of_page(cursor, line) {
            break;
        } else {
            page = true;
        }
        ahead = cursor.after(line);
    }
    let next = ahead?;
    let words = &next.text(text)[front..];
    // The blank lines around a page line are the page's: what is plainly cut in two by them goes on.
    let torn = || match own {
        Key::ClassifiedBy => !so_far.parts(text).any(has_reasons) && has_reasons(words) || ends_reasons(words),
        Key::Tags => true,
        _ => false,
    };
    let blanks = match page {
        true if torn() => 0,
        true => blanks.min(1),
        false => blanks,
    };
    let other = || ends_field(words) || opens_marked(words);
    let goes_on = if blanks == 0 {
        !other()
            && match own {
                Key::Tags => {
                    let part = field_end::other_field(words, own).map_or(words, |cut| &words[..cut]);
                    super::line::tags::goes_on(text, so_far, part)
                }
                // Codes below the order are TAGS that lost their keyword.
                Key::ExecutiveOrder => {
                    !super::line::tags::is_list(words) && subject::behind_bare_keyword(words).is_none()
                }
                _ => true,
            }
    } else {
        // Few fields go on below a blank line, so the other kinds of lines are asked for last.
        let may_go_on = match own {
            // An empty keyword: the value stands below.
            _ if so_far.is_empty() => blanks <= 2,
            Key::References if blanks <= 2 => {
                let list = so_far.span().map_or("", |span| span.of(text));
                let labelled =
                    super::line::references::opens_with_label(words) && !portion::opens_prose(words.trimmed_start());
                labelled
                    || super::line::references::awaits_more(list) && super::line::references::opens_with_post(words)
                    || super::line::references::are_cables(words)
                    || super::line::references::completes(list, words)
            }
            Key::Tags => {
                let open = so_far.last(text).ends_with(',');
                // Bhutan's code is also how a text ends.
                let ends = words.trimmed() == "BT" && !open;
                blanks == 1 && !ends && super::line::tags::are_codes(words)
            }
            Key::Subject => {
                let above = so_far.last(text);
                blanks <= 2 && !other() && resumes(cursor, above, next)
            }
            Key::ClassifiedBy => {
                let above = so_far.last(text);
                blanks <= 2 && (awaits_reasons(above, words) || has_reasons(above) && ends_reasons(words))
            }
            _ => false,
        };
        may_go_on && !other()
    };
    if !goes_on {
        return None;
    }
    while let Some(line) = cursor.line().filter(|line| line.whole.start < next.whole.start) {
        let kind = if is_blank(line.text(text)) { PieceKind::Blank } else { PieceKind::Page };
        cursor.take(line, kind);
    }
    if front == 0 {
        return Some(next);
    }
    cursor.take_to(next.words.start as usize + front, PieceKind::Page);
    cursor.line()
}

/// Whether a field may go on below a blank line.
fn passes_blanks(text: &str, own: Key, so_far: &Fragments) -> bool {
    match own {
        // An empty keyword: the value stands below.
        _ if so_far.is_empty() => true,
        Key::References | Key::ClassifiedBy | Key::Tags => true,
        Key::Subject => fills_line(text, so_far),
        Key::ExecutiveOrder | Key::Declassify | Key::Reason => false,
    }
}

/// Whether a line is the level that prints repeat above the line of a page.
fn is_banner_of_page(cursor: &Cursor<'_>, line: Line) -> bool {
    let text = cursor.text();
    let words = line.text(text).trimmed();
    let banner = super::line::classification::level(words).is_some_and(|(_, rest)| rest.is_empty());
    let mut next = std::iter::successors(cursor.after(line), |line| cursor.after(*line)).take(3);
    let page = |words: &str| page::is_page_line(words) || page::at_start(words).is_some();
    banner && next.find(|line| !line.is_blank()).is_some_and(|next| page(next.text(text)))
}

/// Whether the next line with words is the second half of a section line.
fn second_half_follows(cursor: &Cursor<'_>, line: Line) -> bool {
    const FAR: usize = 3;
    let text = cursor.text();
    let below = std::iter::successors(cursor.after(line), |line| cursor.after(*line)).take(FAR);
    below.map(|line| line.text(text)).find(|words| !is_blank(words)).is_some_and(page::second_half)
}

/// Whether the last line of a subject is so full that it may go on.
fn fills_line(text: &str, so_far: &Fragments) -> bool {
    const FULL: usize = 40;
    let above = so_far.last(text);
    above.len() >= FULL && !above.ends_with('.')
}

/// Whether a subject whose last line is full goes on at `next`, below a blank line: copies with double spacing put blank
/// lines inside it. A line that nothing else explains, between a full line of the subject and the references or the
/// authority, is such a one; before the first paragraph it must look like the line `above` it too.
fn resumes(cursor: &Cursor<'_>, above: &str, next: Line) -> bool {
    const FAR: usize = 6;
    let text = cursor.text();
    let words = next.text(text);
    if words.len() > 2 * AUTHORITY_WIDTH || !unexplained(text, words) {
        return false;
    }
    let mut ahead = cursor.after(next);
    let mut alone = true;
    for _ in 0..FAR {
        let Some(line) = ahead else { return false };
        let words = line.text(text);
        match key(words) {
            Some((Key::References | Key::ClassifiedBy, _)) => return true,
            Some(_) => return false,
            None if alone && super::body::opens_numbered(words) => return is_like(above, next.text(text)),
            None if super::body::opens_body(words, None) => return false,
            None => {
                alone &= is_blank(words) || page::is_page_line(words);
                ahead = cursor.after(line);
            }
        }
    }
    false
}

/// Whether the words of a line are those of a title like the line `above` it, in capitals as it is, and no note to the reader.
fn is_like(above: &str, words: &str) -> bool {
    const NOTES: &[Needle] = &[
        Needle::new("MESSAGE"),
        Needle::new("CABLE"),
        Needle::new("TELEGRAM"),
        Needle::new("INTERNET"),
        Needle::new("ACTION"),
        Needle::new("PARA"),
        Needle::new("SUMMARY"),
        Needle::new("FROM "),
    ];
    let capitals = |words: &str| !words.bytes().any(|b| b.is_ascii_lowercase());
    let title = words.trimmed().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '"' | '?'));
    capitals(above) == capitals(words) && title && !NOTES.iter().any(|note| note.is_in(words))
}

/// Whether a line opens a paragraph by its mark, with or without dashes before it.
fn opens_marked(words: &str) -> bool {
    portion::opens_prose(strip_leftovers(words).without_at_start(const { Signs::new("- ") }))
}

/// Whether no other kind of line below a subject reads like `words`.
fn unexplained(text: &str, words: &str) -> bool {
    !super::body::opens_body(words, None)
        && super::line::caption::read(text, words).is_none()
        && !super::line::passing::opens(words)
}

/// Whether a line cannot belong to the field above it.
pub(super) fn ends_field(words: &str) -> bool {
    let bare = strip_leftovers(words);
    super::body::opens_numbered(words)
        || key(words).is_some()
        || bare.starts_with("---")
        || bare.starts_with("===")
        || bare.starts_with("___")
        || super::body::is_usual_heading(bare)
        || matches!(bare.as_bytes(), [b'S' | b's' | b'B' | b'b' | b'N' | b'n' | b'I' | b'i' | b'T' | b't', ..])
            && is_head_line(bare)
        || opens_again(bare)
        || is_date_of_page(bare)
}

/// Whether a line is a caption, a heading or a note to the reader that stands below fields.
fn is_head_line(bare: &str) -> bool {
    const NOTES: &[&str] =
        &["SENSITIVE BUT UNCLASSIFIED", "NOT FOR INTERNET", "THIS CABLE ", "THIS IS AN ACTION", "THIS MESSAGE "];
    ["SIPDIS", "SENSITIVE", "SBU", "SUMMARY", "BEGIN SUMMARY", "NOFORN", "INDEX"].iter().any(|word| {
        starts_with_word(bare, word)
            && (bare.len() <= word.len() + 2 || bare[word.len()..].trimmed_start().starts_with([':', '.', '-']))
    }) || NOTES.iter().any(|note| strip_prefix_ci(bare, note).is_some())
}

/// A classification line: alone, or with its number and then the whole head on the same line, as in copies that hold an
/// extract (which breaks off, `...`) and then the cable.
fn opens_again(bare: &str) -> bool {
    // Asked of every line of a field: levels begin with these letters, whole or with the first one lost.
    const BEGINS: &[u8] = b"UCSTLRFNOEI";
    let first = bare.bytes().find(|b| !matches!(b, b'.' | b' ' | b':') && !b.is_ascii_digit()).unwrap_or(b'.');
    if first.is_ascii_alphabetic() && !BEGINS.contains(&first.to_ascii_uppercase()) {
        return false;
    }
    let bare = bare.without_at_start(const { Signs::new(". ") });
    // A time that a web page put there: `14:25 UNCLAS SECTION 01 OF 03`.
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ');
    super::line::classification::read_prefix(bare, bare).is_some_and(|(found, rest)| {
        rest.without(const { Signs::new(" ./") }).is_empty()
            || found.number.is_some_and(|(_, serial)| serial.len() >= 5)
    })
}

/// `Friday, 18 December 2009, 11:04`: the date that a newspaper's page put below a subject.
fn is_date_of_page(bare: &str) -> bool {
    const LONGEST: usize = "WEDNESDAY".len();
    let comma = bare.bytes().take(LONGEST + 1).position(|b| b == b',');
    let Some((day, rest)) = comma.map(|at| (&bare[..at], &bare[at + 1..])) else { return false };
    ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(day))
        && rest.trimmed_start().starts_with(|c: char| c.is_ascii_digit())
        && rest.len() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cut_at_their_hyphen() {
        assert!(ends_in_hyphen("TALKS ON US-") && ends_in_hyphen("NON- ") && ends_in_hyphen("U.S.-"));
        assert!(!ends_in_hyphen("TALKS -") && !ends_in_hyphen("BOATS ON THE STREAM-") && !ends_in_hyphen(""));
    }

    #[test]
    fn notes_to_the_reader_end_a_field() {
        for note in
            ["This is an action request.", "THIS CABLE IS SENSITIVE.", "NOT FOR INTERNET DISTRIBUTION", "NOFORN"]
        {
            assert!(ends_field(note), "{note}");
        }
        assert!(!ends_field("THIS YEAR'S BOATS") && !ends_field("NOT FOR SALE"));
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

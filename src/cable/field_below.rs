//! Fields of the text: whether one goes on at the line below.

use super::authority::{AUTHORITY_WIDTH, awaits_reasons, ends_reasons, has_reasons};
use super::cursor::{Cursor, is_blank};
use super::field_end;
use super::keyword::{self, Key, key};
use super::line::{caption, classification, page, passing, portion, references, subject, tags};
use super::model::PieceKind;
use super::pairs::Pairs;
use super::search::Needle;
use super::words::{Ends, Fragments, Signs, starts_with_word, strip_leftovers, strip_prefix_ci};
use crate::text::line::Line;

/// A line below a field that may go on with it.
struct Below {
    line: Line,
    /// How much of it is the line of a page that lost its end: what stands behind it is the next line.
    front: usize,
    /// How many blank lines stand above it, and whether the line of a page does.
    blanks: usize,
    page: bool,
}

/// The next line of the field, with page lines and allowed blank lines before it moved over.
pub(super) fn next_line(cursor: &mut Cursor<'_>, own: Key, so_far: &Fragments) -> Option<Line> {
    let text = cursor.text();
    let below = below(cursor, own, so_far)?;
    let Below { line: next, front, .. } = below;
    let words = &next.text(text)[front..];
    let goes_on = match blanks_between(text, own, so_far, &below, words) {
        0 => !ends_field(words) && joins(text, own, so_far, words),
        // Few fields go on below a blank line, so the other kinds of lines are asked for last.
        blanks => resumes(cursor, own, so_far, next, words, blanks) && !ends_field(words),
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

/// The line below the field, over page lines and as many blank lines as it passes.
fn below(cursor: &Cursor<'_>, own: Key, so_far: &Fragments) -> Option<Below> {
    let text = cursor.text();
    let mut ahead = cursor.line();
    let (mut blanks, mut page) = (0, false);
    loop {
        let line = ahead?;
        let words = line.text(text);
        if is_blank(words) {
            blanks += 1;
            if !passes_blanks(text, own, so_far) {
                return None;
            }
        } else if keyword::is_usual(words) || super::body::opens_as_usual(words) {
            // Another field or the body; by far most fields end like that, or at a blank line.
            return None;
        } else if let Some(front) = page::at_start(words) {
            return Some(Below { line, front, blanks, page: true });
        } else if page::is_page_line(words) || is_banner_of_page(cursor, line) {
            page = true;
        } else {
            return Some(Below { line, front: 0, blanks, page });
        }
        ahead = cursor.after(line);
    }
}

/// How many blank lines stand between a field and the words `below` it. Those around a page line are the page's: what is
/// plainly cut in two by them goes on.
fn blanks_between(text: &str, own: Key, so_far: &Fragments, below: &Below, words: &str) -> usize {
    let torn = || match own {
        Key::ClassifiedBy => !so_far.parts(text).any(has_reasons) && has_reasons(words) || ends_reasons(words),
        Key::Tags => true,
        _ => false,
    };
    match below {
        Below { blanks: 0, .. } => 0,
        Below { page: true, .. } if torn() => 0,
        Below { page: true, blanks, .. } => *blanks.min(&1),
        Below { blanks, .. } => *blanks,
    }
}

/// Whether words right below a field, which are no other kind of line, go on with it.
fn joins(text: &str, own: Key, so_far: &Fragments, words: &str) -> bool {
    match own {
        Key::Tags => {
            let part = field_end::other_field(words, own).map_or(words, |cut| &words[..cut]);
            tags::goes_on(text, so_far, part)
        }
        // Codes below the order are TAGS that lost their keyword.
        Key::ExecutiveOrder => !tags::is_list(words) && subject::behind_bare_keyword(words).is_none(),
        _ => true,
    }
}

/// Whether words below so many blank lines go on with a field.
fn resumes(cursor: &Cursor<'_>, own: Key, so_far: &Fragments, next: Line, words: &str, blanks: usize) -> bool {
    let text = cursor.text();
    let above = so_far.last(text);
    match own {
        // An empty keyword: the value stands below.
        _ if so_far.is_empty() => blanks <= 2,
        Key::References if blanks <= 2 => {
            let list = so_far.span().map_or("", |span| span.of(text));
            references::opens_with_label(words) && !portion::opens_prose(words.trimmed_start())
                || references::awaits_more(list) && references::opens_with_post(words)
                || references::are_cables(words)
                || references::completes(list, words)
        }
        Key::Tags => {
            // Bhutan's code is also how a text ends.
            let ends = words.trimmed() == "BT" && !above.ends_with(',');
            blanks == 1 && !ends && tags::are_codes(words)
        }
        Key::Subject => blanks <= 2 && !ends_field(words) && subject_resumes(cursor, above, next),
        Key::ClassifiedBy => blanks <= 2 && (awaits_reasons(above, words) || has_reasons(above) && ends_reasons(words)),
        _ => false,
    }
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
    let banner = classification::level(words).is_some_and(|(_, rest)| rest.is_empty());
    let mut next = std::iter::successors(cursor.after(line), |line| cursor.after(*line)).take(3);
    let page = |words: &str| page::is_page_line(words) || page::at_start(words).is_some();
    banner && next.find(|line| !line.is_blank()).is_some_and(|next| page(next.text(text)))
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
fn subject_resumes(cursor: &Cursor<'_>, above: &str, next: Line) -> bool {
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

/// Whether no other kind of line below a subject reads like `words`.
fn unexplained(text: &str, words: &str) -> bool {
    !super::body::opens_body(words, None) && caption::read(text, words).is_none() && !passing::opens(words)
}

/// Captions and headings that stand below fields.
const HEAD_LINES: &[&str] = &["SIPDIS", "SENSITIVE", "SBU", "SUMMARY", "BEGIN SUMMARY", "NOFORN", "INDEX"];
const HEAD_PAIRS: Pairs = Pairs::of(HEAD_LINES);

/// What notes to the reader open with.
const NOTES: &[&str] =
    &["SENSITIVE BUT UNCLASSIFIED", "NOT FOR INTERNET", "THIS CABLE ", "THIS IS AN ACTION", "THIS MESSAGE "];
const NOTE_PAIRS: Pairs = Pairs::of(NOTES);

const DAYS: &[&str] = &["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const DAY_PAIRS: Pairs = Pairs::of(DAYS);

/// Whether a line cannot belong to the field above it: it opens something else.
fn ends_field(words: &str) -> bool {
    let bare = strip_leftovers(words);
    let opens_with = |pairs: &Pairs| matches!(bare.as_bytes(), [first, second, ..] if pairs.may_begin(*first, *second));
    let is_rule = || ["---", "===", "___"].iter().any(|rule| bare.starts_with(rule));
    // A paragraph by its mark, with or without dashes before it.
    let is_marked = || portion::opens_prose(bare.without_at_start(const { Signs::new("- ") }));
    // Most begin with a letter.
    let signed = !bare.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    signed && (super::body::opens_numbered(bare) || is_rule() || is_marked())
        || key(bare).is_some()
        || super::body::is_usual_heading(bare)
        || opens_with(&HEAD_PAIRS) && is_head_line(bare)
        || opens_with(&NOTE_PAIRS) && NOTES.iter().any(|note| strip_prefix_ci(bare, note).is_some())
        || opens_again(bare)
        || opens_with(&DAY_PAIRS) && is_date_of_page(bare)
}

/// Whether a line is a caption or a heading that stands below fields.
fn is_head_line(bare: &str) -> bool {
    HEAD_LINES.iter().any(|word| {
        starts_with_word(bare, word)
            && (bare.len() <= word.len() + 2 || bare[word.len()..].trimmed_start().starts_with([':', '.', '-']))
    })
}

/// A classification line: alone, or with its number and then the whole head on the same line, as in copies that hold an
/// extract (which breaks off, `...`) and then the cable.
fn opens_again(bare: &str) -> bool {
    let bare = bare.without_at_start(const { Signs::new(". ") });
    // A time that a web page put there: `14:25 UNCLAS SECTION 01 OF 03`.
    let bare = bare.without_at_start(const { Signs::new("0123456789: ") });
    classification::read_prefix(bare, bare).is_some_and(|(found, rest)| {
        rest.without(const { Signs::new(" ./") }).is_empty()
            || found.number.is_some_and(|(_, serial)| serial.len() >= 5)
    })
}

/// `Friday, 18 December 2009, 11:04`: the date that a newspaper's page put below a subject.
fn is_date_of_page(bare: &str) -> bool {
    behind_day(bare).is_some_and(|rest| rest.len() <= 40)
}

/// What stands behind a day of the week and its comma, from the figures of a date on.
pub(super) fn behind_day(bare: &str) -> Option<&str> {
    const LONGEST: usize = "WEDNESDAY".len();
    let comma = bare.bytes().take(LONGEST + 1).position(|b| b == b',')?;
    let named = DAYS.iter().any(|name| name.eq_ignore_ascii_case(&bare[..comma]));
    let rest = bare[comma + 1..].trimmed_start();
    (named && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_to_the_reader_end_a_field() {
        for note in
            ["This is an action request.", "THIS CABLE IS SENSITIVE.", "NOT FOR INTERNET DISTRIBUTION", "NOFORN"]
        {
            assert!(ends_field(note), "{note}");
        }
        assert!(!ends_field("THIS YEAR'S BOATS") && !ends_field("NOT FOR SALE"));
    }
}

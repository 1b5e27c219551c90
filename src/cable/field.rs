//! Fields of the text, `SUBJECT: ...`: what opens one, and how far it reaches.
//!
//! A field goes on over wrapped lines until a blank line or the next field. Two fields may share a line, so a field
//! also ends where the keyword of another, with its colon, stands inside a line.

use super::cursor::{Cursor, is_blank};
use super::line::{page, portion};
use super::model::PieceKind;
use super::words::{Fragments, Join, starts_with_word, strip_leftovers, strip_prefix_ci};
use crate::text::Span;
use crate::text::line::Line;

/// A field that opens with a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    ExecutiveOrder,
    Tags,
    Subject,
    References,
    ClassifiedBy,
    /// `REASON: 1.4 (B)` on a line of its own.
    Reason,
    /// `DECLASSIFY ON:` and `DERIVED FROM:`, which some cables print below the authority.
    Declassify,
}

impl Key {
    /// What its lines are taken for.
    pub(super) fn piece(self) -> PieceKind {
        match self {
            Key::ExecutiveOrder | Key::Declassify => PieceKind::ExecutiveOrder,
            Key::Tags => PieceKind::Tags,
            Key::Subject => PieceKind::Subject,
            Key::References => PieceKind::References,
            Key::ClassifiedBy | Key::Reason => PieceKind::ClassifiedBy,
        }
    }
}

/// How keywords are written, misspellings that real cables have included.
const KEYWORDS: &[(&str, Key)] = &[
    ("TAGS", Key::Tags),
    ("TAG", Key::Tags),
    ("TABS", Key::Tags),
    ("TGS", Key::Tags),
    ("TAGES", Key::Tags),
    ("TAS", Key::Tags),
    ("AGS", Key::Tags),
    ("TAGS/", Key::Tags),
    ("SUBJECT/REF", Key::Subject),
    ("SUBJECT", Key::Subject),
    ("SUBJEC", Key::Subject),
    ("SUBEJCT", Key::Subject),
    ("SUBJCT", Key::Subject),
    ("SUJECT", Key::Subject),
    ("SUBECT", Key::Subject),
    ("SUBJ", Key::Subject),
    ("REFERENCES", Key::References),
    ("REFERENCE", Key::References),
    ("REFTELS", Key::References),
    ("REFTEL", Key::References),
    ("REF(S)", Key::References),
    ("REFS", Key::References),
    ("REF", Key::References),
    ("CLASSIFIED BY", Key::ClassifiedBy),
    ("CLASSIFIED  BY", Key::ClassifiedBy),
    ("CLASSIFIEDBY", Key::ClassifiedBy),
    ("CLASSIFED BY", Key::ClassifiedBy),
    ("CLASSFIED BY", Key::ClassifiedBy),
    ("CLASSIFIED", Key::ClassifiedBy),
    ("CLASIFIED BY", Key::ClassifiedBy),
    ("DERIVED FROM", Key::Declassify),
    ("DERIVED BY", Key::ClassifiedBy),
    ("DECLASSIFY ON", Key::Declassify),
    ("DECLASSIFY", Key::Declassify),
    ("REASONS", Key::Reason),
    ("REASON", Key::Reason),
];

/// A keyword at the start of `line`, and what stands behind it.
///
/// Most keywords need a colon, or what typists made of it. `TAGS`, `REF` and `CLASSIFIED BY` are taken without one, as
/// nothing else opens a line with them.
pub(super) fn key(line: &str) -> Option<(Key, &str)> {
    let mut rest = strip_leftovers(line);
    if let Some((_, behind)) = portion::read(rest, rest) {
        rest = behind.trim_start();
    }
    if let Some(behind) = executive_order(rest) {
        return Some((Key::ExecutiveOrder, behind));
    }
    let first = rest.as_bytes().first()?.to_ascii_uppercase();
    KEYWORDS.iter().filter(|(word, _)| word.as_bytes().first() == Some(&first)).find_map(|(word, key)| {
        let behind = strip_prefix_ci(rest, word)?;
        let trimmed = behind.trim_start_matches([' ', '\t', '\u{a0}']);
        if let Some(value) =
            trimmed.strip_prefix([':', ';']).or_else(|| trimmed.strip_prefix(',').filter(|_| *word == "TAGS"))
        {
            return Some((*key, value));
        }
        let apart = behind.len() > trimmed.len() || behind.is_empty();
        let bare = match key {
            Key::Tags => apart && matches!(*word, "TAGS" | "TAG") && !trimmed.starts_with(['-', '.']),
            Key::References => trimmed.starts_with('.') || apart && opens_reference(trimmed),
            Key::ClassifiedBy => apart && word.ends_with("BY") && !trimmed.is_empty(),
            Key::Reason => apart && trimmed.starts_with("1."),
            // `SUBJECT. WEATHER` and `SUBJECT - WEATHER` are typing errors; `SUBJECTS` never gets here.
            Key::Subject => trimmed.starts_with('.') && word.len() >= 4 || apart && trimmed.starts_with("- "),
            Key::ExecutiveOrder | Key::Declassify => false,
        };
        bare.then(|| (*key, trimmed.strip_prefix(['.', '-']).unwrap_or(trimmed)))
    })
}

/// `E.O. 12958:`, `EO 12958`, `E. O. 12958`, and OCR's `E.0.`: the rest starts at the number.
fn executive_order(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['E', 'e'])?;
    let rest = rest.trim_start_matches(['.', ' ']);
    let rest = rest.strip_prefix(['O', 'o', '0'])?;
    let value = rest.trim_start_matches(['.', ' ', ':', '\u{a0}']);
    let marked = value.len() < rest.len();
    let has_number = value.bytes().take_while(u8::is_ascii_digit).count() >= 4;
    // `EO` without a number is taken only with its points and a colon.
    let colon = rest.starts_with(".:") || rest.starts_with(": ") || rest.starts_with(". :");
    (marked && (has_number || colon)).then_some(value)
}

/// Whether what stands behind a bare `REF` looks like a reference: a label, a year or a name in capitals.
fn opens_reference(text: &str) -> bool {
    let word = text.split([' ', ',']).next().unwrap_or("");
    let label = matches!(word.trim_start_matches('(').as_bytes(), [b'A'..=b'Z' | b'a'..=b'z', b'.' | b')' | b':', ..]);
    let figures = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    let post =
        word.len() >= 4 && word.bytes().all(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_digit());
    label || figures || post
}

/// The keywords that can open a field inside a line, behind a blank; each with its colon.
const INSIDE: &[&str] =
    &["TAGS:", " AGS:", "SUBJECT:", "SUBJ:", "REF:", "REFS:", "REF(S):", "REF A", "E.O. 1", "CLASSIFIED BY"];

/// Where a field opens inside a line that belongs to none.
pub(super) fn inside_other(line: &str) -> Option<usize> {
    ["E.O. 1", "TAGS:", "SUBJECT:"]
        .iter()
        .filter_map(|word| super::words::find_ci(line, word))
        .filter(|at| *at > 0)
        .min()
}

/// Where another field opens inside `line`; never at its start.
fn inside(line: &str, own: Key) -> Option<usize> {
    let bytes = line.as_bytes();
    let colon = memchr::memchr(b':', bytes).is_some();
    INSIDE
        .iter()
        .filter(|word| colon || !word.ends_with(':'))
        .filter_map(|word| {
            let at = super::words::find_ci(line.get(1..)?, word)? + 1;
            let (found, value) = key(line.get(at..)?)?;
            // `...TO EGYPTREF: CAIRO 493`: web pages lost the line end before the keyword.
            let glued = *word == "REF:" && super::line::references::opens_with_post(value)
                || *word == "CLASSIFIED BY"
                    && line.get(at..at + 14).is_some_and(|found| found.eq_ignore_ascii_case("CLASSIFIED BY:"));
            let apart =
                glued || word.starts_with(' ') || matches!(bytes.get(at - 1), Some(b' ' | b'\t' | b'*' | b')' | b'.'));
            let fits = found != own
                && match own {
                    // A sentence of the subject or the authority may speak of a reference.
                    Key::ClassifiedBy | Key::Reason | Key::Declassify => false,
                    Key::References => found == Key::ClassifiedBy,
                    Key::Subject => found != Key::ClassifiedBy || line[at..].contains(':'),
                    Key::Tags | Key::ExecutiveOrder => true,
                };
            (apart && fits).then_some(at)
        })
        .min()
}

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
        if let Some(cut) = page::at_end(part) {
            words.push(text, &part[..cut], join);
            cursor.take_to(super::words::offset_in(text, part) + cut, piece);
            cursor.take(line, PieceKind::Page);
            let Some(next) = next_of_field(cursor, key_of_field, &words) else { break };
            (line, part, join) = (next, next.text(text), Join::Blank);
            continue;
        }
        if let Some(cut) = inside(part, key_of_field).or_else(|| handling_note(part, key_of_field)) {
            words.push(text, &part[..cut], join);
            let stop = super::words::offset_in(text, part) + cut;
            cursor.take_to(stop, piece);
            return Gathered { words, span: Span::new(start as usize, stop) };
        }
        words.push(text, part, join);
        join = cut_inside_word(key_of_field, text, line);
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

/// Where a note on handling begins behind a subject or a list of references. It belongs to neither, and the rest of the
/// line is text.
fn handling_note(part: &str, own: Key) -> Option<usize> {
    let in_field = matches!(own, Key::Subject | Key::References);
    let at = in_field.then(|| super::words::find_ci(part, " SENSITIVE BUT")).flatten()?;
    let page = |at: usize| part.is_char_boundary(at).then_some(at);
    page(at + 1)
}

/// The next line of the field, with page lines and allowed blank lines before it moved over.
fn next_of_field(cursor: &mut Cursor<'_>, own: Key, so_far: &Fragments) -> Option<Line> {
    let text = cursor.text();
    let mut ahead = cursor.line();
    let mut blanks = 0;
    while let Some(line) = ahead {
        let words = line.text(text);
        if is_blank(words) {
            blanks += 1;
        } else if !page::is_page_line(words) {
            break;
        }
        ahead = cursor.after(line);
    }
    let next = ahead?;
    let words = next.text(text);
    let goes_on = if ends_field(words) {
        false
    } else if blanks == 0 {
        own != Key::Tags || super::line::tags::goes_on(text, so_far, words)
    } else {
        match own {
            // An empty keyword: the value stands below.
            _ if so_far.is_empty() => blanks <= 2,
            Key::References => super::line::references::opens_with_label(words) && blanks <= 2,
            _ => false,
        }
    };
    if !goes_on {
        return None;
    }
    while let Some(line) = cursor.line().filter(|line| line.whole.start < next.whole.start) {
        let kind = if is_blank(line.text(text)) { PieceKind::Blank } else { PieceKind::Page };
        cursor.take(line, kind);
    }
    Some(next)
}

/// Whether a line cannot belong to the field above it.
pub(super) fn ends_field(words: &str) -> bool {
    let bare = strip_leftovers(words);
    key(words).is_some()
        || super::body::opens_numbered(words)
        || bare.starts_with("---")
        || bare.starts_with("===")
        || ["SIPDIS", "SUMMARY", "BEGIN SUMMARY", "NOFORN"].iter().any(|word| {
            starts_with_word(bare, word) && bare.len() <= word.len() + 2
                || starts_with_word(bare, word) && bare[word.len()..].trim_start().starts_with([':', '.', '-'])
        })
        || super::line::classification::read(bare, bare).is_some()
}

/// The system that printed the authority cut its lines after 71 characters, in words too; a line of just that length
/// goes on without a blank. Elsewhere lines are cut between words.
fn cut_inside_word(key: Key, text: &str, line: Line) -> Join {
    const WIDTH: usize = 71;
    let whole = line.whole.of(text).trim_end_matches(['\n', '\r']);
    let is_cut = matches!(key, Key::ClassifiedBy | Key::Reason) && line.text(text).chars().count() == WIDTH;
    // A blank as the last of the 71 characters is a blank of the sentence.
    let ends_in_blank = whole.chars().nth(WIDTH - 1).is_none_or(|c| c == ' ');
    if is_cut && !ends_in_blank { Join::Tight } else { Join::Blank }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords() {
        for (line, expected) in [
            ("E.O. 12958: DECL: X1", Some((Key::ExecutiveOrder, "12958: DECL: X1"))),
            ("EO 12958 DECL: 12/31/2034", Some((Key::ExecutiveOrder, "12958 DECL: 12/31/2034"))),
            ("E.o. 12958: decl", Some((Key::ExecutiveOrder, "12958: decl"))),
            ("tAgs something", Some((Key::Tags, "something"))),
            ("¶SUBJ: X", Some((Key::Subject, " X"))),
            ("REF A. RIYADH 1579", Some((Key::References, "A. RIYADH 1579"))),
            ("(U) Classified by Consul", Some((Key::ClassifiedBy, "Consul"))),
            ("REFORM CONTINUES", None),
            ("SUBJECTS DISCUSSED", None),
            ("EMBASSY COMMENT", None),
            ("REF THE MINISTER", None),
            ("Reasons to believe", None),
        ] {
            assert_eq!(key(line), expected, "{line}");
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

//! The body: numbers of paragraphs, page lines, sections, and whether the text comes to an end.

use super::super::Code;
use super::super::model::{Cable, Paragraph, Piece, PieceKind};
use super::super::words::Ends;
use super::{Report, count};
use crate::text::Span;
use crate::text::work::looked_at;

pub(super) fn check(report: &mut Report<'_>) {
    numbers(report);
    page_lines(report);
    sections(report);
    end(report);
}

/// A paragraph with a figure for its number.
#[derive(Clone, Copy)]
struct Numbered {
    number: u32,
    span: Span,
    marked: bool,
}

/// A larger gap is none: figures that begin a line, and no number.
const LARGEST_GAP: u32 = 20;

/// Numbers go up by one. Lists inside a paragraph begin anew at 1, and quoted documents have numbers of their own, so a gap
/// counts only where the numbers go on behind it, and where the cable had begun to count.
fn numbers(report: &mut Report<'_>) {
    let numbered = main_numbers(report.text, &report.cable.paragraphs);
    let mut due = 1;
    let mut above = Span::default();
    for (i, Numbered { number, span, marked }) in numbered.iter().copied().enumerate() {
        let before = i.checked_sub(1).and_then(|i| numbered.get(i)).map(|before| before.number);
        let next = numbered.get(i + 1).map(|next| next.number);
        let goes_on = next.is_none_or(|next| next == number + 1);
        if number == due {
            (due, above) = (number + 1, span);
        } else if number > due && number - due <= LARGEST_GAP && goes_on && due > 1 {
            let between = Span { start: above.end, end: span.start };
            if !holds_number(between.of(report.text), due) {
                let missing =
                    if number - due == 1 { format!("{due} is") } else { format!("{due} to {} are", number - 1) };
                report.say(&Code::PARAGRAPH_MISSING, span, format!("{missing} missing before {number}"));
            }
            (due, above) = (number + 1, span);
        } else if marked && before == Some(number) && due == number + 1 && next == Some(due) {
            report.say(&Code::PARAGRAPH_REPEATED, span, format!("{number} stands twice"));
        }
    }
}

/// Whether a number stands among the words in a way that was not taken for a paragraph's: `5, (C)`, or behind a line end
/// that was lost. Then nothing is missing. The words between two paragraphs are looked at once each.
fn holds_number(words: &str, number: u32) -> bool {
    let number = number.to_string();
    looked_at(words.len());
    words.match_indices(&number).any(|(at, _)| {
        let apart = !words[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        let behind = words[at + number.len()..].trim_start();
        apart && behind.starts_with(['.', ',', '(', ')'])
    })
}

/// The paragraphs of the cable itself: those with marks, where most of the numbered ones have them.
fn main_numbers(text: &str, paragraphs: &[Paragraph]) -> Vec<Numbered> {
    let mut all = Vec::with_capacity(paragraphs.len());
    all.extend(paragraphs.iter().filter_map(|paragraph| {
        let number = paragraph.number.as_ref()?;
        // `1)` numbers a point and no paragraph.
        let marked = paragraph.portion.is_some() && text.as_bytes().get(number.span.end as usize) != Some(&b')');
        Some(Numbered { number: number.text(text).parse().ok()?, span: number.span, marked })
    }));
    let marks_tell = all.iter().filter(|it| it.marked).count() * 2 > all.len();
    all.retain(|it| !marks_tell || it.marked);
    all
}

/// Page lines between two parts of one list or field, and those inside a paragraph.
fn page_lines(report: &mut Report<'_>) {
    let mut first: Option<Span> = None;
    let mut number = 0;
    let head = report.head;
    for (i, page) in head.iter().enumerate().filter(|(_, piece)| piece.kind == PieceKind::Page) {
        let solid = |piece: &&Piece| !matches!(piece.kind, PieceKind::Blank | PieceKind::Page);
        let (above, below) = (head[..i].iter().rev().find(solid), head[i + 1..].iter().find(solid));
        if above.zip(below).is_some_and(|(above, below)| above.kind == below.kind) {
            first.get_or_insert(report.words(page));
            number += 1;
        }
    }
    for noise in report.cable.paragraphs.iter().flat_map(|paragraph| &paragraph.noise) {
        first.get_or_insert(*noise);
        number += 1;
    }
    if let Some(span) = first {
        report.say(&Code::PAGE_LINE_INSIDE, span, format!("{} inside the text", count(number, "page line")));
    }
}

/// The numbers of the sections that a text holds, as far as it tells: by its classification lines and page lines.
pub fn sections_here(cable: &Cable, text: &str) -> Vec<u16> {
    let (here, _) = sections_told(cable, text);
    (1..=64).filter(|number| here & bit(*number) != 0).collect()
}

/// The sections that classification lines and page lines speak of, and those that classification lines name.
fn sections_told(cable: &Cable, text: &str) -> (u64, u64) {
    let Some(section) = cable.section else { return (0, 0) };
    let (mut here, mut sent) = (0, bit(section.number));
    let noise = cable.paragraphs.iter().flat_map(|paragraph| &paragraph.noise).copied();
    let kinds = |kind| matches!(kind, PieceKind::Page | PieceKind::Classification | PieceKind::End);
    for piece in cable.layout.iter().filter(|piece| kinds(piece.kind)) {
        let seen = sections_named(piece.span.of(text), section.of);
        here |= seen;
        if piece.kind == PieceKind::Classification {
            sent |= seen;
        }
    }
    here |= noise.map(|span| sections_named(span.of(text), section.of)).fold(sent, |all, seen| all | seen);
    (here, sent)
}

/// Whether sections are missing.
fn sections(report: &mut Report<'_>) {
    let Some(section) = report.cable.section.filter(|it| (2..=64).contains(&it.of)) else { return };
    let (here, sent) = sections_told(report.cable, report.text);
    // Where several were sent each with a head of its own, the others would have one too. Else a section counts as missing
    // only where the text shows it, because collections often lack page lines: by paragraphs that are missing, by having no
    // end, by ending as a telegram does without a signature, or by its first line being that of a later section.
    let gap = report.found.iter().any(|it| it.code == Code::PARAGRAPH_MISSING.name) || sent.count_ones() > 1;
    let last = u16::try_from(u64::BITS - here.leading_zeros()).unwrap_or(section.of);
    let open = here != 1 && !has_end(report) || ends_unsigned(report);
    let is_missing = |number: &u16| {
        let absent = here & bit(*number) == 0;
        absent && (*number < section.number || *number < last && gap || *number > last && open)
    };
    let missing: Vec<String> = (1..=section.of).filter(is_missing).map(|it| it.to_string()).collect();
    if !missing.is_empty() {
        let message = format!("of {} sections these are not here: {}", section.of, missing.join(", "));
        report.say(&Code::SECTION_MISSING, report.opening(), message);
    }
}

/// A set that holds one section; none for a number that no section has.
fn bit(number: u16) -> u64 {
    number.checked_sub(1).and_then(|number| 1_u64.checked_shl(number.into())).unwrap_or(0)
}

/// The sections that some lines belong to.
fn sections_named(lines: &str, sections: u16) -> u64 {
    // Most have nothing between two numbers.
    if of(lines).is_none() {
        return 0;
    }
    let numbers = crate::text::line::lines(lines).filter_map(|line| section_of(line.text(lines), sections));
    numbers.filter(|number| (1..=sections).contains(number)).fold(0, |all, number| all | bit(number))
}

/// What stands between the number of a section and the number of all.
const OF: &str = " OF ";

/// Where it stands first. There are few letters F.
fn of(words: &str) -> Option<usize> {
    let begins = |at: usize| at.checked_sub(2).filter(|at| words.as_bytes()[*at..].starts_with(OF.as_bytes()));
    memchr::memchr_iter(b'F', words.as_bytes()).find_map(begins)
}

/// The section that a line belongs to: `ROME 00003128  002 OF 003`, `001.2 OF 003`, `SECTION 02 OF 03 ROME 003128`.
fn section_of(line: &str, sections: u16) -> Option<u16> {
    let (head, tail) = line.split_at(of(line)?);
    let tail = tail.strip_prefix(OF)?;
    let figures = tail.split(|c: char| !c.is_ascii_digit()).next()?;
    let page = head.rsplit(' ').next()?;
    let number = page.split('.').next()?;
    (figures.parse() == Ok(sections)).then(|| number.parse().ok())?
}

fn end(report: &mut Report<'_>) {
    let Some(last) = report.cable.paragraphs.last() else { return };
    let words = last.body.of(report.text).trimmed_end();
    let above = memchr::memrchr2(b'\n', b'\r', words.as_bytes());
    let line = above.map_or(words, |end| &words[end + 1..]).trimmed();
    let word = line.rsplit(' ').next().unwrap_or("");
    // A name may stand there that was not taken for a signature, and a table has lines without an end.
    let broken = word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && !word.contains('/')
        && line.split(' ').count() >= SENTENCE;
    if broken && last.number.is_some() && !has_end(report) {
        let start = last.body.start as usize + words.len() - word.len();
        report.say(&Code::MESSAGE_CUT, Span::new(start, start + word.len()), "the text breaks off here");
    }
}

/// So many words on a line are part of a sentence.
const SENTENCE: usize = 4;

/// Whether the telegram ends, and nobody has signed it: its last section does not stand here.
fn ends_unsigned(report: &Report<'_>) -> bool {
    use PieceKind::{Attributes, Drafting, End, Separator, Signature};
    let from = report.cable.paragraphs.last().map_or(u32::MAX, |last| last.span.end);
    let behind = || report.cable.layout.iter().rev().take_while(|it| it.span.end > from);
    let ends = |piece: &Piece| {
        let words = piece.span.of(report.text).trim();
        matches!(piece.kind, End | Separator) && (words.starts_with('#') || matches!(words, "BT" | "NNNN"))
    };
    behind().any(ends) && !behind().any(|it| matches!(it.kind, Signature | Attributes | Drafting))
}

/// Whether something stands behind the last paragraph that only stands behind a whole text.
fn has_end(report: &Report<'_>) -> bool {
    use PieceKind::{Attributes, Drafting, End, Separator, Signature};
    let from = report.cable.paragraphs.last().map_or(0, |last| last.span.start);
    let behind = report.cable.layout.iter().rev().take_while(|it| it.span.start >= from);
    behind.into_iter().any(|it| matches!(it.kind, Signature | End | Attributes | Drafting | Separator))
}

//! Paragraphs: number, portion mark, heading, words, and the page lines inside them.

use super::super::cursor::{Cursor, is_blank};
use super::super::line::{classification, page, portion};
use super::super::model::PieceKind;
use super::super::words::{offset_in, span_of, starts_with_word, strip_leftovers, value_of};
use super::super::{Marking, Paragraph, Portion};
use super::heading;
use crate::text::line::Line;
use crate::text::{Span, Value};

/// `1. (C) ...`: the number of a paragraph, and what stands behind it. Three figures at the most, and a point.
fn number(bare: &str) -> Option<(&str, &str)> {
    let digits = bare.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = &bare[digits..];
    let behind = match rest.strip_prefix('.') {
        // `1.4 (b)` and `3.5 million` are figures in a sentence.
        Some(behind) if behind.starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some(behind) => behind,
        // `2 (C) ...` lost its point; the mark says what it is.
        None => rest.trim_start().starts_with('(').then_some(rest)?,
    };
    let marked = portion::read(behind, behind.trim_start()).is_some();
    (rest.starts_with('.') || marked).then_some((&bare[..digits], behind))
}

/// `a. (C)`, `(1)`, `i)`: the number of a sub-paragraph.
fn sub_number(bare: &str) -> Option<(&str, &str)> {
    let inner = bare.strip_prefix('(').unwrap_or(bare);
    let len = inner.bytes().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let (letters, rest) = inner.split_at(len);
    let all = |test: fn(&u8) -> bool| letters.bytes().all(|b| test(&b));
    let shape = len == 1 || len <= 2 && all(u8::is_ascii_digit) || all(|b| matches!(b, b'i' | b'v' | b'x'));
    let closed = if inner.len() < bare.len() { rest.strip_prefix(')') } else { rest.strip_prefix(['.', ')']) };
    let behind = closed.filter(|behind| behind.starts_with([' ', '\t', '\u{a0}']) && len > 0 && shape)?;
    // `(C) text` is a mark and `I. text` of a sentence is none of ours.
    portion::read(bare, bare).is_none().then_some((letters, behind))
}

/// Whether a line opens a numbered paragraph.
pub(in crate::cable) fn opens_numbered(words: &str) -> bool {
    number(strip_leftovers(words)).is_some()
}

/// Whether the body begins at a line: a numbered paragraph, a portion mark, or a heading that only a body has.
pub(in crate::cable) fn opens_body(words: &str, next: Option<&str>) -> bool {
    let bare = strip_leftovers(words);
    let ruled = next.is_some_and(heading::is_rule) && !heading::is_rule(words);
    opens_numbered(words)
        || portion::read(bare, bare).is_some()
        || heading::is_rule(words)
        || heading::opening(bare).is_some()
        || ["SUMMARY", "COMMENT", "INTRODUCTION", "BACKGROUND", "BEGIN SUMMARY"]
            .iter()
            .any(|word| starts_with_word(bare, word) && bare.len() < 60)
        || ruled && heading::stands_alone(words, true)
}

/// Reads from the cursor to `end`. Text behind `end` is left to the caller.
pub(in crate::cable) fn read(cursor: &mut Cursor<'_>, end: usize) -> Vec<Paragraph> {
    let text = cursor.text();
    let mut out: Vec<Paragraph> = Vec::new();
    let mut after_blank = true;
    while let Some(line) = cursor.line().filter(|line| (line.whole.start as usize) < end) {
        let words = line.text(text);
        if is_blank(words) {
            cursor.take(line, PieceKind::Blank);
            after_blank = true;
        } else if page::is_page_line(words) || is_banner(words) && (after_blank || page_follows(cursor, line)) {
            // Inside a paragraph the caller of `gather` saw it; here it stands between two.
            cursor.take(line, PieceKind::Page);
        } else if let Some(kind) = end_line(words) {
            cursor.take(line, kind);
            after_blank = true;
        } else if let Some(heading) = heading_at(cursor, line, after_blank) {
            out.push(heading);
            after_blank = true;
        } else {
            let joins = !opens_paragraph(words) && out.last().is_some_and(|last| last.number.is_some());
            let next = gather(cursor, line, end);
            match out.last_mut() {
                // A block without a number goes on with the numbered paragraph above it.
                Some(last) if joins && !is_standing_heading(text, last) => join(last, next, text),
                _ => out.push(next),
            }
            after_blank = false;
        }
    }
    out
}

/// A page line, or the banner that prints repeat above and below each page.
pub(in crate::cable) fn is_page_noise(words: &str) -> bool {
    page::is_page_line(words) || is_banner(words)
}

/// A level alone on its line, with its controls at the most.
fn is_banner(words: &str) -> bool {
    let bare = words.trim();
    // Asked of every line of the body: most are longer than any banner, or begin with a small letter.
    bare.len() <= 60
        && bare.starts_with(|c: char| c.is_ascii_uppercase())
        && classification::read(bare, bare).is_some_and(|found| found.number.is_none() && found.section.is_none())
}

/// `BT`, `#0042`, `NNNN`.
fn end_line(words: &str) -> Option<PieceKind> {
    let bare = words.trim();
    let serial = bare
        .strip_prefix('#')
        .is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'/'));
    match bare {
        "BT" => Some(PieceKind::Separator),
        "NNNN" | "NNN" | "<< END OF DOCUMENT >>" => Some(PieceKind::End),
        _ if serial => Some(PieceKind::End),
        _ => None,
    }
}

fn opens_paragraph(words: &str) -> bool {
    let bare = strip_leftovers(words);
    number(bare).is_some() || sub_number(bare).is_some() || portion::read(bare, bare).is_some()
}

fn is_standing_heading(text: &str, paragraph: &Paragraph) -> bool {
    paragraph.number.is_none()
        && paragraph.heading.as_ref().is_some_and(|it| it.span.len() >= paragraph.body.of(text).trim().len())
}

fn join(last: &mut Paragraph, next: Paragraph, text: &str) {
    // Page lines between the two are noise within the one.
    let between = Span::new(last.body.end as usize, next.span.start as usize);
    for line in crate::text::line::lines(between.of(text)) {
        let start = between.start as usize + line.words.start as usize;
        if is_page_noise(line.text(between.of(text))) {
            last.noise.push(Span::new(start, start + line.words.len()));
        }
    }
    last.noise.extend(next.noise);
    last.body.end = next.body.end;
    last.span.end = next.span.end;
}

/// A heading on its own line, with the rules above and below it.
fn heading_at(cursor: &mut Cursor<'_>, line: Line, after_blank: bool) -> Option<Paragraph> {
    let text = cursor.text();
    let above = heading::is_rule(line.text(text));
    let first = if above {
        match cursor.after(line).filter(|next| may_stand_below_rule(next.text(text))) {
            Some(next) => next,
            // A rule with nothing to rule off divides the text, and is a piece of its own.
            None => return Some(standing(cursor, line, line, line)),
        }
    } else {
        line
    };
    let words = first.text(text);
    let below = cursor.after(first);
    let ruled = below.is_some_and(|below| heading::is_rule(below.text(text)));
    let last_of_block = below.is_none_or(|below| is_blank(below.text(text)) || opens_numbered(below.text(text)));
    let is_heading = !opens_paragraph(words)
        && heading::stands_alone(words, ruled || above)
        && (ruled || above || after_blank && last_of_block);
    let last = below.filter(|_| ruled).unwrap_or(first);
    is_heading.then(|| standing(cursor, line, first, last))
}

fn may_stand_below_rule(words: &str) -> bool {
    let apart = is_blank(words) || heading::is_rule(words) || is_page_noise(words);
    !apart && !opens_paragraph(words) && heading::stands_alone(words, true)
}

/// Moves over the lines from `from` to `to`, of which `title` is the heading.
fn standing(cursor: &mut Cursor<'_>, from: Line, title: Line, to: Line) -> Paragraph {
    let text = cursor.text();
    cursor.take_to(to.whole.end as usize, PieceKind::Heading);
    let words = title.text(text).trim_matches(['-', ' ', '=', '*', '_', '\\', '\u{b6}']);
    let body = if words.is_empty() { title.words } else { span_of(text, words) };
    let heading = (!words.is_empty()).then(|| Value::at(body));
    Paragraph { number: None, portion: None, heading, body, noise: Vec::new(), span: from.words.to(to.words) }
}

/// Moves over one paragraph: to the next blank line, numbered paragraph or heading.
fn gather(cursor: &mut Cursor<'_>, first: Line, end: usize) -> Paragraph {
    let text = cursor.text();
    let start = first.whole.start as usize;
    let mut last = first;
    let mut noise = Vec::new();
    let mut ahead = cursor.after(first);
    while let Some(line) = ahead.filter(|line| (line.whole.start as usize) < end) {
        let words = line.text(text);
        if page::is_page_line(words) || is_banner(words) && page_follows(cursor, line) {
            if goes_on_behind(cursor, text, line, end) {
                noise.push(line.words);
                ahead = cursor.after(line);
                continue;
            }
            break;
        }
        if is_blank(words) {
            // A page line may stand between blank lines in the middle of a paragraph.
            match page_behind_blank(cursor, text, last, line, end) {
                Some((pages, next)) => {
                    noise.extend(pages);
                    ahead = Some(next);
                    continue;
                }
                None => break,
            }
        }
        if opens_paragraph(words) || end_line(words).is_some() || heading::is_rule(words) {
            break;
        }
        last = line;
        ahead = cursor.after(line);
    }
    noise.retain(|span| span.end <= last.words.start);
    let stop = (last.whole.end as usize).min(end);
    cursor.take_to(stop, PieceKind::Paragraph);
    take_apart(text, Span::new(start, (last.words.end as usize).min(stop)), noise)
}

/// Whether a page line follows, blank lines aside. A banner right below words belongs to them unless a page ends there:
/// a text must not be able to hide a marking of its own.
fn page_follows(cursor: &Cursor<'_>, line: Line) -> bool {
    let text = cursor.text();
    let mut next = cursor.after(line);
    while let Some(blank) = next.filter(|next| is_blank(next.text(text))) {
        next = cursor.after(blank);
    }
    next.is_some_and(|next| page::is_page_line(next.text(text)))
}

/// Whether prose goes on behind a page line: the next line has no number and starts in the middle of a sentence.
fn goes_on_behind(cursor: &Cursor<'_>, text: &str, line: Line, end: usize) -> bool {
    let mut next = cursor.after(line);
    while let Some(blank) = next.filter(|next| is_blank(next.text(text))) {
        next = cursor.after(blank);
    }
    next.is_some_and(|next| {
        (next.whole.start as usize) < end && !opens_paragraph(next.text(text)) && !heading::is_rule(next.text(text))
    })
}

/// Blank lines with page lines among them, and then a line that goes on with the sentence: all within one paragraph.
/// Gives the page lines and the line that goes on.
fn page_behind_blank(
    cursor: &Cursor<'_>,
    text: &str,
    last: Line,
    blank: Line,
    end: usize,
) -> Option<(Vec<Span>, Line)> {
    let mut noise = Vec::new();
    let mut ahead = Some(blank);
    while let Some(line) = ahead.filter(|line| (line.whole.start as usize) < end) {
        let words = line.text(text);
        if is_page_noise(words) {
            noise.push(line.words);
        } else if !is_blank(words) {
            break;
        }
        ahead = cursor.after(line);
    }
    let next = ahead.filter(|line| (line.whole.start as usize) < end && !noise.is_empty())?;
    let words = next.text(text);
    let ended = last.text(text).trim_end().ends_with(['.', '!', '?', ':', '"', ')', ';']);
    let goes_on = !ended || words.trim_start().starts_with(char::is_lowercase);
    (goes_on && !opens_paragraph(words) && !heading::is_rule(words) && end_line(words).is_none())
        .then_some((noise, next))
}

/// Number, mark, heading and words of a paragraph.
fn take_apart(text: &str, span: Span, noise: Vec<Span>) -> Paragraph {
    let whole = span.of(text);
    let bare = strip_leftovers(whole);
    let (label, rest) = match number(bare).or_else(|| sub_number(bare)) {
        Some((label, rest)) => (Some(value_of(text, label)), rest),
        None => (None, bare),
    };
    let rest = rest.trim_start();
    let (mark, rest) = match portion::read(text, rest) {
        Some((mark, behind)) => (Some(mark), behind.trim_start()),
        None => (None, rest),
    };
    let (mark, rest) = match mark {
        None => entire_text(text, rest).map_or((None, rest), |mark| (Some(mark), rest)),
        mark => (mark, rest),
    };
    let body = Span::new(offset_in(text, rest), span.end as usize);
    let heading = heading::opening(rest).map(|heading| value_of(text, heading));
    Paragraph { number: label, portion: mark, heading, body, noise, span }
}

/// `C - ENTIRE TEXT.`: the mark of older cables, without brackets and once for all paragraphs.
fn entire_text(text: &str, rest: &str) -> Option<Portion> {
    let (mark, behind) = rest.split_at_checked(rest.find('-')?)?;
    let behind = behind.trim_start_matches(['-', ' ']);
    starts_with_word(behind, "ENTIRE TEXT").then_some(())?;
    let mark = mark.trim_end();
    let marking = match classification::level(mark) {
        Some((level, "")) => Marking::plain(level),
        _ => portion::grammar(mark)?,
    };
    Some(Portion { marking, text: value_of(text, mark) })
}

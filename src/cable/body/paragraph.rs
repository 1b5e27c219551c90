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
pub(super) fn number(bare: &str) -> Option<(&str, &str)> {
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
    let fits = rest.starts_with('.') || portion::read(behind, behind.trim_start()).is_some();
    fits.then_some((&bare[..digits], behind))
}

/// `a. (C)`, `(1)`, `i)`: the number of a sub-paragraph.
fn sub_number(bare: &str) -> Option<(&str, &str)> {
    let inner = bare.strip_prefix('(').unwrap_or(bare);
    let len = inner.bytes().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let (letters, rest) = inner.split_at(len);
    let closed = if inner.len() < bare.len() { rest.strip_prefix(')') } else { rest.strip_prefix(['.', ')']) };
    let behind = closed?;
    let all = |test: fn(&u8) -> bool| letters.bytes().all(|b| test(&b));
    let shape = len == 1 || len <= 2 && all(u8::is_ascii_digit) || all(|b| matches!(b, b'i' | b'v' | b'x'));
    if !(behind.starts_with([' ', '\t', '\u{a0}']) && len > 0 && shape) {
        return None;
    }
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
    number(bare).is_some()
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
        } else if is_noise(words) || is_banner(words) && (after_blank || page_follows(cursor, line)) {
            // Inside a paragraph the caller of `gather` saw it; here it stands between two.
            cursor.take(line, PieceKind::Page);
        } else if let Some(kind) = end_line(words) {
            cursor.take(line, kind);
            after_blank = true;
        } else if let Some(heading) = heading_at(cursor, line, after_blank) {
            out.push(heading);
            after_blank = true;
        } else {
            let numbered = out.last().filter(|last| last.number.is_some());
            let joins = numbered.is_some_and(|last| !opens_paragraph(words) || is_figure(text, last, words));
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

/// A line that a page or a machine left in the middle of the words. SIPDIS was printed again wherever a section, or a
/// reference to one, was found in the text.
fn is_noise(words: &str) -> bool {
    const SIPDIS: &str = "SIPDIS";
    let is_sipdis = || {
        let bare = words.trim_end_matches([' ', '\\']);
        bare.ends_with(SIPDIS) && bare.trim_start_matches([' ', '\\']) == SIPDIS
    };
    page::is_page_line(words) || is_sipdis()
}

/// A page line, or the banner that prints repeat above and below each page.
pub(in crate::cable) fn is_page_noise(words: &str) -> bool {
    is_noise(words) || is_banner(words)
}

/// A level alone on its line, with its controls at the most.
fn is_banner(words: &str) -> bool {
    let bare = words.trim();
    // Asked of every line of the body: most are longer than any banner, or begin with a small letter.
    bare.len() <= 60
        && classification::may_open(bare)
        && classification::read(bare, bare).is_some_and(|found| found.number.is_none() && found.section.is_none())
}

/// `BT`, `#0042`, `NNNN`.
fn end_line(words: &str) -> Option<PieceKind> {
    let bare = words.trim();
    if !matches!(bare.as_bytes(), [b'B' | b'N' | b'#' | b'<', ..]) {
        return None;
    }
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
    // What all three begin with has its sign among the first characters; most lines are prose.
    if !bare.bytes().take(4).any(|b| matches!(b, b'(' | b')' | b'.') || b.is_ascii_digit()) {
        return false;
    }
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
    // `1. (C)` alone on its line: what stands below is the paragraph.
    if last.body.of(text).trim().is_empty() {
        last.heading = next.heading;
        last.portion = last.portion.take().or(next.portion);
        last.body.start = next.body.start;
    }
    last.body.end = next.body.end;
    last.span.end = next.span.end;
}

/// A heading on its own line, with the rules above and below it.
fn heading_at(cursor: &mut Cursor<'_>, line: Line, after_blank: bool) -> Option<Paragraph> {
    let text = cursor.text();
    let above = heading::is_rule(line.text(text));
    let first = if above {
        match cursor.after(line).filter(|next| may_stand_below_rule(cursor, *next)) {
            Some(next) => next,
            // A rule with nothing to rule off divides the text, and is a piece of its own.
            None => return Some(standing(cursor, line, line, line)),
        }
    } else {
        line
    };
    let words = first.text(text);
    if opens_paragraph(words) && !(above && is_labelled_heading(cursor, first)) {
        return None;
    }
    let below = cursor.after(first);
    let ruled = below.is_some_and(|below| heading::is_rule(below.text(text)));
    let last_of_block = || below.is_none_or(|below| is_blank(below.text(text)) || opens_numbered(below.text(text)));
    let is_heading = heading::is_ruled_itself(words)
        || (ruled || above || after_blank && last_of_block()) && heading::stands_alone(words, ruled || above);
    let last = below.filter(|_| ruled).unwrap_or(first);
    is_heading.then(|| standing(cursor, line, first, last))
}

fn may_stand_below_rule(cursor: &Cursor<'_>, line: Line) -> bool {
    let words = line.text(cursor.text());
    !is_blank(words)
        && !heading::is_rule(words)
        && !is_page_noise(words)
        && (!opens_paragraph(words) || is_labelled_heading(cursor, line))
        && heading::stands_alone(words, true)
}

/// `A. THE BOATS` below a rule is a heading where a second rule stands below it: the label is part of it.
fn is_labelled_heading(cursor: &Cursor<'_>, line: Line) -> bool {
    let words = line.text(cursor.text());
    let ruled = || cursor.after(line).is_some_and(|below| heading::is_rule(below.text(cursor.text())));
    let bare = strip_leftovers(words);
    label(bare).is_some_and(|(_, behind)| portion::read(behind, behind.trim_start()).is_none())
        && !words.trim_end().ends_with('.')
        && ruled()
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
    let (mut last, mut before) = (first, None);
    let mut noise = Vec::new();
    let mut ahead = cursor.after(first);
    let label = label(strip_leftovers(first.text(text))).map_or("", |(label, _)| label);
    while let Some(line) = ahead.filter(|line| (line.whole.start as usize) < end) {
        let words = line.text(text);
        if is_prose(words) {
            (before, last) = (Some(last), line);
            ahead = cursor.after(line);
            continue;
        }
        if is_noise(words) || is_banner(words) && page_follows(cursor, line) {
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
        let opens = opens_paragraph(words) && !is_figure_below(label, last.text(text), words);
        if heading::is_rule(words) {
            // The line above the rule is its heading, if the sentence has ended before that.
            let ended = before.filter(|before: &Line| ends_sentence(before.text(text)));
            last = ended.filter(|_| heading::stands_alone(last.text(text), true)).unwrap_or(last);
            break;
        }
        if opens || end_line(words).is_some() {
            break;
        }
        (before, last) = (Some(last), line);
        ahead = cursor.after(line);
    }
    noise.retain(|span| span.end <= last.words.start);
    let stop = (last.whole.end as usize).min(end);
    cursor.take_to(stop, PieceKind::Paragraph);
    take_apart(text, Span::new(start, (last.words.end as usize).min(stop)), noise)
}

/// Whether a glance at a few bytes shows that a line is nothing but words, and goes on with the paragraph. Most lines of a
/// cable do, and need no other question.
fn is_prose(words: &str) -> bool {
    // Longer than any page line; a banner and the marks of an end are shorter still.
    const LONG: usize = 80;
    let bytes = words.as_bytes();
    let opens = bytes.iter().take(4).any(|b| matches!(b, b'(' | b')' | b'.') || b.is_ascii_digit());
    match bytes {
        [first, ..] if first.is_ascii_lowercase() => !opens,
        [first, ..] if first.is_ascii_uppercase() => !opens && bytes.len() > LONG,
        _ => false,
    }
}

/// Whether a sentence, or a part of one that may stand at the end of a line, ends with these words.
fn ends_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['.', '!', '?', ':', '"', ')', ';', '\u{201d}'])
}

/// As [`is_figure_below`], below the blank line behind `last`: some copies have double spacing.
fn is_figure(text: &str, last: &Paragraph, words: &str) -> bool {
    const FAR: usize = 120;
    let body = last.body.of(text).trim_end();
    let near = &body[body.ceil_char_boundary(body.len().saturating_sub(FAR))..];
    let line = memchr::memrchr2(b'\n', b'\r', near.as_bytes()).map_or(near, |end| &near[end + 1..]);
    let above = line.trim_end_matches(['\\', ' ']);
    asks_for_figure(above) && is_figure_below("", above, words)
}

/// Whether a number at the start of `words` belongs to the sentence of the full line above it, `... on May` `16. The`,
/// and opens no paragraph. A portion mark opens one in any case, and so does the number after `before`, the paragraph's.
fn is_figure_below(before: &str, above: &str, words: &str) -> bool {
    const FULL: usize = 40;
    let above = above.trim_end();
    if above.len() < FULL || ends_sentence(above) || above.ends_with([',', '-']) {
        return false;
    }
    let Some((here, behind)) = label(strip_leftovers(words)) else { return false };
    let rest = behind.trim_start();
    let follows = succeeds(before, here) && rest.starts_with(char::is_uppercase);
    portion::read(rest, rest).is_none() && (!follows || asks_for_figure(above))
}

/// The label of a paragraph or of one below it, and what stands behind it.
fn label(bare: &str) -> Option<(&str, &str)> {
    number(bare).or_else(|| sub_number(bare))
}

/// Whether a sentence that breaks off with these words goes on with a figure.
fn asks_for_figure(above: &str) -> bool {
    let last = memchr::memrchr(b' ', above.as_bytes()).map_or(above, |at| &above[at + 1..]);
    BEFORE_FIGURES.iter().any(|word| word.eq_ignore_ascii_case(last))
}

/// Words behind which a figure goes on with the sentence.
const BEFORE_FIGURES: &[&str] = &[
    "about",
    "at",
    "by",
    "from",
    "of",
    "on",
    "than",
    "to",
    "under",
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

/// Whether one label is the next after another: `9` and `10`, `a` and `b`.
fn succeeds(before: &str, here: &str) -> bool {
    match (before.parse::<u32>(), here.parse::<u32>(), before.as_bytes(), here.as_bytes()) {
        (Ok(before), Ok(here), ..) => here == before + 1,
        (_, _, [before], [here]) => *here == before.wrapping_add(1),
        _ => false,
    }
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
    let goes_on = !ends_sentence(last.text(text)) || words.trim_start().starts_with(char::is_lowercase);
    (goes_on && !opens_paragraph(words) && !heading::is_rule(words) && end_line(words).is_none())
        .then_some((noise, next))
}

/// Number, mark, heading and words of a paragraph.
fn take_apart(text: &str, span: Span, noise: Vec<Span>) -> Paragraph {
    let whole = span.of(text);
    let bare = strip_leftovers(whole);
    let (label, rest) = match label(bare) {
        Some((label, rest)) => (Some(value_of(text, label)), rest),
        None => (None, bare),
    };
    let rest = rest.trim_start();
    let read = portion::read(text, rest).or_else(|| label.as_ref().and_then(|_| portion::read_open(text, rest)));
    let (mark, rest) = match read {
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
    // No mark is longer than that.
    let dash = rest.bytes().take(60).position(|b| b == b'-')?;
    let (mark, behind) = rest.split_at_checked(dash)?;
    let behind = behind.trim_start_matches(['-', ' ']);
    starts_with_word(behind, "ENTIRE TEXT").then_some(())?;
    let mark = mark.trim_end();
    let marking = match classification::level(mark) {
        Some((level, "")) => Marking::plain(level),
        _ => portion::grammar(mark)?,
    };
    Some(Portion { marking, text: value_of(text, mark) })
}

#[cfg(test)]
mod tests {
    use crate::cable::{Hints, parse};

    /// The numbers, marks, headings and words of all paragraphs, a line each.
    fn check(body: &str, expected: &[&str]) {
        let text = format!("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n\n{body}");
        let seen: Vec<String> = parse(&text, &Hints::default())
            .paragraphs
            .iter()
            .map(|it| {
                let number = it.number.as_ref().map_or("", |number| number.text(&text));
                let mark = it.portion.as_ref().map_or("", |mark| mark.text.text(&text));
                let heading = it.heading.as_ref().map_or("", |heading| heading.text(&text));
                format!("{number}|{mark}|{heading}|{}", it.words(&text).replace('\n', "/"))
            })
            .collect();
        assert_eq!(seen, expected, "{body}");
    }

    #[test]
    fn figures_at_the_start_of_a_line() {
        check(
            "1. (U) The Minister left Rome with all of his boats on May\n16. The boats came back.\n2. (U) End.",
            &["1|(U)||The Minister left Rome with all of his boats on May/16. The boats came back.", "2|(U)||End."],
        );
        check(
            "1. (U) This is an action request; please see paragraph\n\n3.\n\n2. (U) Boats.",
            &["1|(U)||This is an action request; please see paragraph//3.", "2|(U)||Boats."],
        );
        // The next number, after a full line without a stop, opens a paragraph all the same.
        check(
            "1. The boats that had left the harbour came back\n2. The boats left again.",
            &["1|||The boats that had left the harbour came back", "2|||The boats left again."],
        );
    }

    #[test]
    fn numbers_and_marks_that_lost_a_part() {
        check("1. C) Boats.\n\n2 (SBU) More.", &["1|C)||Boats.", "2|(SBU)||More."]);
        check("1. (C)\n\nSummary: The boats.", &["1|(C)|Summary|Summary: The boats."]);
    }

    #[test]
    fn noise_and_headings() {
        check("1. (U) The boats of\n\nSIPDIS\nthe Minister.", &["1|(U)||The boats of/the Minister."]);
        check("------ Summary ------\n\n1. (U) The boats.", &["||Summary|Summary", "1|(U)||The boats."]);
    }
}

//! A cable made ready for reading: subject, fields, paragraphs, signatures, as the blocks of a page.
//!
//! Decides what stands where and in which role; colours and widths come later. The fields are made in
//! `super::fields`, the paragraphs' lines in [`super::prose`].

use std::ops::Range;

use jiff::civil::{Date, DateTime};

use super::fields::fields;
use super::hits::{mentions, put};
use super::marked::role;
use super::page::Block;
use super::prose::{Part, Setting, set};
use super::reading::Reading;
use super::rich::{Rich, Role};
use super::trace::trace;
use crate::archive::Document;
use crate::cable::redaction::redactions;
use crate::cable::{BodyLine, Paragraph, PieceKind, Portion, body_lines, body_with_indent, tables};
use crate::text::Span;
use crate::text::line::lines;

/// Columns of the numbers' margin: `12. `.
const NUMBERS: u16 = 4;

/// Cables with fewer bytes than that behind their heads are set as soon as their start.
const LONG: usize = 32 << 10;

/// The least of a long cable that is set before the rest.
const LEAST: u32 = 2 << 10;

/// A longer line above a line of dashes is a sentence and no title.
const LONGEST_TITLE: usize = 69;

/// What a view of a cable depends on besides the cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// The day it is.
    pub today: Date,
    /// The date that the list shows, for cables whose text has none.
    pub listed: Option<DateTime>,
    /// Whether every field is shown with its meaning.
    pub explained: bool,
}

/// The blocks of a cable.
pub fn blocks(reading: &Reading, setup: Setup) -> Vec<Block> {
    blocks_of(reading, setup, reading.document.cable.paragraphs.len())
}

/// The blocks of the start of a long cable, which mostly are more than a window of this size shows, and how much of its text
/// they hold of how much. `None` where the cable is short, and all of it is set as soon.
pub fn first_blocks(reading: &Reading, setup: Setup, size: (u16, u16)) -> Option<(Vec<Block>, (usize, usize))> {
    let paragraphs = &reading.document.cable.paragraphs;
    let (first, last) = (paragraphs.first()?.span.start, paragraphs.last()?.span.end);
    // A byte is a column at the most, but some are blanks and line ends that go; rows that words do not fill make up for them.
    let start = (u32::from(size.0) * u32::from(size.1)).max(LEAST);
    // The paragraph that reaches over the edge, too: where it is a table, the first of its rows are not enough to know that.
    let count = paragraphs.partition_point(|paragraph| paragraph.span.start <= first.saturating_add(start));
    let end = paragraphs.get(count.checked_sub(1)?)?.span.end;
    let (held, of) = (end.saturating_sub(first) as usize, last.saturating_sub(first) as usize);
    (of >= LONG && held < of).then(|| (blocks_of(reading, setup, count), (held, of)))
}

/// The blocks of a cable with the first of its paragraphs, or with all of them and what stands behind.
fn blocks_of(reading: &Reading, setup: Setup, count: usize) -> Vec<Block> {
    let Reading { document, marked, .. } = reading;
    let (text, cable) = (document.text.as_str(), &document.cable);
    let all = &cable.paragraphs;
    let shown = all.get(..count).unwrap_or(all);
    let mut blocks = vec![subject(document), Block::blank()];
    blocks.extend(fields(document, marked, setup));
    blocks.push(Block::line());
    // These lines are made of several values, each read and explained: what was found is known by its words.
    let found = reading.words();
    let mention = |block: &mut Block| block.hits = mentions(block.text.text(), &found);
    blocks.iter_mut().for_each(mention);
    let numbered = all.iter().any(|paragraph| paragraph.number.is_some());
    let tables = tables(text, shown.iter().map(|it| (body_with_indent(text, it), it.noise.as_slice())));
    let mut before: Option<&Paragraph> = None;
    for (n, paragraph) in shown.iter().enumerate() {
        let ruled = all.get(n + 1).is_some_and(|next| is_rule(text, next));
        let underlines = is_rule(text, paragraph) && before.is_some_and(|before| before.number.is_none());
        if before.is_some_and(|before| !underlines && stands_apart(text, before, paragraph)) {
            blocks.push(Block::blank());
        }
        let margin = if numbered && !underlines { NUMBERS } else { 0 };
        paragraph_blocks(&mut blocks, reading, paragraph, &tables, Place { margin, ruled });
        before = Some(paragraph);
    }
    if shown.len() < all.len() {
        return blocks;
    }
    if all.is_empty() {
        loose_text(&mut blocks, reading);
    }
    if !cable.signatures.is_empty() {
        blocks.push(Block::blank());
    }
    for signature in &cable.signatures {
        let mut line = Rich::new();
        line.put(signature.text(text), Role::Strong);
        let indent = if numbered { NUMBERS } else { 0 };
        let mut block = Block { text: line, indent, hang: indent, ..Block::default() };
        mention(&mut block);
        blocks.push(block);
    }
    blocks
}

/// Whether a blank line stands between two paragraphs: always around those of the message, else as in the source.
fn stands_apart(text: &str, before: &Paragraph, paragraph: &Paragraph) -> bool {
    let counted = paragraph.number.as_ref().is_some_and(|number| {
        let first = number.text(text).chars().next();
        first.is_some_and(|c| c.is_ascii_digit()) && column(text, number.span.start) < usize::from(NUMBERS)
    });
    let words_end = before.body.start as usize + before.body.of(text).trim_end().len();
    let between = text.get(words_end..paragraph.span.start as usize).unwrap_or("");
    counted || lines(between.trim_end_matches([' ', '\t'])).count() > 1
}

/// Whether a paragraph is nothing but a line of dashes, as typists put under headings.
fn is_rule(text: &str, paragraph: &Paragraph) -> bool {
    let words = paragraph.body.of(text).trim();
    paragraph.number.is_none() && words.len() >= 3 && words.chars().all(|c| c == '-' || c.is_whitespace())
}

/// The column in which a byte stands: how many characters of its line are before it.
fn column(text: &str, byte: u32) -> usize {
    let before = text.get(..byte as usize).unwrap_or("");
    before.chars().rev().take_while(|c| !matches!(c, '\n' | '\r')).count()
}

fn subject(document: &Document) -> Block {
    let (text, cable) = (document.text.as_str(), &document.cable);
    let mut line = Rich::new();
    if let Some(portion) = &cable.subject_portion {
        put_portion(&mut line, text, portion);
    }
    match cable.subject.as_ref().map(|subject| one_line(subject.text(text))).filter(|subject| !subject.is_empty()) {
        Some(subject) => line.put(&subject, Role::Strong),
        None => line.put("No subject", Role::Dim),
    };
    Block { text: line, stop: true, ..Block::default() }
}

fn put_portion(line: &mut Rich, text: &str, portion: &Portion) {
    line.put(&one_line(portion.text.text(text)), Role::Marking(portion.marking.level));
    line.put(" ", Role::Plain);
}

/// The mark that stands before the words of a paragraph. In `TS - ENTIRE TEXT` it is one of the words, and shown there.
fn before_words(paragraph: &Paragraph) -> Option<&Portion> {
    paragraph.portion.as_ref().filter(|portion| portion.text.span.end <= paragraph.body.start)
}

/// A value's words on one line. Values read from several lines have their blanks folded already, most of the time.
pub fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r']) { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text.to_owned() }
}

/// How a paragraph stands among the others.
struct Place {
    /// Columns before its words.
    margin: u16,
    /// Whether a line of dashes stands below it.
    ruled: bool,
}

fn paragraph_blocks(
    blocks: &mut Vec<Block>,
    reading: &Reading,
    paragraph: &Paragraph,
    tables: &[Span],
    Place { margin, ruled }: Place,
) {
    let text = reading.document.text.as_str();
    let body = body_with_indent(text, paragraph);
    let lines = body_lines(text, body, &paragraph.noise);
    let parts = set(&lines, column(text, body.start), tables);
    let number = paragraph.number.as_ref().map(|number| (one_line(number.text(text)), column(text, number.span.start)));
    let (lead, indent) = match number {
        // Parts of a numbered paragraph stand under its words: letters, and what is indented in the source.
        Some((number, column)) => {
            let lettered = number.starts_with(|c: char| c.is_alphabetic());
            let depth = (column / usize::from(NUMBERS)).clamp(usize::from(lettered), 2);
            let depth = u16::try_from(depth).unwrap_or(0);
            (format!("{}{number}.", " ".repeat(usize::from(depth * NUMBERS))), margin + depth * NUMBERS)
        }
        None => (String::new(), margin),
    };
    // A heading between paragraphs stands at the margin, so that the eye finds it.
    let is_heading = paragraph.number.is_none()
        && paragraph.portion.is_none()
        && (heading_end(text, paragraph, &parts) || (ruled && is_title(&parts)));
    let indent = if is_heading { 0 } else { indent };
    let first = blocks.len();
    let mut before = None;
    for (part, places) in parts.iter().zip(places(&lines, body, &parts, reading)) {
        let deep = match part.setting {
            Setting::Item(marker) => indent + marker,
            _ => indent,
        };
        let mut line = Rich::new();
        if let (None, Some(portion)) = (before, before_words(paragraph)) {
            put_portion(&mut line, text, portion);
        }
        let hits = put_words(&mut line, part, places, if is_heading { Role::Heading } else { Role::Plain });
        // A line of dashes that does not fit is cut: wrapped, it would look like several.
        let cut = part.setting == Setting::Rule;
        // A row of a table is too, and the rest of it comes into sight sideways.
        let sideways = part.setting == Setting::Row;
        blocks.push(Block { text: line, indent, hang: deep, cut, sideways, hits, ..Block::default() });
        before = Some(part.setting);
    }
    if parts.is_empty() {
        let mut line = Rich::new();
        if let Some(portion) = before_words(paragraph) {
            put_portion(&mut line, text, portion);
        }
        blocks.push(Block { text: line, indent, hang: indent, ..Block::default() });
    }
    if let Some(block) = blocks.get_mut(first) {
        block.lead = Rich::of(&lead, Role::Dim);
        block.stop = true;
        block.at = Some(paragraph.span.start);
        if !is_heading {
            bolden_heading(block, text, paragraph);
        }
    }
}

/// Whether the paragraph is nothing but its heading.
fn heading_end(text: &str, paragraph: &Paragraph, parts: &[Part]) -> bool {
    let Some(heading) = &paragraph.heading else { return false };
    // The heading of a table stands over its columns.
    if parts.iter().any(|part| matches!(part.setting, Setting::Kept | Setting::Row)) {
        return false;
    }
    let words =
        parts.iter().filter(|part| part.setting != Setting::Rule).map(|part| letters(&part.text)).sum::<usize>();
    words <= letters(heading.span.of(text))
}

/// Whether the parts are one short line, as a title is.
fn is_title(parts: &[Part]) -> bool {
    matches!(parts, [Part { setting: Setting::Flow, text }] if text.len() <= LONGEST_TITLE && !text.ends_with('.'))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Makes the heading that opens a paragraph bold, with the point or colon that ends it.
fn bolden_heading(block: &mut Block, text: &str, paragraph: &Paragraph) {
    let Some(heading) = &paragraph.heading else { return };
    // The heading opens the words or is not marked at all: letters are counted, since blanks may have been folded.
    let opens = text.get(paragraph.body.start as usize..heading.span.start as usize);
    if opens.is_none_or(|before| letters(before) > 0) {
        return;
    }
    let wanted = letters(heading.span.of(text));
    let shown = block.text.text();
    let skip = before_words(paragraph).map_or(0, |portion| one_line(portion.text.text(text)).len() + 1);
    let mut seen = 0;
    let end = shown.char_indices().skip_while(|(at, _)| *at < skip).find_map(|(at, c)| {
        seen += usize::from(c.is_alphanumeric());
        (seen == wanted && c.is_alphanumeric()).then_some(at + c.len_utf8())
    });
    if let Some(end) = end {
        let tail = shown.get(end..).unwrap_or("");
        let more = tail.chars().next().filter(|c| matches!(c, '.' | ':')).map_or(0, char::len_utf8);
        block.text.set_role(skip..end + more, Role::Heading);
    }
}

/// What stands where in the words of a part.
#[derive(Default)]
struct Places {
    roles: Vec<(Range<usize>, Role)>,
    hits: Vec<Range<usize>>,
}

/// Where markings, and what was searched for, stand in the words of each part.
fn places(lines: &[BodyLine<'_>], body: Span, parts: &[Part], reading: &Reading) -> Vec<Places> {
    let marks = reading.marked.marks_in(body);
    let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    let with_role = |(n, range): (usize, Range<usize>)| Some((range, role(marks.get(n)?)));
    let roles = trace(lines, parts, &spans).into_iter();
    let hits = trace(lines, parts, reading.hits_in(body)).into_iter();
    let of_part = roles.zip(hits).map(|(roles, hits)| Places {
        roles: roles.into_iter().filter_map(with_role).collect(),
        hits: hits.into_iter().map(|(_, range)| range).collect(),
    });
    of_part.collect()
}

/// Adds the words of a part, redactions and markings in their roles. Returns where the hits stand.
fn put_words(line: &mut Rich, part: &Part, places: Places, role: Role) -> Vec<Range<usize>> {
    let role = if part.setting == Setting::Rule { Role::Dim } else { role };
    let Places { mut roles, hits } = places;
    roles.extend(redactions(&part.text).map(|place| (place, Role::Redaction)));
    roles.sort_by_key(|(place, _)| place.start);
    put(line, &part.text, &roles, role, &hits)
}

/// The text of a cable in which no paragraph was found: everything that is not a header or a page line.
fn loose_text(blocks: &mut Vec<Block>, reading: &Reading) {
    let document = &reading.document;
    let text = document.text.as_str();
    let is_words =
        |kind| matches!(kind, PieceKind::Text | PieceKind::Paragraph | PieceKind::Heading | PieceKind::Preface);
    let words = document.cable.layout.iter().filter(|piece| is_words(piece.kind));
    for piece in words {
        let lines = body_lines(text, piece.span, &[]);
        let parts = set(&lines, 0, &tables(text, [(piece.span, [].as_slice())]));
        for (part, places) in parts.iter().zip(places(&lines, piece.span, &parts, reading)) {
            let mut line = Rich::new();
            let hits = put_words(&mut line, part, places, Role::Plain);
            blocks.push(Block { text: line, hits, sideways: part.setting == Setting::Row, ..Block::default() });
        }
    }
    if document.text.trim().is_empty() {
        blocks.push(Block::words("This cable has no text.", Role::Dim));
    }
}

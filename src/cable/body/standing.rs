//! Headings on lines of their own, with the rules above and below them.

use super::super::cursor::{Cursor, is_blank};
use super::super::line::portion;
use super::super::model::{Paragraph, PieceKind};
use super::super::words::{Ends, Signs, span_of, strip_leftovers};
use super::heading;
use super::label::{label, opens_paragraph};
use super::noise::is_page_noise;
use crate::text::Value;
use crate::text::line::Line;

/// A heading on its own line, with the rules above and below it.
///
/// `opens` tells whether the line opens a paragraph.
pub(super) fn heading_at(cursor: &mut Cursor<'_>, line: Line, after_blank: bool, opens: bool) -> Option<Paragraph> {
    let text = cursor.text();
    let above = heading::is_rule(line.text(text));
    if opens && !above {
        return None;
    }
    let first = if above {
        match cursor.after(line).filter(|next| may_stand_below_rule(cursor, *next)) {
            Some(next) => next,
            // A rule with nothing to rule off divides the text, and is a piece of its own.
            None => return Some(standing(cursor, line, (line, line), line)),
        }
    } else {
        line
    };
    let words = first.text(text);
    if above && opens_paragraph(words) && !is_labelled_heading(cursor, first) {
        return None;
    }
    // Most blocks are words, which their first line tells.
    let no_rule = cursor.begins_below(first).is_some_and(|byte| !heading::may_begin_rule(byte));
    let alone = || after_blank && heading::stands_alone(words, false);
    if no_rule && !above && !heading::is_ruled_itself(words) && !alone() {
        return None;
    }
    let below = cursor.after(first);
    let ruled = below.is_some_and(|below| heading::is_rule(below.text(text)));
    let second = below.filter(|below| !ruled && is_second_title(cursor, *below));
    let last_of_block =
        || second.is_some() || below.is_none_or(|it| is_blank(it.text(text)) || opens_paragraph(it.text(text)));
    let is_heading = heading::is_ruled_itself(words)
        || (ruled || above || after_blank && last_of_block()) && heading::stands_alone(words, ruled || above);
    let title = second.unwrap_or(first);
    let rule = if second.is_some() { cursor.after(title) } else { below.filter(|_| ruled) };
    is_heading.then(|| standing(cursor, line, (first, title), rule.unwrap_or(title)))
}

/// Whether a line above a rule goes on with the title above it.
fn is_second_title(cursor: &Cursor<'_>, line: Line) -> bool {
    // Nearly always a look at the line below it is enough.
    if cursor.begins_below(line).is_some_and(|byte| !heading::may_begin_rule(byte)) {
        return false;
    }
    let text = cursor.text();
    let words = line.text(text);
    !heading::is_rule(words)
        && heading::stands_alone(words, true)
        && !opens_paragraph(words)
        && !is_page_noise(words)
        && !words.trim_end().ends_with(['.', ',', ';'])
        && cursor.after(line).is_some_and(|rule| heading::is_rule(rule.text(text)))
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

/// Moves over the lines from `from` to `to`, of which those from the first to the second of `title` are the heading.
fn standing(cursor: &mut Cursor<'_>, from: Line, title: (Line, Line), to: Line) -> Paragraph {
    const SIGNS: Signs = Signs::new("- =*_\\¶");
    let text = cursor.text();
    cursor.take_to(to.whole.end as usize, PieceKind::Heading);
    let (first, second) = (title.0.text(text), title.1.text(text));
    let (first, second) = match title.0 == title.1 {
        true => (first.without(SIGNS), first.without(SIGNS)),
        // A dash between the two is a dash of the title.
        false => (first.without_at_start(SIGNS).trim_end(), second.without_at_end(SIGNS).trim_start()),
    };
    let body = if first.is_empty() { title.0.words } else { span_of(text, first).to(span_of(text, second)) };
    let reading = || match title.0 == title.1 {
        true => Value::at(body),
        false => Value::reading(body, format!("{first} {second}")),
    };
    let heading = (!first.is_empty()).then(reading);
    Paragraph { number: None, portion: None, heading, body, noise: Vec::new(), span: from.words.to(to.words) }
}

/// Whether a paragraph is such a heading.
pub(super) fn is_standing_heading(text: &str, paragraph: &Paragraph) -> bool {
    paragraph.number.is_none()
        && paragraph.heading.as_ref().is_some_and(|it| it.span.len() >= paragraph.body.of(text).trim().len())
}

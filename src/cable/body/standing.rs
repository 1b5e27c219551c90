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
    let words = line.text(cursor.text());
    if heading::is_rule(words) {
        return Some(match cursor.after(line).filter(|next| may_stand_below_rule(cursor, *next)) {
            Some(title) => titled(cursor, line, title),
            // A rule with nothing to rule off divides the text, and is a piece of its own.
            None => standing(cursor, line, (line, line), line),
        });
    }
    if opens {
        return None;
    }
    let ruled = rule_below(cursor, line).is_some();
    // Without a rule a blank line stands above it, and another, or the next paragraph, below.
    let last_of_block = || {
        let below = cursor.after(line);
        let ends = |words: &str| is_blank(words) || opens_paragraph(words);
        below.is_none_or(|below| is_second_title(cursor, below) || ends(below.text(cursor.text())))
    };
    let is_heading = heading::is_ruled_itself(words)
        || (ruled || after_blank) && heading::stands_alone(words, ruled) && (ruled || last_of_block());
    is_heading.then(|| titled(cursor, line, line))
}

/// The rule below a line, if there is one.
fn rule_below(cursor: &Cursor<'_>, line: Line) -> Option<Line> {
    // Nearly always a look at the first byte is enough.
    if cursor.below(line).is_some_and(|below| !heading::may_open_rule(below)) {
        return None;
    }
    cursor.after(line).filter(|rule| heading::is_rule(rule.text(cursor.text())))
}

/// Moves over a heading from the line `from` on: its title, which goes on in the line below where a rule stands below that, and
/// the rule below it.
fn titled(cursor: &mut Cursor<'_>, from: Line, title: Line) -> Paragraph {
    let rule = rule_below(cursor, title);
    let second = if rule.is_none() { cursor.after(title).filter(|it| is_second_title(cursor, *it)) } else { None };
    let last = second.unwrap_or(title);
    let rule = second.map_or(rule, |second| cursor.after(second));
    standing(cursor, from, (title, last), rule.unwrap_or(last))
}

/// Whether a line above a rule goes on with the title above it.
fn is_second_title(cursor: &Cursor<'_>, line: Line) -> bool {
    let words = line.text(cursor.text());
    rule_below(cursor, line).is_some()
        && !heading::is_rule(words)
        && heading::stands_alone(words, true)
        && !opens_paragraph(words)
        && !is_page_noise(words)
        && !words.trimmed_end().ends_with(['.', ',', ';'])
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
    let bare = strip_leftovers(words);
    label(bare).is_some_and(|(_, behind)| portion::read(behind, behind.trim_start()).is_none())
        && !words.trimmed_end().ends_with('.')
        && rule_below(cursor, line).is_some()
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

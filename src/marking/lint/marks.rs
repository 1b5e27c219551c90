//! Portion marks by themselves: missing, damaged, forged, unknown.

use super::case::{Case, Say, is_cut};
use crate::cable::{Paragraph, mark};
use crate::marking::find::{Mark, MarkKind, NoMark};
use crate::text::Span;

/// Since the order of 1995 every portion has to be marked; before, few were.
const MARKED_SINCE: i16 = 1995;

pub(super) fn paragraph_unmarked(case: &Case<'_>, say: &mut Say<'_>) {
    if case.classified().is_none() || case.has_entire_text() || case.year().is_none_or(|year| year < MARKED_SINCE) {
        return;
    }
    if !case.numbered.iter().any(|paragraph| case.is_marked(paragraph)) {
        return;
    }
    for paragraph in case.numbered.iter().filter(|paragraph| !case.is_marked(paragraph) && needs_mark(case, paragraph))
    {
        let number = paragraph.number.as_ref().map_or("", |number| number.text(case.text));
        say(first_words(case, paragraph), format!("paragraph {number} has no mark"));
    }
}

pub(super) fn text_unmarked(case: &Case<'_>, say: &mut Say<'_>) {
    unmarked(case, |year| year >= MARKED_SINCE, say);
}

pub(super) fn old_text_unmarked(case: &Case<'_>, say: &mut Say<'_>) {
    unmarked(case, |year| year < MARKED_SINCE, say);
}

fn unmarked(case: &Case<'_>, in_time: fn(i16) -> bool, say: &mut Say<'_>) {
    let Some(whole) = case.classified() else { return };
    let any = case.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Portion(_)));
    let (Some(first), false) = (case.numbered.first(), any || case.has_entire_text()) else { return };
    if case.year().is_some_and(in_time) {
        say(first_words(case, first), format!("no paragraph has a mark, and the cable is {}", whole.level.banner()));
    }
}

/// What is a formality, or was left out, has nothing to mark.
fn needs_mark(case: &Case<'_>, paragraph: &Paragraph) -> bool {
    let words = paragraph.body.of(case.text).trim();
    let letters = words.bytes().filter(u8::is_ascii_alphabetic).count();
    let upper = words.get(..words.floor_char_boundary(60)).unwrap_or(words).to_ascii_uppercase();
    let first = paragraph.span.of(case.text).trim().lines().next().unwrap_or_default();
    letters > 3
        && !is_cut(first)
        && !upper.starts_with("END ")
        && !upper.starts_with("MINIMIZE")
        && !upper.contains("DECLASSIFIED")
        && !upper.contains("CLASSIFIED BY")
        && !upper.contains("XXXXXXXX")
        && !is_clearance(words)
}

/// `DAS Patton has cleared this cable.`
fn is_clearance(words: &str) -> bool {
    // Stars or the address of the post may stand behind it.
    const SHORT: usize = 120;
    let first = words.get(..words.floor_char_boundary(SHORT)).unwrap_or(words);
    let what = ["this cable", "this message", "this telegram", "been cleared by", "was cleared by"];
    first.contains("cleared") && what.iter().any(|what| first.contains(what))
}

/// The number and the first words of a paragraph, on one line.
fn first_words(case: &Case<'_>, paragraph: &Paragraph) -> Span {
    let number = paragraph.number.as_ref().map_or(paragraph.body.start, |number| number.span.start);
    let whole = Span::new(number as usize, paragraph.span.end as usize);
    let line = whole.of(case.text).lines().next().unwrap_or_default().trim_end();
    Span::new(number as usize, number as usize + line.floor_char_boundary(40))
}

fn doubtful<'c>(case: &'c Case<'_>, forged: bool) -> impl Iterator<Item = &'c Mark> {
    let text = case.text;
    case.marks.iter().filter(move |mark| !mark.certain && is_forged(mark.span.of(text)) == forged)
}

/// Letters of another script, or hidden characters: a slip of the typist makes neither.
fn is_forged(words: &str) -> bool {
    !words.bytes().all(|b| matches!(b, b' '..=b'~' | b'\t' | b'\r' | b'\n'))
}

pub(super) fn mark_forged(case: &Case<'_>, say: &mut Say<'_>) {
    for mark in doubtful(case, true) {
        let odd: Vec<String> = mark.span.of(case.text).chars().filter(|c| !matches!(c, ' '..='~')).map(name).collect();
        let read = mark.marking().map_or(String::new(), |marking| format!("; it looks like {marking}"));
        say(mark.span, format!("holds {}{read}", odd.join(", ")));
    }
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

pub(super) fn mark_damaged(case: &Case<'_>, say: &mut Say<'_>) {
    for mark in doubtful(case, false) {
        if let Some(marking) = mark.marking() {
            say(mark.span, format!("was {marking} meant?"));
        }
    }
}

/// Brackets that stand where a mark stands, begin like one, and hold what no table knows.
pub(super) fn mark_unknown(case: &Case<'_>, say: &mut Say<'_>) {
    for paragraph in case.numbered.iter().filter(|paragraph| paragraph.portion.is_none()) {
        let at = case.rejected.partition_point(|none| none.span.start < paragraph.body.start);
        let Some(none) = case.rejected.get(at).filter(|none| none.span.start == paragraph.body.start) else { continue };
        let words = none.span.of(case.text);
        let is_list = words.contains('/') && none.why != NoMark::Section && mark::portion(words).is_none();
        if is_list {
            say(none.span, "nothing is known of what stands behind the level".to_owned());
        }
    }
}

//! Levels against one another: the banner, the portions, the pages, and what stands outside the text.

use super::case::{Case, Say, holds};
use crate::cable::mark::countries;
use crate::cable::{Control, Level};
use crate::marking::find::MarkKind;
use crate::text::Span;

pub(super) fn portion_above_banner(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(whole) = case.level() else { return };
    for (mark, level) in case.portions().filter(|(_, level)| level.rank() > whole.rank()) {
        say(mark.span, format!("{} in a cable that is {}", level.banner(), whole.banner()));
    }
}

pub(super) fn banner_above_portions(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(whole) = case.classified() else { return };
    // Where any paragraph is unmarked, that one may be the reason.
    let all_marked = !case.numbered.is_empty() && case.numbered.iter().all(|paragraph| case.is_marked(paragraph));
    let highest = case.portions().map(|(_, level)| level).max_by_key(|level| level.rank());
    let below = highest.filter(|highest| all_marked && highest.rank() < whole.level.rank());
    if let Some(highest) = below.filter(|_| !case.is_part()) {
        let message = format!("{}, but no portion is above {}", whole.level.banner(), highest.banner());
        say(case.line(), message);
    }
}

pub(super) fn control_missing(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(whole) = case.whole() else { return };
    let closed = |controls: &[Control]| controls.contains(&Control::NOFORN);
    let column = case.column().is_some_and(|column| closed(&column.controls));
    if closed(&whole.controls) || column {
        return;
    }
    let mut portions = case.portions().filter(|(mark, _)| closed(&mark.controls));
    if let Some((first, _)) = portions.next() {
        let more = portions.count();
        let others = match more {
            0 => String::new(),
            1 => ", and so is one more".to_owned(),
            _ => format!(", and so are {more} more"),
        };
        say(first.span, format!("NOFORN{others}, and the cable is {whole}"));
    }
}

pub(super) fn release_too_wide(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(whole) = case.whole() else { return };
    let Some(given) = whole.controls.iter().find(|control| countries(control, "REL TO ").is_some()) else { return };
    let Some(rolled) = case.rolled_up() else { return };
    let listed = case.portions().any(|(mark, _)| mark.controls.iter().any(|it| countries(it, "REL TO ").is_some()));
    let allowed: Vec<&str> =
        rolled.controls.iter().filter_map(|control| countries(control, "REL TO ")).flatten().collect();
    let given = countries(given, "REL TO ").unwrap_or_default();
    let more: Vec<&str> = given.into_iter().filter(|code| *code != "USA" && !allowed.contains(code)).collect();
    if listed && !more.is_empty() {
        say(case.line(), format!("released to {}, which not all portions allow", more.join(", ")));
    }
}

/// Page banners that say something else than the classification line.
pub(super) fn banner_differs(case: &Case<'_>, say: &mut Say<'_>) {
    differing(case, false, say);
}

/// Classification lines of further sections that say something else than the first.
pub(super) fn section_differs(case: &Case<'_>, say: &mut Say<'_>) {
    differing(case, true, say);
}

fn differing(case: &Case<'_>, sections: bool, say: &mut Say<'_>) {
    let Some(whole) = case.level() else { return };
    let line = case.cable.classification.as_ref().map(|line| line.span);
    for mark in
        case.marks.iter().filter(|mark| mark.kind == MarkKind::Banner && mark.certain && Some(mark.span) != line)
    {
        let Some(level) = mark.level else { continue };
        let same = level.rank() == whole.rank() || controlled_by_caption(level, whole);
        if same || is_numbered(case.text, mark.span) != sections {
            continue;
        }
        // A release puts its own banner on what was classified; both are right.
        if level == Level::Unclassified && is_released(case.text) {
            continue;
        }
        let what = if sections { "this section" } else { "this banner" };
        say(mark.span, format!("{what} is {}, the classification line is {}", level.banner(), whole.banner()));
    }
}

/// UNCLAS on the lines of a cable that a caption makes SENSITIVE.
fn controlled_by_caption(level: Level, whole: Level) -> bool {
    level == Level::Unclassified && whole == Level::Controlled
}

/// Whether a post and a serial number, or a section, stand behind the marking.
fn is_numbered(text: &str, span: Span) -> bool {
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let line = rest.get(..rest.floor_char_boundary(80)).unwrap_or(rest).lines().next().unwrap_or_default();
    line.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// Whether the text says of itself that it was released.
fn is_released(text: &str) -> bool {
    ["Declassified/Released", "Released in Full", "RELEASED IN FULL", "RELEASED IN PART", "DECLASSIFIED"]
        .iter()
        .any(|words| holds(text, words))
}

pub(super) fn column_differs(case: &Case<'_>, say: &mut Say<'_>) {
    let (Some(column), Some(whole)) = (case.column(), case.whole()) else { return };
    let rank = column.level.rank();
    if rank != whole.level.rank() && case.level().is_some_and(|level| level.rank() != rank) {
        say(case.line(), format!("{whole}, but {column} is given beside the text"));
    }
}

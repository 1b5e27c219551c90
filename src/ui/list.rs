//! Draws the list: a row a cable, in columns that depend on the room there is.

use jiff::civil::Date;
use ratatui::style::Style;

use super::bars::grouped;
use super::frame;
use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::list::Line;
use crate::app::screen::{Area, Pane};
use crate::app::when::short;
use crate::app::{App, Focus};
use crate::archive::catalogue::{Entry, Group};
use crate::archive::query::Matcher;
use crate::cable::Marking;
use crate::text::{Visible, visible};

/// Columns of the parts of a row, each with the gap behind it; 0 for a part that is left out.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// The sign of the selection, and the reader's own marks.
    marks: u16,
    date: u16,
    level: u16,
    post: u16,
    /// The declassification.
    clock: u16,
}

/// Columns of `2016 passed`, with the gap.
const CLOCK: u16 = 12;
/// From so many columns on, the declassification has a place of its own; in fewer it takes that of another part.
const CLOCK_BESIDE: u16 = 66;

/// From so many columns on, a list has these parts: the most that a post may take. The subject takes what is left.
const BY_WIDTH: &[(u16, Columns)] = &[
    (80, Columns { marks: 4, date: 11, level: 8, post: 16, clock: 0 }),
    (60, Columns { marks: 4, date: 11, level: 8, post: 13, clock: 0 }),
    (50, Columns { marks: 2, date: 11, level: 8, post: 12, clock: 0 }),
    (42, Columns { marks: 2, date: 11, level: 8, post: 9, clock: 0 }),
    (30, Columns { marks: 2, date: 11, level: 6, post: 0, clock: 0 }),
    (0, Columns { marks: 1, date: 0, level: 6, post: 0, clock: 0 }),
];

impl Columns {
    /// The parts of a list of so many columns, where posts need at most `posts` and the declassification may be wanted.
    fn new(width: u16, posts: usize, clock: bool) -> Self {
        let fallback = &BY_WIDTH[BY_WIDTH.len() - 1];
        let (_, parts) = BY_WIDTH.iter().find(|(least, _)| width >= *least).unwrap_or(fallback);
        // Short names of posts leave more to the subject.
        let needed = u16::try_from(posts + 1).unwrap_or(u16::MAX);
        let parts = Columns { post: parts.post.min(needed), ..*parts };
        match (clock, parts) {
            (true, parts) if width >= CLOCK_BESIDE => Columns { clock: CLOCK, ..parts },
            (true, parts) if parts.post > 0 => Columns { clock: CLOCK, post: 0, ..parts },
            (true, parts) if parts.date > 0 => Columns { clock: CLOCK, date: 0, ..parts },
            (_, parts) => parts,
        }
    }
}

/// Draws the list.
pub fn draw(app: &App, pane: Pane, pen: &mut Pen<'_>) {
    let focused = app.focus() == Focus::List && app.sheet().is_none();
    frame::draw(pane, focused, pen);
    let left = frame::title(pane, "Cables", focused, pen);
    let style = pen.theme.look(if focused { Look::ViewChosen } else { Look::FrameTitle });
    let used = pen.literal(left.after(1).first(left.width.saturating_sub(2)), app.list().sort_name(), style);
    if used > 0 {
        pen.literal(left.first(1), " ", style);
        pen.literal(left.after(1 + used).first(1), " ", style);
    }
    if app.list().is_empty() {
        empty(app, pane.inner, pen);
    }
    if let Some(why) = app.list().selected().and_then(|entry| app.searching().why(entry.row())) {
        frame::foot(pane, &visible(&why.to_string()), pen);
    }
    let parts = Columns::new(pane.inner.width, app.list().widest_post(), app.list().has_clock());
    for (number, line) in app.list().visible().enumerate() {
        let slot = Slot::row(pane.inner, u16::try_from(number).unwrap_or(u16::MAX));
        match line {
            Line::Cable { entry, selected, copies } => {
                let row = Row { entry, selected, copies };
                let left = draw_row(&row, slot, parts, app.settings().today, focused, pen);
                if let Some(answered) = app.searching().answered() {
                    mark_subject(&answered.matcher, entry.subject(), left, pen);
                }
            }
            Line::Heading { group, first, count } => heading(group, first, count, slot, pen),
        }
    }
}

/// What may be tried where a search found nothing, wherever there is more room for it.
const TRY: [&str; 3] = [
    "A shorter word with a star finds more: negotiat*",
    "Words with OR between them need not all be there.",
    "X takes all filters away; / and up call them back.",
];

/// Says that nothing was found, and what to try.
pub(super) fn nothing_found(app: &App, area: Area, pen: &mut Pen<'_>) {
    let widest = TRY.iter().map(|words| columns(words)).max().unwrap_or_default();
    let indent = area.width.saturating_sub(widest) / 2;
    let row = area.height / 3;
    pen.literal(Slot::row(area, row).after(indent), "Nothing was found.", pen.theme.look(Look::Notice));
    let tips = if app.searching().filters().is_empty() { &TRY[..2] } else { &TRY[..] };
    if area.height > row + 1 + TRY.len() as u16 {
        for (below, words) in (2..).zip(tips) {
            pen.literal(Slot::row(area, row + below).after(indent), words, pen.theme.look(Look::Hint));
        }
    }
}

fn empty(app: &App, area: Area, pen: &mut Pen<'_>) {
    // Beside the pane of the cable, that one says what to try.
    if app.list().is_narrowed() && app.screen().reader.is_none() {
        return nothing_found(app, area, pen);
    }
    let words = if app.list().is_narrowed() {
        "Nothing was found."
    } else if app.is_opening() {
        "Reading …"
    } else if app.troubles().is_empty() {
        "There are no cables here."
    } else {
        "No cable could be read; ! says why."
    };
    let style = pen.theme.look(Look::Hint);
    pen.literal(Slot::row(area, area.height / 3).after(area.width.saturating_sub(columns(words)) / 2), words, style);
}

/// What the cables below have in common, and how many they are.
fn heading(group: Group, first: Entry<'_>, count: usize, slot: Slot, pen: &mut Pen<'_>) {
    let dated = |words: fn(Date) -> String| first.date().map_or("no date".to_owned(), |date| words(date.date()));
    let words = match group {
        Group::None => String::new(),
        Group::Day => dated(|day| day.to_string()),
        Group::Year => dated(|day| day.year().to_string()),
        Group::Post if first.post().is_empty() => "no post".to_owned(),
        Group::Post => first.post().to_owned(),
        Group::Level => first.level().map_or("no level", |level| level.name()).to_owned(),
    };
    let count = grouped(count);
    let left = slot.after(1).first(slot.width.saturating_sub(columns(&count) + 3));
    let used = pen.visible(left, &visible(&words), pen.theme.look(Look::HintKey));
    pen.visible(slot.after(used + 2), &visible(&count), pen.theme.look(Look::Hint));
}

/// A cable as it is drawn.
struct Row<'a> {
    entry: Entry<'a>,
    selected: bool,
    /// How many more there are with its id.
    copies: usize,
}

/// Marks what was searched for in a subject that stands in a slot.
fn mark_subject(matcher: &Matcher, subject: &str, slot: Slot, pen: &mut Pen<'_>) {
    let shown = visible(subject);
    // Where the subject is cut, the last column says so.
    let room = if columns(&shown) > slot.width { slot.width.saturating_sub(1) } else { slot.width };
    let hit = pen.theme.look(Look::Hit);
    for range in matcher.in_subject(subject) {
        let [start, end] = [range.start, range.end]
            .map(|at| columns(shown.as_str().get(..shown.shown_at(at)).unwrap_or_default()).min(room));
        pen.restyle(slot.after(start).first(end - start), hit);
    }
}

/// Draws a cable. Returns where its subject stands.
fn draw_row(row: &Row<'_>, line: Slot, parts: Columns, today: Date, focused: bool, pen: &mut Pen<'_>) -> Slot {
    let base = if row.selected { frame::select(line, focused, pen) } else { Style::new() };
    let mut left = line.after(parts.marks);
    if parts.date > 0 {
        let style = if row.selected { base } else { pen.theme.look(Look::Date) };
        let slot = left.first(parts.date - 1);
        match row.entry.date() {
            Some(date) => pen.visible(slot, &visible(&date.date().to_string()), style),
            None => pen.literal(slot, "no date", style),
        };
        left = left.after(parts.date);
    }
    if let Some(marking) = row.entry.marking() {
        level(&marking, left.first(parts.level - 1), base, pen);
    }
    left = left.after(parts.level);
    if parts.post > 0 {
        pen.visible(left.first(parts.post - 1), &visible(row.entry.post()), base);
        left = left.after(parts.post);
    }
    if parts.clock > 0 {
        let style = if row.selected { base } else { pen.theme.look(Look::Date) };
        pen.visible(left.first(parts.clock - 1), &visible(&short(&row.entry.declassification(), today)), style);
        left = left.after(parts.clock);
    }
    // A cable without a subject is known by its id.
    let hint = pen.theme.over(base, pen.theme.look(Look::Hint));
    if row.copies > 0 {
        let words = format!("×{}", row.copies + 1);
        pen.visible(left.last(columns(&words)), &visible(&words), hint);
        left = left.first(left.width.saturating_sub(columns(&words) + 1));
    }
    let id = row.entry.id();
    let (words, style) = match row.entry.subject() {
        "" => (visible(&id), hint),
        subject => (visible(subject), base),
    };
    pen.visible(left, &words, style);
    left
}

fn level(marking: &Marking, slot: Slot, base: Style, pen: &mut Pen<'_>) {
    let bar = pen.theme.over(base, pen.theme.level_bar(marking.level));
    pen.literal(slot.first(1), if pen.theme.has_colours() { "▌" } else { " " }, bar);
    let letters = pen.theme.over(base, pen.theme.level_letters(marking.level));
    let room = slot.after(1);
    pen.visible(room, &badge(marking, room.width), letters);
}

/// The letters of a marking in so many columns. Where not all controls fit, a plus says that there are more.
fn badge(marking: &Marking, room: u16) -> Visible<'static> {
    let letters = marking.level.letters();
    let first = marking.controls.first().map_or("", |control| control.short());
    let ways = [marking.short(), format!("{letters}//{first}+"), format!("{letters}//+")];
    let fits = |way: &&String| columns(&visible(way)) <= room;
    let way = if marking.controls.is_empty() { Some(&ways[0]) } else { ways.iter().find(fits) };
    visible(way.map_or(letters, String::as_str)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::{Control, Level};

    #[test]
    fn a_marking_is_cut_between_its_controls() {
        let mut marking = Marking::plain(Level::Secret);
        let shown = |marking: &Marking, room| badge(marking, room).as_str().to_owned();
        assert_eq!(shown(&marking, 6), "S");
        marking.controls.push(Control::NOFORN);
        assert_eq!([shown(&marking, 6), shown(&marking, 4), shown(&marking, 3)], ["S//NF", "S//+", "S"]);
        marking.controls.push(Control("EXDIS".into()));
        assert_eq!(shown(&marking, 6), "S//NF+");
    }

    #[test]
    fn every_width_has_columns_and_the_subject_has_room() {
        assert!(BY_WIDTH.is_sorted_by(|a, b| a.0 > b.0));
        for (least, _) in BY_WIDTH.iter().filter(|(least, _)| *least > 0) {
            for (posts, clock) in [(0, false), (99, false), (0, true), (99, true)] {
                let parts = Columns::new(*least, posts, clock);
                let used = parts.marks + parts.date + parts.level + parts.post + parts.clock;
                assert!(used + 9 <= *least && (parts.clock > 0) == clock, "{least}: {parts:?}");
            }
        }
    }
}

//! Draws the pane of the cable: its frame with the views, the marking above and below, the text.

use std::borrow::Cow;

use super::page;
use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use super::{frame, list, theme::Theme};
use crate::app::reader::{VIEWS, View};
use crate::app::screen::{Area, Pane};
use crate::app::{App, Focus};
use crate::cable::Marking;
use crate::text::visible;

/// Draws the pane.
pub fn draw(app: &App, pane: Pane, pen: &mut Pen<'_>) {
    let focused = app.focus() == Focus::Reader && app.sheet().is_none();
    frame::draw(pane, focused, pen);
    title(app, pane, focused, pen);
    let parts = app.screen().reader_parts(app.is_marked());
    let Some(text) = app.reader().page() else {
        return no_text(app, parts.page, pen);
    };
    if let Some(line) = app.reader().document().and_then(|document| document.cable.classification.as_ref()) {
        for area in [parts.banner, parts.footer] {
            banner(&line.marking, area, pen);
        }
    }
    page::draw(text, parts.page, pen);
}

fn title(app: &App, pane: Pane, focused: bool, pen: &mut Pen<'_>) {
    let slot = frame::title_slot(pane);
    let name = pen.theme.look(if focused { Look::FrameTitleFocused } else { Look::FrameTitle });
    let dim = pen.theme.look(Look::FrameTitle);
    let document = app.reader().document();
    let of_cable = document.and_then(|document| document.cable.id.as_deref()).map(Cow::Borrowed);
    let Some(id) = of_cable.or_else(|| app.list().selected().map(|entry| entry.id())) else { return };
    let mut left = slot.after(pen.literal(slot, " ", name));
    left = left.after(pen.visible(left.first(left.width.saturating_sub(1)), &visible(&id), name));
    left = left.after(pen.literal(left, " ", name));
    if app.reader().is_waiting() {
        pen.literal(left, "reading … ", dim);
        return;
    }
    left = left.after(2);
    let troubles = app.reader().marked().map_or(0, |marked| marked.troubles());
    let count = |view| if view == View::Marks && troubles > 0 { format!(" ▲{troubles}") } else { String::new() };
    let size = |(view, _, word): &(View, &str, &str)| columns(word) + columns(&count(*view)) + 4;
    let room = left.width;
    let all_fit = VIEWS.iter().map(size).sum::<u16>() <= room;
    // Where there is no room for all, the one that is shown is still named.
    let is_chosen = |view| app.reader().view() == view;
    let named = VIEWS.iter().filter(|row| (all_fit || is_chosen(row.0)) && size(row) <= room);
    for (view, key, word) in named {
        let (chosen, count) = (is_chosen(*view), count(*view));
        let style = if chosen { pen.theme.look(Look::ViewChosen) } else { dim };
        left = left.after(pen.literal(left, " ", dim));
        // The keys stand there only while they hold.
        left = left.after(pen.literal(left, if focused { key } else { "" }, style));
        left = left.after(pen.literal(left, word, style));
        let warning = pen.theme.look(Look::Notice);
        left = left.after(pen.visible(left, &visible(&count), warning));
        left = left.after(pen.literal(left, " ", dim));
    }
}

fn banner(marking: &Marking, area: Area, pen: &mut Pen<'_>) {
    if area.height == 0 {
        return;
    }
    let style = pen.theme.banner(marking);
    let slot = Slot::row(area, 0);
    pen.fill(slot, sign(pen.theme), style);
    // Cut, a banner would hide its last control; the short form has all of them.
    let full = format!(" {marking} ");
    let words = if columns(&full) <= slot.width { full } else { marking.short() };
    let words = visible(&words);
    let room = slot.width.saturating_sub(columns(&words)) / 2;
    pen.visible(slot.after(room), &words, style);
}

/// What a banner is filled with: without colours it must still be seen as one.
fn sign(theme: &Theme) -> &'static str {
    if theme.has_colours() { " " } else { "═" }
}

fn no_text(app: &App, area: Area, pen: &mut Pen<'_>) {
    let style = pen.theme.look(Look::Hint);
    if app.list().found_nothing() {
        return list::nothing_found(app, area, pen);
    }
    let row = Slot::row(area, area.height / 3);
    if let Some(message) = app.reader().failure() {
        let warning = pen.theme.look(Look::Notice);
        pen.literal(row, "This cable could not be read:", warning);
        pen.visible(Slot::row(area, area.height / 3 + 1), &visible(message), style);
    } else if app.reader().is_waiting() {
        pen.literal(row, "Reading …", style);
    } else {
        pen.literal(row, "No cable is selected.", style);
    }
}

//! Draws the facets: their values, how many cables have each, and bars beside them.

use ratatui::style::Style;

use super::bars::grouped;
use super::frame;
use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::facets::{Facets, Line};
use crate::app::rich::Role;
use crate::app::screen::Pane;
use crate::app::{App, Focus};
use crate::archive::search::{Facet, Value};
use crate::cable::Level;
use crate::text::visible;

/// Columns of a count, and of a bar with the gap before it. In less room there are no bars, then no counts.
const COUNT: u16 = 8;
const BAR: u16 = 5;
const NARROW: u16 = 26;
const NARROWEST: u16 = 14;

/// Bars of whole columns end in one of these.
const EIGHTHS: [&str; 9] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// Draws the pane.
pub fn draw(app: &App, facets: &Facets, pane: Pane, pen: &mut Pen<'_>) {
    let focused = app.focus() == Focus::Facets && app.sheet().is_none();
    frame::draw(pane, focused, pen);
    frame::title(pane, "Facets", focused, pen);
    if facets.visible().next().is_none() {
        let words = if facets.is_new() { "Counting …" } else { "Nothing is listed." };
        pen.literal(Slot::row(pane.inner, 0).after(1), words, pen.theme.look(Look::Hint));
    }
    for (row, line) in (0..).zip(facets.visible()) {
        let slot = Slot::row(pane.inner, row);
        match line {
            Line::Blank => {}
            Line::Title(title) => {
                pen.literal(slot.after(1), title, pen.theme.role(Role::Heading));
            }
            Line::More { values, selected } => {
                let base = if selected { frame::select(slot, focused, pen) } else { Style::new() };
                let words = format!("… {} more", grouped(values));
                let hint = pen.theme.over(base, pen.theme.look(Look::Hint));
                pen.visible(slot.after(2), &visible(&words), hint);
            }
            Line::Value { facet, value, most, selected } => {
                let base = if selected { frame::select(slot, focused, pen) } else { Style::new() };
                let filters = app.searching().filters();
                if filters.iter().any(|filter| filter.typed() == Some(value.query.as_str())) {
                    pen.literal(slot.after(1).first(1), "+", pen.theme.over(base, pen.theme.role(Role::Key)));
                }
                draw_value(facet, value, most, slot.after(2), base, pen);
            }
        }
    }
}

fn draw_value(facet: Facet, value: &Value, most: usize, slot: Slot, base: Style, pen: &mut Pen<'_>) {
    let bar = if slot.width >= NARROW { BAR } else { 0 };
    let count = if slot.width >= NARROWEST { COUNT } else { 0 };
    let words = slot.first(slot.width.saturating_sub(bar + count));
    let used = pen.visible(words, &visible(&value.label), base);
    if let Some(meaning) = value.meaning {
        let dim = pen.theme.over(base, pen.theme.look(Look::Hint));
        pen.visible(words.after(used + 2), &visible(meaning), dim);
    }
    let number = grouped(value.count);
    let place = slot.last(bar + count).first(count);
    pen.visible(place.last(columns(&number)), &visible(&number), pen.theme.over(base, pen.theme.look(Look::Date)));
    if bar > 0 {
        let level = Level::ALL.into_iter().find(|level| facet == Facet::Level && asks_for(value, *level));
        let ink = level.map_or(pen.theme.look(Look::Hint), |level| pen.theme.level_bar(level));
        draw_bar(value.count, most, slot.last(BAR - 1), pen.theme.over(base, ink), pen);
    }
}

fn asks_for(value: &Value, level: Level) -> bool {
    value.query.strip_prefix("class:") == Some(level.letters())
}

/// A bar as long as the count is large, in eighths of a column; what is there has some of it.
fn draw_bar(count: usize, most: usize, slot: Slot, style: Style, pen: &mut Pen<'_>) {
    let eighths = (count * usize::from(slot.width) * 8).div_ceil(most.max(1));
    let mut left = slot;
    if !pen.theme.has_colours() {
        pen.fill(left.first(u16::try_from(eighths.div_ceil(8)).unwrap_or(u16::MAX)), "=", style);
        return;
    }
    for column in 0..usize::from(slot.width) {
        let part = eighths.saturating_sub(column * 8).min(8);
        left = left.after(pen.literal(left, EIGHTHS.get(part).copied().unwrap_or_default(), style));
    }
}

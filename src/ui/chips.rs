//! Filters as chips in the line at the top.

use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::search::Filter;
use crate::text::visible;

/// More of one filter is cut.
const WIDEST: u16 = 32;
/// What stands around a label, and between two chips.
const AROUND: u16 = 4;
const GAP: u16 = 1;
/// In less room a chip says nothing.
const NARROWEST: u16 = 7;

/// Columns of all chips, where they have the room that they want.
pub fn columns_of(filters: &[Filter]) -> u16 {
    let chip = |filter: &Filter| columns(&visible(&filter.label())).min(WIDEST) + AROUND + GAP;
    filters.iter().map(chip).fold(0, u16::saturating_add)
}

/// Draws the chips, as many as fit, and how many more there are.
pub fn draw(filters: &[Filter], slot: Slot, pen: &mut Pen<'_>) {
    let mut left = slot;
    for (number, filter) in filters.iter().enumerate() {
        let behind = filters.len() - number - 1;
        let more = format!("+{}", behind + 1);
        let kept = if behind > 0 { columns(&more) + GAP } else { 0 };
        let room = left.first(left.width.saturating_sub(kept)).first(WIDEST + AROUND);
        if room.width < NARROWEST {
            let note = pen.theme.look(Look::BarNote);
            pen.visible(left, &visible(&more), note);
            return;
        }
        let used = chip(filter, room, pen);
        left = left.after(used + GAP);
    }
}

fn chip(filter: &Filter, slot: Slot, pen: &mut Pen<'_>) -> u16 {
    let style = pen.theme.look(Look::Chip);
    let [open, close] = if pen.theme.has_colours() { [" ", " × "] } else { ["[", " ×]"] };
    let mut left = slot.after(pen.literal(slot, open, style));
    let words = left.first(left.width.saturating_sub(columns(close)));
    left = left.after(pen.visible(words, &visible(&filter.label()), style));
    left = left.after(pen.literal(left, close, style));
    slot.width - left.width
}

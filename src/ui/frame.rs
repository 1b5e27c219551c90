//! Frames around panes.

use ratatui::style::Style;

use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::screen::{Area, Pane};
use crate::text::Visible;

/// The signs of a frame: corners from the upper left around, then across and down.
type Signs = [&'static str; 6];

const THIN: Signs = ["╭", "╮", "╯", "╰", "─", "│"];
/// Where there are no colours, thick lines show which pane has the keys.
const THICK: Signs = ["┏", "┓", "┛", "┗", "━", "┃"];

/// Draws the frame of a pane that has one.
pub fn draw(pane: Pane, focused: bool, pen: &mut Pen<'_>) {
    if !pane.is_framed() {
        return;
    }
    let style = pen.theme.look(if focused { Look::FrameFocused } else { Look::Frame });
    let [upper_left, upper_right, lower_right, lower_left, across, down] =
        if focused && !pen.theme.has_colours() { THICK } else { THIN };
    let Area { width, height, .. } = pane.outer;
    for (row, left, right) in [(0, upper_left, upper_right), (height.saturating_sub(1), lower_left, lower_right)] {
        let line = Slot::row(pane.outer, row);
        pen.fill(line, across, style);
        pen.literal(line.first(1), left, style);
        pen.literal(line.last(1), right, style);
    }
    for row in 1..height.saturating_sub(1) {
        let line = Slot::row(pane.outer, row);
        pen.literal(line.first(1), down, style);
        pen.literal(line.after(width - 1), down, style);
    }
}

/// Where a title can stand in the upper line of a frame; no columns where there is no frame.
pub fn title_slot(pane: Pane) -> Slot {
    inside(pane, 0)
}

/// What is free of a line of the frame.
fn inside(pane: Pane, row: u16) -> Slot {
    let line = Slot::row(pane.outer, row);
    if pane.is_framed() { line.after(2).first(line.width.saturating_sub(4)) } else { line.first(0) }
}

/// Marks a line of a pane as the selected one; returns the style of what stands on it.
pub fn select(line: Slot, focused: bool, pen: &mut Pen<'_>) -> Style {
    let base = pen.theme.look(Look::Selected);
    pen.restyle(line, base);
    let sign = if pen.theme.has_colours() { "▎" } else { ">" };
    let marker = pen.theme.look(if focused { Look::Marker } else { Look::Frame });
    pen.literal(line.first(1), sign, pen.theme.over(base, marker));
    base
}

/// Puts words into the lower line.
pub fn foot(pane: Pane, words: &Visible<'_>, pen: &mut Pen<'_>) {
    let slot = inside(pane, pane.outer.height.saturating_sub(1));
    if slot.width < 8 {
        return;
    }
    let style = pen.theme.look(Look::Hint);
    let used = 1 + pen.visible(slot.after(1).first(slot.width - 2), words, style);
    pen.literal(slot.first(1), " ", style);
    pen.literal(slot.after(used).first(1), " ", style);
}

/// Puts a name into the upper line. Returns what is left of that line.
pub fn title(pane: Pane, name: &'static str, focused: bool, pen: &mut Pen<'_>) -> Slot {
    let slot = title_slot(pane);
    if slot.width < columns(name) + 2 {
        return slot.first(0);
    }
    let style = pen.theme.look(if focused { Look::FrameTitleFocused } else { Look::FrameTitle });
    let mut left = slot;
    for part in [" ", name, " "] {
        left = left.after(pen.literal(left, part, style));
    }
    left
}

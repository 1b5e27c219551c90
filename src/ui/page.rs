//! Draws a page: wrapped rows with their margins, what was found, the cursor's line.

use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::page::{Page, RowView, indent_in};
use crate::app::rich::Role;
use crate::app::screen::Area;

/// Draws the rows that are seen.
pub fn draw(page: &Page, area: Area, pen: &mut Pen<'_>) {
    for (number, row) in page.seen().enumerate() {
        let line = Slot::row(area, u16::try_from(number).unwrap_or(u16::MAX));
        draw_row(&row, line, pen);
    }
}

fn draw_row(row: &RowView<'_>, line: Slot, pen: &mut Pen<'_>) {
    let base = pen.theme.look(if row.cursor { Look::Selected } else { Look::Base });
    if row.cursor {
        pen.restyle(line, base);
    }
    if row.block.rule {
        let style = pen.theme.look(Look::Frame);
        pen.fill(line, "─", style);
        return;
    }
    let indent = indent_in(if row.first { row.block.indent } else { row.block.hang }, line.width);
    if row.first {
        let lead = &row.block.lead;
        pen.rich(line.first(indent.saturating_sub(1)), lead, 0..lead.text().len(), base);
    }
    if row.cursor && row.first && !pen.theme.has_colours() {
        let style = pen.theme.look(Look::Marker);
        pen.literal(line.after(indent.saturating_sub(2)).first(1), ">", style);
    }
    let mut words = line.after(indent);
    if row.begun {
        let style = pen.theme.over(base, pen.theme.role(Role::Dim));
        words = words.after(pen.literal(words, "… ", style));
    }
    let used = pen.rich(words, &row.block.text, row.range.clone(), base);
    if row.cut {
        let style = pen.theme.over(base, pen.theme.role(Role::Dim));
        pen.literal(words.after(used), " …", style);
    }
    for (hit, current) in &row.hits {
        let text = row.block.text.text();
        let start = hit.start.max(row.range.start);
        let end = hit.end.min(row.range.end);
        let before = columns(text.get(row.range.start..start).unwrap_or(""));
        let wide = columns(text.get(start..end).unwrap_or(""));
        let style = pen.theme.look(if *current { Look::HitCurrent } else { Look::Hit });
        pen.restyle(words.after(before).first(wide), style);
    }
    if row.block.text.is_empty() && row.cursor {
        // An empty line under the cursor still has something to see.
        let style = pen.theme.role(Role::Dim);
        pen.literal(words.first(1), "·", style);
    }
}

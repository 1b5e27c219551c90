//! The only way to put text on the screen.
//!
//! A pen takes [`Rich`] text, [`Visible`] text, or literals of the program, so nothing from a file gets past the
//! function that makes hostile text visible. It draws nothing outside the window, whatever it is asked for.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::{Look, Theme};
use crate::app::rich::{Rich, Role};
use crate::app::screen::Area;
use crate::text::Visible;
use crate::text::width::{truncate, width};

/// A place to begin at and the columns there are.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
    /// Columns.
    pub width: u16,
}

impl Slot {
    /// A row of an area; one below it has no columns.
    pub fn row(area: Area, row: u16) -> Self {
        Slot { x: area.x, y: area.y.saturating_add(row), width: if row < area.height { area.width } else { 0 } }
    }

    /// What is left behind `columns`.
    pub fn after(self, columns: u16) -> Self {
        let columns = columns.min(self.width);
        Slot { x: self.x + columns, width: self.width - columns, ..self }
    }

    /// At most so many columns of it.
    pub fn first(self, columns: u16) -> Self {
        Slot { width: self.width.min(columns), ..self }
    }

    /// The last so many columns of it.
    pub fn last(self, columns: u16) -> Self {
        self.after(self.width.saturating_sub(columns))
    }
}

/// Draws on a buffer in the colours of a theme.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    /// The colours.
    pub theme: &'a Theme,
}

impl<'a> Pen<'a> {
    /// A pen for a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Pen { buffer, theme }
    }

    /// Words of the program. Returns the columns used, as all of these do.
    pub fn literal(&mut self, slot: Slot, text: &'static str, style: Style) -> u16 {
        self.visible(slot, &Visible::literal(text), style)
    }

    /// Text that has been made visible, with `…` where it does not fit.
    pub fn visible(&mut self, slot: Slot, text: &Visible<'_>, style: Style) -> u16 {
        let cut = truncate(text, usize::from(slot.width));
        let used = self.put(slot, cut.as_str(), style);
        let hostile = self.theme.role(Role::Hostile);
        for mark in cut.marks() {
            let before = columns(cut.as_str().get(..mark.start).unwrap_or(""));
            let wide = columns(cut.as_str().get(mark).unwrap_or(""));
            self.restyle(slot.after(before).first(wide), hostile);
        }
        used
    }

    /// A part of a rich text. It is meant to fit; what does not is left out.
    pub fn rich(&mut self, slot: Slot, text: &Rich, range: Range<usize>, base: Style) -> u16 {
        let mut left = slot;
        for (words, role) in text.stretches(range) {
            let style = self.theme.over(base, self.theme.role(role));
            let used = self.put(left, words, style);
            left = left.after(used);
        }
        slot.width - left.width
    }

    /// One sign as often as there are columns.
    pub fn fill(&mut self, slot: Slot, sign: &'static str, style: Style) {
        let Some(area) = self.inside(slot) else { return };
        for cell in self.cells(area) {
            cell.set_symbol(sign).set_style(style);
        }
    }

    /// Another style for what stands there already.
    pub fn restyle(&mut self, slot: Slot, style: Style) {
        if let Some(area) = self.inside(slot) {
            self.buffer.set_style(area, style);
        }
    }

    /// Blanks in the style of a look.
    pub fn clear(&mut self, area: Area, look: Look) {
        let mut blank = Cell::default();
        blank.set_style(self.theme.look(Look::Base).patch(self.theme.look(look)));
        for row in 0..area.height {
            let slot = Slot::row(area, row);
            if let Some(rect) = self.inside(slot) {
                self.cells(rect).fill(blank.clone());
            }
        }
    }

    fn put(&mut self, slot: Slot, text: &str, style: Style) -> u16 {
        let Some(area) = self.inside(slot) else { return 0 };
        // Nearly all of a cable are plain letters of one column each, for which no tables of characters are needed. The last one
        // before another character may belong to that.
        let plain = text.bytes().take_while(|byte| (0x20..0x7f).contains(byte)).count();
        let plain = if plain < text.len() { plain.saturating_sub(1) } else { plain };
        let (letters, rest) = text.split_at(plain);
        for (cell, letter) in self.cells(area).iter_mut().zip(letters.bytes()) {
            cell.set_char(char::from(letter)).set_style(style);
        }
        let used = area.width.min(u16::try_from(plain).unwrap_or(u16::MAX));
        if rest.is_empty() || used == area.width {
            return used;
        }
        let left = usize::from(area.width - used);
        let (end, _) = self.buffer.set_stringn(area.x + used, area.y, rest, left, style);
        end.saturating_sub(area.x)
    }

    /// The cells of a part of a row that lies inside.
    fn cells(&mut self, area: Rect) -> &mut [Cell] {
        let all = self.buffer.area;
        let row = usize::from(area.y - all.y) * usize::from(all.width) + usize::from(area.x - all.x);
        self.buffer.content.get_mut(row..row + usize::from(area.width)).unwrap_or_default()
    }

    fn inside(&self, slot: Slot) -> Option<Rect> {
        let area = Rect { x: slot.x, y: slot.y, width: slot.width, height: 1 }.intersection(self.buffer.area);
        (!area.is_empty() && area.x == slot.x && area.y == slot.y).then_some(area)
    }
}

/// Columns of a text, as the screen counts.
pub fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ThemeName;
    use crate::text::visible;
    use crate::ui::theme::ColourDepth;
    use proptest::prelude::*;

    proptest! {
        /// Plain letters are put by a shorter way, which must lead to the same cells.
        #[test]
        fn text_stands_as_the_buffer_itself_would_put_it(text in "[a-c\u{e9}\u{301}\u{5b57}\u{2026} ]{0,12}", width in 0u16..14) {
            let theme = Theme::new(ThemeName::default(), ColourDepth::None);
            let area = Rect::new(0, 0, 16, 1);
            let (mut put, mut wanted) = (Buffer::empty(area), Buffer::empty(area));
            let text = visible(&text);
            let used = Pen::new(&mut put, &theme).put(Slot { x: 1, y: 0, width }, text.as_str(), Style::new());
            let end = wanted.set_stringn(1, 0, text.as_str(), usize::from(width), Style::new()).0;
            prop_assert_eq!((used, put), (end - 1, wanted));
        }
    }
}

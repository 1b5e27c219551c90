//! Draws the state on a terminal's buffer. Takes `&App` and changes nothing: two draws of one state are the same.
//!
//! Knows no file, no reader of archives and no key; where things stand was decided in [`crate::app::screen`].

mod bars;
mod chips;
mod facets;
mod frame;
mod list;
mod page;
mod palette;
mod pen;
mod prompt;
mod reader;
pub mod theme;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use pen::Pen;
use theme::Look;
pub use theme::{ColourDepth, Theme};

/// Draws in as many colours as there are. Returns where text is being typed, if it is.
pub fn draw(app: &App, depth: ColourDepth, buffer: &mut Buffer) -> Option<Position> {
    let theme = Theme::new(app.theme(), depth);
    let mut pen = Pen::new(buffer, &theme);
    let screen = app.screen();
    for area in [screen.top, screen.middle, screen.bottom] {
        pen.clear(area, Look::Base);
    }
    bars::top(app, &mut pen);
    if let (Some(pane), Some(facets)) = (screen.facets, app.facets()) {
        facets::draw(app, facets, pane, &mut pen);
    }
    if let Some(pane) = screen.list {
        list::draw(app, pane, &mut pen);
    }
    if let Some(pane) = screen.reader {
        reader::draw(app, pane, &mut pen);
    }
    if let Some(sheet) = app.sheet() {
        let (pane, words) = screen.sheet();
        pen.clear(pane.outer, Look::Base);
        frame::draw(pane, true, &mut pen);
        frame::title(pane, sheet.title(), true, &mut pen);
        page::draw(&sheet.page, words, &mut pen);
    }
    palette::draw(app, &mut pen);
    bars::bottom(app, &mut pen)
}

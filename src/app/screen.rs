//! Where things stand on the screen: areas in columns and rows, for any window size.
//!
//! The state needs them to wrap texts and to keep the selection in sight; drawing uses the same ones, so the two
//! cannot disagree.

use super::Focus;

/// From this many columns on, list and cable stand side by side.
pub const WIDE: u16 = 100;
/// Longer lines are hard to read, so texts are wrapped here even where there is more room.
const TEXT_WIDTH: u16 = 96;
/// Columns of the facets beside the list, at most.
const FACETS: u16 = 42;
/// From this many rows on, panes have a frame and the cable a banner below it.
const ROOMY: u16 = 12;

/// A rectangle of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Column of the left edge, from 0.
    pub x: u16,
    /// Row of the upper edge, from 0.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// The area without `n` columns at each side and `m` rows above and below.
    fn shrink(self, n: u16, m: u16) -> Area {
        Area {
            x: self.x + n.min(self.width / 2),
            y: self.y + m.min(self.height / 2),
            width: self.width.saturating_sub(2 * n),
            height: self.height.saturating_sub(2 * m),
        }
    }

    /// The first `n` rows, and the rest.
    fn split_top(self, n: u16) -> (Area, Area) {
        let n = n.min(self.height);
        (Area { height: n, ..self }, Area { y: self.y + n, height: self.height - n, ..self })
    }
}

/// A pane and what is inside its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pane {
    /// All of it.
    pub outer: Area,
    /// Inside the frame; the same as `outer` where there is no room for one.
    pub inner: Area,
}

impl Pane {
    fn new(outer: Area, framed: bool) -> Self {
        Pane { outer, inner: if framed { outer.shrink(1, 1) } else { outer } }
    }

    /// Whether it has a frame.
    pub fn is_framed(&self) -> bool {
        self.outer != self.inner
    }
}

/// The parts of the pane that shows a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReaderParts {
    /// The marking above the text; empty where there is no room.
    pub banner: Area,
    /// The text.
    pub page: Area,
    /// The marking below the text; empty where there is little room.
    pub footer: Area,
}

/// The whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Screen {
    /// The line at the top.
    pub top: Area,
    /// Everything between the two lines.
    pub middle: Area,
    /// The facets, where they are seen.
    pub facets: Option<Pane>,
    /// The list, where it is seen.
    pub list: Option<Pane>,
    /// The cable, where it is seen.
    pub reader: Option<Pane>,
    /// The line at the bottom; two while a search is typed.
    pub bottom: Area,
    /// Whether list and cable stand side by side.
    pub wide: bool,
}

impl Screen {
    /// Divides a window. While a search is typed, what is known of it has a line of its own at the bottom. Facets that are open
    /// stand left of the list, and give way while a cable is read.
    pub fn new(width: u16, height: u16, focus: Focus, searching: bool, faceted: bool) -> Self {
        let all = Area { x: 0, y: 0, width, height };
        let (top, rest) = all.split_top(u16::from(height >= 3));
        let lines = u16::from(height >= 2) + u16::from(searching && height >= 4);
        let (middle, bottom) = rest.split_top(rest.height.saturating_sub(lines));
        let framed = height >= ROOMY && width >= 30;
        let wide = width >= WIDE;
        let beside = |columns: u16| {
            let left = Area { width: columns, ..middle };
            (Some(left), Some(Area { x: columns, width: width - columns, ..middle }))
        };
        let (facets, (list, reader)) = match focus {
            Focus::Facets | Focus::List if wide && faceted => {
                let (facets, list) = beside((width * 3 / 10).min(FACETS));
                (facets, (list, None))
            }
            _ if wide => (None, beside((width * 9 / 20).min(92))),
            Focus::Facets => (Some(middle), (None, None)),
            Focus::List => (None, (Some(middle), None)),
            Focus::Reader => (None, (None, Some(middle))),
        };
        let pane = |area: Area| Pane::new(area, framed);
        let (facets, list) = (facets.map(pane), list.map(pane));
        Screen { top, middle, facets, list, reader: reader.map(pane), bottom, wide }
    }

    /// Divides the pane of the cable. `marked` says whether there is a marking to show above and below.
    pub fn reader_parts(&self, marked: bool) -> ReaderParts {
        let Some(pane) = self.reader else { return ReaderParts::default() };
        let inner = pane.inner;
        let (banner, rest) = inner.split_top(u16::from(marked && inner.height >= 2));
        let roomy = inner.height >= ROOMY;
        let (body, footer) = rest.split_top(rest.height.saturating_sub(u16::from(marked && roomy)));
        // Air between banner and text, where there is enough of it.
        let (_, body) = body.split_top(u16::from(inner.height >= 16));
        let margin = if inner.width >= 50 { 2 } else { u16::from(inner.width >= 30) };
        let mut page = body.shrink(margin, 0);
        page.width = page.width.min(TEXT_WIDTH);
        ReaderParts { banner, page, footer }
    }

    /// Where a sheet of help lies over the panes, and the text inside it.
    pub fn sheet(&self) -> (Pane, Area) {
        let mut outer = self.middle;
        outer.width = outer.width.min(TEXT_WIDTH);
        outer.x += (self.middle.width - outer.width) / 2;
        let pane = Pane::new(outer, self.middle.height >= ROOMY - 2 && self.middle.width >= 30);
        (pane, pane.inner.shrink(u16::from(pane.is_framed()), 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(outer: Area, inner: Area) -> bool {
        inner.x >= outer.x
            && inner.y >= outer.y
            && inner.x + inner.width <= outer.x + outer.width
            && inner.y + inner.height <= outer.y + outer.height
    }

    #[test]
    fn nothing_stands_outside_the_window_at_any_size() {
        for width in 0..160 {
            for height in 0..40 {
                let kinds = [Focus::List, Focus::Reader, Focus::Facets];
                for (focus, kind) in kinds.into_iter().flat_map(|focus| (0..4).map(move |kind| (focus, kind))) {
                    let all = Area { x: 0, y: 0, width, height };
                    let screen = Screen::new(width, height, focus, kind & 1 != 0, kind & 2 != 0);
                    let parts = screen.reader_parts(true);
                    let (sheet, words) = screen.sheet();
                    let mut areas = vec![screen.top, screen.middle, screen.bottom, sheet.outer, sheet.inner, words];
                    for pane in [screen.facets, screen.list, screen.reader].into_iter().flatten() {
                        areas.extend([pane.outer, pane.inner]);
                    }
                    areas.extend([parts.banner, parts.page, parts.footer]);
                    for area in areas {
                        assert!(inside(all, area), "{area:?} in {width}x{height}");
                    }
                }
            }
        }
    }

    #[test]
    fn side_by_side_from_a_hundred_columns() {
        assert!(Screen::new(99, 30, Focus::List, false, false).reader.is_none());
        let screen = Screen::new(100, 30, Focus::List, false, false);
        assert_eq!(screen.list.map(|pane| pane.outer.width), Some(45));
        assert_eq!(screen.reader.map(|pane| pane.outer.width), Some(55));
    }

    #[test]
    fn twenty_by_five_leaves_rows_for_list_and_text() {
        assert_eq!(Screen::new(20, 5, Focus::List, false, false).list.map(|pane| pane.inner.height), Some(3));
        let parts = Screen::new(20, 5, Focus::Reader, false, false).reader_parts(true);
        assert_eq!((parts.banner.height, parts.page.height, parts.page.width), (1, 2, 20));
    }
}

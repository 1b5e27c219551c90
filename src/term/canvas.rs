//! What stands on the terminal, and what has to be sent so that the next picture stands there.

use std::io::{self, Write};

use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{Clear, ClearType};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::scroll::Scroll;
use super::strokes;

/// The picture on the terminal and room for the next one.
///
/// Takes the place of [`ratatui::Terminal`], which cannot be asked what is shown, and which sends a frame in several pieces
/// where there is a cursor.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    /// Room for what is sent.
    strokes: Vec<u8>,
    /// Whether anything may stand on the terminal, its cursor included.
    unknown: bool,
}

impl Canvas {
    /// Has the next picture be of this size and drawn whole.
    pub(super) fn renew(&mut self, area: Rect) {
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.unknown = true;
    }

    /// Draws a picture, which says where the cursor stands, and sends what is new in it: nothing, where it is the one before.
    ///
    /// # Errors
    /// Where `out` fails. What stands on the terminal is unknown then.
    pub(super) fn draw(
        &mut self,
        out: &mut impl Write,
        picture: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        self.next.reset();
        let cursor = picture(&mut self.next);
        if !self.unknown && (cursor, &self.next) == (self.cursor, &self.shown) {
            return Ok(());
        }
        if std::mem::replace(&mut self.unknown, true) {
            let reset = SetAttribute(Attribute::Reset);
            queue!(out, reset, cursor::Hide, cursor::MoveTo(0, 0), Clear(ClearType::FromCursorDown))?;
            self.shown.reset();
            self.cursor = None;
        } else if let Some(scroll) = Scroll::between(&self.shown, &self.next) {
            queue!(out, SetAttribute(Attribute::Reset), &scroll)?;
            scroll.apply(&mut self.shown);
        }
        self.strokes.clear();
        strokes::write(&mut self.strokes, self.shown.diff_iter(&self.next));
        out.write_all(&self.strokes)?;
        match cursor {
            Some(Position { x, y }) => queue!(out, cursor::MoveTo(x, y), cursor::Show)?,
            None if self.cursor.is_some() => queue!(out, cursor::Hide)?,
            None => {}
        }
        out.flush()?;
        self.cursor = cursor;
        self.unknown = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};
    use std::num::NonZero;

    /// Sixteen columns and twelve rows.
    const AREA: Rect = Rect::new(0, 0, 16, 12);

    /// A terminal that obeys.
    struct Obeying {
        canvas: Canvas,
        terminal: vt100::Parser,
        /// What the last picture took.
        sent: Vec<u8>,
    }

    impl Obeying {
        fn new(area: Rect) -> Self {
            let [rows, cols] = [area.height, area.width].map(|count| NonZero::new(count).unwrap());
            let mut terminal = vt100::Parser::new(rows, cols, 0);
            // What another program left.
            terminal.process(b"\x1b[41mleft\r\nover");
            let mut canvas = Canvas::default();
            canvas.renew(area);
            Obeying { canvas, terminal, sent: Vec::new() }
        }

        fn draw(&mut self, picture: &Buffer, cursor: Option<Position>) {
            self.sent.clear();
            let paint = |buffer: &mut Buffer| {
                buffer.content.clone_from(&picture.content);
                cursor
            };
            self.canvas.draw(&mut self.sent, paint).unwrap();
            self.terminal.process(&self.sent);
        }

        /// The rows, with the look of each cell that has one, and the cursor.
        fn screen(&self) -> (Vec<String>, Option<(u16, u16)>) {
            let screen = self.terminal.screen();
            let (rows, cols) = screen.size();
            let told = |row, col| {
                let cell = screen.cell(row, col).unwrap();
                let letters = if cell.has_contents() { cell.contents() } else { " " };
                let lines = (cell.inverse(), cell.underline());
                // Nobody sees the ink or the weight of a blank.
                let is_blank = letters == " " && lines == (false, false);
                let ink = (!is_blank).then(|| (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()));
                let ink = ink.filter(|ink| *ink != (vt100::Color::Default, false, false, false));
                match (ink, cell.bgcolor(), lines) {
                    (None, vt100::Color::Default, (false, false)) => letters.to_owned(),
                    look => format!("{letters}{look:?}"),
                }
            };
            let rows = (0..rows.get()).map(|row| (0..cols.get()).map(|col| told(row, col)).collect());
            (rows.collect(), (!screen.hide_cursor()).then(|| screen.cursor_position()))
        }
    }

    /// What stands on a new terminal after this picture alone.
    fn alone(picture: &Buffer, cursor: Option<Position>) -> (Vec<String>, Option<(u16, u16)>) {
        let mut fresh = Obeying::new(picture.area);
        fresh.draw(picture, cursor);
        fresh.screen()
    }

    /// A row of a picture: letters of one and two columns in some look. Few of each, so that rows come again.
    fn row() -> impl Strategy<Value = (String, Style)> {
        let letters = prop_oneof!["[ab ]{0,16}", "[a字 ]{0,8}", Just(String::new())];
        let looks = prop_oneof![
            Just(Style::new()),
            Just(Style::new().bg(Color::Blue)),
            Just(Style::new().add_modifier(Modifier::REVERSED).fg(Color::Red)),
            Just(Style::new().add_modifier(Modifier::BOLD).fg(Color::Rgb(1, 20, 255))),
            Just(Style::new().add_modifier(Modifier::DIM | Modifier::ITALIC).bg(Color::Indexed(200))),
            Just(Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)),
        ];
        (letters, looks)
    }

    fn picture(rows: &[(String, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(AREA);
        for (y, (letters, style)) in (0..AREA.height).zip(rows) {
            buffer.set_style(Rect::new(0, y, AREA.width, 1), *style);
            buffer.set_stringn(0, y, letters, usize::from(AREA.width), *style);
        }
        buffer
    }

    proptest! {
        #[test]
        fn what_stands_there_is_the_last_picture(
            start in prop::collection::vec(row(), 12),
            // Each step takes rows out at one place and puts as many in at another, as scrolling does, or draws a row anew.
            steps in prop::collection::vec((0usize..12, 0usize..12, prop::collection::vec(row(), 0..4)), 1..8),
            cursor in prop::option::of((0u16..16, 0u16..12)),
        ) {
            let cursor = cursor.map(Position::from);
            let mut rows = start;
            let mut terminal = Obeying::new(AREA);
            terminal.draw(&picture(&rows), None);
            for (out, at, new) in steps {
                let count = new.len().min(rows.len() - out);
                rows.drain(out..out + count);
                let at = at.min(rows.len());
                rows.splice(at..at, new.into_iter().take(count));
                let next = picture(&rows);
                terminal.draw(&next, cursor);
                prop_assert_eq!(terminal.screen(), alone(&next, cursor));
            }
        }
    }

    /// A list of so many rows from a number on, in a frame, the row at `selected` in another look.
    fn list(area: Rect, first: usize, selected: u16) -> Buffer {
        let mut buffer = Buffer::empty(area);
        buffer.set_style(area, Style::new().bg(Color::Rgb(9, 9, 9)));
        for y in 1..area.height - 1 {
            let number = first + usize::from(y);
            let look = if y == selected { Style::new().bg(Color::Blue) } else { Style::new() };
            buffer.set_style(Rect::new(0, y, area.width, 1), look);
            let words = format!("│ 2006-11-{:02} ROME {}", number % 30, "rain and wind ".repeat(5));
            buffer.set_stringn(0, y, words, usize::from(area.width), look);
        }
        buffer
    }

    #[test]
    fn a_list_that_goes_on_costs_its_new_rows() {
        let area = Rect::new(0, 0, 90, 50);
        let mut terminal = Obeying::new(area);
        terminal.draw(&list(area, 100, 48), None);
        let whole = terminal.sent.len();
        assert!(whole > 4000, "{whole}");
        for (first, selected) in [(101, 48), (102, 48), (101, 30), (100, 30), (99, 1), (98, 1)] {
            let next = list(area, first, selected);
            terminal.draw(&next, None);
            assert_eq!(terminal.screen(), alone(&next, None));
            assert!(terminal.sent.len() < 800, "{first}: {} bytes", terminal.sent.len());
        }
    }

    #[test]
    fn a_picture_that_stands_there_already_sends_nothing() {
        let (mut terminal, place) = (Obeying::new(AREA), Some(Position::new(3, 11)));
        let one = list(AREA, 1, 2);
        for cursor in [None, place] {
            terminal.draw(&one, cursor);
            assert!(!terminal.sent.is_empty());
            terminal.draw(&one, cursor);
            assert!(terminal.sent.is_empty());
            assert_eq!(terminal.screen(), alone(&one, cursor));
        }
        terminal.canvas.renew(AREA);
        terminal.draw(&one, place);
        assert!(!terminal.sent.is_empty(), "what stands there is not known any more");
    }

    #[test]
    fn the_cursor_is_shown_where_something_is_typed_and_then_hidden() {
        let mut terminal = Obeying::new(AREA);
        let blank = Buffer::empty(AREA);
        terminal.draw(&blank, None);
        assert_eq!(terminal.screen().1, None);
        terminal.draw(&blank, Some(Position::new(3, 11)));
        assert_eq!(terminal.screen().1, Some((11, 3)));
        terminal.draw(&blank, None);
        assert_eq!(terminal.screen().1, None);
    }

    #[test]
    fn a_picture_that_could_not_be_sent_is_drawn_whole_again() {
        /// Takes nothing in.
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::other("full"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut terminal = Obeying::new(AREA);
        let picture = picture(&vec![("a".repeat(16), Style::new()); 12]);
        terminal.draw(&picture, None);
        let blank = |_: &mut Buffer| None;
        assert!(terminal.canvas.draw(&mut Full, blank).is_err());
        terminal.draw(&picture, None);
        assert!(terminal.sent.windows(3).any(|bytes| bytes == b"\x1b[J"));
        assert_eq!(terminal.screen(), alone(&picture, None));
    }
}

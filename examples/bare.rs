//! The least that a program with a list and a pane does: take the terminal, draw one frame, and again for each key. What
//! `docs/figures.md` holds the time to a first frame against.

use std::io;

use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::layout::{Constraint, Layout};
use ratatui::widgets::{Block, List, Paragraph};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let mut at = 0;
    let end = loop {
        terminal.draw(|frame| {
            let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).areas(frame.area());
            let rows =
                (0..usize::from(left.height)).map(|row| format!("2006-11-20 C ROME a subject of row {}", at + row));
            frame.render_widget(List::new(rows).block(Block::bordered().title("list")), left);
            let words = format!("the cable of row {at}\n").repeat(usize::from(right.height));
            frame.render_widget(Paragraph::new(words).block(Block::bordered().title("pane")), right);
        })?;
        match read() {
            Ok(Event::Key(key)) if key.code == KeyCode::Char('q') => break Ok(()),
            Ok(_) => at += 1,
            Err(error) => break Err(error),
        }
    };
    ratatui::try_restore()?;
    end
}

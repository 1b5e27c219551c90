//! Draws the commands that fit what is typed behind the colon, above the line where it is typed.

use super::pen::{Pen, Slot};
use super::theme::Look;
use crate::app::App;
use crate::app::commands::COMMANDS;
use crate::app::prompt::PromptKind;
use crate::app::rich::Role;
use crate::app::screen::Area;

/// So many commands are seen at once.
const ROWS: u16 = 10;
/// Columns of a command's name, and of its keys.
const NAMES: u16 = 20;
const KEYS: u16 = 8;

/// Draws the commands while one is being chosen.
pub fn draw(app: &App, pen: &mut Pen<'_>) {
    let Some(prompt) = app.prompt().filter(|prompt| prompt.kind() == PromptKind::Palette) else { return };
    let (matches, choice) = prompt.matches();
    let middle = app.screen().middle;
    let height = ROWS.min(middle.height).min(u16::try_from(matches.len()).unwrap_or(ROWS));
    let area = Area { y: middle.y + middle.height - height, height, ..middle };
    pen.clear(area, Look::Bar);
    // The chosen one is always among those that are seen.
    let first = (choice + 1).saturating_sub(usize::from(height));
    for (row, at) in (0..height).zip(first..) {
        let Some(command) = matches.get(at).and_then(|&n| COMMANDS.get(n)) else { break };
        let line = Slot::row(area, row);
        let base = pen.theme.look(if at == choice { Look::Selected } else { Look::Bar });
        pen.restyle(line, base);
        let sign = if at == choice { ">" } else { " " };
        pen.literal(line.first(1), sign, base);
        let words = line.after(1);
        pen.literal(words.first(NAMES - 1), command.name, pen.theme.over(base, pen.theme.role(Role::Strong)));
        let rest = words.after(NAMES);
        pen.literal(
            rest.first(KEYS),
            command.keys.first().copied().unwrap_or(""),
            pen.theme.over(base, pen.theme.role(Role::Key)),
        );
        pen.literal(rest.after(KEYS + 1), command.help, base);
    }
}

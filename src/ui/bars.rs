//! The line at the top, which says what is open, and the line at the bottom, which says what can be done.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::keymap::hints;
use crate::app::prompt::Prompt;
use crate::app::{App, Focus};
use crate::text::visible;

/// Between two hints.
const GAP: u16 = 3;

/// Draws the line at the top: the program, the sources, how many cables, what is going on.
pub fn top(app: &App, pen: &mut Pen<'_>) {
    let area = app.screen().top;
    pen.clear(area, Look::Bar);
    let (badge, title, note) =
        (pen.theme.look(Look::Badge), pen.theme.look(Look::Title), pen.theme.look(Look::BarNote));
    let line = Slot::row(area, 0);
    // In a small window the program's name is what can be done without.
    let left = line.after(pen.literal(line, if line.width >= 40 { " sipdis " } else { "" }, badge));
    let words = counts(app);
    // The sources' name gives way before the counts do, but something of it stays.
    let room = left.width.saturating_sub(columns(&words) + 4).max(left.width.min(8));
    let used = pen.visible(left.after(1).first(room), &visible(&app.settings().title), title) + 1;
    let right = left.after(used + 2);
    let warn = if app.troubles().is_empty() { note } else { pen.theme.look(Look::BarNotice) };
    pen.visible(right.last(columns(&words) + 1), &visible(&words), warn);
}

fn counts(app: &App) -> String {
    let n = app.list().len();
    let mut words = format!("{} {}", grouped(n), if n == 1 { "cable" } else { "cables" });
    if app.is_opening() {
        words.push_str(" · reading …");
    }
    match app.troubles().len() {
        0 => {}
        n => words.push_str(&format!(" · {} not read", grouped(n))),
    }
    words
}

/// Draws the line at the bottom, and says where text is being typed.
pub fn bottom(app: &App, pen: &mut Pen<'_>) -> Option<Position> {
    let line = Slot::row(app.screen().bottom, 0);
    let place = place(app);
    let dim = pen.theme.look(Look::Hint);
    let right = if line.width >= columns(&place) + 12 { columns(&place) + 2 } else { 0 };
    if right > 0 && app.prompt().is_none() {
        pen.visible(line.last(right - 1), &visible(&place), dim);
    }
    let left = line.first(line.width.saturating_sub(right));
    if let Some(prompt) = app.prompt() {
        return typed(prompt, line, pen);
    }
    let left = left.after(u16::from(line.width >= 30));
    match app.notice() {
        Some(notice) => {
            let style = pen.theme.look(Look::Notice);
            pen.visible(left, &visible(notice.text()), style);
        }
        None => show_hints(app, left, pen),
    }
    None
}

/// Where the reader is: in the list, and in the cable.
fn place(app: &App) -> String {
    let mut parts = Vec::new();
    if let Some(count) = app.count() {
        parts.push(format!("{count}…"));
    }
    if app.focus() == Focus::Reader || app.sheet().is_some() {
        if let (Some((number, line)), None) = (app.reader().source().and_then(|source| source.line()), app.sheet()) {
            let (start, end) = (line.span.start, line.span.end);
            parts.push(format!("line {} · {} · {start}–{end}", grouped(number), line.kind.name()));
        } else if let (Some(marked), Some(_), None) = (app.reader().marked(), app.reader().marks(), app.sheet()) {
            let counts = marked.counts();
            parts.push(if counts.is_empty() { "no findings".to_owned() } else { counts });
        } else {
            let page = app.sheet().map(|sheet| &sheet.page).or(app.reader().page());
            parts.extend(page.and_then(|page| page.percent()).map(|percent| format!("{percent} %")));
        }
    }
    if !app.list().is_empty() {
        parts.push(format!("{} / {}", grouped(app.list().position()), grouped(app.list().len())));
    }
    parts.join(" · ")
}

/// As many hints as fit. The one for help always stands, since it leads to all others.
fn show_hints(app: &App, line: Slot, pen: &mut Pen<'_>) {
    let hints = hints(&app.here());
    let size = |(keys, word): &(String, &str)| columns(keys) + 1 + columns(word) + GAP;
    let is_help = |hint: &(String, &'static str)| hint.1 == "help" || hint.1 == "close";
    let reserved = hints.iter().find(|hint| is_help(hint)).map_or(0, size);
    // What stands at the right keeps its distance as well.
    let mut room = (line.width + GAP - 1).saturating_sub(reserved);
    let (bold, dim) = (pen.theme.look(Look::HintKey), pen.theme.look(Look::Hint));
    let mut left = line;
    for hint in &hints {
        if !is_help(hint) {
            if size(hint) > room {
                continue;
            }
            room -= size(hint);
        }
        left = left.after(pen.visible(left, &visible(&hint.0), bold));
        left = left.after(1);
        left = left.after(pen.literal(left, hint.1, dim));
        left = left.after(GAP);
    }
}

fn typed(prompt: &Prompt, line: Slot, pen: &mut Pen<'_>) -> Option<Position> {
    let style = Style::new();
    let key = pen.theme.look(Look::HintKey);
    let rest = line.after(pen.literal(line, prompt.sign(), key));
    let (before, behind) = prompt.line().halves();
    let (before, behind) = (visible(before), visible(behind));
    // A long line shows what stands before the cursor: that is where text appears.
    let room = usize::from(rest.width.saturating_sub(1));
    let mut from = 0;
    for cluster in crate::text::width::clusters(&before, 0) {
        if usize::from(columns(before.as_str().get(from..).unwrap_or(""))) <= room {
            break;
        }
        from = cluster.end();
    }
    let left = rest.after(pen.visible(rest, &before.slice(from..before.len()), style));
    pen.visible(left, &behind, style);
    if prompt.line().text().is_empty() {
        let hint = pen.theme.look(Look::Hint);
        pen.literal(rest.after(1), prompt.placeholder(), hint);
    }
    (left.width > 0).then_some(Position { x: left.x, y: left.y })
}

/// A number with a comma between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1_000, 251_287, 1_000_000].map(grouped), ["0", "999", "1,000", "251,287", "1,000,000"]);
    }
}

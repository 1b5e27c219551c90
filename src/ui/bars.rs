//! The line at the top, which says what is open, and the line at the bottom, which says what can be done.

use ratatui::layout::Position;

use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use super::{chips, prompt};
use crate::app::keymap::hints;
use crate::app::search::Tally;
use crate::app::{App, Focus};
use crate::archive::Progress;
use crate::text::visible;

/// Between two hints.
const GAP: u16 = 3;

/// Draws the line at the top: the program, the sources, the filters, how many cables, what is going on.
pub fn top(app: &App, pen: &mut Pen<'_>) {
    let area = app.screen().top;
    pen.clear(area, Look::Bar);
    let (badge, title, note) =
        (pen.theme.look(Look::Badge), pen.theme.look(Look::Title), pen.theme.look(Look::BarNote));
    let line = Slot::row(area, 0);
    // In a small window the program's name is what can be done without.
    let left = line.after(pen.literal(line, if line.width >= 40 { " sipdis " } else { "" }, badge));
    let words = counts(app);
    let warn = if app.troubles().is_empty() { note } else { pen.theme.look(Look::BarNotice) };
    let filters = app.searching().filters();
    let counted = columns(&words) + 1;
    // The sources' name gives way before the counts do, but something of it stays, unless filters need the room.
    let room = left.width.saturating_sub(counted + 3);
    let room = match filters.is_empty() {
        true => room.max(left.width.min(8)),
        false if room < 30 => 0,
        false => room.saturating_sub(chips::columns_of(filters) + 1).max(8),
    };
    let used = match room {
        0 => 0,
        room => pen.visible(left.after(1).first(room), &visible(&app.settings().title), title) + 2,
    };
    let right = left.after(used);
    if !filters.is_empty() {
        chips::draw(filters, right.first(right.width.saturating_sub(counted + 1)), pen);
    }
    pen.visible(right.after(1).last(counted), &visible(&words), warn);
}

fn counts(app: &App) -> String {
    let (n, of) = (app.list().len(), app.list().of());
    let mut words = match app.list().is_narrowed() {
        true => format!("{} of {}", grouped(n), grouped(of)),
        false => format!("{} {}", grouped(n), if n == 1 { "cable" } else { "cables" }),
    };
    if app.searching().is_pending() {
        words.push_str(" · searching");
        words.push_str(&app.searching().tally().and_then(percent).unwrap_or_else(|| " …".to_owned()));
    }
    if app.is_opening() {
        words.push_str(&reading(app.progress()));
    } else if app.is_stopped() {
        words.push_str(" · stopped before the end");
    }
    if let Some(percent) = app.indexing().percent() {
        words.push_str(&format!(" · indexing {percent} %"));
    }
    match app.troubles().len() {
        0 => {}
        n => words.push_str(&format!(" · {} not read", grouped(n))),
    }
    words
}

/// How far a search is.
fn percent(tally: Tally) -> Option<String> {
    let (done, of) = tally.done;
    (!tally.whole && of > 0).then(|| format!(" {} %", done * 100 / of.max(1)))
}

/// How far the reading is: ` · reading 62 % · 950 MB/s · 1 s left`, as far as it is known.
fn reading(progress: Progress) -> String {
    let Progress { read, of, rate, left } = progress;
    let mut words = " · reading ".to_owned();
    match of {
        Some(of) => words.push_str(&format!("{} %", read.saturating_mul(100) / of.max(1))),
        None => words.push('…'),
    }
    if rate > 0 {
        words.push_str(&format!(" · {}/s", bytes(rate)));
    }
    match left {
        None => {}
        Some(seconds) if seconds < 100 => words.push_str(&format!(" · {seconds} s left")),
        Some(seconds) => words.push_str(&format!(" · {} min left", seconds.div_ceil(60))),
    }
    words
}

/// A size in words.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
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
        return prompt::draw(app, prompt, pen);
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
            let hit = page.and_then(|page| page.hit()).filter(|_| app.sheet().is_none());
            parts.extend(hit.map(|(number, of)| format!("hit {} / {}", grouped(number), grouped(of))));
            parts.extend(page.and_then(|page| page.percent()).map(|percent| format!("{percent} %")));
        }
    }
    if !app.list().is_empty() {
        parts.push(format!("{} / {}", grouped(app.list().position()), grouped(app.list().len())));
    }
    parts.join(" · ")
}

/// As many hints as fit. The one for help always stands, since it leads to all others.
pub(super) fn show_hints(app: &App, line: Slot, pen: &mut Pen<'_>) {
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

/// A number with a comma between thousands.
pub(super) fn grouped(number: usize) -> String {
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

//! The line in which something is typed, and for a search what is known of it: the answer, or what is wrong and where.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::bars::{grouped, show_hints};
use super::pen::{Pen, Slot, columns};
use super::theme::Look;
use crate::app::App;
use crate::app::prompt::Prompt;
use crate::app::rich::Role;
use crate::app::screen::Area;
use crate::app::search::Tally;
use crate::archive::query::QueryError;
use crate::text::width::clusters;
use crate::text::{Visible, visible};

/// So many values are offered at once.
const OFFERS: u16 = 8;
/// Columns of what is offered; what it means stands behind.
const VALUES: u16 = 18;
/// Between what is known and the hints.
const GAP: u16 = 3;

/// Draws the prompt at the bottom. Returns where text is being typed.
pub fn draw(app: &App, prompt: &Prompt, pen: &mut Pen<'_>) -> Option<Position> {
    let area = app.screen().bottom;
    let line = Slot::row(area, 0);
    let below = Slot::row(area, 1);
    let text = visible(prompt.line().text());
    let cursor = text.shown_at(prompt.line().halves().0.len());
    let key = pen.theme.look(Look::HintKey);
    let rest = line.after(pen.literal(line, prompt.sign(), key));
    let window = Window::new(&text, cursor, rest);
    let used = pen.visible(rest, &text.slice(window.from..text.len()), Style::new());
    if prompt.line().text().is_empty() {
        let hint = pen.theme.look(Look::Hint);
        pen.literal(rest.after(1), prompt.placeholder(), hint);
    }
    match app.searching().error() {
        Some(error) => {
            let range = error.span.range();
            let [start, end] = [range.start, range.end].map(|at| window.column(&text, text.shown_at(at)));
            let word = rest.after(start).first((end - start).max(1));
            pen.restyle(word.first(used.saturating_sub(start)), pen.theme.look(Look::Wrong));
            complain(error, word, below, pen);
        }
        None if app.searching().is_open() => {
            let used = tell(app, prompt, below, pen);
            show_hints(app, below.after(if used > 0 { used + GAP } else { 0 }), pen);
        }
        None => {}
    }
    offers(app, pen);
    let at = rest.after(window.column(&text, cursor));
    (at.width > 0).then_some(Position { x: at.x, y: at.y })
}

/// The part of a long line that is seen: what stands before the cursor is where text appears.
struct Window {
    from: usize,
}

impl Window {
    fn new(text: &Visible<'_>, cursor: usize, slot: Slot) -> Self {
        let room = usize::from(slot.width.saturating_sub(1));
        let mut from = 0;
        for cluster in clusters(text.as_str().get(..cursor).unwrap_or_default(), 0) {
            if usize::from(columns(text.as_str().get(from..cursor).unwrap_or_default())) <= room {
                break;
            }
            from = cluster.end();
        }
        Window { from }
    }

    /// The column in which a byte of the text is seen.
    fn column(&self, text: &Visible<'_>, at: usize) -> u16 {
        columns(text.as_str().get(self.from..at.max(self.from)).unwrap_or_default())
    }
}

/// Says what is wrong, under the word: beside the signs that point at it, where there is more room.
fn complain(error: &QueryError, word: Slot, below: Slot, pen: &mut Pen<'_>) {
    let style = pen.theme.look(Look::Notice);
    let start = (word.x - below.x).min(below.width);
    let end = (start + word.width).min(below.width);
    let (before, behind) = (start.saturating_sub(1), (below.width - end).saturating_sub(1));
    // Where there is little room, what was meant says more than what is wrong.
    let meant = error.suggestion.as_ref().map(|meant| format!("did you mean {meant}?"));
    let ways = std::iter::once(error.to_string()).chain(meant);
    let Some(words) = ways.into_iter().find(|words| columns(&visible(words)) <= before.max(behind)) else {
        // The word is still marked where it stands.
        pen.visible(below, &visible(&error.to_string()), style);
        return;
    };
    let words = visible(&words);
    pen.fill(below.after(start).first(end - start), "^", style);
    match columns(&words) <= behind {
        true => pen.visible(below.after(end + 1), &words, style),
        false => pen.visible(below.after(before - columns(&words)), &words, style),
    };
}

/// Says what is known of the answer. Returns the columns used.
fn tell(app: &App, prompt: &Prompt, slot: Slot, pen: &mut Pen<'_>) -> u16 {
    let search = app.searching();
    let words = match search.tally() {
        Some(tally) => answer(tally, search.is_behind()),
        None if search.is_active() => SEARCHING.to_owned(),
        // What is typed leaves nothing out.
        None if !prompt.line().text().is_empty() => cables(app.list().len()),
        None => return 0,
    };
    let style = pen.theme.look(Look::Hint);
    pen.visible(slot, &visible(&words), style)
}

const SEARCHING: &str = "searching …";

/// An answer in words. One that is `behind` is to a question of before; the dots say that another is to come.
fn answer(tally: Tally, behind: bool) -> String {
    let found = match (tally.found, tally.whole) {
        (0, true) => "nothing found".to_owned(),
        (0, false) => SEARCHING.to_owned(),
        (n, true) => cables(n),
        (n, false) => format!("{} so far", cables(n)),
    };
    let opened = if tally.opened { " with words that begin so" } else { "" };
    let dots = if behind { " …" } else { "" };
    format!("{found}{opened} · {}{dots}", duration(tally.micros))
}

fn cables(n: usize) -> String {
    format!("{} {}", grouped(n), if n == 1 { "cable" } else { "cables" })
}

/// A time in words: `0.4 ms`, `12 ms`, `1.3 s`.
fn duration(micros: u64) -> String {
    match micros {
        0..10_000 => format!("{}.{} ms", micros / 1000, micros % 1000 / 100),
        10_000..1_000_000 => format!("{} ms", micros / 1000),
        _ => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}

/// Draws what may be typed at the cursor, above the line.
fn offers(app: &App, pen: &mut Pen<'_>) {
    let Some(completing) = app.searching().completing() else { return };
    let middle = app.screen().middle;
    let height = OFFERS.min(middle.height).min(u16::try_from(completing.offers.len()).unwrap_or(OFFERS));
    let area = Area { y: middle.y + middle.height - height, height, ..middle };
    pen.clear(area, Look::Bar);
    let first = (completing.chosen + 1).saturating_sub(usize::from(height));
    for (row, at) in (0..height).zip(first..) {
        let Some(offer) = completing.offers.get(at) else { break };
        let line = Slot::row(area, row);
        let chosen = at == completing.chosen;
        let base = pen.theme.look(if chosen { Look::Selected } else { Look::Bar });
        pen.restyle(line, base);
        pen.literal(line.first(1), if chosen { ">" } else { " " }, base);
        let strong = pen.theme.over(base, pen.theme.role(Role::Strong));
        let used = pen.visible(line.after(1), &visible(&offer.text), strong);
        pen.visible(line.after(1 + VALUES.max(used + 1)), &visible(&offer.meaning), base);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        assert_eq!([0, 430, 9_990, 12_700, 1_340_000].map(duration), ["0.0 ms", "0.4 ms", "9.9 ms", "12 ms", "1.3 s"]);
    }
}

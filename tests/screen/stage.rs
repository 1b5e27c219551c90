//! A stage for whole screens: the real state on the built-in sample, a runtime that answers at once, and a screen that
//! prints as text, its styles included.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use sipdis::app::key::{Key, KeyCode};
use sipdis::app::list::Found;
use sipdis::app::ready::Ready;
use sipdis::app::search::Searching;
use sipdis::app::{App, Effect, Msg, Settings};
use sipdis::archive::query::Vocabulary;
use sipdis::archive::{Archive, Origin};
use sipdis::config::ThemeName;
use sipdis::runtime::{Cables, Opened};
use sipdis::ui::{self, ColourDepth};

/// The state, and the archive that it reads.
pub struct Stage {
    pub app: App,
    opened: Opened,
    size: (u16, u16),
    /// Whether the rest of a long cable is set as soon as its start; else that effect is left.
    sets: bool,
}

impl Stage {
    /// The sample, wholly opened, in a window of so many columns and rows.
    pub fn sample(size: (u16, u16)) -> Self {
        Stage::opening(size).opened()
    }

    /// One cable, which is read at once.
    pub fn cable(text: &str, size: (u16, u16)) -> Self {
        Stage::records(&[text], size)
    }

    /// One long cable, of which the start is set and the rest is not.
    pub fn start_of_cable(text: &str, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let archive = Archive::new(vec![Origin::Stdin(text.as_bytes().to_vec())]);
        let mut stage = Stage { opened: Opened::new(archive), sets: false, ..Stage::opening(size) };
        let left = stage.open();
        (stage, left)
    }

    /// Texts that stand in a source each.
    pub fn records(texts: &[&str], size: (u16, u16)) -> Self {
        let archive = Archive::new(texts.iter().map(|text| Origin::Stdin(text.as_bytes().to_vec())).collect());
        Stage { opened: Opened::new(archive), ..Stage::opening(size) }.opened()
    }

    fn opened(mut self) -> Self {
        self.open();
        self
    }

    fn open(&mut self) -> Vec<Effect> {
        let mut events = Vec::new();
        self.opened.open(&AtomicBool::new(false), &mut |event| events.push(event));
        events.into_iter().flat_map(|event| self.send(Msg::Opening(event))).collect()
    }

    /// The sample before its first row has come.
    pub fn opening(size: (u16, u16)) -> Self {
        let (width, height) = size;
        // The day is fixed: what the screen says of dates must not change with the clock.
        let today = jiff::civil::date(2026, 6, 1);
        let theme = ThemeName::default();
        let app = App::new(Settings { title: "sample".into(), today, theme, width, height });
        Stage { app, opened: Opened::new(Archive::new(vec![Origin::Sample])), size, sets: true }
    }

    /// Sends a message and answers what it asks for. Returns the effects that are not about reading.
    pub fn send(&mut self, msg: Msg) -> Vec<Effect> {
        if let Msg::Resize { width, height } = msg {
            self.size = (width, height);
        }
        let mut left = Vec::new();
        for effect in self.app.update(msg) {
            match effect {
                Effect::Read { ticket, place, beside, query, showing } => {
                    let ready = |document| Ready::new(document, showing, query.as_ref());
                    let result = self.opened.read(place, &beside).map(ready);
                    left.extend(self.send(Msg::Read { ticket, result }));
                }
                Effect::Set { ticket, job } if self.sets => {
                    left.extend(self.send(Msg::Set { ticket, page: job.page() }))
                }
                Effect::Arrange(list) => left.extend(self.send(Msg::Arranged(Some(list.arranged())))),
                Effect::Search { ticket, job } => {
                    for found in self.answers(&job) {
                        left.extend(self.send(Msg::Found { ticket, result: Ok(found) }));
                    }
                }
                Effect::Count { ticket, job } => {
                    let counts = sipdis::runtime::count(&job, &AtomicBool::new(false));
                    left.extend(self.send(Msg::Counted { ticket, counts }));
                }
                Effect::Collect(catalogue) => {
                    left.extend(self.send(Msg::Collected(Arc::new(Vocabulary::of(&catalogue)))));
                }
                other => left.push(other),
            }
        }
        left
    }

    /// All answers to a search, in a time that does not depend on the machine.
    pub fn answers(&self, job: &Searching) -> Vec<Found> {
        let mut answers = Vec::new();
        self.opened.search(job, &AtomicBool::new(false), &mut |found| answers.push(found));
        answers.into_iter().map(|found| Found { micros: 4200, ..found }).collect()
    }

    /// Types keys, divided by blanks. A word in quotation marks is typed letter by letter; `_` in it is a blank.
    pub fn keys(&mut self, keys: &str) -> Vec<Effect> {
        let mut left = Vec::new();
        for word in keys.split_whitespace() {
            match word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
                Some(letters) => {
                    for letter in letters.replace('_', " ").chars() {
                        left.extend(self.send(Msg::Key(Key::plain(KeyCode::Char(letter)))));
                    }
                }
                None => left.extend(self.send(Msg::Key(word.parse().unwrap()))),
            }
        }
        left
    }

    /// What the state draws.
    pub fn buffer(&self, depth: ColourDepth) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        ui::draw(&self.app, depth, &mut buffer);
        buffer
    }

    /// The letters on the screen, a line a row.
    pub fn letters(&self) -> String {
        let buffer = self.buffer(ColourDepth::True);
        rows(&buffer).map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>() + "\n").collect()
    }

    /// The screen as text: its letters, then a letter for the style of every cell, then what those letters stand for.
    pub fn screen(&self, depth: ColourDepth) -> String {
        let buffer = self.buffer(depth);
        let mut legend: BTreeMap<String, char> = BTreeMap::new();
        let mut order = Vec::new();
        let (mut letters, mut styles) = (String::new(), String::new());
        for row in rows(&buffer) {
            letters.push('|');
            styles.push('|');
            for cell in row {
                letters.push_str(cell.symbol());
                let style = style_of(cell);
                let next = char::from_u32(if legend.len() < 26 { 97 } else { 39 } + legend.len() as u32).unwrap_or('?');
                let sign = *legend.entry(style.clone()).or_insert_with(|| {
                    order.push((next, style));
                    next
                });
                styles.push(sign);
            }
            letters.push_str("|\n");
            styles.push_str("|\n");
        }
        let mut out = format!("{letters}\n{styles}\n");
        for (sign, style) in order {
            let _ = writeln!(out, "{sign} = {style}");
        }
        out
    }
}

fn rows(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1)).take(usize::from(buffer.area.height))
}

fn style_of(cell: &Cell) -> String {
    let colour = |colour: Color| match colour {
        Color::Reset => "-".to_owned(),
        other => other.to_string().to_lowercase(),
    };
    let attributes =
        if cell.modifier.is_empty() { String::new() } else { format!(" {:?}", cell.modifier).to_lowercase() };
    format!("{} on {}{attributes}", colour(cell.fg), colour(cell.bg))
}

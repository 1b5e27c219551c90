//! What it takes to open the longest cable of an archive, step by step, from the file to the picture.
//!
//! `cargo bench --bench opening -- FILE [NAME...]` takes a file of cables (`-` for one of 190 kB made of the samples) and takes all
//! steps, or those whose names hold one of the words. `--once` takes each a single time, for a profiler.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::civil::{Date, date};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sipdis::app::page::Page;
use sipdis::app::read_view::{Setup, blocks, first_blocks};
use sipdis::app::reading::Reading;
use sipdis::app::ready::{Ready, Showing};
use sipdis::app::{App, Effect, Msg, Settings, Ticket};
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::{Archive, Opening, Origin, Place};
use sipdis::config::ThemeName;
use sipdis::ui::{self, ColourDepth};

/// The window.
const SIZE: (u16, u16) = (160, 50);

/// Columns and rows of a cable in such a window.
const PAGE: (u16, u16) = (78, 42);

/// Each step is repeated for about this long, and at least so often.
const SPAN: Duration = Duration::from_secs(1);
const LEAST: usize = 9;

/// A long cable, where no file is given: so many bytes.
const LONG: usize = 190 << 10;

const TODAY: Date = date(2026, 1, 1);

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let once = words.iter().any(|word| word == "--once");
    let mut names = words.iter().map(String::as_str).filter(|word| !word.starts_with("--"));
    let origin = names.next().filter(|file| *file != "-").map_or_else(long_sample, |file| Origin::Path(file.into()));
    let names: Vec<&str> = names.collect();
    let archive = Archive::new(vec![origin]);
    let (catalogue, place) = longest(&archive)?;
    let setup = Setup { today: TODAY, listed: None, explained: false };
    let document = archive.read(place)?;
    println!("{} bytes, record {} of {}", place.len, document.record, document.path);
    println!("{:<34}{:>9}{:>9}{:>9}", "", "min ms", "median", "max");
    let step = |name: &str, work: &mut dyn FnMut()| {
        if names.is_empty() || names.iter().any(|word| name.contains(word)) {
            measure(name, once, work);
        }
    };
    step("read and taken apart", &mut || drop(black_box(archive.read(place))));
    let mut copies = (0..).map(|_| document.clone());
    step("its markings", &mut || drop(black_box(Reading::new(copies.next().unwrap_or_default(), TODAY, None))));
    let reading = Arc::new(Reading::new(document.clone(), TODAY, None));
    step("all of it set in blocks", &mut || drop(black_box(blocks(&reading, setup))));
    step("its start set in blocks", &mut || drop(black_box(first_blocks(&reading, setup, PAGE))));
    let made = blocks(&reading, setup);
    step("a page of them, copied", &mut || {
        let mut page = Page::new(made.clone());
        page.fit(PAGE.0, PAGE.1);
        black_box(page.seen().count());
    });
    let (app, ticket, showing) = opened(catalogue)?;
    let ready = Ready::new(document, showing, None);
    step("the answer taken in", &mut || {
        let mut app = app.clone();
        black_box(app.update(Msg::Read { ticket, result: Ok(ready.clone()) }));
    });
    let mut app = app;
    app.update(Msg::Read { ticket, result: Ok(ready) });
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    step("drawn", &mut || {
        black_box(ui::draw(&app, ColourDepth::True, &mut buffer));
    });
    Ok(())
}

/// The samples one after the other, until they are long.
fn long_sample() -> Origin {
    let mut text = String::new();
    Archive::new(vec![Origin::Sample]).documents(&AtomicBool::new(false), &mut |read| {
        text.extend(read.map(|document| document.text));
    });
    // Behind the head of the first, everything is its body.
    let body: String = text
        .lines()
        .filter(|line| line.starts_with(char::is_lowercase))
        .fold(String::new(), |all, line| all + line + "\n");
    while text.len() < LONG {
        text.push_str("\n\n");
        text.push_str(&body);
    }
    Origin::Stdin(text.into_bytes())
}

/// All cables, and where the longest one stands.
fn longest(archive: &Archive) -> Result<(Catalogue, Place)> {
    let mut catalogue = Catalogue::default();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(grown) = opening {
            catalogue = grown;
        }
    });
    let place = catalogue.rows().map(|row| row.place).max_by_key(|place| place.len).context("there is no cable")?;
    Ok((catalogue, place))
}

/// The program with these cables, waiting for one of them.
fn opened(catalogue: Catalogue) -> Result<(App, Ticket, Showing)> {
    let (width, height) = SIZE;
    let mut app =
        App::new(Settings { title: "cables".into(), today: TODAY, theme: ThemeName::default(), width, height });
    let mut effects = app.update(Msg::Opening(Opening::Grown(catalogue)));
    let mut asked = None;
    while let Some(effect) = effects.pop() {
        match effect {
            Effect::Arrange(list) => effects = app.update(Msg::Arranged(Some(list.arranged()))),
            Effect::Read { ticket, showing, .. } => asked = Some((ticket, showing)),
            _ => {}
        }
    }
    let (ticket, showing) = asked.context("no cable is asked for")?;
    Ok((app, ticket, showing))
}

fn measure(name: &str, once: bool, work: &mut dyn FnMut()) {
    let (mut times, began) = (Vec::new(), Instant::now());
    while times.is_empty() || !once && (times.len() < LEAST || began.elapsed() < SPAN) {
        let before = Instant::now();
        work();
        times.push(before.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("{name:<34}{:>9.3}{:>9.3}{:>9.3}", times[0], times[times.len() / 2], times[times.len() - 1]);
}

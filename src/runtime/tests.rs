//! The loop with a toy state, a toy window and toy cables. Nothing here waits for a time to pass.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, unbounded};
use jiff::civil::Date;

use super::{Cables, Event, Queue, State, Window, run};
use crate::app::indexing::Indexed;
use crate::app::list::Found;
use crate::app::read_view::Setup;
use crate::app::ready::Showing;
use crate::app::search::{Question, Searching};
use crate::app::{Effect, Msg, Ticket};
use crate::archive::catalogue::Catalogue;
use crate::archive::query::Query;
use crate::archive::{Bits, Document, Opening, Place, Trouble};

/// Writes down what it is told, and answers as `script` says.
struct Toy<F> {
    script: F,
    seen: Vec<String>,
}

impl<F: FnMut(&str) -> Vec<Effect>> State for Toy<F> {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let line = match msg {
            Msg::Key(key) => format!("key {key}"),
            Msg::Paste(text) => format!("paste of {}", text.len()),
            Msg::Resize { width, height } => format!("size {width}x{height}"),
            Msg::Opening(Opening::Grown(catalogue)) => format!("{} rows", catalogue.len()),
            Msg::Opening(Opening::Progress(progress)) => format!("{} bytes", progress.read),
            Msg::Arranged(order) => format!("arranged {}", order.map_or(0, |order| order.len())),
            Msg::Indexed(indexed) => format!("indexed {}", indexed.map_or(0, |indexed| indexed.done)),
            Msg::Counted { ticket, counts } => format!("counted {}: {:?}", ticket.0, counts.map(|it| it.len())),
            Msg::Remembered(searches) => format!("remembered {}", searches.join(", ")),
            Msg::Collected(vocabulary) => format!("{} posts", vocabulary.posts.len()),
            Msg::Found { ticket, result: Ok(found) } => {
                format!("found {}: {}{}", ticket.0, found.rows.count(), if found.whole { "" } else { "+" })
            }
            Msg::Found { ticket, result: Err(message) } => format!("found {}: {message}", ticket.0),
            Msg::Opening(Opening::Trouble(trouble)) => format!("trouble: {}", trouble.message),
            Msg::Opening(Opening::Anew(paths)) => format!("{} files anew", paths.len()),
            Msg::Opening(Opening::Word(words)) => words,
            Msg::Opening(Opening::Done) => "done".to_owned(),
            Msg::Read { ticket, result: Ok(ready) } => format!("read {}: {}", ticket.0, ready.document().text),
            Msg::Read { ticket, result: Err(message) } => format!("read {}: {message}", ticket.0),
            Msg::Set { ticket, page } => format!("set {}: {} rows", ticket.0, page.seen().count()),
        };
        let effects = (self.script)(&line);
        self.seen.push(line);
        effects
    }
}

/// Writes down what is asked of it, and calls `drawn` with the number of each frame.
struct ToyWindow<F> {
    drawn: F,
    frames: usize,
    asked: Vec<&'static str>,
}

impl<S, F: FnMut(usize)> Window<S> for ToyWindow<F> {
    fn draw(&mut self, _: &S) -> io::Result<()> {
        self.asked.push("draw");
        self.frames += 1;
        (self.drawn)(self.frames);
        Ok(())
    }

    fn refresh(&mut self) -> io::Result<(u16, u16)> {
        self.asked.push("refresh");
        Ok((80, 24))
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.asked.push("suspend");
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        self.asked.push("resume");
        Ok(())
    }
}

/// Cables whose archive stays open until it is stopped, and whose text is the number of the record.
struct Plain;

impl Cables for Plain {
    fn open(&self, stop: &AtomicBool, found: &mut dyn FnMut(Opening)) {
        while !stop.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        found(Opening::Done);
    }

    fn read(&self, place: Place, _: &[Place]) -> Result<Document, String> {
        Ok(document(place))
    }

    fn search(&self, _: &Searching, _: &AtomicBool, _: &mut dyn FnMut(Found)) {}

    fn index(&self, _: &Catalogue, _: &AtomicBool, _: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        Ok(())
    }
}

fn document(place: Place) -> Document {
    Document {
        path: "a.txt".to_owned(),
        format: "text",
        record: place.record,
        text: place.record.to_string(),
        ..Document::default()
    }
}

fn place(record: u32) -> Place {
    Place { source: 0, offset: 0, len: 1, record }
}

fn read(number: u32) -> Effect {
    let (ticket, place) = (Ticket(number.into()), place(number));
    let setup = Setup { today: Date::default(), listed: None, explained: false };
    let showing = Showing { setup, size: (80, 20), inside: false };
    Effect::Read { ticket, place, beside: Vec::new(), query: None, showing }
}

fn key(name: &str) -> Event {
    Event::Msg(Msg::Key(name.parse().unwrap()))
}

struct Played {
    seen: Vec<String>,
    asked: Vec<&'static str>,
    result: io::Result<()>,
}

/// Runs the loop with `events` waiting in the queue. `drawn` may put more into it.
fn play(
    cables: impl Cables,
    events: impl IntoIterator<Item = Event>,
    script: impl FnMut(&str) -> Vec<Effect>,
    mut drawn: impl FnMut(usize, &Sender<Event>),
) -> Played {
    let queue = Queue::new();
    let sender = queue.sender();
    for event in events {
        sender.send(event).unwrap();
    }
    let mut state = Toy { script, seen: Vec::new() };
    let mut window = ToyWindow { drawn: |frame| drawn(frame, &sender), frames: 0, asked: Vec::new() };
    let result = run(&mut state, Arc::new(cables), &mut window, queue);
    Played { seen: state.seen, asked: window.asked, result }
}

fn quit_on(wanted: &str) -> impl FnMut(&str) -> Vec<Effect> {
    move |line| if line == wanted { vec![Effect::Quit] } else { Vec::new() }
}

#[test]
fn the_first_frame_waits_for_nothing_and_leaving_neither() {
    let played = play(Plain, [], quit_on("key q"), |_, queue| queue.send(key("q")).unwrap());
    assert_eq!(played.seen, ["size 80x24", "key q"]);
    assert_eq!(played.asked, ["refresh", "draw"]);
    assert!(played.result.is_ok());
}

#[test]
fn what_waits_in_the_queue_becomes_one_frame() {
    let paste = Event::Msg(Msg::Paste("x".repeat(1_000_000)));
    let played = play(Plain, [key("j"), key("j"), paste, key("k")], quit_on("key q"), |frame, queue| {
        if frame == 2 {
            queue.send(key("q")).unwrap();
        }
    });
    assert_eq!(played.seen, ["size 80x24", "key j", "key j", "paste of 1000000", "key k", "key q"]);
    assert_eq!(played.asked, ["refresh", "draw", "draw"]);
}

#[test]
fn a_window_that_is_dragged_is_measured_once() {
    let played = play(Plain, [Event::Resized, Event::Resized, Event::Resized], quit_on("key q"), |frame, queue| {
        if frame == 2 {
            queue.send(key("q")).unwrap();
        }
    });
    assert_eq!(played.seen, ["size 80x24", "size 80x24", "key q"]);
    assert_eq!(played.asked, ["refresh", "draw", "refresh", "draw"]);
}

#[test]
fn after_a_stop_everything_is_measured_and_drawn_anew() {
    let script = |line: &str| match line {
        "key ctrl-z" => vec![Effect::Suspend],
        "key q" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = play(Plain, [key("ctrl-z"), Event::Continued], script, |frame, queue| {
        if frame == 2 {
            queue.send(key("q")).unwrap();
        }
    });
    assert_eq!(played.asked, ["refresh", "draw", "suspend", "refresh", "resume", "refresh", "draw"]);
    assert_eq!(played.seen, ["size 80x24", "key ctrl-z", "size 80x24", "size 80x24", "key q"]);
}

#[test]
fn a_terminal_that_says_nothing_any_more_is_an_error() {
    let played = play(Plain, [Event::Failed("no keys".to_owned())], quit_on("key q"), |_, _| {});
    assert_eq!(played.result.unwrap_err().to_string(), "no keys");
}

#[test]
fn opening_stops_when_asked() {
    let script = |line: &str| match line {
        "key esc" => vec![Effect::StopOpening],
        "done" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = play(Plain, [key("esc")], script, |_, _| {});
    assert_eq!(played.seen, ["size 80x24", "key esc", "done"]);
}

#[test]
fn a_cable_that_is_read_at_once_comes_in_the_frame_of_its_key() {
    let once = || {
        let script = |line: &str| match line {
            "key j" => vec![read(7)],
            "key q" => vec![Effect::Quit],
            _ => Vec::new(),
        };
        let played = play(Plain, [key("j")], script, |frame, queue| {
            if frame == 2 {
                queue.send(key("q")).unwrap();
            }
        });
        assert!(played.seen.starts_with(&["size 80x24".to_owned(), "key j".to_owned()]));
        (played.seen.len(), played.asked)
    };
    // The frame does not wait long, and some other program may have the core.
    assert!((0..50).any(|_| once() == (4, vec!["refresh", "draw", "draw"])));
}

/// Cables of which the first waits for `gate` and says that it does.
struct Slow {
    started: Sender<()>,
    gate: Receiver<()>,
}

impl Cables for Slow {
    fn open(&self, _: &AtomicBool, _: &mut dyn FnMut(Opening)) {}

    fn read(&self, place: Place, _: &[Place]) -> Result<Document, String> {
        if place.record == 1 {
            self.started.send(()).unwrap();
            self.gate.recv().unwrap();
        }
        Ok(document(place))
    }

    fn search(&self, _: &Searching, _: &AtomicBool, _: &mut dyn FnMut(Found)) {}

    fn index(&self, _: &Catalogue, _: &AtomicBool, _: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        Ok(())
    }
}

#[test]
fn of_the_cables_that_wait_only_the_newest_is_read() {
    let ((started, has_started), (open_gate, gate)) = (unbounded(), unbounded());
    let script = |line: &str| match line {
        "key a" => vec![read(1)],
        "key b" => vec![read(2), read(3), read(4)],
        "read 4: 4" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = play(Slow { started, gate }, [key("a")], script, |frame, queue| match frame {
        2 => {
            has_started.recv().unwrap();
            queue.send(key("b")).unwrap();
        }
        3 => open_gate.send(()).unwrap(),
        _ => {}
    });
    assert_eq!(played.seen, ["size 80x24", "key a", "key b", "read 1: 1", "read 4: 4"]);
}

/// Cables with mistakes in them, and one without.
struct Broken;

impl Cables for Broken {
    fn open(&self, _: &AtomicBool, found: &mut dyn FnMut(Opening)) {
        found(Opening::Trouble(Trouble { path: PathBuf::from("a.txt"), message: "is odd".to_owned() }));
        panic!("row {} is out of bounds", 7);
    }

    fn read(&self, place: Place, _: &[Place]) -> Result<Document, String> {
        match place.record {
            1 => panic!("no such byte"),
            2 => Err("the file is gone".to_owned()),
            _ => Ok(document(place)),
        }
    }

    fn search(&self, _: &Searching, _: &AtomicBool, _: &mut dyn FnMut(Found)) {}

    fn index(&self, catalogue: &Catalogue, _: &AtomicBool, on: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        for done in [5, 5, 60] {
            on(Indexed { done, of: 100 });
        }
        assert!(catalogue.is_empty(), "no room");
        Err("the disk is full".to_owned())
    }
}

#[test]
fn a_mistake_in_a_worker_is_told_and_the_next_job_is_done() {
    let script = |line: &str| match line {
        "done" => vec![read(1)],
        "read 1: sipdis made a mistake in this cable: no such byte" => vec![read(2)],
        "read 2: the file is gone" => vec![read(3)],
        "read 3: 3" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = play(Broken, [], script, |_, _| {});
    assert_eq!(
        played.seen,
        [
            "size 80x24",
            "trouble: is odd",
            "trouble: sipdis made a mistake, and what follows was not read: row 7 is out of bounds",
            "done",
            "read 1: sipdis made a mistake in this cable: no such byte",
            "read 2: the file is gone",
            "read 3: 3",
        ]
    );
}

/// Cables in which the search for `slow` tells one find and then waits until it is stopped; others find three.
struct Seeker {
    started: Sender<()>,
}

impl Cables for Seeker {
    fn open(&self, _: &AtomicBool, _: &mut dyn FnMut(Opening)) {}

    fn read(&self, place: Place, _: &[Place]) -> Result<Document, String> {
        Ok(document(place))
    }

    fn search(&self, job: &Searching, stop: &AtomicBool, on: &mut dyn FnMut(Found)) {
        let finds = |count: u32, whole| Found { whole, ..Found::new(Bits::none(9).with(0..count), &job.all) };
        match job.question.query.to_string().as_str() {
            "slow" => {
                on(finds(1, false));
                self.started.send(()).unwrap();
                while !stop.load(Ordering::Relaxed) {
                    std::thread::yield_now();
                }
            }
            "broken" => panic!("no such word"),
            _ => on(finds(3, true)),
        }
    }

    fn index(&self, _: &Catalogue, _: &AtomicBool, _: &(dyn Fn(Indexed) + Sync)) -> Result<(), String> {
        Ok(())
    }
}

fn search(number: u64, query: &str) -> Effect {
    let query = Query::parse(query).unwrap();
    let question = Question { query, opened: None, like: Vec::new(), by_rank: false };
    let (catalogue, today) = (Catalogue::default(), Date::default());
    let job = Searching { question, catalogue, all: Arc::default(), today };
    Effect::Search { ticket: Ticket(number), job }
}

/// Types `a`, which is to begin a slow search, and `keys` once that has begun.
fn while_it_searches(script: impl FnMut(&str) -> Vec<Effect>, keys: &[&str]) -> Played {
    let (started, has_started) = unbounded();
    let mut asked = false;
    play(Seeker { started }, [key("a")], script, |frame, queue| {
        if frame >= 2 && !asked {
            asked = true;
            has_started.recv().unwrap();
            keys.iter().for_each(|name| queue.send(key(name)).unwrap());
        }
    })
}

#[test]
fn a_newer_search_stops_the_older_one_and_is_answered() {
    let script = |line: &str| match line {
        "key a" => vec![search(1, "slow")],
        "key b" => vec![search(2, "fast"), search(3, "faster")],
        "found 3: 3" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = while_it_searches(script, &["b"]);
    let seen: Vec<&str> = played.seen.iter().map(String::as_str).filter(|line| *line != "found 2: 3").collect();
    assert_eq!(seen, ["size 80x24", "key a", "found 1: 1+", "key b", "found 3: 3"]);
}

#[test]
fn a_search_can_be_stopped_without_another() {
    let script = |line: &str| match line {
        "key a" => vec![search(1, "slow")],
        "key b" => vec![Effect::StopSearch],
        "key c" => vec![search(2, "fast")],
        "found 2: 3" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = while_it_searches(script, &["b", "c"]);
    assert_eq!(played.seen, ["size 80x24", "key a", "found 1: 1+", "key b", "key c", "found 2: 3"]);
}

#[test]
fn a_mistake_in_a_search_is_told_and_the_next_one_is_answered() {
    let (started, _kept) = unbounded();
    let script = |line: &str| match line {
        "key a" => vec![search(1, "broken")],
        "found 1: sipdis made a mistake in this search: no such word" => vec![search(2, "fast")],
        "found 2: 3" => vec![Effect::Quit],
        _ => Vec::new(),
    };
    let played = play(Seeker { started }, [key("a")], script, |_, _| {});
    assert_eq!(played.seen.len(), 4, "{:?}", played.seen);
}

#[test]
fn an_index_tells_each_percent_once_and_how_it_ended() {
    let mut ended = 0;
    let script = |line: &str| match line {
        "done" => vec![Effect::Index(Catalogue::default())],
        "indexed 0" if ended == 1 => vec![Effect::Quit],
        "indexed 0" => {
            ended += 1;
            vec![Effect::Index(Catalogue::default())]
        }
        _ => Vec::new(),
    };
    let played = play(Broken, [], script, |_, _| {});
    let first = ["done", "indexed 5", "indexed 60", "the disk is full", "indexed 0"];
    let again = ["indexed 5", "indexed 60", "indexed 0"];
    assert_eq!(played.seen[3..], [&first[..], &again[..]].concat(), "why is told once");
}

//! How long a key of a search takes until its answer is on the screen: queries of all kinds, typed letter by letter into the
//! built program on a pseudo-terminal.
//!
//! `cargo bench --bench typing -- FILE [FOLDER [TIMES]]` takes a file of cables and a folder for the cache (a temporary one
//! else), has the program make catalogue and index there, and types each query so many times (20). For each key three
//! times are taken, at the moment when the bytes arrive: until the letter is drawn, until the first hits are, as many as fit (50), and
//! until their exact count is. The line under what is typed says which of both is there; dots behind it say that it answers an older
//! question. A query that cannot be read yet is answered by what is wrong with it. Keys that took longer than a frame are told one
//! by one. Then each query is typed without a pause, as often: until the first hits for all of it are drawn, which is soon only if
//! what was begun for each letter is given up at the next.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail, ensure};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use sipdis::archive::query::Query;

#[path = "common/queries.rs"]
mod queries;
use queries::QUERIES;

/// Rows of the terminal: fifty cables, and what stands above and below them.
const ROWS: u16 = 55;
const COLUMNS: u16 = 160;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A key comes when nothing was drawn for so long: the cable beside the list is there then.
const QUIET: Duration = Duration::from_millis(8);

/// What nobody notices.
const FRAME: Duration = Duration::from_millis(16);

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some(file) = args.first() else {
        println!("give a file of cables to measure");
        return Ok(());
    };
    let folder = args.get(1).map_or_else(|| env::temp_dir().join("sipdis-bench-typing"), PathBuf::from);
    let times: usize = args.get(2).map_or(Ok(20), |times| times.parse()).context("how often is no number")?;
    let program = env!("CARGO_BIN_EXE_sipdis");
    let built = std::process::Command::new(program)
        .args(["index", "build", file])
        .env("SIPDIS_CACHE", &folder)
        .status()
        .context("the program cannot be started")?;
    ensure!(built.success(), "no index could be made of {file}");

    let mut terminal = Terminal::start(program, file, &folder)?;
    terminal.wait("the list", |screen| screen.contains(" / search") && !screen.contains("indexing"))?;
    // The index is opened behind the first screen.
    terminal.open_line()?;
    terminal.answer("the", "the")?;
    terminal.close_line()?;
    println!("milliseconds: median, p99 and largest");
    println!("{:<36}{:>6}{:>18}{:>20}{:>22}{:>20}", "query", "keys", "letter", "first hits", "count", "in one go");
    let (mut all, mut slow) = (Times::default(), BTreeMap::<String, Vec<Duration>>::new());
    for query in QUERIES {
        let mut of = Times::default();
        for _ in 0..times {
            terminal.open_line()?;
            let mut typed = String::new();
            for letter in query.chars() {
                typed.push(letter);
                let answer = terminal.answer(letter.encode_utf8(&mut [0; 4]), &typed)?;
                if answer.first > FRAME {
                    slow.entry(typed.clone()).or_default().push(answer.first);
                }
                of.letters.push(answer.letter);
                of.firsts.push(answer.first);
                of.counts.push(answer.count);
            }
            terminal.close_line()?;
            terminal.open_line()?;
            of.bursts.push(terminal.answer(query, query)?.first);
            terminal.close_line()?;
        }
        println!("{query:<36}{}", of.line());
        all.add(of);
    }
    println!("{:<36}{}", "all", all.line());
    for (typed, mut times) in slow {
        println!("above {FRAME:?}: the last key of {typed:<36} {:>3} times, {}", times.len(), figures(&mut times));
    }
    terminal.leave()
}

/// How long keys took.
#[derive(Default)]
struct Times {
    letters: Vec<Duration>,
    firsts: Vec<Duration>,
    counts: Vec<Duration>,
    /// Of queries that were typed without a pause.
    bursts: Vec<Duration>,
}

impl Times {
    fn add(&mut self, more: Times) {
        self.letters.extend(more.letters);
        self.firsts.extend(more.firsts);
        self.counts.extend(more.counts);
        self.bursts.extend(more.bursts);
    }

    fn line(&mut self) -> String {
        let keys = self.firsts.len();
        let [letters, firsts] = [figures(&mut self.letters), figures(&mut self.firsts)];
        let [counts, bursts] = [figures(&mut self.counts), figures(&mut self.bursts)];
        format!("{keys:>6}{letters:>18}{firsts:>20}{counts:>22}{bursts:>20}")
    }
}

/// How long an answer took.
struct Answer {
    letter: Duration,
    first: Duration,
    count: Duration,
}

/// The program, seen from the other side of its terminal.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    written: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn Child + Send + Sync>,
    screen: vt100::Parser,
    /// The last bytes that were taken.
    tail: Vec<u8>,
}

/// What ends a frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

impl Terminal {
    fn start(program: &str, file: &str, cache: &std::path::Path) -> Result<Self> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.arg(file);
        command.cwd(env::current_dir()?);
        for (name, value) in [("TERM", "xterm-256color"), ("SIPDIS_STATE", "")] {
            command.env(name, value);
        }
        command.env("SIPDIS_CACHE", cache);
        let child = pair.slave.spawn_command(command)?;
        let mut reader = pair.master.try_clone_reader()?;
        let (sender, written) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            // The end is an error on some systems: the last one has closed the terminal.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let (rows, columns) = (NonZero::new(ROWS).context("rows")?, NonZero::new(COLUMNS).context("columns")?);
        let keyboard = pair.master.take_writer()?;
        let screen = vt100::Parser::new(rows, columns, 0);
        Ok(Terminal { master: pair.master, keyboard, written, child, screen, tail: Vec::new() })
    }

    fn press(&mut self, keys: &str) -> Result<Instant> {
        let at = Instant::now();
        self.keyboard.write_all(keys.as_bytes())?;
        self.keyboard.flush()?;
        Ok(at)
    }

    /// Takes what was written next; nothing where nothing comes in time.
    fn take(&mut self, patience: Duration) -> Result<Option<Instant>> {
        match self.written.recv_timeout(patience) {
            Ok((at, bytes)) => {
                self.screen.process(&bytes);
                self.tail.extend_from_slice(&bytes);
                self.tail.drain(..self.tail.len().saturating_sub(FRAME_END.len()));
                Ok(Some(at))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => bail!("the program has ended; the screen is\n{}", self.text()),
        }
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// What stands in a row, counted from the bottom.
    fn row(&self, from_bottom: u16) -> String {
        let row = usize::from(ROWS - 1 - from_bottom);
        self.screen.screen().rows(0, COLUMNS).nth(row).unwrap_or_default().trim_end().to_owned()
    }

    /// What is known of the answer: what stands before the hints.
    fn tally(&self) -> String {
        let row = self.row(0);
        row.split("   ").next().unwrap_or_default().to_owned()
    }

    /// Waits until the screen is as wanted.
    fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while !wanted(&self.text()) {
            if self.take(end.saturating_duration_since(Instant::now()))?.is_none() {
                bail!("{what} did not come; the screen is\n{}", self.text());
            }
        }
        Ok(())
    }

    fn open_line(&mut self) -> Result<()> {
        self.press("/")?;
        self.wait("the search line", |screen| screen.contains("words, \"phrases\""))
    }

    fn close_line(&mut self) -> Result<()> {
        self.press("\x1b")?;
        self.wait("the list", |screen| !screen.contains("enter go"))
    }

    /// Types keys, so that what is `typed` stands in the line, and waits for the answer to that.
    fn answer(&mut self, keys: &str, typed: &str) -> Result<Answer> {
        while self.take(QUIET)?.is_some() {}
        let (line, readable) = (format!("/{}", typed.trim_end()), Query::parse(typed).is_ok());
        let pressed = self.press(keys)?;
        let (mut letter, mut first) = (None, None);
        loop {
            let patience = PATIENCE.saturating_sub(pressed.elapsed());
            let Some(at) = self.take(patience)? else {
                bail!("no answer to {typed:?}; the screen is\n{}", self.text())
            };
            // Half a frame says nothing.
            if self.tail != FRAME_END || self.row(1) != line {
                continue;
            }
            let since = at.saturating_duration_since(pressed);
            let letter = *letter.get_or_insert(since);
            // What is wrong with a query comes with the letter.
            let tally = self.tally();
            if readable && !is_of_now(&tally) {
                continue;
            }
            let first = *first.get_or_insert(since);
            if !readable || !tally.contains("so far") {
                return Ok(Answer { letter, first, count: since });
            }
        }
    }

    fn leave(mut self) -> Result<()> {
        self.press("q")?;
        while self.written.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait()?;
        drop(self.master);
        Ok(())
    }
}

/// Whether this is said of an answer, or the first part of one, to what is typed.
fn is_of_now(tally: &str) -> bool {
    let is_some = tally.starts_with(|c: char| c.is_ascii_digit()) || tally.starts_with("nothing found");
    is_some && !tally.ends_with('…')
}

fn figures(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!("{:.1} {:.1} {:.1}", ms(times, 0.5), ms(times, 0.99), ms(times, 1.0))
}

fn ms(sorted: &[Duration], part: f64) -> f64 {
    let at = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

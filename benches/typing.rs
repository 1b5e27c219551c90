//! How long a key of a search takes until its answer is on the screen: queries of all kinds, typed letter by letter into the
//! built program on a pseudo-terminal.
//!
//! `cargo bench --bench typing -- FILE [FOLDER [TIMES]]` takes a file of cables and a folder for the cache (a temporary one
//! else), has the program make catalogue and index there, and types each query so many times (20). For each key two
//! times are taken, at the moment when the bytes arrive: until the first hits are drawn, as many as fit (50), and until the last
//! byte, with the exact count. A query that cannot be read yet is answered by what is wrong with it.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail, ensure};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

#[path = "common/queries.rs"]
mod queries;
use queries::QUERIES;

/// Rows of the terminal: fifty cables, and what stands above and below them.
const ROWS: u16 = 55;
const COLUMNS: u16 = 160;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the answer is whole, nothing more comes after this.
const QUIET: Duration = Duration::from_millis(8);

/// Where nothing on the screen says that it is, nothing more comes after this.
const SILENCE: Duration = Duration::from_millis(150);

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
    println!("{:<50}{:>6}{:>24}{:>24}", "query", "keys", "first hits: med max ms", "last byte: med max ms");
    let (mut firsts, mut lasts) = (Vec::new(), Vec::new());
    for query in QUERIES {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for _ in 0..times {
            terminal.press("/")?;
            terminal.wait("the search line", |screen| screen.contains("words, \"phrases\""))?;
            let mut typed = String::new();
            for letter in query.chars() {
                typed.push(letter);
                let times = terminal.answer(letter, &typed).with_context(|| format!("{query:?} at {typed:?}"))?;
                first.push(times.0);
                last.push(times.1);
            }
            terminal.press("\x1b")?;
            terminal.wait("the list", |screen| !screen.contains("enter go"))?;
        }
        println!("{query:<50}{:>6}{:>24}{:>24}", first.len(), figures(&mut first), figures(&mut last));
        firsts.extend(first);
        lasts.extend(last);
    }
    println!("all {} keys: first hits drawn {}; last byte {}", firsts.len(), overall(&mut firsts), overall(&mut lasts));
    terminal.leave()
}

/// The program, seen from the other side of its terminal.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    written: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn Child + Send + Sync>,
    screen: vt100::Parser,
}

impl Terminal {
    fn start(program: &str, file: &str, cache: &std::path::Path) -> Result<Self> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.arg(file);
        command.cwd(env::current_dir()?);
        for (name, value) in [("TERM", "xterm-256color".as_ref()), ("SIPDIS_CACHE", cache.as_os_str())] {
            command.env(name, value);
        }
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
        Ok(Terminal { master: pair.master, keyboard, written, child, screen: vt100::Parser::new(rows, columns, 0) })
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

    /// Types a letter. How long it takes until the first answer is drawn, and until the last byte.
    fn answer(&mut self, letter: char, typed: &str) -> Result<(Duration, Duration)> {
        while self.take(Duration::ZERO)?.is_some() {}
        let before = self.tally();
        let pressed = self.press(letter.encode_utf8(&mut [0; 4]))?;
        let (mut first, mut last) = (None, pressed);
        loop {
            let tally = self.tally();
            let is_whole = first.is_some() && !tally.contains("so far") && !tally.contains("searching");
            match self.take(if is_whole { QUIET } else { SILENCE })? {
                Some(at) => last = at,
                None if last > pressed => break,
                None => ensure!(pressed.elapsed() < PATIENCE, "no answer; the screen is\n{}", self.text()),
            }
            let tally = self.tally();
            // How long it took stands there too, so another answer mostly reads otherwise.
            if first.is_none() && tally != before && !tally.is_empty() && !tally.contains("searching") {
                first = Some(last);
            }
        }
        let line = self.row(1);
        ensure!(line.trim_end() == format!("/{}", typed.trim_end()), "the line is {line:?}");
        let since = |at: Instant| at.saturating_duration_since(pressed);
        Ok((since(first.unwrap_or(last)), since(last)))
    }

    fn leave(mut self) -> Result<()> {
        self.press("q")?;
        while self.written.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait()?;
        drop(self.master);
        Ok(())
    }
}

fn figures(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!("{:.1} {:.1}", ms(times, 0.5), ms(times, 1.0))
}

fn overall(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!("median {:.1} ms, p99 {:.1} ms, max {:.1} ms", ms(times, 0.5), ms(times, 0.99), ms(times, 1.0))
}

fn ms(sorted: &[Duration], part: f64) -> f64 {
    let at = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

//! A program in a terminal of its own, and what stands on that terminal.
//!
//! Nothing here sleeps: a test reads what the program writes until it sees what it waits for, and fails when that does
//! not come in time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Long enough for a busy machine. Only a test that fails waits as long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program and its terminal, seen from the other side.
pub struct Session {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    written: Receiver<Vec<u8>>,
    reading: JoinHandle<()>,
    child: Box<dyn Child + Send + Sync>,
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    /// The terminal's modes before the program started.
    modes: String,
}

/// How a program ended, and what it left behind.
pub struct Ended {
    pub status: ExitStatus,
    /// Every byte the program has written.
    pub bytes: Vec<u8>,
    /// What stands on the terminal.
    pub text: String,
}

/// A program with its arguments, in an environment that does not depend on who runs the tests.
pub fn command(program: &str, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    for name in ["NO_COLOR", "COLORTERM", "COLORFGBG", "ENV"] {
        command.env_remove(name);
    }
    for (name, value) in [("TERM", "xterm-256color"), ("PS1", "shell> "), ("LC_ALL", "C"), ("RUST_BACKTRACE", "0")] {
        command.env(name, value);
    }
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(name, env!("CARGO_TARGET_TMPDIR"));
    }
    // What one test searches for must not come up in another.
    command.env("SIPDIS_STATE", "");
    command
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn nonzero(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

impl Session {
    /// Starts a program in a terminal of 100 columns and 30 rows.
    pub fn start(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(100, 30)).unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        // Without room, so that the reader notices at its next bytes that nobody wants them any more.
        let (sender, written) = sync_channel(0);
        let reading = thread::spawn(move || {
            let mut buffer = [0; 65536];
            // The end is an error on some systems: the last one has closed the terminal.
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session {
            keyboard: pair.master.take_writer().unwrap(),
            master: pair.master,
            written,
            reading,
            child,
            terminal: vt100::Parser::new(nonzero(30), nonzero(100), 0),
            bytes: Vec::new(),
            modes,
        }
    }

    /// Reads what the program writes until the screen is as wanted.
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self.terminal.screen()) {
            match self.written.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(reason) => panic!("{what:?} did not come ({reason}); the screen is\n{}", self.text()),
            }
        }
    }

    /// Reads what the program writes until `text` stands on the alternate screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.alternate_screen() && screen.contents().contains(text));
    }

    /// Reads what the program writes until the terminal is back with a shell that says `text`.
    pub fn wait_for_shell(&mut self, text: &str) {
        self.wait_until(text, |screen| !screen.alternate_screen() && screen.contents().contains(text));
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.terminal.screen().contents()
    }

    /// How many bytes the program has written so far.
    pub fn written(&self) -> usize {
        self.bytes.len()
    }

    /// Sends keys, as bytes.
    pub fn keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Gives the window another size. What stood on it is lost, so that only what is drawn anew counts.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.terminal.screen_mut().set_size(nonzero(rows), nonzero(cols));
        self.wipe();
        self.master.resize(size(cols, rows)).unwrap();
    }

    /// Loses what stands on the screen.
    pub fn wipe(&mut self) {
        self.terminal.process(b"\x1b[2J");
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let pid = self.child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Closes the window over the program, and tells how it ended.
    pub fn close(self) -> ExitStatus {
        // The reader holds the window open until it sees that it is not needed: it has to be given something to read.
        self.signal(Signal::WINCH);
        let Session { master, keyboard, written, reading, child, .. } = self;
        drop(written);
        reading.join().unwrap();
        drop((keyboard, master));
        wait(child)
    }

    /// Waits for the end of the program, and checks that the terminal is as it was before.
    pub fn finish(mut self) -> Ended {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.written.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end; the screen is\n{}", self.text()),
            }
        }
        self.check_given_back();
        Ended { text: self.text(), bytes: self.bytes, status: wait(self.child) }
    }

    fn check_given_back(&self) {
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes come as they are");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is free");
        assert_eq!(format!("{:?}", self.master.get_termios()), self.modes, "the modes are as before");
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }
}

/// Waits for the end of a program. One that does not end is killed, so that the test fails instead of waiting for ever.
fn wait(mut child: Box<dyn Child + Send + Sync>) -> ExitStatus {
    let mut killer = child.clone_killer();
    let (alive, ended) = channel::<()>();
    let guard = thread::spawn(move || {
        if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let _ = killer.kill();
        }
    });
    let status = child.wait().unwrap();
    drop(alive);
    guard.join().unwrap();
    status
}

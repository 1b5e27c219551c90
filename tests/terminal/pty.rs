//! A program in a terminal of its own, and what stands on that terminal.
//!
//! Nothing here sleeps: a test reads what the program writes until it sees what it waits for, and fails when that does
//! not come in time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Long enough for a busy machine. Only a test that fails waits as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program and its terminal, seen from the other side.
pub struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    written: Receiver<Vec<u8>>,
    child: Box<dyn Child + Send + Sync>,
    screen: vt100::Parser,
    /// Every byte the program has written.
    pub bytes: Vec<u8>,
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

/// A program with its arguments, with an environment in which only the terminal is set.
pub fn command(program: &str, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    for name in ["NO_COLOR", "COLORTERM", "ENV"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("PS1", "shell> ");
    command.env("RUST_BACKTRACE", "0");
    // Nothing of the person who runs the tests is read or written.
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(name, env!("CARGO_TARGET_TMPDIR"));
    }
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
        let (sender, written) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            // The end is an error on some systems: the last one has closed the terminal.
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session {
            keyboard: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            written,
            child,
            screen: vt100::Parser::new(nonzero(30), nonzero(100), 0),
            bytes: Vec::new(),
            modes,
        }
    }

    /// Reads what the program writes until the screen is as wanted.
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            match self.written.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(reason) => panic!("{what} did not come ({reason}); the screen is\n{}", self.text()),
            }
        }
    }

    /// Reads what the program writes until `text` stands on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Sends keys, as bytes.
    pub fn keys(&mut self, keys: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    /// Gives the window another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.screen.screen_mut().set_size(nonzero(rows), nonzero(cols));
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let pid = self.child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Closes the window over the program.
    pub fn close(mut self) -> ExitStatus {
        self.keyboard = None;
        self.master = None;
        self.status()
    }

    /// Waits for the end of the program and checks that the terminal is as it was before.
    pub fn finish(mut self) -> Ended {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.written.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end; the screen is\n{}", self.text()),
            }
        }
        let status = self.status();
        self.check_given_back();
        Ended { status, text: self.text(), bytes: self.bytes }
    }

    /// Checks that the terminal is in the hands of whoever had it before.
    pub fn check_given_back(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes come as they are");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is free");
        assert_eq!(format!("{:?}", self.master.as_ref().unwrap().get_termios()), self.modes, "the modes are as before");
    }

    fn status(&mut self) -> ExitStatus {
        let mut killer = self.child.clone_killer();
        let (ended, end) = channel::<()>();
        // A program that does not end must not hold up the tests for ever.
        let guard = thread::spawn(move || {
            if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let _ = killer.kill();
            }
        });
        let status = self.child.wait().unwrap();
        drop(ended);
        guard.join().unwrap();
        status
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }
}

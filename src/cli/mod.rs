//! The command line: what can be asked for, and one file a subcommand.
//!
//! Knows no screen: where one is asked for, the caller is told what to show on it.

mod facets;
mod index;
mod lint;
mod parse;
mod search;
mod spans;
mod stats;

use std::fmt::Display;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, Styles, TypedValueParser};
use clap::{Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::archive::{Origin, Trouble};
use crate::config::ThemeName;
use crate::text::visible;
use crate::text::visible::visible_block;

/// Reads US diplomatic cables: a file, a folder or a whole archive, in the terminal.
#[derive(Debug, Parser)]
#[command(name = "sipdis", version, args_conflicts_with_subcommands = true, styles = Styles::plain())]
pub struct Cli {
    /// Files and folders to open; `-` is standard input. Without one, fictional sample cables are shown.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The colours: dark, light, contrast, 16 or none. Without it the environment decides (NO_COLOR, COLORFGBG).
    #[arg(long, value_name = "NAME", value_parser = theme_names())]
    pub theme: Option<ThemeName>,
    /// What to do instead of showing cables on the screen. A file of such a name is opened as `./NAME`.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take cables apart and print what was found.
    Parse(parse::Args),
    /// Check classification markings: what contradicts itself, is missing, or does not hold any more.
    Lint(lint::Args),
    /// Count cables by level, year, post and TAGS.
    Stats(stats::Args),
    /// Show, make or delete what is kept of an archive, so that it opens at once.
    Index(index::Args),
    /// Find cables: words, phrases and fields, the newest first. Exit status 1 where nothing is found.
    Search(search::Args),
}

impl Cli {
    /// What the command line of this process asks for. Help and mistakes are printed, and give the code to leave with.
    pub fn of_this_process() -> Result<Self, ExitCode> {
        Cli::try_parse().map_err(|answer| {
            if !answer.use_stderr() {
                // Help and version hold nothing of the command line. That nobody reads them is no error.
                let _ = answer.print();
                return ExitCode::SUCCESS;
            }
            // As bytes, because clap takes escape codes out where it writes plainly, and so hides what was typed.
            let _ = write!(io::stderr().lock(), "{}", visible_block(&answer.render().ansi().to_string()));
            ExitCode::from(MISUSED)
        })
    }
}

/// The exit code for a command line that makes no sense.
const MISUSED: u8 = 2;

/// What is left to do after [`run`].
#[derive(Debug)]
pub enum Outcome {
    /// Leave with this code.
    Exit(ExitCode),
    /// Show this on the screen.
    Screen(Wanted),
}

/// What is wanted on the screen.
#[derive(Debug)]
pub struct Wanted {
    /// What to open.
    pub origins: Vec<Origin>,
    /// The colours, where somebody asked for some.
    pub theme: Option<ThemeName>,
}

/// Reads the name of a theme, and says which there are.
fn theme_names() -> impl TypedValueParser<Value = ThemeName> {
    PossibleValuesParser::new(ThemeName::ALL.map(ThemeName::name)).try_map(|name| name.parse())
}

/// Does what was asked for, up to the screen.
pub fn run(cli: Cli) -> Outcome {
    match cli.command {
        Some(Command::Parse(args)) => Outcome::Exit(parse::run(&args)),
        Some(Command::Lint(args)) => Outcome::Exit(lint::run(&args)),
        Some(Command::Stats(args)) => Outcome::Exit(stats::run(&args)),
        Some(Command::Index(args)) => Outcome::Exit(index::run(&args)),
        Some(Command::Search(args)) => Outcome::Exit(search::run(&args)),
        None => match origins(&cli.paths) {
            Some(origins) => Outcome::Screen(Wanted { origins, theme: cli.theme }),
            None => Outcome::Exit(ExitCode::FAILURE),
        },
    }
}

/// What the paths of a command line mean. `None`, with a complaint, where standard input is among them and cannot be read.
fn origins(paths: &[PathBuf]) -> Option<Vec<Origin>> {
    if paths.is_empty() {
        return Some(vec![Origin::Sample]);
    }
    let mut origins: Vec<Origin> = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" {
            origins.push(Origin::Path(path.clone()));
        } else if !origins.iter().any(|origin| matches!(origin, Origin::Stdin(_))) {
            let mut bytes = Vec::new();
            if let Err(error) = io::stdin().lock().read_to_end(&mut bytes) {
                complain(format_args!("standard input cannot be read: {error}"));
                return None;
            }
            origins.push(Origin::Stdin(bytes));
        }
    }
    Some(origins)
}

/// The code to leave with once the output is written: `done`, also where nobody wants to read on; `failed`, with a complaint,
/// where it could not be written.
fn end_of_output(written: io::Result<()>, done: ExitCode, failed: ExitCode) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(format_args!("the output cannot be written: {error}"));
            failed
        }
        _ => done,
    }
}

/// Writes an object as JSON. With `safe` it has escapes for all that is not ASCII: a terminal must not obey what stands in a file.
fn write_object(out: &mut impl Write, object: &impl Serialize, safe: bool) -> io::Result<()> {
    if !safe {
        return Ok(serde_json::to_writer(out, object)?);
    }
    serde_json::to_string(object)?.chars().try_for_each(|c| match c {
        ' '..='~' => write!(out, "{c}"),
        _ => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}")),
    })
}

/// The day, in UTC as the times of cables are.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// Complains of a source that could not be read.
fn tell(trouble: &Trouble) {
    complain(format_args!("{}: {}", trouble.path.display(), trouble.message));
}

/// Tells the person at standard error what went wrong. Names of files are hostile too, so all of it is made visible.
///
/// Never fails: where nobody can be told, the exit code still says it.
pub fn complain(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "sipdis: {}", visible(&message.to_string()).as_str());
}

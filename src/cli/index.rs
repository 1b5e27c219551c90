//! `sipdis index`: what is kept of an archive for the next start, made, shown and cleared.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
#[cfg(feature = "index")]
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use clap::Subcommand;
use jiff::Timestamp;
use serde::Serialize;

use super::{complain, end_of_output, tell, write_object};
use crate::archive::cache::{self, Folder};
use crate::archive::catalogue::Catalogue;
use crate::archive::keep::{self, Keeping, Opened};
use crate::archive::{Archive, Opening, Origin, Progress};
#[cfg(feature = "index")]
use crate::archive::{Place, index};
use crate::text::visible;

/// Arguments of `sipdis index`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    what: What,
}

/// What to do with what is kept.
#[derive(Debug, Subcommand)]
enum What {
    /// Show where it is kept, how large and how old it is, and whether it is up to date (exit status 1 where it is not).
    Status {
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        of: Paths,
    },
    /// Make it, or bring it up to date.
    Build(Paths),
    /// Delete it. The sources are never touched.
    Clear(Paths),
}

/// The archive that is meant.
#[derive(Debug, clap::Args)]
struct Paths {
    /// Files and folders, as they are opened together: the same ones in the same order.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Does what was asked for.
pub(super) fn run(args: &Args) -> ExitCode {
    let (What::Status { of: Paths { paths }, .. } | What::Build(Paths { paths }) | What::Clear(Paths { paths })) =
        &args.what;
    let Some(root) = cache::root_of_this_process() else {
        complain("there is no place to keep anything: neither SIPDIS_CACHE nor XDG_CACHE_HOME nor HOME is set");
        return ExitCode::FAILURE;
    };
    if paths.iter().any(|path| path.as_os_str() == "-") {
        complain("nothing is kept of standard input");
        return ExitCode::FAILURE;
    }
    let origins = paths.iter().cloned().map(Origin::Path).collect();
    let archive = Archive::new(origins).kept_in(Some(root));
    let Some(folder) = archive.folder() else {
        complain("nothing is kept of these paths: one of them does not exist, or lies in another");
        return ExitCode::FAILURE;
    };
    match args.what {
        What::Status { json, .. } => status(&archive, &folder, json),
        What::Build(_) => build(&archive, &folder),
        What::Clear(_) => match folder.clear() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                complain(format_args!("{} cannot be cleared: {error}", folder.path().display()));
                ExitCode::FAILURE
            }
        },
    }
}

/// What is kept, as it is printed.
#[derive(Debug, Serialize)]
struct Status {
    folder: String,
    /// Bytes of all files.
    size: u64,
    written: Option<String>,
    age_seconds: Option<u64>,
    catalogue: Option<Part>,
    index: Option<Part>,
}

/// A part of what is kept.
#[derive(Debug, Serialize)]
struct Part {
    cables: usize,
    up_to_date: bool,
}

fn status(archive: &Archive, folder: &Folder, json: bool) -> ExitCode {
    let (size, written) = folder.size().unwrap_or_default();
    let kept = keep::state(archive, folder).unwrap_or_else(|unfit| {
        complain(format_args!("the catalogue will be made anew: {unfit}"));
        None
    });
    let index = kept.as_ref().and_then(|kept| index_part(archive, folder, kept));
    let catalogue = kept.map(|kept| Part { cables: kept.cables, up_to_date: kept.up_to_date });
    let code =
        if catalogue.as_ref().is_some_and(|part| part.up_to_date) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    let age = written.and_then(|written| SystemTime::now().duration_since(written).ok());
    let status = Status {
        folder: folder.path().display().to_string(),
        size,
        written: written
            .and_then(|at| Timestamp::try_from(at).ok())
            .map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        age_seconds: age.map(|age| age.as_secs()),
        catalogue,
        index,
    };
    let mut out = io::stdout().lock();
    let safe = out.is_terminal();
    let written = match json {
        true => write_object(&mut out, &status, safe).and_then(|()| out.write_all(b"\n")),
        false => write_status(&mut out, &status, safe),
    };
    end_of_output(written, code, ExitCode::FAILURE)
}

fn write_status(out: &mut impl Write, status: &Status, safe: bool) -> io::Result<()> {
    let folder = if safe { visible(&status.folder).as_str().to_owned() } else { status.folder.clone() };
    writeln!(out, "folder     {folder}")?;
    writeln!(out, "size       {:.1} MB", status.size as f64 / 1e6)?;
    if let (Some(written), Some(age)) = (&status.written, status.age_seconds) {
        writeln!(out, "written    {written}, {} ago", duration(age))?;
    }
    for (name, part) in [("catalogue", &status.catalogue), ("index", &status.index)] {
        let words = match part {
            None => "none".to_owned(),
            Some(Part { cables, up_to_date }) => {
                format!("{cables} cables, {}", if *up_to_date { "up to date" } else { "not up to date" })
            }
        };
        writeln!(out, "{name:<11}{words}")?;
    }
    Ok(())
}

/// A time in words: the largest unit that fits.
fn duration(seconds: u64) -> String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (unit, name) = units.into_iter().find(|(unit, _)| seconds >= *unit).unwrap_or((1, "second"));
    let count = seconds / unit;
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// Makes the catalogue, and the index behind it; both where they are not what they should be.
fn build(archive: &Archive, folder: &Folder) -> ExitCode {
    let (mut code, mut meter) = (ExitCode::SUCCESS, Meter::new());
    let (catalogue, opened) = open(archive, &mut meter, &mut code);
    let cables = catalogue.len() - catalogue.copies();
    say(format_args!("catalogue: {cables} cables{}", if opened == Opened::Kept { ", up to date" } else { "" }));
    if !folder.file(keep::CATALOGUE).exists() {
        return ExitCode::FAILURE;
    }
    match build_index(archive, &catalogue, folder, &mut meter) {
        Ok(()) => code,
        Err(message) => {
            meter.clear();
            complain(message);
            ExitCode::FAILURE
        }
    }
}

fn open(archive: &Archive, meter: &mut Meter, code: &mut ExitCode) -> (Catalogue, Opened) {
    let mut catalogue = Catalogue::default();
    let mut keeping = Keeping::new(archive).of_any_size();
    let opened = keeping.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(grown) => catalogue = grown,
        Opening::Progress(progress) => meter.show(|| reading(progress)),
        Opening::Trouble(trouble) => {
            meter.clear();
            tell(&trouble);
            *code = ExitCode::FAILURE;
        }
        Opening::Word(words) => {
            meter.clear();
            complain(words);
        }
        Opening::Anew(_) => {}
        Opening::Done => meter.clear(),
    });
    (catalogue, opened)
}

fn reading(Progress { read, of, rate, .. }: Progress) -> String {
    let part = of.filter(|of| *of > 0).map(|of| format!("{} %, ", read.saturating_mul(100) / of)).unwrap_or_default();
    format!("reading: {part}{} MB, {} MB/s", read / 1_000_000, rate / 1_000_000)
}

#[cfg(feature = "index")]
fn build_index(archive: &Archive, catalogue: &Catalogue, folder: &Folder, meter: &mut Meter) -> Result<(), String> {
    let (places, began) = (places(catalogue), Instant::now());
    let meter = Mutex::new(meter);
    let show = |written: index::Written<'_>| {
        let words = || format!("indexing: {} of {} cables", written.done, written.of);
        meter.lock().unwrap_or_else(PoisonError::into_inner).show(words);
    };
    let folder = folder.file(index::FOLDER);
    let built = index::build(archive, &places, &folder, index::Way::default(), &AtomicBool::new(false), &show);
    built.map_err(|error| error.to_string())?;
    meter.into_inner().unwrap_or_else(PoisonError::into_inner).clear();
    say(format_args!("index: {} cables, {:.1} s", places.len(), began.elapsed().as_secs_f64()));
    Ok(())
}

#[cfg(not(feature = "index"))]
fn build_index(_: &Archive, _: &Catalogue, _: &Folder, _: &mut Meter) -> Result<(), String> {
    Ok(())
}

#[cfg(feature = "index")]
fn index_part(archive: &Archive, folder: &Folder, kept: &keep::State) -> Option<Part> {
    let stored = index::stored(archive, &folder.file(index::FOLDER))?;
    let cables = stored.cables.unwrap_or(0);
    Some(Part { cables, up_to_date: kept.up_to_date && cables == kept.catalogue.newest_first().len() })
}

#[cfg(not(feature = "index"))]
fn index_part(_: &Archive, _: &Folder, _: &keep::State) -> Option<Part> {
    None
}

/// A line about what was done. Nobody has to hear it.
fn say(words: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// The cables as the index wants them.
#[cfg(feature = "index")]
fn places(catalogue: &Catalogue) -> Vec<Place> {
    catalogue.newest_first().into_iter().filter_map(|row| Some(catalogue.entry(row)?.place())).collect()
}

/// One line at standard error that is written over, where a person looks at it.
struct Meter {
    wanted: bool,
    shown: Option<Instant>,
}

impl Meter {
    const OFTEN: Duration = Duration::from_millis(200);

    fn new() -> Self {
        Meter { wanted: io::stderr().is_terminal(), shown: None }
    }

    fn show(&mut self, words: impl FnOnce() -> String) {
        if self.wanted && self.shown.is_none_or(|shown| shown.elapsed() >= Meter::OFTEN) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K{}", words());
            self.shown = Some(Instant::now());
        }
    }

    fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_in_their_largest_unit() {
        assert_eq!(
            [0, 1, 59, 60, 7200, 86_400 * 3].map(duration),
            ["0 seconds", "1 second", "59 seconds", "1 minute", "2 hours", "3 days"]
        );
    }

    #[test]
    fn a_status_says_what_is_there_and_what_is_not() {
        let status = Status {
            folder: "/c/a\n".into(),
            size: 1_250_000,
            written: Some("2026-01-01T00:00:00Z".into()),
            age_seconds: Some(61),
            catalogue: Some(Part { cables: 7, up_to_date: true }),
            index: None,
        };
        let mut out = Vec::new();
        write_status(&mut out, &status, true).unwrap();
        let expected = "folder     /c/a^J\nsize       1.2 MB\nwritten    2026-01-01T00:00:00Z, 1 minute ago\n\
                        catalogue  7 cables, up to date\nindex      none\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

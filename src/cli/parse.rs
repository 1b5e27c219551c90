//! `sipdis parse`: cables as JSON.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use super::complain;
use crate::archive::{Archive, Document, json};

/// Arguments of `sipdis parse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One object for one cable, an array for several (this is the default).
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    /// One object a line.
    #[arg(long)]
    jsonl: bool,
    /// Put the text of each cable into its object (key `text`), so that sipdis can open the output as it opens the cables.
    #[arg(long)]
    with_text: bool,
    /// Files and folders to read; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Prints every cable that can be read, and fails where one could not.
pub(super) fn run(args: &Args) -> ExitCode {
    let origins = match super::origins(args.files.clone()) {
        Ok(origins) => origins,
        Err(error) => {
            complain(format_args!("standard input cannot be read: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let out = BufWriter::new(io::stdout().lock());
    let form = if args.jsonl { Form::Lines } else { Form::Array };
    let mut list = List { out, form, with_text: args.with_text, first: None, several: false };
    let (stop, mut code, mut written) = (AtomicBool::new(false), ExitCode::SUCCESS, Ok(()));
    Archive::new(origins).documents(&stop, &mut |document| match document {
        Ok(document) => {
            written = list.push(&document);
            // Nobody reads on: there is no point in going on.
            stop.store(written.is_err(), Ordering::Relaxed);
        }
        Err(trouble) => {
            complain(format_args!("{}: {}", trouble.path.display(), trouble.message));
            code = ExitCode::FAILURE;
        }
    });
    match written.and_then(|()| list.finish()) {
        Ok(()) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
        Err(error) => {
            complain(format_args!("the output cannot be written: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// How objects are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One a line.
    Lines,
    /// An array, but for a single one.
    Array,
}

/// Objects as they are written. Of an array the first object waits, because it stands alone if no second one comes.
struct List<W> {
    out: W,
    form: Form,
    with_text: bool,
    first: Option<Vec<u8>>,
    several: bool,
}

impl<W: Write> List<W> {
    fn push(&mut self, document: &Document) -> io::Result<()> {
        let object = match self.with_text {
            true => serde_json::to_vec(&json::WithText(document))?,
            false => serde_json::to_vec(&json::Object(document))?,
        };
        if self.form == Form::Lines {
            self.out.write_all(&object)?;
            return self.out.write_all(b"\n");
        }
        if let Some(first) = self.first.take() {
            self.several = true;
            self.out.write_all(b"[\n")?;
            self.out.write_all(&first)?;
        }
        if self.several {
            self.out.write_all(b",\n")?;
            self.out.write_all(&object)?;
        } else {
            self.first = Some(object);
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        match (self.form, self.first, self.several) {
            (Form::Lines, ..) => {}
            (Form::Array, Some(first), _) => {
                self.out.write_all(&first)?;
                self.out.write_all(b"\n")?;
            }
            (Form::Array, None, true) => self.out.write_all(b"\n]\n")?,
            (Form::Array, None, false) => self.out.write_all(b"[]\n")?,
        }
        self.out.flush()
    }
}

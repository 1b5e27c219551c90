//! `sipdis parse`: cables as JSON, as teletype text, or line by line with what each line was taken for.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{end_of_output, origins, spans, tell};
use crate::archive::{Archive, Document, json};
use crate::cable::print;
use crate::text::visible::visible_block;

/// Arguments of `sipdis parse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One object for one cable, an array for several (this is the default).
    #[arg(long, group = "form")]
    json: bool,
    /// One object a line.
    #[arg(long, group = "form")]
    jsonl: bool,
    /// Put the text of each cable into its object (key `text`), so that sipdis can open the output as it opens the cables.
    #[arg(long, conflicts_with_all = ["spans", "text"])]
    with_text: bool,
    /// What each line was taken for and why, the values found on it, and what is odd about it.
    #[arg(long, group = "form")]
    spans: bool,
    /// The cable as a teletype message, with its lines in their order and without page lines.
    #[arg(long, group = "form")]
    text: bool,
    /// Files and folders to read; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Args {
    fn form(&self) -> Form {
        match self {
            Args { jsonl: true, .. } => Form::Lines,
            Args { spans: true, .. } => Form::Spans,
            Args { text: true, .. } => Form::Text,
            _ => Form::Array,
        }
    }
}

/// Prints every cable that can be read, and fails where one could not.
pub(super) fn run(args: &Args) -> ExitCode {
    let Some(origins) = origins(&args.files) else { return ExitCode::FAILURE };
    let stdout = io::stdout().lock();
    // A terminal must not be commanded by a text; everywhere else output is exact. JSON escapes what commands.
    let safe = stdout.is_terminal();
    let (out, form) = (BufWriter::new(stdout), args.form());
    let mut list = List { out, form, with_text: args.with_text, safe, first: None, several: false };
    let (stop, mut code, mut written) = (AtomicBool::new(false), ExitCode::SUCCESS, Ok(()));
    Archive::new(origins).documents(&stop, &mut |document| match document {
        Ok(document) => {
            written = list.push(&document);
            // Nobody reads on: there is no point in going on.
            stop.store(written.is_err(), Ordering::Relaxed);
        }
        Err(trouble) => {
            tell(&trouble);
            code = ExitCode::FAILURE;
        }
    });
    end_of_output(written.and_then(|()| list.finish()), code, ExitCode::FAILURE)
}

/// How cables are written and put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One object a line.
    Lines,
    /// An array of objects, but for a single one.
    Array,
    /// Teletype text, with a blank line between two.
    Text,
    /// Line by line, with a blank line between two.
    Spans,
}

/// Objects as they are written. Of an array the first object waits, because it stands alone if no second one comes.
struct List<W> {
    out: W,
    form: Form,
    with_text: bool,
    safe: bool,
    first: Option<Vec<u8>>,
    several: bool,
}

impl<W: Write> List<W> {
    fn push(&mut self, document: &Document) -> io::Result<()> {
        if matches!(self.form, Form::Text | Form::Spans) {
            return self.push_text(document);
        }
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

    fn push_text(&mut self, document: &Document) -> io::Result<()> {
        if self.several {
            self.out.write_all(b"\n")?;
        }
        self.several = true;
        if self.form == Form::Spans {
            return spans::write(&mut self.out, document, self.safe);
        }
        let text = print(&document.cable, &document.text);
        let text = if self.safe { visible_block(&text) } else { text.as_str().into() };
        self.out.write_all(text.as_bytes())
    }

    fn finish(mut self) -> io::Result<()> {
        match (self.form, self.first, self.several) {
            (Form::Lines | Form::Text | Form::Spans, ..) => {}
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

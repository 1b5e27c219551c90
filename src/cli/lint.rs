//! `sipdis lint`: checks of markings, each with its place.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::{self, Date};
use serde::Serialize;

use super::{end_of_output, origins, tell, today, write_object};
use crate::archive::{Archive, Document, Origin};
use crate::cable::Severity;
use crate::marking::{Finding, RULES, lint};
use crate::text::line::lines;
use crate::text::width::width;
use crate::text::{Span, visible};

/// Arguments of `sipdis lint`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An array of objects.
    #[arg(long)]
    json: bool,
    /// List the rules.
    #[arg(long, conflicts_with_all = ["json", "paths"])]
    rules: bool,
    /// Take this day for today: `2026-01-01`.
    #[arg(long, value_name = "DAY")]
    today: Option<civil::Date>,
    /// Files and folders to check; `-` is standard input.
    #[arg(required_unless_present = "rules", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Prints what the rules find, and fails where something of severity error was found or something could not be read.
pub(super) fn run(args: &Args) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let (written, code) = if args.rules {
        (list_rules(&mut out), ExitCode::SUCCESS)
    } else {
        let Some(origins) = origins(&args.paths) else { return ExitCode::FAILURE };
        check(args, origins, &mut out)
    };
    end_of_output(written.and_then(|()| out.flush()), code, ExitCode::FAILURE)
}

fn list_rules(out: &mut impl Write) -> io::Result<()> {
    let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    RULES.iter().try_for_each(|rule| {
        writeln!(out, "{:<width$}  {:<7}  {}", rule.code, severity_name(rule.severity), rule.explanation)
    })
}

/// Whether the findings could be written, and the code that they ask for.
fn check(args: &Args, origins: Vec<Origin>, out: &mut impl Write) -> (io::Result<()>, ExitCode) {
    let today = args.today.unwrap_or_else(today);
    let safe = io::stdout().is_terminal();
    let mut report = Report { out, today, json: args.json, safe, count: 0, errors: false };
    let (stop, mut written, mut failed) = (AtomicBool::new(false), Ok(()), false);
    Archive::new(origins).documents(&stop, &mut |document| match document {
        Ok(document) => {
            written = report.cable(&document);
            stop.store(written.is_err(), Ordering::Relaxed);
        }
        Err(trouble) => {
            tell(&trouble);
            failed = true;
        }
    });
    let code = if report.errors || failed { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    (written.and_then(|()| report.finish()), code)
}

/// Findings as they are written.
struct Report<'w, W> {
    out: &'w mut W,
    today: Date,
    json: bool,
    /// Whether a terminal reads, which must not be commanded by a text.
    safe: bool,
    count: u64,
    errors: bool,
}

impl<W: Write> Report<'_, W> {
    fn cable(&mut self, document: &Document) -> io::Result<()> {
        let findings = lint(&document.cable, &document.text, &document.hints, self.today);
        let mut places = Places::new(&document.text);
        for finding in &findings {
            self.errors |= finding.rule.severity == Severity::Error;
            let place = places.of(finding.span);
            if self.json {
                self.object(document, finding, &place)?
            } else {
                self.lines(document, finding, &place)?
            }
            self.count += 1;
        }
        Ok(())
    }

    fn object(&mut self, document: &Document, finding: &Finding, place: &Place<'_>) -> io::Result<()> {
        self.out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
        let object = FindingView {
            path: &document.path,
            record: document.record,
            id: document.cable.id.as_deref(),
            line: place.line,
            column: place.column,
            span: finding.span,
            rule: finding.rule.code,
            severity: finding.rule.severity,
            message: &finding.message,
            text: finding.span.of(&document.text),
        };
        write_object(&mut self.out, &object, self.safe)
    }

    /// Where, what, and the line with the place underlined.
    fn lines(&mut self, document: &Document, finding: &Finding, place: &Place<'_>) -> io::Result<()> {
        let (rule, record) = (finding.rule, document.record);
        let path = if record == 1 && document.format != "csv" {
            document.path.clone()
        } else {
            format!("{}#{record}", document.path)
        };
        let id = document.cable.id.as_deref().map_or(String::new(), |id| format!("{id}: "));
        let head = format!(
            "{path}:{}:{}: {id}{} [{}] {}",
            place.line,
            place.column,
            severity_name(rule.severity),
            rule.code,
            finding.message
        );
        writeln!(self.out, "{}", visible(&head).as_str())?;
        let (shown, from, to) = place.excerpt(finding.span);
        let (before, marked) = (visible(&shown[..from]), visible(&shown[from..to]));
        let blanks = " ".repeat(width(&before));
        let line = visible(shown);
        writeln!(self.out, "    {}", line.as_str())?;
        writeln!(self.out, "    {blanks}{}", "^".repeat(width(&marked).max(1)))
    }

    fn finish(&mut self) -> io::Result<()> {
        match (self.json, self.count) {
            (true, 0) => self.out.write_all(b"[]\n"),
            (true, _) => self.out.write_all(b"\n]\n"),
            (false, _) => Ok(()),
        }
    }
}

#[derive(Serialize)]
struct FindingView<'a> {
    path: &'a str,
    record: u32,
    id: Option<&'a str>,
    line: usize,
    column: usize,
    span: Span,
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    text: &'a str,
}

/// Lines and columns of a text, asked for in the order of the text.
struct Places<'t> {
    text: &'t str,
    line: usize,
    start: usize,
    end: usize,
}

/// A place for people: both count from 1, columns in characters.
struct Place<'t> {
    line: usize,
    column: usize,
    start: usize,
    words: &'t str,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Places { text, line: 0, start: 0, end: 0 }
    }

    fn of(&mut self, span: Span) -> Place<'t> {
        let at = span.start as usize;
        if self.line == 0 || at >= self.end {
            let from = self.end;
            for line in lines(self.text.get(from..).unwrap_or_default()) {
                self.line += 1;
                (self.start, self.end) = (from + line.whole.start as usize, from + line.whole.end as usize);
                if at < self.end {
                    break;
                }
            }
        }
        let words = self.text.get(self.start..self.end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let column = self.text.get(self.start..at).map_or(1, |before| before.chars().count() + 1);
        Place { line: self.line, column, start: self.start, words }
    }
}

impl<'t> Place<'t> {
    /// A part of the line that shows the span, and where the span is in it. Lines may be as long as a file.
    fn excerpt(&self, span: Span) -> (&'t str, usize, usize) {
        const AROUND: usize = 60;
        let words = self.words;
        let at = (span.start as usize).saturating_sub(self.start).min(words.len());
        let end = (at + span.len()).min(words.len());
        let from = words.floor_char_boundary(at.saturating_sub(AROUND));
        let to = words.ceil_char_boundary((end.min(at + AROUND) + AROUND).min(words.len()));
        (&words[from..to], at - from, end.min(to) - from)
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

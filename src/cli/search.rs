//! `sipdis search`: the cables that a query means, with what was found in its context.

use std::cell::Cell;
use std::cmp::Reverse;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::ValueEnum;
use serde::Serialize;

use super::{MISUSED, complain, end_of_output, facets, origins, tell, today, write_object};
use crate::archive::catalogue::Catalogue;
#[cfg(feature = "index")]
use crate::archive::index::FOLDER;
use crate::archive::keep::{self, Keeping};
use crate::archive::query::{Facts, Known, Query};
use crate::archive::search::{Hit, Search, Searcher, Wanted, places};
use crate::archive::{Archive, Document, Opening, Trouble, cache};
use crate::text::line::{Line, lines};
use crate::text::{Span, visible};

/// Arguments of `sipdis search`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One object for each cable, or for each facet, in an array.
    #[arg(long, conflicts_with = "form")]
    json: bool,
    /// The ids only, one a line; `path#record` where a cable has none.
    #[arg(long, group = "form")]
    ids: bool,
    /// How many there are.
    #[arg(long, group = "form")]
    count: bool,
    /// How many of them have each level, year, post, country, TAG and caption, with the query that asks for it.
    #[arg(long, conflicts_with = "form")]
    facets: bool,
    /// No more than so many; of each facet, no more than so many values.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The newest first, or those that fit best.
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Order,
    /// What to look for: words, "phrases", fields such as tag:PREL, from:rome, date:2006-11..2007-01 (see docs/queries.md).
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// Files and folders to search; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// In which order hits are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// The newest first.
    Date,
    /// Those that fit best first.
    Rank,
}

/// Nothing was found.
const NOTHING: u8 = 1;

/// Lines shown of one cable, and letters of one line, at most: a text may be one line.
const MOST_LINES: usize = 5;
const AROUND: usize = 100;

/// Prints what was found. The exit code is 0 where something was, 1 where nothing was, and 2 where the query makes no sense
/// or something could not be read.
pub(super) fn run(args: &Args) -> ExitCode {
    let query = match Query::parse(&args.query) {
        Ok(query) => query,
        Err(error) => {
            complain(&error);
            let underlined = error.underlined(&args.query).replace('\n', "\n  ");
            let _ = writeln!(io::stderr().lock(), "  {underlined}");
            return ExitCode::from(MISUSED);
        }
    };
    let Some(origins) = origins(&args.paths) else { return ExitCode::from(MISUSED) };
    let archive = Arc::new(Archive::new(origins).kept_in(cache::root_of_this_process()));
    let failed = Cell::new(false);
    let trouble = |trouble: &Trouble| {
        tell(trouble);
        failed.set(true);
    };
    match kept(&archive, args.facets, &trouble) {
        Some(searcher) if args.facets => report_facets(args, &searcher, query, &failed),
        Some(searcher) => searcher.with(&Wanted { query, known: known() }, |search| {
            let found = find(search, true, args, &trouble);
            report(args, &archive, &found, failed.get())
        }),
        None if args.sort == Order::Date && !query.asks_others() => {
            let stop = AtomicBool::new(false);
            let search = Search::new(&archive, &query, known(), &[], &stop);
            let hits = search.sweep(&stop, &mut |it| trouble(&it));
            report(args, &archive, &Found::of(search, hits, args), failed.get())
        }
        None => {
            let stop = AtomicBool::new(false);
            let places = places(&archive, &stop, &mut |it| trouble(&it));
            let search = Search::new(&archive, &query, known(), &places, &stop);
            let found = find(search, false, args, &trouble);
            report(args, &archive, &found, failed.get())
        }
    }
}

/// What is known beside the cables.
fn known() -> Known {
    Known { today: today(), ..Known::default() }
}

/// The cables of an archive of which something is kept, as they are now, with what there is of its index; `None` where nothing
/// is kept and no catalogue is `needed`. Whoever searches keeps nothing, but brings up to date what is kept.
fn kept(archive: &Arc<Archive>, needed: bool, on: &dyn Fn(&Trouble)) -> Option<Searcher> {
    let folder = archive.folder().filter(|folder| folder.file(keep::CATALOGUE).exists());
    if folder.is_none() && !needed {
        return None;
    }
    let mut catalogue = Catalogue::default();
    let keeping = Keeping::new(archive).of_any_size();
    let mut keeping = if folder.is_some() { keeping } else { keeping.without_folder() };
    keeping.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(grown) => catalogue = grown,
        Opening::Trouble(trouble) => on(&trouble),
        Opening::Progress(_) | Opening::Anew(_) | Opening::Word(_) | Opening::Done => {}
    });
    let searcher = Searcher::new(Arc::clone(archive));
    searcher.list(catalogue);
    #[cfg(feature = "index")]
    if let Some(folder) = folder {
        searcher.use_index(&folder.file(FOLDER));
    }
    Some(searcher)
}

/// What was found.
struct Found<'a> {
    search: Search<'a>,
    count: usize,
    /// The hits that are to be shown.
    hits: Vec<Hit>,
}

impl<'a> Found<'a> {
    /// What is to be shown of all hits.
    fn of(search: Search<'a>, mut hits: Vec<Hit>, args: &Args) -> Self {
        // The sort keeps the order of the sources where cables are equal.
        match args.sort {
            Order::Date => hits.sort_by_key(|hit| Reverse(hit.time)),
            Order::Rank => hits.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(b.time.cmp(&a.time))),
        }
        let count = hits.len();
        hits.truncate(args.limit.unwrap_or(usize::MAX));
        Found { search, count, hits }
    }
}

/// Searches for what is to be shown. `ordered` says whether the newest cables come first by themselves.
fn find<'a>(search: Search<'a>, ordered: bool, args: &Args, on: &dyn Fn(&Trouble)) -> Found<'a> {
    let stop = AtomicBool::new(false);
    let search = if args.sort == Order::Rank { search.ranked() } else { search };
    let found = if args.count {
        Found { count: search.count(&stop).unwrap_or_default(), hits: Vec::new(), search }
    } else {
        // One hit tells whether there is any.
        let most = if ordered { args.limit.unwrap_or(usize::MAX).max(1) } else { usize::MAX };
        let hits = search.first(most, &stop).unwrap_or_default();
        Found::of(search, hits, args)
    };
    found.search.troubles().iter().for_each(on);
    found
}

/// Prints what was found.
fn report(args: &Args, archive: &Archive, found: &Found<'_>, failed: bool) -> ExitCode {
    let stdout = io::stdout().lock();
    let safe = stdout.is_terminal();
    let mut report = Report { out: BufWriter::new(stdout), safe, failed };
    let written = match (args.count, args.ids) {
        (true, _) => writeln!(report.out, "{}", found.count),
        (_, true) => found.hits.iter().try_for_each(|hit| report.id(archive, hit)),
        _ => report.all(archive, found, args.json),
    };
    let written = written.and_then(|()| report.out.flush());
    end(written, report.failed, found.count == 0)
}

/// Counts what was found by its facets and prints that.
fn report_facets(args: &Args, searcher: &Searcher, query: Query, failed: &Cell<bool>) -> ExitCode {
    let wanted = Wanted { query, known: known() };
    let facets = searcher.facets(&wanted, &AtomicBool::new(false)).unwrap_or_default();
    let mut stdout = io::stdout().lock();
    let safe = stdout.is_terminal();
    let written = facets::write(&mut stdout, &facets, args.limit.unwrap_or(usize::MAX), args.json, safe);
    end(written, failed.get(), facets.is_empty())
}

/// The exit status, when all is written.
fn end(written: io::Result<()>, failed: bool, nothing: bool) -> ExitCode {
    let done = match (failed, nothing) {
        (true, _) => ExitCode::from(MISUSED),
        (_, true) => ExitCode::from(NOTHING),
        _ => ExitCode::SUCCESS,
    };
    end_of_output(written, done, ExitCode::from(MISUSED))
}

/// Hits as they are written.
struct Report<W> {
    out: W,
    /// Whether a terminal reads, which must not be commanded by a text; everywhere else output is exact.
    safe: bool,
    failed: bool,
}

impl<W: Write> Report<W> {
    fn id(&mut self, archive: &Archive, hit: &Hit) -> io::Result<()> {
        match &hit.id {
            Some(id) => self.line(id),
            None => match self.document(archive, hit) {
                Some(document) => self.line(&format!("{}#{}", document.path, document.record)),
                None => Ok(()),
            },
        }
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        if self.safe { writeln!(self.out, "{}", visible(text).as_str()) } else { writeln!(self.out, "{text}") }
    }

    fn document(&mut self, archive: &Archive, hit: &Hit) -> Option<Document> {
        let read = archive.read(hit.place);
        read.inspect_err(|error| {
            complain(error);
            self.failed = true;
        })
        .ok()
    }

    fn all(&mut self, archive: &Archive, Found { search, hits, .. }: &Found<'_>, json: bool) -> io::Result<()> {
        let mut first = true;
        for hit in hits {
            let Some(document) = self.document(archive, hit) else { continue };
            let facts = Facts::new(&document);
            let found = search.matcher().hits(&facts);
            if json {
                self.out.write_all(if first { b"[\n" } else { b",\n" })?;
                self.object(&facts, &found)?;
            } else {
                self.lines(&facts, &found)?;
            }
            first = false;
        }
        match (json, first) {
            (true, true) => self.out.write_all(b"[]\n"),
            (true, false) => self.out.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }

    fn object(&mut self, facts: &Facts<'_>, found: &[Span]) -> io::Result<()> {
        write_object(&mut self.out, &HitView::of(facts, found), self.safe)
    }

    /// What the cable is, on one line, and the lines on which something was found.
    fn lines(&mut self, facts: &Facts<'_>, found: &[Span]) -> io::Result<()> {
        let document = facts.document();
        let place = format!("{}#{}", document.path, document.record);
        let date = facts.time().map_or("no date   ".to_owned(), |time| time.date().to_string());
        let marking = facts.marking().map_or("?".to_owned(), |marking| marking.short());
        let subject = document.cable.subject.as_ref().map_or("", |subject| subject.text(&document.text));
        self.line(&format!("{}  {date}  {marking}  {subject}", facts.id().unwrap_or(&place)))?;
        let text = &document.text;
        let (mut shown, mut rest) = (0, found);
        for (number, line) in (1..).zip(lines(text)) {
            let (here, behind) = rest.split_at(rest.partition_point(|hit| hit.start < line.whole.end));
            rest = behind;
            let Some(hit) = here.first() else { continue };
            if shown == MOST_LINES {
                let more = here.len() + behind.len();
                return self.line(&format!("    and {more} more"));
            }
            shown += 1;
            self.line(&format!("{number:>5}: {}", excerpt(text, line, *hit)))?;
        }
        Ok(())
    }
}

/// A line, or the part of a long one that holds the hit.
fn excerpt(text: &str, line: Line, hit: Span) -> &str {
    let words = line.text(text);
    if words.len() <= 2 * AROUND {
        return words.trim_start();
    }
    let at = hit.range().start.saturating_sub(line.words.range().start);
    let from = words.floor_char_boundary(at.saturating_sub(AROUND));
    let to = words.ceil_char_boundary((at + hit.len().min(AROUND) + AROUND).min(words.len()));
    words.get(from..to).unwrap_or_default().trim_start()
}

#[derive(Serialize)]
struct HitView<'a> {
    id: Option<&'a str>,
    date: Option<String>,
    marking: Option<String>,
    post: Option<&'a str>,
    subject: Option<&'a str>,
    path: &'a str,
    record: u32,
    hits: Vec<FoundView<'a>>,
}

#[derive(Serialize)]
struct FoundView<'a> {
    line: usize,
    span: Span,
    text: &'a str,
}

impl<'a> HitView<'a> {
    fn of(facts: &Facts<'a>, found: &[Span]) -> Self {
        let document = facts.document();
        let text = &document.text;
        let (mut line, mut ends) = (1, lines(text).map(|line| line.whole.end).peekable());
        let found = found.iter().map(|hit| {
            while ends.next_if(|end| *end <= hit.start).is_some() {
                line += 1;
            }
            FoundView { line, span: *hit, text: hit.of(text) }
        });
        HitView {
            id: facts.id(),
            date: facts.time().map(|time| format!("{time}Z")),
            marking: facts.marking().map(|marking| marking.to_string()),
            post: facts.post(),
            subject: document.cable.subject.as_ref().map(|subject| subject.text(text)),
            path: &document.path,
            record: document.record,
            hits: found.collect(),
        }
    }
}

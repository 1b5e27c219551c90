//! How fast cables are read, beside a count of the line ends of the same bytes in the same run.
//!
//! `cargo bench --bench parse [-- NAME...]` runs all measurements or those whose names hold one of the words;
//! `-- --once` runs each a single time, for a profiler. Ratios carry over to another machine, seconds do not. Real cables
//! are read from the folder that `SIPDIS_SHARED` names; without it the built-in sample is repeated instead.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sipdis::archive::{Archive, Held, Opening, Origin};
use sipdis::cable::{self, Hints};
use sipdis::text::decode::decode;
use sipdis::text::line::lines;
use sipdis::text::visible;
use sipdis::text::wrap::wrap;

/// Each measurement is repeated for about this long, and at least so often.
const SPAN: Duration = Duration::from_secs(2);
const LEAST: usize = 9;

/// The sample is repeated up to this size, so that a run takes longer than the clock's grain.
const SAMPLE: usize = 8 << 20;

/// The width to which the long cable is wrapped, as in a usual terminal.
const COLUMNS: usize = 78;

/// What is read: one file of records, and the texts in it.
struct Corpus {
    file: Vec<u8>,
    cables: Vec<(String, Hints)>,
    size: usize,
}

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let once = words.iter().any(|word| word == "--once");
    let names: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let corpus = Corpus::open()?;
    let mut bench = Bench { once, names, line_ends: None };
    println!("{:<28}{:>9}{:>9}{:>9}{:>9}{:>12}", "", "min ms", "median", "max", "MB/s", "line ends");
    bench.run("line ends (memchr)", corpus.size, || corpus.line_ends());
    bench.run("parse", corpus.size, || corpus.parse());
    bench.run("parse_head", corpus.size, || corpus.parse_head());
    bench.run("parse_row", corpus.size, || corpus.parse_row());
    bench.run("records", corpus.file.len(), || corpus.records());
    bench.run("unpack", corpus.file.len(), || corpus.unpack());
    bench.run("decode", corpus.size, || corpus.decode());
    let archive = Archive::new(vec![Origin::Stdin(corpus.file.clone())]);
    bench.run("rows, all cores", corpus.file.len(), || rows(&archive));
    if let Some((long, _)) = corpus.cables.iter().max_by_key(|(text, _)| text.len()) {
        bench.run("visible, longest cable", long.len(), || show(long));
        bench.run("wrap, longest cable", long.len(), || wrap_all(long));
    }
    Ok(())
}

impl Corpus {
    fn open() -> Result<Corpus> {
        if let Some(shared) = std::env::var_os("SIPDIS_SHARED") {
            let path = std::path::Path::new(&shared).join("corpus/cables.csv");
            let file = std::fs::read(&path).with_context(|| path.display().to_string())?;
            return Ok(Corpus::of(file));
        }
        let mut sample = Vec::new();
        Archive::new(vec![Origin::Sample]).documents(&AtomicBool::new(false), &mut |read| {
            sample.extend(read.map(|document| document.text));
        });
        let mut file = String::new();
        while file.len() < SAMPLE {
            for (number, text) in sample.iter().enumerate() {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                file.push_str(&format!("\"{number}\",\"1/1/2006 0:00\",\"\",\"\",\"\",\"\",\"\",\"{text}\"\n"));
            }
        }
        println!("SIPDIS_SHARED is not set: this is the built-in sample, repeated\n");
        Ok(Corpus::of(file.into_bytes()))
    }

    fn of(file: Vec<u8>) -> Corpus {
        let held = Held::new(&file);
        let cables: Vec<(String, Hints)> = held
            .records()
            .filter_map(|record| held.text(record))
            .map(|(text, hints)| (decode(&text).text.into_owned(), hints))
            .collect();
        let size = cables.iter().map(|(text, _)| text.len()).sum();
        println!("{} cables, {:.1} MB of text, read as {}", cables.len(), size as f64 / 1e6, held.reader.name);
        Corpus { file, cables, size }
    }

    fn line_ends(&self) -> usize {
        self.cables.iter().map(|(text, _)| memchr::memchr_iter(b'\n', text.as_bytes()).count()).sum()
    }

    #[inline(never)]
    fn parse(&self) -> usize {
        self.cables.iter().map(|(text, hints)| black_box(cable::parse(text, hints)).paragraphs.len()).sum()
    }

    #[inline(never)]
    fn parse_head(&self) -> usize {
        self.cables.iter().map(|(text, hints)| black_box(cable::parse_head(text, hints)).tags.len()).sum()
    }

    #[inline(never)]
    fn parse_row(&self) -> usize {
        self.cables.iter().map(|(text, hints)| black_box(cable::parse_row(text, hints)).tags.len()).sum()
    }

    fn records(&self) -> usize {
        Held::new(&self.file).records().map(<[u8]>::len).sum()
    }

    fn unpack(&self) -> usize {
        let held = Held::new(&self.file);
        held.records().filter_map(|record| held.text(record)).map(|(text, _)| text.len()).sum()
    }

    fn decode(&self) -> usize {
        self.cables.iter().map(|(text, _)| decode(black_box(text.as_bytes())).text.len()).sum()
    }
}

/// The whole way from bytes in memory to the rows of the list.
#[inline(never)]
fn rows(archive: &Archive) -> usize {
    let mut rows = 0;
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(catalogue) = opening {
            rows = black_box(catalogue).len();
        }
    });
    rows
}

fn show(text: &str) -> usize {
    lines(text).map(|line| visible(line.text(text)).as_str().len()).sum()
}

fn wrap_all(text: &str) -> usize {
    lines(text).map(|line| wrap(&visible(line.text(text)), COLUMNS, COLUMNS).count()).sum()
}

struct Bench<'a> {
    once: bool,
    names: Vec<&'a str>,
    /// Time for a byte when line ends are counted; the first measurement sets it.
    line_ends: Option<f64>,
}

impl Bench<'_> {
    /// Measures `work` on `bytes` bytes and prints a line of the table. The last column says how many times as long as the
    /// count of line ends it takes for the same number of bytes.
    fn run(&mut self, name: &str, bytes: usize, work: impl Fn() -> usize) {
        let first = self.line_ends.is_none();
        if !first && !self.names.is_empty() && !self.names.iter().any(|word| name.contains(word)) {
            return;
        }
        let mut times = Vec::new();
        let start = Instant::now();
        while times.is_empty() || !self.once && (times.len() < LEAST || start.elapsed() < SPAN) {
            let before = Instant::now();
            black_box(work());
            times.push(before.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        let (min, median, max) = (times[0], times[times.len() / 2], times[times.len() - 1]);
        let a_byte = median / bytes.max(1) as f64;
        let ratio = a_byte / *self.line_ends.get_or_insert(a_byte);
        println!(
            "{name:<28}{:>9.3}{:>9.3}{:>9.3}{:>9.0}{ratio:>11.1}x",
            min * 1e3,
            median * 1e3,
            max * 1e3,
            1e-6 / a_byte
        );
    }
}

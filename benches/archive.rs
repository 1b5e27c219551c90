//! How fast an archive is read into its catalogue, beside what is the least that it can take and what others take for the same
//! bytes in the same run: reading alone, a count of the line ends, the records found, the csv crate.
//!
//! `cargo bench --bench archive -- FILE [ROUNDS]` takes a csv as `tools/make_corpus.py` writes it, or the published dump. Everything
//! is measured once in each of so many rounds (5), so that other work on the machine meets all of them. The file is held in
//! memory once, so there must be twice its size of it. Ratios carry over to another machine, seconds do not.

use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use std::{env, fs, thread};

use anyhow::{Context, Result, ensure};
use sipdis::archive::{Archive, Held, Opening, Origin};

#[path = "common/machine.rs"]
mod machine;
use machine::processor_seconds;

/// What `cat` and its kind read at a time.
const BLOCK: usize = 1 << 20;

/// A name, what it does, and how often it finds what it counts. The first is what all are compared with.
type Step<'a> = (&'static str, Box<dyn Fn() -> Result<usize> + 'a>);

/// What a step took in one round: by the clock, and of all processors.
struct Took {
    seconds: f64,
    processor: f64,
}

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some(path) = args.first().map(PathBuf::from) else {
        println!("give a csv of cables to measure");
        return Ok(());
    };
    let rounds: usize = args.get(1).map_or(Ok(5), |rounds| rounds.parse()).context("how many rounds is no number")?;
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    let held = Held::new(&bytes);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let size = bytes.len() as f64 / 1e6;
    println!("{}: {size:.0} MB, read as {}; {cores} cores, {rounds} rounds", path.display(), held.reader.name);
    let steps: Vec<Step<'_>> = vec![
        ("line ends, in blocks", Box::new(|| in_blocks(&path, |block| memchr::memchr_iter(b'\n', block).count()))),
        ("read() alone, in blocks", Box::new(|| in_blocks(&path, |block| block.len().min(1)))),
        ("line ends, in memory", Box::new(|| Ok(memchr::memchr_iter(b'\n', &bytes).count()))),
        ("records, one thread", Box::new(|| Ok(held.records().count()))),
        ("records, two threads", Box::new(|| Ok(on_threads(&held, 2)))),
        ("csv crate, ByteRecord", Box::new(|| csv_crate(&bytes, &held))),
        ("whole catalogue", Box::new(|| Ok(catalogue(&path)))),
    ];
    let mut found: Vec<Option<usize>> = vec![None; steps.len()];
    let mut took: Vec<Vec<Took>> = steps.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds.max(1) {
        for ((step, found), took) in steps.iter().zip(&mut found).zip(&mut took) {
            let (began, processor) = (Instant::now(), processor_seconds());
            let count = black_box(step.1()?);
            took.push(Took { seconds: began.elapsed().as_secs_f64(), processor: processor_seconds() - processor });
            ensure!(found.replace(count).is_none_or(|before| before == count), "{}: not the same twice", step.0);
        }
    }
    print_table(&steps, &found, &mut took, size);
    Ok(())
}

/// Reads a file once, and adds up what is counted in its blocks.
fn in_blocks(path: &Path, count: impl Fn(&[u8]) -> usize) -> Result<usize> {
    let mut file = File::open(path)?;
    let (mut block, mut sum) = (vec![0; BLOCK], 0);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(sum),
            len => sum += count(block.get(..len).unwrap_or_default()),
        }
    }
}

fn on_threads(held: &Held<'_>, threads: usize) -> usize {
    thread::scope(|scope| {
        let parts = held.parts(threads).into_iter();
        let counting: Vec<_> = parts.map(|part| scope.spawn(|| held.records_in(part).count())).collect();
        counting.into_iter().map(|part| part.join().unwrap_or(0)).sum()
    })
}

/// The crate that people use for csv, set up for the dialect that was recognised.
fn csv_crate(bytes: &[u8], held: &Held<'_>) -> Result<usize> {
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true);
    // The published dump, whose quotes have backslashes.
    if held.reader.name == "csv" {
        reader.escape(Some(b'\\')).double_quote(false);
    }
    let (mut reader, mut record, mut rows) = (reader.from_reader(bytes), csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok(rows)
}

/// All of the program's own way to the complete list, nothing kept.
fn catalogue(path: &Path) -> usize {
    let mut rows = 0;
    Archive::new(vec![Origin::Path(path.to_owned())]).open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(catalogue) = opening {
            rows = catalogue.len();
        }
    });
    rows
}

fn print_table(steps: &[Step<'_>], found: &[Option<usize>], took: &mut [Vec<Took>], size: f64) {
    let median = |took: &mut Vec<Took>, of: fn(&Took) -> f64| {
        took.sort_by(|a, b| of(a).total_cmp(&of(b)));
        took.get(took.len() / 2).map_or(0.0, of)
    };
    let processor: Vec<f64> = took.iter_mut().map(|took| median(took, |took| took.processor)).collect();
    let seconds: Vec<f64> = took.iter_mut().map(|took| median(took, |took| took.seconds)).collect();
    let of =
        |name: &str| steps.iter().position(|step| step.0.starts_with(name)).and_then(|at| seconds.get(at).copied());
    let (line_ends, csv) = (of("line ends").unwrap_or(0.0), of("csv crate").unwrap_or(0.0));
    println!(
        "{:<26}{:>10}{:>8}{:>8}{:>8}{:>10}{:>8}{:>11}{:>11}",
        "", "found", "min s", "median", "max", "processor", "MB/s", "line ends", "csv crate"
    );
    for (at, (step, took)) in steps.iter().zip(took).enumerate() {
        let (Some(first), Some(last), Some(middle)) = (took.first(), took.last(), seconds.get(at)) else { continue };
        println!(
            "{:<26}{:>10}{:>8.3}{:>8.3}{:>8.3}{:>10.2}{:>8.0}{:>10.2}x{:>10.2}x",
            step.0,
            found.get(at).copied().flatten().unwrap_or(0),
            first.seconds,
            middle,
            last.seconds,
            processor.get(at).copied().unwrap_or(0.0),
            size / middle,
            middle / line_ends,
            middle / csv
        );
    }
}

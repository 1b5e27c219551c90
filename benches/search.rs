//! What an index costs and how soon it answers, beside tantivy by itself on the same texts in the same run.
//!
//! `cargo bench --bench search -- FILE [FOLDER]` takes a file of cables as `tools/make_corpus.py --plant` writes it, with what
//! must be found beside it, and a folder for the indexes (a temporary one else). Without a file the sample is searched.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::index::{Index, Way, build};
use sipdis::archive::query::{Known, Query};
use sipdis::archive::search::{Search, Searcher, Wanted};
use sipdis::archive::{Archive, Held, Opening, Origin, Place};
use sipdis::cable::canonical_id;

#[path = "common/machine.rs"]
mod machine;
#[path = "common/queries.rs"]
mod queries;
use machine::processor_seconds;
use queries::QUERIES;

/// How often each query is asked.
const TIMES: usize = 20;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let origin = args.first().map_or(Origin::Sample, |path| Origin::Path(PathBuf::from(path)));
    let folder = args.get(1).map_or_else(|| env::temp_dir().join("sipdis-bench-search"), PathBuf::from);
    let Origin::Path(file) = &origin else {
        println!("give a file of cables to measure");
        return Ok(());
    };
    let size = fs::metadata(file)?.len() as f64 / 1e6;
    let _ = fs::remove_dir_all(&folder);
    let archive = Arc::new(Archive::new(vec![origin.clone()]));
    let (catalogue, order, opened) = newest_first(&archive);
    println!("{} cables, {size:.0} MB, opened in {opened:.2?}", order.len());

    let stop = AtomicBool::new(false);
    let processor = processor_seconds();
    let (began, first) = (Instant::now(), AtomicUsize::new(0));
    let ours = folder.join("ours");
    build(&archive, &order, &ours, Way::default(), &stop, &|written| {
        if written.held >= 5000.min(order.len()) {
            let _ =
                first.compare_exchange(0, began.elapsed().as_millis() as usize, Ordering::Relaxed, Ordering::Relaxed);
        }
    })?;
    let took = began.elapsed();
    let own = processor_seconds() - processor;
    println!(
        "index        {took:>8.2?}  {own:.1} s of processor  {:>4.0} MB/s  first 5,000 after {} ms  {:.0} MB on disk ({:.0} %)  peak {} MB anonymous",
        size / took.as_secs_f64(),
        first.load(Ordering::Relaxed),
        bytes(&ours)? as f64 / 1e6,
        bytes(&ours)? as f64 / 1e4 / size,
        peak_memory()
    );
    let processor = processor_seconds();
    let alone = tantivy_alone(file, &folder.join("alone"))?;
    let others = processor_seconds() - processor;
    println!(
        "tantivy alone{alone:>8.2?}  {others:.1} s of processor  {:>4.0} MB/s  ratio {:.2}, of processor {:.2}  {:.0} MB on disk ({:.0} %)",
        size / alone.as_secs_f64(),
        took.as_secs_f64() / alone.as_secs_f64(),
        own / others,
        bytes(&folder.join("alone"))? as f64 / 1e6,
        bytes(&folder.join("alone"))? as f64 / 1e4 / size
    );

    let began = Instant::now();
    let index = Index::open(&archive, &order, &ours)?;
    println!("opening the index {:.1?}", began.elapsed());
    println!("\n{:<50}{:>9}{:>21}{:>24}", "query", "hits", "first 50: med max ms", "count: med max ms");
    let (mut firsts, mut counts) = (Vec::new(), Vec::new());
    for text in QUERIES {
        let query = Query::parse(text)?;
        let (mut first, mut count, mut hits) = (Vec::new(), Vec::new(), 0);
        for _ in 0..TIMES {
            let began = Instant::now();
            let search = Search::new(&archive, &query, Known::default(), &order, &stop).with_index(&index);
            let shown = search.first(50, &stop).context("nobody stopped it")?;
            first.push(began.elapsed());
            let began = Instant::now();
            hits = search.count(&stop).context("nobody stopped it")?;
            count.push(began.elapsed());
            assert_eq!(shown.len(), hits.min(50), "{text}");
        }
        println!("{text:<50}{hits:>9}{:>21}{:>24}", figures(&mut first), figures(&mut count));
        firsts.extend(first);
        counts.extend(count);
    }
    println!("all: first 50 {}, count {}", overall(&mut firsts), overall(&mut counts));
    planted(file, &archive, &catalogue, &ours, &folder.join("half"))
}

/// The catalogue, and the cables with the newest first.
fn newest_first(archive: &Archive) -> (Catalogue, Vec<Place>, Duration) {
    let began = Instant::now();
    let mut catalogue = Catalogue::default();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(grown) = opening {
            catalogue = grown;
        }
    });
    let took = began.elapsed();
    let place = |row| catalogue.entry(row).map(|entry| entry.place());
    let order = catalogue.newest_first().into_iter().filter_map(place).collect();
    (catalogue, order, took)
}

/// One field with positions, its own words in lower case, two threads, the texts of the same file.
fn tantivy_alone(file: &Path, folder: &Path) -> Result<Duration> {
    use tantivy::schema::{IndexRecordOption, SchemaBuilder, TextFieldIndexing, TextOptions};
    fs::create_dir_all(folder)?;
    let bytes = fs::read(file)?;
    let held = Held::new(&bytes);
    let mut schema = SchemaBuilder::new();
    let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = tantivy::Index::create_in_dir(folder, schema.build())?;
    let began = Instant::now();
    let mut writer = index.writer_with_num_threads::<tantivy::TantivyDocument>(2, 400 << 20)?;
    for record in held.records() {
        let Some((words, _)) = held.text(record) else { bail!("a record that cannot be read") };
        let mut document = tantivy::TantivyDocument::new();
        document.add_text(text, String::from_utf8_lossy(&words));
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(began.elapsed())
}

/// What was planted must be found exactly: with the index, by scanning and the catalogue, and with half of the index.
fn planted(file: &Path, archive: &Arc<Archive>, catalogue: &Catalogue, whole: &Path, half: &Path) -> Result<()> {
    let Ok(plant) = fs::read(file.with_extension("csv.plant.json")) else { return Ok(()) };
    let plant = serde_json::from_slice(&plant)?;
    let (wanted, facets) = (wanted(&plant), facets(&plant));
    for (name, folder, part) in [("no", None, 0), ("half an", Some(half), 2), ("the whole", Some(whole), 1)] {
        let (searcher, stop) = (Searcher::new(Arc::clone(archive)), AtomicBool::new(false));
        searcher.list(catalogue.clone());
        if let Some(folder) = folder {
            searcher
                .index(folder, &stop, &|written| stop.store(written.held * part >= written.of, Ordering::Relaxed))?;
        }
        let (mut exact, began) = (0, Instant::now());
        for (text, expected) in &wanted {
            let asked = Wanted { query: Query::parse(text)?, known: Known::default() };
            // The plant counts rows, so copies of a cable count by themselves here.
            let count = |search: Search<'_>| search.count(&AtomicBool::new(false));
            let found = searcher.with(&asked, count).context("nobody stopped it")?;
            exact += usize::from(found as u64 == *expected);
            if found as u64 != *expected {
                println!("{text}: {found} and not {expected}");
            }
        }
        println!("planted, with {name} index: {exact} of {} counts exact, {:.1?}", wanted.len(), began.elapsed());
        let (everything, began) = (Wanted { query: Query::parse("*")?, known: Known::default() }, Instant::now());
        let counts = searcher.facets(&everything, &AtomicBool::new(false)).context("nobody stopped it")?;
        let took = began.elapsed();
        let values = counts.iter().flat_map(|counts| &counts.values);
        let counted: BTreeMap<&str, usize> = values.map(|value| (value.query.as_str(), value.count)).collect();
        let is = |(query, count): (&String, &u64)| counted.get(query.as_str()).map(|it| *it as u64) == Some(*count);
        facets.iter().filter(|facet| !is(*facet)).for_each(|(query, count)| {
            println!("facet {query}: {:?} and not {count}", counted.get(query.as_str()));
        });
        println!("facets: {} of {} exact, {took:.1?}", facets.iter().filter(|facet| is(*facet)).count(), facets.len());
    }
    Ok(())
}

/// The values of facets, by their queries, and how many cables have each.
fn facets(plant: &serde_json::Value) -> BTreeMap<String, u64> {
    let mut facets = BTreeMap::new();
    let mut each = |kind: &str, query: &dyn Fn(&str) -> String| {
        for (value, count) in plant["facets"][kind].as_object().into_iter().flatten() {
            *facets.entry(query(value)).or_default() += count.as_u64().unwrap_or_default();
        }
    };
    each("post", &|name| format!("post:{}", post(name)));
    each("year", &|year| format!("year:{year}"));
    each("tag", &|tag| format!("tag:{tag}"));
    each("classification", &|marking| format!("class:{}", level(marking).0));
    facets
}

/// The one name that a post has with us.
fn post(name: &str) -> String {
    canonical_id(&format!("06{name}1")).map_or(name.to_owned(), |id| id.post.into_owned())
}

/// The level of a marking as a query has it, and whether it is NOFORN.
fn level(marking: &str) -> (&'static str, bool) {
    let (level, control) = marking.split_once("//").unwrap_or((marking, ""));
    match (level, control) {
        ("UNCLASSIFIED", "FOR OFFICIAL USE ONLY") => ("SBU", false),
        ("UNCLASSIFIED", _) => ("U", false),
        ("CONFIDENTIAL", control) => ("C", control == "NOFORN"),
        (_, control) => ("S", control == "NOFORN"),
    }
}

/// A marking as a query has it, without those that have more.
fn class(marking: &str) -> String {
    let (level, noforn) = level(marking);
    format!("class:{level} {}class:NOFORN", if noforn { "" } else { "-" })
}

/// Queries and how many cables each must find. Posts are counted by the one name that they have with us.
fn wanted(plant: &serde_json::Value) -> BTreeMap<String, u64> {
    let mut wanted = BTreeMap::new();
    let mut each = |key: &str, query: &dyn Fn(&str) -> String, count: &dyn Fn(&serde_json::Value) -> Option<u64>| {
        for (word, value) in plant.pointer(key).and_then(|of| of.as_object()).into_iter().flatten() {
            *wanted.entry(query(word)).or_default() += count(value).unwrap_or_default();
        }
    };
    let number = |value: &serde_json::Value| value.as_u64();
    each("/needles", &|word| word.to_owned(), &number);
    each("/phrases", &|words| format!("\"{words}\""), &|value| value["across_page_lines"].as_u64());
    each("/phrases", &|words| words.to_owned(), &|value| value["all_words"].as_u64());
    each("/prefix", &|word| format!("{word}*"), &number);
    each("/facets/post", &|name| format!("post:{}", post(name)), &number);
    each("/facets/year", &|year| format!("year:{year}"), &number);
    each("/facets/tag", &|tag| format!("tag:{tag}"), &number);
    each("/facets/classification", &class, &number);
    let of_year = |query: String, year: &str| format!("{query} year:{year}");
    each(
        "/facets/class_year",
        &|both| both.rsplit_once(' ').map_or_else(String::new, |(of, year)| of_year(class(of), year)),
        &number,
    );
    each(
        "/facets/tag_year",
        &|both| both.rsplit_once(' ').map_or_else(String::new, |(of, year)| of_year(format!("tag:{of}"), year)),
        &number,
    );
    each("/most_cited", &|id| format!("ref:{id}"), &number);
    for field in ["subject", "header"] {
        let of = &plant["fields"][field];
        wanted.extend(
            of["word"].as_str().zip(of["cables"].as_u64()).map(|(word, count)| (format!("{field}:{word}"), count)),
        );
    }
    wanted
}

fn figures(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1e3);
    format!("{:.2} {:.2}", ms(times.get(times.len() / 2)), ms(times.last()))
}

fn overall(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let ms = |part: f64| times.get((times.len() as f64 * part) as usize).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    format!("median {:.2} ms, p99 {:.2} ms", ms(0.5), ms(0.99))
}

fn bytes(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let what = entry.metadata()?;
        sum += if what.is_dir() { bytes(&entry.path())? } else { what.len() };
    }
    Ok(sum)
}

/// The most memory that the process had for itself so far, where the system tells.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
    };
    // What is mapped of files is not its own.
    of("VmHWM:").saturating_sub(of("RssFile:")) / 1024
}

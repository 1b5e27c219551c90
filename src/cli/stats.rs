//! `sipdis stats`: how many cables there are by level, year, post and TAGS.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::{end_of_output, origins, tell};
use crate::archive::catalogue::{Catalogue, block, moment};
use crate::archive::keep::Keeping;
use crate::archive::{Archive, Opening, cache};
use crate::cable::Level;
use crate::text::visible;

/// Arguments of `sipdis stats`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object with all counts.
    #[arg(long)]
    json: bool,
    /// Files and folders to count; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// How many of the most frequent posts and TAGS are printed as bars.
const TOP: usize = 20;
/// Columns of the longest bar.
const BAR: u64 = 40;

/// Counts, and fails where something could not be read.
pub(super) fn run(args: &Args) -> ExitCode {
    let Some(origins) = origins(&args.paths) else { return ExitCode::FAILURE };
    let (mut catalogue, mut code) = (Catalogue::default(), ExitCode::SUCCESS);
    let archive = Archive::new(origins).kept_in(cache::root_of_this_process());
    Keeping::new(&archive).open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(grown) => catalogue = grown,
        Opening::Trouble(trouble) => {
            tell(&trouble);
            code = ExitCode::FAILURE;
        }
        Opening::Progress(_) | Opening::Anew(_) | Opening::Word(_) | Opening::Done => {}
    });
    let counts = Counts::of(&catalogue);
    let stdout = io::stdout().lock();
    let safe = stdout.is_terminal();
    let written = if args.json { write_json(stdout, &counts) } else { write_bars(stdout, &counts, safe) };
    end_of_output(written, code, ExitCode::FAILURE)
}

/// Cables by what they have in common. A cable that is there several times counts once.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Counts {
    cables: usize,
    copies: usize,
    level: BTreeMap<String, u64>,
    year: BTreeMap<String, u64>,
    post: BTreeMap<String, u64>,
    tags: BTreeMap<String, u64>,
}

impl Counts {
    fn of(catalogue: &Catalogue) -> Self {
        let names = catalogue.names();
        let (mut levels, mut years) = (Tally::new(Level::ALL.len()), Tally::new(YEARS));
        let (mut posts, mut tags) = (Tally::new(names.len()), Tally::new(names.len()));
        let (mut cables, mut copies) = (0, 0);
        for (_, block) in catalogue.blocks() {
            for (at, (copy_of, source)) in block.copy_of.iter().zip(block.sources.iter()).enumerate() {
                if catalogue.is_dropped(source) {
                    continue;
                }
                if copy_of != block::NONE {
                    copies += 1;
                    continue;
                }
                cables += 1;
                levels.add(block.levels.get(at).map(u64::from));
                years.add(block.moments.get(at).map(|moment| moment >> moment::YEAR));
                posts.add(block.posts.get(at).map(u64::from));
                block.tags.get(at).for_each(|tag| tags.add(Some(tag.into())));
            }
        }
        let name = |number| names.get(number).to_owned();
        Counts {
            cables,
            copies,
            level: levels.named(|level| Level::ALL.get(level as usize).map_or("", |level| level.name()).to_owned()),
            year: years.named(|year| if year == 0 { String::new() } else { moment::year(year).to_string() }),
            post: posts.named(name),
            tags: tags.named(name),
        }
    }
}

/// Years as moments have them are below this.
const YEARS: usize = 1 << 15;

/// How often each of some numbers was met. They are small, so each has a place of its own and none is searched; the last
/// place is for what is no such number, and so is not known.
struct Tally(Vec<u64>);

impl Tally {
    fn new(numbers: usize) -> Self {
        Tally(vec![0; numbers + 1])
    }

    fn add(&mut self, number: Option<u64>) {
        let unknown = self.0.len() - 1;
        let place = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(unknown).min(unknown);
        if let Some(count) = self.0.get_mut(place) {
            *count += 1;
        }
    }

    /// The counts of those that were met, by their names.
    fn named(self, name: impl Fn(u32) -> String) -> BTreeMap<String, u64> {
        let (mut named, unknown) = (BTreeMap::new(), self.0.len() - 1);
        for (place, count) in self.0.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let number = u32::try_from(place).ok().filter(|_| place < unknown);
            *named.entry(number.map_or_else(String::new, &name)).or_default() += count;
        }
        named
    }
}

fn write_json(mut out: impl Write, counts: &Counts) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, counts)?;
    out.write_all(b"\n")
}

fn write_bars(mut out: impl Write, counts: &Counts, safe: bool) -> io::Result<()> {
    writeln!(out, "{} cables", counts.cables)?;
    if counts.copies > 0 {
        writeln!(out, "{} copies of them", counts.copies)?;
    }
    let by_level = |name: &str| Level::ALL.iter().position(|level| level.name() == name);
    let mut levels: Vec<_> = counts.level.iter().collect();
    levels.sort_by_key(|(name, _)| by_level(name));
    bars(&mut out, "Level", &levels, 0, safe)?;
    bars(&mut out, "Year", &counts.year.iter().collect::<Vec<_>>(), 0, safe)?;
    for (title, counts) in [("Post", &counts.post), ("TAGS", &counts.tags)] {
        let mut most: Vec<_> = counts.iter().collect();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let rest = most.len().saturating_sub(TOP);
        most.truncate(TOP);
        bars(&mut out, title, &most, rest, safe)?;
    }
    out.flush()
}

fn bars(out: &mut impl Write, title: &str, counts: &[(&String, &u64)], rest: usize, safe: bool) -> io::Result<()> {
    writeln!(out, "\n{title}")?;
    let most = counts.iter().map(|(_, count)| **count).max().unwrap_or(0).max(1);
    let wide = counts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(6);
    for (name, count) in counts {
        let name = if name.is_empty() { "(none)" } else { name.as_str() };
        // A terminal must not be commanded by a text; everywhere else output is exact.
        let name = if safe { Cow::Owned(visible(name).as_str().to_owned()) } else { Cow::Borrowed(name) };
        let bar = "#".repeat(usize::try_from((**count * BAR).div_ceil(most)).unwrap_or(0));
        writeln!(out, "  {name:<wide$} {count:>9} {bar}")?;
    }
    if rest > 0 {
        writeln!(out, "  and {rest} more")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Row;
    use crate::cable::Marking;

    #[test]
    fn numbers_that_stand_for_nothing_count_as_unknown() {
        let mut tally = Tally::new(2);
        for number in [Some(1), Some(2), None, Some(u64::MAX), Some(0), Some(1)] {
            tally.add(number);
        }
        let named = tally.named(|number| ["rain", "snow"][number as usize].to_owned());
        assert_eq!(named, BTreeMap::from([(String::new(), 3), ("rain".into(), 1), ("snow".into(), 2)]));
    }

    #[test]
    fn copies_count_once_and_what_is_unknown_has_no_name() {
        let row = |id: &str, year: i16, level: Option<Level>, tags: &[&str]| Row {
            id: id.into(),
            date: (year > 0).then(|| jiff::civil::date(year, 1, 2).at(0, 0, 0, 0)),
            post: id.trim_matches(|c: char| c.is_ascii_digit()).to_owned(),
            marking: level.map(Marking::plain),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Row::default()
        };
        let secret = Some(Level::Secret);
        let counts = Counts::of(&Catalogue::of([
            row("06ROME1", 2006, secret, &["PREL", "IT"]),
            row("06ROME1", 2006, secret, &["PREL", "IT"]),
            row("07OSLO1", 2007, None, &["PREL"]),
            row("42", 0, secret, &[]),
        ]));
        assert_eq!((counts.cables, counts.copies), (3, 1));
        let mut json = Vec::new();
        write_json(&mut json, &counts).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["level"], serde_json::json!({ "": 1, "SECRET": 2 }));
        assert_eq!(json["year"], serde_json::json!({ "": 1, "2006": 1, "2007": 1 }));
        assert_eq!(json["post"], serde_json::json!({ "": 1, "OSLO": 1, "ROME": 1 }));
        assert_eq!(json["tags"], serde_json::json!({ "IT": 1, "PREL": 2 }));
        let mut bars = Vec::new();
        write_bars(&mut bars, &counts, false).unwrap();
        let bars = String::from_utf8(bars).unwrap();
        assert!(bars.starts_with("3 cables\n1 copies of them\n\nLevel\n"), "{bars}");
        assert!(bars.contains("  PREL           2 ########################################\n"), "{bars}");
        assert!(bars.contains("  IT             1 ####################\n"), "{bars}");
    }
}

//! Facets: how many of some cables have each level, year, post, TAG and so on. Read from the columns of a catalogue, so that a
//! quarter of a million cables are counted while a key goes up.
//!
//! Every value comes with the query that asks for it, and its count is how many of the rows that query means; what no query can
//! ask for is not counted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use super::columns::state_of;
use crate::archive::Bits;
use crate::archive::catalogue::block::{NONE_SMALL, PRECEDENCES};
use crate::archive::catalogue::{Block, Catalogue, Lists, Names, moment};
use crate::archive::query::Query;
use crate::archive::query::ast::{Compare, Node, Term, Test};
use crate::archive::words::plain_words;
use crate::cable::table::{self, TagKind};
use crate::cable::{Control, Level, Marking, Precedence};

/// More captions than this are not counted: nobody chooses among so many, and some archives have text in their place.
const MOST_CAPTIONS: usize = 60;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// The level of the whole.
    Level,
    /// The controls beside the level.
    Control,
    /// The year.
    Year,
    /// The post.
    Post,
    /// The country of the post.
    Country,
    /// TAGS of subjects, and those that no list names.
    Subject,
    /// TAGS of countries and regions.
    Place,
    /// TAGS of organizations.
    Organization,
    /// TAGS of programs.
    Program,
    /// Captions.
    Caption,
    /// How fast it had to travel.
    Precedence,
    /// What has become of the classification.
    Declassification,
}

impl Facet {
    /// All, in the order in which they are shown, each with its title and its key in JSON.
    pub const ALL: [(Facet, &str, &str); 12] = [
        (Facet::Level, "Classification", "class"),
        (Facet::Control, "Controls", "control"),
        (Facet::Year, "Years", "year"),
        (Facet::Post, "Posts", "post"),
        (Facet::Country, "Countries of posts", "country"),
        (Facet::Subject, "TAGS: subjects", "tag_subject"),
        (Facet::Place, "TAGS: countries and regions", "tag_geographic"),
        (Facet::Organization, "TAGS: organizations", "tag_organization"),
        (Facet::Program, "TAGS: programs", "tag_program"),
        (Facet::Caption, "Captions", "caption"),
        (Facet::Precedence, "Precedence", "precedence"),
        (Facet::Declassification, "Declassification", "decl"),
    ];
}

/// The values of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Which facet.
    pub facet: Facet,
    /// Its values: levels from the highest, precedences from the fastest, years from the newest, all others with the most frequent first.
    pub values: Vec<Value>,
}

impl Counts {
    /// What the facet is called.
    pub fn title(&self) -> &'static str {
        self.row().1
    }

    /// Its key in JSON.
    pub fn key(&self) -> &'static str {
        self.row().2
    }

    fn row(&self) -> &'static (Facet, &'static str, &'static str) {
        const FIRST: &(Facet, &str, &str) = &Facet::ALL[0];
        Facet::ALL.iter().find(|(facet, ..)| *facet == self.facet).unwrap_or(FIRST)
    }
}

/// A value, and how many cables have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is called: `CONFIDENTIAL`, `PREL`.
    pub label: String,
    /// What that means, where a table says so.
    pub meaning: Option<&'static str>,
    /// The query that asks for it: `tag:PREL`.
    pub query: String,
    /// How many of the cables it means.
    pub count: usize,
}

/// Counts the values of these rows of a catalogue; facets that have none are left out. `None` where `stop` was set.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use sipdis::archive::search::{Facet, count_facets};
/// use sipdis::archive::{Bits, Row, catalogue::Catalogue};
/// let row = |id: &str| Row { id: id.into(), tags: vec!["PREL".into()], ..Row::default() };
/// let catalogue = Catalogue::of(["06ROME42", "06ROME43"].map(row));
/// let counts = count_facets(&catalogue, &Bits::all(2), jiff::civil::date(2026, 1, 1), &AtomicBool::new(false)).unwrap();
/// assert_eq!((counts[0].facet, counts[0].values[0].query.as_str(), counts[0].values[0].count), (Facet::Subject, "tag:PREL", 2));
/// ```
pub fn count_facets(catalogue: &Catalogue, rows: &Bits, today: Date, stop: &AtomicBool) -> Option<Vec<Counts>> {
    let names = catalogue.names();
    let mut found = Found::new(names.len());
    for (start, block) in catalogue.blocks() {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        (start..).zip(0..block.len()).filter(|(row, _)| rows.contains(*row)).for_each(|(_, at)| {
            found.add(block, at, moment::of_day(today));
        });
    }
    let captions = captions(catalogue, rows, &found.captions, stop)?;
    let values = |facet| match facet {
        Facet::Level => levels(&found.levels),
        Facet::Control => {
            frequent(names, &found.controls, |name| asked(&format!("class:{name}"), name, control_is), |_| None)
        }
        Facet::Year => years(&found.years),
        Facet::Post => frequent(names, &found.posts, |name| asked(&format!("post:{name}"), name, name_is), |_| None),
        Facet::Country => by_country(names, &found.posts),
        Facet::Subject => tags(names, &found.tags, TagKind::Subject),
        Facet::Place => tags(names, &found.tags, TagKind::Geographic),
        Facet::Organization => tags(names, &found.tags, TagKind::Organization),
        Facet::Program => tags(names, &found.tags, TagKind::Program),
        Facet::Caption => captions.clone(),
        Facet::Precedence => precedences(&found.precedences),
        Facet::Declassification => states(&found.states),
    };
    let counts = Facet::ALL.map(|(facet, ..)| Counts { facet, values: values(facet) });
    Some(counts.into_iter().filter(|counts| !counts.values.is_empty()).collect())
}

/// What was found so far, by the numbers of the columns.
struct Found {
    levels: [usize; 256],
    years: BTreeMap<u32, usize>,
    states: BTreeMap<&'static str, usize>,
    precedences: [usize; PRECEDENCES.len()],
    posts: Vec<usize>,
    controls: Vec<usize>,
    tags: Vec<usize>,
    captions: Vec<usize>,
}

impl Found {
    fn new(names: usize) -> Self {
        let none = || vec![0; names];
        let [posts, controls, tags, captions] = [none(), none(), none(), none()];
        let (years, states, precedences) = (BTreeMap::new(), BTreeMap::new(), [0; PRECEDENCES.len()]);
        Found { levels: [0; 256], years, states, precedences, posts, controls, tags, captions }
    }

    fn add(&mut self, block: &Block, at: usize, today: u32) {
        let level = block.levels.get(at).unwrap_or(NONE_SMALL);
        self.levels[usize::from(level)] += 1;
        if let Some(moment) = block.moments.get(at).filter(|moment| *moment != 0) {
            *self.years.entry((moment >> moment::YEAR) as u32).or_default() += 1;
        }
        *self.states.entry(state_of(block, at, today)).or_default() += 1;
        let [first, second] = block.precedences_of(at);
        for precedence in first.into_iter().chain(second.filter(|_| second != first)) {
            if let Some(count) = self.precedences.get_mut(usize::from(precedence)) {
                *count += 1;
            }
        }
        block.posts.get(at).into_iter().for_each(|post| add(&mut self.posts, post));
        // Without a level nothing asks for controls.
        if level != NONE_SMALL {
            add_each(&mut self.controls, &block.controls, at);
        }
        add_each(&mut self.tags, &block.tags, at);
        add_each(&mut self.captions, &block.captions, at);
    }
}

fn add(counts: &mut [usize], name: u32) {
    // What has no name has no number here.
    if let Some(count) = counts.get_mut(name as usize) {
        *count += 1;
    }
}

/// Adds the values of a list, each once.
fn add_each(counts: &mut [usize], lists: &Lists<u32>, at: usize) {
    for (n, name) in lists.get(at).enumerate() {
        if lists.get(at).take(n).all(|before| before != name) {
            add(counts, name);
        }
    }
}

/// A query, where it asks for this value and nothing else.
fn asked(query: &str, value: &str, is: fn(&Test, &str) -> bool) -> Option<String> {
    let parsed = Query::parse(query).ok()?;
    matches!(parsed.root(), Node::Term(Term { test, .. }) if is(test, value)).then(|| query.to_owned())
}

fn name_is(test: &Test, value: &str) -> bool {
    matches!(test, Test::Name(name) if name == value)
}

fn code_is(test: &Test, value: &str) -> bool {
    matches!(test, Test::Code { code, open: false } if code == value)
}

fn control_is(test: &Test, value: &str) -> bool {
    matches!(test, Test::Level { level: None, controls, .. } if matches!(controls.as_slice(), [Control(name)] if name == value))
}

fn levels(counts: &[usize; 256]) -> Vec<Value> {
    let mut known: Vec<(Level, usize)> =
        Level::ALL.into_iter().zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
    known.sort_by_key(|(level, _)| std::cmp::Reverse(level.rank()));
    let value = |(level, count): (Level, usize)| Value {
        label: Marking::plain(level).to_string(),
        meaning: None,
        query: format!("class:{}", level.letters()),
        count,
    };
    known.into_iter().map(value).collect()
}

fn years(counts: &BTreeMap<u32, usize>) -> Vec<Value> {
    let value = |(year, count): (&u32, &usize)| {
        let year = moment::year(*year);
        Value { label: year.to_string(), meaning: None, query: format!("year:{year}"), count: *count }
    };
    counts.iter().rev().map(value).collect()
}

fn states(counts: &BTreeMap<&'static str, usize>) -> Vec<Value> {
    let meaning = |state: &str| match state {
        "passed" => "the day is behind us",
        "due" => "on a day or an event to come",
        "exempt" => "exempt from a date",
        _ => "nothing is known, or nothing to declassify",
    };
    let value = |(state, count): (&&'static str, &usize)| Value {
        label: (*state).to_owned(),
        meaning: Some(meaning(state)),
        query: format!("decl:{state}"),
        count: *count,
    };
    sorted(counts.iter().map(value).collect())
}

fn precedences(counts: &[usize]) -> Vec<Value> {
    let value = |(precedence, count): (&Precedence, &usize)| {
        let test = Test::Precedence { compare: Compare::Is, with: *precedence };
        let query = format!("precedence:{test}");
        Value { label: precedence.name().to_owned(), meaning: None, query, count: *count }
    };
    let known = PRECEDENCES.iter().zip(counts).filter(|(_, count)| **count > 0);
    known.rev().map(value).collect()
}

/// The values of a column of names, as far as a query can ask for them.
fn frequent(
    names: &Names,
    counts: &[usize],
    query: impl Fn(&str) -> Option<String>,
    meaning: impl Fn(&str) -> Option<&'static str>,
) -> Vec<Value> {
    let value = |(number, count): (u32, &usize)| {
        let name = names.get(number);
        Some(Value { label: name.to_owned(), meaning: meaning(name), query: query(name)?, count: *count })
    };
    sorted((0..).zip(counts).filter(|(_, count)| **count > 0).filter_map(value).collect())
}

fn tags(names: &Names, counts: &[usize], kind: TagKind) -> Vec<Value> {
    let kind_of = |name: &str| table::tag(name, None).map_or(TagKind::Subject, |tag| tag.kind);
    let query = |name: &str| asked(&format!("tag:{name}"), name, code_is).filter(|_| kind_of(name) == kind);
    frequent(names, counts, query, |name| table::tag(name, None)?.name)
}

fn by_country(names: &Names, posts: &[usize]) -> Vec<Value> {
    let mut by_country: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (number, count) in (0..).zip(posts).filter(|(_, count)| **count > 0) {
        if let Some(country) = table::post(names.get(number)).and_then(|post| post.country) {
            *by_country.entry(country).or_default() += count;
        }
    }
    let value = |(country, count): (&'static str, usize)| {
        let letters = plain_words(country).concat();
        let query = asked(&format!("country:{letters}"), &letters.to_uppercase(), name_is)?;
        Some(Value { label: country.to_owned(), meaning: None, query, count })
    };
    sorted(by_country.into_iter().filter_map(value).collect())
}

/// Captions are asked for by their words, which may stand in longer ones too.
fn captions(catalogue: &Catalogue, rows: &Bits, counts: &[usize], stop: &AtomicBool) -> Option<Vec<Value>> {
    let names = catalogue.names();
    let there = (0..).zip(counts).filter(|(_, count)| **count > 0);
    let there: Vec<(u32, Vec<String>)> = there.map(|(number, _)| (number, plain_words(names.get(number)))).collect();
    let holding = |words: &[String]| -> Vec<u32> {
        let holds = |other: &[String]| other.windows(words.len()).any(|part| part == words);
        there.iter().filter(|(_, other)| holds(other)).map(|(number, _)| *number).collect()
    };
    let most = frequent(
        names,
        counts,
        |name| {
            let is_caption = |test: &Test, _: &str| matches!(test, Test::Words(_));
            asked(&format!("caption:\"{}\"", plain_words(name).join(" ")), "", is_caption)
        },
        |_| None,
    );
    let mut values: Vec<Value> = Vec::new();
    for mut value in most.into_iter().take(MOST_CAPTIONS) {
        if values.iter().any(|before| before.query == value.query) {
            continue;
        }
        let numbers = holding(&plain_words(&value.label));
        if numbers.len() > 1 {
            value.count = 0;
            for (start, block) in catalogue.blocks() {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                let has = |at: usize| block.captions.get(at).any(|caption| numbers.contains(&caption));
                let here = (start..).zip(0..block.len());
                value.count += here.filter(|(row, at)| rows.contains(*row) && has(*at)).count();
            }
        }
        values.push(value);
    }
    Some(sorted(values))
}

fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    values
}

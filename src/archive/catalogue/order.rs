//! The order of a list: which cables, in which order, under which headings.
//!
//! Every cable gets one integer: its group, then what it is sorted by, then its row. So sorting compares integers, and is stable,
//! because the row stands last. A list that has grown keeps its order as one sorted run; the new cables are sorted by
//! themselves, and the standard library's sort, which looks for such runs, only merges the two.

use super::block::{Block, NONE, NONE_SMALL, when};
use super::{Catalogue, Key, moment};
use crate::cable::Level;

/// By what a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// By post.
    Post,
    /// Highest level first.
    Level,
    /// By subject.
    Subject,
    /// What is to be declassified first comes first.
    Declassification,
    /// By year, post and number.
    Id,
    /// What had to travel fastest comes first.
    Precedence,
    /// Longest first.
    Size,
    /// What refers to most comes first.
    References,
    /// As in the sources.
    Source,
}

/// What stands together under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// No headings.
    #[default]
    None,
    /// Cables of a day.
    Day,
    /// Cables of a year.
    Year,
    /// Cables of a post.
    Post,
    /// Cables of a level.
    Level,
}

/// How a list is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// By what it is sorted, within its groups.
    pub sort: Sort,
    /// What stands together.
    pub group: Group,
}

/// A heading of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// Place of its first cable in the order.
    pub at: u32,
    /// How many cables it has.
    pub count: u32,
}

/// The rows of a list in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// How they are arranged.
    pub arrangement: Arrangement,
    /// Rows of the catalogue, without copies.
    pub rows: Vec<u32>,
    /// Headings in their order; none where nothing is grouped.
    pub headings: Vec<Heading>,
    /// Copies of cables: the row of the first with the id, and that of the copy; in this order.
    pub copies: Vec<(u32, u32)>,
    /// How many rows of the catalogue have been looked at.
    pub seen: u32,
    /// How many of its sources were not listed any more.
    pub dropped: usize,
}

impl Order {
    /// The copies of a cable.
    pub fn copies_of(&self, row: u32) -> impl ExactSizeIterator<Item = u32> {
        let from = self.copies.partition_point(|(first, _)| *first < row);
        let behind = self.copies.get(from..).unwrap_or_default();
        let count = behind.partition_point(|(first, _)| *first == row);
        behind.get(..count).unwrap_or_default().iter().map(|(_, copy)| *copy)
    }
}

/// Puts the cables of a catalogue in order.
///
/// `before` is an order of an older snapshot of the same catalogue, if there is one; with it the work is faster, and the result
/// the same.
pub fn arrange(catalogue: &Catalogue, arrangement: Arrangement, before: Option<&Order>) -> Order {
    let ranks = match (arrangement.sort, arrangement.group) {
        (Sort::Post | Sort::Id, _) | (_, Group::Post) => catalogue.names().ranks(),
        _ => Vec::new(),
    };
    // Where sources were dropped, or ranks may have changed, the old order holds no longer as it is; it still is nearly sorted.
    let before = before.filter(|order| {
        order.arrangement == arrangement && catalogue.dropped.is_empty() && order.seen as usize <= catalogue.len()
    });
    let seen = before.map_or(0, |order| order.seen);
    let mut keys: Vec<u128> = Vec::with_capacity(catalogue.len() - catalogue.copies().min(catalogue.len()));
    let mut copies = Vec::with_capacity(catalogue.copies());
    let mut old: Vec<u128> = vec![0; before.map_or(0, |_| seen as usize)];
    for (start, block) in catalogue.blocks() {
        let sources = block.sources.iter();
        for ((at, copy), source) in block.copy_of.iter().enumerate().zip(sources) {
            let row = start + u32::try_from(at).unwrap_or(NONE);
            let key = || {
                let group = u128::from(group_key(block, at, arrangement, &ranks));
                group << 96 | u128::from(sort_key(block, at, arrangement.sort, &ranks)) << 32 | u128::from(row)
            };
            if copy != NONE && !catalogue.is_dropped(source) {
                copies.push((copy, row));
            }
            match old.get_mut(row as usize) {
                Some(place) => *place = key(),
                None if copy == NONE && !catalogue.is_dropped(source) => keys.push(key()),
                None => {}
            }
        }
    }
    if let Some(before) = before {
        keys.sort_unstable();
        let known = before.rows.iter().filter_map(|row| old.get(*row as usize).copied());
        keys = known.chain(keys).collect();
        keys.sort();
    } else {
        keys.sort_unstable();
    }
    if arrangement.sort == Sort::Subject {
        by_subject(catalogue, &mut keys);
    }
    let headings = if arrangement.group == Group::None { Vec::new() } else { headings(&keys) };
    copies.sort_unstable();
    let rows = keys.iter().map(|key| *key as u32).collect();
    Order {
        arrangement,
        rows,
        headings,
        copies,
        seen: u32::try_from(catalogue.len()).unwrap_or(NONE),
        dropped: catalogue.dropped(),
    }
}

/// Bits of a moment.
const MOMENT: u32 = 41;

/// What a cable is sorted by. What has no date, post or subject comes last in either direction: it is the least useful.
fn sort_key(block: &Block, at: usize, sort: Sort, ranks: &[u32]) -> u64 {
    let moment = || block.moments.get(at).unwrap_or(0);
    // 0, which is no date, becomes the greatest.
    let newest = || (1 << MOMENT) - 1 - moment();
    let then_newest = |first: u64| first.min((1 << 23) - 1) << MOMENT | newest();
    match sort {
        Sort::Newest => newest(),
        Sort::Oldest => moment().wrapping_sub(1),
        Sort::Post => then_newest(rank(block.posts.get(at), ranks)),
        Sort::Level => then_newest(level_key(block, at)),
        Sort::Subject => subject_key(block.subjects.get(at)),
        Sort::Declassification => due(block, at) << (MOMENT - 5) | newest() >> 5,
        Sort::Id => block.keys.get(at).map_or(u64::MAX, |key| Key(key).order(ranks)),
        Sort::Precedence => {
            let [fast, _] = block.precedences_of(at);
            then_newest(fast.map_or(255, |one| u64::from(100 - one)))
        }
        Sort::Size => u64::MAX - block.sizes.get(at).unwrap_or(0),
        Sort::References => then_newest((1 << 22) - (block.references.count(at) as u64).min(1 << 22)),
        Sort::Source => 0,
    }
}

/// The order of groups: as the sort has it where it sorts by the same, else the most useful first.
fn group_key(block: &Block, at: usize, Arrangement { sort, group }: Arrangement, ranks: &[u32]) -> u32 {
    let moment = block.moments.get(at).filter(|moment| *moment != 0);
    let dated = |shift: u32| {
        let part = moment.and_then(|moment| u32::try_from(moment >> shift).ok());
        // Days have 24 bits; what has no date comes last.
        part.map_or(NONE, |part| if sort == Sort::Oldest { part } else { (1 << 24) - part })
    };
    match group {
        Group::None => 0,
        Group::Day => dated(moment::DAY),
        Group::Year => dated(moment::YEAR),
        Group::Post => u32::try_from(rank(block.posts.get(at), ranks)).unwrap_or(NONE),
        Group::Level => {
            block.levels.get(at).filter(|level| *level != NONE_SMALL).map_or(NONE, |level| 255 - u32::from(level))
        }
    }
}

fn rank(name: Option<u32>, ranks: &[u32]) -> u64 {
    name.and_then(|name| ranks.get(name as usize)).map_or(u64::from(NONE), |rank| u64::from(*rank))
}

/// Highest rank first, and within it what has more controls.
fn level_key(block: &Block, at: usize) -> u64 {
    let level = block.levels.get(at).and_then(|level| Level::ALL.get(usize::from(level)));
    level.map_or(1 << 20, |level| {
        (15 - u64::from(level.rank())) << 12 | (4095 - (block.controls.count(at) as u64).min(4095))
    })
}

/// The first letters as an integer; an empty subject last.
fn subject_key(subject: &str) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(subject.bytes()).for_each(|(to, byte)| *to = byte);
    if subject.is_empty() { u64::MAX } else { u64::from_be_bytes(first) }
}

/// By date, then what waits for an event, what is exempt, what has nothing to wait for: 26 bits.
fn due(block: &Block, at: usize) -> u64 {
    let (class, day) = match block.when_kinds.get(at) {
        Some(when::ON) => (0, block.whens.get(at).unwrap_or(0)),
        Some(when::EVENT) => (1, 0),
        Some(when::EXEMPT) => (2, 0),
        _ => (3, 0),
    };
    class << 24 | u64::from(day)
}

/// Sorts those whose subjects begin with the same letters.
fn by_subject(catalogue: &Catalogue, keys: &mut [u128]) {
    let subject = |key: &u128| catalogue.entry(*key as u32).map_or("", |entry| entry.subject());
    for same in keys.chunk_by_mut(|one, other| one >> 32 == other >> 32) {
        if same.len() > 1 {
            same.sort_unstable_by(|one, other| subject(one).cmp(subject(other)).then(one.cmp(other)));
        }
    }
}

fn headings(keys: &[u128]) -> Vec<Heading> {
    let mut at = 0;
    let groups = keys.chunk_by(|one, other| one >> 96 == other >> 96);
    let heading = |group: &[u128]| {
        let count = u32::try_from(group.len()).unwrap_or(NONE);
        at += count;
        Heading { at: at - count, count }
    };
    groups.map(heading).collect()
}

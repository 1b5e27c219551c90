//! Some cables of a catalogue in columns; and how rows become columns.

use std::sync::Arc;

use jiff::civil::DateTime;

use super::column::{Column, Lists, Texts};
use super::key::Key;
use super::moment;
use super::names::{Interner, Numbers};
use crate::archive::cache::stored::Run;
use crate::archive::{Place, Row};
use crate::cable::{Marking, Precedence};
use crate::marking::When;

/// For a number that stands for nothing.
pub const NONE: u32 = u32::MAX;
/// For a small number that stands for nothing.
pub const NONE_SMALL: u8 = u8::MAX;

/// The cable says of itself that it is an extract.
pub const PARTIAL: u8 = 1;
/// The cable is marked as a corrected copy.
pub const CORRECTED: u8 = 2;
/// Its record is damaged and was read as it stands.
pub const BROKEN: u8 = 4;

/// Kinds of declassification, as `when_kind` has them.
pub mod when {
    /// `when` is a day, as [`moment::of_day`](super::moment::of_day) has it.
    pub const ON: u8 = 0;
    /// `when` is the name of an event.
    pub const EVENT: u8 = 1;
    /// `when` is the name of a code.
    pub const EXEMPT: u8 = 2;
    /// Nothing is known.
    pub const UNKNOWN: u8 = 3;
    /// It never was classified.
    pub const NEVER: u8 = 4;
}

/// Precedences by their numbers in the column.
pub(in crate::archive) const PRECEDENCES: [Precedence; 5] =
    [Precedence::Routine, Precedence::Priority, Precedence::Immediate, Precedence::NiactImmediate, Precedence::Flash];

/// Stands in the column for none.
const NO_PRECEDENCE: u8 = 15;

/// A run of cables in columns. Names are numbers of [`Names`](super::Names).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Ids, as [`Key`]s.
    pub keys: Column<u64>,
    /// Date and time, as [`moment`] has them; 0 where unknown.
    pub moments: Column<u64>,
    /// Names of posts; [`NONE`] where unknown.
    pub posts: Column<u32>,
    /// Places in [`Level::ALL`](crate::cable::Level::ALL); [`NONE_SMALL`] where unknown.
    pub levels: Column<u8>,
    /// The first precedence in the lower half, the second in the upper, 0 for routine to 4 for flash; 15 where there is none.
    pub precedences: Column<u8>,
    /// [`PARTIAL`], [`CORRECTED`], [`BROKEN`].
    pub flags: Column<u8>,
    /// What kind of declassification; see [`when`].
    pub when_kinds: Column<u8>,
    /// A day or a name, as the kind has it.
    pub whens: Column<u32>,
    /// Controls beside the level.
    pub controls: Lists<u32>,
    /// Captions.
    pub captions: Lists<u32>,
    /// TAGS.
    pub tags: Lists<u32>,
    /// Cables that are referred to, as [`Key`]s.
    pub references: Lists<u64>,
    /// Subjects; empty where there is none.
    pub subjects: Texts,
    /// The cable of the catalogue that this one is a copy of; [`NONE`] for the first with its id.
    pub copy_of: Column<u32>,
    /// Which source.
    pub sources: Column<u32>,
    /// Numbers of the records in their sources, from 1.
    pub records: Column<u32>,
    /// First bytes in the sources.
    pub offsets: Column<u64>,
    /// Lengths in bytes.
    pub sizes: Column<u64>,
}

/// How many runs of bytes a block is stored as.
pub(super) const PARTS: usize = 23;

impl Block {
    /// How many cables it has.
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// Where a cable stands.
    pub fn place(&self, at: usize) -> Place {
        Place {
            source: self.sources.get(at).unwrap_or(NONE),
            offset: self.offsets.get(at).unwrap_or(0),
            len: self.sizes.get(at).unwrap_or(0),
            record: self.records.get(at).unwrap_or(0),
        }
    }

    /// Puts another block behind this one.
    pub(super) fn append(&mut self, other: &Block) {
        self.keys.append(&other.keys);
        self.moments.append(&other.moments);
        self.posts.append(&other.posts);
        self.levels.append(&other.levels);
        self.precedences.append(&other.precedences);
        self.flags.append(&other.flags);
        self.when_kinds.append(&other.when_kinds);
        self.whens.append(&other.whens);
        self.controls.append(&other.controls);
        self.captions.append(&other.captions);
        self.tags.append(&other.tags);
        self.references.append(&other.references);
        self.subjects.append(&other.subjects);
        self.copy_of.append(&other.copy_of);
        self.sources.append(&other.sources);
        self.records.append(&other.records);
        self.offsets.append(&other.offsets);
        self.sizes.append(&other.sizes);
    }

    /// Numbers sources and records on from others.
    pub(in crate::archive) fn shift(&mut self, source: u32, record: u32) {
        if source > 0 {
            self.sources.map(|number| number.saturating_add(source));
        }
        if record > 0 {
            self.records.map(|number| number.saturating_add(record));
        }
    }

    /// Names cables that have no id.
    pub(in crate::archive) fn name(&mut self, names: &[(usize, String)], interner: &Interner) {
        let mut numbers = Numbers::new(interner);
        for (at, name) in names {
            self.keys.set(*at, Key::new(name, &mut numbers).0);
        }
    }

    /// Takes all cables out, and keeps the memory for others.
    fn clear(&mut self) {
        self.keys.clear();
        self.moments.clear();
        self.posts.clear();
        self.levels.clear();
        self.precedences.clear();
        self.flags.clear();
        self.when_kinds.clear();
        self.whens.clear();
        self.controls.clear();
        self.captions.clear();
        self.tags.clear();
        self.references.clear();
        self.subjects.clear();
        self.copy_of.clear();
        self.sources.clear();
        self.records.clear();
        self.offsets.clear();
        self.sizes.clear();
    }

    /// Its columns as bytes, in the order in which [`Block::stored`] takes them.
    pub(super) fn parts(&self) -> [&[u8]; PARTS] {
        [
            self.keys.bytes(),
            self.moments.bytes(),
            self.posts.bytes(),
            self.levels.bytes(),
            self.precedences.bytes(),
            self.flags.bytes(),
            self.when_kinds.bytes(),
            self.whens.bytes(),
            self.controls.ends.bytes(),
            self.controls.items.bytes(),
            self.captions.ends.bytes(),
            self.captions.items.bytes(),
            self.tags.ends.bytes(),
            self.tags.items.bytes(),
            self.references.ends.bytes(),
            self.references.items.bytes(),
            self.subjects.ends.bytes(),
            self.subjects.text.bytes(),
            self.copy_of.bytes(),
            self.sources.bytes(),
            self.records.bytes(),
            self.offsets.bytes(),
            self.sizes.bytes(),
        ]
    }

    /// A block of columns that were stored; `None` where they do not fit each other.
    pub(super) fn stored(parts: [Arc<Run>; PARTS]) -> Option<Block> {
        let [keys, moments, posts, levels, precedences, flags, when_kinds, whens, rest @ ..] = parts;
        let [control_ends, controls, caption_ends, captions, tag_ends, tags, reference_ends, references, rest @ ..] =
            rest;
        let [subject_ends, subjects, copy_of, sources, records, offsets, sizes] = rest;
        let block = Block {
            keys: Column::stored(keys),
            moments: Column::stored(moments),
            posts: Column::stored(posts),
            levels: Column::stored(levels),
            precedences: Column::stored(precedences),
            flags: Column::stored(flags),
            when_kinds: Column::stored(when_kinds),
            whens: Column::stored(whens),
            controls: Lists { ends: Column::stored(control_ends), items: Column::stored(controls) },
            captions: Lists { ends: Column::stored(caption_ends), items: Column::stored(captions) },
            tags: Lists { ends: Column::stored(tag_ends), items: Column::stored(tags) },
            references: Lists { ends: Column::stored(reference_ends), items: Column::stored(references) },
            subjects: Texts { ends: Column::stored(subject_ends), text: Column::stored(subjects) },
            copy_of: Column::stored(copy_of),
            sources: Column::stored(sources),
            records: Column::stored(records),
            offsets: Column::stored(offsets),
            sizes: Column::stored(sizes),
        };
        let lengths = [
            block.keys.len(),
            block.moments.len(),
            block.posts.len(),
            block.precedences.len(),
            block.flags.len(),
            block.when_kinds.len(),
            block.whens.len(),
            block.controls.ends.len(),
            block.captions.ends.len(),
            block.tags.ends.len(),
            block.references.ends.len(),
            block.subjects.ends.len(),
            block.copy_of.len(),
            block.sources.len(),
            block.records.len(),
            block.offsets.len(),
            block.sizes.len(),
        ];
        lengths.iter().all(|len| *len == block.len()).then_some(block)
    }
}

/// What a row says of a cable, as far as it is no list: a [`Row`] that owns nothing.
pub(in crate::archive) struct Line<'a> {
    pub id: &'a str,
    pub date: Option<DateTime>,
    pub post: &'a str,
    pub marking: Option<&'a Marking>,
    pub precedences: [Option<Precedence>; 2],
    pub declassification: &'a When,
    pub subject: &'a str,
    pub partial: bool,
    pub corrected: bool,
    pub broken: bool,
    pub place: Place,
}

/// Makes columns of rows; one to a thread.
#[derive(Debug)]
pub(in crate::archive) struct Builder<'a> {
    numbers: Numbers<'a>,
    block: Block,
}

impl Block {
    /// The precedences of a cable, the first and the second, by their numbers.
    pub(in crate::archive) fn precedences_of(&self, at: usize) -> [Option<u8>; 2] {
        let both = self.precedences.get(at).unwrap_or(NONE_SMALL);
        [both & 15, both >> 4].map(|one| Some(one).filter(|one| *one != NO_PRECEDENCE))
    }
}

impl<'a> Builder<'a> {
    pub(in crate::archive) fn new(numbers: Numbers<'a>) -> Self {
        Builder { numbers, block: Block::default() }
    }

    pub(in crate::archive) fn len(&self) -> usize {
        self.block.len()
    }

    /// Whether the cable that was added last has no id.
    pub(in crate::archive) fn last_is_nameless(&self) -> bool {
        self.len().checked_sub(1).and_then(|last| self.block.keys.get(last)) == Some(Key::NONE.0)
    }

    /// Adds a row that stands by itself.
    pub(in crate::archive) fn push_row(&mut self, row: &Row) {
        let line = Line {
            id: &row.id,
            date: row.date,
            post: &row.post,
            marking: row.marking.as_ref(),
            precedences: row.precedences,
            declassification: &row.declassification,
            subject: &row.subject,
            partial: row.partial,
            corrected: row.corrected,
            broken: row.broken,
            place: row.place,
        };
        let words = |words| <[String]>::iter(words).map(String::as_str);
        self.push(&line, words(&row.captions), words(&row.tags), words(&row.references));
    }

    /// Adds a row behind the others: its values, captions, TAGS, and the ids that it refers to.
    pub(in crate::archive) fn push<'w>(
        &mut self,
        row: &Line<'_>,
        captions: impl Iterator<Item = &'w str>,
        tags: impl Iterator<Item = &'w str>,
        references: impl Iterator<Item = &'w str>,
    ) {
        let (numbers, block) = (&mut self.numbers, &mut self.block);
        let key = Key::new(row.id, numbers);
        block.keys.push(key.0);
        block.moments.push(row.date.map_or(0, moment::of_time));
        block.posts.push(match row.post {
            "" => NONE,
            // Nearly always the id names the post too, and its number is known.
            post => key.post_named(row.id, post).unwrap_or_else(|| numbers.number(post)),
        });
        let level = row.marking.and_then(|marking| u8::try_from(place_of(marking.level)).ok());
        block.levels.push(level.unwrap_or(NONE_SMALL));
        let controls = row.marking.iter().flat_map(|marking| &marking.controls);
        block.controls.push(controls.map(|control| numbers.number(control.name())));
        let [first, second] = row.precedences.map(|one| {
            let at = PRECEDENCES.iter().position(|other| Some(*other) == one);
            at.and_then(|at| u8::try_from(at).ok()).unwrap_or(NO_PRECEDENCE)
        });
        block.precedences.push(first | second << 4);
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        block.flags.push(flag(row.partial, PARTIAL) | flag(row.corrected, CORRECTED) | flag(row.broken, BROKEN));
        let (kind, value) = match row.declassification {
            When::On(day) => (when::ON, moment::of_day(*day)),
            When::Event(event) => (when::EVENT, numbers.number(event)),
            When::Exempt(code) => (when::EXEMPT, numbers.number(code)),
            When::Unknown => (when::UNKNOWN, 0),
            When::Never => (when::NEVER, 0),
        };
        block.when_kinds.push(kind);
        block.whens.push(value);
        block.captions.push(captions.map(|caption| numbers.number(caption)));
        block.tags.push(tags.map(|tag| numbers.number(tag)));
        block.references.push(references.map(|id| Key::new(id, numbers).0));
        block.subjects.push(row.subject);
        block.copy_of.push(NONE);
        block.sources.push(row.place.source);
        block.records.push(row.place.record);
        block.offsets.push(row.place.offset);
        block.sizes.push(row.place.len);
    }

    /// The block so far, of the size that it needs; the next one is begun in the memory that this one grew in.
    pub(in crate::archive) fn take(&mut self) -> Block {
        let block = self.block.clone();
        self.block.clear();
        block
    }
}

fn place_of(level: crate::cable::Level) -> usize {
    crate::cable::Level::ALL.iter().position(|other| *other == level).unwrap_or(usize::from(NONE_SMALL))
}

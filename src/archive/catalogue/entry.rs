//! One cable of a catalogue, read from the columns when somebody looks at it.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::block::{BROKEN, Block, CORRECTED, NONE, PARTIAL, PRECEDENCES, when};
use super::key::Key;
use super::{Catalogue, moment};
use crate::archive::{Place, Row};
use crate::cable::{Control, Level, Marking, Precedence, table};
use crate::marking::When;

/// One cable of a catalogue. Cheap to make and to pass on.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) block: &'a Block,
    pub(super) at: usize,
    pub(super) row: u32,
}

impl<'a> Entry<'a> {
    /// Its number in the catalogue.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// Its id as it is compared.
    pub fn key(&self) -> Key {
        Key(self.block.keys.get(self.at).unwrap_or(u64::MAX))
    }

    /// Canonical id, or the file's name where there is none.
    pub fn id(&self) -> Cow<'a, str> {
        self.key().text(&self.catalogue.names)
    }

    /// The row of the cable that this one is a copy of.
    pub fn copy_of(&self) -> Option<u32> {
        self.block.copy_of.get(self.at).filter(|row| *row != NONE)
    }

    /// Date and time.
    pub fn date(&self) -> Option<DateTime> {
        moment::time(self.block.moments.get(self.at)?)
    }

    /// Post in the spelling of the id, empty where unknown.
    pub fn post(&self) -> &'a str {
        self.name(self.block.posts.get(self.at))
    }

    /// The country of the post, by the table of posts.
    pub fn country(&self) -> Option<&'static str> {
        table::post(self.post()).and_then(|post| post.country)
    }

    /// The level of the whole.
    pub fn level(&self) -> Option<Level> {
        Level::ALL.get(usize::from(self.block.levels.get(self.at)?)).copied()
    }

    /// Marking of the whole.
    pub fn marking(&self) -> Option<Marking> {
        let mut marking = Marking::plain(self.level()?);
        let controls = self.names(self.block.controls.get(self.at));
        marking.controls = controls.map(|name| Control(Cow::Owned(name.to_owned()))).collect();
        Some(marking)
    }

    /// How fast it had to travel: to those who were to act, and perhaps otherwise to the others.
    pub fn precedences(&self) -> [Option<Precedence>; 2] {
        self.block.precedences_of(self.at).map(|one| PRECEDENCES.get(usize::from(one?)).copied())
    }

    /// Captions in their order.
    pub fn captions(&self) -> impl Iterator<Item = &'a str> {
        self.names(self.block.captions.get(self.at))
    }

    /// TAGS in their order.
    pub fn tags(&self) -> impl Iterator<Item = &'a str> {
        self.names(self.block.tags.get(self.at))
    }

    /// When it is to be declassified.
    pub fn declassification(&self) -> When {
        let value = self.block.whens.get(self.at);
        match self.block.when_kinds.get(self.at) {
            Some(when::ON) => value.and_then(moment::day).map_or(When::Unknown, When::On),
            Some(when::EVENT) => When::Event(self.name(value).to_owned()),
            Some(when::EXEMPT) => When::Exempt(self.name(value).to_owned()),
            Some(when::NEVER) => When::Never,
            _ => When::Unknown,
        }
    }

    /// Subject on one line, empty where there is none.
    pub fn subject(&self) -> &'a str {
        self.block.subjects.get(self.at)
    }

    /// Ids of the cables that it refers to.
    pub fn references(&self) -> impl Iterator<Item = Cow<'a, str>> {
        let names = &self.catalogue.names;
        self.block.references.get(self.at).map(move |key| Key(key).text(names))
    }

    /// Whether it says of itself that it is an extract.
    pub fn is_partial(&self) -> bool {
        self.has(PARTIAL)
    }

    /// Whether it is marked as a corrected copy.
    pub fn is_corrected(&self) -> bool {
        self.has(CORRECTED)
    }

    /// Whether its record is damaged.
    pub fn is_broken(&self) -> bool {
        self.has(BROKEN)
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.block.place(self.at)
    }

    /// All of it, by itself.
    pub fn to_row(&self) -> Row {
        Row {
            id: self.id().into_owned(),
            date: self.date(),
            post: self.post().to_owned(),
            marking: self.marking(),
            precedences: self.precedences(),
            captions: self.captions().map(str::to_owned).collect(),
            tags: self.tags().map(str::to_owned).collect(),
            declassification: self.declassification(),
            subject: self.subject().to_owned(),
            references: self.references().map(Cow::into_owned).collect(),
            partial: self.is_partial(),
            corrected: self.is_corrected(),
            broken: self.is_broken(),
            place: self.place(),
        }
    }

    fn has(&self, flag: u8) -> bool {
        self.block.flags.get(self.at).is_some_and(|flags| flags & flag != 0)
    }

    fn name(&self, number: Option<u32>) -> &'a str {
        number.map_or("", |number| self.catalogue.names.get(number))
    }

    fn names(&self, numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = &'a str> {
        let names = &self.catalogue.names;
        numbers.map(move |number| names.get(number))
    }
}

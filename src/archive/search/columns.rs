//! What the columns of a catalogue tell of a query, so that no text is read for it: levels, dates, posts, TAGS, captions,
//! ids, and what the person did with a cable. Numbers of the sets are rows of the catalogue.
//!
//! A column holds what the list shows, which a parsed cable says too; where it holds only a part of that (one of the words of
//! a sender), the rest stays open.

use std::collections::HashSet;
use std::convert::Infallible;

use super::answer::Answer;
use crate::archive::Bits;
use crate::archive::catalogue::block::{CORRECTED, NONE, NONE_SMALL, PARTIAL, PRECEDENCES, when};
use crate::archive::catalogue::{Block, Catalogue, Key, moment};
use crate::archive::query::ast::{IdTest, Pattern, Term, Test};
use crate::archive::query::{Field, Known, Matcher, Query, countries, id_key};
use crate::cable::{Level, Marking};

/// What the columns tell of a query.
pub(super) fn answer(catalogue: &Catalogue, matcher: &Matcher) -> Answer {
    let columns = Columns { catalogue, matcher, len: u32::try_from(catalogue.len()).unwrap_or(NONE) };
    match Answer::of::<Infallible>(matcher.root(), columns.len, &mut |term| Ok(columns.term(term))) {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// What an index cannot know: what the person did, and which cables are copies or are cited. `None` for anything else.
#[cfg(feature = "index")]
pub(super) fn beside(catalogue: &Catalogue, matcher: &Matcher, term: &Term) -> Option<Bits> {
    let columns = Columns { catalogue, matcher, len: u32::try_from(catalogue.len()).unwrap_or(NONE) };
    match &term.test {
        Test::OneOf("unread" | "bookmarked" | "note" | "copy") => Some(columns.term(term).certain),
        Test::Id(_) if term.field == Field::CitedBy => Some(columns.term(term).certain),
        _ => None,
    }
}

/// Fills in what a query needs to know of other cables.
pub(super) fn complete(catalogue: &Catalogue, query: &Query, mut known: Known) -> Known {
    let text = |key: u64| catalogue.id_of(Key::from(key)).into_owned();
    if query.needs_copies() {
        for (_, block) in catalogue.blocks() {
            let copies = block.copy_of.iter().zip(block.keys.iter()).filter(|(copy, _)| *copy != NONE);
            known.copies.extend(copies.map(|(_, key)| text(key)));
        }
    }
    for id in query.citing() {
        let post = catalogue.names().number(&id.post);
        let mut cited = HashSet::new();
        for (_, block) in catalogue.blocks() {
            for (at, _) in block.keys.iter().enumerate().filter(|(_, key)| fits(id, post, Key::from(*key))) {
                cited.extend(block.references.get(at).map(text));
            }
        }
        known.cited.insert(id_key(id), cited);
    }
    known
}

/// Whether a key is that of an id that is asked for, whose post has this number among the names of the catalogue.
pub fn fits(id: &IdTest, post: Option<u32>, key: Key) -> bool {
    let Some((year, of, serial)) = key.parts() else { return false };
    Some(of) == post && serial == id.serial && id.year.is_none_or(|wanted| wanted.rem_euclid(100) == i16::from(year))
}

struct Columns<'a> {
    catalogue: &'a Catalogue,
    matcher: &'a Matcher,
    len: u32,
}

impl Columns<'_> {
    fn term(&self, term: &Term) -> Answer {
        let names = self.catalogue.names();
        match &term.test {
            Test::Words(pattern) => self.words(term.field, pattern),
            Test::Name(name) if term.field == Field::Post => match names.number(name) {
                Some(post) => self.known(|block, at| block.posts.get(at) == Some(post)),
                None => self.none(),
            },
            Test::Name(name) => {
                let posts = self.named(|post| countries(post).any(|country| country == *name));
                self.known(|block, at| has(&posts, block.posts.get(at)))
            }
            Test::Code { code, open } if term.field == Field::Tag => {
                let tags = self.named(|tag| if *open { tag.starts_with(code.as_str()) } else { tag == code });
                self.known(|block, at| block.tags.get(at).any(|tag| has(&tags, Some(tag))))
            }
            Test::Level { compare, level, controls } if term.field == Field::Class => {
                let fit = Level::ALL.map(|it| Test::marking_fits(*compare, *level, &[], &Marking::plain(it)));
                let controls: Option<Vec<u32>> = controls.iter().map(|control| names.number(control.name())).collect();
                let Some(controls) = controls else { return self.none() };
                self.known(|block, at| {
                    let level = block.levels.get(at).filter(|level| *level != NONE_SMALL);
                    level.is_some_and(|level| fit.get(usize::from(level)) == Some(&true))
                        && controls.iter().all(|wanted| block.controls.get(at).any(|control| control == *wanted))
                })
            }
            Test::Precedence { compare, with } => {
                let fit = PRECEDENCES.map(|it| compare.holds(&it, with));
                let fits = |number: u8| fit.get(usize::from(number)) == Some(&true);
                self.known(|block, at| block.precedences_of(at).into_iter().flatten().any(fits))
            }
            Test::Dates(dates) => {
                let (from, to) = dates.bounds();
                let (from, to) = (from.map_or(0, moment::of_day), to.map_or(u32::MAX, moment::of_day));
                let hold = |day: u32| (from..=to).contains(&day);
                if term.field == Field::Decl {
                    let on = |block: &Block, at| block.when_kinds.get(at) == Some(when::ON);
                    return self.known(|block, at| on(block, at) && block.whens.get(at).is_some_and(hold));
                }
                let day = |moment: u64| u32::try_from(moment >> moment::DAY).ok().filter(|_| moment != 0);
                self.known(|block, at| block.moments.get(at).and_then(day).is_some_and(hold))
            }
            Test::State(state) => self.state(state),
            Test::Id(id) if term.field == Field::CitedBy => {
                let cited = self.matcher.known().cited.get(&id_key(id));
                self.of_ids(cited.into_iter().flatten().map(String::as_str))
            }
            Test::Id(id) => {
                let post = names.number(&id.post);
                match term.field {
                    Field::Ref => {
                        self.known(|block, at| block.references.get(at).any(|key| fits(id, post, key.into())))
                    }
                    _ => self.known(|block, at| block.keys.get(at).is_some_and(|key| fits(id, post, key.into()))),
                }
            }
            Test::OneOf(word) => self.one_of(word),
            Test::Code { .. } | Test::Level { .. } => Answer::open(self.len),
        }
    }

    /// Captions stand in a column. The post is one of the texts of `from:`; the other texts are not here.
    fn words(&self, field: Field, pattern: &Pattern) -> Answer {
        if matches!(pattern, Pattern::Expression(_)) {
            return Answer::open(self.len);
        }
        let holds = |name: &str| self.matcher.holds(pattern, name);
        match field {
            Field::Caption => {
                let captions = self.named(holds);
                self.known(|block, at| block.captions.get(at).any(|caption| has(&captions, Some(caption))))
            }
            Field::From => {
                let posts = self.named(holds);
                Answer::at_least(self.rows(|block, at| has(&posts, block.posts.get(at))))
            }
            _ => Answer::open(self.len),
        }
    }

    fn state(&self, state: &str) -> Answer {
        let today = moment::of_day(self.matcher.known().today);
        self.known(|block, at| state_of(block, at, today) == state)
    }

    fn one_of(&self, word: &str) -> Answer {
        let known: &Known = self.matcher.known();
        let of = |ids: &HashSet<String>| self.of_ids(ids.iter().map(String::as_str));
        match word {
            "unread" => Answer::known(of(&known.read).certain.not()),
            "bookmarked" => of(&known.bookmarked),
            "note" => of(&known.noted),
            "copy" => of(&known.copies),
            "partial" => self.known(|block, at| block.flags.get(at).is_some_and(|flags| flags & PARTIAL != 0)),
            "corrected" => self.known(|block, at| block.flags.get(at).is_some_and(|flags| flags & CORRECTED != 0)),
            // The column has no reports and letters.
            "ref" => Answer::at_least(self.rows(|block, at| block.references.count(at) > 0)),
            _ => Answer::open(self.len),
        }
    }

    fn of_ids<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Answer {
        let keys = self.catalogue.keys(ids);
        if keys.is_empty() {
            return self.none();
        }
        self.known(|block, at| block.keys.get(at).is_some_and(|key| keys.contains(&key)))
    }

    fn none(&self) -> Answer {
        Answer::known(Bits::none(self.len))
    }

    fn known(&self, fits: impl Fn(&Block, usize) -> bool) -> Answer {
        Answer::known(self.rows(fits))
    }

    fn rows(&self, fits: impl Fn(&Block, usize) -> bool) -> Bits {
        let mut rows = Bits::none(self.len);
        for (start, block) in self.catalogue.blocks() {
            (start..).zip(0..block.len()).filter(|(_, at)| fits(block, *at)).for_each(|(row, _)| rows.insert(row));
        }
        rows
    }

    /// For each name of the catalogue, by its number, whether it fits.
    fn named(&self, fits: impl Fn(&str) -> bool) -> Vec<bool> {
        self.catalogue.names().iter().map(|(_, name)| fits(name)).collect()
    }
}

/// What has become of a cable's classification, seen from a day: as queries call it.
pub(super) fn state_of(block: &Block, at: usize, today: u32) -> &'static str {
    let passed = || block.whens.get(at).is_some_and(|day| day <= today);
    match block.when_kinds.get(at) {
        Some(when::ON) if passed() => "passed",
        Some(when::ON | when::EVENT) => "due",
        Some(when::EXEMPT) => "exempt",
        _ => "none",
    }
}

fn has(names: &[bool], number: Option<u32>) -> bool {
    number.and_then(|number| names.get(number as usize)) == Some(&true)
}

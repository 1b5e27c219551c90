//! A run: an index of cables that follow each other in the order of time, and what it answers.
//!
//! Answers are sets, so that early stopping, counting and combining are the same for every kind of question. A question that
//! the index cannot answer gives two: the cables that are meant, and those that may be.

use std::path::Path;
use std::sync::Arc;
use std::{fmt, io};

use jiff::civil::{Date, DateTime};
use tantivy::index::InvertedIndexReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, ReloadPolicy, SegmentReader};

use super::manifest::Numbering;
use super::schema::{self, Fields};
use super::words::fill;
use crate::archive::query::ast::{Compare, IdTest, Pattern, Term, Test};
use crate::archive::query::{Field, Known, Matcher, id_key};
use crate::archive::search::Answer;
use crate::archive::{Bits, Place};
use crate::cable::{Marking, Precedence};

/// See the module.
pub(super) struct Run {
    pub(super) texts: Vec<Arc<InvertedIndexReader>>,
    facts: Arc<InvertedIndexReader>,
    segment: SegmentReader,
    /// Where its cables stand, in its order; nowhere, if their source is not what it was.
    pub places: Vec<Place>,
    times: Vec<i64>,
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Run of {} cables", self.len())
    }
}

impl Run {
    /// Opens the run in a folder, its places in the numbers of the archive that is open.
    pub(super) fn open(folder: &Path, numbering: &Numbering) -> tantivy::Result<Run> {
        let index = Index::open_in_dir(folder)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(tantivy::TantivyError::SchemaError("of another version".to_owned()));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let [segment] = searcher.segment_readers() else {
            return Err(tantivy::TantivyError::InvalidArgument("not one segment".to_owned()));
        };
        Run::new(segment.clone(), fields, numbering)
    }

    fn new(segment: SegmentReader, fields: Fields, numbering: &Numbering) -> tantivy::Result<Run> {
        let columns = segment.fast_fields();
        let column = |name: &str| columns.u64(name).map(|column| column.first_or_default_col(0));
        let (source, offset, len, record) = (column("source")?, column("offset")?, column("len")?, column("record")?);
        let time = columns.i64("time")?.first_or_default_col(i64::MIN);
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let place = |doc: u32| Place {
            source: small(source.get_val(doc)),
            offset: offset.get_val(doc),
            len: len.get_val(doc),
            record: small(record.get_val(doc)),
        };
        let texts = fields.parts.iter().map(|field| segment.inverted_index(*field)).collect::<tantivy::Result<_>>()?;
        Ok(Run {
            texts,
            facts: segment.inverted_index(fields.fact)?,
            places: (0..segment.max_doc()).map(|doc| numbering.opened(place(doc))).collect(),
            times: (0..segment.max_doc()).map(|doc| time.get_val(doc)).collect(),
            segment,
        })
    }

    pub(super) fn len(&self) -> u32 {
        self.segment.max_doc()
    }

    /// How many of its cables still stand where they stood.
    pub(super) fn standing(&self) -> usize {
        self.places.iter().filter(|place| Numbering::is_somewhere(place)).count()
    }

    /// The id of a cable of the run.
    pub(super) fn id(&self, doc: u32) -> Option<String> {
        let column = self.segment.fast_fields().str("id").ok()??;
        let ord = column.term_ords(doc).next()?;
        let mut id = String::new();
        column.ord_to_str(ord, &mut id).ok()?.then_some(id)
    }

    /// When a cable of the run was sent.
    pub(super) fn time(&self, doc: u32) -> Option<DateTime> {
        schema::time(*self.times.get(doc as usize)?)
    }

    /// Which of its cables are meant. What `beside` answers is not looked for.
    pub(super) fn answer(&self, matcher: &Matcher, beside: &dyn Fn(&Term) -> Option<Bits>) -> io::Result<Answer> {
        Answer::of(matcher.root(), self.len(), &mut |term| {
            if let Some(bits) = beside(term) {
                return Ok(Answer::known(bits));
            }
            Ok(self.term(term, matcher.known())?.map_or_else(|| Answer::open(self.len()), Answer::known))
        })
    }

    /// `None` where only the text can tell.
    fn term(&self, term: &Term, known: &Known) -> io::Result<Option<Bits>> {
        let found = match &term.test {
            Test::Words(Pattern::Expression(_)) => return Ok(None),
            Test::Words(pattern) => self.words(term.field, pattern)?,
            Test::Name(name) if term.field == Field::Post => self.fact("post:", name)?,
            Test::Name(name) => self.fact("country:", name)?,
            Test::Code { code, open } => {
                let kind = match term.field {
                    Field::Tag => "tag:",
                    Field::Decl => "code:",
                    _ => return Ok(None),
                };
                if *open { self.facts(kind, code, &|_| true)? } else { self.fact(kind, code)? }
            }
            Test::Level { compare, level, controls } => {
                let fits = |marking: Marking| Test::marking_fits(*compare, *level, controls, &marking);
                let kind = if term.field == Field::Portion { "portion:" } else { "class:" };
                self.facts(kind, "", &|value| schema::read_marking(value).is_some_and(fits))?
            }
            Test::Precedence { compare, with } => {
                self.facts("precedence:", "", &|value| precedence(value).is_some_and(|it| compare.holds(&it, with)))?
            }
            Test::Dates(dates) => {
                let kind = if term.field == Field::Decl { "decl-day:" } else { "day:" };
                self.facts(kind, "", &|value| value.parse::<Date>().is_ok_and(|day| dates.hold(day)))?
            }
            Test::State(state) => self.state(state, known.today)?,
            Test::Id(id) => self.id_test(term.field, id, known)?,
            Test::OneOf(word) => return self.one_of(word, known),
        };
        Ok(Some(found))
    }

    fn state(&self, state: &str, today: Date) -> io::Result<Bits> {
        let days = |compare: Compare| {
            self.facts("decl-day:", "", &|value| value.parse::<Date>().is_ok_and(|day| compare.holds(&day, &today)))
        };
        match state {
            "passed" => days(Compare::AtMost),
            "due" => Ok(days(Compare::Above)?.or(&self.fact("decl:", "event")?)),
            other => self.fact("decl:", other),
        }
    }

    fn id_test(&self, field: Field, id: &IdTest, known: &Known) -> io::Result<Bits> {
        if field == Field::CitedBy {
            return self.ids(known.cited.get(&id_key(id)).into_iter().flatten());
        }
        let kind = match (field, id.year) {
            (Field::Ref, Some(_)) => "ref:",
            (Field::Ref, None) => "ref-any-year:",
            (_, Some(_)) => "id:",
            (_, None) => "id-any-year:",
        };
        self.fact(kind, &id_key(id))
    }

    fn one_of(&self, word: &str, known: &Known) -> io::Result<Option<Bits>> {
        let found = match word {
            "unread" => self.ids(&known.read)?.not(),
            "bookmarked" => self.ids(&known.bookmarked)?,
            "note" => self.ids(&known.noted)?,
            "copy" => self.ids(&known.copies)?,
            "lint" => return Ok(None),
            other => self.fact("is:", other)?,
        };
        Ok(Some(found))
    }

    fn ids<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> io::Result<Bits> {
        ids.into_iter().try_fold(Bits::none(self.len()), |found, id| Ok(found.or(&self.fact("id:", id)?)))
    }

    fn fact(&self, kind: &str, value: &str) -> io::Result<Bits> {
        let mut found = Bits::none(self.len());
        if let Some(info) = self.facts.terms().get(format!("{kind}{value}"))? {
            let postings = self.facts.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            fill(&mut found, postings);
        }
        Ok(found)
    }

    /// The cables with a fact of this kind whose value begins so and passes the test.
    fn facts(&self, kind: &str, beginning: &str, test: &dyn Fn(&str) -> bool) -> io::Result<Bits> {
        let mut found = Bits::none(self.len());
        let from = format!("{kind}{beginning}");
        let mut stream = self.facts.terms().range().ge(&from).into_stream()?;
        while let Some((term, info)) = stream.next() {
            if !term.starts_with(from.as_bytes()) {
                break;
            }
            let value = term.get(kind.len()..).and_then(|value| std::str::from_utf8(value).ok());
            if value.is_some_and(test) {
                fill(&mut found, self.facts.read_postings_from_terminfo(info, IndexRecordOption::Basic)?);
            }
        }
        Ok(found)
    }
}

fn precedence(name: &str) -> Option<Precedence> {
    use Precedence::{Flash, Immediate, NiactImmediate, Priority, Routine};
    [Routine, Priority, Immediate, NiactImmediate, Flash].into_iter().find(|it| it.name() == name)
}

//! The search of the list: the filters that hold, the line in which one is typed, and what has been found.
//!
//! Every change of what is wanted asks anew, with a ticket; the newest question wins, and answers to older ones are dropped.
//! The list stays as it is until the first answer comes. A query that cannot be read changes nothing but its error.

mod filter;
mod line;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

pub use filter::Filter;
pub use line::{Completing, History};

use super::line_edit::LineEdit;
use super::list::{Found, Kept, List};
use super::message::{Effect, Ticket};
use crate::archive::Place;
use crate::archive::catalogue::{Catalogue, Order};
use crate::archive::query::{Known, Matcher, Query, QueryError, Vocabulary};
use crate::archive::search::{Why, fits};

/// Work for somebody else: to search.
#[derive(Debug, Clone, PartialEq)]
pub struct Searching {
    /// What is looked for.
    pub question: Question,
    /// Where.
    pub catalogue: Catalogue,
    /// All cables in the order of the list.
    pub all: Arc<Order>,
    /// The day it is.
    pub today: Date,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What every cable must fulfil.
    pub query: Query,
    /// What is meant where nothing fulfils that: a word that is still being typed may go on.
    pub opened: Option<Query>,
    /// The cables that it must be close to.
    pub like: Vec<Place>,
    /// Whether what fits best is to come first.
    pub by_rank: bool,
}

/// What is known of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many cables were found so far.
    pub found: usize,
    /// Whether these are all.
    pub whole: bool,
    /// How many cables were read, and of how many that have to be.
    pub done: (usize, usize),
    /// How long it took, in microseconds.
    pub micros: u64,
    /// Whether the last word was taken for the beginning of one.
    pub opened: bool,
}

/// The question that the list answers, to mark what was found.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Tells it from others.
    pub ticket: Ticket,
    /// What was asked.
    pub query: Query,
    /// The same, made ready.
    pub matcher: Arc<Matcher>,
}

/// What is under way or answered.
#[derive(Debug, Clone)]
struct Asked {
    question: Question,
    /// The job, until its last answer.
    pending: Option<Ticket>,
    /// Whether an answer has come. Until then tally and marks are those of the question before, so that nothing flickers.
    fresh: bool,
    /// Whether the list begins at its top with the first answer.
    to_top: bool,
    tally: Option<Tally>,
    /// How many cables of the catalogue the answer is about.
    seen: usize,
    answered: Option<Answered>,
    /// Why cables are close to the one that they are to be like, by their rows.
    why: Arc<HashMap<u32, Why>>,
}

/// The search line while it is open.
#[derive(Debug, Clone)]
struct Typing {
    /// The list, the filters and the answer as they were before.
    list: Kept,
    filters: Vec<Filter>,
    asked: Option<Asked>,
    /// The query, as far as it could be read.
    draft: Query,
    opened: Option<Query>,
    error: Option<QueryError>,
    completing: Option<Completing>,
}

/// The search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    filters: Vec<Filter>,
    typing: Option<Typing>,
    history: History,
    asked: Option<Asked>,
    vocabulary: Arc<Vocabulary>,
    /// How many cables the vocabulary is of.
    collected: usize,
    collecting: bool,
    /// Whether the next question's answer is shown from its top.
    to_top: bool,
}

impl Search {
    /// Opens the line.
    pub(super) fn open(&mut self, list: &List) -> Option<Effect> {
        self.history.rest();
        self.typing = Some(Typing {
            list: list.keep(),
            filters: self.filters.clone(),
            asked: self.asked.clone(),
            draft: Query::all_of([]),
            opened: None,
            error: None,
            completing: None,
        });
        let catalogue = list.catalogue();
        if self.collecting || self.collected == catalogue.len() {
            return None;
        }
        (self.collecting, self.collected) = (true, catalogue.len());
        Some(Effect::Collect(catalogue.clone()))
    }

    /// Takes the values that can be completed.
    pub(super) fn collected(&mut self, vocabulary: Arc<Vocabulary>) {
        (self.vocabulary, self.collecting) = (vocabulary, false);
    }

    /// Takes the searches of earlier runs.
    pub(super) fn remembered(&mut self, searches: Vec<String>) {
        self.history.begin(searches);
    }

    /// Takes what stands in the line now.
    pub(super) fn typed(&mut self, line: &LineEdit) {
        let Some(typing) = &mut self.typing else { return };
        let text = line.text();
        typing.error = None;
        match Query::parse(text) {
            Ok(query) => (typing.draft, typing.opened) = (query, opened(line)),
            Err(error) => typing.error = Some(error),
        }
        self.to_top = true;
    }

    /// Forgets what completes the word: it has become another.
    pub(super) fn rest_completing(&mut self) {
        self.history.rest();
        if let Some(typing) = &mut self.typing {
            typing.completing = None;
        }
    }

    /// Completes the word at the cursor, or goes on to what else it may be. Returns whether there is anything.
    pub(super) fn complete(&mut self, line: &mut LineEdit, forward: bool) -> bool {
        let Some(typing) = &mut self.typing else { return false };
        match &mut typing.completing {
            Some(completing) => completing.step(forward),
            none => *none = Completing::new(line, &self.vocabulary),
        }
        let Some(completing) = &typing.completing else { return false };
        completing.put(line);
        // What is the only one is done with: the next Tab is for what stands behind it.
        if completing.offers.len() == 1 {
            typing.completing = None;
        }
        self.typed(line);
        true
    }

    /// Puts an older or newer query into the line. Returns whether there was one.
    pub(super) fn recall(&mut self, line: &mut LineEdit, back: bool) -> bool {
        let Some(query) = self.history.step(back, line.text()) else { return false };
        line.set(query, "");
        if let Some(typing) = &mut self.typing {
            typing.completing = None;
        }
        self.typed(line);
        true
    }

    /// Takes the last filter back into the line, which is empty. Returns whether there was one.
    pub(super) fn take_back(&mut self, line: &mut LineEdit) -> bool {
        let Some(filter) = self.filters.pop() else { return false };
        line.set(filter.typed().unwrap_or_default(), "");
        self.typed(line);
        true
    }

    /// Makes filters of what was typed and closes the line. Returns whether it could be read.
    pub(super) fn accept(&mut self, text: &str) -> bool {
        if self.typing.as_ref().is_none_or(|typing| typing.error.is_some()) {
            return false;
        }
        let Some(typing) = self.typing.take() else { return false };
        let tally = self.asked.as_ref().filter(|asked| asked.fresh).and_then(|asked| asked.tally);
        let opened = typing.opened.filter(|_| tally.is_some_and(|tally| tally.opened));
        match &opened {
            Some(query) => self.filters.extend(Filter::of(&format!("{}*", text.trim_end()), query)),
            None => self.filters.extend(Filter::of(text, &typing.draft)),
        }
        self.history.push(text);
        // What stands in the list is the answer already, or a part of it.
        let wanted = self.wanted(self.asked.as_ref().is_some_and(|asked| asked.question.by_rank));
        if let (Some(wanted), Some(asked), true) =
            (wanted, &mut self.asked, tally.is_some_and(|tally| tally.whole || tally.found > 0))
        {
            asked.question = wanted;
        }
        true
    }

    /// Closes the line; everything is as it was before.
    pub(super) fn cancel(&mut self, list: &mut List) -> Option<Effect> {
        let typing = self.typing.take()?;
        list.restore(typing.list);
        let stop = self.is_pending().then_some(Effect::StopSearch);
        self.filters = typing.filters;
        // A job that had not ended then was stopped for a newer one. It begins anew.
        self.asked = typing.asked.filter(|asked| asked.pending.is_none());
        self.to_top = false;
        stop
    }

    /// Adds a filter, or takes it away where it is there; `against` is what contradicts it.
    pub(super) fn toggle(&mut self, typed: &str, against: &str) {
        let before = self.filters.len();
        self.filters.retain(|filter| filter.typed() != Some(typed));
        if self.filters.len() == before {
            self.filters.retain(|filter| filter.typed() != Some(against));
            self.filters.extend(Query::parse(typed).map(|query| Filter::of(typed, &query)).unwrap_or_default());
        }
        self.to_top = true;
    }

    /// Takes a filter away: the one with this number, from 1, or the last. Returns what it said.
    pub(super) fn remove(&mut self, number: Option<usize>) -> Option<String> {
        let at = number.unwrap_or(self.filters.len()).checked_sub(1).filter(|at| *at < self.filters.len())?;
        Some(self.filters.remove(at).label())
    }

    /// Takes all filters away. They can be called back as one query.
    pub(super) fn clear(&mut self) {
        let all: Vec<&str> = self.filters.iter().filter_map(Filter::typed).collect();
        self.history.push(&all.join(" "));
        self.filters.clear();
    }

    /// Asks for cables close to one.
    pub(super) fn like(&mut self, id: String, place: Place) {
        self.filters.retain(|filter| !matches!(filter, Filter::Like { .. }));
        self.filters.push(Filter::Like { id, place });
        self.to_top = true;
    }

    /// What the list is to answer now; `None` where it holds all cables.
    fn wanted(&self, by_rank: bool) -> Option<Question> {
        let (draft, opened) = match &self.typing {
            Some(typing) => (Some(&typing.draft), typing.opened.as_ref()),
            None => (None, None),
        };
        let typed = |filter: &Filter| match filter {
            Filter::Query { query, .. } => Some(query.clone()),
            Filter::Like { .. } => None,
        };
        let all = |last: Option<&Query>| Query::all_of(self.filters.iter().filter_map(typed).chain(last.cloned()));
        let like: Vec<Place> = self.filters.iter().filter_map(Filter::place).collect();
        let query = all(draft);
        (!query.is_everything() || !like.is_empty()).then(|| Question {
            query,
            opened: opened.map(|opened| all(Some(opened))),
            like,
            by_rank,
        })
    }

    /// What somebody else is to do before the list is as it is wanted.
    pub(super) fn asking(&mut self, list: &mut List, opening: bool, today: Date, next: Ticket) -> Option<Effect> {
        let Some(wanted) = self.wanted(list.is_by_rank()) else {
            let asked = self.asked.take()?;
            match &self.typing {
                Some(typing) if !typing.list.is_narrowed() => list.restore(typing.list.clone()),
                _ => list.widen(),
            }
            return asked.pending.map(|_| Effect::StopSearch);
        };
        let catalogue = list.catalogue();
        if let Some(asked) = self.asked.as_ref().filter(|asked| asked.question == wanted) {
            // While an archive is read, looking again at twice as many costs no more than once again what reading it does.
            let grown = if opening { catalogue.len() / 2 >= asked.seen } else { catalogue.len() != asked.seen };
            if asked.pending.is_some() || !grown {
                return None;
            }
        }
        let old = self.asked.take();
        let again = old.as_ref().is_some_and(|asked| asked.question == wanted);
        self.asked = Some(Asked {
            question: wanted.clone(),
            pending: Some(next),
            fresh: again,
            to_top: std::mem::take(&mut self.to_top) && !again,
            tally: old.as_ref().and_then(|asked| asked.tally),
            seen: catalogue.len(),
            why: old.as_ref().map(|asked| Arc::clone(&asked.why)).unwrap_or_default(),
            answered: old.and_then(|asked| asked.answered),
        });
        let (catalogue, all) = (catalogue.clone(), Arc::clone(list.all()));
        Some(Effect::Search { ticket: next, job: Searching { question: wanted, catalogue, all, today } })
    }

    /// Takes an answer into the list. Answers to older questions are dropped.
    pub(super) fn found(&mut self, ticket: Ticket, found: &Found, list: &mut List, today: Date) {
        let Some(asked) = self.asked.as_mut().filter(|asked| asked.pending == Some(ticket)) else { return };
        asked.tally = Some(Tally {
            found: found.order.rows.len(),
            whole: found.whole,
            done: found.done,
            micros: found.micros,
            opened: found.opened,
        });
        asked.fresh = true;
        // While nothing has been found, better the list of before than an empty one.
        if !found.whole && found.rows.is_empty() {
            return;
        }
        list.show(found, std::mem::take(&mut asked.to_top));
        asked.why = Arc::clone(&found.why);
        asked.seen = found.seen;
        if found.whole {
            asked.pending = None;
            select_id(&asked.question.query, list);
        }
        let Question { query, opened, .. } = &asked.question;
        let query = opened.as_ref().filter(|_| found.opened).unwrap_or(query);
        if asked.answered.as_ref().is_none_or(|answered| answered.query != *query) {
            let matcher = Arc::new(Matcher::new(query, Known { today, ..Known::default() }));
            asked.answered = Some(Answered { ticket, query: query.clone(), matcher });
        }
    }

    /// Takes a failure. The list stays as it is. Returns whether anybody waits for that answer.
    pub(super) fn failed(&mut self, ticket: Ticket, list: &List) -> bool {
        let Some(asked) = self.asked.as_mut().filter(|asked| asked.pending == Some(ticket)) else { return false };
        (asked.pending, asked.seen) = (None, list.catalogue().len());
        true
    }

    /// The filters that hold, in the order in which they came.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Whether the line is open.
    pub fn is_open(&self) -> bool {
        self.typing.is_some()
    }

    /// What is wrong with what is typed.
    pub fn error(&self) -> Option<&QueryError> {
        self.typing.as_ref()?.error.as_ref()
    }

    /// What may be typed, while one of several is being chosen.
    pub fn completing(&self) -> Option<&Completing> {
        self.typing.as_ref()?.completing.as_ref()
    }

    /// What is known of the answer, while there is a question.
    pub fn tally(&self) -> Option<Tally> {
        self.asked.as_ref()?.tally
    }

    /// Whether an answer, or the rest of one, is still to come.
    pub fn is_pending(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.pending.is_some())
    }

    /// Whether what is known of the answer is of a question before this one.
    pub fn is_behind(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.pending.is_some() && !asked.fresh)
    }

    /// Whether there is a question at all.
    pub fn is_active(&self) -> bool {
        self.asked.is_some()
    }

    /// Why a cable is close to the one that those of the list are to be like.
    pub fn why(&self, row: u32) -> Option<&Why> {
        self.asked.as_ref()?.why.get(&row)
    }

    /// The question that the list answers.
    pub fn answered(&self) -> Option<&Answered> {
        self.asked.as_ref()?.answered.as_ref()
    }
}

/// Selects the cable whose id was typed: other cables may hold the same words.
fn select_id(query: &Query, list: &mut List) {
    let ids = query.ids();
    if !ids.is_empty() && !list.is_touched() {
        let names = list.catalogue().names();
        // All may be looked at before the next key: numbers are compared and not letters.
        let ids: Vec<_> = ids.into_iter().map(|id| (id, names.number(&id.post))).collect();
        list.go_where(true, |entry| ids.iter().any(|(id, post)| fits(id, *post, entry.key())));
    }
}

/// What is typed with its last word going on, while the cursor stands behind it.
fn opened(line: &LineEdit) -> Option<Query> {
    let (text, behind) = line.halves();
    let goes_on = behind.is_empty() && text.ends_with(char::is_alphanumeric);
    goes_on.then(|| Query::parse(&format!("{text}*")).ok()).flatten()
}

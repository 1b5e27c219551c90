//! The pane of the cable: which one is wanted, which one is there, and how it is shown.

use std::sync::Arc;

use super::marked::Marked;
use super::marks_view::MarksView;
use super::message::Ticket;
use super::page::Page;
use super::read_view::{Setup, blocks};
use super::reading::Reading;
use super::ready::{Ready, Setting, Showing};
use super::source_view::SourceView;
use crate::archive::{Document, Place};

/// How a cable is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// For reading.
    #[default]
    Read,
    /// As it stands in the source.
    Source,
    /// Its markings, and what is wrong with them.
    Marks,
}

/// The views with their keys and names: what the frame of the pane says.
pub const VIEWS: &[(View, &str, &str)] =
    &[(View::Read, "1 ", "Read"), (View::Source, "2 ", "Source"), (View::Marks, "5 ", "Marks")];

/// What the pane holds.
#[derive(Debug, Clone, Default)]
enum Shown {
    /// Nothing has been asked for.
    #[default]
    Nothing,
    /// A cable.
    Cable(Arc<Reading>),
    /// The cable could not be read: a sentence for people.
    Failure(String),
}

/// A cable, how many stand beside it, and the question whose hits are marked in it.
type Wanted = (Place, usize, Option<Ticket>);

/// The first or the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
}

/// The pane of the cable.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    view: View,
    explained: bool,
    wanted: Option<Wanted>,
    /// What is shown, or failed to be.
    at: Option<Wanted>,
    /// At which of its hits the wanted cable opens.
    opens_at: Edge,
    /// The job that reads the wanted cable.
    pending: Option<Ticket>,
    shown: Shown,
    /// Whether it is not shown now.
    away: bool,
    setup: Option<Setup>,
    read: Page,
    /// Where `read` is only the start of a long cable: the job that will set the rest.
    unset: Option<Ticket>,
    source: Option<SourceView>,
    marks: Option<MarksView>,
    /// Columns and rows of the text.
    size: (u16, u16),
}

impl Reader {
    /// Whether a cable has to be asked for: it is not the one that is there or under way, or what is marked in it is the answer
    /// to another question.
    pub fn wants(&self, place: Place, beside: usize, question: Option<Ticket>) -> bool {
        self.wanted != Some((place, beside, question))
    }

    /// Notes that a cable has been asked for, and says how it will be shown. What is shown stays until the answer comes, so
    /// that nothing flickers.
    pub fn ask(
        &mut self,
        place: Place,
        beside: usize,
        question: Option<Ticket>,
        ticket: Ticket,
        setup: Setup,
    ) -> Showing {
        let same_place = self.at.is_some_and(|(at, ..)| at == place);
        self.wanted = Some((place, beside, question));
        self.pending = Some(ticket);
        let inside = same_place && self.page().and_then(Page::anchor).is_some();
        Showing { setup: Setup { explained: self.explained, ..setup }, size: self.size, inside }
    }

    /// Shows nothing while there is no cable that could be meant. What was shown is there again afterwards, as it was.
    pub fn set_away(&mut self, away: bool) {
        self.away = away;
    }

    fn shown(&self) -> &Shown {
        if self.away { &Shown::Nothing } else { &self.shown }
    }

    /// Has the next cable open at its first or last hit.
    pub fn open_at(&mut self, edge: Edge) {
        self.opens_at = edge;
    }

    /// Takes an answer. Answers to older questions are dropped. Of a long cable only the start may be set; what is given back
    /// will set all of it.
    pub fn answer(&mut self, ticket: Ticket, result: Result<Ready, String>) -> Option<Setting> {
        if self.pending != Some(ticket) {
            return None;
        }
        let question = |wanted: Option<Wanted>| wanted.and_then(|(.., question)| question);
        let same_question = question(self.at) == question(self.wanted);
        let same_place = self.at.map(|(place, ..)| place) == self.wanted.map(|(place, ..)| place);
        let same_text =
            matches!((&self.shown, &result), (Shown::Cable(shown), Ok(ready)) if shown.document == *ready.document());
        (self.pending, self.at) = (None, self.wanted);
        if same_text && same_question {
            // Its file was read anew: the person goes on where they were.
            return None;
        }
        let anchor = if same_place || same_text { self.page().and_then(Page::anchor) } else { None };
        let asked = question(self.wanted).is_some();
        (self.source, self.marks, self.unset) = (None, None, None);
        let mut rest = None;
        match result {
            Ok(ready) => {
                rest = ready.rest();
                self.unset = rest.is_some().then_some(ticket);
                (self.shown, self.setup, self.read) = (Shown::Cable(ready.reading), Some(ready.setup), ready.page);
                self.keep_up();
            }
            Err(message) => self.shown = Shown::Failure(message),
        }
        self.make_view();
        let edge = std::mem::take(&mut self.opens_at);
        if let Some(anchor) = anchor
            && let Some(page) = self.page_mut()
        {
            page.go_anchor(anchor);
        }
        let has_hits = asked && self.page().is_some_and(|page| page.hit().is_some());
        if has_hits && let Some(page) = self.page_mut() {
            page.go_edge_hit(edge == Edge::First);
        }
        rest.filter(|_| self.unset.is_some())
    }

    /// Makes the page anew, or fits it, where the person has asked for another one since the cable was asked for.
    fn keep_up(&mut self) {
        match &mut self.setup {
            Some(setup) if setup.explained != self.explained => {
                setup.explained = self.explained;
                self.make_read();
            }
            _ => self.fit_read(),
        }
    }

    fn fit_read(&mut self) {
        self.read.fit(self.size.0, self.size.1);
        if !self.read.is_full() {
            self.set_all();
        }
    }

    /// Takes the page of a whole cable of which the start is shown. Nobody has moved in it, else it would be whole already.
    pub fn set(&mut self, ticket: Ticket, page: Page) {
        if self.unset == Some(ticket) {
            (self.read, self.unset) = (page, None);
            self.fit_read();
        }
    }

    fn make_read(&mut self) {
        if let (Shown::Cable(reading), Some(setup)) = (&self.shown, self.setup) {
            (self.read, self.unset) = (Page::new(blocks(reading, setup)), None);
            self.read.fit(self.size.0, self.size.1);
        }
    }

    /// Sets what is not set yet: somebody wants to move in it.
    fn set_all(&mut self) {
        if self.unset.is_some() {
            self.make_read();
        }
    }

    /// Makes the view that is wanted, where it is not the one for reading, which is always there.
    fn make_view(&mut self) {
        let (Shown::Cable(reading), Some(setup)) = (&self.shown, self.setup) else { return };
        let (width, height) = self.size;
        if self.view == View::Source && self.source.is_none() {
            let mut source = SourceView::new(reading);
            source.page.fit(width, height);
            self.source = Some(source);
        }
        if self.view == View::Marks && self.marks.is_none() {
            let mut marks = MarksView::new(&reading.document, &reading.marked, setup);
            marks.page.fit(width, height);
            self.marks = Some(marks);
        }
    }

    /// Shows the cable in another way, at the same place.
    pub fn set_view(&mut self, view: View) {
        let place = match self.marks() {
            Some(marks) => marks.place(),
            None => self.page().and_then(Page::anchor),
        };
        self.view = view;
        self.make_view();
        self.fit(self.size.0, self.size.1);
        if let (Some(place), Some(page)) = (place, self.page_mut()) {
            page.go_anchor(place);
        }
    }

    /// Shows all fields and findings with their meaning, or folds them again. Fields are read from the top; in the table
    /// of markings the cursor stays on its row.
    pub fn explain(&mut self) {
        self.explained = !self.explained;
        if let Some(setup) = &mut self.setup {
            setup.explained = self.explained;
        }
        self.make_read();
        let row = self.marks.take().and_then(|marks| marks.row());
        self.make_view();
        if let (Some(row), Some(marks)) = (row, &mut self.marks) {
            marks.go_row(row);
        }
    }

    /// Wraps the text to a size.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        if let Some(page) = self.page_as_it_is() {
            page.fit(width, height);
        }
        if !self.read.is_full() {
            self.set_all();
        }
    }

    /// The page that is shown, if there is a cable.
    pub fn page(&self) -> Option<&Page> {
        match (self.shown(), self.view) {
            (Shown::Cable(_), View::Read) => Some(&self.read),
            (Shown::Cable(_), View::Source) => self.source.as_ref().map(|source| &source.page),
            (Shown::Cable(_), View::Marks) => self.marks.as_ref().map(|marks| &marks.page),
            _ => None,
        }
    }

    /// The page that is shown, to move in it.
    pub fn page_mut(&mut self) -> Option<&mut Page> {
        if self.view == View::Read {
            self.set_all();
        }
        self.page_as_it_is()
    }

    fn page_as_it_is(&mut self) -> Option<&mut Page> {
        match (self.shown(), self.view) {
            (Shown::Cable(_), View::Read) => Some(&mut self.read),
            (Shown::Cable(_), View::Source) => self.source.as_mut().map(|source| &mut source.page),
            (Shown::Cable(_), View::Marks) => self.marks.as_mut().map(|marks| &mut marks.page),
            _ => None,
        }
    }

    /// The source view, while it is shown.
    pub fn source(&self) -> Option<&SourceView> {
        self.source.as_ref().filter(|_| self.view == View::Source && !self.away)
    }

    /// The view of the markings, while it is shown.
    pub fn marks(&self) -> Option<&MarksView> {
        self.marks.as_ref().filter(|_| self.view == View::Marks && !self.away)
    }

    /// What the markings of the cable say.
    pub fn marked(&self) -> Option<&Marked> {
        self.reading().map(|reading| &reading.marked)
    }

    /// The cable that is there.
    pub fn document(&self) -> Option<&Document> {
        self.reading().map(|reading| &reading.document)
    }

    fn reading(&self) -> Option<&Reading> {
        match self.shown() {
            Shown::Cable(reading) => Some(reading),
            _ => None,
        }
    }

    /// Why the cable is not there.
    pub fn failure(&self) -> Option<&str> {
        match self.shown() {
            Shown::Failure(message) => Some(message),
            _ => None,
        }
    }

    /// Whether a cable is being read.
    pub fn is_waiting(&self) -> bool {
        self.pending.is_some() && !self.away
    }

    /// Whether only the start of a long cable is set so far.
    pub fn is_start(&self) -> bool {
        self.unset.is_some()
    }

    /// How the cable is shown.
    pub fn view(&self) -> View {
        self.view
    }
}

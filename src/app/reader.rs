//! The pane of the cable: which one is wanted, which one is there, and how it is shown.

use std::sync::Arc;

use super::marked::Marked;
use super::marks_view::MarksView;
use super::message::Ticket;
use super::page::Page;
use super::read_view::{Setup, blocks};
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
    Cable(Arc<Document>),
    /// The cable could not be read: a sentence for people.
    Failure(String),
}

/// The pane of the cable.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    view: View,
    explained: bool,
    wanted: Option<Place>,
    /// The job that reads the wanted cable.
    pending: Option<Ticket>,
    shown: Shown,
    setup: Option<Setup>,
    marked: Option<Marked>,
    read: Page,
    source: Option<SourceView>,
    marks: Option<MarksView>,
    /// Columns and rows of the text.
    size: (u16, u16),
}

impl Reader {
    /// Whether a cable has to be asked for: it is not the one that is there or under way.
    pub fn wants(&self, place: Place) -> bool {
        self.wanted != Some(place)
    }

    /// Notes that a cable has been asked for. What is shown stays until the answer comes, so that nothing flickers.
    pub fn ask(&mut self, place: Place, ticket: Ticket) {
        self.wanted = Some(place);
        self.pending = Some(ticket);
    }

    /// Takes an answer. Answers to older questions are dropped.
    pub fn answer(&mut self, ticket: Ticket, result: Result<Arc<Document>, String>, setup: Setup) {
        if self.pending != Some(ticket) {
            return;
        }
        self.pending = None;
        if let (Shown::Cable(shown), Ok(document)) = (&self.shown, &result)
            && shown == document
        {
            // Its file was read anew: the person goes on where they were.
            return;
        }
        (self.source, self.marks, self.marked) = (None, None, None);
        self.setup = Some(Setup { explained: self.explained, ..setup });
        self.shown = match result {
            Ok(document) => {
                self.marked = Some(Marked::new(&document, setup.today));
                Shown::Cable(document)
            }
            Err(message) => Shown::Failure(message),
        };
        self.make_read();
        self.make_view();
    }

    fn make_read(&mut self) {
        if let (Shown::Cable(document), Some(marked), Some(setup)) = (&self.shown, &self.marked, self.setup) {
            self.read.replace(blocks(document, marked, setup));
        }
    }

    /// Makes the view that is wanted, where it is not the one for reading, which is always there.
    fn make_view(&mut self) {
        let (Shown::Cable(document), Some(marked), Some(setup)) = (&self.shown, &self.marked, self.setup) else {
            return;
        };
        let (width, height) = self.size;
        if self.view == View::Source && self.source.is_none() {
            let mut source = SourceView::new(document, marked);
            source.page.fit(width, height);
            self.source = Some(source);
        }
        if self.view == View::Marks && self.marks.is_none() {
            let mut marks = MarksView::new(document, marked, setup);
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
        if let Some(page) = self.page_mut() {
            page.fit(width, height);
        }
    }

    /// The page that is shown, if there is a cable.
    pub fn page(&self) -> Option<&Page> {
        match (&self.shown, self.view) {
            (Shown::Cable(_), View::Read) => Some(&self.read),
            (Shown::Cable(_), View::Source) => self.source.as_ref().map(|source| &source.page),
            (Shown::Cable(_), View::Marks) => self.marks.as_ref().map(|marks| &marks.page),
            _ => None,
        }
    }

    /// The page that is shown, to move in it.
    pub fn page_mut(&mut self) -> Option<&mut Page> {
        match (&self.shown, self.view) {
            (Shown::Cable(_), View::Read) => Some(&mut self.read),
            (Shown::Cable(_), View::Source) => self.source.as_mut().map(|source| &mut source.page),
            (Shown::Cable(_), View::Marks) => self.marks.as_mut().map(|marks| &mut marks.page),
            _ => None,
        }
    }

    /// The source view, while it is shown.
    pub fn source(&self) -> Option<&SourceView> {
        self.source.as_ref().filter(|_| self.view == View::Source)
    }

    /// The view of the markings, while it is shown.
    pub fn marks(&self) -> Option<&MarksView> {
        self.marks.as_ref().filter(|_| self.view == View::Marks)
    }

    /// What the markings of the cable say.
    pub fn marked(&self) -> Option<&Marked> {
        self.marked.as_ref()
    }

    /// The cable that is there.
    pub fn document(&self) -> Option<&Document> {
        match &self.shown {
            Shown::Cable(document) => Some(document),
            _ => None,
        }
    }

    /// Why the cable is not there.
    pub fn failure(&self) -> Option<&str> {
        match &self.shown {
            Shown::Failure(message) => Some(message),
            _ => None,
        }
    }

    /// Whether a cable is being read.
    pub fn is_waiting(&self) -> bool {
        self.pending.is_some()
    }

    /// How the cable is shown.
    pub fn view(&self) -> View {
        self.view
    }
}

//! A cable made ready to be shown by whoever reads it: taken apart, and set as a page for the window that waits for it.
//!
//! Of a long cable only the start is set at first, which is all that is seen.

use std::sync::Arc;

use super::page::Page;
use super::read_view::{Setup, blocks, first_blocks};
use super::reading::Reading;
use crate::archive::Document;
use crate::archive::query::Query;

/// How a cable that is asked for will be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Showing {
    /// What the page depends on besides the cable.
    pub setup: Setup,
    /// Columns and rows of the text.
    pub size: (u16, u16),
    /// Whether it opens at a place inside, so that its start will not do.
    pub inside: bool,
}

/// A cable to be set as a page for reading.
#[derive(Debug, Clone)]
pub struct Setting {
    reading: Arc<Reading>,
    setup: Setup,
    size: (u16, u16),
}

impl Setting {
    /// The page of the whole cable.
    pub fn page(&self) -> Page {
        let mut page = Page::new(blocks(&self.reading, self.setup));
        page.fit(self.size.0, self.size.1);
        page
    }

    /// The page of the start of a long cable, where that fills what is seen.
    fn start(&self) -> Option<Page> {
        let (blocks, part) = first_blocks(&self.reading, self.setup, self.size)?;
        let mut page = Page::start(blocks, part);
        page.fit(self.size.0, self.size.1);
        page.is_full().then_some(page)
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reading, &other.reading) && (self.setup, self.size) == (other.setup, other.size)
    }
}

/// A cable with its page, or with the start of it.
#[derive(Debug, Clone)]
pub struct Ready {
    pub(super) reading: Arc<Reading>,
    pub(super) setup: Setup,
    pub(super) page: Page,
    size: (u16, u16),
}

impl Ready {
    /// A cable, and what a query finds in it. It opens at the first or the last place of that, so all of it is set then.
    pub fn new(document: Document, showing: Showing, query: Option<&Query>) -> Self {
        let Showing { setup, size, inside } = showing;
        let reading = Arc::new(Reading::new(document, setup.today, query));
        let setting = Setting { reading, setup, size };
        let start = if inside || !setting.reading.hits.is_empty() { None } else { setting.start() };
        let page = start.unwrap_or_else(|| setting.page());
        Ready { reading: setting.reading, setup, page, size }
    }

    /// The cable.
    pub fn document(&self) -> &Document {
        &self.reading.document
    }

    /// What will set all of it, where only the start is set.
    pub(super) fn rest(&self) -> Option<Setting> {
        let all = || Setting { reading: Arc::clone(&self.reading), setup: self.setup, size: self.size };
        self.page.is_start().then(all)
    }
}

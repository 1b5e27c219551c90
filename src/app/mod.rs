//! The program's state, and the one function that changes it.
//!
//! `update(Msg) -> Vec<Effect>`: a message comes in, state changes, effects go out as plain data. Knows no file, no
//! thread, no clock, no ratatui and no crossterm. Everything that drawing needs is computed here, on a change of state
//! or size, so that drawing takes `&App` and changes nothing.

pub mod commands;
pub mod facets;
mod fields;
pub mod find;
pub mod hits;
pub mod indexing;
mod jump;
pub mod key;
pub mod keymap;
pub mod line_edit;
pub mod list;
pub mod marked;
pub mod marks_view;
mod meaning;
mod message;
pub mod motion;
pub mod page;
pub mod prompt;
pub mod prose;
pub mod read_view;
pub mod reader;
pub mod reading;
pub mod ready;
pub mod rich;
pub mod screen;
pub mod search;
pub mod sheet;
pub mod source_view;
mod steps;
pub mod trace;
pub mod when;

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::Date;

pub use message::{Effect, Msg, Ticket};

use crate::archive::{Opening, Progress, Trouble};
use crate::config::ThemeName;
use facets::Facets;
use indexing::Indexing;
use key::{Key, KeyCode};
use keymap::{Here, Scope, command_for, typed};
use list::{Found, List};
use page::Page;
use prompt::{Prompt, PromptKind};
use read_view::Setup;
use reader::Reader;
use rich::{Rich, Role};
use screen::Screen;
use search::Search;
use sheet::Sheet;

/// What the state starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The sources as they were named.
    pub title: String,
    /// The day it is, for telling how long ago something was.
    pub today: Date,
    /// The colours to begin with.
    pub theme: ThemeName,
    /// Columns of the window.
    pub width: u16,
    /// Rows of the window.
    pub height: u16,
}

/// The pane that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The facets.
    Facets,
    /// The list.
    #[default]
    List,
    /// The cable.
    Reader,
}

/// The state of the program.
///
/// ```
/// use sipdis::app::{App, Effect, Msg, Settings};
/// use sipdis::config::ThemeName;
/// let today = jiff::civil::date(2026, 1, 1);
/// let theme = ThemeName::default();
/// let mut app = App::new(Settings { title: "cables".into(), today, theme, width: 80, height: 24 });
/// assert_eq!(app.update(Msg::Key("q".parse()?)), [Effect::Quit]);
/// # Ok::<(), sipdis::app::key::NoSuchKey>(())
/// ```
#[derive(Debug, Clone)]
pub struct App {
    settings: Settings,
    focus: Focus,
    screen: Screen,
    list: List,
    reader: Reader,
    sheet: Option<Sheet>,
    prompt: Option<Prompt>,
    opening: bool,
    /// Whether the person stopped it before its end.
    stopped: bool,
    progress: Progress,
    troubles: Vec<Trouble>,
    last_ticket: Ticket,
    search: Search,
    /// The facets, while they are open.
    facets: Option<Facets>,
    indexing: Indexing,
    /// The words that are looked for in the cable.
    finding: Option<String>,
    /// The digits typed before a key.
    count: Option<usize>,
    /// What is said in place of the hints, until the next key.
    notice: Option<Rich>,
}

impl App {
    /// An empty state; the archive is taken to be read from now on, until [`Opening::Done`].
    pub fn new(settings: Settings) -> Self {
        let screen = Screen::new(settings.width, settings.height, Focus::List, false, false);
        let mut app = App {
            settings,
            focus: Focus::List,
            screen,
            list: List::default(),
            reader: Reader::default(),
            sheet: None,
            prompt: None,
            opening: true,
            stopped: false,
            progress: Progress::default(),
            troubles: Vec::new(),
            last_ticket: Ticket::default(),
            search: Search::default(),
            facets: None,
            indexing: Indexing::default(),
            finding: None,
            count: None,
            notice: None,
        };
        app.lay_out();
        app
    }

    /// Takes a message in and says what is to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize { width, height } => {
                (self.settings.width, self.settings.height) = (width, height);
                Vec::new()
            }
            Msg::Opening(opening) => self.opened(opening),
            Msg::Arranged(arranged) => {
                self.list.arranged(arranged);
                Vec::new()
            }
            Msg::Found { ticket, result } => {
                self.found(ticket, result);
                Vec::new()
            }
            Msg::Counted { ticket, counts } => {
                if let Some(facets) = &mut self.facets {
                    facets.counted(ticket, counts);
                }
                Vec::new()
            }
            Msg::Indexed(indexed) => {
                self.indexing.progress(indexed);
                Vec::new()
            }
            Msg::Collected(vocabulary) => {
                self.search.collected(vocabulary);
                Vec::new()
            }
            Msg::Remembered(searches) => {
                self.search.remembered(searches);
                Vec::new()
            }
            Msg::Read { ticket, result } => {
                let rest = self.reader.answer(ticket, result);
                self.mark_page();
                rest.map(|job| Effect::Set { ticket, job }).into_iter().collect()
            }
            Msg::Set { ticket, page } => {
                self.reader.set(ticket, page);
                Vec::new()
            }
        };
        effects.extend(self.search());
        self.lay_out();
        effects.extend(self.ask());
        effects.extend(self.list.arranging().map(Effect::Arrange));
        effects.extend(self.counting());
        effects.extend(self.indexing.asking(&self.list, self.opening));
        effects
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        let here = self.here();
        if let (Some(c), true) = (typed(key), here.scope == Scope::Prompt) {
            return self.edit(|line| line.insert(c.encode_utf8(&mut [0; 4])));
        }
        if let Some(count) = self.counted(key, here.scope) {
            self.count = Some(count);
            return Vec::new();
        }
        let count = self.count.take();
        if let Some(command) = command_for(key, &here) {
            return (command.run)(self, count);
        }
        // Esc where there is nothing to leave is no mistake.
        if key.code != KeyCode::Esc && here.scope != Scope::Prompt {
            let help = if here.scope == Scope::Sheet { "esc closes this sheet" } else { "? lists the keys that do" };
            self.say(&format!("{key} does nothing here; {help}"));
        }
        Vec::new()
    }

    /// The count so far with another digit. In a cable the digits choose views, so counts are for the list.
    fn counted(&self, key: Key, scope: Scope) -> Option<usize> {
        let digit =
            typed(key)?.to_digit(10).filter(|digit| scope == Scope::List && (*digit > 0 || self.count.is_some()))?;
        // More digits than any archive has rows stay as they are.
        Some((self.count.unwrap_or(0) * 10 + digit as usize).min(999_999_999))
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.prompt.is_some() {
            return self.edit(|line| line.insert(text));
        }
        self.say("Pasted text goes into a prompt; / opens one");
        Vec::new()
    }

    fn opened(&mut self, opening: Opening) -> Vec<Effect> {
        match opening {
            Opening::Grown(catalogue) => self.list.grow(catalogue),
            Opening::Progress(progress) => self.progress = progress,
            Opening::Trouble(trouble) => self.troubles.push(trouble),
            Opening::Anew(paths) => {
                let paths: HashSet<PathBuf> = paths.into_iter().collect();
                self.troubles.retain(|trouble| !paths.contains(&trouble.path));
            }
            Opening::Word(words) => self.say(&words),
            Opening::Done => {
                self.opening = false;
                // A list of one cable is nothing to choose from.
                if self.list.len() == 1 && !self.list.is_touched() && self.sheet.is_none() && self.prompt.is_none() {
                    self.focus = Focus::Reader;
                }
            }
        }
        Vec::new()
    }

    /// Fits everything to the window. Cheap where nothing has changed.
    fn lay_out(&mut self) {
        let Settings { width, height, .. } = self.settings;
        self.screen = Screen::new(width, height, self.focus, self.search.is_open(), self.facets.is_some());
        if let (Some(pane), Some(facets)) = (self.screen.facets, &mut self.facets) {
            facets.fit(pane.inner.height);
        }
        if let Some(pane) = self.screen.list {
            self.list.fit(pane.inner.height);
        }
        // A cable that was not found must not look as if it had been.
        self.reader.set_away(self.list.found_nothing());
        if self.screen.reader.is_some() {
            let page = self.screen.reader_parts(self.is_marked()).page;
            self.reader.fit(page.width, page.height);
        }
        if let Some(sheet) = &mut self.sheet {
            let (_, words) = self.screen.sheet();
            sheet.page.fit(words.width, words.height);
        }
    }

    /// Asks for the selected cable where it is to be seen and is not there.
    fn ask(&mut self) -> Option<Effect> {
        let place = self.list.selected_place()?;
        let answered = self.search.answered();
        let question = answered.map(|answered| answered.ticket);
        let beside = self.list.beside_selected();
        if self.screen.reader.is_none() || !self.reader.wants(place, beside.len(), question) {
            return None;
        }
        let query = answered.map(|answered| answered.query.clone());
        let listed = self.list.selected().and_then(|entry| entry.date());
        let setup = Setup { today: self.settings.today, listed, explained: false };
        let ticket = self.next_ticket();
        let mut showing = self.reader.ask(place, beside.len(), question, ticket, setup);
        // Words that are looked for may stand anywhere in it.
        showing.inside |= self.finding.is_some();
        Some(Effect::Read { ticket, place, beside, query, showing })
    }

    /// Asks for what the filters want, where it is not under way or there.
    fn search(&mut self) -> Option<Effect> {
        let next = Ticket(self.last_ticket.0 + 1);
        let effect = self.search.asking(&mut self.list, self.opening, self.settings.today, next);
        if matches!(effect, Some(Effect::Search { .. })) {
            self.last_ticket = next;
        }
        effect
    }

    /// Asks for the counts of what is listed, once that is settled.
    fn counting(&mut self) -> Option<Effect> {
        let next = Ticket(self.last_ticket.0 + 1);
        let facets = self.facets.as_mut().filter(|_| self.screen.facets.is_some() && !self.search.is_pending())?;
        let effect = facets.asking(&self.list, self.settings.today, next)?;
        self.last_ticket = next;
        Some(effect)
    }

    fn found(&mut self, ticket: Ticket, result: Result<Found, String>) {
        match result {
            Ok(found) => self.search.found(ticket, &found, &mut self.list, self.settings.today),
            Err(message) => {
                if self.search.failed(ticket, &self.list) {
                    self.say(&message);
                }
            }
        }
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket = Ticket(self.last_ticket.0 + 1);
        self.last_ticket
    }

    fn say(&mut self, words: &str) {
        self.notice = Some(Rich::of(words, Role::Plain));
    }

    /// What the conditions of keys look at.
    pub fn here(&self) -> Here {
        let scope = match (&self.prompt, &self.sheet, self.focus) {
            (Some(_), ..) => Scope::Prompt,
            (None, Some(_), _) => Scope::Sheet,
            (None, None, Focus::Facets) => Scope::Facets,
            (None, None, Focus::List) => Scope::List,
            (None, None, Focus::Reader) => Scope::Reader,
        };
        Here {
            scope,
            opening: self.opening,
            troubled: !self.troubles.is_empty(),
            finding: self.finding.is_some(),
            filtered: !self.search.filters().is_empty(),
            filled: !self.list.is_empty(),
            seen: self.screen.reader.is_some(),
            view: self.reader.view(),
            wide: self.reader.page().is_some_and(Page::goes_on_right),
            aside: self.reader.page().is_some_and(Page::has_gone_right),
            palette: self.prompt.as_ref().is_some_and(|prompt| prompt.kind() == PromptKind::Palette),
            searching: self.search.is_open(),
            faceted: self.facets.is_some(),
        }
    }

    /// Whether the pane of the cable has a marking to show above and below.
    pub fn is_marked(&self) -> bool {
        self.reader.document().is_some_and(|document| document.cable.classification.is_some())
    }

    /// What the state started from, with the size of the window and the colours as they are now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The colours that are wanted.
    pub fn theme(&self) -> ThemeName {
        self.settings.theme
    }

    /// The pane that keys go to.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Where things stand.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The search of the list.
    pub fn searching(&self) -> &Search {
        &self.search
    }

    /// The facets, while they are open.
    pub fn facets(&self) -> Option<&Facets> {
        self.facets.as_ref()
    }

    /// The index that is made behind the reader.
    pub fn indexing(&self) -> &Indexing {
        &self.indexing
    }

    /// The pane of the cable.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The sheet that lies over the panes.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.sheet.as_ref()
    }

    /// The open prompt.
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// Whether the archive is being read.
    pub fn is_opening(&self) -> bool {
        self.opening
    }

    /// Whether the reading was stopped before its end, so that there are more cables than are listed.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// How far the reading is.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What could not be read.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// The digits typed so far.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// What is said in place of the hints.
    pub fn notice(&self) -> Option<&Rich> {
        self.notice.as_ref()
    }
}

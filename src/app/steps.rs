//! What the commands do to the state: one small function each, named in the table of commands.

use super::commands::COMMANDS;
use super::jump::jump;
use super::line_edit::LineEdit;
use super::motion::Motion;
use super::prompt::{Prompt, PromptKind};
use super::reader::{Edge, View};
use super::sheet::{Sheet, SheetKind};
use super::{App, Effect, Focus};

impl App {
    /// Moves in whatever has the keys.
    pub(super) fn go(&mut self, motion: Motion, count: Option<usize>) -> Vec<Effect> {
        let motion = motion.times(count.unwrap_or(1));
        if let Some(sheet) = &mut self.sheet {
            sheet.page.go(motion);
        } else if let (Focus::Facets, Some(facets)) = (self.focus, &mut self.facets) {
            facets.go(motion);
        } else if self.focus == Focus::List {
            self.list.go(motion);
        } else if let Some(page) = self.reader.page_mut() {
            page.go(motion);
        }
        Vec::new()
    }

    /// Goes to a line by its number, or where `motion` leads without one.
    pub(super) fn go_line(&mut self, count: Option<usize>, motion: Motion) -> Vec<Effect> {
        self.go(count.map_or(motion, |line| Motion::To(line.saturating_sub(1))), None)
    }

    /// Goes so many paragraphs on or back.
    pub(super) fn go_stop(&mut self, forward: bool, count: Option<usize>) -> Vec<Effect> {
        let mut went = false;
        if let Some(page) = self.reader.page_mut() {
            for _ in 0..count.unwrap_or(1) {
                if !page.go_stop(forward) {
                    break;
                }
                went = true;
            }
        }
        if !went && self.reader.marks().is_some() {
            self.say(if forward { "No finding stands below" } else { "No finding stands above" });
        }
        Vec::new()
    }

    /// Moves wide tables so many steps to the right, or back where negative.
    pub(super) fn go_sideways(&mut self, by: isize, count: Option<usize>) -> Vec<Effect> {
        const STEP: isize = 8;
        let steps = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
        if let Some(page) = self.reader.page_mut() {
            page.go_sideways(by.saturating_mul(STEP).saturating_mul(steps));
        }
        Vec::new()
    }

    /// Reads the cable at the place that the row of the markings is about.
    pub(super) fn go_place(&mut self) -> Vec<Effect> {
        if self.reader.marks().and_then(|marks| marks.place()).is_none() {
            self.say("This row has no place in the text");
            return Vec::new();
        }
        self.set_view(View::Read)
    }

    pub(super) fn set_focus(&mut self, focus: Focus) -> Vec<Effect> {
        self.focus = focus;
        Vec::new()
    }

    pub(super) fn other_pane(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::List if self.screen.facets.is_some() => self.set_focus(Focus::Facets),
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Facets | Focus::Reader => self.set_focus(Focus::List),
        }
    }

    pub(super) fn open_facets(&mut self) -> Vec<Effect> {
        self.facets.get_or_insert_default();
        self.set_focus(Focus::Facets)
    }

    pub(super) fn close_facets(&mut self) -> Vec<Effect> {
        self.facets = None;
        self.set_focus(Focus::List)
    }

    /// Has the list hold only cables of the selected value, or none of them.
    pub(super) fn choose_facet(&mut self, include: bool) -> Vec<Effect> {
        let Some(facets) = &mut self.facets else { return Vec::new() };
        if !facets.unfold()
            && let Some(query) = facets.chosen().map(|value| value.query.clone())
        {
            let not = format!("-{query}");
            let (typed, against) = if include { (&query, &not) } else { (&not, &query) };
            self.search.toggle(typed, against);
        }
        Vec::new()
    }

    pub(super) fn go_facet(&mut self, forward: bool) -> Vec<Effect> {
        if let Some(facets) = &mut self.facets {
            facets.go_facet(forward);
        }
        Vec::new()
    }

    /// Selects another cable of the list without leaving the pane of the cable.
    pub(super) fn read_neighbour(&mut self, motion: Motion, count: Option<usize>) -> Vec<Effect> {
        let before = self.list.position();
        self.list.go(motion.times(count.unwrap_or(1)));
        if self.list.position() == before {
            let end = if matches!(motion, Motion::Lines(n) if n < 0) { "first" } else { "last" };
            self.say(&format!("This is the {end} cable of the list"));
        }
        Vec::new()
    }

    pub(super) fn set_view(&mut self, view: View) -> Vec<Effect> {
        self.reader.set_view(view);
        self.mark_page();
        Vec::new()
    }

    pub(super) fn explain(&mut self) -> Vec<Effect> {
        self.reader.explain();
        self.mark_page();
        Vec::new()
    }

    pub(super) fn sort(&mut self, forward: bool) -> Vec<Effect> {
        self.list.cycle_sort(forward);
        let words = format!("Sorted by {}", self.list.sort_name());
        self.say(&words);
        Vec::new()
    }

    pub(super) fn group(&mut self, forward: bool) -> Vec<Effect> {
        self.list.cycle_group(forward);
        match self.list.group_name() {
            "" => self.say("Not grouped"),
            name => self.say(&format!("Grouped by {name}")),
        }
        Vec::new()
    }

    pub(super) fn next_copy(&mut self) -> Vec<Effect> {
        match self.list.next_copy() {
            (_, 1) => self.say("This cable stands here only once"),
            (number, of) => self.say(&format!("Copy {number} of {of}")),
        }
        Vec::new()
    }

    pub(super) fn toggle_clock(&mut self) -> Vec<Effect> {
        if self.list.toggle_clock() {
            self.say("Year of declassification, and whether it has passed; — is none");
        }
        Vec::new()
    }

    pub(super) fn next_theme(&mut self) -> Vec<Effect> {
        self.settings.theme = self.settings.theme.next();
        let words = format!("Theme: {}", self.settings.theme);
        self.say(&words);
        Vec::new()
    }

    pub(super) fn open_sheet(&mut self, kind: SheetKind) -> Vec<Effect> {
        self.sheet = Some(match kind {
            SheetKind::Help => Sheet::help(&self.here()),
            SheetKind::Troubles => Sheet::troubles(&self.troubles),
        });
        Vec::new()
    }

    pub(super) fn close_sheet(&mut self) -> Vec<Effect> {
        self.sheet = None;
        Vec::new()
    }

    pub(super) fn stop_opening(&mut self) -> Vec<Effect> {
        (self.opening, self.stopped) = (false, true);
        self.say("Stopped; what has been read stays");
        vec![Effect::StopOpening]
    }

    pub(super) fn open_prompt(&mut self, kind: PromptKind) -> Vec<Effect> {
        self.prompt = Some(Prompt::new(kind, self.here()));
        match kind {
            PromptKind::Search => self.search.open(&self.list).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn edit(&mut self, change: impl FnOnce(&mut LineEdit)) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        if prompt.edit(change) && prompt.kind() == PromptKind::Search {
            self.search.rest_completing();
            self.search.typed(prompt.line());
        }
        Vec::new()
    }

    pub(super) fn prompt_backspace(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.as_mut().filter(|prompt| prompt.line().text().is_empty()) else {
            return self.edit(|line| line.backspace());
        };
        let searching = prompt.kind() == PromptKind::Search;
        if searching && self.search.take_back(prompt.line_mut()) { Vec::new() } else { self.prompt_cancel() }
    }

    pub(super) fn prompt_cancel(&mut self) -> Vec<Effect> {
        self.prompt = None;
        self.search.cancel(&mut self.list).into_iter().collect()
    }

    pub(super) fn prompt_choose(&mut self, forward: bool) -> Vec<Effect> {
        if let Some(prompt) = &mut self.prompt {
            prompt.choose(forward);
        }
        Vec::new()
    }

    pub(super) fn prompt_accept(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let typed = prompt.line().text().trim();
        match prompt.kind() {
            PromptKind::Search => {
                if self.search.accept(typed) {
                    return if typed.is_empty() { Vec::new() } else { vec![Effect::Remember(typed.to_owned())] };
                }
                // What is wrong with it stands there.
                self.prompt = Some(prompt);
                Vec::new()
            }
            // As in less and vim, nothing typed means the words from before.
            PromptKind::Find if typed.is_empty() => self.find_again(true),
            PromptKind::Find => self.find(typed),
            PromptKind::Jump if typed.is_empty() => Vec::new(),
            PromptKind::Jump => {
                if let Err(said) = jump(&mut self.list, typed) {
                    self.say(&said);
                }
                Vec::new()
            }
            PromptKind::Palette => match (prompt.number(), prompt.chosen().and_then(|n| COMMANDS.get(n))) {
                (Some(line), _) => self.go_line(Some(line), Motion::Start),
                (None, Some(command)) => (command.run)(self, None),
                (None, None) => {
                    self.say(&format!("No command is called “{typed}” here"));
                    Vec::new()
                }
            },
        }
    }

    fn find(&mut self, words: &str) -> Vec<Effect> {
        self.finding = Some(words.to_owned());
        self.mark_page();
        self.find_again(true)
    }

    /// Goes to the next place of the words that are looked for in this cable; behind the last comes the first.
    fn find_again(&mut self, forward: bool) -> Vec<Effect> {
        if let (Some(words), Some(page)) = (self.finding.clone(), self.reader.page_mut()) {
            match page.go_hit(forward, true) {
                Some((n, of)) => self.say(&format!("“{words}”: place {n} of {of}")),
                None => self.say(&format!("“{words}” does not stand in this text")),
            }
        }
        Vec::new()
    }

    /// Goes to the next place found. Words that are looked for in the cable go before what the list was searched for.
    pub(super) fn next_hit(&mut self, forward: bool) -> Vec<Effect> {
        if self.finding.is_some() && self.focus == Focus::Reader {
            return self.find_again(forward);
        }
        let seen = self.screen.reader.is_some() && !self.reader.is_waiting() && self.finding.is_none();
        let has_hits = seen && self.reader.page().is_some_and(|page| page.hit().is_some());
        let page = if has_hits { self.reader.page_mut() } else { None };
        if page.is_some_and(|page| page.go_hit(forward, false).is_some()) {
            return Vec::new();
        }
        let before = self.list.position();
        self.list.go(Motion::Lines(if forward { 1 } else { -1 }));
        if self.list.position() == before {
            self.say(if forward { "This is the last hit of the list" } else { "This is the first hit of the list" });
        } else if !forward {
            self.reader.open_at(Edge::Last);
        }
        Vec::new()
    }

    /// Marks the words that are looked for in a page that has just been made or turned to.
    pub(super) fn mark_page(&mut self) {
        if let Some(words) = &self.finding
            && let Some(page) = self.reader.page_mut()
        {
            page.mark(words);
        }
    }

    pub(super) fn forget_search(&mut self) -> Vec<Effect> {
        self.finding = None;
        if let Some(page) = self.reader.page_mut() {
            page.forget();
        }
        Vec::new()
    }

    pub(super) fn complete(&mut self, forward: bool) -> Vec<Effect> {
        if let Some(prompt) = &mut self.prompt
            && !self.search.complete(prompt.line_mut(), forward)
        {
            self.say("Nothing is known that could stand here");
        }
        Vec::new()
    }

    pub(super) fn recall(&mut self, back: bool) -> Vec<Effect> {
        if let Some(prompt) = &mut self.prompt {
            self.search.recall(prompt.line_mut(), back);
        }
        Vec::new()
    }

    pub(super) fn more_like_this(&mut self) -> Vec<Effect> {
        let Some((id, place)) = self.list.selected().map(|entry| (entry.id().into_owned(), entry.place())) else {
            return Vec::new();
        };
        self.search.like(id, place);
        self.list.sort_by_rank();
        self.set_focus(Focus::List)
    }

    pub(super) fn remove_filter(&mut self, number: Option<usize>) -> Vec<Effect> {
        match self.search.remove(number) {
            Some(label) => self.say(&format!("Removed the filter {label}")),
            None => self.say("No filter has this number"),
        }
        Vec::new()
    }

    pub(super) fn clear_filters(&mut self) -> Vec<Effect> {
        self.search.clear();
        self.say("Removed all filters; / and up call them back");
        Vec::new()
    }
}

//! What the commands do to the state: one small function each, named in the table of commands.

use super::commands::COMMANDS;
use super::line_edit::LineEdit;
use super::motion::Motion;
use super::prompt::{Prompt, PromptKind};
use super::reader::View;
use super::sheet::{Sheet, SheetKind};
use super::{App, Effect, Focus};

impl App {
    /// Moves in whatever has the keys.
    pub(super) fn go(&mut self, motion: Motion, count: Option<usize>) -> Vec<Effect> {
        let motion = motion.times(count.unwrap_or(1));
        if let Some(sheet) = &mut self.sheet {
            sheet.page.go(motion);
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
            Focus::List => self.set_focus(Focus::Reader),
            Focus::Reader => self.set_focus(Focus::List),
        }
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
        let words = format!("Sorted by {}", self.list.sort().name());
        self.say(&words);
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
        self.opening = false;
        self.say("Stopped; what has been read stays");
        vec![Effect::StopOpening]
    }

    pub(super) fn open_prompt(&mut self, kind: PromptKind) -> Vec<Effect> {
        self.prompt = Some(Prompt::new(kind, self.here()));
        Vec::new()
    }

    pub(super) fn edit(&mut self, change: impl FnOnce(&mut LineEdit)) -> Vec<Effect> {
        if let Some(prompt) = &mut self.prompt {
            prompt.edit(change);
        }
        Vec::new()
    }

    pub(super) fn prompt_backspace(&mut self) -> Vec<Effect> {
        if self.prompt.as_ref().is_some_and(|prompt| prompt.line().text().is_empty()) {
            return self.prompt_cancel();
        }
        self.edit(|line| line.backspace())
    }

    pub(super) fn prompt_cancel(&mut self) -> Vec<Effect> {
        self.prompt = None;
        Vec::new()
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
            // As in less and vim, nothing typed means the words from before.
            PromptKind::Find if typed.is_empty() => self.find_again(true),
            PromptKind::Find => self.find(typed),
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
        self.search = Some(words.to_owned());
        self.mark_page();
        self.find_again(true)
    }

    pub(super) fn find_again(&mut self, forward: bool) -> Vec<Effect> {
        let Some(words) = self.search.clone() else { return Vec::new() };
        if self.focus == Focus::List {
            if !self.list.find(&words, forward) {
                self.say(&format!("No cable has “{words}” in its id, post or subject"));
            }
        } else if let Some(page) = self.reader.page_mut() {
            match page.go_hit(forward) {
                Some((n, of)) => self.say(&format!("“{words}”: place {n} of {of}")),
                None => self.say(&format!("“{words}” does not stand in this text")),
            }
        }
        Vec::new()
    }

    /// Marks what is looked for in a page that has just been made or turned to.
    pub(super) fn mark_page(&mut self) {
        if let (Some(words), Some(page)) = (&self.search, self.reader.page_mut()) {
            page.mark(words);
        }
    }

    pub(super) fn forget_search(&mut self) -> Vec<Effect> {
        self.search = None;
        if let Some(page) = self.reader.page_mut() {
            page.forget();
        }
        Vec::new()
    }
}

//! The line at the bottom that asks for words or for a command.

use super::commands::COMMANDS;
use super::find::holds_all;
use super::keymap::Here;
use super::line_edit::LineEdit;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// What every cable of the list must fulfil.
    Search,
    /// Words to find in the cable.
    Find,
    /// Where to go in the list.
    Jump,
    /// A command, or a number of a line.
    Palette,
}

/// An open prompt.
#[derive(Debug, Clone)]
pub struct Prompt {
    kind: PromptKind,
    line: LineEdit,
    /// What held when the prompt was opened: the commands of that place can be chosen.
    from: Here,
    /// Numbers of the commands that fit, for the palette.
    matches: Vec<usize>,
    choice: usize,
}

impl Prompt {
    /// An empty prompt, opened from `from`.
    pub fn new(kind: PromptKind, from: Here) -> Self {
        let mut prompt = Prompt { kind, line: LineEdit::default(), from, matches: Vec::new(), choice: 0 };
        prompt.refresh();
        prompt
    }

    /// What is asked for.
    pub fn kind(&self) -> PromptKind {
        self.kind
    }

    /// What stands before the typed text.
    pub fn sign(&self) -> &'static str {
        match self.kind {
            PromptKind::Search | PromptKind::Find => "/",
            PromptKind::Jump => "J ",
            PromptKind::Palette => ":",
        }
    }

    /// What stands in an empty line, to say what belongs there.
    pub fn placeholder(&self) -> &'static str {
        match self.kind {
            PromptKind::Search => "words, \"phrases\", from:rome tag:PREL date:2006-11",
            PromptKind::Find => "words to find in this cable; enter finds, esc cancels",
            PromptKind::Jump => "a date (2006, 2006-11, 2006-11-20), an id or a post",
            PromptKind::Palette => "a command or a number; enter runs it, esc cancels",
        }
    }

    /// The typed line.
    pub fn line(&self) -> &LineEdit {
        &self.line
    }

    /// The typed line, to put another one there.
    pub fn line_mut(&mut self) -> &mut LineEdit {
        &mut self.line
    }

    /// Changes the typed line. Returns whether it is another now.
    pub fn edit(&mut self, change: impl FnOnce(&mut LineEdit)) -> bool {
        let before = self.line.text().to_owned();
        change(&mut self.line);
        let changed = self.line.text() != before;
        if changed {
            self.refresh();
        }
        changed
    }

    /// Chooses another of the commands that fit.
    pub fn choose(&mut self, forward: bool) {
        let n = self.matches.len().max(1);
        self.choice = (self.choice + if forward { 1 } else { n - 1 }) % n;
    }

    /// The commands that fit, as rows of [`COMMANDS`], and which is chosen.
    pub fn matches(&self) -> (&[usize], usize) {
        (&self.matches, self.choice)
    }

    /// The row of the chosen command.
    pub fn chosen(&self) -> Option<usize> {
        self.matches.get(self.choice).copied()
    }

    /// The number typed instead of a name.
    pub fn number(&self) -> Option<usize> {
        self.line.text().trim().parse().ok()
    }

    fn refresh(&mut self) {
        self.choice = 0;
        self.matches.clear();
        if self.kind == PromptKind::Palette {
            let words = self.line.text().trim();
            let fits = |n: &usize| {
                let command = COMMANDS.get(*n);
                command
                    .is_some_and(|c| c.holds(&self.from) && (words.is_empty() || holds_all(words, &[c.name, c.help])))
            };
            self.matches = (0..COMMANDS.len()).filter(fits).collect();
            // A name that begins with the words is more likely meant than a help that mentions them.
            let begins = |n: &usize| !COMMANDS.get(*n).is_some_and(|c| c.name.starts_with(words));
            self.matches.sort_by_key(begins);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::every_situation;

    /// Types into the palette and gives the names of the commands that fit.
    fn fitting(typed: &str) -> Vec<&'static str> {
        let mut prompt = Prompt::new(PromptKind::Palette, every_situation().next().unwrap());
        prompt.edit(|line| line.insert(typed));
        prompt.matches().0.iter().map(|&n| COMMANDS[n].name).collect()
    }

    #[test]
    fn a_name_that_begins_so_comes_first() {
        assert_eq!(fitting("half-d"), ["half-down"]);
        assert_eq!(fitting("page")[..2], ["page-down", "page-up"]);
        assert_eq!(fitting("no such thing"), [""; 0]);
    }

    #[test]
    fn only_commands_of_the_place_it_was_opened_from() {
        let all = fitting("");
        assert!(all.contains(&"quit") && !all.contains(&"back") && !all.contains(&"accept"));
    }

    #[test]
    fn choosing_goes_round() {
        let mut prompt = Prompt::new(PromptKind::Palette, every_situation().next().unwrap());
        prompt.edit(|line| line.insert("page-"));
        let first = prompt.chosen();
        prompt.choose(false);
        assert_ne!(prompt.chosen(), first);
        prompt.choose(true);
        assert_eq!(prompt.chosen(), first);
    }

    #[test]
    fn a_number_is_a_line() {
        let mut prompt = Prompt::new(PromptKind::Palette, every_situation().next().unwrap());
        prompt.edit(|line| line.insert(" 12 "));
        assert_eq!((prompt.number(), prompt.chosen()), (Some(12), None));
    }
}

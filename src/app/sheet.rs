//! Sheets that lie over the panes: the help, and what could not be read.

use super::commands::{COMMANDS, Command};
use super::keymap::{Here, Scope};
use super::page::{Block, Page};
use super::rich::{Rich, Role};
use crate::archive::Trouble;

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// The keys.
    Help,
    /// What could not be read.
    Troubles,
}

/// An open sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Which it is.
    pub kind: SheetKind,
    /// What stands on it.
    pub page: Page,
}

impl Sheet {
    /// What its frame says.
    pub fn title(&self) -> &'static str {
        match self.kind {
            SheetKind::Help => "Help",
            SheetKind::Troubles => "Not read",
        }
    }

    /// The help for the place it was asked for: first what holds there, then the other places.
    pub fn help(here: &Here) -> Self {
        let mut blocks = Vec::new();
        let places = [
            (Scope::List, "In the list"),
            (Scope::Reader, "In a cable"),
            (Scope::Facets, "Among the facets"),
            (Scope::Prompt, "In a prompt"),
        ];
        let now = COMMANDS.iter().filter(|command| command.holds(here));
        section(&mut blocks, "Here and now", now);
        for (scope, title) in places.into_iter().filter(|(scope, _)| *scope != here.scope) {
            let others = COMMANDS.iter().filter(|c| c.scopes.contains(&scope) && !c.holds(here));
            section(&mut blocks, title, others);
        }
        blocks.push(Block::blank());
        blocks
            .push(Block::words("A number typed before j, k or G in the list says how often, or which row.", Role::Dim));
        blocks.push(Block::words(
            "In the list, a + behind a marking says that it has more controls than fit: S//NF+.",
            Role::Dim,
        ));
        blocks.push(Block::words("Any command can also be found by its name behind a colon.", Role::Dim));
        Sheet { kind: SheetKind::Help, page: Page::new(blocks) }
    }

    /// What could not be read, and why.
    pub fn troubles(troubles: &[Trouble]) -> Self {
        let mut blocks = Vec::new();
        for trouble in troubles {
            let path = Rich::of(&trouble.path.to_string_lossy(), Role::Strong);
            blocks.push(Block { text: path, hang: 2, stop: true, ..Block::default() });
            let message = Rich::of(&trouble.message, Role::Plain);
            blocks.push(Block { text: message, indent: 2, hang: 2, ..Block::default() });
            blocks.push(Block::blank());
        }
        blocks.push(Block::words("Everything else has been read.", Role::Dim));
        Sheet { kind: SheetKind::Troubles, page: Page::new(blocks) }
    }
}

fn section<'a>(blocks: &mut Vec<Block>, title: &'static str, commands: impl Iterator<Item = &'a Command>) {
    if !blocks.is_empty() {
        blocks.push(Block::blank());
    }
    blocks.push(Block { stop: true, ..Block::words(title, Role::Heading) });
    for command in commands {
        let text = Rich::of(command.help, Role::Plain);
        let lead = Rich::of(&command.keys.join(" "), Role::Key);
        blocks.push(Block { lead, indent: 22, hang: 22, text, ..Block::default() });
    }
}

//! From a key to a command: where keys hold, under which condition, and what holds now.
//!
//! Conditions look at a snapshot, [`Here`], and never at the state itself, so that a test can go through all of them.

use super::commands::{COMMANDS, Command};
use super::key::{Key, KeyCode};
use super::reader::View;

/// Where a key is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Among the facets.
    Facets,
    /// In the list.
    List,
    /// In the pane of the cable.
    Reader,
    /// In a sheet that lies over the panes, as the help does.
    Sheet,
    /// In a line that is being typed.
    Prompt,
}

/// Under which condition a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// While the archive is being read.
    Opening,
    /// While something could not be read.
    Troubled,
    /// While words are being looked for in the cable.
    Finding,
    /// While filters hold.
    Filtered,
    /// While there is something to walk through: words that are looked for, or what was searched for.
    Found,
    /// While the list has rows.
    Filled,
    /// While a cable is seen in this view.
    In(View),
    /// While a cable is seen in another view.
    NotIn(View),
    /// While a table that is seen goes on to the right.
    Wide,
    /// While tables are seen from further to the right.
    Aside,
    /// While a command is being chosen.
    Palette,
    /// While a search is being typed.
    Searching,
    /// While the facets are open.
    Faceted,
}

impl When {
    /// Whether the condition holds.
    pub fn holds(self, here: &Here) -> bool {
        match self {
            When::Always => true,
            When::Opening => here.opening,
            When::Troubled => here.troubled,
            When::Finding => here.finding,
            When::Filtered => here.filtered,
            When::Found => here.finding || here.filtered,
            When::Filled => here.filled,
            When::In(view) => here.seen && here.view == view,
            When::NotIn(view) => here.seen && here.view != view,
            When::Wide => here.wide,
            When::Aside => here.aside,
            When::Palette => here.palette,
            When::Searching => here.searching,
            When::Faceted => here.faceted,
        }
    }
}

/// What the conditions may look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Here {
    /// Where keys go.
    pub scope: Scope,
    /// Whether the archive is being read.
    pub opening: bool,
    /// Whether something could not be read.
    pub troubled: bool,
    /// Whether words are being looked for in the cable.
    pub finding: bool,
    /// Whether filters hold.
    pub filtered: bool,
    /// Whether the list has rows.
    pub filled: bool,
    /// Whether the pane of the cable is seen.
    pub seen: bool,
    /// How the cable is shown.
    pub view: View,
    /// Whether a table that is seen goes on to the right.
    pub wide: bool,
    /// Whether tables are seen from further to the right.
    pub aside: bool,
    /// Whether the prompt chooses a command.
    pub palette: bool,
    /// Whether the prompt is that of a search.
    pub searching: bool,
    /// Whether the facets are open.
    pub faceted: bool,
}

/// The command that a key runs here and now.
pub fn command_for(key: Key, here: &Here) -> Option<&'static Command> {
    let name = key.to_string();
    COMMANDS.iter().find(|command| command.keys.contains(&name.as_str()) && command.holds(here))
}

/// The hints that hold here and now: keys and what they do, neighbours with the same word joined.
pub fn hints(here: &Here) -> Vec<(String, &'static str)> {
    let mut hints: Vec<(String, &'static str)> = Vec::new();
    for command in COMMANDS.iter().filter(|command| !command.hint.is_empty() && command.holds(here)) {
        // The key may be taken by an earlier row; the hint shows one that does run the command.
        let runs = |key: &&&str| {
            let first = COMMANDS.iter().find(|other| other.keys.contains(key) && other.holds(here));
            first.is_some_and(|first| first.name == command.name)
        };
        let Some(key) = command.keys.iter().find(runs) else { continue };
        match hints.last_mut() {
            Some((keys, word)) if *word == command.hint => {
                keys.push(' ');
                keys.push_str(key);
            }
            _ => hints.push(((*key).to_owned(), command.hint)),
        }
    }
    hints
}

/// The text that a key types, if it types any.
pub fn typed(key: Key) -> Option<char> {
    match key {
        Key { code: KeyCode::Char(c), ctrl: false, alt: false } => Some(c),
        _ => None,
    }
}

/// All snapshots there can be, for tests of the table.
#[cfg(test)]
pub fn every_situation() -> impl Iterator<Item = Here> {
    use super::reader::VIEWS;

    let scopes = [Scope::List, Scope::Reader, Scope::Facets, Scope::Sheet, Scope::Prompt];
    scopes.into_iter().flat_map(|scope| {
        (0..2048u32).flat_map(move |bits| {
            let bit = move |n: u32| bits & (1 << n) != 0;
            VIEWS.iter().map(move |(view, ..)| Here {
                scope,
                opening: bit(0),
                troubled: bit(1),
                finding: bit(2),
                filtered: bit(6),
                filled: bit(3),
                view: *view,
                wide: bit(8),
                aside: bit(9),
                palette: bit(4),
                searching: bit(7) && !bit(4),
                seen: bit(5),
                faceted: bit(10) || scope == Scope::Facets,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Here = Here {
        scope: Scope::List,
        opening: false,
        troubled: false,
        finding: false,
        filtered: false,
        filled: true,
        seen: false,
        view: View::Read,
        wide: false,
        aside: false,
        palette: false,
        searching: false,
        faceted: false,
    };

    fn runs(key: &str, here: Here) -> &'static str {
        command_for(key.parse().unwrap(), &here).map_or("nothing", |command| command.name)
    }

    #[test]
    fn escape_goes_one_level_up() {
        let filtered = Here { filtered: true, ..LIST };
        let opening = Here { opening: true, ..filtered };
        assert_eq!(runs("esc", Here { scope: Scope::Prompt, ..opening }), "cancel");
        assert_eq!(runs("esc", Here { scope: Scope::Sheet, ..opening }), "close");
        assert_eq!(runs("esc", opening), "filters-off");
        assert_eq!(runs("esc", Here { filtered: false, ..opening }), "stop");
        assert_eq!(runs("esc", filtered), "filters-off");
        let reader = Here { scope: Scope::Reader, ..filtered };
        assert_eq!(runs("esc", Here { finding: true, ..reader }), "forget");
        assert_eq!(runs("esc", reader), "back");
        assert_eq!(runs("esc", LIST), "nothing");
    }

    #[test]
    fn letters_are_text_in_a_prompt() {
        let prompt = Here { scope: Scope::Prompt, ..LIST };
        for letter in ["q", "j", "?", "1", "space"] {
            assert_eq!(runs(letter, prompt), "nothing");
        }
        assert_eq!(typed("space".parse().unwrap()), Some(' '));
        assert_eq!(typed("ctrl-d".parse().unwrap()), None);
    }

    #[test]
    fn hints_join_neighbours_and_show_a_key_that_runs() {
        let words = |here: &Here| {
            let hints = hints(here).into_iter().map(|(keys, word)| format!("{keys} {word}"));
            hints.collect::<Vec<_>>().join(" · ")
        };
        assert_eq!(words(&LIST), "j k move · enter read · / search · f facets · o sort · ? help · q quit");
        let reader = Here { scope: Scope::Reader, seen: true, opening: true, ..LIST };
        assert!(words(&reader).contains("esc stop · q back"), "{}", words(&reader));
    }
}

//! Every command: its name, its keys, where and when it holds, and what it does.
//!
//! One table feeds the keys, the help, the line of hints and the palette, so that they cannot disagree. The order of the
//! table is the order of precedence: the first row whose key, scope and condition fit is the one that runs.

use super::keymap::{Here, Scope, When};
use super::motion::Motion;
use super::prompt::PromptKind;
use super::reader::View;
use super::sheet::SheetKind;
use super::{App, Effect, Focus};

use Scope::{Facets, List, Prompt, Reader, Sheet};

/// A command.
pub struct Command {
    /// Name in the palette and, later, in a file of keys.
    pub name: &'static str,
    /// The keys that run it, the usual one first, in the notation of [`super::key::Key`].
    pub keys: &'static [&'static str],
    /// Where it holds.
    pub scopes: &'static [Scope],
    /// When it holds there.
    pub when: When,
    /// One or two words for the line of hints; neighbours with the same word share it. Empty: not hinted at.
    pub hint: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
    /// What it does. The number is the count typed before the key.
    pub run: fn(&mut App, Option<usize>) -> Vec<Effect>,
}

impl Command {
    /// Whether it can be run here and now.
    pub fn holds(&self, here: &Here) -> bool {
        self.scopes.contains(&here.scope) && self.when.holds(here)
    }
}

const ALL: &[Scope] = &[Facets, List, Reader, Sheet, Prompt];
const PANES: &[Scope] = &[List, Reader];
const ANY_PANE: &[Scope] = &[Facets, List, Reader];
const MOVING: &[Scope] = &[Facets, List, Reader, Sheet];

const fn row(
    name: &'static str,
    keys: &'static [&'static str],
    scopes: &'static [Scope],
    when: When,
    hint: &'static str,
    help: &'static str,
    run: fn(&mut App, Option<usize>) -> Vec<Effect>,
) -> Command {
    Command { name, keys, scopes, when, hint, help, run }
}

/// All commands.
#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    row("accept", &["enter"], &[Prompt], When::Always, "go", "Do what is typed",
        |app, _| app.prompt_accept()),
    row("cancel", &["esc"], &[Prompt], When::Always, "cancel", "Leave the prompt and change nothing",
        |app, _| app.prompt_cancel()),
    row("choose-next", &["down", "tab", "ctrl-n"], &[Prompt], When::Palette, "choose", "Choose the next command",
        |app, _| app.prompt_choose(true)),
    row("choose-previous", &["up", "backtab", "ctrl-p"], &[Prompt], When::Palette, "choose", "Choose the previous command",
        |app, _| app.prompt_choose(false)),
    row("complete", &["tab"], &[Prompt], When::Searching, "complete", "Complete a field or a value, and go on to the next one there is",
        |app, _| app.complete(true)),
    row("complete-back", &["backtab"], &[Prompt], When::Searching, "", "Go back to the one before",
        |app, _| app.complete(false)),
    row("older", &["up", "ctrl-p"], &[Prompt], When::Searching, "earlier", "Call back what was searched for before",
        |app, _| app.recall(true)),
    row("newer", &["down", "ctrl-n"], &[Prompt], When::Searching, "", "Go on to what was searched for after it",
        |app, _| app.recall(false)),
    row("left", &["left", "ctrl-b"], &[Prompt], When::Always, "", "Go one character back",
        |app, _| app.edit(|line| line.left())),
    row("right", &["right", "ctrl-f"], &[Prompt], When::Always, "", "Go one character on",
        |app, _| app.edit(|line| line.right())),
    row("line-start", &["home", "ctrl-a"], &[Prompt], When::Always, "", "Go to the start of the line",
        |app, _| app.edit(|line| line.home())),
    row("line-end", &["end", "ctrl-e"], &[Prompt], When::Always, "", "Go to the end of the line",
        |app, _| app.edit(|line| line.end())),
    row("backspace", &["backspace", "ctrl-h"], &[Prompt], When::Always, "", "Delete backwards; with nothing left, take the last filter back, or leave",
        |app, _| app.prompt_backspace()),
    row("delete", &["delete"], &[Prompt], When::Always, "", "Delete the character under the cursor",
        |app, _| app.edit(|line| line.delete())),
    row("delete-word", &["ctrl-w"], &[Prompt], When::Always, "", "Delete the word before the cursor",
        |app, _| app.edit(|line| line.delete_word())),
    row("delete-line", &["ctrl-u"], &[Prompt], When::Always, "", "Delete everything before the cursor",
        |app, _| app.edit(|line| line.clear_before())),

    row("close", &["esc", "q"], &[Sheet], When::Always, "close", "Close this sheet",
        |app, _| app.close_sheet()),

    row("include", &["enter", "l", "right"], &[Facets], When::Always, "only these", "List only the cables of this value, or the others again; of a facet with more values, show all",
        |app, _| app.choose_facet(true)),
    row("exclude", &["x"], &[Facets], When::Always, "all but these", "List no cables of this value, or list them again",
        |app, _| app.choose_facet(false)),
    row("facet-next", &["]"], &[Facets], When::Always, "facet", "Go to the next facet",
        |app, _| app.go_facet(true)),
    row("facet-previous", &["["], &[Facets], When::Always, "facet", "Go to the previous facet",
        |app, _| app.go_facet(false)),
    row("facets-close", &["esc", "q", "f", "h", "left"], &[Facets], When::Always, "close", "Close the facets; filters stay",
        |app, _| app.close_facets()),

    row("down", &["j", "down"], MOVING, When::Always, "move", "Go down a line",
        |app, n| app.go(Motion::Lines(1), n)),
    row("up", &["k", "up"], MOVING, When::Always, "move", "Go up a line",
        |app, n| app.go(Motion::Lines(-1), n)),

    row("open", &["enter", "l", "right"], &[List], When::Filled, "read", "Read the selected cable",
        |app, _| app.set_focus(Focus::Reader)),
    row("place", &["enter"], &[Reader], When::In(View::Marks), "place", "Read the cable at the place of this row; 2 shows it in the source",
        |app, _| app.go_place()),
    row("finding-next", &["]"], &[Reader], When::In(View::Marks), "finding", "Go to the next finding",
        |app, n| app.go_stop(true, n)),
    row("finding-previous", &["["], &[Reader], When::In(View::Marks), "finding", "Go to the previous finding",
        |app, n| app.go_stop(false, n)),
    row("paragraph-next", &["]"], &[Reader], When::NotIn(View::Marks), "paragraph", "Go to the next paragraph, or part of the source",
        |app, n| app.go_stop(true, n)),
    row("paragraph-previous", &["["], &[Reader], When::NotIn(View::Marks), "paragraph", "Go to the previous paragraph, or part of the source",
        |app, n| app.go_stop(false, n)),
    row("table-right", &["l", "right"], &[Reader], When::Wide, "table", "Show what a wide table has further to the right",
        |app, n| app.go_sideways(1, n)),
    row("table-left", &["h", "left"], &[Reader], When::Aside, "table", "Go back to the left of a wide table",
        |app, n| app.go_sideways(-1, n)),
    row("explain", &["K", "i"], PANES, When::NotIn(View::Source), "explain", "Explain the fields above the text, or the findings, or fold them again",
        |app, _| app.explain()),
    row("cable-next", &[">", "ctrl-n"], &[Reader], When::Always, "cable", "Read the next cable of the list",
        |app, n| app.read_neighbour(Motion::Lines(1), n)),
    row("cable-previous", &["<", "ctrl-p"], &[Reader], When::Always, "cable", "Read the previous cable of the list",
        |app, n| app.read_neighbour(Motion::Lines(-1), n)),
    row("read", &["1"], &[Reader], When::NotIn(View::Read), "read", "Show the cable for reading",
        |app, _| app.set_view(View::Read)),
    row("source", &["2"], &[Reader], When::NotIn(View::Source), "source", "Show the source, line by line, with what each was taken for",
        |app, _| app.set_view(View::Source)),
    row("marks", &["5"], &[Reader], When::NotIn(View::Marks), "marks", "Show the markings, paragraph by paragraph, and what is wrong with them",
        |app, _| app.set_view(View::Marks)),

    row("search", &["/"], &[Facets, List], When::Always, "search", "Search the cables; what is listed follows as you type",
        |app, _| app.open_prompt(PromptKind::Search)),
    row("facets", &["f"], &[List], When::Always, "facets", "Count what is listed by level, year, post, TAGS and captions, and choose among them",
        |app, _| app.open_facets()),
    row("find", &["/"], &[Reader], When::Always, "find", "Find words in this cable",
        |app, _| app.open_prompt(PromptKind::Find)),
    row("hit-next", &["n"], PANES, When::Found, "hit", "Go to the next place found, and on into the next cable",
        |app, _| app.next_hit(true)),
    row("hit-previous", &["N"], PANES, When::Found, "hit", "Go to the place found before, and back into the cable before",
        |app, _| app.next_hit(false)),
    row("filter-off", &["x"], &[List], When::Filtered, "remove filter", "Take the last filter away, or the one with the number typed before",
        |app, n| app.remove_filter(n)),
    row("filters-off", &["X", "esc"], &[Facets, List], When::Filtered, "", "Take all filters away; / and up call them back",
        |app, _| app.clear_filters()),
    row("like", &["L"], PANES, When::Filled, "", "More like this: list the cables that are close to the selected one in words, TAGS and time",
        |app, _| app.more_like_this()),
    row("sort", &["o"], &[List], When::Filled, "sort", "Sort by the next of: date, best match of a search, post, level, subject, declassification and others",
        |app, _| app.sort(true)),
    row("sort-back", &["O"], &[List], When::Filled, "", "Go back to the way of sorting before",
        |app, _| app.sort(false)),

    row("group", &["z"], &[List], When::Filled, "", "Group by day, year, post, level, or not at all",
        |app, _| app.group(true)),
    row("group-back", &["Z"], &[List], When::Filled, "", "Go back to the way of grouping before",
        |app, _| app.group(false)),
    row("jump", &["J"], &[List], When::Filled, "", "Jump to a date, an id or a post by typing it",
        |app, _| app.open_prompt(PromptKind::Jump)),
    row("copy", &["c"], PANES, When::Filled, "", "Show the next copy of a cable that is there more than once (×2 in the list)",
        |app, _| app.next_copy()),

    row("declassification", &["d"], &[List], When::Filled, "", "Show when each cable is to be declassified, or take the column away",
        |app, _| app.toggle_clock()),

    row("half-down", &["ctrl-d"], MOVING, When::Always, "", "Go down half a screen",
        |app, n| app.go(Motion::Halves(1), n)),
    row("half-up", &["ctrl-u"], MOVING, When::Always, "", "Go up half a screen",
        |app, n| app.go(Motion::Halves(-1), n)),
    row("page-down", &["space", "pagedown", "ctrl-f"], MOVING, When::Always, "", "Go down a screen",
        |app, n| app.go(Motion::Pages(1), n)),
    row("page-up", &["b", "pageup", "ctrl-b"], MOVING, When::Always, "", "Go up a screen",
        |app, n| app.go(Motion::Pages(-1), n)),
    row("start", &["g", "home"], MOVING, When::Always, "", "Go to the start; with a number before it, to that line",
        |app, n| app.go_line(n, Motion::Start)),
    row("end", &["G", "end"], MOVING, When::Always, "", "Go to the end; with a number before it, to that line",
        |app, n| app.go_line(n, Motion::End)),

    row("help", &["?", "f1"], ANY_PANE, When::Always, "help", "List the keys that hold here",
        |app, _| app.open_sheet(SheetKind::Help)),
    row("close-help", &["?", "f1"], &[Sheet], When::Always, "", "Close this sheet",
        |app, _| app.close_sheet()),
    row("palette", &[":"], ANY_PANE, When::Always, "", "Find a command by name; a number goes to that line",
        |app, _| app.open_prompt(PromptKind::Palette)),
    row("troubles", &["!"], ANY_PANE, When::Troubled, "not read", "List what could not be read, and why",
        |app, _| app.open_sheet(SheetKind::Troubles)),
    row("theme", &["T"], ANY_PANE, When::Always, "", "Go to the next theme: dark, light, contrast, 16 colours, none",
        |app, _| app.next_theme()),
    row("pane", &["tab", "backtab"], ANY_PANE, When::Always, "", "Go to the other pane",
        |app, _| app.other_pane()),

    row("stop", &["esc"], PANES, When::Opening, "stop", "Stop reading the archive; what is there stays",
        |app, _| app.stop_opening()),
    row("forget", &["esc"], &[Reader], When::Finding, "", "Forget what was looked for in the cable",
        |app, _| app.forget_search()),
    row("back", &["esc", "q", "h", "left"], &[Reader], When::Always, "back", "Go back to the list",
        |app, _| app.set_focus(Focus::List)),
    row("facets-off", &["q", "esc"], &[List], When::Faceted, "close facets", "Close the facets; filters stay",
        |app, _| app.close_facets()),
    row("quit", &["q"], &[List], When::Always, "quit", "Leave sipdis",
        |_, _| vec![Effect::Quit]),

    row("redraw", &["ctrl-l"], ALL, When::Always, "", "Draw the screen anew",
        |_, _| vec![Effect::Redraw]),
    row("suspend", &["ctrl-z"], ALL, When::Always, "", "Suspend sipdis; the shell's fg brings it back",
        |_, _| vec![Effect::Suspend]),
    row("leave", &["ctrl-c"], ALL, When::Always, "", "Leave sipdis from anywhere",
        |_, _| vec![Effect::Quit]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;
    use crate::app::keymap::{command_for, every_situation};
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_every_row_is_explained() {
        let mut names = BTreeSet::new();
        for command in COMMANDS {
            assert!(names.insert(command.name), "{} stands twice", command.name);
            assert!(command.help.len() > 8 && !command.help.ends_with('.'), "{}", command.name);
            assert!(!command.keys.is_empty() && !command.scopes.is_empty(), "{}", command.name);
            assert!(command.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", command.name);
        }
    }

    #[test]
    fn every_key_reads_back() {
        for (command, key) in COMMANDS.iter().flat_map(|command| command.keys.iter().map(move |key| (command, key))) {
            let read: Key = key.parse().unwrap();
            assert_eq!(read.to_string(), *key, "{}", command.name);
        }
    }

    #[test]
    fn no_key_stands_twice_under_the_same_condition() {
        let mut seen = BTreeSet::new();
        for command in COMMANDS {
            for (scope, key) in command.scopes.iter().flat_map(|scope| command.keys.iter().map(move |key| (scope, key)))
            {
                assert!(seen.insert((format!("{scope:?} {:?}", command.when), key)), "{key} of {}", command.name);
            }
        }
    }

    #[test]
    fn every_key_of_every_command_runs_it_somewhere() {
        for command in COMMANDS {
            for key in command.keys {
                let key: Key = key.parse().unwrap();
                let reached = every_situation()
                    .any(|here| command_for(key, &here).is_some_and(|found| found.name == command.name));
                assert!(reached, "{key} never runs {}", command.name);
            }
        }
    }

    #[test]
    fn a_command_that_holds_can_be_run_by_one_of_its_keys_unless_an_earlier_row_has_it() {
        // The rules that are meant to stand before others are these; any other would be a mistake.
        let meant = [
            ("stop", "forget"),
            ("stop", "back"),
            ("forget", "back"),
            ("filters-off", "stop"),
            ("facets-close", "filters-off"),
            ("filters-off", "facets-off"),
            ("stop", "facets-off"),
            ("facets-off", "quit"),
            ("table-left", "back"),
        ];
        for here in every_situation() {
            for command in COMMANDS.iter().filter(|command| command.holds(&here)) {
                for key in command.keys {
                    let found = command_for(key.parse().unwrap(), &here).unwrap();
                    let known = found.name == command.name || meant.contains(&(found.name, command.name));
                    assert!(known, "{key} runs {} and hides {}", found.name, command.name);
                }
            }
        }
    }
}

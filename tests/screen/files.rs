//! Whole screens of the sample at several sizes, letters and styles, against files.
//!
//! A changed file is read as carefully as changed code. `UPDATE_SCREENS=1 cargo test --test screen` writes the files anew.

use std::path::Path;

use crate::stage::Stage;
use sipdis::ui::ColourDepth;

/// A screen: the file's name, the size of the window, the keys that lead to it, how many colours there are.
type Scene = (&'static str, (u16, u16), &'static str, ColourDepth);

const WIDE: (u16, u16) = (120, 40);
const USUAL: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (40, 12);
const TINY: (u16, u16) = (20, 5);

use ColourDepth::{None as Mono, Sixteen, True, TwoFiftySix};

#[rustfmt::skip]
const SCENES: &[Scene] = &[
    ("list-120x40",         WIDE,   "", True),
    ("list-80x24",          USUAL,  "j j", True),
    ("list-40x12",          NARROW, "j", True),
    ("list-20x5",           TINY,   "j", True),
    ("read-120x40",         WIDE,   "J \"06REYKJAVIK207\" enter enter", True),
    ("read-80x24",          USUAL,  "J \"06ROME1733\" enter enter ] ]", True),
    ("read-40x12",          NARROW, "J \"06ROME1733\" enter enter", True),
    ("read-20x5",           TINY,   "J \"06ROME1733\" enter enter space", True),
    ("explained-120x40",    WIDE,   "J \"06STATE40117\" enter enter K", True),
    ("explained-80x24",     USUAL,  "J \"06ROME1733\" enter enter K", True),
    ("explained-40x12",     NARROW, "J \"06ROME1733\" enter enter K j j j j", True),
    ("source-120x40",       WIDE,   "J \"06ROME1733\" enter enter 2 ] ] ]", True),
    ("source-80x24",        USUAL,  "J \"06ROME1733\" enter enter 2 j j", True),
    ("source-20x5",         TINY,   "J \"06ROME1733\" enter enter 2 j j", True),
    ("help-80x24",          USUAL,  "?", True),
    ("help-40x12",          NARROW, "enter ? j j", True),
    ("palette-80x24",       USUAL,  ": \"pa\" down", True),
    ("hostile-80x24",       USUAL,  "J \"09THEHAGUE404\" enter enter", True),
    ("prompt-40x12",        NARROW, "/", True),
    // A search while it is typed, and what is left of the list.
    ("search-120x40",       WIDE,   "/ \"lamp_tag:PREL\"", True),
    ("search-80x24",        USUAL,  "/ \"lam\"", True),
    ("search-40x12",        NARROW, "/ \"lamp\"", True),
    ("search-20x5",         TINY,   "/ \"lamp\"", True),
    ("search-wrong-120x40", WIDE,   "/ \"lamp\" enter / \"reykjavik_tga:PREL_oil\"", True),
    ("search-wrong-80x24",  USUAL,  "/ \"lamp_and_the_oil_of_the_keeper_class:>=SECRT\"", True),
    ("search-wrong-40x12",  NARROW, "/ \"lamp_tga:PREL\"", True),
    ("search-wrong-mono",   USUAL,  "/ \"lamp_tga:PREL_oil\"", Mono),
    ("search-none-80x24",   USUAL,  "/ \"no-such-place\" enter", True),
    ("facets-120x40",       WIDE,   "f j j", True),
    ("facets-80x24",        USUAL,  "f ] j j", True),
    ("facets-80x24-mono",   USUAL,  "f j x", Mono),
    ("facets-40x12",        NARROW, "f ] ] j", True),
    ("facets-20x5",         TINY,   "f j", True),
    ("facets-chosen-120x40", WIDE,  "/ \"lamp\" enter f j j enter ] ] ] x", True),
    ("search-none-120x40",  WIDE,   "/ \"no-such-place\" enter", True),
    ("like-120x40",         WIDE,   "J \"06ROME1733\" enter L j", True),
    ("complete-80x24",      USUAL,  "/ \"lamp_tag:P\" tab tab", True),
    ("complete-40x12",      NARROW, "/ \"tag:P\" tab backtab", True),
    ("complete-20x5",       TINY,   "/ \"tag:P\" tab", True),
    ("filters-120x40",      WIDE,   "/ \"lamp_class:>=U_-tag:ECON\" enter n n", True),
    ("filters-80x24",       USUAL,  "/ \"lamp_class:>=U_-tag:ECON\" enter j", True),
    ("filters-80x24-mono",  USUAL,  "/ \"lamp_class:>=U_-tag:ECON\" enter j", Mono),
    ("filters-40x12",       NARROW, "/ \"lamp_class:>=U_-tag:ECON\" enter j", True),
    ("filters-20x5",        TINY,   "/ \"lamp\" enter j", True),
    ("hits-80x24",          USUAL,  "/ \"lamp\" enter enter n n", True),
    ("hits-80x24-mono",     USUAL,  "/ \"lamp\" enter enter n n", Mono),
    ("hits-source-80x24",   USUAL,  "/ \"lamp\" enter enter 2 n n", True),
    ("hits-40x12",          NARROW, "/ \"lamp\" enter enter n n", True),
    ("hits-20x5",           TINY,   "/ \"lamp\" enter enter n", True),
    ("found-80x24",         USUAL,  "J \"06ROME1733\" enter enter / \"the\" enter n", True),
    ("list-120x40-mono",    WIDE,   "j", Mono),
    ("read-80x24-mono",     USUAL,  "J \"06ROME1733\" enter enter / \"the\" enter", Mono),
    ("source-80x24-mono",   USUAL,  "J \"06ROME1733\" enter enter 2 j j", Mono),
    ("list-80x24-sixteen",  USUAL,  "j", Sixteen),
    ("clock-120x40",        WIDE,   "d", True),
    ("clock-80x24",         USUAL,  "d o o o o o j", True),
    ("clock-40x12",         NARROW, "d", True),
    ("marks-120x40",        WIDE,   "J \"97ROME4410\" enter enter 5", True),
    ("marks-80x24",         USUAL,  "J \"06ROME1733\" enter enter 5", True),
    ("marks-80x24-mono",    USUAL,  "J \"06ROME1733\" enter enter 5 ]", Mono),
    ("marks-40x12",         NARROW, "J \"06ROME1733\" enter enter 5", True),
    ("marks-20x5",          TINY,   "J \"06ROME1733\" enter enter 5 j", True),
    // Every level, read and in the view of its markings.
    ("level-u-80x24",           USUAL, "J \"05VALLETTA1\" enter enter", True),
    ("level-sbu-80x24",         USUAL, "J \"24REYKJAVIK55\" enter enter", True),
    ("level-lou-80x24",         USUAL, "J \"88PORTMORESBY1460\" enter enter", True),
    ("level-r-80x24",           USUAL, "J \"08USNATO88\" enter enter", True),
    ("level-c-80x24",           USUAL, "J \"06STATE40117\" enter enter", True),
    ("level-s-80x24",           USUAL, "J \"13VALLETTA540\" enter enter", True),
    ("level-ts-80x24",          USUAL, "J \"74THEHAGUE6021\" enter enter", True),
    ("level-u-marks-80x24",     USUAL, "J \"05VALLETTA1\" enter enter 5", True),
    ("level-sbu-marks-80x24",   USUAL, "J \"24REYKJAVIK55\" enter enter 5", True),
    ("level-lou-marks-80x24",   USUAL, "J \"88PORTMORESBY1460\" enter enter 5", True),
    ("level-r-marks-80x24",     USUAL, "J \"08USNATO88\" enter enter 5", True),
    ("level-c-marks-80x24",     USUAL, "J \"06STATE40117\" enter enter 5", True),
    ("level-s-marks-80x24",     USUAL, "J \"13VALLETTA540\" enter enter 5", True),
    ("level-ts-marks-120x40",   WIDE,  "J \"74THEHAGUE6021\" enter enter 5 K", True),
    // Themes where there is room.
    ("light-marks-120x40",      WIDE,  "T J \"13VALLETTA540\" enter enter 5", True),
    ("light-256-120x40",        WIDE,  "T J \"74THEHAGUE6021\" enter enter", TwoFiftySix),
    ("dark-256-120x40",         WIDE,  "J \"74THEHAGUE6021\" enter enter", TwoFiftySix),
    ("contrast-120x40",         WIDE,  "T T J \"08USNATO88\" enter enter 5", True),
    ("sixteen-120x40",          WIDE,  "T T T J \"88PORTMORESBY1460\" enter enter", True),
    ("no-colour-120x40",        WIDE,  "T T T T J \"13VALLETTA540\" enter enter 5", True),
    ("light-120x40",        WIDE,   "T J \"06REYKJAVIK207\" enter enter", True),
    ("light-80x24-sixteen", USUAL,  "T J \"06ROME1733\" enter enter / \"the\" enter 2", Sixteen),
    ("contrast-80x24",      USUAL,  "T T J \"06ROME1733\" enter enter / \"the\" enter", True),
    ("no-colour-80x24",     USUAL,  "T T T T J \"06ROME1733\" enter enter", True),
];

/// A cable with tables, from its figures on and from where they are wider than the pane.
#[rustfmt::skip]
const TABLES: [(&str, (u16, u16), &str); 6] = [
    ("table-120x40",       WIDE,   "enter ] ] ]"),
    ("table-80x24",        USUAL,  "enter ] ]"),
    ("table-80x24-right",  USUAL,  "enter ] ] ] ] ] ] l l"),
    ("table-40x12",        NARROW, "enter ] ] ]"),
    ("table-40x12-right",  NARROW, "enter / \"served\" enter"),
    ("table-20x5",         TINY,   "enter / \"served\" enter"),
];

/// A cable of each level.
const LEVELS: [&str; 7] = [
    "05VALLETTA1",
    "24REYKJAVIK55",
    "88PORTMORESBY1460",
    "08USNATO88",
    "06STATE40117",
    "13VALLETTA540",
    "74THEHAGUE6021",
];

/// Themes, with the file for all levels in them and the keys that lead there from the first.
const THEMES: [(&str, &str); 5] = [
    ("levels-dark", ""),
    ("levels-light", "T"),
    ("levels-contrast", "T T"),
    ("levels-sixteen", "T T T"),
    ("levels-no-colour", "T T T T"),
];

fn drawn(size: (u16, u16), keys: &str, depth: ColourDepth) -> String {
    let mut stage = Stage::sample(size);
    stage.keys(keys);
    format!("{}x{}, {depth:?} colours, keys: {keys}\n\n{}", size.0, size.1, stage.screen(depth))
}

/// Compares what is drawn with the files of those names, or writes them.
fn check(screens: impl Iterator<Item = (&'static str, String)>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let update = std::env::var_os("UPDATE_SCREENS").is_some();
    let mut changed = Vec::new();
    for (name, screen) in screens {
        let file = folder.join(format!("{name}.txt"));
        let known = std::fs::read_to_string(&file).unwrap_or_default();
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &screen).unwrap();
        } else if known != screen {
            changed.push(format!("{name}: is now\n{screen}"));
        }
    }
    assert!(changed.is_empty(), "{} screens have changed\n\n{}", changed.len(), changed.join("\n"));
}

#[test]
fn screens_are_as_in_their_files() {
    check(SCENES.iter().map(|(name, size, keys, depth)| (*name, drawn(*size, keys, *depth))));
}

#[test]
fn tables_are_as_in_their_files() {
    let cable = include_str!("../cables/08ROME77.txt");
    check(TABLES.into_iter().map(|(name, size, keys)| {
        let mut stage = Stage::cable(cable, size);
        stage.keys(keys);
        (name, format!("{}x{}, keys: {keys}\n\n{}", size.0, size.1, stage.screen(True)))
    }));
}

#[test]
fn every_level_in_every_theme_is_as_in_its_file() {
    check(THEMES.into_iter().map(|(name, theme)| {
        let views =
            LEVELS.iter().flat_map(|cable| ["", " 5"].map(|view| format!("{theme} J \"{cable}\" enter enter{view}")));
        let screens: Vec<String> = views.map(|keys| drawn((48, 14), keys.trim(), True)).collect();
        (name, screens.join("\n"))
    }));
}

#[test]
fn every_file_belongs_to_a_screen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let scenes = SCENES.iter().map(|(known, ..)| *known).chain(TABLES.map(|(known, ..)| known));
        let known = scenes.chain(THEMES.map(|(known, _)| known)).any(|known| known == name);
        assert!(known, "{name} is no screen any more");
    }
}

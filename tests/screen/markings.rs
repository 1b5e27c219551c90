//! What a reader sees of markings, and where they lead.

use ratatui::style::Modifier;
use sipdis::app::rich::Role;
use sipdis::cable::Level;
use sipdis::config::ThemeName;
use sipdis::ui::{ColourDepth, Theme};

use crate::stage::Stage;

/// A banner that is too low, and markings in the words.
const LOW: &str = "\
VZCZCXRO0007
RR RUEHC
DE RUEHVT #0012/01 0031015
ZNY CCCCC ZZH
R 031015Z JAN 05
FM AMEMBASSY VALLETTA
TO SECSTATE WASHDC 0042
BT
C O N F I D E N T I A L VALLETTA 000012

SIPDIS

E.O. 12958: DECL: 01/03/2015
TAGS: ECON, MT
SUBJECT: LAMP OIL

1. (U) The keeper counted forty-one gulls, and wrote it down on the third page of the log that is kept in the tower.

2. (S/NF) The oil came from a ship without a name. The paper that lay beside it was marked (S//NF) on every page.

3. (C) Nobody has asked for it.

BT
#0012
NNNN
";

/// The style of the first cell of some words on the screen.
fn style_of(stage: &Stage, words: &str) -> ratatui::style::Style {
    let buffer = stage.buffer(ColourDepth::True);
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width);
    let found = rows.flat_map(|row| {
        // Every sign of these screens is one column wide, so columns and signs count the same.
        let letters: Vec<&str> = row.iter().map(|cell| cell.symbol()).collect();
        let wanted: Vec<String> = words.chars().map(String::from).collect();
        let at = letters.windows(wanted.len()).position(|here| here.iter().zip(&wanted).all(|(a, b)| a == b));
        at.and_then(|at| row.get(at)).map(|cell| cell.style())
    });
    found.last().unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{}", stage.letters()))
}

#[test]
fn markings_in_the_words_are_seen_when_reading_and_in_the_source() {
    let theme = Theme::new(ThemeName::default(), ColourDepth::True);
    let secret = theme.role(Role::Marking(Level::Secret));
    let mut stage = Stage::cable(LOW, (80, 40));
    assert_eq!(style_of(&stage, "(S//NF)").bg, secret.bg, "while reading");
    stage.keys("2");
    assert_eq!(style_of(&stage, "(S//NF)").bg, secret.bg, "in the source");
    assert_eq!(style_of(&stage, "C O N F I D").bg, theme.role(Role::Marking(Level::Confidential)).bg);
    assert!(!style_of(&stage, "SUBJECT").add_modifier.contains(Modifier::UNDERLINED));
}

#[test]
fn a_finding_leads_to_its_place() {
    let mut stage = Stage::cable(LOW, (80, 24));
    assert!(stage.letters().contains("Marks ▲"), "{}", stage.letters());
    stage.keys("5");
    let letters = stage.letters();
    assert!(letters.contains("▲ above the banner") && letters.contains("▲ portion-above-banner"), "{letters}");
    assert!(letters.contains("1 error"), "the line at the bottom counts:\n{letters}");
    stage.keys("] ] 2");
    assert!(stage.letters().contains("line 19"), "the cursor stands on the paragraph:\n{}", stage.letters());
    stage.keys("5 g ] ] enter");
    let letters = stage.letters();
    assert!(letters.contains("1 Read") && letters.contains("2.  (S/NF) The oil"), "{letters}");
}

#[test]
fn findings_are_gone_through_and_explained() {
    let mut stage = Stage::cable(LOW, (80, 24));
    stage.keys("5 G ]");
    assert!(stage.letters().contains("No finding stands below"));
    stage.keys("g [");
    assert!(stage.letters().contains("No finding stands above"));
    let explanation = "A portion is marked higher";
    assert!(!stage.letters().contains(explanation));
    stage.keys("g ] ] K");
    assert!(stage.letters().contains(explanation), "{}", stage.letters());
    stage.keys("2");
    assert!(stage.letters().contains("line 19"), "the cursor stayed on its row:\n{}", stage.letters());
}

#[test]
fn the_theme_changes_at_once_and_comes_back() {
    let mut stage = Stage::sample((80, 24));
    let first = stage.buffer(ColourDepth::True);
    let mut seen = vec![first.clone()];
    for name in ["light", "contrast", "16", "none"] {
        stage.keys("T");
        assert!(stage.letters().contains(&format!("Theme: {name}")));
        stage.keys("down up");
        let buffer = stage.buffer(ColourDepth::True);
        assert!(!seen.contains(&buffer), "{name}");
        seen.push(buffer);
    }
    stage.keys("T down up");
    assert_eq!(stage.buffer(ColourDepth::True), first);
}

#[test]
fn the_column_of_the_declassification_comes_and_goes() {
    let mut stage = Stage::sample((80, 24));
    let passed = "2016 passed";
    assert!(!stage.letters().contains(passed));
    stage.keys("d");
    assert!(stage.letters().contains(passed));
    stage.keys("d");
    assert!(!stage.letters().contains(passed));
}

//! The colours of levels: of banners and portion marks, and of a level's letters in the list.

use ratatui::style::Color;

use super::tones::{Ink, Row, ink};
use crate::cable::{Level, Marking};

/// The colours of a level. A banner's paper is the same in every theme: it is what people know it by.
pub(super) struct LevelInks {
    pub level: Level,
    /// Of the banner.
    pub paper: Ink,
    /// Of the words on it: black or white, whichever can be read better.
    pub ink: Ink,
    /// Of the letters in the list.
    pub letters: Row,
}

const WHITE: Ink = ink(0xff_ff_ff, Color::White);
const BLACK: Ink = ink(0x00_00_00, Color::Black);
/// White on the colour itself, but black on the one of the sixteen that stands for it.
const WHITE_OR_BLACK: Ink = ink(0xff_ff_ff, Color::Black);

const fn inks(level: Level, paper: Ink, on_paper: Ink, letters: Row) -> LevelInks {
    LevelInks { level, paper, ink: on_paper, letters }
}

/// The banners' colours are those of the Government's forms and labels (Standard Forms 703 to 710); LIMITED OFFICIAL USE
/// and RESTRICTED never had one, and theirs are our own choice.
#[rustfmt::skip]
pub(super) const LEVELS: &[LevelInks] = &[
    inks(Level::Unclassified,       ink(0x00_7a_33, Color::Green),   WHITE_OR_BLACK,
        [ink(0x56_c2_7e, Color::LightGreen),   ink(0x00_67_2b, Color::Black),   ink(0x87_ff_87, Color::LightGreen)]),
    inks(Level::Controlled,         ink(0x50_2b_85, Color::Magenta), WHITE,
        [ink(0xb3_92_f0, Color::LightMagenta), ink(0x50_2b_85, Color::Magenta), ink(0xd7_af_ff, Color::LightMagenta)]),
    inks(Level::LimitedOfficialUse, ink(0x5f_64_00, Color::Cyan),    WHITE_OR_BLACK,
        [ink(0xb5_c4_7a, Color::Cyan),         ink(0x4c_5a_1f, Color::Black),   ink(0xd7_ff_87, Color::Cyan)]),
    inks(Level::Restricted,         ink(0x7a_4b_00, Color::Gray),    WHITE_OR_BLACK,
        [ink(0xd9_a4_5b, Color::Gray),         ink(0x6d_43_00, Color::Black),   ink(0xff_c8_80, Color::Gray)]),
    inks(Level::Confidential,       ink(0x00_33_a0, Color::Blue),    WHITE,
        [ink(0x6c_b0_ff, Color::LightCyan),    ink(0x00_33_a0, Color::Blue),    ink(0x9f_d0_ff, Color::LightCyan)]),
    inks(Level::Secret,             ink(0xc8_10_2e, Color::Red),     WHITE,
        [ink(0xff_7b_7b, Color::LightRed),     ink(0xb0_0e_28, Color::Red),     ink(0xff_b0_a8, Color::LightRed)]),
    inks(Level::TopSecret,          ink(0xff_8c_00, Color::Yellow),  BLACK,
        [ink(0xff_a6_40, Color::LightYellow),  ink(0x8f_43_00, Color::Black),   ink(0xff_c0_60, Color::LightYellow)]),
];

/// TOP SECRET with one of these has the yellow of its own label.
const COMPARTMENTS: &[&str] = &["HCS", "SI", "TK", "RSV"];
const SCI_PAPER: Ink = ink(0xfc_e8_3a, Color::LightYellow);

/// Paper and ink of a banner.
pub(super) fn banner(marking: &Marking) -> Option<(Ink, Ink)> {
    let inks = LEVELS.iter().find(|inks| inks.level == marking.level)?;
    let in_compartment = marking.level == Level::TopSecret
        && marking.controls.iter().any(|c| COMPARTMENTS.iter().any(|name| c.name().split('-').next() == Some(name)));
    Some((if in_compartment { SCI_PAPER } else { inks.paper }, inks.ink))
}

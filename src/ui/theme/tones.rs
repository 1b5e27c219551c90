//! The colours of the themes: one table, a row a tone, a column a theme.

use ratatui::style::Color;

use crate::config::ThemeName;

/// A colour: in 24 bits, and which of the sixteen stands for it. The 256 are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    pub rgb: u32,
    pub ansi: Color,
}

pub(super) const fn ink(rgb: u32, ansi: Color) -> Ink {
    Ink { rgb, ansi }
}

/// What a colour is for. Papers are what words stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// The ground.
    Paper,
    /// Of the line at the top.
    BarPaper,
    /// Of the row that is selected.
    SelectedPaper,
    /// Under words that were taken out.
    RedactionPaper,
    /// Under words that were found, and under those of them where the reader is.
    HitPaper,
    NowPaper,
    /// Under the program's name.
    BadgePaper,
    Text,
    /// Words that matter more, and less.
    Bright,
    Dim,
    /// Frames; never words.
    Faint,
    /// Keys, links, what is chosen.
    Accent,
    /// What is odd or wrong.
    Warning,
    Hit,
    Now,
    Badge,
    Redaction,
    Hostile,
    /// Families of source lines.
    Wire,
    Address,
    Handling,
    Field,
}

/// Inks of the themes that have their own: dark, light, high contrast.
pub(super) type Row = [Ink; 3];

#[rustfmt::skip]
pub(super) const TONES: &[(Tone, Row)] = &[
    (Tone::Paper,          [ink(0x0f_14_19, Color::Black),        ink(0xff_ff_ff, Color::White),       ink(0x00_00_00, Color::Black)]),
    (Tone::BarPaper,       [ink(0x1f_2a_37, Color::Black),        ink(0xe8_ec_f0, Color::Gray),        ink(0x00_00_00, Color::Black)]),
    (Tone::SelectedPaper,  [ink(0x1c_2b_3d, Color::Blue),         ink(0xe2_ed_fb, Color::Gray),        ink(0x00_2a_5c, Color::Blue)]),
    (Tone::RedactionPaper, [ink(0x2b_33_3d, Color::Black),        ink(0xd8_de_e4, Color::Gray),        ink(0x30_30_30, Color::Black)]),
    (Tone::HitPaper,       [ink(0x6b_4c_00, Color::Cyan),         ink(0xff_f3_b0, Color::LightYellow), ink(0xff_ff_00, Color::LightYellow)]),
    (Tone::NowPaper,       [ink(0xf0_a0_20, Color::LightYellow),  ink(0xff_d2_4d, Color::Black),       ink(0xff_ff_ff, Color::White)]),
    (Tone::BadgePaper,     [ink(0x58_a6_ff, Color::LightCyan),    ink(0x05_50_ae, Color::Blue),        ink(0x7f_d4_ff, Color::LightCyan)]),
    (Tone::Text,           [ink(0xc9_d1_d9, Color::White),        ink(0x1f_23_28, Color::Black),       ink(0xff_ff_ff, Color::White)]),
    (Tone::Bright,         [ink(0xf0_f4_f8, Color::White),        ink(0x00_00_00, Color::Black),       ink(0xff_ff_ff, Color::White)]),
    (Tone::Dim,            [ink(0x9b_a5_b0, Color::Gray),         ink(0x59_62_6b, Color::Black),       ink(0xd8_d8_d8, Color::White)]),
    (Tone::Faint,          [ink(0x3d_47_53, Color::DarkGray),     ink(0xb0_b8_c0, Color::DarkGray),    ink(0x9a_9a_9a, Color::Gray)]),
    (Tone::Accent,         [ink(0x58_a6_ff, Color::LightCyan),    ink(0x05_50_ae, Color::Blue),        ink(0x7f_d4_ff, Color::LightCyan)]),
    (Tone::Warning,        [ink(0xf0_a0_20, Color::LightYellow),  ink(0x8a_4b_00, Color::Red),         ink(0xff_d7_5f, Color::LightYellow)]),
    (Tone::Hit,            [ink(0xff_ff_ff, Color::Black),        ink(0x00_00_00, Color::Black),       ink(0x00_00_00, Color::Black)]),
    (Tone::Now,            [ink(0x00_00_00, Color::Black),        ink(0x00_00_00, Color::LightYellow), ink(0x00_00_00, Color::Black)]),
    (Tone::Badge,          [ink(0x00_00_00, Color::Black),        ink(0xff_ff_ff, Color::White),       ink(0x00_00_00, Color::Black)]),
    (Tone::Redaction,      [ink(0xa3_ad_b8, Color::Gray),         ink(0x4d_55_5e, Color::Black),       ink(0xff_ff_ff, Color::White)]),
    (Tone::Hostile,        [ink(0xe0_8a_d8, Color::LightMagenta), ink(0x9a_1d_8a, Color::Magenta),     ink(0xff_af_ff, Color::LightMagenta)]),
    (Tone::Wire,           [ink(0x7a_b8_a8, Color::Cyan),         ink(0x0b_5f_52, Color::Blue),        ink(0x87_ff_d7, Color::LightCyan)]),
    (Tone::Address,        [ink(0x8a_bf_f0, Color::LightCyan),    ink(0x05_50_ae, Color::Blue),        ink(0xaf_d7_ff, Color::LightCyan)]),
    (Tone::Handling,       [ink(0xe0_b0_60, Color::LightYellow),  ink(0x7a_45_00, Color::Red),         ink(0xff_d7_5f, Color::LightYellow)]),
    (Tone::Field,          [ink(0xb7_a0_e8, Color::LightMagenta), ink(0x5b_32_a8, Color::Magenta),     ink(0xd7_c7_ff, Color::LightMagenta)]),
];

/// The column of a theme. Those that have no inks of their own take the dark ones, as the sixteen or not at all.
pub(super) fn of(row: &Row, theme: ThemeName) -> Ink {
    let [dark, light, contrast] = *row;
    match theme {
        ThemeName::Light => light,
        ThemeName::Contrast => contrast,
        ThemeName::Dark | ThemeName::Sixteen | ThemeName::None => dark,
    }
}

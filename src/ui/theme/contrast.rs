//! Tests that words can be read: the contrast of every text role on every paper it can stand on, in every theme, in
//! every number of colours, after WCAG 2.

use ratatui::style::{Color, Style};

use super::depth::STEPS;
use super::*;

/// What WCAG asks of text (level AA), and what it asks at most (AAA): the theme for high contrast keeps that.
const ENOUGH: f64 = 4.5;
const HIGH: f64 = 7.0;

/// The sixteen as xterm shows them where nobody has set others.
#[rustfmt::skip]
const XTERM: [u32; 16] = [
    0x00_00_00, 0xcd_00_00, 0x00_cd_00, 0xcd_cd_00, 0x00_00_ee, 0xcd_00_cd, 0x00_cd_cd, 0xe5_e5_e5,
    0x7f_7f_7f, 0xff_00_00, 0x00_ff_00, 0xff_ff_00, 0x5c_5c_ff, 0xff_00_ff, 0x00_ff_ff, 0xff_ff_ff,
];

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// A colour as the terminal mixes it.
fn mixed(colour: Color) -> [u8; 3] {
    match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(n @ 232..) => [8 + (n - 232) * 10; 3],
        Color::Indexed(n) => [36, 6, 1].map(|side| STEPS[usize::from((n - 16) / side % 6)]),
        named => {
            let at = NAMED.iter().position(|known| *known == named).expect("a colour of the sixteen");
            let [_, r, g, b] = XTERM[at].to_be_bytes();
            [r, g, b]
        }
    }
}

/// Contrast of two colours: 1 for the same, 21 for black and white.
fn contrast(a: Color, b: Color) -> f64 {
    let light = |colour: Color| {
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = mixed(colour).map(part);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Contrast of the ink and the paper of a style that has both.
fn of(style: Style) -> f64 {
    contrast(style.fg.expect("an ink"), style.bg.expect("a paper"))
}

const COLOURED: [ThemeName; 4] = [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast, ThemeName::Sixteen];
const DEPTHS: [ColourDepth; 3] = [ColourDepth::Sixteen, ColourDepth::TwoFiftySix, ColourDepth::True];

fn themes() -> impl Iterator<Item = Theme> {
    COLOURED.into_iter().flat_map(|name| DEPTHS.into_iter().map(move |depth| Theme::new(name, depth)))
}

#[test]
fn black_and_white_have_the_most() {
    assert!((contrast(Color::Black, Color::White) - 21.0).abs() < 1e-9);
    assert!((contrast(Color::Rgb(0x77, 0x77, 0x77), Color::White) - 4.48).abs() < 0.01);
    assert_eq!(mixed(Color::Indexed(67)), [95, 135, 175]);
}

#[test]
fn words_can_be_read_on_every_paper_in_every_theme() {
    for theme in themes() {
        let least = if theme == Theme::new(ThemeName::Contrast, ColourDepth::True) { HIGH } else { ENOUGH };
        for row in [Look::Base, Look::Selected, Look::Bar] {
            let paper = theme.look(Look::Base).patch(theme.look(row));
            let looks = LOOKS.iter().map(|(look, _)| (format!("{look:?}"), theme.look(*look)));
            let roles = ROLES.iter().map(|(role, _)| (format!("{role:?}"), theme.role(*role)));
            let letters = Level::ALL.map(|level| (format!("letters {level:?}"), theme.level_letters(level)));
            // Frames are no words.
            for (name, style) in looks.chain(roles).chain(letters).filter(|(name, _)| name != "Frame") {
                let had = of(theme.over(paper, style));
                assert!(had >= least, "{name} on {row:?} in {theme:?}: {had:.2}");
            }
        }
        let frame = theme.over(theme.look(Look::Base), theme.look(Look::Frame));
        assert!(of(frame) >= 1.5, "frames are seen in {theme:?}");
    }
}

#[test]
fn banners_are_lettered_in_black_or_white_by_the_better_contrast() {
    for theme in themes() {
        for level in Level::ALL {
            let mut marking = Marking::plain(level);
            for _ in 0..2 {
                let style = theme.banner(&marking);
                let paper = style.bg.expect("a paper");
                let best = contrast(Color::Black, paper).max(contrast(Color::White, paper));
                // The nearest of 256 may lie so that black and white are nearly as good.
                assert!(of(style) >= ENOUGH && of(style) >= best - 0.2, "{level:?} in {theme:?}: {:.2}", of(style));
                marking.controls.push(crate::cable::Control("SI".into()));
            }
        }
    }
}

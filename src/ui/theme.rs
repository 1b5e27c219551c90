//! How things look: a table of looks, in colours as good as the terminal has them.
//!
//! Colour is never the only sign. Without colours the attributes of the last column carry what has to be told apart, and
//! the words and marks that always stand beside a colour do the rest.

use ratatui::style::{Color, Modifier, Style};

use crate::app::rich::{Family, Role};
use crate::cable::{Level, Marking};

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None, or none are wanted: attributes only.
    None,
    /// The sixteen of old terminals, in whatever shades the user has set.
    Sixteen,
    /// The 256 of xterm.
    TwoFiftySix,
    /// 24 bits.
    True,
}

/// What is drawn, beside the roles of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Everything that has no look of its own.
    Base,
    /// The line at the top.
    Bar,
    /// The program's name in it.
    Badge,
    /// The sources' name in it.
    Title,
    /// Counts in it.
    BarNote,
    /// The frame of a pane, and of the one that has the keys.
    Frame,
    /// The same with the keys.
    FrameFocused,
    /// The name in a frame.
    FrameTitle,
    /// The name in the frame that has the keys.
    FrameTitleFocused,
    /// The view that is shown, among the others.
    ViewChosen,
    /// The row that is selected.
    Selected,
    /// The sign before it.
    Marker,
    /// Dates in the list.
    Date,
    /// A key in the line of hints.
    HintKey,
    /// What it does.
    Hint,
    /// What the program says.
    Notice,
    /// A place that was found.
    Hit,
    /// The one of them that the reader is at.
    HitCurrent,
}

/// A colour: in 24 bits, and the number of the nearest of the sixteen; 256 are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ink {
    rgb: u32,
    ansi: Color,
}

const fn ink(rgb: u32, ansi: Color) -> Option<Ink> {
    Some(Ink { rgb, ansi })
}

const PAPER: Option<Ink> = ink(0x0f_14_19, Color::Reset);
const TEXT: Option<Ink> = ink(0xc9_d1_d9, Color::Reset);
const BRIGHT: Option<Ink> = ink(0xf0_f4_f8, Color::Reset);
const DIM: Option<Ink> = ink(0x84_8f_9c, Color::DarkGray);
const FAINT: Option<Ink> = ink(0x3d_47_53, Color::DarkGray);
const ACCENT: Option<Ink> = ink(0x58_a6_ff, Color::LightBlue);
const AMBER: Option<Ink> = ink(0xf0_a0_20, Color::LightYellow);
const BAR: Option<Ink> = ink(0x1f_2a_37, Color::Reset);
const RAISED: Option<Ink> = ink(0x2b_33_3d, Color::DarkGray);
const BLACK: Option<Ink> = ink(0x00_00_00, Color::Black);
const NO: Option<Ink> = None;

const PLAIN: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const FADED: Modifier = Modifier::DIM;
const ITALIC: Modifier = Modifier::ITALIC;
const UNDER: Modifier = Modifier::UNDERLINED;
const TURNED: Modifier = Modifier::REVERSED;

/// A row of a table of looks: ink, paper, attributes with colours, attributes without.
type Paint = (Option<Ink>, Option<Ink>, Modifier, Modifier);

#[rustfmt::skip]
const LOOKS: &[(Look, Paint)] = &[
    (Look::Base,              (TEXT,   PAPER,  PLAIN, PLAIN)),
    (Look::Bar,               (TEXT,   BAR,    PLAIN, PLAIN)),
    (Look::Badge,             (BLACK,  ACCENT, BOLD,  TURNED.union(BOLD))),
    (Look::Title,             (BRIGHT, BAR,    BOLD,  BOLD)),
    (Look::BarNote,           (DIM,    BAR,    PLAIN, PLAIN)),
    (Look::Frame,             (FAINT,  NO,     PLAIN, PLAIN)),
    (Look::FrameFocused,      (ACCENT, NO,     PLAIN, BOLD)),
    (Look::FrameTitle,        (DIM,    NO,     PLAIN, PLAIN)),
    (Look::FrameTitleFocused, (BRIGHT, NO,     BOLD,  BOLD)),
    (Look::ViewChosen,        (ACCENT, NO,     BOLD,  UNDER)),
    (Look::Selected,          (BRIGHT, ink(0x1c_2b_3d, Color::DarkGray), BOLD, BOLD)),
    (Look::Marker,            (ACCENT, NO,     BOLD,  BOLD)),
    (Look::Date,              (DIM,    NO,     PLAIN, PLAIN)),
    (Look::HintKey,           (TEXT,   NO,     BOLD,  BOLD)),
    (Look::Hint,              (DIM,    NO,     PLAIN, PLAIN)),
    (Look::Notice,            (AMBER,  NO,     PLAIN, PLAIN)),
    (Look::Hit,               (BRIGHT, ink(0x7d_5a_00, Color::Yellow), PLAIN, UNDER)),
    (Look::HitCurrent,        (BLACK,  AMBER,  BOLD,  TURNED)),
];

#[rustfmt::skip]
const ROLES: &[(Role, Paint)] = &[
    (Role::Plain,     (NO,     NO,     PLAIN, PLAIN)),
    (Role::Strong,    (BRIGHT, NO,     BOLD,  BOLD)),
    (Role::Dim,       (DIM,    NO,     PLAIN, PLAIN)),
    (Role::Label,     (DIM,    NO,     PLAIN, PLAIN)),
    (Role::Heading,   (BRIGHT, NO,     BOLD,  BOLD)),
    (Role::Key,       (ACCENT, NO,     PLAIN, BOLD)),
    (Role::Link,      (ACCENT, NO,     PLAIN, UNDER)),
    (Role::Warning,   (AMBER,  NO,     PLAIN, BOLD)),
    (Role::Redaction, (ink(0xa3_ad_b8, Color::Gray), RAISED, PLAIN, FADED)),
    (Role::Hostile,   (ink(0xe0_8a_d8, Color::LightMagenta), NO, TURNED, TURNED)),
    (Role::Source(Family::Wire),     (ink(0x7a_b8_a8, Color::Cyan),         NO, PLAIN, PLAIN)),
    (Role::Source(Family::Address),  (ink(0x8a_bf_f0, Color::LightBlue),    NO, PLAIN, PLAIN)),
    (Role::Source(Family::Handling), (ink(0xe0_b0_60, Color::LightYellow),  NO, BOLD,  BOLD)),
    (Role::Source(Family::Field),    (ink(0xb7_a0_e8, Color::LightMagenta), NO, PLAIN, PLAIN)),
    (Role::Source(Family::Body),     (NO,  NO, PLAIN, PLAIN)),
    (Role::Source(Family::Noise),    (DIM, NO, ITALIC, FADED)),
];

/// The colours of a level: of its banner, ink and paper, and of its letters on the dark of the list.
///
/// The banners' are those of the Government's forms and labels; LIMITED OFFICIAL USE and RESTRICTED never had one, and
/// theirs are our own choice.
struct LevelInks {
    level: Level,
    paper: Option<Ink>,
    ink: Option<Ink>,
    letters: Option<Ink>,
}

const WHITE: Option<Ink> = ink(0xff_ff_ff, Color::White);

const fn inks(level: Level, paper: Option<Ink>, on_paper: Option<Ink>, letters: Option<Ink>) -> LevelInks {
    LevelInks { level, paper, ink: on_paper, letters }
}

#[rustfmt::skip]
const LEVELS: &[LevelInks] = &[
    inks(Level::Unclassified,       ink(0x00_7a_33, Color::Green),    WHITE, ink(0x56_c2_7e, Color::LightGreen)),
    inks(Level::Controlled,         ink(0x50_2b_85, Color::Magenta),  WHITE, ink(0xb3_92_f0, Color::LightMagenta)),
    inks(Level::LimitedOfficialUse, ink(0x5b_6b_2f, Color::Cyan),     WHITE, ink(0xb5_c4_7a, Color::LightCyan)),
    inks(Level::Restricted,         ink(0x7a_4b_00, Color::DarkGray), WHITE, ink(0xd9_a4_5b, Color::Gray)),
    inks(Level::Confidential,       ink(0x00_33_a0, Color::Blue),     WHITE, ink(0x6c_b0_ff, Color::LightBlue)),
    inks(Level::Secret,             ink(0xc8_10_2e, Color::Red),      WHITE, ink(0xff_7b_7b, Color::LightRed)),
    inks(Level::TopSecret,          ink(0xff_8c_00, Color::Yellow),   BLACK, ink(0xff_a6_40, Color::LightYellow)),
];

/// TOP SECRET with one of these has the yellow of its own label.
const COMPARTMENTS: &[&str] = &["HCS", "SI", "TK", "RSV"];
const SCI_PAPER: Option<Ink> = ink(0xfc_e8_3a, Color::LightYellow);

/// Looks and roles in the colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    depth: ColourDepth,
}

impl Theme {
    /// The dark theme for so many colours.
    pub fn new(depth: ColourDepth) -> Self {
        Theme { depth }
    }

    /// Whether there are colours at all; without them signs take their place.
    pub fn has_colours(&self) -> bool {
        self.depth > ColourDepth::None
    }

    /// The style of a look.
    pub fn look(&self, look: Look) -> Style {
        LOOKS.iter().find(|(of, _)| *of == look).map_or(Style::new(), |(_, paint)| self.style(*paint))
    }

    /// The style of a role. It says nothing about the paper where it has none of its own, so it can be laid over a row.
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Marking(level) => self.banner(&Marking::plain(level)),
            _ => ROLES.iter().find(|(of, _)| *of == role).map_or(Style::new(), |(_, paint)| self.style(*paint)),
        }
    }

    /// The style of a banner, and of portion marks.
    pub fn banner(&self, marking: &Marking) -> Style {
        let Some(inks) = LEVELS.iter().find(|inks| inks.level == marking.level) else { return Style::new() };
        let in_compartment = marking.level == Level::TopSecret
            && marking
                .controls
                .iter()
                .any(|c| COMPARTMENTS.iter().any(|name| c.name().split('-').next() == Some(name)));
        let paper = if in_compartment { SCI_PAPER } else { inks.paper };
        self.style((inks.ink, paper, BOLD, BOLD.union(TURNED)))
    }

    /// The style of the bar that stands before a level in the list.
    pub fn level_bar(&self, level: Level) -> Style {
        let paper = LEVELS.iter().find(|inks| inks.level == level).and_then(|inks| inks.paper);
        self.style((paper, NO, PLAIN, PLAIN))
    }

    /// The style of a level's letters in the list.
    pub fn level_letters(&self, level: Level) -> Style {
        let letters = LEVELS.iter().find(|inks| inks.level == level).and_then(|inks| inks.letters);
        self.style((letters, NO, BOLD, BOLD))
    }

    fn style(&self, (ink, paper, with, without): Paint) -> Style {
        if self.depth == ColourDepth::None {
            return Style::new().add_modifier(without);
        }
        let mut style = Style::new().add_modifier(with);
        style.fg = ink.map(|ink| self.colour(ink));
        style.bg = paper.map(|ink| self.colour(ink));
        style
    }

    fn colour(&self, Ink { rgb, ansi }: Ink) -> Color {
        let [_, r, g, b] = rgb.to_be_bytes();
        match self.depth {
            ColourDepth::True => Color::Rgb(r, g, b),
            ColourDepth::TwoFiftySix => Color::Indexed(nearest(r, g, b)),
            _ => ansi,
        }
    }
}

/// The nearest of xterm's colours 16 to 255: a cube of six steps a side, and 24 greys.
fn nearest(r: u8, g: u8, b: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |v: u8| (0..6u8).min_by_key(|&n| STEPS.get(usize::from(n)).map(|s| s.abs_diff(v))).unwrap_or(0);
    let value = |n: u8| STEPS.get(usize::from(n)).copied().unwrap_or(0);
    let (cr, cg, cb) = (step(r), step(g), step(b));
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey = u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(0);
    let far = |(x, y, z): (u8, u8, u8)| {
        let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        square(x, r) + square(y, g) + square(z, b)
    };
    let shade = 8 + grey * 10;
    let in_cube = far((value(cr), value(cg), value(cb)));
    if far((shade, shade, shade)) < in_cube { 232 + grey } else { 16 + 36 * cr + 6 * cg + cb }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours after WCAG 2: 1 for the same, 21 for black and white.
    fn contrast(a: u32, b: u32) -> f64 {
        let light = |rgb: u32| {
            let part = |v: u8| {
                let v = f64::from(v) / 255.0;
                if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            let [_, r, g, b] = rgb.to_be_bytes();
            0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
        };
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_can_be_read_on_their_paper() {
        let rows = LOOKS.iter().map(|(look, paint)| (format!("{look:?}"), *paint));
        let rows = rows.chain(ROLES.iter().map(|(role, paint)| (format!("{role:?}"), *paint)));
        let levels = LEVELS.iter().map(|l| (format!("{:?}", l.level), (l.ink, l.paper, PLAIN, PLAIN)));
        let letters = LEVELS.iter().map(|l| (format!("{:?} letters", l.level), (l.letters, PAPER, PLAIN, PLAIN)));
        for (name, (ink, paper, ..)) in rows.chain(levels).chain(letters) {
            let (ink, paper) = (ink.or(TEXT).unwrap().rgb, paper.or(PAPER).unwrap().rgb);
            // Frames only part what stands apart already.
            let least = if name == "Frame" { 1.5 } else { 4.0 };
            assert!(contrast(ink, paper) >= least, "{name}: {:.1}", contrast(ink, paper));
        }
    }

    #[test]
    fn every_look_role_and_level_has_one_row() {
        for (n, (look, _)) in LOOKS.iter().enumerate() {
            assert_eq!(LOOKS.iter().position(|(other, _)| other == look), Some(n));
        }
        for (n, (role, _)) in ROLES.iter().enumerate() {
            assert_eq!(ROLES.iter().position(|(other, _)| other == role), Some(n));
        }
        for level in Level::ALL {
            assert_eq!(LEVELS.iter().filter(|inks| inks.level == level).count(), 1);
        }
    }

    #[test]
    fn without_colours_nothing_has_a_colour() {
        let theme = Theme::new(ColourDepth::None);
        for style in LOOKS.iter().map(|(l, _)| theme.look(*l)).chain(ROLES.iter().map(|(r, _)| theme.role(*r))) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_eq!(theme.banner(&Marking::plain(Level::Secret)), Style::new().bold().reversed());
    }

    #[test]
    fn the_nearest_of_256() {
        assert_eq!([nearest(0, 0, 0), nearest(255, 255, 255), nearest(255, 0, 0)], [16, 231, 196]);
        assert_eq!(nearest(0x80, 0x80, 0x80), 244);
        assert_eq!(nearest(0x0f, 0x14, 0x19), 233);
    }

    #[test]
    fn a_compartment_has_its_own_banner() {
        let theme = Theme::new(ColourDepth::True);
        let mut marking = Marking::plain(Level::TopSecret);
        assert_eq!(theme.banner(&marking).bg, Some(Color::Rgb(0xff, 0x8c, 0)));
        marking.controls.push(crate::cable::Control("SI-G".into()));
        assert_eq!(theme.banner(&marking).bg, Some(Color::Rgb(0xfc, 0xe8, 0x3a)));
    }
}

//! How things look: a table of looks and one of roles, in the colours of a theme, as good as the terminal has them.
//!
//! Colour is never the only sign. Without colours the attributes of the last column carry what has to be told apart, and
//! the words and marks that always stand beside a colour do the rest.

#[cfg(test)]
mod contrast;
mod depth;
mod levels;
mod tones;

use ratatui::style::{Modifier, Style};

use crate::app::rich::{Family, Role};
use crate::cable::{Level, Marking};
use crate::config::ThemeName;
pub use depth::ColourDepth;
use levels::LEVELS;
use tones::{Ink, TONES, Tone};

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
    /// The same where something could not be read.
    BarNotice,
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
    /// A filter in the line at the top.
    Chip,
    /// What cannot be read of a query.
    Wrong,
}

const PLAIN: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const FADED: Modifier = Modifier::DIM;
const ITALIC: Modifier = Modifier::ITALIC;
const UNDER: Modifier = Modifier::UNDERLINED;
const TURNED: Modifier = Modifier::REVERSED;

/// A row of a table of looks: ink, paper, attributes with colours, attributes without.
type Paint = (Option<Tone>, Option<Tone>, Modifier, Modifier);

const NO: Option<Tone> = None;

const fn ink(tone: Tone) -> Option<Tone> {
    Some(tone)
}

#[rustfmt::skip]
const LOOKS: &[(Look, Paint)] = &[
    (Look::Base,              (ink(Tone::Text),    ink(Tone::Paper),         PLAIN, PLAIN)),
    (Look::Bar,               (ink(Tone::Text),    ink(Tone::BarPaper),      PLAIN, PLAIN)),
    (Look::Badge,             (ink(Tone::Badge),   ink(Tone::BadgePaper),    BOLD,  TURNED.union(BOLD))),
    (Look::Title,             (ink(Tone::Bright),  ink(Tone::BarPaper),      BOLD,  BOLD)),
    (Look::BarNote,           (ink(Tone::Dim),     ink(Tone::BarPaper),      PLAIN, PLAIN)),
    (Look::BarNotice,         (ink(Tone::Warning), ink(Tone::BarPaper),      PLAIN, PLAIN)),
    (Look::Frame,             (ink(Tone::Faint),   NO,                       PLAIN, PLAIN)),
    (Look::FrameFocused,      (ink(Tone::Accent),  NO,                       PLAIN, BOLD)),
    (Look::FrameTitle,        (ink(Tone::Dim),     NO,                       PLAIN, PLAIN)),
    (Look::FrameTitleFocused, (ink(Tone::Bright),  NO,                       BOLD,  BOLD)),
    (Look::ViewChosen,        (ink(Tone::Accent),  NO,                       BOLD,  UNDER)),
    (Look::Selected,          (ink(Tone::Bright),  ink(Tone::SelectedPaper), BOLD,  BOLD)),
    (Look::Marker,            (ink(Tone::Accent),  NO,                       BOLD,  BOLD)),
    (Look::Date,              (ink(Tone::Dim),     NO,                       PLAIN, PLAIN)),
    (Look::HintKey,           (ink(Tone::Text),    NO,                       BOLD,  BOLD)),
    (Look::Hint,              (ink(Tone::Dim),     NO,                       PLAIN, PLAIN)),
    (Look::Notice,            (ink(Tone::Warning), NO,                       PLAIN, PLAIN)),
    (Look::Hit,               (ink(Tone::Hit),     ink(Tone::HitPaper),      PLAIN, UNDER)),
    (Look::HitCurrent,        (ink(Tone::Now),     ink(Tone::NowPaper),      BOLD,  TURNED)),
    (Look::Chip,              (ink(Tone::Accent),  ink(Tone::Paper),         PLAIN, PLAIN)),
    (Look::Wrong,             (ink(Tone::Warning), NO,                       UNDER, UNDER)),
];

#[rustfmt::skip]
const ROLES: &[(Role, Paint)] = &[
    (Role::Plain,     (NO,                   NO,                        PLAIN,  PLAIN)),
    (Role::Strong,    (ink(Tone::Bright),    NO,                        BOLD,   BOLD)),
    (Role::Dim,       (ink(Tone::Dim),       NO,                        PLAIN,  PLAIN)),
    (Role::Label,     (ink(Tone::Dim),       NO,                        PLAIN,  PLAIN)),
    (Role::Heading,   (ink(Tone::Bright),    NO,                        BOLD,   BOLD)),
    (Role::Key,       (ink(Tone::Accent),    NO,                        PLAIN,  BOLD)),
    (Role::Link,      (ink(Tone::Accent),    NO,                        PLAIN,  UNDER)),
    (Role::Warning,   (ink(Tone::Warning),   NO,                        PLAIN,  BOLD)),
    (Role::Control,   (ink(Tone::Handling),  NO,                        BOLD,   BOLD)),
    (Role::Uncertain, (ink(Tone::Handling),  NO,                        UNDER,  UNDER)),
    (Role::Redaction, (ink(Tone::Redaction), ink(Tone::RedactionPaper), PLAIN,  FADED)),
    (Role::Hostile,   (ink(Tone::Hostile),   NO,                        TURNED, TURNED)),
    (Role::Source(Family::Wire),     (ink(Tone::Wire),     NO, PLAIN,  PLAIN)),
    (Role::Source(Family::Address),  (ink(Tone::Address),  NO, PLAIN,  PLAIN)),
    (Role::Source(Family::Handling), (ink(Tone::Handling), NO, BOLD,   BOLD)),
    (Role::Source(Family::Field),    (ink(Tone::Field),    NO, PLAIN,  PLAIN)),
    (Role::Source(Family::Body),     (NO,                  NO, PLAIN,  PLAIN)),
    (Role::Source(Family::Noise),    (ink(Tone::Dim),      NO, ITALIC, FADED)),
];

/// Looks and roles in the colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    depth: ColourDepth,
}

impl Theme {
    /// A theme for a terminal with so many colours. The themes `16` and `none` use no more than they say.
    pub fn new(name: ThemeName, depth: ColourDepth) -> Self {
        let most = match name {
            ThemeName::None => ColourDepth::None,
            ThemeName::Sixteen => ColourDepth::Sixteen,
            ThemeName::Dark | ThemeName::Light | ThemeName::Contrast => ColourDepth::True,
        };
        Theme { name, depth: depth.min(most) }
    }

    /// Whether there are colours at all; without them signs take their place.
    pub fn has_colours(&self) -> bool {
        self.depth > ColourDepth::None
    }

    /// The style of a look.
    pub fn look(&self, look: Look) -> Style {
        LOOKS.iter().find(|(of, _)| *of == look).map_or(Style::new(), |(_, paint)| self.paint(*paint))
    }

    /// The style of a role. It says nothing about the paper where it has none of its own, so it can be laid over a row.
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Marking(level) => self.banner(&Marking::plain(level)),
            _ => ROLES.iter().find(|(of, _)| *of == role).map_or(Style::new(), |(_, paint)| self.paint(*paint)),
        }
    }

    /// The style of a banner, and of portion marks.
    pub fn banner(&self, marking: &Marking) -> Style {
        let Some((paper, ink)) = levels::banner(marking) else { return Style::new() };
        self.style(Some(ink), Some(paper), BOLD, BOLD.union(TURNED))
    }

    /// The style of the bar that stands before a level in the list.
    pub fn level_bar(&self, level: Level) -> Style {
        let paper = LEVELS.iter().find(|inks| inks.level == level).map(|inks| inks.paper);
        self.style(paper, None, PLAIN, PLAIN)
    }

    /// The style of a level's letters in the list.
    pub fn level_letters(&self, level: Level) -> Style {
        let letters = LEVELS.iter().find(|inks| inks.level == level).map(|inks| tones::of(&inks.letters, self.name));
        self.style(letters, None, BOLD, BOLD)
    }

    /// A style laid over a row. Of sixteen colours not every one can be read on a coloured row, so there the row's ink
    /// holds for whatever has no paper of its own.
    pub fn over(&self, row: Style, style: Style) -> Style {
        let coloured = row.bg.is_some() && row.bg != self.look(Look::Base).bg;
        let keeps = self.depth == ColourDepth::Sixteen && coloured && style.bg.is_none();
        row.patch(if keeps { Style { fg: None, ..style } } else { style })
    }

    fn paint(&self, (ink, paper, with, without): Paint) -> Style {
        let find = |tone: Tone| TONES.iter().find(|(of, _)| *of == tone).map(|(_, row)| tones::of(row, self.name));
        self.style(ink.and_then(find), paper.and_then(find), with, without)
    }

    fn style(&self, ink: Option<Ink>, paper: Option<Ink>, with: Modifier, without: Modifier) -> Style {
        if self.depth == ColourDepth::None {
            return Style::new().add_modifier(without);
        }
        let mut style = Style::new().add_modifier(with);
        style.fg = ink.map(|ink| depth::colour(self.depth, ink));
        style.bg = paper.map(|ink| depth::colour(self.depth, ink));
        style
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn every_look_role_tone_and_level_has_one_row() {
        for (n, (look, _)) in LOOKS.iter().enumerate() {
            assert_eq!(LOOKS.iter().position(|(other, _)| other == look), Some(n));
        }
        for (n, (role, _)) in ROLES.iter().enumerate() {
            assert_eq!(ROLES.iter().position(|(other, _)| other == role), Some(n));
        }
        for (n, (tone, _)) in TONES.iter().enumerate() {
            assert_eq!(TONES.iter().position(|(other, _)| other == tone), Some(n));
        }
        for level in Level::ALL {
            assert_eq!(LEVELS.iter().filter(|inks| inks.level == level).count(), 1);
        }
    }

    #[test]
    fn without_colours_nothing_has_a_colour() {
        for name in ThemeName::ALL {
            let theme = Theme::new(name, ColourDepth::None);
            for style in LOOKS.iter().map(|(l, _)| theme.look(*l)).chain(ROLES.iter().map(|(r, _)| theme.role(*r))) {
                assert_eq!((style.fg, style.bg), (None, None));
            }
            assert_eq!(theme.banner(&Marking::plain(Level::Secret)), Style::new().bold().reversed());
        }
        assert!(!Theme::new(ThemeName::None, ColourDepth::True).has_colours());
    }

    #[test]
    fn a_compartment_has_its_own_banner_in_every_theme() {
        for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
            let theme = Theme::new(name, ColourDepth::True);
            let mut marking = Marking::plain(Level::TopSecret);
            assert_eq!(theme.banner(&marking).bg, Some(Color::Rgb(0xff, 0x8c, 0)));
            marking.controls.push(crate::cable::Control("SI-G".into()));
            assert_eq!(theme.banner(&marking).bg, Some(Color::Rgb(0xfc, 0xe8, 0x3a)));
        }
    }
}

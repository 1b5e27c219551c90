//! Which colours are wanted: names that the command line takes and the screen gives back.
//!
//! Knows no colour. What a theme looks like is the business of the screen.

use std::fmt;
use std::str::FromStr;

/// A theme by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// Light words on a dark ground.
    #[default]
    Dark,
    /// Dark words on a light ground.
    Light,
    /// White on black, and nothing fainter than it must be.
    Contrast,
    /// The terminal's own sixteen colours, in whatever shades the person has set.
    Sixteen,
    /// No colour at all: bold, underline and reverse.
    None,
}

/// No theme has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no theme of this name; there are {}", ThemeName::ALL.map(ThemeName::name).join(", "))]
pub struct NoSuchTheme;

impl ThemeName {
    /// All of them, in the order in which the key goes through them.
    pub const ALL: [ThemeName; 5] =
        [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast, ThemeName::Sixteen, ThemeName::None];

    /// The name, as it is written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ThemeName::Dark => "dark",
            ThemeName::Light => "light",
            ThemeName::Contrast => "contrast",
            ThemeName::Sixteen => "16",
            ThemeName::None => "none",
        }
    }

    /// The one behind it; behind the last comes the first.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|name| *name == self).unwrap_or(0);
        Self::ALL.get((at + 1) % Self::ALL.len()).copied().unwrap_or_default()
    }

    /// The theme where none was asked for, from what stands in `NO_COLOR` and `COLORFGBG`.
    ///
    /// Terminals that set `COLORFGBG` end it with the number of their ground among the sixteen colours, of which 7 and 9
    /// to 15 are light. An empty `NO_COLOR` counts as none; see <https://no-color.org>.
    ///
    /// ```
    /// use sipdis::config::ThemeName;
    /// assert_eq!(ThemeName::of_environment(None, Some("0;15")), ThemeName::Light);
    /// assert_eq!(ThemeName::of_environment(Some("1"), Some("0;15")), ThemeName::None);
    /// assert_eq!(ThemeName::of_environment(None, None), ThemeName::Dark);
    /// ```
    pub fn of_environment(no_color: Option<&str>, colorfgbg: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) {
            return ThemeName::None;
        }
        let ground = colorfgbg.and_then(|value| value.rsplit(';').next()).and_then(|number| number.parse().ok());
        match ground {
            Some(7u8 | 9..=15) => ThemeName::Light,
            _ => ThemeName::Dark,
        }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ThemeName {
    type Err = NoSuchTheme;

    fn from_str(text: &str) -> Result<Self, NoSuchTheme> {
        Self::ALL.into_iter().find(|name| name.name() == text).ok_or(NoSuchTheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_the_key_goes_round() {
        let mut name = ThemeName::default();
        for _ in ThemeName::ALL {
            assert_eq!(name.name().parse(), Ok(name));
            name = name.next();
        }
        assert_eq!(name, ThemeName::default());
        assert_eq!("Dark".parse::<ThemeName>(), Err(NoSuchTheme));
    }

    #[test]
    fn the_ground_is_the_last_number() {
        for (colorfgbg, theme) in [
            ("15;0", ThemeName::Dark),
            ("0;15", ThemeName::Light),
            ("0;default;15", ThemeName::Light),
            ("0;7", ThemeName::Light),
            ("7;8", ThemeName::Dark),
            ("12;default", ThemeName::Dark),
            ("", ThemeName::Dark),
            ("0;300", ThemeName::Dark),
        ] {
            assert_eq!(ThemeName::of_environment(None, Some(colorfgbg)), theme, "{colorfgbg}");
            assert_eq!(ThemeName::of_environment(Some(""), Some(colorfgbg)), theme, "an empty NO_COLOR is none");
        }
    }
}

//! How many colours the terminal shows, told from the environment alone; whether they are wanted is another matter.
//!
//! Terminals are not asked: an answer may never come, and over a slow line it comes late. Knows no theme.

/// How many colours may be used, fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: bold, underline and reverse alone.
    Mono,
    /// The sixteen that every colour terminal has, in the person's own shades.
    Sixteen,
    /// The 256 of xterm.
    Palette,
    /// Any, 24 bits each.
    True,
}

/// `TERM=dumb`: there is no cursor to move, so there can be no screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this terminal cannot show a screen (TERM=dumb); `sipdis parse` prints cables as text")]
pub struct Dumb;

/// The variables that tell. Given, not read here, so that a test can say what stands in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    /// `NO_COLOR`, see <https://no-color.org>.
    pub no_color: Option<String>,
    /// `COLORTERM`.
    pub colorterm: Option<String>,
    /// `COLORFGBG`: the numbers of ink and ground among the sixteen colours, `15;0`.
    pub colorfgbg: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
}

impl Env {
    /// What stands in the environment of this process. A value that is not UTF-8 counts as absent.
    pub fn of_process() -> Self {
        let var = |name| std::env::var(name).ok();
        let (no_color, colorfgbg) = (var("NO_COLOR"), var("COLORFGBG"));
        Env { no_color, colorfgbg, colorterm: var("COLORTERM"), term: var("TERM") }
    }
}

/// Endings and names of `TERM` and what they show, first match wins. `*` stands for anything before it.
const TERMS: &[(&str, Depth)] = &[
    ("*-direct", Depth::True),
    ("*-truecolor", Depth::True),
    ("*-256color", Depth::Palette),
    ("*-mono", Depth::Mono),
    ("*-m", Depth::Mono),
    ("vt100", Depth::Mono),
    ("vt102", Depth::Mono),
    ("vt220", Depth::Mono),
    ("vt320", Depth::Mono),
];

impl Depth {
    /// Decides from the environment.
    ///
    /// # Errors
    /// [`Dumb`] where the terminal can show no screen at all.
    ///
    /// ```
    /// use sipdis::term::{Depth, Env};
    /// let env = Env { term: Some("screen-256color".to_owned()), ..Env::default() };
    /// assert_eq!(Depth::from_env(&env), Ok(Depth::Palette));
    /// ```
    pub fn from_env(env: &Env) -> Result<Depth, Dumb> {
        let term = env.term.as_deref().unwrap_or_default();
        if term == "dumb" {
            return Err(Dumb);
        }
        if matches!(env.colorterm.as_deref(), Some("truecolor" | "24bit")) {
            return Ok(Depth::True);
        }
        let known = TERMS.iter().find(|(pattern, _)| match pattern.strip_prefix('*') {
            Some(ending) => term.ends_with(ending),
            None => term == *pattern,
        });
        // Unknown terminals have shown the sixteen colours for thirty years.
        Ok(known.map_or(Depth::Sixteen, |(_, depth)| *depth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(colorterm: &str, term: &str) -> Result<Depth, Dumb> {
        let given = |value: &str| (value != "unset").then(|| value.to_owned());
        Depth::from_env(&Env { colorterm: given(colorterm), term: given(term), ..Env::default() })
    }

    #[test]
    fn the_environment_decides() {
        for (colorterm, term, expected) in [
            ("unset", "xterm", Depth::Sixteen),
            ("unset", "screen", Depth::Sixteen),
            ("unset", "linux", Depth::Sixteen),
            ("unset", "unset", Depth::Sixteen),
            ("unset", "xterm-256color", Depth::Palette),
            ("unset", "tmux-256color", Depth::Palette),
            ("unset", "xterm-direct", Depth::True),
            ("unset", "xterm-mono", Depth::Mono),
            ("unset", "vt100", Depth::Mono),
            ("truecolor", "xterm-256color", Depth::True),
            ("24bit", "xterm", Depth::True),
            ("yes", "xterm", Depth::Sixteen),
        ] {
            assert_eq!(depth(colorterm, term), Ok(expected), "{colorterm} {term}");
        }
    }

    #[test]
    fn dumb_is_said_whatever_else_is_set() {
        for colorterm in ["unset", "truecolor"] {
            assert_eq!(depth(colorterm, "dumb"), Err(Dumb));
        }
    }

    #[test]
    fn no_row_of_the_table_hides_another() {
        for (i, (pattern, depth)) in TERMS.iter().enumerate() {
            let example = pattern.replacen('*', "xterm", 1);
            assert_eq!(
                Depth::from_env(&Env { term: Some(example), ..Env::default() }),
                Ok(*depth),
                "row {i}, {pattern}"
            );
        }
    }
}

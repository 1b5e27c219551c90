//! How many colours the terminal shows, told from the environment alone.
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
    /// `TERM`.
    pub term: Option<String>,
}

impl Env {
    /// What stands in the environment of this process. A value that is not UTF-8 counts as absent.
    pub fn of_process() -> Self {
        let var = |name| std::env::var(name).ok();
        Env { no_color: var("NO_COLOR"), colorterm: var("COLORTERM"), term: var("TERM") }
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
        if env.no_color.as_deref().is_some_and(|value| !value.is_empty()) {
            return Ok(Depth::Mono);
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

    fn depth(no_color: &str, colorterm: &str, term: &str) -> Result<Depth, Dumb> {
        let given = |value: &str| (value != "unset").then(|| value.to_owned());
        Depth::from_env(&Env { no_color: given(no_color), colorterm: given(colorterm), term: given(term) })
    }

    #[test]
    fn the_environment_decides() {
        for (no_color, colorterm, term, expected) in [
            ("unset", "unset", "xterm", Depth::Sixteen),
            ("unset", "unset", "screen", Depth::Sixteen),
            ("unset", "unset", "linux", Depth::Sixteen),
            ("unset", "unset", "unset", Depth::Sixteen),
            ("unset", "unset", "xterm-256color", Depth::Palette),
            ("unset", "unset", "tmux-256color", Depth::Palette),
            ("unset", "unset", "xterm-direct", Depth::True),
            ("unset", "unset", "xterm-mono", Depth::Mono),
            ("unset", "unset", "vt100", Depth::Mono),
            ("unset", "truecolor", "xterm-256color", Depth::True),
            ("unset", "24bit", "xterm", Depth::True),
            ("unset", "yes", "xterm", Depth::Sixteen),
            ("1", "truecolor", "xterm-256color", Depth::Mono),
            ("0", "unset", "xterm", Depth::Mono),
        ] {
            assert_eq!(depth(no_color, colorterm, term), Ok(expected), "{no_color} {colorterm} {term}");
        }
    }

    #[test]
    fn an_empty_no_color_is_none() {
        assert_eq!(depth("", "truecolor", "xterm"), Ok(Depth::True));
    }

    #[test]
    fn dumb_is_said_whatever_else_is_set() {
        for (no_color, colorterm) in [("unset", "unset"), ("1", "unset"), ("unset", "truecolor")] {
            assert_eq!(depth(no_color, colorterm, "dumb"), Err(Dumb));
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

//! Operating signals: what stations say to each other around a message.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::folding::words;
use super::rows::{Row, rows};
use crate::cable::Level;

pub(super) const TABLE: &str = include_str!("../../../assets/tables/operating_signals.csv");

static SIGNALS: LazyLock<HashMap<&'static str, Signal>> =
    LazyLock::new(|| rows(TABLE).map(Signal::read).map(|signal| (signal.signal, signal)).collect());

/// An operating signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// `ZFF`, or with the five letters of a security warning: `ZNY CCCCC`.
    pub signal: &'static str,
    /// The level that a security warning stands for.
    pub level: Option<Level>,
    /// What it means. Some meanings were never published, and then this says so.
    pub meaning: &'static str,
    /// The format lines where it stands.
    pub place: &'static str,
    /// Whether the meaning was read in a published source. Show it with a doubt otherwise.
    pub confirmed: bool,
}

impl Signal {
    fn read(mut row: Row) -> Signal {
        let signal = row.field();
        let level = match row.field() {
            "UNCLASSIFIED" => Some(Level::Unclassified),
            "UNCLAS EFTO" => Some(Level::Controlled),
            "RESTRICTED" => Some(Level::Restricted),
            "CONFIDENTIAL" => Some(Level::Confidential),
            "SECRET" => Some(Level::Secret),
            "TOP SECRET" => Some(Level::TopSecret),
            _ => None,
        };
        let (meaning, place) = (row.field(), row.field());
        Signal { signal, level, meaning, place, confirmed: matches!(row.field(), "primary" | "secondary") }
    }
}

/// What a signal means: `ZFF`, `ZNY CCCCC`, `/BBBBB`. A figure behind it that gives the case (`ZFF6`) may stand.
///
/// ```
/// use sipdis::cable::{Level, table::signal};
/// assert_eq!(signal("ZNY CCCCC").unwrap().level, Some(Level::Confidential));
/// assert_eq!(signal("ZFF6").unwrap().signal, "ZFF");
/// ```
pub fn signal(text: &str) -> Option<&'static Signal> {
    let text = words(text);
    SIGNALS.get(&*text).or_else(|| SIGNALS.get(text.trim_end_matches(|c: char| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signal_stands_twice_and_all_have_a_meaning() {
        assert_eq!(SIGNALS.len(), rows(TABLE).count());
        assert!(SIGNALS.values().all(|signal| !signal.meaning.is_empty() && !signal.place.is_empty()));
    }

    #[test]
    fn security_warnings_repeat_the_letter_of_their_level() {
        for (text, level) in [
            ("ZNR UUUUU", Level::Unclassified),
            ("ZNY EEEEE", Level::Controlled),
            ("ZNY RRRRR", Level::Restricted),
            ("ZNY CCCCC", Level::Confidential),
            ("ZNY SSSSS", Level::Secret),
            ("ZNY TTTTT", Level::TopSecret),
        ] {
            assert_eq!(signal(text).unwrap().level, Some(level), "{text}");
        }
        assert_eq!(signal("ZNY").unwrap().level, None);
    }

    #[test]
    fn cases_of_a_signal() {
        assert_eq!(signal("ZEQ2").unwrap().signal, "ZEQ2");
        assert_eq!(signal("zfh2").unwrap().signal, "ZFH");
        assert!(!signal("ZZH").unwrap().confirmed);
        assert_eq!(signal("ZQQ"), None);
        assert_eq!(signal("42"), None);
    }
}

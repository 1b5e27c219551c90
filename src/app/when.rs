//! Dates as the screen shows them.

use jiff::civil::{Date, DateTime};

use crate::marking::When;
pub use crate::marking::clock::due;

/// A date and time as the screen shows it: `2006-11-20 16:41 Z`. Without a time of day, only the date.
pub fn stamp(time: DateTime) -> String {
    match (time.hour(), time.minute()) {
        // Midnight to the minute is what converters fill in where they know no time.
        (0, 0) => time.date().to_string(),
        _ => format!("{} {:02}:{:02}\u{a0}Z", time.date(), time.hour(), time.minute()),
    }
}

/// When a cable is to be declassified, in the few columns of a list: `2016 passed`, `2041`, `event`, `exempt`, `—`.
///
/// ```
/// use jiff::civil::date;
/// use sipdis::app::when::short;
/// use sipdis::marking::When;
/// let today = date(2026, 6, 1);
/// assert_eq!(short(&When::On(date(2016, 11, 20)), today), "2016 passed");
/// assert_eq!(short(&When::On(date(2041, 11, 20)), today), "2041");
/// assert_eq!(short(&When::Never, today), "—");
/// ```
pub fn short(when: &When, today: Date) -> String {
    match when {
        When::On(date) if *date <= today => format!("{} passed", date.year()),
        When::On(date) => date.year().to_string(),
        When::Event(_) => "event".to_owned(),
        When::Exempt(_) => "exempt".to_owned(),
        When::Unknown | When::Never => "—".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_filled_in_midnight_is_no_time_of_day() {
        assert_eq!(stamp(date(2006, 11, 20).at(16, 41, 0, 0)), "2006-11-20 16:41\u{a0}Z");
        assert_eq!(stamp(date(2006, 11, 20).at(0, 0, 0, 0)), "2006-11-20");
    }
}

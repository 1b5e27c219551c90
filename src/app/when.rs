//! Dates as the screen shows them.

use jiff::civil::DateTime;

pub use crate::marking::clock::due;

/// A date and time as the screen shows it: `2006-11-20 16:41 Z`. Without a time of day, only the date.
pub fn stamp(time: DateTime) -> String {
    match (time.hour(), time.minute()) {
        // Midnight to the minute is what converters fill in where they know no time.
        (0, 0) => time.date().to_string(),
        _ => format!("{} {:02}:{:02}\u{a0}Z", time.date(), time.hour(), time.minute()),
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

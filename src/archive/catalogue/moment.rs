//! Days and times as integers that sort as they do.
//!
//! Year, month, day, hour, minute and second stand side by side in one number. So the day, the month and the year are what is left
//! after a shift, a range of dates is a range of integers, and nothing has to be computed to show a date. 0 is no date.

use jiff::civil::{Date, DateTime};

/// Bits below the day.
pub const DAY: u32 = 17;
/// Bits below the year.
pub const YEAR: u32 = 26;
/// Makes the years positive.
const BASE: i16 = 10_000;

/// A date and time as an integer.
pub fn of_time(time: DateTime) -> u64 {
    let (hour, minute, second) = (positive(time.hour()), positive(time.minute()), positive(time.second()));
    u64::from(of_day(time.date())) << DAY | hour << 12 | minute << 6 | second
}

/// The date and time of an integer.
pub fn time(moment: u64) -> Option<DateTime> {
    let part = |shift: u32, bits: u32| i8::try_from(moment >> shift & ((1 << bits) - 1)).ok();
    let day = day(u32::try_from(moment >> DAY).ok()?)?;
    DateTime::new(day.year(), day.month(), day.day(), part(12, 5)?, part(6, 6)?, part(0, 6)?, 0).ok()
}

/// A day as an integer: that of its times, without the bits below [`DAY`].
pub fn of_day(day: Date) -> u32 {
    let year = u32::try_from(day.year() + BASE).unwrap_or(0);
    let (month, day) = (positive(day.month()), positive(day.day()));
    year << (YEAR - DAY) | (month as u32) << 5 | day as u32
}

/// The day of an integer.
pub fn day(day: u32) -> Option<Date> {
    Date::new(year(day >> (YEAR - DAY)), i8::try_from(day >> 5 & 15).ok()?, i8::try_from(day & 31).ok()?).ok()
}

/// The year of what is left above [`YEAR`].
pub fn year(year: u32) -> i16 {
    i16::try_from(year).unwrap_or(0) - BASE
}

fn positive(part: i8) -> u64 {
    u64::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn moments_read_back_and_sort() {
        let times = [
            datetime(-9999, 1, 1, 0, 0, 0, 0),
            datetime(1973, 12, 31, 23, 59, 59, 0),
            datetime(1974, 1, 1, 0, 0, 0, 0),
            datetime(2006, 11, 20, 16, 41, 0, 0),
            datetime(2006, 11, 20, 16, 41, 1, 0),
            datetime(9999, 12, 31, 23, 59, 59, 0),
        ];
        let moments = times.map(of_time);
        assert!(moments.is_sorted() && !moments.contains(&0));
        assert_eq!(moments.map(time), times.map(Some));
        assert_eq!(time(0), None);
        let day = of_day(date(2006, 11, 20));
        assert_eq!(u64::from(day), moments[3] >> DAY);
        assert_eq!(super::day(day), Some(date(2006, 11, 20)));
        assert_eq!(year((moments[3] >> YEAR) as u32), 2006);
    }
}

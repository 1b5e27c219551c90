//! Dates in words: how long ago, how long until. The day it is comes from outside.

use std::cmp::Ordering;

use jiff::civil::Date;

/// When something falls due, seen from `today`: `passed 10 years ago`, `passed today`, `in 3 months`.
///
/// Whole years from the first year on, whole months from the first month on, else days.
///
/// ```
/// use jiff::civil::date;
/// use sipdis::marking::clock::due;
/// assert_eq!(due(date(2016, 11, 20), date(2026, 11, 20)), "passed 10 years ago");
/// assert_eq!(due(date(2016, 11, 20), date(2026, 11, 19)), "passed 9 years ago");
/// assert_eq!(due(date(2030, 1, 1), date(2029, 12, 31)), "tomorrow");
/// ```
pub fn due(date: Date, today: Date) -> String {
    let (first, last) = if date <= today { (date, today) } else { (today, date) };
    let months = whole_months(first, last);
    let days = first.until(last).map_or(0, |span| i64::from(span.get_days()));
    let (n, unit) = match (months, days) {
        (12.., _) => (months / 12, "year"),
        (1.., _) => (months, "month"),
        _ => (days, "day"),
    };
    let s = if n == 1 { "" } else { "s" };
    match (date.cmp(&today), n, unit) {
        (Ordering::Equal, ..) => "passed today".to_owned(),
        (Ordering::Less, 1, "day") => "passed yesterday".to_owned(),
        (Ordering::Greater, 1, "day") => "tomorrow".to_owned(),
        (Ordering::Less, ..) => format!("passed {n} {unit}{s} ago"),
        (Ordering::Greater, ..) => format!("in {n} {unit}{s}"),
    }
}

fn whole_months(first: Date, last: Date) -> i64 {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    months(last) - months(first) - i64::from(last.day() < first.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_told_from_the_day_it_is() {
        let today = date(2026, 3, 31);
        for (day, words) in [
            (date(2026, 3, 31), "passed today"),
            (date(2026, 3, 30), "passed yesterday"),
            (date(2026, 3, 29), "passed 2 days ago"),
            (date(2026, 2, 28), "passed 1 month ago"),
            (date(2025, 4, 1), "passed 11 months ago"),
            (date(2025, 3, 31), "passed 1 year ago"),
            (date(1990, 3, 31), "passed 36 years ago"),
            (date(2026, 4, 1), "tomorrow"),
            (date(2026, 4, 30), "in 30 days"),
            (date(2026, 5, 1), "in 1 month"),
            (date(2027, 3, 31), "in 1 year"),
            (date(9999, 12, 31), "in 7973 years"),
        ] {
            assert_eq!(due(day, today), words, "{day}");
        }
    }
}

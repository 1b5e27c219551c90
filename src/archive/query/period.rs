//! Dates as people type them: a day, a month or a year.

use std::fmt;

use jiff::civil::Date;

/// A year, a month of a year, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `2006`
    Year(i16),
    /// `2006-11`: the first day of the month.
    Month(Date),
    /// `2006-11-20`
    Day(Date),
}

impl Period {
    /// Reads `2006`, `2006-11`, `2006-11-20`, also with slashes or dots, or without signs (`20061120`).
    ///
    /// ```
    /// use sipdis::archive::query::Period;
    /// let november = Period::parse("2006/11").unwrap();
    /// assert_eq!(november.last().to_string(), "2006-11-30");
    /// assert_eq!(november.to_string(), "2006-11");
    /// assert_eq!(Period::parse("2006-13"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Period> {
        let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
        let packed;
        let mut parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        if let [whole] = parts.as_slice()
            && whole.len() == 8
            && whole.is_ascii()
        {
            packed = (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?);
            parts = vec![packed.0, packed.1, packed.2];
        }
        if parts.first()?.len() != 4 || parts.iter().skip(1).any(|part| part.is_empty() || part.len() > 2) {
            return None;
        }
        let year = number(parts.first()?).filter(|year| *year > 0)?;
        let small = |part: &str| number(part).and_then(|n| i8::try_from(n).ok());
        match parts.as_slice() {
            [_] => Some(Period::Year(year)),
            [_, month] => Date::new(year, small(month)?, 1).ok().map(Period::Month),
            [_, month, day] => Date::new(year, small(month)?, small(day)?).ok().map(Period::Day),
            _ => None,
        }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        match self {
            Period::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            Period::Month(day) | Period::Day(day) => day,
        }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        match self {
            Period::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Period::Month(day) => day.last_of_month(),
            Period::Day(day) => day,
        }
    }
}

/// As it is typed.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => write!(f, "{year:04}"),
            Period::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Period::Day(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_dates() {
        for (typed, first, last) in [
            ("2006", "2006-01-01", "2006-12-31"),
            ("2004-2", "2004-02-01", "2004-02-29"),
            ("2006-11-20", "2006-11-20", "2006-11-20"),
            ("2006/11/2", "2006-11-02", "2006-11-02"),
            ("20061120", "2006-11-20", "2006-11-20"),
            ("2006.11", "2006-11-01", "2006-11-30"),
        ] {
            let period = Period::parse(typed).unwrap();
            assert_eq!(
                (period.first().to_string().as_str(), period.last().to_string().as_str()),
                (first, last),
                "{typed}"
            );
            assert_eq!(Period::parse(&period.to_string()), Some(period));
        }
        for typed in [
            "",
            "06",
            "20061",
            "2006-",
            "2006-13",
            "2006-02-30",
            "2006-1-1-1",
            "0000",
            "+006",
            "2006-+1",
            "nov 2006",
            "٢٠٠٦",
        ] {
            assert_eq!(Period::parse(typed), None, "{typed}");
        }
    }
}

//! The declassification clock: when a cable is, or was, to be declassified, and by which rule.
//!
//! An aid for the reader and no ruling: the original may have been extended, reviewed again or exempted since.
//! Sources: the executive orders named in the rules; CAPCO register and manual (2016), E.6; 32 CFR 2001.12.

use std::borrow::Cow;

use jiff::civil::{Date, date};

use super::clock;
use crate::cable::{Cable, ExecutiveOrder, Hints, Level};

/// When a cable is to be declassified, and why then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declassification {
    /// When.
    pub when: When,
    /// Whether the date was computed from a rule, and does not stand in the cable.
    pub computed: bool,
    /// The rule, for people: `E.O. 11652, GDS: 6 years for CONFIDENTIAL`.
    pub rule: Cow<'static, str>,
}

/// When a cable is to be declassified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// On a day.
    On(Date),
    /// When something happens, in the words of the cable. Nobody can compute that.
    Event(String),
    /// Never by itself: a code exempts it, such as `50X1-HUM`.
    Exempt(String),
    /// The cable says nothing, and its own date is not known, so nothing can be computed.
    Unknown,
    /// There is nothing to declassify: it never was classified.
    Never,
}

/// Where a cable stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The date is to come, or an event is waited for.
    Due,
    /// The date has passed.
    Passed,
    /// There is no date: not classified, or nothing known.
    None,
    /// Exempt from declassification by itself.
    Exempt,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::Due, State::Passed, State::None, State::Exempt];

    /// The word for queries and facets.
    pub fn name(self) -> &'static str {
        match self {
            State::Due => "due",
            State::Passed => "passed",
            State::None => "none",
            State::Exempt => "exempt",
        }
    }
}

impl Declassification {
    /// The date, where there is one.
    pub fn date(&self) -> Option<Date> {
        match self.when {
            When::On(date) => Some(date),
            _ => None,
        }
    }

    /// Where it stands on a day.
    pub fn state(&self, today: Date) -> State {
        match &self.when {
            When::On(date) if *date <= today => State::Passed,
            When::On(_) | When::Event(_) => State::Due,
            When::Exempt(_) => State::Exempt,
            When::Unknown | When::Never => State::None,
        }
    }

    /// In words, seen from a day: `passed 10 years ago`, `in 15 years`, `exempt: 50X1-HUM`; empty where nothing is known.
    pub fn words(&self, today: Date) -> String {
        match &self.when {
            When::On(date) => clock::due(*date, today),
            When::Event(event) => format!("at an event: {event}"),
            When::Exempt(code) => format!("exempt: {code}"),
            When::Unknown => String::new(),
            When::Never => "never classified".to_owned(),
        }
    }
}

/// When a cable is to be declassified. `text` is the cable's own, and a column's date stands in for a lost date-time group.
///
/// ```
/// use jiff::civil::date;
/// use sipdis::cable::{Hints, parse};
/// use sipdis::marking::{State, declassification};
/// let text = "R 011430Z SEP 76\nFM AMEMBASSY ROME\nBT\nC O N F I D E N T I A L ROME 0042\nE.O. 11652: GDS\n";
/// let clock = declassification(&parse(text, &Hints::default()), text, &Hints::default());
/// assert_eq!(clock.date(), Some(date(1982, 12, 31)));
/// assert!(clock.computed);
/// assert_eq!(clock.state(date(2026, 1, 1)), State::Passed);
/// assert_eq!(clock.words(date(2026, 1, 1)), "passed 43 years ago");
/// ```
pub fn declassification(cable: &Cable, text: &str, hints: &Hints) -> Declassification {
    let level = cable.classification.as_ref().map(|line| line.marking.level);
    let origin = origin(cable, hints);
    let said = cable.executive_order.as_ref().and_then(|order| instruction(order, text, level, origin));
    let said = said.or_else(|| {
        let given = cable.executive_order.as_ref()?.declassify_on?;
        Some(stands("the date that the cable gives", When::On(given)))
    });
    if let Some(said) = said {
        return said;
    }
    match level {
        Some(level) if level.is_classified() => {}
        None => return stands("no level is known", When::Unknown),
        Some(_) => return stands("not classified", When::Never),
    }
    match origin {
        Some(origin) => computed("no instruction: 31 December of the 25th year", years_end(origin, 25)),
        None => stands("no instruction, and the cable's date is not known", When::Unknown),
    }
}

/// What an instruction says, where it says anything.
fn instruction(
    order: &ExecutiveOrder,
    text: &str,
    level: Option<Level>,
    origin: Option<Date>,
) -> Option<Declassification> {
    let number = order.order.as_ref().map(|order| order.text(text));
    let codes = || order.exemptions.iter().map(|code| code.text(text));
    let has = |test: fn(&str) -> bool| codes().find(|code| test(&code.to_ascii_uppercase())).map(str::to_owned);
    // Longest first, as the manual orders several instructions.
    if let Some(code) = has(|code| code.starts_with("50X1-HUM") || code.starts_with("50X2-WMD")) {
        return Some(stands("E.O. 13526: exempt at 50 years, no date", When::Exempt(code)));
    }
    let given = order.declassify_on;
    let lasting = has(|code| ["25X", "50X", "75X"].iter().any(|head| code.starts_with(head)));
    if let (Some(code), None) = (&lasting, given) {
        let event = order.event.as_ref().map(|event| event.text(text).to_owned());
        if let Some(event) = event {
            return Some(stands("exempt at 25 years, until an event", When::Event(event)));
        }
        return Some(match (code.get(..2), origin) {
            (Some("25"), Some(origin)) => {
                computed("25X without a date: 50 years after the cable", years_on(origin, 50))
            }
            _ => stands("exempt, without a date", When::Exempt(code.clone())),
        });
    }
    if let Some(given) = given {
        let review = has(|code| code.starts_with("RDS")).is_some();
        return Some(stands(
            if review { "review on the date" } else { "the date that the cable gives" },
            When::On(given),
        ));
    }
    if let Some(event) = &order.event {
        return Some(stands("the event that the cable names", When::Event(event.text(text).to_owned())));
    }
    if has(|code| code == "GDS").is_some() {
        // Under 12065 the letters stand before a date; without one nothing is said.
        let (years, rule) = match level? {
            Level::TopSecret => (10, "E.O. 11652, GDS: 31 December of the 10th year for TOP SECRET"),
            Level::Secret => (8, "E.O. 11652, GDS: 31 December of the 8th year for SECRET"),
            Level::Confidential => (6, "E.O. 11652, GDS: 31 December of the 6th year for CONFIDENTIAL"),
            _ => return None,
        };
        return origin.filter(|_| number != Some("12065")).map(|origin| computed(rule, years_end(origin, years)));
    }
    if let Some(code) = has(|code| code.starts_with("XGDS")) {
        let years = origin.map(|origin| computed("E.O. 11652, XGDS without a date: 30 years", years_end(origin, 30)));
        return Some(years.unwrap_or_else(|| stands("E.O. 11652, XGDS", When::Exempt(code))));
    }
    if has(|code| code == "GP-4").is_some() {
        return origin.map(|origin| computed("E.O. 10964, group 4: 12 years", years_on(origin, 12)));
    }
    if let Some(code) = has(|code| matches!(code, "GP-1" | "GP-2" | "GP-3")) {
        return Some(stands("E.O. 10964: not declassified by itself", When::Exempt(code)));
    }
    let retired = has(is_retired);
    if retired.is_some() && level.is_none_or(Level::is_classified) {
        return origin.map(|origin| computed("OADR, MR and X1 to X8 hold no longer: 25 years", years_on(origin, 25)));
    }
    None
}

/// Codes that hold no longer: OADR and MR since 1995, X1 to X8 since 2003.
pub(super) fn is_retired(code: &str) -> bool {
    matches!(code, "OADR" | "MR") || code.len() == 2 && code.starts_with('X')
}

/// The day of the cable.
fn origin(cable: &Cable, hints: &Hints) -> Option<Date> {
    let sent = cable.dtg.as_ref().and_then(|group| group.time).or(hints.date).map(|time| time.date());
    sent.or(cable.archived_on)
}

/// 31 December, that many years after the year of origin.
fn years_end(origin: Date, years: i16) -> Option<Date> {
    Date::new(origin.year().checked_add(years)?, 12, 31).ok()
}

/// The same day, that many years on. The 29 of February goes to the last of the month.
pub(super) fn years_on(origin: Date, years: i16) -> Option<Date> {
    let year = origin.year().checked_add(years)?;
    Date::new(year, origin.month(), origin.day()).or_else(|_| Date::new(year, 2, 28)).ok()
}

fn computed(rule: &'static str, on: Option<Date>) -> Declassification {
    // A year beyond 9999 is no date of ours.
    let on = on.unwrap_or(date(9999, 12, 31));
    Declassification { when: When::On(on), computed: true, rule: Cow::Borrowed(rule) }
}

fn stands(rule: &'static str, when: When) -> Declassification {
    Declassification { when, computed: false, rule: Cow::Borrowed(rule) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cable::parse;

    /// A cable of 20 November of that year, with its level and the words of its executive-order line.
    fn check(year: i16, level: &str, order: &str, expected: &str) {
        let text = format!(
            "O 201641Z NOV {:02}\nFM AMEMBASSY ROME\nBT\n{level} ROME 000042\n{order}\nSUBJECT: BOATS\n",
            year.rem_euclid(100)
        );
        let clock = declassification(&parse(&text, &Hints::default()), &text, &Hints::default());
        let when = match &clock.when {
            When::On(date) => date.to_string(),
            When::Event(event) => format!("event: {event}"),
            When::Exempt(code) => format!("exempt: {code}"),
            When::Unknown => "unknown".to_owned(),
            When::Never => "never".to_owned(),
        };
        let computed = if clock.computed { " computed" } else { "" };
        assert_eq!(format!("{when}{computed}"), expected, "{order}");
        assert!(!clock.rule.is_empty());
    }

    #[test]
    fn the_general_schedule_counts_whole_years() {
        check(1976, "CONFIDENTIAL", "E.O. 11652: GDS", "1982-12-31 computed");
        check(1976, "SECRET", "E.O. 11652: GDS", "1984-12-31 computed");
        check(1976, "TOP SECRET", "E.O. 11652: GDS", "1986-12-31 computed");
        check(1976, "UNCLAS", "E.O. 11652: N/A", "never");
        check(1976, "CONFIDENTIAL", "E.O. 11652: ADS, DECLAS 12-31-80", "1980-12-31");
        check(1976, "SECRET", "E.O. 11652: XGDS1, DECLAS 12-31-90", "1990-12-31");
        check(1976, "SECRET", "E.O. 11652: XGDS2", "2006-12-31 computed");
    }

    #[test]
    fn orders_of_1978_and_1982() {
        check(1979, "CONFIDENTIAL", "E.O. 12065: GDS 6/5/85 (DOE, JANE)", "1985-06-05");
        check(1979, "SECRET", "E.O. 12065: RDS-4 6/5/99 (DOE, JANE) OR-M", "1999-06-05");
        check(1985, "SECRET", "E.O. 12356: DECL: OADR", "2010-11-20 computed");
        check(1985, "SECRET", "E.O. 12356: DECL: 6/5/95", "1995-06-05");
    }

    #[test]
    fn orders_since_1995() {
        check(2006, "CONFIDENTIAL", "E.O. 12958: DECL: 11/20/2016", "2016-11-20");
        check(1999, "SECRET", "E.O. 12958: DECL: X1, X5", "2024-11-20 computed");
        check(2010, "SECRET", "E.O. 13526: DECL: 25X1, 12/31/2040", "2040-12-31");
        check(2010, "SECRET", "E.O. 13526: DECL: 25X1", "2060-11-20 computed");
        check(2010, "SECRET", "E.O. 13526: DECL: 50X1-HUM", "exempt: 50X1-HUM");
        check(2006, "SECRET", "E.O. 12958: DECL: UPON CLOSURE OF THE TALKS", "event: UPON CLOSURE OF THE TALKS");
    }

    #[test]
    fn without_an_instruction_the_rule_of_25_years_holds() {
        check(2006, "SECRET", "TAGS: PREL", "2031-12-31 computed");
        check(2006, "SECRET", "E.O. 12958: N/A", "2031-12-31 computed");
        check(2006, "UNCLAS", "E.O. 12958: N/A", "never");
        let text = "SECRET ROME 000042\n";
        let clock = declassification(&parse(text, &Hints::default()), text, &Hints::default());
        assert_eq!((clock.when.clone(), clock.state(date(2026, 1, 1))), (When::Unknown, State::None));
    }

    #[test]
    fn states_and_words() {
        let clock = |when| Declassification { when, computed: false, rule: Cow::Borrowed("") };
        let today = date(2026, 1, 1);
        for (when, state, words) in [
            (When::On(date(2016, 1, 1)), State::Passed, "passed 10 years ago"),
            (When::On(date(2041, 1, 1)), State::Due, "in 15 years"),
            (When::On(today), State::Passed, "passed today"),
            (When::Event("UPON SIGNING".to_owned()), State::Due, "at an event: UPON SIGNING"),
            (When::Exempt("50X1-HUM".to_owned()), State::Exempt, "exempt: 50X1-HUM"),
            (When::Unknown, State::None, ""),
            (When::Never, State::None, "never classified"),
        ] {
            let clock = clock(when);
            assert_eq!((clock.state(today), clock.words(today).as_str()), (state, words));
        }
    }

    #[test]
    fn the_29_of_february_has_no_anniversary_every_year() {
        assert_eq!(years_on(date(2004, 2, 29), 25), Some(date(2029, 2, 28)));
        assert_eq!(years_end(date(2004, 2, 29), 25), Some(date(2029, 12, 31)));
    }

    /// The clock of a cable of that day.
    fn clock_of(sent: Date, level: &str, order: &str) -> Declassification {
        let text = format!("SECRET ROME 0042\n{order}\nSUBJECT: BOATS\n").replacen("SECRET", level, 1);
        let hints = Hints { date: Some(sent.at(12, 0, 0, 0)), ..Hints::default() };
        declassification(&parse(&text, &hints), &text, &hints)
    }

    /// Instructions from which a date is computed, by the level.
    const COMPUTED: [&str; 7] = [
        "E.O. 11652: GDS",
        "E.O. 11652: XGDS2",
        "E.O. 12356: DECL: OADR",
        "E.O. 12958: DECL: X1",
        "E.O. 13526: DECL: 25X1",
        "E.O. 12958: N/A",
        "TAGS: PREL",
    ];

    prop_compose! {
        fn days()(year in 1966i16..2015, day in 1i16..=365) -> Date {
            Date::new(year, 1, 1).ok().and_then(|first| first.with().day_of_year(day).build().ok()).unwrap_or(Date::ZERO)
        }
    }

    proptest! {
        #[test]
        fn the_general_schedule_is_6_8_and_10_years(sent in days()) {
            for (level, years) in [("CONFIDENTIAL", 6), ("SECRET", 8), ("TOP SECRET", 10)] {
                let clock = clock_of(sent, level, "E.O. 11652: GDS");
                prop_assert_eq!((clock.date(), clock.computed), (Some(date(sent.year() + years, 12, 31)), true));
            }
        }

        #[test]
        fn nothing_said_means_the_end_of_the_25th_year(sent in days()) {
            for level in ["CONFIDENTIAL", "SECRET", "TOP SECRET"] {
                let clock = clock_of(sent, level, "E.O. 12958: N/A");
                prop_assert_eq!((clock.date(), clock.computed), (Some(date(sent.year() + 25, 12, 31)), true));
            }
        }

        /// Of two cables with the same instruction the later one is never free first.
        #[test]
        fn a_later_cable_waits_no_less(a in days(), b in days(), order in 0usize..COMPUTED.len()) {
            let of = |sent| clock_of(sent, "SECRET", COMPUTED[order]).date();
            let (first, last) = (of(a.min(b)), of(a.max(b)));
            prop_assert!(first.is_some() && first <= last, "{first:?} {last:?}");
            prop_assert!(first > Some(a.min(b)));
        }

        /// What has passed has passed for good; before its day it is due.
        #[test]
        fn what_has_passed_stays_so(sent in days(), order in 0usize..COMPUTED.len(), early in days(), late in days()) {
            let clock = clock_of(sent, "SECRET", COMPUTED[order]);
            let states = [clock.state(early.min(late)), clock.state(early.max(late))];
            prop_assert!(states != [State::Passed, State::Due]);
            for (day, state) in [early.min(late), early.max(late)].into_iter().zip(states) {
                prop_assert_eq!(state == State::Passed, clock.date().is_some_and(|date| date <= day));
            }
        }
    }
}

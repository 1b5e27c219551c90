//! Jumping in the list: to a date, an id or a post, by typing it.

use jiff::civil::{Date, date};

use super::list::List;
use super::motion::Motion;
use crate::archive::catalogue::{Entry, Group, Sort};
use crate::cable::canonical_id;

/// Selects the cable that is meant by what was typed.
///
/// A date is a day, a month or a year; in a list that is sorted by date it leads to where such a cable would stand. An id is
/// found in any spelling. A post, or the beginning of its name, leads to its next cable in the list.
///
/// # Errors
/// A sentence for people where there is no such cable.
pub(super) fn jump(list: &mut List, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    if let Some((first, last)) = days(typed) {
        return to_days(list, first, last, typed);
    }
    let id = canonical_id(typed).map_or_else(|| typed.to_owned(), |id| id.to_string());
    let row = [id.as_str(), typed].into_iter().find_map(|id| list.catalogue().find(id)).map(|entry| entry.row());
    if row.is_some_and(|row| list.go_row(row)) {
        return Ok(());
    }
    let post: String = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let is_post = |entry: Entry<'_>| entry.post() == post;
    let begins = |entry: Entry<'_>| entry.post().starts_with(&post);
    if !post.is_empty() && (list.go_where(true, is_post) || list.go_where(true, begins)) {
        return Ok(());
    }
    Err(format!("“{typed}” is no date, id or post of a cable here"))
}

fn to_days(list: &mut List, first: Date, last: Date, typed: &str) -> Result<(), String> {
    let day = |entry: Entry<'_>| entry.date().map(|time| time.date());
    let arrangement = list.arrangement();
    let grouped = !matches!(arrangement.group, Group::None | Group::Day | Group::Year);
    // What has no date stands last in either direction.
    let at = match arrangement.sort {
        Sort::Newest if !grouped => list.partition(|entry| day(entry).is_some_and(|day| day > last)),
        Sort::Oldest if !grouped => list.partition(|entry| day(entry).is_some_and(|day| day < first)),
        _ => {
            let found = list.go_where(true, |entry| day(entry).is_some_and(|day| (first..=last).contains(&day)));
            return if found { Ok(()) } else { Err(format!("No cable here is of {typed}")) };
        }
    };
    list.go(Motion::To(at));
    match list.selected().and_then(day) {
        Some(day) if (first..=last).contains(&day) => Ok(()),
        _ => Err(format!("No cable here is of {typed}; this is the nearest")),
    }
}

/// The first and last day of `2006`, `2006-11`, `2006-11-20`, also with other signs between.
fn days(typed: &str) -> Option<(Date, Date)> {
    let mut parts = typed.split(['-', '/', '.', ' ']).map(|part| part.parse::<i16>().ok());
    let (year, month, day, more) = (parts.next()?, parts.next(), parts.next(), parts.next());
    let year = year.filter(|year| (1000..=9999).contains(year) && more.is_none())?;
    let small = |part: Option<i16>| part.and_then(|part| i8::try_from(part).ok());
    match (month, day) {
        (None, _) => Some((date(year, 1, 1), date(year, 12, 31))),
        (Some(month), None) => {
            let first = Date::new(year, small(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, small(month)?, small(day)?).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Row, catalogue::Catalogue};

    fn list() -> List {
        let rows = [
            ("06ROME3128", "2006-11-20", "ROME"),
            ("06OSLO7", "2006-11-02", "OSLO"),
            ("05LIMA9", "2005-01-31", "LIMA"),
            ("a file", "", ""),
        ];
        let row = |(id, day, post): (&str, &str, &str)| Row {
            id: id.into(),
            date: day.parse::<Date>().ok().map(Into::into),
            post: post.into(),
            ..Row::default()
        };
        let mut list = List::default();
        list.fit(9);
        list.grow(Catalogue::of(rows.map(row)));
        list
    }

    fn check(list: &mut List, typed: &str, expected: &str) {
        let said = jump(list, typed).err().map_or(String::new(), |said| format!(": {said}"));
        assert_eq!(format!("{}{said}", list.selected().unwrap().id()), expected, "{typed}");
    }

    #[test]
    fn dates_lead_to_where_they_would_stand() {
        let list = &mut list();
        check(list, "2005", "05LIMA9");
        check(list, "2006-11", "06ROME3128");
        check(list, "2006/11/2", "06OSLO7");
        check(list, "2006-03", "05LIMA9: No cable here is of 2006-03; this is the nearest");
        list.cycle_sort(true);
        check(list, "2006-03", "06OSLO7: No cable here is of 2006-03; this is the nearest");
        check(list, "2006", "06OSLO7");
        list.cycle_sort(true);
        check(list, "2005-01-31", "05LIMA9");
        check(list, "1999", "05LIMA9: No cable here is of 1999");
    }

    #[test]
    fn ids_in_any_spelling_and_posts() {
        let list = &mut list();
        check(list, "05 Lima 0009", "05LIMA9");
        check(list, "a file", "a file");
        check(list, "rome", "06ROME3128");
        check(list, "os", "06OSLO7");
        check(list, "2006-13", "06OSLO7: “2006-13” is no date, id or post of a cable here");
        check(list, "", "06OSLO7: “” is no date, id or post of a cable here");
    }
}

//! Distribution blocks: `ACTION EUR-12`, `INFO OCT-01 ISO-00 /023 R`: offices with their numbers of copies.

use super::super::words::value_of;
use super::super::{Copies, Distribution};

/// Which list of the block a line opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cable) enum List {
    Origin,
    Action,
    Info,
}

/// Whether a line begins like one that opens a list. Asked of every line before the others are.
pub(in crate::cable) fn may_open(line: &str) -> bool {
    let bare = line.trim_ascii_start();
    match bare.as_bytes() {
        [b'O', ..] => bare.starts_with("ORIGIN"),
        [b'A', ..] => bare.starts_with("ACTION"),
        [b'I', ..] => bare.starts_with("INFO"),
        _ => false,
    }
}

/// The list that a line of the block belongs to, or `None` where it is no such line; `open` is the list of the line above it.
pub(in crate::cable) fn list(line: &str, open: Option<List>) -> Option<List> {
    let (list, words) = opening(line, open)?;
    let (mut any, mut total) = (false, None);
    for word in words {
        match entry(word) {
            Some(Entry::Total(figures)) => total = figures,
            Some(Entry::Office(_, copies)) => {
                copies?;
                any = true;
            }
            // One letter may follow the total (`/023 R`); anything else is another kind of line.
            None if total.is_none() || word.len() > 1 => return None,
            None => {}
        }
    }
    (any || total.is_some()).then_some(list)
}

/// Reads a line that belongs to `list`.
pub(in crate::cable) fn read(text: &str, line: &str, list: List, into: &mut Distribution) {
    let offices = match list {
        List::Origin => &mut into.origin,
        List::Action => &mut into.action,
        List::Info => &mut into.info,
    };
    let mut total = None;
    for word in opening(line, Some(list)).into_iter().flat_map(|(_, words)| words) {
        match entry(word) {
            Some(Entry::Total(figures)) => total = figures,
            Some(Entry::Office(office, Some(copies))) => {
                offices.push(Copies { office: value_of(text, office), copies })
            }
            _ => {}
        }
    }
    into.total = into.total.or(total);
}

/// The list that a line opens or goes on with, and the words behind its name.
fn opening(line: &str, open: Option<List>) -> Option<(List, impl Iterator<Item = &str>)> {
    let mut words = line.split_ascii_whitespace().peekable();
    let named = match *words.peek()? {
        "ORIGIN" => Some(List::Origin),
        "ACTION" => Some(List::Action),
        "INFO" => Some(List::Info),
        _ => None,
    };
    if named.is_some() {
        words.next();
    }
    Some((named.or(open)?, words))
}

/// What stands in a list.
enum Entry<'t> {
    /// An office and its copies, where their number can be read.
    Office(&'t str, Option<u32>),
    Total(Option<u32>),
}

fn entry(word: &str) -> Option<Entry<'_>> {
    if let Some(figures) = word.strip_prefix('/') {
        let digits = figures.bytes().take_while(u8::is_ascii_digit).count();
        return Some(Entry::Total(figures[..digits].parse().ok()));
    }
    let (office, copies) = word.rsplit_once('-').filter(|(office, _)| is_office(office))?;
    Some(Entry::Office(office, copies.parse().ok()))
}

fn is_office(word: &str) -> bool {
    (1..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks() {
        let text = "INFO  OCT-01  ISO-00  IO-10  /023 R";
        let mut into = Distribution::default();
        assert_eq!(list(text, None), Some(List::Info));
        read(text, text, List::Info, &mut into);
        let copies: Vec<_> = into.info.iter().map(|it| (it.office.text(text), it.copies)).collect();
        assert_eq!((copies, into.total), (vec![("OCT", 1), ("ISO", 0), ("IO", 10)], Some(23)));
        for line in ["ACTION REQUESTED", "INFO RUEHLO/AMEMBASSY LONDON", "PREL-12", "ACTION"] {
            assert_eq!(list(line, None), None, "{line}");
        }
    }
}

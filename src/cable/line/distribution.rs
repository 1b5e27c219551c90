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

/// Reads a line of the block; `open` is the list that the line above it belongs to. Gives the list of this line, or
/// `None` where it is no such line.
pub(in crate::cable) fn read(text: &str, line: &str, open: Option<List>, into: &mut Distribution) -> Option<List> {
    let mut words = line.split_ascii_whitespace().peekable();
    let list = match *words.peek()? {
        "ORIGIN" => List::Origin,
        "ACTION" => List::Action,
        "INFO" => List::Info,
        _ => open?,
    };
    if matches!(*words.peek()?, "ORIGIN" | "ACTION" | "INFO") {
        words.next();
    }
    let mut copies = Vec::new();
    let mut total = None;
    for word in words {
        if let Some(figures) = word.strip_prefix('/') {
            let digits = figures.bytes().take_while(u8::is_ascii_digit).count();
            total = figures[..digits].parse().ok();
        } else if let Some((office, count)) = word.rsplit_once('-').filter(|(office, _)| is_office(office)) {
            copies.push(Copies { office: value_of(text, office), copies: count.parse().ok()? });
        } else if total.is_none() || word.len() > 1 {
            // One letter may follow the total (`/023 R`); anything else is another kind of line.
            return None;
        }
    }
    if copies.is_empty() && total.is_none() {
        return None;
    }
    let into_list = match list {
        List::Origin => &mut into.origin,
        List::Action => &mut into.action,
        List::Info => &mut into.info,
    };
    into_list.extend(copies);
    into.total = into.total.or(total);
    Some(list)
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
        assert_eq!(read(text, text, None, &mut into), Some(List::Info));
        let copies: Vec<_> = into.info.iter().map(|it| (it.office.text(text), it.copies)).collect();
        assert_eq!((copies, into.total), (vec![("OCT", 1), ("ISO", 0), ("IO", 10)], Some(23)));
        for line in ["ACTION REQUESTED", "INFO RUEHLO/AMEMBASSY LONDON", "PREL-12", "ACTION"] {
            assert_eq!(read(line, line, None, &mut Distribution::default()), None, "{line}");
        }
    }
}

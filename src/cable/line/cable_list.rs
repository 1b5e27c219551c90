//! References that are cables and nothing else, as most lists are: `ROME 3012`, `A. ROME 3012 (NOTAL) B. 05 STATE 135847`.
//! One pass reads them, which gives up at anything odd; `references` reads any list.

use super::super::table::Post;
use super::super::{Reference, ReferenceKind, id, table};
use super::dtg::full_year;
use super::references::Own;
use crate::text::{Span, Value};

/// The references on these lines, if they are such a list. What it gives is what [`super::references::any`] gives.
pub(super) fn read(text: &str, lines: impl Iterator<Item = Span>, own: Own<'_>) -> Option<Vec<Reference>> {
    let mut list = List { own, label: None, divided: true, out: Vec::with_capacity(2) };
    for line in lines {
        list.line(line.of(text).as_bytes(), line.start as usize)?;
    }
    Some(list.out)
}

/// The cable that `part` is, if it is one and nothing else, and how long it is written.
pub(super) fn only(part: &str, own: Own<'_>) -> Option<(Plain, usize)> {
    let bytes = part.as_bytes();
    let cable = cable(bytes, own).filter(|cable| !own.is(&cable.id))?;
    let (end, _) = behind_cable(bytes, cable.len)?;
    let len = cable.len;
    (end == bytes.len()).then_some((cable, len))
}

struct List<'a> {
    own: Own<'a>,
    /// The last label, and where it stands.
    label: Option<(u8, Span)>,
    /// Whether the next cable needs no label: behind the first one more than a blank divides it from the last.
    divided: bool,
    out: Vec<Reference>,
}

impl List<'_> {
    /// Adds the cables of a line that begins at `start`.
    fn line(&mut self, line: &[u8], start: usize) -> Option<()> {
        let mut at = 0;
        while at < line.len() {
            if let Some((letter, behind)) = label(line, at) {
                self.open(line[letter], start + letter)?;
                at = behind + blanks(&line[behind..]);
                // `A. A) ROME 12`: the system that printed the list put a label of its own before each.
                if let Some((again, last)) =
                    label(line, at).filter(|(again, _)| line[*again] == line[letter] && at > behind)
                {
                    self.label = Some((line[again], label_at(start + again)));
                    at = last + blanks(&line[last..]);
                }
            } else if !self.divided {
                return None;
            }
            let cable = cable(&line[at..], self.own)?;
            // `references` knows what else names the cable itself.
            if self.own.is(&cable.id) {
                return None;
            }
            self.out.push(Reference {
                label: self.label.map(|(_, span)| Value::at(span)),
                kind: ReferenceKind::Cable,
                id: Some(cable.id),
                text: Value::at(Span::new(start + at, start + at + cable.len)),
                title: None,
            });
            let (behind, divided) = behind_cable(line, at + cable.len)?;
            // Two figures behind a cable without a year might be its own.
            (at, self.divided) = (behind, divided || cable.dated);
        }
        Some(())
    }

    /// Takes a label, if it is the next one of a list that has labels from its beginning.
    fn open(&mut self, letter: u8, at: usize) -> Option<()> {
        let follows = match self.label {
            None => letter == b'A' && self.out.is_empty(),
            Some((last, _)) => letter == last + 1,
        };
        self.label = follows.then(|| (letter, label_at(at)));
        self.label.map(|_| ())
    }
}

fn label_at(at: usize) -> Span {
    Span::new(at, at + 1)
}

/// Where the letter of a label at `at` stands, and where the label ends.
fn label(line: &[u8], at: usize) -> Option<(usize, usize)> {
    match line.get(at..)? {
        [b'A'..=b'Z', b'.' | b')', ..] => Some((at, at + 2)),
        [b'(', b'A'..=b'Z', b')', ..] => Some((at + 1, at + 3)),
        _ => None,
    }
}

/// Notes that say nothing of the cable: who may not have it, and that it is not the only one.
const NOTES: &[&[u8]] = &[b"(NOTAL)", b"(EXDIS)", b"(NODIS)", b"(NOFORN)", b"AND PREVIOUS"];

/// Where the next cable or label stands behind a cable that ends at `at`, and whether signs divide it from that.
fn behind_cable(line: &[u8], at: usize) -> Option<(usize, bool)> {
    let note = at + blanks(&line[at..]);
    let behind = &line[note..];
    // A note begins with one of these, and most cables have none.
    let noted = matches!(behind, [b'(' | b'A' | b'a', ..]);
    let found = NOTES
        .iter()
        .filter(|_| noted)
        .find(|note| behind.get(..note.len()).is_some_and(|words| words.eq_ignore_ascii_case(note)));
    let end = found.map_or(at, |found| note + found.len());
    let signs = line[end..].iter().take_while(|byte| matches!(byte, b' ' | b',' | b';' | b'.')).count();
    let (signs, rest) = line[end..].split_at(signs);
    let divided = signs.iter().any(|byte| *byte != b' ');
    // A point divides words only with a blank behind it.
    let ends = rest.is_empty() || !matches!(signs, [] | [.., b'.']);
    ends.then_some((line.len() - rest.len(), divided))
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b' ').count()
}

/// The figures at the start of `bytes`, as a number if it is as short as all numbers of cables, and how many there are.
fn number(bytes: &[u8]) -> (u32, usize) {
    let figures = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    figures.fold((0, 0), |(number, count), figure| {
        (number.wrapping_mul(10).wrapping_add(u32::from(figure - b'0')), count + 1)
    })
}

/// A cable as most lists write it.
pub(super) struct Plain {
    pub(super) id: String,
    pub(super) post: &'static Post,
    pub(super) year: i16,
    /// Whether its own year stands beside it.
    dated: bool,
    /// How long it is written.
    len: usize,
}

/// Years that a cable may have.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2065;

/// `05 STATE 135847`: the cable at the start of `bytes`.
fn cable(bytes: &[u8], own: Own<'_>) -> Option<Plain> {
    const LONGEST: usize = 48;
    let (year, mut at) = number(bytes);
    let year = match at {
        0 => None,
        2 | 4 => Some(full_year(i16::try_from(year).ok()?)),
        _ => return None,
    };
    if year.is_some_and(|year| !YEARS.contains(&year)) {
        return None;
    }
    at += usize::from(at > 0 && bytes.get(at) == Some(&b' '));
    let (mut name, mut length) = ([0; LONGEST], 0);
    loop {
        let start = length;
        while let Some(letter) = bytes.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
            *name.get_mut(length)? = letter.to_ascii_uppercase();
            (length, at) = (length + 1, at + 1);
        }
        match &name[start..length] {
            [] => break,
            // A letter alone may be a label, and AND stands between two cables too.
            [_] | b"AND" => return None,
            _ => at += usize::from(bytes.get(at) == Some(&b' ')),
        }
    }
    let (serial, figures) = number(&bytes[at..]);
    at += figures;
    let name = std::str::from_utf8(&name[..length]).ok()?;
    let post = table::known_post(name, year.or(own.year)).filter(|_| (1..=8).contains(&figures))?;
    let (year, len) = match year {
        Some(year) => (Some(year), at),
        None => year_in_brackets(bytes, at).map_or((None, at), |(year, end)| (Some(year), end)),
    };
    let dated = year.is_some();
    let year = year.or(own.year)?;
    Some(Plain { id: id::written(year, post.short, serial), post, year, dated, len })
}

/// ` (06)`: the year that stands at `at` behind a number, and where that ends.
fn year_in_brackets(bytes: &[u8], at: usize) -> Option<(i16, usize)> {
    let (year, end) = match bytes.get(at + blanks(&bytes[at..])..)? {
        [b'(', figures @ ..] => number(figures),
        _ => return None,
    };
    let close = at + blanks(&bytes[at..]) + 1 + end;
    let year = full_year(i16::try_from(year).ok().filter(|_| matches!(end, 2 | 4))?);
    (bytes.get(close) == Some(&b')') && YEARS.contains(&year)).then_some((year, close + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::references::any;
    use super::*;
    use crate::cable::words::{Fragments, Join};

    const OWN: Own<'_> = Own { id: Some("06ROME1"), year: Some(2006), post: Some("ROME") };

    fn fragments(lines: &str) -> Fragments {
        let mut words = Fragments::default();
        lines.lines().for_each(|line| words.push(lines, line, Join::Blank));
        words
    }

    #[test]
    fn most_lists_are_read() {
        for list in [
            "ROME 3012",
            "05STATE 135847",
            "A. ROME 3012 (NOTAL) B. 05 STATE 135847",
            "(A) NEW DELHI 12, (B)RIO DE JANEIRO 13;\n(C) ROME 14",
            "09 CAIRO 2298; 09 CAIRO 2011",
            "09 CAIRO 2298;\n09 CAIRO 2011 08 ROME 12",
            "A. A) ROME 12 AND PREVIOUS B. (B) CAIRO 13 (EXDIS).",
            "A. LIMA 4516 (06) B. LIMA 248 (2005)",
        ] {
            assert!(read(list, fragments(list).apart().unwrap(), OWN).is_some(), "{list}");
        }
    }

    proptest! {
        #[test]
        fn lists_read_as_any(
            items in prop::collection::vec(
                "([A-D][.)] ?|\\([A-D]\\) ?|A\\. [AB]\\) |B\\. ?B\\. ?|A\\. \\(A\\) ?|A: |A )?(05 ?|2005 |5 )?\
                    (ROME|NEW DELHI|San Jose|rome and|MOSCOW|STATE|SECSTATE|PORT A|TRINIDAD AND TOBAGO|AMEMBASSY OSLO|SECRET ROME|OSLO A|IIR|Rome) ?\
                    ([0-9]{1,5}|00000012)( ?\\((NOTAL|Exdis|05|2004|3|99)\\)| [0-9]{2}|/06|\\.|-02| AND (PREVIOUS|12)|\\.\\.)?",
                1..4,
            ),
            between in "[ ,;.\n]{0,3}",
        ) {
            let list = items.join(&between);
            let words = fragments(&list);
            if let Some(found) = read(&list, words.apart().unwrap(), OWN) {
                prop_assert_eq!(found, any(&list, &words, OWN), "{}", list);
            }
        }
    }
}

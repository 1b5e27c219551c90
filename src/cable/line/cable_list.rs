//! References that are cables and nothing else, as most lists are: `ROME 3012`, `A. ROME 3012 (NOTAL) B. 05 STATE 135847`.
//! One pass reads them, which gives up at anything odd; `references` reads any list.

use super::super::{Reference, ReferenceKind, id, table};
use super::dtg::full_year;
use super::references::Own;
use crate::text::{Span, Value};

/// The references on these lines, if they are such a list. What it gives is what [`super::references::any`] gives.
pub(super) fn read(text: &str, lines: impl Iterator<Item = Span>, own: Own<'_>) -> Option<Vec<Reference>> {
    let mut list = List { own, label: None, out: Vec::with_capacity(2) };
    for line in lines {
        list.line(line.of(text).as_bytes(), line.start as usize)?;
    }
    Some(list.out)
}

struct List<'a> {
    own: Own<'a>,
    /// The last label, and where it stands.
    label: Option<(u8, Span)>,
    out: Vec<Reference>,
}

impl List<'_> {
    /// Adds the cables of a line that begins at `start`.
    fn line(&mut self, line: &[u8], start: usize) -> Option<()> {
        let mut at = 0;
        // Behind the first cable a label or more than a blank divides it from the next.
        let mut divided = self.out.is_empty();
        while at < line.len() {
            let label = match &line[at..] {
                [b'A'..=b'Z', b'.' | b')', ..] => Some((at, at + 2)),
                [b'(', b'A'..=b'Z', b')', ..] => Some((at + 1, at + 3)),
                _ => None,
            };
            if let Some((letter, behind)) = label {
                self.open(line[letter], start + letter)?;
                at = behind + blanks(&line[behind..]);
            } else if !divided {
                return None;
            }
            let (id, len) = cable(&line[at..], self.own)?;
            // `references` knows what else names the cable itself.
            if self.own.is(&id) {
                return None;
            }
            self.out.push(Reference {
                label: self.label.map(|(_, span)| Value::at(span)),
                kind: ReferenceKind::Cable,
                id: Some(id),
                text: Value::at(Span::new(start + at, start + at + len)),
                title: None,
            });
            at += len;
            (at, divided) = behind_cable(line, at)?;
        }
        Some(())
    }

    /// Takes a label, if it is the next one of a list that has labels from its beginning.
    fn open(&mut self, letter: u8, at: usize) -> Option<()> {
        let follows = match self.label {
            None => letter == b'A' && self.out.is_empty(),
            Some((last, _)) => letter == last + 1,
        };
        self.label = follows.then(|| (letter, Span::new(at, at + 1)));
        self.label.map(|_| ())
    }
}

/// Where the next cable or label stands behind a cable that ends at `at`, and whether signs divide it from that. The note
/// that not all have it says nothing of it.
fn behind_cable(line: &[u8], at: usize) -> Option<(usize, bool)> {
    let note = at + blanks(&line[at..]);
    let end = if line[note..].starts_with(b"(NOTAL)") { note + b"(NOTAL)".len() } else { at };
    let signs = line[end..].iter().take_while(|byte| matches!(byte, b' ' | b',' | b';')).count();
    let divided = line[end..end + signs].iter().any(|byte| *byte != b' ');
    (signs > 0 || end == line.len()).then_some((end + signs, divided))
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

/// `05 STATE 135847`: the id of a cable at the start of `bytes`, and how long it is written.
fn cable(bytes: &[u8], own: Own<'_>) -> Option<(String, usize)> {
    const LONGEST: usize = 48;
    let (year, mut at) = number(bytes);
    let year = match at {
        0 => None,
        2 | 4 => Some(full_year(i16::try_from(year).ok()?)).filter(|year| (1950..=2065).contains(year)),
        _ => return None,
    };
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
    let year = year.or(own.year)?;
    let name = std::str::from_utf8(&name[..length]).ok()?;
    let post = table::known_post(name, Some(year)).filter(|_| (1..=8).contains(&figures))?;
    Some((id::written(year, post.short, serial), at + figures))
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
        ] {
            assert!(read(list, fragments(list).apart().unwrap(), OWN).is_some(), "{list}");
        }
    }

    proptest! {
        #[test]
        fn lists_read_as_any(
            items in prop::collection::vec(
                "([A-D][.)] ?|\\([A-D]\\) ?|A: |A )?(05 ?|2005 |5 )?\
                    (ROME|NEW DELHI|San Jose|rome and|MOSCOW|STATE|SECSTATE|PORT A|TRINIDAD AND TOBAGO|AMEMBASSY OSLO|SECRET ROME|OSLO A|IIR|Rome) ?\
                    ([0-9]{1,5}|00000012)( ?\\(NOTAL\\)| [0-9]{2}|/06|\\.|-02)?",
                1..4,
            ),
            between in "[ ,;\n]{0,3}",
        ) {
            let list = items.join(&between);
            let words = fragments(&list);
            if let Some(found) = read(&list, words.apart().unwrap(), OWN) {
                prop_assert_eq!(found, any(&list, &words, OWN), "{}", list);
            }
        }
    }
}

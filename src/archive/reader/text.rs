//! Plain text: one cable, or several one after the other.
//!
//! A raw telegram starts with a line `VZCZC...` and ends with a line `NNNN`; either may be missing, and words of others
//! (release banners, page feet) may stand before and behind. Records cover the file: every byte belongs to one. Long cables
//! went out in sections, each a telegram with a head of its own: those that follow one another are one record.
//!
//! Works on bytes, because an encoding is chosen for a cable and not for a file of many.

mod section;

use std::borrow::Cow;
use std::ops::Range;

use self::section::Sections;
use super::{Form, Next, Reach, Unpacked};
use crate::cable::Hints;

/// How far behind a `VZCZC` line its `DE` line is looked for.
const HEAD_LINES: usize = 6;

/// Starts of lines that only a cable has: where one of them stands behind `NNNN`, another cable has begun.
const SIGNS: &[&[u8]] = &[b"VZCZC", b"FM ", b"TAGS", b"SUBJECT:", b"SUBJ:", b"E.O. "];

/// The form of plain text.
#[derive(Debug)]
pub(super) struct Text;

impl Form for Text {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        Next::up_to(Telegrams::of(window, reach).next(), window, reach)
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        Some(Unpacked { text: in_order(record), hints: Hints::default() })
    }
}

/// The telegrams of a record in the order of their sections.
fn in_order(record: &[u8]) -> Cow<'_, [u8]> {
    // Hardly any record has two.
    if memchr::memmem::find_iter(record, b"SECTION ").nth(1).is_none() {
        return Cow::Borrowed(record);
    }
    let mut telegrams = Telegrams::of(record, Reach::End);
    telegrams.next();
    let mut parts = telegrams.parts(record.len());
    if parts.is_sorted_by_key(|(number, _)| *number) {
        return Cow::Borrowed(record);
    }
    parts.sort_by_key(|(number, _)| *number);
    Cow::Owned(parts.into_iter().filter_map(|(_, part)| record.get(part)).collect::<Vec<_>>().concat())
}

/// The way over the first cable of some bytes.
struct Telegrams<'a> {
    bytes: &'a [u8],
    reach: Reach,
    /// The sections that were met so far.
    sections: Option<Sections<'a>>,
    /// Where a later section begins, and its number.
    starts: Vec<(u32, usize)>,
}

impl<'a> Telegrams<'a> {
    fn of(bytes: &'a [u8], reach: Reach) -> Self {
        Telegrams { bytes, reach, sections: None, starts: Vec::new() }
    }

    /// Where the second cable begins.
    fn next(&mut self) -> Option<usize> {
        // How the cable began, whether it has gone far enough to be one without a first line, and what stands behind NNNN.
        let (mut head, mut has_subject) = (None, false);
        let (mut over, mut behind) = (false, None);
        for (start, line) in lines(self.bytes) {
            let rest = self.bytes.get(start..)?;
            if self.reach == Reach::GoesOn && start + line.len() == self.bytes.len() {
                // The window cuts this line.
                return None;
            }
            if over {
                if behind.is_none() && !line.trim_ascii().is_empty() {
                    behind = Some(start);
                }
                if SIGNS.iter().any(|sign| line.starts_with(sign)) {
                    if !self.goes_on(behind.unwrap_or(start), rest)? {
                        return behind;
                    }
                    (over, behind) = (false, None);
                    head = line.starts_with(b"VZCZC").then(|| first_lines(rest));
                }
            } else if line.trim_ascii() == b"NNNN" {
                over = true;
            } else if line.starts_with(b"VZCZC") {
                if self.reach == Reach::GoesOn && lines(rest).nth(HEAD_LINES).is_none() {
                    return None;
                }
                let this = first_lines(rest);
                match head {
                    // Published copies repeat the first lines of a cable between its header and its text.
                    Some(first) if first == this => {}
                    None if !has_subject => head = Some(this),
                    _ if self.goes_on(start, rest)? => head = Some(this),
                    _ => return Some(start),
                }
            } else if line.starts_with(b"SUBJ") {
                has_subject = true;
            } else if self.sections.is_none() {
                self.sections = Sections::opened_by(line);
            }
        }
        None
    }

    /// Whether the telegram that begins here is another section of this cable; `None` where the window must be longer to
    /// tell. What others wrote above it begins at `start`.
    fn goes_on(&mut self, start: usize, telegram: &[u8]) -> Option<bool> {
        let Some(sections) = &mut self.sections else { return Some(false) };
        let next = sections.add(telegram, self.reach)?;
        self.starts.extend(next.map(|number| (number, start)));
        Some(next.is_some())
    }

    /// The telegrams up to `end`, each with the number of its section.
    fn parts(&self, end: usize) -> Vec<(u32, Range<usize>)> {
        let first = self.sections.as_ref().map_or(0, Sections::first);
        let starts = || [(first, 0)].into_iter().chain(self.starts.iter().copied());
        let ends = starts().skip(1).map(|(_, start)| start).chain([end]);
        starts().zip(ends).map(|((number, start), end)| (number, start..end)).collect()
    }
}

/// What tells a cable from others: its first line and the line of its sending station.
fn first_lines(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut head = lines(bytes).take(HEAD_LINES).map(|(_, line)| line.trim_ascii_end());
    (head.next().unwrap_or_default(), head.find(|line| line.starts_with(b"DE ")))
}

/// Lines without their ends, each with its first byte.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        #[cfg(test)]
        tests::CUT.set(tests::CUT.get() + 1);
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let start = at;
        at += len + 1;
        Some((start, rest.get(..len)?))
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// How many lines were cut.
        pub(super) static CUT: Cell<usize> = const { Cell::new(0) };
    }

    /// Cuts a text as a file would be cut, and shows the first words of each record.
    fn check(text: &str, expected: &[&str]) {
        let (mut rest, mut found) = (text.as_bytes(), Vec::new());
        while let Next::Record { bytes, rest: next, .. } = Text.next(rest, Reach::End) {
            let record = String::from_utf8_lossy(&rest[bytes]).into_owned();
            found.push(record.lines().next().unwrap_or_default().to_owned());
            rest = &rest[next..];
        }
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn what_has_no_marks_is_one_cable() {
        check("", &[]);
        check("UNCLAS ROME 1\n\nhello", &["UNCLAS ROME 1"]);
        check("SUBJECT: one\r\nNNNN\r\n\r\n", &["SUBJECT: one"]);
    }

    #[test]
    fn cables_are_cut_behind_their_last_line_and_before_their_first() {
        check("VZCZCA1\nSUBJ: one\nNNNN\n\nVZCZCA2\nSUBJ: two\nNNNN\n", &["VZCZCA1", "VZCZCA2"]);
        check("VZCZCA1\nSUBJ: one\nVZCZCA2\nSUBJ: two", &["VZCZCA1", "VZCZCA2"]);
        check("UNCLAS\nSUBJ: one\nVZCZCA2\nSUBJ: two", &["UNCLAS", "VZCZCA2"]);
        check("UNCLAS\nSUBJ: one\nNNNN\nUNCLAS 2\nSUBJ: two", &["UNCLAS", "UNCLAS 2"]);
    }

    #[test]
    fn words_of_others_stay_with_the_cable_they_stand_at() {
        check("RELEASED IN FULL\n\nVZCZCA1\nSUBJ: one", &["RELEASED IN FULL"]);
        check("VZCZCA1\nSUBJ: one\nNNNN\n\n<< END OF DOCUMENT >>\n", &["VZCZCA1"]);
        check("VZCZCA1\nNNNN\nRELEASED IN PART\nVZCZCA2\nNNNN", &["VZCZCA1", "RELEASED IN PART"]);
    }

    #[test]
    fn sections_of_a_cable_are_one_record() {
        let one = "VZCZCA1\nDE RUEHRK #7/01\nUNCLAS SECTION 01 OF 02 REYKJAVIK 000207\nSUBJ: one\n";
        let two = "VZCZCA2\nDE RUEHRK #7/02\nUNCLAS SECTION 02 OF 02 REYKJAVIK 000207\nSUBJ: one\n";
        check(&format!("{one}NNNN\nRELEASED\n{two}NNNN\n"), &["VZCZCA1"]);
        check(&format!("{one}{two}"), &["VZCZCA1"]);
        check(&format!("{one}{two}NNNN\nVZCZCA3\nSUBJ: two"), &["VZCZCA1", "VZCZCA3"]);
        // Another cable in sections, the same section again, and one without: each by itself.
        check(&format!("{one}NNNN\n{}NNNN\n", two.replace("207", "208")), &["VZCZCA1", "VZCZCA2"]);
        check(&format!("{one}NNNN\n{}NNNN\n", two.replace("000207", "002007")), &["VZCZCA1", "VZCZCA2"]);
        check(&format!("{one}NNNN\n{}NNNN\n", two.replace(" 000207", "  207")), &["VZCZCA1"]);
        check(&format!("{one}NNNN\n{}NNNN\n", one.replace("A1", "A9")), &["VZCZCA1", "VZCZCA9"]);
        check(&format!("{one}NNNN\nVZCZCA3\nSUBJ: two\nNNNN\n{two}"), &["VZCZCA1", "VZCZCA3", "VZCZCA2"]);
        check(&format!("{one}NNNN\n{}NNNN\n", two.replace("SECTION 02 OF", "FINAL SECTION OF")), &["VZCZCA1"]);
        // A section that stands twice is a copy of the cable's, whichever it is.
        check(&format!("{one}NNNN\n{two}NNNN\n{two}"), &["VZCZCA1", "VZCZCA2"]);
    }

    #[test]
    fn sections_are_read_in_their_order() {
        let telegram =
            |n: u32| format!("VZCZCA{n}\nUNCLAS SECTION {n:02} OF 03 REYKJAVIK 207\nSUBJ: one\n\nwords {n}\nNNNN\n");
        let read = |order: [u32; 3]| {
            let file = order.map(telegram).join("RELEASED\n");
            let Next::Record { bytes, .. } = Text.next(file.as_bytes(), Reach::End) else { panic!("{file}") };
            assert_eq!(bytes, 0..file.len());
            String::from_utf8(Text.unpack(file.as_bytes()).unwrap().text.into_owned()).unwrap()
        };
        assert_eq!(read([1, 2, 3]), [1, 2, 3].map(telegram).join("RELEASED\n"));
        let (one, two, three) = (telegram(1), telegram(2), telegram(3));
        assert_eq!(read([2, 3, 1]), format!("RELEASED\n{one}{two}RELEASED\n{three}"));
    }

    #[test]
    fn work_grows_as_the_text_does() {
        let work = |file: String, reach| {
            CUT.set(0);
            let mut rest = file.as_bytes();
            while let Next::Record { rest: next, .. } = Text.next(rest, reach) {
                rest = &rest[next..];
            }
            Text.unpack(file.as_bytes());
            CUT.get()
        };
        let section = "UNCLAS SECTION 01 OF 02 REYKJAVIK 000207\n";
        for unit in
            ["VZCZCA1\n", "VZCZCA1\nDE RUEHRK #1\n", "VZCZCA1\nSUBJ: x\n", "NNNN\nVZCZCA1\n", "NNNN\nFM \n", section]
        {
            for (start, reach) in
                [("", Reach::End), (section, Reach::End), ("", Reach::GoesOn), (section, Reach::GoesOn)]
            {
                let file = |count| format!("{start}{}", unit.repeat(count));
                let (small, large) = (work(file(2_000), reach), work(file(4_000), reach));
                assert!(large < 3 * small, "{small} lines cut, of twice the text {large}: {unit:?} behind {start:?}");
            }
        }
    }

    #[test]
    fn first_lines_that_stand_twice_open_one_cable() {
        check("VZCZCA1\nPP RUEHA\nDE RUEHRK #1\n\nVZCZCA1\nPP RUEHA\n\nDE RUEHRK #1 \nSUBJ: x", &["VZCZCA1"]);
        check("VZCZCA1\nDE RUEHRK #1\nBT\nVZCZCA1\nDE RUEHRK #2\nBT", &["VZCZCA1", "VZCZCA1"]);
    }
}

//! Plain text: one cable, or several one after the other.
//!
//! A raw telegram starts with a line `VZCZC...` and ends with a line `NNNN`; either may be missing, and words of others
//! (release banners, page feet) may stand before and behind. Records cover the file: every byte belongs to one. Long cables
//! went out in sections, each a telegram with a head of its own: those that follow one another are one record.
//!
//! Works on bytes, because an encoding is chosen for a cable and not for a file of many.

use std::borrow::Cow;

use super::{Form, Next, Reach, Unpacked};
use crate::cable::Hints;

/// How far behind a `VZCZC` line its `DE` line is looked for.
const HEAD_LINES: usize = 6;

/// How far behind the start of a telegram its classification line is looked for.
const SECTION_LINES: usize = 120;
const SECTION_FAR: usize = 16 << 10;

/// Starts of lines that only a cable has: where one of them stands behind `NNNN`, another cable has begun.
const SIGNS: &[&[u8]] = &[b"VZCZC", b"FM ", b"TAGS", b"SUBJECT:", b"SUBJ:", b"E.O. "];

/// The form of plain text.
#[derive(Debug)]
pub(super) struct Text;

impl Form for Text {
    fn next(&self, window: &[u8], reach: Reach) -> Next {
        next(window, reach)
    }

    fn unpack<'a>(&self, record: &'a [u8]) -> Option<Unpacked<'a>> {
        Some(Unpacked { text: Cow::Borrowed(record), hints: Hints::default() })
    }
}

fn next(window: &[u8], reach: Reach) -> Next {
    let end = match (boundary(window, reach), reach) {
        (Some(end), _) => end,
        (None, Reach::GoesOn) => return Next::More,
        (None, Reach::End) if window.is_empty() => return Next::Nothing,
        (None, Reach::End) => window.len(),
    };
    Next::Record { bytes: 0..end, rest: end, fault: None }
}

/// Where the second cable of some bytes begins.
fn boundary(bytes: &[u8], reach: Reach) -> Option<usize> {
    // How the cable began, whether it has gone far enough to be one without a first line, and what stands behind NNNN.
    let (mut head, mut has_subject, mut section) = (None, false, None);
    let (mut over, mut behind) = (false, None);
    for (start, line) in lines(bytes) {
        let rest = bytes.get(start..)?;
        if reach == Reach::GoesOn && start + line.len() == bytes.len() {
            // The window cuts this line.
            return None;
        }
        if over {
            if behind.is_none() && !line.trim_ascii().is_empty() {
                behind = Some(start);
            }
            if SIGNS.iter().any(|sign| line.starts_with(sign)) {
                match (goes_on(section, rest, reach)?, behind) {
                    (true, _) => (over, head) = (false, line.starts_with(b"VZCZC").then(|| first_lines(rest))),
                    (false, behind) => return behind,
                }
                behind = None;
            }
        } else if line.trim_ascii() == b"NNNN" {
            over = true;
        } else if line.starts_with(b"VZCZC") {
            if reach == Reach::GoesOn && lines(rest).nth(HEAD_LINES).is_none() {
                return None;
            }
            let this = first_lines(rest);
            match head {
                // Published copies repeat the first lines of a cable between its header and its text.
                Some(first) if first == this => {}
                None if !has_subject => head = Some(this),
                _ if goes_on(section, rest, reach)? => head = Some(this),
                _ => return Some(start),
            }
        } else if line.starts_with(b"SUBJ") {
            has_subject = true;
        } else if section.is_none() {
            section = Section::read(line);
        }
    }
    None
}

/// Whether the telegram that begins here is a section of the cable that `section` is of; `None` where the window must be
/// longer to tell.
fn goes_on(section: Option<Section<'_>>, telegram: &[u8], reach: Reach) -> Option<bool> {
    let Some(section) = section else { return Some(false) };
    let near = telegram.get(..SECTION_FAR).unwrap_or(telegram);
    // The subject stands behind the classification line, and what stands behind NNNN is of another telegram.
    let head = lines(near).take_while(|(_, line)| !line.starts_with(b"SUBJ") && line.trim_ascii() != b"NNNN");
    let next = head.take(SECTION_LINES).find_map(|(_, line)| Section::read(line));
    match next {
        Some(next) => Some(section.of == next.of && section.number != next.number && section.is_of(next.message)),
        None if reach == Reach::GoesOn && near.len() < SECTION_FAR => None,
        None => Some(false),
    }
}

/// What a classification line says of sections: `SECTION 01 OF 02 REYKJAVIK 000207`.
#[derive(Clone, Copy)]
struct Section<'a> {
    number: u32,
    of: u32,
    /// Post and serial number.
    message: &'a [u8],
}

impl<'a> Section<'a> {
    fn read(line: &'a [u8]) -> Option<Self> {
        let at = memchr::memmem::find(line, b"SECTION ")?;
        let (number, rest) = figures(line.get(at + b"SECTION ".len()..)?)?;
        let (of, rest) = figures(rest.trim_ascii_start().strip_prefix(b"OF ")?)?;
        let message = rest.trim_ascii();
        (!message.is_empty()).then_some(Section { number, of, message })
    }

    /// Whether post and serial number are these, however many blanks and zeros stand between them.
    fn is_of(&self, message: &[u8]) -> bool {
        fn parts(message: &[u8]) -> (impl Iterator<Item = &u8>, &[u8]) {
            let post = message.iter().take_while(|sign| !sign.is_ascii_digit()).count();
            let (post, serial) = message.split_at_checked(post).unwrap_or((message, b""));
            let zeros = serial.iter().take_while(|sign| **sign == b'0').count();
            (post.iter().filter(|sign| !sign.is_ascii_whitespace()), serial.get(zeros..).unwrap_or_default())
        }
        let ((post, serial), (other_post, other_serial)) = (parts(self.message), parts(message));
        serial == other_serial && post.eq(other_post)
    }
}

/// A number at the start of some bytes, and what stands behind it.
fn figures(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let len = bytes.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let (figures, rest) = bytes.split_at_checked(len)?;
    Some((std::str::from_utf8(figures).ok()?.parse().ok()?, rest))
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
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let start = at;
        at += len + 1;
        Some((start, rest.get(..len)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts a text as a file would be cut, and shows the first words of each record.
    fn check(text: &str, expected: &[&str]) {
        let (mut rest, mut found) = (text.as_bytes(), Vec::new());
        while let Next::Record { bytes, rest: next, .. } = next(rest, Reach::End) {
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
    }

    #[test]
    fn first_lines_that_stand_twice_open_one_cable() {
        check("VZCZCA1\nPP RUEHA\nDE RUEHRK #1\n\nVZCZCA1\nPP RUEHA\n\nDE RUEHRK #1 \nSUBJ: x", &["VZCZCA1"]);
        check("VZCZCA1\nDE RUEHRK #1\nBT\nVZCZCA1\nDE RUEHRK #2\nBT", &["VZCZCA1", "VZCZCA1"]);
    }
}

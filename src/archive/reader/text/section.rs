//! Sections of a cable, by their classification lines: `UNCLAS SECTION 01 OF 02 REYKJAVIK 000207`.

use super::lines;
use crate::archive::reader::Reach;

/// How far behind the start of a telegram its classification line is looked for.
const LINES: usize = 120;
const FAR: usize = 16 << 10;

/// Sections have two figures.
const MOST: u32 = 99;

/// A classification line of a section.
#[derive(Debug, Clone, Copy)]
struct Section<'a> {
    number: u32,
    of: u32,
    /// Post and serial number.
    message: &'a [u8],
}

/// The sections of one cable that were met so far.
#[derive(Debug)]
pub(super) struct Sections<'a> {
    first: Section<'a>,
    /// A bit for each.
    met: u128,
}

impl<'a> Sections<'a> {
    /// The sections of the cable whose classification line this is, if it was sent in sections.
    pub(super) fn opened_by(line: &'a [u8]) -> Option<Self> {
        let first = Section::read(line)?;
        Some(Sections { first, met: 1 << first.number })
    }

    /// The number of the one that was met first.
    pub(super) fn first(&self) -> u32 {
        self.first.number
    }

    /// Adds the section that a telegram is, and gives its number; no number where it is none of this cable that was not met
    /// before. `None` where the window must be longer to tell.
    pub(super) fn add(&mut self, telegram: &[u8], reach: Reach) -> Option<Option<u32>> {
        let near = telegram.get(..FAR).unwrap_or(telegram);
        // The subject stands behind the classification line, and what stands behind NNNN is of another telegram.
        let head = lines(near).take_while(|(_, line)| !line.starts_with(b"SUBJ") && line.trim_ascii() != b"NNNN");
        match head.take(LINES).find_map(|(_, line)| Section::read(line)) {
            Some(next)
                if next.of == self.first.of && self.met & 1 << next.number == 0 && self.first.is_of(next.message) =>
            {
                self.met |= 1 << next.number;
                Some(Some(next.number))
            }
            None if reach == Reach::GoesOn && near.len() < FAR => None,
            _ => Some(None),
        }
    }
}

impl<'a> Section<'a> {
    fn read(line: &'a [u8]) -> Option<Self> {
        let at = memchr::memmem::find(line, b"SECTION ")?;
        let rest = line.get(at + b"SECTION ".len()..)?;
        // The last may be `FINAL SECTION OF 02`.
        let is_final = line.get(..at)?.trim_ascii_end().ends_with(b"FINAL");
        let (number, rest) = figures(rest).map_or((None, rest), |(number, rest)| (Some(number), rest));
        let (of, rest) = figures(rest.trim_ascii_start().strip_prefix(b"OF ")?)?;
        let number = number.or(is_final.then_some(of)).filter(|number| *number <= MOST)?;
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

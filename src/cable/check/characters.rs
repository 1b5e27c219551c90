//! Characters that hide, that were lost or misread on the way, and words that were taken out.

use super::super::Code;
use super::super::redaction::redactions;
use super::{Report, count};
use crate::text::Span;
use crate::text::hidden::hidden;

pub(super) fn check(report: &mut Report<'_>) {
    let mut hiding = Found::default();
    let mut damaged = Found::default();
    let text = report.text;
    for at in odd_bytes(text.as_bytes()) {
        // The second and later bytes of a character belong to the first; a pilcrow, as many copies have it, is none of these.
        if matches!(text.as_bytes()[at..], [0x80..0xc0, ..] | [0xc2, 0xb6, ..]) {
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        if hidden(c).is_some() {
            hiding.add(at, c);
        } else if is_damage(c, &text[at + c.len_utf8()..]) {
            damaged.add(at, c);
        }
    }
    if let Some((span, first)) = hiding.first {
        let what = hidden(first).unwrap_or("control");
        let message =
            format!("{}, the first of them U+{:04X} ({what})", hiding.count("hidden character"), u32::from(first));
        report.say(&Code::HIDDEN_CHARACTERS, span, message);
    }
    if let Some((span, _)) = damaged.first {
        report.say(&Code::ENCODING_DAMAGED, span, format!("{} of a wrong encoding", damaged.count("sign")));
    }
    let mut places = redactions(text);
    if let Some(first) = places.next() {
        let message = format!("words are taken out in {}", count(1 + places.count(), "place"));
        report.say(&Code::REDACTIONS, Span::new(first.start, first.end), message);
    }
}

/// Where bytes stand that are neither plain ASCII nor one of the controls that every text has. Nearly all bytes are, so many
/// are looked at together, without a branch a byte; then fewer.
fn odd_bytes(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const BLOCK: usize = 64;
    const PART: usize = 16;
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let odd_blocks = blocks.iter().enumerate().filter(|(_, block)| has_odd(block));
    let parts = odd_blocks.flat_map(|(number, block)| {
        let parts = block.as_chunks::<PART>().0.iter().enumerate().filter(|(_, part)| has_odd(part));
        parts.map(move |(part, bytes)| (number * BLOCK + part * PART, bytes.as_slice()))
    });
    let parts = parts.chain([(blocks.len() * BLOCK, rest)]);
    parts.flat_map(|(start, part)| {
        let odd = part.iter().enumerate().filter(|(_, byte)| is_odd(**byte));
        odd.map(move |(at, _)| start + at)
    })
}

fn has_odd<const N: usize>(block: &[u8; N]) -> bool {
    block.iter().fold(0, |odd, byte| odd | u8::from(is_odd(*byte))) != 0
}

/// Whether a byte is neither plain ASCII nor one of the controls that every text has.
fn is_odd(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') > b'~' - b' ') & (byte != b'\n') & (byte != b'\r') & (byte != b'\t')
}

/// U+FFFD stands for a byte that could not be read. The others begin what UTF-8 looks like in Windows-1252: `â€™`, `Ã©`.
fn is_damage(c: char, behind: &str) -> bool {
    match c {
        '\u{fffd}' => true,
        'â' => behind.starts_with('€'),
        'Ã' | 'Â' => behind.starts_with(|next| ('\u{80}'..='\u{bf}').contains(&next) && next != '\u{a0}'),
        _ => false,
    }
}

#[derive(Default)]
struct Found {
    first: Option<(Span, char)>,
    number: usize,
}

impl Found {
    fn add(&mut self, at: usize, c: char) {
        self.first.get_or_insert((Span::new(at, at + c.len_utf8()), c));
        self.number += 1;
    }

    fn count(&self, thing: &str) -> String {
        count(self.number, thing)
    }
}

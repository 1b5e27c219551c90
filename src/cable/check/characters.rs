//! Characters that hide, that were lost or misread on the way, and words that were taken out.

use super::super::Code;
use super::super::redaction::{CYRILLIC_X, places};
use super::{Report, count};
use crate::text::Span;
use crate::text::hidden::hidden;

pub(super) fn check(report: &mut Report<'_>) {
    let mut hiding = Found::default();
    let mut damaged = Found::default();
    let mut cyrillic = None;
    let text = report.text;
    each_odd(text.as_bytes(), |at| {
        // The second and later bytes of a character belong to the first; a pilcrow, as many copies have it, is none of these.
        if matches!(text.as_bytes().get(at..), Some([0x80..0xc0, ..] | [0xc2, 0xb6, ..])) {
            return;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
        if cyrillic.is_none() && text.as_bytes().get(at) == Some(&CYRILLIC_X[0]) {
            cyrillic = Some(at);
        }
        if hidden(c).is_some() {
            hiding.add(at, c);
        } else if is_damage(c, &text[at + c.len_utf8()..]) {
            damaged.add(at, c);
        }
    });
    if let Some((span, first)) = hiding.first {
        let what = hidden(first).unwrap_or("control");
        let message =
            format!("{}, the first of them U+{:04X} ({what})", hiding.count("hidden character"), u32::from(first));
        report.say(&Code::HIDDEN_CHARACTERS, span, message);
    }
    if let Some((span, _)) = damaged.first {
        report.say(&Code::ENCODING_DAMAGED, span, format!("{} of a wrong encoding", damaged.count("sign")));
    }
    let mut places = places(text, cyrillic);
    if let Some(first) = places.next() {
        let message = format!("words are taken out in {}", count(1 + places.count(), "place"));
        report.say(&Code::REDACTIONS, Span::new(first.start, first.end), message);
    }
}

/// So many bytes are looked at together, without a branch a byte.
const BLOCK: usize = 64;

/// Hands on where bytes stand that are neither plain ASCII nor one of the controls that every text has. Nearly all bytes are.
fn each_odd(bytes: &[u8], mut take: impl FnMut(usize)) {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        if may_hold_odd(block) {
            each_odd_in(block, |at| take(number * BLOCK + at));
        }
    }
    // What is left goes on in blanks.
    let mut last = [b' '; BLOCK];
    if let Some(room) = last.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    if may_hold_odd(&last) {
        each_odd_in(&last, |at| take(blocks.len() * BLOCK + at));
    }
}

/// Whether a block may hold such bytes; it does, or it holds a tab.
#[inline]
fn may_hold_odd(block: &[u8; BLOCK]) -> bool {
    // One more makes DEL a negative number, as all are that stand beyond ASCII.
    let is_low = |byte: u8| u8::from(byte.wrapping_add(1).cast_signed() <= 0x20);
    let is_odd = |byte: u8| is_low(byte) & u8::from((byte != b'\n') & (byte != b'\r'));
    block.iter().fold(0, |odd, byte| odd | is_odd(*byte)) != 0
}

/// The same of one block. Mostly they stand beyond ASCII, and the high bits of eight bytes tell where.
fn each_odd_in(block: &[u8; BLOCK], mut take: impl FnMut(usize)) {
    const HIGH: u64 = (u64::MAX / 255) << 7;
    let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || byte == 0x7f;
    if block.iter().fold(false, |any, byte| any | is_control(*byte)) {
        return block.iter().enumerate().filter(|(_, byte)| is_odd(**byte)).for_each(|(at, _)| take(at));
    }
    for (number, word) in block.as_chunks::<8>().0.iter().enumerate() {
        let mut high = u64::from_le_bytes(*word) & HIGH;
        while high != 0 {
            take(number * 8 + high.trailing_zeros() as usize / 8);
            high &= high - 1;
        }
    }
}

/// Whether a byte is neither plain ASCII nor one of the controls that every text has.
fn is_odd(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_bytes_are_found_wherever_they_stand() {
        for (before, sign) in (0..150)
            .flat_map(|before| ["\0", "\u{1f}", "\u{7f}", "\u{b}", "é", "\r", "\t", "~"].map(|sign| (before, sign)))
        {
            let text = format!("{}{sign}\n \u{c} {}", "a\r\n".repeat(before / 3 + 1), "b".repeat(before));
            let mut found = Vec::new();
            each_odd(text.as_bytes(), |at| found.push(at));
            let expected: Vec<usize> =
                text.bytes().enumerate().filter(|(_, byte)| is_odd(*byte)).map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}

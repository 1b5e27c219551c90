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

/// Hands on where bytes stand that are neither plain ASCII nor one of the controls that every text has. Nearly all bytes are,
/// so many are looked at together, without a branch a byte; then fewer.
fn each_odd(bytes: &[u8], mut take: impl FnMut(usize)) {
    const BLOCK: usize = 64;
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        // One more makes DEL a negative number, as all are that stand beyond ASCII.
        let is_low = |byte: u8| u8::from(byte.wrapping_add(1).cast_signed() <= 0x20);
        let is_odd = |byte: u8| is_low(byte) & u8::from((byte != b'\n') & (byte != b'\r'));
        if block.iter().fold(0, |odd, byte| odd | is_odd(*byte)) != 0 {
            each_odd_by_words(block, number * BLOCK, &mut take);
        }
    }
    each_odd_by_words(rest, blocks.len() * BLOCK, &mut take);
}

/// The same of bytes of which the first stands at `start`, eight at a time.
fn each_odd_by_words(bytes: &[u8], start: usize, take: &mut impl FnMut(usize)) {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The high bit of a byte is set where it is odd: beyond ASCII, below a blank, or DEL. A line end has it too, and what
        // stands right behind one may.
        let mut odd = (word | word.wrapping_sub(ONES * 0x20) | word.wrapping_add(ONES)) & HIGH;
        while odd != 0 {
            let at = number * 8 + odd.trailing_zeros() as usize / 8;
            if bytes.get(at).is_some_and(|byte| is_odd(*byte)) {
                take(start + at);
            }
            odd &= odd - 1;
        }
    }
    let behind = words.len() * 8;
    rest.iter().enumerate().filter(|(_, byte)| is_odd(**byte)).for_each(|(at, _)| take(start + behind + at));
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

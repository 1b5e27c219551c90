//! Blanks in a text: whether they stand single, and runs of them read as one.

use super::ends::{Ends, Signs};
use crate::text::work::looked_at;

/// Whether a text is plain ASCII with single blanks between its words and none around them, as most are.
pub(super) fn has_single_blanks(text: &str) -> bool {
    !matches!(text.as_bytes(), [] | [b' ', ..] | [.., b' ']) && is_plain(text.as_bytes())
}

/// Whether a text is plain ASCII on one line, and no two blanks stand side by side.
fn is_plain(bytes: &[u8]) -> bool {
    let is_plain = |byte: u8| byte.wrapping_sub(b' ') <= b'~' - b' ';
    let odd = |a: u8, b: u8| u8::from(!is_plain(a)) | (u8::from(a == b' ') & u8::from(b == b' '));
    bytes.last().is_none_or(|last| is_plain(*last)) && !any_pair(bytes, odd)
}

/// Whether two neighbours in `bytes` are such a pair. Without a branch a byte, so that many are looked at together; every line
/// of a field passes here.
fn any_pair(bytes: &[u8], is: impl Fn(u8, u8) -> u8) -> bool {
    looked_at(bytes.len());
    let (Some((_, firsts)), Some((_, seconds))) = (bytes.split_last(), bytes.split_first()) else { return false };
    let few = || firsts.iter().zip(seconds).fold(0, |any, (a, b)| any | is(*a, *b)) != 0;
    in_blocks::<16>(firsts, seconds, &is).or_else(|| in_blocks::<8>(firsts, seconds, &is)).unwrap_or_else(few)
}

/// The same of the first and the second of each pair, so many at once; `None` where there are fewer.
fn in_blocks<const BLOCK: usize>(firsts: &[u8], seconds: &[u8], is: &impl Fn(u8, u8) -> u8) -> Option<bool> {
    let any = |(a, b): (&[u8; BLOCK], &[u8; BLOCK])| (0..BLOCK).fold(0, |any, i| any | is(a[i], b[i])) != 0;
    // The last block may overlap the one before it.
    let last = firsts.last_chunk().zip(seconds.last_chunk())?;
    Some(any(last) || firsts.as_chunks().0.iter().zip(seconds.as_chunks().0).any(any))
}

/// Whether two blanks stand side by side in a text, or what else is read as one.
pub(super) fn has_double_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    if is_plain(bytes) {
        return false;
    }
    let end =
        bytes.iter().fold(0, |end, byte| end | u8::from(*byte == b'\t') | u8::from(matches!(byte, b'\n' | b'\r')));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let double = pairs.fold(0, |double, (a, b)| {
        let blanks = u8::from(*a == b' ') & u8::from(*b == b' ');
        double | blanks | (u8::from(*a == 0xc2) & u8::from(*b == 0xa0))
    });
    end | double != 0
}

/// `text` without the blanks at its ends, and without the backslashes that some copies have at line ends.
pub(super) fn trim_blanks(text: &str) -> &str {
    text.without(const { Signs::new(" \t\\\u{a0}") })
}

/// Appends `text` with every run of blanks as one.
pub(super) fn fold_blanks(text: &str, out: &mut String) {
    if has_single_blanks(text) {
        return out.push_str(text);
    }
    if !text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~')) {
        for (i, word) in text.split_whitespace().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
        return;
    }
    // Runs of words with single blanks between them are copied whole.
    let mut rest = text.trim_matches(' ');
    while let Some((words, behind)) = double_blank(rest.as_bytes()).and_then(|at| rest.split_at_checked(at + 1)) {
        out.push_str(words);
        rest = behind.trim_start_matches(' ');
    }
    out.push_str(rest);
}

/// Where two blanks stand side by side, eight bytes at a time.
pub(super) fn double_blank(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    const BLANKS: u64 = ONES * b' ' as u64;
    let word = |at: usize| bytes.get(at..)?.first_chunk::<8>().map(|eight| u64::from_le_bytes(*eight));
    let mut at = 0;
    while let (Some(here), Some(next)) = (word(at), word(at + 1)) {
        // Zero where a byte and the one behind it are blanks.
        let other = (here ^ BLANKS) | (next ^ BLANKS);
        let pairs = !(((other & !HIGH) + ONES * 0x7f) | other) & HIGH;
        if pairs != 0 {
            return Some(at + pairs.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    rest.windows(2).position(|pair| pair == b"  ").map(|place| at + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_blanks_are_one_wherever_they_stand() {
        for before in 0..40 {
            let words = "x".repeat(before);
            let mut folded = String::from("-");
            fold_blanks(&format!(" {words}  the   boats left "), &mut folded);
            assert_eq!(
                folded.strip_prefix('-').map(str::trim_start),
                Some(format!("{words} the boats left").trim_start())
            );
        }
    }
}

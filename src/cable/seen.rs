//! What one pass over the bytes of a field's line tells: which pairs of letters and signs stand in it.
//!
//! Of most lines that is enough to know that nothing else begins inside them, and that they read as they stand. So they are
//! searched for no words, and what was seen goes on with them to whoever would look again.

use crate::text::work::looked_at;

/// A set of what was seen in a text, or may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen(u32);

impl Seen {
    /// Of a text that was not looked at.
    pub(super) const ANYTHING: Seen = Seen(u32::MAX);
    /// `TAGS:`, or what ends like it.
    pub(super) const TAGS: Seen = Seen(1);
    /// `TAG`.
    pub(super) const TAG: Seen = Seen(1 << 1);
    /// `SUBJ`.
    pub(super) const SUBJECT: Seen = Seen(1 << 2);
    /// `REF`.
    pub(super) const REFERENCE: Seen = Seen(1 << 3);
    /// `E.O.`
    pub(super) const ORDER: Seen = Seen(1 << 4);
    /// `CLASSIFIED`.
    pub(super) const CLASSIFIED: Seen = Seen(1 << 5);
    /// `BY:`
    pub(super) const BY: Seen = Seen(1 << 6);
    /// `INDEX:`
    pub(super) const INDEX: Seen = Seen(1 << 7);
    /// `BUT`.
    pub(super) const BUT: Seen = Seen(1 << 8);
    /// `UNCLAS`.
    pub(super) const UNCLAS: Seen = Seen(1 << 9);
    /// `C O N F I D E N T I A L`, `S E C R E T`.
    pub(super) const SPACED: Seen = Seen(1 << 10);
    /// A bracket behind a blank.
    pub(super) const BRACKET: Seen = Seen(1 << 11);
    /// `1.`
    pub(super) const FIRST: Seen = Seen(1 << 12);
    /// Two dashes.
    pub(super) const RULE: Seen = Seen(1 << 13);
    /// An opening bracket anywhere.
    pub(super) const OPENING: Seen = Seen(1 << 14);
    /// Two blanks side by side.
    const DOUBLE: Seen = Seen(1 << 15);
    /// What an entity or a tag of a web page begins with.
    const MARKUP: Seen = Seen(1 << 16);
    /// What is no plain ASCII on one line.
    const ODD: Seen = Seen(1 << 17);

    /// What stands in a text.
    pub(super) fn of(text: &str) -> Seen {
        looked_at(text.len());
        let (blocks, rest) = text.as_bytes().as_chunks::<8>();
        let step = |(seen, before): (u64, u64), byte: &u8| {
            let byte = usize::from(*byte);
            (seen | before & SECOND[byte], FIRST[byte])
        };
        let all = blocks.iter().fold((0, ALONE), |state, block| block.iter().fold(state, step));
        let (seen, _) = rest.iter().fold(all, step);
        Seen(seen as u32 & (seen >> OTHER) as u32)
    }

    pub(super) const fn or(self, other: Seen) -> Seen {
        Seen(self.0 | other.0)
    }

    /// Whether any of the others is among them.
    pub(super) const fn has(self, any: Seen) -> bool {
        self.0 & any.0 != 0
    }

    /// Whether the words of the text, without blanks around them, read as they stand: single blanks, and nothing that a web page
    /// left.
    pub(super) const fn reads_so(self) -> bool {
        !self.has(Seen::DOUBLE.or(Seen::MARKUP).or(Seen::ODD))
    }
}

/// Signs that stand side by side, one of the first and right behind it one of the second, letters in either case. Where there
/// is no first sign anything may stand before the second, or nothing.
type Pair = (&'static [u8], &'static [u8]);

/// What each is seen by: both pairs.
const PAIRS: &[(Seen, Pair, Pair)] = &[
    (Seen::TAGS, (b"G", b"S"), (b"S", b":")),
    (Seen::TAG, (b"T", b"A"), (b"A", b"G")),
    (Seen::SUBJECT, (b"U", b"B"), (b"B", b"J")),
    (Seen::REFERENCE, (b"R", b"E"), (b"E", b"F")),
    (Seen::ORDER, (b".", b"O"), (b"O", b".")),
    (Seen::CLASSIFIED, (b"S", b"S"), (b"I", b"F")),
    (Seen::BY, (b"B", b"Y"), (b"Y", b":")),
    (Seen::INDEX, (b"E", b"X"), (b"X", b":")),
    (Seen::BUT, (b"B", b"U"), (b"U", b"T")),
    (Seen::UNCLAS, (b"N", b"C"), (b"C", b"L")),
    // Behind the blank of an I or an R ends a letter alone, as few words end in these.
    (Seen::SPACED, (b"C", b" "), (b"IR", b" ")),
    (Seen::BRACKET, (b" ", b"("), (b"", b"(")),
    (Seen::FIRST, (b" ", b"1"), (b"1", b".")),
    (Seen::RULE, (b"-", b"-"), (b"", b"-")),
    (Seen::OPENING, (b"", b"("), (b"", b"(")),
    (Seen::DOUBLE, (b" ", b" "), (b"", b" ")),
    (Seen::MARKUP, (b"", b"&<"), (b"", b"&<")),
];

/// How far the bits of the second pair stand above those of the first.
const OTHER: u32 = u32::BITS;

/// What is seen by a sign alone.
const ALONE: u64 = {
    let (mut alone, mut at) = (both(Seen::ODD), 0);
    while at < PAIRS.len() {
        let (seen, one, other) = PAIRS[at];
        alone |= if one.0.is_empty() { seen.0 as u64 } else { 0 };
        alone |= if other.0.is_empty() { (seen.0 as u64) << OTHER } else { 0 };
        at += 1;
    }
    alone
};

/// For each byte what it may be the first sign of.
const FIRST: [u64; 256] = {
    let (mut table, mut at) = ([ALONE; 256], 0);
    while at < PAIRS.len() {
        let (seen, one, other) = PAIRS[at];
        table = with(with(table, one.0, seen.0 as u64), other.0, (seen.0 as u64) << OTHER);
        at += 1;
    }
    table
};

/// For each byte what it may be the second sign of.
const SECOND: [u64; 256] = {
    let (mut table, mut at) = ([0; 256], 0);
    while at < table.len() {
        if !matches!(at as u8, b' '..=b'~') {
            table[at] = both(Seen::ODD);
        }
        at += 1;
    }
    at = 0;
    while at < PAIRS.len() {
        let (seen, one, other) = PAIRS[at];
        table = with(with(table, one.1, seen.0 as u64), other.1, (seen.0 as u64) << OTHER);
        at += 1;
    }
    table
};

/// The bits of both pairs.
const fn both(seen: Seen) -> u64 {
    seen.0 as u64 | (seen.0 as u64) << OTHER
}

/// `table` with these bits for these signs, in either case.
const fn with(mut table: [u64; 256], signs: &[u8], bits: u64) -> [u64; 256] {
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] |= bits;
        table[signs[at].to_ascii_lowercase() as usize] |= if signs[at].is_ascii_alphabetic() { bits } else { 0 };
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pairs_are_seen_wherever_they_stand(text in "[a-cA-C efEFsSbjBJ:.1(&<\t-]{0,40}|[SIFxBYu:]{0,12}|\\PC{0,30}") {
            let seen = Seen::of(&text);
            let stands = |(first, second): &Pair| {
                let is = |signs: &[u8], byte: u8| signs.contains(&byte.to_ascii_uppercase());
                let bytes = text.as_bytes();
                let alone = first.is_empty() && bytes.iter().any(|byte| is(second, *byte));
                alone || bytes.windows(2).any(|pair| is(first, pair[0]) && is(second, pair[1]))
            };
            for (what, one, other) in PAIRS {
                prop_assert_eq!(seen.has(*what), stands(one) && stands(other), "{:?} {}", what, text);
            }
            prop_assert_eq!(seen.has(Seen::ODD), !text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{}", text);
        }
    }
}

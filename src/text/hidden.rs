//! Which characters hide: those that show nothing, reorder their neighbours, or look different everywhere.
//!
//! Knows single characters only. What is drawn in their place is the business of [`mod@super::visible`].

/// A range of characters that must not reach a screen as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// First character.
    pub first: char,
    /// Last character, included.
    pub last: char,
    /// What they are, for people.
    pub what: &'static str,
}

const fn row(first: char, last: char, what: &'static str) -> Hidden {
    Hidden { first, last, what }
}

/// All ranges, in the order of their code points.
///
/// Source: Unicode 16, general categories Cc, Cf, Co, Zl and Zp, and the property `Default_Ignorable_Code_Point`. The
/// noncharacters at the end of each plane follow a rule and stand in [`hidden`].
pub const HIDDEN: &[Hidden] = &[
    row('\u{00}', '\u{1f}', "control"),
    row('\u{7f}', '\u{9f}', "control"),
    row('\u{ad}', '\u{ad}', "soft hyphen"),
    row('\u{34f}', '\u{34f}', "grapheme joiner"),
    row('\u{600}', '\u{605}', "Arabic number sign"),
    row('\u{61c}', '\u{61c}', "direction mark"),
    row('\u{6dd}', '\u{6dd}', "Arabic number sign"),
    row('\u{70f}', '\u{70f}', "Syriac abbreviation mark"),
    row('\u{890}', '\u{891}', "Arabic number sign"),
    row('\u{8e2}', '\u{8e2}', "Arabic number sign"),
    row('\u{115f}', '\u{1160}', "Hangul filler"),
    row('\u{17b4}', '\u{17b5}', "Khmer inherent vowel"),
    row('\u{180b}', '\u{180f}', "Mongolian variation selector"),
    row('\u{200b}', '\u{200d}', "zero-width character"),
    row('\u{200e}', '\u{200f}', "direction mark"),
    row('\u{2028}', '\u{2029}', "line separator"),
    row('\u{202a}', '\u{202e}', "direction control"),
    row('\u{2060}', '\u{2065}', "zero-width character"),
    row('\u{2066}', '\u{2069}', "direction control"),
    row('\u{206a}', '\u{206f}', "format control"),
    row('\u{3164}', '\u{3164}', "Hangul filler"),
    row('\u{e000}', '\u{f8ff}', "private use"),
    row('\u{fdd0}', '\u{fdef}', "noncharacter"),
    row('\u{fe00}', '\u{fe0f}', "variation selector"),
    row('\u{feff}', '\u{feff}', "byte order mark"),
    row('\u{ffa0}', '\u{ffa0}', "Hangul filler"),
    row('\u{fff0}', '\u{fffb}', "format control"),
    row('\u{110bd}', '\u{110bd}', "Kaithi number sign"),
    row('\u{110cd}', '\u{110cd}', "Kaithi number sign"),
    row('\u{13430}', '\u{1343f}', "hieroglyph format control"),
    row('\u{1bca0}', '\u{1bca3}', "shorthand format control"),
    row('\u{1d173}', '\u{1d17a}', "musical format control"),
    row('\u{e0000}', '\u{e007f}', "tag character"),
    row('\u{e0080}', '\u{e00ff}', "unassigned, ignored"),
    row('\u{e0100}', '\u{e01ef}', "variation selector"),
    row('\u{e01f0}', '\u{e0fff}', "unassigned, ignored"),
    row('\u{f0000}', '\u{10ffff}', "private use"),
];

/// What a character is, where it must not be drawn as it is; `None` for the others.
///
/// ```
/// use sipdis::text::hidden::hidden;
/// assert_eq!(hidden('\u{202e}'), Some("direction control"));
/// assert_eq!(hidden('é'), None);
/// ```
pub fn hidden(c: char) -> Option<&'static str> {
    // The last two code points of every plane are noncharacters.
    if u32::from(c) & 0xfffe == 0xfffe {
        return Some("noncharacter");
    }
    let after = HIDDEN.partition_point(|row| row.first <= c);
    let row = HIDDEN.get(after.checked_sub(1)?)?;
    (c <= row.last).then_some(row.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_every_row_is_explained() {
        for row in HIDDEN {
            assert!(row.first <= row.last && !row.what.is_empty(), "{row:?}");
        }
        for pair in HIDDEN.windows(2) {
            assert!(pair[0].last < pair[1].first, "{pair:?}");
        }
    }

    #[test]
    fn every_row_is_found_at_both_ends_and_not_beyond() {
        for row in HIDDEN {
            assert!(hidden(row.first).is_some() && hidden(row.last).is_some(), "{row:?}");
        }
        for c in [' ', '~', '\u{a0}', '\u{ac}', '\u{ae}', '\u{2010}', '\u{2027}', '\u{202f}', '\u{fffd}', '\u{d7ff}'] {
            assert_eq!(hidden(c), None, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_plane_ends_in_noncharacters() {
        for plane in 0..=16 {
            for end in [0xfffe, 0xffff] {
                let c = char::from_u32(plane * 0x1_0000 + end).unwrap();
                assert_eq!(hidden(c), Some("noncharacter"));
            }
        }
    }
}

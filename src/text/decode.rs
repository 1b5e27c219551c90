//! Bytes into text, losing and merging nothing.
//!
//! Knows UTF-8, UTF-16 and Windows-1252. Every byte but those of a byte order mark becomes a character of its own or part
//! of one, and every character knows the byte it came from. Nothing becomes U+FFFD: two different damages would then look
//! the same.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use serde::{Serialize, Serializer};

/// How bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, plain ASCII included.
    Utf8,
    /// UTF-8 behind a byte order mark, which is not part of the text.
    Utf8Bom,
    /// UTF-16 behind a byte order mark, lower byte first.
    Utf16Le,
    /// UTF-16 behind a byte order mark, higher byte first.
    Utf16Be,
    /// Windows-1252.
    Windows1252,
    /// UTF-8 or UTF-16 with bytes in it that are not; those were read as Windows-1252.
    Mixed,
}

impl Encoding {
    /// The name, for people and in output.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 with BOM",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::Mixed => "mixed",
        }
    }
}

/// By its [`Encoding::name`].
impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A text read from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// Where the source goes in step with the text, in order; none where they are the same.
    strides: Vec<Stride>,
}

/// From here on, every `text_step` bytes of the text were `source_step` bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stride {
    text: usize,
    source: usize,
    text_step: u8,
    source_step: u8,
}

impl Decoded<'_> {
    /// The byte of the source at which the character at byte `offset` of the text starts. The end of the text is the end
    /// of the source.
    ///
    /// ```
    /// use sipdis::text::decode::decode;
    /// let decoded = decode(b"caf\xe9!");
    /// assert_eq!(decoded.text, "café!");
    /// assert_eq!([3, 5, 6].map(|at| decoded.source_at(at)), [3, 4, 5]);
    /// ```
    pub fn source_at(&self, offset: usize) -> usize {
        let before = self.strides.partition_point(|stride| stride.text <= offset);
        match before.checked_sub(1).and_then(|at| self.strides.get(at)) {
            None => offset,
            Some(stride) => {
                let steps = (offset - stride.text) / usize::from(stride.text_step);
                stride.source + steps * usize::from(stride.source_step)
            }
        }
    }
}

/// The encoding that a byte order mark at the start of a file names, and the mark's length in bytes.
pub fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8Bom, 3)),
        [0xff, 0xfe, ..] => Some((Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// Reads bytes as text. Nothing is copied where they are valid UTF-8.
///
/// A byte order mark decides between UTF-8 and UTF-16; it is dropped and reported. Without one, valid UTF-8 is UTF-8.
/// What is valid in a damaged text stays; each byte that is not valid is read by itself as Windows-1252, where the five
/// undefined bytes are the C1 controls of the same number. A text in which no character of several bytes was valid is
/// called Windows-1252, any other damaged one mixed.
///
/// ```
/// use sipdis::text::decode::{Encoding, decode};
/// let mixed = decode(b"\xc3\xa9 \xff");
/// assert_eq!((&*mixed.text, mixed.encoding), ("é ÿ", Encoding::Mixed));
/// assert_eq!(decode(b"SECSTATE \x96 WASHDC").encoding, Encoding::Windows1252);
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (marked, skip) = byte_order_mark(bytes).unwrap_or((Encoding::Utf8, 0));
    let rest = bytes.get(skip..).unwrap_or_default();
    let mut writer = Writer { source: skip, ..Writer::default() };
    if skip > 0 {
        writer.stride(1, 1);
    }
    let damaged = match marked {
        Encoding::Utf16Le => writer.utf16(rest, u16::from_le_bytes),
        Encoding::Utf16Be => writer.utf16(rest, u16::from_be_bytes),
        _ => match simdutf8::basic::from_utf8(rest) {
            Ok(text) => return Decoded { text: Cow::Borrowed(text), encoding: marked, strides: writer.strides },
            Err(_) => writer.utf8(rest),
        },
    };
    let encoding = match damaged {
        Damage::None => marked,
        Damage::All if skip == 0 => Encoding::Windows1252,
        Damage::Some | Damage::All => Encoding::Mixed,
    };
    Decoded { text: Cow::Owned(writer.text), encoding, strides: writer.strides }
}

/// How much of what is not ASCII was not valid.
enum Damage {
    None,
    Some,
    All,
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Bytes read so far.
    source: usize,
    strides: Vec<Stride>,
}

impl Writer {
    /// Says in which steps the text goes on; the caller adds it.
    fn stride(&mut self, text_step: usize, source_step: usize) {
        let (text_step, source_step) = (text_step as u8, source_step as u8);
        if self.strides.last().is_none_or(|last| (last.text_step, last.source_step) != (text_step, source_step)) {
            self.strides.push(Stride { text: self.text.len(), source: self.source, text_step, source_step });
        }
    }

    fn char(&mut self, c: char, source_len: usize) {
        self.stride(c.len_utf8(), source_len);
        self.text.push(c);
        self.source += source_len;
    }

    /// Each byte by itself.
    fn windows_1252(&mut self, bytes: &[u8]) {
        for c in WINDOWS_1252.decode_without_bom_handling(bytes).0.chars() {
            self.char(c, 1);
        }
    }

    fn utf8(&mut self, bytes: &[u8]) -> Damage {
        let mut any_valid = false;
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            if !valid.is_empty() {
                any_valid |= !valid.is_ascii();
                self.stride(1, 1);
                self.text.push_str(valid);
                self.source += valid.len();
            }
            self.windows_1252(chunk.invalid());
        }
        if any_valid { Damage::Some } else { Damage::All }
    }

    /// Half a pair and an odd byte at the end are the damage that UTF-16 can have.
    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Damage {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let mut damage = if odd.is_empty() { Damage::None } else { Damage::Some };
        let mut left = pairs;
        for read in char::decode_utf16(pairs.iter().copied().map(unit)) {
            let units = read.as_ref().map_or(1, |c| c.len_utf16());
            let (these, others) = left.split_at_checked(units).unwrap_or((left, &[]));
            left = others;
            match read {
                Ok(c) => self.char(c, 2 * units),
                Err(_) => {
                    damage = Damage::Some;
                    self.windows_1252(these.as_flattened());
                }
            }
        }
        self.windows_1252(odd);
        damage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        let decoded = decode(bytes);
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
        assert_eq!(decoded.source_at(decoded.text.len()), bytes.len(), "the end is the end");
    }

    #[test]
    fn valid_utf8_is_not_copied() {
        for text in ["", "FM AMEMBASSY ROME", "à Vienne"] {
            check(text.as_bytes(), text, Encoding::Utf8);
            assert!(matches!(decode(text.as_bytes()).text, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn a_byte_order_mark_is_dropped_and_said() {
        check(b"\xef\xbb\xbfVZ\xc3\xa9", "VZé", Encoding::Utf8Bom);
        assert_eq!(decode(b"\xef\xbb\xbfVZ").source_at(1), 4);
        // Only the first is a mark; a second is text.
        check(b"\xef\xbb\xbf\xef\xbb\xbf", "\u{feff}", Encoding::Utf8Bom);
    }

    #[test]
    fn windows_1252_is_read_a_byte_at_a_time() {
        check(b"\x93caf\xe9\x94 \x80", "\u{201c}café\u{201d} €", Encoding::Windows1252);
        // The five that Windows-1252 leaves open.
        check(b"\x81\x8d\x8f\x90\x9d", "\u{81}\u{8d}\u{8f}\u{90}\u{9d}", Encoding::Windows1252);
        let all: Vec<u8> = (0x80..=0xff).collect();
        let text = decode(&all).text.into_owned();
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars.dedup();
        assert_eq!(chars.len(), 128, "no two bytes read the same");
    }

    #[test]
    fn broken_utf8_keeps_what_is_valid() {
        check(b"\xc3\xa9 \xff\xfe \xc3 \xe2\x82 \xf0\x9f \xc0\xaf.", "é ÿþ Ã â\u{201a} ð\u{178} À¯.", Encoding::Mixed);
        // A surrogate and an overlong slash are no UTF-8.
        check(b"\xc3\xa9\xed\xa0\x80", "éí\u{a0}€", Encoding::Mixed);
        let decoded = decode(b"\xc3\xa9\xffab");
        assert_eq!([0, 2, 4, 5, 6].map(|at| decoded.source_at(at)), [0, 2, 3, 4, 5]);
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        check(b"\xff\xfe", "", Encoding::Utf16Le);
        check(b"\xff\xfeV\0\xe9\0\n\0", "Vé\n", Encoding::Utf16Le);
        check(b"\xfe\xff\0V\xd8\x3d\xdc\x69", "V\u{1f469}", Encoding::Utf16Be);
        let decoded = decode(b"\xff\xfeV\0\xe9\0\n\0");
        assert_eq!([0, 1, 3, 4].map(|at| decoded.source_at(at)), [2, 4, 6, 8]);
    }

    #[test]
    fn broken_utf16_loses_nothing() {
        // Half a pair is two bytes, and so is read as two characters.
        check(b"\xff\xfe\x3d\xd8V\0", "=ØV", Encoding::Mixed);
        check(b"\xff\xfeV\0\x80", "V€", Encoding::Mixed);
    }
}

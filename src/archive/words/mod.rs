//! Words: what a text is made of for those who search it.
//!
//! One function cuts texts and queries, for scanning and for the index, so both find the same. What counts as a word
//! follows from how cables are written:
//!
//! | in the text | words | why |
//! |---|---|---|
//! | `Kosovo`, `KOSOVO`, `Kosóvo` | `kosovo` | case and accents fold; teleprinters had neither |
//! | `77CAIRO1234` | `77cairo1234` | letters and figures that touch are one word |
//! | `S/NF`, `1.4(b)`, `al-Qaida` | `s` `nf`, `1` `4` `b`, `al` `qaida` | other signs divide; in a query such words stand next to each other |
//! | `E.O.`, `U.S.` | `eo`, `us` | single letters with full stops are an abbreviation, which is often written without |
//! | `D'Alema`, `N’Djamena` | `dalema` and `alema`, `ndjamena` and `djamena` | both are written; the short article may be forgotten |
//! | `Sana'a`, `Shi'a` | `sanaa`, `shia` | so is the sign of a sound that English has not |
//! | `Iran's` | `iran` | who looks for a country looks for what it owns too |
//! | `nego-⏎tiations` | `nego` `tiations` and `negotiations` | nobody can tell a divided word from a compound, so it is both |
//!
//! Words have positions, by which phrases are found. Line ends and page lines have none: the caller leaves page lines out
//! (see [`zones`]). A second reading stands at the position of the first, so that phrases go through it; a word that was
//! divided stands at both its positions, so that it is found beside the word before it and beside the one behind.

pub(in crate::archive) mod fold;
mod zones;

use std::collections::VecDeque;
use std::ops::Range;

pub use zones::{Zone, ZoneText, zones};

/// Longer words are cut to this many bytes, in texts and in queries: no word of a language is longer.
pub const LONGEST: usize = 64;

/// Divides texts that do not belong together: the words behind it stand [`APART`] places further, so that no phrase runs over
/// it and no words are near across it.
pub const DIVIDE: char = '\u{1e}';

/// How far apart words on both sides of [`DIVIDE`] are, at least.
pub const APART: u32 = 2000;

/// Cuts a text into words, one at a time and without allocating for each.
///
/// ```
/// use sipdis::archive::words::Words;
/// let mut words = Words::new("S/NF: D'Alema");
/// let mut found = Vec::new();
/// while words.advance() {
///     found.push((words.word().to_owned(), words.position()));
/// }
/// assert_eq!(found, [("s".into(), 0), ("nf".into(), 1), ("dalema".into(), 2), ("alema".into(), 2)]);
/// ```
#[derive(Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    next_position: u32,
    word: String,
    position: u32,
    span: Range<usize>,
    main: bool,
    /// Other readings of what was read, still to be given out.
    waiting: VecDeque<(String, u32, Range<usize>)>,
    /// The first half of a word that is divided at a line end.
    half: Option<(String, usize)>,
}

/// What a byte is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter or figure.
    Word,
    /// The apostrophe, or what may begin one.
    Mark,
    /// The first or a later byte of a character beyond ASCII.
    Wide,
    /// Anything else.
    Gap,
}

const CLASSES: [Class; 256] = {
    let mut table = [Class::Gap; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Word,
            b'\'' | b'`' | b'&' => Class::Mark,
            0x80.. => Class::Wide,
            _ => Class::Gap,
        };
        byte += 1;
    }
    table
};

/// Entities that web pages left for an apostrophe.
const APOSTROPHES: &[&str] = &["&#39;", "&#039;", "&#x27;", "&apos;", "&#8217;", "&rsquo;"];

impl<'t> Words<'t> {
    /// The words of `text`.
    pub fn new(text: &'t str) -> Self {
        Words {
            text,
            at: 0,
            next_position: 0,
            word: String::new(),
            position: 0,
            span: 0..0,
            main: true,
            waiting: VecDeque::new(),
            half: None,
        }
    }

    /// Goes to the next word; `false` where there is none.
    pub fn advance(&mut self) -> bool {
        if let Some((word, position, span)) = self.waiting.pop_front() {
            (self.word, self.position, self.span, self.main) = (word, position, span, false);
            return true;
        }
        self.main = true;
        while self.skip_gap() {
            let start = self.at;
            let joint = if self.read_plain() { None } else { self.read() };
            if self.word.is_empty() {
                continue;
            }
            self.position = self.next_position;
            self.next_position = self.next_position.saturating_add(1);
            self.span = start..self.at;
            self.other_readings(joint);
            return true;
        }
        false
    }

    /// The word, folded.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Puts the word in place of what is in `other`, which costs no copying.
    #[cfg(feature = "index")]
    pub(crate) fn swap(&mut self, other: &mut String) {
        std::mem::swap(&mut self.word, other);
    }

    /// Its place among the words, from 0.
    pub fn position(&self) -> u32 {
        self.position
    }

    /// Its place in the text, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether it is the first reading of its place. Queries are made of these only.
    pub fn is_main(&self) -> bool {
        self.main
    }

    /// Goes to the first character of a word.
    fn skip_gap(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match CLASSES[usize::from(*byte)] {
                Class::Word => return true,
                Class::Wide => match self.char() {
                    Some(c) if c.is_alphanumeric() => return true,
                    Some(c) => self.at += c.len_utf8(),
                    None => self.at += 1,
                },
                Class::Mark => self.at += fold::entity_len(&self.text[self.at..]).unwrap_or(1),
                Class::Gap => {
                    if *byte == DIVIDE as u8 {
                        self.next_position = self.next_position.saturating_add(APART);
                    }
                    self.at += 1;
                }
            }
        }
        false
    }

    fn char(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// Reads a word of plain letters and figures that no sign joins to anything, as nearly all are; `false` where none stands
    /// here.
    fn read_plain(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_word = |byte: &u8| CLASSES[usize::from(*byte)] == Class::Word;
        let len = rest.iter().position(|byte| !is_word(byte)).unwrap_or(rest.len());
        let joined = match rest.get(len) {
            // A single letter may begin an abbreviation.
            Some(b'.') => len == 1,
            Some(behind) => CLASSES[usize::from(*behind)] != Class::Gap,
            None => false,
        };
        if len == 0 || joined {
            return false;
        }
        self.word.clear();
        self.word.push_str(self.text.get(self.at..self.at + len.min(LONGEST)).unwrap_or_default());
        self.word.make_ascii_lowercase();
        self.at += len;
        true
    }

    /// Reads the word that begins here; gives the place in it of its first apostrophe.
    fn read(&mut self) -> Option<usize> {
        self.word.clear();
        if self.abbreviation() {
            return None;
        }
        let (mut joint, mut last) = (None, 0);
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match CLASSES[usize::from(*byte)] {
                Class::Word => {
                    if self.word.len() < LONGEST {
                        self.word.push(char::from(byte.to_ascii_lowercase()));
                    }
                    self.at += 1;
                    continue;
                }
                Class::Wide => {
                    let Some(c) = self.char() else { break };
                    if c.is_alphanumeric() || fold::is_silent(c) {
                        fold::push(c, &mut self.word);
                        self.at += c.len_utf8();
                        continue;
                    }
                }
                Class::Mark => {}
                Class::Gap => break,
            }
            let Some(len) = self.apostrophe() else { break };
            joint = joint.or(Some(self.word.len()));
            last = self.word.len();
            self.at += len;
        }
        // The s of possession.
        if last > 0 && self.word.get(last..) == Some("s") {
            self.word.pop();
            joint = joint.filter(|first| *first < last);
        }
        joint
    }

    /// The length of an apostrophe that stands between two letters.
    fn apostrophe(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let len = match rest.chars().next()? {
            c @ ('\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '′' | '´') => c.len_utf8(),
            _ => APOSTROPHES.iter().find(|entity| rest.starts_with(**entity))?.len(),
        };
        rest.get(len..)?.chars().next().filter(|c| c.is_alphanumeric()).map(|_| len)
    }

    /// Reads `E.O.`: single letters with full stops between them.
    fn abbreviation(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let in_word = |at: usize| bytes.get(at).is_some_and(|b| CLASSES[usize::from(*b)] != Class::Gap && *b != b'&');
        let single = |at: usize| letter(at) && !in_word(at + 1);
        let mut at = self.at;
        while single(at) {
            self.word.push(char::from(bytes[at].to_ascii_lowercase()));
            at += 1;
            if bytes.get(at) != Some(&b'.') || !single(at + 1) || self.word.len() >= LONGEST {
                break;
            }
            at += 1;
        }
        if self.word.len() < 2 {
            self.word.clear();
            return false;
        }
        self.at = at;
        true
    }

    /// What else may be looked for where this word stands.
    fn other_readings(&mut self, joint: Option<usize>) {
        // Most words have none: this is asked for each word of an archive.
        let hyphen = self.text.as_bytes().get(self.at) == Some(&b'-');
        if joint.is_none() && self.half.is_none() && !hyphen {
            return;
        }
        let (position, span) = (self.position, self.span.clone());
        if let Some(at) = joint.filter(|at| (1..=2).contains(at))
            && let Some(rest) = self.word.get(at..).filter(|rest| rest.len() > 1)
        {
            self.waiting.push_back((rest.to_owned(), position, span.clone()));
        }
        if let Some((mut whole, from)) = self.half.take() {
            whole.push_str(&self.word);
            whole.truncate(whole.floor_char_boundary(LONGEST));
            self.waiting.push_back((whole.clone(), position.saturating_sub(1), from..span.end));
            self.waiting.push_back((whole, position, from..span.end));
        }
        if hyphen && self.is_divided() {
            self.half = Some((self.word.clone(), span.start));
        }
    }

    /// Whether behind the hyphen that follows a line end comes, then a letter.
    fn is_divided(&self) -> bool {
        let Some(behind) = self.text.get(self.at + 1..) else { return false };
        let letter_before = self.word.ends_with(|c: char| c.is_alphabetic());
        let words = behind.trim_start_matches([' ', '\t', '\r', '\n', '\\']);
        let gap = &behind[..behind.len() - words.len()];
        letter_before && gap.contains(['\n', '\r']) && words.starts_with(|c: char| c.is_alphabetic())
    }
}

/// The first readings of a text: what a query looks for.
///
/// ```
/// use sipdis::archive::words::plain_words;
/// assert_eq!(plain_words("São Paulo's E.O. 12958"), ["sao", "paulo", "eo", "12958"]);
/// ```
pub fn plain_words(text: &str) -> Vec<String> {
    let mut words = Words::new(text);
    let mut found = Vec::new();
    while words.advance() {
        if words.is_main() {
            found.push(words.word().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests;

//! Banners: a level alone on a line with its controls, or a classification line, damaged ones too.

use super::super::line::classification;
use super::super::{Level, Marking, Section};
use super::alike::{as_it_looks, distance};
use super::portion::{bare_portion, misread};
use super::{Doubt, Reading};

/// A banner or a classification line as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// What it says.
    pub reading: Reading,
    /// Where the words of the marking stand in the line.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The section that it opens.
    pub section: Option<Section>,
    /// Whether post and serial number stand on it, as on a classification line.
    pub numbered: bool,
}

/// A level word that may stand damaged, blanks left out.
struct Damaged {
    name: &'static str,
    level: Level,
    /// The number of wrong letters that is allowed.
    most: usize,
    letters: u32,
}

const fn may_be(name: &'static str, level: Level, most: usize) -> Damaged {
    Damaged { name, level, most, letters: letters_of(name.as_bytes()) }
}

const DAMAGED: &[Damaged] = &[
    may_be("UNCLASSIFIED", Level::Unclassified, 2),
    may_be("CONFIDENTIAL", Level::Confidential, 2),
    may_be("LIMITEDOFFICIALUSE", Level::LimitedOfficialUse, 2),
    may_be("TOPSECRET", Level::TopSecret, 1),
    may_be("SECRET", Level::Secret, 1),
    may_be("UNCLAS", Level::Unclassified, 1),
];

/// Which letters a word has, a bit for each; figures share one.
const fn letters_of(word: &[u8]) -> u32 {
    let (mut letters, mut at) = (0, 0);
    while at < word.len() {
        letters |= 1 << if word[at].is_ascii_alphabetic() { word[at] & 31 } else { 0 };
        at += 1;
    }
    letters
}

impl Damaged {
    /// How many letters of `word` are wrong, where some are and not too many.
    fn slips(&self, word: &[u8], letters: u32) -> Option<usize> {
        // A glance for the most words: a letter too many or too few is a slip, and one that only one of both has.
        if word.len().abs_diff(self.name.len()) > self.most {
            return None;
        }
        let only = |a: u32, b: u32| (a & !b).count_ones() as usize > self.most;
        if only(letters, self.letters) || only(self.letters, letters) {
            return None;
        }
        distance(word, self.name.as_bytes(), self.most).filter(|wrong| *wrong > 0 && !is_word(word))
    }
}

/// No banner is longer.
const LONGEST: usize = 120;

/// Reads a line as a banner; `None` where anything else stands on it.
///
/// ```
/// use sipdis::cable::mark::{Doubt, banner};
/// assert_eq!(banner("S E C R E T//NOFORN").unwrap().reading.marking.to_string(), "SECRET//NOFORN");
/// assert_eq!(banner("COMFIDEMTIAL").unwrap().reading.doubt, Some(Doubt::Slip));
/// assert_eq!(banner("CONFIDENTIAL TALKS WERE HELD"), None);
/// ```
pub fn banner(line: &str) -> Option<Banner> {
    // Most lines of a text have small letters; no banner has, but for an L that stands for an I.
    if line.bytes().any(|b| b.is_ascii_lowercase() && b != b'l') {
        return None;
    }
    // What copies of tables leave around a line does not belong to it.
    let around = [' ', '\t', '\u{a0}', '\\', '"', ','];
    let words = line.trim_matches(around);
    if words.len() > LONGEST || words.len() < 3 {
        return None;
    }
    let start = line.len() - line.trim_start_matches(around).len();
    // `*** SECRET ***`, `-- SECRET --`: a dash on one side only opens a point of a list.
    const FRAME: [char; 5] = ['*', '-', '=', '_', '#'];
    let (start, words) = if words.starts_with(FRAME) && words.ends_with(FRAME) {
        let inner = words.trim_start_matches(FRAME).trim_start();
        (start + words.len() - inner.len(), inner.trim_end_matches(FRAME).trim_end())
    } else {
        (start, words)
    };
    if let Some(banner) = exact(words, start) {
        return Some(banner);
    }
    if !words.is_ascii() || words.bytes().any(|b| b < b' ') {
        let (looks, doubt) = as_it_looks(words);
        doubt?;
        let found = exact(&looks, start).or_else(|| damaged(&looks, start)).or_else(|| painted_over(words, start))?;
        // Offsets of the text as it looks do not fit; the whole line is meant.
        let reading = Reading { doubt, ..found.reading };
        return Some(Banner { reading, start, end: start + words.len(), ..found });
    }
    damaged(words, start)
}

/// `SECRET` and six backspaces and `UNCLAS`: the first word is what was written.
fn painted_over(words: &str, start: usize) -> Option<Banner> {
    let first = words.split(|c: char| crate::text::hidden::hidden(c).is_some()).find(|part| !part.trim().is_empty())?;
    exact(first.trim(), start)
}

fn exact(words: &str, start: usize) -> Option<Banner> {
    // The letters with which levels begin.
    if !words.starts_with(['U', 'C', 'S', 'T', 'L', 'R', 'N', 'F', '/']) {
        return None;
    }
    if is_foreign(words) {
        return bare_portion(words).map(|marking| whole_line(words, start, marking, None));
    }
    // The parser takes a word that has lost its first letter; here that is a doubt.
    classification::level(words)?;
    let marking = if words.contains('/') { bare_portion(words) } else { in_brackets(words) };
    if let Some(marking) = marking {
        return Some(whole_line(words, start, marking, None));
    }
    let found = classification::read(words, words)?;
    // `CONFIDENTIAL TALKS 12` is no classification line: serials have three figures at the least.
    let numbered = match found.number {
        Some((_, serial)) if serial.len() < 3 && found.section.is_none() => return None,
        number => number.is_some(),
    };
    let reading = Reading { marking: found.marking, doubt: None };
    let (from, to) = (found.span.start as usize, found.span.end as usize);
    Some(Banner { reading, start: start + from, end: start + to, section: found.section, numbered })
}

/// Markings of others begin with slashes or with the name of NATO's.
fn is_foreign(words: &str) -> bool {
    ["//", "NATO ", "COSMIC "].iter().any(|head| words.starts_with(head))
}

/// `SECRET (NOFORN)`.
fn in_brackets(words: &str) -> Option<Marking> {
    let (level, controls) = words.strip_suffix(')')?.split_once(" (")?;
    let mut marking =
        classification::level(level).filter(|(_, rest)| rest.is_empty()).map(|it| Marking::plain(it.0))?;
    marking.controls = super::controls(controls)?;
    Some(marking)
}

fn whole_line(words: &str, start: usize, marking: Marking, doubt: Option<Doubt>) -> Banner {
    let reading = Reading { marking, doubt };
    Banner { reading, start, end: start + words.len(), section: None, numbered: false }
}

/// A level word with letters wrong, at the start of a line that is a banner otherwise.
fn damaged(words: &str, start: usize) -> Option<Banner> {
    // Prose in capitals neither ends in a serial number nor is one word; this keeps most lines out.
    let ends_in_figure = words.ends_with(|c: char| c.is_ascii_digit());
    if !ends_in_figure && words.len() > 40 {
        return None;
    }
    let mut best: Option<(usize, Banner)> = None;
    each_start(words, |word, at| {
        let letters = letters_of(word);
        for row in DAMAGED {
            // Of several readings the one with fewest slips was meant, and of these the longest.
            let Some(wrong) = row.slips(word, letters) else { continue };
            if best.as_ref().is_some_and(|(least, _)| wrong > *least) {
                continue;
            }
            let mended = format!("{}{}", row.level.banner(), &words[at..]);
            if let Some(found) =
                exact(&mended, 0).filter(|found| found.numbered || words.len() == at || words[at..].starts_with('/'))
            {
                let reading = Reading { doubt: Some(Doubt::Slip), ..found.reading };
                best = Some((wrong, Banner { reading, start, end: start + at, ..found }));
            }
        }
    });
    // `SECRET//NOFORM`: the level is whole, and what stands beside it is not.
    let slipped = || {
        classification::level(words).filter(|(_, rest)| rest.starts_with('/'))?;
        Some(whole_line(words, start, misread(words)?, Some(Doubt::Slip)))
    };
    best.map(|(_, banner)| banner).or_else(slipped)
}

/// Words that are near a level and are words of their own.
fn is_word(word: &[u8]) -> bool {
    matches!(word, b"SECRETS" | b"SECRETE" | b"SECRETED" | b"UNCLE" | b"DECLASSIFIED" | b"REGRET" | b"SECTOR")
}

/// Calls `with` for every place where a first word of the line may end, blanks between its letters or not: with the
/// letters before it, and where it is.
fn each_start(words: &str, mut with: impl FnMut(&[u8], usize)) {
    // Longer than the longest level with two letters too many.
    let mut letters = [0u8; 20];
    let mut count = 0;
    for (at, c) in words.char_indices() {
        if !c.is_ascii_alphanumeric() {
            with(&letters[..count], at);
        } else if let Some(free) = letters.get_mut(count) {
            *free = c as u8;
            count += 1;
        } else {
            return;
        }
    }
    with(&letters[..count], words.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let got = banner(line).map_or("none".to_owned(), |found| {
            let doubt = found.reading.doubt.map_or(String::new(), |doubt| format!(" {doubt:?}"));
            format!("{}{doubt}|{}", found.reading.marking, &line[found.start..found.end])
        });
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn banners() {
        check("SECRET", "SECRET|SECRET");
        check("  TOP SECRET//SI//NOFORN", "TOP SECRET//SI//NOFORN|TOP SECRET//SI//NOFORN");
        check("C O N F I D E N T I A L SECTION 02 OF 03 ROME 000042", "CONFIDENTIAL|C O N F I D E N T I A L");
        check("UNCLASSIFIED", "UNCLASSIFIED|UNCLASSIFIED");
        check("SECRET (NOFORN)", "SECRET//NOFORN|SECRET (NOFORN)");
        check("*** SECRET/NF ***", "SECRET//NOFORN|SECRET/NF");
        check("//GBR SECRET//REL TO USA, GBR", "SECRET//FGI GBR//REL TO USA, GBR|//GBR SECRET//REL TO USA, GBR");
        check("COSMIC TOP SECRET", "TOP SECRET//FGI NATO|COSMIC TOP SECRET");
    }

    #[test]
    fn damage_is_a_guess() {
        check("COMFIDEMTIAL", "CONFIDENTIAL Slip|COMFIDEMTIAL");
        check("C O N F I D E N T A L ROME 000042", "CONFIDENTIAL Slip|C O N F I D E N T A L");
        check("CONFlDENTIAL", "CONFIDENTIAL Slip|CONFlDENTIAL");
        check("SECRET//NOFORM", "SECRET//NOFORN Slip|SECRET//NOFORM");
        check("UNCALS ROME 000042", "UNCLASSIFIED Slip|UNCALS");
        check("SE\u{421}RET", "SECRET LookAlike|SE\u{421}RET");
        check("SECRET\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}UNCLAS", "SECRET Hidden|SECRET\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}UNCLAS");
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "CONFIDENTIAL TALKS WERE HELD",
            "DECLASSIFIED",
            "- SECRET",
            "SECRETS",
            "Secret",
            "",
            "ROME",
            "SECTION 2",
            "CONFIDENTIAL TALKS 12",
        ] {
            check(line, "none");
        }
    }
}

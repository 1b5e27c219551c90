//! Banners: a level alone on a line with its controls, or a classification line, damaged ones too.

use super::super::line::classification;
use super::super::{Level, Section};
use super::alike::{as_it_looks, distance};
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

/// Level words as they may stand damaged, blanks left out, with the number of wrong letters that is allowed.
const DAMAGED: &[(&str, Level, usize)] = &[
    ("UNCLASSIFIED", Level::Unclassified, 2),
    ("CONFIDENTIAL", Level::Confidential, 2),
    ("LIMITEDOFFICIALUSE", Level::LimitedOfficialUse, 2),
    ("TOPSECRET", Level::TopSecret, 1),
    ("SECRET", Level::Secret, 1),
    ("UNCLAS", Level::Unclassified, 1),
];

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
    // What copies of tables leave around a line does not belong to it.
    let around = [' ', '\t', '\u{a0}', '\\', '"', ','];
    let words = line.trim_matches(around);
    if words.len() > LONGEST || words.len() < 3 {
        return None;
    }
    let start = line.len() - line.trim_start_matches(around).len();
    // Most lines of a text have small letters; no banner has.
    if words.is_ascii() && words.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
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
    if !words.starts_with(['U', 'C', 'S', 'T', 'L', 'R', 'N']) {
        return None;
    }
    // The parser takes a word that has lost its first letter; here that is a doubt.
    classification::level(words)?;
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

/// A level word with letters wrong, at the start of a line that is a banner otherwise.
fn damaged(words: &str, start: usize) -> Option<Banner> {
    // Prose in capitals neither ends in a serial number nor is one word; this keeps most lines out.
    let ends_in_figure = words.ends_with(|c: char| c.is_ascii_digit());
    if !ends_in_figure && words.len() > 40 {
        return None;
    }
    let (letters, borders) = letters_and_borders(words);
    let mut best: Option<(usize, Banner)> = None;
    for (name, level, most) in DAMAGED {
        for &(count, at) in borders.iter().filter(|(count, _)| count.abs_diff(name.len()) <= *most) {
            let word = &letters[..count];
            let Some(wrong) = distance(word, name, *most).filter(|wrong| *wrong > 0 && !is_word(word)) else {
                continue;
            };
            let mended = format!("{}{}", level.banner(), &words[at..]);
            let fits = exact(&mended, 0).filter(|found| found.numbered || words.len() == at);
            // Of two readings the one with fewer slips was meant.
            if let Some(found) = fits.filter(|_| best.as_ref().is_none_or(|(least, _)| wrong < *least)) {
                let reading = Reading { doubt: Some(Doubt::Slip), ..found.reading };
                best = Some((wrong, Banner { reading, start, end: start + at, ..found }));
            }
        }
    }
    best.map(|(_, banner)| banner)
}

/// Words that are near a level and are words of their own.
fn is_word(word: &str) -> bool {
    matches!(word, "SECRETS" | "SECRETE" | "SECRETED" | "UNCLE" | "CONFIDENTIALLY" | "REGRET" | "SECTOR")
}

/// The letters of a line's start without blanks, and the places where a word may end: how many letters stand before it,
/// and where it is in the line.
fn letters_and_borders(words: &str) -> (String, Vec<(usize, usize)>) {
    let (mut letters, mut borders) = (String::new(), Vec::new());
    for (at, c) in words.char_indices() {
        if c.is_ascii_alphanumeric() {
            letters.push(c);
        } else if letters.len() > 2 {
            borders.push((letters.len(), at));
        }
        if letters.len() > 20 {
            return (letters, borders);
        }
    }
    borders.push((letters.len(), words.len()));
    (letters, borders)
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
    }

    #[test]
    fn damage_is_a_guess() {
        check("COMFIDEMTIAL", "CONFIDENTIAL Slip|COMFIDEMTIAL");
        check("C O N F I D E N T A L ROME 000042", "CONFIDENTIAL Slip|C O N F I D E N T A L");
        check("UNCALS ROME 000042", "UNCLASSIFIED Slip|UNCALS");
        check("SE\u{421}RET", "SECRET LookAlike|SE\u{421}RET");
        check("SECRET\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}UNCLAS", "SECRET Hidden|SECRET\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}UNCLAS");
    }

    #[test]
    fn other_lines_are_none() {
        for line in
            ["CONFIDENTIAL TALKS WERE HELD", "SECRETS", "Secret", "", "ROME", "SECTION 2", "CONFIDENTIAL TALKS 12"]
        {
            check(line, "none");
        }
    }
}

//! The classification line: level, controls, section, post and serial number.
//!
//! `C O N F I D E N T I A L SECTION 01 OF 02 ROME 000042`. The letters of a level may be divided by blanks (ACP 127
//! asks for it from CONFIDENTIAL upwards).

mod usual;

pub(in crate::cable) use usual::read as usual;

use std::borrow::Cow;

use super::super::pairs::Pairs;
use super::super::words::{Ends, Signs, span_of, strip_prefix_ci};
use super::super::{Control, Level, Marking, Section, mark};
use crate::text::Span;

/// What stands on a classification line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cable) struct Found<'t> {
    pub(in crate::cable) marking: Marking,
    /// The words of the marking.
    pub(in crate::cable) span: Span,
    /// Captions that share the line.
    pub(in crate::cable) captions: Vec<&'t str>,
    pub(in crate::cable) section: Option<Section>,
    /// Post as written, and its serial number.
    pub(in crate::cable) number: Option<(&'t str, &'t str)>,
}

/// How levels stand in a classification line or a banner, longest first where one begins another.
pub(in crate::cable) const LEVELS: &[(&str, Level)] = &[
    ("UNCLASSIFIED", Level::Unclassified),
    ("UNCLAS", Level::Unclassified),
    ("CONFIDENTIAL", Level::Confidential),
    ("TOPSECRET", Level::TopSecret),
    ("SECRET", Level::Secret),
    ("LIMITEDOFFICIALUSEONLY", Level::LimitedOfficialUse),
    ("LIMITEDOFFICIALUSE", Level::LimitedOfficialUse),
    ("LIMOFFUSE", Level::LimitedOfficialUse),
    ("LOU", Level::LimitedOfficialUse),
    ("RESTRICTED", Level::Restricted),
    ("SENSITIVEBUTUNCLASSIFIED", Level::Controlled),
    ("SBU", Level::Controlled),
    ("CUI", Level::Controlled),
    ("FOROFFICIALUSEONLY", Level::Controlled),
];

/// Words behind UNCLAS that make it a controlled level, blanks left out.
const CONTROLLED: &[&str] = &["FOROFFICIALUSEONLY", "FOUO", "EFTO", "SENSITIVE", "SBU"];

/// Words that can stand between level and section or post: controls and captions that are no control.
const BESIDE: &[(&str, bool)] = &[
    ("NOFORN", true),
    ("ORCON", true),
    ("PROPIN", true),
    ("NODIS", false),
    ("EXDIS", false),
    ("LIMDIS", false),
    ("STADIS", false),
    ("SIPDIS", false),
    ("NOCONTRACT", true),
    ("WNINTEL", true),
];

/// What allies call RESTRICTED, behind CONFIDENTIAL.
const MODIFIED: &str = "MODIFIEDHANDLINGAUTHORIZED";

/// The control that a caption puts on the whole cable. `SIPDIS` widens distribution and is never a restriction.
pub(in crate::cable) fn control_of(caption: &str) -> Option<Control> {
    BESIDE
        .iter()
        .find(|(word, is_control)| *is_control && word.eq_ignore_ascii_case(caption))
        .map(|(word, _)| Control(Cow::Borrowed(word)))
}

/// Whether a caption makes an unclassified cable a controlled one. Spelled out below the subject, `SENSITIVE BUT
/// UNCLASSIFIED` asks the reader for care and is no marking of the whole.
pub(in crate::cable) fn controls_unclassified(caption: &str, below_subject: bool) -> bool {
    if below_subject && caption.eq_ignore_ascii_case("SENSITIVE BUT UNCLASSIFIED") {
        return false;
    }
    // `SENSITIVE SIPDIS` is one caption on many lines.
    let first = caption.split(' ').next().unwrap_or_default();
    ["SENSITIVE", "SBU", "FOUO", "EFTO"].iter().any(|word| word.eq_ignore_ascii_case(first))
        || caption.eq_ignore_ascii_case("DEA SENSITIVE")
}

/// A level at the start of `line`, and what stands behind it.
pub(in crate::cable) fn level(line: &str) -> Option<(Level, &str)> {
    let first = line.as_bytes().first()?.to_ascii_uppercase();
    if !WHOLE.may_begin(first, second_letter(line)) {
        return None;
    }
    let begins = |word: &str| word.as_bytes().first() == Some(&first);
    LEVELS.iter().filter(|(word, _)| begins(word)).find_map(|(word, level)| Some((*level, spaced(line, word)?)))
}

/// Whether a glance at its first two letters shows that a line may begin with a level, whole or damaged.
pub(in crate::cable) fn may_open(line: &str) -> bool {
    match line.as_bytes() {
        [first, ..] if first.is_ascii_alphanumeric() => {
            let second = second_letter(line);
            second == *first || WHOLE.may_begin(*first, second) || LOST.may_begin(*first, second)
        }
        _ => true,
    }
}

/// How levels begin, and how those do that lost their first letter. Asked of very many lines.
const WHOLE: Pairs = pairs_from(0);
const LOST: Pairs = pairs_from(1);

/// How levels begin without so many letters at their start.
const fn pairs_from(lost: usize) -> Pairs {
    let (mut pairs, mut row) = (Pairs::new(), 0);
    while row < LEVELS.len() {
        pairs = pairs.with(LEVELS[row].0.split_at(lost).1);
        row += 1;
    }
    pairs
}

/// What stands behind the first byte and blanks; a blank where nothing does.
fn second_letter(line: &str) -> u8 {
    line.bytes().skip(1).find(|byte| *byte != b' ').unwrap_or(b' ')
}

/// A level whose first letter is lost or stands twice: `E C R E T`, `SS E C R E T`, `UUNCLAS`. The start of a message is
/// where lines drop letters.
fn damaged_level(line: &str) -> Option<(Level, &str)> {
    let letter = line.bytes().next().filter(u8::is_ascii_uppercase)?;
    let second = second_letter(line);
    if second != letter && !LOST.may_begin(letter, second) {
        return None;
    }
    let doubled = line
        .get(1..)
        .map(|rest| rest.without_at_start(const { Signs::new(" ") }))
        .filter(|rest| rest.starts_with(letter as char));
    let lost = || {
        const LONG: usize = 6;
        LEVELS
            .iter()
            .filter(|(word, _)| word.len() >= LONG)
            .find_map(|(word, level)| Some((*level, spaced(line, word.get(1..)?)?)))
    };
    doubled.and_then(level).or_else(lost)
}

/// Reads a line as a classification line; `None` where more stands on it than belongs there.
pub(in crate::cable) fn read<'t>(text: &'t str, line: &'t str) -> Option<Found<'t>> {
    let (found, rest) = read_prefix(text, line)?;
    rest.without(const { Signs::new(" .\\/") }).is_empty().then_some(found)
}

/// As [`read`], with whatever stands behind it on the line: web pages lost line ends and even blanks
/// (`... ROME 003128SIPDISE.O. 12958: ...`).
pub(in crate::cable) fn read_prefix<'t>(text: &'t str, line: &'t str) -> Option<(Found<'t>, &'t str)> {
    if !may_open(line) {
        return None;
    }
    usual::read(text, line).map(|found| (found, "")).or_else(|| any_prefix(text, line))
}

/// As [`read_prefix`], of a line that may open with a level, however it is written.
fn any_prefix<'t>(text: &'t str, line: &'t str) -> Option<(Found<'t>, &'t str)> {
    const AROUND: Signs = Signs::new(" \t\\\",\u{a0}");
    let line = line.without(AROUND);
    let whole = level(line);
    let (mut level, mut rest) = whole.or_else(|| damaged_level(line))?;
    let mut controls: Vec<Control> = Vec::new();
    let mut captions = Vec::new();
    let mut end = line.len() - rest.len();
    while let Some((beside, behind)) = beside(rest, level) {
        match beside {
            Beside::Controlled if !level.is_classified() => level = Level::Controlled,
            Beside::Controlled => {}
            // What allies call RESTRICTED.
            Beside::Modified => level = Level::Restricted,
            Beside::Caption(caption) => captions.push(caption),
            Beside::Control(control) if controls.contains(&control) => {}
            Beside::Control(control) => controls.push(control),
            Beside::Kind(kind) => controls.extend(kind),
        }
        rest = behind;
        end = line.len() - rest.len();
    }
    let (section, rest) = section(rest);
    // A figure or two behind slashes belong to a control that is not known.
    let unknown = rest.trimmed_start().starts_with("//");
    let numbered = number_prefix(rest).filter(|((_, serial), _)| !unknown || serial.len() > 2);
    let (number, rest) = numbered.map_or((None, rest), |(number, rest)| (Some(number), rest));
    // Half a word is a level only where the cable's number shows what line this is.
    if whole.is_none() && number.is_none_or(|(_, serial)| serial.len() < 5) {
        return None;
    }
    let span = span_of(text, &line[..end]);
    Some((Found { marking: Marking { level, controls }, span, captions, section, number }, rest))
}

/// What may stand between the level and section or post.
enum Beside<'t> {
    /// What makes an unclassified cable a controlled one.
    Controlled,
    /// `MODIFIED HANDLING AUTHORIZED` behind CONFIDENTIAL.
    Modified,
    Caption(&'t str),
    Control(Control),
    /// All controls of one kind.
    Kind(Vec<Control>),
}

/// The next such thing, and what stands behind it.
fn beside(rest: &str, level: Level) -> Option<(Beside<'_>, &str)> {
    let at = rest.without_at_start(const { Signs::new(" /,-\t\u{a0}") });
    let first = *at.as_bytes().first()?;
    // Behind most levels stands the section or the post.
    if at.starts_with("SECTION ") && !rest.contains("//") {
        return None;
    }
    if BESIDES.may_begin(first, second_letter(at)) {
        if let Some(behind) = CONTROLLED.iter().find_map(|word| spaced(at, word)) {
            return Some((Beside::Controlled, behind));
        }
        if let Some(behind) = spaced(at, MODIFIED).filter(|_| level == Level::Confidential) {
            return Some((Beside::Modified, behind));
        }
        let word = BESIDE.iter().find_map(|(word, is_control)| Some((*word, *is_control, spaced(at, word)?)));
        if let Some((word, is_control, behind)) = word {
            let caption = &at[..at.len() - behind.len()];
            let control = || Beside::Control(Control(Cow::Borrowed(word)));
            return Some((if is_control { control() } else { Beside::Caption(caption) }, behind));
        }
    }
    if let Some((kind, behind)) = kind_between_slashes(rest) {
        return Some((Beside::Kind(kind), behind));
    }
    let (control, behind) = release_list(at).or_else(|| mark::beside_level(at))?;
    // The register's own controls may stand twice.
    Some((Beside::Kind(vec![control]), behind))
}

/// How the words begin that are looked for letter by letter.
const BESIDES: Pairs = {
    let (mut pairs, mut row) = (Pairs::new().with(MODIFIED), 0);
    while row < CONTROLLED.len() {
        pairs = pairs.with(CONTROLLED[row]);
        row += 1;
    }
    row = 0;
    while row < BESIDE.len() {
        pairs = pairs.with(BESIDE[row].0);
        row += 1;
    }
    pairs
};

/// The controls of one kind, which two slashes stand before and behind: `//FGI GBR//`, `//SAR-BLUE//`.
fn kind_between_slashes(rest: &str) -> Option<(Vec<Control>, &str)> {
    const LONGEST: usize = 60;
    let kind = rest.trimmed_start().strip_prefix("//")?;
    let end = kind.as_bytes().windows(2).take(LONGEST).position(|two| two == b"//")?;
    let (words, behind) = kind.split_at_checked(end)?;
    Some((mark::controls(words.trimmed()).filter(|controls| !controls.is_empty())?, behind))
}

/// The control of a caption that is a release list: `REL TO USA, GBR`, `RELTO USA, GBR`.
pub(in crate::cable) fn release_caption(caption: &str) -> Option<Control> {
    let list = caption.strip_prefix("RELTO").or_else(|| caption.strip_prefix("REL TO"))?;
    release_list(&format!("REL TO {}", list.trimmed_start()))
        .filter(|(_, rest)| rest.is_empty())
        .map(|(control, _)| control)
}

/// `REL TO USA, GBR`: USA and countries of three letters or groups of four.
fn release_list(text: &str) -> Option<(Control, &str)> {
    let list = text.strip_prefix("REL TO ").or_else(|| text.strip_prefix("REL "))?;
    let mut names = Vec::new();
    let mut rest = list;
    loop {
        let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        if !(3..=4).contains(&letters) {
            break;
        }
        names.push(&rest[..letters]);
        rest = &rest[letters..];
        match rest.strip_prefix(", ").or_else(|| rest.strip_prefix(',')) {
            Some(more) => rest = more,
            None => break,
        }
    }
    (!names.is_empty()).then(|| (Control(Cow::Owned(format!("REL TO {}", names.join(", ")))), rest))
}

/// `SECTION 01 OF 02`, `FINAL SECTION OF 02`, and the word with a letter missing.
pub(in crate::cable) fn section(text: &str) -> (Option<Section>, &str) {
    let found = || {
        let text = text.trimmed_start();
        let (text, last) = match strip_prefix_ci(text, "FINAL ") {
            Some(rest) => (rest.trimmed_start(), true),
            None => (text, false),
        };
        let letters = text.bytes().take(8).take_while(u8::is_ascii_alphabetic).count();
        if !is_section_word(&text[..letters]) {
            return None;
        }
        let (number, rest) = figures(&text[letters..]);
        let rest = strip_prefix_ci(rest.trimmed_start(), "OF")?;
        let (of, rest) = figures(rest);
        let number = if last { of } else { number };
        Some((Section { number: number?, of: of? }, rest))
    };
    found().map_or((None, text), |(section, rest)| (Some(section), rest))
}

/// `SECTION`, or the same with one letter lost or wrong, as the line noise of the time made it.
fn is_section_word(word: &str) -> bool {
    const WORD: &[u8] = b"SECTION";
    let word = word.as_bytes();
    let alike = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let same = WORD.iter().zip(word).take_while(alike).count();
    let same_end = WORD.iter().rev().zip(word.iter().rev()).take_while(alike).count();
    match word.len() {
        6 => same + same_end >= 6,
        7 => same + same_end >= 6,
        _ => false,
    }
}

fn figures(text: &str) -> (Option<u16>, &str) {
    let text = text.trimmed_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..digits].parse().ok(), &text[digits..])
}

/// Post and serial number alone on a line: `THE HAGUE 001695`.
pub(in crate::cable) fn number(text: &str) -> Option<(&str, &str)> {
    number_prefix(text).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number)
}

/// Post and serial number, and what stands behind them. A stray signal or sign behind the number is left aside.
fn number_prefix(text: &str) -> Option<((&str, &str), &str)> {
    const AROUND: Signs = Signs::new(" \t\\/\u{a0}");
    let text = text.without(AROUND);
    // Names have no more letters than that, so the search for figures is short.
    let at = text.bytes().take(32).position(|b| b.is_ascii_digit())?;
    let (post, rest) = (text.get(..at)?.without_at_end(const { Signs::new(" \u{a0}") }), &text[at..]);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest[digits..].without(const { Signs::new(" .\\") });
    // Some copies have all of the head in small letters; then the number has its zeros.
    let capital = |b: u8| b.is_ascii_uppercase() || digits >= 5 && b.is_ascii_lowercase();
    let is_post =
        !post.is_empty() && post.bytes().all(|b| capital(b) || b" .'-/".contains(&b)) && post.bytes().any(capital);
    let stray = behind.len() <= 12 && behind.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b.is_ascii_uppercase());
    let stray = stray && !behind.starts_with("SIPDIS");
    // `SECTION 01` at the end of a line that was cut there is no post.
    (is_post && !is_section_word(post) && (1..=8).contains(&digits))
        .then(|| ((post, &rest[..digits]), if stray { "" } else { behind }))
}

/// What stands behind `word`, which is in capitals, in `text`, where blanks may divide the letters of the word. The word must
/// end there.
fn spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    // OCR doubles blanks; more than three divide columns.
    const MOST: usize = 3;
    let bytes = text.as_bytes();
    let mut at = 0;
    for letter in word.bytes() {
        let (start, limit) = (at, if at == 0 { 0 } else { MOST });
        while bytes.get(at) == Some(&b' ') && at - start < limit {
            at += 1;
        }
        if bytes.get(at)?.to_ascii_uppercase() != letter {
            return None;
        }
        at += 1;
    }
    let rest = &text[at..];
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let got = read(line, line).map_or("none".to_owned(), |found| {
            let section = found.section.map_or("-".to_owned(), |s| format!("{}/{}", s.number, s.of));
            let (post, serial) = found.number.unwrap_or(("-", "-"));
            format!("{}|{section}|{post}|{serial}|{}", found.marking, found.captions.join(" "))
        });
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn classification_lines() {
        check("UNCLAS REYKJAVIK 000042", "UNCLASSIFIED|-|REYKJAVIK|000042|");
        check("UNCLAS SECTION 01 OF 02 REYKJAVIK 000042", "UNCLASSIFIED|1/2|REYKJAVIK|000042|");
        check("C O N F I D E N T I A L SECTION 01 OF 03 THE HAGUE 000042", "CONFIDENTIAL|1/3|THE HAGUE|000042|");
        check("S E C R E T REYKJAVIK 000042 ", "SECRET|-|REYKJAVIK|000042|");
        check("L I M I T E D  O F F I C I A L  U S E ROME 00042", "LIMITED OFFICIAL USE|-|ROME|00042|");
        check("CONFIDENTIAL//NOFORN REYKJAVIK 000042", "CONFIDENTIAL//NOFORN|-|REYKJAVIK|000042|");
        check("S E C R E T NOFORN SECTION 02 OF 02 ROME 000042", "SECRET//NOFORN|2/2|ROME|000042|");
        check("UNCLAS E F T O ROME 000042", "SENSITIVE BUT UNCLASSIFIED|-|ROME|000042|");
        check("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SENSITIVE BUT UNCLASSIFIED|-|-|-|");
        check("SECRET//FGI GBR//REL TO USA, GBR ROME 0042", "SECRET//FGI GBR//REL TO USA, GBR|-|ROME|0042|");
        check("TOP SECRET//SAR-BLUE//NOFORN STATE 0042", "TOP SECRET//SAR-BLUE//NOFORN|-|STATE|0042|");
        check("CONFIDENTIAL - MODIFIED HANDLING AUTHORIZED ROME 0042", "RESTRICTED|-|ROME|0042|");
        check("LIMITED OFFICIAL USE ONLY ROME 0042", "LIMITED OFFICIAL USE|-|ROME|0042|");
        check("SECRET//N0FORN", "none");
        check("SECRET//REL TO USA, GBR ROME 0042", "SECRET//REL TO USA, GBR|-|ROME|0042|");
        check("C O N F I D E N T I A L SCTION 02 OF 02 SAO PAULO 000335", "CONFIDENTIAL|2/2|SAO PAULO|000335|");
        check("SECRET FINAL SECTION OF 03 ROME 042", "SECRET|3/3|ROME|042|");
        check("T O P  S E C R E T EXDIS STATE 123", "TOP SECRET|-|STATE|123|EXDIS");
        check("CONFIDENTIAL", "CONFIDENTIAL|-|-|-|");
        check("S e c r e t section 01 of 02 rome 000042", "SECRET|1/2|rome|000042|");
    }

    #[test]
    fn levels_that_lost_a_letter() {
        check("SS E C R E T SECTION 01 OF 02 ROME 000042", "SECRET|1/2|ROME|000042|");
        check("S S E C R E T ROME 000042", "SECRET|-|ROME|000042|");
        check("UUNCLAS ROME 000042", "UNCLASSIFIED|-|ROME|000042|");
        check("O N F I D E N T I A L ROME 000042", "CONFIDENTIAL|-|ROME|000042|");
        check("E C R E T ROME 42", "none");
        check("SECRET", "SECRET|-|-|-|");
        check("ECRET", "none");
        check("SECRET SECTION 01", "none");
    }

    #[test]
    fn prose_is_no_classification_line() {
        for line in
            ["CONFIDENTIAL TALKS WERE HELD", "SECRETARY OF STATE", "UNCLASSIFIEDS", "SECRET: DO NOT TELL", "SUBJECT"]
        {
            check(line, "none");
        }
    }
}

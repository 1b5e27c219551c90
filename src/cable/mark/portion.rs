//! Portion marks: `(C)`, `(S//NF)`, `(SBU/NF)`, `(S//REL TO USA, GBR)`, `(//GBR S)`.

use std::borrow::Cow;

use super::super::{Control, Level, Marking};
use super::alike::{as_it_looks, distance};
use super::{Doubt, Reading, controls};

/// Levels in portion marks, as letters and in words.
const LEVELS: &[(&str, Level)] = &[
    ("U", Level::Unclassified),
    ("SBU", Level::Controlled),
    ("FOUO", Level::Controlled),
    ("OUO", Level::Controlled),
    ("CUI", Level::Controlled),
    ("EFTO", Level::Controlled),
    ("LOU", Level::LimitedOfficialUse),
    ("R", Level::Restricted),
    ("C", Level::Confidential),
    ("S", Level::Secret),
    ("TS", Level::TopSecret),
    ("UNCLAS", Level::Unclassified),
    ("UNCLASSIFIED", Level::Unclassified),
    ("SENSITIVE BUT UNCLASSIFIED", Level::Controlled),
    ("FOR OFFICIAL USE ONLY", Level::Controlled),
    ("LIMITED OFFICIAL USE", Level::LimitedOfficialUse),
    ("RESTRICTED", Level::Restricted),
    ("CONFIDENTIAL", Level::Confidential),
    ("SECRET", Level::Secret),
    ("TOP SECRET", Level::TopSecret),
];

/// Levels with what they say beside the level. Those of NATO mark what belongs to NATO, and a banner names it as such;
/// those of the Department of Energy end in the letters of its controls.
const COMPOUND: &[(&str, Level, &[&str])] = &[
    ("NU", Level::Unclassified, &["FGI NATO"]),
    ("NR", Level::Restricted, &["FGI NATO"]),
    ("NC", Level::Confidential, &["FGI NATO"]),
    ("NS", Level::Secret, &["FGI NATO"]),
    ("CTS", Level::TopSecret, &["FGI NATO"]),
    ("NCA", Level::Confidential, &["FGI NATO", "ATOMAL"]),
    ("NSAT", Level::Secret, &["FGI NATO", "ATOMAL"]),
    ("CTSA", Level::TopSecret, &["FGI NATO", "ATOMAL"]),
    ("NATO UNCLASSIFIED", Level::Unclassified, &["FGI NATO"]),
    ("NATO RESTRICTED", Level::Restricted, &["FGI NATO"]),
    ("NATO CONFIDENTIAL", Level::Confidential, &["FGI NATO"]),
    ("NATO SECRET", Level::Secret, &["FGI NATO"]),
    ("COSMIC TOP SECRET", Level::TopSecret, &["FGI NATO"]),
    ("CRD", Level::Confidential, &["RD"]),
    ("CFRD", Level::Confidential, &["FRD"]),
    ("SRD", Level::Secret, &["RD"]),
    ("SFRD", Level::Secret, &["FRD"]),
    ("TSRD", Level::TopSecret, &["RD"]),
    ("TSFRD", Level::TopSecret, &["FRD"]),
];

/// Behind U, these make a controlled level of it. Behind any other level they say nothing more.
const CONTROLLED: &[&str] = &["FOUO", "SBU", "SENSITIVE", "CUI", "EFTO", "FOR OFFICIAL USE ONLY"];

/// The longest mark that is looked for, brackets included.
const LONGEST: usize = 64;

/// What stands between the brackets of a portion mark.
///
/// ```
/// use sipdis::cable::mark::bare_portion;
/// assert_eq!(bare_portion("S//NF").unwrap().to_string(), "SECRET//NOFORN");
/// assert_eq!(bare_portion("SBU/N").unwrap().to_string(), "SENSITIVE BUT UNCLASSIFIED//NOFORN");
/// assert_eq!(bare_portion("R-AZ"), None);
/// ```
pub fn bare_portion(inner: &str) -> Option<Marking> {
    // A glance is enough for most brackets.
    let first = inner.trim_start().bytes().next()?;
    let begins =
        matches!(first.to_ascii_uppercase(), b'C' | b'E' | b'F' | b'L' | b'N' | b'O' | b'R' | b'S' | b'T' | b'U');
    if !begins && first != b'/' {
        return None;
    }
    // Nearly all marks are a level's letters, with NOFORN behind them or nothing.
    if let Some(head) = inner.strip_suffix("/NF").filter(|head| !head.starts_with("CUI")) {
        if let Some(level) = level_of(head.strip_suffix('/').unwrap_or(head)) {
            return Some(Marking { level, controls: vec![Control::NOFORN] });
        }
    } else if let Some(level) = level_of(inner) {
        return Some(Marking::plain(level));
    }
    let upper = folded(inner);
    let words = without_entire_text(&upper);
    if let Some(foreign) = words.strip_prefix("//") {
        return of_others(foreign.trim());
    }
    let end = words.find('/').unwrap_or(words.len());
    let (head, rest) = words.split_at(end);
    let head = head.trim();
    let (mut marking, beside) = compound(head).or_else(|| own(head))?;
    if !beside.is_empty() {
        further(beside, &mut marking)?;
    }
    if head == "CUI" {
        return categories(rest, marking);
    }
    further(rest, &mut marking)?;
    Some(marking)
}

/// What stands behind CUI: controls, and categories of its registry (`PRVCY`, `SP-EXPT`), which have two to six letters.
fn categories(rest: &str, mut marking: Marking) -> Option<Marking> {
    for part in rest.split('/').filter(|part| !part.is_empty()) {
        if further(part, &mut marking).is_some() {
            continue;
        }
        let known = part.len() <= 6 && part.len() >= 2 && part.bytes().all(|b| b.is_ascii_uppercase());
        let category = known.then(|| Control(Cow::Owned(part.to_owned())))?;
        marking.controls.push(category);
    }
    Some(marking)
}

/// Capitals, with single blanks and none around slashes.
fn folded(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    for word in inner.split_ascii_whitespace() {
        if !out.is_empty() && !out.ends_with('/') && !word.starts_with('/') {
            out.push(' ');
        }
        out.push_str(&word.to_ascii_uppercase());
    }
    out
}

/// `C - ENTIRE TEXT` says with the mark that it holds for all.
fn without_entire_text(words: &str) -> &str {
    let bare = words.trim_end_matches('.');
    bare.strip_suffix("ENTIRE TEXT").map_or(words, |mark| mark.trim_end_matches([' ', '-', ':', ',']))
}

/// A level and what stands beside it without a slash: `C NF`, `SBU-NF`, `U, FOUO`.
fn own(head: &str) -> Option<(Marking, &str)> {
    let exact = LEVELS.iter().find(|(word, _)| *word == head).map(|(_, level)| (*level, ""));
    let with_more = || {
        // Longest first, so that `TOP SECRET` is not taken for a `TOP`.
        let fits = LEVELS.iter().filter_map(|(word, level)| {
            let rest = head.strip_prefix(word)?;
            rest.starts_with([' ', '-', ',']).then_some((word.len(), *level, rest))
        });
        fits.max_by_key(|(len, ..)| *len).map(|(_, level, rest)| (level, rest.trim_start_matches([' ', '-', ','])))
    };
    exact.or_else(with_more).map(|(level, rest)| (Marking::plain(level), rest))
}

fn compound(head: &str) -> Option<(Marking, &str)> {
    let ends = |word: &str| head.strip_prefix(word).filter(|rest| rest.is_empty() || rest.starts_with([' ', '-']));
    let (level, controls, rest) =
        COMPOUND.iter().find_map(|(word, level, controls)| Some((level, controls, ends(word)?)))?;
    let mut marking = Marking::plain(*level);
    marking.controls.extend(controls.iter().map(|control| Control(Cow::Borrowed(control))));
    Some((marking, rest.trim_start_matches([' ', '-'])))
}

/// Controls behind a level.
fn further(rest: &str, marking: &mut Marking) -> Option<()> {
    let mut known = String::new();
    for part in rest.split('/').map(str::trim).filter(|part| !part.is_empty()) {
        if CONTROLLED.contains(&part) {
            if !marking.level.is_classified() {
                marking.level = Level::Controlled;
            }
        } else if let Some(category) = part.strip_prefix("SP-").filter(|_| marking.level == Level::Controlled) {
            // `CUI//SP-PRVCY`: a category of the CUI registry.
            let name = Control(Cow::Owned(format!("SP-{category}")));
            marking.controls.push(name);
        } else {
            known.push('/');
            known.push_str(part);
        }
    }
    controls::list(&known, &mut marking.controls)
}

/// What others classified: `GBR S`, `DEU C//REL TO USA, DEU`, `NS`, `JOINT S USA GBR`.
fn of_others(words: &str) -> Option<Marking> {
    let (head, rest) = words.split_once('/').unwrap_or((words, ""));
    let head = head.trim();
    let mut marking = if let Some((marking, "")) = compound(head) {
        marking
    } else if let Some(joint) = head.strip_prefix("JOINT ") {
        let (level, list) = joint.split_once(' ')?;
        let mut marking = Marking::plain(level_of(level)?);
        marking.controls.push(Control(Cow::Owned(format!("JOINT {list}"))));
        marking
    } else {
        let (owner, level) = head.rsplit_once(' ')?;
        let mut marking = Marking::plain(level_of(level)?);
        // `FGI` in the place of the country hides it.
        let owner = if owner == "FGI" { owner.to_owned() } else { format!("FGI {owner}") };
        controls::list(&owner, &mut marking.controls)?;
        marking
    };
    further(rest, &mut marking)?;
    Some(marking)
}

/// The levels with a letter of their own.
const LETTER: [Option<Level>; 256] = {
    let (mut letters, mut row) = ([None; 256], 0);
    while row < LEVELS.len() {
        if let [letter] = LEVELS[row].0.as_bytes() {
            letters[*letter as usize] = Some(LEVELS[row].1);
        }
        row += 1;
    }
    letters
};

/// The level that has this letter for its mark.
#[inline]
pub(in crate::cable) fn level_of_letter(letter: u8) -> Option<Level> {
    LETTER[usize::from(letter)]
}

fn level_of(letters: &str) -> Option<Level> {
    let first = match letters.as_bytes() {
        [] => return None,
        [letter] => return level_of_letter(*letter),
        [first, ..] => *first,
    };
    let is_it = |word: &str| word.len() == letters.len() && word.as_bytes()[0] == first && word == letters;
    LEVELS.iter().find(|(word, _)| is_it(word)).map(|(_, level)| *level)
}

/// A portion mark at the start of `text`, damaged ones too, and its length.
///
/// Ask only where a mark may stand, at the start of a paragraph: what is damaged is guessed.
///
/// ```
/// use sipdis::cable::mark::{Doubt, portion};
/// let (reading, len) = portion("(C/NF) Boats.").unwrap();
/// assert_eq!((reading.marking.to_string().as_str(), reading.doubt, len), ("CONFIDENTIAL//NOFORN", None, 6));
/// assert_eq!(portion("(\u{421}) Boats.").unwrap().0.doubt, Some(Doubt::LookAlike));
/// assert_eq!(portion("(see below)"), None);
/// ```
pub fn portion(text: &str) -> Option<(Reading, usize)> {
    let head = head(text);
    let end = head.find([')', '\u{ff09}', '}', ']']);
    if let Some(end) = end.filter(|_| head.starts_with(['(', '\u{ff08}', '{', '['])) {
        let open = head.chars().next().map_or(0, char::len_utf8);
        let close = head[end..].chars().next().map_or(0, char::len_utf8);
        let inner = head.get(open..end)?;
        let straight = head.starts_with('(') && head[end..].starts_with(')');
        let (looks, doubt) = as_it_looks(inner);
        let bracket = (!straight).then_some(Doubt::Slip);
        if let Some(marking) = bare_portion(&looks) {
            return Some((Reading { marking, doubt: doubt.max(bracket) }, end + close));
        }
        let marking = misread(&looks)?;
        return Some((Reading { marking, doubt: doubt.max(Some(Doubt::Slip)) }, end + close));
    }
    one_bracket(head).map(|(marking, len)| (Reading { marking, doubt: Some(Doubt::Slip) }, len))
}

/// The part of `text` that a mark may take.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    // No mark goes on over a blank line, but some are wrapped.
    head.find("\n\n").map_or(head, |at| &head[..at])
}

/// `(C The boats`, `C) The boats`: one bracket was lost.
fn one_bracket(head: &str) -> Option<(Marking, usize)> {
    let (inner, closed) = match head.strip_prefix('(') {
        Some(rest) => (rest, false),
        None => (head, true),
    };
    let end = inner.find(|c: char| !c.is_ascii_uppercase() && !matches!(c, '/' | '-'))?;
    let (mark, rest) = inner.split_at(end);
    let marking = bare_portion(mark)?;
    if closed {
        return rest.starts_with(") ").then_some((marking, end + 1));
    }
    // `(C The boats`, but not `(U.S. boats` and not `(C and D)`: a sentence begins behind the letters.
    let begins = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let in_brackets = rest.contains(')');
    (begins && !in_brackets).then_some((marking, end + 1))
}

/// A mark with a letter wrong, as scanners and typists leave it: `5BU`, `S//N0FORN`, `S\\NF`, `SUB`.
pub(super) fn misread(inner: &str) -> Option<Marking> {
    // A bracket that stands twice.
    let upper = folded(inner.trim_start_matches('('));
    // `S//N F`: blanks among the letters.
    let joined = upper.contains('/').then(|| upper.replace(' ', ""));
    if let Some(marking) = joined.as_deref().and_then(bare_portion).or_else(|| bare_portion(&upper)) {
        return Some(marking);
    }
    if !upper.starts_with(|c: char| c.is_ascii_alphabetic()) && !upper.get(1..).is_some_and(has_letter) {
        return None;
    }
    let letters: String = upper
        .chars()
        .map(|c| match c {
            '0' => 'O',
            '1' | '!' => 'I',
            '5' | '$' => 'S',
            '8' => 'B',
            '\\' | '|' | ';' | ':' => '/',
            c => c,
        })
        .filter(|c| !matches!(c, '.' | '\'' | '`' | '_' | '*'))
        .collect();
    if letters != upper
        && let Some(marking) = bare_portion(&letters)
    {
        return Some(marking);
    }
    let words: Vec<&str> = letters.split('/').filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    // Single letters have no letter to lose; of the longer ones, one may be wrong.
    const LONG: &[&str] = &["SBU", "FOUO", "LOU", "UNCLAS", "UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET"];
    let near = |word: &str, names: &[&'static str]| {
        names.iter().find(|name| distance(word.as_bytes(), name.as_bytes(), name.len().div_ceil(8)).is_some()).copied()
    };
    // `SNF`: the slash is lost.
    let (first, closed) = match first.strip_suffix("NF").filter(|_| rest.is_empty()) {
        Some(level) => (level.trim_end_matches('.'), true),
        None => (*first, false),
    };
    let level = own(first).filter(|(_, beside)| beside.is_empty()).map(|(marking, _)| marking);
    let mut marking = match level {
        Some(marking) => marking,
        None => Marking::plain(level_of(near(first, LONG).filter(|_| first.len() >= 3)?)?),
    };
    for word in rest {
        const CONTROLS: &[&str] = &["NOFORN", "ORCON", "PROPIN", "LIMDIS", "EXDIS", "NODIS", "RELIDO"];
        let word = near(word, CONTROLS).filter(|_| word.len() >= 4).unwrap_or(word);
        further(word, &mut marking)?;
    }
    if closed && !marking.controls.contains(&Control::NOFORN) {
        marking.controls.push(Control::NOFORN);
    }
    Some(marking)
}

fn has_letter(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mark: &str, expected: &str) {
        let got = portion(mark).map_or("none".to_owned(), |(reading, len)| {
            let doubt = reading.doubt.map_or(String::new(), |doubt| format!(" {doubt:?}"));
            format!("{}{doubt}|{}", reading.marking, &mark[len..])
        });
        assert_eq!(got, expected, "{mark}");
    }

    #[test]
    fn controls_stand_in_many_ways() {
        check("(TS//SI/TK//OC/NF) x", "TOP SECRET//SI/TK//ORCON/NOFORN| x");
        check("(S//FGI GBR DEU//NF)", "SECRET//FGI GBR DEU//NOFORN|");
        check("(C NF)", "CONFIDENTIAL//NOFORN|");
        check("(U//FOUO)", "SENSITIVE BUT UNCLASSIFIED|");
        check("(C//REL TO USA, KEN, GBR//)", "CONFIDENTIAL//REL TO USA, KEN, GBR|");
        check("(LOU - ENTIRE TEXT)", "LIMITED OFFICIAL USE|");
    }

    #[test]
    fn what_others_classified() {
        check("(//GBR S)", "SECRET//FGI GBR|");
        check("(//NS)", "SECRET//FGI NATO|");
        check("(NC)", "CONFIDENTIAL//FGI NATO|");
        check("(//JOINT S USA GBR)", "SECRET//JOINT USA GBR|");
        check("(//XYZ)", "none");
    }

    #[test]
    fn damage_is_a_guess() {
        check("(5BU)", "SENSITIVE BUT UNCLASSIFIED Slip|");
        check("{C) Text", "CONFIDENTIAL Slip| Text");
        check("(C The boats", "CONFIDENTIAL Slip| The boats");
        check("C) The boats", "CONFIDENTIAL Slip| The boats");
        check("(S\\\\NF)", "SECRET//NOFORN Slip|");
        check("(\u{405}//NF)", "SECRET//NOFORN LookAlike|");
        check("(S\u{200b}//NF)", "SECRET//NOFORN Hidden|");
        for none in ["(5)", "(C and D)", "(U.S. boats)", "(C and D boats", "(1)", "()", "(", "", "A) boats"] {
            check(none, "none");
        }
    }
}

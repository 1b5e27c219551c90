//! Classification lines as nearly all cables write them: a level, perhaps the section, post and serial number, with single
//! blanks between them and nothing else. Any other is read beside, letter by letter.

use super::super::super::mark;
use super::super::super::words::span_of;
use super::super::super::{Level, Marking, Section};
use super::{BESIDES, Found, is_section_word};

/// Levels as they mostly stand.
const LEVELS: &[(&str, Level)] = &[
    ("UNCLAS", Level::Unclassified),
    ("C O N F I D E N T I A L", Level::Confidential),
    ("CONFIDENTIAL", Level::Confidential),
    ("S E C R E T", Level::Secret),
    ("SECRET", Level::Secret),
];

/// What stands on the line. What this gives is what [`super::any_prefix`] gives, with nothing behind it.
pub(in crate::cable) fn read<'t>(text: &'t str, line: &'t str) -> Option<Found<'t>> {
    let (word, level) = LEVELS.iter().find(|(word, _)| line.starts_with(word))?;
    let (word, rest) = line.split_at_checked(word.len())?;
    let rest = rest.strip_prefix(' ')?;
    let (section, rest) = match rest.strip_prefix("SECTION ") {
        Some(behind) => section(behind).map(|(section, rest)| (Some(section), rest))?,
        None => (None, rest),
    };
    let figures = rest.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (post, serial) = rest.split_at_checked(rest.len() - figures)?;
    let post = post.strip_suffix(' ')?;
    if !(5..=8).contains(&figures) || !is_post(post) {
        return None;
    }
    let marking = Marking { level: *level, controls: Vec::new() };
    Some(Found { marking, span: span_of(text, word), captions: Vec::new(), section, number: Some((post, serial)) })
}

/// Section and count of two figures each, and what stands behind them.
fn section(text: &str) -> Option<(Section, &str)> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let [a, b, b' ', b'O', b'F', b' ', c, d, b' ', ..] = *text.as_bytes() else { return None };
    let [number, of] = [[a, b], [c, d]].map(|[tens, ones]| Some(10 * digit(tens)? + digit(ones)?));
    Some((Section { number: number?, of: of? }, text.get(9..)?))
}

/// Whether some words are the name of a post, and none that anything else begins which may stand behind a level.
fn is_post(words: &str) -> bool {
    // Shorter than `PARTIAL EXTRACT OF THE ORIGINAL`, which no post is.
    const LONGEST: usize = 24;
    let [first @ b'A'..=b'Z', second @ b'A'..=b'Z', rest @ .., b'A'..=b'Z'] = words.as_bytes() else { return false };
    // `UNCLAS SIFIED`.
    let split = [*first, *second] == *b"SI";
    !split
        && !BESIDES.may_begin(*first, *second)
        && !mark::may_stand_beside_level(*first, *second)
        && !words.starts_with("REL")
        && rest.len() <= LONGEST
        && rest.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b' ')
        && !is_section_word(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn usual_lines() {
        for line in [
            "UNCLAS ROME 000042",
            "C O N F I D E N T I A L SECTION 01 OF 03 THE HAGUE 000042",
            "S E C R E T ROME 00042",
            "CONFIDENTIAL MADRID 000042",
            "SECRET SECTION 02 OF 02 THE HAGUE 000042",
        ] {
            assert_eq!(read(line, line).map(|found| (found, "")), super::super::any_prefix(line, line), "{line}");
            assert!(read(line, line).is_some(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn they_read_as_any_line(
            level in "UNCLAS|C O N F I D E N T I A L|CONFIDENTIAL|S E C R E T|SECRET|UNCLASSIFIED",
            section in "( FINAL)?( SECTION [0-9]{1,3} OF [0-9]{1,2}| SECTIO 01 OF 02)?",
            beside in "( S| SIFIED| NOFORN| NODIS| REL| RELTO| REL TO USA| FOUO| HCS| SI| TK| SBU| SECTIN| E F T O)?",
            post in "( [A-Z]{1,9}){0,2}",
            serial in " {0,2}[0-9]{0,9}",
        ) {
            let line = format!("{level}{section}{beside}{post}{serial}");
            if let Some(found) = read(&line, &line) {
                prop_assert_eq!(Some((found, "")), super::super::any_prefix(&line, &line), "{}", line);
            }
        }
    }
}

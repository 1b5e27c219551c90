//! Who signed: surnames in capitals on the last line of the text, and what may follow them.

use super::super::cursor::is_blank;
use super::super::line::classification;
use super::super::words::value_of;
use crate::text::line::{Line, lines};
use crate::text::{Span, Value};

/// Signatures and where the lines with them begin; the body ends there.
#[derive(Debug, Default)]
pub(in crate::cable) struct Signed {
    pub(in crate::cable) names: Vec<Value>,
    pub(in crate::cable) span: Option<Span>,
}

/// How many lines at the end are looked at: more than what prints and archives add behind a signature.
const TAIL: usize = 14;

/// Looks at the last lines between `from` and `stop`.
pub(in crate::cable) fn read(text: &str, from: usize, stop: usize) -> Signed {
    let tail = tail(&text[..stop], from);
    let mut signed = Signed::default();
    for (i, line) in tail.iter().enumerate().rev() {
        let words = line.text(text).trim();
        if is_blank(words) || is_trailer(words) {
            continue;
        }
        // What stands above must not be a word of the same sentence: a signature has its own line.
        let above = i.checked_sub(1).and_then(|i| tail.get(i)).map_or("", |line| line.text(text).trim_end());
        if let Some(name) = name(words).or_else(|| title_case_name(words, above)) {
            signed.names.push(value(text, name));
            signed.span = Some(line.whole);
        } else if let Some(name) = behind_sentence(words) {
            signed.names.push(value(text, name));
            let start = super::super::words::offset_in(text, name);
            signed.span = Some(Span::new(start, line.whole.end as usize));
        } else if is_note(words) {
            continue;
        }
        break;
    }
    signed
}

fn tail(text: &str, from: usize) -> Vec<Line> {
    // Only the end of the text is cut into lines: a cable may be long, and its last lines are short.
    let window = text.len().saturating_sub(2_000).max(from);
    let mut start = window;
    while start < text.len()
        && (!text.is_char_boundary(start) || start > from && !text[..start].ends_with(['\n', '\r']))
    {
        start += 1;
    }
    let shift = |span: Span| Span::new(span.start as usize + start, span.end as usize + start);
    let all: Vec<Line> =
        lines(&text[start..]).map(|line| Line { words: shift(line.words), whole: shift(line.whole) }).collect();
    all[all.len().saturating_sub(TAIL)..].to_vec()
}

/// Lines that may stand behind a signature: end markers, banners, release stamps, page lines.
fn is_trailer(words: &str) -> bool {
    let bare = words.trim_matches([' ', '#', '.', '\\', '"', '*']);
    bare.is_empty()
        || matches!(bare, "BT" | "NNNN" | "NNN" | "NN" | "UNQUOTE" | "YYY")
        || bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'=' | b' ' | b'_'))
        || super::super::line::page::is_page_line(bare)
        || classification::read(bare, bare).is_some()
        || bare.contains("Declassified/Released")
        || bare.starts_with("Review ")
        || bare.starts_with("<<")
        || bare.contains(" - ") && classification::level(bare.rsplit(" - ").next().unwrap_or("")).is_some()
}

/// A remark behind a signature, as old prints have, and the ruled end of some copies.
fn is_note(words: &str) -> bool {
    words.starts_with("NOTE:")
        || words.starts_with("NOTE BY")
        || words == "City"
        || words.trim_matches(['=', ' ']) == "CABLE ENDS"
}

/// `EAGLETON`, `DE PREE`, `MC NAMARA.`, `GILLESPIE##`: one to three words in capitals, and nothing else on the line.
fn name(words: &str) -> Option<&str> {
    let bare = words.trim_end_matches(['#', '.', ' ', '\\', '*']).trim_start_matches(['*', ' ']);
    let bare = bare.strip_suffix(" BT").unwrap_or(bare).trim_end();
    let count = bare.split(' ').filter(|word| !word.is_empty()).count();
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let shape = bare.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '\'' | '-' | '.' | '\u{2019}'));
    const NO_NAMES: &[&str] = &[
        "END",
        "TEXT",
        "SUMMARY",
        "COMMENT",
        "MINIMIZE",
        "CONSIDERED",
        "UNQUOTE",
        "QUOTE",
        "SIPDIS",
        "NOFORN",
        "END TEXT",
        "END COMMENT",
        "END SUMMARY",
    ];
    let is_word = bare.split([' ', '.']).any(|word| NO_NAMES.contains(&word));
    (shape && (1..=3).contains(&count) && (2..=25).contains(&letters) && !is_word).then_some(bare)
}

/// Names read in capitals, as teleprinters wrote them.
fn value(text: &str, name: &str) -> Value {
    let upper = name.to_uppercase();
    if upper == name { value_of(text, name) } else { Value::reading(value_of(text, name).span, upper) }
}

/// `Tueller`, `van Voorst`: a name in small letters, alone on its line below the end of a sentence.
fn title_case_name<'t>(words: &'t str, above: &str) -> Option<&'t str> {
    let bare = words.trim_end_matches(['#', ' ', '\\']);
    let count = bare.split(' ').filter(|word| !word.is_empty()).count();
    let shape = bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '-' | '\u{2019}'));
    let last = bare.rsplit(' ').next().unwrap_or("");
    let small = bare.chars().any(char::is_lowercase);
    let ended = above.is_empty() || above.ends_with(['.', ')', '"', '?', '!', '-', '\u{201d}']);
    (shape && small && ended && count <= 2 && (3..=20).contains(&bare.len()) && last.starts_with(char::is_uppercase))
        .then_some(bare)
}

/// `... MINIMIZE CONSIDERED.  DOE`, `... for the long term. DOE`: a name behind the end of the last sentence.
fn behind_sentence(words: &str) -> Option<&str> {
    let at = words.rfind(['.', ')', '"', '?', '!']).filter(|at| words[at + 1..].starts_with(' '))?;
    let behind = words[at + 1..].trim();
    name(behind).filter(|name| name.chars().filter(|c| c.is_alphabetic()).count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let signed = read(text, 0, text.len());
        assert_eq!(signed.names.iter().map(|name| name.text(text)).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn signatures() {
        check("1. THE BOATS WERE COUNTED.\nDOE\n", &["DOE"]);
        check("1. The boats.\n\nDE ROE \n\nBT\n#0042\n\nNNNN\n", &["DE ROE"]);
        check("1. The boats.\nDOE##\n", &["DOE"]);
        check("1. The boats.\nDOE\n\n=====CABLE ENDS=====", &["DOE"]);
        check("1. The boats.\nDOE\n\n                CONFIDENTIAL\n", &["DOE"]);
        check("21.  ROME MINIMIZE CONSIDERED.  DOE\n", &["DOE"]);
        check("1. The boats were counted for the long term.  DOE", &["DOE"]);
        check("1. The boats.\nvan Doe\n", &["VAN DOE"]);
        check("1. The boats went to the\nHarbour\n", &[]);
        check("1. The boats were counted by the EU.", &[]);
        check("1. The boats were counted.\n", &[]);
        check("1. The boats.\nEND SUMMARY\n", &[]);
        check("", &[]);
    }
}

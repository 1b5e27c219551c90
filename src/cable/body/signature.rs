//! Who signed: surnames in capitals on the last line of the text, and what may follow them.

use memchr::memmem;

use super::super::cursor::is_blank;
use super::super::keyword;
use super::super::line::{classification, page, portion};
use super::super::words::{Ends, ends_with_ci, find_ci, offset_in, strip_prefix_ci, value_of};
use crate::text::line::{Line, lines_back};
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
    let mut lines = tail(&text[..stop], from).peekable();
    let mut signed = Signed::default();
    while let Some(line) = lines.next() {
        let words = without_end(line.text(text));
        if is_blank(words) || is_trailer(words) {
            continue;
        }
        // What stands above must not be a word of the same sentence: a signature has its own line.
        let above = lines.peek().map_or("", |line| without_leftovers(line.text(text)));
        let again = above.trimmed().eq_ignore_ascii_case(words.trimmed());
        let ended = again || above.is_empty() || above.ends_with(['.', ')', '"', '?', '!', '-', '*', '\u{201d}']);
        // With a full stop a word is the end of a sentence, unless one ended above it.
        let below = ended || is_link_end(above);
        let alone = name(words).filter(|_| below || !words.ends_with('.'));
        // `DOE"`: below the end of a sentence the sign is no end of a quotation.
        let quoted = || words.strip_suffix('"').filter(|_| ended).and_then(name);
        if let Some(name) = alone.or_else(quoted).or_else(|| title_case_name(words, below)) {
            signed.names.push(value(text, once(name)));
            // Some posts typed the name below the one that the system put there.
            let is_same = |above: &Line| without_end(above.text(text)).eq_ignore_ascii_case(words);
            let twice = lines.clone().take_while(is_same).last();
            signed.span = Some(twice.map_or(line.whole, |first| first.whole.to(line.whole)));
        } else if let Some(name) = behind_mark(words).or_else(|| behind_link(words)).or_else(|| behind_sentence(words))
        {
            signed.names.push(value(text, once(name)));
            let start = offset_in(text, name);
            signed.span = Some(Span::new(start, line.whole.end as usize));
        } else if is_note(words) {
            continue;
        }
        break;
    }
    signed
}

/// The last lines of a text, from the last one up. No more of them are cut than are asked for, and mostly the signature is
/// among the first.
fn tail(text: &str, from: usize) -> impl Iterator<Item = Line> + Clone + use<'_> {
    // A cable may be long, and its last lines are short. Where they are not, as in copies with a line a paragraph, the first is
    // the end of a line, which holds a name behind a sentence.
    const NEAR: usize = 2_000;
    lines_back(text, text.ceil_char_boundary(text.len().saturating_sub(NEAR).max(from))).take(TAIL)
}

/// A line without the end markers and tags that share it: `DOE NNNN`, `DOE <br>`.
fn without_end(line: &str) -> &str {
    const ENDS: &[&str] = &["End Cable Text", "NNNN", "YYYY", "<br>", "BT"];
    let mut words = without_quote(without_leftovers(line).trim_start());
    while let Some(rest) = ENDS.iter().find_map(|end| words.strip_suffix(end)).or_else(|| without_number(words))
        && let Some(rest) = rest.strip_suffix(' ')
    {
        words = rest.trim_end();
    }
    words
}

/// What stands before the number of the transmission: `DOE BT #0042`.
fn without_number(words: &str) -> Option<&str> {
    const LONGEST: usize = 6;
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.strip_suffix('#').filter(|_| (2..=LONGEST).contains(&(words.len() - bare.len())))
}

/// A line without what copies have at its end: `left. \\`, `left.<br>`.
fn without_leftovers(line: &str) -> &str {
    const TAGS: &[&str] = &["<br>", "<br/>", "<br />", "</pre>"];
    let bare = line.trim_end_matches([' ', '\t', '\r', '\\']);
    let tagged = bare.ends_with('>').then(|| TAGS.iter().find_map(|tag| bare.strip_suffix(tag))).flatten();
    tagged.map_or(bare, str::trim_end)
}

/// `DOE "`, `DOE",`: a line without the sign that ends a quoted column of the table that the text comes from.
fn without_quote(words: &str) -> &str {
    let bare = words.strip_suffix(" \"").or_else(|| words.strip_suffix("\",")).map(str::trim_end);
    // The end of a quotation has its own beginning.
    bare.filter(|bare| !bare.contains('"') && !bare.ends_with(['.', '?', '!', ','])).unwrap_or(words)
}

/// Lines that may stand behind a signature: end markers, banners, release stamps, page lines, tags of web pages.
fn is_trailer(words: &str) -> bool {
    let bare = words.trim_matches([' ', '#', '.', '\\', '"', '*', '>', ',', '\t']);
    bare.is_empty()
        || matches!(bare, "BT" | "SIPDIS" | "NNNN" | "NNN" | "NN" | "UNQUOTE" | "YYY" | "YYYY" | "End Cable Text" | "END OF CABLE" | "END")
        || bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'=' | b' ' | b'_'))
        || words.starts_with('<') && words.ends_with('>')
        || super::super::line::page::is_page_line(bare)
        || classification::read(bare, bare).is_some()
        || memchr::memchr(b'/', bare.as_bytes()).is_some() && bare.contains("Declassified/Released")
        || bare.ends_with("EL PAÍS")
        || bare.ends_with("text of the original cable is not available")
        || bare.starts_with("Review ")
        || bare.starts_with("Systematic Review ")
        || bare.starts_with("<<")
        || bare.starts_with("Current ") && bare.contains("***")
        // Extracts break off where they will: `TALK OF BO...`.
        || words.ends_with("...") && (words.len() < 30 || keyword::key(words).is_some())
        || is_stamp(bare)
}

/// `ROME 42 - Classification: SECRET`, `ROME 42 - SECRET`: what prints repeat below a page. `ID: 42`: its number in a list.
fn is_stamp(bare: &str) -> bool {
    if let Some(level) = bare.strip_prefix("Classification:") {
        return classification::level(level.trim_start()).is_some();
    }
    if let Some(number) = bare.strip_prefix("ID:") {
        return number.trim_start().bytes().all(|b| b.is_ascii_digit());
    }
    // Names have none.
    let bytes = bare.as_bytes();
    let apart = |at: &usize| *at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
    memchr::memrchr_iter(b'-', bytes)
        .find(apart)
        .is_some_and(|at| classification::level(&bare[at + 2..]).is_some() || bare.contains(" - Classification: "))
}

/// `DOE DOE`, as posts signed that fill the field and type the name too.
fn once(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, second)) if first.eq_ignore_ascii_case(second.trim_start()) => first,
        _ => name,
    }
}

/// A remark behind a signature, as old prints have, and the ruled end of some copies.
fn is_note(words: &str) -> bool {
    words.starts_with("NOTE:")
        || strip_prefix_ci(words, "(DRAFTED").is_some()
        || words.contains("Classified Web")
        || words.starts_with("http") && !words.contains(' ')
        || strip_prefix_ci(words, "MINIMIZE CONSIDERED").is_some()
        || words.starts_with("gov.gov/wiki")
        || words.starts_with("NOTE BY")
        || words == "City"
        || words.trim_matches(['=', ' ']) == "CABLE ENDS"
}

/// Words that stand at the end of texts and are no names.
const NO_NAMES: &[&str] = &[
    "END",
    "FOR",
    "TEXT",
    "SUMMARY",
    "COMMENT",
    "NOTE",
    "MINIMIZE",
    "CONSIDERED",
    "UNQUOTE",
    "QUOTE",
    "SIPDIS",
    "NOFORN",
];

fn is_no_name(words: &str) -> bool {
    words.split([' ', '.']).any(|word| NO_NAMES.iter().any(|no| no.eq_ignore_ascii_case(word)))
}

/// `XXXXXXXXXXXX DOE`: what was struck out stood in the text; alone it is the name.
fn behind_redaction(words: &str) -> &str {
    let struck = words.bytes().take_while(|b| matches!(b, b'X' | b'x')).count();
    match words[struck..].strip_prefix(' ') {
        Some(name) if struck > 3 => name.trim_start(),
        _ => words,
    }
}

/// `EAGLETON`, `DE PREE`, `MC NAMARA.`, `GILLESPIE##`: one to three words in capitals, and nothing else on the line.
fn name(words: &str) -> Option<&str> {
    bare_name(words).or_else(|| name_with_note(words))
}

/// `DOE, JR.`, `DOE (ACTING)`, `DOE, ACTING`: a name with what tells it from another of the family, or with a note on who signs.
fn name_with_note(words: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    const SUFFIXES: &[&str] = &["JR", "SR", "II", "III", "IV"];
    const NOTES: &[&str] = &["ACTING", "CHARGE", "CDA", "DCM", "A.I"];
    let at = words.bytes().take(LONGEST).position(|byte| matches!(byte, b',' | b'('))?;
    let note = words[at + 1..].trim_matches([' ', '.', ')', '#']);
    let found = bare_name(&words[..at])?;
    if SUFFIXES.contains(&note) {
        return Some(words.trim_end_matches(['.', '#', ' ']).trim_start_matches(['*', '#', '-', ' ']));
    }
    NOTES.contains(&note).then_some(found)
}

fn bare_name(words: &str) -> Option<&str> {
    let bare = words.trim_end_matches(['#', '.', ',', '-', ' ', '\\', '*']).trim_start_matches(['*', '#', '-', ' ']);
    // Asked of whole sentences, which the first small letter tells from a name.
    if !bare.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '\'' | '-' | '.' | '\u{2019}')) {
        return None;
    }
    let count = bare.split(' ').filter(|word| !word.is_empty()).count();
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let bare = behind_redaction(bare);
    ((1..=3).contains(&count) && (2..=25).contains(&letters) && !is_no_name(bare)).then_some(bare)
}

/// Names read in capitals, as teleprinters wrote them.
fn value(text: &str, name: &str) -> Value {
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase()) {
        return value_of(text, name);
    }
    let upper = name.to_uppercase();
    if upper == name { value_of(text, name) } else { Value::reading(value_of(text, name).span, upper) }
}

/// `Tueller`, `van Voorst`: a name in small letters, alone on its line below the end of a sentence or a link.
fn title_case_name(words: &str, below: bool) -> Option<&str> {
    let bare = words.trim_end_matches(['#', ' ', '\\', '.']);
    small_name(bare).filter(|_| below)
}

/// Whether a line ends in the address of a page, or in what was struck out of it.
fn is_link_end(words: &str) -> bool {
    is_struck(words.trim_end_matches(". cfm"))
        || words.ends_with("XXXX")
        || words.ends_with("xxxx")
        || words.contains("http")
}

/// One or two words with capital first letters, all of letters, and no word of [`NO_NAMES`].
fn small_name(bare: &str) -> Option<&str> {
    if !(2..=20).contains(&bare.len()) {
        return None;
    }
    let count = bare.split(' ').filter(|word| !word.is_empty()).count();
    let shape = bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '-' | '\u{2019}'));
    let last = bare.rsplit(' ').next().unwrap_or("");
    let capital = last.starts_with(char::is_uppercase) || last == "jr" && bare.starts_with(char::is_uppercase);
    let small = bare.chars().any(char::is_lowercase);
    let particles = || bare.split(' ').rev().skip(1).all(|word| word.starts_with(char::is_lowercase));
    (shape && small && (count <= 2 || count == 3 && particles()) && capital && !is_no_name(bare)).then_some(bare)
}

/// `... END COMMENT DOE`, `... MINIMIZE CONSIDERED DOE`, `***** DOE`, `ROME 00000042  002 OF 002 DOE`: a name right behind what
/// ends the text, a rule, or the line of a page.
fn behind_mark(words: &str) -> Option<&str> {
    const MARKS: &[&str] = &[
        "END COMMENT",
        "END SUMMARY",
        "END TEXT",
        "END NOTE",
        "END MESSAGE",
        "MINIMIZE CONSIDERED",
        "****",
        "----",
        "====",
    ];
    // A name has three words at the most.
    let starts = words.rmatch_indices(' ').map(|(at, _)| at).take(3);
    // The last byte of what stands before it tells mostly that it is no mark.
    let may_mark = |head: &str| {
        let last = head.bytes().next_back().map(|last| last.to_ascii_uppercase());
        last.is_some_and(|last| {
            last.is_ascii_digit() || MARKS.iter().any(|mark| mark.bytes().next_back() == Some(last))
        })
    };
    starts.filter(|&at| may_mark(words[..at].trimmed_end())).find_map(|at| {
        let (head, found) = (words[..at].trimmed_end(), words[at..].trimmed_start());
        let found = name(found).or_else(|| small_name(found.trim_end_matches('.'))).filter(|name| name.len() > 2)?;
        let marked = MARKS.iter().any(|mark| ends_with_ci(head, mark)) || page::at_end(head).is_some();
        marked.then_some(found)
    })
}

/// `... MINIMIZE CONSIDERED.  DOE`, `... for the long term. Doe`: a name behind the end of the last sentence.
fn behind_sentence(words: &str) -> Option<&str> {
    const ENDS: [char; 7] = ['.', ')', ']', '"', '?', '!', '\u{201d}'];
    let words = words.trim_end_matches(['.', ' ']);
    let at = words.rfind(ENDS)?;
    // What a portion mark opens is a paragraph, however short.
    let bracket = words[..at].rfind('(').filter(|_| words[at..].starts_with(')'));
    if bracket.is_some_and(|open| portion::grammar(&words[open + 1..at]).is_some()) {
        return None;
    }
    let behind = words[at..].trim_start_matches(ENDS);
    let name_there = behind.trim_start();
    if behind.len() == name_there.len() {
        // `... on the 12th of May.DOE`: the blank is lost with the line end.
        let ended = words[..at].ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        let long = name_there.len() >= 4 && name_there.bytes().all(|byte| byte.is_ascii_uppercase());
        return name(name_there).filter(|_| ended && long);
    }
    let capitals = name(name_there).filter(|name| name.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    capitals.or_else(|| small_name(name_there).filter(|name| name.len() > 2 && ends_sentence(&words[..at])))
}

/// Whether a sentence ends with these words, to which a full stop belongs: not an abbreviation, as in `the U.S. Senate`
/// or `with Sen. Doe`.
fn ends_sentence(words: &str) -> bool {
    const TITLES: &[&str] = &["AMB", "CAPT", "COL", "GEN", "GOV", "HON", "MAJ", "PRES", "PROF", "REP", "REV", "SEN"];
    let last = words.rsplit([' ', '(']).next().unwrap_or("");
    let link = last.contains("www") || last.contains("://");
    link || last.len() > 2 && !last.contains('.') && !TITLES.iter().any(|title| title.eq_ignore_ascii_case(last))
        || last.ends_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric())
}

/// `Visit our website: http://... index. cfm Doe`, `... website: XXXXXXXX DOE`: a name right behind a link, which may be
/// broken by blanks or struck out.
fn behind_link(words: &str) -> Option<&str> {
    const LINK: &str = "http";
    let words = words.trim_end_matches('.');
    let (head, last) = words.rsplit_once(' ')?;
    // `XXXXXXXXXXXXDOE`
    let glued = last.trim_start_matches('X');
    let (head, last) =
        if last.len() >= glued.len() + 8 { (&words[..words.len() - glued.len()], glued) } else { (head, last) };
    let found = name(last).or_else(|| small_name(last)).filter(|name| name.len() > 2)?;
    let (head, website) = (head.trim_end(), find_ci(head, "WEBSITE").or_else(|| find_ci(head, "WEB SITE")));
    // Searched from its start first, which is many bytes a step, as most have none.
    let link = memmem::find(head.as_bytes(), LINK.as_bytes()).and_then(|_| head.rfind(LINK));
    let link = link.is_some_and(|at| head[at..].split(' ').count() <= 3);
    // Of a link that was struck out, its last piece may be left: `XXXXXXXXXXXX ed_Kingdom DOE`.
    let left = website.map_or("", |at| &head[at..]).split(' ').skip_while(|word| !is_struck(word)).count();
    let struck = is_struck(head.rsplit(' ').next().unwrap_or(""))
        && (website.is_some() || last.bytes().all(|b| b.is_ascii_uppercase()));
    (link || struck || (1..=3).contains(&left)).then_some(found)
}

/// Whether a word ends in what was struck out.
fn is_struck(word: &str) -> bool {
    word.ends_with("XXXXXXXX") || word.ends_with("xxxxxxxx")
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
        check("1. The boats.\n-DOE-\n", &["DOE"]);
        check("1. The boats.\nDOE\n(Drafted: POL: Jane Roe)\nEND OF CABLE", &["DOE"]);
        check("1. The boats.\nDOE\n\n=====CABLE ENDS=====", &["DOE"]);
        check("1. The boats.\nDOE\n\n                CONFIDENTIAL\n", &["DOE"]);
        check("21.  ROME MINIMIZE CONSIDERED.  DOE\n", &["DOE"]);
        check("1. The boats were counted for the long term.  DOE", &["DOE"]);
        check("1. The boats.\nvan Doe\n", &["VAN DOE"]);
        check("1. The boats went to the\nHarbour\n", &[]);
        check("1. The boats were counted by the EU.", &[]);
        check("1. The boats were counted.\n", &[]);
        check("1. The boats.\nEND SUMMARY\n", &[]);
        check("1. The boats were counted. Doe NNNN\n", &["DOE"]);
        check("1. The boats.\nDOE DOE\n</table>\n", &["DOE"]);
        check("1. See http://example.gov/index. cfm Doe", &["DOE"]);
        check("1. The boats. XXXXXXXXXXXX DOE", &["DOE"]);
        check("1. The boats.\nXXXXXXXXXXXX", &["XXXXXXXXXXXX"]);
        check("1. The boats were counted by the U.S. Navy", &[]);
        check("1. The boats were counted with Sen. Doe", &[]);
        check("1. The boats were counted. End comment", &[]);
        check("1. WE THANK THE MINISTER FOR HIS\nASSISTANCE.", &[]);
        check("1. The boats.\nDoe\nTALK OF BO...", &["DOE"]);
        check(&format!("1. {} counted. DOE", "boats ".repeat(900)), &["DOE"]);
        check("1. The boats. End comment DOE", &["DOE"]);
        check("1. The boats.\n\nMINIMIZE CONSIDERED DOE", &["DOE"]);
        check("1. The boats. Visit us: XXXXXXXXXXXX********** ******** DOE", &["DOE"]);
        check("1. The boats. ROME 00000042 002 OF 002 DOE", &["DOE"]);
        check("1. The boats. [Rome Post, 2/21/2009] DOE", &["DOE"]);
        check("1. The boats. Visit Rome's Classified Website: XXXXXXXXXXXX McDoe", &["MCDOE"]);
        check("1. The boats. Visit Rome's Classified Website: XXXXXXXXXXXXDOE", &["DOE"]);
        check("1. The boats. Visit Rome's Classified Website: XXXXXXXXXXXX ed_Italy  DOE.", &["DOE"]);
        check("1. The boats.\n\nDOE \"", &["DOE"]);
        check("1. The boats.<br>\nDOE<br>\n<br>\n", &["DOE"]);
        check("1. The boats.\nDOE\"", &["DOE"]);
        check("1. The boats of \"the\nDOE\"", &[]);
        check("1. The boats.\nDOE \nDoe", &["DOE"]);
        check(
            "1. The boats.\n\nDoe\n\n\"Visit Rome's Classified Web Site at http://example.s\ngov.gov/wiki/Portal:Italy\"",
            &["DOE"],
        );
        check("1. The boats.\nDOE, JR.\n", &["DOE, JR"]);
        check("1. The boats.\nDOE, III\nBT\n#0042\nNNNN\n", &["DOE, III"]);
        check("1. The boats.\nDOE (ACTING)\n", &["DOE"]);
        check("1. The boats.\nDOE, ACTING\n", &["DOE"]);
        check("1. The boats were counted in\nROME, (ITALY)\n", &[]);
        check("1. The boats.\nde la Roe\n", &["DE LA ROE"]);
        check("1. The boats were counted on May 12.RAVENNA", &["RAVENNA"]);
        check("1. The boats were counted in the U.S.NAVY", &[]);
        check("1. The boats. DOE BT #0042 NNNN", &["DOE"]);
        check("1. The boats.\nDOE\n\nMINIMIZE CONSIDERED.\n", &["DOE"]);
        check("1. The boats.\nMINIMIZE CONSIDERED FOR ALL POSTS\n", &[]);
        check("1. The boats.\nDOE\nVisit Rome's Classified Website:\nhttp://example.sgov.gov/rome/\n", &["DOE"]);
        check("1. The boats.\nDOE\n\nClassified By: DCM Jane Roe, Reasons: 1.4 B...", &["DOE"]);
        check("1. The boats.\nDOE\n\"\tClassification: SECRET\n\"", &["DOE"]);
        check("1. The boats.\nDOE\n\nPrinted by roe. Este documento es propiedad de EL PAÍS\nID:\t42", &["DOE"]);
        check(
            "1. The boats.\nDOE\n*** Current Handling Restrictions *** n/a\n*** Current Classification *** UNCLASSIFIED\n",
            &["DOE"],
        );
        check("1. The boats of the\nUnited States", &[]);
        check("", &[]);
    }
}

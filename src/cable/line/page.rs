//! Page and section lines: noise that stands anywhere in the text, even inside an address list or a word.

use super::super::search::Needle;
use super::super::table;
use super::super::words::{Ends, Signs, trim_blanks};

/// What stands between the number of a page and the number of all.
const OF: Needle = Needle::new(" OF ");

/// Whether a line is one that a page break or a section break left in the text:
/// `ROME 00003128  002 OF 003`, `MADRID 00000869 001.2 OF 004`, `PAGE 02        STATE   023763  071504Z`.
///
/// Such lines begin at the margin; a quotation of one, set off by blanks, is text.
pub(in crate::cable) fn is_page_line(line: &str) -> bool {
    if line.starts_with("   ") || line.starts_with('\t') {
        return false;
    }
    let line = trim_blanks(line);
    // Web pages left the tag of the line end.
    let line = line.strip_suffix("<br>").map_or(line, trim_blanks);
    // Cheap tests first: this is asked of every line of the body.
    let Some(first) = line.bytes().next() else { return false };
    if !first.is_ascii_uppercase() && first != b'0' || line.len() > 80 {
        return false;
    }
    match line.bytes().next_back() {
        Some(last) if last.is_ascii_digit() => section_line(line) || page_line(line) || second_half(line),
        Some(b'Z') => page_line(line),
        Some(b'.') => broken_off(line),
        _ => false,
    }
}

/// Where the words begin that a lost line end put behind a section line or the line of a page:
/// `ROME 00003128 002 OF 003 Classified By: ...`, `PAGE 02 ROME 00042 01 OF 02 082030Z The boats`.
pub(in crate::cable) fn at_start(line: &str) -> Option<usize> {
    let mut behind = one_at_start(line)?;
    // Several are passed over at once, so that a line full of them is looked at once.
    while let Some(more) = one_at_start(&line[behind..]) {
        behind += more;
    }
    Some(behind)
}

fn one_at_start(line: &str) -> Option<usize> {
    if !may_open(line) {
        return None;
    }
    let head = line.get(..line.floor_char_boundary(60)).unwrap_or(line);
    let behind_time = || {
        let page = head.trimmed_start().starts_with("PAGE ").then_some(head)?;
        let time = page.split_ascii_whitespace().take(10).find(|word| is_time(word))?;
        head.find(time).map(|at| at + time.len())
    };
    let behind_pages = || {
        let of = OF.find(head).filter(|at| head[*at..].starts_with(OF.word()))? + OF.word().len();
        let behind = line[of..].trimmed_start();
        Some(line.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len())
    };
    let end = behind_time().or_else(behind_pages)?;
    let words = line[end..].trimmed_start();
    let front = line[..end].trimmed_start();
    (words.len() < line.len() - end && !words.is_empty() && (section_line(front) || page_line(front)))
        .then(|| line.len() - words.len())
}

/// Whether a glance shows that a page's line may stand at the start of `line`.
pub(in crate::cable) fn may_open(line: &str) -> bool {
    const FAR: usize = 32;
    let head = line.as_bytes().get(..FAR).unwrap_or(line.as_bytes());
    let zeros = |at: usize| head.get(at + 1) == Some(&b'0') && at.checked_sub(1).is_some_and(|at| head[at] == b' ');
    // Most lines have none there, and a look at all of it together costs less than a search.
    let no_zero =
        head.first_chunk::<FAR>().is_some_and(|head| !head.iter().fold(false, |any, byte| any | (*byte == b'0')));
    !no_zero && memchr::memchr_iter(b'0', head).any(zeros) || head.trim_ascii_start().starts_with(b"PAGE ")
}

/// `082030Z`: when a page was sent.
fn is_time(word: &str) -> bool {
    word.strip_suffix('Z').is_some_and(|time| time.len() == 6 && time.bytes().all(|b| b.is_ascii_digit()))
}

/// `ROME 00001144  001.2 OF 00...`: a section line at which an extract breaks off.
fn broken_off(line: &str) -> bool {
    let Some(head) = line.strip_suffix("...") else { return false };
    let mut words = head.split_ascii_whitespace().skip_while(|word| word.bytes().all(|b| b.is_ascii_uppercase()));
    let serial = words.next().is_some_and(|word| word.starts_with("000") && word.bytes().all(|b| b.is_ascii_digit()));
    let part = |word: &str| word == "OF" || word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    serial && head.starts_with(|c: char| c.is_ascii_uppercase()) && words.all(part)
}

/// Where a section line begins that a lost line end put behind the words of `line`.
pub(in crate::cable) fn at_end(line: &str) -> Option<usize> {
    let line = line.trimmed_end();
    if !ends_in_pages(line) {
        return None;
    }
    // From the right: the shortest tail that is a section line begins at the post's last word; a name has three at most.
    let starts: Vec<usize> = line.rmatch_indices(' ').map(|(at, _)| at + 1).take(8).collect();
    let shortest = starts.iter().position(|&at| section_line(&line[at..]))?;
    let known = |at: &usize| section_line(&line[*at..]) && table::post_at(&line[*at..], None).is_some();
    starts[shortest..].iter().copied().take(3).rev().find(known).or(Some(starts[shortest]))
}

/// `001.2 OF 003`: the rest of a section line that a web page cut in two.
pub(in crate::cable) fn second_half(line: &str) -> bool {
    let figures = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    if !line.trimmed_start().starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    line.trimmed().split_once(" OF ").is_some_and(|(page, of)| {
        let (page, part) = page.split_once('.').unwrap_or((page, "1"));
        figures(page) && part.len() == 1 && figures(of)
    })
}

/// Where the first half of such a line begins behind the words of `line`: post and serial number of eight figures.
pub(in crate::cable) fn first_half(line: &str) -> Option<usize> {
    let [head @ .., b' ', d1, d2, d3, d4, d5, d6, d7, d8] = line.trimmed_end().as_bytes() else { return None };
    if ![d1, d2, d3, d4, d5, d6, d7, d8].iter().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let head = &line[..head.len()];
    let starts = head.trimmed_end().rmatch_indices(' ').map(|(at, _)| at + 1).take(3);
    let known =
        |at: &usize| table::post_at(&line[*at..], None).is_some_and(|(_, len)| at + len >= head.trimmed_end().len());
    starts.filter(known).last()
}

/// Post, serial number of five to eight figures, page, `OF`, pages. Pages are counted as 002 or as 001.2.
fn section_line(line: &str) -> bool {
    // The cheap test first.
    if !ends_in_pages(line) {
        return false;
    }
    let Some((head, of)) = line.rsplit_once(" OF ") else { return false };
    let Some((head, page)) = head.trimmed_end().rsplit_once(' ') else { return false };
    let Some((post, serial)) = head.trimmed_end().rsplit_once(' ') else { return false };
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    figures(of.trimmed())
        && page.len() >= 3
        && page.split('.').all(figures)
        && (5..=8).contains(&serial.len())
        && figures(serial)
        && post.bytes().all(|b| b.is_ascii_uppercase() || b" .'-".contains(&b))
}

/// `... OF 003`.
fn ends_in_pages(line: &str) -> bool {
    let bytes = line.as_bytes();
    let figures = bytes.iter().rev().take_while(|byte| matches!(byte, b'0'..=b'9' | b' ')).count();
    figures > 0 && bytes[..bytes.len() - figures].ends_with(b" OF")
}

/// `PAGE`, two figures, and, if anything, a post with its serial number, a section and a time.
fn page_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("PAGE ") else { return false };
    let mut words = rest.split_ascii_whitespace();
    let figures = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    if !words.next().is_some_and(|number| (1..=3).contains(&number.len()) && figures(number)) {
        return false;
    }
    words.all(|word| {
        word == "OF"
            || figures(word.without_at_end(const { Signs::new("Z") }))
            || word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_lines() {
        for line in [
            "ASHGABAT 00001028 002 OF 002",
            "ROME 00003128  002 OF 003",
            "PORT MORESBY 00000199 003 OF 003",
            "MADRID 00000869 001.2 OF 004 ",
            "PAGE 02        STATE   023763  071504Z",
            "PAGE 02 RIYADH 00905 01 OF 03 060018Z",
            "PAGE 01",
            "ROME 00001144  001.2 OF 00...",
            "ROME 00001...",
            "001.2 OF 003",
        ] {
            assert!(is_page_line(line), "{line}");
        }
    }

    #[test]
    fn a_section_line_cut_in_two() {
        for (line, expected) in [
            ("TALK OF BOATS  PORT MORESBY 00000199", Some("PORT MORESBY 00000199")),
            ("REF: ROME 00000199 ", Some("ROME 00000199")),
            ("TALK OF ROME 199", None),
            ("TALK OF BOATS 00000199", None),
        ] {
            assert_eq!(first_half(line).map(|at| line[at..].trim_end()), expected, "{line}");
        }
    }

    #[test]
    fn words_behind_a_section_line() {
        for (line, expected) in [
            ("ROME 00003128 002 OF 003 Classified By: DOE", Some("Classified By: DOE")),
            ("PORT MORESBY 00000199 003 OF 003  1. (C) The", Some("1. (C) The")),
            ("ROME 00003128 002 OF 003", None),
            ("THE TEAM WON 002 OF 003 games", None),
        ] {
            assert_eq!(at_start(line).map(|at| &line[at..]), expected, "{line}");
        }
    }

    #[test]
    fn other_lines_stay() {
        for line in [
            "ROME 3012",
            "THE TEAM WON 002 OF 003",
            "PAGE",
            "PAGE TWO OF THE REPORT SAYS 12",
            "SECTION 01 OF 02 ROME 000042",
            "In 12345678 002 OF 003",
            "ROME 42 ...",
            "THE BOATS...",
            "12 OF 003",
            "    PAGE 02        THEHA  00404",
            "",
        ] {
            assert!(!is_page_line(line), "{line}");
        }
    }
}

//! Page and section lines: noise that stands anywhere in the text, even inside an address list or a word.

use super::super::table;
use super::super::words::trim_blanks;

/// Whether a line is one that a page break or a section break left in the text:
/// `ROME 00003128  002 OF 003`, `MADRID 00000869 001.2 OF 004`, `PAGE 02        STATE   023763  071504Z`.
///
/// Such lines begin at the margin; a quotation of one, set off by blanks, is text.
pub(in crate::cable) fn is_page_line(line: &str) -> bool {
    if line.starts_with("   ") || line.starts_with('\t') {
        return false;
    }
    let line = trim_blanks(line);
    // Cheap tests first: this is asked of every line of the body.
    let Some(first) = line.bytes().next() else { return false };
    if !first.is_ascii_uppercase() || line.len() > 80 {
        return false;
    }
    match line.bytes().next_back() {
        Some(last) if last.is_ascii_digit() => section_line(line) || page_line(line),
        Some(b'Z') => page_line(line),
        _ => false,
    }
}

/// Where a section line begins that a lost line end put behind the words of `line`.
pub(in crate::cable) fn at_end(line: &str) -> Option<usize> {
    let line = line.trim_end();
    if !line.ends_with(|c: char| c.is_ascii_digit()) || !line.contains(" OF ") {
        return None;
    }
    // From the right: the shortest tail that is a section line begins at the post's last word; a name has three at most.
    let starts: Vec<usize> = line.rmatch_indices(' ').map(|(at, _)| at + 1).take(8).collect();
    let shortest = starts.iter().position(|&at| section_line(&line[at..]))?;
    let known = |at: &usize| section_line(&line[*at..]) && table::post_at(&line[*at..], None).is_some();
    starts[shortest..].iter().copied().take(3).rev().find(known).or(Some(starts[shortest]))
}

/// Post, serial number of five to eight figures, page, `OF`, pages. Pages are counted as 002 or as 001.2.
fn section_line(line: &str) -> bool {
    // `... OF 003`: the cheap test first.
    let before_figures = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if !before_figures.ends_with(" OF") {
        return false;
    }
    let Some((head, of)) = line.rsplit_once(" OF ") else { return false };
    let Some((head, page)) = head.trim_end().rsplit_once(' ') else { return false };
    let Some((post, serial)) = head.trim_end().rsplit_once(' ') else { return false };
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    figures(of.trim())
        && page.len() >= 3
        && page.split('.').all(figures)
        && (5..=8).contains(&serial.len())
        && figures(serial)
        && post.bytes().all(|b| b.is_ascii_uppercase() || b" .'-".contains(&b))
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
        word == "OF" || figures(word.trim_end_matches('Z')) || word.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
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
        ] {
            assert!(is_page_line(line), "{line}");
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
            "    PAGE 02        THEHA  00404",
            "",
        ] {
            assert!(!is_page_line(line), "{line}");
        }
    }
}

//! From teletype lines to paragraphs that fit any width.
//!
//! A teletype broke its lines at 69 columns or fewer. Such breaks mean nothing and go, so that the words can be wrapped
//! anew; breaks that do mean something stay: in tables, lists, rules of dashes, and behind lines that were ended early.
//! Page lines are left out, and what they tore apart is joined. No other character but a blank is ever added or lost.

use crate::cable::BodyLine;
use crate::text::Span;
use crate::text::width::width;

/// How a part of a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Words to be wrapped.
    Flow,
    /// An item of a list: the text behind a marker of so many columns, blanks before and behind it included.
    Item(u16),
    /// A line that stays as it is, because it stands to the right of the others.
    Kept,
    /// A row of a table: it stays as it is, and is never wrapped.
    Row,
    /// A line of dashes and the like.
    Rule,
    /// An empty line.
    Gap,
}

/// A part of a paragraph, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it is set.
    pub setting: Setting,
    /// Its words.
    pub text: String,
}

/// A line is only taken to be broken by a machine if the longest one has at least this many columns ...
const SHORTEST_FULL_LINE: usize = 40;
/// ... and at most this many: longer lines are paragraphs of a word processor, and their ends mean something.
const LONGEST_FULL_LINE: usize = 120;
/// Typists ended lines this much before the edge.
const RAGGED: usize = 12;

/// Sets the lines of a paragraph. `lead` is the column in which the first one begins. The lines of `tables`, which are in
/// order, stay as they are.
pub fn set(source: &[BodyLine<'_>], lead: usize, tables: &[Span]) -> Vec<Part> {
    let is_row = |line: &BodyLine<'_>| {
        let next = tables.partition_point(|table| table.end <= line.span.start);
        tables.get(next).is_some_and(|table| table.start < line.span.end)
    };
    let of_prose = source.iter().enumerate().filter(|(_, line)| !is_row(line));
    let full = of_prose.map(|(n, line)| width(line.text) + if n == 0 { lead } else { 0 }).max();
    let full = full.unwrap_or(0);
    let mut parts: Vec<Part> = Vec::new();
    let mut last_width = lead;
    for line in source {
        let setting = setting_of(line.text, parts.last(), lead, is_row(line));
        let joined = match (setting, parts.last()) {
            (Setting::Flow, Some(before)) if matches!(before.setting, Setting::Flow | Setting::Item(_)) => {
                line.torn || goes_on(&before.text, line.text) || !ended_early(last_width, line.text, full)
            }
            _ => false,
        };
        last_width = width(line.text) + if parts.is_empty() { lead } else { 0 };
        match (setting, parts.last_mut()) {
            (Setting::Gap, None | Some(Part { setting: Setting::Gap, .. })) => {}
            (Setting::Flow, Some(part)) if joined => join(&mut part.text, line.text),
            (Setting::Kept | Setting::Row, _) => parts.push(Part { setting, text: line.text.trim_end().to_owned() }),
            _ => parts.push(Part { setting, text: folded(line.text) }),
        }
    }
    while parts.last().is_some_and(|part| part.setting == Setting::Gap) {
        parts.pop();
    }
    parts
}

fn setting_of(line: &str, before: Option<&Part>, lead: usize, is_row: bool) -> Setting {
    let words = line.trim();
    if words.is_empty() {
        Setting::Gap
    } else if is_row {
        Setting::Row
    } else if words.len() >= 3 && words.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | ' ')) {
        Setting::Rule
    } else if let Some(marker) = marker(line, before) {
        Setting::Item(marker)
    } else if before.is_some() && !is_item(before) && blanks(line) >= (lead + 2).max(4) {
        Setting::Kept
    } else {
        Setting::Flow
    }
}

fn blanks(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_item(part: Option<&Part>) -> bool {
    matches!(part, Some(Part { setting: Setting::Item(_), .. }))
}

/// Columns up to the words of a list item: `-- text`, `a. text`, `(3) text`.
fn marker(line: &str, before: Option<&Part>) -> Option<u16> {
    let words = line.trim_start();
    let (mark, rest) = words.split_once([' ', '\t'])?;
    if rest.trim().is_empty() || mark.len() > 5 {
        return None;
    }
    let core = mark.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = mark.len() > core.len() && mark.ends_with([')', '.']);
    let short = match core.as_bytes() {
        [b'a'..=b'z'] => true,
        // A capital letter with a point is somebody's initial more often than an item.
        [b'A'..=b'Z'] => mark.ends_with(')'),
        [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'] => true,
        _ => !core.is_empty() && core.len() <= 4 && core.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')),
    };
    // A number can begin a wrapped line of prose; an item follows what is finished.
    let follows = before.is_none_or(|part| {
        part.setting != Setting::Flow || part.text.trim_end().ends_with(['.', ':', ';', '!', '?', ')'])
    });
    let dashes = mark.chars().all(|c| matches!(c, '-' | '*' | '•' | '–' | '—' | '·'));
    (dashes || (closed && short && follows)).then(|| u16::try_from(width(mark) + 1).unwrap_or(4))
}

/// Whether a sentence plainly goes on in this line: some texts were broken twice, at two widths.
fn goes_on(before: &str, line: &str) -> bool {
    before.ends_with(',') || line.trim_start().starts_with(char::is_lowercase)
}

/// Whether the line before was ended although the first word of this one would have fitted on it.
fn ended_early(last: usize, line: &str, full: usize) -> bool {
    let word = line.split_whitespace().next().map_or(0, width);
    !(SHORTEST_FULL_LINE..=LONGEST_FULL_LINE).contains(&full) || last + 1 + word + RAGGED <= full
}

/// Blanks folded to one.
fn folded(line: &str) -> String {
    let mut text = String::new();
    put_folded(&mut text, line);
    text
}

fn put_folded(text: &mut String, line: &str) {
    // Most lines have nothing to fold, which a look at each byte and the next one tells many at a time.
    let bytes = line.as_bytes();
    let doubled = bytes.iter().zip(bytes.iter().skip(1)).fold(false, |any, (a, b)| any | (*a == b' ' && *b == b' '));
    let odd = bytes.iter().fold(false, |any, byte| any | matches!(byte, b'\t' | 0xa0));
    if !doubled && !odd && !line.starts_with(' ') && !line.ends_with(' ') {
        return text.push_str(line);
    }
    for (n, word) in line.split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()).enumerate() {
        if n > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn join(text: &mut String, line: &str) {
    // A word broken behind its hyphen goes on without a blank; a dash does not.
    let mut end = text.chars().rev();
    let hyphen = end.next() == Some('-') && end.next().is_some_and(char::is_alphanumeric);
    if !hyphen && !text.is_empty() {
        text.push(' ');
    }
    put_folded(text, line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::{body_lines, tables};
    use crate::text::line::lines;
    use proptest::prelude::*;

    /// Lines that start with `PAGE ` are noise.
    fn noise(text: &str) -> Vec<Span> {
        lines(text).filter(|line| line.text(text).starts_with("PAGE ")).map(|line| line.whole).collect()
    }

    fn set_all(text: &str, lead: usize) -> Vec<Part> {
        let (whole, noise) = (Span::new(0, text.len()), noise(text));
        set(&body_lines(text, whole, &noise), lead, &tables(text, [(whole, noise.as_slice())]))
    }

    /// Sets a text. Parts are shown a line each, with a sign for their setting.
    fn set_text(text: &str) -> String {
        let parts = set_all(text, 0);
        let sign = |part: &Part| match part.setting {
            Setting::Flow => "¶ ".to_owned(),
            Setting::Item(n) => format!("{n}. "),
            Setting::Kept => "> ".to_owned(),
            Setting::Row => "| ".to_owned(),
            Setting::Rule | Setting::Gap => String::new(),
        };
        parts.iter().map(|part| sign(part) + &part.text + "\n").collect()
    }

    #[test]
    fn teletype_lines_become_a_paragraph() {
        let text = "The harvest in the north was poor, and the price of millet\n\
                    rose by a third in the month before the rains. The well-\n\
                    known trader of the market said to the officer that he\nhad none.\n\nHe would buy.";
        let want = "¶ The harvest in the north was poor, and the price of millet rose by a third in the month before the \
                    rains. The well-known trader of the market said to the officer that he had none.\n\n¶ He would buy.\n";
        assert_eq!(set_text(text), want);
    }

    #[test]
    fn a_line_ended_early_keeps_its_end() {
        let text = "PARTICIPANTS\nThe Minister\n\nThe delegation stayed at the harbour until late in the evening\n\
                    and left.\nThe boats had been counted.";
        let want = "¶ PARTICIPANTS\n¶ The Minister\n\n¶ The delegation stayed at the harbour until late in the evening \
                    and left.\n¶ The boats had been counted.\n";
        assert_eq!(set_text(text), want);
    }

    #[test]
    fn a_text_broken_at_two_widths_is_joined() {
        let text = "The committee of the harbour met on the fourth of February\n6,\n2010 to discuss the boats that\n\
                    were counted and\nthe rest of the fleet that was seen from the hill.";
        let want = "¶ The committee of the harbour met on the fourth of February 6, 2010 to discuss the boats that were \
                    counted and the rest of the fleet that was seen from the hill.\n";
        assert_eq!(set_text(text), want);
    }

    #[test]
    fn tables_rules_and_lists_stay() {
        let text = "The catch of the year in tons of fish, port by port, was:\n\
                    Port        2005    2006\n\
                    ------------------------\n\
                    North        120     140\n\
                    -- the fleet of the north asks for nets and for a price that\n\
                    holds;\n\
                    -- the south for ice.\n\
                    a. Nets.\n";
        let want = "¶ The catch of the year in tons of fish, port by port, was:\n\
                    | Port        2005    2006\n\
                    | ------------------------\n\
                    | North        120     140\n\
                    3. -- the fleet of the north asks for nets and for a price that holds;\n\
                    3. -- the south for ice.\n\
                    3. a. Nets.\n";
        assert_eq!(set_text(text), want);
    }

    #[test]
    fn a_number_inside_prose_is_no_item() {
        let text =
            "The ministry counted the boats of the harbour in the year of\n12. of which none returned to the place.";
        assert!(!set_text(text).contains("12.\n") && set_text(text).lines().count() == 1, "{}", set_text(text));
    }

    #[test]
    fn what_a_page_line_tore_apart_is_joined() {
        let text = "The harbour was closed for the whole of the month of May and\n\nPAGE 02\n\n\nopened in June.";
        let want = "¶ The harbour was closed for the whole of the month of May and opened in June.\n";
        assert_eq!(set_text(text), want);
    }

    #[test]
    fn doubled_blanks_make_no_table() {
        assert_eq!(set_text("It rained.    End summary."), "¶ It rained. End summary.\n");
        let text = "The minister of the harbour  met the men who count the boats.\nHe spoke of nets,   and they of ice \
                    and of the north.\n";
        assert_eq!(set_text(text).lines().count(), 1, "{}", set_text(text));
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_added_or_lost(text in "([-a-zA-Z.:()0-9]{0,9}[ \t]{0,4}\n{0,2}|PAGE 1\n|é\r\n){0,30}",
            lead in 0usize..9) {
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let mut want = text.clone();
            for span in noise(&text).iter().rev() {
                want.replace_range(span.range(), "");
            }
            let parts = set_all(&text, lead);
            prop_assert_eq!(bare(&parts.iter().map(|part| part.text.as_str()).collect::<String>()), bare(&want));
            for part in parts {
                prop_assert!(!part.text.contains(['\n', '\r']));
            }
        }
    }
}

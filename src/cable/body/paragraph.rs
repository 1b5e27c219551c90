//! Paragraphs: number, portion mark, heading, words, and the page lines inside them.

use super::super::cursor::{Cursor, cut_line, is_blank};
use super::super::line::{classification, page, portion};
use super::super::model::PieceKind;
use super::super::words::{Ends, ends_with_ci, offset_in, starts_with_word, strip_leftovers, value_of};
use super::super::{Marking, Paragraph, Portion};
use super::figure::{ends_sentence, is_figure, is_figure_below};
use super::label::{label, next_inside, opens_paragraph};
use super::noise::{end_line, goes_on_behind, is_banner, is_noise, is_page_noise, page_behind_blank, page_follows};
use super::standing::{heading_at, is_standing_heading};
use super::{glance, heading};
use crate::text::line::Line;
use crate::text::{Span, Value};

/// Reads from the cursor to `end`. Text behind `end` is left to the caller.
pub(in crate::cable) fn read(cursor: &mut Cursor<'_>, end: usize) -> Vec<Paragraph> {
    let text = cursor.text();
    // Enough for most cables.
    let mut out: Vec<Paragraph> = Vec::with_capacity(16);
    let mut after_blank = true;
    // Whether the next line is known to be no page's.
    let mut no_page = false;
    loop {
        // Nearly all blank lines have nothing on them, and need not be cut out of the text.
        let at = cursor.at();
        if let Some(behind) = glance::behind_blanks(text, at, cursor.plain_until(at, end)) {
            cursor.take_to(behind, PieceKind::Blank);
            after_blank = true;
        }
        let Some(line) = cursor.passing_line(cursor.at()).filter(|line| (line.whole.start as usize) < end) else {
            break;
        };
        if let Some(blank) = take_between(cursor, line, after_blank, std::mem::take(&mut no_page)) {
            after_blank = blank;
            continue;
        }
        let words = line.text(text);
        let bare = strip_leftovers(words);
        let label = label(bare);
        let opens = label.is_some() || bare.starts_with('(') && portion::stands_at(bare);
        let may_be_heading = (!opens || heading::is_rule(words)) && !ends_part(text, out.last(), words);
        if may_be_heading && let Some(heading) = heading_at(cursor, line, after_blank, opens) {
            out.push(heading);
            after_blank = true;
        } else {
            let numbered = out.last().filter(|last| last.number.is_some());
            let joins = numbered.is_some_and(|last| !opens || is_figure(text, last, words));
            let number = numbered.and_then(|last| last.number.as_ref()).map_or("0", |number| number.text(text));
            let (next, below) = gather(cursor, line, end, label, number);
            match out.last_mut() {
                // A block without a number goes on with the numbered paragraph above it.
                Some(last) if joins && ![&*last, &next].iter().any(|it| is_standing_heading(text, it)) => {
                    join(last, next, cursor);
                }
                _ => out.push(next),
            }
            after_blank = below.is_some();
            no_page = after_blank;
            if let Some(below) = below {
                cursor.take_to(below, PieceKind::Blank);
            }
        }
    }
    out
}

/// Moves over a line that stands between two paragraphs and belongs to none; gives whether what stands below begins as
/// behind a blank line. With `no_page` the line is no page's for certain.
fn take_between(cursor: &mut Cursor<'_>, line: Line, after_blank: bool, no_page: bool) -> Option<bool> {
    let words = line.text(cursor.text());
    if glance::opens_with_sign(words.as_bytes()) {
        return None;
    }
    if is_blank(words) {
        cursor.take(line, PieceKind::Blank);
        return Some(true);
    }
    if glance::is_prose(words) {
        return None;
    }
    if glance::may_be_noise(words) {
        if !no_page && (is_noise(words) || is_banner(words) && (after_blank || page_follows(cursor, line))) {
            // Inside a paragraph the caller of `gather` saw it; here it stands between two.
            cursor.take(line, PieceKind::Page);
            return Some(after_blank);
        }
        if let Some(behind) = page::at_start(words) {
            cursor.take_to(line.words.start as usize + behind, PieceKind::Page);
            return Some(after_blank);
        }
    }
    let kind = end_line(words)?;
    cursor.take(line, kind);
    Some(true)
}

/// Adds the heads of later sections to the page lines of a paragraph, in their order.
fn add_noise(noise: &mut Vec<Span>, heads: impl Iterator<Item = Span>) {
    let before = noise.len();
    noise.extend(heads);
    if noise.len() > before {
        noise.sort_unstable();
    }
}

fn join(last: &mut Paragraph, next: Paragraph, cursor: &Cursor<'_>) {
    let text = cursor.text();
    // Page lines between the two are noise within the one, and so is the head of a section.
    let between = Span::new(last.body.end as usize, next.span.start as usize);
    let bare = between.of(text).bytes().all(|b| matches!(b, b' ' | b'\n' | b'\r'));
    let heads: Vec<Span> = cursor.asides_within(between).collect();
    for line in crate::text::line::lines(if bare { "" } else { between.of(text) }) {
        let start = between.start as usize + line.words.start as usize;
        if is_page_noise(line.text(between.of(text))) && !heads.iter().any(|head| head.contains(start)) {
            last.noise.push(Span::new(start, start + line.words.len()));
        }
    }
    add_noise(&mut last.noise, heads.into_iter());
    last.noise.extend(next.noise);
    // `1. (C)` alone on its line: what stands below is the paragraph.
    if last.body.of(text).trimmed().is_empty() {
        last.heading = next.heading;
        last.portion = last.portion.take().or(next.portion);
        last.body.start = next.body.start;
    }
    last.body.end = next.body.end;
    last.span.end = next.span.end;
}

/// Moves over one paragraph: to the next blank line, numbered paragraph or heading. `opening` is the label of its first line and
/// what stands behind it; a block without a number of its own belongs to the paragraph with the number `above`, and before the
/// first it is 0. Gives also where the next begins, if only blank lines stand between the two.
fn gather(
    cursor: &mut Cursor<'_>,
    first: Line,
    end: usize,
    opening: Option<(&str, &str)>,
    above: &str,
) -> (Paragraph, Option<usize>) {
    let text = cursor.text();
    let start = first.whole.start as usize;
    let (mut last, mut before) = (first, None);
    let mut noise = Vec::new();
    let mut at = first.whole.end as usize;
    let label = opening.map_or("", |(label, _)| label);
    let number = if label.is_empty() { above } else { label };
    let mut cut = next_inside(text, first, number);
    let mut next = None;
    while cut.is_none() {
        let plain = cursor.plain_until(at, end);
        if let Some(run) = glance::prose(text, at..plain, number) {
            (before, last, cut) = (run.before.or(Some(last.whole.start as usize)), run.last, run.cut);
            at = last.whole.end as usize;
            if cut.is_some() {
                break;
            }
        }
        // Mostly a blank line ends it, and the next begins below.
        next = glance::behind_blanks(text, at, end).filter(|below| {
            plain == end
                && (glance::words_begin(text, *below, end)
                    || cursor.passing_line(*below).is_some_and(|next| stands_apart(next.text(text))))
        });
        if next.is_some() {
            // Lines of pages that ended it are not its own.
            next = next.filter(|_| at == last.whole.end as usize);
            break;
        }
        let Some(line) = cursor.passing_line(at).filter(|line| (line.whole.start as usize) < end) else { break };
        let words = line.text(text);
        at = line.whole.end as usize;
        if is_blank(words) {
            // A page line may stand between blank lines in the middle of a paragraph.
            match page_behind_blank(cursor, text, last, line, end) {
                Some((pages, next)) => {
                    noise.extend(pages);
                    at = next.whole.start as usize;
                    continue;
                }
                None => break,
            }
        }
        if let Some(behind) = glance::may_be_noise(words).then(|| page::at_start(words)).flatten() {
            if opens_paragraph(&words[behind..]) {
                break;
            }
            let start = line.words.start as usize;
            noise.push(Span::new(start, start + behind));
            (before, last) = (Some(last.whole.start as usize), line);
            cut = next_inside(text, line, number);
            continue;
        }
        if glance::may_be_noise(words) && (is_noise(words) || is_banner(words) && page_follows(cursor, line)) {
            if goes_on_behind(cursor, text, line, end) {
                noise.push(line.words);
                continue;
            }
            break;
        }
        let opens = opens_paragraph(words) && !is_figure_below(label, last.text(text), words);
        if heading::is_rule(words) {
            // The line above the rule is its heading, if the sentence has ended before that.
            let ended = before.and_then(|at| cut_line(text, at)).filter(|above| ends_sentence(above.text(text)));
            last = ended.filter(|_| heading::stands_alone(last.text(text), true)).unwrap_or(last);
            break;
        }
        if opens || end_line(words).is_some() {
            break;
        }
        (before, last) = (Some(last.whole.start as usize), line);
        cut = next_inside(text, line, number);
    }
    let stop = cut.unwrap_or(last.whole.end as usize).min(end);
    cursor.take_to(stop, PieceKind::Paragraph);
    let mut words = text.get(start..stop.min(last.words.end as usize)).unwrap_or("").trimmed_end();
    // Only blanks stand behind the head of a section: the paragraph ends above it, and not within it.
    let within = |end: usize| move |head: &Span| head.range().start < end && end < head.range().end;
    while let Some(head) = cursor.asides_within(Span::new(start, stop)).find(within(start + words.len())) {
        words = text.get(start..head.range().start).unwrap_or("").trimmed_end();
    }
    let span = Span::new(start, start + words.len());
    noise.retain(|page| page.end <= span.end);
    let seen = span.range().end.min(last.words.start as usize);
    add_noise(&mut noise, cursor.asides_within(Span::new(start, seen)));
    let mut paragraph = take_apart(text, span, opening, noise);
    // `ARTICLE 98: 5. (C) The boats`: a heading lost its line end.
    let lost = cut.is_some() && label.is_empty();
    if lost && (heading::stands_alone(words, false) || heading::is_ruled_itself(words)) {
        let title = paragraph.body.of(text).trim_end_matches(['-', ' ']).len();
        let start = paragraph.body.start as usize;
        paragraph.body = Span::new(start, start + title);
        paragraph.heading = Some(Value::at(paragraph.body));
    }
    (paragraph, next)
}

/// Whether what stands below a blank line shows that the paragraph above has ended: words, and no line of a page.
fn stands_apart(words: &str) -> bool {
    glance::is_prose(words) || !is_blank(words) && !is_page_noise(words)
}

/// Whether a line is the second half of `END` `SUMMARY`, which double spacing put apart.
fn ends_part(text: &str, above: Option<&Paragraph>, words: &str) -> bool {
    let ends = |above: &Paragraph| {
        // Mostly the last byte tells.
        let last = above.body.range().end.checked_sub(1).and_then(|last| text.as_bytes().get(last));
        !last.is_some_and(|last| last.is_ascii_graphic() && !matches!(last, b'D' | b'd'))
            && ends_with_ci(above.body.of(text).trimmed_end(), " END")
    };
    above.is_some_and(ends) && heading::is_usual(words)
}

/// Number, mark, heading and words of a paragraph. `opening` is as [`gather`] has it.
fn take_apart(text: &str, span: Span, opening: Option<(&str, &str)>, noise: Vec<Span>) -> Paragraph {
    let bare = || strip_leftovers(span.of(text));
    // Where the first line has no label, one may yet reach over its end.
    let seen = opening.and_then(|(label, behind)| Some((label, text.get(offset_in(text, behind)..span.range().end)?)));
    let (label, rest) = match seen.or_else(|| label(bare())) {
        Some((label, rest)) => (Some(value_of(text, label)), rest),
        None => (None, bare()),
    };
    let rest = rest.trimmed_start();
    let read = portion::read(text, rest)
        .or_else(|| label.as_ref().and_then(|_| portion::read_open(text, rest)))
        .or_else(|| entire_text(text, rest).map(|mark| (mark, rest)));
    let (mark, rest) = match read {
        Some((mark, behind)) => (Some(mark), behind.trimmed_start()),
        None => (None, rest),
    };
    let body = Span::new(offset_in(text, rest), span.end as usize);
    let heading = heading::opening(rest).map(|heading| value_of(text, heading));
    Paragraph { number: label, portion: mark, heading, body, noise, span }
}

/// `C - ENTIRE TEXT.`: the mark of older cables, without brackets and once for all paragraphs.
fn entire_text(text: &str, rest: &str) -> Option<Portion> {
    // No mark is longer than that.
    let near = rest.as_bytes().get(..60).unwrap_or(rest.as_bytes());
    let dash = memchr::memchr(b'-', near)?;
    let (mark, behind) = rest.split_at_checked(dash)?;
    let behind = behind.trim_start_matches(['-', ' ']);
    starts_with_word(behind, "ENTIRE TEXT").then_some(())?;
    let mark = mark.trim_end();
    let marking = match classification::level(mark) {
        Some((level, "")) => Marking::plain(level),
        _ => portion::grammar(mark)?,
    };
    Some(Portion { marking, text: value_of(text, mark) })
}

#[cfg(test)]
mod tests {
    use crate::cable::{Hints, parse};

    /// The numbers, marks, headings and words of all paragraphs, a line each.
    fn check(body: &str, expected: &[&str]) {
        let text = format!("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n\n{body}");
        let seen: Vec<String> = parse(&text, &Hints::default())
            .paragraphs
            .iter()
            .map(|it| {
                let number = it.number.as_ref().map_or("", |number| number.text(&text));
                let mark = it.portion.as_ref().map_or("", |mark| mark.text.text(&text));
                let heading = it.heading.as_ref().map_or("", |heading| heading.text(&text));
                format!("{number}|{mark}|{heading}|{}", it.words(&text).replace('\n', "/"))
            })
            .collect();
        assert_eq!(seen, expected, "{body}");
    }

    #[test]
    fn figures_at_the_start_of_a_line() {
        check(
            "1. (U) The Minister left Rome with all of his boats on May\n16. The boats came back.\n2. (U) End.",
            &["1|(U)||The Minister left Rome with all of his boats on May/16. The boats came back.", "2|(U)||End."],
        );
        check(
            "1. (U) This is an action request; please see paragraph\n\n3.\n\n2. (U) Boats.",
            &["1|(U)||This is an action request; please see paragraph//3.", "2|(U)||Boats."],
        );
        check(
            "1. (U) The boats can be moored in the harbours 1 and\n2. The nets are elsewhere.",
            &["1|(U)||The boats can be moored in the harbours 1 and/2. The nets are elsewhere."],
        );
        check(
            "1. The boats that can be moored in the harbours; and\n2. The nets.",
            &["1|||The boats that can be moored in the harbours; and", "2|||The nets."],
        );
        // The next number, after a full line without a stop, opens a paragraph all the same.
        check(
            "1. The boats that had left the harbour came back\n2. The boats left again.",
            &["1|||The boats that had left the harbour came back", "2|||The boats left again."],
        );
    }

    #[test]
    fn numbers_and_marks_that_lost_a_part() {
        check("1. C) Boats.\n\n2 (SBU) More.", &["1|C)||Boats.", "2|(SBU)||More."]);
        check("1. (C)\n\nSummary: The boats.", &["1|(C)|Summary|Summary: The boats."]);
    }

    #[test]
    fn paragraphs_that_lost_their_line_end() {
        let long =
            "1. (C) The boats that had left the harbour in May came back in August with all their nets and fish.";
        let body = &long["1. (C) ".len()..];
        check(
            &format!("{long} 2. (U) More. 3. (SBU) End."),
            &[&format!("1|(C)||{body}"), "2|(U)||More. 3. (SBU) End."],
        );
        check(
            &format!("{long} ------- THE NETS -------\n\n2. (U) More."),
            &[&format!("1|(C)||{body}"), "||THE NETS|THE NETS", "2|(U)||More."],
        );
        check(&format!("{long} 2. Summary: More."), &[&format!("1|(C)||{body}"), "2||Summary|Summary: More."]);
        // Not the next number, no mark, no end of a sentence: a reference, a figure, a quotation.
        for same in ["4. (U) More came.", "2. More came.", "see 2. (U) More came."] {
            let same = if same.starts_with("see") {
                format!("{} {same}", &long[..long.len() - 1])
            } else {
                format!("{long} {same}")
            };
            check(&same, &[&format!("1|(C)||{}", &same["1. (C) ".len()..])]);
        }
    }

    #[test]
    fn page_lines_that_lost_their_line_end() {
        check(
            "1. (U) The boats\nROME 00000042  002 OF 003 came back to the harbour\nPAGE 03 ROME 00042 03 OF 03 011502Z 2. (U) End.",
            &["1|(U)||The boats/came back to the harbour", "2|(U)||End."],
        );
    }

    #[test]
    fn titles_of_two_lines() {
        check(
            "1. (U) The boats.\n\nNETS AND\nBOATS\n-----\n\n2. (U) End.\n\n-----\nThe nets\nand boats\n-----",
            &[
                "1|(U)||The boats.",
                "||NETS AND BOATS|NETS AND/BOATS",
                "2|(U)||End.",
                "||The nets and boats|The nets/and boats",
            ],
        );
    }

    #[test]
    fn noise_and_headings() {
        check("1. (U) The boats of\n\nSIPDIS\nthe Minister.", &["1|(U)||The boats of/the Minister."]);
        check("------ Summary ------\n\n1. (U) The boats.", &["||Summary|Summary", "1|(U)||The boats."]);
    }
}

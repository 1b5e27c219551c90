//! Cables in sections: each section went out as a telegram with a head of its own. Where several of one cable stand in a
//! text, the first head is the cable's, and the others are passed over, so that a sentence goes on across them.
//!
//! A later section is known by its classification line: it names the same post, serial number and count of sections, and a
//! section that was not there before. From that line its head is looked for upwards, and read downwards as any head is.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::body;
use super::super::cursor::{Aside, Cursor, is_blank};
use super::super::keyword::{self, Key};
use super::super::line::{classification, dtg, transmission};
use super::super::model::{PieceKind, Section};
use super::super::words::{Ends, Signs};
use super::{Depth, Parser};
use crate::text::Span;
use crate::text::line::{Line, lines_from};

/// Sections have two figures.
const MOST: u16 = 99;

/// How far above its classification line the head of a section begins at the most.
const LINES: usize = 120;
const BYTES: usize = 16 << 10;

/// The longest classification line.
const LONGEST: usize = 200;

impl<'t> Parser<'t> {
    /// Looks for later sections behind the classification line of the first, which ends at `from`, and hides them until the
    /// body is read.
    pub(super) fn find_sections(&mut self, from: usize) {
        let (Some(section), Some(number)) = (self.cable.section, self.number) else { return };
        if self.in_section || !self.sections.is_empty() || !(2..=MOST).contains(&section.of) {
            return;
        }
        self.sections = starts(self.text(), from, section, number);
        if let Some(&first) = self.sections.first() {
            self.cursor.stop_at(first);
        }
    }

    /// Reads the heads of the later sections, and passes over them from now on.
    pub(super) fn pass_over_sections(&mut self) {
        if self.sections.is_empty() {
            return;
        }
        let text = self.text();
        let starts = std::mem::take(&mut self.sections);
        let stops = starts.iter().skip(1).copied().chain([text.len()]);
        let asides: Vec<Aside> = starts.iter().zip(stops).map(|(&start, stop)| self.aside(start, stop)).collect();
        self.last_section = asides.last().map_or(0, |aside| aside.span.end as usize);
        self.cursor.pass_over(asides);
    }

    /// The head of the section that reaches from `start` to `stop`.
    fn aside(&self, start: usize, stop: usize) -> Aside {
        let text = self.text().get(..stop).unwrap_or_default();
        let mut parser = Parser {
            cursor: Cursor::from(text, start),
            in_section: true,
            ..Parser::new(text, self.hints, Depth::Full)
        };
        while let Some(line) = parser.cursor.line() {
            let words = line.text(text);
            let kind = match () {
                () if is_blank(words) => PieceKind::Blank,
                () if body::is_end(words) => PieceKind::End,
                () if body::is_page_noise(words) || is_control_number(words) => PieceKind::Page,
                () => break,
            };
            parser.cursor.take(line, kind);
        }
        parser.head();
        let end = parser.cursor.at();
        let mut pieces = parser.cursor.into_layout();
        for piece in &mut pieces {
            // Nothing of a head is the cable's text.
            if piece.kind == PieceKind::Text {
                piece.kind = PieceKind::Preface;
            }
        }
        Aside { span: Span::new(start, end), pieces }
    }

    /// Whether a line with a keyword is a field of the head of a later section, and not a sentence that goes on there with
    /// `ref A: the boats` or `classified by the minister`.
    pub(super) fn is_section_field(&self, key: Key, words: &str) -> bool {
        let capitals = words.bytes().take_while(u8::is_ascii_uppercase).count();
        capitals >= if key == Key::References { 3 } else { 1 }
    }

    /// Whether the words of a section begin at a line that no rule took. They may begin in the middle of a sentence, and what
    /// stands above them is known, so not much is looked for.
    pub(super) fn ends_section_head(&self, line: Line) -> bool {
        const NEAR: usize = 6;
        if self.cable.section.is_none() {
            return false;
        }
        let missing = self.cable.subject.is_none();
        let mut ahead = self.cursor.after(line);
        for _ in 0..NEAR {
            let Some(line) = ahead.filter(|_| missing) else { break };
            let words = line.text(self.text());
            if body::opens_body(words, None) {
                break;
            }
            if keyword::key(words).is_some_and(|(key, _)| key == Key::Subject) {
                return false;
            }
            ahead = self.cursor.after(line);
        }
        true
    }
}

/// What every later section has in its classification line.
static SEARCH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("SECTION "));

/// Whether a later section may stand in a part of a text.
pub(super) fn may_stand_in(rest: &[u8]) -> bool {
    SEARCH.find(rest).is_some()
}

/// Where the later sections begin, in the order in which they stand.
fn starts(text: &str, from: usize, first: Section, number: (&str, &str)) -> Vec<usize> {
    let (mut starts, mut seen, mut floor) = (Vec::new(), 1_u128 << first.number.min(MOST), from);
    for at in SEARCH.find_iter(text.as_bytes().get(from..).unwrap_or_default()) {
        let at = from + at;
        let Some(line) = line_around(text, at, floor) else { continue };
        let words = line.text(text);
        let Some((section, this)) = opens_section(words) else { continue };
        let new = seen & 1 << section.number.min(MOST) == 0 && (1..=first.of).contains(&section.number);
        if !new || section.of != first.of || !same_number(this, number) {
            continue;
        }
        seen |= 1 << section.number;
        starts.push(head_start(text, floor, line.whole.start as usize, section));
        floor = line.whole.end as usize;
    }
    starts
}

/// The line that holds `at`, if it is not too long and begins behind `floor`.
fn line_around(text: &str, at: usize, floor: usize) -> Option<Line> {
    let low = at.saturating_sub(LONGEST).max(floor);
    let before = text.as_bytes().get(low..at)?;
    let start = low + memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
    if start == low && low > floor {
        return None;
    }
    let line = lines_from(text, start).next()?;
    (line.words.len() <= LONGEST).then_some(line)
}

/// Section, post and serial number of a classification line, or of its second half.
fn opens_section(words: &str) -> Option<(Section, (&str, &str))> {
    match classification::read(words, words) {
        Some(found) => found.section.zip(found.number),
        None => {
            let (section, rest) = classification::section(words);
            section.zip(classification::number(rest))
        }
    }
}

/// Whether post and serial number are the same, however many blanks and zeros stand in them.
fn same_number(one: (&str, &str), other: (&str, &str)) -> bool {
    let serial = |figures: &str| figures.without_at_start(const { Signs::new("0") }).to_owned();
    let letters = |post: &str| post.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<_>>();
    serial(one.1) == serial(other.1) && letters(one.0).eq_ignore_ascii_case(&letters(other.0))
}

/// Where the telegram begins whose classification line starts at `at`, together with what ended the one before it.
fn head_start(text: &str, floor: usize, at: usize, section: Section) -> usize {
    let low = text.ceil_char_boundary(at.saturating_sub(BYTES).max(floor));
    let window = text.get(..at).unwrap_or_default();
    let mut lines: Vec<Line> = lines_from(window, low).collect();
    if low > floor {
        // The first of them may be half a line.
        lines.drain(..1.min(lines.len()));
    }
    lines.drain(..lines.len().saturating_sub(LINES));
    let find = |opens: &dyn Fn(&str) -> bool| lines.iter().position(|line| opens(line.text(text)));
    let page = format!("{:02} OF {:02}", section.number, section.of);
    // The level may stand on a line of its own above.
    let level = |line: &Line| classification::level(line.text(text)).is_some_and(|(_, rest)| rest.is_empty());
    let halved = classification::section(text.get(at..).unwrap_or_default()).0.is_some();
    let own = lines.len() - usize::from(halved && lines.last().is_some_and(level));
    let opens = find(&|words| transmission::message_id(text, words).is_some())
        .or_else(|| find(&|words| words.starts_with("PAGE 01") && words.contains(&page)))
        .or_else(|| find(&|words| transmission::is_station(words) || dtg::read(text, words).is_some()))
        .unwrap_or(own);
    // What others wrote between two telegrams belongs to neither.
    let mut first = lines.iter().take(opens).rposition(|line| line.text(text).trimmed() == "NNNN").unwrap_or(opens);
    let above = |line: &Line| {
        let words = line.text(text);
        is_blank(words)
            || body::is_end(words)
            || body::is_page_noise(words)
            || is_control_number(words)
            || transmission::is_relays(words)
    };
    while first > 0 && lines.get(first - 1).is_some_and(above) {
        first -= 1;
    }
    lines.get(first).map_or(at, |line| line.whole.start as usize)
}

/// `CONFIDENTIAL  PTQ6889`: the level with the control number of a section, as archives printed it.
fn is_control_number(words: &str) -> bool {
    let Some((_, rest)) = classification::level(words.trimmed_start()) else { return false };
    let (letters, figures) = rest.trimmed().split_at_checked(3).unwrap_or_default();
    letters.bytes().all(|b| b.is_ascii_uppercase()) && figures.len() == 4 && figures.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::cable::Hints;

    /// The words of all paragraphs, a line each, and what is missing.
    #[track_caller]
    fn check(text: &str, words: &[&str], missing: Option<&str>) {
        let cable = parse(text, &Hints { name: Some("90ROME42".into()), ..Hints::default() });
        let found: Vec<String> = cable.paragraphs.iter().map(|it| it.words(text).replace('\n', "/")).collect();
        let said = cable.diagnostics.iter().find(|it| it.code == "section-missing").map(|it| it.message.as_str());
        assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), said), (words, missing), "{text}");
    }

    /// A telegram that is a section.
    fn section(number: u32, words: &str) -> String {
        format!(
            "VZCZCRO{number:04}\nDE RUEHRO #0042/{number:02} 1231200\nR 031200Z MAY 90\nFM AMEMBASSY ROME\n\
             TO SECSTATE WASHDC\nBT\nUNCLAS SECTION {number:02} OF 03 ROME 000042\n\nSUBJECT: BOATS\n\n{words}BT\n#0042\nNNNN\n"
        )
    }

    #[test]
    fn sentences_go_on_across_sections() {
        let [one, two, three] =
            [section(1, "1. The boats\n"), section(2, "left. And\n"), section(3, "came back.\nDOE\n")];
        check(&format!("{one}{two}{three}"), &["The boats/left. And/came back."], None);
        check(&format!("{one}RELEASED IN FULL\n{two}{three}"), &["The boats/left. And/came back."], None);
        let final_section = three.replace("SECTION 03 OF", "FINAL SECTION OF").replace(" 000042", "  42");
        check(&format!("{one}{two}{final_section}"), &["The boats/left. And/came back."], None);
        let halved = two.replace("UNCLAS SECTION", "UNCLAS\nSECTION");
        check(&format!("{one}{halved}{three}"), &["The boats/left. And/came back."], None);
    }

    #[test]
    fn missing_sections_are_named() {
        let [one, two, three] = [
            section(1, "1. One.\n\n2. Two boats that\n"),
            section(2, "are here.\n\n3. Three nets that\n"),
            section(3, "are here.\n\n4. Four.\nDOE\n"),
        ];
        check(&one, &["One.", "Two boats that"], Some("of 3 sections these are not here: 2, 3"));
        check(&two, &["are here.", "Three nets that"], Some("of 3 sections these are not here: 1, 3"));
        check(&three, &["are here.", "Four."], Some("of 3 sections these are not here: 1, 2"));
        check(
            &format!("{one}{two}"),
            &["One.", "Two boats that/are here.", "Three nets that"],
            Some("of 3 sections these are not here: 3"),
        );
        check(
            &format!("{one}{three}"),
            &["One.", "Two boats that/are here.", "Four."],
            Some("of 3 sections these are not here: 2"),
        );
        // A copy in which somebody joined the sections before is whole.
        check(&one.replace("2. Two boats that\n", "2. Two.\nDOE\n"), &["One.", "Two."], None);
    }

    #[test]
    fn sections_of_old_prints_are_joined() {
        let print = "CONFIDENTIAL\n\nPAGE 01        ROME  00042  01 OF 02  031200Z\nACTION EUR-12\n\nINFO  OCT-01  /013 W\n\
                     R 031200Z MAY 90\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\n\
                     C O N F I D E N T I A L SECTION 01 OF 02 ROME 00042\n\nE.O. 12356: DECL: OADR\nSUBJECT: BOATS\n\n\
                     1. (C) THE BOATS WERE\nDE GREGORI'S.\n\nCONFIDENTIAL\nCONFIDENTIAL  PTQ6889\n\n\
                     PAGE 01        ROME  00042  02 OF 02  031200Z\nACTION EUR-12\n\nINFO  OCT-01  /013 W\n\
                     R 031200Z MAY 90\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\n\
                     C O N F I D E N T I A L SECTION 02 OF 02 ROME 00042\n\nLONDON FOR DOE\n\nE.O. 12356: DECL: OADR\n\
                     SUBJECT: BOATS\n\n2. (C) THEY LEFT.\nDOE\n\nNNNN\n";
        check(print, &["THE BOATS WERE/DE GREGORI'S.", "THEY LEFT."], None);
    }

    #[test]
    fn other_telegrams_are_text() {
        let one = section(1, "1. The boats\n").replace("BT\n#0042\nNNNN\n", "");
        let quoted = "UNCLAS SECTION 02 OF 03 ROME 000043\n";
        check(&format!("{one}{quoted}left.\nDOE\n"), &[&format!("The boats/{}/left.", quoted.trim_end())], None);
        // The same section again: a copy of this cable and not another part of it.
        let again = "UNCLAS SECTION 01 OF 03 ROME 000042\n";
        check(&format!("{one}{again}left.\nDOE\n"), &[&format!("The boats/{}/left.", again.trim_end())], None);
    }

    #[test]
    fn many_lines_like_heads_take_no_more_time_each() {
        let text = section(1, &"SECTION 02 OF 03 ROME 43\n".repeat(100_000));
        assert_eq!(parse(&text, &Hints::default()).paragraphs.len(), 1);
    }
}

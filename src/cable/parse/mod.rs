//! The parser: walks the lines of a text through the table [`LINES`], then reads the body.

mod attributes;
mod copies;
mod fields;
mod header;
mod sections;
mod settle;
mod smart;

use super::body;
use super::cursor::{Cursor, is_blank};
use super::field::{self, Key};
use super::field_end;
use super::line::addressee::Role;
use super::line::{classification, distribution, dtg, references};
use super::model::{Cable, Classification, Hints, PieceKind};
use super::words::{Fragments, strip_leftovers};
use super::{CanonicalId, Code, Diagnostic};
use crate::text::Span;
use crate::text::line::Line;

/// How many lines are looked ahead for more of a head.
const FAR: usize = 40;

/// A kind of line before the body.
pub(super) struct LineRule {
    /// With which letters and figures such a line may begin, blanks before them left out; none for lines that may begin with
    /// any, or where that depends on what stands above them.
    begins: &'static str,
    /// What such a line is taken for: several kinds where the grammar decides.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    kind: PieceKind,
    /// Takes the line at the cursor, or leaves it to the next rule.
    read: fn(&mut Parser<'_>, Line) -> bool,
    /// A line that this rule takes.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    example: &'static str,
}

/// Lines of words.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// All kinds of lines before the body, in the order in which they are tried.
pub(super) const LINES: &[LineRule] = &[
    LineRule {
        begins: "",
        kind: PieceKind::Preface,
        read: |parser, line| parser.preface(line),
        example: "This record is a partial extract of the original cable.",
    },
    LineRule {
        begins: "0123456789iIrRcC",
        kind: PieceKind::Preface,
        read: |parser, line| parser.record(line),
        example: "refid: 06ROME3128",
    },
    LineRule {
        begins: "",
        kind: PieceKind::Mrn,
        read: |parser, line| parser.labelled(line),
        example: "MRN: 23 REYKJAVIK 42",
    },
    LineRule {
        begins: "VZ",
        kind: PieceKind::MessageId,
        read: |parser, line| parser.message_id(line),
        example: "VZCZCXRO4134",
    },
    LineRule {
        begins: "ZOPRQU",
        kind: PieceKind::Relays,
        read: |parser, line| parser.relays(line),
        example: "OO RUEHDBU RUEHFL",
    },
    LineRule {
        begins: "D",
        kind: PieceKind::Station,
        read: |parser, line| parser.station(line),
        example: "DE RUEHRO #3128 3241641",
    },
    LineRule {
        begins: "Z",
        kind: PieceKind::Signals,
        read: |parser, line| parser.signals(line),
        example: "ZNY CCCCC ZZH",
    },
    LineRule {
        begins: "ZOPR0123456789",
        kind: PieceKind::Dtg,
        read: |parser, line| parser.dtg(line),
        example: "O 201641Z NOV 06",
    },
    LineRule {
        begins: "",
        kind: PieceKind::Page,
        read: |parser, line| parser.page(line),
        example: "PAGE 02        ROME  00042  011502Z",
    },
    LineRule {
        begins: "",
        kind: PieceKind::Distribution,
        read: |parser, line| parser.distribution(line),
        example: "ACTION EUR-12",
    },
    LineRule {
        begins: "UuCcTtSsLlRrFfNOEI",
        kind: PieceKind::Classification,
        read: |parser, line| parser.classification(line),
        example: "UNCLAS ROME 000042",
    },
    LineRule { begins: "B", kind: PieceKind::Separator, read: |parser, line| parser.separator(line), example: "BT" },
    LineRule { begins: "", kind: PieceKind::Groups, read: |parser, line| parser.groups(line), example: "GR142" },
    LineRule {
        begins: "",
        kind: PieceKind::To,
        read: |parser, line| parser.address(line),
        example: "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    },
    LineRule {
        begins: LETTERS,
        kind: PieceKind::Subject,
        read: |parser, line| parser.field(line),
        example: "SUBJECT: WEATHER",
    },
    LineRule {
        begins: LETTERS,
        kind: PieceKind::Caption,
        read: |parser, line| parser.caption(line),
        example: "SIPDIS",
    },
    LineRule {
        begins: "",
        kind: PieceKind::Passing,
        read: |parser, line| parser.passing(line),
        example: "STATE FOR EUR/WE",
    },
];

/// For each byte with which a line may begin, the rules that may take it, a bit each. A line that begins with a sign is asked
/// of all: grammars differ in what they leave out there.
const RULES: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rule = 0;
        while rule < LINES.len() {
            let begins = LINES[rule].begins.as_bytes();
            let mut fits = begins.is_empty() || !(byte as u8).is_ascii_alphanumeric();
            let mut at = 0;
            while at < begins.len() {
                fits |= begins[at] as usize == byte;
                at += 1;
            }
            table[byte] |= (fits as u32) << rule;
            rule += 1;
        }
        byte += 1;
    }
    table
};

/// Which part of a cable's head the lines before the current one belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// None that can go on.
    Nothing,
    /// Format line 2, which may go on with more stations.
    Relays,
    /// A list of addressees.
    Addressees(Role),
    /// A distribution block.
    Distribution(distribution::List),
    /// An attention line.
    Passing,
}

/// The parser's state: the cursor, what was read, and what is open.
pub(super) struct Parser<'t> {
    cursor: Cursor<'t>,
    hints: &'t Hints,
    /// Whether the fields that no list shows are read too.
    in_full: bool,
    cable: Cable,
    open: Open,
    /// Whether anything but preface was read yet.
    begun: bool,
    /// Where the body begins.
    body_at: usize,
    /// Post and serial number of the classification line.
    number: Option<(&'t str, &'t str)>,
    reference_words: Vec<Fragments>,
    orders: Vec<(&'t str, Span)>,
    /// What was read before a second head began; see `copies`.
    first: Option<copies::Head<'t>>,
    /// The level that the record of a database names.
    record_level: Option<Classification>,
    /// Whether this is a labelled print; see `smart`.
    labelled: bool,
    /// The message reference number that a print or an attribute block names.
    mrn: Option<CanonicalId>,
    /// The instruction of a labelled `Declassify On`.
    declassify_on: Option<&'t str>,
    /// Where later sections begin whose heads are not read yet; see `sections`.
    sections: Vec<usize>,
    /// Where the words of the last section begin.
    last_section: usize,
    /// Whether this is the head of a later section.
    in_section: bool,
}

/// Takes a text apart. Any text gives a cable; see [`Cable::layout`] and [`Cable::diagnostics`].
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// let text = "UNCLAS ROME 000042\n\nSUBJECT: WEATHER\n\n1. (U) It rained.\nDOE\n";
/// let cable = parse(text, &Hints { name: Some("06ROME42".into()), ..Hints::default() });
/// assert_eq!(cable.id.as_deref(), Some("06ROME42"));
/// assert_eq!(cable.subject.unwrap().text(text), "WEATHER");
/// assert_eq!(cable.paragraphs[0].body.of(text), "It rained.");
/// assert_eq!(cable.signatures[0].text(text), "DOE");
/// ```
pub fn parse(text: &str, hints: &Hints) -> Cable {
    let mut parser = Parser::new(text, hints);
    parser.before_body();
    parser.pass_over_sections();
    parser.body();
    parser.finish_checked()
}

/// As [`parse`], as far as a list of cables needs it. The body is left unread: no paragraphs, summary, comment and
/// signatures, one piece of the layout for all of it, and nothing said of what is odd. So are the words of the
/// authority, of which only the text is given. All other values that stand before the body or in a block behind
/// it are the same.
///
/// A list of cables needs no more, and most of a cable is body.
///
/// ```
/// use sipdis::cable::{Hints, parse_head};
/// let text = "UNCLAS ROME 000042\n\nSUBJECT: WEATHER\n\n1. (U) It rained.\nDOE\n";
/// let cable = parse_head(text, &Hints::default());
/// assert_eq!(cable.subject.unwrap().text(text), "WEATHER");
/// assert!(cable.paragraphs.is_empty());
/// ```
pub fn parse_head(text: &str, hints: &Hints) -> Cable {
    let mut parser = Parser { in_full: false, ..Parser::new(text, hints) };
    parser.before_body();
    let blocks = parser.blocks();
    parser.cursor.take_to(blocks.start(), PieceKind::Text);
    parser.read_blocks(&blocks);
    parser.finish()
}

/// Where the blocks behind the body begin.
struct Blocks {
    attributes: Option<usize>,
    trailer: Option<usize>,
    /// Where the text ends.
    end: usize,
}

impl Blocks {
    fn start(&self) -> usize {
        self.attributes.or(self.trailer).unwrap_or(self.end)
    }
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, hints: &'t Hints) -> Self {
        Parser {
            cursor: Cursor::new(text),
            hints,
            in_full: true,
            cable: Cable::default(),
            open: Open::Nothing,
            begun: false,
            body_at: text.len(),
            number: None,
            reference_words: Vec::new(),
            orders: Vec::new(),
            first: None,
            record_level: None,
            labelled: false,
            mrn: None,
            declassify_on: None,
            sections: Vec::new(),
            last_section: 0,
            in_section: false,
        }
    }

    fn before_body(&mut self) {
        self.head();
        self.cursor.stop_at(self.text().len());
        self.body_at = self.cursor.at();
        self.settle_copies();
        self.identify();
        self.resolve();
    }

    fn text(&self) -> &'t str {
        self.cursor.text()
    }

    /// Everything before the body.
    fn head(&mut self) {
        while let Some(line) = self.cursor.line() {
            let words = line.text(self.text());
            if is_blank(words) {
                self.cursor.take(line, PieceKind::Blank);
                if !matches!(self.open, Open::Addressees(_) | Open::Distribution(_)) {
                    self.open = Open::Nothing;
                }
                continue;
            }
            let column = self.column_inside(words);
            if column.is_none() && self.rules_take(words, line) {
                continue;
            }
            let kind = if self.begun { PieceKind::Text } else { PieceKind::Preface };
            // A field or the classification may stand behind other words, where a line end is lost.
            if let Some(cut) = column.or_else(|| self.opens_inside(words)) {
                let stop = line.words.start as usize + cut;
                let front =
                    Line { words: front_words(line, words, cut), whole: Span::new(line.whole.start as usize, stop) };
                if !self.rules_take(front.text(self.text()), front) {
                    self.cursor.take_to(stop, kind);
                }
                continue;
            }
            if self.ends_head(line) {
                let Some(copy) = self.copy_ahead(line).filter(|_| !self.in_section) else { break };
                self.cursor.take_to(copy, kind);
                continue;
            }
            self.open = Open::Nothing;
            self.cursor.take(line, kind);
        }
    }

    /// Whether a rule took the line, whose words are given.
    fn rules_take(&mut self, words: &str, line: Line) -> bool {
        let first = words.bytes().find(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(b' ');
        let mut rules = RULES[usize::from(first)];
        while rules != 0 {
            let rule = rules.trailing_zeros() as usize;
            rules &= rules - 1;
            if (LINES[rule].read)(self, line) {
                return true;
            }
        }
        false
    }

    /// Where the classification line begins in a row of a table that a mirror printed: behind a tab, or behind a quoted
    /// column.
    fn column_inside(&self, words: &str) -> Option<usize> {
        let tab = memchr::memchr(b'\t', words.as_bytes()).map(|at| at + 1);
        let quoted = || {
            let bytes = words.as_bytes();
            memchr::memrchr_iter(b'"', bytes).find(|at| bytes.get(at + 1) == Some(&b',')).map(|at| at + 2)
        };
        let at = tab.or_else(quoted)?;
        let behind = words.get(at..)?;
        let numbered = |line| classification::read_prefix(words, line).is_some_and(|(found, _)| found.number.is_some());
        numbered(behind).then_some(at)
    }

    /// Where a part of the head that is still missing opens inside a line.
    fn opens_inside(&self, words: &str) -> Option<usize> {
        if body::opens_numbered(words) {
            return None;
        }
        let missing = |key: Key, value: &str| match key {
            Key::ExecutiveOrder => self.orders.is_empty(),
            Key::Tags => self.cable.tags.is_empty(),
            // Words may end like a keyword, so more of the head stands above, or cables are named.
            Key::References => {
                self.reference_words.is_empty() && (!self.cable.tags.is_empty() || references::opens_list(value))
            }
            Key::ClassifiedBy => self.cable.classified_by.is_none() && !self.cable.tags.is_empty(),
            _ => self.cable.subject.is_none(),
        };
        field_end::inside_other(words, missing)
    }

    /// Whether the body begins at a line that no rule took.
    fn ends_head(&self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let next = self.cursor.after(line).map(|next| next.text(text));
        if body::opens_body(words, next) {
            return true;
        }
        if self.in_section {
            return self.ends_section_head(line);
        }
        // A line that nothing explains: junk before the head, or prose without a number. Look whether more of a
        // head follows; a body has no such lines.
        !self.head_follows(line)
    }

    fn head_follows(&self, line: Line) -> bool {
        const NEAR: usize = 4;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for distance in 0..FAR {
            let Some(line) = ahead else { break };
            let words = line.text(text);
            if body::opens_numbered(words) && self.begun {
                break;
            }
            let bare = strip_leftovers(words);
            // Prose may speak of reasons and references; an authority right below ends a head all the same.
            let keyed = field::key(words).is_some_and(|(key, _)| match key {
                Key::Reason | Key::References => false,
                Key::ClassifiedBy => distance < NEAR,
                _ => true,
            });
            let header = bare.starts_with("VZCZC")
                || dtg::read(text, words).is_some()
                || classification::read(text, words).is_some_and(|found| found.number.is_some());
            if keyed || header {
                return true;
            }
            ahead = self.cursor.after(line);
        }
        self.field_close_below(line)
    }

    /// Whether references or the authority, not yet read, stand just below a line: a subject that went on below a blank
    /// line stands between. A body further down may have such words too.
    fn field_close_below(&self, line: Line) -> bool {
        const FAR: usize = 8;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..FAR {
            let Some(line) = ahead else { return false };
            let words = line.text(text);
            if body::opens_body(words, None) {
                return false;
            }
            match field::key(words) {
                Some((Key::References, _)) => return self.reference_words.is_empty() && self.cable.subject.is_some(),
                Some((Key::ClassifiedBy, _)) => {
                    return self.cable.classified_by.is_none() && self.cable.subject.is_some();
                }
                _ => ahead = self.cursor.after(line),
            }
        }
        false
    }

    fn take(&mut self, line: Line, kind: PieceKind) -> bool {
        self.cursor.take(line, kind);
        self.begun = true;
        true
    }

    fn say(&mut self, code: &Code, span: Span, message: String) {
        self.cable.diagnostics.push(Diagnostic::new(code, span, message));
    }

    fn body(&mut self) {
        let text = self.text();
        let blocks = self.blocks();
        let stop = blocks.start();
        let signed = body::signatures(text, self.cursor.at().max(self.last_section).min(stop), stop);
        let end = signed.span.map_or(stop, |span| span.start as usize);
        self.cable.paragraphs = body::read(&mut self.cursor, end);
        if let Some(span) = signed.span {
            self.cursor.take_to(span.end as usize, PieceKind::Signature);
        }
        self.cable.signatures = signed.names;
        self.closing_lines(stop);
        self.read_blocks(&blocks);
        self.cable.summary = body::part(text, &self.cable.paragraphs, body::Part::Summary);
        self.cable.comment = body::part(text, &self.cable.paragraphs, body::Part::Comment);
        self.authority_in_body();
    }

    /// Finds the blocks behind the body, which the cursor stands at.
    fn blocks(&self) -> Blocks {
        let from = self.cursor.at();
        Blocks { attributes: self.attributes(from), trailer: self.trailer(from), end: self.text().len() }
    }

    fn read_blocks(&mut self, blocks: &Blocks) {
        if blocks.attributes.is_some() {
            self.attribute_fields();
        } else if blocks.trailer.is_some() {
            self.trailer_fields();
        }
    }

    /// What stands behind the signature: markers of the end, banners, page lines.
    fn closing_lines(&mut self, stop: usize) {
        let text = self.text();
        while let Some(line) = self.cursor.line().filter(|line| (line.whole.start as usize) < stop) {
            let words = line.text(text);
            let kind = if is_blank(words) {
                PieceKind::Blank
            } else if words.trim() == "BT" {
                PieceKind::Separator
            } else if body::is_page_noise(words) {
                PieceKind::Page
            } else {
                PieceKind::End
            };
            self.cursor.take(line, kind);
        }
    }
}

/// The words of `line` before `cut`.
fn front_words(line: Line, words: &str, cut: usize) -> Span {
    let start = line.words.start as usize;
    Span::new(start, start + words[..cut].trim_end_matches([' ', '\t', '\u{a0}', '"']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_takes_its_example() {
        for rule in LINES {
            let cable = parse(rule.example, &Hints::default());
            let kinds: Vec<PieceKind> = cable.layout.iter().map(|piece| piece.kind).collect();
            assert_eq!(kinds, [rule.kind], "{}", rule.example);
        }
    }
}

//! The parser: walks the lines before the body (`head`) through the table of their kinds (`lines`), then reads the body and
//! what stands behind it (`behind`). Here is what it knows meanwhile.

mod attributes;
mod behind;
mod copies;
mod fields;
mod head;
mod header;
mod lines;
mod sections;
mod settle;
mod smart;

use super::cursor::Cursor;
use super::known::Known;
use super::line::addressee::Role;
use super::line::distribution;
use super::model::{Cable, Classification, Hints, PieceKind};
use super::words::Fragments;
use super::{CanonicalId, Code, Diagnostic};
use crate::text::Span;
use crate::text::line::Line;

/// So much of a line is searched at the most where fields may share it: what one leaves of a line is searched again for the
/// next, and a text may be one long line.
const FAR: usize = 6_000;

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

/// How much of a cable is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// All of it.
    Full,
    /// What stands before the body and behind it.
    Head,
    /// What a row of a catalogue shows.
    Row,
}

/// The parser's state: the cursor, what was read, and what is open.
pub(super) struct Parser<'t> {
    cursor: Cursor<'t>,
    hints: &'t Hints,
    depth: Depth,
    cable: Cable,
    open: Open,
    /// Whether anything but preface was read yet.
    begun: bool,
    /// Where the body begins.
    body_at: usize,
    /// Post and serial number of the classification line.
    number: Option<(&'t str, &'t str)>,
    known_captions: Known,
    /// Whether an addressee was recognised that is not kept, as for a row.
    addressed: bool,
    /// The words of the last attention line.
    passing_words: Fragments,
    reference_words: Vec<Fragments>,
    order: Option<(&'t str, Span)>,
    /// What was read before a second head began; see `copies`.
    first: Option<copies::Head<'t>>,
    /// The level that the record of a database names.
    record_level: Option<Classification>,
    /// Whether this is a labelled print; see `smart`.
    labelled: bool,
    /// The id that the name of the file gives.
    named: Option<CanonicalId>,
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
    /// How many lines behind the text would have been looked at for a copy; see `copies`.
    lines_wanted: usize,
}

/// What stands behind the start of a text.
pub struct Rest<'a> {
    /// All of it as it is stored: perhaps not decoded, and with escaped signs.
    pub stored: &'a [u8],
    /// Gives its first lines, so many or all there are, as they read.
    pub lines: &'a dyn Fn(usize) -> String,
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
    Parser::whole(text, hints).finish_checked()
}

/// As [`parse`], without looking for what is odd in the cable as a whole: most diagnostics are missing, all values are the same.
///
/// Who searches many cables for their words needs no more.
///
/// ```
/// use sipdis::cable::{Hints, parse, parse_unchecked};
/// let text = "UNCLAS ROME 000042\n\nSUBJECT: WEATHER\n\n1. (U) It rained.\nDOE\n";
/// let (cable, unchecked) = (parse(text, &Hints::default()), parse_unchecked(text, &Hints::default()));
/// assert_eq!((cable.id, cable.paragraphs), (unchecked.id, unchecked.paragraphs));
/// ```
pub fn parse_unchecked(text: &str, hints: &Hints) -> Cable {
    Parser::whole(text, hints).finish()
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
    let mut parser = Parser::new(text, hints, Depth::Head);
    parser.without_body();
    parser.finish()
}

/// As [`parse_head`], as far as a row of a catalogue needs it: also without how the message travelled, addressees,
/// distribution, attention lines and the authority, which are only recognised, and without the layout. Id, post, time, marking, captions, order,
/// TAGS, subject, references and what the cable says of being an extract or a corrected copy are the same.
pub fn parse_row(text: &str, hints: &Hints) -> Cable {
    let mut parser = Parser::new(text, hints, Depth::Row);
    parser.without_body();
    parser.finish()
}

/// As [`parse_row`], of the first lines of a text that goes on with `rest`; `None` where what stands in the rest might
/// change what it gives.
///
/// ```
/// use sipdis::cable::{Hints, Rest, parse_row, parse_row_of_start};
/// let start = "UNCLAS ROME 000042\n\nSUBJECT: WEATHER\n\n1. (U) It rained.\nAnd rained.\n";
/// let (rest, fields) = ("DOE\nNNNN\n", "SUBJECT: WEATHER\n");
/// let rest = Rest { stored: rest.as_bytes(), lines: &|_| rest.to_owned() };
/// let fields = Rest { stored: fields.as_bytes(), lines: &|_| fields.to_owned() };
/// let cable = parse_row_of_start(start, &rest, &Hints::default());
/// assert_eq!(cable, Some(parse_row(start, &Hints::default())));
/// assert_eq!(parse_row_of_start("UNCLAS ROME 000042\n", &fields, &Hints::default()), None);
/// ```
pub fn parse_row_of_start(start: &str, rest: &Rest<'_>, hints: &Hints) -> Option<Cable> {
    let mut parser = Parser::new(start, hints, Depth::Row);
    parser.without_body();
    // A print may go on with more fields.
    if parser.cursor.met_end() || parser.labelled || attributes::may_stand_in(rest.stored) {
        return None;
    }
    let sections = parser.cable.section.is_some() && sections::may_stand_in(rest.stored);
    let certain = !sections && (parser.lines_wanted == 0 || parser.no_copy_in(rest));
    certain.then(|| parser.finish())
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, hints: &'t Hints, depth: Depth) -> Self {
        Parser {
            cursor: if depth == Depth::Row { Cursor::without_layout(text) } else { Cursor::new(text) },
            hints,
            depth,
            cable: Cable::default(),
            open: Open::Nothing,
            begun: false,
            body_at: text.len(),
            number: None,
            known_captions: Known::default(),
            addressed: false,
            passing_words: Fragments::default(),
            reference_words: Vec::new(),
            order: None,
            first: None,
            record_level: None,
            labelled: false,
            named: None,
            mrn: None,
            declassify_on: None,
            sections: Vec::new(),
            last_section: 0,
            in_section: false,
            lines_wanted: 0,
        }
    }

    /// All of a cable read.
    fn whole(text: &'t str, hints: &'t Hints) -> Self {
        let mut parser = Parser::new(text, hints, Depth::Full);
        parser.before_body();
        parser.pass_over_sections();
        parser.body();
        parser
    }

    fn before_body(&mut self) {
        self.head();
        self.end_passing();
        self.cursor.stop_at(self.text().len());
        self.body_at = self.cursor.at();
        self.settle_copies();
        self.identify();
        self.resolve();
    }

    /// Everything but the body, which is one piece.
    fn without_body(&mut self) {
        self.before_body();
        let blocks = self.blocks();
        self.cursor.take_to(blocks.start(), PieceKind::Text);
        self.read_blocks(&blocks);
    }

    fn text(&self) -> &'t str {
        self.cursor.text()
    }

    fn take(&mut self, line: Line, kind: PieceKind) -> bool {
        self.cursor.take(line, kind);
        self.begun = true;
        true
    }

    fn say(&mut self, code: &Code, span: Span, message: String) {
        self.cable.diagnostics.push(Diagnostic::new(code, span, message));
    }
}

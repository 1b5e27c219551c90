//! What is known of a cable. Every value says where it stood.
//!
//! Values are [`Value`]s, which need the text they were read from to be shown: `value.text(text)`. A [`Cable`] holds no
//! reference to the text, so both can travel together.

use jiff::civil::{Date, DateTime};
use serde::{Serialize, Serializer};

use super::{Diagnostic, Marking};
use crate::text::{Span, Value};

/// One telegram, taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cable {
    /// Canonical message reference number, `06ROME3128`: two digits of the year, the post's one spelling, no leading zeros.
    pub id: Option<String>,
    /// The post that sent it, in the spelling of the id: `ROME`.
    pub post: Option<String>,
    /// Whether it says of itself that it is an extract.
    pub partial: bool,
    /// Whether it is marked as a corrected copy.
    pub corrected: bool,
    /// Format lines 1 to 4.
    pub transmission: Option<Transmission>,
    /// Format line 5.
    pub dtg: Option<Dtg>,
    /// The date that the archives' attribute block gives; it dates a telegram whose date-time group is lost.
    pub archived_on: Option<Date>,
    /// The originator, as its plain-language address: `AMEMBASSY ROME`.
    pub from: Option<Value>,
    /// Action addressees.
    pub to: Vec<Addressee>,
    /// Information addressees.
    pub info: Vec<Addressee>,
    /// The marking of the whole.
    pub classification: Option<Classification>,
    /// Captions in their order, each once.
    pub captions: Vec<Value>,
    /// Which section this is.
    pub section: Option<Section>,
    /// Offices that got copies, from a distribution block.
    pub distribution: Option<Distribution>,
    /// Attention and passing lines: `STATE FOR EUR/WE`.
    pub passing: Vec<Value>,
    /// The executive-order line.
    pub executive_order: Option<ExecutiveOrder>,
    /// TAGS codes, upper case.
    pub tags: Vec<Value>,
    /// The subject without its portion mark, on one line.
    pub subject: Option<Value>,
    /// The portion mark of the subject.
    pub subject_portion: Option<Portion>,
    /// What it refers to.
    pub references: Vec<Reference>,
    /// Who classified it, and why.
    pub classified_by: Option<ClassifiedBy>,
    /// The words between "Summary." and "End summary.".
    pub summary: Option<Value>,
    /// The words of the comment.
    pub comment: Option<Value>,
    /// The paragraphs of the body, with those that have no number.
    pub paragraphs: Vec<Paragraph>,
    /// Surnames at the end.
    pub signatures: Vec<Value>,
    /// What is odd about it.
    pub diagnostics: Vec<Diagnostic>,
    /// What every part of the text was taken for: in order, without gaps, every byte once.
    pub layout: Vec<Piece>,
}

/// Format lines 1 to 4: how the message travelled. Source: ACP 127(G), 5 FAH-2 H-320.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transmission {
    /// `VZCZCXRO4134`: start of message, channel and number.
    pub message_id: Option<Value>,
    /// From the doubled prosign of format line 2.
    pub precedence: Option<Precedence>,
    /// Routing indicators of the stations called.
    pub relays: Vec<Value>,
    /// Routing indicator of the calling station.
    pub station: Option<Value>,
    /// The station's serial number, with zeros as written.
    pub serial: Option<Value>,
    /// Filing time, day of the year and time: `3241641`.
    pub filed: Option<Value>,
    /// What the five letters after ZNY or ZNR say.
    pub security: Option<super::Level>,
    /// Operating signals: `ZZH`.
    pub signals: Vec<Value>,
}

/// Date-time group.
#[derive(Debug, Clone, PartialEq)]
pub struct Dtg {
    /// The whole line as it reads, blanks folded: `O 201641Z NOV 06`.
    pub text: Value,
    /// UTC; absent where the figures are no date.
    pub time: Option<DateTime>,
    /// One, or two: for action and for information addressees.
    pub precedences: Vec<Precedence>,
}

/// How fast a message had to travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Precedence {
    /// R, RR.
    #[serde(rename = "ROUTINE")]
    Routine,
    /// P, PP.
    #[serde(rename = "PRIORITY")]
    Priority,
    /// O, OO.
    #[serde(rename = "IMMEDIATE")]
    Immediate,
    /// O with the word NIACT: night action.
    #[serde(rename = "NIACT IMMEDIATE")]
    NiactImmediate,
    /// Z, ZZ.
    #[serde(rename = "FLASH")]
    Flash,
}

impl Precedence {
    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Precedence::Routine => "ROUTINE",
            Precedence::Priority => "PRIORITY",
            Precedence::Immediate => "IMMEDIATE",
            Precedence::NiactImmediate => "NIACT IMMEDIATE",
            Precedence::Flash => "FLASH",
        }
    }
}

/// One line of TO or INFO.
#[derive(Debug, Clone, PartialEq)]
pub struct Addressee {
    /// Routing indicator: `RUEHC`.
    pub routing: Option<Value>,
    /// Plain-language address: `SECSTATE WASHDC`, with offices behind `//` as written.
    pub name: Value,
    /// As written at the addressee; without one the precedence of the date-time group holds.
    pub precedence: Option<Precedence>,
    /// Message continuity number, with zeros as written.
    pub number: Option<Value>,
    /// Members of a collective that are left out (XMT).
    pub exempt: Vec<Value>,
    /// The whole entry.
    pub span: Span,
}

/// The marking of the whole cable and the line it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification {
    /// Level and controls.
    pub marking: Marking,
    /// The words of the marking.
    pub span: Span,
}

/// `SECTION 01 OF 02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Which.
    pub number: u16,
    /// Of how many.
    pub of: u16,
}

/// `ACTION AF-00 / INFO LOG-00 ...`: offices with their numbers of copies.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Distribution {
    /// Outgoing telegrams: who drafted it.
    pub origin: Vec<Copies>,
    /// Incoming telegrams: who acts on it.
    pub action: Vec<Copies>,
    /// Who is informed.
    pub info: Vec<Copies>,
    /// The total as written.
    pub total: Option<u32>,
}

/// An office and how many copies it got: `EUR-12`.
#[derive(Debug, Clone, PartialEq)]
pub struct Copies {
    /// `EUR`.
    pub office: Value,
    /// `12`.
    pub copies: u32,
}

/// The executive-order line, or what stands for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutiveOrder {
    /// `12958`.
    pub order: Option<Value>,
    /// When it says that the cable is declassified.
    pub declassify_on: Option<Date>,
    /// An event that declassifies it, as written.
    pub event: Option<Value>,
    /// Codes: `X1`, `25X1`, `OADR`, `GDS`, ...
    pub exemptions: Vec<Value>,
    /// The instruction as written: `DECL: 11/20/2016`.
    pub text: Option<Value>,
    /// The whole line.
    pub span: Span,
}

/// A portion mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Portion {
    /// What it means.
    pub marking: Marking,
    /// As written, with its brackets: `(C/NF)`.
    pub text: Value,
}

/// What kind of thing a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceKind {
    /// Another cable.
    Cable,
    /// An e-mail, fax or letter.
    Mail,
    /// A report, for example of the press or an intelligence agency.
    Report,
    /// A handbook, a law.
    Book,
    /// A telephone call.
    Tel,
    /// Anything else.
    Other,
}

/// One reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its letter: `A`.
    pub label: Option<Value>,
    /// What it names.
    pub kind: ReferenceKind,
    /// Canonical id, for cables.
    pub id: Option<String>,
    /// As written, without the label.
    pub text: Value,
    /// A title given beside it.
    pub title: Option<Value>,
}

/// Who classified the cable.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassifiedBy {
    /// Names of persons.
    pub names: Vec<Value>,
    /// Their office.
    pub title: Option<Value>,
    /// `1.4(b)`.
    pub reasons: Vec<String>,
    /// The whole sentence, blanks folded.
    pub text: Value,
}

/// A paragraph of the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// `1`, `12`, `a`.
    pub number: Option<Value>,
    /// Its portion mark.
    pub portion: Option<Portion>,
    /// A heading that opens it (`Summary`), or the heading that it is.
    pub heading: Option<Value>,
    /// The words behind number and mark, heading included, page noise still in it.
    pub body: Span,
    /// Page lines inside `body`, not part of the words.
    pub noise: Vec<Span>,
    /// All of it.
    pub span: Span,
}

/// A part of the text and what it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Where.
    pub span: Span,
}

/// What a line, or a run of lines, was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// Nothing but blanks.
    Blank,
    /// Words before the cable: release banners, "partial extract".
    Preface,
    /// The message reference number of a labelled print.
    Mrn,
    /// Format line 1.
    MessageId,
    /// Format line 2.
    Relays,
    /// Format line 3.
    Station,
    /// Format line 4 and other lines of operating signals.
    Signals,
    /// Format line 5.
    Dtg,
    /// Format line 6.
    From,
    /// Format line 7.
    To,
    /// Format line 8.
    Info,
    /// Format line 9.
    Exempt,
    /// Format line 10.
    Groups,
    /// BT.
    Separator,
    /// ORIGIN, ACTION and INFO with offices.
    Distribution,
    /// The classification line.
    Classification,
    /// Captions.
    Caption,
    /// Attention and passing lines.
    Passing,
    /// E.O.
    ExecutiveOrder,
    /// TAGS.
    Tags,
    /// SUBJECT.
    Subject,
    /// REF.
    References,
    /// Classified By.
    ClassifiedBy,
    /// A heading between paragraphs.
    Heading,
    /// A paragraph, or a line of one.
    Paragraph,
    /// Page and section lines inside the text.
    Page,
    /// Who drafted, cleared, approved and released it, and other labels behind the text.
    Drafting,
    /// The attribute block of the 1973-79 central file.
    Attributes,
    /// Who signed.
    Signature,
    /// What ends a message: #0042, NNNN.
    End,
    /// A line of the text that fits nothing above.
    Text,
}

impl PieceKind {
    /// Name in output and in the Source view.
    pub fn name(self) -> &'static str {
        match self {
            PieceKind::Blank => "blank",
            PieceKind::Preface => "preface",
            PieceKind::Mrn => "message reference number",
            PieceKind::MessageId => "message id",
            PieceKind::Relays => "relays",
            PieceKind::Station => "station",
            PieceKind::Signals => "signals",
            PieceKind::Dtg => "date-time group",
            PieceKind::From => "from",
            PieceKind::To => "to",
            PieceKind::Info => "info",
            PieceKind::Exempt => "exempt",
            PieceKind::Groups => "groups",
            PieceKind::Separator => "separator",
            PieceKind::Distribution => "distribution",
            PieceKind::Classification => "classification",
            PieceKind::Caption => "caption",
            PieceKind::Passing => "passing",
            PieceKind::ExecutiveOrder => "executive order",
            PieceKind::Tags => "tags",
            PieceKind::Subject => "subject",
            PieceKind::References => "references",
            PieceKind::ClassifiedBy => "classified by",
            PieceKind::Heading => "heading",
            PieceKind::Paragraph => "paragraph",
            PieceKind::Page => "page line",
            PieceKind::Drafting => "drafting",
            PieceKind::Attributes => "attributes",
            PieceKind::Signature => "signature",
            PieceKind::End => "end",
            PieceKind::Text => "text",
        }
    }
}

/// By its [`PieceKind::name`].
impl Serialize for PieceKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What is known of a cable besides its text: the name of its file, the other columns of its row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// A file's name without its ending, or an id column. Taken as the id when it is one; its year dates the references.
    pub name: Option<String>,
    /// Date and time from a column, UTC.
    pub date: Option<DateTime>,
    /// The post from a column: `Embassy Rome`.
    pub origin: Option<String>,
    /// The level from a column: `SECRET//NOFORN`.
    pub level: Option<String>,
}

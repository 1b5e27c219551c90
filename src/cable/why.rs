//! Why a line was taken for what it was taken for, in words for people.

use super::PieceKind;

impl PieceKind {
    /// What makes a line one of this kind.
    pub fn why(self) -> &'static str {
        match self {
            PieceKind::Blank => "nothing but blanks",
            PieceKind::Preface => "words above everything that belongs to a cable",
            PieceKind::Mrn => "opens with MRN",
            PieceKind::MessageId => "one word that begins with VZCZC or ZCZC, or VV with a number",
            PieceKind::Relays => "a doubled letter of precedence and routing indicators, or more of them right below",
            PieceKind::Station => "DE and a routing indicator",
            PieceKind::Signals => "begins with an operating signal: Z and two letters",
            PieceKind::Dtg => "six figures, a month and a year, with letters of precedence before them",
            PieceKind::From => "opens with FM",
            PieceKind::To => "opens with TO, or goes on with that list",
            PieceKind::Info => "opens with INFO, or goes on with that list",
            PieceKind::Exempt => "opens with XMT, or goes on with that list",
            PieceKind::Groups => "GR with a number, or GRNC",
            PieceKind::Separator => "BT alone",
            PieceKind::Distribution => "ORIGIN, ACTION or INFO with offices and their copies, or more of them",
            PieceKind::Classification => {
                "a level, spaced out or not, with controls, section, post and number at the most"
            }
            PieceKind::Caption => "nothing but captions",
            PieceKind::Passing => "FOR or PASS among names of posts and offices",
            PieceKind::ExecutiveOrder => "opens with E.O. and a number, with Derived From or with Declassify On",
            PieceKind::Tags => "opens with TAGS, or goes on with codes",
            PieceKind::Subject => "opens with SUBJECT, or goes on up to a blank line or a field",
            PieceKind::References => "opens with REF, or goes on with the list",
            PieceKind::ClassifiedBy => "opens with CLASSIFIED BY or REASON, or goes on with the sentence",
            PieceKind::Heading => "a short line with a rule of dashes, in capitals, or of the usual words",
            PieceKind::Paragraph => {
                "begins with a number or a portion mark, or follows a blank line, and its wrapped lines"
            }
            PieceKind::Page => {
                "a post with its number and a count of pages, PAGE with a number, or a banner beside one"
            }
            PieceKind::Drafting => "a key of the part behind the text",
            PieceKind::Attributes => "below Message Attributes",
            PieceKind::Signature => "a surname alone, on the last line of the text",
            PieceKind::End => "stands behind the signature, or is NNNN or a number behind #",
            PieceKind::Text => "nothing above fits",
        }
    }
}

//! From the bytes of a record to a row of the list, and to a whole document.

use std::borrow::Cow;

use super::reader::{Reader, TEXT, Unpacked};
use super::source::Source;
use super::{Document, Place, Row};
use crate::cable::{self, Cable, Control, Hints, Level, Marking, PieceKind};
use crate::marking::declassification;
use crate::text::Value;
use crate::text::decode::decode;

/// How much of a cable is looked at for its row. What a row shows stands before the paragraphs, and most cables are
/// longer than that.
const HEAD: usize = 8 << 10;

/// How much of that must lie behind the subject for it to be whole, and for captions to have had their place.
const MARGIN: usize = 1 << 10;

/// What a record holds, as the reader sees it; a broken one is text as it stands.
pub(super) fn unpack<'a>(source: &Source, bytes: &'a [u8], record: u32) -> (&'static Reader, Unpacked<'a>) {
    let (reader, mut unpacked) = match source.form.unpack(bytes) {
        Some(unpacked) => (source.reader, unpacked),
        None => (&TEXT, Unpacked { text: Cow::Borrowed(bytes), hints: Hints::default() }),
    };
    // A file is named after its only cable; in a file of several the name can at most be that of the first.
    if reader.one_cable && record == 1 && unpacked.hints.name.is_none() {
        unpacked.hints.name = source.stem().map(str::to_owned);
    }
    (reader, unpacked)
}

/// The row of a record.
pub(super) fn row(source: &Source, bytes: &[u8], place: Place) -> Row {
    let (reader, Unpacked { text, hints }) = unpack(source, bytes, place.record);
    let broken = reader.name != source.reader.name;
    let text = decode(&text).text;
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(&text);
    let cable = cable::parse_head(head, &hints);
    // References stand behind the subject; where the body begins well inside the head, all of them were read.
    let body = cable.layout.iter().rfind(|piece| piece.kind == PieceKind::Text).map(|piece| piece.span.range());
    let whole = cable.subject.is_some() && body.is_some_and(|body| body.start + MARGIN <= head.len());
    let cable = if whole || head.len() == text.len() { cable } else { cable::parse_head(&text, &hints) };
    Row { broken, place, ..fill(&text, cable, hints) }
}

/// What the list shows: what the cable says of itself, else what stands beside it, else nothing.
///
/// | shown | from the text | else |
/// |---|---|---|
/// | id | its canonical id | the id column; whoever knows the record's number names what has neither |
/// | date | its date-time group | the date column |
/// | post | the parser's, which knows the origin column | empty |
/// | marking | its classification line | the level column |
/// | declassification | what its lines say | what follows from its level and date |
/// | subject | its subject | empty |
fn fill(text: &str, cable: Cable, hints: Hints) -> Row {
    let declassification = declassification(&cable, text, &hints).when;
    let words = |values: &[Value]| values.iter().map(|value| value.text(text).to_owned()).collect();
    Row {
        declassification,
        captions: words(&cable.captions),
        tags: words(&cable.tags),
        precedence: cable.dtg.as_ref().and_then(|dtg| dtg.precedences.first().copied()),
        references: cable.references.into_iter().filter_map(|reference| reference.id).collect(),
        partial: cable.partial,
        corrected: cable.corrected,
        id: cable.id.or(hints.name).unwrap_or_default(),
        date: cable.dtg.and_then(|dtg| dtg.time).or(hints.date).or(cable.archived_on.map(Into::into)),
        post: cable.post.unwrap_or_default(),
        marking: cable
            .classification
            .map(|classification| classification.marking)
            .or_else(|| hints.level.as_deref().and_then(level_column)),
        subject: cable.subject.map(|subject| subject.text(text).to_owned()).unwrap_or_default(),
        ..Row::default()
    }
}

/// A record read whole.
pub(super) fn document(source: &Source, bytes: &[u8], record: u32) -> Document {
    let unparsed = unparsed(source, unpack(source, bytes, record), record);
    Document { cable: cable::parse(&unparsed.text, &unparsed.hints), ..unparsed }
}

/// An unpacked record that is not taken apart yet.
pub(super) fn unparsed(source: &Source, (reader, unpacked): (&Reader, Unpacked<'_>), record: u32) -> Document {
    Document {
        path: source.path.display().to_string(),
        format: reader.name,
        record,
        hints: unpacked.hints,
        text: decode(&unpacked.text).text.into_owned(),
        cable: Cable::default(),
    }
}

/// The words of the level column before `//`. Source: the six values of the published collection, and the levels that
/// older collections add.
const LEVEL_WORDS: &[(&str, Level)] = &[
    ("UNCLASSIFIED", Level::Unclassified),
    ("LIMITED OFFICIAL USE", Level::LimitedOfficialUse),
    ("RESTRICTED", Level::Restricted),
    ("CONFIDENTIAL", Level::Confidential),
    ("SECRET", Level::Secret),
    ("TOP SECRET", Level::TopSecret),
];

/// `SECRET//NOFORN`, `UNCLASSIFIED//FOR OFFICIAL USE ONLY`.
pub(super) fn level_column(text: &str) -> Option<Marking> {
    let mut words = text.split("//").map(str::trim);
    let level = words.next()?;
    let (_, level) = LEVEL_WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(level))?;
    let mut marking = Marking::plain(*level);
    for word in words {
        match word.to_ascii_uppercase().as_str() {
            "FOR OFFICIAL USE ONLY" if marking.level == Level::Unclassified => marking.level = Level::Controlled,
            "NOFORN" => marking.controls.push(Control::NOFORN),
            control => marking.controls.push(Control(Cow::Owned(control.to_owned()))),
        }
    }
    Some(marking)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_columns_of_the_published_collection() {
        for (column, banner) in [
            ("UNCLASSIFIED", "UNCLASSIFIED"),
            ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "SENSITIVE BUT UNCLASSIFIED"),
            ("CONFIDENTIAL", "CONFIDENTIAL"),
            ("CONFIDENTIAL//NOFORN", "CONFIDENTIAL//NOFORN"),
            ("SECRET", "SECRET"),
            ("SECRET//NOFORN", "SECRET//NOFORN"),
            ("Top Secret // orcon // noforn", "TOP SECRET//ORCON/NOFORN"),
        ] {
            assert_eq!(level_column(column).map(|marking| marking.to_string()).as_deref(), Some(banner));
        }
        assert_eq!(level_column(""), None);
        assert_eq!(level_column("SEKRET"), None);
    }
}

//! From the bytes of a record to a row of the list, and to a whole document.

use std::borrow::Cow;

use super::reader::{Reader, TEXT, Unpacked};
use super::source::Source;
use super::{Document, Place, Row};
use crate::cable::{self, Cable, Control, Hints, Level, Marking};
use crate::marking::declassification;
use crate::text::Value;
use crate::text::decode::{byte_order_mark, decode};

/// How much of a cable is looked at for its row. What a row shows stands before the paragraphs, and most cables are
/// longer than that.
const HEAD: usize = 8 << 10;

/// What a record holds, as the reader sees it; a broken one is text as it stands.
pub(super) fn unpack<'a>(source: &Source, bytes: &'a [u8], record: u32) -> (&'static Reader, Unpacked<'a>) {
    let (reader, mut unpacked) = match source.form.unpack(bytes) {
        Some(unpacked) => (source.reader, unpacked),
        None => (&TEXT, Unpacked { text: Cow::Borrowed(bytes), hints: Hints::default() }),
    };
    name(source, reader, record, &mut unpacked.hints);
    (reader, unpacked)
}

/// A file is named after its only cable; in a file of several the name can at most be that of the first.
fn name(source: &Source, reader: &Reader, record: u32, hints: &mut Hints) {
    if reader.one_cable && record == 1 && hints.name.is_none() {
        hints.name = source.stem().map(str::to_owned);
    }
}

/// The row of a record. One that is `sound` has no fault; one leaves `room` to the next.
pub(super) fn row(source: &Source, bytes: &[u8], place: Place, sound: bool, room: &mut Vec<u8>) -> Row {
    let start = if sound { source.form.unpack_start(bytes, HEAD, room) } else { None };
    if let Some((Unpacked { text, mut hints }, rest)) = start {
        name(source, source.reader, place.record, &mut hints);
        if let Some(row) = row_of_start(&text, rest, &hints) {
            return Row { place, ..row };
        }
    }
    let (reader, Unpacked { text, hints }) = unpack(source, bytes, place.record);
    let text = decode(&text).text;
    let broken = reader.name != source.reader.name;
    Row { broken, place, ..fill(&text, cable::parse_row(&text, &hints), &hints) }
}

/// The row of a text of which perhaps only the start is given, with the rest as it stands in the record; `None` where the
/// rest is needed.
fn row_of_start(text: &[u8], rest: &[u8], hints: &Hints) -> Option<Row> {
    let (start, rest) = if rest.is_empty() { cut(text) } else { (text, rest) };
    if rest.is_empty() {
        let text = decode(start).text;
        return Some(fill(&text, cable::parse_row(&text, hints), hints));
    }
    // Behind such a mark a character is no byte.
    if byte_order_mark(start).is_some() {
        return None;
    }
    let text = decode(start).text;
    Some(fill(&text, cable::parse_row_of_start(&text, rest, hints)?, hints))
}

/// The first lines of a long text, and the rest. No encoding without a mark has a character that a line end divides.
fn cut(text: &[u8]) -> (&[u8], &[u8]) {
    let near = text.get(..HEAD).filter(|near| byte_order_mark(near).is_none());
    near.and_then(|near| memchr::memrchr(b'\n', near)).map_or((text, &[]), |feed| text.split_at(feed + 1))
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
fn fill(text: &str, cable: Cable, hints: &Hints) -> Row {
    let declassification = declassification(&cable, text, hints).when;
    let words = |values: &[Value]| values.iter().map(|value| value.text(text).to_owned()).collect();
    Row {
        declassification,
        captions: words(&cable.captions),
        tags: words(&cable.tags),
        precedence: cable.dtg.as_ref().and_then(|dtg| dtg.precedences.first().copied()),
        references: cable.references.into_iter().filter_map(|reference| reference.id).collect(),
        partial: cable.partial,
        corrected: cable.corrected,
        id: cable.id.or_else(|| hints.name.clone()).unwrap_or_default(),
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

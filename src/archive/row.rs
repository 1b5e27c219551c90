//! From the bytes of a record to a row of the list, and to a whole document.

use std::borrow::Cow;

use super::catalogue::{Builder, Line};
use super::reader::{Form, Reader, Room, Start, TEXT, Unpacked, first_lines};
use super::source::Source;
use super::{Document, Place};
use crate::cable::{self, Cable, Control, Hints, Level, Marking, Precedence, Rest};
use crate::marking::declassification;
use crate::text::decode::{byte_order_mark, decode};

/// How much of a cable is looked at for its row. What a row shows stands before the paragraphs, and most cables are
/// longer than that.
const HEAD: usize = 4 << 10;

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

/// Adds the row of a record. One that is `sound` has no fault; one leaves `room` to the next.
pub(super) fn add(
    source: &Source,
    bytes: &[u8],
    place: Place,
    sound: bool,
    room: &mut Room,
    builder: &mut Builder<'_>,
) {
    let start = if sound { source.form.unpack_start(bytes, HEAD, room) } else { None };
    if let Some(Start { text, hints, rest }) = start {
        name(source, source.reader, place.record, hints);
        if add_start(&*source.form, &text, rest, hints, place, builder) {
            return;
        }
    }
    let (reader, Unpacked { text, hints }) = unpack(source, bytes, place.record);
    let text = decode(&text).text;
    let given = Given { place, broken: reader.name != source.reader.name };
    push(&text, &cable::parse_row(&text, &hints), &hints, given, builder);
}

/// Adds the row of a text of which perhaps only the start is given, with the rest as it stands in the record; `false` where more of
/// the rest is needed.
fn add_start(
    form: &dyn Form,
    text: &[u8],
    rest: &[u8],
    hints: &Hints,
    place: Place,
    builder: &mut Builder<'_>,
) -> bool {
    let given = Given { place, broken: false };
    let is_unpacked = rest.is_empty();
    let (start, rest) = if is_unpacked { cut(text) } else { (text, rest) };
    if rest.is_empty() {
        let text = decode(start).text;
        push(&text, &cable::parse_row(&text, hints), hints, given, builder);
        return true;
    }
    // Behind such a mark a character is no byte.
    if byte_order_mark(start).is_some() {
        return false;
    }
    let lines = |lines| match is_unpacked {
        true => decode_inside(first_lines(rest, lines)),
        false => decode_inside(&form.unpack_lines(rest, lines)),
    };
    let text = decode(start).text;
    let cable = cable::parse_row_of_start(&text, &Rest { stored: rest, lines: &lines }, hints);
    cable.inspect(|cable| push(&text, cable, hints, given, builder)).is_some()
}

/// The first lines of a long text, and the rest. No encoding without a mark has a character that a line end divides.
fn cut(text: &[u8]) -> (&[u8], &[u8]) {
    let near = text.get(..HEAD).filter(|near| byte_order_mark(near).is_none());
    near.and_then(|near| memchr::memrchr(b'\n', near)).map_or((text, &[]), |feed| text.split_at(feed + 1))
}

/// Lines from the middle of a text, where what looks like a byte order mark is none.
fn decode_inside(lines: &[u8]) -> String {
    match byte_order_mark(lines) {
        None => decode(lines).text.into_owned(),
        Some(_) => decode(&[b"\n", lines].concat()).text.into_owned().split_off(1),
    }
}

/// What is known of a record before it is read.
struct Given {
    place: Place,
    broken: bool,
}

/// Adds what the list shows: what the cable says of itself, else what stands beside it, else nothing.
///
/// | shown | from the text | else |
/// |---|---|---|
/// | id | its canonical id | the id column; whoever knows the record's number names what has neither |
/// | date | its date-time group | the date column |
/// | post | the parser's, which knows the origin column | empty |
/// | marking | its classification line | the level column |
/// | declassification | what its lines say | what follows from its level and date |
/// | subject | its subject | empty |
fn push(text: &str, cable: &Cable, hints: &Hints, Given { place, broken }: Given, builder: &mut Builder<'_>) {
    let dtg = cable.dtg.as_ref();
    let column = || hints.level.as_deref().and_then(level_column).map(Cow::Owned);
    let marking = cable.classification.as_ref().map(|line| Cow::Borrowed(&line.marking)).or_else(column);
    let line = Line {
        id: cable.id.as_deref().or(hints.name.as_deref()).unwrap_or_default(),
        date: dtg.and_then(|dtg| dtg.time).or(hints.date).or(cable.archived_on.map(Into::into)),
        post: cable.post.as_deref().unwrap_or_default(),
        marking: marking.as_deref(),
        precedences: precedences(cable),
        declassification: &declassification(cable, text, hints).when,
        subject: cable.subject.as_ref().map_or("", |subject| subject.text(text)),
        partial: cable.partial,
        corrected: cable.corrected,
        broken,
        place,
    };
    builder.push(
        &line,
        cable.captions.iter().map(|caption| caption.text(text)),
        cable.tags.iter().map(|tag| tag.text(text)),
        cable.references.iter().filter_map(|reference| reference.id.as_deref()),
    );
}

/// How fast a cable had to travel: what its date-time group says, else its transmission lines.
pub(super) fn precedences(cable: &Cable) -> [Option<Precedence>; 2] {
    let own = cable.dtg.as_ref().map(|dtg| dtg.precedences.as_slice()).unwrap_or_default();
    match own {
        [] => [cable.transmission.as_ref().and_then(|transmission| transmission.precedence), None],
        [first, others @ ..] => [Some(*first), others.first().copied()],
    }
}

/// A record read whole.
pub(super) fn document(source: &Source, bytes: &[u8], record: u32) -> Document {
    let unparsed = unparsed(source, unpack(source, bytes, record), record);
    Document { cable: cable::parse(&unparsed.text, &unparsed.hints), ..unparsed }
}

/// A record read whole, for its words and facts alone; see [`cable::parse_unchecked`].
pub(super) fn unchecked(source: &Source, bytes: &[u8], record: u32) -> Document {
    let unparsed = unparsed(source, unpack(source, bytes, record), record);
    Document { cable: cable::parse_unchecked(&unparsed.text, &unparsed.hints), ..unparsed }
}

/// An unpacked record that is not taken apart yet.
pub(super) fn unparsed(source: &Source, (reader, unpacked): (&Reader, Unpacked<'_>), record: u32) -> Document {
    Document {
        path: source.path.display().to_string(),
        format: reader.name,
        record,
        hints: unpacked.hints,
        text: decode(&unpacked.text).text.into_owned(),
        ..Document::default()
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

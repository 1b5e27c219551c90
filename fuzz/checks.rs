//! What must hold for any bytes. The fuzz targets call these, and `tests/fuzz_corpus.rs` replays the corpora through
//! them, so that an input that once broke a law is tested ever after.

#![allow(dead_code, reason = "each fuzz target uses one of them")]

use std::sync::atomic::AtomicBool;

use sipdis::archive::json::Object;
use sipdis::archive::query::{Facts, Known, Matcher, Query, Vocabulary, complete};
use sipdis::archive::{Archive, Document, Opening, Origin};
use sipdis::cable::{Hints, canonical_id, parse as parse_cable};
use sipdis::text::decode::decode;
use sipdis::text::line::lines;
use sipdis::text::visible;
use sipdis::text::wrap::wrap;

/// A cable comes out of any text; every byte of it stands in one piece; and it prints as JSON.
pub fn parse(data: &[u8]) {
    let text = decode(data).text.into_owned();
    let cable = parse_cable(&text, &Hints { name: Some("06ROME42".into()), ..Hints::default() });
    let mut at = 0;
    for piece in &cable.layout {
        assert_eq!(piece.span.start, at, "a gap before {:?}", piece.kind);
        assert!(piece.span.end > at && text.is_char_boundary(piece.span.end as usize));
        at = piece.span.end;
    }
    assert_eq!(at as usize, text.len());
    for paragraph in &cable.paragraphs {
        assert!(text.get(paragraph.span.range()).is_some() && text.get(paragraph.body.range()).is_some());
    }
    let mut behind = 0;
    for table in cable.tables(&text) {
        assert!(behind <= table.start && table.start < table.end && text.get(table.range()).is_some());
        behind = table.end;
    }
}

/// No byte is lost in decoding; what is shown has no control character; rows fit.
pub fn text(data: &[u8]) {
    let decoded = decode(data);
    let mut covered = 0;
    for line in lines(&decoded.text) {
        assert_eq!(line.whole.start as usize, covered);
        covered = line.whole.end as usize;
        let shown = visible(line.text(&decoded.text));
        assert!(!shown.as_str().chars().any(char::is_control));
        for row in wrap(shown.as_str(), 7, 9).take(1_000) {
            assert!(shown.as_str().get(row).is_some());
        }
    }
    assert_eq!(covered, decoded.text.len());
}

/// The canonical form of an id is itself canonical.
pub fn id(data: &[u8]) {
    if let Some(id) = canonical_id(&String::from_utf8_lossy(data)) {
        let written = id.to_string();
        assert_eq!(canonical_id(&written).map(|again| again.to_string()), Some(written));
    }
}

/// Any text is a query or a mistake with a place; what is printed reads as what was printed; and a cable can be asked.
pub fn query(data: &[u8]) {
    let typed = String::from_utf8_lossy(data);
    complete(&typed, typed.len() / 2, &Vocabulary::default());
    let query = match Query::parse(&typed) {
        Ok(query) => query,
        Err(error) => {
            assert!(typed.get(error.span.range()).is_some());
            assert!(!error.underlined(&typed).is_empty());
            return;
        }
    };
    let printed = query.to_string();
    assert_eq!(Query::parse(&printed).map(|again| again.to_string()), Ok(printed));
    let text = "CONFIDENTIAL ROME 000042\n\nTAGS: PREL, IT\nSUBJECT: D'ALEMA\n\n1. (C) The nego-\ntiations. E.O. XXXXXXX\nDOE\n";
    let hints = Hints::default();
    let document = Document {
        cable: parse_cable(text, &hints),
        text: text.to_owned(),
        hints,
        format: "text",
        record: 1,
        ..Document::default()
    };
    let (matcher, facts) = (Matcher::new(&query, Known::default()), Facts::new(&document));
    assert!(matcher.matches(&facts).is_some());
    assert!(matcher.hits(&facts).iter().all(|hit| text.get(hit.range()).is_some()));
}

/// Any bytes open as an archive; every row reads again, and as JSON.
pub fn archive(data: &[u8]) {
    let archive = Archive::new(vec![Origin::Stdin(data.to_vec())]);
    let mut places = Vec::new();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(catalogue) = opening {
            places = catalogue.rows().map(|row| row.place).collect();
        }
    });
    for place in places.into_iter().take(100) {
        let document = archive.read(place).expect("what was found can be read again");
        serde_json::to_string(&Object(&document)).expect("a cable prints");
    }
}

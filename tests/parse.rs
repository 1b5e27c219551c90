//! Whole cables: the form of the design's example, field for field, and the laws that hold for every text.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};
use sipdis::archive::json::Object;
use sipdis::archive::{Archive, Document, Origin};
use sipdis::cable::{Cable, Hints, parse};

/// The one cable of a file, as `sipdis parse --json` prints it.
fn object(path: &Path) -> Value {
    let archive = Archive::new(vec![Origin::Path(path.to_owned())]);
    let mut objects = Vec::new();
    archive.documents(&std::sync::atomic::AtomicBool::new(false), &mut |document| {
        objects.push(serde_json::to_value(Object(&document.expect("a cable"))).expect("an object"));
    });
    assert_eq!(objects.len(), 1, "{}", path.display());
    objects.remove(0)
}

/// A twin of a real cable in everything but its words: the same lines, leftovers, wraps and double caption.
#[test]
fn the_form_of_the_design_field_for_field() {
    let mut got = object(Path::new("tests/cables/06ROME42.txt"));
    let addressee = |routing: &str, name: &str, precedence: &str, number: Value| json!({"routing": routing, "name": name, "precedence": precedence, "number": number, "exempt": []});
    let confidential = json!({"level": "CONFIDENTIAL", "controls": [], "marking": "(C)"});
    let spans: Vec<Value> =
        got["paragraphs"].as_array_mut().unwrap().iter_mut().map(|paragraph| paragraph["span"].take()).collect();
    let caption = got["diagnostics"][0]["span"].take();
    let paragraph = |number: &str, heading: Value, text: &str| json!({"number": number, "portion": confidential, "heading": heading, "text": text, "span": null, "tables": []});
    let expected = json!({
        "id": "06ROME42",
        "source": {"path": "tests/cables/06ROME42.txt", "format": "text", "record": 1,
            "beside": {"id": "06ROME42", "date": null, "origin": null, "level": null}},
        "partial": false, "corrected": false,
        "transmission": {
            "message_id": "VZCZCXRO0417", "precedence": "IMMEDIATE",
            "relays": ["RUEHDBU", "RUEHFL", "RUEHKW", "RUEHLA", "RUEHROV", "RUEHSR"],
            "station": "RUEHRO", "serial": "0042", "filed": "3241641", "security": "CONFIDENTIAL", "signals": ["ZZH"]
        },
        "dtg": {"text": "O 201641Z NOV 06", "time": "2006-11-20T16:41:00Z", "precedences": ["IMMEDIATE"]},
        "from": "AMEMBASSY ROME", "post": "ROME",
        "to": [addressee("RUEHC", "SECSTATE WASHDC", "IMMEDIATE", json!("6562"))],
        "info": [
            addressee("RUEHZL", "EUROPEAN POLITICAL COLLECTIVE", "PRIORITY", Value::Null),
            addressee("RUEHBW", "AMEMBASSY BELGRADE", "PRIORITY", json!("0284")),
            addressee("RUEHFL", "AMCONSUL FLORENCE", "PRIORITY", json!("1897")),
            addressee("RUEHPS", "USOFFICE PRISTINA", "PRIORITY", json!("0372")),
            addressee("RUEHNO", "USMISSION USNATO", "PRIORITY", json!("2825")),
        ],
        "classification": {"level": "CONFIDENTIAL", "controls": [], "marking": "CONFIDENTIAL"},
        "captions": ["SIPDIS"], "section": null, "distribution": null, "passing": [],
        "executive_order": {"order": "12958", "declassify_on": "2016-11-20", "event": null, "exemptions": [], "text": "DECL: 11/20/2016"},
        "tags": ["PREL", "PGOV", "UN", "YI", "SR", "IT"],
        "subject": "LIGHTHOUSE: PLOVER, D'ARDEA AGREE TO NO FURTHER DELAYS ON LAMP", "subject_portion": null,
        "references": [{"label": null, "kind": "cable", "id": "06STATE186", "text": "STATE 186", "title": null}],
        "classified_by": {
            "names": ["Avery D. Sandpiper"], "title": "Political Minister Counselor", "reasons": ["1.4(b)", "1.4(d)"],
            "text": "Classified by Avery D. Sandpiper, Political Minister Counselor, for reasons 1.4 (b) and (d)."
        },
        "summary": "Lamp Envoy Plover visited Rome to discuss the wick with the keeper.",
        "comment": "The keeper's pledge comes as a relief. It is his final word.",
        "paragraphs": [
            paragraph("1", json!("Summary"), "Summary. Lamp Envoy Plover visited Rome to discuss the wick with the keeper. End summary."),
            paragraph("2", Value::Null, "On November 17 Plover met the keeper. He said that oil was short."),
            paragraph("3", Value::Null, "Plover stated that he would press ahead."),
            paragraph("4", json!("Comment"), "Comment. The keeper's pledge comes as a relief. It is his final word."),
        ],
        "signatures": ["TERN"],
        "rollup": {"level": "CONFIDENTIAL", "controls": []},
        "diagnostics": [{"code": "caption-repeated", "severity": "info", "span": null, "message": "SIPDIS stands twice"}],
        "text": null
    });
    assert_eq!(got, expected);

    // Spans are of the file: the second SIPDIS, and the paragraphs from their number links to their last words.
    let text = fs::read_to_string("tests/cables/06ROME42.txt").unwrap();
    let slice = |span: &Value| &text[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize];
    assert_eq!((slice(&caption), caption[0].as_u64().unwrap() as usize), ("SIPDIS", text.rfind("SIPDIS").unwrap()));
    assert_eq!(slice(&spans[2]), "[1](#)3. (C) Plover stated that he would press ahead.");
}

/// The cable that the project was asked to read.
#[test]
fn the_seed_cable() {
    let Some(shared) = common::shared() else { return };
    let got = object(&shared.join("seed/06ROME3128.txt"));
    let expected = [
        ("/id", json!("06ROME3128")),
        ("/source/format", json!("text")),
        ("/partial", json!(false)),
        ("/transmission/message_id", json!("VZCZCXRO4134")),
        ("/transmission/relays/1", json!("RUEHFL")),
        ("/transmission/serial", json!("3128")),
        ("/transmission/filed", json!("3241641")),
        ("/transmission/security", json!("CONFIDENTIAL")),
        ("/transmission/signals", json!(["ZZH"])),
        ("/dtg", json!({"text": "O 201641Z NOV 06", "time": "2006-11-20T16:41:00Z", "precedences": ["IMMEDIATE"]})),
        ("/from", json!("AMEMBASSY ROME")),
        ("/post", json!("ROME")),
        (
            "/to",
            json!([{"routing": "RUEHC", "name": "SECSTATE WASHDC", "precedence": "IMMEDIATE", "number": "6562", "exempt": []}]),
        ),
        (
            "/info/0",
            json!({"routing": "RUEHZL", "name": "EUROPEAN POLITICAL COLLECTIVE", "precedence": "PRIORITY", "number": null, "exempt": []}),
        ),
        ("/info/10/name", json!("USMISSION USNATO")),
        ("/classification", json!({"level": "CONFIDENTIAL", "controls": [], "marking": "CONFIDENTIAL"})),
        ("/captions", json!(["SIPDIS"])),
        (
            "/executive_order",
            json!({"order": "12958", "declassify_on": "2016-11-20", "event": null, "exemptions": [], "text": "DECL: 11/20/2016"}),
        ),
        ("/tags", json!(["PREL", "PGOV", "UN", "YI", "SR", "IT"])),
        ("/subject", json!("KOSOVO: AHTISAARI, D'ALEMA AGREE TO NO FURTHER DELAYS ON KOSOVO")),
        (
            "/references",
            json!([{"label": null, "kind": "cable", "id": "06STATE186217", "text": "STATE 186217", "title": null}]),
        ),
        ("/classified_by/names", json!(["David D. Pearce"])),
        ("/classified_by/title", json!("Political Minister Counselor")),
        ("/classified_by/reasons", json!(["1.4(b)", "1.4(d)"])),
        ("/paragraphs/0/number", json!("1")),
        ("/paragraphs/0/portion", json!({"level": "CONFIDENTIAL", "controls": [], "marking": "(C)"})),
        ("/paragraphs/0/heading", json!("Summary")),
        ("/signatures", json!(["SPOGLI"])),
        ("/rollup", json!({"level": "CONFIDENTIAL", "controls": []})),
        ("/diagnostics/0/code", json!("caption-repeated")),
    ];
    for (pointer, value) in expected {
        assert_eq!(got.pointer(pointer), Some(&value), "{pointer}");
    }
    assert_eq!(got["paragraphs"].as_array().map(Vec::len), Some(4));
    assert_eq!(got["info"].as_array().map(Vec::len), Some(11));
    let starts = |key: &str, words: &str| assert!(got[key].as_str().unwrap().starts_with(words), "{key}");
    starts("summary", "UN Special Envoy for Kosovo");
    starts("comment", "D'Alema's pledge");
}

/// Every byte stands in exactly one piece, and every span lies in the text.
fn covers(text: &str, cable: &Cable) -> Result<(), String> {
    let mut at = 0;
    for piece in &cable.layout {
        if piece.span.start as usize != at || piece.span.is_empty() {
            return Err(format!("{:?} at {:?} does not follow {at}", piece.kind, piece.span));
        }
        at = piece.span.end as usize;
        if !text.is_char_boundary(at) {
            return Err(format!("{:?} ends inside a character", piece.kind));
        }
    }
    if at != text.len() {
        return Err(format!("{at} of {} bytes are covered", text.len()));
    }
    for paragraph in &cable.paragraphs {
        if text.get(paragraph.span.range()).is_none() || text.get(paragraph.body.range()).is_none() {
            return Err(format!("paragraph {:?} is not of the text", paragraph.span));
        }
        let mut at = paragraph.span.start;
        for noise in &paragraph.noise {
            if noise.start < at || noise.end > paragraph.span.end {
                return Err(format!("the page line {noise:?} of paragraph {:?} overlaps", paragraph.span));
            }
            at = noise.end;
        }
    }
    Ok(())
}

/// A cable as output without what depends on where things stand: offsets, and blanks at line ends.
fn without_places(text: &str, hints: &Hints) -> Value {
    let cable = parse(text, hints);
    assert_eq!(covers(text, &cable), Ok(()));
    let document = Document { text: text.to_owned(), cable, format: "text", record: 1, ..Document::default() };
    let mut value = serde_json::to_value(Object(&document)).expect("an object");
    for list in ["paragraphs", "diagnostics"] {
        for item in value[list].as_array_mut().expect("a list") {
            item["span"].take();
            item["tables"].take();
        }
    }
    value
}

/// Where two values differ first, in words: whole cables are too long to print.
fn first_difference(a: &Value, b: &Value, place: &str) -> Option<String> {
    match (a, b) {
        _ if a == b => None,
        (Value::Object(x), Value::Object(y)) if x.len() == y.len() => {
            x.keys().find_map(|key| first_difference(&x[key], y.get(key)?, &format!("{place}/{key}")))
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().find_map(|(i, (x, y))| first_difference(x, y, &format!("{place}/{i}")))
        }
        _ => Some(format!("{place}: {a} is not {b}")),
    }
}

fn line_ends_do_not_matter(text: &str, name: &str) {
    let hints = Hints { name: Some(name.to_owned()), ..Hints::default() };
    let lf = text.replace("\r\n", "\n").replace('\r', "\n");
    let plain = without_places(&lf, &hints);
    for end in ["\r\n", "\r"] {
        let other = without_places(&lf.replace('\n', end), &hints);
        if let Some(difference) = first_difference(&plain, &other, "") {
            panic!("{name} with {end:?}: {difference}");
        }
    }
}

fn texts(folder: PathBuf) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let bytes = fs::read(&path).expect("a file");
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            out.push((name, sipdis::text::decode::decode(&bytes).text.into_owned()));
        }
    }
    assert!(!out.is_empty(), "no cables in {}", folder.display());
    out
}

#[test]
fn line_ends_do_not_matter_on_the_sample() {
    for (name, text) in texts("assets/sample".into()) {
        line_ends_do_not_matter(&text, &name);
    }
}

#[test]
fn line_ends_do_not_matter_on_real_cables() {
    let Some(shared) = common::shared() else { return };
    for (name, text) in texts(shared.join("corpus/text")) {
        line_ends_do_not_matter(&text, &name);
    }
}

/// Lines that cables are made of, so that random texts get deep into the parser.
const LINES: &[&str] = &[
    "VZCZCXRO0001",
    "OO RUEHC RUEHRO",
    "RUEHLO",
    "DE RUEHRO #0042/01 3241641",
    "ZNY CCCCC ZZH",
    "O P 201641Z NOV 06 ZDK",
    "FM AMEMBASSY ROME",
    "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    "INFO",
    "XMT AMEMBASSY SOFIA",
    "AMEMBASSY BUCHAREST",
    "PRIORITY",
    "BT",
    "C O N F I D E N T I A L SECTION 01 OF 02 ROME 000042",
    "C O N F I D E N T I A L SECTION 02 OF 02 ROME 000042",
    "SECTION 03 OF 02 ROME 42",
    "UNCLAS E F T O",
    "SECRET//REL TO USA, GBR",
    "SIPDIS",
    "SENSITIVE, SIPDIS",
    "STATE FOR EUR/WE",
    "E.O. 12958: DECL: 11/20/2016",
    "E.O. 12958: N/A TAGS: PREL SUBJECT: X REF: ROME 1",
    "TAGS: [PREL](#), MASSMNUC (DOE, JOHN)",
    "SUBJECT: (C) WEATHER",
    "AND FISH (U)",
    "REF: A. ROME 3012 (NOTAL) B. 05 STATE 1 AND 2",
    "¶C. E-MAIL",
    "Classified By: DCM Jane Doe. Reason: 1.4 (b) and (",
    "d)",
    "1. (C) Summary. Words",
    "2. Words. End summary.",
    "[1](#)3. (S//NF) words",
    "a. (U) point",
    "-- point",
    "-------",
    "COMMENT",
    "ROME 00000042  002 OF 002",
    "PAGE 02 ROME 00042",
    "DOE",
    "#0042",
    "NNNN",
    "",
    " ",
    "\u{a0}",
    "\u{1b}[2J",
    "é",
    "MRN: 23 ROME 42",
    "Date/DTG: Nov 12, 2004 / 120851Z NOV 04",
    "Info: X;",
    "Signature: DOE",
    "Message Attributes",
    "Draft Date: 04 NOV 1976",
    "<< END OF DOCUMENT >>",
    "This record is a partial extract of the original cable.",
    "Cable dated:2009-09-14T13:52:00C O N F I D E N T I A L ROME 000042SIPDIS",
    "ACTION EUR-12",
    "INFO OCT-01 /013 R",
    "SUMMARY",
    "&#8217;",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_gives_a_cable(text in any::<String>()) {
        let cable = parse(&text, &Hints::default());
        prop_assert_eq!(covers(&text, &cable), Ok(()));
    }

    #[test]
    fn any_lines_of_cables_give_a_cable(
        picks in proptest::collection::vec((0..LINES.len(), 0..4usize), 0..40),
        name in proptest::option::of("[0-9]{2}[A-Z]{3,8}[0-9]{1,5}"),
    ) {
        let ends = ["\n", "\r\n", "\r", " "];
        let text: String = picks.iter().flat_map(|(line, end)| [LINES[*line], ends[*end]]).collect();
        let hints = Hints { name, ..Hints::default() };
        let cable = parse(&text, &hints);
        prop_assert_eq!(covers(&text, &cable), Ok(()));
        // Whatever was read can be printed.
        let document = Document { format: "text", record: 1, text, cable, ..Document::default() };
        prop_assert!(serde_json::to_string(&Object(&document)).is_ok());
    }

    #[test]
    fn any_lines_read_the_same_with_any_line_end(picks in proptest::collection::vec(0..LINES.len(), 0..30)) {
        let lines: Vec<&str> = picks.iter().map(|pick| LINES[*pick]).collect();
        line_ends_do_not_matter(&lines.join("\n"), "06ROME42");
    }
}

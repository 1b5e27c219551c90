//! The JSON of a cable: every key, in its place, with every kind of value.

use jiff::civil::date;
use serde_json::Value as Json;
use sipdis::archive::{Document, json};
use sipdis::cable::{
    Addressee, Cable, Classification, ClassifiedBy, Control, Copies, Diagnostic, Distribution, Dtg, ExecutiveOrder,
    Hints, Level, Marking, Paragraph, Portion, Precedence, Reference, ReferenceKind, Section, Severity, Transmission,
};
use sipdis::text::{Span, Value};

const TEXT: &str = "\
O 201641Z NOV 06
SUBJECT: (C) \"RAIN\"
1. (C/NF) Summary. It  \r
PAGE 02 REYKJAVIK 42\r
rained.

";

/// Where some words of the text stand.
fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

/// Some words of the text.
fn at(words: &str) -> Value {
    Value::at(span(words))
}

/// A value that reads otherwise than it stands.
fn reading(words: &str) -> Value {
    Value::reading(Span::default(), words)
}

fn noforn() -> Marking {
    Marking { level: Level::Confidential, controls: vec![Control::NOFORN] }
}

/// A cable with something in every field.
fn full() -> Cable {
    let body = Span::new(span("Summary").start as usize, TEXT.len());
    Cable {
        archived_on: None,
        id: Some("06REYKJAVIK42".into()),
        post: Some("REYKJAVIK".into()),
        partial: true,
        corrected: true,
        transmission: Some(Transmission {
            message_id: Some(reading("VZCZCRKO0042")),
            precedence: Some(Precedence::NiactImmediate),
            relays: vec![reading("RUEHLO")],
            station: Some(reading("RUEHRK")),
            serial: Some(reading("0042")),
            filed: Some(reading("3241641")),
            security: Some(Level::Confidential),
            signals: vec![reading("ZZH")],
        }),
        dtg: Some(Dtg {
            text: at("O 201641Z NOV 06"),
            time: Some(date(2006, 11, 20).at(16, 41, 0, 0)),
            precedences: vec![Precedence::Immediate],
        }),
        from: Some(reading("AMEMBASSY REYKJAVIK")),
        to: vec![Addressee {
            routing: Some(reading("RUEHC")),
            name: reading("SECSTATE WASHDC"),
            precedence: Some(Precedence::Immediate),
            number: Some(reading("0007")),
            exempt: vec![],
            span: Span::default(),
        }],
        info: vec![Addressee {
            routing: None,
            name: reading("NORDIC COLLECTIVE"),
            precedence: None,
            number: None,
            exempt: vec![reading("AMEMBASSY OSLO")],
            span: Span::default(),
        }],
        classification: Some(Classification { marking: noforn(), span: Span::default() }),
        captions: vec![reading("SIPDIS")],
        section: Some(Section { number: 1, of: 2 }),
        distribution: Some(Distribution {
            origin: vec![Copies { office: reading("EUR"), copies: 12 }],
            action: vec![],
            info: vec![Copies { office: reading("OES"), copies: 0 }],
            total: Some(12),
        }),
        passing: vec![reading("STATE FOR EUR/NB")],
        executive_order: Some(ExecutiveOrder {
            order: Some(reading("12958")),
            declassify_on: Some(date(2016, 11, 20)),
            event: None,
            exemptions: vec![reading("X1")],
            text: Some(reading("DECL: 11/20/2016, X1")),
            span: Span::default(),
        }),
        tags: vec![reading("PREL"), reading("IC")],
        subject: Some(at("\"RAIN\"")),
        subject_portion: Some(Portion { marking: Marking::plain(Level::Confidential), text: at("(C)") }),
        references: vec![Reference {
            label: Some(reading("A")),
            kind: ReferenceKind::Cable,
            id: Some("06LONDON7".into()),
            text: reading("LONDON 7"),
            title: Some(reading("FOG")),
        }],
        classified_by: Some(ClassifiedBy {
            names: vec![reading("Jon Jonsson")],
            title: Some(reading("DCM")),
            reasons: vec!["1.4(b)".into()],
            text: reading("DCM Jon Jonsson. Reason: 1.4 (b)."),
        }),
        summary: Some(reading("It rained.")),
        comment: Some(reading("It will rain.")),
        paragraphs: vec![Paragraph {
            number: Some(reading("1")),
            portion: Some(Portion { marking: noforn(), text: at("(C/NF)") }),
            heading: Some(at("Summary")),
            body,
            noise: vec![span("PAGE 02 REYKJAVIK 42\r\n")],
            span: Span::new(37, TEXT.len()),
        }],
        signatures: vec![reading("JONSSON")],
        diagnostics: vec![Diagnostic {
            code: "caption-repeated",
            severity: Severity::Info,
            span: Span::new(3, 9),
            message: "SIPDIS stands twice".into(),
        }],
        layout: vec![],
    }
}

fn print(cable: Cable) -> String {
    let document = Document {
        path: "06REYKJAVIK42.txt".into(),
        format: "text",
        record: 1,
        hints: Hints {
            name: Some("06REYKJAVIK42".into()),
            date: Some(date(2006, 11, 20).at(16, 41, 0, 0)),
            ..Hints::default()
        },
        text: TEXT.into(),
        cable,
        parts: Vec::new(),
    };
    serde_json::to_string(&json::Object(&document)).expect("every document can be written")
}

#[test]
fn every_key_stands_in_its_place() {
    let lines = [
        r#""id":"06REYKJAVIK42","source":{"path":"06REYKJAVIK42.txt","format":"text","record":1"#,
        r#""beside":{"id":"06REYKJAVIK42","date":"2006-11-20T16:41:00Z","origin":null,"level":null}}"#,
        r#""partial":true,"corrected":true"#,
        r#""transmission":{"message_id":"VZCZCRKO0042","precedence":"NIACT IMMEDIATE","relays":["RUEHLO"],"station":"RUEHRK""#,
        r#""serial":"0042","filed":"3241641","security":"CONFIDENTIAL","signals":["ZZH"]}"#,
        r#""dtg":{"text":"O 201641Z NOV 06","time":"2006-11-20T16:41:00Z","precedences":["IMMEDIATE"]}"#,
        r#""from":"AMEMBASSY REYKJAVIK","post":"REYKJAVIK""#,
        r#""to":[{"routing":"RUEHC","name":"SECSTATE WASHDC","precedence":"IMMEDIATE","number":"0007","exempt":[]}]"#,
        r#""info":[{"routing":null,"name":"NORDIC COLLECTIVE","precedence":null,"number":null,"exempt":["AMEMBASSY OSLO"]}]"#,
        r#""classification":{"level":"CONFIDENTIAL","controls":["NOFORN"],"marking":"CONFIDENTIAL//NOFORN"}"#,
        r#""captions":["SIPDIS"],"section":{"number":1,"of":2}"#,
        r#""distribution":{"origin":[{"office":"EUR","copies":12}],"action":[],"info":[{"office":"OES","copies":0}],"total":12}"#,
        r#""passing":["STATE FOR EUR/NB"]"#,
        r#""executive_order":{"order":"12958","declassify_on":"2016-11-20","event":null,"exemptions":["X1"],"text":"DECL: 11/20/2016, X1"}"#,
        r#""tags":["PREL","IC"]"#,
        r#""subject":"\"RAIN\"","subject_portion":"C""#,
        r#""references":[{"label":"A","kind":"cable","id":"06LONDON7","text":"LONDON 7","title":"FOG"}]"#,
        r#""classified_by":{"names":["Jon Jonsson"],"title":"DCM","reasons":["1.4(b)"],"text":"DCM Jon Jonsson. Reason: 1.4 (b)."}"#,
        r#""summary":"It rained.","comment":"It will rain.""#,
        r#""paragraphs":[{"number":"1","portion":{"level":"CONFIDENTIAL","controls":["NOFORN"],"marking":"(C/NF)"},"heading":"Summary","text":"Summary. It\nrained.","span":[37,93],"tables":[]}]"#,
        r#""signatures":["JONSSON"]"#,
    ];
    let printed = print(full());
    let expected = format!("{{{},", lines.join(","));
    assert!(printed.starts_with(&expected), "\n{printed}\n{expected}");
    assert!(printed.ends_with(
        r#","diagnostics":[{"code":"caption-repeated","severity":"info","span":[3,9],"message":"SIPDIS stands twice"}],"text":null}"#
    ));
    assert!(printed[expected.len()..].starts_with(r#""rollup":"#));
}

#[test]
fn the_text_is_printed_where_it_is_asked_for() {
    let text = "A \"TEXT\"\r\n";
    let document = Document { text: text.into(), format: "text", record: 1, ..Document::default() };
    let with = serde_json::to_string(&json::WithText(&document)).unwrap();
    assert!(with.ends_with(r#","text":"A \"TEXT\"\r\n"}"#), "{with}");
    assert_eq!(with.replace(r#""A \"TEXT\"\r\n""#, "null"), serde_json::to_string(&json::Object(&document)).unwrap());
}

#[test]
fn what_is_absent_is_null_or_empty_and_no_key_is_left_out() {
    let keys = |text: &str| {
        let Json::Object(object) = serde_json::from_str(text).unwrap() else { panic!("not an object: {text}") };
        object
    };
    let (empty, full) = (keys(&print(Cable::default())), keys(&print(full())));
    assert!(empty.keys().eq(full.keys()));
    for (key, value) in empty {
        match (key.as_str(), &full[&key]) {
            ("source" | "text", _) => {}
            ("partial" | "corrected", _) => assert_eq!(value, false),
            (_, Json::Array(_)) => assert_eq!(value, Json::Array(vec![]), "{key}"),
            _ => assert_eq!(value, Json::Null, "{key}"),
        }
    }
}

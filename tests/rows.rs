//! What is read for a row of the catalogue is what is read of the whole cable, from however much of its start.

mod common;

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use sipdis::archive::{Archive, Document, Opening, Origin, Row};
use sipdis::cable::{Cable, Hints, Rest, parse, parse_head, parse_row, parse_row_of_start, parse_unchecked};
use sipdis::marking::declassification;
use sipdis::text::Value;

/// All that a row can show of a cable, as text.
fn shown(cable: &Cable, text: &str) -> String {
    let words = |values: &[Value]| values.iter().map(|value| value.text(text).to_owned()).collect::<Vec<_>>();
    let subject = cable.subject.as_ref().map(|subject| subject.text(text));
    let marking = cable.classification.as_ref().map(|line| &line.marking);
    let ids: Vec<_> = cable.references.iter().map(|reference| reference.id.as_deref()).collect();
    format!(
        "{:?}",
        (
            (&cable.id, &cable.post, &cable.dtg, cable.archived_on, marking, cable.section),
            (words(&cable.captions), words(&cable.tags), subject, ids),
            (&cable.executive_order, cable.partial, cable.corrected),
        )
    )
}

/// Compares the row of a cable with the whole, and that of its start with the row wherever the start ends with one of
/// `cuts` lines. Gives how many starts were enough.
fn check(text: &str, hints: &Hints, whole: &Cable, cuts: usize) -> Result<usize, TestCaseError> {
    let expected = shown(whole, text);
    prop_assert_eq!(&shown(&parse_row(text, hints), text), &expected, "{}", text);
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let mut enough = 0;
    for end in ends.iter().step_by(1 + ends.len() / cuts) {
        let (start, rest) = text.split_at(*end);
        let lines = |lines| rest.split_inclusive('\n').take(lines).collect();
        if let Some(cable) = parse_row_of_start(start, &Rest { stored: rest.as_bytes(), lines: &lines }, hints) {
            enough += 1;
            prop_assert_eq!(&shown(&cable, start), &expected, "{} >>> {}", start, rest);
        }
    }
    Ok(enough)
}

/// Lines that a head is made of, and some that stand around it.
const LINES: &[&str] = &[
    "VZCZCXRO0001",
    "OO RUEHC RUEHRO",
    "DE RUEHRO #0042/01 3241641",
    "ZNY CCCCC ZZH",
    "O P 201641Z NOV 06 ZDK",
    "FM AMEMBASSY ROME",
    "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    "INFO RUEHBS/USEU BRUSSELS",
    "XMT AMEMBASSY SOFIA",
    "AMEMBASSY BUCHAREST",
    "PRIORITY",
    "BT",
    "UNCLAS ROME 000042",
    "C O N F I D E N T I A L SECTION 01 OF 02 ROME 000042",
    "C O N F I D E N T I A L SECTION 02 OF 02 ROME 000042",
    "SECRET//REL TO USA, GBR",
    "C O R R E C T E D  C O P Y",
    "SIPDIS",
    "SENSITIVE, SIPDIS",
    "STATE FOR EUR/WE NOFORN SIPDIS",
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
    "2. Words, 2 of them. End summary.",
    "COMMENT",
    "ROME 00000042  002 OF 002",
    "PAGE 02 ROME 00042",
    "id: 12",
    "refid: 06ROME42",
    "classification: SECRET",
    "12,6/19/2007 17:12,06ROME42,Embassy Rome,SECRET",
    "NNNN",
    "",
    "",
    "\u{a0}",
    "é",
    "MRN: 23 ROME 42",
    "Info: X;",
    "Message Attributes",
    "Draft Date: 04 NOV 1976",
    "This record is a partial extract of the original cable.",
    "Cable dated:2009-09-14T13:52:00C O N F I D E N T I A L ROME 000042SIPDIS",
    "ACTION EUR-12",
    "INFO OCT-01 /013 R",
];

/// As [`LINES`], in an order in which most of them are understood.
fn lines(picks: &[(usize, usize)], sorted: bool) -> String {
    let mut picks = picks.to_vec();
    if sorted {
        picks.sort_unstable();
    }
    picks.iter().flat_map(|(line, end)| [LINES[*line], ["\n", "\r\n", "\n", " "][*end]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn rows_of_any_lines(
        head in proptest::collection::vec((0..LINES.len(), 0..4usize), 0..30),
        sorted in any::<bool>(),
        prose in 0..80usize,
        tail in proptest::collection::vec((0..LINES.len(), 0..3usize), 0..6),
        name in proptest::option::of("[0-9]{2}[A-Z]{3,8}[0-9]{1,5}"),
    ) {
        let prose = "The boats, as ever, left.\n".repeat(prose);
        let text = format!("{}\n1. (U) Begun.\n{prose}{}", lines(&head, sorted), lines(&tail, false));
        let hints = Hints { name, ..Hints::default() };
        // Reading the body passes over heads of sections even inside a block of attributes, where only such a text has them.
        check(&text, &hints, &parse_head(&text, &hints), 8)?;
        let bare = |cable: Cable| Cable { diagnostics: Vec::new(), ..cable };
        prop_assert_eq!(bare(parse(&text, &hints)), bare(parse_unchecked(&text, &hints)));
    }
}

#[test]
fn the_start_of_a_long_cable_is_enough() {
    let head = "R 011430Z SEP 06\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\nBT\nUNCLAS ROME 000042\n\nTAGS: PREL\n\
                SUBJECT: BOATS\n\n1. (U) They left.\n";
    let text = format!("{head}{}", "And came back.\n".repeat(200));
    let hints = Hints::default();
    // All but the one that ends in the head.
    assert_eq!(check(&text, &hints, &parse(&text, &hints), 20).unwrap(), 19);
    let attributes = format!("{text}\nMessage Attributes\nDraft Date: 04 NOV 1976\n");
    assert_eq!(check(&attributes, &hints, &parse(&attributes, &hints), 20).unwrap(), 0);
}

/// A fuller copy of the head may begin within 12 lines below one with a subject, in the start or in the rest.
#[test]
fn a_copy_in_the_rest_is_not_missed() {
    let head = "UNCLAS ROME 000042\n\nTAGS: PREL\nSUBJECT: BOATS...\n\n1. (U) They left.\n";
    let copy = "VZCZCXYZ0001\nFM AMEMBASSY ROME\nUNCLAS ROME 000042\n\nSUBJECT: BOATS AND FISH\n\n1. (U) They left.\n";
    let prose = |lines| "And came back.\n".repeat(lines);
    for (lines, subject) in [(5, "BOATS AND FISH"), (6, "BOATS...")] {
        let (start, rest) = (format!("{head}{}", prose(6)), format!("{}{copy}", prose(lines)));
        let first = |lines| rest.split_inclusive('\n').take(lines).collect();
        let hints = Hints::default();
        let cable = parse_row_of_start(&start, &Rest { stored: rest.as_bytes(), lines: &first }, &hints);
        assert_eq!(cable.is_some(), lines == 6, "{lines}");
        let text = format!("{start}{rest}");
        assert_eq!(parse_row(&text, &hints).subject.unwrap().text(&text), subject);
    }
}

/// Every real cable, as it is stored and as it is listed.
#[test]
fn rows_of_real_cables() {
    let Some(shared) = common::shared() else { return };
    let (stop, mut seen, mut enough) = (AtomicBool::new(false), 0, 0);
    for source in ["cables.csv", "cables-original-head.csv", "text", "html", "hostile"] {
        let archive = Archive::new(vec![Origin::Path(shared.join("corpus").join(source))]);
        let mut documents = Vec::new();
        archive.documents(&stop, &mut |read| documents.extend(read.ok()));
        for Document { text, hints, cable, .. } in &documents {
            enough += check(text, hints, cable, 3).unwrap();
            seen += 1;
        }
        let mut catalogue = None;
        archive.open(&stop, &mut |opening| {
            if let Opening::Grown(grown) = opening {
                catalogue = Some(grown);
            }
        });
        let rows: Vec<Row> = catalogue.iter().flat_map(|catalogue| catalogue.rows()).collect();
        assert_eq!(rows.len(), documents.len(), "{source}");
        for (row, document) in rows.iter().zip(&documents) {
            agrees(row, document);
        }
    }
    assert!(seen > 2_000 && enough > 1_000, "{enough} starts of {seen} cables were enough");
}

fn agrees(row: &Row, Document { text, hints, cable, .. }: &Document) {
    let words = |values: &[Value]| values.iter().map(|value| value.text(text).to_owned()).collect::<Vec<_>>();
    let id = cable.id.as_ref().or(hints.name.as_ref()).unwrap_or(&row.id);
    assert_eq!((&row.id, &row.post), (id, &cable.post.clone().unwrap_or_default()));
    let time = cable.dtg.as_ref().and_then(|dtg| dtg.time).or(hints.date).or(cable.archived_on.map(Into::into));
    assert_eq!(row.date, time, "{id}");
    if let Some(line) = &cable.classification {
        assert_eq!(row.marking.as_ref(), Some(&line.marking), "{id}");
    }
    let own = cable.dtg.as_ref().map(|dtg| dtg.precedences.clone()).filter(|own| !own.is_empty());
    let precedences = own.unwrap_or_else(|| cable.transmission.iter().filter_map(|it| it.precedence).collect());
    assert_eq!(row.precedences.into_iter().flatten().collect::<Vec<_>>(), precedences, "{id}");
    assert_eq!((row.partial, row.corrected), (cable.partial, cable.corrected), "{id}");
    assert_eq!((&row.captions, &row.tags), (&words(&cable.captions), &words(&cable.tags)), "{id}");
    assert_eq!(row.subject, cable.subject.as_ref().map_or("", |subject| subject.text(text)), "{id}");
    let references: Vec<_> = cable.references.iter().filter_map(|reference| reference.id.clone()).collect();
    assert_eq!(row.references, references, "{id}");
    assert_eq!(row.declassification, declassification(cable, text, hints).when, "{id}");
}

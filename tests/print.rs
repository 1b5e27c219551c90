//! Print and parse agree: what is printed reads as what was printed.

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value;
use sipdis::archive::json::Object;
use sipdis::archive::{Archive, Document, Origin};
use sipdis::cable::{Cable, Hints, parse, print};

/// A cable as output, without what speaks of the text and not of the cable.
fn output(cable: Cable, text: &str) -> Value {
    let document = Document {
        path: String::new(),
        format: "text",
        record: 1,
        text: text.to_owned(),
        cable,
        ..Document::default()
    };
    let mut value = serde_json::to_value(Object(&document)).expect("an object");
    value["diagnostics"].take();
    for paragraph in value["paragraphs"].as_array_mut().expect("a list") {
        paragraph["span"].take();
        paragraph["tables"].take();
    }
    value
}

/// The keys in which a cable differs from what its print reads as.
fn differences(cable: Cable, text: &str) -> Vec<(String, Value, Value)> {
    let hints = Hints { name: cable.id.clone(), ..Hints::default() };
    let printed = print(&cable, text);
    let (before, after) = (output(cable, text), output(parse(&printed, &hints), &printed));
    let keys = before.as_object().expect("an object").keys();
    keys.filter(|key| before[*key] != after[*key])
        .map(|key| (key.clone(), before[key].clone(), after[key].clone()))
        .collect()
}

fn documents(path: PathBuf) -> Vec<Document> {
    let mut all = Vec::new();
    Archive::new(vec![Origin::Path(path)])
        .documents(&AtomicBool::new(false), &mut |document| all.push(document.expect("a cable")));
    all
}

#[test]
fn the_sample_prints_and_reads_the_same() {
    for document in documents("assets/sample".into()).into_iter().chain(documents("tests/cables".into())) {
        let found = differences(document.cable, &document.text);
        assert!(found.is_empty(), "{}: {found:#?}", document.path);
    }
}

/// Real cables whose print reads otherwise, and why. A print is one telegram; these texts are more than one.
const MORE_THAN_ONE_TELEGRAM: &[(&str, &str)] = &[(
    "02ROME1196",
    "two transmissions of both sections stand one after the other: the fourth head is text here, and in the print the second",
)];

#[test]
fn real_cables_print_and_read_the_same() {
    let Some(shared) = common::shared() else { return };
    let documents = documents(shared.join("corpus/cables.csv"));
    let (count, mut same) = (documents.len(), 0);
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let shown = std::env::var("SHOW_DIFFERENCES").unwrap_or_default();
    for document in documents {
        let id = document.cable.id.clone().unwrap_or_default();
        let found = differences(document.cable, &document.text);
        let expected = MORE_THAN_ONE_TELEGRAM.iter().any(|(of, _)| *of == id);
        same += usize::from(found.is_empty() || expected);
        for (key, before, after) in found {
            if key == shown {
                println!("{id}\n  {before}\n  {after}");
            }
            *keys.entry(key).or_default() += 1;
        }
    }
    println!("{same} of {count} cables print and read the same; the others differ in {keys:?}");
    assert!(same == count && count > 0, "{same} of {count}: {keys:?}");
}

/// Words of sentences; none is a heading, a name or a mark.
const WORDS: &[&str] =
    &["the", "boats", "were", "counted", "in", "the", "harbour", "by", "Keeper", "Doe", "(ref", "A)", "1.5", "twice,"];

fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(WORDS), 1..30).prop_map(|words| {
        // Wrapped as on the page, so that paragraphs have several lines.
        let lines: Vec<String> = words.chunks(8).map(|line| line.join(" ")).collect();
        format!("It {}.", lines.join("\n"))
    })
}

/// Format lines 1 to 11, or less of them.
fn header() -> impl Strategy<Value = String> {
    let addressee = (
        select(vec![
            "RUEHLO/AMEMBASSY LONDON",
            "AMCONSUL MILAN",
            "RUEKDIA/DIA WASHDC//DHO-2/REA//",
            "RUEHZL/EUROPEAN COLLECTIVE",
        ]),
        select(vec![
            "",
            " IMMEDIATE",
            " PRIORITY",
            " NIACT IMMEDIATE",
            " PRIORITY 0284",
            " 1897",
            " ROUTINE 2593-2599",
        ]),
        select(vec!["", "", "", "\nXMT AMEMBASSY SOFIA", "\nXMT AMCONSUL MILAN\nXMT AMEMBASSY OSLO"]),
    );
    let list = proptest::collection::vec(addressee, 1..6).prop_map(|list| {
        let lines: Vec<String> = list.into_iter().map(|(name, rest, exempt)| format!("{name}{rest}{exempt}")).collect();
        lines.join("\nINFO ")
    });
    (
        select(vec!["", "VZCZCXRO4134\n", "VZCZCXRO4134\nOO RUEHDBU RUEHFL\n"]),
        select(vec!["", "DE RUEHRO #0042 3241641\nZNY CCCCC ZZH\n", "DE RUEHRO #0042/01 3241641\nZNR UUUUU ZZH\n"]),
        1..28_u8,
        select(vec!["O", "P R", "R", "Z"]),
        list,
        any::<bool>(),
    )
        .prop_map(|(start, station, day, precedence, info, whole)| {
            let rest = format!(
                "{precedence} {day:02}1641Z NOV 06\nFM AMEMBASSY ROME\nTO RUEHC/SECSTATE WASHDC 6562\nINFO {info}\nBT\n"
            );
            if whole { format!("{start}{station}{rest}") } else { String::new() }
        })
}

/// From the classification line to the authority.
fn fields() -> impl Strategy<Value = String> {
    let line = select(vec![
        "UNCLAS",
        "UNCLAS E F T O",
        "C O N F I D E N T I A L",
        "S E C R E T NOFORN",
        "SECRET//REL TO USA, GBR",
        "LIMITED OFFICIAL USE",
        "C O N F I D E N T I A L SECTION 01 OF 02",
    ]);
    let captions = subsequence(vec!["SIPDIS", "SENSITIVE", "NOFORN", "NODIS", "EXDIS"], 0..4);
    let passing = subsequence(vec!["STATE FOR EUR/WE", "DEPT PASS TO USTR", "LONDON FOR POL"], 0..3);
    let order = select(vec![
        "",
        "E.O. 12958: DECL: 11/20/2016\n",
        "E.O. 12958: N/A\n",
        "E.O. 12356: DECL: OADR\n",
        "E.O. 13526: DECL: 25X1, 12/31/2040\n",
    ]);
    let tags = subsequence(vec!["PREL", "PGOV", "IT", "UN", "(DOE, JOHN)", "KNNP"], 0..6);
    let subject =
        (select(vec!["", "(C) ", "(SBU) "]), select(vec!["WEATHER", "BOATS, FISH\nAND NETS", "The keeper's \"lamp\""]));
    let references = subsequence(
        vec!["ROME 3012 (NOTAL)", "05 STATE 135847", "OSLO 12, 13", "DOE E-MAIL OF 11/12", "ROME 7 (NETS)"],
        0..5,
    );
    let authority = select(vec!["", "Classified By: DCM Jane Doe. Reason: 1.4 (b) and (d).\n"]);
    (line, captions, passing, order, tags, subject, references, authority).prop_map(
        |(line, captions, passing, order, tags, (mark, subject), references, authority)| {
            let labelled: Vec<String> =
                references.iter().zip('A'..).map(|(reference, label)| format!("{label}. {reference}")).collect();
            let references = if labelled.is_empty() { String::new() } else { format!("REF: {}\n", labelled.join("\n     ")) };
            let tags = if tags.is_empty() { String::new() } else { format!("TAGS: {}\n", tags.join(", ")) };
            format!(
                "{line} ROME 000042\n\n{}\n\n{}\n\n{order}{tags}SUBJECT: {mark}{subject}\n\n{references}\n{authority}\n",
                captions.join("\n"),
                passing.join("\n")
            )
        },
    )
}

/// Paragraphs, headings and who signed.
fn body() -> impl Strategy<Value = String> {
    let paragraph = (
        select(vec!["", "", "NETS AND BOATS\n--------------\n\n", "----\nNETS\n----\n"]),
        select(vec!["", "(C) ", "(S/NF) ", "(SBU) "]),
        select(vec!["", "Summary. ", "Comment: "]),
        sentence(),
        select(vec!["", "", "\n\nROME 00000042  002 OF 002\n\nand at sea."]),
        proptest::option::of(sentence()),
    );
    let end = select(vec!["", "DOE\n", "DE ROE\nBT\n#0042\n\nNNNN\n"]);
    (proptest::collection::vec(paragraph, 0..8), end).prop_map(|(paragraphs, end)| {
        let mut body = String::new();
        for (number, (heading, mark, opening, words, page, point)) in paragraphs.into_iter().enumerate() {
            let point = point.map_or(String::new(), |point| format!("a. {point}\n\n"));
            body += &format!("{heading}{}. {mark}{opening}{words}{page}\n\n{point}", number + 1);
        }
        body + end
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cables_of_valid_parts_print_and_read_the_same(head in header(), fields in fields(), body in body()) {
        let text = format!("{head}{fields}{body}");
        let cable = parse(&text, &Hints { name: Some("06ROME42".into()), ..Hints::default() });
        let found = differences(cable.clone(), &text);
        prop_assert!(found.is_empty(), "{text}\n---\n{}\n---\n{found:#?}", print(&cable, &text));
    }

    /// A print has nothing more to lose.
    #[test]
    fn a_print_prints_as_it_stands(head in header(), fields in fields(), body in body()) {
        let hints = Hints { name: Some("06ROME42".into()), ..Hints::default() };
        let text = format!("{head}{fields}{body}");
        let once = print(&parse(&text, &hints), &text);
        prop_assert_eq!(print(&parse(&once, &hints), &once), once);
    }
}

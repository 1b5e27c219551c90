//! Print and parse agree: what is printed reads as what was printed.

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use sipdis::archive::json::Object;
use sipdis::archive::{Archive, Document, Origin};
use sipdis::cable::{Cable, Hints, parse, print};

/// A cable as output, without what speaks of the text and not of the cable.
fn output(cable: Cable, text: &str) -> Value {
    let document = Document { path: String::new(), format: "text", record: 1, text: text.to_owned(), cable };
    let mut value = serde_json::to_value(Object(&document)).expect("an object");
    value["diagnostics"].take();
    for paragraph in value["paragraphs"].as_array_mut().expect("a list") {
        paragraph["span"].take();
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

#[test]
fn most_real_cables_print_and_read_the_same() {
    let Some(shared) = common::shared() else { return };
    let documents = documents(shared.join("corpus/cables.csv"));
    let (count, mut same) = (documents.len(), 0);
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let shown = std::env::var("SHOW_DIFFERENCES").unwrap_or_default();
    for document in documents {
        let id = document.cable.id.clone().unwrap_or_default();
        let found = differences(document.cable, &document.text);
        same += usize::from(found.is_empty());
        for (key, before, after) in found {
            if key == shown {
                println!("{id}\n  {before}\n  {after}");
            }
            *keys.entry(key).or_default() += 1;
        }
    }
    println!("{same} of {count} cables print and read the same; the others differ in {keys:?}");
    assert!(same * 100 >= count * 95, "{same} of {count}: {keys:?}");
}

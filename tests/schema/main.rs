//! The published schema of the output holds for what is printed.

mod checker;
#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use checker::{breaches, described};
use serde_json::{Value, json};
use sipdis::archive::json::Object;
use sipdis::archive::{Archive, Origin};
use sipdis::cable::Code;

fn schema() -> Value {
    let text = fs::read_to_string("assets/schema/cable.schema.json").expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// Checks every cable of a path; gives how many there are.
fn all_hold(path: PathBuf) -> usize {
    let (schema, mut cables) = (schema(), 0);
    Archive::new(vec![Origin::Path(path)]).documents(&AtomicBool::new(false), &mut |document| {
        let document = document.expect("a cable");
        let value = serde_json::to_value(Object(&document)).expect("an object");
        let found = breaches(&schema, &value);
        assert!(found.is_empty(), "{}, record {}: {found:#?}", document.path, document.record);
        cables += 1;
    });
    cables
}

#[test]
fn the_sample_holds() {
    assert!(all_hold("assets/sample".into()) > 30);
    assert_eq!(all_hold("tests/cables".into()), 2);
}

#[test]
fn real_cables_hold() {
    let Some(shared) = common::shared() else { return };
    for (path, least) in [("cables.csv", 2_000), ("text", 400), ("html", 71), ("hostile", 1)] {
        assert!(all_hold(shared.join("corpus").join(path)) >= least, "{path}");
    }
}

#[test]
fn every_key_is_described_and_no_object_is_open() {
    let schema = schema();
    let parts = described(&schema);
    assert!(parts.len() > 80, "{}", parts.len());
    for (place, part) in &parts {
        assert!(part.contains_key("description") || part.contains_key("$ref"), "{place} is not described");
        let open = part.contains_key("properties") && part.get("additionalProperties") != Some(&Value::Bool(false));
        assert!(!open, "{place} allows any key");
        if let Some(properties) = part.get("properties").and_then(Value::as_object) {
            let required: BTreeSet<&str> =
                part["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!(required, properties.keys().map(String::as_str).collect(), "{place} leaves keys out");
        }
    }
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
}

#[test]
fn the_schema_knows_every_diagnostic() {
    let schema = schema();
    let known: BTreeSet<&str> = schema["$defs"]["diagnostic"]["properties"]["code"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(known, Code::ALL.iter().map(|code| code.name).collect());
}

/// A checker that finds nothing proves nothing.
#[test]
fn the_checker_finds_breaches() {
    let schema = schema();
    let cable = |change: fn(&mut Value)| {
        let mut value = Value::Null;
        let path = Origin::Path(Path::new("tests/cables/06ROME42.txt").to_owned());
        Archive::new(vec![path]).documents(&AtomicBool::new(false), &mut |document| {
            value = serde_json::to_value(Object(&document.expect("a cable"))).expect("an object");
        });
        change(&mut value);
        breaches(&schema, &value).len()
    };
    assert_eq!(cable(|_| ()), 0);
    assert_eq!(cable(|it| it["more"] = json!(1)), 1);
    assert_eq!(cable(|it| it["dtg"]["more"] = json!(1)), 1);
    assert_eq!(cable(|it| drop(it.as_object_mut().unwrap().remove("subject"))), 1);
    assert_eq!(cable(|it| it["subject"] = json!(1)), 1);
    assert_eq!(cable(|it| it["classification"]["level"] = json!("SECRETIVE")), 1);
    assert_eq!(cable(|it| it["dtg"]["time"] = json!("2006-13-20T16:41:00Z")), 1);
    assert_eq!(cable(|it| it["paragraphs"][0]["span"] = json!([1, 2, 3])), 1);
    assert_eq!(cable(|it| it["source"]["record"] = json!(0)), 1);
}

//! Replays the corpora of the fuzz targets: inputs that once broke a law, and seeds that reach far.

#[path = "../fuzz/checks.rs"]
mod checks;

use std::fs;

/// Runs every file of a target's corpus through its check; a corpus without files is a mistake.
fn replay(target: &str, check: fn(&[u8])) {
    let mut files = 0;
    for entry in fs::read_dir(format!("fuzz/corpus/{target}")).expect("a corpus") {
        let path = entry.expect("an entry").path();
        check(&fs::read(&path).expect("a file"));
        files += 1;
    }
    assert!(files > 0, "no inputs for {target}");
}

#[test]
fn parse() {
    replay("parse", checks::parse);
}

#[test]
fn text() {
    replay("text", checks::text);
}

#[test]
fn id() {
    replay("id", checks::id);
}

#[test]
fn archive() {
    replay("archive", checks::archive);
}

#[test]
fn query() {
    replay("query", checks::query);
}

/// The cables of the sample are inputs like any other.
#[test]
fn the_sample_passes_all_checks() {
    for entry in fs::read_dir("assets/sample").expect("the sample") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
        checks::parse(&bytes);
        checks::text(&bytes);
        checks::archive(&bytes);
    }
}

//! More like this: cables that are close in words, TAGS and time come first, and say why.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::search::Searcher;
use sipdis::archive::{Archive, Opening, Origin};

mod common;

/// A cable of the sender REYKJAVIK with this number, day, TAGS, subject and text.
fn cable(number: u32, day: &str, tags: &str, subject: &str, text: &str) -> String {
    format!(
        "VZCZC\nR {day}\nFM AMEMBASSY REYKJAVIK\nTO RUEHC/SECSTATE WASHDC\nBT\nUNCLAS REYKJAVIK {number:06}\n\n\
         TAGS: {tags}\nSUBJECT: {subject}\n\n1. (U) {text}\nDOE\nBT\n#0001\n\nNNNN\n"
    )
}

fn open(origin: Origin) -> (Searcher, Catalogue) {
    let archive = Arc::new(Archive::new(vec![origin]));
    let searcher = Searcher::new(Arc::clone(&archive));
    let mut catalogue = Catalogue::default();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(grown) = opening {
            catalogue = grown;
        }
    });
    searcher.list(catalogue.clone());
    (searcher, catalogue)
}

/// What is like a cable: an id and the reason on each line.
fn like(searcher: &Searcher, catalogue: &Catalogue, id: &str, limit: usize) -> String {
    let place = catalogue.find(id).expect("it is there").place();
    let found = searcher.like(place, limit, &AtomicBool::new(false)).expect("it can be read");
    assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    assert!(found.iter().all(|like| (0.0..=1.0).contains(&like.score)));
    found.iter().fold(String::new(), |mut all, like| {
        let entry = catalogue.entry(like.row).expect("a row of the catalogue");
        let _ = writeln!(all, "{}: {}", entry.id(), like.why);
        all
    })
}

fn four_cables() -> String {
    [
        cable(1, "201000Z NOV 06", "EFIS, IC", "CODFISH QUOTA DISPUTE", "Trawlers lost nets."),
        cable(2, "211000Z NOV 06", "EFIS", "TALKS", "Codfish trawlers wait for a quota."),
        cable(3, "181000Z NOV 06", "ETRD, IC", "FAIR", "Stalls of wool."),
        cable(4, "201000Z JAN 99", "PGOV", "ELECTION", "Votes were counted."),
        // A copy of the first.
        cable(1, "201000Z NOV 06", "EFIS, IC", "CODFISH QUOTA DISPUTE", "Trawlers lost nets."),
    ]
    .concat()
}

fn written(folder: &Path) -> Origin {
    let file = folder.join("cables.txt");
    fs::write(&file, four_cables()).expect("the file can be written");
    Origin::Path(file)
}

#[cfg(feature = "index")]
#[test]
fn words_of_the_text_count_where_there_is_an_index() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (searcher, catalogue) = open(written(folder.path()));
    let index = folder.path().join("index");
    searcher.index(&index, &AtomicBool::new(false), &|_| {}).expect("it can be written");
    let expected = "06REYKJAVIK2: codfish, quota, trawlers; EFIS; a day later\n06REYKJAVIK3: IC; 2 days earlier\n";
    assert_eq!(like(&searcher, &catalogue, "06REYKJAVIK1", 9), expected);
    assert_eq!(like(&searcher, &catalogue, "06REYKJAVIK1", 1).lines().count(), 1);
}

#[test]
fn subjects_count_without_an_index() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (searcher, catalogue) = open(written(folder.path()));
    let expected = "06REYKJAVIK2: EFIS; a day later\n06REYKJAVIK3: IC; 2 days earlier\n";
    assert_eq!(like(&searcher, &catalogue, "06REYKJAVIK1", 9), expected);
    assert_eq!(like(&searcher, &catalogue, "99REYKJAVIK4", 9), "");
}

#[test]
fn every_cable_of_the_sample_is_answered() {
    let (searcher, catalogue) = open(Origin::Sample);
    for row in catalogue.rows() {
        let found = like(&searcher, &catalogue, &row.id, 5);
        assert!(found.lines().all(|line| !line.starts_with(&format!("{}:", row.id))), "{found}");
    }
}

/// On real cables: what cites a cable or is cited by it is mostly of the same matter, so it comes early far more often than
/// by chance.
#[cfg(feature = "index")]
#[test]
fn cables_that_cite_each_other_are_like_each_other() {
    let Some(shared) = common::shared() else { return };
    let (searcher, catalogue) = open(Origin::Path(shared.join("corpus/cables.csv")));
    let folder = tempfile::tempdir().expect("a folder can be made");
    searcher.index(folder.path(), &AtomicBool::new(false), &|_| {}).expect("it can be written");
    let (mut pairs, mut early) = (0, 0);
    for row in catalogue.rows() {
        let Some(cited) = row.references.iter().find_map(|id| catalogue.find(id)) else { continue };
        let found = searcher.like(row.place, 20, &AtomicBool::new(false)).expect("it can be read");
        pairs += 1;
        early += usize::from(found.iter().any(|like| like.row == cited.row()));
    }
    println!("{early} of {pairs} cited cables are among the 20 that are most like the one that cites them");
    assert!(pairs > 100 && early * 2 > pairs, "{early} of {pairs}");
}

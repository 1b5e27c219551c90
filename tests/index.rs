//! The index against the scan: the same answers from all of it, from half of it, and from what a killed writer left.
#![cfg(feature = "index")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::index::{Index, Way, build};
use sipdis::archive::query::{Known, Query};
use sipdis::archive::search::{Hit, Search, Searcher, Wanted, places};
use sipdis::archive::{Archive, Opening, Origin, Place};

/// Cables made of few words, so that queries of the same words meet them, with all that joins and divides words.
fn cables() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "kosovo",
        "Kos\u{f3}vo",
        "KOSOVO",
        "D'Alema",
        "dalema",
        "Iran's",
        "iran",
        "nego-\ntiations",
        "negotiations",
        "S/NF",
        "E.O.",
        "eo",
        "al-Qaida",
        "qaida",
        "XXXXXXX",
    ]);
    let gap = prop::sample::select(vec![
        " ",
        "\n",
        ", ",
        "\n\nROME 00000042  002 OF 003\n\n",
        "\n2. (C) ",
        "\n3. (S/NF) ",
        ".\n\n",
    ]);
    let body = prop::collection::vec((word.clone(), gap), 0..14)
        .prop_map(|words| words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect::<String>());
    let head = (
        word,
        prop::sample::select(vec!["UNCLAS", "CONFIDENTIAL", "SECRET", "S E C R E T NOFORN"]),
        prop::sample::select(vec!["PREL", "PGOV, PREL", "SENV, IT"]),
        prop::sample::select(vec!["R 011000Z JAN 05", "O 021000Z FEB 06", "O 021000Z FEB 06", "Z 999999Z", ""]),
        prop::sample::select(vec!["ROME", "STATE", "CAIRO"]),
        prop::sample::select(vec!["", "REF: 05 ROME 1\n", "REF: A. 06 STATE 2\n     B. 05 CAIRO 3\n"]),
        prop::sample::select(vec!["", "E.O. 12958: DECL: 01/01/2015\n", "E.O. 12958: DECL: X1\n", "E.O. 12958: N/A\n"]),
    );
    let cable = (head, body, 1u32..4).prop_map(|((subject, level, tags, dtg, post, refs, order), body, serial)| {
        format!(
            "VZCZC\n{dtg}\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC\nINFO RUEHRO/AMEMBASSY ROME\nBT\n{level} {post} {serial:06}\n\nSIPDIS\n\n\
             {order}TAGS: {tags}\nSUBJECT: {subject}\n\n{refs}\n1. (C) {body}\nDOE\nBT\n#0001\n\nNNNN\n"
        )
    });
    prop::collection::vec(cable, 1..9)
}

fn queries() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "*",
        "kosovo",
        "dalema",
        "alema",
        "iran",
        "negotiations",
        "\"negotiations kosovo\"",
        "\"s nf\"",
        "eo",
        "qaida",
        "\"al qaida\"~2",
        "\"iran kosovo\"~3",
        "\"kosovo ir*\"",
        "kos*",
        "zzz*",
        "subject:kosovo",
        "subject:iran",
        "body:iran",
        "header:rome",
        "class:>=C",
        "class:U",
        "class:NOFORN",
        "class:<S",
        "tag:PREL",
        "tag:P*",
        "year:2005",
        "date:..2005",
        "date:2006-02",
        "after:2005",
        "/o.\\.$/",
        "body:/ran$/",
        "signed:doe",
        "portion:C",
        "portion:S//NF",
        "portion:>C",
        "has:ref",
        "has:redaction",
        "tiations",
        "\"kosovo iran\"",
        "002",
        "from:rome",
        "post:rome",
        "country:italy",
        "info:rome",
        "to:secstate",
        "caption:sipdis",
        "precedence:>=immediate",
        "decl:passed",
        "decl:due",
        "decl:none",
        "decl:exempt",
        "decl:x1",
        "decl:2015",
        "ref:05ROME1",
        "ref:STATE2",
        "id:06ROME1",
        "id:ROME1",
        "rome 1",
        "cited-by:06ROME1",
        "cited-by:ROME2",
        "is:copy",
        "is:unread",
        "is:bookmarked",
        "is:partial",
        "has:lint",
        "lint:portion*",
    ]);
    let signed = (any::<bool>(), part).prop_map(|(not, part)| if not { format!("-({part})") } else { part.to_owned() });
    prop::collection::vec((signed, any::<bool>()), 1..5).prop_map(|parts| {
        let mut query = String::new();
        for (part, or) in parts {
            let between = if query.is_empty() {
                ""
            } else if or {
                " OR "
            } else {
                " "
            };
            let _ = write!(query, "{between}{part}");
        }
        query
    })
}

/// An archive of one file, and its cables with the newest first.
fn open(file: &Path) -> (Archive, Vec<Place>) {
    let archive = Archive::new(vec![Origin::Path(file.to_owned())]);
    let stop = AtomicBool::new(false);
    let mut places = places(&archive, &stop, &mut |trouble| panic!("{trouble:?}"));
    places.sort_by_key(|place| {
        std::cmp::Reverse(archive.read(*place).expect("it can be read").cable.dtg.and_then(|dtg| dtg.time))
    });
    (archive, places)
}

fn known() -> Known {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    Known {
        today: jiff::civil::date(2020, 1, 1),
        read: ids(&["06ROME1", "05CAIRO2"]),
        bookmarked: ids(&["06ROME1", "99NOWHERE1"]),
        ..Known::default()
    }
}

/// The same file as a reader opens it.
fn read_through(file: &Path) -> (Arc<Archive>, Catalogue) {
    let archive = Arc::new(Archive::new(vec![Origin::Path(file.to_owned())]));
    let mut catalogue = Catalogue::default();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Grown(grown) = opening {
            catalogue = grown;
        }
    });
    (archive, catalogue)
}

/// The places of hits, each copy taken for the cable that is shown for it.
fn without_copies(catalogue: &Catalogue, hits: &[Hit]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for hit in hits {
        let row = (0..).map_while(|row| catalogue.entry(row)).find(|entry| entry.place() == hit.place);
        let row = row.expect("a hit is a cable of the catalogue");
        let shown = row.copy_of().and_then(|first| catalogue.entry(first)).unwrap_or(row).place();
        if !places.contains(&shown) {
            places.push(shown);
        }
    }
    places
}

fn find(archive: &Archive, places: &[Place], query: &Query, index: Option<&Index>) -> (Vec<Hit>, Vec<Hit>, usize) {
    let stop = AtomicBool::new(false);
    let mut search = Search::new(archive, query, known(), places, &stop);
    if let Some(index) = index {
        search = search.with_index(index);
    }
    let all = search.first(usize::MAX, &stop).expect("nobody stopped it");
    let two = search.first(2, &stop).expect("nobody stopped it");
    assert_eq!(two[..], all[..all.len().min(2)], "{query}");
    let count = search.count(&stop).expect("nobody stopped it");
    let best = search.ranked().first(usize::MAX, &stop).expect("nobody stopped it");
    assert!(best.len() == all.len() && best.is_sorted_by(|a, b| a.rank >= b.rank), "{query}");
    (all, best, count)
}

/// What a searcher finds, as places of the cables that are shown: all of them, and the first two.
fn shown(searcher: &Searcher, catalogue: &Catalogue, query: &Query) -> (Vec<Place>, Vec<Place>) {
    let (stop, wanted) = (AtomicBool::new(false), Wanted { query: query.clone(), known: known() });
    let place = |row: u32| catalogue.entry(row).expect("a row of the catalogue").place();
    let all = searcher.all(&wanted, &stop, &mut |_| {}).expect("nobody stopped it");
    let first = searcher.first(&wanted, usize::MAX, &stop).expect("nobody stopped it");
    assert_eq!(all.count(), first.len(), "{query}");
    assert!(first.iter().all(|row| all.contains(*row)), "{query}");
    let two = searcher.first(&wanted, 2, &stop).expect("nobody stopped it");
    assert_eq!(two[..], first[..first.len().min(2)], "{query}");
    (first.into_iter().map(place).collect(), two.into_iter().map(place).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scan_index_and_half_an_index_agree(cables in cables(), queries in prop::collection::vec(queries(), 6)) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("cables.txt");
        fs::write(&file, cables.concat()).expect("the file can be written");
        let (archive, places) = open(&file);
        let stop = AtomicBool::new(false);
        let (half, whole) = (folder.path().join("half"), folder.path().join("whole"));
        build(&archive, &places, &half, Way { runs: &[1, 2], gentle: false }, &stop, &|_| stop.store(true, Ordering::Relaxed)).expect("it can be written");
        build(&archive, &places, &whole, Way { runs: &[1, 2], gentle: false }, &AtomicBool::new(false), &|_| {}).expect("it can be written");
        let half = Index::open(&archive, &places, &half).expect("it can be read");
        let whole = Index::open(&archive, &places, &whole).expect("it can be read");
        prop_assert_eq!(whole.held(), places.len());
        let (opened, catalogue) = read_through(&file);
        let searcher = Searcher::new(Arc::clone(&opened));
        searcher.list(catalogue.clone());
        let indexed = Searcher::new(opened);
        indexed.list(catalogue.clone());
        indexed.index(&folder.path().join("whole"), &AtomicBool::new(false), &|_| {}).expect("it can be written");
        for text in queries {
            let query = Query::parse(&text).expect("the parts are good");
            let scanned = find(&archive, &places, &query, None);
            prop_assert_eq!(scanned.0.len(), scanned.2, "{}", text);
            prop_assert_eq!(&find(&archive, &places, &query, Some(&whole)), &scanned, "whole: {}", text);
            prop_assert_eq!(&find(&archive, &places, &query, Some(&half)), &scanned, "half: {}", text);
            let expected = without_copies(&catalogue, &scanned.0);
            let found = shown(&searcher, &catalogue, &query);
            prop_assert_eq!(&found.0, &expected, "columns: {}", text);
            prop_assert_eq!(&shown(&indexed, &catalogue, &query), &found, "columns and index: {}", text);
        }
    }
}

fn row(n: u32, text: &str) -> String {
    format!("\"{n}\",\"{n}/2/2006 3:04\",\"06ROME{n}\",\"Embassy Rome\",\"UNCLASSIFIED\",\"\",\"\",\"{text}\"\n")
}

#[test]
fn a_source_that_has_grown_is_indexed_on() {
    let folder = tempfile::tempdir().unwrap();
    let (file, index) = (folder.path().join("cables.csv"), folder.path().join("index"));
    fs::write(&file, row(1, "rain") + &row(5, "sun")).unwrap();
    let stop = AtomicBool::new(false);
    let (archive, order) = open(&file);
    build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &stop, &|_| {}).unwrap();
    let runs = fs::read_dir(&index).unwrap().count();
    // The new cable is older than one that is indexed.
    fs::write(&file, row(1, "rain") + &row(5, "sun") + &row(3, "rain and sun")).unwrap();
    let (archive, mut order) = open(&file);
    order.sort_by_key(|place| std::cmp::Reverse(archive.read(*place).unwrap().hints.date));
    let before = Index::open(&archive, &order, &index).unwrap();
    assert_eq!(before.held(), 2);
    let query = Query::parse("rain OR sun").unwrap();
    let scanned = find(&archive, &order, &query, None);
    assert_eq!(scanned.2, 3);
    assert_eq!(find(&archive, &order, &query, Some(&before)), scanned);
    build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &stop, &|_| {}).unwrap();
    assert_eq!(fs::read_dir(&index).unwrap().count(), runs + 1);
    let after = Index::open(&archive, &order, &index).unwrap();
    assert_eq!((after.held(), find(&archive, &order, &query, Some(&after))), (3, scanned));
}

#[test]
fn another_source_or_a_damaged_index_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, index) = (folder.path().join("cables.csv"), folder.path().join("index"));
    fs::write(&file, row(1, "rain") + &row(5, "sun")).unwrap();
    let stop = AtomicBool::new(false);
    let (archive, order) = open(&file);
    build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &stop, &|_| {}).unwrap();
    fs::write(&file, row(1, "fire") + &row(5, "sun")).unwrap();
    let (archive, order) = open(&file);
    assert!(Index::open(&archive, &order, &index).is_err());
    // What a killed writer leaves: a run that is not listed, a list that is half written.
    fs::create_dir(index.join("run-00000077")).unwrap();
    fs::write(index.join("manifest.json.new"), "{").unwrap();
    build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &stop, &|_| {}).unwrap();
    assert!(!index.join("run-00000077").exists());
    let query = Query::parse("fire").unwrap();
    let opened = Index::open(&archive, &order, &index).unwrap();
    assert_eq!(find(&archive, &order, &query, Some(&opened)).2, 1);
    for entry in fs::read_dir(&index).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(entry.path()).unwrap().flatten() {
            fs::write(file.path(), "").unwrap();
        }
    }
    assert!(Index::open(&archive, &order, &index).is_err());
    build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &stop, &|_| {}).unwrap();
    let opened = Index::open(&archive, &order, &index).unwrap();
    assert_eq!(find(&archive, &order, &query, Some(&opened)).2, 1);
}

#[test]
fn two_writers_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let (file, index) = (folder.path().join("cables.csv"), folder.path().join("index"));
    fs::write(&file, row(1, "rain")).unwrap();
    let (archive, order) = open(&file);
    fs::create_dir(&index).unwrap();
    let lock = fs::File::create(index.join("lock")).unwrap();
    lock.lock().unwrap();
    let refused = build(&archive, &order, &index, Way { runs: &[1], gentle: false }, &AtomicBool::new(false), &|_| {})
        .unwrap_err();
    assert_eq!(refused.to_string(), "another window is indexing these cables");
}

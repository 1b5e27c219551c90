//! An index that was made in one session must fit the next, whatever became of the sources and their numbers in between.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sipdis::archive::index::{FOLDER, Index, Way, build, stored};
use sipdis::archive::query::{Known, Query};
use sipdis::archive::search::{Hit, Search};
use sipdis::archive::{Archive, Place};

use super::stage::{Stage, Start, rows, start};

/// A start, and the cables that it lists, the newest first.
struct Session {
    archive: Archive,
    start: Start,
    places: Vec<Place>,
    folder: std::path::PathBuf,
}

impl Session {
    fn new(stage: &Stage, names: &[&str]) -> Self {
        let archive = stage.archive(names);
        let start = start(&archive);
        let mut rows: Vec<_> = start.rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date));
        let places = rows.into_iter().map(|row| row.place).collect();
        Session { archive, start, places, folder: stage.folder(names).file(FOLDER) }
    }

    /// Indexes what is not indexed, each in a run of its own; tells how many cables that were.
    fn build(&self) -> usize {
        let held = AtomicUsize::new(usize::MAX);
        let way = Way { runs: &[1], gentle: false };
        build(&self.archive, &self.places, &self.folder, way, &AtomicBool::new(false), &|written| {
            held.fetch_min(written.held, Ordering::Relaxed);
        })
        .unwrap();
        self.places.len() - held.into_inner()
    }

    /// How many cables the index holds, by its own word and by that of the status.
    fn held(&self) -> [usize; 2] {
        let index = Index::open(&self.archive, &self.places, &self.folder).unwrap();
        [index.held(), stored(&self.archive, &self.folder).unwrap().cables.unwrap_or(0)]
    }

    /// How many cables are found with the index: those that are found without, with the same ranks.
    fn count(&self, query: &str) -> usize {
        let index = Index::open(&self.archive, &self.places, &self.folder).unwrap();
        let (query, stop) = (Query::parse(query).unwrap(), AtomicBool::new(false));
        let search = || Search::new(&self.archive, &query, Known::default(), &self.places, &stop);
        let found = |search: Search<'_>| -> [Vec<Hit>; 2] {
            let first = search.first(usize::MAX, &stop).unwrap();
            [first, search.ranked().first(usize::MAX, &stop).unwrap()]
        };
        let with = found(search().with_index(&index));
        assert_eq!(with, found(search()));
        with[0].len()
    }
}

#[test]
fn an_index_that_was_made_behind_a_file_that_changed_fits_the_next_start() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..30));
    stage.write("b.csv", rows(500..530));
    let names = ["a.csv", "b.csv"];
    assert_eq!(Session::new(&stage, &names).build(), 60);
    fs::write(&path, rows(100..140)).unwrap();
    stage.age(&path);
    let changed = Session::new(&stage, &names);
    assert!(changed.start.rows.iter().any(|row| row.place.source == 2), "the file that was read anew has a new number");
    assert_eq!(changed.build(), 40, "the other file is indexed");
    assert_eq!((changed.held(), changed.count("rains")), ([70, 70], 70));
    let next = Session::new(&stage, &names);
    assert!(next.start.rows.iter().all(|row| row.place.source < 2), "and here it has an old one");
    assert_eq!((next.held(), next.count("rains")), ([70, 70], 70));
    assert_eq!((next.count("subject:1105"), next.count("subject:1005")), (1, 0));
    assert_eq!(next.build(), 0);
}

#[test]
fn of_many_files_only_those_that_changed_are_indexed_anew() {
    let stage = Stage::new();
    for n in 0..10 {
        stage.write(format!("deep/{n}.csv"), rows(n * 10..n * 10 + 10));
    }
    let names = ["deep"];
    assert_eq!(Session::new(&stage, &names).build(), 100);
    // The numbers of all that follow are others at the next start.
    fs::remove_file(stage.at("deep/0.csv")).unwrap();
    fs::write(stage.at("deep/5.csv"), rows(700..712)).unwrap();
    stage.age(&stage.at("deep/5.csv"));
    stage.write("deep/er/5.csv", rows(800..803));
    let next = Session::new(&stage, &names);
    assert_eq!((next.start.rows.len(), next.held()), (95, [80, 80]));
    assert_eq!(next.build(), 15);
    assert_eq!((next.held(), next.count("rains OR subject:1055")), ([95, 95], 95));
    let third = Session::new(&stage, &names);
    assert_eq!((third.held(), third.build()), ([95, 95], 0));
    assert_eq!([third.count("subject:1003"), third.count("subject:1055"), third.count("subject:1802")], [0, 0, 1]);
}

#[test]
fn a_file_that_is_what_it_was_again_is_found_again() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..30));
    let names = ["a.csv"];
    Session::new(&stage, &names).build();
    // Written anew with the same words: its stamp is another one, its checksum is not.
    fs::remove_file(&path).unwrap();
    fs::write(&path, rows(0..30)).unwrap();
    let next = Session::new(&stage, &names);
    assert_eq!((next.held(), next.build()), ([30, 30], 0));
    assert_eq!(next.count("rains"), 30);
}

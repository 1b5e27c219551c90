//! The index against the scan: the same answers from all of it, from half of it, and from what a killed writer left.
#![cfg(feature = "index")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::index::{Index, IndexError, Way, build, clear, stored};
use sipdis::archive::query::{Known, Query};
use sipdis::archive::search::{Hit, Search, Searcher, Wanted, places};
use sipdis::archive::{Archive, Opening, Origin, Place};

#[path = "common/generated.rs"]
mod generated;
use generated::{ALONE, BESIDE, cables, queries};

/// An archive of one file, and its cables with the newest first.
fn open(file: &Path) -> (Archive, Vec<Place>) {
    let archive = Archive::new(vec![Origin::Path(file.to_owned())]);
    let stop = AtomicBool::new(false);
    let mut places = places(&archive, &stop, &mut |trouble| panic!("{trouble:?}"));
    places.sort_by_cached_key(|place| {
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
    let first = searcher.first(&wanted, usize::MAX, &stop, &mut |_| {}).expect("nobody stopped it");
    assert_eq!(all.count(), first.len(), "{query}");
    assert!(first.iter().all(|row| all.contains(*row)), "{query}");
    let two = searcher.first(&wanted, 2, &stop, &mut |_| {}).expect("nobody stopped it");
    assert_eq!(two[..], first[..first.len().min(2)], "{query}");
    (first.into_iter().map(place).collect(), two.into_iter().map(place).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scan_index_and_half_an_index_agree(cables in cables(), queries in prop::collection::vec(queries(&[ALONE, BESIDE].concat()), 6)) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("cables.txt");
        fs::write(&file, cables.concat()).expect("the file can be written");
        let (archive, places) = open(&file);
        let stop = AtomicBool::new(false);
        let (half, whole) = (folder.path().join("half"), folder.path().join("whole"));
        build(&archive, &places, &half, Way { runs: &[1, 2], gentle: false }, &stop, &|written| stop.store(written.held > 0, Ordering::Relaxed)).expect("it can be written");
        build(&archive, &places, &whole, Way { runs: &[1, 2], gentle: false }, &AtomicBool::new(false), &|_| {}).expect("it can be written");
        let half = Index::open(&archive, &places, &half).expect("it can be read");
        let whole = Index::open(&archive, &places, &whole).expect("it can be read");
        prop_assert_eq!(whole.held(), places.len());
        prop_assert!((1..=3).contains(&half.held()));
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

/// A file of cables in a folder with an index.
struct Kept {
    file: PathBuf,
    index: PathBuf,
    _folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().expect("a folder can be made");
        Kept { file: folder.path().join("cables.csv"), index: folder.path().join("index"), _folder: folder }
    }

    /// Writes the file and opens it, the newest cables first.
    fn write(&self, rows: &[(u32, &str)]) -> (Archive, Vec<Place>) {
        let text: String = rows.iter().map(|(n, text)| row(*n, text)).collect();
        fs::write(&self.file, text).expect("the file can be written");
        let (archive, mut order) = open(&self.file);
        order.sort_by_cached_key(|place| std::cmp::Reverse(archive.read(*place).expect("it can be read").hints.date));
        (archive, order)
    }

    fn build(&self, archive: &Archive, order: &[Place]) -> Result<(), IndexError> {
        let way = Way { runs: &[1], gentle: false };
        build(archive, order, &self.index, way, &AtomicBool::new(false), &|_| {})
    }

    /// What a search with the index finds, and that it finds what a scan finds.
    fn count(&self, archive: &Archive, order: &[Place], query: &str) -> usize {
        let query = Query::parse(query).expect("the query is good");
        let index = Index::open(archive, order, &self.index).expect("it can be read");
        let found = find(archive, order, &query, Some(&index));
        assert_eq!(found, find(archive, order, &query, None));
        found.2
    }
}

#[test]
fn a_source_that_has_grown_is_indexed_on() {
    let kept = Kept::new();
    let (archive, order) = kept.write(&[(1, "rain"), (5, "sun")]);
    kept.build(&archive, &order).unwrap();
    let runs = fs::read_dir(&kept.index).unwrap().count();
    // The new cable is older than one that is indexed.
    let (archive, order) = kept.write(&[(1, "rain"), (5, "sun"), (3, "rain and sun")]);
    assert_eq!(Index::open(&archive, &order, &kept.index).unwrap().held(), 2);
    assert_eq!(kept.count(&archive, &order, "rain OR sun"), 3);
    kept.build(&archive, &order).unwrap();
    assert_eq!(fs::read_dir(&kept.index).unwrap().count(), runs + 1);
    assert_eq!(Index::open(&archive, &order, &kept.index).unwrap().held(), 3);
    assert_eq!(kept.count(&archive, &order, "rain OR sun"), 3);
}

#[test]
fn a_scan_is_given_up_for_an_index_that_comes_meanwhile() {
    let kept = Kept::new();
    let rows: Vec<_> = (1..=1500).map(|n| (n, if n % 3 == 0 { "rain" } else { "sun" })).collect();
    let (archive, order) = kept.write(&rows);
    build(&archive, &order, &kept.index, Way::default(), &AtomicBool::new(false), &|_| {}).unwrap();
    let (archive, catalogue) = read_through(&kept.file);
    let searcher = Searcher::new(archive);
    searcher.list(catalogue);
    let wanted = Wanted { query: Query::parse("rain").unwrap(), known: known() };
    let (stop, mut most) = (AtomicBool::new(false), 0);
    let found = searcher.all(&wanted, &stop, &mut |looked| {
        if most == 0 && looked.looked > 0 {
            searcher.use_index(&kept.index);
        }
        most = most.max(looked.looked);
    });
    assert_eq!(found.map(|found| found.count()), Some(500));
    assert!(most > 0 && most < 1500, "{most} cables were looked at");
}

#[test]
fn an_archive_that_grows_often_has_few_runs() {
    let kept = Kept::new();
    let mut rows = Vec::new();
    for n in 1..=30 {
        rows.push((n, if n % 2 == 0 { "rain" } else { "sun" }));
        let (archive, order) = kept.write(&rows);
        build(&archive, &order, &kept.index, Way::default(), &AtomicBool::new(false), &|_| {}).unwrap();
        assert_eq!(Index::open(&archive, &order, &kept.index).unwrap().held(), rows.len());
        assert_eq!(kept.count(&archive, &order, "rain"), rows.len() / 2);
    }
    let is_run = |name: &str| name.starts_with("run-");
    let runs = fs::read_dir(&kept.index).unwrap().flatten().filter(|it| it.file_name().to_str().is_some_and(is_run));
    assert!(runs.count() <= 20);
}

#[test]
fn another_source_or_a_damaged_index_is_not_believed() {
    let kept = Kept::new();
    let (archive, order) = kept.write(&[(1, "rain"), (5, "sun")]);
    kept.build(&archive, &order).unwrap();
    let (archive, order) = kept.write(&[(1, "fire"), (5, "sun")]);
    assert_eq!(Index::open(&archive, &order, &kept.index).unwrap().held(), 0);
    assert_eq!(stored(&archive, &kept.index).map(|stored| stored.cables), Some(None));
    // What a killed writer leaves: a run that is not listed, a list that is half written.
    fs::create_dir(kept.index.join("run-00000077")).unwrap();
    fs::write(kept.index.join("manifest.json.new"), "{").unwrap();
    kept.build(&archive, &order).unwrap();
    assert!(!kept.index.join("run-00000077").exists());
    assert_eq!(kept.count(&archive, &order, "fire"), 1);
    for entry in fs::read_dir(&kept.index).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(entry.path()).unwrap().flatten() {
            fs::write(file.path(), "").unwrap();
        }
    }
    assert!(Index::open(&archive, &order, &kept.index).is_err());
    kept.build(&archive, &order).unwrap();
    assert_eq!(kept.count(&archive, &order, "fire"), 1);
    assert_eq!(stored(&archive, &kept.index).map(|stored| stored.cables), Some(Some(2)));
    clear(&kept.index).unwrap();
    assert_eq!(stored(&archive, &kept.index), None);
}

#[test]
fn two_writers_do_not_meet() {
    let kept = Kept::new();
    let (archive, order) = kept.write(&[(1, "rain")]);
    fs::create_dir(&kept.index).unwrap();
    let lock = fs::File::create(kept.index.join("lock")).unwrap();
    lock.lock().unwrap();
    let refused = kept.build(&archive, &order).unwrap_err();
    assert_eq!(refused.to_string(), "another window is indexing these cables");
}

/// Cables for the writer that is killed: every seventh has a word that is counted.
fn many() -> Vec<(u32, &'static str)> {
    (1..=150).map(|n| (n, if n % 7 == 0 { "herring and rain" } else { "rain" })).collect()
}

/// Not a test by itself: the writer that [`a_killed_writer_leaves_what_is_right`] starts and kills.
#[test]
fn write_until_killed() {
    let Some(folder) = std::env::var_os("SIPDIS_TEST_WRITE").map(PathBuf::from) else { return };
    let (archive, order) = open(&folder.join("cables.csv"));
    let way = Way { runs: &[10, 20, 40], gentle: false };
    build(&archive, &order, &folder.join("index"), way, &AtomicBool::new(false), &|_| {}).expect("it can be written");
}

#[test]
fn a_killed_writer_leaves_what_is_right() {
    let kept = Kept::new();
    let (archive, order) = kept.write(&many());
    let (folder, stop) = (kept.file.parent().expect("a folder"), AtomicBool::new(false));
    let herring = Query::parse("herring").expect("the query is good");
    // Any numbers will do that are spread well.
    let mut random = 0x2545_f491_4f6c_dd1du64;
    let (mut parts, mut wholes) = (0, 0);
    let start = || {
        std::process::Command::new(std::env::current_exe().expect("this program has a path"))
            .args(["--exact", "write_until_killed"])
            .env("SIPDIS_TEST_WRITE", folder)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("this program starts")
    };
    let began = std::time::Instant::now();
    assert!(start().wait().expect("it has ended").success());
    let whole = u64::try_from(began.elapsed().as_micros()).expect("that is not long").max(1);
    assert_eq!(Index::open(&archive, &order, &kept.index).expect("it can be read").held(), 150);
    clear(&kept.index).expect("nobody writes any more");
    for _ in 0..100 {
        let mut writer = start();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(std::time::Duration::from_micros(random % whole));
        writer.kill().expect("it can be killed");
        writer.wait().expect("it has ended");
        // The next start: what is whole is right, and nothing else is believed.
        if let Ok(index) = Index::open(&archive, &order, &kept.index) {
            let search = Search::new(&archive, &herring, known(), &order, &stop).with_index(&index);
            assert_eq!(search.count(&stop), Some(150 / 7));
            parts += usize::from((1..150).contains(&index.held()));
            if index.held() == 150 {
                wholes += 1;
                clear(&kept.index).expect("nobody writes any more");
            }
        } else {
            assert!(!kept.index.join("manifest.json").exists(), "what was written to its end can be read");
        }
    }
    println!("{parts} times a part was there, {wholes} times all");
    assert!(parts > 10, "most of the time there is something to kill");
    kept.build(&archive, &order).expect("it can be written");
    assert_eq!(Index::open(&archive, &order, &kept.index).expect("it can be read").held(), 150);
    assert_eq!(kept.count(&archive, &order, "herring"), 150 / 7);
}

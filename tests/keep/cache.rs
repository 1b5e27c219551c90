//! A cache that is damaged, full, read-only, nowhere, or in somebody else's hands.

use std::fs;
use std::path::Path;

use sipdis::archive::keep::{Keeping, Opened, WORTH};
use sipdis::archive::{Opening, Row};

use super::stage::{Stage, rows, start};

#[test]
fn any_damage_means_that_all_is_read_anew() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    let first = stage.start(&["a.csv"]);
    let path = stage.kept(&["a.csv"]);
    let whole = fs::read(&path).unwrap();
    let cut = |at: usize| whole[..at].to_vec();
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let damaged = [cut(0), cut(7), cut(whole.len() / 2), cut(whole.len() - 1)];
    let damaged = damaged.into_iter().chain((0..40).map(|n| flipped(n * (whole.len() - 1) / 39)));
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        let next = stage.start(&["a.csv"]);
        assert_eq!((next.opened, &next.rows), (Opened::Read, &first.rows));
        assert_eq!(next.words, ["What was kept of this list is not used, because it is damaged; all is read anew"]);
        assert_eq!(fs::read(&path).unwrap().len(), whole.len(), "and kept again");
    }
    assert_eq!(stage.start(&["a.csv"]).opened, Opened::Kept);
}

#[test]
fn what_is_kept_of_another_archive_is_not_used() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    stage.write("b.csv", rows(500..600));
    stage.start(&["a.csv"]);
    let b = stage.start(&["b.csv"]);
    fs::copy(stage.kept(&["a.csv"]), stage.kept(&["b.csv"])).unwrap();
    let next = stage.start(&["b.csv"]);
    assert_eq!((next.opened, next.rows), (Opened::Read, b.rows));
}

#[test]
fn small_archives_are_not_kept() {
    let stage = Stage::new();
    let open = |count: usize| {
        stage.write("a.csv", rows(0..count));
        let archive = stage.archive(&["a.csv"]);
        Keeping::new(&archive).open(&false.into(), &mut |_| {});
        stage.kept(&["a.csv"]).exists()
    };
    assert!(!open(WORTH - 1));
    assert!(!stage.cache.exists(), "nothing is made on disk");
    assert!(open(WORTH));
}

/// Opens with a cache in which nothing can be written: the list is there, and a word.
fn without(cache: &Path) -> Vec<Row> {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    let found = start(&stage.archive_of(&["a.csv"], Some(cache)));
    assert_eq!((found.opened, &found.rows), (Opened::Read, &stage.fresh(&["a.csv"]).rows));
    let [words] = &found.words[..] else { panic!("{:?}", found.words) };
    assert!(words.starts_with("The list cannot be kept for the next start: "), "{words}");
    found.rows
}

#[test]
fn a_cache_folder_that_cannot_be_written_costs_a_word() {
    let stage = Stage::new();
    let file = stage.write("file", "words");
    without(&file);
    #[cfg(target_os = "linux")]
    without(Path::new("/proc/self/sipdis"));
}

#[cfg(unix)]
#[test]
fn a_read_only_cache_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    stage.start(&["a.csv"]);
    let folder = stage.folder(&["a.csv"]);
    let all = |mode: u32| {
        for entry in fs::read_dir(folder.path()).unwrap().flatten() {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode & 0o666)).unwrap();
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    all(0o555);
    assert_eq!(stage.start(&["a.csv"]).opened, Opened::Kept);
    stage.append("a.csv", &rows(100..110));
    let next = stage.start(&["a.csv"]);
    assert_eq!(next.rows, stage.fresh(&["a.csv"]).rows);
    // Whoever may do anything is not held up by permissions.
    let may_write = fs::write(folder.path().join("probe"), "").is_ok();
    assert_eq!(next.words.len(), if may_write { 1 } else { 2 }, "{:?}", next.words);
    all(0o755);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_a_word_and_leaves_what_was_kept() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    stage.start(&["a.csv"]);
    let before = fs::read(stage.kept(&["a.csv"])).unwrap();
    // What is written aside goes to a device that is always full.
    let aside = stage.folder(&["a.csv"]).file("catalogue.new");
    std::os::unix::fs::symlink("/dev/full", &aside).unwrap();
    stage.append("a.csv", &rows(100..110));
    let next = stage.start(&["a.csv"]);
    assert_eq!(next.rows, stage.fresh(&["a.csv"]).rows);
    assert!(next.words[1].contains("No space left on device"), "{:?}", next.words);
    assert_eq!(fs::read(stage.kept(&["a.csv"])).unwrap(), before);
    assert!(!aside.exists() && Path::new("/dev/full").exists());
    assert_eq!(stage.start(&["a.csv"]).rows, next.rows);
}

#[test]
fn whoever_cannot_have_the_lock_goes_on_without_writing() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    let lock = stage.folder(&["a.csv"]).lock().unwrap().unwrap();
    let first = stage.start(&["a.csv"]);
    assert_eq!((first.opened, first.rows.len(), first.words.len()), (Opened::Read, 100, 0));
    assert!(!stage.kept(&["a.csv"]).exists());
    drop(lock);
    stage.start(&["a.csv"]);
    assert_eq!(stage.start(&["a.csv"]).opened, Opened::Kept);
}

#[test]
fn a_reading_that_was_stopped_is_not_kept() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..100));
    let archive = stage.archive(&["a.csv"]);
    let stop = std::sync::atomic::AtomicBool::new(false);
    let opened = Keeping::new(&archive).of_any_size().open(&stop, &mut |opening| {
        if let Opening::Grown(_) = opening {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    assert_eq!(opened, Opened::Stopped);
    assert!(!stage.kept(&["a.csv"]).exists());
}

//! Files that come, go and change while the archive is open.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use sipdis::app::list::List;
use sipdis::app::motion::Motion;
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::keep::{Keeping, Opened};
use sipdis::archive::{Archive, Opening, Trouble};

use super::stage::{Stage, listed, rows};

/// Longer than two looks, on a busy machine.
const LONG: Duration = Duration::from_secs(60);

/// An archive that is open and watched.
struct Open<'a> {
    told: Receiver<Opening>,
    catalogue: Catalogue,
    /// Files and what could not be read of them.
    troubles: Vec<Trouble>,
    archive: &'a Archive,
}

impl Open<'_> {
    /// Waits for the next word.
    fn word(&mut self) -> String {
        loop {
            match self.told.recv_timeout(LONG).expect("a word comes") {
                Opening::Word(words) => return words,
                other => self.take(other),
            }
        }
    }

    fn done(&mut self) {
        loop {
            match self.told.recv_timeout(LONG).expect("an end comes") {
                Opening::Done => return,
                other => self.take(other),
            }
        }
    }

    fn take(&mut self, opening: Opening) {
        match opening {
            Opening::Grown(catalogue) => self.catalogue = catalogue,
            Opening::Trouble(trouble) => self.troubles.push(trouble),
            Opening::Anew(paths) => self.troubles.retain(|trouble| !paths.contains(&trouble.path)),
            _ => {}
        }
    }

    /// Names of files of which something could not be read.
    fn troubled(&self) -> Vec<String> {
        let name = |trouble: &Trouble| trouble.path.file_name().map(|name| name.to_string_lossy().into_owned());
        self.troubles.iter().filter_map(name).collect()
    }

    /// Ids, sorted, each with what reading its cable gives: its subject or why not.
    fn read(&self) -> Vec<String> {
        let mut read: Vec<String> = listed(&self.catalogue)
            .iter()
            .map(|row| match self.archive.read(row.place) {
                Ok(document) => {
                    let subject = document.cable.subject.as_ref().map_or("", |subject| subject.text(&document.text));
                    format!("{} {subject}", row.id)
                }
                Err(error) => format!("{} {error}", row.id),
            })
            .collect();
        read.sort();
        read
    }
}

/// Opens and watches while `story` goes on.
fn while_open(stage: &Stage, names: &[&str], story: impl FnOnce(&mut Open<'_>)) {
    let archive = stage.archive(names);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (sender, told) = channel();
        let (archive, stop) = (&archive, &stop);
        let watching = scope.spawn(move || {
            let mut keeping = Keeping::new(archive).of_any_size();
            let mut tell = |opening| {
                let _ = sender.send(opening);
            };
            keeping.open(stop, &mut tell);
            keeping.watch(stop, &mut tell);
        });
        let mut open = Open { told, catalogue: Catalogue::default(), troubles: Vec::new(), archive };
        open.done();
        let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| story(&mut open)));
        stop.store(true, Ordering::Relaxed);
        watching.thread().unpark();
        watching.join().unwrap();
        if let Err(panic) = end {
            std::panic::resume_unwind(panic);
        }
    });
}

fn cable(name: &str, subject: &str) -> String {
    format!("{name}\nSUBJECT: {subject}\n\n1. Words.\n")
}

#[test]
fn new_and_changed_files_of_a_folder_appear() {
    let stage = Stage::new();
    stage.write("deep/06LIMA1.txt", cable("06LIMA1", "ONE"));
    stage.write("deep/06LIMA2.txt", cable("06LIMA2", "TWO"));
    while_open(&stage, &["deep"], |open| {
        assert_eq!(open.read(), ["06LIMA1 ONE", "06LIMA2 TWO"]);
        let mut list = List::default();
        list.fit(10);
        list.grow(open.catalogue.clone());
        list.go(Motion::Lines(1));
        let mut selected = |open: &Open<'_>| {
            list.grow(open.catalogue.clone());
            (list.len(), list.selected().map_or(String::new(), |entry| entry.id().into_owned()))
        };
        assert_eq!(selected(open), (2, "06LIMA2".to_owned()));
        stage.write("deep/er/06LIMA3.txt", cable("06LIMA3", "THREE"));
        assert_eq!(open.word(), "06LIMA3.txt is new: 1 more cable");
        assert_eq!(open.read(), ["06LIMA1 ONE", "06LIMA2 TWO", "06LIMA3 THREE"]);
        fs::write(stage.at("deep/06LIMA2.txt"), cable("06LIMA2", "ANOTHER")).unwrap();
        assert_eq!(open.word(), "06LIMA2.txt has changed and was read anew");
        assert_eq!(open.read(), ["06LIMA1 ONE", "06LIMA2 ANOTHER", "06LIMA3 THREE"]);
        assert_eq!(selected(open), (3, "06LIMA2".to_owned()), "the selection stays on its cable");
        fs::remove_file(stage.at("deep/06LIMA1.txt")).unwrap();
        assert_eq!(open.word(), "06LIMA1.txt is gone; what was known is still listed");
        assert!(open.read()[0].contains("06LIMA1.txt cannot be read: "), "{:?}", open.read());
        fs::write(stage.at("deep/06LIMA1.txt"), cable("06LIMA1", "BACK")).unwrap();
        assert_eq!(open.word(), "06LIMA1.txt has changed and was read anew");
        assert_eq!(open.read(), ["06LIMA1 BACK", "06LIMA2 ANOTHER", "06LIMA3 THREE"]);
    });
}

#[test]
fn a_named_file_grows_is_cut_and_is_replaced() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..10));
    while_open(&stage, &["a.csv"], |open| {
        let ten = open.read();
        assert_eq!((ten.len(), &*ten[0]), (10, "06ROME1000 RAIN 1000"));
        stage.append("a.csv", &rows(10..12));
        assert_eq!(open.word(), "a.csv has grown: 2 more cables");
        assert_eq!(open.read()[..10], ten);
        assert_eq!(open.read()[11], "06ROME1011 RAIN 1011");
        // Cut, each cable that no longer stands says so until the list is made anew.
        let four = rows(0..4).len() as u64;
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(four).unwrap();
        let read = open.read();
        assert_eq!(read[..4], ten[..4]);
        assert!(read[4..].iter().all(|words| words.contains("is shorter than it was")), "{read:?}");
        assert_eq!(open.word(), "a.csv has changed and was read anew");
        assert_eq!(open.read(), ten[..4]);
        let other = stage.write("other", rows(100..103));
        fs::rename(other, &path).unwrap();
        assert_eq!(open.word(), "a.csv has changed and was read anew");
        assert_eq!(open.read(), ["06ROME1100 RAIN 1100", "06ROME1101 RAIN 1101", "06ROME1102 RAIN 1102"]);
    });
}

#[test]
fn what_changes_while_it_is_open_is_kept_for_the_next_start() {
    let stage = Stage::new();
    stage.write("deep/a.csv", rows(0..20));
    stage.write("deep/06LIMA1.txt", cable("06LIMA1", "ONE"));
    let names = ["deep"];
    while_open(&stage, &names, |open| {
        let kept = || fs::read(stage.kept(&names)).unwrap_or_default();
        let next = |before: &[u8]| {
            let end = Instant::now() + LONG;
            while kept() == before {
                assert!(Instant::now() < end, "it is not kept");
                thread::yield_now();
            }
            kept()
        };
        let first = next(b"");
        stage.append("deep/a.csv", &rows(20..25));
        assert_eq!(open.word(), "a.csv has grown: 5 more cables");
        let grown = next(&first);
        stage.write("deep/06LIMA2.txt", cable("06LIMA2", "TWO"));
        fs::write(stage.at("deep/06LIMA1.txt"), cable("06LIMA1", "ANOTHER")).unwrap();
        let mut told = 0;
        while told < 2 {
            told += open.word().split(" · ").count();
        }
        next(&grown);
    });
    let start = stage.start(&names);
    assert_eq!((start.opened, start.words.len()), (Opened::Kept, 0), "{:?}", start.words);
    assert_eq!(start.ids(), stage.fresh(&names).ids());
    assert_eq!(start.rows.len(), 27);
}

#[test]
fn what_could_not_be_read_of_a_file_holds_until_it_is_read_anew() {
    let stage = Stage::new();
    let (whole, cut) = (rows(0..3), rows(0..3).len() - 9);
    stage.write("deep/a.csv", &whole[..cut]);
    stage.write("deep/b.txt", "");
    while_open(&stage, &["deep"], |open| {
        assert_eq!(open.troubled(), ["a.csv", "b.txt"]);
        // The rest of a file that was being copied.
        stage.append("deep/a.csv", &whole[cut..]);
        assert_eq!(open.word(), "a.csv has changed and was read anew");
        assert_eq!(open.troubled(), ["b.txt"]);
        assert_eq!(open.read().len(), 3);
        fs::write(stage.at("deep/b.txt"), cable("06LIMA1", "ONE")).unwrap();
        assert_eq!(open.word(), "b.txt is new: 1 more cable");
        assert_eq!(open.troubled(), [""; 0]);
        stage.write("deep/c.txt", "");
        fs::write(stage.at("deep/06LIMA2.txt"), cable("06LIMA2", "TWO")).unwrap();
        assert_eq!(open.word(), "06LIMA2.txt is new: 1 more cable");
        // As told as new, a file without a cable is asked for again and again.
        stage.age(&stage.at("deep/c.txt"));
        fs::write(stage.at("deep/06LIMA3.txt"), cable("06LIMA3", "THREE")).unwrap();
        assert_eq!(open.word(), "06LIMA3.txt is new: 1 more cable");
        assert_eq!(open.troubled(), ["c.txt"], "it is told once");
    });
}

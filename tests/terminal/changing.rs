//! Files that change while they are on the screen, and archives that were opened before.

use std::fs::{self, OpenOptions};
use std::io::Write;

use crate::pty::{Session, command};
use crate::sample::SIPDIS;

fn rows(numbers: std::ops::Range<usize>) -> String {
    let row = |n| {
        format!(
            "\"{n}\",\"1/{}/2006 3:04\",\"06ROME{n}\",\"Embassy Rome\",\"SECRET\",\"\",\"\",\"SUBJECT: RAIN {n}\n\n1. It rains.\"\n",
            n % 28 + 1
        )
    };
    numbers.map(row).collect()
}

#[test]
fn new_files_and_new_cables_appear_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, rows(100..103)).unwrap();
    let mut session = Session::start(command(SIPDIS, &[folder.path().to_str().unwrap()]));
    session.wait_for("3 cables");
    // Down to the second, which stays the selected one.
    session.keys("j");
    session.wait_for("2 / 3");
    OpenOptions::new().append(true).open(&path).unwrap().write_all(rows(103..105).as_bytes()).unwrap();
    session.wait_for("a.csv has grown: 2 more cables");
    session.wait_for("/ 5");
    fs::write(folder.path().join("06LIMA1.txt"), "FM AMEMBASSY LIMA\nSUBJECT: LLAMAS\n\n1. Llamas.\n").unwrap();
    session.wait_for("06LIMA1.txt is new: 1 more cable");
    session.wait_for("LLAMAS");
    session.wait_for("6 cables");
    session.keys("q");
    assert!(session.finish().status.success());
}

#[test]
fn the_second_start_is_the_first_again_also_where_the_file_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, rows(1000..3100)).unwrap();
    let start = |cache: &str| {
        let mut command = command(SIPDIS, &[path.to_str().unwrap()]);
        command.env("SIPDIS_CACHE", folder.path().join(cache));
        Session::start(command)
    };
    let mut session = start("cache");
    session.wait_for("2,100 cables");
    let kept = || {
        fs::read_dir(folder.path().join("cache")).ok()?.flatten().find(|entry| entry.path().join("catalogue").exists())
    };
    while kept().is_none() {
        std::thread::yield_now();
    }
    session.keys("q");
    assert!(session.finish().status.success());
    fs::remove_file(&path).unwrap();
    let mut session = start("cache");
    session.wait_for("2,100 cables");
    session.wait_for("a.csv is gone; what was known is still listed");
    session.keys("\r");
    session.wait_for("cannot be read");
    session.keys("qq");
    assert!(session.finish().status.success());
}

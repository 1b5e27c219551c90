//! Files that change while they are open: each cable is shown where it stands, or says what happened to it.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use flate2::{Compression, write::GzEncoder};
use sipdis::archive::{Archive, Opening, Origin, Row};

/// A row of the dump, as long for any number below 900.
fn row(n: usize) -> String {
    let n = n + 100;
    format!(
        "\"{n}\",\"1/2/2006 3:04\",\"06REYKJAVIK{n}\",\"\",\"SECRET\",\"\",\"\",\"body {}\"\n",
        "words ".repeat(100)
    )
}

fn rows_of(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(row).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).expect("memory can be written");
    out.finish().expect("memory can be written")
}

struct Opened {
    _folder: tempfile::TempDir,
    path: PathBuf,
    archive: Archive,
    rows: Vec<Row>,
}

/// A file of cables 1 to 10, opened.
fn opened(name: &str, pack: impl Fn(&str) -> Vec<u8>) -> Opened {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let path = folder.path().join(name);
    fs::write(&path, pack(&rows_of(1..=10))).expect("the temporary folder can be written");
    let archive = Archive::new(vec![Origin::Path(path.clone())]);
    let mut rows = Vec::new();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Rows(more) = opening {
            rows.extend(more);
        }
    });
    assert_eq!(rows.len(), 10);
    // A file system may keep times so coarsely that a change at once does not show.
    File::options()
        .append(true)
        .open(&path)
        .expect("the temporary folder can be written")
        .set_modified(std::time::UNIX_EPOCH)
        .expect("the temporary folder can be written");
    Opened { _folder: folder, path, archive, rows }
}

impl Opened {
    /// What reading gives, one word a cable: `+` for itself, else the word of the message that tells what happened.
    fn read(&self) -> Vec<&'static str> {
        let words = |row: &Row| match self.archive.read(row.place) {
            Ok(document) => {
                assert_eq!(document.hints.name.as_deref(), Some(row.id.as_str()));
                "+"
            }
            Err(error) => {
                let message = error.to_string();
                assert!(message.starts_with(&self.path.display().to_string()), "{message}");
                ["has changed since", "is shorter than", "cannot be read"]
                    .into_iter()
                    .find(|words| message.contains(words))
                    .unwrap_or_else(|| panic!("{message}"))
            }
        };
        self.rows.iter().map(words).collect()
    }

    fn append(&self, bytes: &[u8]) {
        OpenOptions::new()
            .append(true)
            .open(&self.path)
            .expect("the temporary folder can be written")
            .write_all(bytes)
            .expect("the temporary folder can be written");
    }
}

const ALL: [&str; 10] = ["+"; 10];

#[test]
fn a_file_that_was_only_touched_or_grew_is_read() {
    let file = opened("cables.csv", |text| text.into());
    assert_eq!(file.read(), ALL);
    file.append(row(11).as_bytes());
    assert_eq!(file.read(), ALL);
}

#[test]
fn of_a_file_that_shrank_the_cables_that_still_stand_are_read() {
    let file = opened("cables.csv", |text| text.into());
    let len = row(1).len() as u64;
    OpenOptions::new().write(true).open(&file.path).unwrap().set_len(4 * len + 17).unwrap();
    assert_eq!(file.read(), [&["+"; 4][..], &["is shorter than"; 6]].concat());
    // Somebody writes it anew: what stands where it stood is read again.
    fs::write(&file.path, rows_of((1..=4).chain([21, 6, 22]))).unwrap();
    let expected = [&["+"; 4][..], &["has changed since", "+", "has changed since"], &["is shorter than"; 3]].concat();
    assert_eq!(file.read(), expected);
}

#[test]
fn a_file_that_was_replaced_is_read_where_it_is_the_same() {
    let replace = |file: &Opened, bytes: &[u8]| {
        let other = file.path.with_extension("new");
        fs::write(&other, bytes).unwrap();
        fs::rename(&other, &file.path).unwrap();
    };
    let file = opened("cables.csv", |text| text.into());
    replace(&file, rows_of(1..=10).as_bytes());
    assert_eq!(file.read(), ALL);
    // A row more at the start moves all others.
    replace(&file, rows_of(0..=10).as_bytes());
    assert_eq!(file.read(), ["has changed since"; 10]);
    fs::remove_file(&file.path).unwrap();
    assert_eq!(file.read(), ["cannot be read"; 10]);
}

#[test]
fn compressed_files_change_too() {
    let file = opened("cables.csv.gz", gzip);
    assert_eq!(file.read(), ALL);
    file.append(&gzip(&row(11)));
    assert_eq!(file.read(), ALL);
    fs::write(&file.path, gzip(&rows_of(11..=20))).unwrap();
    assert_eq!(file.read(), ["has changed since"; 10]);
    fs::write(&file.path, b"no gzip any more").unwrap();
    assert_eq!(file.read(), ["has changed since"; 10]);
    fs::write(&file.path, gzip(&rows_of(1..=10))).unwrap();
    assert_eq!(file.read(), ALL);
}

#[test]
fn a_file_of_one_cable_that_was_edited_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("06REYKJAVIK1.txt");
    fs::write(&path, "SUBJECT: RAIN\n\n1. It rains.\n").unwrap();
    let archive = Archive::new(vec![Origin::Path(path.clone())]);
    let mut rows = Vec::new();
    archive.open(&AtomicBool::new(false), &mut |opening| {
        if let Opening::Rows(more) = opening {
            rows.extend(more);
        }
    });
    fs::write(&path, "SUBJECT: RAIN AND SNOW\n\n1. It rains.\n").unwrap();
    let message = archive.read(rows[0].place).unwrap_err().to_string();
    let expected = format!("{} has changed since it was opened; open it again to read it", Path::new(&path).display());
    assert_eq!(message, expected);
}

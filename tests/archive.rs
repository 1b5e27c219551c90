//! Opening archives: what a person names, and the rows and troubles that come of it.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use sipdis::archive::{Archive, Opening, Origin, Row};
use tempfile::TempDir;

/// A folder with these files; a name that ends in `/` is an empty folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    for (name, text) in files {
        let path = folder.path().join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).expect("the temporary folder can be written");
        } else {
            fs::create_dir_all(path.parent().unwrap_or(&path)).expect("the temporary folder can be written");
            fs::write(path, text).expect("the temporary folder can be written");
        }
    }
    folder
}

/// Everything that opening gives: rows, and troubles as `name: message`.
fn open(archive: &Archive) -> (Vec<Row>, Vec<String>) {
    let (mut rows, mut troubles, mut done) = (Vec::new(), Vec::new(), 0);
    archive.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(catalogue) => rows = catalogue.rows().collect(),
        Opening::Progress(_) | Opening::Anew(_) | Opening::Word(_) => {}
        Opening::Trouble(trouble) => {
            let name = trouble.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            troubles.push(format!("{name}: {}", trouble.message));
        }
        Opening::Done => done += 1,
    });
    assert_eq!(done, 1, "done is said once");
    (rows, troubles)
}

/// Opens a path and reads every cable again: the texts in order, and the troubles.
fn texts(path: &Path) -> (Vec<String>, Vec<String>) {
    let archive = Archive::new(vec![Origin::Path(path.to_owned())]);
    let (rows, troubles) = open(&archive);
    let text = |row: &Row| archive.read(row.place).expect("what was opened can be read").text;
    (rows.iter().map(text).collect(), troubles)
}

fn csv_row(number: usize, mrn: &str, body: &str) -> String {
    format!(
        "\"{number}\",\"11/20/2006 16:41\",\"{mrn}\",\"Embassy Reykjavik\",\"SECRET//NOFORN\",\"\",\"\",\"{body}\"\r\n"
    )
}

#[test]
fn a_folder_is_read_in_the_order_of_names_whatever_is_in_it() {
    let csv = csv_row(1, "06REYKJAVIK3", "three") + &csv_row(2, "06REYKJAVIK4", "four");
    let folder = folder(&[
        ("b/two.txt", "two"),
        ("a.txt", "one"),
        ("c.dat", &csv),
        ("d.txt", "VZCZCA1\nfive\nNNNN\nVZCZCA2\nsix\nNNNN\n"),
        (".hidden", "not this"),
    ]);
    let (texts, troubles) = texts(folder.path());
    assert_eq!(texts, ["one", "two", "three", "four", "VZCZCA1\nfive\nNNNN\n", "VZCZCA2\nsix\nNNNN\n"]);
    assert_eq!(troubles, [""; 0]);
}

#[test]
fn several_origins_are_one_archive() {
    let folder = folder(&[("one.txt", "one"), ("two.txt", "two")]);
    let archive = Archive::new(vec![
        Origin::Path(folder.path().join("two.txt")),
        Origin::Stdin(b"piped".to_vec()),
        Origin::Path(folder.path().join("one.txt")),
    ]);
    let (rows, _) = open(&archive);
    let read: Vec<_> = rows.iter().map(|row| archive.read(row.place).unwrap()).collect();
    assert_eq!(read.iter().map(|cable| cable.text.as_str()).collect::<Vec<_>>(), ["two", "piped", "one"]);
    assert_eq!(read[1].path, "-");
    // What was given out stays good when the archive is opened again.
    open(&archive);
    assert_eq!(archive.read(rows[2].place).unwrap().text, "one");
}

#[test]
fn what_cannot_be_read_is_said_and_stops_nothing() {
    let folder = folder(&[("a.txt", "one"), ("b.gz", "\u{1f}\u{8b}"), ("c.txt", ""), ("empty/", ""), ("z.txt", "two")]);
    // A sign of gzip is not UTF-8.
    fs::write(folder.path().join("b.gz"), b"\x1f\x8b\x08").unwrap();
    let archive = Archive::new(vec![
        Origin::Path(folder.path().join("nowhere")),
        Origin::Path(folder.path().join("empty")),
        Origin::Path(folder.path().to_owned()),
    ]);
    let (rows, troubles) = open(&archive);
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a", "z"]);
    assert_eq!(
        troubles,
        [
            "nowhere: does not exist",
            "empty: holds no file to read",
            "b.gz: cannot be read: the file ends before its gzip data does",
            "c.txt: is empty",
        ]
    );
}

#[test]
fn an_empty_file_that_was_named_is_a_cable_with_nothing_but_a_name() {
    let folder = folder(&[("06REYKJAVIK1.txt", "")]);
    let archive = Archive::new(vec![Origin::Path(folder.path().join("06REYKJAVIK1.txt"))]);
    let (rows, troubles) = open(&archive);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].id, "06REYKJAVIK1");
    assert_eq!(archive.read(rows[0].place).unwrap().text, "");
    assert_eq!(troubles, ["06REYKJAVIK1.txt: is empty"]);
}

#[test]
fn a_row_falls_back_on_what_stands_beside_the_text() {
    let folder =
        folder(&[("a.csv", &csv_row(1, "06REYKJAVIK42", "words")), ("notes.txt", "VZCZCA1\nNNNN\nVZCZCA2\nNNNN")]);
    let (rows, _) = open(&Archive::new(vec![Origin::Path(folder.path().to_owned())]));
    assert_eq!(rows[0].id, "06REYKJAVIK42");
    assert_eq!(rows[0].date, Some(jiff::civil::date(2006, 11, 20).at(16, 41, 0, 0)));
    assert_eq!(rows[0].marking.as_ref().map(ToString::to_string).as_deref(), Some("SECRET//NOFORN"));
    assert_eq!(rows[0].subject, "");
    assert_eq!(rows[1].id, "notes");
    assert_eq!(rows[2].id, "notes #2");
}

#[test]
fn a_broken_row_is_kept_as_text() {
    let broken = "\"2\",\"11/20/2006 16:41\",\"too few\"\r\n";
    let file = csv_row(1, "06REYKJAVIK1", "one") + broken + &csv_row(3, "06REYKJAVIK3", "three");
    let folder = folder(&[("cables.csv", &file)]);
    let (texts, troubles) = texts(folder.path());
    assert_eq!(texts, ["one", broken.trim_end(), "three"]);
    let at = file.find(broken).unwrap();
    assert_eq!(
        troubles,
        [format!("cables.csv: at byte {at}, record 2: this row is not eight quoted columns; it is shown as it stands")]
    );
}

#[test]
fn many_broken_rows_are_counted() {
    let broken: String = (2..=31).map(|n| format!("\"{n}\",\"1/2/2006 3:04\",\"too few\"\n")).collect();
    let folder = folder(&[("cables.csv", &(csv_row(1, "06REYKJAVIK1", "one") + &broken))]);
    let (texts, troubles) = texts(folder.path());
    assert_eq!(texts.len(), 31);
    assert_eq!(troubles.len(), 21);
    assert_eq!(troubles[20], "cables.csv: 10 more records are broken like these");
}

#[test]
fn a_file_that_changed_is_not_read_at_the_wrong_place() {
    let folder = folder(&[("cables.csv", &(csv_row(1, "06REYKJAVIK1", "one") + &csv_row(2, "06REYKJAVIK2", "two")))]);
    let path = folder.path().join("cables.csv");
    let archive = Archive::new(vec![Origin::Path(path.clone())]);
    let (rows, _) = open(&archive);
    fs::write(&path, csv_row(2, "06REYKJAVIK2", "two").repeat(3)).unwrap();
    let said = archive.read(rows[0].place).unwrap_err().to_string();
    assert_eq!(said, format!("{} has changed since it was opened; open it again to read it", path.display()));
    fs::remove_file(&path).unwrap();
    let said = archive.read(rows[0].place).unwrap_err().to_string();
    assert!(said.starts_with(&format!("{} cannot be read: ", path.display())), "{said}");
    let elsewhere = Archive::new(Vec::new()).read(rows[0].place).unwrap_err().to_string();
    assert_eq!(elsewhere, "there is no such cable in this archive");
}

#[test]
fn the_first_batch_is_small_and_stopping_ends_soon() {
    let file: String = (1..=10_000).map(|n| csv_row(n, &format!("06REYKJAVIK{n}"), "words")).collect();
    let archive = Archive::new(vec![Origin::Stdin(file.into_bytes())]);
    let (mut sizes, stop) = (Vec::new(), AtomicBool::new(false));
    archive.open(&stop, &mut |opening| {
        if let Opening::Grown(catalogue) = opening {
            sizes.push(catalogue.len());
        }
    });
    assert_eq!(sizes[..3], [64, 192, 448]);
    assert!(sizes.is_sorted() && sizes.last() == Some(&10_000), "{sizes:?}");

    let mut seen = Vec::new();
    archive.open(&stop, &mut |opening| {
        stop.store(true, Ordering::Relaxed);
        seen.push(opening);
    });
    let found = seen.iter().filter_map(|opening| match opening {
        Opening::Grown(catalogue) => Some(catalogue.len()),
        _ => None,
    });
    assert!(found.max().is_some_and(|found| (64..10_000).contains(&found)), "it stops before the end");
    assert_eq!(seen.last(), Some(&Opening::Done));
}

#[test]
fn a_row_longer_than_every_block_is_one_row() {
    let body = "many words\r\n".repeat(400_000);
    let file =
        csv_row(1, "06REYKJAVIK1", "one") + &csv_row(2, "06REYKJAVIK2", &body) + &csv_row(3, "06REYKJAVIK3", "three");
    let folder = folder(&[("cables.csv", &file)]);
    let (texts, troubles) = texts(folder.path());
    assert!(texts == ["one".to_owned(), body, "three".to_owned()]);
    assert_eq!(troubles, [""; 0]);
}

#[test]
fn the_sample_opens_without_trouble() {
    let archive = Archive::new(vec![Origin::Sample]);
    let (rows, troubles) = open(&archive);
    assert!(rows.len() >= 10);
    assert_eq!(troubles, [""; 0]);
    for row in &rows {
        let cable = archive.read(row.place).unwrap();
        assert!(cable.path.starts_with("sample"), "{}", cable.path);
        assert!(!cable.text.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_does_not_hang() {
    let folder = folder(&[("a.txt", "one")]);
    let socket = std::os::unix::net::UnixListener::bind(folder.path().join("b.socket")).unwrap();
    let (texts, troubles) = texts(folder.path());
    assert_eq!(texts, ["one"]);
    assert_eq!(troubles, [""; 0]);
    drop(socket);
}

proptest! {
    #[test]
    fn records_of_a_text_file_are_the_file(lines in prop::collection::vec(
        prop::sample::select(vec!["VZCZCA1", "VZCZCA2", "DE RUEHRK #1", "NNNN", "SUBJ: x", "FM ROME", "", "words"]), 0..40,
    ), end in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
        let file = lines.join(end);
        let archive = Archive::new(vec![Origin::Stdin(file.clone().into_bytes())]);
        let (rows, _) = open(&archive);
        let joined: String = rows.iter().map(|row| archive.read(row.place).unwrap().text).collect();
        prop_assert_eq!(joined, file);
    }
}

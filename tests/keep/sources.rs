//! Sources that are unchanged, grown, changed, gone or new at the next start.

use std::fs;

use sipdis::archive::keep::Opened;

use super::stage::{Stage, row, rows};

#[test]
fn the_next_start_tells_the_whole_list_at_once() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..300));
    let first = stage.start(&["a.csv"]);
    assert_eq!((first.opened, first.rows.len(), first.words.len()), (Opened::Read, 300, 0));
    let written = fs::metadata(stage.kept(&["a.csv"])).unwrap().modified().unwrap();
    let next = stage.start(&["a.csv"]);
    assert_eq!((next.opened, &next.words), (Opened::Kept, &Vec::new()));
    assert_eq!(next.first, first.rows, "all of it with the first snapshot");
    assert_eq!(next.rows, first.rows);
    assert_eq!(fs::metadata(stage.kept(&["a.csv"])).unwrap().modified().unwrap(), written, "and nothing is written");
}

#[test]
fn cables_are_read_through_what_was_kept() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..30));
    stage.write("named.csv", "id,body\n76OSLO1,\"FM OSLO\nSUBJECT: FISH\"\n76OSLO2,SUBJECT: SNOW\n");
    stage.write("b.txt", "FM AMEMBASSY LIMA\nSUBJECT: LLAMAS\n\n1. Llamas.\n");
    let names = ["a.csv", "named.csv", "b.txt"];
    let texts = |archive: &sipdis::archive::Archive, rows: &[sipdis::archive::Row]| {
        rows.iter().map(|row| archive.read(row.place).unwrap()).collect::<Vec<_>>()
    };
    let archive = stage.archive(&names);
    let first = super::stage::start(&archive);
    let again = stage.archive(&names);
    let next = super::stage::start(&again);
    assert_eq!((next.opened, next.rows.len()), (Opened::Kept, 33));
    assert_eq!(texts(&again, &next.rows), texts(&archive, &first.rows));
}

#[test]
fn of_a_file_that_has_grown_only_the_new_part_is_read() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..300));
    stage.start(&["a.csv"]);
    stage.append("a.csv", &rows(300..350));
    let next = stage.start(&["a.csv"]);
    assert_eq!((next.opened, next.first.len()), (Opened::Read, 300), "what was kept comes first");
    assert_eq!(next.rows, stage.fresh(&["a.csv"]).rows);
    assert_eq!(next.words, ["a.csv has grown: 50 more cables"]);
    // Read anew, it would be another source.
    assert!(next.rows.iter().all(|row| row.place.source == 0));
    let third = stage.start(&["a.csv"]);
    assert_eq!((third.opened, third.rows), (Opened::Kept, next.rows));
}

#[test]
fn a_file_whose_last_cable_goes_on_is_read_anew() {
    let stage = Stage::new();
    let text = rows(0..300);
    stage.write("a.csv", &text[..text.len() - 20]);
    let first = stage.start(&["a.csv"]);
    assert_eq!(first.rows.len(), 300);
    assert!(first.rows[299].broken);
    stage.append("a.csv", &text[text.len() - 20..]);
    stage.append("a.csv", &row(300));
    let next = stage.start(&["a.csv"]);
    assert_eq!(next.ids(), stage.fresh(&["a.csv"]).ids());
    assert!(next.rows.iter().all(|row| !row.broken));
    assert_eq!(next.words, ["a.csv has changed and was read anew"]);
}

#[test]
fn a_file_that_was_written_anew_and_is_longer_has_not_grown() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..300));
    stage.start(&["a.csv"]);
    // The same file in the eyes of the system.
    fs::write(&path, rows(1000..1400)).unwrap();
    let next = stage.start(&["a.csv"]);
    assert_eq!(next.ids(), stage.fresh(&["a.csv"]).ids());
    assert_eq!(next.words, ["a.csv has changed and was read anew"]);
}

#[test]
fn changed_and_shrunken_files_are_read_anew() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..300));
    stage.start(&["a.csv"]);
    for text in [rows(100..120), rows(100..110), rows((0..10).chain([999]).chain(11..300))] {
        let other = stage.write("other", &text);
        fs::rename(other, &path).unwrap();
        let next = stage.start(&["a.csv"]);
        assert_eq!(next.ids(), stage.fresh(&["a.csv"]).ids());
        assert_eq!(
            (next.opened, &*next.words),
            (Opened::Read, &["a.csv has changed and was read anew".to_owned()][..])
        );
        let third = stage.start(&["a.csv"]);
        assert_eq!(
            (third.opened, third.rows),
            (Opened::Kept, stage.fresh(&["a.csv"]).rows),
            "only what is listed is kept"
        );
    }
}

#[test]
fn what_is_gone_can_still_be_browsed() {
    let stage = Stage::new();
    let path = stage.write("a.csv", rows(0..300));
    let first = stage.start(&["a.csv"]);
    fs::remove_file(&path).unwrap();
    let archive = stage.archive(&["a.csv"]);
    let next = super::stage::start(&archive);
    assert_eq!(next.rows, first.rows);
    assert_eq!(next.words, ["a.csv is gone; what was known is still listed"]);
    assert_eq!(next.troubles, ["does not exist; what was known of it is still listed"]);
    let message = archive.read(next.rows[0].place).unwrap_err().to_string();
    assert!(message.contains("a.csv cannot be read: "), "{message}");
    // It comes back.
    stage.write("a.csv", rows(0..310));
    assert_eq!(stage.start(&["a.csv"]).ids(), stage.fresh(&["a.csv"]).ids());
}

#[test]
fn in_folders_files_come_go_and_change() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..20));
    for n in 0..150 {
        stage.write(format!("deep/{}/{n}.txt", n % 7), format!("06LIMA{n}\nSUBJECT: FILE {n}\n\n1. Words.\n"));
    }
    stage.write("deep/er/b.csv", rows(500..520));
    stage.write("deep/picture.png", b"\x89PNG\r\n\x1a\n");
    let names = ["a.csv", "deep"];
    let first = stage.start(&names);
    assert_eq!((first.rows.len(), first.troubles.len()), (190, 1));
    let next = stage.start(&names);
    assert_eq!((next.opened, next.rows), (Opened::Kept, first.rows), "a picture holds no cable each time");
    assert_eq!(next.troubles, first.troubles);
    assert_eq!(next.words, Vec::<String>::new());

    fs::remove_file(stage.at("deep/1/1.txt")).unwrap();
    stage.write("deep/2/2.txt", "06LIMA2\nSUBJECT: ANOTHER\n\n1. Words, and more.\n");
    stage.write("deep/new/x.txt", "06LIMA900\nSUBJECT: NEW\n\n1. Words.\n");
    stage.append("deep/er/b.csv", &rows(520..530));
    let next = stage.start(&names);
    let fresh = stage.fresh(&names);
    assert_eq!(next.ids(), fresh.ids());
    let subjects = |rows: &[sipdis::archive::Row]| {
        let mut subjects: Vec<String> = rows.iter().map(|row| row.subject.clone()).collect();
        subjects.sort();
        subjects
    };
    assert_eq!(subjects(&next.rows), subjects(&fresh.rows));
    let words = "1.txt is gone · 2.txt has changed and was read anew · b.csv has grown: 10 more cables · x.txt is new";
    assert_eq!(next.words, [words]);
    let third = stage.start(&names);
    assert_eq!((third.opened, third.rows.len()), (Opened::Kept, 200));
    assert_eq!(subjects(&third.rows), subjects(&fresh.rows));
}

#[test]
fn a_folder_that_cannot_be_reached_keeps_its_cables() {
    let stage = Stage::new();
    stage.write("a.csv", rows(0..20));
    stage.write("disk/b.csv", rows(500..520));
    let first = stage.start(&["a.csv", "disk"]);
    fs::rename(stage.at("disk"), stage.at("elsewhere")).unwrap();
    let next = stage.start(&["a.csv", "disk"]);
    assert_eq!(next.rows, first.rows);
    assert_eq!(next.words, ["disk is gone; what was known is still listed"]);
    fs::rename(stage.at("elsewhere"), stage.at("disk")).unwrap();
    let third = stage.start(&["a.csv", "disk"]);
    assert_eq!((third.opened, third.rows), (Opened::Kept, first.rows));
}

#[test]
fn an_archive_is_known_however_it_is_named() {
    let stage = Stage::new();
    stage.write("deep/a.csv", rows(0..20));
    let first = stage.start(&["deep"]);
    assert_eq!(first.opened, Opened::Read);
    let next = stage.start(&["deep/../deep"]);
    assert_eq!((next.opened, &next.rows), (Opened::Kept, &first.rows));
    let archive = stage.archive(&["deep/../deep"]);
    super::stage::start(&archive);
    assert!(archive.read(first.rows[0].place).unwrap().path.ends_with("deep/../deep/a.csv"));
}

#[cfg(unix)]
#[test]
fn paths_hold_any_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let stage = Stage::new();
    let name = OsStr::from_bytes(b"a\n\xff\x1b[2J\xfe.csv");
    let folder = stage.at(OsStr::from_bytes(b"fol\nder\xc3"));
    fs::create_dir_all(&folder).unwrap();
    for (path, text) in [(stage.at(name), rows(0..20)), (folder.join(name), rows(100..120))] {
        fs::write(&path, text).unwrap();
        stage.age(&path);
    }
    let archive = || {
        let origins = [stage.at(name), folder.clone()].map(sipdis::archive::Origin::Path);
        sipdis::archive::Archive::new(origins.to_vec()).kept_in(Some(stage.cache.clone()))
    };
    let first = super::stage::start(&archive());
    assert_eq!((first.opened, first.rows.len()), (Opened::Read, 40));
    let again = archive();
    let next = super::stage::start(&again);
    assert_eq!((next.opened, next.words, &next.rows), (Opened::Kept, vec![], &first.rows));
    for row in &next.rows {
        assert_eq!(again.read(row.place).unwrap().hints.name.as_deref(), Some(row.id.as_str()));
    }
}

#[test]
fn compressed_files_are_kept_too() {
    use std::io::Write;
    let stage = Stage::new();
    let gzip = |text: &str| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    };
    stage.write("a.csv.gz", gzip(&rows(0..100)));
    let first = stage.start(&["a.csv.gz"]);
    let archive = stage.archive(&["a.csv.gz"]);
    let next = super::stage::start(&archive);
    assert_eq!((next.opened, &next.rows), (Opened::Kept, &first.rows));
    assert!(archive.read(next.rows[99].place).is_ok() && archive.read(next.rows[3].place).is_ok());
    fs::write(stage.at("a.csv.gz"), gzip(&rows(0..120))).unwrap();
    assert_eq!(stage.start(&["a.csv.gz"]).ids(), stage.fresh(&["a.csv.gz"]).ids());
}

#[test]
fn every_form_may_grow() {
    let telegram = |n: usize| format!("VZCZCXRO{n:04}\nFM AMEMBASSY LIMA\nSUBJECT: RAIN {n}\n\n1. It rains.\nNNNN\n\n");
    let object = |n: usize| format!("{{\"id\":\"06LIMA{n}\",\"body\":\"FM LIMA\\nSUBJECT: RAIN {n}\"}}\n");
    let named = |n: usize| if n == 0 { "id,body\n".to_owned() } else { format!("06LIMA{n},SUBJECT: RAIN {n}\n") };
    type Record<'a> = &'a dyn Fn(usize) -> String;
    let forms: [(&str, Record<'_>, &str); 3] = [
        ("a.txt", &telegram, "a.txt has changed and was read anew"),
        ("a.jsonl", &object, "a.jsonl has grown: 10 more cables"),
        ("a.csv", &named, "a.csv has grown: 10 more cables"),
    ];
    for (name, record, words) in forms {
        let stage = Stage::new();
        let text = |numbers: std::ops::Range<usize>| numbers.map(record).collect::<String>();
        stage.write(name, text(0..21));
        let first = stage.start(&[name]);
        stage.append(name, &text(21..31));
        let next = stage.start(&[name]);
        assert_eq!(next.ids(), stage.fresh(&[name]).ids(), "{name}");
        assert_eq!((next.first.len(), next.rows.len()), (first.rows.len(), first.rows.len() + 10), "{name}");
        assert_eq!(next.words, [words]);
        let third = stage.start(&[name]);
        assert_eq!((third.opened, third.rows), (Opened::Kept, stage.fresh(&[name]).rows));
    }
}

//! Real cables, which are not part of the project: run where `SIPDIS_SHARED` names their folder.

mod common;

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use sipdis::app::marks_view::MarksView;
use sipdis::app::motion::Motion;
use sipdis::app::read_view::{Setup, blocks};
use sipdis::app::reading::Reading;
use sipdis::archive::{Archive, Document, Opening, Origin, Row};
use sipdis::cable::{Hints, Level, canonical_id, parse};
use sipdis::marking::declassification;
use sipdis::text::visible;

fn archive(path: &Path) -> Archive {
    Archive::new(vec![Origin::Path(path.to_owned())])
}

/// All rows of a path, which must open without trouble.
fn rows(archive: &Archive) -> Vec<Row> {
    let mut rows = Vec::new();
    archive.open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(catalogue) => rows = catalogue.rows().collect(),
        Opening::Progress(_) | Opening::Anew(_) | Opening::Word(_) => {}
        Opening::Trouble(trouble) => panic!("{}: {}", trouble.path.display(), trouble.message),
        Opening::Done => {}
    });
    rows
}

/// Rows of the csv as the `csv` crate reads them.
fn oracle(path: &Path) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .double_quote(false)
        .escape(Some(b'\\'))
        .from_reader(File::open(path).expect("the corpus has this file"))
        .records()
        .map(|row| row.expect("a row of the dialect").iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_row_of_the_csv_is_what_the_csv_crate_reads() {
    let Some(shared) = common::shared() else { return };
    for (file, count) in [("corpus/cables.csv", 2002), ("corpus/cables-original-head.csv", 12)] {
        let archive = archive(&shared.join(file));
        let (rows, oracle) = (rows(&archive), oracle(&shared.join(file)));
        assert_eq!((rows.len(), oracle.len()), (count, count), "{file}");
        for (row, fields) in rows.iter().zip(oracle) {
            let Document { text, format, .. } = archive.read(row.place).unwrap();
            let expected =
                if fields[6].is_empty() { fields[7].clone() } else { format!("{}\n\n{}", fields[6], fields[7]) };
            assert!(text == expected, "{}", fields[2]);
            assert_eq!(format, "csv");
            assert!(row.date.is_some() && row.marking.is_some(), "{}", fields[2]);
        }
    }
}

#[test]
fn every_file_of_the_corpus_is_one_cable() {
    let Some(shared) = common::shared() else { return };
    for (folder, count) in [("corpus/text", 400), ("corpus/html", 71), ("corpus/hostile", 1)] {
        let archive = archive(&shared.join(folder));
        let rows = rows(&archive);
        assert_eq!(rows.len(), count, "{folder}");
        for row in &rows {
            let document = archive.read(row.place).unwrap();
            assert_eq!(fs::metadata(&document.path).unwrap().len(), row.place.len, "{}", document.path);
        }
    }
}

#[test]
fn a_cable_gives_one_row_whatever_it_is_stored_in() {
    let Some(shared) = common::shared() else { return };
    let of_csv = rows(&archive(&shared.join("corpus/cables.csv")));
    let of_csv: HashMap<&str, &Row> = of_csv.iter().map(|row| (row.id.as_str(), row)).collect();
    let texts = archive(&shared.join("corpus/text"));
    for row in rows(&texts) {
        let other = of_csv.get(row.id.as_str()).unwrap_or_else(|| panic!("{} is not in the csv", row.id));
        // The columns of the csv know a date and a level where the text says none.
        assert!(row.date.is_none() || row.date == other.date, "{}", row.id);
        assert!(row.marking.is_none() || row.marking == other.marking, "{}", row.id);
        assert_eq!((&row.post, &row.subject), (&other.post, &other.subject), "{}", row.id);
    }
}

/// A row is made from the head of a cable; reading all of it must not say anything else.
#[test]
fn rows_say_what_the_whole_cables_say() {
    let Some(shared) = common::shared() else { return };
    let archive = archive(&shared.join("corpus/cables.csv"));
    for row in rows(&archive) {
        let Document { text, cable, hints, .. } = archive.read(row.place).unwrap();
        assert_eq!(declassification(&cable, &text, &hints).when, row.declassification, "{}", row.id);
        assert_eq!(cable.id.unwrap_or_else(|| row.id.clone()), row.id);
        assert_eq!(cable.post.unwrap_or_default(), row.post, "{}", row.id);
        assert_eq!(cable.subject.map(|subject| subject.text(&text).to_owned()).unwrap_or_default(), row.subject);
        if let Some(classification) = cable.classification {
            assert_eq!(Some(classification.marking), row.marking, "{}", row.id);
        }
        if let Some(time) = cable.dtg.and_then(|dtg| dtg.time) {
            assert_eq!(Some(time), row.date, "{}", row.id);
        }
    }
}

/// A text without blanks, as the screen shows it.
fn bare(text: &str) -> String {
    let words: String = text.split_whitespace().collect();
    visible(&words).as_str().to_owned()
}

/// Markings are shown in their colours among the words; no word may get lost over that, and every finding has a place.
#[test]
fn every_word_is_shown_and_every_finding_leads_to_its_place() {
    let Some(shared) = common::shared() else { return };
    let archive = archive(&shared.join("corpus/cables.csv"));
    let today = jiff::civil::date(2026, 6, 1);
    for row in rows(&archive) {
        let reading = Reading::new(archive.read(row.place).unwrap(), today, None);
        let Reading { document, marked, .. } = &reading;
        let setup = Setup { today, listed: None, explained: false };
        let shown: String = blocks(&reading, setup).iter().map(|block| bare(block.text.text())).collect();
        for paragraph in &document.cable.paragraphs {
            for line in paragraph.lines(&document.text) {
                assert!(shown.contains(&bare(line.text)), "{:?} of {} is not shown", line.text, row.id);
            }
        }
        let mut view = MarksView::new(document, marked, setup);
        view.page.fit(80, 24);
        let mut places = Vec::new();
        while view.page.go_stop(true) {
            places.push(view.place().expect("a finding has a place"));
        }
        view.page.go(Motion::Start);
        let mut wanted: Vec<u32> = marked.findings.iter().map(|finding| finding.span.start).collect();
        places.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(places, wanted, "{}", row.id);
    }
}

/// How often what a text says was compared with a column of its row, and where the two differ.
#[derive(Default)]
struct Agreement {
    compared: usize,
    differ: Vec<String>,
}

impl Agreement {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, id: &str, text: Option<T>, column: Option<T>) {
        let (Some(text), Some(column)) = (text, column) else { return };
        self.compared += 1;
        if text != column {
            self.differ.push(format!("{id}: {text:?} in the text, {column:?} in the column"));
        }
    }

    /// Prints the figure, and holds it to 199 of 200.
    fn hold(&self, what: &str) {
        println!("{what}: {} of {} differ {:#?}", self.differ.len(), self.compared, self.differ);
        assert!(self.compared > 1_700 && self.differ.len() * 200 <= self.compared, "{what}: {:#?}", self.differ);
    }
}

/// What is read from the text alone agrees with the columns of its row; `docs/figures.md` explains what does not.
#[test]
fn texts_and_columns_agree() {
    let Some(shared) = common::shared() else { return };
    let [mut levels, mut ids, mut posts, mut days] = std::array::from_fn(|_| Agreement::default());
    for row in oracle(&shared.join("corpus/cables.csv")) {
        let [_, date, id, _, level, _, header, body] = row.as_slice() else { panic!("a row has eight columns") };
        let text = format!("{header}\n\n{body}");
        let cable = parse(&text, &Hints::default());
        let level_of = |marking: &str| match marking.split("//").next() {
            _ if marking.ends_with("ONLY") => Some(Level::Controlled),
            Some("UNCLASSIFIED") => Some(Level::Unclassified),
            Some("CONFIDENTIAL") => Some(Level::Confidential),
            Some("SECRET") => Some(Level::Secret),
            _ => None,
        };
        levels.compare(id, cable.classification.as_ref().map(|it| it.marking.level), level_of(level));
        if cable.partial {
            continue;
        }
        // The column of the origin gives a post its present name, the id that of its time.
        let column = canonical_id(id);
        ids.compare(id, cable.id.clone(), column.as_ref().map(|id| id.to_string()));
        posts.compare(id, cable.post.as_deref(), column.as_ref().map(|id| &*id.post));
        let mut day = date.split([' ', '/']).map(|part| part.parse::<i16>().unwrap());
        let column = (day.next(), day.next(), day.next());
        let time = cable.dtg.and_then(|dtg| dtg.time);
        days.compare(
            id,
            time.map(|time| (Some(time.month().into()), Some(time.day().into()), Some(time.year()))),
            Some(column),
        );
    }
    levels.hold("level");
    ids.hold("id");
    posts.hold("post");
    days.hold("day");
}

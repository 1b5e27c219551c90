//! What a reader does, step by step, and what must be seen then.

use std::sync::atomic::AtomicBool;

use sipdis::app::read_view::{Setup, blocks};
use sipdis::app::reading::Reading;
use sipdis::app::{Effect, Msg, Ticket};
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::{Archive, Document, Opening, Origin, Row, Trouble};
use sipdis::text::line::lines;
use sipdis::text::{Value, visible};

use crate::stage::Stage;

/// Every cable of the sample.
fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    let archive = Archive::new(vec![Origin::Sample]);
    archive.documents(&AtomicBool::new(false), &mut |document| documents.extend(document));
    assert!(documents.len() > 20);
    documents
}

/// The first rows of the sample's list.
fn rows(count: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    Archive::new(vec![Origin::Sample]).open(&AtomicBool::new(false), &mut |event| {
        if let Opening::Grown(catalogue) = event {
            rows = catalogue.rows().collect();
        }
    });
    rows.truncate(count);
    rows
}

/// All words of the read view, explained.
fn words(document: &Document) -> String {
    let setup = Setup { today: jiff::civil::date(2026, 6, 1), listed: None, explained: true };
    let texts = blocks(&Reading::new(document.clone(), setup.today, None), setup)
        .into_iter()
        .map(|block| format!("{} {}", block.lead.text(), block.text.text()));
    texts.collect::<Vec<_>>().join(" ")
}

/// A text as it is compared: visible, without blanks.
fn bare(text: &str) -> String {
    let visible: String = lines(text).map(|line| visible(line.text(text)).as_str().to_owned()).collect();
    visible.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_value_of_a_cable_stands_in_its_explained_view() {
    for document in documents() {
        let (cable, text) = (&document.cable, document.text.as_str());
        let mut values: Vec<&Value> = Vec::new();
        values.extend(cable.from.iter().chain(&cable.subject).chain(&cable.tags).chain(&cable.captions));
        values.extend(cable.passing.iter().chain(&cable.signatures));
        values.extend(cable.dtg.iter().map(|dtg| &dtg.text));
        for addressee in cable.to.iter().chain(&cable.info) {
            values.push(&addressee.name);
            values.extend(addressee.routing.iter().chain(&addressee.number).chain(&addressee.exempt));
        }
        if let Some(line) = &cable.transmission {
            let single = [&line.message_id, &line.station, &line.serial, &line.filed];
            values.extend(single.into_iter().flatten().chain(&line.relays).chain(&line.signals));
        }
        if let Some(order) = &cable.executive_order {
            values.extend(order.order.iter().chain(&order.event).chain(&order.text).chain(&order.exemptions));
        }
        for reference in &cable.references {
            values.extend(reference.label.iter().chain(&reference.title).chain([&reference.text]));
        }
        if let Some(by) = &cable.classified_by {
            values.extend(by.names.iter().chain(&by.title).chain([&by.text]));
        }
        if let Some(copies) = &cable.distribution {
            values.extend(copies.origin.iter().chain(&copies.action).chain(&copies.info).map(|office| &office.office));
        }
        let shown = bare(&words(&document));
        for value in values {
            let wanted = bare(value.text(text));
            assert!(shown.contains(&wanted), "{wanted:?} of {} is not shown", document.path);
        }
    }
}

#[test]
fn every_word_of_a_paragraph_stands_in_the_view() {
    for document in documents() {
        let shown = bare(&words(&document));
        for paragraph in &document.cable.paragraphs {
            let mut from = paragraph.body.start;
            for noise in paragraph.noise.iter().map(|span| (span.start, span.end)).chain([(paragraph.body.end, 0)]) {
                let text = document.text.get(from as usize..noise.0 as usize).unwrap_or("");
                assert!(shown.contains(&bare(text)), "{text:?} of {} is not shown", document.path);
                from = noise.1;
            }
        }
    }
}

#[test]
fn a_narrow_window_shows_one_pane_at_a_time() {
    let mut stage = Stage::sample((80, 24));
    assert!(stage.letters().contains("Cables"));
    stage.keys("enter");
    assert!(!stage.letters().contains("Cables"));
    stage.keys("q");
    assert!(stage.letters().contains("Cables"));
    stage.keys("tab");
    assert!(!stage.letters().contains("Cables"));
}

#[test]
fn the_next_cable_can_be_read_without_going_back() {
    let mut stage = Stage::sample((120, 40));
    stage.keys("enter ctrl-n >");
    assert!(stage.letters().contains("3 / 30"));
    stage.keys("< < <");
    assert!(stage.letters().contains("This is the first cable of the list"));
}

#[test]
fn only_the_answer_to_the_last_question_counts() {
    let mut stage = Stage::opening((120, 40));
    let first = stage.app.update(Msg::Opening(Opening::Grown(Catalogue::of(rows(3)))));
    let second = stage.app.update(Msg::Key("j".parse().unwrap()));
    let ticket = |effects: &[Effect]| match effects {
        [Effect::Read { ticket, .. }] => *ticket,
        other => panic!("{other:?}"),
    };
    assert_eq!((ticket(&first), ticket(&second)), (Ticket(1), Ticket(2)));
    stage.send(Msg::Read { ticket: Ticket(1), result: Err("too late".into()) });
    assert!(!stage.letters().contains("too late"));
    stage.send(Msg::Read { ticket: Ticket(2), result: Err("the file is gone".into()) });
    assert!(stage.letters().contains("the file is gone"));
}

#[test]
fn what_could_not_be_read_is_counted_and_can_be_listed() {
    let mut stage = Stage::sample((80, 24));
    let trouble = Trouble { path: "box/torn.zip".into(), message: "This is no archive of cables.".into() };
    stage.send(Msg::Opening(Opening::Trouble(trouble)));
    assert!(stage.letters().contains("30 cables · 1 not read"));
    stage.keys("!");
    let letters = stage.letters();
    assert!(letters.contains("box/torn.zip") && letters.contains("This is no archive of cables."), "{letters}");
    stage.keys("esc");
    stage.send(Msg::Opening(Opening::Anew(vec!["box/torn.zip".into()])));
    assert!(!stage.letters().contains("not read"), "what was mended is not counted");
}

#[test]
fn a_single_cable_is_read_at_once() {
    let mut stage = Stage::opening((80, 24));
    stage.send(Msg::Opening(Opening::Grown(Catalogue::of(rows(1)))));
    assert!(stage.letters().contains("reading …"));
    stage.send(Msg::Opening(Opening::Done));
    assert!(stage.letters().contains("1 Read"));
}

#[test]
fn the_source_is_shown_at_the_place_that_was_read() {
    let mut stage = Stage::sample((80, 24));
    stage.keys("J \"06ROME1733\" enter enter ] ] ] 2");
    let letters = stage.letters();
    assert!(letters.contains("3. (SBU/NF) He will say"), "{letters}");
    assert!(letters.contains("· paragraph ·"), "the cursor stands on the paragraph:\n{letters}");
    stage.keys("1");
    assert!(stage.letters().lines().nth(4).is_some_and(|row| row.contains("3.  (SBU/NF)")), "{}", stage.letters());
}

#[test]
fn what_happens_to_files_is_said_until_the_next_key() {
    let mut stage = Stage::sample((120, 40));
    stage.send(Msg::Opening(Opening::Word("a.csv has grown: 3 more cables".to_owned())));
    assert!(stage.letters().contains("a.csv has grown: 3 more cables"));
    stage.keys("j");
    assert!(!stage.letters().contains("has grown"));
}

#[test]
fn sections_in_different_records_are_read_as_one_cable() {
    let section = |number: u32, words: &str| {
        format!(
            "R 031200Z MAY 90\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\nUNCLAS SECTION {number:02} OF 02 ROME 000042\n\n\
             E.O. 12356: N/A\nSUBJECT: BOATS\n\n{words}\n\nNNNN\n"
        )
    };
    let (one, two) = (section(1, "1. The boats"), section(2, "left the harbour.\n\n2. They came back.\nDOE"));
    // In whatever order they are found.
    let mut stage = Stage::records(&[&two, &one], (120, 30));
    let letters = stage.letters();
    assert!(letters.contains("1 cable ") && letters.contains("×2"), "one cable is listed:\n{letters}");
    assert!(letters.contains("2 sections, joined from 2 records"), "{letters}");
    let found = ["The boats", "left the harbour.", "They came back.", "DOE"].map(|words| letters.find(words));
    assert!(found[0].is_some() && found.is_sorted(), "{found:?} in\n{letters}");
    // Every field: where each part stands.
    stage.keys("enter K G");
    let letters = stage.letters();
    assert!(letters.contains("record 1, from line 1 on") && letters.contains("record 1, from line 13 on"), "{letters}");
    // By itself, a record names what it lacks.
    stage.keys("K g c");
    let letters = stage.letters();
    assert!(letters.contains("1 of 2") && !letters.contains("harbour"), "{letters}");
    stage.keys("c");
    assert!(stage.letters().contains("joined from 2 records"));
}

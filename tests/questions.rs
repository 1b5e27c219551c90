//! `docs/questions.md`: what the queries there find in real cables.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::query::{Known, Query};
use sipdis::archive::search::{Searcher, Wanted};
use sipdis::archive::{Archive, Opening, Origin};

mod common;

/// Between a query and its answer.
const BETWEEN: &str = "    ";

/// How many cables a query finds, and the first and the last of them by date.
fn answer(searcher: &Searcher, catalogue: &Catalogue, query: &str) -> String {
    let wanted = Wanted { query: Query::parse(query).expect("the query is good"), known: Known::default() };
    let stop = AtomicBool::new(false);
    let found = searcher.first(&wanted, usize::MAX, &stop, &mut |_| {}).expect("nobody stopped it");
    let show = |row: &u32| {
        let entry = catalogue.entry(*row).expect("a row of the catalogue");
        format!("{} of {}", entry.id(), entry.date().map_or("no date".to_owned(), |time| time.date().to_string()))
    };
    match found.as_slice() {
        [] => "none".to_owned(),
        [one] => format!("1: {}", show(one)),
        [newest, .., oldest] => format!("{}: {} to {}", found.len(), show(oldest), show(newest)),
    }
}

#[test]
fn the_questions_are_answered_as_the_page_says() {
    let Some(shared) = common::shared() else { return };
    let archive = Arc::new(Archive::new(vec![Origin::Path(shared.join("corpus/cables.csv"))]));
    let (searcher, stop) = (Searcher::new(Arc::clone(&archive)), AtomicBool::new(false));
    let mut catalogue = Catalogue::default();
    archive.open(&stop, &mut |opening| {
        if let Opening::Grown(grown) = opening {
            catalogue = grown;
        }
    });
    searcher.list(catalogue.clone());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/questions.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let ask = |line: &str| match line.strip_prefix(BETWEEN) {
        Some(asked) => {
            let query = asked.split(BETWEEN).next().unwrap_or_default().trim();
            format!("{BETWEEN}{query:<60}{BETWEEN}{}\n", answer(&searcher, &catalogue, query))
        }
        None => format!("{line}\n"),
    };
    let asked: String = page.lines().map(ask).collect();
    assert!(asked.matches("\n## ").count() == 10, "ten questions");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return fs::write(&path, &asked).expect("the page can be written");
    }
    for (here, now) in page.lines().zip(asked.lines()) {
        assert_eq!(here, now);
    }
}

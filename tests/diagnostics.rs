//! The table of diagnostics: the page made from it, and how rare they are on real cables.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::AtomicBool;

use sipdis::archive::{Archive, Origin};
use sipdis::cable::Code;

const PAGE: &str = "docs/diagnostics.md";

/// The page for users, as it must be.
fn page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\n\
         Reading a cable never fails. What is odd about one is said beside it: in the `diagnostics` of `sipdis parse --json`, \
         and under its line in `sipdis parse --spans`. A diagnostic changes no value.\n\n\
         *Info* is worth knowing, and nothing is wrong with the reading. With a *warning* the text is damaged or unusual, and a \
         value may be wrong or missing; with an *error* it contradicts itself. All cables on this page are invented.\n\n\
         This page is made from the table in `src/cable/diagnostic/table.rs` (`UPDATE_DOCS=1 cargo test --test diagnostics`).\n\n\
         | code | severity | |\n|---|---|---|\n",
    );
    for code in Code::ALL {
        let Code { name, severity, explanation, .. } = code;
        let _ = writeln!(page, "| [`{name}`](#{name}) | {} | {explanation} |", severity.name());
    }
    for code in Code::ALL {
        let Code { name, explanation, advice, bad, good, .. } = code;
        let _ = write!(
            page,
            "\n## {name}\n\n{explanation} {advice}\n\nGives it:\n\n```text\n{}```\n\nDoes not:\n\n```text\n{}```\n",
            shown(bad),
            shown(good)
        );
    }
    page
}

/// An example as the page shows it: hidden characters as marks, as the screen does.
fn shown(example: &str) -> String {
    sipdis::text::visible::visible_block(example).into_owned()
}

#[test]
fn the_page_is_the_table() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &page).unwrap();
    }
    let written = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(written == page, "{PAGE} is not what the table says: run with UPDATE_DOCS=1");
}

/// Codes that say what kind of copy or text it is. All others are mistakes, and mistakes are rare.
const COMMON: &[&str] = &[
    "caption-repeated",
    "page-line-inside",
    "redactions",
    "unknown-line",
    "line-ends-lost",
    "partial-extract",
    "tag-unknown",
    "field-repeated",
];

#[test]
fn real_cables_have_few_mistakes() {
    let Some(shared) = common::shared() else { return };
    let archive = Archive::new(vec![Origin::Path(shared.join("corpus/cables.csv"))]);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cables = 0;
    archive.documents(&AtomicBool::new(false), &mut |document| {
        let document = document.expect("a cable");
        cables += 1;
        let mut codes: Vec<&str> = document.cable.diagnostics.iter().map(|it| it.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *counts.entry(code).or_default() += 1;
        }
        for diagnostic in &document.cable.diagnostics {
            assert!(document.text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} lies in the text");
        }
    });
    for (code, count) in counts {
        assert!(COMMON.contains(&code) || count * 25 <= cables, "{code} in {count} of {cables} cables");
    }
}

//! Markings: what each means, where they stand, and why the rest is none.

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use sipdis::archive::{Archive, Document, Origin};

use sipdis::marking::{find, rejected};

/// Every real cable.
fn real_cables(mut each: impl FnMut(&Document)) {
    let Some(shared) = common::shared() else { return };
    let archive = Archive::new(vec![Origin::Path(shared.join("corpus/cables.csv"))]);
    let mut count = 0;
    archive.documents(&AtomicBool::new(false), &mut |document| {
        each(&document.expect("the corpus can be read"));
        count += 1;
    });
    assert_eq!(count, 2002);
}

#[test]
fn dump() {
    let mut kinds = BTreeMap::new();
    real_cables(|document| {
        let text = &document.text;
        let show = |span: sipdis::text::Span| {
            let (a, b) = (span.start as usize, span.end as usize);
            let mut from = a.saturating_sub(40);
            while !text.is_char_boundary(from) {
                from -= 1;
            }
            let mut to = (b + 40).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            format!("{}<<{}>>{}", &text[from..a], &text[a..b], &text[b..to]).replace(['\n', '\r'], "~")
        };
        for mark in find(text, &document.cable) {
            let key = format!("{:?} {}", mark.kind, mark.certain);
            *kinds.entry(key.clone()).or_insert(0) += 1;
            println!(
                "M|{key}|{}|{:?}|{}",
                document.cable.id.clone().unwrap_or_default(),
                mark.marking().map(|m| m.to_string()),
                show(mark.span)
            );
        }
        for none in rejected(text, &document.cable) {
            let key = format!("{:?}", none.why);
            *kinds.entry(key.clone()).or_insert(0) += 1;
            println!("N|{key}|{}|{}", document.cable.id.clone().unwrap_or_default(), show(none.span));
        }
    });
    println!("{kinds:#?}");
}

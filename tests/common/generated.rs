//! Cables and queries made of the same few words, so that they meet.

#![allow(dead_code, reason = "each test program uses a part")]

use std::fmt::Write as _;

use proptest::prelude::*;

/// Cables made of few words, so that queries of the same words meet them, with all that joins and divides words.
pub fn cables() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "kosovo",
        "Kos\u{f3}vo",
        "KOSOVO",
        "D'Alema",
        "dalema",
        "Iran's",
        "iran",
        "nego-\ntiations",
        "negotiations",
        "S/NF",
        "E.O.",
        "eo",
        "al-Qaida",
        "qaida",
        "XXXXXXX",
    ]);
    let gap = prop::sample::select(vec![
        " ",
        "\n",
        ", ",
        "\n\nROME 00000042  002 OF 003\n\n",
        "\n2. (C) ",
        "\n3. (S/NF) ",
        ".\n\n",
    ]);
    let body = prop::collection::vec((word.clone(), gap), 0..14)
        .prop_map(|words| words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect::<String>());
    let head = (
        word,
        prop::sample::select(vec!["UNCLAS", "CONFIDENTIAL", "SECRET", "S E C R E T NOFORN"]),
        prop::sample::select(vec!["PREL", "PGOV, PREL", "SENV, IT"]),
        prop::sample::select(vec!["R 011000Z JAN 05", "O 021000Z FEB 06", "O 021000Z FEB 06", "Z 999999Z", ""]),
        prop::sample::select(vec!["ROME", "STATE", "CAIRO"]),
        prop::sample::select(vec!["", "REF: 05 ROME 1\n", "REF: A. 06 STATE 2\n     B. 05 CAIRO 3\n"]),
        prop::sample::select(vec!["", "E.O. 12958: DECL: 01/01/2015\n", "E.O. 12958: DECL: X1\n", "E.O. 12958: N/A\n"]),
    );
    let cable = (head, body, 1u32..4).prop_map(|((subject, level, tags, dtg, post, refs, order), body, serial)| {
        format!(
            "VZCZC\n{dtg}\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC\nINFO RUEHRO/AMEMBASSY ROME\nBT\n{level} {post} {serial:06}\n\nSIPDIS\n\n\
             {order}TAGS: {tags}\nSUBJECT: {subject}\n\n{refs}\n1. (C) {body}\nDOE\nBT\n#0001\n\nNNNN\n"
        )
    });
    prop::collection::vec(cable, 1..9)
}

/// Questions that one cable answers by itself.
pub const ALONE: &[&str] = &[
    "*",
    "kosovo",
    "dalema",
    "alema",
    "iran",
    "negotiations",
    "\"negotiations kosovo\"",
    "\"s nf\"",
    "eo",
    "qaida",
    "\"al qaida\"~2",
    "\"iran kosovo\"~3",
    "\"kosovo ir*\"",
    "kos*",
    "zzz*",
    "subject:kosovo",
    "subject:iran",
    "body:iran",
    "header:rome",
    "class:>=C",
    "class:U",
    "class:NOFORN",
    "class:<S",
    "tag:PREL",
    "tag:P*",
    "year:2005",
    "date:..2005",
    "date:2006-02",
    "after:2005",
    "/o.\\.$/",
    "body:/ran$/",
    "signed:doe",
    "portion:C",
    "portion:S//NF",
    "portion:>C",
    "has:ref",
    "has:redaction",
    "tiations",
    "\"kosovo iran\"",
    "002",
    "from:rome",
    "post:rome",
    "country:italy",
    "info:rome",
    "to:secstate",
    "caption:sipdis",
    "precedence:>=immediate",
    "decl:passed",
    "decl:due",
    "decl:none",
    "decl:exempt",
    "decl:x1",
    "decl:2015",
    "ref:05ROME1",
    "ref:STATE2",
    "id:06ROME1",
    "id:ROME1",
    "rome 1",
    "is:unread",
    "is:bookmarked",
    "is:partial",
    "has:lint",
    "lint:portion*",
];

/// Questions for which other cables must be known.
pub const BESIDE: &[&str] = &["cited-by:06ROME1", "cited-by:ROME2", "is:copy"];

/// Queries made of these questions.
pub fn queries(parts: &[&'static str]) -> impl Strategy<Value = String> {
    let part = prop::sample::select(parts.to_vec());
    let signed = (any::<bool>(), part).prop_map(|(not, part)| if not { format!("-({part})") } else { part.to_owned() });
    prop::collection::vec((signed, any::<bool>()), 1..5).prop_map(|parts| {
        let mut query = String::new();
        for (part, or) in parts {
            let between = if query.is_empty() {
                ""
            } else if or {
                " OR "
            } else {
                " "
            };
            let _ = write!(query, "{between}{part}");
        }
        query
    })
}

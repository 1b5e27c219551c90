//! Markings: what each means, where they stand, and why the rest is none.

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use sipdis::archive::{Archive, Document, Origin};
use sipdis::cable::{Hints, parse};
use sipdis::marking::{Mark, MarkKind, PortionOf, find, lint, rejected, roll_up};
use sipdis::text::Span;

/// The table of markings; its head says how it is written.
const TABLE: &str = include_str!("markings.txt");

/// What stands before and behind a marking in the text of a row.
fn around(place: &str) -> (&'static str, &'static str) {
    match place {
        "P" => ("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. ", " They float.\n"),
        "L" => ("", "\n"),
        "T" => ("SECRET ROME 000042\n\nSUBJECT: BOATS\n\n1. (S) They float. ", "\n"),
        other => panic!("no place is called {other}"),
    }
}

/// `<0421>` as the character of that number.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('<') {
        let (number, behind) = tail.split_once('>').expect("a number ends in >");
        let code = u32::from_str_radix(number, 16).expect("a hexadecimal number");
        out.push_str(head);
        out.push(char::from_u32(code).expect("a character"));
        rest = behind;
    }
    out + rest
}

/// A marking in words, with `?` before what is a guess.
fn words(mark: &Mark) -> String {
    let controls: Vec<&str> = mark.controls.iter().map(|control| control.name()).collect();
    let meaning = mark.marking().map_or_else(|| controls.join("/"), |marking| marking.to_string());
    if mark.certain { meaning } else { format!("? {meaning}") }
}

/// What is found at `from` or behind it.
fn meaning(text: &str, from: usize) -> String {
    let cable = parse(text, &Hints::default());
    let marks = find(text, &cable);
    if let Some(mark) = marks.iter().find(|mark| mark.span.start as usize >= from) {
        return words(mark);
    }
    match rejected(text, &cable).iter().find(|none| none.span.start as usize >= from) {
        Some(none) => format!("- {:?}", none.why),
        None => "-".to_owned(),
    }
}

#[test]
fn every_marking_of_the_table_means_what_it_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let [place, written, expected] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (before, behind) = around(place);
        let got = meaning(&format!("{before}{}{behind}", unescaped(written)), before.len());
        if got != expected {
            wrong.push(format!("{place} {written}: {got}, expected {expected}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count}");
}

/// Compares the marks of a text with the lines below those that hold them: `^` under each marking, then what it means.
fn check_marks(drawing: &str) {
    let (mut text, mut expected, mut last) = (String::new(), Vec::new(), 0);
    for line in drawing.trim_matches('\n').lines() {
        if line.trim_start().starts_with('^') {
            let column = line.len() - line.trim_start().len();
            let width = line.trim_start().bytes().take_while(|b| *b == b'^').count();
            let meaning = line.trim_start()[width..].trim();
            expected.push((last + column, last + column + width, meaning.to_owned()));
        } else {
            last = text.len();
            text.push_str(line);
            text.push('\n');
        }
    }
    let got: Vec<(usize, usize, String)> = find(&text, &parse(&text, &Hints::default()))
        .iter()
        .map(|mark| (mark.span.start as usize, mark.span.end as usize, format!("{}, {}", words(mark), kind(mark))))
        .collect();
    assert_eq!(got, expected, "{text}");
}

fn kind(mark: &Mark) -> &'static str {
    match mark.kind {
        MarkKind::Classification => "classification",
        MarkKind::Caption => "caption",
        MarkKind::Banner => "banner",
        MarkKind::Portion(PortionOf::Subject) => "subject",
        MarkKind::Portion(PortionOf::Paragraph) => "paragraph",
        MarkKind::Portion(PortionOf::SubParagraph) => "point",
        MarkKind::Portion(PortionOf::Heading) => "heading",
        MarkKind::Running => "running",
    }
}

#[test]
fn marks_of_a_cable() {
    check_marks(
        "
O 201641Z NOV 06
FM AMEMBASSY REYKJAVIK
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042
BT
S E C R E T SECTION 01 OF 02 REYKJAVIK 000042
^^^^^^^^^^^ SECRET, classification

NOFORN
^^^^^^ NOFORN, caption
SIPDIS

E.O. 12958: DECL: 11/20/2016
TAGS: PREL, EFIS, IC
SUBJECT: (C) BOATS, AGAIN
         ^^^ CONFIDENTIAL, subject
REF: A. OSLO 12 (NODIS)
                 ^^^^^ NODIS, running
     B. OSLO 13

Classified By: DCM Jane Doe. Reasons: 1.4 (b), (c) and (d).

1. (S/NF) Summary: The minister(s) counted the boats, and the Marine
   ^^^^^^ SECRET//NOFORN, paragraph
Office (MO) counted them again. (C) The sums did not agree.
                                ^^^ CONFIDENTIAL, point

2. (C//REL TO USA, NOR) The office asked for:
   ^^^^^^^^^^^^^^^^^^^^ CONFIDENTIAL//REL TO USA, NOR, paragraph

-- (U) a list of boats;
   ^^^ UNCLASSIFIED, point
-- (SBU) a list of owners; and
   ^^^^^ SENSITIVE BUT UNCLASSIFIED, point
-- the text of the (S//NF) letter.
                   ^^^^^^^ SECRET//NOFORN, running

S E C R E T SECTION 02 OF 02 REYKJAVIK 000042
^^^^^^^^^^^ SECRET, banner

3. (SUB) Comment: See the LIMDIS paper.
   ^^^^^ ? SENSITIVE BUT UNCLASSIFIED, paragraph
                          ^^^^^^ LIMDIS, running
DOE
",
    );
}

#[test]
fn marks_of_a_print_of_the_1970s() {
    check_marks(
        "
CONFIDENTIAL
^^^^^^^^^^^^ CONFIDENTIAL, banner
PAGE 01  ROME 00042 011502Z
ACTION EUR-12
INFO OCT-01 ISO-00 IO-10 /023 R
R 011430Z SEP 76
FM AMEMBASSY ROME
TO SECSTATE WASHDC 0042
C O N F I D E N T I A L ROME 0042
^^^^^^^^^^^^^^^^^^^^^^^ CONFIDENTIAL, classification
EXDIS
^^^^^ EXDIS, caption
E.O. 11652: GDS
TAGS: PEPR, IT
SUBJ: BOATS
1. C - ENTIRE TEXT.
   ^ CONFIDENTIAL, paragraph
2. THE SECRET OF THE BOATS IS NO SECRET.
CONFIDENTIAL
^^^^^^^^^^^^ CONFIDENTIAL, banner
PAGE 02  ROME 00042 011502Z
3. THEY FLOAT.
DOE
",
    );
}

#[test]
fn marks_of_a_page_that_lost_its_line_ends() {
    check_marks(
        "
C O N F I D E N T I A L ROME 000042
^^^^^^^^^^^^^^^^^^^^^^^ CONFIDENTIAL, classification
SUBJECT: BOATS
REF: OSLO 12

1. (C) They float. End summary. 2. (U) They always did. 3. (C/NF) Comment: We saw
   ^^^ CONFIDENTIAL, paragraph
                                   ^^^ UNCLASSIFIED, paragraph
                                                           ^^^^^^ CONFIDENTIAL//NOFORN, paragraph
it. (Vitamin (C) was served.)
",
    );
}

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

/// Brackets that begin with the letters of a level, by a search that knows nothing else.
fn plain_search(text: &str) -> Vec<Span> {
    const LEVELS: &[&str] =
        &["U", "C", "S", "R", "TS", "SBU", "LOU", "FOUO", "OUO", "CUI", "NU", "NR", "NC", "NS", "CTS"];
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let Some((inner, _)) = text[at + 1..].split_once(')') else { continue };
        let bare = inner.trim_start().trim_start_matches('/');
        let word = bare.split([' ', '/', '-', ',', '\r', '\n']).next().unwrap_or_default();
        let short = inner.len() <= 60 && !inner.contains('(');
        if short && LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word.trim())) {
            found.push(Span::new(at, at + inner.len() + 2));
        }
    }
    found
}

#[test]
fn every_bracketed_level_of_real_cables_is_a_mark_or_named_with_its_reason() {
    let (mut marks, mut reasons) = (0, BTreeMap::new());
    real_cables(|document| {
        let (text, cable) = (&document.text, &document.cable);
        let (found, none) = (find(text, cable), rejected(text, cable));
        for span in plain_search(text) {
            let meets = |other: &Span| other.start < span.end && span.start < other.end;
            if found.iter().any(|mark| meets(&mark.span)) {
                marks += 1;
            } else if let Some(none) = none.iter().find(|none| meets(&none.span)) {
                *reasons.entry(format!("{:?}", none.why)).or_insert(0) += 1;
            } else {
                panic!("{:?}: {} is left out", cable.id, span.of(text));
            }
        }
    });
    println!("{marks} marks; no marks: {reasons:?}");
}

#[test]
fn roll_up_against_the_banner_of_real_cables() {
    let mut table: BTreeMap<(String, &str), u32> = BTreeMap::new();
    real_cables(|document| {
        let banner = document.cable.classification.as_ref().map(|line| line.marking.level);
        let marks = roll_up(&document.cable).map(|marking| marking.level);
        let relation = match (banner, marks) {
            (None, _) => "no classification line",
            (_, None) => "nothing marked",
            (Some(banner), Some(marks)) if marks.rank() > banner.rank() => "portions above",
            (Some(banner), Some(marks)) if marks.rank() < banner.rank() => "portions below",
            _ => "the same",
        };
        *table.entry((banner.map_or("-", |level| level.name()).to_owned(), relation)).or_default() += 1;
    });
    for ((banner, relation), count) in table {
        println!("{banner:<25} {relation:<25} {count:>5}");
    }
}

proptest! {
    /// Pieces of which cables and their damage are made.
    #[test]
    fn marks_are_in_order_and_apart_whatever_the_text(pieces in proptest::collection::vec(0usize..28, 0..60)) {
        const PIECES: [&str; 28] = [
            "(", ")", "(C)", "(S//NF)", "((", "//", "S//", "NF", "NOFORN", "SECRET", " ", "\n", "\n\n", "1. ", "-- ",
            "\u{421}", "\u{200b}", "REL TO USA, ", "é", "SUBJECT: ", "CONFIDENTIAL ROME 000042", "\r\n", "{", "FGI ",
            "ENTIRE TEXT", "\u{8}", "(SUB)", ".",
        ];
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let cable = parse(&text, &Hints::default());
        let marks = find(&text, &cable);
        let none = rejected(&text, &cable);
        for span in marks.iter().map(|mark| mark.span).chain(none.iter().map(|none| none.span)) {
            prop_assert!(!span.is_empty() && !span.of(&text).is_empty());
        }
        for pair in marks.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for finding in lint(&cable, &text, &Hints::default(), jiff::civil::date(2026, 1, 1)) {
            prop_assert!(text.get(finding.span.range()).is_some());
        }
    }
}

/// What would take hours if any step looked back over all that was read.
#[test]
fn long_texts_take_no_longer_than_they_are() {
    for piece in
        ["(", "(C) ", "((S//NF)", "NOFORN", "S//NF/", "SECRET\n", "1. (C) A.\n\n", "--------", "(S\u{200b}", "1.4 (b) "]
    {
        let text = piece.repeat(1 << 16);
        let cable = parse(&text, &Hints::default());
        let started = std::time::Instant::now();
        find(&text, &cable);
        lint(&cable, &text, &Hints::default(), jiff::civil::date(2026, 1, 1));
        // Without optimisation and on a busy machine this takes some seconds; one look back would take hours.
        assert!(started.elapsed().as_secs() < 30, "{piece:?} took {:?}", started.elapsed());
    }
}

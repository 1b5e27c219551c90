//! What typists, page breaks and web pages do to the lines of a head changes no value.

use rstest::rstest;
use sipdis::cable::{Hints, parse};

const HEAD: &str = "\
C O N F I D E N T I A L SECTION 01 OF 02 REYKJAVIK 000042

SIPDIS

STATE FOR EUR/NB
DEPT PASS COMMERCE

E.O. 12958: DECL: 11/20/2016
TAGS: PREL, PGOV, EFIS, ETRD, ENRG, SENV, KPAO, MARR, NATO
IC, NO
SUBJECT: MINISTER EXPECTS A GOOD YEAR FOR THE FISHING FLEET
BUT FEW BOATS IN THE NORTHERN HARBOURS

REF: A. LONDON 1234 (NOTAL)
B. 05 OSLO 567
C. DOE-ROE E-MAIL 11/20/06

Classified By: Political Counselor Jane Q. Doe for reasons 1.4 (b)
and (d).

1. (C) Summary: The boats left. End summary.

2. (U) They came back.

DOE
";

const VALUES: &str = "\
order 12958, 2016-11-20
tags PREL PGOV EFIS ETRD ENRG SENV KPAO MARR NATO IC NO
subject MINISTER EXPECTS A GOOD YEAR FOR THE FISHING FLEET BUT FEW BOATS IN THE NORTHERN HARBOURS
reference A 06LONDON1234
reference B 05OSLO567
reference C DOE-ROE E-MAIL 11/20/06
by Jane Q. Doe, 1.4(b) 1.4(d)
summary The boats left.
signed DOE
";

/// What is read of a text, a line a value.
fn values(text: &str) -> String {
    let cable = parse(text, &Hints { name: Some("06REYKJAVIK42".to_owned()), ..Hints::default() });
    let mut out = Vec::new();
    let of = |value: &sipdis::text::Value| value.text(text).to_owned();
    if let Some(order) = &cable.executive_order {
        let number = order.order.as_ref().map(of).unwrap_or_default();
        let date = order.declassify_on.map_or(String::new(), |date| date.to_string());
        out.push(format!("order {number}, {date}"));
    }
    out.push(format!("tags {}", cable.tags.iter().map(of).collect::<Vec<_>>().join(" ")));
    out.push(format!("subject {}", cable.subject.as_ref().map(of).unwrap_or_default()));
    for it in &cable.references {
        let label = it.label.as_ref().map(of).unwrap_or_default();
        out.push(format!("reference {label} {}", it.id.clone().unwrap_or_else(|| of(&it.text))));
    }
    if let Some(by) = &cable.classified_by {
        let names: Vec<String> = by.names.iter().map(of).collect();
        out.push(format!("by {}, {}", names.join(" + "), by.reasons.join(" ")));
    }
    out.push(format!("summary {}", cable.summary.as_ref().map(of).unwrap_or_default()));
    out.push(format!("signed {}", cable.signatures.iter().map(of).collect::<Vec<_>>().join(" ")));
    out.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_head_as_it_was_typed() {
    assert_eq!(values(HEAD), VALUES);
}

/// Every keyword, as it is typed and as copies have it.
#[rstest]
#[case::order("E.O. 12958:", &[
    "EO 12958:", "E.O 12958:", "E. O. 12958:", "E.O.12958:", "O. 12958:", "E. 12958:", "E.OO. 12958:", "12958:", "E.O.\n12958:",
    "EXECUTIVE ORDER 12958:", "(U) E.O. 12958:", "<strong>E.O. 12958:</strong>", "E.O. 12958", "E.O.\u{a0}12958:", "e.o. 12958:",
])]
#[case::tags("TAGS:", &[
    "TAGS", "TAG:", "TGS:", "TASG:", "TTAGS:", "TAGS;", "TAGS :", "  TAGS:", "TAGS:\n", "tags:", "(U) TAGS:", "<b>TAGS:</b>", "TAGS\t",
])]
#[case::subject("SUBJECT:", &[
    "SUBJECT", "SUBJ:", "SUBJECT;", "SUBJCT:", "SUJBECT:", "SUBJECTT:", "SUBJECT :", "SUBJECT:\n", "SUBJECT:\n\n", "Subject:", "¶SUBJECT:",
])]
#[case::references("REF:", &[
    "REF", "REFS:", "REFTEL:", "REFTELS:", "RREF:", "RF:", "EF:", "REF(S):", "REFERENCES:", "REF:\n", "REF;", "Ref:", "<strong>REF:</strong>",
])]
#[case::authority("Classified By:", &[
    "Classified By", "CLASSIFIED BY:", "Classifed By:", "Clasified By:", "Classified\u{a0}By:", "(U) Classified By:", "Classified By:\n",
    "Classified By: Classified by", "<strong>Classified By:</strong>", "classified by:",
])]
fn keywords_that_are_slips(#[case] keyword: &str, #[case] slips: &[&str]) {
    assert_eq!(HEAD.matches(keyword).count(), 1);
    for slip in slips {
        assert_eq!(values(&HEAD.replace(keyword, slip)), VALUES, "{slip}");
    }
}

/// The lines of a page, between any two lines of a field.
#[rstest]
#[case::section("REYKJAVIK 00000042  001.2 OF 002\n")]
#[case::section_among_blanks("\n\nREYKJAVIK 00000042  001.2 OF 002\n\n\n")]
#[case::page("PAGE 02        REYKJA  00042  01 OF 02  201641Z\n")]
#[case::banner("                       CONFIDENTIAL\n\nPAGE 02        REYKJA  00042  01 OF 02  201641Z\n")]
#[case::banner_among_blanks(
    "\n                       CONFIDENTIAL\n\nPAGE 02        REYKJA  00042  01 OF 02  201641Z\n\n"
)]
#[case::glued("PAGE 02 REYKJA 00042 01 OF 02 201641Z ")]
fn pages_inside_fields(#[case] page: &str) {
    for below in ["IC, NO", "BUT FEW", "B. 05 OSLO", "C. DOE", "and (d)"] {
        assert_eq!(values(&HEAD.replace(below, &format!("{page}{below}"))), VALUES, "above {below}");
    }
}

/// Lists of codes, as posts divide and end them, behind a keyword with its colon and without.
#[rstest]
#[case::blanks("PREL PGOV EFIS\nIC NO")]
#[case::tabs("PREL\tPGOV\tEFIS\nIC\tNO")]
#[case::slashes("PREL/PGOV/EFIS/IC/NO")]
#[case::dashes("PREL - PGOV - EFIS - IC - NO")]
#[case::full_stop_apart("PREL PGOV EFIS\nIC NO .")]
#[case::full_stop_below_a_blank_line("PREL PGOV EFIS\n\nIC NO.")]
#[case::semicolons("PREL; PGOV; EFIS\n\nIC; NO;")]
fn lists_of_tags(#[case] list: &str) {
    for keyword in ["TAGS: ", "TAGS ", "TAGS. ", "TAGS, "] {
        let text =
            format!("UNCLAS ROME 000042\n\nE.O. 12958: N/A\n{keyword}{list}\nSUBJECT: BOATS\n\n1. (U) They left.\n");
        let values = values(&text);
        assert!(values.contains("\ntags PREL PGOV EFIS IC NO\nsubject BOATS\n"), "{text}{values}");
    }
}

/// Lists of references, as posts label, divide and annotate them.
#[rstest]
#[case::notal("LONDON 1234 - NOTAL\n05 OSLO 567")]
#[case::previous("LONDON 1234 AND PREVIOUS\n05 OSLO 567")]
#[case::year_on_the_next_line("LONDON 1234\n05 OSLO 567")]
#[case::numbered("1) LONDON 1234 (NOTAL); 2) 05 OSLO 567")]
#[case::numbered_in_brackets("(1) LONDON 1234\n(2) 2005 OSLO 567")]
#[case::numbered_among_blank_lines("(1) LONDON 1234\n\n(2) 2005 OSLO 567 (AND PREVIOUS)")]
#[case::dashes("A - LONDON 1234\nB - 05 OSLO 567")]
fn lists_of_references(#[case] list: &str) {
    for keyword in ["REF: ", "REFS: ", "REFTEL(S): ", "REF ", "REFS "] {
        let text = format!("UNCLAS ROME 000042\n\nSUBJECT: BOATS\n{keyword}{list}\n\n1. (U) They left.\n");
        let cable = parse(&text, &Hints { name: Some("06ROME42".to_owned()), ..Hints::default() });
        let ids: Vec<_> = cable.references.iter().map(|it| it.id.as_deref().unwrap_or("none")).collect();
        assert_eq!(ids, ["06LONDON1234", "05OSLO567"], "{text}");
        assert_eq!(cable.subject.map(|it| it.text(&text).to_owned()).as_deref(), Some("BOATS"), "{text}");
    }
}

#[test]
fn lost_line_ends() {
    for field in ["E.O. 12958", "TAGS:", "SUBJECT:", "REF:", "Classified By:"] {
        let (above, below) = HEAD.split_once(field).expect("the head has it");
        let blank = format!("{} {field}{below}", above.trim_end());
        assert_eq!(values(&blank), VALUES, "a blank before {field}");
        let glued = format!("{}{field}{below}", above.trim_end());
        assert_eq!(values(&glued), VALUES, "nothing before {field}");
    }
}

/// Line ends as copies have them.
#[rstest]
#[case::blank(" \n")]
#[case::dos("\r\n")]
#[case::backslash(" \\\n")]
#[case::tag("<br>\n")]
#[case::tag_behind_a_blank(" <br>\n")]
fn line_ends(#[case] end: &str) {
    let text = HEAD.replace('\n', end);
    assert_eq!(values(&text), VALUES);
}

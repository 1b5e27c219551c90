//! Texts that ask a parser to look at the same words again and again: keywords, brackets and lines without end.
//!
//! Each is small here, and must give a cable whose layout covers it. That what is looked at grows with the length is counted
//! in `src/cable/growth.rs`, and what time larger texts take stands in `docs/figures.md`: a test by the clock would fail on a
//! busy machine and prove nothing on an idle one.

#[path = "common/growing.rs"]
mod growing;

use sipdis::cable::{Hints, parse, parse_head};

/// How often the words of each text are repeated.
const TIMES: usize = 2_000;

/// What is repeated, behind a head and as the whole text.
const WORDS: &[&str] = &[
    "a",
    "(",
    ")",
    "((C) ",
    "REF: ",
    "TAGS: ",
    "SUBJECT: ",
    "E.O. 12958: ",
    "CLASSIFIED BY ",
    "REF: ROME 1, ",
    "A. ROME 1 ",
    " 1. (C) ",
    " OF ",
    "25X1-A ",
    "SUMMARY ",
    "END ",
    "- ",
    "&#8217;",
    "[1](#)1. ",
    "XXXX ",
    "REF:\n",
    "TAGS: PREL\n",
    "SUBJECT: BOATS\n",
    "VZCZCXYZ0001\n",
    "ROME 00000042  002 OF 003\n",
    "PAGE 02        ROME   000042  011502Z\n",
    "----\n",
    "SUMMARY\n",
    "CONFIDENTIAL\n",
    "SIPDIS\n",
    "Message Attributes\n",
    "Message Attributes x\n",
    "id: 42\n",
    "06ROME42,ROME,\n",
    "1. (C)\n",
    "1.\n\n",
    "DOE\n",
    "REASON: 1.4 (B)\n",
    "\n",
    "\r",
    "\r\r\n",
    "\\\n",
];

const HEAD: &str = "VZCZCXRO0001\nRR RUEHC\nDE RUEHRO #0042 0011502\nR 011502Z JAN 06\nFM AMEMBASSY ROME\n\
                    TO RUEHC/SECSTATE WASHDC 0042\nBT\nC O N F I D E N T I A L ROME 000042\n";

/// The size of each kind of growing text.
const SIZE: usize = 40_000;

/// Every byte stands in one piece, whether the body is read or not.
#[track_caller]
fn check(name: &str, text: &str) {
    for cable in [parse(text, &Hints::default()), parse_head(text, &Hints::default())] {
        let mut at = 0;
        for piece in &cable.layout {
            assert_eq!(piece.span.start, at, "{name:?}");
            at = piece.span.end;
        }
        assert_eq!(at as usize, text.len(), "{name:?}");
    }
}

#[test]
fn words_without_end_give_a_cable() {
    for words in WORDS {
        for text in [words.repeat(TIMES), format!("{HEAD}{}", words.repeat(TIMES))] {
            check(words, &text);
        }
    }
}

#[test]
fn lists_without_end_give_a_cable() {
    for kind in growing::KINDS {
        check(kind.name, &kind.text(SIZE));
    }
}

/// What many say is said once, and what each says is all there.
#[test]
fn long_lists_are_read_whole() {
    let text = |name: &str| growing::KINDS.iter().find(|kind| kind.name == name).expect("a kind").text(SIZE);
    let captions = parse(&text("release lists"), &Hints::default());
    assert!(captions.captions.len() > 2_000, "{}", captions.captions.len());
    let controls = &captions.classification.expect("a level").marking.controls;
    assert_eq!(controls.len(), captions.captions.len());
    let tags = parse(&text("names among TAGS"), &Hints::default()).tags;
    assert!(tags.len() > 3_000, "{}", tags.len());
    let passing = text("an attention line that goes on");
    let lines = passing.matches("NEA/ARP").count();
    let cable = parse(&passing, &Hints::default());
    let [line] = cable.passing.as_slice() else { panic!("one line, and not {}", cable.passing.len()) };
    assert_eq!(line.text(&passing).matches("NEA/ARP").count(), lines);
}

//! All kinds of lines before the body, and which of them a line is asked for.

use super::super::model::PieceKind;
use super::super::search::Letters;
use super::{Open, Parser};
use crate::text::line::Line;

/// A kind of line before the body.
struct LineRule {
    /// With which letters such a line may begin, in either case and blanks before them left out: the first one, or the first
    /// two; 0 stands for all figures. None for lines that may begin with anything.
    begins: &'static [&'static str],
    /// Below what such a line may begin with anything.
    below: Option<Above>,
    /// Which letters and signs such a line has at the least: those of one of these words; none where nothing can be said.
    has: &'static [Letters],
    /// What such a line is taken for: several kinds where the grammar decides.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    kind: PieceKind,
    /// Takes the line at the cursor, or leaves it to the next rule.
    read: fn(&mut Parser<'_>, Line) -> bool,
    /// A line that this rule takes.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    example: &'static str,
}

/// What goes on with lines that say nothing of it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    Relays,
    Addressees,
    Distribution,
    /// A labelled print.
    Labels,
}

/// Nothing can be said of what such a line has.
const ANY: &[Letters] = &[];

/// Lines of words.
const LETTERS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W",
    "X", "Y", "Z",
];

/// Fields, whose keyword is a word, or lost before the number of an order.
const FIELDS: &[&str] = &{
    let (mut begins, mut at) = (["00"; LETTERS.len() + 1], 0);
    while at < LETTERS.len() {
        begins[at] = LETTERS[at];
        at += 1;
    }
    begins
};

/// Levels, with the first letter lost or standing twice too.
const LEVELS: &[&str] = &[
    "UN", "UU", "NC", "CO", "CU", "CC", "ON", "TO", "TT", "OP", "SE", "SB", "SS", "EC", "LI", "LO", "LL", "IM", "RE",
    "RR", "ES", "EN", "FO", "FF", "OR",
];

/// All kinds of lines before the body, in the order in which they are tried.
const LINES: &[LineRule] = &[
    LineRule {
        begins: &[],
        below: None,
        has: &[Letters::of_word(b"partial extract of the original"), Letters::of_word(b"Cable dated:")],
        kind: PieceKind::Preface,
        read: |parser, line| parser.preface(line),
        example: "This record is a partial extract of the original cable.",
    },
    LineRule {
        begins: &["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
        below: None,
        has: &[Letters::of_word(b"DAY, :")],
        kind: PieceKind::Preface,
        read: |parser, line| parser.dated(line),
        example: "Friday, 18 December 2009, 11:04 UNCLAS ROME 000042",
    },
    LineRule {
        begins: &["0"],
        below: None,
        has: ANY,
        kind: PieceKind::Preface,
        read: |parser, line| parser.record(line),
        example: "12,11/20/2006 16:41,06ROME3128,Embassy Rome,SECRET",
    },
    LineRule {
        begins: &["ID", "RE", "CL"],
        below: None,
        has: ANY,
        kind: PieceKind::Preface,
        read: |parser, line| parser.record(line),
        example: "refid: 06ROME3128",
    },
    LineRule {
        begins: &["MR", "DA"],
        below: Some(Above::Labels),
        has: &[Letters::of_word(b":")],
        kind: PieceKind::Mrn,
        read: |parser, line| parser.labelled(line),
        example: "MRN: 23 REYKJAVIK 42",
    },
    LineRule {
        begins: &["VZ", "VV", "ZC"],
        below: None,
        has: ANY,
        kind: PieceKind::MessageId,
        read: |parser, line| parser.message_id(line),
        example: "VZCZCXRO4134",
    },
    LineRule {
        begins: &["ZZ", "OO", "PP", "RR"],
        below: Some(Above::Relays),
        has: ANY,
        kind: PieceKind::Relays,
        read: |parser, line| parser.relays(line),
        example: "OO RUEHDBU RUEHFL",
    },
    LineRule {
        begins: &["DE"],
        below: None,
        has: ANY,
        kind: PieceKind::Station,
        read: |parser, line| parser.station(line),
        example: "DE RUEHRO #3128 3241641",
    },
    LineRule {
        begins: &["Z"],
        below: None,
        has: ANY,
        kind: PieceKind::Signals,
        read: |parser, line| parser.signals(line),
        example: "ZNY CCCCC ZZH",
    },
    LineRule {
        begins: &["Z0", "O0", "P0", "R0", "00"],
        below: None,
        has: ANY,
        kind: PieceKind::Dtg,
        read: |parser, line| parser.dtg(line),
        example: "O 201641Z NOV 06",
    },
    LineRule {
        begins: &[],
        below: None,
        has: &[Letters::of_word(b"PAGE "), Letters::of_word(b" OF "), Letters::of_word(b".0")],
        kind: PieceKind::Page,
        read: |parser, line| parser.page(line),
        example: "PAGE 02        ROME  00042  011502Z",
    },
    LineRule {
        begins: &["OR", "AC", "IN"],
        below: Some(Above::Distribution),
        has: ANY,
        kind: PieceKind::Distribution,
        read: |parser, line| parser.distribution(line),
        example: "ACTION EUR-12",
    },
    LineRule {
        begins: LEVELS,
        below: None,
        has: ANY,
        kind: PieceKind::Classification,
        read: |parser, line| parser.classification(line),
        example: "UNCLAS ROME 000042",
    },
    LineRule {
        begins: &["BT"],
        below: None,
        has: ANY,
        kind: PieceKind::Separator,
        read: |parser, line| parser.separator(line),
        example: "BT",
    },
    LineRule {
        begins: &[],
        below: None,
        has: &[Letters::of_word(b"GR")],
        kind: PieceKind::Groups,
        read: |parser, line| parser.groups(line),
        example: "GR142",
    },
    LineRule {
        begins: &["FM", "TO", "IN", "XM"],
        below: Some(Above::Addressees),
        has: ANY,
        kind: PieceKind::To,
        read: |parser, line| parser.address(line),
        example: "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    },
    LineRule {
        begins: FIELDS,
        below: None,
        has: ANY,
        kind: PieceKind::Subject,
        read: |parser, line| parser.field(line),
        example: "SUBJECT: WEATHER",
    },
    LineRule {
        begins: LETTERS,
        below: None,
        has: ANY,
        kind: PieceKind::Caption,
        read: |parser, line| parser.caption(line),
        example: "SIPDIS",
    },
    LineRule {
        begins: &[],
        below: None,
        has: ANY,
        kind: PieceKind::Passing,
        read: |parser, line| parser.passing(line),
        example: "STATE FOR EUR/WE",
    },
];

/// What a byte counts as where a line begins: a letter in either case, a figure, or a sign.
const fn class(byte: u8) -> usize {
    match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => (letter - b'A') as usize,
        b'0'..=b'9' => FIGURE,
        _ => SIGN,
    }
}

const FIGURE: usize = 26;
const SIGN: usize = 27;
const CLASSES: usize = 28;

/// For what the first two bytes of a line count as, the rules that may take it, a bit each. A line that has a sign there is
/// asked of all that the other byte allows: grammars differ in what they leave out.
const BEGINS: [[u32; CLASSES]; CLASSES] = {
    let mut table = [[0; CLASSES]; CLASSES];
    let mut rule = 0;
    while rule < LINES.len() {
        let begins = LINES[rule].begins;
        let mut first = 0;
        while first < CLASSES {
            let mut second = 0;
            while second < CLASSES {
                let mut fits = begins.is_empty() || first == SIGN;
                let mut at = 0;
                while at < begins.len() {
                    let word = begins[at].as_bytes();
                    fits |= class(word[0]) == first && (second == SIGN || word.len() == 1 || class(word[1]) == second);
                    at += 1;
                }
                table[first][second] |= (fits as u32) << rule;
                second += 1;
            }
            first += 1;
        }
        rule += 1;
    }
    table
};

/// For each [`Above`], the rules that may take a line below it.
const BELOW: [u32; 4] = {
    let mut table = [0; 4];
    let mut rule = 0;
    while rule < LINES.len() {
        if let Some(above) = LINES[rule].below {
            table[above as usize] |= 1 << rule;
        }
        rule += 1;
    }
    table
};

/// The rules that may take a line that has these words, a bit each.
fn rules_of(words: &str) -> u32 {
    let bytes = words.as_bytes();
    let blanks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let class_at = |at: usize| bytes.get(at).map_or(SIGN, |byte| class(*byte));
    BEGINS[class_at(blanks)][class_at(blanks + 1)]
}

impl Parser<'_> {
    /// Whether a rule took the line, whose words are given, and the letters that they have.
    pub(super) fn rules_take(&mut self, words: &str, letters: Letters, line: Line) -> bool {
        let above = match self.open {
            Open::Relays => BELOW[Above::Relays as usize],
            Open::Addressees(_) => BELOW[Above::Addressees as usize],
            Open::Distribution(_) => BELOW[Above::Distribution as usize],
            Open::Nothing | Open::Passing => 0,
        };
        let labels = if self.labelled { BELOW[Above::Labels as usize] } else { 0 };
        let mut rules = rules_of(words) | above | labels;
        while rules != 0 {
            let rule = rules.trailing_zeros() as usize;
            rules &= rules - 1;
            let LineRule { has, read, .. } = &LINES[rule];
            if (has.is_empty() || has.iter().any(|needed| letters.hold(*needed))) && read(self, line) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::super::super::line::addressee::{self, Role};
    use super::super::super::line::classification::LEVELS;
    use super::super::{Depth, parse};
    use super::*;
    use crate::cable::Hints;

    #[test]
    fn every_rule_takes_its_example() {
        for rule in LINES {
            let cable = parse(rule.example, &Hints::default());
            // A date is taken only in front of a classification line.
            let first = cable.layout.first().map(|piece| piece.kind);
            assert_eq!(first, Some(rule.kind), "{}", rule.example);
            assert!(cable.layout.len() == 1 || rule.example.ends_with("UNCLAS ROME 000042"), "{}", rule.example);
        }
    }

    /// Asks every rule for a line that stands alone, whatever it begins with; none that takes it may be left out for the
    /// first letter.
    fn check(line: &str) {
        let hints = Hints::default();
        for rule in LINES {
            let mut parser = Parser::new(line, &hints, Depth::Full);
            let Some(words) = parser.cursor.line().filter(|_| !line.trim().is_empty()) else { return };
            if (rule.read)(&mut parser, words) {
                let letters = Letters::of(words.text(line));
                let asked = LINES.iter().enumerate().any(|(number, other)| {
                    let has = other.has.is_empty() || other.has.iter().any(|needed| letters.hold(*needed));
                    // Some kinds have two rows.
                    other.kind == rule.kind && has && rules_of(words.text(line)) >> number & 1 == 1
                });
                assert!(asked, "{} would take {line:?}, and is not asked", rule.kind.name());
            }
        }
    }

    proptest! {
        #[test]
        fn plain_entries_are_taken_by_no_other_rule(
            indicator in "[RQU][A-Z]{2,7}",
            name in "/?(AMEMBASSY |SECSTATE |PAGE 02 |GR|PARTIAL EXTRACT |UNCLAS )?[A-Z0-9 .&()'/#+*-]{0,20}(PRIORITY| GR12|Z| OF 003|\\.\\.\\.)?( [0-9]{0,5})?",
        ) {
            let line = format!("{indicator}{name}").trim_end().to_owned();
            if addressee::is_plain_entry(&line) {
                let hints = Hints::default();
                let mut parser = Parser { open: Open::Addressees(Role::To), ..Parser::new(&line, &hints, Depth::Full) };
                let whole = parser.cursor.line().unwrap();
                for rule in LINES {
                    if (rule.read)(&mut parser, whole) {
                        prop_assert_eq!(rule.kind, PieceKind::To, "{}", line);
                        return Ok(());
                    }
                }
                prop_assert!(false, "no rule takes {line}");
            }
        }
    }

    proptest! {
        #[test]
        fn usual_lines_read_as_the_rules_read_them(
            line in "(TAGS:?|SUBJECT:|REFS?:|E\\.?O\\.? 1[0-9]{4}:|Classified By:|CLASSIFIED BY|REASONS?:|[Tt]ags:|Subject:|[Rr]ef:|Refs:)[ A-Za-z0-9,:;.()/-]{0,40}\
                |(UNCLAS|CONFIDENTIAL|S E C R E T)( SECTION 0[1-3] OF 0[1-3])?( ROME| THE HAGUE| X OF| PAGE| OF [A-Z]{2,4}){1,2} [0-9]{4,8}\
                |This record is a partial extract of the original cable. The full text of the original cable is not available.\
                |SIPDIS|NOFORN|NODIS|EXDIS|LIMDIS|TERREP|SENSITIVE|SECRET|UNCLAS|[A-Z]{5,9}|¶?[1-9]\\. \\([CSU]\\)[ A-Za-z,.]{0,40}\
                |E\\.O\\. 12958:( DECL: [0-9/]{8,10}| N/A)( TAGS: IT)?|TAGS:( ?(PREL|IT|REF|ECON|TAGS|P|C),?){0,6}",
            below in "(\nTAGS: IT|\nSUBJECT: X|\nIT|\n\nPREL\n)?",
        ) {
            let hints = Hints::default();
            let line = line + &below;
            let words = line.lines().next().unwrap_or_default().trim_end();
            for open in [|| Open::Nothing, || Open::Addressees(Role::To)] {
                let parser = || Parser { open: open(), ..Parser::new(&line, &hints, Depth::Full) };
                let (mut usual, mut asked) = (parser(), parser());
                let whole = usual.cursor.line().unwrap();
                let taken = LINES.iter().any(|rule| (rule.read)(&mut asked, whole));
                if matches!(usual.open, Open::Nothing) && usual.opens_usual_body(words) {
                    prop_assert!(!taken, "{}", line);
                } else if usual.usual_line(words, whole) {
                    prop_assert_eq!((&usual.cable, usual.order), (&asked.cable, asked.order), "{}", line);
                    prop_assert_eq!(usual.cursor.into_layout(), asked.cursor.into_layout(), "{}", line);
                }
            }
        }
    }

    #[test]
    fn every_rule_is_asked_for_all_lines_that_it_takes() {
        let levels = LEVELS.iter().map(|(level, _)| *level);
        let spaced = |level: &str| level.split("").collect::<Vec<_>>().join(" ").trim().to_owned();
        for level in levels.flat_map(|level| [level.to_owned(), spaced(level)]) {
            let (first, rest) = level.split_at(1);
            for begins in [format!("{first}{rest}"), rest.trim().to_owned(), format!("{first}{first} {rest}")] {
                for line in
                    [format!("{begins} ROME 000042"), begins.clone(), format!("{begins} SECTION 01 OF 02 ROME 42")]
                {
                    check(&line);
                    check(&line.to_ascii_lowercase());
                }
            }
        }
        // Any sign in the place of the first letter of what a rule takes, and before it.
        for example in LINES.iter().map(|rule| rule.example) {
            check(&example.to_ascii_lowercase());
            for sign in (b'!'..=b'~').map(char::from) {
                check(&format!("{sign}{}", &example[1..]));
                check(&format!("{sign}{sign}{}", &example[2..]));
                check(&format!("{sign}{example}"));
                check(&format!("{sign} {example}"));
            }
        }
        for file in fs::read_dir("assets/sample").unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            String::from_utf8_lossy(&bytes).lines().for_each(check);
        }
    }
}

//! All kinds of lines before the body, and which of them a line is asked for.

use super::super::model::PieceKind;
use super::super::search::Letters;
use super::{Open, Parser};
use crate::text::line::Line;

/// A kind of line before the body.
struct LineRule {
    /// With which letters and figures such a line may begin, blanks before them left out; none for lines that may begin with
    /// any, or where that depends on what stands above them.
    begins: &'static str,
    /// Which letters and figures may stand second, where the first one is one of those; none for any.
    then: &'static str,
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
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// All kinds of lines before the body, in the order in which they are tried.
const LINES: &[LineRule] = &[
    LineRule {
        begins: "",
        then: "",
        below: None,
        has: &[Letters::of_word(b"partial extract of the original"), Letters::of_word(b"Cable dated:")],
        kind: PieceKind::Preface,
        read: |parser, line| parser.preface(line),
        example: "This record is a partial extract of the original cable.",
    },
    LineRule {
        begins: "0123456789",
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Preface,
        read: |parser, line| parser.record(line),
        example: "2006-11-20 16:41:00\t06ROME3128\tEmbassy Rome",
    },
    LineRule {
        begins: "iIrRcC",
        then: "",
        below: None,
        has: &[Letters::of_word(b":"), Letters::of_word(b","), Letters::of_word(b"\t")],
        kind: PieceKind::Preface,
        read: |parser, line| parser.record(line),
        example: "refid: 06ROME3128",
    },
    LineRule {
        begins: "MD",
        then: "Ra",
        below: Some(Above::Labels),
        has: &[Letters::of_word(b":")],
        kind: PieceKind::Mrn,
        read: |parser, line| parser.labelled(line),
        example: "MRN: 23 REYKJAVIK 42",
    },
    LineRule {
        begins: "VZ",
        then: "ZVC",
        below: None,
        has: ANY,
        kind: PieceKind::MessageId,
        read: |parser, line| parser.message_id(line),
        example: "VZCZCXRO4134",
    },
    LineRule {
        begins: "ZOPR",
        then: "ZOPR",
        below: Some(Above::Relays),
        has: ANY,
        kind: PieceKind::Relays,
        read: |parser, line| parser.relays(line),
        example: "OO RUEHDBU RUEHFL",
    },
    LineRule {
        begins: "D",
        then: "E",
        below: None,
        has: ANY,
        kind: PieceKind::Station,
        read: |parser, line| parser.station(line),
        example: "DE RUEHRO #3128 3241641",
    },
    LineRule {
        begins: "Z",
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Signals,
        read: |parser, line| parser.signals(line),
        example: "ZNY CCCCC ZZH",
    },
    LineRule {
        begins: "ZOPR0123456789",
        then: "0123456789",
        below: None,
        has: ANY,
        kind: PieceKind::Dtg,
        read: |parser, line| parser.dtg(line),
        example: "O 201641Z NOV 06",
    },
    LineRule {
        begins: "",
        then: "",
        below: None,
        has: &[Letters::of_word(b"PAGE "), Letters::of_word(b" OF "), Letters::of_word(b".0")],
        kind: PieceKind::Page,
        read: |parser, line| parser.page(line),
        example: "PAGE 02        ROME  00042  011502Z",
    },
    LineRule {
        begins: "OAI",
        then: "RCN",
        below: Some(Above::Distribution),
        has: ANY,
        kind: PieceKind::Distribution,
        read: |parser, line| parser.distribution(line),
        example: "ACTION EUR-12",
    },
    LineRule {
        begins: "UuCcTtSsLlRrFfNOEI",
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Classification,
        read: |parser, line| parser.classification(line),
        example: "UNCLAS ROME 000042",
    },
    LineRule {
        begins: "B",
        then: "T",
        below: None,
        has: ANY,
        kind: PieceKind::Separator,
        read: |parser, line| parser.separator(line),
        example: "BT",
    },
    LineRule {
        begins: "",
        then: "",
        below: None,
        has: &[Letters::of_word(b"GR")],
        kind: PieceKind::Groups,
        read: |parser, line| parser.groups(line),
        example: "GR142",
    },
    LineRule {
        begins: "FTIX",
        then: "MON",
        below: Some(Above::Addressees),
        has: ANY,
        kind: PieceKind::To,
        read: |parser, line| parser.address(line),
        example: "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    },
    LineRule {
        begins: LETTERS,
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Subject,
        read: |parser, line| parser.field(line),
        example: "SUBJECT: WEATHER",
    },
    LineRule {
        begins: LETTERS,
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Caption,
        read: |parser, line| parser.caption(line),
        example: "SIPDIS",
    },
    LineRule {
        begins: "",
        then: "",
        below: None,
        has: ANY,
        kind: PieceKind::Passing,
        read: |parser, line| parser.passing(line),
        example: "STATE FOR EUR/WE",
    },
];

/// For each byte with which a line may begin, the rules that may take it, a bit each. A line that begins with a sign is asked
/// of all: grammars differ in what they leave out there.
const BY_FIRST: [u32; 256] = rules_for(true);

/// The same for the byte behind the first one.
const BY_SECOND: [u32; 256] = rules_for(false);

const fn rules_for(first: bool) -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rule = 0;
        while rule < LINES.len() {
            let letters = if first { LINES[rule].begins.as_bytes() } else { LINES[rule].then.as_bytes() };
            let mut fits = letters.is_empty() || !(byte as u8).is_ascii_alphanumeric();
            let mut at = 0;
            while at < letters.len() {
                fits |= letters[at] as usize == byte;
                at += 1;
            }
            table[byte] |= (fits as u32) << rule;
            rule += 1;
        }
        byte += 1;
    }
    table
}

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
    match bytes.get(blanks..).unwrap_or_default() {
        [first, second, ..] if first.is_ascii_alphanumeric() => {
            BY_FIRST[usize::from(*first)] & BY_SECOND[usize::from(*second)]
        }
        [first, ..] => BY_FIRST[usize::from(*first)],
        [] => BY_FIRST[usize::from(b' ')],
    }
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

    use super::super::super::line::classification::LEVELS;
    use super::super::parse;
    use super::*;
    use crate::cable::Hints;

    #[test]
    fn every_rule_takes_its_example() {
        for rule in LINES {
            let cable = parse(rule.example, &Hints::default());
            let kinds: Vec<PieceKind> = cable.layout.iter().map(|piece| piece.kind).collect();
            assert_eq!(kinds, [rule.kind], "{}", rule.example);
        }
    }

    /// Asks every rule for a line that stands alone, whatever it begins with; none that takes it may be left out for the
    /// first letter.
    fn check(line: &str) {
        let hints = Hints::default();
        for (number, rule) in LINES.iter().enumerate() {
            let mut parser = Parser::new(line, &hints);
            let Some(words) = parser.cursor.line().filter(|_| !line.trim().is_empty()) else { return };
            if (rule.read)(&mut parser, words) {
                let letters = Letters::of(words.text(line));
                let has = rule.has.is_empty() || rule.has.iter().any(|needed| letters.hold(*needed));
                let asked = has && rules_of(words.text(line)) >> number & 1 == 1;
                assert!(asked, "{} would take {line:?}, and is not asked", rule.kind.name());
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

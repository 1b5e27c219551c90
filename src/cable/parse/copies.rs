//! Heads that stand twice: a mirror printed the first lines of a cable, cut where it saw fit, and then the record with
//! the whole cable. Both are read, and the fuller one counts.

use super::super::cursor::is_blank;
use super::super::line::{classification, record, transmission};
use super::super::model::{Cable, Classification, PieceKind, Transmission};
use super::super::pairs::Pairs;
use super::super::words::{Ends, Signs};
use super::{Depth, Open, Parser, Rest};
use crate::text::Value;
use crate::text::line::{Line, last_sign};
use crate::text::work::looked_at;

/// How many lines below a line its next words may stand.
const NEXT: usize = 3;

/// What the parser knew when a second head began.
#[derive(Default)]
pub(super) struct Head<'t> {
    cable: Cable,
    number: Option<(&'t str, &'t str)>,
    references: Vec<super::Fragments>,
    order: Option<(&'t str, super::Span)>,
}

impl Head<'_> {
    /// This head, with what it lacks from the one before it.
    fn filled_from(mut self, text: &str, before: Self) -> Self {
        let old = before.cable;
        let cable = &mut self.cable;
        // Without number and transmission it was no head, but that of a mail that carried the cable.
        let is_cover = before.number.is_none() && old.transmission.is_none();
        cable.partial |= old.partial;
        cable.transmission = match (cable.transmission.take(), old.transmission) {
            (Some(new), Some(old)) => Some(Transmission { message_id: new.message_id.or(old.message_id), ..new }),
            (new, old) => new.or(old),
        };
        cable.dtg = cable.dtg.take().or(old.dtg);
        cable.from = cable.from.take().or(old.from);
        keep_longer(&mut cable.to, old.to);
        keep_longer(&mut cable.info, old.info);
        keep_longer(&mut cable.captions, old.captions);
        keep_longer(&mut cable.passing, old.passing);
        keep_longer(&mut cable.tags, old.tags);
        cable.classification = cable.classification.take().or(old.classification);
        cable.section = cable.section.or(old.section);
        cable.distribution = cable.distribution.take().or(old.distribution);
        let subject_lacks = length(text, cable.subject.as_ref()) < length(text, old.subject.as_ref());
        if subject_lacks && !(is_cover && cable.subject.is_some()) {
            (cable.subject, cable.subject_portion) = (old.subject, old.subject_portion);
        }
        cable.classified_by = cable.classified_by.take().or(old.classified_by);
        let mut diagnostics = old.diagnostics;
        diagnostics.append(&mut cable.diagnostics);
        cable.diagnostics = diagnostics;
        self.number = self.number.or(before.number);
        self.order = self.order.or(before.order);
        if self.references.is_empty() {
            self.references = before.references;
        }
        self
    }
}

impl<'t> Parser<'t> {
    /// Takes the record of a database, and begins the head anew behind it.
    pub(super) fn record(&mut self, line: Line) -> bool {
        let text = self.text();
        if !record::opens(line.text(text), || self.next_words(line)) {
            return false;
        }
        self.begin_copy();
        let mut next = Some(line);
        while let Some(line) = next {
            if let Some((level, span)) = record::level(text, line.text(text)) {
                self.record_level.get_or_insert(Classification { marking: level, span });
            }
            if let Some(at) = record::header_in_row(line.text(text)) {
                self.cursor.take_to(line.words.start as usize + at, PieceKind::Preface);
                return true;
            }
            self.cursor.take(line, PieceKind::Preface);
            next = self.cursor.line().filter(|line| self.in_record(*line));
        }
        true
    }

    /// Whether a line goes on with the record above it. A level, in a record, is a column; below it the cable's own
    /// head begins.
    fn in_record(&self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let next_goes_on = || self.next_words(line).is_some_and(record::goes_on);
        record::goes_on(words)
            || record::header_in_row(words).is_some()
            || next_goes_on()
                && (is_blank(words) || classification::read(text, words).is_some_and(|found| found.number.is_none()))
    }

    /// The next line with words on it, not far below.
    fn next_words(&self, line: Line) -> Option<&'t str> {
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..NEXT {
            let line = ahead?;
            if !is_blank(line.text(text)) {
                return Some(line.text(text));
            }
            ahead = self.cursor.after(line);
        }
        None
    }

    /// Puts what was read aside, if it was a head.
    pub(super) fn begin_copy(&mut self) {
        self.open = Open::Nothing;
        let addressed = self.addressed || !self.cable.to.is_empty() || !self.cable.info.is_empty();
        if self.cable_has_fields() || self.cable.transmission.is_some() || addressed {
            let text = self.text();
            let head = self.take_head();
            self.first = Some(match self.first.take() {
                Some(before) => head.filled_from(text, before),
                None => head,
            });
        }
    }

    fn take_head(&mut self) -> Head<'t> {
        self.end_passing();
        self.addressed = false;
        Head {
            cable: std::mem::take(&mut self.cable),
            number: self.number.take(),
            references: std::mem::take(&mut self.reference_words),
            order: self.order.take(),
        }
    }

    /// The second head of the same cable that begins with its classification line: the first was cut short.
    pub(super) fn second_classification(&mut self, number: (&str, &str)) {
        let fields = self.cable.subject.is_some() || !self.cable.tags.is_empty() || self.order.is_some();
        if fields && self.number == Some(number) {
            self.begin_copy();
        }
    }

    /// Where a head begins below a line that looks like the body, which may be the body of a cut copy or the drafting
    /// notes of a print (`ACTION: POL`): at a record or a message id, not far. Of 2,002 real cables 13 have one: those that
    /// were cut behind the subject 8 lines below at the most, the others 27.
    pub(super) fn copy_ahead(&mut self, line: Line) -> Option<usize> {
        let far = if self.cable.subject.is_some() { 12 } else { 40 };
        self.copy_within(line.whole.end as usize, far)
    }

    /// As [`Parser::copy_ahead`], in so many lines from the one at `start` on.
    fn copy_within(&mut self, start: usize, lines: usize) -> Option<usize> {
        // What is hidden from the cursor belongs to later sections.
        let text = self.cursor.seen();
        let sign = last_sign(text, start);
        let (mut at, mut wanted) = (start, lines);
        while let Some(rest) = text.as_bytes().get(at..).filter(|rest| wanted > 0 && !rest.is_empty()) {
            // Many lines are blank, and then the search costs more than a look.
            let len = match rest {
                [first, ..] if *first == sign => Some(0),
                [b' ', second, ..] if *second == sign => Some(1),
                _ => memchr::memchr(sign, rest),
            };
            let end = at + len.map_or(rest.len(), |len| len + 1);
            // Most lines can be told by their first two bytes.
            let begins = matches!(rest, [first, second, ..] if OPENS_HEAD.may_begin(*first, *second));
            if begins && self.opens_head(at, text.get(at..end).unwrap_or_default()) {
                return Some(at);
            }
            looked_at(end - at);
            (at, wanted) = (end, wanted - 1);
        }
        if wanted > 0 {
            self.lines_wanted = wanted;
        }
        None
    }

    /// Whether no copy begins in the lines behind the text that were wanted in vain.
    pub(super) fn no_copy_in(&self, rest: &Rest<'_>) -> bool {
        // Whether one begins at a line, those below tell.
        let lines = (rest.lines)(self.lines_wanted + NEXT);
        // What a part of the text hides may not be all that the whole text hides.
        self.sections.is_empty()
            && Parser::new(&lines, self.hints, Depth::Row).copy_within(0, self.lines_wanted).is_none()
    }

    /// Whether the line that begins at `start` is that of a record or of a message id.
    fn opens_head(&self, start: usize, line: &str) -> bool {
        if !may_open_head(line.without_at_start(const { Signs::new(" \t") }).as_bytes()) {
            return false;
        }
        let words = line.without_at_end(const { Signs::new(" \t\u{a0}\\\n\r") });
        let next = || self.cursor.line_at(start).and_then(|line| self.next_words(line));
        record::opens(words, next) || words.starts_with("VZCZC") && transmission::message_id(line, words).is_some()
    }

    /// Fills what the last head lacks from those before it; where no head has a level, the record's holds.
    pub(super) fn settle_copies(&mut self) {
        if let Some(first) = self.first.take() {
            let head = self.take_head().filled_from(self.text(), first);
            self.cable = head.cable;
            (self.number, self.reference_words, self.order) = (head.number, head.references, head.order);
        }
        self.cable.classification = self.cable.classification.take().or(self.record_level.take());
    }
}

/// With which bytes a line may begin that holds the start of a head, blanks before it included: a message id, the labels of a
/// record, and its figures.
const OPENS_HEAD: Pairs = {
    let mut pairs = Pairs::new().with("VZ").with("ID").with("RE").with("CL");
    let mut first = 0;
    while first < u8::MAX {
        if first.is_ascii_digit() || !first.is_ascii_graphic() && !matches!(first, b'\n' | b'\r') {
            pairs = pairs.with_any_behind(first);
        }
        first += 1;
    }
    pairs
};

/// Whether a record or a message id may begin at a line; one that begins with a sign beyond ASCII is looked at.
fn may_open_head(line: &[u8]) -> bool {
    match line {
        [] | [b'\n' | b'\r', ..] => false,
        [b'V', ..] => true,
        [first, ..] => !first.is_ascii_graphic() || record::may_open(line),
    }
}

fn keep_longer<T>(list: &mut Vec<T>, other: Vec<T>) {
    if list.len() < other.len() {
        *list = other;
    }
}

/// How much of a subject there is; one that ends in `...` was cut and counts less than any other.
fn length(text: &str, subject: Option<&Value>) -> usize {
    subject.map_or(0, |subject| {
        let subject = subject.text(text);
        if subject.ends_with("...") { 1 } else { 1 + subject.len() }
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::cable::{Cable, Hints};

    /// Level, subject, tags, references and action addressees, one a line.
    fn shown(text: &str, name: &str) -> [String; 5] {
        let cable: Cable = parse(text, &Hints { name: Some(name.to_owned()), ..Hints::default() });
        let list = |values: Vec<&str>| values.join(" ");
        [
            cable.classification.as_ref().map_or(String::new(), |it| it.marking.to_string()),
            cable.subject.as_ref().map_or(String::new(), |it| it.text(text).to_owned()),
            list(cable.tags.iter().map(|it| it.text(text)).collect()),
            list(cable.references.iter().filter_map(|it| it.id.as_deref()).collect()),
            cable.to.iter().map(|it| it.name.text(text)).collect::<Vec<_>>().join(", "),
        ]
    }

    const CUT: &str = "UNCLAS ROME 000042\n\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: FISH...\n\n";
    const RECORD: &str = "id: 12\ndate: 6/19/2007 17:12\nrefid: 07ROME42\norigin: Embassy Rome\n\
                          classification: UNCLASSIFIED\ndestination: \nheader:\n";
    const HEADER: &str = "VZCZCXYZ0000\nRR RUEHC\nR 191712Z JUN 07\nFM AMEMBASSY ROME\nTO RUEHC/SECSTATE WASHDC 5894\n";
    const FULL: &str =
        "UNCLAS ROME 000042\n\nTAGS: PGOV PREL\nSUBJECT: FISH AND BOATS\nREF: A. ROME 12\n\n1. (U) They left.\n";
    const EXPECTED: [&str; 5] = ["UNCLASSIFIED", "FISH AND BOATS", "PGOV PREL", "07ROME12", "SECSTATE WASHDC"];

    #[test]
    fn the_fuller_head_counts() {
        let rule = "----------------- header ends ----------------\n";
        let lines = "12\n2007-06-19 17:12:00\n07ROME42\nEmbassy Rome\nUNCLASSIFIED\n07ROME12|07STATE1\n";
        for text in [
            format!("{CUT}{RECORD}{HEADER}{rule}\n{FULL}"),
            format!("{CUT}{lines}{HEADER}\n{FULL}"),
            format!("{HEADER}\n{lines}{HEADER}\n{FULL}"),
            format!("{HEADER}\n{CUT}{FULL}"),
            format!("{CUT}1. (U) They l...\n\n{RECORD}{HEADER}\n{FULL}"),
            format!("2007-06-19 17:12:00\t07ROME42\tEmbassy Rome\tUNCLASSIFIED\t\t{}\t{FULL}", HEADER.trim_end()),
        ] {
            assert_eq!(shown(&text, "07ROME42"), EXPECTED, "{text}");
        }
    }

    #[test]
    fn a_number_below_the_text_is_no_record() {
        let text = "UNCLAS ROME 000042\n\nTAGS: PGOV\nSUBJECT: FISH\n\nJune 19\n\nThe boats left.\nDOE\n\nID:\t42";
        let cable = parse(text, &Hints::default());
        assert_eq!((cable.paragraphs.len(), cable.signatures.len()), (2, 1));
    }

    #[test]
    fn a_record_names_the_level_where_no_head_does() {
        let text = "CLASSIFICATION: SECRET\nMISC: \nDESTINATION: \n\nTAGS: PGOV\nSUBJECT: FISH\n\n1. (S) They left.\n";
        assert_eq!(shown(text, "07ROME42"), ["SECRET", "FISH", "PGOV", "", ""]);
    }

    #[test]
    fn the_subject_of_a_mail_is_not_the_cables() {
        let text = format!(
            "From: Doe\nTo: Roe\nSubject: ROME 0042 R UN 19-JUN-07 FISH AND BOATS [7168207]\n\n{HEADER}\n{FULL}"
        );
        assert_eq!(shown(&text, "07ROME42"), EXPECTED);
    }

    #[test]
    fn heads_without_line_ends() {
        let text = "Cable dated:2007-06-19T17:12:00C O N F I D E N T I A L ROME 000042SIPDISFOR THE MINISTERE.O. 12958: \
                    DECL: 06/19/2017TAGS: PGOV PREL\n\n1. (C) They left.\n";
        assert_eq!(shown(text, "07ROME42"), ["CONFIDENTIAL", "", "PGOV PREL", "", ""]);
        let text = "Tuesday, 19 June 2007, 17:12 S E C R E T SECTION 01 OF 02 ROME 000042 SIPDIS EO 12958 DECL: 06/19/2017 TAGS \
                    PGOV, PREL SUBJECT: FISH REF: ROME 12 1. (S) They left.\n";
        assert_eq!(shown(text, "07ROME42"), ["SECRET", "FISH", "PGOV PREL", "07ROME12", ""]);
    }

    #[test]
    fn fields_without_keywords() {
        let text = "UNCLAS ROME 000042\n\nE.O. 12958: N/A\nPGOV, PREL\n(B) Sao Paulo 215;\n(C) 05 Sao Paulo 975\n\n1. (U) They left.\n";
        let references = "07SAOPAULO215 05SAOPAULO975";
        assert_eq!(shown(text, "07ROME42"), ["UNCLASSIFIED", "", "PGOV PREL", references, ""]);
    }
}

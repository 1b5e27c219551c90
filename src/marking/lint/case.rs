//! What the checks look at: the cable with its markings, and what several checks need to know of it.

use jiff::civil::Date;

use crate::cable::{Cable, Code, Hints, Level, Marking, Paragraph, mark};
use crate::marking::find::{self, Mark, MarkKind, Rejected};
use crate::text::Span;

/// Takes what a check found.
pub(super) type Say<'a> = dyn FnMut(Span, String) + 'a;

/// A cable under inspection.
pub(super) struct Case<'a> {
    pub(super) cable: &'a Cable,
    pub(super) text: &'a str,
    pub(super) hints: &'a Hints,
    pub(super) today: Date,
    /// Every marking of the text.
    pub(super) marks: Vec<Mark>,
    pub(super) rejected: Vec<Rejected>,
    /// Numbered paragraphs of the cable itself.
    pub(super) numbered: Vec<&'a Paragraph>,
    /// The day of the cable.
    pub(super) origin: Option<Date>,
    /// Where another cable begins that was copied into the same text; the end of the text where none was.
    end: usize,
}

impl<'a> Case<'a> {
    pub(super) fn new(cable: &'a Cable, text: &'a str, hints: &'a Hints, today: Date) -> Self {
        let (marks, rejected) = find::scan(text, cable);
        let sent = cable.dtg.as_ref().and_then(|group| group.time).or(hints.date).map(|time| time.date());
        let origin = sent.or(cable.archived_on);
        let end = other_cable(cable, text).unwrap_or(text.len());
        let mut numbered = numbered(cable, text);
        numbered.retain(|paragraph| (paragraph.span.start as usize) < end);
        Case { cable, text, hints, today, marks, rejected, numbered, origin, end }
    }

    /// Hands over what the parser has found already, so that it is said in one way only.
    pub(super) fn parser_noted(&self, code: &Code, say: &mut Say<'_>) {
        for found in self.cable.diagnostics.iter().filter(|found| found.code == code.name) {
            say(found.span, found.message.clone());
        }
    }

    /// The marking of the whole.
    pub(super) fn whole(&self) -> Option<&'a Marking> {
        self.cable.classification.as_ref().map(|line| &line.marking)
    }

    /// The level of the whole. A caption whose line was lost makes it controlled as well as one that was read.
    pub(super) fn level(&self) -> Option<Level> {
        let level = self.whole()?.level;
        let raised = level == Level::Unclassified && self.says_sensitive();
        Some(if raised { Level::Controlled } else { level })
    }

    /// Whether the words before the first paragraph call the cable sensitive.
    fn says_sensitive(&self) -> bool {
        const FAR: usize = 4_000;
        let from = self.line().end as usize;
        let end = self.cable.paragraphs.first().map_or(self.text.len(), |first| first.span.start as usize);
        let end = self.text.floor_char_boundary(end.min(from + FAR));
        // Without its first letter, which lines tend to lose.
        self.text.get(from..end).is_some_and(|head| head.contains("ENSITIVE"))
    }

    /// Where the classification line is; the start of the text where there is none.
    pub(super) fn line(&self) -> Span {
        self.cable.classification.as_ref().map_or(Span::new(0, 0), |line| line.span)
    }

    /// The marking of the whole, where it is a classified one.
    pub(super) fn classified(&self) -> Option<&'a Marking> {
        self.whole().filter(|marking| marking.level.rank() >= Level::Confidential.rank())
    }

    /// Portion marks of the cable that are certain.
    pub(super) fn portions(&self) -> impl Iterator<Item = (&Mark, Level)> {
        let own = self.marks.iter().take_while(|mark| (mark.span.start as usize) < self.end);
        let portions = own.filter(|mark| matches!(mark.kind, MarkKind::Portion(_)) && mark.certain);
        portions.filter_map(|mark| mark.level.map(|level| (mark, level)))
    }

    /// The roll-up of all portion marks, those within paragraphs too.
    pub(super) fn rolled_up(&self) -> Option<Marking> {
        let portions: Vec<Marking> = self.portions().filter_map(|(mark, _)| mark.marking()).collect();
        crate::marking::of_markings(&portions)
    }

    /// Whether a paragraph has a mark: its own, a damaged one, or one right behind its heading.
    pub(super) fn is_marked(&self, paragraph: &Paragraph) -> bool {
        const NEAR: u32 = 100;
        let end = paragraph.body.start.saturating_add(NEAR).min(paragraph.span.end);
        let from = self.marks.partition_point(|mark| mark.span.start < paragraph.span.start);
        let near = self.marks[from..].iter().take_while(|mark| mark.span.start < end);
        paragraph.portion.is_some()
            || near.into_iter().any(|mark| matches!(mark.kind, MarkKind::Portion(_)) || mark.level.is_some())
    }

    /// Whether one mark was given for all paragraphs.
    pub(super) fn has_entire_text(&self) -> bool {
        self.numbered.iter().take(2).any(|paragraph| {
            let written = paragraph.span.of(self.text);
            let head = written.get(..written.floor_char_boundary(120)).unwrap_or(written).to_ascii_uppercase();
            head.contains("ENTIRE TEXT") || head.contains("ENTIRE MESSAGE") || head.contains("ENTIRE CABLE")
        })
    }

    /// The year of the cable, from its date or its id.
    pub(super) fn year(&self) -> Option<i16> {
        let from_id = || {
            let figures: i16 = self.cable.id.as_deref()?.get(..2)?.parse().ok()?;
            Some(if figures >= 66 { 1900 + figures } else { 2000 + figures })
        };
        self.origin.map(|date| date.year()).or_else(from_id)
    }

    /// Whether it is an extract, whose other parts are not known.
    pub(super) fn is_part(&self) -> bool {
        self.cable.partial
            || self.cable.section.is_some_and(|section| section.of > 1) && self.one_section_only()
            || holds(self.text, CUT) && self.text.lines().any(is_cut)
    }

    /// Whether only one of several sections stands in the text.
    fn one_section_only(&self) -> bool {
        let lines = self.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Classification | MarkKind::Banner));
        lines.count() < 2 && !holds(self.text, " OF 0")
    }

    /// What the column of the level says.
    pub(super) fn column(&self) -> Option<Marking> {
        mark::banner(self.hints.level.as_deref()?).map(|banner| banner.reading.marking)
    }
}

/// Where the transmission of a cable with another serial number begins behind the classification line. Copies of
/// collections have a few texts into which another was put.
fn other_cable(cable: &Cable, text: &str) -> Option<usize> {
    const FAR: usize = 120;
    let own = cable.id.as_deref()?.trim_start_matches(|c: char| c.is_ascii_digit());
    let own = own.trim_start_matches(|c: char| !c.is_ascii_digit());
    let from = cable.classification.as_ref()?.span.end as usize;
    let behind = text.get(from..)?;
    let starts = memchr::memmem::find_iter(behind.as_bytes(), b"VZCZC").map(|at| from + at);
    starts.into_iter().find(|at| {
        let head = text.get(*at..text.floor_char_boundary(at + FAR)).unwrap_or_default();
        let number = head.split_once('#').map_or("", |(_, number)| number.trim_start_matches('0'));
        let figures = number.bytes().take_while(u8::is_ascii_digit).count();
        // A transmission has the last four figures.
        figures > 0 && !own.ends_with(&number[..figures])
    })
}

/// What stands where an editor cut words off.
const CUT: &str = "...";

/// Whether an editor cut words off.
pub(super) fn is_cut(words: &str) -> bool {
    words.trim_end().ends_with(CUT)
}

/// The paragraphs that count up from 1. Others are paragraphs of a text that the cable quotes.
fn numbered<'a>(cable: &'a Cable, text: &str) -> Vec<&'a Paragraph> {
    // One search of the whole text spares those of its paragraphs in nearly every cable.
    let opens_quote = |words: &str| holds(words, "BEGIN T") || holds(words, "Begin ");
    let may_quote = opens_quote(text);
    let mut next = 1;
    let mut quoting = false;
    let mut found = Vec::new();
    for paragraph in &cable.paragraphs {
        let number = paragraph.number.as_ref().and_then(|number| number.text(text).parse::<u32>().ok());
        // `3)` and `(3)` count points of a list, unless a mark stands behind them. A gap of one is a slip of the typist.
        let after = paragraph.number.as_ref().and_then(|number| text.as_bytes().get(number.span.end as usize));
        let own = after == Some(&b'.') || paragraph.portion.is_some();
        if let Some(number) = number.filter(|number| own && !quoting && (next..=next + 1).contains(number)) {
            found.push(paragraph);
            next = number + 1;
        }
        let words = paragraph.span.of(text);
        if may_quote && (quoting || opens_quote(words)) {
            for (_, opens) in QUOTES.iter().filter(|(word, _)| holds(words, word)) {
                quoting = *opens;
            }
        }
    }
    found
}

/// What opens and closes a text that a cable quotes. In the order in which they stand in a paragraph that has both.
const QUOTES: &[(&str, bool)] = &[
    ("BEGIN TEXT", true),
    ("Begin text", true),
    ("Begin Text", true),
    ("BEGIN TRANSLATION", true),
    ("END TEXT", false),
    ("End text", false),
    ("End Text", false),
    ("END TRANSLATION", false),
];

/// Whether words stand in a text, which may be long.
pub(super) fn holds(text: &str, words: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some()
}

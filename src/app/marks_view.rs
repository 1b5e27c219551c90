//! The markings of a cable as a table: the banner and what the portions come to, a row a paragraph, and under each what
//! is wrong there.
//!
//! Decides what stands where; which rules there are is the business of [`crate::marking`].

use std::cmp::Ordering;

use super::fields::declassification;
use super::marked::Marked;
use super::motion::Motion;
use super::page::{Block, Page};
use super::read_view::{Setup, one_line};
use super::rich::{Family, Rich, Role};
use super::source_view::family;
use crate::archive::Document;
use crate::cable::{Paragraph, Severity};
use crate::marking::{Finding, Mark, MarkKind};
use crate::text::Span;
use crate::text::line::lines;
use crate::text::width::width;

/// Columns of the labels, and of the numbers of paragraphs.
const LABELS: u16 = 10;
const NUMBERS: u16 = 5;
/// The words of a paragraph stand behind its mark; a longer mark pushes them on.
const WIDEST_MARK: usize = 12;
/// So many bytes of a paragraph are more than a row can show.
const FIRST_WORDS: usize = 400;
/// Between two things on a line that are not of a kind.
const GAP: &str = "   ";

/// The table, and where each of its rows leads.
#[derive(Debug, Clone, Default)]
pub struct MarksView {
    /// The page.
    pub page: Page,
    leads: Vec<Option<u32>>,
    /// Which blocks are rows, and no explanations that come and go.
    rows: Vec<usize>,
}

impl MarksView {
    /// The view of a document.
    pub fn new(document: &Document, marked: &Marked, setup: Setup) -> Self {
        let starts = lines(&document.text).map(|line| line.whole.start).collect();
        let (blocks, leads, rows) = (Vec::new(), Vec::new(), Vec::new());
        let table = Table { document, marked, setup, starts, blocks, leads, rows }.build();
        MarksView { page: Page::with_cursor(table.blocks), leads: table.leads, rows: table.rows }
    }

    /// The row under the cursor, counted without explanations.
    pub fn row(&self) -> Option<usize> {
        let cursor = self.page.cursor()?;
        self.rows.partition_point(|block| *block <= cursor).checked_sub(1)
    }

    /// Puts the cursor on a row.
    pub fn go_row(&mut self, row: usize) {
        if let Some(block) = self.rows.get(row) {
            self.page.go(Motion::To(*block));
        }
    }

    /// The byte of the source that the row under the cursor is about.
    pub fn place(&self) -> Option<u32> {
        self.page.cursor().and_then(|at| self.leads.get(at).copied().flatten())
    }
}

/// What stands before a finding.
pub fn sign(severity: Severity) -> (&'static str, Role) {
    match severity {
        Severity::Error | Severity::Warning => ("▲", Role::Warning),
        Severity::Info => ("●", Role::Plain),
    }
}

struct Table<'a> {
    document: &'a Document,
    marked: &'a Marked,
    setup: Setup,
    /// Where the lines of the text begin: a cable may have as many findings as lines, so none is counted to from the top.
    starts: Vec<u32>,
    blocks: Vec<Block>,
    leads: Vec<Option<u32>>,
    rows: Vec<usize>,
}

impl<'a> Table<'a> {
    fn build(mut self) -> Self {
        let (cable, findings) = (&self.document.cable, self.marked.findings.as_slice());
        let banner = cable.classification.as_ref().map(|line| line.span.start);
        self.labelled("Banner", self.banner(), banner);
        self.labelled("Portions", self.portions(), None);
        let order = cable.executive_order.as_ref().map(|order| order.span.start);
        self.labelled("Declass", declassification(self.document, self.marked, self.setup), order);
        let first = cable.paragraphs.first().map_or(u32::MAX, |paragraph| paragraph.span.start);
        let (head, body) = findings.split_at(findings.partition_point(|finding| finding.span.start < first));
        let (wire, above): (Vec<_>, Vec<_>) = head.iter().partition(|finding| self.is_routing(finding));
        if findings.is_empty() {
            self.labelled("Checks", Rich::of("✓ nothing is wrong with the markings", Role::Dim), None);
        }
        for finding in above {
            self.finding(finding, LABELS);
        }
        self.paragraphs(body);
        self.routing(&wire);
        self
    }

    fn banner(&self) -> Rich {
        match &self.document.cable.classification {
            Some(line) => Rich::of(&line.marking.to_string(), Role::Marking(line.marking.level)),
            None => Rich::of("none", Role::Dim),
        }
    }

    /// What the portions come to, and whether the banner says the same.
    fn portions(&self) -> Rich {
        let Some(rolled) = &self.marked.rolled else { return Rich::of("none is marked", Role::Dim) };
        let mut line = Rich::of(&rolled.to_string(), Role::Marking(rolled.level));
        let banner = self.document.cable.classification.as_ref().map(|line| line.marking.level);
        match banner.map(|banner| rolled.level.rank().cmp(&banner.rank())) {
            Some(Ordering::Greater) => line.put("   ▲ above the banner", Role::Warning),
            Some(Ordering::Less) => line.put("   ● none is as high as the banner", Role::Plain),
            Some(Ordering::Equal) if self.finds("control-missing") => {
                line.put("   ▲ NOFORN is missing above", Role::Warning)
            }
            Some(Ordering::Equal) => line.put("   ✓ as high as the banner", Role::Dim),
            None => &mut line,
        };
        line
    }

    fn finds(&self, rule: &str) -> bool {
        self.marked.findings.iter().any(|finding| finding.rule.code == rule)
    }

    fn paragraphs(&mut self, findings: &[Finding]) {
        let (text, paragraphs) = (self.document.text.as_str(), &self.document.cable.paragraphs);
        let numbered = paragraphs.iter().any(|paragraph| paragraph.number.is_some());
        let marks = paragraphs.iter().filter_map(|paragraph| paragraph.portion.as_ref());
        let widest = marks.map(|portion| width(&one_line(portion.text.text(text)))).max().unwrap_or(0).min(WIDEST_MARK);
        let mut rest = findings;
        let nexts = paragraphs.iter().skip(1).map(|next| next.span.start).chain([u32::MAX]);
        for (n, (paragraph, next)) in paragraphs.iter().zip(nexts).enumerate() {
            let (own, others) = rest.split_at(rest.partition_point(|finding| finding.span.start < next));
            rest = others;
            // Headings and loose lines are no portions; they are shown where something is wrong with them.
            let counts = paragraph.number.is_some() || paragraph.portion.is_some() || !numbered;
            if n == 0 {
                self.push(Block::blank(), None);
            }
            if counts || !own.is_empty() {
                self.paragraph(paragraph, widest);
            }
            for finding in own {
                self.finding(finding, NUMBERS);
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, widest: usize) {
        let text = self.document.text.as_str();
        let mut line = Rich::new();
        if let Some(mark) = self.doubtful(paragraph) {
            line.put(&one_line(mark.span.of(text)), Role::Uncertain).put("?", Role::Warning);
        } else if let Some(portion) = &paragraph.portion {
            line.put(&one_line(portion.text.text(text)), Role::Marking(portion.marking.level));
        } else {
            line.put("—", Role::Dim);
        }
        let fill = (widest + 2).saturating_sub(width(line.text())).max(1);
        line.put(&" ".repeat(fill), Role::Plain).put(&first_words(paragraph.body.of(text)), Role::Plain);
        let number = paragraph.number.as_ref().map(|number| {
            let number = one_line(number.text(text));
            // Letters stand under the paragraph that they belong to.
            let deeper = if number.starts_with(char::is_alphabetic) { "  " } else { "" };
            format!("{deeper}{number}.")
        });
        let block = Block {
            lead: Rich::of(&number.unwrap_or_default(), Role::Dim),
            indent: NUMBERS,
            hang: NUMBERS,
            text: line,
            at: Some(paragraph.span.start),
            cut: true,
            ..Block::default()
        };
        self.push(block, Some(paragraph.span.start));
    }

    /// A portion mark that can only be guessed. What was forged or misread is no mark to the parser, but one to the reader.
    fn doubtful(&self, paragraph: &Paragraph) -> Option<&'a Mark> {
        let marks = self.marked.marks_in(paragraph.span);
        let first = marks.first().filter(|mark| matches!(mark.kind, MarkKind::Portion(_)) && !mark.certain)?;
        let before = Span { start: paragraph.body.start, end: first.span.start }.of(&self.document.text);
        before.trim().is_empty().then_some(first)
    }

    fn finding(&mut self, finding: &Finding, indent: u16) {
        let (sign, role) = sign(finding.rule.severity);
        let number = self.starts.partition_point(|start| *start <= finding.span.start).max(1);
        let mut line = Rich::of(sign, role);
        line.put(" ", role).put(finding.rule.code, role).put(GAP, Role::Dim);
        line.put(&one_line(&finding.message), role);
        line.put(&format!("   line {number}"), Role::Dim);
        let block = Block { indent, hang: indent + 2, text: line, stop: true, ..Block::default() };
        self.push(block, Some(finding.span.start));
        if self.setup.explained {
            let text = Rich::of(finding.rule.explanation, Role::Dim);
            let indent = indent + 2;
            self.blocks.push(Block { indent, hang: indent, text, ..Block::default() });
            self.leads.push(Some(finding.span.start));
        }
    }

    /// What the lines that carried the message say of it: what agrees, and what does not.
    fn routing(&mut self, findings: &[&Finding]) {
        let agreed = self.agreements();
        if agreed.is_empty() && findings.is_empty() {
            return;
        }
        self.push(Block::blank(), None);
        self.push(Block::words("Routing", Role::Label), None);
        for (words, at) in agreed {
            let block = Block { indent: 2, hang: 4, text: Rich::of(&words, Role::Dim), ..Block::default() };
            self.push(block, Some(at));
        }
        for finding in findings {
            self.finding(finding, 2);
        }
    }

    fn agreements(&self) -> Vec<(String, u32)> {
        let cable = &self.document.cable;
        let mut agreed = Vec::new();
        let Some(sent) = &cable.transmission else { return agreed };
        let at = sent.station.as_ref().or(sent.message_id.as_ref()).map_or(0, |value| value.span.start);
        if let (Some(secured), Some(line)) = (sent.security, &cable.classification)
            && secured.rank() == line.marking.level.rank()
        {
            agreed.push((format!("✓ secured as {}, as the banner says", secured.name()), at));
        }
        let filed = sent.filed.as_ref().map(|filed| (filed.text(&self.document.text), filed.span.start));
        if let (Some((filed, at)), Some(time)) = (filed, cable.dtg.as_ref().and_then(|dtg| dtg.time))
            && filed.get(..3).and_then(|day| day.parse().ok()) == Some(time.date().day_of_year())
        {
            agreed.push((
                format!("✓ filed on day {} of the year, which is {}", time.date().day_of_year(), time.date()),
                at,
            ));
        }
        agreed
    }

    /// Whether a finding is about the lines that carried the message.
    fn is_routing(&self, finding: &Finding) -> bool {
        let layout = &self.document.cable.layout;
        let piece = layout.get(layout.partition_point(|piece| piece.span.end <= finding.span.start));
        piece.is_some_and(|piece| matches!(family(piece.kind), Family::Wire | Family::Address))
    }

    fn labelled(&mut self, label: &'static str, text: Rich, leads: Option<u32>) {
        if !text.is_empty() {
            let lead = Rich::of(label, Role::Label);
            self.push(Block { lead, indent: LABELS, hang: LABELS, text, ..Block::default() }, leads);
        }
    }

    fn push(&mut self, block: Block, leads: Option<u32>) {
        self.rows.push(self.blocks.len());
        self.blocks.push(block);
        self.leads.push(leads);
    }
}

/// The first words of a paragraph on one line.
fn first_words(body: &str) -> String {
    let head = body.get(..body.floor_char_boundary(FIRST_WORDS)).unwrap_or(body);
    let words = head.split_whitespace().collect::<Vec<_>>().join(" ");
    if head.len() < body.len() { words + " …" } else { words }
}

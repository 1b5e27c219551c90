//! Labelled prints: the SMART form, whose fields stand behind keys (`MRN: 23 REYKJAVIK 42`), before the text and after
//! it. Source: the prints that the Department released in 2026; see the format's description of form F.

use super::super::cursor::is_blank;
use super::super::line::addressee::{self, Role};
use super::super::line::{dtg, executive_order};
use super::super::model::{ExecutiveOrder, PieceKind};
use super::super::words::{Ends, Fragments, Join, span_of, strip_prefix_ci, value_of};
use super::Parser;
use crate::text::line::Line;

/// A key of the form, and what is done with its value.
struct Label {
    key: &'static str,
    kind: PieceKind,
    read: fn(&mut Parser<'_>, &Fragments),
}

/// Keys that open such a print. One of them must stand before any other counts, as `Action:` and `From:` mean other
/// things elsewhere.
const OPENINGS: &[&str] = &["MRN:", "Date/DTG:"];

/// All keys but those that every form has (TAGS, Subject, Reference, Classified By).
const LABELS: &[Label] = &[
    Label { key: "MRN:", kind: PieceKind::Mrn, read: |parser, words| parser.mrn(words) },
    Label { key: "Date/DTG:", kind: PieceKind::Dtg, read: |parser, words| parser.labelled_dtg(words) },
    Label { key: "From:", kind: PieceKind::From, read: |parser, words| parser.cable.from = words.value(parser.text()) },
    Label { key: "Action:", kind: PieceKind::To, read: |parser, words| parser.labelled_addressees(Role::To, words) },
    Label { key: "Info:", kind: PieceKind::Info, read: |parser, words| parser.labelled_addressees(Role::Info, words) },
    Label {
        key: "XMT:",
        kind: PieceKind::Exempt,
        read: |parser, words| parser.labelled_addressees(Role::Exempt, words),
    },
    Label { key: "Captions:", kind: PieceKind::Caption, read: |parser, words| parser.labelled_captions(words) },
    Label { key: "Pass Line:", kind: PieceKind::Passing, read: |parser, words| parser.labelled_passing(words) },
    Label { key: "Declassify On:", kind: PieceKind::ExecutiveOrder, read: |parser, words| parser.declassify_on(words) },
    Label { key: "Signature:", kind: PieceKind::Signature, read: |parser, words| parser.labelled_signature(words) },
    Label { key: "Drafted By:", kind: PieceKind::Drafting, read: |_, _| () },
    Label { key: "Cleared By:", kind: PieceKind::Drafting, read: |_, _| () },
    Label { key: "Approved By:", kind: PieceKind::Drafting, read: |_, _| () },
    Label { key: "Released By:", kind: PieceKind::Drafting, read: |_, _| () },
    Label { key: "Attachments:", kind: PieceKind::Drafting, read: |_, _| () },
    Label { key: "Dissemination Rule:", kind: PieceKind::Drafting, read: |_, _| () },
];

/// Keys with which the part behind the text can begin.
const TRAILERS: &[&str] = &["Signature:", "Drafted By:", "Dissemination Rule:"];

impl<'t> Parser<'t> {
    /// Takes a labelled field.
    pub(super) fn labelled(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let opening = OPENINGS.iter().any(|key| words.starts_with(key));
        if !opening && !self.labelled {
            return false;
        }
        let Some((label, value)) = LABELS.iter().find_map(|label| Some((label, strip_prefix_ci(words, label.key)?)))
        else {
            return false;
        };
        self.labelled = true;
        self.begun = true;
        let mut fragments = Fragments::default();
        fragments.push(text, value, Join::Blank);
        self.cursor.take(line, label.kind);
        // Lines that go on are indented to the column of the values, or stand below one that awaits more.
        let goes_on = |line: &Line, above: &str| {
            let words = line.text(text);
            let awaited = || above.trim_end().ends_with([';', ',']) && !words.contains(':');
            !is_blank(words) && (words.starts_with("    ") || awaited())
        };
        while let Some(next) = self.cursor.line().filter(|line| goes_on(line, fragments.last(text))) {
            fragments.push(text, next.text(text), Join::Blank);
            self.cursor.take(next, label.kind);
        }
        (label.read)(self, &fragments);
        true
    }

    /// Where the part behind the text begins, from `from` on; `None` where there is none.
    pub(super) fn trailer(&self, from: usize) -> Option<usize> {
        let text = self.text();
        let rest = text.get(from..).filter(|_| self.labelled)?;
        let at = TRAILERS.iter().filter_map(|key| {
            let find = memchr::memmem::find_iter(rest.as_bytes(), key.as_bytes());
            find.map(|at| from + at).find(|at| text[..*at].ends_with(['\n', '\r']))
        });
        at.min()
    }

    /// The part behind the text.
    pub(super) fn trailer_fields(&mut self) {
        let text = self.text();
        while let Some(line) = self.cursor.line() {
            if is_blank(line.text(text)) {
                self.cursor.take(line, PieceKind::Blank);
            } else if !self.labelled(line) {
                let banner = super::super::line::classification::read(text, line.text(text)).is_some();
                self.cursor.take(line, if banner { PieceKind::Page } else { PieceKind::End });
            }
        }
    }

    fn mrn(&mut self, words: &Fragments) {
        let written = words.reading(self.text());
        self.mrn = self.mrn.take().or_else(|| super::super::canonical_id(&written));
    }

    /// `Feb 02, 2024 / 021600Z FEB 24`.
    fn labelled_dtg(&mut self, words: &Fragments) {
        let text = self.text();
        let Some(span) = words.span() else { return };
        let whole = span.of(text);
        let group = whole.rsplit_once('/').map_or(whole, |(_, group)| group);
        let group = dtg::read(text, group).map(|(group, _)| group);
        self.cable.dtg = self.cable.dtg.take().or(group);
    }

    fn labelled_addressees(&mut self, role: Role, words: &Fragments) {
        let text = self.text();
        for part in words.parts(text).flat_map(|part| part.split(';')) {
            let part = part.trimmed();
            if role == Role::Exempt {
                let list = if self.cable.info.is_empty() { &mut self.cable.to } else { &mut self.cable.info };
                if let Some(last) = list.last_mut().filter(|_| !part.is_empty()) {
                    last.exempt.push(value_of(text, part));
                }
            } else if let Some(entry) = addressee::entry(text, part) {
                let list = if role == Role::Info { &mut self.cable.info } else { &mut self.cable.to };
                list.push(entry);
            }
        }
    }

    /// `SENSITIVE, RELTO USA, NZL`: a release list is a control of the marking, and no caption of its own.
    fn labelled_captions(&mut self, words: &Fragments) {
        let text = self.text();
        let span = words.span().unwrap_or_default();
        let whole = span.of(text);
        let list = whole.find("RELTO").unwrap_or(whole.len());
        for part in whole[..list].split([',', ';', '\n', '\r']).map(Ends::trimmed) {
            if !part.is_empty() && !part.eq_ignore_ascii_case("n/a") && !part.eq_ignore_ascii_case("none") {
                self.add_caption(value_of(text, part));
            }
        }
        if list < whole.len() {
            self.add_caption(value_of(text, whole[list..].trimmed()));
        }
    }

    fn labelled_passing(&mut self, words: &Fragments) {
        self.end_passing();
        self.cable.passing.extend(words.value(self.text()));
    }

    /// `Declassify On: 25X1, 20410518`, beside an E.O. line with nothing but the order's number.
    fn declassify_on(&mut self, words: &Fragments) {
        let text = self.text();
        let Some(span) = words.span() else { return };
        self.declassify_on = Some(span.of(text));
    }

    fn labelled_signature(&mut self, words: &Fragments) {
        if let Some(name) = words.value(self.text()) {
            self.cable.signatures.push(name);
        }
    }

    /// Adds the instruction of `Declassify On` to the order.
    pub(super) fn settle_declassification(&mut self, year: Option<i16>) {
        let text = self.text();
        let Some(instruction) = self.declassify_on else { return };
        let span = span_of(text, instruction);
        let order = self.cable.executive_order.get_or_insert_with(|| ExecutiveOrder {
            order: None,
            declassify_on: None,
            event: None,
            exemptions: Vec::new(),
            text: None,
            span,
        });
        executive_order::declassification(text, instruction, year, order);
        if order.text.is_none() {
            order.text = Some(value_of(text, instruction));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::cable::Hints;

    #[test]
    fn lists_of_addressees_that_wrap() {
        let text = "MRN: 23 REYKJAVIK 42\nFrom: AMEMBASSY REYKJAVIK\nAction: WASHDC, SECSTATE ROUTINE;\nPARIS, AMEMBASSY\n\
                    TAGS: PREL\nSubject: Boats\n\n1. (U) They left.\n";
        let cable = parse(text, &Hints::default());
        let names: Vec<&str> = cable.to.iter().map(|it| it.name.text(text)).collect();
        assert_eq!(names, ["WASHDC, SECSTATE", "PARIS, AMEMBASSY"]);
        assert_eq!(cable.tags.len(), 1);
    }
}

//! What stands between the classification line and the body: captions, passing lines, and fields with keywords.
use super::super::cursor::is_blank;
use super::super::keyword::{self, Key};
use super::super::line::{caption, classification, classified_by, executive_order, passing, references, subject, tags};
use super::super::model::PieceKind;
use super::super::search::{Letters, Needle};
use super::super::words::{Ends, Fragments, Join, Signs, folded_value, offset_in, span_of, strip_prefix_ci, value_of};
use super::super::{Code, body, table};
use super::super::{field, field_below};
use super::{Depth, FAR, Open, Parser};
use crate::text::line::Line;
use crate::text::{Span, Value};

/// What stands above a cable of which only a part is there.
const EXTRACT: &str =
    "This record is a partial extract of the original cable. The full text of the original cable is not available.";

impl<'t> Parser<'t> {
    /// Takes the line that tells of an extract, as it mostly stands.
    pub(super) fn usual_preface(&mut self, words: &str, line: Line) -> bool {
        if words != EXTRACT {
            return false;
        }
        self.cable.partial = true;
        self.cursor.take(line, PieceKind::Preface);
        true
    }

    pub(super) fn preface(&mut self, line: Line) -> bool {
        let words = line.text(self.text());
        const EXTRACT: Needle = Needle::new("partial extract of the original");
        // What a field left of a very long line was searched as part of the whole.
        let near = words.len() <= FAR || self.begins_line(line);
        if near && EXTRACT.is_in(words) {
            self.cable.partial = true;
            self.cursor.take(line, PieceKind::Preface);
            return true;
        }
        // `ID:12 Cable dated:2009-09-14T13:52:00C O N F I D E N T I A L ...`: a web page put its date before the text.
        const DATED: Needle = Needle::new("Cable dated:");
        let front = &words[..words.floor_char_boundary(DATED.word().len() + 12)];
        let Some(at) = DATED.find(front).filter(|_| !self.cable_has_fields() && self.begins_line(line)) else {
            return false;
        };
        let rest = &words[at + DATED.word().len()..];
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | ' ' | ']'));
        let end = if behind.is_empty() { line.whole.end as usize } else { offset_in(self.text(), behind) };
        self.cursor.take_to(end, PieceKind::Preface);
        true
    }

    /// Takes the date that a newspaper's page put before the text, where the line end behind it is lost: `Friday, 18 December
    /// 2009, 11:04 UNCLAS ROME 000042`.
    pub(super) fn dated(&mut self, line: Line) -> bool {
        const LONGEST: usize = "31 September 2009, 11:04".len();
        let text = self.text();
        let words = line.text(text).trimmed_start();
        let level = || {
            let rest = field_below::behind_day(words)?;
            let colon = rest.bytes().take(LONGEST).position(|byte| byte == b':')?;
            let behind = rest.get(colon + 1..)?.trim_start_matches(|c: char| c.is_ascii_digit()).trimmed_start();
            classification::read_prefix(text, behind).filter(|(found, _)| found.number.is_some()).map(|_| behind)
        };
        let Some(level) = level().filter(|_| self.cable.classification.is_none()) else { return false };
        self.cursor.take_to(offset_in(text, level), PieceKind::Preface);
        true
    }

    /// Whether `line` is a line from its beginning, and not what a field left of one.
    fn begins_line(&self, line: Line) -> bool {
        self.text()[..line.whole.start as usize].bytes().next_back().is_none_or(|b| matches!(b, b'\n' | b'\r'))
    }

    pub(super) fn field(&mut self, line: Line) -> bool {
        match keyword::key(line.text(self.text())) {
            Some((key, value)) => self.keyed(line, key, value),
            None => self.keyless(line),
        }
    }

    /// The field at the cursor, if its keyword is written as nearly all cables write it.
    pub(super) fn usual_field(&mut self, words: &'t str, line: Line) -> bool {
        let Some((key, value)) = keyword::usual(words) else { return false };
        if !self.in_section && self.whole_field(line, key, value) {
            self.open = Open::Nothing;
            return self.take(line, key.piece());
        }
        self.keyed(line, key, value)
    }

    /// Reads a field that says all on its one line, as nearly all orders and TAGS do: nothing else stands on it, and another
    /// field opens on the next.
    fn whole_field(&mut self, line: Line, key: Key, value: &'t str) -> bool {
        let text = self.text();
        let below = |parser: &Self| parser.cursor.after(line).is_some_and(|below| keyword::is_usual(below.text(text)));
        match key {
            Key::ExecutiveOrder if executive_order::is_usual(value) && below(self) => {
                self.add_order(value, line.words);
                true
            }
            Key::Tags if below(self) => {
                tags::plain(text, [span_of(text, value)]).map(|tags| self.add_tags(tags)).is_some()
            }
            _ => false,
        }
    }

    fn add_order(&mut self, value: &'t str, span: Span) {
        // `E.O.` alone on its line says nothing yet.
        if self.cable.executive_order.is_none() && self.order.is_none_or(|(words, _)| words.is_empty()) {
            self.order = Some((value, span));
        }
    }

    fn add_tags(&mut self, tags: Vec<Value>) {
        if self.cable.tags.is_empty() {
            self.cable.tags = tags;
        }
    }

    /// The field at the cursor, whose keyword has `key` and leaves `value` of its line.
    fn keyed(&mut self, line: Line, key: Key, value: &'t str) -> bool {
        let text = self.text();
        if self.in_section && !self.is_section_field(key, line.text(text)) {
            return false;
        }
        self.open = Open::Nothing;
        self.begun = true;
        let value_span = span_of(text, value);
        let gathered = field::gather(&mut self.cursor, key, value);
        match key {
            Key::ExecutiveOrder => {
                let end = gathered.words.span().map_or(value_span.end, |span| span.end);
                let words = Span::new(value_span.start as usize, end as usize);
                self.add_order(words.of(text), gathered.span);
            }
            Key::Tags => self.add_tags(tags::read(text, &gathered.words)),
            Key::Subject if self.cable.subject.as_ref().is_none_or(|it| is_broken_off(it.text(text))) => {
                (self.cable.subject, self.cable.subject_portion) = subject::read(text, &gathered.words);
            }
            Key::References => self.reference_words.push(gathered.words),
            Key::ClassifiedBy
                if self.cable.classified_by.as_ref().is_none_or(|it| is_broken_off(it.text.text(text))) =>
            {
                self.authority(gathered.words);
            }
            Key::Reason => self.add_reasons(&gathered.words),
            _ => {}
        }
        true
    }

    /// A field that lost its keyword: half an E.O. line, codes below the order, labelled references below the tags.
    fn keyless(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let (key, value) = if self.cable.tags.is_empty() && self.order.is_some() && tags::is_list(words) {
            (Key::Tags, words)
        } else if !self.cable.tags.is_empty() && self.reference_words.is_empty() && references::is_list(words) {
            (Key::References, words)
        } else if let Some(value) = self.bare_subject(words) {
            (Key::Subject, value)
        } else {
            return self.lone_declassification(line);
        };
        self.open = Open::Nothing;
        let gathered = field::gather(&mut self.cursor, key, value);
        match key {
            Key::Tags => self.cable.tags = tags::read(text, &gathered.words),
            Key::Subject => (self.cable.subject, self.cable.subject_portion) = subject::read(text, &gathered.words),
            _ => self.reference_words.push(gathered.words),
        }
        true
    }

    /// The words of a subject without the sign behind its keyword: only where a subject is to be expected, below the order or
    /// the tags.
    fn bare_subject<'w>(&self, words: &'w str) -> Option<&'w str> {
        let expected = self.cable.subject.is_none() && (!self.cable.tags.is_empty() || self.order.is_some());
        expected.then(|| subject::behind_bare_keyword(words)).flatten()
    }

    /// `DECL: 08/22/2017`: what is left of an E.O. line that lost its beginning.
    fn lone_declassification(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let missing = self.cable.subject.is_none() && self.order.is_none();
        if !missing
            || strip_prefix_ci(words, "DECL:").is_none()
            || self.opens_inside(words, Letters::of(words)).is_some()
        {
            return false;
        }
        self.order = Some((words, line.words));
        self.open = Open::Nothing;
        self.take(line, PieceKind::ExecutiveOrder)
    }

    /// The authority, with the reasons that stand on lines of their own below it.
    pub(super) fn authority(&mut self, mut words: Fragments) {
        let text = self.text();
        let mut ahead = self.cursor.line();
        let mut blanks = Vec::new();
        while let Some(line) = ahead.filter(|line| is_blank(line.text(text)) && blanks.len() < 2) {
            blanks.push(line);
            ahead = self.cursor.after(line);
        }
        if let Some((Key::Reason, _)) = ahead.and_then(|line| keyword::key(line.text(text))) {
            for blank in blanks {
                self.cursor.take(blank, PieceKind::Blank);
            }
            if let Some((key, _)) = self.cursor.line().and_then(|line| keyword::key(line.text(text))) {
                let line_text = self.cursor.line().map_or("", |line| line.text(text));
                let more = field::gather(&mut self.cursor, key, line_text);
                for part in more.words.parts(text) {
                    words.push(text, part, Join::Blank);
                }
            }
        }
        let read = match self.depth {
            Depth::Full => classified_by::read,
            Depth::Head => classified_by::words,
            Depth::Row => classified_by::place,
        };
        self.cable.classified_by = read(text, &words);
    }

    pub(super) fn add_reasons(&mut self, words: &Fragments) {
        let text = self.text();
        if let Some(authority) = &mut self.cable.classified_by {
            let reading = words.reading(text);
            for reason in classified_by::reasons(&reading) {
                if !authority.reasons.contains(&reason) {
                    authority.reasons.push(reason);
                }
            }
        }
    }

    /// A caption alone on its line, in capitals, that is no level: `SIPDIS`, `NOFORN`, `SENSITIVE`.
    pub(super) fn usual_caption(&mut self, words: &str, line: Line) -> bool {
        const LENGTHS: std::ops::RangeInclusive<usize> = 5..=9;
        let capitals = LENGTHS.contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_uppercase());
        if !capitals || !table::is_caption(words) || classification::read_prefix(words, words).is_some() {
            return false;
        }
        self.add_caption(value_of(self.text(), words));
        self.open = Open::Nothing;
        self.take(line, PieceKind::Caption)
    }

    pub(super) fn caption(&mut self, line: Line) -> bool {
        let text = self.text();
        // `SENSITIVE BUT UNCLASSIFIED - PLEASE PROTECT ACCORDINGLY.`: a caption with a request behind it.
        let words = line.text(text).without_at_start(const { Signs::new("(* ") });
        if let Some(rest) = strip_prefix_ci(words, "SENSITIVE BUT UNCLASSIFIED") {
            const LONGEST: usize = 120;
            // The first paragraph may share its line.
            let paragraph = body::next_inside(text, line, "0");
            let end = paragraph.unwrap_or(line.whole.end as usize);
            if end < line.words.start as usize + LONGEST {
                self.add_caption(value_of(text, &words[..words.len() - rest.len()]));
                self.cursor.take_to(end, PieceKind::Caption);
                self.begun = true;
                return true;
            }
        }
        // `REL TO USA, GBR`: a caption that is a list.
        if classification::release_caption(words).is_some() {
            self.add_caption(value_of(text, words));
            return self.take(line, PieceKind::Caption);
        }
        let Some(captions) = caption::read(text, line.text(text)) else {
            return self.captions_in_front(line);
        };
        for caption in captions {
            self.add_caption(caption);
        }
        self.open = Open::Nothing;
        self.take(line, PieceKind::Caption)
    }

    /// Captions before a passing line or a field that they share a line with.
    fn captions_in_front(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let (captions, rest) = caption::at_start(text, words);
        if captions.is_empty()
            || !passing::opens(rest)
                && self.opens_inside(rest, Letters::of(rest)).is_none()
                && keyword::key(rest).is_none()
        {
            return false;
        }
        for caption in captions {
            self.add_caption(caption);
        }
        self.open = Open::Nothing;
        self.begun = true;
        self.cursor.take_to(offset_in(text, rest), PieceKind::Caption);
        true
    }

    pub(super) fn add_caption(&mut self, caption: Value) {
        let text = self.text();
        let caption = match caption.text(text) {
            small if small.bytes().any(|b| b.is_ascii_lowercase()) => {
                Value::reading(caption.span, small.to_ascii_uppercase())
            }
            _ => caption,
        };
        let name = caption.text(text);
        if self.known_captions.is_new(name, self.cable.captions.iter().map(|known| known.text(text))) {
            self.cable.captions.push(caption);
        } else if self.depth != Depth::Row {
            let message = format!("{name} stands twice");
            self.say(&Code::CAPTION_REPEATED, caption.span, message);
        }
    }

    /// Ends the attention line that was read last, which may have gone on over many lines.
    pub(super) fn end_passing(&mut self) {
        let words = std::mem::take(&mut self.passing_words);
        let whole = words.value(self.text());
        if let Some((last, whole)) = self.cable.passing.last_mut().zip(whole) {
            *last = whole;
        }
    }

    pub(super) fn passing(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        if self.cable.subject.is_some() || body::opens_numbered(words) {
            return false;
        }
        if passing::opens(words) {
            if self.opens_inside(words, Letters::of(words)).is_some() {
                return false;
            }
            // `SOUTHCOM ALSO FOR POLAD SENSITIVE SIPDIS`: captions that lost their own line.
            let (words, captions) = caption::at_end(text, words);
            self.end_passing();
            if self.depth != Depth::Row {
                self.cable.passing.extend(folded_value(text, words));
                self.passing_words = Fragments::default();
                self.passing_words.push(text, words, Join::Blank);
            }
            for caption in captions {
                self.add_caption(caption);
            }
        } else if self.open == Open::Passing && passing::goes_on(words) {
            if self.opens_inside(words, Letters::of(words)).is_some() {
                return false;
            }
            self.passing_words.push(text, words, Join::Blank);
        } else {
            return false;
        }
        self.open = Open::Passing;
        self.take(line, PieceKind::Passing)
    }
}

/// `SUBJECT: TALK OF BO...`: an extract breaks off here; the cable itself may follow it and says the field whole.
fn is_broken_off(value: &str) -> bool {
    value.ends_with("...")
}

//! The parser: walks the lines of a text through the table [`LINES`], then reads the body.

use super::body;
use super::cursor::{Cursor, is_blank};
use super::field::{self, Key};
use super::line::addressee::{self, Role};
use super::line::{
    caption, classification, classified_by, distribution, dtg, executive_order, page, passing, references, subject,
    tags, transmission,
};
use super::model::{Cable, Classification, Hints, PieceKind, Transmission};
use super::words::{Fragments, Join, find_ci, folded_value, strip_leftovers, value_of};
use super::{Code, Diagnostic, Level, table};
use crate::text::line::Line;
use crate::text::{Span, Value};

/// A kind of line before the body.
pub(super) struct LineRule {
    /// What such a line is taken for: several kinds where the grammar decides.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    kind: PieceKind,
    /// Takes the line at the cursor, or leaves it to the next rule.
    read: fn(&mut Parser<'_>, Line) -> bool,
    /// A line that this rule takes.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test over the table reads it"))]
    example: &'static str,
}

/// All kinds of lines before the body, in the order in which they are tried.
pub(super) const LINES: &[LineRule] = &[
    LineRule {
        kind: PieceKind::Preface,
        read: |parser, line| parser.preface(line),
        example: "This record is a partial extract of the original cable.",
    },
    LineRule { kind: PieceKind::MessageId, read: |parser, line| parser.message_id(line), example: "VZCZCXRO4134" },
    LineRule { kind: PieceKind::Relays, read: |parser, line| parser.relays(line), example: "OO RUEHDBU RUEHFL" },
    LineRule {
        kind: PieceKind::Station,
        read: |parser, line| parser.station(line),
        example: "DE RUEHRO #3128 3241641",
    },
    LineRule { kind: PieceKind::Signals, read: |parser, line| parser.signals(line), example: "ZNY CCCCC ZZH" },
    LineRule { kind: PieceKind::Dtg, read: |parser, line| parser.dtg(line), example: "O 201641Z NOV 06" },
    LineRule {
        kind: PieceKind::Page,
        read: |parser, line| parser.page(line),
        example: "PAGE 02        ROME  00042  011502Z",
    },
    LineRule {
        kind: PieceKind::Distribution,
        read: |parser, line| parser.distribution(line),
        example: "ACTION EUR-12",
    },
    LineRule {
        kind: PieceKind::Classification,
        read: |parser, line| parser.classification(line),
        example: "UNCLAS ROME 000042",
    },
    LineRule { kind: PieceKind::Separator, read: |parser, line| parser.separator(line), example: "BT" },
    LineRule { kind: PieceKind::Groups, read: |parser, line| parser.groups(line), example: "GR142" },
    LineRule {
        kind: PieceKind::To,
        read: |parser, line| parser.address(line),
        example: "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0042",
    },
    LineRule { kind: PieceKind::Subject, read: |parser, line| parser.field(line), example: "SUBJECT: WEATHER" },
    LineRule { kind: PieceKind::Caption, read: |parser, line| parser.caption(line), example: "SIPDIS" },
    LineRule { kind: PieceKind::Passing, read: |parser, line| parser.passing(line), example: "STATE FOR EUR/WE" },
];

/// Which part of a cable's head the lines before the current one belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// None that can go on.
    Nothing,
    /// Format line 2, which may go on with more stations.
    Relays,
    /// A list of addressees.
    Addressees(Role),
    /// A distribution block.
    Distribution(distribution::List),
    /// An attention line.
    Passing,
}

/// The parser's state: the cursor, what was read, and what is open.
pub(super) struct Parser<'t> {
    cursor: Cursor<'t>,
    hints: &'t Hints,
    cable: Cable,
    open: Open,
    /// Whether anything but preface was read yet.
    begun: bool,
    /// Post and serial number of the classification line.
    number: Option<(&'t str, &'t str)>,
    reference_words: Vec<Fragments>,
    orders: Vec<(&'t str, Span)>,
}

/// Takes a text apart. Any text gives a cable; see [`Cable::layout`] and [`Cable::diagnostics`].
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// let text = "UNCLAS ROME 000042\n\nSUBJECT: WEATHER\n\n1. (U) It rained.\nDOE\n";
/// let cable = parse(text, &Hints { name: Some("06ROME42".into()), ..Hints::default() });
/// assert_eq!(cable.id.as_deref(), Some("06ROME42"));
/// assert_eq!(cable.subject.unwrap().text(text), "WEATHER");
/// assert_eq!(cable.paragraphs[0].body.of(text), "It rained.");
/// assert_eq!(cable.signatures[0].text(text), "DOE");
/// ```
pub fn parse(text: &str, hints: &Hints) -> Cable {
    let mut parser = Parser {
        cursor: Cursor::new(text),
        hints,
        cable: Cable::default(),
        open: Open::Nothing,
        begun: false,
        number: None,
        reference_words: Vec::new(),
        orders: Vec::new(),
    };
    parser.head();
    parser.identify();
    parser.resolve();
    parser.body();
    parser.finish()
}

impl<'t> Parser<'t> {
    fn text(&self) -> &'t str {
        self.cursor.text()
    }

    /// Everything before the body.
    fn head(&mut self) {
        while let Some(line) = self.cursor.line() {
            let words = line.text(self.text());
            if is_blank(words) {
                self.cursor.take(line, PieceKind::Blank);
                if !matches!(self.open, Open::Addressees(_) | Open::Distribution(_)) {
                    self.open = Open::Nothing;
                }
                continue;
            }
            if LINES.iter().any(|rule| (rule.read)(self, line)) {
                continue;
            }
            if self.ends_head(line) {
                break;
            }
            let kind = if self.begun { PieceKind::Text } else { PieceKind::Preface };
            self.open = Open::Nothing;
            self.cursor.take(line, kind);
        }
    }

    /// Whether the body begins at a line that no rule took.
    fn ends_head(&self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        let next = self.cursor.after(line).map(|next| next.text(text));
        if body::opens_body(words, next) {
            return true;
        }
        // A line that nothing explains: junk before the head, or prose without a number. Look whether more of a
        // head follows; a body has no such lines.
        !self.head_follows(line)
    }

    fn head_follows(&self, line: Line) -> bool {
        const FAR: usize = 40;
        let text = self.text();
        let mut ahead = self.cursor.after(line);
        for _ in 0..FAR {
            let Some(line) = ahead else { return false };
            let words = line.text(text);
            if body::opens_numbered(words) && self.begun {
                return false;
            }
            let bare = strip_leftovers(words);
            let keyed = field::key(words)
                .is_some_and(|(key, _)| !matches!(key, Key::Reason | Key::ClassifiedBy | Key::References));
            let header = bare.starts_with("VZCZC")
                || dtg::read(text, words).is_some()
                || classification::read(text, words).is_some_and(|found| found.number.is_some());
            if keyed || header {
                return true;
            }
            ahead = self.cursor.after(line);
        }
        false
    }

    fn take(&mut self, line: Line, kind: PieceKind) -> bool {
        self.cursor.take(line, kind);
        self.begun = true;
        true
    }

    fn transmission(&mut self) -> &mut Transmission {
        self.cable.transmission.get_or_insert_default()
    }

    fn preface(&mut self, line: Line) -> bool {
        let words = line.text(self.text());
        if find_ci(words, "partial extract of the original").is_none() {
            return false;
        }
        self.cable.partial = true;
        self.cursor.take(line, PieceKind::Preface);
        true
    }

    fn message_id(&mut self, line: Line) -> bool {
        let Some(id) = transmission::message_id(self.text(), line.text(self.text())) else { return false };
        self.transmission().message_id.get_or_insert(id);
        self.take(line, PieceKind::MessageId)
    }

    fn relays(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        let more = self.open == Open::Relays;
        let into = self.cable.transmission.get_or_insert_default();
        if !transmission::relays(text, words, into) && !(more && transmission::more_relays(text, words, into)) {
            self.drop_empty_transmission();
            return false;
        }
        self.open = Open::Relays;
        self.take(line, PieceKind::Relays)
    }

    fn station(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        if !transmission::station(text, words, self.cable.transmission.get_or_insert_default()) {
            self.drop_empty_transmission();
            return false;
        }
        self.open = Open::Nothing;
        self.take(line, PieceKind::Station)
    }

    fn signals(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        if !transmission::signals(text, words, self.cable.transmission.get_or_insert_default()) {
            self.drop_empty_transmission();
            return false;
        }
        self.take(line, PieceKind::Signals)
    }

    /// The rules above ask for the transmission before they know whether the line belongs to one.
    fn drop_empty_transmission(&mut self) {
        if self.cable.transmission.as_ref() == Some(&Transmission::default()) {
            self.cable.transmission = None;
        }
    }

    fn dtg(&mut self, line: Line) -> bool {
        let Some((group, signals)) = dtg::read(self.text(), line.text(self.text())) else { return false };
        if group.time.is_none() {
            self.say(&Code::DATE_IMPOSSIBLE, line.words, format!("`{}` is no date", group.text.text(self.text())));
        }
        if !signals.is_empty() {
            self.transmission().signals.extend(signals);
        }
        self.cable.dtg.get_or_insert(group);
        self.take(line, PieceKind::Dtg)
    }

    fn page(&mut self, line: Line) -> bool {
        if !page::is_page_line(line.text(self.text())) {
            return false;
        }
        self.cursor.take(line, PieceKind::Page);
        true
    }

    fn distribution(&mut self, line: Line) -> bool {
        let open = if let Open::Distribution(list) = self.open { Some(list) } else { None };
        let text = self.text();
        let into = self.cable.distribution.get_or_insert_default();
        let Some(list) = distribution::read(text, line.text(text), open, into) else {
            if into.origin.is_empty() && into.action.is_empty() && into.info.is_empty() {
                self.cable.distribution = None;
            }
            return false;
        };
        self.open = Open::Distribution(list);
        self.take(line, PieceKind::Distribution)
    }

    fn classification(&mut self, line: Line) -> bool {
        let text = self.text();
        let Some(found) = classification::read(text, line.text(text)) else { return false };
        self.open = Open::Nothing;
        for caption in &found.captions {
            self.add_caption(value_of(text, caption));
        }
        // Prints repeat the level as a banner on every page; the line that has the cable's number counts most.
        let counts = self.cable.classification.is_none() || found.number.is_some() && self.number.is_none();
        if counts {
            self.cable.classification = Some(Classification { marking: found.marking, span: found.span });
        }
        self.cable.section = self.cable.section.or(found.section);
        self.number = self.number.or(found.number);
        self.take(line, PieceKind::Classification);
        if self.number.is_none() {
            self.number_below();
        }
        true
    }

    /// Section, post and serial number may stand on the line below the level.
    fn number_below(&mut self) {
        let text = self.text();
        let Some(line) = self.cursor.line().filter(|line| !is_blank(line.text(text))) else { return };
        let (section, rest) = classification::section(line.text(text));
        let number = classification::number(rest)
            .filter(|(post, serial)| serial.len() >= 3 && table::post_at(post, None).is_some());
        if section.is_some() && (number.is_some() || rest.trim().is_empty()) || number.is_some() {
            self.cable.section = self.cable.section.or(section);
            self.number = number;
            self.take(line, PieceKind::Classification);
        }
    }

    fn separator(&mut self, line: Line) -> bool {
        if line.text(self.text()).trim() != "BT" {
            return false;
        }
        self.open = Open::Nothing;
        self.take(line, PieceKind::Separator)
    }

    fn groups(&mut self, line: Line) -> bool {
        if !matches!(self.open, Open::Addressees(_)) || !transmission::is_group_count(line.text(self.text())) {
            return false;
        }
        self.take(line, PieceKind::Groups)
    }

    fn address(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        let (role, rest) = match (addressee::role(words), self.open) {
            (Some((Role::From, rest)), _) if !rest.is_empty() && self.cable.from.is_none() => {
                self.cable.from = folded_value(text, rest);
                self.open = Open::Addressees(Role::From);
                return self.take(line, PieceKind::From);
            }
            (Some((Role::From, _)), _) => return false,
            // `TO` opens the list only within a head: behind FM, or where an address follows it.
            (Some((role, rest)), open) if matches!(open, Open::Addressees(_)) || self.plausible(rest) => (role, rest),
            (None, Open::Addressees(role)) if role != Role::From && addressee::may_be_entry(words) => {
                if field::key(words).is_some() || body::opens_numbered(words) || caption::read(text, words).is_some() {
                    return false;
                }
                (role, words)
            }
            _ => return false,
        };
        let kind = match role {
            Role::Exempt => PieceKind::Exempt,
            Role::Info => PieceKind::Info,
            _ => PieceKind::To,
        };
        let list = self.add_entry(role, rest);
        self.open = Open::Addressees(list);
        self.take(line, if list == Role::Info && kind == PieceKind::To { PieceKind::Info } else { kind })
    }

    fn plausible(&self, rest: &str) -> bool {
        rest.is_empty() || page::is_page_line(rest) || addressee::may_be_entry(rest) && !self.cable_has_fields()
    }

    fn cable_has_fields(&self) -> bool {
        self.cable.subject.is_some() || self.cable.classification.is_some()
    }

    /// Adds one entry to its list; gives the list that the next line goes on with.
    fn add_entry(&mut self, role: Role, rest: &'t str) -> Role {
        let text = self.text();
        // The page line of a section may share the keyword's line.
        let entry = if page::is_page_line(rest) { None } else { addressee::entry(text, rest) };
        let into_info = role == Role::Info || role == Role::Exempt && !self.cable.info.is_empty();
        let list = if into_info { &mut self.cable.info } else { &mut self.cable.to };
        let Some(entry) = entry else { return role };
        if role == Role::Exempt && !addressee::stands_alone(&entry) {
            if let Some(collective) = list.last_mut() {
                collective.exempt.push(entry.name);
            }
            return Role::Exempt;
        }
        if entry.name.span.is_empty() {
            // A precedence alone on its line belongs to the entry above.
            if let Some(above) = list.last_mut().filter(|above| above.precedence.is_none()) {
                above.precedence = entry.precedence;
                above.number = above.number.take().or(entry.number);
            }
        } else {
            list.push(entry);
        }
        if into_info { Role::Info } else { Role::To }
    }

    fn field(&mut self, line: Line) -> bool {
        let text = self.text();
        let Some((key, value)) = field::key(line.text(text)) else { return false };
        self.open = Open::Nothing;
        self.begun = true;
        let value_span = super::words::span_of(text, value);
        let gathered = field::gather(&mut self.cursor, key, value);
        match key {
            Key::ExecutiveOrder if self.cable.executive_order.is_none() && self.orders.is_empty() => {
                let end = gathered.words.span().map_or(value_span.end, |span| span.end);
                let words = Span::new(value_span.start as usize, end as usize);
                self.orders.push((words.of(text), gathered.span));
            }
            Key::Tags => {
                let tags = tags::read(text, &gathered.words);
                if self.cable.tags.is_empty() {
                    self.cable.tags = tags;
                }
            }
            Key::Subject if self.cable.subject.is_none() => {
                (self.cable.subject, self.cable.subject_portion) = subject::read(text, &gathered.words);
            }
            Key::References => self.reference_words.push(gathered.words),
            Key::ClassifiedBy if self.cable.classified_by.is_none() => self.authority(gathered.words),
            Key::Reason => self.add_reasons(&gathered.words),
            _ => {}
        }
        true
    }

    /// The authority, with the reasons that stand on lines of their own below it.
    fn authority(&mut self, mut words: Fragments) {
        let text = self.text();
        let mut ahead = self.cursor.line();
        let mut blanks = Vec::new();
        while let Some(line) = ahead.filter(|line| is_blank(line.text(text)) && blanks.len() < 2) {
            blanks.push(line);
            ahead = self.cursor.after(line);
        }
        if let Some((Key::Reason, _)) = ahead.and_then(|line| field::key(line.text(text))) {
            for blank in blanks {
                self.cursor.take(blank, PieceKind::Blank);
            }
            if let Some((key, _)) = self.cursor.line().and_then(|line| field::key(line.text(text))) {
                let line_text = self.cursor.line().map_or("", |line| line.text(text));
                let more = field::gather(&mut self.cursor, key, line_text);
                for part in more.words.parts(text) {
                    words.push(text, part, Join::Blank);
                }
            }
        }
        self.cable.classified_by = classified_by::read(text, &words);
    }

    fn add_reasons(&mut self, words: &Fragments) {
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

    fn caption(&mut self, line: Line) -> bool {
        let Some(captions) = caption::read(self.text(), line.text(self.text())) else { return false };
        for caption in captions {
            self.add_caption(caption);
        }
        self.open = Open::Nothing;
        self.take(line, PieceKind::Caption)
    }

    fn add_caption(&mut self, caption: Value) {
        let text = self.text();
        let name = caption.text(text).to_owned();
        if self.cable.captions.iter().any(|known| known.text(text) == name) {
            self.say(&Code::CAPTION_REPEATED, caption.span, format!("{name} stands twice"));
        } else {
            self.cable.captions.push(caption);
        }
    }

    fn passing(&mut self, line: Line) -> bool {
        let text = self.text();
        let words = line.text(text);
        if self.cable.subject.is_some() || body::opens_numbered(words) {
            return false;
        }
        if passing::opens(words) {
            self.cable.passing.extend(folded_value(text, words));
        } else if self.open == Open::Passing && passing::goes_on(words) {
            if let Some(last) = self.cable.passing.pop() {
                let mut joined = Fragments::default();
                joined.push(text, last.span.of(text), Join::Blank);
                joined.push(text, words, Join::Blank);
                self.cable.passing.extend(joined.value(text));
            }
        } else {
            return false;
        }
        self.open = Open::Passing;
        self.take(line, PieceKind::Passing)
    }

    fn say(&mut self, code: &Code, span: Span, message: String) {
        self.cable.diagnostics.push(Diagnostic { code: code.name, severity: code.severity, span, message });
    }

    /// Id and post: from the file's name when it is an id, else from the classification line and the year of the
    /// date-time group.
    fn identify(&mut self) {
        let text = self.text();
        let year = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.hints.date).map(|time| time.year());
        let named = self.hints.name.as_deref().and_then(super::canonical_id);
        let from_post = self.cable.from.as_ref().and_then(|from| {
            let address = from.text(text);
            table::post_by_address(address).map(|post| post.short.to_owned()).or_else(|| {
                addressee::place_of(address)
                    .and_then(|place| table::canonical_post(place, year).map(|post| post.short.to_owned()))
            })
        });
        let written = self.number.and_then(|(post, serial)| {
            let serial: u32 = serial.parse().ok()?;
            Some((
                table::canonical_post(post, year).map_or_else(|| letters(post), |post| post.short.to_owned()),
                serial,
            ))
        });
        let origin = self.hints.origin.as_deref().and_then(table::post_by_full_name).map(|post| post.short.to_owned());
        self.cable.id = match (&named, &written, year) {
            (Some(named), _, _) => Some(named.to_string()),
            (None, Some((post, serial)), Some(year)) => Some(format!("{:02}{post}{serial}", year.rem_euclid(100))),
            _ => None,
        };
        self.cable.post =
            named.map(|id| id.post.into_owned()).or(written.map(|(post, _)| post)).or(from_post).or(origin);
    }

    /// The cable's year: of its date-time group, its column, or its id.
    fn year(&self) -> Option<i16> {
        let from_time = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.hints.date).map(|time| time.year());
        let from_id = || {
            let digits = self.cable.id.as_deref()?.get(..2)?.parse().ok()?;
            Some(dtg::full_year(digits))
        };
        from_time.or_else(from_id)
    }

    /// Fields that need the cable's year or post.
    fn resolve(&mut self) {
        let text = self.text();
        let year = self.year();
        for (value, span) in std::mem::take(&mut self.orders) {
            let order = executive_order::read(text, value, span, year);
            self.cable.executive_order.get_or_insert(order);
        }
        let post = self.cable.post.clone();
        let id_year = self.cable.id.as_deref().and_then(|id| id.get(..2)?.parse().ok()).map(dtg::full_year);
        let own = references::Own { year: id_year.or(year), post: post.as_deref() };
        for words in std::mem::take(&mut self.reference_words) {
            self.cable.references.extend(references::read(text, &words, own));
        }
        self.settle_marking();
    }

    /// Captions that restrict are controls of the whole cable, and SENSITIVE makes an unclassified one controlled.
    fn settle_marking(&mut self) {
        let text = self.text();
        let Some(classification) = &mut self.cable.classification else { return };
        let marking = &mut classification.marking;
        for caption in &self.cable.captions {
            let caption = caption.text(text);
            if let Some(control) =
                classification::control_of(caption).filter(|control| !marking.controls.contains(control))
            {
                marking.controls.push(control);
            }
            if marking.level == Level::Unclassified && classification::controls_unclassified(caption) {
                marking.level = Level::Controlled;
            }
        }
    }

    fn body(&mut self) {
        let text = self.text();
        let from = self.cursor.line().map_or(text.len(), |line| line.whole.start as usize);
        let signed = body::signatures(text, from);
        let end = signed.span.map_or(text.len(), |span| span.start as usize);
        self.cable.paragraphs = body::read(&mut self.cursor, end);
        if let Some(span) = signed.span {
            self.cursor.take_to(span.end as usize, PieceKind::Signature);
        }
        self.cable.signatures = signed.names;
        while let Some(line) = self.cursor.line() {
            let words = line.text(text);
            let kind = if is_blank(words) {
                PieceKind::Blank
            } else if words.trim() == "BT" {
                PieceKind::Separator
            } else {
                PieceKind::End
            };
            self.cursor.take(line, kind);
        }
        self.cable.summary = body::part(text, &self.cable.paragraphs, body::Part::Summary);
        self.cable.comment = body::part(text, &self.cable.paragraphs, body::Part::Comment);
        self.authority_in_body();
    }

    /// Cables of the 1990s give the authority in their first paragraph: `1. (U) CLASSIFIED BY ...`.
    fn authority_in_body(&mut self) {
        let text = self.text();
        if self.cable.classified_by.is_some() {
            return;
        }
        const FIRST: usize = 4;
        for paragraph in self.cable.paragraphs.iter().filter(|it| it.number.is_some()).take(FIRST) {
            let words = paragraph.body.of(text);
            let Some(at) =
                find_ci(words, "CLASSIFIED BY").filter(|at| !words[..*at].ends_with(|c: char| c.is_alphanumeric()))
            else {
                continue;
            };
            let mut fragments = Fragments::default();
            for line in words[at + "CLASSIFIED BY".len()..].lines() {
                fragments.push(text, line, Join::Blank);
            }
            self.cable.classified_by = classified_by::read(text, &fragments);
            return;
        }
    }

    fn finish(self) -> Cable {
        let text = self.text();
        let mut cable = self.cable;
        cable.layout = self.cursor.finish();
        cable.corrected = is_corrected(text, &cable);
        cable.diagnostics.sort_by_key(|it| it.span);
        cable
    }
}

/// Capital letters of a name without blanks and signs.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `C O R R E C T E D  C O P Y`, anywhere before the body.
fn is_corrected(text: &str, cable: &Cable) -> bool {
    let end = cable.paragraphs.first().map_or(text.len(), |first| first.span.start as usize).min(4_000);
    let mut end = end.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].lines().any(|line| {
        let folded: String =
            line.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).take(400).collect();
        folded.contains("CORRECTEDCOPY") || folded.contains("CORRECTEDCABLE")
    })
}

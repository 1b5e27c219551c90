//! Format lines 1 to 12: how the message travelled, who got it, and its classification line.
use super::super::cursor::is_blank;
use super::super::line::addressee::{self, Role};
use super::super::line::{caption, classification, distribution, dtg, page, transmission};
use super::super::model::{Classification, PieceKind, Transmission};
use super::super::words::{Ends, Signs, folded_value, offset_in, strip_prefix_ci, value_of};
use super::super::{Code, Level, body, keyword, table};
use super::{Depth, Open, Parser};
use crate::text::line::Line;

/// Room for the information addressees of most cables.
const MANY: usize = 16;

impl<'t> Parser<'t> {
    pub(super) fn transmission(&mut self) -> &mut Transmission {
        self.cable.transmission.get_or_insert_default()
    }

    pub(super) fn message_id(&mut self, line: Line) -> bool {
        let Some(id) = transmission::message_id(self.text(), line.text(self.text())) else { return false };
        if self.cable_has_fields() {
            self.begin_copy();
        }
        self.transmission().message_id.get_or_insert(id);
        self.take(line, PieceKind::MessageId)
    }

    pub(super) fn relays(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        let goes_on = self.open == Open::Relays && transmission::is_more_relays(words);
        if !goes_on && !transmission::is_relays(words) {
            return false;
        }
        self.travelled(|into| transmission::relays(text, words, into));
        self.open = Open::Relays;
        self.take(line, PieceKind::Relays)
    }

    pub(super) fn station(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        if !transmission::is_station(words) {
            return false;
        }
        self.travelled(|into| transmission::station(text, words, into));
        self.open = Open::Nothing;
        self.take(line, PieceKind::Station)
    }

    pub(super) fn signals(&mut self, line: Line) -> bool {
        let (text, words) = (self.text(), line.text(self.text()));
        // Below the subject they are words about the message: `ZFR IMI ZFR` cancels it.
        if self.cable.subject.is_some() || !transmission::are_signals(words) {
            return false;
        }
        self.travelled(|into| transmission::signals(text, words, into));
        self.take(line, PieceKind::Signals)
    }

    /// Adds to how the message travelled. Of a row only that it did is wanted.
    fn travelled(&mut self, read: impl FnOnce(&mut Transmission)) {
        let is_row = self.depth == Depth::Row;
        let into = self.transmission();
        if !is_row {
            read(into);
        }
    }

    pub(super) fn dtg(&mut self, line: Line) -> bool {
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

    pub(super) fn page(&mut self, line: Line) -> bool {
        let words = line.text(self.text());
        // Nearly all others end in letters and have no zeros.
        if words.ends_with(|c: char| c.is_ascii_alphabetic() && c != 'Z') && !page::may_open(words) {
            return false;
        }
        let end = if page::is_page_line(words) {
            line.whole.end as usize
        } else if let Some(behind) = page::at_start(words) {
            line.words.start as usize + behind
        } else {
            return false;
        };
        self.cursor.take_to(end, PieceKind::Page);
        true
    }

    pub(super) fn distribution(&mut self, line: Line) -> bool {
        let open = if let Open::Distribution(list) = self.open { Some(list) } else { None };
        let (text, words) = (self.text(), line.text(self.text()));
        if open.is_none() && !distribution::may_open(words) {
            return false;
        }
        let Some(list) = distribution::list(words, open) else { return false };
        if self.depth != Depth::Row {
            distribution::read(text, words, list, self.cable.distribution.get_or_insert_default());
        }
        self.open = Open::Distribution(list);
        self.take(line, PieceKind::Distribution)
    }

    pub(super) fn classification(&mut self, line: Line) -> bool {
        let text = self.text();
        let Some((found, rest)) = classification::read_prefix(text, line.text(text)) else { return false };
        let rest = rest.without(const { Signs::new(" ./") });
        // More on the line is no classification line, unless section and number show that only the line end is lost.
        let lost_end = found.number.is_some_and(|(_, serial)| serial.len() >= 5);
        // The number itself may be lost: `CONFIDENTIAL SECTION 01 OF 02 ROME`.
        let lost_number =
            found.section.is_some() && table::post_at(rest, None).is_some_and(|(_, len)| len == rest.len());
        if !rest.is_empty() && !lost_end && !lost_number {
            return false;
        }
        // Below the line that has the number, `SENSITIVE BUT UNCLASSIFIED` and `SBU` are captions.
        let is_caption = found.number.is_none() && self.number.is_some() && found.marking.level == Level::Controlled;
        let spelled = strip_prefix_ci(line.text(text), "SENSITIVE").is_some();
        if is_caption && (spelled || caption::read(text, line.text(text)).is_some()) {
            return false;
        }
        let rest = if lost_number { "" } else { rest };
        let end = if rest.is_empty() { line.whole.end as usize } else { offset_in(text, rest) };
        self.classified(found, end);
        true
    }

    /// Takes the classification line at the cursor, if it stands there as nearly all do.
    pub(super) fn usual_classification(&mut self, words: &'t str, line: Line) -> bool {
        let Some(found) = classification::usual(self.text(), words) else { return false };
        self.classified(found, line.whole.end as usize);
        true
    }

    /// Keeps what was found on a classification line, which reaches to `end`.
    fn classified(&mut self, found: classification::Found<'t>, end: usize) {
        let text = self.text();
        if let Some(number) = found.number {
            self.second_classification(number);
        }
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
        self.cursor.take_to(end, PieceKind::Classification);
        self.begun = true;
        if self.number.is_none() {
            self.number_below();
        }
        self.find_sections(self.cursor.at());
    }

    /// Section, post and serial number may stand on the line below the level.
    pub(super) fn number_below(&mut self) {
        let text = self.text();
        let Some(line) = self.cursor.line().filter(|line| !is_blank(line.text(text))) else { return };
        let (section, rest) = classification::section(line.text(text));
        let number = classification::number(rest)
            .filter(|(post, serial)| serial.len() >= 3 && table::post_at(post, None).is_some());
        if section.is_some() && (number.is_some() || rest.trimmed().is_empty()) || number.is_some() {
            self.cable.section = self.cable.section.or(section);
            self.number = number;
            self.take(line, PieceKind::Classification);
        }
    }

    pub(super) fn separator(&mut self, line: Line) -> bool {
        if line.text(self.text()).trimmed() != "BT" {
            return false;
        }
        self.open = Open::Nothing;
        self.take(line, PieceKind::Separator)
    }

    pub(super) fn groups(&mut self, line: Line) -> bool {
        if self.cable.subject.is_some() || !transmission::is_group_count(line.text(self.text())) {
            return false;
        }
        self.take(line, PieceKind::Groups)
    }

    pub(super) fn address(&mut self, line: Line) -> bool {
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
                let other = || {
                    keyword::key(words).is_some() || body::opens_numbered(words) || caption::read(text, words).is_some()
                };
                // Most entries begin with a routing indicator, and nothing else does that has a slash behind it.
                if !addressee::opens_with_indicator(words) && other() {
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
        // The page line of a section may share the keyword's line; what begins with an indicator is none.
        let is_page = !addressee::opens_with_indicator(rest) && page::is_page_line(rest);
        let list = if is_page { role } else { self.add_entry(role, rest) };
        self.open = Open::Addressees(list);
        self.take(line, if list == Role::Info && kind == PieceKind::To { PieceKind::Info } else { kind });
        self.plain_entries(list);
        true
    }

    /// The entries that follow, as far as nothing else need be asked for them.
    fn plain_entries(&mut self, list: Role) {
        let kind = match list {
            Role::To => PieceKind::To,
            Role::Info => PieceKind::Info,
            Role::From | Role::Exempt => return,
        };
        let text = self.text();
        // Labels of a print may begin with anything.
        while let Some(line) = self.cursor.line().filter(|_| !self.labelled) {
            let words = line.text(text);
            if !addressee::is_plain_entry(words) {
                return;
            }
            self.add_entry(list, words);
            self.take(line, kind);
        }
    }

    pub(super) fn plausible(&self, rest: &str) -> bool {
        rest.is_empty() || page::is_page_line(rest) || addressee::may_be_entry(rest) && !self.cable_has_fields()
    }

    pub(super) fn cable_has_fields(&self) -> bool {
        self.cable.subject.is_some() || self.cable.classification.is_some()
    }

    /// Adds one entry to its list; gives the list that the next line goes on with.
    pub(super) fn add_entry(&mut self, role: Role, rest: &'t str) -> Role {
        let text = self.text();
        // Whether there is one tells where a head ends, and no row shows more.
        if self.depth == Depth::Row && (self.addressed || role != Role::Exempt) {
            // What travelled is known as a head without them.
            self.addressed = self.addressed || self.cable.transmission.is_some() || addressee::has_name(rest);
            return role;
        }
        let Some(entry) = addressee::entry(text, rest) else { return role };
        let into_info = role == Role::Info || role == Role::Exempt && !self.cable.info.is_empty();
        let list = if into_info { &mut self.cable.info } else { &mut self.cable.to };
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
        } else if let Some(above) = list.last_mut().filter(|above| addressee::goes_on(text, above, &entry)) {
            // The entry above was cut: `AMEMBASSY`, or all but its number.
            addressee::join(text, above, entry);
        } else {
            // One that is informed is mostly one of many.
            if into_info && list.is_empty() {
                list.reserve(MANY);
            }
            list.push(entry);
        }
        if into_info { Role::Info } else { Role::To }
    }
}

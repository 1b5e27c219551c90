//! What follows from several parts of a cable together: its id and post, dated references, the marking of the whole.

use std::collections::HashSet;

use jiff::civil::Date;

use super::super::check::{self, Facts};
use super::super::keyword::{self, Key};
use super::super::known::Known;
use super::super::line::{addressee, classification, classified_by, dtg, executive_order, references};
use super::super::model::{Cable, Paragraph};
use super::super::words::{Fragments, Join, find_ci};
use super::super::{Control, Level, canonical_id, id, table};
use super::Parser;
use crate::text::line::lines;

impl<'t> Parser<'t> {
    /// Id and post: from the file's name when it is an id, else from the classification line and the year of the
    /// date-time group.
    pub(super) fn identify(&mut self) {
        let text = self.text();
        let year = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.hints.date).map(|time| time.year());
        self.named = self.hints.name.as_deref().and_then(canonical_id);
        if let Some(id) = self.named.as_ref().or(self.mrn.as_ref()) {
            self.cable.id = Some(id::written(id.year, &id.post, id.serial));
            self.cable.post = Some(id.post.to_string());
            return;
        }
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
        self.cable.id = match (&written, year) {
            (Some((post, serial)), Some(year)) => Some(id::written(year, post, *serial)),
            _ => None,
        };
        self.cable.post = written.map(|(post, _)| post).or(from_post).or(origin);
    }

    /// The cable's year: of its date-time group, its column, or its id.
    pub(super) fn year(&self) -> Option<i16> {
        let from_time = self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.hints.date).map(|time| time.year());
        let from_time = from_time.or(self.cable.archived_on.map(|date| date.year()));
        from_time.or_else(|| self.id_year())
    }

    /// The year of its id.
    pub(super) fn id_year(&self) -> Option<i16> {
        self.cable.id.as_deref().and_then(|id| id.get(..2)?.parse().ok()).map(dtg::full_year)
    }

    /// The day on which it was sent: of its date-time group, or of its column.
    fn sent(&self) -> Option<Date> {
        self.cable.dtg.as_ref().and_then(|dtg| dtg.time).or(self.hints.date).map(|time| time.date())
    }

    /// Fields that need the cable's year or post.
    pub(super) fn resolve(&mut self) {
        let text = self.text();
        let year = self.year();
        if let Some((value, span)) = self.order.take() {
            let mut order = executive_order::read(text, value, span, year);
            let open = order.declassify_on.is_none() && order.event.is_none() && order.exemptions.is_empty();
            if let Some((sent, words)) = self.sent().zip(order.text.as_ref()).filter(|_| open) {
                order.declassify_on = executive_order::years_from(words.text(text), sent);
            }
            self.cable.executive_order.get_or_insert(order);
        }
        self.settle_declassification(year);
        let id_year = self.id_year();
        let Cable { id, post, references, .. } = &mut self.cable;
        let own = references::Own { id: id.as_deref(), year: id_year.or(year), post: post.as_deref() };
        let lists = std::mem::take(&mut self.reference_words);
        let said_twice = lists.len() > 1;
        for words in lists {
            let found = references::read(text, &words, own);
            // Nearly all cables have one list.
            if references.is_empty() {
                *references = found;
            } else {
                references.extend(found);
            }
        }
        if said_twice {
            self.forget_repeated_references();
        }
        self.settle_marking();
    }

    /// Where a list stands twice, its cables count once.
    fn forget_repeated_references(&mut self) {
        let text = self.text();
        let mut seen = HashSet::new();
        self.cable.references.retain(|it| {
            let label = it.label.as_ref().map(|label| label.text(text).to_ascii_uppercase());
            it.id.as_ref().is_none_or(|id| seen.insert((label, id.clone())))
        });
    }

    /// Captions that restrict are controls of the whole cable, and SENSITIVE makes an unclassified one controlled.
    pub(super) fn settle_marking(&mut self) {
        let text = self.text();
        let Some(classification) = &mut self.cable.classification else { return };
        let marking = &mut classification.marking;
        let subject = self.cable.subject.as_ref().map_or(u32::MAX, |subject| subject.span.start);
        let mut known = Known::default();
        for value in &self.cable.captions {
            let caption = value.text(text);
            let controls = [classification::release_caption(caption), classification::control_of(caption)];
            for control in controls.into_iter().flatten() {
                if known.is_new(control.name(), marking.controls.iter().map(Control::name)) {
                    marking.controls.push(control);
                }
            }
            let below = value.span.start > subject;
            if marking.level == Level::Unclassified && classification::controls_unclassified(caption, below) {
                marking.level = Level::Controlled;
            }
        }
    }

    /// Cables of the 1990s give the authority in their first paragraph: `1. (U) CLASSIFIED BY ...`.
    pub(super) fn authority_in_body(&mut self) {
        let text = self.text();
        if self.cable.classified_by.is_some() {
            return;
        }
        const FIRST: usize = 4;
        for paragraph in self.cable.paragraphs.iter().filter(|it| it.number.is_some()).take(FIRST) {
            let words = paragraph.body.of(text);
            let opened = keyword::key(words).filter(|(key, _)| *key == Key::ClassifiedBy).map(|(_, behind)| behind);
            let inside = || {
                let at = find_ci(words, "CLASSIFIED BY")?;
                let apart = !words[..at].ends_with(|c: char| c.is_alphanumeric());
                apart.then(|| &words[at + "CLASSIFIED BY".len()..])
            };
            let Some(behind) = opened.or_else(inside) else { continue };
            let mut fragments = Fragments::default();
            for line in lines(behind) {
                fragments.push(text, line.text(behind), Join::Blank);
            }
            self.cable.classified_by = classified_by::read(text, &fragments);
            return;
        }
    }

    /// The cable as it was read.
    pub(super) fn finish(&mut self) -> Cable {
        let corrected = is_corrected(&self.text().as_bytes()[..self.body_at]);
        let mut cable = std::mem::take(&mut self.cable);
        cable.layout = self.cursor.finish();
        cable.corrected = corrected;
        unmark_choices(&mut cable);
        cable
    }

    /// The cable with what is odd about it.
    pub(super) fn finish_checked(&mut self) -> Cable {
        let (text, year, number) = (self.text(), self.year(), self.number);
        let mut cable = self.finish();
        let named = self.named.as_ref().or(self.mrn.as_ref());
        cable.diagnostics.extend(check::check(text, &cable, Facts { number, named, year }));
        cable.diagnostics.sort_by_key(|it| it.span);
        cable
    }
}

/// Takes marks off that are the letters of answers and lists: `(C) Within walking distance`.
///
/// So they are in an unclassified cable where a classified level stands before blocks without a number, and before no
/// numbered paragraph.
fn unmark_choices(cable: &mut Cable) {
    let unclassified = cable.classification.as_ref().is_some_and(|line| !line.marking.level.is_classified());
    let is_choice = |paragraph: &Paragraph| {
        paragraph.portion.as_ref().is_some_and(|portion| {
            portion.marking.level.is_classified() && portion.marking.controls.is_empty() && portion.text.span.len() == 3
        })
    };
    let numbered = cable.paragraphs.iter().any(|paragraph| paragraph.number.is_some() && is_choice(paragraph));
    if !unclassified || numbered {
        return;
    }
    for paragraph in cable.paragraphs.iter_mut().filter(|paragraph| is_choice(paragraph)) {
        if let Some(portion) = paragraph.portion.take() {
            paragraph.body.start = portion.text.span.start;
        }
    }
}

/// Capital letters of a name without blanks and signs.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `C O R R E C T E D  C O P Y`, anywhere before the body.
fn is_corrected(head: &[u8]) -> bool {
    // A head is no longer than that, but a text without a body may be.
    let head = head.get(..4_000).unwrap_or(head);
    // Heads have few letters D, and fewer with an E before them. Where the letters stand apart, no other is next to it but
    // the first of the word behind.
    let ends = |at: &usize| {
        let before = at.checked_sub(1).map_or(b'\n', |at| head[at]);
        let apart = || match head.get(at + 1) {
            Some(b'C' | b'c') | None => true,
            Some(behind) => !behind.is_ascii_alphabetic(),
        };
        matches!(before, b'E' | b'e') || !before.is_ascii_alphabetic() && apart()
    };
    memchr::memchr2_iter(b'D', b'd', head).filter(ends).any(|at| {
        let (before, behind) = head.split_at(at + 1);
        spaced_letters(before.iter().rev(), b"CORRECTED".iter().rev())
            && [b"COPY".as_slice(), b"CABLE"].iter().any(|word| spaced_letters(behind.iter(), word.iter()))
    })
}

/// Whether `text` begins with `word`, where anything but letters and line ends may stand between its letters.
fn spaced_letters<'t>(text: impl Iterator<Item = &'t u8>, word: impl Iterator<Item = &'static u8>) -> bool {
    let mut letters = text.filter(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\n' | b'\r'));
    let mut word = word;
    word.all(|letter| letters.next().is_some_and(|found| found.eq_ignore_ascii_case(letter)))
}

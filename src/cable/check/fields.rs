//! Classification line, fields and what stands among them: missing, repeated, run together, unknown.

use std::ops::Range;

use super::super::Code;
use super::super::model::{Piece, PieceKind, Reference, ReferenceKind};
use super::super::search::Letters;
use super::super::table;
use super::super::words::span_of;
use super::Report;
use super::header::quoted;
use crate::text::{Span, Value};

pub(super) fn check(report: &mut Report<'_>) {
    copies(report);
    classification(report);
    number(report);
    layout(report);
    tags(report);
    subject(report);
    references(report);
}

fn copies(report: &mut Report<'_>) {
    if report.cable.partial {
        let span = report.first(PieceKind::Preface).unwrap_or_default();
        report.say(&Code::PARTIAL_EXTRACT, span, "this text is an extract");
    }
    if report.cable.corrected {
        let said = report.head.iter().flat_map(|piece| lines_of(report, piece)).find(|line| says_corrected(line));
        let span = said.map_or_else(|| report.opening(), |line| span_of(report.text, line.trim()));
        report.say(&Code::CORRECTED_COPY, span, "this text is a corrected copy");
    }
}

fn lines_of<'a>(report: &Report<'a>, piece: &Piece) -> impl Iterator<Item = &'a str> + use<'a> {
    piece.span.of(report.text).split(['\n', '\r'])
}

/// `C O R R E C T E D  C O P Y`.
fn says_corrected(line: &str) -> bool {
    const SAID: &str = "CORRECTEDC";
    const LETTERS: Letters = Letters::of_word(SAID.as_bytes());
    let letters = || line.chars().filter(|c| !c.is_whitespace()).take(200);
    Letters::of(line).hold(LETTERS) && letters().map(|c| c.to_ascii_uppercase()).collect::<String>().contains(SAID)
}

fn classification(report: &mut Report<'_>) {
    let cable = report.cable;
    let is_cable = cable.dtg.is_some() && cable.from.is_some() || cable.subject.is_some() && !cable.tags.is_empty();
    if cable.classification.is_none() && is_cable && !cable.paragraphs.is_empty() {
        report.say(&Code::CLASSIFICATION_MISSING, report.opening(), "there is no classification line");
    }
}

fn number(report: &mut Report<'_>) {
    let (Some(named), Some((_, serial))) = (report.facts.named, report.facts.number) else { return };
    if serial.parse() != Ok(named.serial) {
        let message = format!("the line says {serial}, and the cable's name is {named}");
        report.say(&Code::NUMBER_DIFFERS, span_of(report.text, serial), message);
    }
}

/// Fields that a cable has once.
const ONCE: &[PieceKind] = &[PieceKind::Tags, PieceKind::Subject, PieceKind::ExecutiveOrder];

/// What the layout of the head tells.
fn layout(report: &mut Report<'_>) {
    // The fields of those that were met.
    let mut seen = [false; ONCE.len()];
    let mut above: Option<PieceKind> = None;
    for piece in report.head {
        if matches!(piece.kind, PieceKind::Blank | PieceKind::Page) {
            continue;
        }
        let start = piece.span.start as usize;
        let before = start.checked_sub(1).and_then(|before| report.text.as_bytes().get(before));
        if !matches!(before, None | Some(b'\n' | b'\r')) && !report.words(piece).is_empty() {
            let upper = above.map_or("the line above", PieceKind::name);
            let message = format!("{} stands on the line of {upper}", piece.kind.name());
            report.say(&Code::LINE_ENDS_LOST, first_line(report, report.words(piece)), message);
        }
        if let Some(place) = ONCE.iter().position(|kind| *kind == piece.kind).filter(|_| above != Some(piece.kind)) {
            // `Derived From` and `Declassify On` add to the order, and are no second one.
            let adds = report.words(piece).of(report.text).starts_with(['D', 'd']);
            if !adds && std::mem::replace(&mut seen[place], true) {
                let message = format!("{} stands again; the first one counts", piece.kind.name());
                report.say(&Code::FIELD_REPEATED, first_line(report, report.words(piece)), message);
            }
        }
        let has_words = || report.words(piece).of(report.text).chars().any(char::is_alphabetic);
        if piece.kind == PieceKind::Text && has_words() && !lines_of(report, piece).any(says_corrected) {
            report.say(&Code::UNKNOWN_LINE, first_line(report, report.words(piece)), "nothing was read from this line");
        }
        above = Some(piece.kind);
    }
}

fn first_line(report: &Report<'_>, words: Span) -> Span {
    let line = words.of(report.text).split(['\n', '\r']).next().unwrap_or("");
    Span::new(words.start as usize, words.start as usize + line.trim_end().len())
}

fn tags(report: &mut Report<'_>) {
    let (text, cable) = (report.text, report.cable);
    let mut cut: Option<&Value> = None;
    let mut said: Option<Span> = None;
    for tag in &cable.tags {
        let code = tag.text(text);
        // Names of persons, and words that are plainly none of our codes.
        let is_code = (2..=6).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
        if is_code && table::plain_tag(code.as_bytes()).is_none() && !table::is_tag(code) {
            report.say(&Code::TAG_UNKNOWN, tag.span, format!("no list has {}", quoted(tag, text)));
        }
        if cut.is_some_and(|before| before.span == tag.span) && said != Some(tag.span) {
            said = Some(tag.span);
            let message = format!("`{}` is read as several codes", tag.span.of(text));
            report.say(&Code::TAGS_RUN_TOGETHER, tag.span, message);
        }
        cut = Some(tag);
    }
    repeated_tags(report);
}

/// The list of codes holds each once, so the words of the field are looked at.
fn repeated_tags(report: &mut Report<'_>) {
    let text = report.text;
    let (Some(first), Some(last)) = (report.cable.tags.first(), report.cable.tags.last()) else { return };
    if holds_codes_only(report) {
        return;
    }
    // Each code in its order, and whether it was met.
    let mut codes: Vec<(&str, bool)> = report.cable.tags.iter().map(|tag| (tag.text(text), false)).collect();
    codes.sort_unstable();
    let mut is_met_again = |word: &str| {
        let place = codes.binary_search_by(|(code, _)| (*code).cmp(word)).ok();
        place.and_then(|place| codes.get_mut(place)).is_some_and(|(_, met)| std::mem::replace(met, true))
    };
    let Some(field) =
        report.cable.layout.iter().find(|it| it.kind == PieceKind::Tags && it.span.contains(first.span.start as usize))
    else {
        return;
    };
    let field = Span { start: first.span.start, end: field.span.end.max(last.span.end) };
    let mut repeated = None;
    let mut link = false;
    for word in field.of(text).split([' ', ',', ';', '\n', '\r', '[']) {
        // What stands behind `](` is the address of a link.
        let word = if word.contains('(') { word.split("](").next().unwrap_or(word) } else { word };
        let word = word.trim_matches([']', '.', '*']);
        link |= word.contains('(');
        if !link && is_met_again(word) {
            repeated.get_or_insert(word);
        }
        link &= !word.contains(')');
    }
    if let Some(word) = repeated {
        report.say(&Code::TAG_REPEATED, span_of(text, word), format!("{word} stands twice"));
    }
}

/// Whether nothing but the codes stands in the field, from the first on. As the list has each once, none stands twice then.
fn holds_codes_only(report: &Report<'_>) -> bool {
    let (text, tags) = (report.text.as_bytes(), &report.cable.tags);
    let divides = |part: &[u8]| part.iter().all(|byte| matches!(byte, b' ' | b',' | b';' | b'\n' | b'\r'));
    let mut above = None;
    for tag in tags {
        let Range { start, end } = tag.span.range();
        let between = text.get(above.unwrap_or(start)..start).filter(|part| above.is_none() || !part.is_empty());
        let is_word = text.get(start..end).is_some_and(|code| code.iter().all(u8::is_ascii_alphanumeric));
        if !is_word || !between.is_some_and(divides) {
            return false;
        }
        above = Some(end);
    }
    let holds = |piece: &&Piece| {
        piece.kind == PieceKind::Tags
            && tags.first().is_some_and(|first| piece.span.contains(first.span.start as usize))
    };
    let field = report.cable.layout.iter().find(holds).map(|piece| piece.span.end as usize);
    above.zip(field).is_some_and(|(above, end)| text.get(above..end.max(above)).is_some_and(divides))
}

fn subject(report: &mut Report<'_>) {
    let cable = report.cable;
    let has_fields = !cable.tags.is_empty() || cable.executive_order.is_some();
    let numbered = cable.paragraphs.iter().any(|paragraph| paragraph.number.is_some());
    if cable.subject.is_none() && has_fields && numbered {
        report.say(&Code::SUBJECT_MISSING, report.opening(), "there is no subject");
    }
}

fn references(report: &mut Report<'_>) {
    let text = report.text;
    let mut above: Option<(u8, &Value)> = None;
    for reference in &report.cable.references {
        if is_incomplete(reference, text) {
            let message = format!("{} names no cable", quoted(&reference.text, text));
            report.say(&Code::REFERENCE_INCOMPLETE, reference.text.span, message);
        }
        let Some(label) = &reference.label else { continue };
        let Some(letter) = label.text(text).bytes().next().map(|b| b.to_ascii_uppercase()) else { continue };
        // A list behind one label is one reference each with the same label at the same place.
        if above.is_some_and(|(_, before)| before.span == label.span) {
            continue;
        }
        let expected = above.map_or(b'A', |(before, _)| before + 1);
        let apart = above.map_or("", |(_, before)| Span { start: before.span.end, end: label.span.start }.of(text));
        // A second list begins anew at A, and `A. REF A:` says its letter twice.
        let again = letter == b'A' && above.is_some()
            || letter + 1 == expected && apart.split_whitespace().map(str::len).sum::<usize>() < 14;
        if letter != expected && letter.is_ascii_alphabetic() && !again && !holds_label(apart, expected) {
            let (letter, expected) = (char::from(letter), char::from(expected));
            report.say(&Code::REFERENCE_LABELS, label.span, format!("{letter} stands where {expected} is due"));
        }
        above = Some((letter, label));
    }
}

/// Whether a label stands among words that were not taken for a reference.
fn holds_label(words: &str, letter: u8) -> bool {
    let bytes = words.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let apart = !at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        byte.eq_ignore_ascii_case(&letter) && apart && matches!(bytes.get(at + 1), Some(b'.' | b')' | b':' | b']'))
    })
}

/// A known post with nothing behind it, or figures alone.
fn is_incomplete(reference: &Reference, text: &str) -> bool {
    let words = reference.text.text(text);
    let letters = words.bytes().any(|b| b.is_ascii_alphabetic());
    let post = || table::post_at(words, None).is_some_and(|(_, len)| words.len() == len);
    reference.kind != ReferenceKind::Mail && reference.id.is_none() && (!letters || post())
}

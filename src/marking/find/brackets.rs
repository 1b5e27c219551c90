//! Brackets in the text: which are markings, and why the others are none.

use super::before::Before;
use super::{Covered, Mark, MarkKind, NoMark, PortionOf, Rejected};
use crate::cable::mark::{self, Doubt};
use crate::cable::{Cable, Marking, Paragraph, PieceKind};
use crate::text::Span;

/// Letters with which a mark begins.
const LEVELS: &[&str] = &["U", "C", "S", "R", "TS", "SBU", "LOU", "FOUO", "OUO", "CUI", "NU", "NR", "NC", "NS", "CTS"];

/// Of these, the ones that mean little by themselves: they are names, parties and vitamins as often as markings.
const WEAK: &[&str] = &["U", "C", "S", "R", "TS", "CUI", "NU", "NR", "NC", "NS", "CTS"];

/// The longest mark in brackets, brackets included.
const LONGEST: usize = 64;

pub(super) fn marks(text: &str, cable: &Cable, marks: &mut Vec<Mark>, rejected: &mut Vec<Rejected>) {
    let mut found = Vec::new();
    let mut covered = Covered { marks };
    let mut pieces = cable.layout.iter().peekable();
    let classified =
        |paragraph: &Paragraph| paragraph.portion.as_ref().is_some_and(|it| it.marking.level.is_classified());
    let choices = cable.classification.as_ref().is_some_and(|line| !line.marking.level.is_classified())
        && !cable.paragraphs.iter().any(classified);
    for at in memchr::memchr_iter(b'(', text.as_bytes()) {
        if covered.at(at) {
            continue;
        }
        let Some(bracket) = Bracket::at(text, at) else { continue };
        while pieces.next_if(|piece| piece.span.end as usize <= at).is_some() {}
        match bracket.judge(text, at, pieces.peek().map(|piece| piece.kind), choices) {
            Ok((marking, kind)) => found.push(Mark {
                span: bracket.span,
                level: Some(marking.level),
                controls: marking.controls,
                kind,
                certain: bracket.doubt.is_none(),
            }),
            Err(why) => rejected.push(Rejected { span: bracket.span, why }),
        }
    }
    marks.extend(found);
}

/// A bracket that begins with the letters of a level.
struct Bracket<'t> {
    span: Span,
    /// What it holds.
    inner: &'t str,
    /// The letters that it begins with, in capitals.
    level: &'static str,
    marking: Option<Marking>,
    doubt: Option<Doubt>,
}

impl<'t> Bracket<'t> {
    fn at(text: &'t str, at: usize) -> Option<Self> {
        let rest = text.get(at + 1..)?;
        let close = rest.as_bytes().iter().take(LONGEST).position(|b| matches!(b, b')' | b'('))?;
        let inner = rest.get(..close).filter(|_| rest.as_bytes().get(close) == Some(&b')'))?;
        let span = Span::new(at, at + close + 2);
        if !inner.is_ascii() {
            // Letters that look like others: only worth a look where something plain would be a mark.
            let (reading, len) = mark::portion(text.get(at..)?)?;
            let doubt = reading.doubt.filter(|doubt| *doubt != Doubt::Slip && len == close + 2);
            return doubt.map(|doubt| {
                let marking = Some(reading.marking);
                Bracket { span, inner, level: "SBU", marking, doubt: Some(doubt) }
            });
        }
        let bare = inner.trim_start().trim_start_matches('/');
        let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
        let level = LEVELS.iter().find(|level| level.eq_ignore_ascii_case(&bare[..letters]))?;
        if !bare[letters..].is_empty() && !bare[letters..].starts_with([' ', '/', '-', ',', '\n', '\r']) {
            return None;
        }
        Some(Bracket { span, inner, level, marking: mark::bare_portion(inner), doubt: None })
    }

    /// Whether the marking tells itself: more than the letters of a name or a party.
    fn is_strong(&self, marking: &Marking) -> bool {
        let clear = !WEAK.contains(&self.level) || self.inner.contains("//");
        clear
            || marking.controls.iter().any(|control| {
                let written = self.inner.to_ascii_uppercase();
                control.name().starts_with("REL TO") || written.contains("NF") || written.contains(control.name())
            })
    }

    fn judge(
        &self,
        text: &str,
        at: usize,
        within: Option<PieceKind>,
        choices: bool,
    ) -> Result<(Marking, MarkKind), NoMark> {
        let before = Before::new(text, at);
        let after = text.get(self.span.end as usize..).unwrap_or_default();
        let Some(marking) = &self.marking else { return Err(self.no_grammar(before)) };
        let point = before.opens_point();
        let begins = before.ends_sentence() && (point && !after.trim().is_empty() || begins_sentence(after));
        let alone = before.ends_sentence() && ends_block(after);
        let portion = if before.is_numbered() { PortionOf::Paragraph } else { PortionOf::SubParagraph };
        if self.is_strong(marking) {
            let letters: String = self.inner.chars().filter(char::is_ascii_alphabetic).collect();
            if before.begins_with(&letters) {
                return Err(NoMark::Initials);
            }
            // `the Security Service of Ukraine (SBU) said`: a name, where nothing but the letters speaks for a level.
            let name = marking.controls.is_empty() && after.trim_start().starts_with(|c: char| c.is_lowercase());
            if !begins && name && before.ends_in_name() {
                return Err(NoMark::Name);
            }
            return Ok((marking.clone(), if begins { MarkKind::Portion(portion) } else { MarkKind::Running }));
        }
        let letters = self.inner.trim();
        let small = letters.bytes().any(|b| b.is_ascii_lowercase());
        let single = letters.bytes().next().filter(|_| letters.len() == 1);
        // `minister(s)`, `LAW(S)`, but `D(S)` is an office.
        if let Some(why) = before.joined() {
            return Err(if why == NoMark::Ending && before.is_letter() { NoMark::Office } else { why });
        }
        // Laws and reasons count from A; small letters go on further.
        let of_authority = within == Some(PieceKind::ClassifiedBy);
        let counts = small || letters == "C";
        if counts && (of_authority && !begins && !alone || before.lists_sections((begins || alone) && !small)) {
            return Err(NoMark::Section);
        }
        let references = within == Some(PieceKind::References);
        let counted = single.is_some_and(|letter| before.counts_up_to(letter));
        if single.is_some() && (references && point || counted && !point) {
            return Err(NoMark::ListItem);
        }
        if !begins && letters.len() > 1 && before.begins_with(letters) {
            return Err(NoMark::Initials);
        }
        if letters == "R" && is_state(after) {
            return Err(NoMark::Party);
        }
        // Letters of answers, which the parser has left in the text for the same reason.
        if choices && marking.level.is_classified() && !before.is_numbered() {
            return Err(if single.is_some() { NoMark::ListItem } else { NoMark::Prose });
        }
        // Where line ends were lost, the first paragraph stands right behind the references or the authority.
        let begins = begins || (references || of_authority) && !small && begins_sentence(after);
        if begins && (!small || point) {
            return Ok((marking.clone(), MarkKind::Portion(portion)));
        }
        // Some writers set the mark behind what it covers.
        if alone && !small && (single.is_some() || letters == "TS") {
            return Ok((marking.clone(), MarkKind::Running));
        }
        Err(match before.begins_with(letters) {
            true => NoMark::Initials,
            false if small && before.ends_sentence() => NoMark::ListItem,
            false => NoMark::Prose,
        })
    }

    /// Why brackets that begin like a mark and do not go on like one are none.
    fn no_grammar(&self, before: Before<'_>) -> NoMark {
        let letters: String = self.inner.chars().filter(char::is_ascii_alphabetic).collect();
        let words = self.inner.trim();
        let rest = words.get(self.level.len()..).unwrap_or_default();
        let state =
            rest.strip_prefix('-').is_some_and(|state| state.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.'));
        if before.lists_sections(false) {
            NoMark::Section
        } else if letters.len() <= 4 && before.begins_with(&letters)
            || before.ends_in_word(rest.trim_start_matches('-'))
        {
            NoMark::Initials
        } else if words.bytes().any(|b| b.is_ascii_digit()) {
            NoMark::Name
        } else if self.level == "R" && state {
            NoMark::Party
        } else if rest.starts_with('/') {
            NoMark::Office
        } else if rest.starts_with('-') {
            NoMark::Name
        } else {
            NoMark::Prose
        }
    }
}

/// `(R ) NJ)`: the state of a member of Congress, with a bracket for the dash.
fn is_state(after: &str) -> bool {
    let state = after.trim_start().bytes().take_while(u8::is_ascii_alphabetic).count();
    (2..=5).contains(&state) && after.trim_start()[state..].starts_with(')')
}

/// Whether nothing follows before the next blank line, or the end.
fn ends_block(after: &str) -> bool {
    let words = after.trim_start_matches([' ', '\t', '\u{a0}', '\r', '\n']);
    let feeds = after[..after.len() - words.len()].bytes().filter(|b| *b == b'\n').count();
    words.is_empty() || feeds >= 2
}

/// Whether a sentence begins behind a mark: with a capital letter, a figure or a sign. A mark that nothing follows before
/// the next blank line covers nothing.
fn begins_sentence(after: &str) -> bool {
    const OPENING: &[char] = &['"', '\'', '(', '-', '*', '[', '.', ':', '<', '$', '&'];
    let apart = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-'));
    let words = after.trim_start_matches([' ', '\t', '\u{a0}', '\r', '\n']);
    let feeds = after[..after.len() - words.len()].bytes().filter(|b| *b == b'\n').count();
    let words = words.trim_start_matches([' ', '\u{a0}']).trim_start_matches(OPENING).trim_start();
    // Names left out by an editor stand in small letters.
    let left_out = words.starts_with("xx");
    apart && feeds < 2 && (left_out || !words.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')')))
}

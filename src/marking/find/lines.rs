//! Lines that are markings: banners of pages, classification lines of further sections.

use super::{Covered, Mark, MarkKind};
use crate::cable::{Cable, mark};
use crate::text::Span;
use crate::text::line::lines;

/// Adds the lines of `text` that are banners. A damaged line counts where the cable has no classification line yet, or
/// where a serial number stands on it.
pub(super) fn marks(text: &str, cable: &Cable, marks: &mut Vec<Mark>) {
    let mut found = Vec::new();
    let mut covered = Covered { marks };
    let mut whole = cable.classification.is_some();
    for line in lines(text) {
        let words = line.text(text);
        if words.is_empty() || covered.meets(line.words) {
            continue;
        }
        let Some(banner) = mark::banner(words) else { continue };
        let certain = banner.reading.doubt.is_none();
        let forged = banner.reading.doubt.is_some_and(|doubt| doubt != mark::Doubt::Slip);
        if !certain && !forged && !banner.numbered && whole {
            continue;
        }
        let kind = if whole || !banner.numbered { MarkKind::Banner } else { MarkKind::Classification };
        whole |= kind == MarkKind::Classification;
        let start = line.words.start as usize;
        let marking = banner.reading.marking;
        let span = Span::new(start + banner.start, start + banner.end);
        found.push(Mark { span, level: Some(marking.level), controls: marking.controls, kind, certain });
    }
    marks.extend(found);
}

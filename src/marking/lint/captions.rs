//! Captions against one another.

use super::case::{Case, Say};
use crate::cable::Control;
use crate::cable::mark::countries;
use crate::cable::table::{self, CaptionKind};
use crate::text::{Span, Value};

/// Captions of which a cable has one at the most. Source: 5 FAH-2 H-440.
const ONE_OF: &[&str] = &["NODIS", "EXDIS", "LIMDIS"];

/// Captions that exclude every other. Source: 5 FAH-2 H-440.
const ALONE: &[&str] = &["AGREMENT", "DIRGEN CHANNEL"];

pub(super) fn exclude(case: &Case<'_>, say: &mut Say<'_>) {
    let text = case.text;
    let captions: Vec<(&Value, &str)> = case.cable.captions.iter().map(|value| (value, value.text(text))).collect();
    let mut clash = |span: Span, a: &str, b: &str| say(span, format!("{a} and {b} exclude each other"));
    let mut first: Option<&str> = None;
    let mut channel: Option<&str> = None;
    for (value, caption) in &captions {
        if ONE_OF.contains(caption) {
            if let Some(first) = first.filter(|first| first != caption) {
                clash(value.span, first, caption);
            }
            first = first.or(Some(caption));
        }
        if table::caption(caption)
            .is_some_and(|known| known.kind == CaptionKind::Channel && caption.ends_with("CHANNEL"))
        {
            if let Some(channel) = channel.filter(|channel| channel != caption) {
                clash(value.span, channel, caption);
            }
            channel = channel.or(Some(caption));
        }
        if ALONE.contains(caption)
            && let Some((_, other)) = captions.iter().find(|(_, other)| other != caption && other != &"SENSITIVE")
        {
            clash(value.span, caption, other);
        }
    }
    // A text that may not leave the hands of the addressee, or of Americans, is released to nobody.
    let Some(whole) = case.whole() else { return };
    let Some(release) = whole.controls.iter().find(|control| countries(control, "REL TO ").is_some()) else { return };
    if whole.controls.contains(&Control::NOFORN) {
        clash(case.line(), "NOFORN", release.name());
    }
    if let Some((value, closed)) = captions.iter().find(|(_, caption)| matches!(*caption, "NODIS" | "EXDIS")) {
        clash(value.span, closed, release.name());
    }
}

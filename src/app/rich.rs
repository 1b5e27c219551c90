//! Text that is safe to draw, with a role for every stretch of it.
//!
//! Knows no colour: a [`Role`] says what a stretch is, and the screen decides how that looks. All text enters through
//! [`Rich::put`], which makes hostile characters visible, so whatever holds a [`Rich`] can be drawn as it stands.

use std::ops::Range;

use crate::cable::Level;
use crate::text::visible::visible;

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary words.
    Plain,
    /// Words that matter more than their neighbours.
    Strong,
    /// Words that matter less: explanations, lines of the frame.
    Dim,
    /// The name of a field.
    Label,
    /// A heading inside a text.
    Heading,
    /// A key of the keyboard.
    Key,
    /// Another cable.
    Link,
    /// A portion mark or a level.
    Marking(Level),
    /// A control that stands without a level: `NOFORN`.
    Control,
    /// A marking whose letters were misread or forged, so that what it says is a guess.
    Uncertain,
    /// Something is odd or wrong.
    Warning,
    /// Words that a publisher took out.
    Redaction,
    /// A mark that stands for a character which could hide, move or forge text.
    Hostile,
    /// A line of a source, by what the parser took it for.
    Source(Family),
}

/// Families of source lines, told apart by colour. The gutter names the exact kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// How the message travelled.
    Wire,
    /// Who sent it to whom.
    Address,
    /// Marking, captions, distribution: who may handle it.
    Handling,
    /// The other fields above the text.
    Field,
    /// The text.
    Body,
    /// Page lines, separators, ends.
    Noise,
}

/// A line of text in which every stretch has a role.
///
/// ```
/// use sipdis::app::rich::{Rich, Role};
/// let mut line = Rich::new();
/// line.put("REF ", Role::Label);
/// line.put("A\u{8}B", Role::Plain);
/// assert_eq!(line.text(), "REF A^HB");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rich {
    text: String,
    /// In order and without gaps; the end of each stretch and its role.
    runs: Vec<(usize, Role)>,
}

impl Rich {
    /// An empty line.
    pub fn new() -> Self {
        Rich::default()
    }

    /// A line of one role.
    pub fn of(text: &str, role: Role) -> Self {
        let mut line = Rich::new();
        line.put(text, role);
        line
    }

    /// Adds a stretch, and returns the line for more. `text` is one line; what could hide or move text becomes visible.
    pub fn put(&mut self, text: &str, role: Role) -> &mut Self {
        let shown = visible(text);
        let mut from = 0;
        for mark in shown.marks() {
            self.push(shown.as_str().get(from..mark.start).unwrap_or(""), role);
            self.push(shown.as_str().get(mark.clone()).unwrap_or(""), Role::Hostile);
            from = mark.end;
        }
        self.push(shown.as_str().get(from..).unwrap_or(""), role);
        self
    }

    /// Adds another line's stretches.
    pub fn append(&mut self, other: &Rich) -> &mut Self {
        for (text, role) in other.stretches(0..other.text.len()) {
            self.push(text, role);
        }
        self
    }

    /// Adds `gap` unless nothing stands before it: for lists of parts that may be absent.
    pub fn gap(&mut self, gap: &'static str) -> &mut Self {
        if !self.text.is_empty() {
            self.push(gap, Role::Dim);
        }
        self
    }

    /// Gives a stretch another role. `range` counts bytes of [`Rich::text`] and is cut to it.
    pub fn set_role(&mut self, range: Range<usize>, role: Role) {
        let old = std::mem::take(self);
        let end = range.end.min(old.text.len());
        let start = range.start.min(end);
        for (part, own) in [(0..start, None), (start..end, Some(role)), (end..old.text.len(), None)] {
            for (text, was) in old.stretches(part) {
                // A marking, or a mark for a hostile character, stays one whatever it stands in.
                let stays = matches!(was, Role::Hostile | Role::Marking(_) | Role::Control | Role::Uncertain);
                self.push(text, if stays { was } else { own.unwrap_or(was) });
            }
        }
    }

    fn push(&mut self, text: &str, role: Role) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some((end, last)) if *last == role => *end = self.text.len(),
            _ => self.runs.push((self.text.len(), role)),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The stretches inside `range`, in order. A range that does not fit the text gives nothing.
    pub fn stretches(&self, range: Range<usize>) -> impl Iterator<Item = (&str, Role)> {
        // Rows of one long line are drawn one by one, so the first stretch is looked up and not walked to.
        let first = self.runs.partition_point(|(end, _)| *end <= range.start);
        let mut from = range.start;
        self.runs.get(first..).unwrap_or(&[]).iter().map_while(move |&(end, role)| {
            let to = end.min(range.end);
            let text = self.text.get(from..to).filter(|text| !text.is_empty())?;
            from = to;
            Some((text, role))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(line: &Rich) -> Vec<(&str, Role)> {
        line.stretches(0..line.text().len()).collect()
    }

    #[test]
    fn neighbours_of_one_role_join() {
        let mut line = Rich::of("a", Role::Plain);
        line.put("b", Role::Plain).put("c", Role::Dim);
        assert_eq!(stretches(&line), [("ab", Role::Plain), ("c", Role::Dim)]);
    }

    #[test]
    fn a_hostile_character_has_its_own_role_and_keeps_it() {
        let mut line = Rich::of("a\u{1b}b", Role::Plain);
        assert_eq!(stretches(&line), [("a", Role::Plain), ("^[", Role::Hostile), ("b", Role::Plain)]);
        line.set_role(0..4, Role::Strong);
        assert_eq!(stretches(&line), [("a", Role::Strong), ("^[", Role::Hostile), ("b", Role::Strong)]);
    }

    #[test]
    fn a_part_of_a_line_has_the_roles_of_that_part() {
        let mut line = Rich::of("abc", Role::Plain);
        line.put("def", Role::Strong);
        assert_eq!(line.stretches(2..4).collect::<Vec<_>>(), [("c", Role::Plain), ("d", Role::Strong)]);
        assert_eq!(line.stretches(3..6).collect::<Vec<_>>(), [("def", Role::Strong)]);
        assert_eq!(line.stretches(6..9).count(), 0);
    }

    #[test]
    fn a_role_can_be_given_to_the_middle() {
        let mut line = Rich::of("abcdef", Role::Plain);
        line.set_role(2..4, Role::Redaction);
        assert_eq!(stretches(&line), [("ab", Role::Plain), ("cd", Role::Redaction), ("ef", Role::Plain)]);
    }
}

//! A line that is being typed. Knows no key and no screen; the cursor never stands inside a character.

use unicode_segmentation::UnicodeSegmentation;

/// The typed text and the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineEdit {
    text: String,
    /// Byte offset, at the border of a grapheme.
    cursor: usize,
}

impl LineEdit {
    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor, and from it on.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.cursor).unwrap_or((&self.text, ""))
    }

    /// Puts another line there: what stands before the cursor, and what behind it.
    pub fn set(&mut self, before: &str, behind: &str) {
        *self = LineEdit::default();
        self.insert(before);
        let cursor = self.cursor;
        self.insert(behind);
        self.cursor = self.border_from(cursor);
    }

    /// Types text at the cursor. Only its first line counts, and control characters are left out: a pasted text must not
    /// do what keys do.
    pub fn insert(&mut self, typed: &str) {
        let clean: String = typed.lines().next().unwrap_or("").chars().filter(|c| !c.is_control()).collect();
        self.text.insert_str(self.cursor, &clean);
        // A combining mark joins the character before it, so the cursor may have to move on to a border.
        self.cursor = self.border_from(self.cursor + clean.len());
    }

    /// Takes the character before the cursor away.
    pub fn backspace(&mut self) {
        let from = self.border_before(self.cursor);
        self.cut(from, self.cursor);
    }

    /// Takes the character under the cursor away.
    pub fn delete(&mut self) {
        let to = self.border_from(self.cursor + 1);
        self.cut(self.cursor, to);
    }

    /// Takes everything before the cursor away.
    pub fn clear_before(&mut self) {
        self.cut(0, self.cursor);
    }

    /// Takes the word before the cursor away, with the blanks behind it.
    pub fn delete_word(&mut self) {
        let (before, _) = self.halves();
        let from = before.trim_end().rfind(char::is_whitespace).map_or(0, |at| self.border_from(at + 1));
        self.cut(from, self.cursor);
    }

    fn cut(&mut self, from: usize, to: usize) {
        let to = to.min(self.text.len());
        if from < to {
            self.text.replace_range(from..to, "");
            self.cursor = self.border_from(from);
        }
    }

    /// Goes one character back.
    pub fn left(&mut self) {
        self.cursor = self.border_before(self.cursor);
    }

    /// Goes one character on.
    pub fn right(&mut self) {
        self.cursor = self.border_from(self.cursor + 1);
    }

    /// Goes before the first character.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Goes behind the last character.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    fn border_before(&self, at: usize) -> usize {
        self.text.grapheme_indices(true).map(|(start, _)| start).take_while(|&start| start < at).last().unwrap_or(0)
    }

    fn border_from(&self, at: usize) -> usize {
        self.text.grapheme_indices(true).map(|(start, _)| start).find(|&start| start >= at).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Applies a script of keys and shows the line with `|` for the cursor.
    fn after(script: &[&str]) -> String {
        let mut line = LineEdit::default();
        for step in script {
            act(&mut line, step);
        }
        let (before, behind) = line.halves();
        format!("{before}|{behind}")
    }

    fn act(line: &mut LineEdit, step: &str) {
        match step {
            "<left>" => line.left(),
            "<right>" => line.right(),
            "<home>" => line.home(),
            "<end>" => line.end(),
            "<bs>" => line.backspace(),
            "<del>" => line.delete(),
            "<word>" => line.delete_word(),
            "<clear>" => line.clear_before(),
            typed => line.insert(typed),
        }
    }

    #[test]
    fn keys_do_what_readline_does() {
        assert_eq!(after(&["kivu", "<left>", "<left>", "x"]), "kix|vu");
        assert_eq!(after(&["kivu", "<home>", "<del>"]), "|ivu");
        assert_eq!(after(&["two words ", "<word>"]), "two |");
        assert_eq!(after(&["two words", "<left>", "<clear>"]), "|s");
        assert_eq!(after(&["ab", "<bs>", "<bs>", "<bs>"]), "|");
    }

    #[test]
    fn a_character_of_several_code_points_goes_as_one() {
        assert_eq!(after(&["ae\u{301}", "<bs>"]), "a|");
        assert_eq!(after(&["e\u{301}b", "<home>", "<right>"]), "e\u{301}|b");
    }

    #[test]
    fn a_pasted_text_gives_its_first_line_without_controls() {
        assert_eq!(after(&["a\u{1b}[31m\nrm -rf"]), "a[31m|");
    }

    proptest! {
        #[test]
        fn any_script_keeps_the_cursor_inside(steps in proptest::collection::vec(
            prop_oneof![Just("<left>".to_owned()), Just("<right>".to_owned()), Just("<bs>".to_owned()),
                Just("<del>".to_owned()), Just("<word>".to_owned()), Just("<clear>".to_owned()), ".{0,4}"], 0..30)) {
            let mut line = LineEdit::default();
            for step in &steps {
                act(&mut line, step);
                let (before, behind) = line.halves();
                prop_assert_eq!(format!("{before}{behind}"), line.text());
            }
        }
    }
}

//! The one place where crossterm's keys become ours.
//!
//! Terminals send bytes, not keys, and several keys share a byte: the shift of a letter is in the letter, shift-tab is a
//! key of its own, ctrl-i is tab. Our [`Key`] says what came, so that a binding reads the same on every terminal.

use crossterm::event::{KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::key::{Key, KeyCode};

/// Keys without a character, and ours.
const NAMED: &[(Code, KeyCode)] = &[
    (Code::Enter, KeyCode::Enter),
    (Code::Esc, KeyCode::Esc),
    (Code::Tab, KeyCode::Tab),
    (Code::BackTab, KeyCode::BackTab),
    (Code::Backspace, KeyCode::Backspace),
    (Code::Delete, KeyCode::Delete),
    (Code::Up, KeyCode::Up),
    (Code::Down, KeyCode::Down),
    (Code::Left, KeyCode::Left),
    (Code::Right, KeyCode::Right),
    (Code::Home, KeyCode::Home),
    (Code::End, KeyCode::End),
    (Code::PageUp, KeyCode::PageUp),
    (Code::PageDown, KeyCode::PageDown),
];

/// Bytes 0x1C to 0x1F: crossterm names them by the digits of old keyboards, people by what is printed on the key.
const CONTROLS: &[(char, char)] = &[('4', '\\'), ('5', ']'), ('6', '^'), ('7', '_')];

/// Our name of a key; `None` for a key let go and for keys that we have no name for.
pub(super) fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let (ctrl, alt, shift) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), held(KeyModifiers::SHIFT));
    let code = match event.code {
        Code::Tab if shift => KeyCode::BackTab,
        Code::Char(c) if ctrl => {
            let printed = CONTROLS.iter().find(|(digit, _)| *digit == c).map_or(c, |(_, printed)| *printed);
            KeyCode::Char(printed)
        }
        // With the newer keyboard protocols a letter may come as it stands on the key, with shift beside it.
        Code::Char(c) if shift && c.is_lowercase() => KeyCode::Char(upper(c)),
        Code::Char(c) => KeyCode::Char(c),
        Code::F(n @ 1..=24) => KeyCode::F(n),
        code => NAMED.iter().find(|(theirs, _)| *theirs == code).map(|(_, ours)| *ours)?,
    };
    Some(Key { code, ctrl, alt })
}

/// The capital, where it is one character.
fn upper(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: Code, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn keys_get_their_names() {
        let (none, ctrl, alt, shift) =
            (KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT);
        for (code, modifiers, expected) in [
            (Code::Char('j'), none, "j"),
            (Code::Char('G'), shift, "G"),
            (Code::Char('G'), none, "G"),
            (Code::Char('g'), shift, "G"),
            (Code::Char('?'), shift, "?"),
            (Code::Char('ß'), shift, "ß"),
            (Code::Char('d'), ctrl, "ctrl-d"),
            (Code::Char('x'), ctrl | alt, "ctrl-alt-x"),
            (Code::Char(' '), ctrl, "ctrl-space"),
            (Code::Char('5'), ctrl, "ctrl-]"),
            (Code::Char('4'), none, "4"),
            (Code::BackTab, shift, "backtab"),
            (Code::Tab, shift, "backtab"),
            (Code::Up, shift, "up"),
            (Code::Left, alt, "alt-left"),
            (Code::F(12), none, "f12"),
        ] {
            assert_eq!(named(code, modifiers).as_deref(), Some(expected), "{code:?} {modifiers:?}");
        }
    }

    #[test]
    fn each_named_key_is_there_once() {
        for (i, (theirs, ours)) in NAMED.iter().enumerate() {
            assert_eq!(key(KeyEvent::new(*theirs, KeyModifiers::NONE)), Some(Key::plain(*ours)));
            assert!(NAMED[..i].iter().all(|(other, same)| other != theirs && same != ours), "{theirs:?}");
        }
    }

    #[test]
    fn a_key_held_down_repeats_and_one_let_go_is_silent() {
        let of_kind = |kind| key(KeyEvent::new_with_kind(Code::Char('j'), KeyModifiers::NONE, kind));
        assert!(of_kind(KeyEventKind::Press).is_some());
        assert!(of_kind(KeyEventKind::Repeat).is_some());
        assert_eq!(of_kind(KeyEventKind::Release), None);
    }

    #[test]
    fn keys_without_a_name_are_left_out() {
        for code in [Code::F(25), Code::CapsLock, Code::Null, Code::Insert] {
            assert_eq!(key(KeyEvent::new(code, KeyModifiers::NONE)), None, "{code:?}");
        }
    }
}

//! Letters brought to the form in which words are compared.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::LONGEST;

/// Adds the folded form of a letter or figure beyond ASCII: without accents, in lower case.
pub(in crate::archive) fn push(c: char, word: &mut String) {
    decompose_compatible(c, |part| {
        if is_combining_mark(part) {
            return;
        }
        for low in part.to_lowercase() {
            // Letters that no standard takes apart, but that people write in ASCII.
            let spelt = match low {
                'ß' => "ss",
                'æ' => "ae",
                'œ' => "oe",
                'ø' => "o",
                'đ' | 'ð' => "d",
                'ł' => "l",
                'þ' => "th",
                'ħ' => "h",
                'ı' => "i",
                _ => "",
            };
            for letter in spelt.chars().chain(spelt.is_empty().then_some(low)) {
                if letter.is_alphanumeric() && !is_combining_mark(letter) && word.len() + letter.len_utf8() <= LONGEST {
                    word.push(letter);
                }
            }
        }
    });
}

/// Whether a character inside a word is not part of it: accents that stand by themselves, soft hyphens, joiners.
pub(super) fn is_silent(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The length of an entity that a web page left (`&nbsp;`, `&#8217;`), so that its name is not taken for a word.
pub(super) fn entity_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(9).position(|b| b == b';')?;
    let name = inner.get(..end)?;
    let number = name.strip_prefix('#').map(|n| n.strip_prefix(['x', 'X']).unwrap_or(n));
    let is_one = match number {
        Some(number) => !number.is_empty() && number.bytes().all(|b| b.is_ascii_hexdigit()),
        None => name.len() >= 2 && name.bytes().all(|b| b.is_ascii_alphanumeric()),
    };
    is_one.then_some(end + 2)
}

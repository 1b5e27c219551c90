//! The labels of a list of references, `A. ... (B) ...`, and the items between them.

use super::super::words::{Ends, Signs, offset_in, strip_prefix_ci};
use super::references::opens_with_post;

/// Cuts a list at its labels. Only letters in their order count as labels, as initials and codes look the same.
pub(super) fn items(list: &str) -> Vec<(Option<&str>, &str)> {
    let mut out: Vec<(Option<&str>, &str)> = Vec::new();
    let mut current: Option<&str> = None;
    let mut start = 0;
    let mut at = 0;
    while at < list.len() {
        // Within a word no label begins.
        if at > 0 && list.as_bytes()[at - 1].is_ascii_alphanumeric() {
            at +=
                list.as_bytes()[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(list.len() - at);
            if at == list.len() {
                break;
            }
            // `OSLO 2B. OSLO 3`: glued to a number, only a cable behind it shows that it is a label.
            if let [.., b'0'..=b'9', b'A'..=b'Z'] = list.as_bytes()[..at]
                && let Some((letter, behind)) = list.get(at - 1..).and_then(label)
                && follows(current, letter)
                && opens_with_post(behind)
            {
                push_item(&mut out, current, &list[start..at - 1]);
                current = Some(letter);
                start = offset_in(list, behind);
                at = start;
                continue;
            }
        }
        let opens = match at.checked_sub(1).and_then(|before| list.as_bytes().get(before)) {
            None | Some(b' ' | b',' | b';' | b')' | b'.') => true,
            // The second byte of a pilcrow.
            Some(0xb6) => list.get(..at).is_some_and(|before| before.ends_with('¶')),
            Some(_) => false,
        };
        // `OSLO 2(B)OSLO 3`: glued to a number, only a cable behind it shows that it is a label.
        let glued = !opens && list.as_bytes().get(at) == Some(&b'(');
        let may_open = (opens || glued) && may_open_with_label(&list.as_bytes()[at..]);
        let found = list.get(at..).filter(|_| may_open).and_then(|here| {
            let strong = label(here).filter(|(_, behind)| opens || opens_with_post(behind));
            strong.or_else(|| weak_label(here).filter(|_| opens))
        });
        if let Some((letter, behind)) = found.filter(|(letter, _)| follows(current, letter)) {
            push_item(&mut out, current, &list[start..at]);
            current = Some(letter);
            start = offset_in(list, behind);
            at = start;
        } else {
            at += 1;
        }
    }
    push_item(&mut out, current, &list[start..]);
    out
}

fn push_item<'t>(out: &mut Vec<(Option<&'t str>, &'t str)>, label: Option<&'t str>, item: &'t str) {
    // `A. A. ROME 1` and `A. REF A: ROME 1` say their label twice.
    let item = item.without(const { Signs::new(" ,;¶-.*") });
    let item = strip_repeated(item, label);
    if !item.is_empty() {
        out.push((label, item));
    }
}

fn strip_repeated<'t>(item: &'t str, own: Option<&str>) -> &'t str {
    let bare = ["REFERENCE", "REFTEL", "REFS", "REF"]
        .iter()
        .find_map(|word| strip_prefix_ci(item, word))
        .filter(|rest| rest.starts_with([' ', ':', '.', '(']))
        .map_or(item, |rest| rest.without_at_start(const { Signs::new(" :.") }));
    match (label(bare), own) {
        (Some((letter, rest)), Some(own)) if letter.eq_ignore_ascii_case(own) => rest.trimmed_start(),
        _ => bare,
    }
}

/// Labels go up by one; a slip of the typist repeats one or leaves one out.
fn follows(current: Option<&str>, letter: &str) -> bool {
    let number = |label: &str| label.bytes().next().map(|b| b.to_ascii_uppercase());
    match (current.and_then(number), number(letter)) {
        (None, Some(letter)) => letter <= b'C',
        (Some(current), Some(letter)) => (current..=current + 2).contains(&letter),
        _ => false,
    }
}

/// `A.`, `A)`, `(A)`, `A:`, `A -`: a letter with a sign behind it.
pub(super) fn label(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(['(', '[']).unwrap_or(text);
    let inner = inner.without_at_start(const { Signs::new(" ") });
    let letter = inner.get(..1).filter(|letter| letter.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let rest = &inner[1..];
    let bracketed = inner.len() < text.len();
    let behind = if bracketed {
        rest.trimmed_start().strip_prefix([')', ']'])?
    } else if let Some(behind) = rest.strip_prefix([')', '.', ':', ']']) {
        behind
    } else {
        rest.strip_prefix(" - ").or_else(|| rest.strip_prefix(" ) "))?
    };
    // `U.S.` and `A.M.` are no labels.
    let dotted = !bracketed && rest.starts_with('.') && behind.as_bytes().get(1) == Some(&b'.');
    (!dotted).then(|| (letter, behind.without_at_start(const { Signs::new(".: \u{a0}") })))
}

/// Whether a glance shows that a label may stand at the start of `bytes`: a lone letter, or a bracket.
fn may_open_with_label(bytes: &[u8]) -> bool {
    match bytes {
        [letter, next, ..] if letter.is_ascii_alphabetic() => !next.is_ascii_alphanumeric(),
        [sign, ..] => matches!(sign, b'(' | b'[' | b' '),
        [] => false,
    }
}

/// `A/`, `A,`, `A-`, `(A`, `A`: a letter that only what stands behind it shows to be a label.
fn weak_label(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start_matches('(');
    let letter = inner.get(..1).filter(|letter| letter.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let rest = &inner[1..];
    let signed = rest.strip_prefix(['/', ',', '-', ')']).unwrap_or(rest);
    let behind = signed.trim_start();
    (behind.len() < rest.len() && opens_with_post(behind)).then_some((letter, behind))
}

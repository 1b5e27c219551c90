//! Character references: `&amp;`, `&#39;`, `&#x000A;`.

use crate::text::decode::decode;

/// Names of HTML 4 outside Latin-1 that prose uses, and the five of XML.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '\u{2022}'),
    ("euro", '\u{20ac}'),
    ("gt", '>'),
    ("hellip", '\u{2026}'),
    ("ldquo", '\u{201c}'),
    ("lsquo", '\u{2018}'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("ndash", '\u{2013}'),
    ("quot", '"'),
    ("rdquo", '\u{201d}'),
    ("rsquo", '\u{2019}'),
    ("trade", '\u{2122}'),
];

/// The names of U+00A0 to U+00FF, in that order. Source: HTML 4.01, section 24.2.1.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times \
    Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
    ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
    uuml yacute thorn yuml";

/// The longest reference that is looked for, without its `&`.
const LONGEST: usize = 12;

/// Adds a text with its references resolved. A `&` that begins none stands as it is: pages are full of them.
pub(super) fn resolve_into(mut text: &str, out: &mut String) {
    while let Some((before, behind)) = text.split_once('&') {
        out.push_str(before);
        let end = behind.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(behind.get(..end)?)?, behind.get(end + 1..)?))) {
            Some((character, rest)) => {
                out.push(character);
                text = rest;
            }
            None => {
                out.push('&');
                text = behind;
            }
        }
    }
    out.push_str(text);
}

/// What a reference stands for, without `&` and `;`.
fn character(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return match code {
            // HTML says that these are meant as Windows-1252, because pages write them so.
            0x80..=0x9f => decode(&[u8::try_from(code).ok()?]).text.chars().next(),
            0 => None,
            _ => char::from_u32(code),
        };
    }
    let named = NAMED.iter().find(|(name, _)| *name == reference).map(|(_, character)| *character);
    let latin = || LATIN_1.split_whitespace().zip('\u{a0}'..='\u{ff}').find(|(name, _)| *name == reference);
    named.or_else(|| latin().map(|(_, character)| character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        resolve_into(text, &mut out);
        assert_eq!(out, expected, "{text}");
    }

    #[test]
    fn references_become_characters() {
        check("R&amp;D &lt;SIC&gt; &quot;x&quot; it&#39;s&#x000A;&#13;", "R&D <SIC> \"x\" it's\n\r");
        check("&para;1. caf&eacute;&nbsp;&ndash; &yuml;", "\u{b6}1. caf\u{e9}\u{a0}\u{2013} \u{ff}");
        check("it&#146;s &#x80;5", "it\u{2019}s \u{20ac}5");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in
            ["R&D;", "AT&T", "& ;", "&", "&#;", "&#x;", "&#xD800;", "&#99999999;", "&verylongnameofsomething;", "&é;"]
        {
            check(text, text);
        }
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(LATIN_1.split_whitespace().count(), 96);
        assert!(NAMED.is_sorted_by_key(|(name, _)| name));
        assert!(
            NAMED
                .iter()
                .all(|(name, _)| name.len() < LONGEST && !LATIN_1.split_whitespace().any(|other| other == *name))
        );
    }
}

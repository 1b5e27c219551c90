//! Format lines 1 to 4: message id, relays, station, security and other operating signals.
//!
//! Source: ACP 127(G) and 5 FAH-2 H-321.

use super::super::words::{Ends, Signs, strip_prefix_ci, value_of};
use super::super::{Level, Precedence, Transmission};
use crate::text::Value;

/// `VZCZCXRO4134`; an automatic station may write `VZCZCABC027`, an older one `VV ABC027`.
pub(in crate::cable) fn message_id(text: &str, line: &str) -> Option<Value> {
    let word = line.trimmed();
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_id = if word.starts_with("VZCZC") || word.starts_with("ZCZC") {
        word.bytes().all(|b| b.is_ascii_alphanumeric())
    } else {
        word.strip_prefix("VV ").is_some_and(|rest| {
            digits >= 3 && rest.len() == digits + 3 && rest.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    };
    is_id.then(|| value_of(text, word))
}

/// A routing indicator: four to eight capitals, the first an R; Q and U exist too.
pub(in crate::cable) fn is_routing_indicator(word: &str) -> bool {
    (4..=8).contains(&word.len())
        && matches!(word.as_bytes(), [b'R' | b'Q' | b'U', ..])
        && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// The routing indicator with which a line begins that has a slash right behind it: `RUEHC/`.
pub(in crate::cable) fn indicator(line: &str) -> Option<&str> {
    // It ends at the first byte that is no capital letter.
    let letters = line.bytes().position(|byte| !byte.is_ascii_uppercase())?;
    let found = line.get(..letters).filter(|_| line.as_bytes().get(letters) == Some(&b'/'))?;
    is_routing_indicator(found).then_some(found)
}

/// Whether a line opens with a doubled prosign, as format line 2 does. Asked of every line before the others are.
pub(in crate::cable) fn may_call(line: &str) -> bool {
    matches!(line.trimmed_start().as_bytes(), [b'Z', b'Z', ..] | [b'O', b'O', ..] | [b'P', b'P', ..] | [b'R', b'R', ..])
}

/// `OO RUEHDBU RUEHFL`: the doubled prosign of the highest precedence, and the stations called.
pub(in crate::cable) fn relays(text: &str, line: &str, into: &mut Transmission) -> bool {
    let mut words = line.split_ascii_whitespace();
    let precedence = match words.next() {
        Some("ZZ") => Precedence::Flash,
        Some("OO") => Precedence::Immediate,
        Some("PP") => Precedence::Priority,
        Some("RR") => Precedence::Routine,
        _ => return false,
    };
    let stations = into.relays.len();
    for word in words {
        if !is_routing_indicator(word) {
            into.relays.truncate(stations);
            return false;
        }
        into.relays.push(value_of(text, word));
    }
    if into.relays.len() == stations {
        return false;
    }
    into.precedence = Some(precedence);
    true
}

/// Whether a line is format line 2.
pub(in crate::cable) fn is_relays(line: &str) -> bool {
    may_call(line) && relays(line, line, &mut Transmission::default())
}

/// Whether a line is format line 3.
pub(in crate::cable) fn is_station(line: &str) -> bool {
    line.starts_with("DE ") && station(line, line, &mut Transmission::default())
}

/// A line of nothing but routing indicators goes on with format line 2.
pub(in crate::cable) fn more_relays(text: &str, line: &str, into: &mut Transmission) -> bool {
    if line.trimmed().is_empty() || !line.split_ascii_whitespace().all(is_routing_indicator) {
        return false;
    }
    into.relays.extend(line.split_ascii_whitespace().map(|word| value_of(text, word)));
    true
}

/// `DE RUEHRO #3128/01 3241641`: station, its serial number with a section, filing time as day of the year and hour.
pub(in crate::cable) fn station(text: &str, line: &str, into: &mut Transmission) -> bool {
    let Some(rest) = line.trimmed_start().strip_prefix("DE ") else { return false };
    let mut words = rest.split_ascii_whitespace();
    let Some(station) = words.next().filter(|word| is_routing_indicator(word)) else { return false };
    into.station = Some(value_of(text, station));
    for word in words {
        if let Some(serial) = word.strip_prefix('#') {
            let digits = serial.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                into.serial = Some(value_of(text, &serial[..digits]));
            }
        } else if word.without_at_end(const { Signs::new("Z") }).len() == 7
            && word.bytes().take(7).all(|b| b.is_ascii_digit())
        {
            into.filed = Some(value_of(text, &word[..7]));
        }
    }
    true
}

/// The level that the five letters behind ZNY or ZNR repeat.
const SECURITY: &[(char, Level)] = &[
    ('U', Level::Unclassified),
    ('E', Level::Controlled),
    ('R', Level::Restricted),
    ('C', Level::Confidential),
    ('S', Level::Secret),
    ('T', Level::TopSecret),
];

/// `ZNY CCCCC ZZH` and lines of other operating signals: a Z and two letters, perhaps a digit, with their arguments.
pub(in crate::cable) fn signals(text: &str, line: &str, into: &mut Transmission) -> bool {
    let mut words = line.split_ascii_whitespace().peekable();
    let Some(first) = words.next().filter(|word| is_signal(word)) else { return false };
    if matches!(first, "ZNY" | "ZNR") {
        if let Some(letters) = words.next_if(|word| word.len() >= 4 && all_same(word)) {
            into.security = SECURITY.iter().find(|(c, _)| letters.starts_with(*c)).map(|(_, level)| *level);
        }
    } else {
        into.signals.push(value_of(text, first));
    }
    into.signals.extend(words.filter(|word| is_signal(word)).map(|word| value_of(text, word)));
    true
}

/// `ZZH`, `ZDK`, `ZFF6`.
pub(in crate::cable) fn is_signal(word: &str) -> bool {
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    word.len() - digits == 3
        && digits <= 1
        && word.starts_with('Z')
        && word.bytes().take(3).all(|b| b.is_ascii_uppercase())
}

fn all_same(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_uppercase() && bytes.all(|b| b == first))
}

/// `GR142`, `GRNC`: the number of groups, behind an accounting symbol or not.
pub(in crate::cable) fn is_group_count(line: &str) -> bool {
    // Asked of every line of the head.
    if !line.ends_with(|c: char| c.is_ascii_digit() || c == 'C') {
        return false;
    }
    let word = line.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
    let count = strip_prefix_ci(word, "GR").unwrap_or("");
    !count.is_empty()
        && line.split_ascii_whitespace().count() <= 2
        && (count == "NC" || count.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn station_lines() {
        let line = "DE RUEHRK #0042/01 3241641";
        let mut it = Transmission::default();
        assert!(station(line, line, &mut it));
        let read = |value: &Option<Value>| value.as_ref().map(|v| v.text(line).to_owned());
        assert_eq!(read(&it.station).as_deref(), Some("RUEHRK"));
        assert_eq!(read(&it.serial).as_deref(), Some("0042"));
        assert_eq!(read(&it.filed).as_deref(), Some("3241641"));
        assert!(!station("DE FACTO RULE", "DE FACTO RULE", &mut it));
    }

    #[test]
    fn security_letters_name_a_level() {
        for (line, level) in [
            ("ZNY CCCCC ZZH", Some(Level::Confidential)),
            ("ZNR UUUUU ZZH", Some(Level::Unclassified)),
            ("ZNY EEEEE", Some(Level::Controlled)),
            ("ZNY QQQQQ", None),
        ] {
            let mut it = Transmission::default();
            assert!(signals(line, line, &mut it), "{line}");
            assert_eq!(it.security, level, "{line}");
        }
        assert!(!signals("ZEAL IS GOOD", "ZEAL IS GOOD", &mut Transmission::default()));
    }

    #[test]
    fn message_ids() {
        for (line, is_id) in
            [("VZCZCXRO4134", true), ("ZCZCABC027", true), ("VV ABC027", true), ("VV IS", false), ("VZCZC, X", false)]
        {
            assert_eq!(message_id(line, line).is_some(), is_id, "{line}");
        }
    }
}

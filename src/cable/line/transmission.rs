//! Format lines 1 to 4: message id, relays, station, security and other operating signals.
//!
//! Source: ACP 127(G) and 5 FAH-2 H-321.

use super::super::words::{Ends, Signs, value_of};
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
    let (found, behind) = line.split_at_checked(indicator_len(line.as_bytes())?)?;
    behind.starts_with('/').then_some(found)
}

/// The length of the routing indicator with which some bytes begin.
fn indicator_len(bytes: &[u8]) -> Option<usize> {
    if !matches!(bytes, [b'R' | b'Q' | b'U', ..]) {
        return None;
    }
    let letters = bytes.iter().take(9).take_while(|byte| byte.is_ascii_uppercase()).count();
    (4..=8).contains(&letters).then_some(letters)
}

/// Whether a line has routing indicators and nothing else.
fn are_indicators(line: &str) -> bool {
    let mut rest = line.as_bytes().trim_ascii_start();
    let mut any = false;
    while let Some(len) = indicator_len(rest) {
        let behind = &rest[len..];
        rest = behind.trim_ascii_start();
        // Nothing else may follow an indicator directly.
        if rest.len() == behind.len() && !rest.is_empty() {
            return false;
        }
        any = true;
    }
    any && rest.is_empty()
}

/// The doubled prosign with which a line opens, and what stands behind it.
fn call(line: &str) -> Option<(Precedence, &str)> {
    let (prosign, stations) = line.trimmed_start().split_at_checked(2)?;
    let precedence = match prosign {
        "ZZ" => Precedence::Flash,
        "OO" => Precedence::Immediate,
        "PP" => Precedence::Priority,
        "RR" => Precedence::Routine,
        _ => return None,
    };
    stations.starts_with(|c: char| c.is_ascii_whitespace()).then_some((precedence, stations))
}

/// Whether a line is format line 2: `OO RUEHDBU RUEHFL`.
pub(in crate::cable) fn is_relays(line: &str) -> bool {
    call(line).is_some_and(|(_, stations)| are_indicators(stations))
}

/// Whether a line goes on with format line 2: it has nothing but routing indicators.
pub(in crate::cable) fn is_more_relays(line: &str) -> bool {
    are_indicators(line)
}

/// Reads a line of either kind: the precedence that the doubled prosign stands for, and the stations called.
pub(in crate::cable) fn relays(text: &str, line: &str, into: &mut Transmission) {
    let stations = match call(line) {
        Some((precedence, stations)) => {
            into.precedence = Some(precedence);
            stations
        }
        None => line,
    };
    into.relays.extend(stations.split_ascii_whitespace().map(|word| value_of(text, word)));
}

/// Whether a line is format line 3.
pub(in crate::cable) fn is_station(line: &str) -> bool {
    let station = line.trimmed_start().strip_prefix("DE ").and_then(|rest| rest.split_ascii_whitespace().next());
    station.is_some_and(is_routing_indicator)
}

/// `DE RUEHRO #3128/01 3241641`: station, its serial number with a section, filing time as day of the year and hour.
pub(in crate::cable) fn station(text: &str, line: &str, into: &mut Transmission) {
    let mut words = line.split_ascii_whitespace().skip(1);
    into.station = words.next().map(|station| value_of(text, station));
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

/// Whether a line has operating signals: a Z and two letters, perhaps a digit, with their arguments.
pub(in crate::cable) fn are_signals(line: &str) -> bool {
    line.split_ascii_whitespace().next().is_some_and(is_signal)
}

/// `ZNY CCCCC ZZH` and lines of other operating signals.
pub(in crate::cable) fn signals(text: &str, line: &str, into: &mut Transmission) {
    let mut words = line.split_ascii_whitespace().peekable();
    let Some(first) = words.next() else { return };
    if matches!(first, "ZNY" | "ZNR") {
        if let Some(letters) = words.next_if(|word| word.len() >= 4 && all_same(word)) {
            into.security = SECURITY.iter().find(|(c, _)| letters.starts_with(*c)).map(|(_, level)| *level);
        }
    } else {
        into.signals.push(value_of(text, first));
    }
    into.signals.extend(words.filter(|word| is_signal(word)).map(|word| value_of(text, word)));
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
    let digits = line.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = match digits {
        0 => line.strip_suffix("NC"),
        _ => line.get(..line.len() - digits),
    };
    let Some((symbol, b"GR" | b"Gr" | b"gR" | b"gr")) = before.and_then(|before| before.as_bytes().split_last_chunk())
    else {
        return false;
    };
    symbol.last().is_none_or(u8::is_ascii_whitespace) && line.split_ascii_whitespace().count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn station_lines() {
        let line = "DE RUEHRK #0042/01 3241641";
        let mut it = Transmission::default();
        assert!(is_station(line));
        station(line, line, &mut it);
        let read = |value: &Option<Value>| value.as_ref().map(|v| v.text(line).to_owned());
        assert_eq!(read(&it.station).as_deref(), Some("RUEHRK"));
        assert_eq!(read(&it.serial).as_deref(), Some("0042"));
        assert_eq!(read(&it.filed).as_deref(), Some("3241641"));
        assert!(!is_station("DE FACTO RULE"));
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
            assert!(are_signals(line), "{line}");
            signals(line, line, &mut it);
            assert_eq!(it.security, level, "{line}");
        }
        assert!(!are_signals("ZEAL IS GOOD"));
    }

    #[test]
    fn stations_called() {
        for (line, expected) in [
            ("OO RUEHDBU  RUEHFL", Some("RUEHDBU RUEHFL")),
            ("  PP RUEHFL ", Some("RUEHFL")),
            ("OO", None),
            ("OORUEHFL", None),
            ("OO RUEHFL/ROME", None),
            ("OO RUEHFLORENCE", None),
            ("OO RUE", None),
            ("OO AMEMBASSY", None),
        ] {
            let mut it = Transmission::default();
            relays(line, line, &mut it);
            let read: Vec<&str> = it.relays.iter().map(|station| station.text(line)).collect();
            assert_eq!(is_relays(line).then(|| read.join(" ")).as_deref(), expected, "{line}");
        }
        assert!(is_more_relays("RUEHNL RUEHQU") && !is_more_relays("") && !is_more_relays("RUEHNL 12"));
    }

    #[test]
    fn group_counts() {
        for line in ["GR142", "GRNC", "gr12", "NAVY GR12"] {
            assert!(is_group_count(line), "{line}");
        }
        for line in ["GR", "142", "NC", "AGR142", "ROME GR12 X", "THE NAVY GR12", "GR142NC", "GRnc", ""] {
            assert!(!is_group_count(line), "{line}");
        }
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

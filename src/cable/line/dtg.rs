//! Format line 5: precedence and date-time group, `O 201641Z NOV 06`.

use jiff::civil::DateTime;

use super::super::words::{Ends, folded_value, value_of};
use super::super::{Dtg, Precedence};
use super::transmission::is_signal;
use crate::text::Value;

/// Months as they stand in date-time groups.
const MONTHS: [&[u8; 3]; 12] =
    [b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC"];

/// The number of a month that is named by its first three letters or in full.
pub(in crate::cable) fn month(word: &str) -> Option<i8> {
    let number = month_of_letters(*word.as_bytes().first_chunk()?)?;
    (word.len() == 3 || word.bytes().all(|b| b.is_ascii_alphabetic())).then_some(number)
}

fn month_of_letters(letters: [u8; 3]) -> Option<i8> {
    let letters = letters.map(|letter| letter.to_ascii_uppercase());
    MONTHS.iter().zip(1..).find(|(name, _)| ***name == letters).map(|(_, number)| number)
}

/// The year that two digits mean: ACP 127 has none, and no cable of the collections is older than 1966.
pub(in crate::cable) fn full_year(year: i16) -> i16 {
    match year {
        0..=65 => 2000 + year,
        66..=99 => 1900 + year,
        other => other,
    }
}

/// Reads a line as a date-time group, with the operating signals that may follow it.
pub(in crate::cable) fn read(text: &str, line: &str) -> Option<(Dtg, Vec<Value>)> {
    usual(text, line.trimmed()).map(|dtg| (dtg, Vec::new())).or_else(|| any(text, line))
}

/// A group as nearly all are written, alone on its line, with one precedence or two. What it gives is what [`any`] gives.
fn usual(text: &str, line: &str) -> Option<Dtg> {
    let (precedences, group): (&[u8], _) = match line.as_bytes() {
        [first, b' ', group @ ..] if group.len() == GROUP.len() => (&[*first], group),
        [first, b' ', second, b' ', group @ ..] if group.len() == GROUP.len() => (&[*first, *second], group),
        _ => return None,
    };
    let [d1, d2, h1, h2, m1, m2, b'Z', b' ', a, b, c, b' ', y1, y2] = group else { return None };
    if ![d1, d2, h1, h2, m1, m2, y1, y2].iter().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |tens: &u8, ones: &u8| ((tens - b'0') * 10 + (ones - b'0')).cast_signed();
    let year = full_year(number(y1, y2).into());
    let time = time(year, month_of_letters([*a, *b, *c])?, number(d1, d2), number(h1, h2), number(m1, m2));
    let precedences = precedences.iter().map(|letter| precedence(*letter)).collect::<Option<Vec<_>>>()?;
    Some(Dtg { text: value_of(text, line), time, precedences })
}

const GROUP: &str = "201641Z NOV 06";

/// As [`read`], of a group that is written in any way.
fn any(text: &str, line: &str) -> Option<(Dtg, Vec<Value>)> {
    let mut rest = line.trimmed();
    // Mostly it is another line: neither behind a prosign nor behind a figure stands a letter.
    match rest.as_bytes() {
        [b'0'..=b'9' | b'Z' | b'O' | b'P' | b'R', second, ..] if !second.is_ascii_alphabetic() => {}
        _ => return None,
    }
    let mut precedences = Vec::new();
    while let Some((prosign, behind)) = prosign(rest) {
        precedences.push(prosign);
        rest = behind;
    }
    precedences.truncate(2);
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    if figures != 6 {
        return None;
    }
    let number = |range: std::ops::Range<usize>| rest.get(range).and_then(|s| s.parse::<i8>().ok());
    let (day, hour, minute) = (number(0..2)?, number(2..4)?, number(4..6)?);
    // The zone letter is Z; a converted copy may have lost it or put a blank before it.
    let mut rest = rest[6..].trimmed_start();
    if let Some(behind) = rest.strip_prefix('Z').or_else(|| rest.strip_prefix('z')) {
        rest = behind.trimmed_start();
    }
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let month = month(&rest[..letters])?;
    let rest = rest[letters..].trimmed_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 2 && digits != 4 {
        return None;
    }
    let year = full_year(rest[..digits].parse().ok()?);
    let rest = &rest[digits..];
    let end = line.len() - rest.len();
    let start = line.len() - line.trimmed_start().len();
    let time = time(year, month, day, hour, minute);
    let signals = rest.split_ascii_whitespace().filter(|word| is_signal(word)).map(|word| value_of(text, word));
    Some((Dtg { text: folded_value(text, &line[start..end])?, time, precedences }, signals.collect()))
}

/// Hour 24 and minute 60 are typing errors: the text is kept, and there is no time.
fn time(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Option<DateTime> {
    DateTime::new(year, month, day, hour, minute, 0, 0).ok()
}

fn prosign(text: &str) -> Option<(Precedence, &str)> {
    let (precedence, rest) = (precedence(*text.as_bytes().first()?)?, &text[1..]);
    // Typists forget the blank before the figures, never before a letter.
    let behind = rest.trimmed_start();
    (behind.len() < rest.len() || rest.starts_with(|c: char| c.is_ascii_digit())).then_some((precedence, behind))
}

fn precedence(prosign: u8) -> Option<Precedence> {
    match prosign {
        b'Z' => Some(Precedence::Flash),
        b'O' => Some(Precedence::Immediate),
        b'P' => Some(Precedence::Priority),
        b'R' => Some(Precedence::Routine),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn usual_groups_read_as_any(
            line in "( ?[ZOPR] ([OPRX ] )?| ?)[0-3][0-9][0-2][0-9][0-6][0-9][Zz]? (JAN|Feb|MAR|JUN|DEC|[A-Z]{3}) [0-9]{2} ?(ZFF)?"
        ) {
            if let Some(group) = usual(&line, line.trimmed()) {
                prop_assert_eq!(Some((group, Vec::new())), super::any(&line, &line), "{}", line);
            }
        }
    }

    fn check(line: &str, expected: &str) {
        let got = read(line, line).map_or("none".to_owned(), |(dtg, signals)| {
            let precedences: Vec<_> = dtg.precedences.iter().map(|p| p.name()).collect();
            let time = dtg.time.map_or("no time".to_owned(), |time| time.to_string());
            let signals: Vec<_> = signals.iter().map(|s| s.text(line)).collect();
            [dtg.text.text(line), &time, &precedences.join(" "), &signals.join(" ")].join("|")
        });
        assert_eq!(got, expected, "{line}");
    }

    #[test]
    fn date_time_groups() {
        check("O 201641Z NOV 06", "O 201641Z NOV 06|2006-11-20T16:41:00|IMMEDIATE|");
        check("O P 201641Z NOV 06 ZEL", "O P 201641Z NOV 06|2006-11-20T16:41:00|IMMEDIATE PRIORITY|ZEL");
        check("  R 051020Z  JUN 79", "R 051020Z JUN 79|1979-06-05T10:20:00|ROUTINE|");
        check("P260929Z JUN 08 ZFF6", "P260929Z JUN 08|2008-06-26T09:29:00|PRIORITY|ZFF6");
        check("201641 Nov 2006", "201641 Nov 2006|2006-11-20T16:41:00||");
        check("R 311200Z FEB 99", "R 311200Z FEB 99|no time|ROUTINE|");
        check("R 302400Z JUN 99", "R 302400Z JUN 99|no time|ROUTINE|");
    }

    #[test]
    fn other_lines_are_no_group() {
        check("PP RUEHC", "none");
        check("OO 201641Z", "none");
        check("R 2016 NOV 06", "none");
        check("", "none");
    }
}

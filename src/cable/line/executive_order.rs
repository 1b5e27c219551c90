//! The executive-order line: which order, and when the cable is declassified.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::ExecutiveOrder;
use super::super::known::Known;
use super::super::search::Needle;
use super::super::words::{Ends, Signs, folded_value, strip_prefix_ci, value_of};
use super::dtg::{full_year, month};
use crate::text::{Span, Value};

/// Reads what stands behind `E.O.`: `12958: DECL: 11/20/2016`. `year` is the cable's own, to date two figures of a year.
pub(in crate::cable) fn read(text: &str, value: &str, span: Span, year: Option<i16>) -> ExecutiveOrder {
    let value = value.trimmed();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let order = (digits >= 4).then(|| value_of(text, &value[..digits]));
    let instruction = value[if order.is_some() { digits } else { 0 }..]
        .without_at_start(const { Signs::new(" :,;.\u{a0}") })
        .trimmed_end();
    let mut eo = ExecutiveOrder {
        order,
        declassify_on: None,
        event: None,
        exemptions: Vec::new(),
        text: folded_value(text, instruction),
        span,
    };
    match usual(instruction) {
        Some(date) => eo.declassify_on = date,
        None => declassification(text, instruction, year, &mut eo),
    }
    eo
}

/// Whether the words behind `E.O.` are an order with a date or none, as in nearly all cables, and nothing else stands there.
pub(in crate::cable) fn is_usual(value: &str) -> bool {
    let [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b':', instruction @ ..] = value.as_bytes()
    else {
        return false;
    };
    match instruction.trim_ascii_start() {
        [b'D', b'E', b'C', b'L', b':', b' ', date @ ..] => date.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'/')),
        instruction => instruction == b"N/A",
    }
}

/// The date of an instruction as nearly all cables write it, or none where it names none: `DECL: 11/20/2016`,
/// `DECL: 2016/11/20`, `N/A`. What it gives is what [`declassification`] gives, which tells no duration or event of such a one.
fn usual(instruction: &str) -> Option<Option<Date>> {
    if instruction == "N/A" {
        return Some(None);
    }
    let figures = |figures: &[u8]| {
        figures.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0')))
    };
    let (year, month, day) = match instruction.strip_prefix("DECL:")?.trimmed_start().as_bytes() {
        [year @ .., b'/', m1, m2, b'/', d1, d2] if year.len() == 4 => {
            (figures(year)?, figures(&[*m1, *m2])?, [*d1, *d2])
        }
        [month @ .., b'/', d1, d2, b'/', y1, y2, y3, y4] if matches!(month.len(), 1 | 2) => {
            (figures(&[*y1, *y2, *y3, *y4])?, figures(month)?, [*d1, *d2])
        }
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(figures(&day)?).ok()?).ok().map(Some)
}

/// Reads an instruction: a date, an event, codes.
pub(in crate::cable) fn declassification(text: &str, instruction: &str, year: Option<i16>, eo: &mut ExecutiveOrder) {
    let mut known = Known::default();
    for word in instruction.split([' ', ',', ';', ':', '/']).filter(|word| !word.is_empty()) {
        let word = word.without(const { Signs::new(".)(") });
        // `1.6X1`: with the section of the order.
        let word = word.strip_prefix("1.6").or_else(|| word.strip_prefix("1.5")).unwrap_or(word);
        // What the codes begin with.
        if !matches!(word.as_bytes(), [b'O' | b'M' | b'G' | b'A' | b'X' | b'R' | b'2' | b'5' | b'7', ..]) {
            continue;
        }
        if is_code(word) && known.is_new(word, eo.exemptions.iter().map(|known| known.text(text))) {
            eo.exemptions.push(value_of(text, word));
        }
    }
    let behind = after_keyword(instruction);
    eo.declassify_on = eo.declassify_on.or_else(|| first_date(behind.unwrap_or(instruction), year));
    if eo.declassify_on.is_none() && eo.event.is_none() {
        eo.event = event(text, behind.unwrap_or(instruction));
    }
}

/// What stands behind `DECL:`, `DECLAS`, `DECLASSIFY ON`.
fn after_keyword(instruction: &str) -> Option<&str> {
    const DECL: Needle = Needle::new("DECL");
    let at = DECL.find(instruction)?;
    let rest = instruction[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let rest = rest.without_at_start(const { Signs::new(" :;.") });
    Some(strip_prefix_ci(rest, "ON ").unwrap_or(rest))
}

/// Codes of exemptions and schedules: `X1`, `25X1`, `50X1-HUM`, `OADR`, `GDS`, `XGDS2`, `ADS`, `RDS-4`, `XDS-2`, `GP-3`, `MR`.
fn is_code(word: &str) -> bool {
    let digit = |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit());
    let exemption = |text: &str| {
        let number = text.split_once('-').map_or(text, |(number, _)| number);
        digit(number)
    };
    match word {
        "OADR" | "MR" | "GDS" | "ADS" | "XGDS" | "RDS" | "XDS" => true,
        _ => {
            ["25X", "50X", "75X"].iter().any(|head| word.strip_prefix(head).is_some_and(exemption))
                || ["X", "XGDS", "XGDS-", "RDS-", "XDS-", "GP-"]
                    .iter()
                    .any(|head| word.strip_prefix(head).is_some_and(digit))
        }
    }
}

/// An event in words: `UPON CLOSURE OF THE TALKS`. A short `N/A` or `NA` is none, and neither is a bare code.
fn event(text: &str, words: &str) -> Option<Value> {
    let words = words.without(const { Signs::new(" .,:") });
    const OPENINGS: &[&str] = &[
        "UPON ",
        "AFTER ",
        "WHEN ",
        "ON COMPLETION",
        "COMPLETION",
        "CLOSURE",
        "CLOSING",
        "AT ",
        "DATE OF ",
        "END OF ",
        "KOREAN ",
        "UNIFICATION",
        "REUNIFICATION",
        "FOLLOWING ",
        "CONCLUSION",
        "DEPARTURE",
    ];
    let opens = |words: &str| OPENINGS.iter().any(|opening| strip_prefix_ci(words, opening).is_some());
    // `TEN YEARS AFTER UNIFICATION`.
    let delayed = || duration(words).is_some_and(|(_, behind)| opens(behind));
    (opens(words) || delayed()).then(|| folded_value(text, words)).flatten()
}

/// Years written out, as far as a cable stays classified by its order.
const YEARS: &[(&str, i16)] =
    &[("FIVE", 5), ("SIX", 6), ("TEN", 10), ("FIFTEEN", 15), ("TWENTY-FIVE", 25), ("TWENTY FIVE", 25), ("TWENTY", 20)];

/// `TEN YEARS`, `25 YRS`: a number of years, and what stands behind it.
fn duration(words: &str) -> Option<(i16, &str)> {
    let (figures, rest) = number(words);
    let written = || YEARS.iter().find_map(|(word, years)| Some((*years, strip_prefix_ci(words, word)?)));
    let (years, rest) = match figures {
        Some((figures, digits)) if digits <= 2 => (i16::try_from(figures).ok()?, rest),
        Some(_) => return None,
        None => written()?,
    };
    let rest = rest.without_at_start(const { Signs::new(" -") });
    let behind = ["YEARS", "YRS", "YEAR", "YR"].iter().find_map(|word| strip_prefix_ci(rest, word))?;
    Some((years, behind.without_at_start(const { Signs::new(" .") })))
}

/// When a cable that was sent on `sent` is declassified by an instruction that names nothing but a number of years.
pub(in crate::cable) fn years_from(instruction: &str, sent: Date) -> Option<Date> {
    if usual(instruction).is_some() {
        return None;
    }
    let words = after_keyword(instruction).unwrap_or(instruction);
    let (years, behind) = duration(words)?;
    let whole = behind.is_empty() || strip_prefix_ci(behind, "FROM ").is_some();
    sent.checked_add(i32::from(years).years()).ok().filter(|_| whole)
}

/// The first date in `words`, in any of the forms that declassification instructions use.
pub(in crate::cable) fn first_date(words: &str, year: Option<i16>) -> Option<Date> {
    date_among(words, year).or_else(|| date_among(&with_figures(words)?, year))
}

/// `words` with figures for the letters that look like them, in what has figures or slashes beside: `O1/2O/2016`. `None` where
/// there are none.
fn with_figures(words: &str) -> Option<String> {
    let bytes = words.as_bytes();
    let beside = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_digit() || *b == b'/');
    let figure = |(at, c): (usize, char)| match c {
        'O' | 'o' if beside(at + 1) || beside(at.wrapping_sub(1)) => '0',
        'l' | 'I' if beside(at + 1) || beside(at.wrapping_sub(1)) => '1',
        _ => c,
    };
    let read: String = words.char_indices().map(figure).collect();
    (read != words).then_some(read)
}

fn date_among(words: &str, year: Option<i16>) -> Option<Date> {
    let bytes = words.as_bytes();
    (0..bytes.len())
        .filter(|&at| bytes[at].is_ascii_alphanumeric() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()))
        .find_map(|at| date_at(&words[at..], year))
}

/// A date at the start of `words`: `11/20/2016`, `2016/11/20`, `20161120`, `12-31-84`, `20 NOV 2016`, `November 20, 2016`.
fn date_at(words: &str, year: Option<i16>) -> Option<Date> {
    let (first, rest) = number(words);
    let Some((first, digits)) = first else {
        // November 20, 2016
        let letters = words.bytes().take_while(u8::is_ascii_alphabetic).count();
        let month = month(&words[..letters])?;
        let (day, rest) = number(words[letters..].without_at_start(const { Signs::new(". ") }));
        let (full, _) = number(rest.without_at_start(const { Signs::new(", ") }));
        return date(full?, month, day?.0, year);
    };
    if digits == 8 {
        let date = |year, month, day| {
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        // `20161120`, `11202016`
        let year_first = date(first / 10_000, first / 100 % 100, first % 100).filter(|date| date.year() >= 1900);
        return year_first.or_else(|| date(first % 10_000, first / 1_000_000, first / 10_000 % 100));
    }
    let gap = rest.without_at_start(const { Signs::new(" ") });
    if let Some(second) = gap.strip_prefix(['/', '-', '.']) {
        let second = second.without_at_start(const { Signs::new("/") });
        if let Some(date) = without_slash((first, digits), second, year) {
            return Some(date);
        }
        let ((second, _), rest) = (number(second.trimmed_start()).0?, number(second.trimmed_start()).1);
        let rest = rest.trimmed_start().strip_prefix(['/', '-', '.'])?;
        // `11/20//2016`; the line may end before the year.
        let (third, third_digits) = number(rest.without_at_start(const { Signs::new("/ \r\n") })).0?;
        if digits == 4 {
            // 2016/11/20
            return date((first, digits), i8::try_from(second).ok()?, third, year);
        }
        // US order is the default; a first part above 12 can only be a day.
        let (month, day) = if first > 12 { (second, first) } else { (first, second) };
        return date((third, third_digits), i8::try_from(month).ok()?, day, year);
    }
    // 20 NOV 2016
    let letters = gap.bytes().take_while(u8::is_ascii_alphabetic).count();
    let month = month(&gap[..letters])?;
    let (full, _) = number(gap[letters..].without_at_start(const { Signs::new("., ") }));
    date(full?, month, first, year)
}

/// `1120/2016`, `11/202016`: a date that lost one of its slashes.
fn without_slash((first, digits): (i32, usize), behind: &str, own: Option<i16>) -> Option<Date> {
    let (second, rest) = number(behind);
    let whole = !rest.trim_start().starts_with(['/', '-', '.']);
    match (digits, second?) {
        (3 | 4, (year, 4)) if whole && first <= 1231 => {
            date((year, 4), i8::try_from(first / 100).ok()?, first % 100, own)
        }
        (1 | 2, (second, 5 | 6)) if whole => {
            date((second % 10_000, 4), i8::try_from(first).ok()?, second / 10_000, own)
        }
        _ => None,
    }
}

fn number(text: &str) -> (Option<(i32, usize)>, &str) {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    (text[..digits].parse().ok().map(|n| (n, digits)), &text[digits..])
}

/// A year of two figures is the first one from the cable's own year on that ends in them.
fn date((year, digits): (i32, usize), month: i8, day: i32, own: Option<i16>) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    let year = match (digits, own) {
        (4, _) => year,
        (2, Some(own)) => {
            let century = own / 100 * 100;
            if century + year >= own { century + year } else { century + 100 + year }
        }
        (2, None) => full_year(year),
        _ => return None,
    };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn usual_instructions_read_as_any(instruction in "DECL: {0,2}[0-9]{1,2}/[0-9]{1,3}/(19|20)?[0-9]{2,4}(, X1)?|DECL: ?(19|20)[0-9]{2}/[0-9]{1,2}/[0-9]{1,3}|N/A?") {
            if let Some(date) = usual(&instruction) {
                let mut order = read(&instruction, "", Span::default(), None);
                declassification(&instruction, &instruction, Some(2004), &mut order);
                prop_assert_eq!((order.declassify_on, order.event, order.exemptions), (date, None, Vec::new()));
                prop_assert!(after_keyword(&instruction).and_then(duration).is_none() && duration(&instruction).is_none());
            }
        }
    }

    fn check(value: &str, expected: &str) {
        let eo = read(value, value, Span::default(), Some(2004));
        let read = |value_of: Option<&Value>| value_of.map_or("-".to_owned(), |v| v.text(value).to_owned());
        let codes: Vec<_> = eo.exemptions.iter().map(|code| code.text(value)).collect();
        let got = [
            read(eo.order.as_ref()),
            eo.declassify_on.map_or("-".to_owned(), |date| date.to_string()),
            codes.join(" "),
            read(eo.event.as_ref()),
            read(eo.text.as_ref()),
        ]
        .join("|");
        assert_eq!(got, expected, "{value}");
    }

    #[test]
    fn instructions() {
        check("12958: DECL: 11/20/2016", "12958|2016-11-20||-|DECL: 11/20/2016");
        check("12958 DECL: 12/31/34", "12958|2034-12-31||-|DECL: 12/31/34");
        check("12958: decl: 6/3/08", "12958|2008-06-03||-|decl: 6/3/08");
        check("13526: DECL: 2032/05/01", "13526|2032-05-01||-|DECL: 2032/05/01");
        check("13526: DECL: 25X1, 12/31/2040", "13526|2040-12-31|25X1|-|DECL: 25X1, 12/31/2040");
        check("13526: DECL: 50X1-HUM", "13526|-|50X1-HUM|-|DECL: 50X1-HUM");
        check("12958: DECL: X1, X5", "12958|-|X1 X5|-|DECL: X1, X5");
        check("12356: DECL:OADR", "12356|-|OADR|-|DECL:OADR");
        check("11652: GDS", "11652|-|GDS|-|GDS");
        check("11652: XGDS2", "11652|-|XGDS2|-|XGDS2");
        check("12958: N/A", "12958|-||-|N/A");
        check("12958: DECL: 20 NOV 2016", "12958|2016-11-20||-|DECL: 20 NOV 2016");
        check("12958: DECL: November 20, 2016", "12958|2016-11-20||-|DECL: November 20, 2016");
        check("12958: DECL: 20161120", "12958|2016-11-20||-|DECL: 20161120");
        check("12958: DECL: O1/2O/2016", "12958|2016-01-20||-|DECL: O1/2O/2016");
        check("12958: DECL: 1120/2016", "12958|2016-11-20||-|DECL: 1120/2016");
        check("12958: DECL: 11/20//2016", "12958|2016-11-20||-|DECL: 11/20//2016");
        check("12958: DECL: 11202016", "12958|2016-11-20||-|DECL: 11202016");
        check("12958: DECL: 11/20/\n2016", "12958|2016-11-20||-|DECL: 11/20/ 2016");
        check("12958: DECL: X1/X6, 1.6X5", "12958|-|X1 X6 X5|-|DECL: X1/X6, 1.6X5");
        check("12958: DECL: END OF THE TALKS", "12958|-||END OF THE TALKS|DECL: END OF THE TALKS");
        check("12958: DECL: 11/202016", "12958|2016-11-20||-|DECL: 11/202016");
        check("12958: DECL: 11//20/2016", "12958|2016-11-20||-|DECL: 11//20/2016");
        check("12958: DECL: 31/01/2015", "12958|2015-01-31||-|DECL: 31/01/2015");
        check(
            "12958: DECL: UPON CLOSURE OF THE TALKS",
            "12958|-||UPON CLOSURE OF THE TALKS|DECL: UPON CLOSURE OF THE TALKS",
        );
        check(
            "12958: DECL: TEN YEARS AFTER UNIFICATION",
            "12958|-||TEN YEARS AFTER UNIFICATION|DECL: TEN YEARS AFTER UNIFICATION",
        );
        check("", "-|-||-|-");
    }

    #[test]
    fn durations() {
        let sent = Date::constant(2004, 2, 29);
        for (instruction, expected) in [
            ("DECL: TEN YEARS", Some(Date::constant(2014, 2, 28))),
            ("DECL: TWENTY-FIVE YEARS", Some(Date::constant(2029, 2, 28))),
            ("DECL: 20 YRS.", Some(Date::constant(2024, 2, 29))),
            ("DECL: 10 years from date of origin", Some(Date::constant(2014, 2, 28))),
            ("DECL: TEN YEARS AFTER UNIFICATION", None),
            ("DECL: TEN", None),
            ("", None),
        ] {
            assert_eq!(years_from(instruction, sent), expected, "{instruction}");
        }
    }
}

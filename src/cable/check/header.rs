//! Format lines 1 to 12: whether they agree with one another, and stand in their order.

use jiff::civil::Date;

use super::super::Code;
use super::super::model::{Copies, Distribution, PieceKind, Precedence};
use super::Report;
use crate::text::Value;

pub(super) fn check(report: &mut Report<'_>) {
    filing_day(report);
    serial(report);
    precedence(report);
    security(report);
    distribution(report);
    order_of_lines(report);
}

/// Format line 3 has the day of the year; around New Year it may be a day of the year before or after.
fn filing_day(report: &mut Report<'_>) {
    let cable = report.cable;
    let Some(filed) = cable.transmission.as_ref().and_then(|it| it.filed.as_ref()) else { return };
    let Some(date) = cable.dtg.as_ref().and_then(|dtg| dtg.time).map(|time| time.date()) else { return };
    let Some(day) = filed.text(report.text).get(..3).and_then(|day| day.parse::<i16>().ok()) else { return };
    if date.day_of_year() == day {
        return;
    }
    let in_year = |year: i16| -> Option<Date> {
        let first = Date::new(year, 1, 1).ok()?;
        (1..=first.days_in_year()).contains(&day).then(|| first.checked_add(jiff::Span::new().days(day - 1)).ok())?
    };
    let apart = [-1, 0, 1].into_iter().filter_map(|by| {
        let days = in_year(date.year() + by)?.until(date).ok()?.get_days();
        Some(days.abs())
    });
    let message = match apart.min() {
        Some(0 | 1) => return,
        Some(days) => {
            format!("filed on day {day} of the year, {days} days from the date-time group (day {})", date.day_of_year())
        }
        None => format!("there is no day {day} in the year"),
    };
    report.say(&Code::FILING_DAY_DIFFERS, filed.span, message);
}

/// Stations count with four figures, so only those are compared.
fn serial(report: &mut Report<'_>) {
    let Some(serial) = report.cable.transmission.as_ref().and_then(|it| it.serial.as_ref()) else { return };
    let Some((_, number)) = report.facts.number else { return };
    let figures = |text: &str| text.parse::<u64>().ok().map(|figures| figures % 10_000);
    let (ours, theirs) = (figures(number), figures(serial.text(report.text)));
    if ours.is_some() && theirs.is_some() && ours != theirs {
        let message = format!("the station's number is {}, the cable's {number}", serial.text(report.text));
        report.say(&Code::SERIAL_DIFFERS, serial.span, message);
    }
}

fn precedence(report: &mut Report<'_>) {
    let Some(called) = report.cable.transmission.as_ref().and_then(|it| it.precedence) else { return };
    let Some(highest) = report.cable.dtg.as_ref().and_then(|dtg| dtg.precedences.iter().max()) else { return };
    // The doubled O of the relay line does not tell night action from other immediates.
    let plain = |it| if it == Precedence::NiactImmediate { Precedence::Immediate } else { it };
    if plain(called) != plain(*highest) {
        let Some(span) = report.first(PieceKind::Relays) else { return };
        let message = format!("sent as {}, while the date-time group says {}", called.name(), highest.name());
        report.say(&Code::PRECEDENCE_DIFFERS, span, message);
    }
}

/// Unclassified text goes out under U or E whatever else it is, so only classified levels are compared.
fn security(report: &mut Report<'_>) {
    let cable = report.cable;
    let Some(sent) = cable.transmission.as_ref().and_then(|it| it.security) else { return };
    let Some(level) = cable.classification.as_ref().map(|it| it.marking.level) else { return };
    if sent.rank() != level.rank() && (sent.is_classified() || level.is_classified()) {
        let Some(span) = report.first(PieceKind::Signals) else { return };
        let message = format!("sent as {}, classified as {}", sent.banner(), level.banner());
        report.say(&Code::SECURITY_DIFFERS, span, message);
    }
}

fn distribution(report: &mut Report<'_>) {
    let Some(Distribution { origin, action, info, total: Some(total) }) = &report.cable.distribution else { return };
    let sum: u64 = [origin, action, info].into_iter().flatten().map(|Copies { copies, .. }| u64::from(*copies)).sum();
    if sum != u64::from(*total) {
        let Some(span) = report.first(PieceKind::Distribution) else { return };
        report.say(&Code::DISTRIBUTION_TOTAL, span, format!("{sum} copies are listed, and the total is {total}"));
    }
}

/// The order of the lines that 5 FAH-2 H-320 gives. Operating signals may stand anywhere among them, and prints of the
/// 1970s and 1980s have the distribution above all.
const ORDER: &[PieceKind] = &[
    PieceKind::MessageId,
    PieceKind::Relays,
    PieceKind::Station,
    PieceKind::Dtg,
    PieceKind::From,
    PieceKind::To,
    PieceKind::Info,
    PieceKind::Separator,
    PieceKind::Classification,
];

/// The first line that stands below one that belongs behind it. A labelled print has an order of its own, and where a
/// line comes again, another header begins.
fn order_of_lines(report: &mut Report<'_>) {
    if report.head.iter().any(|piece| piece.kind == PieceKind::Mrn) {
        return;
    }
    // A bit for each place whose line was met; they go up, so the last is the highest.
    let mut met = 0_u32;
    for piece in report.head {
        let Some(place) = ORDER.iter().position(|kind| *kind == piece.kind) else { continue };
        let above = met.checked_ilog2().map(|above| above as usize).filter(|above| place < *above);
        match above {
            // Banners of pages stand above the header; the text has its own classification line below it.
            Some(above) if ORDER[above] != PieceKind::Classification && met >> place & 1 == 0 => {
                let message = format!("{} stands below {}", piece.kind.name(), ORDER[above].name());
                return report.say(&Code::LINES_OUT_OF_ORDER, report.words(piece), message);
            }
            Some(_) => met = 0,
            None => {}
        }
        met |= 1 << place;
    }
}

/// How a value reads, for a message.
pub(super) fn quoted(value: &Value, text: &str) -> String {
    format!("`{}`", value.text(text))
}

//! The executive order: its number, and what it asks of a classified cable.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::model::ExecutiveOrder;
use super::super::search::Needle;
use super::super::{Code, table};
use super::Report;
use super::header::quoted;

/// The longest time for which an order since 1995 keeps a cable classified without an exemption.
const LONGEST: i16 = 25;

/// Orders that ask who classified a cable and why; 12958 was the first that cables answer with `Classified By`.
const ASKS_AUTHORITY: &[&str] = &["12958", "13292", "13526"];

pub(super) fn check(report: &mut Report<'_>) {
    let classified = report.cable.classification.as_ref().is_some_and(|it| it.marking.level.is_classified());
    if let Some(order) = &report.cable.executive_order {
        number(report, order);
        instruction(report, order, classified);
        late(report, order);
        authority(report, order, classified);
    }
}

fn number(report: &mut Report<'_>, order: &ExecutiveOrder) {
    let Some(number) = &order.order else {
        if order.text.is_some() {
            report.say(&Code::ORDER_UNKNOWN, order.span, "the order has no number");
        }
        return;
    };
    let figures = number.text(report.text);
    if table::executive_order(figures).is_none() {
        let like = table::executive_orders().iter().rev().find(|order| is_near(figures, order.number));
        let meant = like.map_or(String::new(), |order| format!("; {} may be meant", order.number));
        report.say(&Code::ORDER_UNKNOWN, number.span, format!("no order has the number {figures}{meant}"));
    }
}

/// Whether two numbers have the same figures in another order, or one figure differs, is missing or too many.
fn is_near(written: &str, number: &str) -> bool {
    let sorted = |text: &str| {
        let mut figures: Vec<u8> = text.bytes().take(8).collect();
        figures.sort_unstable();
        figures
    };
    let same = written.bytes().zip(number.bytes()).take_while(|(a, b)| a == b).count();
    let same_end = written.bytes().rev().zip(number.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longest = written.len().max(number.len());
    sorted(written) == sorted(number) || written.len().abs_diff(number.len()) <= 1 && same + same_end + 1 >= longest
}

fn instruction(report: &mut Report<'_>, order: &ExecutiveOrder, classified: bool) {
    if order.declassify_on.is_some() || order.event.is_some() || !order.exemptions.is_empty() {
        return;
    }
    let words = order.text.as_ref().map_or("", |text| text.text(report.text));
    let bare: String =
        words.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_uppercase())).take(200).collect();
    let rest = ["DECLASSIFYON", "DECLASSIFY", "DECLAS", "DECL"].iter().find_map(|word| bare.strip_prefix(word));
    let said = rest.unwrap_or(&bare);
    let nothing = said.is_empty() || said.starts_with("NA") || said.starts_with("NONE");
    if nothing && classified {
        report.say(&Code::DECLASSIFICATION_MISSING, order.span, "the line says nothing, and the cable is classified");
    } else if !nothing && (classified || rest.is_some()) && said.bytes().any(|b| b.is_ascii_digit()) {
        let message = order.text.as_ref().map(|text| format!("{} is no date", quoted(text, report.text)));
        report.say(&Code::DECLASSIFICATION_UNREADABLE, order.span, message.unwrap_or_default());
    }
}

fn late(report: &mut Report<'_>, order: &ExecutiveOrder) {
    let Some(until) = order.declassify_on else { return };
    // Copies of older cables name the order under which they were released.
    let released = report.facts.year.is_some_and(|year| year < 1995);
    let since_1995 = !released && order.order.as_ref().is_some_and(|it| ASKS_AUTHORITY.contains(&it.text(report.text)));
    if !since_1995 || !order.exemptions.is_empty() {
        return;
    }
    let sent = report.cable.dtg.as_ref().and_then(|dtg| dtg.time).map(|time| time.date());
    // Without a date the year's last day is the latest that it can have been sent.
    let sent = sent.or_else(|| Date::new(report.facts.year?, 12, 31).ok());
    let Some(limit) = sent.and_then(|sent| sent.checked_add(i32::from(LONGEST).years()).ok()) else { return };
    if until > limit {
        let span = order.text.as_ref().map_or(order.span, |text| text.span);
        report.say(&Code::DECLASSIFICATION_LATE, span, format!("{until} is more than {LONGEST} years away"));
    }
}

fn authority(report: &mut Report<'_>, order: &ExecutiveOrder, classified: bool) {
    let cable = report.cable;
    let asked = order.order.as_ref().is_some_and(|it| ASKS_AUTHORITY.contains(&it.text(report.text)));
    let first = cable.section.is_none_or(|section| section.number == 1);
    let whole = !cable.partial && !cable.paragraphs.is_empty() && first;
    if !classified || !asked || !whole || cable.classified_by.is_some() {
        return;
    }
    // Words that were not understood are not missing, wherever they stand.
    const WORDS: [Needle; 3] = [Needle::new("CLASSIFIED BY"), Needle::new("DERIVED FROM"), Needle::new("REASON")];
    let said = WORDS.iter().any(|words| words.is_in_cable(report.text));
    if !said {
        report.say(&Code::AUTHORITY_MISSING, order.span, "nobody is named as having classified it");
    }
}

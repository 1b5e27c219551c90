//! Declassification: the instruction, its date, its codes, and the reasons for classifying.

use jiff::civil::Date;

use super::case::{Case, Say, is_cut};
use crate::cable::{ExecutiveOrder, table};
use crate::marking::declassification::{self, When, declassification};
use crate::text::Span;

/// Orders that ask for a reason in the words of a cable.
const ASK_REASON: &[&str] = &["12958", "13292", "13526"];

/// Since the order of 1972 every classified cable names its order.
const NAMED_SINCE: i16 = 1973;

pub(super) fn order_missing(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(whole) = case.classified() else { return };
    if case.cable.executive_order.is_some() || case.year().is_none_or(|year| year < NAMED_SINCE) {
        return;
    }
    // A text without any field has no line to lose, and an extract may have lost it.
    let cut = case.cable.partial || case.text.lines().any(is_cut);
    if case.cable.subject.is_some() && !cut {
        say(case.line(), format!("{}, and no executive-order line", whole.level.banner()));
    }
}

/// The line on which a field begins.
fn first_line(case: &Case<'_>, span: Span) -> Span {
    let words = span.of(case.text).lines().next().unwrap_or_default().trim_end();
    Span::new(span.start as usize, span.start as usize + words.len())
}

pub(super) fn impossible(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(order) = case.cable.executive_order.as_ref().filter(|_| case.classified().is_some()) else { return };
    if let (Some(on), Some(origin)) = (order.declassify_on, case.origin)
        && on <= origin
    {
        say(first_line(case, order.span), format!("declassified on {on}, but written on {origin}"));
    }
}

fn asks_reason(case: &Case<'_>, order: &ExecutiveOrder) -> bool {
    order.order.as_ref().is_some_and(|number| ASK_REASON.contains(&number.text(case.text)))
}

fn code_of<'a>(case: &'a Case<'_>, order: &'a ExecutiveOrder, fits: fn(&str) -> bool) -> Option<(Span, &'a str)> {
    let mut codes = order.exemptions.iter().map(|code| (code.span, code.text(case.text)));
    codes.find(|(_, code)| fits(&code.to_ascii_uppercase()))
}

fn is_lasting(code: &str) -> bool {
    ["25X", "50X", "75X"].iter().any(|head| code.starts_with(head))
}

pub(super) fn overdue(case: &Case<'_>, say: &mut Say<'_>) {
    if case.classified().is_none() {
        return;
    }
    let clock = declassification(case.cable, case.text, case.hints);
    if let When::On(date) = clock.when
        && date < case.today
    {
        let place = case.cable.executive_order.as_ref().map_or(case.line(), |order| first_line(case, order.span));
        let how = if clock.computed { format!(", computed: {}", clock.rule) } else { String::new() };
        say(place, format!("{date}, {}{how}", clock.words(case.today)));
    }
}

pub(super) fn retired_code(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(order) = case.cable.executive_order.as_ref().filter(|_| case.classified().is_some()) else { return };
    // `X1` of the 1970s is another code.
    if order.order.as_ref().is_some_and(|number| number.text(case.text) == "11652") {
        return;
    }
    if let Some((span, code)) = code_of(case, order, declassification::is_retired) {
        say(span, format!("{code} holds no longer: 25 years after the cable"));
    }
}

pub(super) fn exemption_without_date(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(order) = &case.cable.executive_order else { return };
    if order.declassify_on.is_none()
        && order.event.is_none()
        && let Some((span, code)) = code_of(case, order, |code| is_lasting(code) && !code.contains('-'))
    {
        say(span, format!("{code} needs a date or an event"));
    }
}

pub(super) fn reason_missing(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(order) = case.cable.executive_order.as_ref().filter(|_| case.classified().is_some()) else { return };
    let Some(by) = case.cable.classified_by.as_ref().filter(|_| asks_reason(case, order)) else { return };
    let words = by.text.text(case.text).to_ascii_uppercase();
    // Who takes a classification over from elsewhere has its reasons there.
    let derived = ["DERIVED", "MULTIPLE SOURCES", "CLASSIFICATION GUIDE"].iter().any(|word| words.contains(word));
    // Masked or cut by an editor, it cannot be told.
    let masked = words.contains("XXXX") || is_cut(&words);
    if by.reasons.is_empty() && !derived && !masked && !has_section(near(case, by.text.span)) {
        let reason = if words.contains("REAS") { "the reason names no section" } else { "no reason is given" };
        say(first_line(case, by.text.span), reason.to_owned());
    }
}

/// The words of the authority with what follows: lines that were torn off may hold the reason.
fn near<'t>(case: &Case<'t>, span: Span) -> &'t str {
    const BEHIND: usize = 160;
    let text = case.text;
    text.get(span.start as usize..text.ceil_char_boundary(span.end as usize + BEHIND)).unwrap_or_default()
}

/// `1.4` or `1.5`, also with a blank or a comma in it.
fn has_section(words: &str) -> bool {
    let figures: String =
        words.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    figures.contains("1.4") || figures.contains("1.5")
}

pub(super) fn reason_unknown(case: &Case<'_>, say: &mut Say<'_>) {
    let Some(by) = &case.cable.classified_by else { return };
    for reason in by.reasons.iter().filter(|reason| reason.contains('(') && table::reason(reason).is_none()) {
        say(first_line(case, by.text.span), format!("{reason} is no reason for classifying"));
    }
}

pub(super) fn date_differs(case: &Case<'_>, say: &mut Say<'_>) {
    let (Some(group), Some(column)) = (&case.cable.dtg, case.hints.date) else { return };
    let Some(sent) = group.time.map(|time| time.date()) else { return };
    if days_apart(sent, column.date()) > 1 {
        say(group.text.span, format!("{sent}, but {} is given beside the text", column.date()));
    }
}

fn days_apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days().abs())
}

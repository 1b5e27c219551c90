//! What codes mean: the one place where the screen asks the tables of facts.
//!
//! Gives words for people, and nothing where a code is not known; the code itself is always shown beside them.

use crate::cable::table;

/// The name of a TAGS code in a year.
pub fn tag(code: &str, year: Option<i16>) -> Option<String> {
    let tag = table::tag(code, year)?;
    Some(match tag.name {
        Some(name) => name.to_owned(),
        // Nobody wrote down what it meant, but the chapter of the list says something.
        None => format!("({})", tag.category),
    })
}

/// What a caption asks for.
pub fn caption(text: &str) -> Option<String> {
    let caption = table::caption(text).or_else(|| table::caption_form(text))?;
    Some(caption.meaning.to_owned())
}

/// A post's name in words: `Embassy San Jose`.
pub fn post_name(short: &str) -> Option<String> {
    table::post(short).map(|post| post.full_name.to_owned())
}

/// Where a post is, as far as its name does not say so: the country.
pub fn post_place(short: &str) -> Option<String> {
    table::post(short)?.country.map(str::to_owned)
}

/// The address behind a routing indicator.
pub fn routing(indicator: &str) -> Option<&'static str> {
    table::routing(indicator)
}

/// The address behind a routing indicator, where it is not just the one that is written beside it.
pub fn other_routing(indicator: &str, written: &str) -> Option<&'static str> {
    let known = table::routing(indicator)?;
    let same_words = known.split(" / ").any(|name| written.contains(name) || name.contains(written));
    let post = table::post_by_address(written);
    let same_post = post.is_some() && post == table::post_by_routing(indicator);
    (!same_words && !same_post).then_some(known)
}

/// Why something was classified, from its code `1.4(b)`.
pub fn reason(code: &str) -> Option<String> {
    table::reason(code).map(str::to_owned)
}

/// What a code of the declassification line means under an order.
pub fn declassification(code: &str, order: Option<&str>) -> Option<String> {
    let code = table::declassification_code(code, order)?;
    let rule = if code.date_rule.is_empty() { String::new() } else { format!(" ({})", code.date_rule) };
    Some(format!("{}{rule}", code.meaning))
}

/// How long an executive order keeps a text classified.
pub fn order(number: &str) -> Option<String> {
    let order = table::executive_order(number)?;
    Some(format!("E.O. {} of {}: {}", order.number, order.signed, order.duration))
}

/// What an operating signal asks for.
pub fn signal(text: &str) -> Option<String> {
    let signal = table::signal(text)?;
    let doubt = if signal.confirmed || signal.meaning.contains("not confirmed") { "" } else { " (not confirmed)" };
    Some(format!("{}{doubt}", signal.meaning))
}

/// The name of an office that got copies.
pub fn office(symbol: &str) -> Option<&'static str> {
    table::office(symbol)?.name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_in_words() {
        assert_eq!(post_name("ROME").as_deref(), Some("Embassy Rome"));
        assert_eq!(post_place("ROME").as_deref(), Some("Italy"));
        assert_eq!(reason("1.4(d)").as_deref().map(|words| words.contains("foreign")), Some(true));
        assert!(tag("PREL", Some(2006)).is_some_and(|name| name.contains("External")));
        assert_eq!(tag("QQQQ", Some(2006)), None);
        assert_eq!(post_name("NOWHERE"), None);
    }

    #[test]
    fn an_indicator_is_explained_only_where_the_address_does_not_say_it() {
        assert_eq!(other_routing("RUEHC", "SECSTATE WASHDC"), None);
        assert_eq!(other_routing("RUEHRO", "AMEMBASSY ROME"), None);
        assert_eq!(other_routing("RUEHRO", "AMEMBASSY OSLO"), Some("AMEMBASSY ROME"));
        assert_eq!(other_routing("RUEHXYZ", "AMEMBASSY OSLO"), None);
    }
}

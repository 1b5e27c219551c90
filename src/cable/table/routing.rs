//! Routing indicators: which station a message goes to, in letters that switches read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::folding::words;
use super::rows::rows;

pub(super) const TABLE: &str = include_str!("../../../assets/tables/routing_indicators.csv");

/// Indicators, and the blocks of them that were given out as a whole.
struct Routing {
    single: HashMap<&'static str, &'static str>,
    /// First and last of a block, both part of it, and its address.
    blocks: Vec<(&'static str, &'static str, &'static str)>,
}

static ROUTING: LazyLock<Routing> = LazyLock::new(|| {
    let mut routing = Routing { single: HashMap::with_capacity(2400), blocks: Vec::new() };
    for mut row in rows(TABLE) {
        let (first, last) = (row.field(), row.optional());
        let Some(plad) = row.optional() else { continue };
        match last {
            Some(last) => routing.blocks.push((first, last, plad)),
            None => {
                routing.single.insert(first, plad);
            }
        }
    }
    routing
});

/// The plain-language address that stands behind a routing indicator: `AMEMBASSY ROME` for `RUEHRO`.
///
/// Where two share an indicator, both stand, divided by ` / `. Many indicators are not in the table, and some stand for
/// so many addressees that the address only says so.
///
/// ```
/// use sipdis::cable::table::routing;
/// assert_eq!(routing("RUEHRO"), Some("AMEMBASSY ROME"));
/// assert_eq!(routing("RUEHXYZ"), None);
/// ```
pub fn routing(indicator: &str) -> Option<&'static str> {
    let indicator = words(indicator);
    let indicator = &*indicator;
    ROUTING.single.get(indicator).copied().or_else(|| {
        let inside = |&&(first, last, _): &&(&str, &str, _)| {
            first.len() == indicator.len() && (first..=last).contains(&indicator)
        };
        ROUTING.blocks.iter().find(inside).map(|&(_, _, plad)| plad)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_indicator_stands_twice_and_all_have_an_address() {
        let mut with_address = 0;
        for mut row in rows(TABLE) {
            row.skip(2);
            with_address += usize::from(row.optional().is_some());
        }
        assert_eq!(ROUTING.single.len() + ROUTING.blocks.len(), with_address);
        for indicator in ROUTING.single.keys() {
            assert!(indicator.bytes().all(|b| b.is_ascii_alphanumeric()), "{indicator}");
        }
        for (first, last, plad) in &ROUTING.blocks {
            assert!(first < last && first.len() == last.len(), "{first} {last} {plad}");
        }
    }

    #[test]
    fn posts_and_the_department() {
        assert_eq!(routing("RUEHC"), Some("SECSTATE WASHDC / DEPT OF STATE WASHINGTON DC"));
        assert_eq!(routing("RUEHWEB"), None);
        assert_eq!(routing("ruehab "), Some("AMEMBASSY ABIDJAN"));
    }

    #[test]
    fn a_block_holds_what_lies_between_its_ends() {
        let jacksonville = Some("NAVCOMTELSTA JACKSONVILLE FL");
        assert_eq!(routing("RHFJAAA"), jacksonville);
        assert_eq!(routing("RHFJAAM"), jacksonville);
        assert_eq!(routing("RHFJAAZ"), jacksonville);
        assert_eq!(routing("RHFJAB"), None);
        assert_eq!(routing(""), None);
    }
}

//! Executive orders on classified information.

use std::sync::LazyLock;

use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/executive_orders.csv");

static ORDERS: LazyLock<Vec<Order>> = LazyLock::new(|| rows(TABLE).map(Order::read).collect());

/// An executive order on classified information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// `12958`.
    pub number: &'static str,
    /// When it was signed: `1995-04-17`.
    pub signed: &'static str,
    /// When it took effect.
    pub effective: &'static str,
    /// The order that took its place.
    pub superseded_by: Option<&'static str>,
    /// How long it keeps a text classified.
    pub duration: &'static str,
    /// What stands on the line of a cable under it.
    pub line_codes: Option<&'static str>,
    /// The section that holds the reasons for classifying.
    pub reasons: Option<&'static str>,
    /// A remark.
    pub note: Option<&'static str>,
}

impl Order {
    fn read(mut row: Row) -> Order {
        let (number, signed, effective) = (row.field(), row.field(), row.field());
        let (superseded_by, duration) = (row.optional(), row.field());
        let (line_codes, reasons) = (row.optional(), row.optional());
        row.skip(1);
        Order { number, signed, effective, superseded_by, duration, line_codes, reasons, note: row.optional() }
    }
}

/// All orders, oldest first.
pub fn executive_orders() -> &'static [Order] {
    &ORDERS
}

/// The order of that number. What stands before its figures does not count.
///
/// ```
/// use sipdis::cable::table::executive_order;
/// assert_eq!(executive_order("E.O. 12958").unwrap().signed, "1995-04-17");
/// ```
pub fn executive_order(number: &str) -> Option<&'static Order> {
    let number = number.trim();
    let figures = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    executive_orders().iter().find(|order| order.number == figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn orders_follow_one_another() {
        for order in executive_orders() {
            let (signed, effective): (Date, Date) = (order.signed.parse().unwrap(), order.effective.parse().unwrap());
            assert!(signed <= effective, "{order:?}");
            if let Some(next) = order.superseded_by {
                assert!(executive_order(next).unwrap().signed > order.signed, "{order:?}");
            }
        }
        assert!(executive_orders().is_sorted_by(|a, b| a.signed < b.signed));
    }

    #[test]
    fn by_number() {
        assert_eq!(executive_order("11652").unwrap().effective, "1972-06-01");
        assert_eq!(executive_order("E.O. 13526").unwrap().superseded_by, None);
        assert_eq!(executive_order("12598"), None);
        assert_eq!(executive_order(""), None);
    }
}

//! Symbols of offices on the distribution lines of the 1970s and 1980s.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::folding::letters;
use super::rows::{Row, rows};

pub(super) const TABLE: &str = include_str!("../../../assets/tables/office_symbols.csv");

static OFFICES: LazyLock<HashMap<&'static str, Office>> =
    LazyLock::new(|| rows(TABLE).map(Office::read).map(|office| (office.symbol, office)).collect());

/// A bureau of the Department, or an agency, that got copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Office {
    /// As on the line: `EUR`, `DODE`.
    pub symbol: &'static str,
    /// Its name. `None` where the symbol was seen and its meaning is not known.
    pub name: Option<&'static str>,
    /// Whether it is an agency outside the Department.
    pub is_agency: bool,
    /// A remark.
    pub note: Option<&'static str>,
}

impl Office {
    fn read(mut row: Row) -> Office {
        let (symbol, name, is_agency) = (row.field(), row.optional(), row.field() == "agency");
        row.skip(1);
        Office { symbol, name, is_agency, note: row.optional() }
    }
}

/// The office of a symbol. `S/S` reads as `SS`, and `EUR/WE` as its bureau, `EUR`.
///
/// The symbols are those of the 1970s; some mean other offices today.
///
/// ```
/// use sipdis::cable::table::office;
/// assert_eq!(office("EUR").unwrap().name, Some("Bureau of European Affairs"));
/// ```
pub fn office(symbol: &str) -> Option<&'static Office> {
    let bureau = symbol.split('/').next().unwrap_or(symbol);
    OFFICES.get(letters(symbol).as_str()).or_else(|| OFFICES.get(letters(bureau).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_symbol_stands_twice() {
        assert_eq!(OFFICES.len(), rows(TABLE).count());
        assert!(OFFICES.values().all(|office| office.name.is_some() || office.note.is_some()));
        assert!(OFFICES.keys().all(|symbol| letters(symbol) == *symbol));
    }

    #[test]
    fn offices_and_agencies() {
        assert_eq!(office("S/S").unwrap().name, Some("Executive Secretariat (S/S)"));
        assert_eq!(office("EUR/WE").unwrap().symbol, "EUR");
        assert!(office("DODE").unwrap().is_agency);
        assert_eq!(office("LOG").unwrap().name, None);
        assert_eq!(office("QQQ"), None);
        assert_eq!(office(""), None);
    }
}

//! The fictional cables that are built into the program, for a first look without files.

/// Every file of `assets/sample/`, by name.
pub(super) const SAMPLE: &[(&str, &[u8])] = &[
    ("03PORTOFSPAIN1147.txt", include_bytes!("../../assets/sample/03PORTOFSPAIN1147.txt")),
    ("05REYKJAVIK277.txt", include_bytes!("../../assets/sample/05REYKJAVIK277.txt")),
    ("05VALLETTA1.txt", include_bytes!("../../assets/sample/05VALLETTA1.txt")),
    ("06REYKJAVIK207-02.txt", include_bytes!("../../assets/sample/06REYKJAVIK207-02.txt")),
    ("06REYKJAVIK207.txt", include_bytes!("../../assets/sample/06REYKJAVIK207.txt")),
    ("06REYKJAVIK412.txt", include_bytes!("../../assets/sample/06REYKJAVIK412.txt")),
    ("06REYKJAVIK415.txt", include_bytes!("../../assets/sample/06REYKJAVIK415.txt")),
    ("06REYKJAVIK88.txt", include_bytes!("../../assets/sample/06REYKJAVIK88.txt")),
    ("06ROME1733.txt", include_bytes!("../../assets/sample/06ROME1733.txt")),
    ("06STATE152290.txt", include_bytes!("../../assets/sample/06STATE152290.txt")),
    ("06STATE40117.txt", include_bytes!("../../assets/sample/06STATE40117.txt")),
    ("06THEHAGUE591.txt", include_bytes!("../../assets/sample/06THEHAGUE591.txt")),
    ("06USUNNEWYORK512.txt", include_bytes!("../../assets/sample/06USUNNEWYORK512.txt")),
    ("07REYKJAVIK19.txt", include_bytes!("../../assets/sample/07REYKJAVIK19.txt")),
    ("07ROME1163.txt", include_bytes!("../../assets/sample/07ROME1163.txt")),
    ("08RIODEJANEIRO266.txt", include_bytes!("../../assets/sample/08RIODEJANEIRO266.txt")),
    ("08USNATO88.txt", include_bytes!("../../assets/sample/08USNATO88.txt")),
    ("08VALLETTA301.txt", include_bytes!("../../assets/sample/08VALLETTA301.txt")),
    ("09THEHAGUE404.txt", include_bytes!("../../assets/sample/09THEHAGUE404.txt")),
    ("09WELLINGTON143.txt", include_bytes!("../../assets/sample/09WELLINGTON143.txt")),
    ("13VALLETTA540.txt", include_bytes!("../../assets/sample/13VALLETTA540.txt")),
    ("16WELLINGTON212.txt", include_bytes!("../../assets/sample/16WELLINGTON212.txt")),
    ("24REYKJAVIK55.txt", include_bytes!("../../assets/sample/24REYKJAVIK55.txt")),
    ("73REYKJAVIK1187.txt", include_bytes!("../../assets/sample/73REYKJAVIK1187.txt")),
    ("74THEHAGUE6021.txt", include_bytes!("../../assets/sample/74THEHAGUE6021.txt")),
    ("76STATE271804.txt", include_bytes!("../../assets/sample/76STATE271804.txt")),
    ("79VALLETTA1904.txt", include_bytes!("../../assets/sample/79VALLETTA1904.txt")),
    ("86REYKJAVIK733.txt", include_bytes!("../../assets/sample/86REYKJAVIK733.txt")),
    ("88PORTMORESBY1460.txt", include_bytes!("../../assets/sample/88PORTMORESBY1460.txt")),
    ("97ROME4410.txt", include_bytes!("../../assets/sample/97ROME4410.txt")),
    ("99WELLINGTON1322.txt", include_bytes!("../../assets/sample/99WELLINGTON1322.txt")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".txt"))
            .collect();
        names.sort();
        let table: Vec<_> = SAMPLE.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(table, names);
    }
}

//! What restricts a marking beside its level: the table of controls, and how a list of them is read.

use std::borrow::Cow;

use super::super::Control;
use super::super::pairs::Pairs;
use super::release;

/// What kind of restriction a control is, in the order in which they stand in a banner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Sensitive compartmented information: `SI`, `TK`, `HCS`.
    Sci,
    /// Special access programs: `SAR-...`.
    Sap,
    /// Atomic energy: `RD`, `FRD`.
    Aea,
    /// Information of foreign governments: `FGI GBR`.
    Fgi,
    /// Dissemination: `NOFORN`, `REL TO USA, GBR`.
    Dissemination,
    /// Dissemination outside the intelligence community: `NODIS`.
    Other,
}

/// A control: its full name, its kind, and the other ways to write it.
struct Row {
    name: &'static str,
    category: Category,
    others: &'static [&'static str],
}

const fn row(name: &'static str, category: Category, others: &'static [&'static str]) -> Row {
    Row { name, category, others }
}

/// All controls that have no list behind them, in the order of the register. `N` alone is State's form of NOFORN
/// (`SBU/N`). What is obsolete stands in older cables.
const CONTROLS: &[Row] = &[
    row("HCS-O", Category::Sci, &[]),
    row("HCS-P", Category::Sci, &[]),
    row("HCS", Category::Sci, &["HUMINT CONTROL SYSTEM"]),
    row("KLONDIKE", Category::Sci, &["KDK"]),
    row("RSV", Category::Sci, &["RESERVE"]),
    row("SCI", Category::Sci, &[]),
    row("SI-G", Category::Sci, &["GAMMA", "SI-GAMMA"]),
    row("SI", Category::Sci, &["COMINT"]),
    row("TK", Category::Sci, &["TALENT KEYHOLE", "TALENT-KEYHOLE"]),
    row("UMBRA", Category::Sci, &[]),
    row("CNWDI", Category::Aea, &["RD-CNWDI", "RD-N"]),
    row("RD", Category::Aea, &["RESTRICTED DATA"]),
    row("FRD", Category::Aea, &["FORMERLY RESTRICTED DATA"]),
    row("DOD UCNI", Category::Aea, &["DCNI"]),
    row("DOE UCNI", Category::Aea, &["UCNI"]),
    row("TFNI", Category::Aea, &[]),
    row("ATOMAL", Category::Aea, &[]),
    row("FGI", Category::Fgi, &[]),
    row("RSEN", Category::Dissemination, &["RS"]),
    row("ORCON-USGOV", Category::Dissemination, &["OC-USGOV"]),
    row("ORCON", Category::Dissemination, &["OC"]),
    row("IMCON", Category::Dissemination, &["IMC"]),
    row("NOFORN", Category::Dissemination, &["NF", "N", "NO FOREIGN NATIONALS", "NOT RELEASABLE TO FOREIGN NATIONALS"]),
    row("PROPIN", Category::Dissemination, &["PR"]),
    row("RELIDO", Category::Dissemination, &[]),
    row("EYES ONLY", Category::Dissemination, &[]),
    row("DSEN", Category::Dissemination, &[]),
    row("FISA", Category::Dissemination, &[]),
    row("NOCONTRACT", Category::Dissemination, &["NOCON", "NO CONTRACT"]),
    row("WNINTEL", Category::Dissemination, &["WN"]),
    row("LIMDIS", Category::Other, &["DS"]),
    row("EXDIS", Category::Other, &["XD", "EX"]),
    row("NODIS", Category::Other, &["ND"]),
    row("STADIS", Category::Other, &[]),
    row("LES", Category::Other, &[]),
    row("SSI", Category::Other, &[]),
    row("FED ONLY", Category::Other, &[]),
    row("FEDCON", Category::Other, &[]),
    row("DL ONLY", Category::Other, &[]),
];

/// Heads of controls that go on with a list or a name, and their kinds.
const OPEN: &[(&str, Category)] = &[
    ("SAR-", Category::Sap),
    ("SI-", Category::Sci),
    ("TK-", Category::Sci),
    ("HCS-", Category::Sci),
    ("RSV-", Category::Sci),
    ("RD-SIGMA ", Category::Aea),
    ("FRD-SIGMA ", Category::Aea),
    ("FGI ", Category::Fgi),
    ("JOINT ", Category::Fgi),
    ("REL TO ", Category::Dissemination),
    ("DISPLAY ONLY ", Category::Dissemination),
];

/// The kind of a control, and its place in the register.
pub(in crate::cable) fn category_of(name: &str) -> (Category, usize) {
    let known = CONTROLS.iter().enumerate().find(|(_, row)| row.name == name).map(|(at, row)| (row.category, at));
    // A compartment stands with its system.
    let place = |head: &str| CONTROLS.iter().position(|row| row.name == head.trim_end_matches('-'));
    let open = || {
        let (head, category) = OPEN.iter().find(|(head, _)| name.starts_with(head))?;
        Some((*category, place(head).unwrap_or(CONTROLS.len())))
    };
    known.or_else(open).unwrap_or((Category::Other, CONTROLS.len()))
}

/// The control that these words name, in capitals.
pub(super) fn control(words: &str) -> Option<Control> {
    let fits = |row: &&Row| row.name == words || row.others.contains(&words);
    if let Some(row) = CONTROLS.iter().find(fits) {
        return Some(Control(Cow::Borrowed(row.name)));
    }
    if let Some(name) = words.strip_prefix("SAR-") {
        let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        return named.then(|| Control(Cow::Owned(words.to_owned())));
    }
    compartment(words).or_else(|| sigma(words)).or_else(|| release::control(words))
}

/// A compartment of a control system, with its parts: `SI-ECI ABC`, `HCS-P MOON`, `TK-KAND`.
fn compartment(words: &str) -> Option<Control> {
    let (system, name) = words.split_once('-')?;
    let mut parts = name.split(' ');
    let named = |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let control = || control_alone(name).is_none() || CONTROLS.iter().any(|row| row.name == words);
    (matches!(system, "SI" | "TK" | "HCS" | "RSV") && parts.all(named) && control())
        .then(|| Control(Cow::Owned(words.to_owned())))
}

/// Atomic weapon data of certain numbers: `RD-SIGMA 14 20`, `SIGMA 14`.
fn sigma(words: &str) -> Option<Control> {
    let (head, numbers) = words.split_once("SIGMA ")?;
    let fits = numbers.split(' ').all(|number| number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()));
    let kind = match head {
        "FRD-" => "FRD",
        "RD-" | "" => "RD",
        _ => return None,
    };
    fits.then(|| Control(Cow::Owned(format!("{kind}-SIGMA {numbers}"))))
}

/// Controls divided by slashes: each stretch is one, or several divided by hyphens or blanks (`SBU-NF`, `C NF`). `None`
/// where anything is unknown.
pub(super) fn list(words: &str, into: &mut Vec<Control>) -> Option<()> {
    for part in words.split('/').map(str::trim).filter(|part| !part.is_empty()) {
        // `FGI DEU REL TO USA, DEU`: a list ends where a release begins.
        if let Some((head, release)) = part.split_once(" REL ").filter(|(head, _)| !head.is_empty()) {
            list(head, into)?;
            push(into, control(&format!("REL {release}"))?);
            continue;
        }
        if let Some(control) = control(part) {
            push(into, control);
            continue;
        }
        // `REL NATO/AUS`: a slash in a list of countries.
        if let Some(last) = into.last_mut().filter(|last| last.name().starts_with("REL TO ") && release::is_code(part))
        {
            *last = Control(Cow::Owned(format!("{}, {part}", last.name())));
            continue;
        }
        for piece in part.split(['-', ' ', ',']).filter(|piece| !piece.is_empty()) {
            push(into, control_alone(piece)?);
        }
    }
    Some(())
}

fn control_alone(piece: &str) -> Option<Control> {
    CONTROLS
        .iter()
        .find(|row| row.name == piece || row.others.contains(&piece))
        .map(|row| Control(Cow::Borrowed(row.name)))
}

fn push(into: &mut Vec<Control>, control: Control) {
    if !into.contains(&control) {
        into.push(control);
    }
}

/// How the names of [`CONTROLS`] begin that are taken beside a level. Behind a level mostly stands the name of a post.
const BESIDE: Pairs = {
    let (mut pairs, mut at) = (Pairs::new(), 0);
    while at < CONTROLS.len() {
        let Row { name, others, category } = &CONTROLS[at];
        let mut other = 0;
        while other <= others.len() {
            let name = if other == 0 { name } else { others[other - 1] };
            if stands_beside(*category, name) {
                pairs = pairs.with(name);
            }
            other += 1;
        }
        at += 1;
    }
    pairs
};

/// Whether a name of a control is taken beside a level; see [`beside_level`].
const fn stands_beside(category: Category, name: &str) -> bool {
    let other = category as u8 == Category::Other as u8;
    !other && (name.len() > 2 || (category as u8) < Category::Fgi as u8)
}

/// Whether a control that begins with these letters may be one of them.
pub(in crate::cable) fn may_stand_beside_level(first: u8, second: u8) -> bool {
    BESIDE.may_begin(first, second)
}

/// A control behind the level of a classification line, written out, and what stands behind it: `ORCON` of
/// `ORCON/NOFORN ROME 42`. Of the codes of two letters only those of compartments and atomic energy are taken, for any
/// other may begin the name of a post; captions (`NODIS`) are read elsewhere.
pub(in crate::cable) fn beside_level(text: &str) -> Option<(Control, &str)> {
    let first = *text.as_bytes().first()?;
    if !may_stand_beside_level(first, text.as_bytes().get(1).copied().unwrap_or(b' ')) {
        return None;
    }
    let ends = |word: &str| {
        // Mostly it is another word.
        if word.bytes().next() != Some(first) {
            return None;
        }
        text.strip_prefix(word).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    CONTROLS.iter().find_map(|row| {
        let names = std::iter::once(&row.name).chain(row.others);
        let mut written = names.filter(|name| stands_beside(row.category, name));
        written.find_map(|word| Some((Control(Cow::Borrowed(row.name)), ends(word)?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_twice_and_kinds_follow_the_register() {
        let mut seen = std::collections::HashSet::new();
        for row in CONTROLS {
            assert!(std::iter::once(&row.name).chain(row.others).all(|name| seen.insert(*name)), "{}", row.name);
        }
        assert!(CONTROLS.is_sorted_by_key(|row| row.category));
    }

    #[test]
    fn lists() {
        let read = |words: &str| {
            let mut controls = Vec::new();
            list(words, &mut controls).map(|()| controls.iter().map(Control::name).collect::<Vec<_>>().join("|"))
        };
        assert_eq!(read("OC/NF").as_deref(), Some("ORCON|NOFORN"));
        assert_eq!(read("SI-G//NF").as_deref(), Some("SI-G|NOFORN"));
        assert_eq!(read("NF/NOFORN").as_deref(), Some("NOFORN"));
        assert_eq!(read("REL NATO/AUS").as_deref(), Some("REL TO NATO, AUS"));
        assert_eq!(read("SI-ECI ABC//TK-KAND//HCS-P MOON").as_deref(), Some("SI-ECI ABC|TK-KAND|HCS-P MOON"));
        assert_eq!(read("SI-NF").as_deref(), Some("SI|NOFORN"));
        assert_eq!(read("RD-SIGMA 14 20//NF").as_deref(), Some("RD-SIGMA 14 20|NOFORN"));
        assert_eq!(read("FGI DEU REL TO USA, DEU").as_deref(), Some("FGI DEU|REL TO USA, DEU"));
        assert_eq!(read("SAR-BLUE MOON"), None);
        assert_eq!(read("XYZ"), None);
        assert_eq!(read("").as_deref(), Some(""));
    }
}

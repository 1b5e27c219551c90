//! The roll-up: what the portion marks of a cable add up to.

use std::collections::BTreeSet;

use crate::cable::mark::{Category, countries, same_country};
use crate::cable::{Cable, Control, Level, Marking};

/// The highest level of all portion marks with the controls that follow from them; `None` where nothing is marked.
///
/// See [`of_markings`] for the rules.
///
/// ```
/// use sipdis::cable::{Hints, parse};
/// use sipdis::marking::roll_up;
/// let cable = parse("1. (U) Fair.\n\n2. (S/NF) Secret boats.\n\n3. (C) Fish.\n", &Hints::default());
/// assert_eq!(roll_up(&cable).unwrap().to_string(), "SECRET//NOFORN");
/// ```
pub fn roll_up(cable: &Cable) -> Option<Marking> {
    let paragraphs = cable.paragraphs.iter().filter_map(|paragraph| paragraph.portion.as_ref());
    of_markings(cable.subject_portion.iter().chain(paragraphs).map(|portion| &portion.marking))
}

/// The roll-up of these markings. Order, repetition and grouping of the markings do not matter.
///
/// * The level is the highest of all.
/// * Compartments, special programs, atomic energy and what else restricts are united.
/// * Countries whose information it holds are united; where one portion hides the country (a plain `FGI`) all do.
/// * NOFORN in any portion wins over every release. So it is with NODIS and EXDIS where something is released.
/// * Lists of release are intersected; a list of the United States alone, or one beside a classified portion without a
///   release, gives NOFORN. `FVEY` and its like are taken apart where that is needed to intersect them.
/// * RELIDO stands where all classified portions have it. Beside a list, or beside none, it gives NOFORN.
/// * DISPLAY ONLY beside REL TO leaves the common countries for display.
/// * LES and SSI are not said in a classified banner; SBU and FOUO are levels here, which the highest level hides.
///
/// Source: the roll-up rules of the register and manual of the CAPCO (2016).
pub fn of_markings<'m>(markings: impl IntoIterator<Item = &'m Marking>) -> Option<Marking> {
    let markings: Vec<&Marking> = markings.into_iter().collect();
    let level = highest(markings.iter().map(|marking| marking.level))?;
    let mut controls: BTreeSet<Control> = BTreeSet::new();
    for control in markings.iter().flat_map(|marking| &marking.controls) {
        let kept = match control.name() {
            "LES" | "SSI" => !level.is_classified(),
            "RELIDO" => false,
            name => !name.starts_with("REL TO ") && !name.starts_with("DISPLAY ONLY ") && !name.starts_with("FGI"),
        };
        if kept {
            controls.insert(control.clone());
        }
    }
    controls.extend(of_governments(&markings));
    if !controls.contains(&Control::NOFORN) {
        let closed = controls.iter().any(|control| matches!(control.name(), "NODIS" | "EXDIS"));
        match release(&markings) {
            Some(_) if closed => drop(controls.insert(Control::NOFORN)),
            Some(control) => drop(controls.insert(control)),
            None => {}
        }
    }
    let mut controls: Vec<Control> = controls.into_iter().collect();
    controls.sort_by(|a, b| a.register_order().cmp(&b.register_order()));
    Some(Marking { level, controls })
}

/// The highest rank; of two levels with the same rank the one that stands later in the list of all levels, so that
/// the order of the portions does not matter.
fn highest(levels: impl Iterator<Item = Level>) -> Option<Level> {
    levels.max_by_key(|level| (level.rank(), *level))
}

/// `FGI` with all countries, or alone where one is hidden.
fn of_governments(markings: &[&Marking]) -> Option<Control> {
    let all = || {
        let controls = markings.iter().flat_map(|marking| &marking.controls);
        controls.filter(|control| control.category() == Category::Fgi && control.name().starts_with("FGI"))
    };
    all().next()?;
    if all().any(|control| control.name() == "FGI") {
        return Some(Control("FGI".into()));
    }
    let owners: BTreeSet<&str> = all().filter_map(|control| countries(control, "FGI ")).flatten().collect();
    Some(Control(format!("FGI {}", owners.into_iter().collect::<Vec<_>>().join(" ")).into()))
}

/// To whom a portion may go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Release<'m> {
    /// To these; the flag tells that they may only be shown it.
    To(BTreeSet<&'m str>, bool),
    /// An official decides.
    Relido,
    /// It does not say.
    Unsaid,
}

/// What the releases of all portions leave together; `None` where no portion has one.
fn release(markings: &[&Marking]) -> Option<Control> {
    // Unclassified portions without a release need none, so they take nothing away.
    let of_each = markings.iter().map(|marking| (marking, release_of(marking)));
    let counted: Vec<Release<'_>> = of_each
        .filter(|(marking, release)| marking.level.is_classified() || *release != Release::Unsaid)
        .map(|(_, release)| release)
        .collect();
    if counted.iter().all(|release| *release == Release::Unsaid) {
        return None;
    }
    if counted.iter().all(|release| *release == Release::Relido) {
        return Some(Control("RELIDO".into()));
    }
    let mut common: Option<BTreeSet<&str>> = None;
    let mut shown = false;
    for release in &counted {
        // RELIDO or nothing beside a list leaves no country.
        let Release::To(list, display) = release else { return Some(Control::NOFORN) };
        shown |= *display;
        common = Some(match common {
            None => list.clone(),
            Some(common) => intersect(&common, list),
        });
    }
    let common = common.unwrap_or_default();
    if common.iter().all(|code| *code == "USA") {
        return Some(Control::NOFORN);
    }
    // The United States come first, then countries in the order of the alphabet, then groups, which have four letters.
    let mut others: Vec<&str> = common.iter().copied().filter(|code| *code != "USA").collect();
    others.sort_by_key(|code| (code.len() == 4, *code));
    let first = if common.contains("USA") && !shown { "USA, " } else { "" };
    let head = if shown { "DISPLAY ONLY" } else { "REL TO" };
    Some(Control(format!("{head} {first}{}", others.join(", ")).into()))
}

fn release_of(marking: &Marking) -> Release<'_> {
    for control in &marking.controls {
        if let Some(list) = countries(control, "REL TO ") {
            return Release::To(list.into_iter().collect(), false);
        }
        if let Some(list) = countries(control, "DISPLAY ONLY ") {
            return Release::To(list.into_iter().chain(["USA"]).collect(), true);
        }
        if control.name() == "RELIDO" {
            return Release::Relido;
        }
    }
    Release::Unsaid
}

/// Groups of countries that may be taken apart, with their members. Other groups are left whole. Source: the tetragraphs
/// whose members the manual gives.
const GROUPS: &[(&str, &[&str])] = &[
    ("ACGU", &["USA", "AUS", "CAN", "GBR"]),
    ("FVEY", &["USA", "AUS", "CAN", "GBR", "NZL"]),
    ("TEYE", &["USA", "AUS", "GBR"]),
];

/// What stands in both lists, in itself or as a member of a group of the other.
fn intersect<'m>(a: &BTreeSet<&'m str>, b: &BTreeSet<&'m str>) -> BTreeSet<&'m str> {
    let with_members = |list: &BTreeSet<&'m str>| {
        let members =
            |name: &&'m str| GROUPS.iter().find(|(group, _)| group == name).map_or(&[][..], |(_, members)| members);
        list.iter()
            .copied()
            .chain(list.iter().flat_map(|name| members(name).iter().copied()))
            .collect::<BTreeSet<&str>>()
    };
    let (all_a, all_b) = (with_members(a), with_members(b));
    let both: BTreeSet<&str> = all_a.iter().filter(|x| all_b.iter().any(|y| same_country(x, y))).copied().collect();
    // A group that both name says its members already.
    let said: BTreeSet<&str> = GROUPS
        .iter()
        .filter(|(group, _)| both.contains(group))
        .flat_map(|(_, members)| members.iter().copied())
        .filter(|member| !a.contains(member) && !b.contains(member))
        .collect();
    both.difference(&said).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::{Hints, parse};
    use proptest::prelude::*;

    /// Rolls up paragraphs with these marks.
    fn check(marks: &[&str], expected: &str) {
        let text: String = marks.iter().enumerate().map(|(i, mark)| format!("{}. {mark} Words.\n\n", i + 1)).collect();
        let rolled = roll_up(&parse(&text, &Hints::default()));
        assert_eq!(rolled.map_or("none".to_owned(), |marking| marking.to_string()), expected, "{marks:?}");
    }

    #[test]
    fn levels_and_controls() {
        check(&[], "none");
        check(&["(U)", "(C)", "(SBU)"], "CONFIDENTIAL");
        check(&["(S)", "(C/NF)"], "SECRET//NOFORN");
        check(&["(S//OC)", "(C//PR)", "(TS//SI)", "(TS//TK)"], "TOP SECRET//SI/TK//ORCON/PROPIN");
        check(&["(S//RD)", "(S//FRD)", "(TS//SAR-BLU)"], "TOP SECRET//SAR-BLU//RD/FRD");
    }

    #[test]
    fn lists_of_release_are_intersected() {
        check(&["(S//REL TO USA, GBR, AUS)", "(S//REL TO USA, AUS)"], "SECRET//REL TO USA, AUS");
        check(&["(S//REL TO USA, GBR)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, GBR)", "(C)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, GBR)", "(U)"], "SECRET//REL TO USA, GBR");
        check(&["(S//REL TO USA, GBR)", "(C//NF)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, FVEY)", "(S//REL TO USA, AUS, GBR)"], "SECRET//REL TO USA, AUS, GBR");
        check(&["(S//REL TO USA, FVEY)", "(C//REL TO USA, FVEY)"], "SECRET//REL TO USA, FVEY");
        check(&["(S//REL TO USA, FVEY)", "(C//REL TO USA, ACGU)"], "SECRET//REL TO USA, AUS, CAN, GBR");
        check(&["(S/REL UK)", "(S//REL TO USA, GBR)"], "SECRET//REL TO GBR");
    }

    #[test]
    fn other_releases() {
        check(&["(S//RELIDO)", "(C//RELIDO)"], "SECRET//RELIDO");
        check(&["(S//RELIDO)", "(C//REL TO USA, GBR)"], "SECRET//NOFORN");
        check(&["(S//RELIDO)", "(C)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, GBR)", "(C//ND)"], "SECRET//NOFORN//NODIS");
        check(&["(S//XD)", "(S//REL TO USA, GBR)"], "SECRET//NOFORN//EXDIS");
        check(&["(S//REL TO USA, IRQ, GBR)", "(S//DISPLAY ONLY IRQ)"], "SECRET//DISPLAY ONLY IRQ");
        check(&["(S//REL TO USA, GBR)", "(S//DISPLAY ONLY IRQ)"], "SECRET//NOFORN");
    }

    #[test]
    fn foreign_information() {
        check(&["(S//FGI GBR)", "(C//FGI DEU)"], "SECRET//FGI DEU GBR");
        check(&["(S//FGI GBR)", "(C//FGI)"], "SECRET//FGI");
        check(&["(//GBR S)", "(NC)"], "SECRET//FGI GBR NATO");
    }

    #[test]
    fn what_a_classified_banner_does_not_say() {
        check(&["(SBU)", "(U)"], "SENSITIVE BUT UNCLASSIFIED");
        check(&["(SBU/NF)", "(C)"], "CONFIDENTIAL//NOFORN");
        check(&["(U//LES)", "(C)"], "CONFIDENTIAL");
        check(&["(SBU//LES)", "(U)"], "SENSITIVE BUT UNCLASSIFIED//LES");
        check(&["(SBU)", "(LOU)"], "LIMITED OFFICIAL USE");
    }

    const MARKS: [&str; 22] = [
        "U",
        "SBU",
        "SBU/NF",
        "LOU",
        "C",
        "S",
        "S//NF",
        "S//REL TO USA, GBR",
        "C//REL TO USA, GBR, AUS",
        "S//REL TO USA, FVEY",
        "C//RELIDO",
        "S//RELIDO",
        "S//DISPLAY ONLY IRQ",
        "S//REL TO USA, IRQ, GBR",
        "TS//OC",
        "TS//SI-G",
        "S//RD-SIGMA 14",
        "S//FGI DEU",
        "C//FGI",
        "S//ND",
        "U//LES",
        "NC",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        /// The marks above, each taken any number of times, in any order, and rolled up in any groups.
        #[test]
        fn order_repetition_and_grouping_do_not_matter(
            picks in proptest::collection::vec(0usize..MARKS.len(), 1..12), turn in 0usize..12, cut in 0usize..12,
        ) {
            let text: String = MARKS.iter().map(|mark| format!("1. ({mark}) Words.\n\n")).collect();
            let cable = parse(&text, &Hints::default());
            let all: Vec<&Marking> =
                cable.paragraphs.iter().filter_map(|it| it.portion.as_ref()).map(|it| &it.marking).collect();
            prop_assert_eq!(all.len(), MARKS.len());
            let mut chosen: Vec<&Marking> = picks.iter().map(|pick| all[*pick]).collect();
            let once = of_markings(chosen.clone());
            let (first, second) = chosen.split_at(cut % chosen.len());
            let parts = [of_markings(first.iter().copied()), of_markings(second.iter().copied())];
            prop_assert_eq!(of_markings(parts.iter().flatten()), once.clone());
            let len = chosen.len();
            chosen.rotate_left(turn % len);
            chosen.extend(chosen.clone());
            prop_assert_eq!(of_markings(chosen), once);
        }
    }
}

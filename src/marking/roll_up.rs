//! The roll-up: what the portion marks of a cable add up to.

use std::collections::BTreeSet;

use crate::cable::{Cable, Control, Level, Marking};

/// The highest level of all portion marks with the controls that follow from them; `None` where nothing is marked.
///
/// NOFORN in any portion wins over every release. Where all portions have a `REL TO` list the lists are intersected,
/// and a list of the United States alone, or one beside a portion without a list, gives NOFORN. Everything else is
/// united. Source: the roll-up rules of the IC marking manual (2016).
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

/// The roll-up of these markings; see [`roll_up`]. Order, repetition and grouping of the markings do not matter.
pub fn of_markings<'m>(markings: impl IntoIterator<Item = &'m Marking>) -> Option<Marking> {
    let markings: Vec<&Marking> = markings.into_iter().collect();
    let level = highest(markings.iter().map(|marking| marking.level))?;
    let mut controls: BTreeSet<Control> = BTreeSet::new();
    for control in markings.iter().flat_map(|marking| &marking.controls) {
        if release_list(control).is_none() {
            controls.insert(control.clone());
        }
    }
    if controls.contains(&Control::NOFORN) {
        // Nothing more can be said of release.
    } else if let Some(release) = common_release(&markings) {
        controls.insert(release);
    }
    Some(Marking { level, controls: controls.into_iter().collect() })
}

/// The highest rank; of two levels with the same rank the one that stands later in the list of all levels, so that
/// the order of the portions does not matter.
fn highest(levels: impl Iterator<Item = Level>) -> Option<Level> {
    levels.max_by_key(|level| (level.rank(), *level))
}

/// The countries of `REL TO USA, GBR`.
fn release_list(control: &Control) -> Option<BTreeSet<&str>> {
    let list = control.name().strip_prefix("REL TO ")?;
    Some(list.split(", ").filter(|code| !code.is_empty()).collect())
}

/// What the `REL TO` lists leave together; `None` where no portion has one.
fn common_release(markings: &[&Marking]) -> Option<Control> {
    let lists: Vec<Option<BTreeSet<&str>>> =
        markings.iter().map(|marking| marking.controls.iter().find_map(release_list)).collect();
    if lists.iter().all(Option::is_none) {
        return None;
    }
    // Unclassified portions need no release, so they take nothing away.
    let counted = markings.iter().zip(&lists).filter(|(marking, list)| marking.level.is_classified() || list.is_some());
    let mut common: Option<BTreeSet<&str>> = None;
    for (_, list) in counted {
        let list = list.clone().unwrap_or_default();
        common = Some(match common {
            None => list,
            Some(common) => common.intersection(&list).copied().collect(),
        });
    }
    let common = common.unwrap_or_default();
    if common.iter().all(|code| *code == "USA") {
        return Some(Control::NOFORN);
    }
    // The United States come first, then the others in the order of the alphabet.
    let others: Vec<&str> = common.iter().copied().filter(|code| *code != "USA").collect();
    let first = if common.contains("USA") { "USA, " } else { "" };
    Some(Control(format!("REL TO {first}{}", others.join(", ")).into()))
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
        check(&["(S//REL TO USA, GBR, AUS)", "(S//REL TO USA, AUS)"], "SECRET//REL TO USA, AUS");
        check(&["(S//REL TO USA, GBR)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, GBR)", "(C)"], "SECRET//NOFORN");
        check(&["(S//REL TO USA, GBR)", "(U)"], "SECRET//REL TO USA, GBR");
        check(&["(S//REL TO USA, GBR)", "(C//NF)"], "SECRET//NOFORN");
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(picks in proptest::collection::vec(0usize..8, 1..12), turn in 0usize..12) {
            const MARKS: [&str; 8] =
                ["U", "SBU", "LOU", "C", "S//NF", "S//REL TO USA, GBR", "C//REL TO USA, GBR, AUS", "TS//OC"];
            let text: String = MARKS.iter().map(|mark| format!("1. ({mark}) Words.\n\n")).collect();
            let cable = parse(&text, &Hints::default());
            let all: Vec<&Marking> =
                cable.paragraphs.iter().filter_map(|it| it.portion.as_ref()).map(|it| &it.marking).collect();
            prop_assert_eq!(all.len(), MARKS.len());
            let mut chosen: Vec<&Marking> = picks.iter().map(|pick| all[*pick]).collect();
            let once = of_markings(chosen.clone());
            let len = chosen.len();
            chosen.rotate_left(turn % len);
            chosen.extend(chosen.clone());
            prop_assert_eq!(of_markings(chosen), once);
        }
    }
}

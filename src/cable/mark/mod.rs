//! How one marking is written: portion marks, banners, and the ways in which both were misread or forged.
//!
//! Knows one marking at a time. Where markings stand in a cable, and what several mean together, is the business of the
//! layer above. Sources: the register and manual of the CAPCO (2016), 5 FAH-3 H-710, and what stands in real cables.

mod alike;
mod banner;
mod controls;
mod portion;
mod release;

use super::{Control, Marking};

pub use alike::Doubt;
pub use banner::{Banner, banner};
pub use controls::Category;
pub(in crate::cable) use controls::{beside_level, category_of, may_stand_beside_level};
pub(in crate::cable) use portion::level_of_letter;
pub use portion::{bare_portion, portion};
pub use release::{countries, same_country};

/// Controls without a level, in capitals and divided by slashes: `ORCON/NOFORN`. `None` where anything is unknown.
///
/// ```
/// use sipdis::cable::mark::controls;
/// assert_eq!(controls("OC/NF").unwrap().iter().map(|it| it.name()).collect::<Vec<_>>(), ["ORCON", "NOFORN"]);
/// assert_eq!(controls("OCEAN"), None);
/// ```
pub fn controls(words: &str) -> Option<Vec<Control>> {
    let mut found = Vec::new();
    controls::list(words, &mut found)?;
    Some(found)
}

/// A marking as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it means.
    pub marking: Marking,
    /// Why that is not certain, where it is not.
    pub doubt: Option<Doubt>,
}

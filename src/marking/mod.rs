//! What markings mean together: the roll-up of portion marks against the banner.

use crate::cable::{Cable, Marking};

/// The highest level of all portion marks with the controls that follow from them; `None` where nothing is marked.
pub fn roll_up(cable: &Cable) -> Option<Marking> {
    let _ = cable;
    None
}

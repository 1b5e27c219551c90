//! What a query asks of other cables than the one that is looked at: whether it stands twice, and who cites it. Found out by
//! reading all heads, where there is no catalogue.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::chunks;
use crate::archive::query::ast::IdTest;
use crate::archive::query::{Known, Query, id_key};
use crate::archive::source::Source;
use crate::archive::{Archive, Place, row};
use crate::cable;

/// Fills in what a query needs to know of other cables.
pub(super) fn complete(
    archive: &Archive,
    query: &Query,
    mut known: Known,
    places: &[Place],
    stop: &AtomicBool,
) -> Known {
    let citing = query.citing();
    let copies = query.needs_copies();
    if citing.is_empty() && !copies {
        return known;
    }
    let (mut seen, mut cited) = (HashSet::new(), HashMap::<String, HashSet<String>>::new());
    chunks::ask_all(
        archive,
        places,
        stop,
        &|source, bytes, place| Some(identify(source, bytes, place, &citing)),
        &mut |chunk| {
            for (_, (id, cites)) in chunk.found {
                for citing in citing.iter().filter(|citing| citing.fits(&id)) {
                    cited.entry(id_key(citing)).or_default().extend(cites.iter().cloned());
                }
                if copies && !id.is_empty() && !seen.insert(id.clone()) {
                    known.copies.insert(id);
                }
            }
            ControlFlow::Continue(())
        },
    );
    known.cited = cited;
    known
}

/// The id of a cable, and what it cites where it is one of these.
fn identify(source: &Source, bytes: &[u8], place: Place, citing: &[&IdTest]) -> (String, Vec<String>) {
    let document = row::unparsed(source, row::unpack(source, bytes, place.record), place.record);
    let cable = cable::parse_head(&document.text, &document.hints);
    let id = cable.id.unwrap_or_default();
    let cites = match citing.iter().any(|citing| citing.fits(&id)) {
        true => cable.references.into_iter().filter_map(|reference| reference.id).collect(),
        false => Vec::new(),
    };
    (id, cites)
}

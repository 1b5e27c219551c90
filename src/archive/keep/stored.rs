//! What is kept of an archive: its catalogue, its sources, and what could not be read.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::sources::{self, KeptSources};
use crate::archive::Trouble;
use crate::archive::cache::Folder;
use crate::archive::cache::stored::{self, Run, Unfit};
use crate::archive::catalogue::{Arrangement, Catalogue, Growing, Lists, Storing, arrange};
use crate::archive::sources::Sources;

/// The file in the folder.
pub(super) const NAME: &str = "catalogue";

/// To be raised when what a row says, or how it is stored, changes within a version of the program.
const FORM: &str = concat!("3 of ", env!("CARGO_PKG_VERSION"));

/// Runs of the troubles: which source, and what about it.
const TROUBLES: usize = 4;

/// More troubles than this are not kept: nobody reads them.
const MOST_TROUBLES: usize = 10_000;

/// What was kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) catalogue: Catalogue,
    pub(super) sources: KeptSources,
    /// Of which source, and what.
    pub(super) troubles: Vec<(u32, String)>,
    /// What all of it stands in. It is read when somebody wants it.
    pub(super) runs: Vec<Arc<Run>>,
}

fn version() -> u32 {
    crc32fast::hash(FORM.as_bytes())
}

/// Opens what was kept of an archive of these paths.
///
/// # Errors
/// Where nothing was kept, or it does not fit.
pub(super) fn load(folder: &Folder, origins: &[PathBuf]) -> Result<Kept, Unfit> {
    let runs = stored::open(&folder.file(NAME), version(), folder.identity())?;
    kept(runs, origins).ok_or(Unfit::Damaged)
}

fn kept(all: Vec<Arc<Run>>, origins: &[PathBuf]) -> Option<Kept> {
    let mut runs = all.clone();
    let catalogue = runs.split_off((sources::PARTS + TROUBLES).min(runs.len()));
    let troubles = runs.split_off(sources::PARTS.min(runs.len()));
    Some(Kept {
        sources: KeptSources::stored(origins, runs.try_into().ok()?)?,
        troubles: read_troubles(troubles.try_into().ok()?)?,
        catalogue: Catalogue::stored(catalogue)?,
        runs: all,
    })
}

fn read_troubles([source_ends, sources, ends, words]: [Arc<Run>; TROUBLES]) -> Option<Vec<(u32, String)>> {
    let sources: Lists<u32> = Lists::stored(source_ends, sources);
    let words: Lists<u8> = Lists::stored(ends, words);
    let message = |at| String::from_utf8(words.get(at).collect()).ok();
    (0..words.len()).map(|at| Some((sources.get(at).next()?, message(at)?))).collect()
}

/// Keeps a catalogue, without what is not listed any more. `false` where another program is writing.
///
/// # Errors
/// Where it cannot be written; what was kept before then still is.
pub(super) fn store(
    folder: &Folder,
    origins: &[PathBuf],
    catalogue: &Catalogue,
    all: &Sources,
    troubles: &[Trouble],
) -> io::Result<bool> {
    let Some(_lock) = folder.lock()? else { return Ok(false) };
    let (numbers, sources) = listed(origins, catalogue, all).ok_or(io::ErrorKind::Unsupported)?;
    let catalogue = match catalogue.dropped() {
        0 => catalogue.clone(),
        _ => compact(catalogue, &numbers),
    };
    let (mut of, mut words) = (Lists::<u32>::default(), Lists::<u8>::default());
    let mut known = std::collections::HashMap::new();
    if !troubles.is_empty() {
        (0..).map_while(|number| Some((sources.path(number)?, number))).for_each(|(path, number)| {
            known.insert(path, number);
        });
    }
    for trouble in troubles.iter().take(MOST_TROUBLES) {
        if let Some(number) = known.get(&trouble.path) {
            of.push([*number]);
            words.push(trouble.message.bytes());
        }
    }
    let order = arrange(&catalogue, Arrangement::default(), None);
    let storing = Storing::new(&catalogue, &order);
    let mut runs = sources.parts().to_vec();
    runs.extend([of.parts().0, of.parts().1, words.parts().0, words.parts().1]);
    runs.extend(storing.parts());
    stored::write(&folder.file(NAME), version(), folder.identity(), &runs)?;
    Ok(true)
}

/// The sources that are still listed, and the new number of each; `None` where one of them cannot be kept.
fn listed(origins: &[PathBuf], catalogue: &Catalogue, all: &Sources) -> Option<(Vec<Option<u32>>, KeptSources)> {
    let (mut numbers, mut kept) = (Vec::new(), KeptSources::of(origins));
    for number in 0..all.len() {
        if catalogue.is_dropped(number) {
            numbers.push(None);
        } else {
            numbers.push(u32::try_from(kept.len()).ok());
            kept.push(&*all.get(number)?)?;
        }
    }
    Some((numbers, kept))
}

/// The cables that are still listed, by the new numbers of their sources.
fn compact(catalogue: &Catalogue, numbers: &[Option<u32>]) -> Catalogue {
    let mut growing = Growing::default();
    growing.rows(catalogue.rows().filter_map(|mut row| {
        row.place.source = (*numbers.get(row.place.source as usize)?)?;
        Some(row)
    }));
    growing.catalogue()
}

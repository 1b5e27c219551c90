//! What became of the sources since they were read: by their stamps, without reading them.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::catalogue::Catalogue;
use crate::archive::source::Stamp;
use crate::archive::sources::Sources;
use crate::archive::walk;
use crate::archive::watch::{Changed, What};

/// What became of the sources.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Sources that may have grown at their ends.
    pub(super) grown: Vec<u32>,
    /// Sources that are not what they were.
    pub(super) changed: Vec<u32>,
    /// Sources whose files are not in their folders any more.
    pub(super) gone: Vec<u32>,
    /// Files that no source is.
    pub(super) new: Vec<PathBuf>,
    /// What the person named and cannot be reached now. What was known of it is left as it is.
    pub(super) missing: Vec<(PathBuf, io::Error)>,
}

impl Findings {
    /// Whether all is as it was.
    pub(super) fn is_empty(&self) -> bool {
        self.grown.is_empty()
            && self.changed.is_empty()
            && self.gone.is_empty()
            && self.new.is_empty()
            && self.missing.is_empty()
    }

    /// Looks at everything: the files that were named, and all files of the folders. `None` where it was stopped.
    pub(super) fn of_all(
        origins: &[PathBuf],
        sources: &Sources,
        catalogue: &Catalogue,
        stop: &AtomicBool,
    ) -> Option<Self> {
        let mut known = HashMap::new();
        sources.each(&mut |number, path, stamp| {
            if !catalogue.is_dropped(number) {
                known.insert(path.to_owned(), (number, stamp));
            }
        });
        let mut findings = Findings::default();
        for origin in origins {
            let what = match origin.metadata() {
                Ok(what) => what,
                Err(error) => {
                    known.retain(|path, _| !path.starts_with(origin));
                    findings.missing.push((origin.clone(), error));
                    continue;
                }
            };
            if !what.is_dir() {
                findings.compare(origin, known.remove(origin), Ok(Stamp::from(&what)));
                continue;
            }
            let end = walk::walk(origin, &mut |path, state| {
                if stop.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                match state {
                    Ok(()) => findings.compare(&path, known.remove(&path), Stamp::of(&path)),
                    // What cannot be looked at now may still be there.
                    Err(_) => known.retain(|below, _| !below.starts_with(&path)),
                }
                ControlFlow::Continue(())
            });
            if end.is_break() {
                return None;
            }
        }
        findings.gone.extend(known.into_values().map(|(number, _)| number));
        findings.gone.sort_unstable();
        Some(findings)
    }

    /// What the sources are that a watch told of. Files that went away are left as they are: what is being looked at does
    /// not vanish.
    pub(super) fn of_changes(changes: Vec<Changed>, sources: &Sources, catalogue: &Catalogue) -> Self {
        let mut told: HashMap<PathBuf, What> = changes.into_iter().map(|change| (change.path, change.what)).collect();
        let mut findings = Findings::default();
        let mut known = Vec::new();
        sources.each(&mut |number, path, stamp| {
            if !catalogue.is_dropped(number)
                && let Some(what) = told.get(path)
            {
                known.push((path.to_owned(), *what, (number, stamp)));
            }
        });
        for (path, what, known) in known {
            told.remove(&path);
            match (what, Stamp::of(&path)) {
                (What::Gone, Err(error)) => findings.missing.push((path, error)),
                (_, stamp) => findings.compare(&path, Some(known), stamp),
            }
        }
        findings.new.extend(told.into_iter().filter(|(_, what)| *what != What::Gone).map(|(path, _)| path));
        findings.new.sort_unstable();
        findings
    }

    fn compare(&mut self, path: &Path, known: Option<(u32, Option<Stamp>)>, now: io::Result<Stamp>) {
        match (known, now) {
            (None, _) => self.new.push(path.to_owned()),
            (Some((_, None)), _) | (Some(_), Err(_)) => {}
            (Some((_, Some(before))), Ok(now)) if before == now => {}
            (Some((number, Some(before))), Ok(now)) if now.has_grown_from(&before) => self.grown.push(number),
            (Some((number, _)), Ok(_)) => self.changed.push(number),
        }
    }
}

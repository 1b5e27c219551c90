//! Watching open sources: files that are new, grew, changed or went away.
//!
//! By looking, every few seconds: it works on every file system, over a network too, and needs no daemon and no descriptor a
//! folder. A look asks for the stamps of the named files, of the folders, and of so many of the files in them: a folder's own
//! time tells of names that come and go, and only files that are written in place must be asked one by one. So a look costs
//! about as much for 250,000 files as for 500, and they have all had their turn after some minutes.

mod folder;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use self::folder::{Difference, Folder};
use super::source::Stamp;
use super::walk::{self, Identity};

/// How long it waits between two looks.
const EVERY: Duration = Duration::from_secs(3);

/// After a look that took long it waits so many times as long: on a slow disk, too, watching costs next to nothing.
const REST: u32 = 300;

/// How many files in folders are asked for their stamps at a look.
const FILES: usize = 500;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It was not there before.
    New,
    /// It is longer than before, and was not put in place of another.
    Grown,
    /// It was written anew, cut, or replaced.
    Changed,
    /// It is not there any more.
    Gone,
}

/// A file to which something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which, as it is reached from what was named.
    pub path: PathBuf,
    /// What happened.
    pub what: What,
}

/// A watch over files and folders.
#[derive(Debug)]
pub struct Watch {
    /// What the person named, until it was looked at for the first time.
    new: Vec<PathBuf>,
    named: Vec<(PathBuf, Option<Stamp>)>,
    folders: Vec<Folder>,
    /// Folders that are watched already, so that links lead to none twice.
    known: HashSet<Identity>,
    /// The next folder and entry whose file is asked for its stamp.
    turn: (usize, usize),
    /// What was written since is told at the first look.
    since: SystemTime,
}

impl Watch {
    /// A watch over what a person named. It compares with what it saw at its first look, which tells what was written from
    /// `since` on.
    pub fn since(since: SystemTime, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Watch {
            new: paths.into_iter().collect(),
            named: Vec::new(),
            folders: Vec::new(),
            known: HashSet::new(),
            turn: (0, 0),
            since: since.checked_sub(folder::FRESH).unwrap_or(since),
        }
    }

    /// Looks again and again, and tells after each look what happened, mostly nothing, until `stop` is set. Whoever sets it may wake the thread with
    /// [`thread::Thread::unpark`]; else it ends with the next look.
    pub fn changes(&mut self, stop: &AtomicBool, on: &mut dyn FnMut(Vec<Changed>)) {
        while !stop.load(Ordering::Relaxed) {
            let (began, mut changes) = (Instant::now(), Vec::new());
            self.look(&mut |change| changes.push(change));
            let took = began.elapsed();
            on(changes);
            thread::park_timeout(EVERY.max(took * REST));
        }
    }

    /// Looks once. The first look tells only what may have happened since the time that was given.
    pub fn look(&mut self, on: &mut dyn FnMut(Changed)) {
        for path in std::mem::take(&mut self.new) {
            match path.metadata() {
                Ok(what) if what.is_dir() => self.enter(path, Some(self.since), on),
                other => {
                    let seen = other.ok().as_ref().map(Stamp::from);
                    if seen.is_some_and(|seen| is_since(&seen, self.since)) {
                        on(Changed { path: path.clone(), what: What::Changed });
                    }
                    self.named.push((path, seen));
                }
            }
        }
        for (path, seen) in &mut self.named {
            tell(path, seen, path.metadata().ok().as_ref().map(Stamp::from), on);
        }
        let differences: Vec<Difference> = self.folders.iter_mut().filter_map(Folder::look).collect();
        if !differences.is_empty() {
            // A file that was put in place of another shows only in its own stamp.
            self.turn = (0, 0);
        }
        // What was moved from one folder to another goes before it comes.
        for difference in &differences {
            self.forget(difference, on);
        }
        for Difference { files, folders, .. } in differences {
            files.into_iter().for_each(|path| on(Changed { path, what: What::New }));
            folders.into_iter().for_each(|folder| self.enter(folder, None, on));
        }
        self.files(on);
    }

    /// Watches a folder and those in it, and tells of the files in them: of all, or in a folder that was not written since a
    /// time, of none.
    fn enter(&mut self, path: PathBuf, since: Option<SystemTime>, on: &mut dyn FnMut(Changed)) {
        let mut next = vec![path];
        while let Some(path) = next.pop() {
            let Ok(identity) = walk::identity(&path) else { continue };
            if !self.known.insert(identity) {
                continue;
            }
            let is_new = since.is_none_or(|since| Stamp::of(&path).is_ok_and(|stamp| is_since(&stamp, since)));
            let mut folder = Folder::new(path, identity);
            let Difference { files, folders, .. } = folder.look().unwrap_or_default();
            if is_new {
                files.into_iter().for_each(|path| on(Changed { path, what: What::New }));
            }
            next.extend(folders.into_iter().rev());
            self.folders.push(folder);
        }
    }

    /// Tells what is gone from a folder, and watches it no more.
    fn forget(&mut self, difference: &Difference, on: &mut dyn FnMut(Changed)) {
        for path in &difference.gone_files {
            on(Changed { path: path.clone(), what: What::Gone });
        }
        for gone in &difference.gone_folders {
            let is_gone = |folder: &Folder| folder.path().starts_with(gone);
            for folder in self.folders.iter().filter(|folder| is_gone(folder)) {
                self.known.remove(folder.identity());
                folder.files().for_each(|path| on(Changed { path, what: What::Gone }));
            }
            self.folders.retain(|folder| !is_gone(folder));
        }
    }

    /// Asks the next files in folders for their stamps.
    fn files(&mut self, on: &mut dyn FnMut(Changed)) {
        let (mut left, mut folders) = (FILES, self.folders.len() + 1);
        while left > 0 && folders > 0 {
            let (at, entry) = self.turn;
            match self.folders.get_mut(at) {
                Some(folder) => match folder.ask(entry, left, self.since, on) {
                    Some(asked) => {
                        left = left.saturating_sub(asked.files);
                        self.turn = (at, asked.next);
                        continue;
                    }
                    None => self.turn = (at + 1, 0),
                },
                None => self.turn = (0, 0),
            }
            folders -= 1;
        }
    }
}

/// Whether a file was written at a time or later, as far as can be told.
fn is_since(stamp: &Stamp, since: SystemTime) -> bool {
    stamp.written.is_none_or(|written| written >= since)
}

/// Tells what happened between two looks at a file, and keeps the second.
fn tell(path: &Path, seen: &mut Option<Stamp>, now: Option<Stamp>, on: &mut dyn FnMut(Changed)) {
    let what = match (&seen, &now) {
        (None, None) => None,
        (None, Some(_)) => Some(What::New),
        (Some(_), None) => Some(What::Gone),
        (Some(before), Some(now)) if before == now => None,
        (Some(before), Some(now)) if now.has_grown_from(before) => Some(What::Grown),
        (Some(_), Some(_)) => Some(What::Changed),
    };
    *seen = now;
    if let Some(what) = what {
        on(Changed { path: path.to_owned(), what });
    }
}

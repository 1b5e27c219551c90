//! One watched folder: its names, and the stamps of its files.

use std::cmp::Ordering;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::super::source::Stamp;
use super::super::walk::{self, Identity, Kind};
use super::{Changed, What, is_since, tell};

/// A time that is younger than this may stay the same while more is written: clocks of file systems tick slowly.
pub(super) const FRESH: Duration = Duration::from_secs(2);

/// A folder as it was when it was looked at.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    identity: Identity,
    /// When its names changed last; unknown where they may have changed since without a sign.
    written: Option<SystemTime>,
    /// By name.
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: OsString,
    kind: Kind,
    /// Not known before the file's first turn.
    seen: Option<Stamp>,
}

/// Which files and folders are new in a folder, and which are not there any more.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub(super) files: Vec<PathBuf>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) gone_files: Vec<PathBuf>,
    pub(super) gone_folders: Vec<PathBuf>,
}

/// How many files were asked for their stamps, and which entry is next.
pub(super) struct Asked {
    pub(super) files: usize,
    pub(super) next: usize,
}

impl Folder {
    /// A folder that was not looked at yet.
    pub(super) fn new(path: PathBuf, identity: Identity) -> Self {
        Folder { path, identity, written: None, entries: Vec::new() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The files in it.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.entries.iter().filter(|entry| entry.kind == Kind::File).map(|entry| self.path.join(&entry.name))
    }

    /// Looks at its names, if they may have changed.
    pub(super) fn look(&mut self) -> Option<Difference> {
        let written = self.path.metadata().and_then(|what| what.modified()).ok();
        if written.is_some() && written == self.written {
            return None;
        }
        let is_fresh = |written: &SystemTime| written.elapsed().is_ok_and(|age| age < FRESH);
        self.written = written.filter(|written| !is_fresh(written));
        let mut names = Vec::new();
        match walk::list(&self.path, &mut names) {
            Ok(()) => {}
            // What cannot be looked at for now is still there.
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return None,
            Err(_) => names.clear(),
        }
        names.sort_unstable();
        let entries = names.into_iter().filter_map(|(name, kind)| self.entry(name, kind)).collect();
        Some(self.replace(entries))
    }

    fn entry(&self, name: OsString, kind: Option<Kind>) -> Option<Entry> {
        let kind = match kind {
            Some(kind) => kind,
            None => Kind::of(self.path.join(&name).metadata().ok()?.file_type()),
        };
        Some(Entry { name, kind, seen: None })
    }

    /// Puts new entries in place of the old; both are sorted.
    fn replace(&mut self, mut entries: Vec<Entry>) -> Difference {
        let mut difference = Difference::default();
        let is_first = self.entries.is_empty();
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        let path = |entry: &Entry| self.path.join(&entry.name);
        for entry in &mut entries {
            while let Some(gone) = before.next_if(|old| sorted(old, entry) == Ordering::Less) {
                difference.gone(gone.kind, path(&gone));
            }
            match before.next_if(|old| sorted(old, entry) == Ordering::Equal) {
                Some(old) => entry.seen = old.seen,
                None => {
                    let path = path(entry);
                    // What is written to a new file from now on is told too. Those of the first look have their turn.
                    if entry.kind == Kind::File && !is_first {
                        entry.seen = path.metadata().ok().as_ref().map(Stamp::from);
                    }
                    difference.come(entry.kind, path);
                }
            }
        }
        for gone in before {
            difference.gone(gone.kind, path(&gone));
        }
        self.entries = entries;
        difference
    }

    /// Asks up to `most` files, from the entry `from` on, for their stamps. `None` behind the last entry.
    pub(super) fn ask(
        &mut self,
        from: usize,
        most: usize,
        since: SystemTime,
        on: &mut dyn FnMut(Changed),
    ) -> Option<Asked> {
        let Folder { path, entries, .. } = self;
        let rest = entries.get_mut(from..).filter(|rest| !rest.is_empty())?;
        let mut asked = Asked { files: 0, next: from };
        for entry in rest {
            if asked.files == most {
                break;
            }
            asked.next += 1;
            if entry.kind != Kind::File {
                continue;
            }
            asked.files += 1;
            let path = path.join(&entry.name);
            // That a name is gone is told by the folder.
            let Ok(what) = path.metadata() else { continue };
            let now = Some(Stamp::from(&what));
            match entry.seen {
                None => {
                    entry.seen = now;
                    if now.is_some_and(|now| is_since(&now, since)) {
                        on(Changed { path, what: What::Changed });
                    }
                }
                Some(_) => tell(&path, &mut entry.seen, now, on),
            }
        }
        Some(asked)
    }
}

/// By name; what became something else is another entry.
fn sorted(one: &Entry, other: &Entry) -> Ordering {
    one.name.cmp(&other.name).then(one.kind.cmp(&other.kind))
}

impl Difference {
    fn come(&mut self, kind: Kind, path: PathBuf) {
        match kind {
            Kind::File => self.files.push(path),
            Kind::Folder => self.folders.push(path),
            Kind::Other => {}
        }
    }

    fn gone(&mut self, kind: Kind, path: PathBuf) {
        match kind {
            Kind::File => self.gone_files.push(path),
            Kind::Folder => self.gone_folders.push(path),
            Kind::Other => {}
        }
    }
}

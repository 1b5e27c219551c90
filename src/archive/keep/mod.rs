//! Keeping: what was found out about an archive is kept in the cache, and there again at the next start.
//!
//! What was kept is shown at once, and the sources are looked at behind it (`check`): of a file that has grown only the new part is
//! read (`tail`), one that has changed is read anew, what is gone stays listed. Then the archive is watched, and what happens
//! to its files goes the same way. The cache may be missing, full, damaged or in somebody else's hands: that costs a word at
//! most, and the archive is read as if there were none.

mod check;
mod news;
mod sources;
mod stored;
mod tail;

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use super::cache::Folder;
use super::cache::stored::{Unfit, whole};
use super::catalogue::{Catalogue, Growing};
use super::open::Given;
use super::visit::cannot_read;
use super::watch::Watch;
use super::{Archive, Opening, Trouble, opening};
use check::Findings;
use news::News;

pub(in crate::archive) use sources::KeptSources;

/// The name of the catalogue's file in an archive's folder.
pub const CATALOGUE: &str = stored::NAME;

/// Archives of fewer cables are read faster than anybody notices; nothing is kept of them.
pub const WORTH: usize = 2_000;

/// More rows than a screen has.
const FIRST_ROWS: usize = 100;

/// What changed is kept when a look finds nothing more, or after so many that did: a source that grows all the time is not
/// written down all the time.
const RESTLESS: u32 = 100;

/// Longer than it takes to draw the first screen.
const FIRST_SCREEN: Duration = Duration::from_millis(40);

/// An archive that is kept.
#[derive(Debug)]
pub struct Keeping<'a> {
    archive: &'a Archive,
    /// What the person named; none where some of it is no path, or the same is named twice.
    origins: Vec<PathBuf>,
    folder: Option<Folder>,
    worth: usize,
    /// How long the first screen has for itself.
    pause: Duration,
    growing: Growing,
    troubles: Vec<Trouble>,
    /// When the first file may have been looked at.
    began: SystemTime,
    /// How many looks ago something changed that is not kept yet.
    unkept: Option<u32>,
    /// Why it could not be kept the last time.
    refused: Option<String>,
}

/// How an archive was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// From the cache; nothing had changed.
    Kept,
    /// All or some of it was read.
    Read,
    /// It was stopped before the end.
    Stopped,
}

impl<'a> Keeping<'a> {
    /// Keeps an archive in its folder; without one, it is only watched.
    pub fn new(archive: &'a Archive) -> Self {
        Keeping {
            archive,
            origins: archive.paths().unwrap_or_default(),
            folder: archive.folder(),
            worth: WORTH,
            pause: Duration::ZERO,
            growing: Growing::default(),
            troubles: Vec::new(),
            began: SystemTime::now(),
            unkept: None,
            refused: None,
        }
    }

    /// The same, keeping archives of any size.
    pub fn of_any_size(self) -> Self {
        Keeping { worth: 0, ..self }
    }

    /// The same, of which nothing is kept and nothing will be.
    pub fn without_folder(self) -> Self {
        Keeping { folder: None, ..self }
    }

    /// The same, for a screen: what was kept and is not on it is read after it was drawn. Two processors are soon busy with
    /// one program and one terminal.
    pub fn on_screen(self) -> Self {
        Keeping { pause: FIRST_SCREEN, ..self }
    }

    /// The folder in which the archive is kept.
    pub fn folder(&self) -> Option<&Folder> {
        self.folder.as_ref()
    }

    /// Opens the archive: what was kept first, then what is new. [`Opening::Done`] comes when all is told; what there is to be
    /// kept is written behind it.
    pub fn open(&mut self, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) -> Opened {
        let opened = match self.load(on) {
            Some(troubles) => self.check(troubles, stop, on),
            None => {
                self.read(&self.archive.origins, stop, on);
                Opened::Read
            }
        };
        on(Opening::Done);
        let opened = if stop.load(Ordering::Relaxed) { Opened::Stopped } else { opened };
        if opened == Opened::Read {
            self.keep(on);
        }
        self.growing.rest();
        opened
    }

    /// Watches the archive until `stop` is set, tells what happens to it, and keeps what changed.
    pub fn watch(&mut self, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) {
        if self.origins.is_empty() {
            return;
        }
        let mut watch = Watch::since(self.began, self.origins.iter().cloned());
        watch.changes(stop, &mut |changes| {
            let findings = Findings::of_changes(changes, &self.archive.sources, &self.growing.catalogue());
            let quiet = findings.is_empty();
            if !quiet {
                let news = self.apply(findings, stop, on);
                news.words().into_iter().for_each(|words| on(Opening::Word(words)));
                self.growing.rest();
                // What is only missing stays listed.
                self.unkept = self.unkept.or(news.is_listed().then_some(0));
            }
            self.unkept = self.unkept.map(|looks| looks + 1);
            if self.unkept.is_some_and(|looks| quiet || looks > RESTLESS) {
                self.unkept = None;
                self.keep(on);
            }
        });
    }

    /// Tells what was kept; the troubles of its sources come back.
    fn load(&mut self, on: &mut dyn FnMut(Opening)) -> Option<Vec<(u32, String)>> {
        let kept = match stored::load(self.folder.as_ref()?, &self.origins) {
            Ok(kept) => kept,
            // Where it cannot be read, it cannot be written either, which is told then.
            Err(Unfit::None | Unfit::Version | Unfit::Io(_)) => return None,
            Err(unfit) => {
                on(Opening::Word(not_used(&unfit)));
                return None;
            }
        };
        if !self.archive.sources.begin(kept.sources) {
            return None;
        }
        // What the first screen needs is read here; the rest while it is looked at.
        kept.catalogue.read_first(FIRST_ROWS);
        on(Opening::Grown(kept.catalogue.clone()));
        thread::sleep(self.pause);
        if !whole(&kept.runs) {
            on(Opening::Word(not_used(&Unfit::Damaged)));
            on(Opening::Grown(Catalogue::default()));
            self.archive.sources.begin_anew();
            return None;
        }
        self.growing = Growing::of(kept.catalogue);
        Some(kept.troubles)
    }

    /// Looks what became of the sources, and reads what is new.
    fn check(&mut self, troubles: Vec<(u32, String)>, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) -> Opened {
        let sources = &self.archive.sources;
        let Some(findings) = Findings::of_all(&self.origins, sources, &self.growing.catalogue(), stop) else {
            return Opened::Stopped;
        };
        for (number, message) in troubles {
            if let Some(source) = sources.get(number).filter(|_| !findings.changed.contains(&number)) {
                let trouble = Trouble { path: source.path.clone(), message };
                self.troubles.push(trouble.clone());
                on(Opening::Trouble(trouble));
            }
        }
        for (path, error) in &findings.missing {
            let message = format!("{}; what was known of it is still listed", cannot_read(error));
            on(Opening::Trouble(Trouble { path: path.clone(), message }));
        }
        if findings.is_empty() {
            return Opened::Kept;
        }
        let before = (self.growing.len(), self.archive.sources.len());
        let gone = !findings.gone.is_empty();
        let news = self.apply(findings, stop, on);
        news.words().into_iter().for_each(|words| on(Opening::Word(words)));
        // Files that hold no cable are new each time.
        if before == (self.growing.len(), self.archive.sources.len()) && !gone { Opened::Kept } else { Opened::Read }
    }

    /// Brings the catalogue up to date.
    fn apply(&mut self, mut findings: Findings, stop: &AtomicBool, on: &mut dyn FnMut(Opening)) -> News {
        let mut news =
            News { missing: findings.missing.into_iter().map(|(path, _)| path).collect(), ..News::default() };
        let sources = &self.archive.sources;
        let path = |number: &u32| sources.get(*number).map(|source| source.path.clone());
        for number in findings.grown {
            let Some(source) = sources.get(number) else { continue };
            let before = self.growing.len();
            match tail::read((number, &source), &mut self.growing, stop, on) {
                Some(now) => {
                    sources.replace(number, now);
                    news.grown.push(source.path.clone());
                    news.more += self.growing.len() - before;
                }
                None => findings.changed.push(number),
            }
        }
        news.changed = findings.changed.iter().filter_map(path).collect();
        news.gone = findings.gone.iter().filter_map(path).collect();
        if !findings.changed.is_empty() || !findings.gone.is_empty() {
            self.growing.drop_sources(findings.changed.into_iter().chain(findings.gone));
        }
        let (before, files) = (self.growing.len(), self.archive.sources.len());
        let paths: HashSet<&PathBuf> = news.changed.iter().chain(&findings.new).collect();
        if !paths.is_empty() {
            self.troubles.retain(|trouble| !paths.contains(&trouble.path));
            on(Opening::Anew(paths.into_iter().cloned().collect()));
        }
        let given = self.given(news.changed.iter().chain(&findings.new));
        if !given.is_empty() {
            self.read(&given, stop, on);
        }
        let all = self.archive.sources.since(files);
        news.new = all.iter().map(|source| source.path.clone()).filter(|path| !news.changed.contains(path)).collect();
        if news.changed.is_empty() {
            news.added = self.growing.len() - before;
        }
        // What was read has been told; what is only not listed any more has not.
        if !news.gone.is_empty() || !news.changed.is_empty() {
            on(Opening::Grown(self.growing.catalogue()));
        }
        news
    }

    /// What is to be read: files that the person named, and those that lie in folders.
    fn given<'p>(&self, paths: impl Iterator<Item = &'p PathBuf>) -> Vec<Given> {
        let (named, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.cloned().partition(|path| self.origins.contains(path));
        let mut given: Vec<Given> = named.into_iter().map(Given::Path).collect();
        if !files.is_empty() {
            given.push(Given::Files(files));
        }
        given
    }

    fn read(&mut self, given: &[Given], stop: &AtomicBool, on: &mut dyn FnMut(Opening)) {
        let troubles = &mut self.troubles;
        opening::open(given, &self.archive.sources, &mut self.growing, stop, &mut |opening| match opening {
            Opening::Done => {}
            Opening::Trouble(trouble) => {
                troubles.push(trouble.clone());
                on(Opening::Trouble(trouble));
            }
            other => on(other),
        });
    }

    /// Keeps what there is, or says why not: once for each reason, not with every file that changes.
    fn keep(&mut self, on: &mut dyn FnMut(Opening)) {
        let refused = self.store().err().map(|error| error.to_string());
        if let Some(why) = refused.as_ref().filter(|why| self.refused.as_ref() != Some(why)) {
            on(Opening::Word(format!("The list cannot be kept for the next start: {why}")));
        }
        self.refused = refused;
    }

    fn store(&self) -> io::Result<()> {
        let catalogue: Catalogue = self.growing.catalogue();
        match &self.folder {
            Some(folder) if catalogue.len() >= self.worth => {
                stored::store(folder, &self.origins, &catalogue, &self.archive.sources, &self.troubles).map(|_| ())
            }
            _ => Ok(()),
        }
    }
}

fn not_used(unfit: &Unfit) -> String {
    format!("What was kept of this list is not used, because {unfit}; all is read anew")
}

/// Whether what is kept of an archive is what its sources are now; `None` where nothing is kept.
///
/// # Errors
/// Where what is kept does not fit: the next start will make it anew.
pub fn state(archive: &Archive, folder: &Folder) -> Result<Option<State>, Unfit> {
    let origins = archive.paths().unwrap_or_default();
    let kept = match stored::load(folder, &origins) {
        Err(Unfit::None) => return Ok(None),
        other => other?,
    };
    if !whole(&kept.runs) {
        return Err(Unfit::Damaged);
    }
    let cables = kept.catalogue.len() - kept.catalogue.copies();
    let catalogue = Arc::new(kept.catalogue);
    if !archive.sources.begin(kept.sources) {
        return Ok(None);
    }
    let findings = Findings::of_all(&origins, &archive.sources, &catalogue, &AtomicBool::new(false));
    Ok(Some(State { cables, up_to_date: findings.is_some_and(|findings| findings.is_empty()), catalogue }))
}

/// What is kept of an archive.
#[derive(Debug)]
pub struct State {
    /// How many cables, without copies.
    pub cables: usize,
    /// Whether no source has changed since.
    pub up_to_date: bool,
    /// All that is known of them.
    pub catalogue: Arc<Catalogue>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_cache_that_cannot_be_written_is_told_of_once_until_it_can() {
        let here = tempfile::tempdir().unwrap();
        let source = here.path().join("a.txt");
        fs::write(&source, "SUBJECT: RAIN").unwrap();
        // Where the folder should be stands a file.
        let cache = here.path().join("cache");
        fs::write(&cache, "").unwrap();
        let archive = Archive::new(vec![super::super::Origin::Path(source)]).kept_in(Some(cache.clone()));
        let mut keeping = Keeping::new(&archive).of_any_size();
        let words = |keeping: &mut Keeping<'_>| {
            let mut words = 0;
            keeping.keep(&mut |opening| words += usize::from(matches!(opening, Opening::Word(_))));
            words
        };
        assert_eq!([words(&mut keeping), words(&mut keeping), words(&mut keeping)], [1, 0, 0]);
        fs::remove_file(&cache).unwrap();
        assert_eq!(words(&mut keeping), 0, "now it is kept");
        fs::remove_dir_all(&cache).unwrap();
        fs::write(&cache, "").unwrap();
        assert_eq!([words(&mut keeping), words(&mut keeping)], [1, 0], "and what happens anew is told anew");
    }
}

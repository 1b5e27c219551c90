//! An archive in a temporary folder, and a cache beside it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use sipdis::archive::cache::Folder;
use sipdis::archive::catalogue::Catalogue;
use sipdis::archive::keep::{CATALOGUE, Keeping, Opened};
use sipdis::archive::{Archive, Opening, Origin, Row};

/// A row of the published dump, as long for any number below 9000.
pub fn row(n: usize) -> String {
    let (n, level) = (n + 1000, ["UNCLASSIFIED", "CONFIDENTIAL", "SECRET"][n % 3]);
    format!(
        "\"{n}\",\"{}/2/2006 3:04\",\"06ROME{n}\",\"Embassy Rome\",\"{level}\",\"06OSLO{}\",\"\",\
         \"TAGS: PREL, PGOV\nSUBJECT: RAIN {n}\n\n1. It rains.\"\n",
        n % 9 + 1,
        n % 7 + 1
    )
}

pub fn rows(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(row).collect()
}

pub struct Stage {
    folder: tempfile::TempDir,
    pub cache: PathBuf,
}

/// What a start told.
#[derive(Debug)]
pub struct Start {
    pub opened: Opened,
    /// The first snapshot, and the last.
    pub first: Vec<Row>,
    pub rows: Vec<Row>,
    pub words: Vec<String>,
    pub troubles: Vec<String>,
}

impl Start {
    /// Ids of the cables that are listed, sorted.
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.rows.iter().map(|row| row.id.clone()).collect();
        ids.sort();
        ids
    }
}

impl Stage {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        Stage { folder, cache }
    }

    pub fn at(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join("sources").join(name)
    }

    /// Writes a file, long ago.
    pub fn write(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        self.age(&path);
        path
    }

    /// A clock that ticks slowly may give two writings one time: this file was written long ago.
    pub fn age(&self, path: &Path) {
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        OpenOptions::new().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }

    pub fn append(&self, name: impl AsRef<Path>, text: &str) {
        OpenOptions::new().append(true).open(self.at(name)).unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// The archive of these files and folders, kept in the cache.
    pub fn archive(&self, names: &[&str]) -> Archive {
        self.archive_of(names, Some(&self.cache))
    }

    pub fn archive_of(&self, names: &[&str], cache: Option<&Path>) -> Archive {
        let origins = names.iter().map(|name| Origin::Path(self.at(name)));
        Archive::new(origins.collect()).kept_in(cache.map(Path::to_owned))
    }

    pub fn folder(&self, names: &[&str]) -> Folder {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.at(name)).collect();
        Folder::of(&self.cache, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>()).unwrap()
    }

    /// The file that is kept.
    pub fn kept(&self, names: &[&str]) -> PathBuf {
        self.folder(names).file(CATALOGUE)
    }

    /// Starts with these files and folders.
    pub fn start(&self, names: &[&str]) -> Start {
        start(&self.archive(names))
    }

    /// What a start without anything kept tells.
    pub fn fresh(&self, names: &[&str]) -> Start {
        start(&self.archive_of(names, None))
    }
}

pub fn start(archive: &Archive) -> Start {
    let (mut first, mut last) = (None, Catalogue::default());
    let (mut words, mut troubles, mut done) = (Vec::new(), Vec::new(), 0);
    let opened = Keeping::new(archive).of_any_size().open(&AtomicBool::new(false), &mut |opening| match opening {
        Opening::Grown(catalogue) => {
            first.get_or_insert_with(|| listed(&catalogue));
            last = catalogue;
        }
        Opening::Word(said) => words.push(said),
        Opening::Trouble(trouble) => troubles.push(trouble.message),
        Opening::Progress(_) | Opening::Anew(_) => {}
        Opening::Done => done += 1,
    });
    assert_eq!(done, 1);
    Start { opened, first: first.unwrap_or_default(), rows: listed(&last), words, troubles }
}

/// The rows that are listed.
pub fn listed(catalogue: &Catalogue) -> Vec<Row> {
    catalogue.rows().filter(|row| !catalogue.is_dropped(row.place.source)).collect()
}

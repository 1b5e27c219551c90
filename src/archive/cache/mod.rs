//! The cache: one folder an archive, where what was found out about it is kept for the next start.
//!
//! Everything in it can be made again, and is whenever it does not fit: a file of another version, of another
//! archive, cut off or damaged counts as not there ([`stored`]). Files are written aside and renamed, so a program that is
//! killed leaves the old one or the new one ([`replace`]). Whoever writes holds the lock of the folder ([`lock`]); whoever
//! cannot have it goes on without writing.
//!
//! The catalogue lives here, and the index beside it, in a folder with a lock of its own: who lists cables need not wait for who
//! indexes them.

mod replace;
mod run;
pub mod stored;

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use replace::replace;

/// The file whose lock says who writes.
const LOCK: &str = "lock";
/// The file that names the archive, for people who look into the folder.
const NAME: &str = "archive.txt";

/// The folder of one archive. Nothing is made on disk before something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
    /// What identifies the archive: the paths as they really are.
    identity: Vec<u8>,
}

impl Folder {
    /// The folder for an archive of these paths, below `root`. `None` where one of the paths is nowhere, or lies in another:
    /// then a file has no place of its own.
    pub fn of(root: &Path, paths: &[&Path]) -> Option<Self> {
        let mut identity = Vec::new();
        let reals = paths.iter().map(|path| absolute(path)).collect::<Option<Vec<_>>>()?;
        for (at, real) in reals.iter().enumerate() {
            if reals.iter().enumerate().any(|(other, above)| other != at && real.starts_with(above)) {
                return None;
            }
            identity.extend_from_slice(real.as_os_str().as_encoded_bytes());
            identity.push(0);
        }
        let stem = paths.first().and_then(|path| path.file_name()).unwrap_or_default().to_string_lossy();
        let stem: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).take(40).collect();
        let name = format!("{}-{:016x}", stem.trim_matches('.'), mixed(&identity));
        Some(Folder { path: root.join(name), identity })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What identifies the archive. Stored files hold it, so that two archives whose names collide are told apart.
    pub fn identity(&self) -> &[u8] {
        &self.identity
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes the folder and takes its lock, which holds until it is dropped or the program ends; `None` where another program
    /// has it.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn lock(&self) -> io::Result<Option<Lock>> {
        let Some(lock) = lock(&self.path)? else { return Ok(None) };
        if !self.file(NAME).exists() {
            fs::write(
                self.file(NAME),
                self.identity.iter().map(|b| if *b == 0 { b'\n' } else { *b }).collect::<Vec<_>>(),
            )?;
        }
        Ok(Some(lock))
    }

    /// Size of all files in it, and when one of them was written last; `None` where it is not there.
    pub fn size(&self) -> Option<(u64, Option<SystemTime>)> {
        let (mut size, mut written, mut next) = (0, None, Vec::new());
        next.extend(fs::read_dir(&self.path).ok()?.flatten());
        while let Some(entry) = next.pop() {
            let Ok(what) = entry.metadata() else { continue };
            if what.is_dir() {
                next.extend(fs::read_dir(entry.path()).into_iter().flatten().flatten());
            } else if entry.file_name() != LOCK {
                size += what.len();
                written = written.max(what.modified().ok());
            }
        }
        Some((size, written))
    }

    /// Takes the folder away, with all that is in it.
    ///
    /// # Errors
    /// Where another program writes in it or in a folder of it, or the system says no.
    pub fn clear(&self) -> io::Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        let busy = || io::Error::new(io::ErrorKind::WouldBlock, "another sipdis is writing in it");
        let mut locks = vec![self.lock()?.ok_or_else(busy)?];
        for entry in fs::read_dir(&self.path)?.flatten() {
            if entry.path().join(LOCK).exists() {
                locks.push(lock(&entry.path())?.ok_or_else(busy)?);
            }
        }
        fs::remove_dir_all(&self.path)
    }
}

/// The right to write in a folder.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Makes a folder, if it is not there, and takes its lock, which holds until it is dropped or the program ends, however it
/// ends; `None` where somebody else has it.
///
/// # Errors
/// Where the folder cannot be written.
pub fn lock(folder: &Path) -> io::Result<Option<Lock>> {
    loop {
        fs::create_dir_all(folder)?;
        let path = folder.join(LOCK);
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            // Somebody cleared the folder in between.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if is_at(&file, &path) {
            return Ok(Some(Lock { _file: file }));
        }
    }
}

/// Whether a file still stands where it was opened: the lock of a folder that was cleared locks nothing.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |what: fs::Metadata| (what.dev(), what.ino());
        let (here, there) = (file.metadata().map(identity), path.metadata().map(identity));
        here.is_ok_and(|here| there.is_ok_and(|there| here == there))
    }
    // Elsewhere a file that is open is not taken away.
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// The folder for all archives: `SIPDIS_CACHE`, else `sipdis` in the user's cache folder. `None` where there is neither, or
/// `SIPDIS_CACHE` is empty.
pub fn root(var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(own) = var("SIPDIS_CACHE") {
        return Some(PathBuf::from(own)).filter(|path| !path.as_os_str().is_empty());
    }
    // The XDG rule: a path that is not absolute does not count.
    let given = var("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    given
        .or_else(|| Some(PathBuf::from(var("HOME").filter(|home| !home.is_empty())?).join(".cache")))
        .map(|path| path.join("sipdis"))
}

/// The [`root`] by the environment of this process.
pub fn root_of_this_process() -> Option<PathBuf> {
    root(|name| std::env::var_os(name))
}

/// A path as it really is. Where the file is gone, its folder still says which it was.
fn absolute(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    })
}

/// Two checksums as one number: names of folders need no more, since the identity itself is compared.
fn mixed(bytes: &[u8]) -> u64 {
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    u64::from(crc32fast::hash(bytes)) << 32 | u64::from(crc32fast::hash(&reversed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_where_the_person_or_the_system_wants_it() {
        let root = |vars: &[(&str, &str)]| {
            root(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
                .map(|path| path.display().to_string())
        };
        assert_eq!(root(&[("SIPDIS_CACHE", "/x"), ("HOME", "/h")]).as_deref(), Some("/x"));
        assert_eq!(root(&[("SIPDIS_CACHE", ""), ("HOME", "/h")]), None);
        assert_eq!(root(&[("XDG_CACHE_HOME", "/c"), ("HOME", "/h")]).as_deref(), Some("/c/sipdis"));
        assert_eq!(root(&[("XDG_CACHE_HOME", "c"), ("HOME", "/h")]).as_deref(), Some("/h/.cache/sipdis"));
        assert_eq!(root(&[]), None);
    }

    #[test]
    fn a_folder_is_one_of_its_archive_and_locked_once() {
        let root = tempfile::tempdir().unwrap();
        let here = tempfile::tempdir().unwrap();
        fs::write(here.path().join("a.csv"), "x").unwrap();
        let of = |name: &str| Folder::of(root.path(), &[&here.path().join(name)]).unwrap();
        assert_eq!(of("a.csv"), of("./a.csv"));
        assert_ne!(of("a.csv").path(), of("gone.csv").path());
        assert!(!of("a.csv").path().exists(), "nothing is made before something is written");
        let lock = of("a.csv").lock().unwrap();
        assert!(lock.is_some() && of("a.csv").lock().unwrap().is_none());
        assert!(of("a.csv").clear().is_err());
        drop(lock);
        assert!(of("a.csv").size().is_some_and(|(size, _)| size > 0));
        of("a.csv").clear().unwrap();
        assert_eq!(of("a.csv").size(), None);
    }

    #[cfg(unix)]
    #[test]
    fn names_may_hold_any_bytes() {
        use std::os::unix::ffi::OsStrExt;
        let root = tempfile::tempdir().unwrap();
        let name = Path::new(std::ffi::OsStr::from_bytes(b"a\n\xff/../b"));
        let folder =
            Folder::of(root.path(), &[&root.path().join(name.file_name().unwrap()), &root.path().join("\u{7}")]);
        assert!(folder.unwrap().lock().unwrap().is_some());
    }
}

//! Folders: the files in them, nested, in the order of their names.
//!
//! Hidden entries are skipped. A folder that is reached twice, through symbolic links, is walked once, so a loop of links
//! ends. What is neither file nor folder (a pipe, a socket, a device) is left alone: opening it could wait for ever.
//!
//! Only names are read ahead, those of one folder a level, and a folder's turn comes before it is looked at: the first file of
//! many comes soon, and a walk that is stopped has not looked at the rest.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::FileType;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Calls `on` with every file below `folder`, and with what could not be looked at; stops when `on` says so.
pub(super) fn walk(folder: &Path, on: &mut dyn FnMut(PathBuf, io::Result<()>) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut walked = HashSet::new();
    // Folders in folders stand on a list and not on the stack, however deep they go.
    let mut open = Vec::new();
    enter(folder.to_owned(), &mut walked, &mut open, on)?;
    while let Some(folder) = open.last_mut() {
        let Some((name, kind)) = folder.names.pop() else {
            open.pop();
            continue;
        };
        let path = folder.path.join(name);
        // Where the folder does not tell, as with links, the file does.
        let kind = match kind {
            Some(kind) => Ok(kind),
            None => path.metadata().map(|what| Kind::of(what.file_type())),
        };
        match kind {
            Ok(Kind::Folder) => enter(path, &mut walked, &mut open, on)?,
            Ok(Kind::File) => on(path, Ok(()))?,
            Ok(Kind::Other) => {}
            Err(error) => on(path, Err(error))?,
        }
    }
    ControlFlow::Continue(())
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Folder,
    File,
    /// Neither: left alone.
    Other,
}

impl Kind {
    pub(super) fn of(what: FileType) -> Self {
        match () {
            () if what.is_dir() => Kind::Folder,
            () if what.is_file() => Kind::File,
            () => Kind::Other,
        }
    }
}

/// A folder that is walked.
struct Folder {
    path: PathBuf,
    /// What is left of its entries, the next one last; without a kind where it must be asked for.
    names: Vec<(OsString, Option<Kind>)>,
}

/// What a folder is, whatever path leads to it. Asking for the real path instead costs a question for each folder above.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);
#[cfg(not(unix))]
pub(super) type Identity = PathBuf;

#[cfg(unix)]
pub(super) fn identity(folder: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().map(|what| (what.dev(), what.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(folder: &Path) -> io::Result<Identity> {
    folder.canonicalize()
}

/// Lists a folder, unless it was walked before. Names that were read before an error are kept.
fn enter(
    path: PathBuf,
    walked: &mut HashSet<Identity>,
    open: &mut Vec<Folder>,
    on: &mut dyn FnMut(PathBuf, io::Result<()>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut names = Vec::new();
    let listed =
        identity(&path).and_then(|identity| if walked.insert(identity) { list(&path, &mut names) } else { Ok(()) });
    names.sort_unstable_by(|(one, _), (other, _)| other.cmp(one));
    if let Err(error) = listed {
        on(path.clone(), Err(error))?;
    }
    open.push(Folder { path, names });
    ControlFlow::Continue(())
}

/// The names in a folder, in no order, but for hidden ones; without a kind where it must be asked for.
pub(super) fn list(folder: &Path, names: &mut Vec<(OsString, Option<Kind>)>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            let kind = entry.file_type().ok().filter(|what| !what.is_symlink()).map(Kind::of);
            names.push((name, kind));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What is found below a folder, in order, with `!` where it could not be looked at.
    fn found(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let _ = walk(folder, &mut |path, state| {
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            found.push(if state.is_ok() { name } else { format!("{name}!") });
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn nested_sorted_and_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/deep")).unwrap();
        fs::create_dir(at(".git")).unwrap();
        for name in ["c", "a", ".hidden", "b/two", "b/deep/one", ".git/x"] {
            fs::write(at(name), "x").unwrap();
        }
        assert_eq!(found(folder.path()), ["a", "b/deep/one", "b/two", "c"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_end_and_broken_links_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("a")).unwrap();
        fs::write(at("a/file"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), at("a/up")).unwrap();
        std::os::unix::fs::symlink(at("a"), at("again")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("broken")).unwrap();
        assert_eq!(found(folder.path()), ["a/file", "broken!"]);
    }

    #[test]
    fn a_walk_is_stopped_before_it_looks_at_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("file"), "x").unwrap();
        }
        let mut found = 0;
        let end = walk(folder.path(), &mut |_, _| {
            // What is not yet its turn may still go away.
            let _ = fs::remove_dir_all(folder.path().join("c"));
            found += 1;
            if found == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((end, found), (ControlFlow::Break(()), 2));
    }

    #[test]
    fn folders_may_lie_as_deep_as_a_path_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("d/".repeat(400));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("file"), "x").unwrap();
        let found = found(folder.path());
        assert_eq!(found, [format!("{}file", "d/".repeat(400))]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_may_be_anything() {
        use std::os::unix::ffi::OsStringExt;
        let folder = tempfile::tempdir().unwrap();
        let names = [&b"a\xff\n.txt"[..], b"b\n\x1b[2J", b"\xfe"].map(|name| OsString::from_vec(name.to_vec()));
        for name in &names {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let mut found = Vec::new();
        let _ = walk(folder.path(), &mut |path, state| {
            assert!(state.is_ok());
            found.extend(path.file_name().map(ToOwned::to_owned));
            ControlFlow::Continue(())
        });
        assert_eq!(found, names);
    }
}

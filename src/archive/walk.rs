//! Folders: the files in them, nested, in the order of their names.
//!
//! Hidden entries are skipped. A folder that is reached twice, through symbolic links, is walked once, so a loop of links
//! ends. What is neither file nor folder (a pipe, a socket, a device) is left alone: opening it could wait for ever.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Calls `on` with every file below `folder`, and with what could not be looked at; stops when `on` says so.
pub(super) fn walk(folder: &Path, on: &mut dyn FnMut(PathBuf, io::Result<()>) -> ControlFlow<()>) -> ControlFlow<()> {
    below(folder, &mut HashSet::new(), on)
}

fn below(
    folder: &Path,
    walked: &mut HashSet<PathBuf>,
    on: &mut dyn FnMut(PathBuf, io::Result<()>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let entries =
        folder.canonicalize().and_then(|real| if walked.insert(real) { names(folder) } else { Ok(Vec::new()) });
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => return on(folder.to_owned(), Err(error)),
    };
    for path in entries {
        match path.metadata() {
            Ok(what) if what.is_dir() => below(&path, walked, on)?,
            Ok(what) if what.is_file() => on(path, Ok(()))?,
            Ok(_) => {}
            Err(error) => on(path, Err(error))?,
        }
    }
    ControlFlow::Continue(())
}

fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
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
}

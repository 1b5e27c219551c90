//! Files that are written aside and then take the place of the one before.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file in one step: whoever reads it, and whoever is killed while writing it, sees what was there before or all of
/// what `write` wrote. The writer must be the only one (see [`lock`](super::lock)).
///
/// # Errors
/// Where it cannot be written, or `write` says no; what was there before then still stands.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let aside = aside(path);
    let written = || {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&aside)?);
        write(&mut file)?;
        // Else the name could be on the disk before the bytes are.
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()?;
        fs::rename(&aside, path)
    };
    written().inspect_err(|_| {
        let _ = fs::remove_file(&aside);
    })
}

/// Where a file is written before it takes its place. One that a killed writer left is written over.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_stands_until_all_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(folder.path().join("a.json.new"), "what a killed writer left").unwrap();
        replace(&path, |out| out.write_all(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let full = replace(&path, |out| {
            out.write_all(b"two")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(full.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays aside");
    }
}

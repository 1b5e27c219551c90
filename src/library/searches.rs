//! The searches that were made, kept for the next run.
//!
//! A file of JSON lines in the user's state folder, one write a line, to which several windows may append. It is read once,
//! at the start: a line that was torn by a crash is passed over, and where much of the file has been said again or is too
//! old, it is written anew, aside, and takes its own place. What somebody looks for is nobody else's business, so only the
//! user may read the file and its folder.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// So many are kept; nobody goes back further.
pub const MOST: usize = 200;

/// A file with more lines is written anew at the next start.
const LINES: usize = 2 * MOST;

/// Of a file that is larger, and was not written by us, only the end is read.
const LARGEST: u64 = 1 << 20;

/// The file in the folder, and that whose lock lets one window write at a time.
const NAME: &str = "searches.jsonl";
const LOCK: &str = "searches.lock";

/// Where searches are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searches {
    folder: PathBuf,
}

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    search: String,
}

impl Searches {
    /// Those of a folder, which is made when something is kept.
    pub fn kept_in(folder: PathBuf) -> Self {
        Searches { folder }
    }

    /// Those of the user: in `SIPDIS_STATE`, else in `sipdis` in the user's state folder. `None` where there is neither, or
    /// `SIPDIS_STATE` is empty: then nothing is kept.
    pub fn of(var: impl Fn(&str) -> Option<OsString>) -> Option<Self> {
        if let Some(own) = var("SIPDIS_STATE") {
            return Some(PathBuf::from(own)).filter(|path| !path.as_os_str().is_empty()).map(Searches::kept_in);
        }
        // The XDG rule: a path that is not absolute does not count.
        let given = var("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || Some(PathBuf::from(var("HOME").filter(|home| !home.is_empty())?).join(".local/state"));
        given.or_else(home).map(|path| Searches::kept_in(path.join("sipdis")))
    }

    /// All that are kept, the newest last, each once. What cannot be read is not there.
    pub fn read(&self) -> Vec<String> {
        let Ok((searches, lines)) = self.lines() else { return Vec::new() };
        if lines > LINES {
            // It is only for the size: where it fails, the file stays as it is.
            let _ = self.fold();
        }
        searches
    }

    /// Keeps a search behind the others.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn add(&self, search: &str) -> io::Result<()> {
        let _alone = self.lock()?;
        // A line that a crash has torn must not take this one with it.
        let torn = File::open(self.file()).is_ok_and(|file| ends_torn(file).unwrap_or(false));
        let mut line = if torn { vec![b'\n'] } else { Vec::new() };
        line.append(&mut line_of(search)?);
        private().append(true).create(true).open(self.file())?.write_all(&line)
    }

    fn file(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// What the file says, each search once, and how many lines it has.
    fn lines(&self) -> io::Result<(Vec<String>, usize)> {
        let mut file = File::open(self.file())?;
        let start = file.metadata()?.len().saturating_sub(LARGEST);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes)?;
        let mut searches: Vec<String> = Vec::new();
        let mut lines = if start > 0 { LINES } else { 0 };
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            lines += 1;
            if let Ok(Entry { search }) = serde_json::from_slice(line) {
                searches.retain(|before| *before != search);
                searches.push(search);
                if searches.len() > MOST {
                    searches.remove(0);
                }
            }
        }
        Ok((searches, lines))
    }

    /// Writes the file anew with what still counts.
    fn fold(&self) -> io::Result<()> {
        let _alone = self.lock()?;
        // Another window may have kept one, or done this, since.
        let (searches, _) = self.lines()?;
        let aside = self.folder.join(format!("{NAME}.new"));
        let mut file = private().write(true).create(true).truncate(true).open(&aside)?;
        for search in &searches {
            file.write_all(&line_of(search)?)?;
        }
        // Else the name could be on the disk before the lines are.
        file.sync_data()?;
        fs::rename(&aside, self.file())
    }

    /// Waits until no other window writes. The lock holds until the file is dropped.
    fn lock(&self) -> io::Result<File> {
        make_private(&self.folder)?;
        let file = private().write(true).create(true).truncate(false).open(self.folder.join(LOCK))?;
        file.lock()?;
        Ok(file)
    }
}

fn line_of(search: &str) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Entry { search: search.to_owned() })?;
    line.push(b'\n');
    Ok(line)
}

/// Whether the last line has no end.
fn ends_torn(mut file: File) -> io::Result<bool> {
    let mut last = [0];
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Makes a folder that only the user may read; one that is there stays as it is.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// How a file is opened that only the user may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Searches) {
        let folder = tempfile::tempdir().unwrap();
        let searches = Searches::kept_in(folder.path().join("state/sipdis"));
        (folder, searches)
    }

    #[test]
    fn what_was_asked_is_there_the_next_time_each_once() {
        let (_folder, searches) = folder();
        assert_eq!(searches.read(), [""; 0]);
        for search in ["kosovo", "\"line\nend\" é", "kosovo"] {
            searches.add(search).unwrap();
        }
        assert_eq!(searches.read(), ["\"line\nend\" é", "kosovo"]);
    }

    #[test]
    fn a_torn_line_costs_itself_and_no_other() {
        let (_folder, searches) = folder();
        searches.add("one").unwrap();
        let mut torn = fs::read(searches.file()).unwrap();
        torn.extend_from_slice(b"\xff\xfe no line of ours\n{\"search\":\"tw");
        fs::write(searches.file(), torn).unwrap();
        searches.add("three").unwrap();
        assert_eq!(searches.read(), ["one", "three"]);
    }

    #[test]
    fn the_file_does_not_grow_without_end() {
        let (_folder, searches) = folder();
        for n in 0..=LINES {
            searches.add(&format!("query {n}")).unwrap();
        }
        let before = searches.read();
        assert_eq!((before.len(), before.last().map(String::as_str)), (MOST, Some("query 400")));
        let lines = fs::read_to_string(searches.file()).unwrap().lines().count();
        assert_eq!(lines, MOST, "it was written anew");
        assert_eq!(searches.read(), before);
        // What somebody else put there does not fill the memory.
        fs::write(searches.file(), "x".repeat(3 << 20)).unwrap();
        assert_eq!(searches.read(), [""; 0]);
        searches.add("again").unwrap();
        assert_eq!(searches.read(), ["again"]);
        assert!(fs::metadata(searches.file()).unwrap().len() < 100);
    }

    #[test]
    fn windows_keep_side_by_side() {
        let (_folder, searches) = folder();
        std::thread::scope(|scope| {
            for window in 0..4 {
                let searches = &searches;
                scope.spawn(move || {
                    for n in 0..40 {
                        searches.add(&format!("{window} {n}")).unwrap();
                        searches.fold().unwrap();
                    }
                });
            }
        });
        assert_eq!(searches.read().len(), 160);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, searches) = folder();
        searches.add("kosovo").unwrap();
        searches.fold().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&searches.folder), mode(&searches.file())), (0o700, 0o600));
    }

    #[test]
    fn it_stands_where_the_user_wants_it_or_nowhere() {
        let of = |vars: &[(&str, &str)]| {
            Searches::of(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
                .map(|searches| searches.folder.display().to_string())
        };
        assert_eq!(of(&[("SIPDIS_STATE", "/x"), ("HOME", "/h")]).as_deref(), Some("/x"));
        assert_eq!(of(&[("SIPDIS_STATE", ""), ("HOME", "/h")]), None);
        assert_eq!(of(&[("XDG_STATE_HOME", "/s"), ("HOME", "/h")]).as_deref(), Some("/s/sipdis"));
        assert_eq!(of(&[("XDG_STATE_HOME", "s"), ("HOME", "/h")]).as_deref(), Some("/h/.local/state/sipdis"));
        assert_eq!(of(&[("HOME", "")]), None);
        assert_eq!(of(&[]), None);
    }
}

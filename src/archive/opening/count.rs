//! How much there is to be read in folders, counted beside the reading.
//!
//! A folder is walked as it is read, so nobody knows at first how many files it holds. Few files are asked for their sizes; of many
//! only the names are counted, since asking each would hold up those that read.

use std::ops::ControlFlow;
use std::path::Path;

use super::progress::{Meter, Total};
use crate::archive::open::Given;
use crate::archive::walk;

/// So many files are asked for their sizes.
const FEW: u64 = 4096;

/// Counts what the origins hold, and tells the meter; or nothing, where only reading tells, or `stop` says yes.
pub(super) fn count(origins: &[Given], meter: &Meter, stop: &dyn Fn() -> bool) {
    let mut found = Found::default();
    if origins.iter().try_for_each(|origin| found.origin(origin, stop)).is_continue()
        && let Some(total) = found.total()
    {
        meter.announce(total);
    }
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    files: u64,
    /// Bytes of the first [`FEW`] files, and of everything that is no file of a folder.
    bytes: u64,
    /// Whether there is anything besides files of folders.
    named: bool,
}

impl Found {
    fn origin(&mut self, origin: &Given, stop: &dyn Fn() -> bool) -> ControlFlow<()> {
        match origin {
            Given::Bytes(_, bytes) => self.named(bytes.len() as u64),
            Given::Files(paths) => paths.iter().try_for_each(|path| self.file(path, stop)),
            Given::Path(path) => match path.metadata() {
                Ok(what) if what.is_dir() => walk::walk(path, &mut |path, state| match state {
                    Ok(()) => self.file(&path, stop),
                    Err(_) => ControlFlow::Continue(()),
                }),
                Ok(what) if what.is_file() => self.named(what.len()),
                // A pipe.
                Ok(_) => ControlFlow::Break(()),
                Err(_) => ControlFlow::Continue(()),
            },
        }
    }

    fn named(&mut self, bytes: u64) -> ControlFlow<()> {
        self.bytes += bytes;
        self.named = true;
        ControlFlow::Continue(())
    }

    fn file(&mut self, path: &Path, stop: &dyn Fn() -> bool) -> ControlFlow<()> {
        self.files += 1;
        if self.files <= FEW {
            self.bytes += path.metadata().map_or(0, |what| what.len());
        }
        if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn total(&self) -> Option<Total> {
        match (self.files <= FEW, self.named) {
            (true, _) => Some(Total::Bytes(self.bytes)),
            (false, false) => Some(Total::Files(self.files)),
            // Files of a folder say nothing of how large the others are.
            (false, true) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn counted(origins: &[Given]) -> Option<Total> {
        let meter = Meter::new();
        count(origins, &meter, &|| false);
        meter.total()
    }

    #[test]
    fn few_files_are_counted_in_bytes_and_many_by_their_names() {
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("cables");
        fs::create_dir_all(folder.join("2006")).unwrap();
        fs::write(folder.join("2006/one.txt"), "12345").unwrap();
        fs::write(folder.join("two.txt.gz"), "123").unwrap();
        fs::write(folder.join(".hidden"), "1234567").unwrap();
        let (path, held) = (|| Given::Path(folder.clone()), || Given::Bytes("-".into(), (*b"held").into()));
        assert_eq!(counted(&[path(), held()]), Some(Total::Bytes(12)));
        for number in 0..FEW {
            fs::write(folder.join(format!("2006/{number}.txt")), "1").unwrap();
        }
        assert_eq!(counted(&[path()]), Some(Total::Files(FEW + 2)));
        assert_eq!(counted(&[path(), held()]), None);
    }

    #[test]
    fn a_count_that_was_stopped_tells_nothing() {
        let meter = Meter::new();
        count(&[Given::Files(vec!["a".into(), "b".into()])], &meter, &|| true);
        assert_eq!(meter.total(), None);
    }
}

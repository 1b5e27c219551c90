//! What is to be read, cut into jobs, in order.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

use super::progress::{Meter, Total};
use crate::archive::open::Given;
use crate::archive::packed::Packing;
use crate::archive::print::Prints;
use crate::archive::source::{Bytes, Source, Stamp};
use crate::archive::visit::{cannot_read, is_pipe, read_all};
use crate::archive::{Trouble, reader, walk};

/// A piece of work, done by one worker.
#[derive(Debug)]
pub(super) enum Job {
    /// Files to be read from their first byte to their last.
    Files {
        /// Where they are.
        paths: Vec<PathBuf>,
        /// Whether the person named them.
        named: bool,
    },
    /// Bytes that are in memory.
    Memory(PathBuf, Arc<[u8]>),
    /// The records that begin in a range of a source.
    Range(Arc<Source>, Range<u64>),
    /// Nothing to be read, but something to be said.
    Trouble(Trouble),
}

/// Files of a folder are read so many at a time.
const FILES: usize = 64;

/// A smaller source is read by one worker.
const SMALL: u64 = 2 << 20;

/// How large ranges are: small at first, so that the first cables come soon.
const RANGES: Range<u64> = 256 << 10..8 << 20;

/// A range is at most this part of what is left.
const END_SHARE: u64 = 8;

/// How much of a source is looked at to recognise it, as when it is read through.
const HEAD: usize = 64 << 10;

type Going = ControlFlow<()>;

/// Plans the jobs and hands them to the workers.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    stop: &'a AtomicBool,
    meter: Option<&'a Meter>,
    jobs: SyncSender<(usize, Job)>,
    next: usize,
    /// Files of a folder that wait until there are enough for a job.
    files: Vec<PathBuf>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(stop: &'a AtomicBool, meter: Option<&'a Meter>, jobs: SyncSender<(usize, Job)>) -> Self {
        Plan { stop, meter, jobs, next: 0, files: Vec::new() }
    }

    /// Plans everything.
    pub(super) fn all(mut self, origins: &[Given]) {
        // Before the first job: the queue of jobs is short, and a large file is planned to its end when most of it is read.
        if let (Some(meter), Some(bytes)) = (self.meter, origins.iter().map(size).sum()) {
            meter.announce(Total::Bytes(bytes));
        }
        for origin in origins {
            let going = match origin {
                Given::Path(path) => self.named(path),
                Given::Files(paths) => self.all_files(paths),
                Given::Bytes(name, bytes) => self.memory(name, Arc::clone(bytes)),
            };
            if going.is_break() {
                return;
            }
        }
    }

    fn named(&mut self, path: &Path) -> Going {
        match path.metadata() {
            Err(error) => self.trouble(path, cannot_read(&error)),
            Ok(what) if what.is_dir() => self.folder(path),
            Ok(what) if what.is_file() => self.file(path, &what),
            Ok(what) if is_pipe(&what) => match read_all(path) {
                Ok(bytes) => self.memory(path, bytes.into()),
                Err(error) => self.trouble(path, cannot_read(&error)),
            },
            Ok(_) => self.trouble(path, "is neither a file nor a folder".to_owned()),
        }
    }

    fn memory(&mut self, name: &Path, bytes: Arc<[u8]>) -> Going {
        let len = bytes.len() as u64;
        let head = bytes.get(..HEAD).unwrap_or(&bytes);
        if len > SMALL
            && let Some(source) = in_ranges(name, head, Bytes::Memory(Arc::clone(&bytes)))
        {
            return self.ranges(source, len);
        }
        self.job(Job::Memory(name.to_owned(), bytes))
    }

    fn folder(&mut self, folder: &Path) -> Going {
        let before = self.next;
        let end = walk::walk(folder, &mut |path, state| match state {
            Ok(()) => {
                self.files.push(path);
                if self.files.len() < FILES { self.go_on() } else { self.send_files() }
            }
            Err(error) => {
                self.send_files()?;
                self.trouble(&path, cannot_read(&error))
            }
        });
        self.send_files()?;
        end?;
        if self.next == before {
            return self.trouble(folder, "holds no file to read".to_owned());
        }
        self.go_on()
    }

    fn all_files(&mut self, paths: &[PathBuf]) -> Going {
        for paths in paths.chunks(FILES) {
            self.job(Job::Files { paths: paths.to_vec(), named: false })?;
        }
        self.go_on()
    }

    fn send_files(&mut self) -> Going {
        if self.files.is_empty() {
            return self.go_on();
        }
        let paths = std::mem::take(&mut self.files);
        self.job(Job::Files { paths, named: false })
    }

    /// A file that the person named: in ranges where it is large and can be read so.
    fn file(&mut self, path: &Path, what: &Metadata) -> Going {
        if what.len() > SMALL
            && let Ok(Some(source)) = file_in_ranges(path)
        {
            return self.ranges(source, what.len());
        }
        self.job(Job::Files { paths: vec![path.to_owned()], named: true })
    }

    fn ranges(&mut self, source: Source, all: u64) -> Going {
        let source = Arc::new(source);
        let (mut start, mut len) = (0, RANGES.start);
        while start < all {
            let end = all.min(start + len);
            self.job(Job::Range(Arc::clone(&source), start..end))?;
            // Small again at the end, so that no worker is still at a large one when the others have nothing left.
            let share = ((all - end) / END_SHARE).max(RANGES.start);
            (start, len) = (end, RANGES.end.min(len * 2).min(share));
        }
        self.go_on()
    }

    fn trouble(&mut self, path: &Path, message: String) -> Going {
        self.job(Job::Trouble(Trouble { path: path.to_owned(), message }))
    }

    fn job(&mut self, job: Job) -> Going {
        if self.jobs.send((self.next, job)).is_err() {
            return Going::Break(());
        }
        self.next += 1;
        self.go_on()
    }

    fn go_on(&self) -> Going {
        if self.stop.load(Ordering::Relaxed) { Going::Break(()) } else { Going::Continue(()) }
    }
}

/// How much there is to read of an origin; `None` where that is to be counted, as in folders, or only reading tells, as of pipes.
fn size(origin: &Given) -> Option<u64> {
    match origin {
        Given::Bytes(_, bytes) => Some(bytes.len() as u64),
        Given::Path(path) => match path.metadata() {
            Ok(what) => Some(what.len()).filter(|_| what.is_file()),
            Err(_) => Some(0),
        },
        Given::Files(_) => None,
    }
}

/// Whether it has to be counted how much there is.
pub(super) fn is_to_be_counted(origins: &[Given]) -> bool {
    origins.iter().any(|origin| size(origin).is_none())
}

/// The source of a file whose records can be found from its middle.
fn file_in_ranges(path: &Path) -> io::Result<Option<Source>> {
    let file = File::open(path)?;
    let stamp = Stamp::from(&file.metadata()?);
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(in_ranges(path, &head, Bytes::File { path: path.to_owned(), stamp }))
}

/// A source that begins with `head`, where its records can be found from its middle.
fn in_ranges(path: &Path, head: &[u8], bytes: Bytes) -> Option<Source> {
    if Packing::of(head).is_some() || reader::foreign(head).is_some() {
        return None;
    }
    let (reader, form) = reader::recognise(head);
    let prints = Prints::default();
    let source = Source { path: path.to_owned(), reader, form, bytes, packed: None, prints };
    Some(source).filter(|source| source.form.has_marks())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::thread;

    use super::*;

    /// What the meter says when the first job is there and no other is planned, and how many jobs come in all.
    fn planned(origins: &[Given]) -> (Option<u64>, usize) {
        let (stop, meter) = (AtomicBool::new(false), Meter::new());
        let (sender, jobs) = sync_channel(0);
        thread::scope(|scope| {
            scope.spawn(|| Plan::new(&stop, Some(&meter), sender).all(origins));
            let first = jobs.recv();
            let of = meter.now().of;
            (of, first.into_iter().chain(jobs.iter()).count())
        })
    }

    #[test]
    fn how_much_there_is_to_read_is_known_from_the_start() {
        let here = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(here.path().join(name), bytes).unwrap();
            Given::Path(here.path().join(name))
        };
        let row = "\"1\",\"1/1/2006 0:00\",\"06ROME1\",\"Embassy Rome\",\"SECRET\",\"\",\"\",\"A\"\n";
        let large = row.repeat(5 << 20 >> 6);
        let held = || Given::Bytes("-".into(), Arc::from(*b"held"));
        let gone = Given::Path(here.path().join("gone"));
        let all = [write("large.csv", large.as_bytes()), write("small.txt", b"small"), held(), gone];
        let (of, jobs) = planned(&all);
        assert_eq!(of, Some(large.len() as u64 + 9));
        assert!(jobs > 6, "the large file is read in ranges: {jobs}");
        assert_eq!(planned(&[held(), write("a.csv.gz", b"packed")]).0, Some(10), "as it stands in the file");
        let folder = [held(), Given::Path(here.path().to_owned())];
        assert_eq!(planned(&folder).0, None, "nobody has counted the folder");
        assert!(is_to_be_counted(&folder) && !is_to_be_counted(&all));
    }
}

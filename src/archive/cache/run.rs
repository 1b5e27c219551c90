//! A run of bytes in a cache file, read when somebody first wants it.

use std::fs::File;
use std::io;
use std::sync::{Arc, OnceLock};

/// See the module. One that is damaged, or cannot be read, holds nothing: whoever opened the file asks [`whole`] whether that
/// is so, and makes all of it anew.
#[derive(Debug)]
pub struct Run {
    /// None for one that was made here.
    pub(super) file: Option<Arc<File>>,
    pub(super) at: u64,
    pub(super) len: usize,
    pub(super) sum: u64,
    pub(super) bytes: OnceLock<Vec<u8>>,
}

impl Run {
    /// A run of these bytes, as if it had been read.
    pub fn of(bytes: Vec<u8>) -> Arc<Run> {
        let sum = u64::from(crc32fast::hash(&bytes));
        Arc::new(Run { file: None, at: 0, len: bytes.len(), sum, bytes: OnceLock::from(bytes) })
    }

    /// How many bytes it should have.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it should have none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its bytes; none where they are not what was written.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get_or_init(|| self.read().unwrap_or_default())
    }

    fn read(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; self.len];
        read_at(self.file.as_deref()?, &mut bytes, self.at).ok()?;
        (u64::from(crc32fast::hash(&bytes)) == self.sum).then_some(bytes)
    }
}

/// Reads all runs, and says whether they are what was written. On one thread: the others are wanted for what is shown meanwhile.
pub fn whole(runs: &[Arc<Run>]) -> bool {
    runs.iter().fold(true, |good, run| good & (run.bytes().len() == run.len()))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.split_at_mut(read).1;
        at += read as u64;
    }
    Ok(())
}

//! One file of the cache: runs of bytes under a head that tells whether they are what was written.
//!
//! The head holds a sign, a version, the identity of the archive, and the length and checksum of every run; last in it stands its own
//! checksum. What does not fit in any point is not read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::replace;
pub use super::run::{Run, whole};

const SIGN: &[u8; 8] = b"sipdis\x00\x1a";

/// More runs than any of our files has: a damaged number must not ask for all the memory there is.
const MOST: u64 = 1 << 24;

/// Why a stored file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// There is none.
    #[error("there is none")]
    None,
    /// It is of another version of sipdis.
    #[error("it is of another version of sipdis")]
    Version,
    /// It is of another archive.
    #[error("it is of another archive")]
    Other,
    /// It is not what was written.
    #[error("it is damaged")]
    Damaged,
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Writes a file in one step: aside, and then in place of the one before.
///
/// # Errors
/// Where the folder cannot be written; the file before then still stands.
pub fn write(path: &Path, version: u32, identity: &[u8], runs: &[&[u8]]) -> io::Result<()> {
    let mut head = Vec::new();
    head.extend_from_slice(&version.to_le_bytes());
    push_len(&mut head, identity.len());
    head.extend_from_slice(identity);
    push_len(&mut head, runs.len());
    for run in runs {
        push_len(&mut head, run.len());
        head.extend_from_slice(&crc32fast::hash(run).to_le_bytes());
    }
    replace(path, |file| {
        file.write_all(SIGN)?;
        file.write_all(&(head.len() as u64).to_le_bytes())?;
        file.write_all(&crc32fast::hash(&head).to_le_bytes())?;
        file.write_all(&head)?;
        runs.iter().try_for_each(|run| file.write_all(run))
    })
}

/// Opens a file that [`write`](write()) wrote, and compares its head. Its runs are read when somebody wants them.
///
/// # Errors
/// Where it does not fit; then it is to be made anew.
pub fn open(path: &Path, version: u32, identity: &[u8]) -> Result<Vec<Arc<Run>>, Unfit> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unfit::None),
        opened => opened?,
    };
    let size = file.metadata()?.len();
    let mut start = [0; 20];
    exactly(&mut file, &mut start)?;
    let (sign, rest) = start.split_at(SIGN.len());
    let (len, sum) = rest.split_at(8);
    let len = u64::from_le_bytes(len.try_into().map_err(|_| Unfit::Damaged)?);
    if sign != SIGN || len > size {
        return Err(Unfit::Damaged);
    }
    let mut head = vec![0; usize::try_from(len).map_err(|_| Unfit::Damaged)?];
    exactly(&mut file, &mut head)?;
    if crc32fast::hash(&head).to_le_bytes() != sum {
        return Err(Unfit::Damaged);
    }
    let mut head = Head(&head);
    if head.number::<4>()? != u64::from(version) {
        return Err(Unfit::Version);
    }
    let known = head.number::<8>()?;
    if head.take(known)? != identity {
        return Err(Unfit::Other);
    }
    let count = head.number::<8>()?;
    if count > MOST {
        return Err(Unfit::Damaged);
    }
    let (file, mut at) = (Arc::new(file), start.len() as u64 + len);
    let mut runs = Vec::new();
    for _ in 0..count {
        let (len, sum) = (head.number::<8>()?, head.number::<4>()?);
        let (from, len) = (at, usize::try_from(len).map_err(|_| Unfit::Damaged)?);
        at = at.checked_add(len as u64).filter(|end| *end <= size).ok_or(Unfit::Damaged)?;
        runs.push(Arc::new(Run { file: Some(Arc::clone(&file)), at: from, len, sum, bytes: OnceLock::new() }));
    }
    Ok(runs)
}

fn exactly(file: &mut File, bytes: &mut [u8]) -> Result<(), Unfit> {
    file.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Unfit::Damaged,
        _ => Unfit::Io(error),
    })
}

fn push_len(to: &mut Vec<u8>, len: usize) {
    to.extend_from_slice(&(len as u64).to_le_bytes());
}

/// What is left of a head.
struct Head<'a>(&'a [u8]);

impl<'a> Head<'a> {
    fn take(&mut self, len: u64) -> Result<&'a [u8], Unfit> {
        let (taken, rest) =
            usize::try_from(len).ok().and_then(|len| self.0.split_at_checked(len)).ok_or(Unfit::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number<const N: usize>(&mut self) -> Result<u64, Unfit> {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(self.take(N as u64)?).for_each(|(to, byte)| *to = *byte);
        Ok(u64::from_le_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// All runs; an error where anything is damaged.
    fn read(path: &Path, version: u32, identity: &[u8]) -> Result<Vec<Vec<u8>>, Unfit> {
        let runs = open(path, version, identity)?;
        if !whole(&runs) {
            return Err(Unfit::Damaged);
        }
        Ok(runs.iter().map(|run| run.bytes().to_vec()).collect())
    }

    #[test]
    fn what_is_read_is_what_was_written_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert!(matches!(read(&path, 1, b"id"), Err(Unfit::None)));
        write(&path, 1, b"id", &[b"one", b"", b"three"]).unwrap();
        assert_eq!(read(&path, 1, b"id").unwrap(), [&b"one"[..], b"", b"three"]);
        assert!(matches!(read(&path, 2, b"id"), Err(Unfit::Version)));
        assert!(matches!(read(&path, 1, b"other"), Err(Unfit::Other)));
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut damaged = good.clone();
            damaged[at] ^= 0x20;
            fs::write(&path, &damaged).unwrap();
            assert!(read(&path, 1, b"id").is_err(), "byte {at}");
            fs::write(&path, &good[..at]).unwrap();
            assert!(matches!(read(&path, 1, b"id"), Err(Unfit::Damaged)), "cut at {at}");
        }
        let (large, small) = (vec![7; 5 << 20], b"small".repeat(1000));
        write(&path, 1, b"id", &[&small, &large, &small]).unwrap();
        assert!(read(&path, 1, b"id").unwrap() == [&*small, &*large, &*small]);
        write(&path, 1, b"id", &[b"again"]).unwrap();
        assert_eq!(read(&path, 1, b"id").unwrap(), [b"again"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing stays aside");
    }

    #[test]
    fn a_run_is_read_when_it_is_wanted_and_a_damaged_one_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        write(&path, 1, b"id", &[b"one", b"two"]).unwrap();
        let runs = open(&path, 1, b"id").unwrap();
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert_eq!((runs[0].bytes(), runs[1].bytes(), runs[1].len()), (&b"one"[..], &b""[..], 3));
        assert!(!whole(&runs) && whole(&runs[..1]));
    }
}

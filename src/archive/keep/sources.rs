//! The sources of an archive as they are kept: in columns, like the catalogue.
//!
//! Of a path is kept which of the archive's own paths it is or lies in, and where in it: the same archive may be named in another
//! way the next time.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::archive::cache::stored::Run;
use crate::archive::catalogue::{Column, Lists};
use crate::archive::packed::{Packed, Packing};
use crate::archive::print::Prints;
use crate::archive::reader::READERS;
use crate::archive::source::{Bytes, Source, Stamp};

/// How many runs of bytes they are stored as.
pub(super) const PARTS: usize = 12;

/// Ways of packing by their numbers in the column; 0 is none.
const PACKINGS: [Packing; 3] = [Packing::Gzip, Packing::Zstd, Packing::Utf16];

/// See the module.
#[derive(Debug, Default)]
pub(in crate::archive) struct KeptSources {
    /// What the person named.
    origins: Vec<PathBuf>,
    /// Which of these a source is or lies in.
    within: Column<u32>,
    /// Where in it; empty for a file that was named itself.
    below: Lists<u8>,
    /// Places in [`READERS`].
    readers: Column<u8>,
    /// What the forms learnt from the heads of their files.
    learnt: Lists<u8>,
    packings: Column<u8>,
    lens: Column<u64>,
    /// Nanoseconds since 1970, and one; 0 where unknown.
    written: Column<u64>,
    numbers: Column<u64>,
    prints: Lists<u32>,
}

impl KeptSources {
    /// None yet, of an archive of these paths.
    pub(super) fn of(origins: &[PathBuf]) -> Self {
        KeptSources { origins: origins.to_vec(), ..KeptSources::default() }
    }

    /// Adds a source; `None` where it cannot be kept.
    pub(super) fn push(&mut self, source: &Source) -> Option<()> {
        let stamp = source.stamp()?;
        let (within, below) = (0u32..)
            .zip(&self.origins)
            .find_map(|(number, origin)| Some((number, source.path.strip_prefix(origin).ok()?)))?;
        let below = bytes_of(below)?;
        let reader = READERS.iter().position(|reader| reader.name == source.reader.name)?;
        let packing = match &source.packed {
            Some(packed) => 1 + PACKINGS.iter().position(|packing| *packing == packed.packing())?,
            None => 0,
        };
        self.within.push(within);
        self.below.push(below.iter().copied());
        self.readers.push(u8::try_from(reader).ok()?);
        self.learnt.push(source.form.learnt());
        self.packings.push(u8::try_from(packing).ok()?);
        self.lens.push(stamp.len);
        let written = stamp.written.and_then(|written| written.duration_since(UNIX_EPOCH).ok());
        self.written.push(written.and_then(|since| u64::try_from(since.as_nanos()).ok()).map_or(0, |nanos| nanos + 1));
        self.numbers.push(stamp.number);
        self.prints.push(source.prints.all());
        Some(())
    }

    /// How many there are.
    pub(in crate::archive) fn len(&self) -> usize {
        self.within.len()
    }

    /// Where a source lies.
    pub(in crate::archive) fn path(&self, number: u32) -> Option<PathBuf> {
        let number = number as usize;
        let origin = self.origins.get(self.within.get(number)? as usize)?;
        let below: Vec<u8> = self.below.get(number).collect();
        Some(if below.is_empty() { origin.clone() } else { origin.join(path_of(below)?) })
    }

    /// What the file of a source was.
    pub(in crate::archive) fn stamp(&self, number: u32) -> Option<Stamp> {
        let number = number as usize;
        let written: Option<SystemTime> =
            self.written.get(number)?.checked_sub(1).map(|nanos| UNIX_EPOCH + Duration::from_nanos(nanos));
        Some(Stamp { len: self.lens.get(number)?, written, number: self.numbers.get(number)? })
    }

    /// The source, ready to be read.
    pub(in crate::archive) fn source(&self, number: u32) -> Option<Source> {
        let (path, stamp) = (self.path(number)?, self.stamp(number)?);
        let number = number as usize;
        let reader = READERS.get(usize::from(self.readers.get(number)?))?;
        let learnt: Vec<u8> = self.learnt.get(number).collect();
        let packing = usize::from(self.packings.get(number)?).checked_sub(1).and_then(|at| PACKINGS.get(at));
        Some(Source {
            reader,
            form: (reader.again)(&learnt)?,
            bytes: Bytes::File { path: path.clone(), stamp },
            packed: packing.map(|packing| Arc::new(Packed::new(*packing))),
            prints: Prints::of(self.prints.get(number).collect()),
            path,
        })
    }

    /// Their columns as bytes, in the order in which [`KeptSources::stored`] takes them.
    pub(super) fn parts(&self) -> [&[u8]; PARTS] {
        let [below, learnt, prints] = [self.below.parts(), self.learnt.parts(), self.prints.parts()];
        [
            self.within.bytes(),
            below.0,
            below.1,
            self.readers.bytes(),
            learnt.0,
            learnt.1,
            self.packings.bytes(),
            self.lens.bytes(),
            self.written.bytes(),
            self.numbers.bytes(),
            prints.0,
            prints.1,
        ]
    }

    /// Sources of columns that were stored; `None` where they do not fit each other.
    pub(super) fn stored(origins: &[PathBuf], parts: [Arc<Run>; PARTS]) -> Option<Self> {
        let [within, below_ends, below, readers, learnt_ends, learnt, packings, lens, written, numbers, ends, prints] =
            parts;
        let kept = KeptSources {
            origins: origins.to_vec(),
            within: Column::stored(within),
            below: Lists::stored(below_ends, below),
            readers: Column::stored(readers),
            learnt: Lists::stored(learnt_ends, learnt),
            packings: Column::stored(packings),
            lens: Column::stored(lens),
            written: Column::stored(written),
            numbers: Column::stored(numbers),
            prints: Lists::stored(ends, prints),
        };
        let lens = [
            kept.below.len(),
            kept.readers.len(),
            kept.learnt.len(),
            kept.packings.len(),
            kept.lens.len(),
            kept.written.len(),
            kept.numbers.len(),
            kept.prints.len(),
        ];
        lens.iter().all(|len| *len == kept.len()).then_some(kept)
    }
}

/// The bytes of a path, to be kept.
fn bytes_of(path: &Path) -> Option<&[u8]> {
    #[cfg(unix)]
    return Some(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()));
    #[cfg(not(unix))]
    return path.to_str().map(str::as_bytes);
}

/// The path of bytes that were kept.
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    #[cfg(unix)]
    return Some(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into());
    #[cfg(not(unix))]
    return String::from_utf8(bytes).ok().map(PathBuf::from);
}

//! Files whose bytes are not those of the cables: compressed, or UTF-16. Read as a stream, and gone on with in the middle.
//!
//! Nothing is unpacked whole. While a file is read through, a [`Mark`] is kept every few megabytes; to read one cable again,
//! reading goes on from the last mark before it. A mark of gzip is the whole state of the decompressor (43 kB) and may lie
//! anywhere, which is why `gzip` stands on `miniz_oxide`, whose state can be copied, and not on a crate around it. The state of a
//! zstd decompressor cannot be copied: its marks are the starts of frames, and between them the decompressor of the last
//! reading waits to go on. Both decompressors are Rust throughout, so building needs no C compiler. UTF-16 can be gone on with
//! anywhere.

mod gzip;
mod utf16;
mod zstd;

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::gzip::Gunzip;
use self::utf16::FromUtf16;
use self::zstd::Unzstd;

/// How far marks lie apart, in unpacked bytes.
const SPACING: u64 = 16 << 20;

/// How a file is compressed: a row of [`PACKINGS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// Not compressed, but not UTF-8 either.
    Utf16,
}

/// First bytes and usual endings of names.
const PACKINGS: &[(Packing, &[u8], &str)] =
    &[(Packing::Gzip, b"\x1f\x8b", "gz"), (Packing::Zstd, b"\x28\xb5\x2f\xfd", "zst")];

impl Packing {
    /// How many bytes of a file tell.
    pub(super) const SIGN: usize = 4;

    /// How a file that starts like this is compressed; `None` where it is not.
    pub(super) fn of(head: &[u8]) -> Option<Packing> {
        let packing = PACKINGS.iter().find(|(_, sign, _)| head.starts_with(sign)).map(|(packing, ..)| *packing);
        packing.or_else(|| utf16::is_start(head).then_some(Packing::Utf16))
    }

    /// What the name of such a file ends in.
    pub(super) fn ending(self) -> &'static str {
        PACKINGS.iter().find(|(packing, ..)| *packing == self).map_or("", |(.., ending)| ending)
    }
}

/// How far reading came, in bytes of the file and in those that it holds unpacked.
#[derive(Debug, Clone, Copy, Default)]
struct Position {
    read: u64,
    written: u64,
}

/// A place in a file from which reading can go on.
#[derive(Clone)]
enum Mark {
    Gzip(Box<gzip::Mark>),
    Zstd(Position),
    Utf16(utf16::Mark),
}

impl Mark {
    fn position(&self) -> Position {
        match self {
            Mark::Gzip(mark) => mark.position,
            Mark::Zstd(position) => *position,
            Mark::Utf16(mark) => mark.position,
        }
    }

    /// How many unpacked bytes lie before it.
    fn offset(&self) -> u64 {
        self.position().written
    }
}

/// The unpacked bytes of a compressed file, in order.
enum Unpacking<R> {
    Gzip(Gunzip<R>),
    Zstd(Unzstd<R>),
    Utf16(FromUtf16<R>),
}

impl<R: Read> Unpacking<R> {
    fn new(packing: Packing, from: R) -> Self {
        match packing {
            Packing::Gzip => Unpacking::Gzip(Gunzip::new(from)),
            Packing::Zstd => Unpacking::Zstd(Unzstd::new(from)),
            Packing::Utf16 => Unpacking::Utf16(FromUtf16::new(from)),
        }
    }

    fn mark(&self) -> Option<Mark> {
        match self {
            Unpacking::Gzip(gunzip) => gunzip.mark().map(Box::new).map(Mark::Gzip),
            Unpacking::Zstd(unzstd) => unzstd.mark().map(Mark::Zstd),
            Unpacking::Utf16(utf16) => utf16.mark().map(Mark::Utf16),
        }
    }

    /// How many bytes were given out.
    fn offset(&self) -> u64 {
        match self {
            Unpacking::Gzip(gunzip) => gunzip.offset(),
            Unpacking::Zstd(unzstd) => unzstd.offset(),
            Unpacking::Utf16(utf16) => utf16.offset(),
        }
    }
}

impl<R: Read + Seek> Unpacking<R> {
    fn resume(mut from: R, mark: Mark) -> io::Result<Self> {
        from.seek(SeekFrom::Start(mark.position().read))?;
        Ok(match mark {
            Mark::Gzip(mark) => Unpacking::Gzip(Gunzip::resume(from, *mark)),
            Mark::Zstd(frame) => Unpacking::Zstd(Unzstd::resume(from, frame)),
            Mark::Utf16(mark) => Unpacking::Utf16(FromUtf16::resume(from, &mark)),
        })
    }
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Unpacking::Gzip(gunzip) => gunzip.read(into),
            Unpacking::Zstd(unzstd) => unzstd.read(into),
            Unpacking::Utf16(utf16) => utf16.read(into),
        }
    }
}

/// Something that can be read and sought: a file, or bytes in memory.
pub(super) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// What is kept of such a file between readings.
pub(super) struct Packed {
    packing: Packing,
    spacing: u64,
    marks: Mutex<Vec<Mark>>,
    /// Where the last reading stopped: cables are mostly read one after the other.
    waiting: Mutex<Option<Unpacking<Box<dyn ReadSeek>>>>,
    /// Bytes of the file that a stream took in since somebody asked.
    read: AtomicU64,
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packed").field("packing", &self.packing).field("marks", &held(&self.marks).len()).finish()
    }
}

impl Packed {
    pub(super) fn new(packing: Packing) -> Self {
        let (marks, waiting, read) = Default::default();
        Packed { packing, spacing: SPACING, marks, waiting, read }
    }

    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// All unpacked bytes from the start. Marks are set on the way.
    pub(super) fn stream<R: Read>(self: &Arc<Self>, from: R) -> impl Read {
        let from = Counting { from, packed: Arc::clone(self) };
        Marking { from: Unpacking::new(self.packing, from), packed: Arc::clone(self) }
    }

    /// How many bytes of the file were read through a stream since this was asked for the last time.
    pub(super) fn read_since(&self) -> u64 {
        self.read.swap(0, Ordering::Relaxed)
    }

    /// `len` unpacked bytes from `offset` on. `None` where the file does not hold as many.
    ///
    /// `open` opens the compressed file.
    ///
    /// # Errors
    /// Where it cannot be opened or read, or is damaged.
    pub(super) fn read_part(
        &self,
        offset: u64,
        len: u64,
        open: impl FnOnce() -> io::Result<Box<dyn ReadSeek>>,
    ) -> io::Result<Option<Vec<u8>>> {
        let mark = self.mark_before(offset);
        let from_mark = mark.as_ref().map_or(0, Mark::offset);
        let waiting = held(&self.waiting).take();
        let mut unpacking = match (waiting.filter(|it| (from_mark..=offset).contains(&it.offset())), mark) {
            (Some(waiting), _) => waiting,
            (None, Some(mark)) => Unpacking::resume(open()?, mark)?,
            (None, None) => Unpacking::new(self.packing, open()?),
        };
        while unpacking.offset() < offset {
            let step = (offset - unpacking.offset()).min(self.spacing);
            if io::copy(&mut unpacking.by_ref().take(step), &mut io::sink())? == 0 {
                break;
            }
            // A file whose cables were known from an earlier start has no marks before it is read.
            self.mark(&unpacking);
        }
        let mut bytes = Vec::new();
        unpacking.by_ref().take(len).read_to_end(&mut bytes)?;
        *held(&self.waiting) = Some(unpacking);
        Ok(Some(bytes).filter(|bytes| bytes.len() as u64 == len))
    }

    /// Forgets where the last reading stopped: the file has changed.
    pub(super) fn forget(&self) {
        held(&self.waiting).take();
    }

    /// Sets a mark, where the last one lies far enough back.
    fn mark<R: Read>(&self, unpacking: &Unpacking<R>) {
        let mut marks = held(&self.marks);
        let next = marks.last().map_or(0, Mark::offset) + self.spacing;
        if unpacking.offset() >= next {
            marks.extend(unpacking.mark().filter(|mark| mark.offset() >= next));
        }
    }

    fn mark_before(&self, offset: u64) -> Option<Mark> {
        let marks = held(&self.marks);
        let behind = marks.partition_point(|mark| mark.offset() <= offset);
        marks.get(behind.checked_sub(1)?).cloned()
    }
}

/// What a lock holds, also where a reading ended in a panic: every state of it is a good one.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts what is read of a file.
struct Counting<R> {
    from: R,
    packed: Arc<Packed>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.from.read(into)?;
        self.packed.read.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// Unpacks, and sets marks.
struct Marking<R> {
    from: Unpacking<R>,
    packed: Arc<Packed>,
}

impl<R: Read> Read for Marking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let len = self.from.read(into)?;
        self.packed.mark(&self.from);
        Ok(len)
    }
}

#[cfg(test)]
mod tests;

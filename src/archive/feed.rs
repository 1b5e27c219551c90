//! A window that moves over a file: what has been read and not yet taken.
//!
//! Knows nothing of records. Where reading fails the window ends there, so that what was read before is not lost. The window grows only while somebody asks for more without taking anything, and then it
//! doubles, so that a reader that looks at it from the start each time still works in linear time.

use std::io::{self, Read};

use super::reader::Reach;

/// The first block is small, so that the first rows come soon.
const FIRST: usize = 64 << 10;
/// A block that was read is still near when its records are looked at.
const BLOCK: usize = 256 << 10;

/// A file as it is read in order.
pub(super) struct Feed<R> {
    from: R,
    /// What has been read, up to `filled`; the rest is room for more.
    bytes: Vec<u8>,
    filled: usize,
    taken: usize,
    offset: u64,
    /// Up to where, counted as the offset is, blocks are read; behind it only bit by bit.
    end: u64,
    reach: Reach,
    failed: Option<io::Error>,
}

impl<R: Read> Feed<R> {
    /// Reads the first block.
    pub(super) fn new(from: R) -> Self {
        Feed::until(from, u64::MAX, Vec::new())
    }

    /// Reads the first block of a file of which only the records that begin in its first `end` bytes are wanted. The buffer
    /// may be one that another feed used.
    pub(super) fn until(from: R, end: u64, bytes: Vec<u8>) -> Self {
        let (reach, failed) = (Reach::GoesOn, None);
        let mut feed = Feed { from, bytes, filled: 0, taken: 0, offset: 0, end, reach, failed };
        feed.read(FIRST);
        feed
    }

    /// What has been read and not taken.
    pub(super) fn window(&self) -> &[u8] {
        self.bytes.get(self.taken..self.filled).unwrap_or_default()
    }

    /// Where the window starts in the file.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the file goes on behind the window.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// Moves the start of the window.
    pub(super) fn take(&mut self, len: usize) {
        self.taken += len;
        self.offset += len as u64;
    }

    /// Why the file could not be read to its end.
    pub(super) fn failed(&self) -> Option<&io::Error> {
        self.failed.as_ref()
    }

    /// Why the file could not be read to its end, to keep; and the buffer, for another feed.
    pub(super) fn into_parts(self) -> (Option<io::Error>, Vec<u8>) {
        (self.failed, self.bytes)
    }

    /// Makes the window longer; at the end of the file nothing changes but [`Feed::reach`].
    pub(super) fn more(&mut self) {
        let start = self.taken.min(self.filled);
        self.bytes.copy_within(start..self.filled, 0);
        self.filled -= start;
        self.taken = 0;
        let wanted = self.end.saturating_sub(self.offset + self.filled as u64);
        let block = usize::try_from(wanted).map_or(BLOCK, |wanted| BLOCK.min(wanted.max(FIRST)));
        self.read(self.filled.max(block));
    }

    /// Reads so many bytes, or to the end. What is read before an error is kept.
    fn read(&mut self, len: usize) {
        let end = self.filled + len;
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        while self.filled < end {
            match self.from.read(self.bytes.get_mut(self.filled..end).unwrap_or_default()) {
                Ok(0) => {
                    self.reach = Reach::End;
                    return;
                }
                Ok(got) => self.filled += got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.reach = Reach::End;
                    self.failed = Some(error);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_covers_the_file_once() {
        let file: Vec<u8> = (0..3 * BLOCK + 17).map(|n| (n % 251) as u8).collect();
        let mut feed = Feed::new(file.as_slice());
        let mut seen = Vec::new();
        loop {
            let len = feed.window().len().min(100_000);
            if len == 0 && feed.reach() == Reach::End {
                break;
            }
            assert_eq!(feed.offset(), seen.len() as u64);
            seen.extend_from_slice(&feed.window()[..len]);
            feed.take(len);
            if feed.window().len() < 100_000 && feed.reach() == Reach::GoesOn {
                feed.more();
            }
        }
        assert!(seen == file);
    }

    #[test]
    fn the_end_is_seen_however_the_length_fits_the_blocks() {
        for len in [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + BLOCK] {
            let file = vec![b'x'; len];
            let mut feed = Feed::new(file.as_slice());
            while feed.reach() == Reach::GoesOn {
                feed.more();
            }
            assert_eq!(feed.window().len(), len);
        }
    }

    #[test]
    fn what_was_read_before_an_error_stays() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        let mut feed = Feed::new((&b"some words"[..]).chain(Broken));
        assert_eq!(feed.window(), b"some words");
        assert_eq!(feed.reach(), Reach::End);
        assert_eq!(feed.failed().unwrap().to_string(), "the disk is gone");
        feed.more();
        assert_eq!(feed.window(), b"some words");
    }
}

//! How far the reading is: counted by those who read, told with the time it took.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::archive::Progress;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Total {
    /// So many bytes.
    Bytes(u64),
    /// So many files, of which only reading tells how large they are.
    Files(u64),
}

/// Counts bytes as they stand in files, and files.
#[derive(Debug)]
pub(super) struct Meter {
    started: Instant,
    read: AtomicU64,
    files: AtomicU64,
    /// How much there is, where that is known.
    of: OnceLock<Total>,
}

impl Meter {
    pub(super) fn new() -> Self {
        Meter { started: Instant::now(), read: AtomicU64::new(0), files: AtomicU64::new(0), of: OnceLock::new() }
    }

    /// So many bytes have been read.
    pub(super) fn read(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many files have been done with.
    pub(super) fn files(&self, count: usize) {
        self.files.fetch_add(count as u64, Ordering::Relaxed);
    }

    /// So much will be read, and no more.
    pub(super) fn announce(&self, total: Total) {
        // Told once, by who plans or by who counts.
        let _ = self.of.set(total);
    }

    /// How much there is, where that is known.
    pub(super) fn total(&self) -> Option<Total> {
        self.of.get().copied()
    }

    /// How far it is now.
    pub(super) fn now(&self) -> Progress {
        let (read, files) = (self.read.load(Ordering::Relaxed), self.files.load(Ordering::Relaxed));
        let of = match self.total() {
            Some(Total::Bytes(bytes)) => Some(bytes),
            Some(Total::Files(all)) => guess(read, files, all),
            None => None,
        };
        progress(read, of, self.started.elapsed())
    }
}

/// So many files tell how large the others are.
const TELLING: u64 = 64;

/// How many bytes there are, where so many files had so many.
fn guess(read: u64, files: u64, all: u64) -> Option<u64> {
    let each = u128::from(read) * u128::from(all) / u128::from(files.max(1));
    u64::try_from(each).ok().filter(|_| files >= TELLING)
}

/// A rate is only told after this time: before it is not known well enough.
const SETTLED: Duration = Duration::from_millis(200);

fn progress(read: u64, of: Option<u64>, took: Duration) -> Progress {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = if took < SETTLED { 0 } else { read.saturating_mul(1000) / millis };
    // What has grown since it was counted is still being read.
    let of = of.filter(|of| *of >= read && *of > 0);
    let left = of.filter(|_| rate > 0).map(|of| (of - read).div_ceil(rate.max(1)));
    Progress { read, of, rate, left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_rate() {
        let progress = |read, of, millis| super::progress(read, of, Duration::from_millis(millis));
        assert_eq!(progress(50, Some(200), 1000), Progress { read: 50, of: Some(200), rate: 50, left: Some(3) });
        assert_eq!(progress(50, None, 500), Progress { read: 50, of: None, rate: 100, left: None });
        assert_eq!(progress(50, Some(200), 10), Progress { read: 50, of: Some(200), rate: 0, left: None });
        assert_eq!(progress(300, Some(200), 1000), Progress { read: 300, of: None, rate: 300, left: None });
    }

    #[test]
    fn files_that_were_read_tell_how_large_the_others_are() {
        assert_eq!(guess(6400, 64, 250_000), Some(25_000_000));
        assert_eq!(guess(6300, 63, 250_000), None, "a few files tell nothing");
        assert_eq!(guess(6400, 64, 64), Some(6400));
        assert_eq!(guess(0, 0, 9), None);
        assert_eq!(guess(u64::MAX, 64, u64::MAX), None);
    }
}

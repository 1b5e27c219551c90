//! How far the reading is: counted by those who read, told with the time it took.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::archive::Progress;

/// Counts bytes.
#[derive(Debug)]
pub(super) struct Meter {
    started: Instant,
    read: AtomicU64,
    /// How much there is, where that is known.
    of: OnceLock<u64>,
}

impl Meter {
    pub(super) fn new() -> Self {
        Meter { started: Instant::now(), read: AtomicU64::new(0), of: OnceLock::new() }
    }

    /// So many bytes have been read.
    pub(super) fn read(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes will be read, and no more.
    pub(super) fn announce(&self, bytes: u64) {
        // Told once, by who plans.
        let _ = self.of.set(bytes);
    }

    /// How far it is now.
    pub(super) fn now(&self) -> Progress {
        progress(self.read.load(Ordering::Relaxed), self.of.get().copied(), self.started.elapsed())
    }
}

/// A rate is only told after this time: before it is not known well enough.
const SETTLED: Duration = Duration::from_millis(200);

fn progress(read: u64, of: Option<u64>, took: Duration) -> Progress {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = if took < SETTLED { 0 } else { read.saturating_mul(1000) / millis };
    // What unpacks to more than was planned is still being read.
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
}

//! How much of a text is looked at, counted where the library is built for its own tests.
//!
//! A clock tells on a busy machine nothing of a loop within a loop; a count does on any. Whatever goes over a stretch whose
//! length the text decides, and may be asked of the same stretch again, says here how far it went: cutting lines and searching
//! for words. In a program nothing is counted.

/// Notes that so many bytes were looked at.
#[inline]
pub(crate) fn looked_at(bytes: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + bytes as u64 + 1);
    #[cfg(not(test))]
    let _ = bytes;
}

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// How many bytes `work` looks at on this thread, each look counted.
#[cfg(test)]
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = LOOKED_AT.get();
    let done = work();
    (LOOKED_AT.get() - before, done)
}

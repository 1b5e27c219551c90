//! Prints of records: few bytes that tell whether a record still stands where it stood.
//!
//! A file may grow, shrink or be written anew while it is open. Its stamp then tells that something changed, and the print of a
//! record whether that one did: a file to which somebody appends stays readable, and one that shifted is not read at the
//! wrong place. A print is taken of every record that is opened, so it looks at both ends of it only; they hold
//! numbers, dates and names. A change between them shows the same cable as it is now.

use std::sync::{PoisonError, RwLock};

use crc32fast::Hasher;

/// How much of each end is looked at.
const EDGE: usize = 128;

/// The prints of a file's records, in their order.
#[derive(Debug, Default)]
pub(super) struct Prints(RwLock<Vec<u32>>);

impl Prints {
    /// Prints that were kept.
    pub(super) fn of(prints: Vec<u32>) -> Self {
        Prints(RwLock::new(prints))
    }

    /// All of them, to be kept.
    pub(super) fn all(&self) -> Vec<u32> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the print of a record. Records are numbered from 1 and come in their order.
    pub(super) fn add(&self, record: u32, bytes: &[u8]) {
        self.add_all(u64::from(record).saturating_sub(1), &[print(bytes)]);
    }

    /// Keeps the prints of the records behind so many others.
    pub(super) fn add_all(&self, behind: u64, more: &[u32]) {
        let mut prints = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if prints.len() as u64 == behind {
            prints.extend_from_slice(more);
        }
    }

    /// Whether these bytes are what the record was; never for a record of which no print is kept.
    pub(super) fn fits(&self, record: u32, bytes: &[u8]) -> bool {
        let prints = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let at = (record as usize).checked_sub(1);
        at.and_then(|at| prints.get(at)).is_some_and(|kept| *kept == print(bytes))
    }
}

/// The print of a record.
pub(super) fn print(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&bytes.len().to_le_bytes());
    match (bytes.first_chunk::<EDGE>(), bytes.last_chunk::<EDGE>()) {
        (Some(first), Some(last)) => {
            hasher.update(first);
            hasher.update(last);
        }
        _ => hasher.update(bytes),
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_fits_its_record_only() {
        let prints = Prints::default();
        let (one, two) = (b"first".to_vec(), [b"second".repeat(1_000), b"end".to_vec()].concat());
        prints.add(1, &one);
        prints.add(2, &two);
        prints.add(2, b"again");
        assert!(prints.fits(1, &one) && prints.fits(2, &two));
        assert!(!prints.fits(2, &one) && !prints.fits(3, &one) && !prints.fits(0, &one));
        for at in [0, EDGE - 1, two.len() - EDGE, two.len() - 1] {
            let mut other = two.clone();
            other[at] ^= 1;
            assert!(!prints.fits(2, &other), "{at}");
        }
        assert!(!prints.fits(2, &two[..two.len() - 1]));
        // An empty record is one too.
        prints.add(3, b"");
        assert!(prints.fits(3, b""));
    }
}

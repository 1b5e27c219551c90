//! Sets of cables, by their numbers: the rows of a catalogue, the cables of a part of an index.

/// A set of numbers below a length; a bit for each.
///
/// ```
/// use sipdis::archive::Bits;
/// let even: Bits = Bits::none(5).with([0, 2, 4]);
/// assert_eq!((even.count(), even.contains(3)), (3, false));
/// assert_eq!(even.not().iter().collect::<Vec<_>>(), [1, 3]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    /// None of `len` numbers.
    pub fn none(len: u32) -> Self {
        Bits { words: vec![0; (len as usize).div_ceil(64)], len }
    }

    /// All of `len` numbers.
    pub fn all(len: u32) -> Self {
        Bits::none(len).not()
    }

    /// With these numbers too.
    #[must_use]
    pub fn with(mut self, numbers: impl IntoIterator<Item = u32>) -> Self {
        numbers.into_iter().for_each(|number| self.insert(number));
        self
    }

    /// The length that all its numbers are below.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Puts a number in; one that is not below the length is left out.
    pub fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64).filter(|_| number < self.len) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// What is in both.
    #[must_use]
    pub fn and(mut self, other: &Bits) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
        self
    }

    /// What is in one of them at least.
    #[must_use]
    pub fn or(mut self, other: &Bits) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
        self
    }

    /// What is not in it.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "beside `and` and `or`")]
    pub fn not(mut self) -> Self {
        self.words.iter_mut().for_each(|word| *word = !*word);
        let rest = self.len % 64;
        if let Some(last) = self.words.last_mut().filter(|_| rest != 0) {
            *last &= (1 << rest) - 1;
        }
        self
    }

    /// How many are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0u32..).step_by(64).zip(&self.words).flat_map(|(start, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(start + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        let mut bits = Bits::none(130);
        [0, 63, 64, 129].into_iter().for_each(|number| bits.insert(number));
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!((bits.count(), bits.contains(63), bits.contains(62)), (4, true, false));
        let others = bits.clone().not();
        assert_eq!((others.count(), others.contains(0)), (126, false));
        assert!(bits.clone().and(&others).is_empty());
        assert_eq!(bits.or(&others), Bits::all(130));
        assert_eq!(Bits::all(0).count(), 0);
    }
}

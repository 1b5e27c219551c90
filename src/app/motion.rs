//! How far to go: the motions that list, page and help share.

/// A movement along something that has a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// So many steps forward, or back where negative.
    Lines(isize),
    /// So many halves of what is seen.
    Halves(isize),
    /// So many screens. Two lines stay in sight, so that the eye finds its place.
    Pages(isize),
    /// To the beginning.
    Start,
    /// To the end.
    End,
    /// To a place, counted from 0.
    To(usize),
}

impl Motion {
    /// Where it leads from `at` when `height` lines are seen of `len` in all; never outside.
    ///
    /// ```
    /// use sipdis::app::motion::Motion;
    /// assert_eq!(Motion::Lines(3).apply(5, 10, 100), 8);
    /// assert_eq!(Motion::Pages(-1).apply(5, 10, 100), 0);
    /// assert_eq!(Motion::End.apply(5, 10, 100), 99);
    /// ```
    pub fn apply(self, at: usize, height: usize, len: usize) -> usize {
        let step = |times: isize, size: usize| {
            let far = times.unsigned_abs().saturating_mul(size.max(1));
            if times < 0 { at.saturating_sub(far) } else { at.saturating_add(far) }
        };
        let to = match self {
            Motion::Lines(n) => step(n, 1),
            Motion::Halves(n) => step(n, height / 2),
            Motion::Pages(n) => step(n, height.saturating_sub(2)),
            Motion::Start => 0,
            Motion::End => usize::MAX,
            Motion::To(place) => place,
        };
        to.min(len.saturating_sub(1))
    }

    /// The same motion so many times; `To` and the ends are what they are.
    pub fn times(self, count: usize) -> Self {
        let n = isize::try_from(count).unwrap_or(isize::MAX);
        match self {
            Motion::Lines(k) => Motion::Lines(k.saturating_mul(n)),
            Motion::Halves(k) => Motion::Halves(k.saturating_mul(n)),
            Motion::Pages(k) => Motion::Pages(k.saturating_mul(n)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motions_stay_inside() {
        for motion in
            [Motion::Lines(-9), Motion::Halves(-2), Motion::Pages(9), Motion::Start, Motion::End, Motion::To(7)]
        {
            assert_eq!(motion.apply(0, 5, 0), 0);
            assert!(motion.apply(3, 0, 4) < 4);
        }
        assert_eq!(Motion::Lines(isize::MIN).apply(3, 5, 9), 0);
    }

    #[test]
    fn a_page_keeps_two_lines() {
        assert_eq!(Motion::Pages(1).apply(0, 10, 100), 8);
        assert_eq!(Motion::Halves(1).times(3).apply(0, 10, 100), 15);
    }
}

//! Where words stand, and whether that makes a phrase or is near.

/// The places, in order, where a phrase begins whose words stand at these places.
///
/// ```text
/// words      the: 3 9    nets: 4 7
/// the phrase 3
/// ```
pub(crate) fn phrase(words: &[&[u32]]) -> Vec<u32> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let stands = |start: u32| {
        (1..)
            .zip(rest)
            .all(|(behind, word)| start.checked_add(behind).is_some_and(|at| word.binary_search(&at).is_ok()))
    };
    first.iter().copied().filter(|start| stands(*start)).collect()
}

/// Whether [`phrase`] finds any: goes through the first two words side by side and stops at the first.
#[cfg(feature = "index")]
pub(crate) fn holds_phrase(words: &[&[u32]]) -> bool {
    let [first, second, rest @ ..] = words else { return !phrase(words).is_empty() };
    let mut seconds = second.iter().copied().peekable();
    first.iter().any(|start| {
        let Some(next) = start.checked_add(1) else { return false };
        while seconds.next_if(|place| *place < next).is_some() {}
        let stands = |(behind, word): (u32, &&[u32])| {
            start.checked_add(behind).is_some_and(|at| word.binary_search(&at).is_ok())
        };
        seconds.peek() == Some(&next) && (2..).zip(rest).all(stands)
    })
}

/// The first and last place of each stretch that holds all words with at most `distance` others between them; stretches
/// begin in order, and none holds another.
pub(crate) fn near(words: &[&[u32]], distance: u32) -> Vec<(u32, u32)> {
    let most = distance.saturating_add(u32::try_from(words.len()).unwrap_or(u32::MAX)).saturating_sub(1);
    let mut at = vec![0; words.len()];
    let mut found: Vec<(u32, u32)> = Vec::new();
    loop {
        let mut here = Vec::with_capacity(words.len());
        for (word, at) in words.iter().zip(&at) {
            match word.get(*at) {
                Some(place) => here.push(*place),
                None => return found,
            }
        }
        let (Some(first), Some(last)) = (here.iter().min().copied(), here.iter().max().copied()) else { return found };
        if last - first <= most && found.last().is_none_or(|(_, end)| *end < last) {
            found.push((first, last));
        } else if last - first <= most
            && let Some(held) = found.last_mut()
        {
            // A shorter stretch with the same end.
            *held = (first, last);
        }
        for (place, at) in here.iter().zip(&mut at) {
            *at += usize::from(*place == first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_words_next_to_each_other() {
        assert_eq!(phrase(&[&[3, 9], &[4, 7]]), [3]);
        assert_eq!(phrase(&[&[1, 2, 3], &[2, 3, 4], &[3, 5]]), [1, 3]);
        assert_eq!(phrase(&[&[5]]), [5]);
        assert_eq!(phrase(&[&[u32::MAX], &[0]]), [0; 0]);
        assert_eq!(phrase(&[]), [0; 0]);
    }

    #[cfg(feature = "index")]
    #[test]
    fn asking_for_one_phrase_is_asking_for_any() {
        let lists: [&[&[u32]]; 6] = [
            &[&[3, 9], &[4, 7]],
            &[&[1, 2, 3], &[2, 3, 4], &[3, 5]],
            &[&[1], &[3]],
            &[&[5]],
            &[&[u32::MAX], &[0]],
            &[],
        ];
        for words in lists {
            assert_eq!(holds_phrase(words), !phrase(words).is_empty(), "{words:?}");
        }
    }

    #[test]
    fn near_words_have_few_others_between_them() {
        assert_eq!(near(&[&[0], &[1]], 0), [(0, 1)]);
        assert_eq!(near(&[&[5], &[3]], 1), [(3, 5)]);
        assert_eq!(near(&[&[5], &[3]], 0), [(0, 0); 0]);
        assert_eq!(near(&[&[0, 10], &[8, 30], &[9]], 5), [(8, 10)]);
        assert_eq!(near(&[&[0, 2], &[3]], 3), [(2, 3)]);
        assert_eq!(near(&[&[], &[3]], 3), [(0, 0); 0]);
    }
}

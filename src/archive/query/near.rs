//! What somebody meant who typed something else.

/// Of (written, meant) pairs, what is meant by the one that `typed` is nearest to; `None` where nothing is near.
///
/// Up to a third of the letters may be wrong, or the end may be missing.
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    // A name is short; what is long is no name.
    if typed.len() > 40 {
        return None;
    }
    let typed = typed.to_ascii_lowercase();
    let scored = known.filter_map(|(written, meant)| {
        let written = written.to_ascii_lowercase();
        let wrong = distance(&typed, &written);
        let begins = typed.len() >= 3 && written.starts_with(&typed);
        let few = wrong * 3 <= typed.chars().count().max(3);
        (few || begins).then_some((if begins { 0 } else { wrong }, meant))
    });
    scored.min_by_key(|(wrong, _)| *wrong).map(|(_, meant)| meant)
}

/// How many letters must be changed, added, taken away or swapped with their neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("tag", "", 3),
            ("tag", "tag", 0),
            ("tga", "tag", 1),
            ("date", "data", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }
}

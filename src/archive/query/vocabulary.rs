//! The values that stand in an archive, for those who complete them.

use super::Vocabulary;
use crate::archive::catalogue::{Catalogue, Names};

impl Vocabulary {
    /// Posts, TAGS and captions of a catalogue, the more frequent ones first.
    pub fn of(catalogue: &Catalogue) -> Self {
        let names = catalogue.names();
        let [mut posts, mut tags, mut captions] = [(); 3].map(|()| vec![0; names.len()]);
        for (_, block) in catalogue.blocks() {
            count(&mut posts, block.posts.iter());
            count(&mut tags, block.tags.all().iter());
            count(&mut captions, block.captions.all().iter());
        }
        let [posts, tags, captions] = [posts, tags, captions].map(|counts| by_frequency(&counts, names));
        Vocabulary { posts, tags, captions }
    }
}

fn count(counts: &mut [u32], found: impl Iterator<Item = u32>) {
    for name in found {
        // What has no name has no number here.
        if let Some(count) = counts.get_mut(name as usize) {
            *count += 1;
        }
    }
}

fn by_frequency(counts: &[u32], names: &Names) -> Vec<String> {
    let known = (0..).zip(counts).filter(|(_, count)| **count > 0).map(|(number, count)| (*count, names.get(number)));
    let mut known: Vec<(u32, &str)> = known.filter(|(_, name)| !name.is_empty()).collect();
    known.sort_unstable_by(|(more, one), (less, other)| less.cmp(more).then(one.cmp(other)));
    known.into_iter().map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Row;

    #[test]
    fn the_more_frequent_come_first_and_nothing_comes_twice() {
        let row = |post: &str, tags: &[&str], caption: &str| Row {
            post: post.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            captions: vec![caption.to_owned()],
            ..Row::default()
        };
        let rows = [
            row("OSLO", &["PREL", "PGOV"], "SIPDIS"),
            row("ROME", &["PGOV"], "NODIS"),
            row("ROME", &[], "SIPDIS"),
            row("", &["ECON"], "SIPDIS"),
        ];
        let found = Vocabulary::of(&Catalogue::of(rows));
        assert_eq!(found.posts, ["ROME", "OSLO"]);
        assert_eq!(found.tags, ["PGOV", "ECON", "PREL"]);
        assert_eq!(found.captions, ["SIPDIS", "NODIS"]);
    }
}

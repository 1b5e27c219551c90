//! The id of a cable in eight bytes.
//!
//! A canonical id (`06ROME3128`) is its year, the number of its post's name and its serial; any other (a file's name) is the
//! number of a name. Two keys of one catalogue are the same exactly where the ids are.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::names::{Names, Numbers};

/// An id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub(super) u64);

impl From<u64> for Key {
    /// A key as a column has it.
    fn from(key: u64) -> Self {
        Key(key)
    }
}

/// What a canonical id is made of.
struct Parts<'a> {
    /// Years since 1966, so that keys of one post stand in the order of time.
    year: u64,
    post: &'a str,
    serial: u32,
}

const NAME: u64 = 1 << 63;
const YEAR: u32 = 56;
const POST: u32 = 32;
const POSTS: u64 = 1 << (YEAR - POST);
/// Two digits of a year stand for 1966 to 2065.
const FIRST: u64 = 66;

impl Key {
    /// No id at all.
    pub(super) const NONE: Key = Key(u64::MAX);

    /// The key of an id, whose words are given numbers.
    pub(super) fn new(id: &str, numbers: &mut Numbers<'_>) -> Self {
        Key::with(id, |word| Some(numbers.number(word))).unwrap_or(Key::NONE)
    }

    /// The key of an id; `None` where no cable of the catalogue has a part of it.
    pub(super) fn known(id: &str, names: &Names) -> Option<Self> {
        Key::with(id, |word| names.number(word))
    }

    fn with(id: &str, mut number: impl FnMut(&str) -> Option<u32>) -> Option<Self> {
        if id.is_empty() {
            return Some(Key::NONE);
        }
        if let Some(Parts { year, post, serial }) = parts(id) {
            let post = u64::from(number(post)?);
            if post < POSTS {
                return Some(Key(year << YEAR | post << POST | u64::from(serial)));
            }
        }
        Some(Key(NAME | u64::from(number(id)?)))
    }

    /// Whether it is a canonical id. Two cables with one such id are copies; two files with one name are not.
    pub fn is_canonical(self) -> bool {
        self.0 & NAME == 0
    }

    /// The id as text.
    pub(super) fn text(self, names: &Names) -> Cow<'_, str> {
        if self == Key::NONE {
            return Cow::Borrowed("");
        }
        let low = (self.0 & u64::from(u32::MAX)) as u32;
        match self.post() {
            None => Cow::Borrowed(names.get(low)),
            Some(post) => {
                let year = ((self.0 >> YEAR) + FIRST) % 100;
                Cow::Owned(format!("{year:02}{}{low}", names.get(post)))
            }
        }
    }

    /// The number of the post's name in a canonical id.
    pub fn post(self) -> Option<u32> {
        self.is_canonical().then_some((self.0 >> POST & (POSTS - 1)) as u32)
    }

    /// The number of a post's name, where `id`, whose key this is, is a canonical one of that post.
    pub(super) fn post_named(self, id: &str, post: &str) -> Option<u32> {
        let serial = id.get(2..)?.strip_prefix(post)?;
        let is_whole = post.ends_with(|last: char| last.is_ascii_uppercase());
        self.post().filter(|_| is_whole && serial.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The two digits of the year, the number of the post's name and the serial of a canonical id.
    pub fn parts(self) -> Option<(u8, u32, u32)> {
        let year = u8::try_from(((self.0 >> YEAR) + FIRST) % 100).ok()?;
        Some((year, self.post()?, (self.0 & u64::from(u32::MAX)) as u32))
    }

    /// The keys of ids, of those that a catalogue with these names has; all names are looked at once.
    pub(super) fn all_known<'i>(ids: impl IntoIterator<Item = &'i str>, names: &Names) -> HashSet<u64> {
        let numbers: HashMap<&str, u32> = names.iter().map(|(number, word)| (word, number)).collect();
        ids.into_iter().filter_map(|id| Key::with(id, |word| numbers.get(word).copied())).map(|key| key.0).collect()
    }

    /// For sorting: by year, by the post's place in the alphabet, by serial; names behind, by theirs.
    pub(super) fn order(self, ranks: &[u32]) -> u64 {
        let low = self.0 & u64::from(u32::MAX);
        let rank = |number: u64| ranks.get(number as usize).map_or(u64::MAX, |rank| u64::from(*rank));
        match self.post() {
            _ if self == Key::NONE => u64::MAX,
            None => NAME | rank(low),
            Some(post) => self.0 >> YEAR << YEAR | (rank(post.into()) & (POSTS - 1)) << POST | low,
        }
    }
}

/// Two digits, capital letters, a number without leading zeros: what reads back as it was.
fn parts(id: &str) -> Option<Parts<'_>> {
    let (year, rest) = id.split_at_checked(2)?;
    let digits = rest.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (post, serial) = rest.split_at_checked(rest.len() - digits)?;
    let plain = year.bytes().all(|byte| byte.is_ascii_digit())
        && !post.is_empty()
        && post.bytes().all(|byte| byte.is_ascii_uppercase())
        && (serial == "0" || !serial.starts_with('0'));
    let year = (year.parse::<u64>().ok().filter(|_| plain)? + 100 - FIRST) % 100;
    Some(Parts { year, post, serial: serial.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::super::names::Interner;
    use super::*;

    #[test]
    fn every_id_reads_back() {
        let interner = Interner::default();
        let mut numbers = Numbers::new(&interner);
        for (id, canonical) in [
            ("06ROME3128", true),
            ("66LIMA0", true),
            ("65OSLO4294967295", true),
            ("00STATE1", true),
            ("06ROME03128", false),
            ("06ROME4294967296", false),
            ("06rome3128", false),
            ("6ROME1", false),
            ("06ROME", false),
            ("063128", false),
            ("0612ROME3", false),
            ("readme #2", false),
            ("é", false),
            ("", false),
        ] {
            let key = Key::new(id, &mut numbers);
            assert_eq!((key.text(&interner.names()).as_ref(), key.is_canonical()), (id, canonical), "{id}");
            assert_eq!(Key::known(id, &interner.names()), Some(key));
            for post in ["ROME", "ROM", "ROME3", "LIMA", "OSLO", "STATE", "rome", ""] {
                let named = key.post_named(id, post);
                let is_post = parts(id).is_some_and(|parts| canonical && parts.post == post);
                assert_eq!(named.is_some(), is_post, "{id} {post}");
                assert!(named.is_none_or(|named| interner.names().get(named) == post));
            }
        }
        assert_eq!(Key::known("07BONN1", &interner.names()), None);
    }

    #[test]
    fn the_order_is_year_post_serial_and_then_names() {
        let interner = Interner::default();
        let mut numbers = Numbers::new(&interner);
        let ids = ["72ROME1", "99LIMA5", "06BONN7", "06ROME2", "06ROME11", "a file", "b file", ""];
        let keys: Vec<Key> = ids.iter().rev().map(|id| Key::new(id, &mut numbers)).collect();
        let ranks = interner.names().ranks();
        let mut orders: Vec<u64> = keys.iter().rev().map(|key| key.order(&ranks)).collect();
        assert!(orders.is_sorted());
        orders.dedup();
        assert_eq!(orders.len(), ids.len());
    }
}

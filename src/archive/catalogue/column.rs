//! Columns: values of one kind, one behind the other, as bytes.
//!
//! Values stand in memory as they stand in the cache file, lowest byte first. So a column is read by one `read`, when somebody
//! first looks at it, and nothing is made of it; reading a value from its bytes costs no more than reading the value.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::bytes::Bytes;
use crate::archive::cache::stored::Run;

/// A value of fixed size.
pub trait Fixed: Copy {
    /// Bytes of one.
    const SIZE: usize;
    /// The value of so many bytes.
    fn read(bytes: &[u8]) -> Self;
    /// Writes the bytes of the value.
    fn write(self, to: &mut Vec<u8>);
}

macro_rules! fixed {
    ($($kind:ty),*) => {$(
        impl Fixed for $kind {
            const SIZE: usize = size_of::<$kind>();
            fn read(bytes: &[u8]) -> Self {
                bytes.try_into().map_or(0, <$kind>::from_le_bytes)
            }
            fn write(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}
fixed!(u8, u32, i32, u64, i64);

/// A column.
#[derive(Clone, PartialEq, Eq)]
pub struct Column<T> {
    bytes: Bytes,
    of: PhantomData<T>,
}

impl<T: Fixed> Column<T> {
    /// A column of bytes that were stored; a value that is cut off is left out.
    pub(in crate::archive) fn stored(run: Arc<Run>) -> Self {
        Column { bytes: Bytes::kept(run), of: PhantomData }
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        self.bytes.len() / T::SIZE
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a place.
    pub fn get(&self, at: usize) -> Option<T> {
        let start = at.checked_mul(T::SIZE)?;
        self.bytes.get(start..start + T::SIZE).map(T::read)
    }

    /// All values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> {
        self.bytes.chunks_exact(T::SIZE).map(T::read)
    }

    pub(in crate::archive) fn push(&mut self, value: T) {
        value.write(self.bytes.own());
    }

    pub(in crate::archive) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Puts something else in place of each value.
    pub(super) fn map(&mut self, change: impl Fn(T) -> T) {
        let mut changed = Vec::with_capacity(self.bytes.len());
        self.iter().for_each(|value| change(value).write(&mut changed));
        self.bytes = Bytes::made(changed);
    }

    pub(super) fn set(&mut self, at: usize, value: T) {
        let mut bytes = Vec::with_capacity(T::SIZE);
        value.write(&mut bytes);
        if let Some(place) = self.bytes.own().get_mut(at * T::SIZE..(at + 1) * T::SIZE) {
            place.copy_from_slice(&bytes);
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
        let bytes = self.bytes.own();
        bytes.reserve_exact(other.bytes.len());
        bytes.extend_from_slice(&other.bytes);
    }

    pub(super) fn clear(&mut self) {
        self.bytes.own().clear();
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { bytes: Bytes::default(), of: PhantomData }
    }
}

/// Only its size: the values of an archive fill no screen.
impl<T: Fixed> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} values", self.len())
    }
}

/// A column of lists: none, one or several values a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists<T: Fixed> {
    /// Where the list of each row ends in `items`.
    pub(super) ends: Column<u32>,
    pub(super) items: Column<T>,
}

impl<T: Fixed> Lists<T> {
    /// Lists of bytes that were stored: where they end, and what they hold.
    pub(in crate::archive) fn stored(ends: Arc<Run>, items: Arc<Run>) -> Self {
        Lists { ends: Column::stored(ends), items: Column::stored(items) }
    }

    /// The bytes to be stored: where the lists end, and what they hold.
    pub(in crate::archive) fn parts(&self) -> (&[u8], &[u8]) {
        (self.ends.bytes(), self.items.bytes())
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The list of a row.
    pub fn get(&self, row: usize) -> impl ExactSizeIterator<Item = T> {
        let range = range(&self.ends, row);
        let bytes = self.items.bytes.get(range.start * T::SIZE..range.end * T::SIZE).unwrap_or_default();
        bytes.chunks_exact(T::SIZE).map(T::read)
    }

    /// How many values the list of a row has.
    pub fn count(&self, row: usize) -> usize {
        range(&self.ends, row).len()
    }

    /// The values of all rows, one list behind the other.
    pub fn all(&self) -> &Column<T> {
        &self.items
    }

    pub(in crate::archive) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        let items = self.items.bytes.own();
        list.into_iter().for_each(|item| item.write(items));
        self.ends.push(count(self.items.len()));
    }

    pub(super) fn append(&mut self, other: &Self) {
        append_ends(&mut self.ends, &other.ends, self.items.len());
        self.items.append(&other.items);
    }

    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.items.clear();
    }
}

impl<T: Fixed> Default for Lists<T> {
    fn default() -> Self {
        Lists { ends: Column::default(), items: Column::default() }
    }
}

/// A column of texts, in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    pub(super) ends: Column<u32>,
    pub(super) text: Column<u8>,
}

impl Texts {
    /// The text at a place; empty where there is none.
    pub fn get(&self, at: usize) -> &str {
        let bytes = self.text.bytes().get(range(&self.ends, at)).unwrap_or_default();
        // What was kept may be damaged; to look at one text costs less than to look at all when they are opened.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.bytes.own().extend_from_slice(text.as_bytes());
        self.ends.push(count(self.text.len()));
    }

    pub(super) fn append(&mut self, other: &Self) {
        append_ends(&mut self.ends, &other.ends, self.text.len());
        self.text.append(&other.text);
    }

    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.text.clear();
    }
}

fn range(ends: &Column<u32>, at: usize) -> std::ops::Range<usize> {
    let end = ends.get(at).unwrap_or(0) as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0) as usize;
    start.min(end)..end
}

fn append_ends(ends: &mut Column<u32>, other: &Column<u32>, base: usize) {
    let base = count(base);
    ends.bytes.own().reserve_exact(other.bytes.len());
    for end in other.iter() {
        ends.push(end.saturating_add(base));
    }
}

/// Blocks are closed long before they hold so much.
fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_columns_can_be_joined() {
        let mut column = Column::default();
        [1i64, -5, i64::MIN].into_iter().for_each(|value| column.push(value));
        column.set(1, 7);
        column.map(|value| value.wrapping_add(1));
        assert_eq!(column.iter().collect::<Vec<_>>(), [2, 8, i64::MIN + 1]);
        assert_eq!((column.get(2), column.get(3)), (Some(i64::MIN + 1), None));
        assert_eq!(Column::stored(Run::of(column.bytes().to_vec())), column);
    }

    #[test]
    fn lists_and_texts_keep_their_rows() {
        let (mut one, mut other) = (Lists::default(), Lists::default());
        one.push([1u32, 2]);
        other.push([]);
        other.push([3]);
        one.append(&other);
        let lists: Vec<Vec<u32>> = (0..4).map(|row| one.get(row).collect()).collect();
        assert_eq!(lists, [vec![1, 2], vec![], vec![3], vec![]]);
        let (mut texts, mut more) = (Texts::default(), Texts::default());
        texts.push("rain");
        more.push("");
        more.push("snö");
        texts.append(&more);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["rain", "", "snö"]);
    }

    #[test]
    fn ends_that_make_no_sense_give_nothing() {
        let stored = |ends: &[u8], text: &[u8]| Texts {
            ends: Column::stored(Run::of(ends.to_vec())),
            text: Column::stored(Run::of(text.to_vec())),
        };
        let texts = stored(&[9, 0, 0, 0, 3, 0, 0, 0], b"abc");
        assert_eq!([texts.get(0), texts.get(1), texts.get(7)], ["", "", ""]);
        assert_eq!(stored(&[2, 0, 0, 0], b"\xff\xfe").get(0), "");
    }
}

//! Facts about cables: what codes, names and signals mean.
//!
//! Knows no cable. The tables stand in `assets/tables/` as CSV, which says where each fact comes from, and are part
//! of the program as text. A table is read when it is first asked for, so a program that never shows a routing
//! indicator never pays for them; each takes well under two milliseconds.
//!
//! Codes are looked up as people write them: in either case, with blanks where they do not matter. A code that is not
//! in a table gives `None`. That is no error: the tables have gaps, and cables have typing errors.

mod by_first;
mod captions;
mod declassification;
pub(crate) mod folding;
mod map;
mod offices;
mod orders;
mod plain_tags;
mod post_names;
mod posts;
mod routing;
mod rows;
mod signals;
mod tags;
mod word_tags;

pub(crate) use by_first::ByFirst;
pub use captions::{Caption, CaptionKind, caption, caption_form, captions};
pub(crate) use captions::{begins_caption, is_caption, known_caption, opens_caption};
pub use declassification::{DeclassificationCode, declassification_code, reason};
pub(crate) use map::{Map, Steps};
pub use offices::{Office, office};
pub use orders::{Order, executive_order, executive_orders};
pub(crate) use plain_tags::plain_tag;
pub use post_names::{canonical_post, post_at};
pub(crate) use post_names::{known_post, without_address};
pub use posts::{Location, Post, PostKind, post, post_by_address, post_by_full_name, post_by_routing, posts};
pub use routing::routing;
pub use signals::{Signal, signal};
pub use tags::{Tag, TagKind, Vintage, is_tag, tag};
pub(crate) use word_tags::{begins_word_tag, is_given_name, is_word_tag, opens_word_tag, word_tag};

/// All embedded tables by name, for tests that hold for every table.
#[cfg(test)]
const TABLES: &[(&str, &str)] = &[
    ("captions", captions::TABLE),
    ("declassification codes", declassification::TABLE),
    ("offices", offices::TABLE),
    ("orders", orders::TABLE),
    ("post names", post_names::TABLE),
    ("posts", posts::TABLE),
    ("routing indicators", routing::TABLE),
    ("signals", signals::TABLE),
    ("tags", tags::TABLE),
    ("word tags", word_tags::WORDS),
    ("given names", word_tags::NAMES),
];

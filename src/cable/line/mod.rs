//! One grammar a file: each reads one kind of line, and none of them moves the cursor.

pub(super) mod addressee;
mod cable_list;
pub(super) mod caption;
pub(super) mod classification;
pub(super) mod classified_by;
pub(super) mod distribution;
pub(super) mod dtg;
pub(super) mod executive_order;
pub(super) mod page;
pub(super) mod passing;
mod person;
mod person_words;
pub(super) mod portion;
pub(super) mod record;
mod reference_cable;
mod reference_kind;
mod reference_labels;
pub(super) mod references;
pub(super) mod subject;
mod tag_words;
pub(super) mod tags;
pub(super) mod transmission;

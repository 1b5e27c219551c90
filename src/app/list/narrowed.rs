//! What a search leaves of the list, and the way back to what it was.

use std::collections::HashMap;
use std::sync::Arc;

use super::List;
use crate::archive::Bits;
use crate::archive::catalogue::{Order, narrow};
use crate::archive::search::Why;

/// What a search has found so far.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The cables, as rows of the catalogue.
    pub rows: Arc<Bits>,
    /// The same as they are to be listed.
    pub order: Arc<Order>,
    /// All cables in the order that this was made from.
    pub of: Arc<Order>,
    /// Whether it is the order of how well they fit.
    pub by_rank: bool,
    /// Whether nothing stood in the words as they were typed, and these are the cables for words that begin so.
    pub opened: bool,
    /// How many cables the catalogue had when the search began: those behind them are still to be looked at.
    pub seen: usize,
    /// How many cables had to be read and have been, and how many have to be.
    pub done: (usize, usize),
    /// Why each of them is close to the cable that they were to be like.
    pub why: Arc<HashMap<u32, Why>>,
    /// Whether this is all.
    pub whole: bool,
    /// How long it took, in microseconds.
    pub micros: u64,
}

impl Found {
    /// A find of these rows, in the order of all of them.
    pub fn new(rows: Bits, of: &Arc<Order>) -> Self {
        Found { order: Arc::new(narrow(of, &rows)), rows: Arc::new(rows), of: Arc::clone(of), ..Found::default() }
    }
}

/// How the list was before a search.
#[derive(Debug, Clone)]
pub struct Kept {
    all: Arc<Order>,
    only: Option<Arc<Bits>>,
    shown: Arc<Order>,
    by_rank: bool,
    stale: bool,
    selected: usize,
    copy: usize,
    top: usize,
    touched: bool,
}

impl Kept {
    /// Whether only a part of the cables was listed.
    pub fn is_narrowed(&self) -> bool {
        self.only.is_some()
    }
}

impl List {
    /// Lists what was found and nothing else. `anew` is for the answer to another question, of which the first is shown; else
    /// the selection stays on its cable.
    pub fn show(&mut self, found: &Found, anew: bool) {
        self.only = Some(Arc::clone(&found.rows));
        let fits = found.by_rank == self.by_rank && (found.by_rank || Arc::ptr_eq(&found.of, &self.all));
        self.stale = !fits && !self.by_rank;
        if anew {
            (self.selected, self.top, self.copy, self.touched) = (0, 0, 0, false);
        }
        if fits {
            self.put(Arc::clone(&found.order));
        } else {
            self.arrange_few();
        }
    }

    /// Lists all cables again.
    pub fn widen(&mut self) {
        // What is selected was chosen: it stays, wherever it stands among the others.
        self.touched = self.touched || self.only.is_some();
        (self.only, self.by_rank) = (None, false);
        self.put(Arc::clone(&self.all));
        self.stale = false;
        self.arrange_few();
    }

    /// How the list is, for [`List::restore`].
    pub fn keep(&self) -> Kept {
        Kept {
            all: Arc::clone(&self.all),
            only: self.only.clone(),
            shown: Arc::clone(&self.shown),
            by_rank: self.by_rank,
            stale: self.stale,
            selected: self.selected,
            copy: self.copy,
            top: self.top,
            touched: self.touched,
        }
    }

    /// Makes the list what it was. What the archive has gained meanwhile comes in as it always does.
    pub fn restore(&mut self, kept: Kept) {
        let Kept { all, only, shown, by_rank, stale, selected, copy, top, touched } = kept;
        (self.only, self.shown, self.by_rank) = (only, shown, by_rank);
        (self.selected, self.copy, self.top, self.touched) = (selected, copy, top, touched);
        self.stale = stale || !(by_rank || Arc::ptr_eq(&all, &self.all));
        self.show_selected();
        self.arrange_few();
    }

    /// Whether only a part of the cables is listed.
    pub fn is_narrowed(&self) -> bool {
        self.only.is_some()
    }

    /// Whether no cable is listed, because none was found.
    pub fn found_nothing(&self) -> bool {
        self.is_narrowed() && self.is_empty()
    }
}

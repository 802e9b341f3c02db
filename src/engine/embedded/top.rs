//! The best hits of a query, and how many there are, in one pass.
//!
//! The order is total: by score or date, then date (newest first), then id. Dates and ids are looked up
//! only where the key before them is equal.

use crate::engine::Order;
use std::cmp::Ordering;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

/// A hit before its article is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) score: f32,
    date: Option<i64>,
    id: Option<u64>,
    pub(super) address: DocAddress,
}

/// The columns of one segment that order hits.
struct Columns {
    date: Column<i64>,
    id: Option<StrColumn>,
    file: Option<StrColumn>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            date: columns.i64("date")?,
            id: columns.str("id")?,
            file: columns.str("file")?,
        })
    }

    fn found(&self, score: f32, ord: u32, doc: DocId) -> Found {
        Found {
            score,
            date: self.date.first(doc),
            id: self.id.as_ref().and_then(|ids| ids.term_ords(doc).next()),
            address: DocAddress::new(ord, doc),
        }
    }

    /// The id of a hit, and its file, which tells articles of one id apart.
    fn names(&self, found: &Found) -> (String, String) {
        let text = |column: &Option<StrColumn>, ord: Option<u64>| {
            let mut text = String::new();
            if let (Some(column), Some(ord)) = (column, ord) {
                // A dictionary that cannot be read orders the hit first; reading the hit reports it.
                let _ = column.ord_to_str(ord, &mut text);
            }
            text
        };
        let file = self.file.as_ref();
        let file_ord = file.and_then(|files| files.term_ords(found.address.doc_id).next());
        (text(&self.id, found.id), text(&self.file, file_ord))
    }
}

/// The first `keep` hits in order, and the number of all.
pub(super) fn best(
    weight: &dyn Weight,
    searcher: &Searcher,
    order: Order,
    keep: usize,
) -> tantivy::Result<(Vec<Found>, u64)> {
    let mut total = 0;
    let mut all = Vec::new();
    let mut columns = Vec::new();
    for (ord, segment) in (0..).zip(searcher.segment_readers()) {
        let mut part = Part::new(order, keep, Columns::open(segment)?);
        let alive = segment.alive_bitset();
        weight.for_each(segment, &mut |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                part.add(ord, doc, score);
            }
        })?;
        total += part.total;
        part.cut();
        all.append(&mut part.found);
        columns.push(part.columns);
    }
    all.sort_by(|one, other| {
        compare(order, one, other).then_with(|| {
            let names = |found: &Found| columns[found.address.segment_ord as usize].names(found);
            names(one).cmp(&names(other))
        })
    });
    all.truncate(keep);
    Ok((all, total))
}

/// The keys before the id; ids of different segments cannot be compared by number.
fn compare(order: Order, one: &Found, other: &Found) -> Ordering {
    let newest = other.date.cmp(&one.date);
    match order {
        Order::Relevance => other.score.total_cmp(&one.score).then(newest),
        Order::Newest => newest,
        Order::Oldest => {
            // Undated articles are last in either direction.
            let key = |found: &Found| (found.date.is_none(), found.date);
            key(one).cmp(&key(other))
        }
    }
}

/// The hits of one segment so far.
struct Part {
    order: Order,
    keep: usize,
    columns: Columns,
    found: Vec<Found>,
    /// The score a hit must reach to be among the kept, once that is known.
    least: f32,
    total: u64,
}

impl Part {
    fn new(order: Order, keep: usize, columns: Columns) -> Self {
        Self {
            order,
            keep,
            columns,
            found: Vec::new(),
            least: f32::NEG_INFINITY,
            total: 0,
        }
    }

    fn add(&mut self, ord: u32, doc: DocId, score: f32) {
        self.total += 1;
        if self.keep == 0 || (self.order == Order::Relevance && score < self.least) {
            return;
        }
        self.found.push(self.columns.found(score, ord, doc));
        // Twice as many as wanted: select the better half, which costs a constant a hit.
        if self.found.len() >= self.keep.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.found.len() <= self.keep || self.keep == 0 {
            return;
        }
        let order = self.order;
        let compare = |one: &Found, other: &Found| {
            compare(order, one, other).then_with(|| one.id.cmp(&other.id))
        };
        self.found.select_nth_unstable_by(self.keep - 1, compare);
        self.found.truncate(self.keep);
        self.least = self.found[self.keep - 1].score;
    }
}

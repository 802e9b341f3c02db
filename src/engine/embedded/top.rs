//! The best hits of a query, and how many there are, in one pass.
//!
//! The order is total: by score or date, then date (newest first), then id. Of few hits by score, dates and
//! ids are looked up, and their columns opened, only where the key before them is equal and the hit may be
//! among the best of all segments: a column is read whole, which takes longer than to find the hits.

use super::text::TextQuery;
use super::workers::by_segment;
use crate::engine::Order;
use std::cell::{Cell, OnceCell};
use std::cmp::Ordering;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TantivyError};

/// Of more hits than this each date is looked up once, instead of at each comparison of equals.
const FEW: usize = 1000;

/// So many hits of a segment with the last score that is kept are kept beside those wanted, until it is known
/// which score all segments keep.
const TIES: usize = 100;

/// A hit before its article is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) score: f32,
    /// Looked up only where [`Wanted::with_dates`].
    date: Option<i64>,
    pub(super) address: DocAddress,
}

/// The columns of one segment that order hits, each opened when it is first asked for.
struct Columns<'s> {
    segment: &'s SegmentReader,
    date: OnceCell<Option<Column<i64>>>,
    id: OnceCell<Option<StrColumn>>,
    file: OnceCell<Option<StrColumn>>,
    /// Why one could not be opened: what was ordered without it is not given out.
    failed: Cell<Option<TantivyError>>,
}

impl<'s> Columns<'s> {
    fn new(segment: &'s SegmentReader) -> Self {
        Self {
            segment,
            date: OnceCell::new(),
            id: OnceCell::new(),
            file: OnceCell::new(),
            failed: Cell::new(None),
        }
    }

    fn opened<T>(&self, opened: tantivy::Result<Option<T>>) -> Option<T> {
        opened.unwrap_or_else(|error| {
            self.failed.set(Some(error));
            None
        })
    }

    fn date(&self, doc: DocId) -> Option<i64> {
        let open = || self.opened(self.segment.fast_fields().i64("date").map(Some));
        self.date.get_or_init(open).as_ref()?.first(doc)
    }

    fn id(&self) -> Option<&StrColumn> {
        let open = || self.opened(self.segment.fast_fields().str("id"));
        self.id.get_or_init(open).as_ref()
    }

    fn file(&self) -> Option<&StrColumn> {
        let open = || self.opened(self.segment.fast_fields().str("file"));
        self.file.get_or_init(open).as_ref()
    }

    /// The id of a hit as a number that is in order within the segment.
    fn id_number(&self, doc: DocId) -> Option<u64> {
        self.id()?.term_ords(doc).next()
    }

    /// The id of a hit, and its file, which tells articles of one id apart.
    fn names(&self, doc: DocId) -> (String, String) {
        let text = |column: Option<&StrColumn>| {
            let mut text = String::new();
            if let Some((column, ord)) = column.and_then(|c| Some((c, c.term_ords(doc).next()?))) {
                // A dictionary that cannot be read orders the hit first; reading the hit reports it.
                let _ = column.ord_to_str(ord, &mut text);
            }
            text
        };
        (text(self.id()), text(self.file()))
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    order: Order,
    keep: usize,
}

impl Wanted {
    /// Whether dates are looked up for each hit.
    fn with_dates(self) -> bool {
        self.order != Order::Relevance || self.keep > FEW
    }

    /// What comes first, as far as scores and dates tell; each hit with the columns of its segment.
    fn compare(self, one: (&Found, &Columns), other: (&Found, &Columns)) -> Ordering {
        let date = |(found, columns): (&Found, &Columns)| {
            if self.with_dates() {
                found.date
            } else {
                columns.date(found.address.doc_id)
            }
        };
        let newest = || date(other).cmp(&date(one));
        match self.order {
            Order::Relevance => other.0.score.total_cmp(&one.0.score).then_with(newest),
            Order::Newest => newest(),
            Order::Oldest => {
                // Undated articles are last in either direction.
                let key = |found: &Found| (found.date.is_none(), found.date);
                key(one.0).cmp(&key(other.0))
            }
        }
    }
}

/// The first `keep` hits in order, and the number of all.
///
/// `pattern` is what is asked for, where that is nothing but a pattern.
pub(super) fn best(
    weight: &dyn Weight,
    pattern: Option<&TextQuery>,
    searcher: &Searcher,
    order: Order,
    keep: usize,
) -> tantivy::Result<(Vec<Found>, u64)> {
    let wanted = Wanted { order, keep };
    let is_pruned = order == Order::Relevance && keep > 0;
    let pattern = pattern.filter(|_| is_pruned);
    let mut parts = by_segment(searcher, |ord, segment| {
        let mut part = Part::new(wanted, ord, segment);
        if !part.prune(pattern)? {
            part.walk(weight)?;
        }
        part.cut();
        Ok(part)
    })?;
    let total = parts.iter().map(|part| part.total).sum();
    let mut all = Vec::new();
    for part in &mut parts {
        all.append(&mut part.found);
    }
    if order == Order::Relevance {
        leave_best_scores(&mut all, keep);
    }
    let columns = |found: &Found| &parts[found.address.segment_ord as usize].columns;
    all.sort_by(|one, other| {
        // Ids of different segments cannot be compared by number.
        let names = |found: &Found| columns(found).names(found.address.doc_id);
        let order = wanted.compare((one, columns(one)), (other, columns(other)));
        order.then_with(|| names(one).cmp(&names(other)))
    });
    all.truncate(keep);
    match parts.iter().find_map(|part| part.columns.failed.take()) {
        Some(error) => Err(error),
        None => Ok((all, total)),
    }
}

/// When so many hits of a segment are held, how many there may be before they are cut: as many more as are wanted,
/// so that cutting costs a constant a hit.
fn room(keep: usize, held: usize) -> usize {
    keep.max(held).saturating_add(keep.max(54))
}

/// Leaves the best hits by their scores alone, and all that score as much as the last of them; gives back that
/// score, if there are so many hits.
fn leave_best_scores(found: &mut Vec<Found>, keep: usize) -> Option<f32> {
    let last = keep.checked_sub(1).filter(|last| *last < found.len())?;
    let better = |one: &Found, other: &Found| other.score.total_cmp(&one.score);
    let (_, last, _) = found.select_nth_unstable_by(last, better);
    let least = last.score;
    found.retain(|found| found.score >= least);
    Some(least)
}

/// The hits of one segment so far.
struct Part<'s> {
    wanted: Wanted,
    ord: u32,
    columns: Columns<'s>,
    found: Vec<Found>,
    /// With so many of them, they are cut.
    room: usize,
    /// The score a hit must reach to be among the kept, once that is known.
    least: f32,
    total: u64,
}

impl<'s> Part<'s> {
    fn new(wanted: Wanted, ord: u32, segment: &'s SegmentReader) -> Self {
        Self {
            wanted,
            ord,
            columns: Columns::new(segment),
            found: Vec::new(),
            room: room(wanted.keep, 0),
            least: if wanted.keep == 0 {
                f32::INFINITY
            } else {
                f32::NEG_INFINITY
            },
            total: 0,
        }
    }

    /// Counts every hit of a pattern, and looks only at those that may be among the best. Whether that was possible.
    fn prune(&mut self, pattern: Option<&TextQuery>) -> tantivy::Result<bool> {
        let (segment, ord) = (self.columns.segment, self.ord);
        let pattern = pattern.filter(|_| segment.alive_bitset().is_none());
        let Some(pattern) = pattern else {
            return Ok(false);
        };
        let others = pattern.prune(segment, ord, &mut |doc, score| {
            self.add(doc, score);
            self.least
        })?;
        self.total += others.unwrap_or(0);
        Ok(others.is_some())
    }

    fn walk(&mut self, weight: &dyn Weight) -> tantivy::Result<()> {
        let segment = self.columns.segment;
        let alive = segment.alive_bitset();
        weight.for_each(segment, &mut |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                self.add(doc, score);
            }
        })
    }

    fn add(&mut self, doc: DocId, score: f32) {
        self.total += 1;
        // Known only of hits by score, and of those that are not kept at all.
        if score < self.least {
            return;
        }
        let dated = self.wanted.with_dates();
        self.found.push(Found {
            score,
            date: dated.then(|| self.columns.date(doc)).flatten(),
            address: DocAddress::new(self.ord, doc),
        });
        if self.found.len() >= self.room {
            self.cut();
            self.room = room(self.wanted.keep, self.found.len());
        }
    }

    /// Leaves the best of the hits, and where they are ordered by score some that may turn out to be.
    fn cut(&mut self) {
        let (columns, keep) = (&self.columns, self.wanted.keep);
        if self.wanted.order == Order::Relevance {
            self.least = leave_best_scores(&mut self.found, keep).unwrap_or(self.least);
            if self.found.len() <= keep.saturating_add(TIES) {
                return;
            }
        }
        if self.found.len() <= keep || keep == 0 {
            return;
        }
        self.found.select_nth_unstable_by(keep - 1, |one, other| {
            let id = |found: &Found| columns.id_number(found.address.doc_id);
            let order = self.wanted.compare((one, columns), (other, columns));
            order.then_with(|| id(one).cmp(&id(other)))
        });
        self.found.truncate(keep);
    }
}

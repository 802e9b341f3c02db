//! A single word anywhere in headline and body, which most queries are made of: its terms in both fields
//! walked as one list.

use super::side::Lengths;
use super::summed::Summed;
use crate::engine::bm25::score;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score};

/// Walks the documents of one segment that hold a word. Its scores are to the bit those of `TextScorer`.
pub(super) struct WordScorer {
    summed: Summed,
    /// Of each field, in the order of their lists.
    lengths: Vec<Lengths>,
    idf: f32,
    size: u32,
}

impl WordScorer {
    /// Of the lists of each field, `size` being a bound of how many documents they have.
    pub(super) fn new(summed: Summed, lengths: Vec<Lengths>, idf: f32) -> Self {
        let sizes = summed.lists().iter().map(DocSet::size_hint);
        let size = sizes.fold(0, u32::saturating_add);
        Self {
            summed,
            lengths,
            idf,
            size,
        }
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        self.summed.seek(self.summed.doc().saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.summed.seek(target)
    }

    fn doc(&self) -> DocId {
        self.summed.doc()
    }

    fn size_hint(&self) -> u32 {
        self.size
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let doc = self.summed.doc();
        let mut sum = 0.0;
        for (field, lengths) in self.lengths.iter().enumerate() {
            let freq = self.summed.freq(field);
            if freq > 0 {
                sum += lengths.normalised(doc, freq);
            }
        }
        score(self.idf, sum)
    }
}

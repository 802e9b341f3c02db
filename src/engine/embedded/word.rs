//! A single word anywhere in headline and body, which most queries are made of: its terms in both fields
//! walked as one list.

use super::side::Lengths;
use super::summed::Summed;
use crate::engine::bm25::score;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

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
        Self {
            size: summed.size(),
            summed,
            lengths,
            idf,
        }
    }

    /// Hands out every document with its score.
    pub(super) fn each(&mut self, each: &mut dyn FnMut(DocId, Score)) {
        let fields = || self.lengths.iter().enumerate();
        while self.summed.doc() != TERMINATED {
            let doc = self.summed.doc();
            let Some(stretch) = self.summed.stretch() else {
                let freqs = fields().map(|(field, lengths)| (lengths, self.summed.freq(field)));
                each(doc, scored(self.idf, doc, freqs));
                self.summed.advance();
                continue;
            };
            stretch.each(doc, |doc| {
                let freqs = fields().map(|(field, lengths)| (lengths, stretch.freq(field, doc)));
                each(doc, scored(self.idf, doc, freqs));
            });
            let end = stretch.end();
            self.summed.seek(end);
        }
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        self.summed.advance()
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
        let fields = self.lengths.iter().enumerate();
        let freqs = fields.map(|(field, lengths)| (lengths, self.summed.freq(field)));
        scored(self.idf, self.summed.doc(), freqs)
    }
}

/// The score of a document by its frequencies in fields of some lengths.
#[inline]
fn scored<'l>(idf: f32, doc: DocId, freqs: impl Iterator<Item = (&'l Lengths, u32)>) -> Score {
    let mut sum = 0.0;
    for (lengths, freq) in freqs {
        if freq > 0 {
            sum += lengths.normalised(doc, freq);
        }
    }
    score(idf, sum)
}

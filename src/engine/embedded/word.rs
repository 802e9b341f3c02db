//! A single word anywhere in headline and body, which most queries are made of: its terms in both fields
//! walked as one list.

use super::side::Lengths;
use super::summed::{SPAN, Stretch, Summed};
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

/// The scores of a stretch of documents: to score all of one costs less than to ask for each.
struct Scores {
    /// Where the stretch begins.
    first: DocId,
    of: Box<[Score; SPAN]>,
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
        let mut scores = Scores {
            first: 0,
            of: Box::new([0.0; SPAN]),
        };
        while self.summed.doc() != TERMINATED {
            let doc = self.summed.doc();
            if let Some(stretch) = self.summed.stretch() {
                scores.fill(stretch, &self.lengths, self.idf);
                stretch.each(doc, |doc| each(doc, scores.get(doc)));
                let end = stretch.end();
                self.summed.seek(end);
            } else {
                each(doc, self.score());
                self.summed.advance();
            }
        }
    }
}

impl Scores {
    fn fill(&mut self, stretch: &Stretch, lengths: &[Lengths], idf: f32) {
        self.first = stretch.first();
        self.of.fill(0.0);
        for (field, lengths) in lengths.iter().enumerate() {
            let freqs = stretch.freqs(field);
            stretch.each(self.first, |doc| {
                let place = (doc - self.first) as usize % SPAN;
                if freqs[place] > 0 {
                    self.of[place] += lengths.normalised(doc, freqs[place]);
                }
            });
        }
        for sum in self.of.iter_mut() {
            *sum = score(idf, *sum);
        }
    }

    fn get(&self, doc: DocId) -> Score {
        self.of[(doc - self.first) as usize % SPAN]
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
    /// Of the current document alone: of what other parts of a query leave, most of a stretch is not asked for.
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

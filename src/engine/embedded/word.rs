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
    scores: Scores,
}

/// The scores of a stretch of documents: to score all of one costs less than to ask for each.
struct Scores {
    /// Where the stretch begins; none that does is scored before the first.
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
            scores: Scores {
                first: TERMINATED,
                of: Box::new([0.0; SPAN]),
            },
        }
    }

    /// Hands out every document with its score.
    pub(super) fn each(&mut self, each: &mut dyn FnMut(DocId, Score)) {
        while self.summed.doc() != TERMINATED {
            let doc = self.summed.doc();
            let Some(stretch) = self.summed.stretch() else {
                each(doc, self.score_alone());
                self.summed.advance();
                continue;
            };
            self.scores.fill(stretch, &self.lengths, self.idf);
            stretch.each(doc, |doc| each(doc, self.scores.get(doc)));
            let end = stretch.end();
            self.summed.seek(end);
        }
    }

    /// The score of the current document, from where its lists stand.
    fn score_alone(&self) -> Score {
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
    fn score(&mut self) -> Score {
        let Some(stretch) = self.summed.stretch() else {
            return self.score_alone();
        };
        if self.scores.first != stretch.first() {
            self.scores.fill(stretch, &self.lengths, self.idf);
        }
        self.scores.get(self.summed.doc())
    }
}

//! A single word anywhere in headline and body, which most queries are made of: its terms in both fields
//! walked as one list.

use super::side::Lengths;
use super::summed::{Stretch, Summed};
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
        self.prune(&mut |doc, score| {
            each(doc, score);
            f32::NEG_INFINITY
        });
    }

    /// Hands out the documents that may reach the score that `each` gave back last, and says how many others there
    /// are.
    pub(super) fn prune(&mut self, each: &mut dyn FnMut(DocId, Score) -> Score) -> u64 {
        let mut others = 0;
        let mut bound = Bound::new(f32::NEG_INFINITY, &self.lengths, self.idf);
        while self.summed.doc() != TERMINATED {
            let doc = self.summed.doc();
            let mut least = bound.score;
            if let Some(stretch) = self.summed.stretch() {
                stretch.each(doc, |doc| {
                    if bound.is_open(stretch, doc) {
                        let score = self.scored(doc, |field| stretch.freq(field, doc));
                        least = each(doc, score);
                    } else {
                        others += 1;
                    }
                });
                let end = stretch.end();
                self.summed.seek(end);
            } else {
                least = each(doc, self.score());
                self.summed.advance();
            }
            if least > bound.score {
                bound = Bound::new(least, &self.lengths, self.idf);
            }
        }
        others
    }

    /// The score of a document by how often the word stands in each field.
    #[inline]
    fn scored(&self, doc: DocId, freq: impl Fn(usize) -> u32) -> Score {
        let mut sum = 0.0;
        for (field, lengths) in self.lengths.iter().enumerate() {
            let freq = freq(field);
            if freq > 0 {
                sum += lengths.normalised(doc, freq);
            }
        }
        score(self.idf, sum)
    }
}

/// Below how often a word must stand in each field, and in no other, for a document not to reach a score.
struct Bound {
    score: Score,
    freqs: Vec<u32>,
}

impl Bound {
    fn new(score: Score, lengths: &[Lengths], idf: f32) -> Self {
        let least = |lengths: &Lengths| lengths.least_freq(idf, score);
        Self {
            score,
            freqs: lengths.iter().map(least).collect(),
        }
    }

    /// Whether a document may reach the score.
    #[inline]
    fn is_open(&self, stretch: &Stretch, doc: DocId) -> bool {
        let freq = |field| stretch.freq(field, doc);
        match *self.freqs {
            [least] => freq(0) >= least,
            [one, other] => freq(0) >= one || freq(1) >= other || (freq(0) > 0 && freq(1) > 0),
            _ => true,
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
        self.scored(self.summed.doc(), |field| self.summed.freq(field))
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::Engine;
    use crate::engine::sample::{archive, article, ids, query, request};

    #[test]
    fn the_best_are_the_same_however_many_are_asked_for() {
        let articles: Vec<_> = (0..5_000_usize)
            .map(|n| {
                let words = ["bank", "Bank", "banks"]
                    .into_iter()
                    .cycle()
                    .take(n * 7 % 13);
                let body: Vec<_> = words.chain(vec!["quay"; n % 50]).collect();
                let headline = if n % 97 == 0 { "Bank" } else { "Quay" };
                article(&format!("d{n}"), headline, &body.join(" "))
            })
            .collect();
        for per_segment in [5_000, 1_700] {
            let archive = archive(&articles, per_segment);
            for text in ["bank", "body:bank", "quay"] {
                let asked = |limit| archive.engine.search(&request(query(text), limit)).unwrap();
                let all = asked(5_000);
                for limit in [1, 10, 100, 900] {
                    let best = asked(limit);
                    assert_eq!(best.total, all.total, "{text} {limit}");
                    assert_eq!(ids(&best), ids(&all)[..limit], "{text} {limit}");
                }
            }
        }
    }
}

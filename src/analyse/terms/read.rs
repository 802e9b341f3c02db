//! Typical terms by reading the matching articles.
//!
//! Their texts give the candidates; how many articles of the whole archive hold one is asked of the engine.
//! Asking that of every word would cost more than the answer is worth, so candidates come in order of the
//! highest G² they can reach (as if no other article held them), and the asking ends when no candidate that is
//! left can be among the first: the answer is exact all the same.

use super::best::{Best, g2};
use super::vocabulary::{Candidate, Vocabulary};
use super::{Wanted, node, often};
use crate::analyse::{Asked, Compared};
use crate::engine::Columns;
use crate::error::Result;
use std::collections::HashMap;

/// What is known while candidates are weighed.
struct Weighing<'a> {
    engine: &'a dyn Columns,
    asked: &'a Asked,
    vocabulary: &'a Vocabulary,
    /// How many articles match, and how many there are.
    sizes: (u64, u64),
    /// How many articles of the archive hold a word, where that was asked.
    known: HashMap<u32, u64>,
}

/// The typical terms, the most typical first; none if every article matches.
pub(super) fn read(
    engine: &dyn Columns,
    asked: &Asked,
    wanted: Wanted,
) -> Result<Option<Vec<(String, Compared)>>> {
    let mut vocabulary = Vocabulary::default();
    engine.texts(&asked.query, &asked.meaning, &mut |headline, body| {
        vocabulary.add(&[headline, body], wanted.phrases);
    })?;
    let archive = engine.manifest().articles;
    if vocabulary.articles >= archive && archive > 0 {
        return Ok(None);
    }
    let candidates = vocabulary.candidates(wanted.words, wanted.least.max(1));
    let mut weighing = Weighing {
        engine,
        asked,
        sizes: (vocabulary.articles, archive),
        vocabulary: &vocabulary,
        known: HashMap::new(),
    };
    weighing.best(candidates, wanted.limit).map(Some)
}

impl Weighing<'_> {
    /// The first `limit` candidates by G².
    fn best(
        &mut self,
        candidates: Vec<(Candidate, u64)>,
        limit: usize,
    ) -> Result<Vec<(String, Compared)>> {
        let mut bounded: Vec<_> = candidates
            .into_iter()
            .map(|(candidate, matching)| (self.compared(matching, matching), candidate))
            .map(|(at_most, candidate)| (g2(at_most), at_most.matching, candidate))
            .collect();
        bounded.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.2.cmp(&other.2)));
        let mut best = Best::new(limit);
        for (bound, matching, candidate) in bounded {
            if !best.is_open_to(bound) {
                break;
            }
            if let Some(all) = self.all(candidate)? {
                let compared = self.compared(matching, all.max(matching));
                best.offer(compared, || self.vocabulary.term(candidate));
            }
        }
        Ok(best.rows())
    }

    fn compared(&self, matching: u64, all: u64) -> Compared {
        Compared {
            matching,
            of_matching: self.sizes.0,
            all,
            of_all: self.sizes.1,
        }
    }

    /// How many articles hold a candidate; none if it has a word that is everywhere.
    fn all(&mut self, candidate: Candidate) -> Result<Option<u64>> {
        let often = often(self.sizes.1);
        let (first, second) = match candidate {
            Candidate::Word(word) => return Ok(Some(self.word(word)?).filter(|n| *n <= often)),
            Candidate::Phrase(first, second) => (first, second),
        };
        if self.word(first)? > often || self.word(second)? > often {
            return Ok(None);
        }
        let everything = self.asked.everything();
        let phrase = everything.and(node(&self.vocabulary.term(candidate)));
        self.engine.count(&phrase.query, &phrase.meaning).map(Some)
    }

    fn word(&mut self, word: u32) -> Result<u64> {
        if let Some(known) = self.known.get(&word) {
            return Ok(*known);
        }
        let text = self.vocabulary.term(Candidate::Word(word));
        let articles = self.engine.articles_with(&text)?;
        self.known.insert(word, articles);
        Ok(articles)
    }
}

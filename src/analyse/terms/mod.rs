//! Words and two-word phrases that are typical of the matching articles: keyness by log-likelihood.
//!
//! The texts of the matching articles give the candidates; how many articles of the whole archive hold one
//! is asked of the engine. Asking that of every word would cost more than the answer is worth, so
//! candidates come in order of the highest G² they can reach (as if no other article held them), and the
//! asking ends when no candidate that is left can be among the first: the answer is exact all the same.
//!
//! What is counted is articles, not occurrences, so one long article cannot make a word typical. Words
//! without a letter are left out, and so are those that more than a quarter of the archive holds, alone and
//! in phrases: long articles hold more of them than short ones, which says nothing of their subject, and
//! so no list of small words is needed for any language.

use super::asked::Asked;
use super::calendar::Period;
use super::keyness::Compared;
use super::timeline::Timeline;
use super::vocabulary::{Candidate, Vocabulary};
use crate::answer::{Cell, Table};
use crate::engine::Columns;
use crate::error::{Error, Result};
use crate::query::{Form, Node, Pattern, Query, Scope, Word};
use std::cmp::Ordering;
use std::collections::HashMap;

/// A word in no more articles than this is never left out.
const SMALL: u64 = 100;

/// Which terms are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Words.
    pub words: bool,
    /// Phrases of two words.
    pub phrases: bool,
    /// In so many matching articles at least.
    pub least: u64,
    /// How many at most.
    pub limit: usize,
}

/// The typical terms of the matching articles, the most typical first.
#[derive(Debug, Clone)]
pub struct Terms {
    asked: Asked,
    /// Each term with its counts.
    pub rows: Vec<(String, Compared)>,
}

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

impl Terms {
    /// Weighs the words and phrases of the matching articles.
    ///
    /// # Errors
    /// If every article matches: then there is nothing to compare with.
    pub fn new(engine: &dyn Columns, asked: &Asked, wanted: Wanted) -> Result<Self> {
        let mut vocabulary = Vocabulary::default();
        engine.texts(&asked.query, &asked.meaning, &mut |headline, body| {
            vocabulary.add(&[headline, body], wanted.phrases);
        })?;
        let archive = engine.manifest().articles;
        if vocabulary.articles >= archive && archive > 0 {
            return Err(Error::Usage(
                "every article matches, so no word is typical of them: ask for fewer".into(),
            ));
        }
        let candidates = vocabulary.candidates(wanted.words, wanted.least.max(1));
        let mut weighing = Weighing {
            engine,
            asked,
            sizes: (vocabulary.articles, archive),
            vocabulary: &vocabulary,
            known: HashMap::new(),
        };
        let rows = weighing.best(candidates, wanted.limit)?;
        Ok(Self {
            asked: asked.clone(),
            rows,
        })
    }

    /// The table: a row a term.
    pub fn table(&self) -> Table {
        let row = |(term, compared): &(String, Compared)| {
            let g2 = compared.log_likelihood().unwrap_or(0.0);
            vec![
                Cell::Text(term.clone()),
                Cell::Count(compared.matching),
                Cell::Figure(compared.share()),
                Cell::Count(compared.all),
                Cell::Figure((g2 * 100.0).round() / 100.0),
            ]
        };
        Table {
            provenance: None,
            columns: ["term", "articles", "share", "archive", "G2"]
                .map(String::from)
                .to_vec(),
            rows: self.rows.iter().map(row).collect(),
            total: self.rows.len() as u64,
        }
    }

    /// The table over time: a row a term, and for each period how many matching articles hold it.
    pub fn over(&self, engine: &dyn Columns, period: Period) -> Result<Table> {
        let query = |(term, _): &(String, Compared)| Asked {
            query: Query {
                typed: term.clone(),
                root: self.asked.and(node(term)).query.root,
            },
            meaning: self.asked.meaning.clone(),
        };
        let queries: Vec<_> = self.rows.iter().map(query).collect();
        let timeline = Timeline::new(engine, &queries, period, None)?;
        Ok(timeline.turned("term"))
    }
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
        let mut best: Vec<(f64, String, Compared)> = Vec::new();
        for (bound, matching, candidate) in bounded {
            if best.len() == limit && best.last().is_none_or(|last| last.0 >= bound) {
                break;
            }
            let Some(all) = self.all(candidate)? else {
                continue;
            };
            let compared = self.compared(matching, all.max(matching));
            let g2 = g2(compared);
            if g2 <= 0.0 {
                continue;
            }
            let term = self.vocabulary.term(candidate);
            let place = best.partition_point(|(more, name, _)| {
                more.total_cmp(&g2).reverse().then_with(|| name.cmp(&term)) == Ordering::Less
            });
            best.insert(place, (g2, term, compared));
            best.truncate(limit);
        }
        Ok(best.into_iter().map(|(_, term, c)| (term, c)).collect())
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
        let often = SMALL.max(self.sizes.1 / 4);
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

fn g2(compared: Compared) -> f64 {
    compared.log_likelihood().unwrap_or(0.0)
}

/// The condition that an article holds a term: its words, one after the other.
fn node(term: &str) -> Node {
    let word = |text: &str| {
        Pattern::Word(Word {
            text: text.to_owned(),
            form: Form::Exact,
            span: 0..0,
        })
    };
    let mut parts: Vec<_> = term.split(' ').map(word).collect();
    let pattern = if parts.len() == 1 {
        parts.remove(0)
    } else {
        Pattern::Phrase { parts, slop: 0 }
    };
    Node::Text {
        scope: Scope::Article,
        pattern,
    }
}

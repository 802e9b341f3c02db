//! Words and two-word phrases that are typical of the matching articles: keyness by log-likelihood.
//!
//! What is counted is articles, not occurrences, so one long article cannot make a word typical. Words
//! without a letter are left out, and so are those that more than a quarter of the archive holds, alone and
//! in phrases: long articles hold more of them than short ones, which says nothing of their subject, and
//! so no list of small words is needed for any language.
//!
//! There are two ways to the same answer: few articles are read (`read`), of many the words are counted in the
//! dictionaries of the archive (`tallied`).

mod best;
mod read;
mod tallied;
mod vocabulary;

use super::asked::Asked;
use super::calendar::Period;
use super::keyness::Compared;
use super::timeline::Timeline;
use crate::answer::{Cell, Table};
use crate::engine::Columns;
use crate::error::{Error, Result};
use crate::query::{Form, Node, Pattern, Query, Scope, Word};
use best::g2;
use read::read;
use tallied::tallied;

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

impl Terms {
    /// Weighs the words and phrases of the matching articles.
    ///
    /// # Errors
    /// If every article matches: then there is nothing to compare with.
    pub fn new(engine: &dyn Columns, asked: &Asked, wanted: Wanted) -> Result<Self> {
        let every = |(matching, all): (u64, u64)| matching >= all && all > 0;
        let rows = match engine.tally(&asked.query, &asked.meaning)? {
            Some(tally) if every(tally.sizes()) => None,
            Some(mut tally) if tally.pays() => Some(tallied(&mut *tally, wanted)?),
            _ => read(engine, asked, wanted)?,
        };
        let Some(rows) = rows else {
            return Err(Error::Usage(
                "every article matches, so no word is typical of them: ask for fewer".into(),
            ));
        };
        Ok(Self {
            asked: asked.clone(),
            rows,
        })
    }

    /// The table: a row a term.
    pub fn table(&self) -> Table {
        let row = |(term, compared): &(String, Compared)| {
            let g2 = g2(*compared);
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

/// A word that more articles hold is everywhere, of an archive of this size.
fn often(archive: u64) -> u64 {
    SMALL.max(archive / 4)
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

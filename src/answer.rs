//! What an engine answers and a printer prints: [`Page`], [`Hit`], [`Snippet`], [`Table`].
//!
//! They stand below both, so that neither knows the other. No markup: a snippet says which characters
//! are highlighted, and each printer marks them in its own way.

use crate::article::Article;
use crate::date::NewsDate;
use std::ops::Range;

/// The answer to a search: the hits of one page, and what they were counted from.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where the answer comes from.
    pub provenance: Provenance,
    /// How many articles match in all.
    pub total: u64,
    /// How many hits were passed over before the first of `hits`.
    pub offset: u64,
    /// The hits, in order.
    pub hits: Vec<Hit>,
    /// What stands behind them, if each story was to count once.
    pub collapsed: Option<Collapsed>,
}

/// The reprints that were folded into the hits of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collapsed {
    /// How many articles match when each story counts once.
    pub total: u64,
    /// For each hit, in order, the others of its story, in order of time.
    pub reprints: Vec<Vec<Reprint>>,
    /// Whether people are to see each of them.
    pub expanded: bool,
}

/// Another printing of a hit's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reprint {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub headline: String,
    /// The newspaper, agency or site.
    pub publication: Option<String>,
    /// When it was published.
    pub date: Option<NewsDate>,
    /// The share of the words of the shorter text that stand in the longer one in the same order.
    pub similarity: f64,
}

/// What has to be cited with a figure: query, index, version.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Provenance {
    /// The query as typed.
    pub query: String,
    /// The query as understood, in the query language with every default written out.
    pub parsed: String,
    /// The index: same fingerprint, same articles, same answers.
    pub fingerprint: String,
    /// How many articles the index holds.
    pub articles: u64,
    /// The version of this program.
    pub version: &'static str,
}

/// One matching article.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its BM25 score; `None` where the order is not by relevance.
    pub score: Option<f32>,
    /// Its id: unique in the index, stable over refreshes.
    pub id: String,
    /// The name of the root it was found under.
    pub root: String,
    /// Its file's path below that root, with `#N` where a file holds several articles.
    pub path: String,
    /// Its file as a program can open it.
    pub file: String,
    /// The article as stored.
    pub article: Article,
    /// The bytes of its headline that match the query, in order, not overlapping, on grapheme boundaries.
    pub headline_highlights: Vec<Range<usize>>,
    /// The passages that show why it matches, best first; empty where none were asked for.
    pub snippets: Vec<Snippet>,
}

/// A passage of an article, without markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The passage.
    pub text: String,
    /// The bytes of `text` that match the query, in order, not overlapping, on grapheme boundaries.
    pub highlights: Vec<Range<usize>>,
    /// Whether text was left out before it.
    pub cut_before: bool,
    /// Whether text was left out after it.
    pub cut_after: bool,
}

/// A table of figures, as the research commands answer.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Where the figures come from, if they come from a query.
    pub provenance: Option<Provenance>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows there were before a limit cut them.
    pub total: u64,
}

/// One cell of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A count.
    Count(u64),
    /// A figure.
    Figure(f64),
    /// Nothing.
    Nothing,
}

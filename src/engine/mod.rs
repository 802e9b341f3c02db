//! The asking side: from a [`Query`] to a [`Page`] of hits.
//!
//! [`Engine`] is what the commands ask; [`Embedded`] answers from an index on this machine, [`Quickwit`]
//! from one on a cluster. What a word
//! matches (`matcher`), where a pattern stands (`spans`), how it scores ([`bm25`]) and what of an
//! article is shown (`snippet`) is written once, apart from any engine.

pub mod bm25;
mod capabilities;
#[cfg(test)]
mod cluster_faults;
#[cfg(test)]
mod cluster_replay;
#[cfg(test)]
mod cluster_test;
mod columns;
mod concordance;
mod embedded;
mod feedback;
mod marks;
mod matcher;
mod passages;
mod plan;
mod problems;
#[cfg(test)]
mod query_table;
mod quickwit;
#[cfg(test)]
mod random_queries;
#[cfg(test)]
mod sample;
mod signatures;
mod snippet;
#[cfg(test)]
mod snippet_test;
mod spans;
mod statistics;
mod stretches;
mod tally;
#[cfg(test)]
mod widen_test;
mod window;

pub use capabilities::{Capabilities, Scores};
pub use columns::{Columns, Days, Name, NameCounts, NameField, Values};
pub use concordance::{Kwic, Line};
pub use embedded::{EXPANSION_LIMIT, Embedded, Explained, Facet, Part, Resolve, Similar};
pub use feedback::{Feedback, Weighted};
pub use passages::{Passages, passages};
pub use problems::{Concern, KINDS, Want};
pub use quickwit::Quickwit;
pub use signatures::{Found, Place, Signatures, Signed};
pub use snippet::SnippetOptions;
pub use statistics::{Publication, Statistics};
pub use tally::{Held, Tally};

use crate::analysis::Stemmer;
use crate::answer::{Hit, Page, Provenance};
use crate::error::Result;
use crate::query::Query;
use crate::schema::Manifest;

/// The order of hits. Equal hits are ordered by date (newest first), then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By score, best first.
    #[default]
    Relevance,
    /// By date, newest first; undated articles last.
    Newest,
    /// By date, oldest first; undated articles last.
    Oldest,
}

/// How a query is to be understood.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// Which forms are one word.
    pub stemmer: Stemmer,
    /// Whether an article dated "2019" matches a day of 2019.
    pub loose_dates: bool,
    /// Whether `org:` means organisations given by the source only.
    pub given_only: bool,
}

/// How articles are scored.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Rank {
    /// By the words of the query ([`bm25`]).
    #[default]
    Bm25,
    /// By those, and by words of the articles that score best by them (RM3).
    Rm3(Feedback),
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query.
    pub query: Query,
    /// How it is to be understood.
    pub meaning: Meaning,
    /// How articles are scored.
    pub rank: Rank,
    /// The order of the hits.
    pub order: Order,
    /// How many hits at most.
    pub limit: usize,
    /// How many hits to pass over.
    pub offset: usize,
    /// Which passages to show.
    pub snippets: SnippetOptions,
}

/// Something that answers queries over an archive.
///
/// What is asked crosses this seam as a [`Query`] tree. Its words become tokens in our own code, whatever the
/// engine: none is sent a text or a query string to analyse in its own way, so all match the same articles.
/// What an engine cannot do is an error before it is asked for anything, never a part of the query left out.
pub trait Engine: Send + Sync {
    /// What the archive says of itself.
    fn manifest(&self) -> &Manifest;

    /// What it does otherwise than the index on this machine, or not at all.
    fn capabilities(&self) -> Capabilities;

    /// Where the archive is, for people.
    fn place(&self) -> String;

    /// The hits of a request, with the full count.
    fn search(&self, request: &Request) -> Result<Page>;

    /// The hits of a request by pages of `size`, each handed out as soon as it is made: at least one, which may
    /// be empty. An engine that is asked for all hits in one go hands them out in one.
    ///
    /// # Errors
    /// From searching, or what `each` gives.
    fn search_by(
        &self,
        request: &Request,
        size: usize,
        each: &mut dyn FnMut(Page) -> Result<()>,
    ) -> Result<()> {
        let _ = size;
        each(self.search(request)?)
    }

    /// How many articles match.
    fn count(&self, query: &Query, meaning: &Meaning) -> Result<u64>;

    /// What the archive holds.
    fn statistics(&self) -> Result<Statistics>;

    /// The articles with an id: one, none, or several that share it. A locator (`PATH#N`, `ROOT:PATH#N`)
    /// names exactly one.
    fn show(&self, id: &str) -> Result<Vec<Hit>>;

    /// What has to be said with the answers so far.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// What has to be cited with figures from a query.
    fn provenance(&self, query: &Query) -> Provenance {
        let manifest = self.manifest();
        Provenance {
            query: query.typed.clone(),
            parsed: query.to_string(),
            fingerprint: manifest.fingerprint.clone(),
            articles: manifest.articles,
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

//! The engine on a Quickwit cluster.
//!
//! A query is compiled to a closed list of clauses over tokens and facts that our own analysis made
//! ([`crate::schema`]'s `wire`). Where the clauses say exactly what the query says, the cluster finds, counts
//! and orders. Where they can only say more (proximity, sentences, counts, spellings in capitals, regular
//! expressions…), they find candidates, and the same code that answers from an index on this machine decides
//! which of them match: candidates are read into an index in memory, up to a bound that is an error when it
//! is met. So both engines match the same articles, whatever is asked.

mod candidates;
mod clause;
mod columns;
mod compile;
mod facts;
mod hits;
mod pages;
mod words;

use super::embedded::Resolve;
use super::{Capabilities, Engine, Meaning, Publication, Rank, Request, Scores, Statistics};
use crate::analysis::Stemmer;
use crate::answer::{Hit, Page};
use crate::error::{Error, Result};
use crate::query::{Node, Query};
use crate::quickwit::{Client, Config, Failure, Ledger};
use crate::schema::{Fields, Manifest, date_of};
use serde_json::{Value as Json, json};

/// An archive on a cluster. It sees the commit that was the last when it was opened.
pub struct Quickwit {
    client: Client,
    ledger: Ledger,
    fields: Fields,
    resolve: Resolve,
}

impl Quickwit {
    /// Opens the archive.
    ///
    /// # Errors
    /// If the cluster cannot be reached or holds no such archive.
    pub fn open(config: Config) -> Result<Self> {
        let client = Client::new(config)?;
        client.check()?;
        let ledger = match Ledger::newest(&client) {
            Err(failure) if failure.is_absent() => None,
            ledger => ledger.map_err(|failure| client.failed(failure))?,
        };
        // Made but never filled: whoever made it was interrupted before the first commit.
        let filled = ledger.filter(|ledger| ledger.manifest.format > 0);
        let Some(ledger) = filled else {
            return Err(Error::Cluster {
                url: client.config().url.clone(),
                reason: format!(
                    "holds no archive `{}`: make one with `morgue index --engine quickwit DIR`, or name \
                     another with `--archive`",
                    client.config().archive
                ),
            });
        };
        ledger.fits(&client)?;
        Ok(Self {
            client,
            ledger,
            fields: Fields::of_schema(),
            resolve: std::sync::Arc::new(|name| (crate::enrich::organisations::key(name), false)),
        })
    }

    /// Lets `resolve` say which organisation a name means.
    #[must_use]
    pub fn with_names(mut self, resolve: Resolve) -> Self {
        self.resolve = resolve;
        self
    }

    /// Counts documents by a question of the cluster.
    fn number(&self, query: &Json) -> Result<u64> {
        self.client
            .count(query)
            .map_err(|failure| self.failed(failure))
    }

    fn failed(&self, failure: Failure) -> Error {
        self.client.failed(failure)
    }

    /// The stems of the archive are of one language: words of another are found as candidates.
    fn has_stems_of(&self, stemmer: Stemmer) -> bool {
        Stemmer::new(&self.ledger.stem)
            .is_ok_and(|own| format!("{own:?}") == format!("{stemmer:?}"))
    }
}

impl Engine for Quickwit {
    fn manifest(&self) -> &Manifest {
        &self.ledger.manifest
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "quickwit",
            scores: Scores::Split,
            feedback: false,
        }
    }

    fn place(&self) -> String {
        self.client.place()
    }

    fn remarks(&self) -> Vec<String> {
        let failed = self.client.failed_parts();
        let remark = format!(
            "{failed} answers came without parts of the archive that failed: figures may be too low"
        );
        if failed == 0 {
            Vec::new()
        } else {
            vec![remark]
        }
    }

    fn search(&self, request: &Request) -> Result<Page> {
        if matches!(request.rank, Rank::Rm3(_)) {
            return Err(Error::Usage(
                "a cluster does not widen queries: leave `--rank bm25+rm3` out, or search an index on this machine"
                    .into(),
            ));
        }
        let compiled = self.compile(&request.query, &request.meaning)?;
        if !compiled.clause.exact {
            let few = self.candidates(&compiled, &request.query)?;
            let mut page = few.search(request)?;
            self.tell_apart(&mut page.hits)?;
            return Ok(page);
        }
        let (hits, total) = self.best(&compiled, request)?;
        Ok(Page {
            provenance: self.provenance(&request.query),
            total,
            offset: request.offset as u64,
            hits,
            collapsed: None,
        })
    }

    fn count(&self, query: &Query, meaning: &Meaning) -> Result<u64> {
        let manifest = self.manifest();
        if query.root == Node::All {
            return Ok(manifest.articles);
        }
        let compiled = self.compile(query, meaning)?;
        if compiled.clause.exact {
            return self.number(&self.question(&compiled.clause));
        }
        self.candidates(&compiled, query)?.count(query, meaning)
    }

    fn statistics(&self) -> Result<Statistics> {
        let manifest = self.manifest();
        let body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": self.ledger.all("article"),
            "aggs": {
                "first": {"min": {"field": "day"}},
                "last": {"max": {"field": "day_last"}},
                "dated": {"value_count": {"field": "day"}},
                "publications": {"terms": {"field": "publication", "size": MOST_VALUES}},
            },
        });
        let answer = self
            .client
            .search(&body)
            .map_err(|failure| self.failed(failure))?;
        let figure = |name: &str| answer.aggregations[name]["value"].as_f64();
        let dated = figure("dated").unwrap_or_default() as u64;
        let day = |name| {
            let day = figure(name).filter(|_| dated > 0)?;
            Some(date_of(day as i64).to_string())
        };
        Ok(Statistics {
            fingerprint: manifest.fingerprint.clone(),
            articles: manifest.articles,
            files: manifest.files,
            first_day: day("first"),
            last_day: day("last"),
            undated: manifest.articles.saturating_sub(dated),
            bytes: self
                .client
                .bytes()
                .map_err(|failure| self.failed(failure))?,
            roots: manifest.roots.clone(),
            publications: publications(answer.buckets("publications").ok_or_else(|| {
                Error::Cluster {
                    url: self.client.config().url.clone(),
                    reason: "cannot list every publication: there are too many".into(),
                }
            })?),
        })
    }

    fn show(&self, id: &str) -> Result<Vec<Hit>> {
        self.named(id)
    }
}

/// So many values of a field a cluster is asked to list.
const MOST_VALUES: usize = 65_000;

/// The publications of buckets of terms, spellings of a key as one, most articles first, then by name.
fn publications(buckets: Vec<(Json, u64)>) -> Vec<Publication> {
    let mut names = super::embedded::Names::default();
    let mut articles: Vec<u64> = Vec::new();
    for (term, count) in buckets {
        let term = term.as_str().unwrap_or_default();
        let number = names.number(term, count) as usize;
        articles.resize(articles.len().max(number + 1), 0);
        articles[number] += count;
    }
    let mut found: Vec<_> = names
        .finish()
        .into_iter()
        .zip(articles)
        .map(|(name, articles)| Publication {
            name: name.name,
            articles,
        })
        .collect();
    found.sort_by(|one, other| (other.articles, &one.name).cmp(&(one.articles, &other.name)));
    found
}

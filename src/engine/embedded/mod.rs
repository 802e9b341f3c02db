//! The engine on this machine: a Tantivy index in a directory, read one commit at a time.

mod chosen;
mod columns;
mod compile;
mod concordance;
mod dictionary;
mod documents;
mod explain;
mod facets;
mod filter;
mod known;
mod lexicon;
mod list;
mod lists;
mod locate;
mod memory;
mod names;
mod problems;
mod side;
mod signatures;
mod summed;
mod tagged;
mod tally;
mod text;
mod top;
mod vocabulary;
mod widen;
mod word;
mod workers;

pub use dictionary::EXPANSION_LIMIT;
pub use explain::{Explained, Part};
pub use facets::Facet;
pub(super) use names::Names;
pub use widen::Similar;

use super::snippet::{Sought, headline_highlights, snippets};
use super::{Capabilities, Engine, Meaning, Order, Publication, Request, Scores, Statistics};
use crate::answer::{Hit, Page};
use crate::error::{Error, Result};
use crate::query::{Node, Query};
use crate::schema::{
    Dictionaries, Fields, Manifest, Packing, date_of, has_index, open_archive, tokenizers,
};
use compile::Compiler;
use filter::Filters;
use known::Known;
use lexicon::Lexicons;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::query::{EnableScoring, Weight};
use tantivy::store::StoreReader;
use tantivy::{ReloadPolicy, Searcher};
use text::TextQuery;

/// An opened index. It sees the commit that was the last when it was opened.
pub struct Embedded {
    path: PathBuf,
    fields: Fields,
    searcher: Searcher,
    lexicons: Arc<Lexicons>,
    /// Of each segment, opened when its first document is read.
    stores: Vec<OnceLock<StoreReader>>,
    manifest: Manifest,
    resolve: Resolve,
    known: Known,
    /// Read with the first document.
    packing: OnceLock<Packing>,
    /// Of each root, whether it is a file: asked of the system once.
    are_files: OnceLock<Vec<bool>>,
}

/// From a name as typed to the key of the organisation it names, and whether that name is known.
pub type Resolve = Arc<dyn Fn(&str) -> (String, bool) + Send + Sync>;

/// A query made ready for the index.
struct Compiled {
    weight: Box<dyn Weight>,
    sought: Vec<Sought>,
    /// The text patterns, each with its words as typed.
    patterns: Vec<(Vec<String>, TextQuery)>,
}

impl Embedded {
    /// Opens the index in a directory.
    ///
    /// # Errors
    /// If there is none, if it is of another format, or if it is damaged.
    pub fn open(path: &Path) -> Result<Self> {
        if !has_index(path)? {
            return Err(Error::NoIndex(path.to_owned()));
        }
        let damaged = |error| Error::of_engine(path, error);
        let (mut index, dictionaries) = open_archive(path).map_err(damaged)?;
        index.set_tokenizers(tokenizers());
        let (manifest, searcher) = loop {
            let metas = index.load_metas().map_err(damaged)?;
            // Made but never filled: whoever made it was interrupted before the first commit.
            let payload = metas
                .payload
                .ok_or_else(|| Error::NoIndex(path.to_owned()))?;
            let manifest = Manifest::of_payload(&payload, path)?;
            let reader = index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
                .map_err(damaged)?;
            // Both must be of one commit, and a writer may have made another in between.
            if index.load_metas().map_err(damaged)?.opstamp == metas.opstamp {
                break (manifest, reader.searcher());
            }
        };
        if !manifest.fits(&index.schema(), searcher.num_docs()) {
            return Err(Error::Index {
                path: path.to_owned(),
                reason: "its list of segments or its schema is damaged".into(),
            });
        }
        Ok(Self::new(path, searcher, dictionaries, manifest))
    }

    /// Of the segments that `searcher` has opened, whose dictionaries are there.
    fn new(
        path: &Path,
        searcher: Searcher,
        dictionaries: Dictionaries,
        manifest: Manifest,
    ) -> Self {
        let segments = searcher.segment_readers();
        Self {
            path: path.to_owned(),
            fields: Fields::of_schema(),
            lexicons: Arc::new(Lexicons::new(dictionaries, &searcher)),
            stores: segments.iter().map(|_| OnceLock::new()).collect(),
            searcher,
            manifest,
            resolve: Arc::new(|name| (crate::enrich::organisations::key(name), false)),
            known: Known::default(),
            packing: OnceLock::new(),
            are_files: OnceLock::new(),
        }
    }

    /// Lets `resolve` say which organisation a name means.
    #[must_use]
    pub fn with_names(mut self, resolve: Resolve) -> Self {
        self.resolve = resolve;
        self
    }

    /// Where the index is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn compile(&self, query: &Query, meaning: &Meaning) -> Result<Compiled> {
        let mut compiler = Compiler {
            filters: Filters {
                fields: &self.fields,
                searcher: &self.searcher,
                lexicons: &self.lexicons,
                manifest: &self.manifest,
                meaning,
                resolve: &*self.resolve,
                query: &query.typed,
            },
            articles: self.manifest.articles,
            lexicons: &self.lexicons,
            known: &self.known,
            tagged: &|tag| self.tagged(tag),
            sought: Vec::new(),
            patterns: Vec::new(),
        };
        let compiled = compiler.compile(&query.root)?;
        let scoring = EnableScoring::enabled_from_searcher(&self.searcher);
        Ok(Compiled {
            weight: compiled.weight(scoring)?,
            sought: compiler.sought,
            patterns: compiler.patterns,
        })
    }
}

impl Engine for Embedded {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "embedded",
            scores: Scores::Archive,
            feedback: true,
        }
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn search(&self, request: &Request) -> Result<Page> {
        let asked = self.prepared(request)?;
        let (found, total) = self.best(request, &asked)?;
        self.page(request, &asked, &found, total)
    }

    fn search_by(
        &self,
        request: &Request,
        size: usize,
        each: &mut dyn FnMut(Page) -> Result<()>,
    ) -> Result<()> {
        let asked = self.prepared(request)?;
        let (found, total) = self.best(request, &asked)?;
        let mut left = found.as_slice();
        let mut offset = request.offset as u64;
        loop {
            let (now, later) = left.split_at(left.len().min(size.max(1)));
            let page = self.page(request, &asked, now, total)?;
            each(Page { offset, ..page })?;
            if later.is_empty() {
                return Ok(());
            }
            offset += now.len() as u64;
            left = later;
        }
    }

    fn count(&self, query: &Query, meaning: &Meaning) -> Result<u64> {
        if query.root == Node::All {
            return Ok(self.manifest.articles);
        }
        let compiled = self.compile(query, meaning)?;
        let mut total = 0;
        for segment in self.searcher.segment_readers() {
            total += u64::from(compiled.weight.count(segment)?);
        }
        Ok(total)
    }

    fn statistics(&self) -> Result<Statistics> {
        let articles = filter::term(self.fields.kind, "article");
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let all = articles.weight(scoring)?;
        let publications = facets::facets(&*all, &self.searcher, "publication")?;
        let dated = filter::term(self.fields.has, "date").count(&self.searcher)? as u64;
        let days = self.days()?;
        Ok(Statistics {
            fingerprint: self.manifest.fingerprint.clone(),
            articles: self.manifest.articles,
            files: self.manifest.files,
            first_day: days.map(|(first, _)| date_of(first).to_string()),
            last_day: days.map(|(_, last)| date_of(last).to_string()),
            undated: self.manifest.articles.saturating_sub(dated),
            bytes: self.size_on_disk()?,
            roots: self.manifest.roots.clone(),
            publications: publications
                .into_iter()
                .map(|facet| Publication {
                    name: facet.name,
                    articles: facet.count,
                })
                .collect(),
        })
    }

    fn show(&self, id: &str) -> Result<Vec<Hit>> {
        self.named(id)?
            .into_iter()
            .map(|address| self.hit(address, None))
            .collect()
    }
}

/// A request made ready for the index.
struct Prepared {
    /// The query with what feedback added to it.
    query: Query,
    compiled: Compiled,
}

impl Embedded {
    fn prepared(&self, request: &Request) -> Result<Prepared> {
        let (query, added) = self.asked(request)?;
        let mut compiled = self.compile(&query, &request.meaning)?;
        if !added.is_empty() {
            // What was typed is shown, not what feedback added to it.
            compiled.sought = self.compile(&request.query, &request.meaning)?.sought;
        }
        Ok(Prepared { query, compiled })
    }

    /// The hits to be shown, and how many there are in all.
    fn best(&self, request: &Request, asked: &Prepared) -> Result<(Vec<top::Found>, u64)> {
        let keep = request.offset.saturating_add(request.limit);
        let weight = &*asked.compiled.weight;
        let pattern = match (&asked.query.root, asked.compiled.patterns.as_slice()) {
            (Node::Text { .. }, [(_, pattern)]) => Some(pattern),
            _ => None,
        };
        let searcher = &self.searcher;
        let (mut found, total) = top::best(weight, pattern, searcher, request.order, keep)?;
        found.drain(..request.offset.min(found.len()));
        Ok((found, total))
    }

    /// The page of these hits.
    fn page(
        &self,
        request: &Request,
        asked: &Prepared,
        shown: &[top::Found],
        total: u64,
    ) -> Result<Page> {
        let sought = &asked.compiled.sought;
        let mut hits = Vec::with_capacity(shown.len());
        for found in shown {
            let score = (request.order == Order::Relevance).then_some(found.score);
            let mut hit = self.hit(found.address, score)?;
            hit.snippets = snippets(&hit.article.body, sought, request.snippets);
            hit.headline_highlights = headline_highlights(&hit.article.headline, sought);
            hits.push(hit);
        }
        Ok(Page {
            provenance: self.provenance(&asked.query),
            total,
            offset: request.offset as u64,
            hits,
            collapsed: None,
        })
    }

    /// The first and the last day of publication, as days since 1970.
    fn days(&self) -> Result<Option<(i64, i64)>> {
        let mut days: Option<(i64, i64)> = None;
        for segment in self.searcher.segment_readers() {
            let first = segment.fast_fields().i64("day_first")?;
            let last = segment.fast_fields().i64("day_last")?;
            for document in segment.doc_ids_alive() {
                if let (Some(first), Some(last)) = (first.first(document), last.first(document)) {
                    let (least, most) = days.unwrap_or((first, last));
                    days = Some((least.min(first), most.max(last)));
                }
            }
        }
        Ok(days)
    }

    fn size_on_disk(&self) -> Result<u64> {
        let entries =
            std::fs::read_dir(&self.path).map_err(|e| Error::io("read", &self.path, e))?;
        let sizes = entries.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()));
        Ok(sizes.sum())
    }
}

#[cfg(test)]
impl Embedded {
    /// A segment, for tests of what reads one.
    pub(in crate::engine) fn segment(&self, ord: u32) -> &tantivy::SegmentReader {
        self.searcher.segment_reader(ord)
    }

    /// Its dictionaries, for tests of what reads them.
    fn lexicons(&self) -> &Lexicons {
        &self.lexicons
    }

    /// The field of the body.
    pub(in crate::engine) fn body(&self) -> tantivy::schema::Field {
        self.fields.body
    }
}

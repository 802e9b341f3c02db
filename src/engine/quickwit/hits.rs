//! The best hits of a question, and articles by their ids.

use super::Quickwit;
use super::clause::{any_fact, fact};
use super::compile::Compiled;
use crate::answer::Hit;
use crate::engine::snippet::{headline_highlights, snippets};
use crate::engine::{Order, Request};
use crate::error::{Error, Result};
use crate::quickwit::Found;
use crate::schema::{Stored, incoming, stored};
use serde_json::{Value as Json, json};
use std::path::Path;

/// A cluster gives no more hits of one order than these.
const DEEPEST: usize = 10_000;
/// So many hits beyond those asked for are fetched at first: equal ones are put in order here.
const BEYOND: usize = 16;

impl Quickwit {
    /// The hits of a request that the cluster can answer, and how many there are.
    ///
    /// Equal hits are ordered by date, newest first, then by id. A cluster sorts by two numbers at most, so
    /// it sorts by score and date, and the hits around the last one are fetched until all its equals are.
    pub(super) fn best(&self, compiled: &Compiled, request: &Request) -> Result<(Vec<Hit>, u64)> {
        if compiled.unweighted && request.order == Order::Relevance {
            return Err(Error::Usage(
                "a cluster cannot weigh a phrase or a wildcard: leave its `^` out, or use `--sort newest`".into(),
            ));
        }
        let question = self.question(&compiled.clause);
        let keep = request.offset.saturating_add(request.limit);
        if request.limit == 0 {
            return Ok((Vec::new(), self.number(&question)?));
        }
        let (found, total) = self.sorted(&question, request.order, keep)?;
        let mut hits = Vec::new();
        for found in found.into_iter().skip(request.offset).take(request.limit) {
            let (mut hit, _) = self.hit(&found)?;
            if request.order == Order::Relevance {
                hit.score = found.sort.first().and_then(Json::as_f64).map(|s| s as f32);
            }
            hit.snippets = snippets(&hit.article.body, &compiled.sought, request.snippets);
            hit.headline_highlights = headline_highlights(&hit.article.headline, &compiled.sought);
            hits.push(hit);
        }
        self.tell_apart(&mut hits)?;
        Ok((hits, total))
    }

    /// The first `keep` matches in full order, perhaps with some behind them, and the number of all.
    fn sorted(&self, question: &Json, order: Order, keep: usize) -> Result<(Vec<Found>, u64)> {
        let sort = match order {
            Order::Relevance => {
                json!([{"_score": {"order": "desc"}}, {"newest": {"order": "desc"}}])
            }
            Order::Newest => json!([{"newest": {"order": "desc"}}]),
            Order::Oldest => json!([{"oldest": {"order": "asc"}}]),
        };
        let mut size = keep.saturating_add(BEYOND).min(DEEPEST);
        loop {
            let body =
                json!({"size": size, "track_total_hits": true, "query": question, "sort": sort});
            let answer = self.client.search(&body);
            let answer = answer.map_err(|failure| self.failed(failure))?;
            let all = answer.found.len() as u64 >= answer.total;
            let boundary = keep.checked_sub(1).and_then(|last| answer.found.get(last));
            let complete = all
                || boundary.is_some_and(|boundary| {
                    answer
                        .found
                        .last()
                        .is_some_and(|last| last.sort != boundary.sort)
                });
            if complete {
                return Ok((self.in_order(answer.found)?, answer.total));
            }
            if size == DEEPEST {
                return Err(Error::Usage(format!(
                    "a cluster gives no more than the first {} hits of an order, equal ones included: \
                     narrow the query, for example by `--since` and `--until`",
                    crate::print::grouped(DEEPEST as u64)
                )));
            }
            size = (size * 4).min(DEEPEST);
        }
    }

    /// Puts equal hits in order of their ids, then of their places.
    fn in_order(&self, found: Vec<Found>) -> Result<Vec<Found>> {
        let mut named = Vec::new();
        for found in found {
            let (hit, id) = self.hit(&found)?;
            named.push((found, id, hit.root, hit.path));
        }
        let mut ordered = Vec::new();
        for equals in named.chunk_by_mut(|one, other| one.0.sort == other.0.sort) {
            equals.sort_by(|one, other| {
                (&one.1, &one.2, &one.3).cmp(&(&other.1, &other.2, &other.3))
            });
            ordered.extend(equals.iter().map(|named| named.0.clone()));
        }
        Ok(ordered)
    }

    /// An article as a hit, and its id, which others may have too.
    pub(super) fn hit(&self, found: &Found) -> Result<(Hit, String)> {
        let document = incoming(&found.document);
        let stored = document.and_then(|document| stored(&self.fields, &document));
        let Stored {
            id,
            file,
            locator,
            article,
        } = stored.ok_or_else(|| self.damaged())?;
        let (root, path) = file.split_once(':').unwrap_or((&file, ""));
        let hit = Hit {
            score: None,
            id: id.clone(),
            file: self.openable(root, path),
            root: root.to_owned(),
            path: locator,
            article,
            headline_highlights: Vec::new(),
            snippets: Vec::new(),
        };
        Ok((hit, id))
    }

    fn openable(&self, root: &str, path: &str) -> String {
        let roots = &self.ledger.manifest.roots;
        let root = roots.iter().find(|known| known.name == root);
        root.map_or_else(
            || path.to_owned(),
            |root| root.openable(path, Path::new(&root.path).is_file()),
        )
    }

    /// Replaces ids that several articles have by the places of the articles.
    pub(super) fn tell_apart(&self, hits: &mut [Hit]) -> Result<()> {
        if hits.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<_> = hits.iter().map(|hit| format!("id:{}", hit.id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let known = self.number(&self.narrowed(&[any_fact(&ids)]))?;
        if known <= ids.len() as u64 {
            return Ok(());
        }
        for hit in hits {
            let same = self.narrowed(&[fact(&format!("id:{}", hit.id))]);
            if self.number(&same)? > 1 {
                hit.id = format!("{}:{}", hit.root, hit.path);
            }
        }
        Ok(())
    }

    /// The articles that count and of which all this is true.
    fn narrowed(&self, conditions: &[Json]) -> Json {
        let (mut filter, must_not) = self.ledger.counting("article");
        filter.extend_from_slice(conditions);
        json!({"bool": {"filter": filter, "must_not": must_not}})
    }

    /// The articles with an id, else at a place.
    pub(super) fn named(&self, id: &str) -> Result<Vec<Hit>> {
        let mut hits = self.with(&format!("id:{id}"))?;
        if hits.is_empty() {
            hits = self.located(id)?;
        }
        self.tell_apart(&mut hits)?;
        Ok(hits)
    }

    fn with(&self, wanted: &str) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        self.pages(&self.narrowed(&[fact(wanted)]), "uid", &mut |page| {
            for found in page {
                hits.push(self.hit(&found)?.0);
            }
            Ok(())
        })?;
        Ok(hits)
    }

    /// The articles at a place, `PATH#N`, with or without `ROOT:` before it.
    fn located(&self, locator: &str) -> Result<Vec<Hit>> {
        let (file, numbered) = match locator.rsplit_once('#') {
            Some((file, number)) if number.parse::<u64>().is_ok() => (file, true),
            _ => (locator, false),
        };
        let mut found = Vec::new();
        for root in &self.ledger.manifest.roots {
            let own = file
                .strip_prefix(root.name.as_str())
                .and_then(|rest| rest.strip_prefix(':'));
            for path in own.into_iter().chain([file]) {
                let place = if numbered {
                    let (_, number) = locator.rsplit_once('#').unwrap_or_default();
                    format!("{path}#{number}")
                } else {
                    path.to_owned()
                };
                let hits = self.with(&format!("path:{path}"))?;
                found.extend(
                    hits.into_iter()
                        .filter(|hit| hit.root == root.name && hit.path == place),
                );
            }
        }
        Ok(found)
    }
}

//! [`Columns`] of an archive on a cluster.
//!
//! Days come as counts of the cluster. Everything else is read from the articles themselves, page by page:
//! what is counted is right however large the archive is, but an archive of millions is read whole for it.

use super::clause::{Clause, token};
use super::{MOST_VALUES, Quickwit};
use crate::answer::Hit;
use crate::engine::columns::{Columns, Days, Name, NameCounts, NameField, Values};
use crate::engine::concordance::each_line;
use crate::engine::embedded::Names;
use crate::engine::{Line, Meaning, Order};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::quickwit::{Failure, Found};
use crate::schema::{column_key, incoming, unkeyed};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use tantivy::schema::{Field, Value};

impl Quickwit {
    /// The days of the matches as the cluster counts them; `None` if it counted not all.
    fn counted_days(&self, question: &Json) -> Result<Option<Days>> {
        let body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": question,
            "aggs": {"first": {
                "terms": {"field": "day", "size": MOST_VALUES},
                "aggs": {"last": {"terms": {"field": "day_last", "size": 1000}}},
            }},
        });
        let answer = self
            .client
            .search(&body)
            .map_err(|failure| self.failed(failure))?;
        let mut days = Days::default();
        let first = answer.aggregations["first"]["buckets"].as_array();
        for bucket in first.into_iter().flatten() {
            let last = bucket["last"]["buckets"].as_array();
            for inner in last.into_iter().flatten() {
                let span = day(&bucket["key"]).zip(day(&inner["key"]));
                let (Some(span), Some(count)) = (span, inner["doc_count"].as_u64()) else {
                    return Ok(None);
                };
                *days.spans.entry(span).or_default() += count;
            }
        }
        let (filter, must_not) = self.ledger.counting("article");
        let undated = json!({"bool": {
            "must": [question],
            "filter": filter,
            "must_not": must_not.into_iter().chain([super::clause::fact("has:date")]).collect::<Vec<_>>(),
        }});
        days.undated = self.number(&undated)?;
        Ok((days.total() == answer.total).then_some(days))
    }

    /// How many matches there are, and the names among them by their keys as the cluster counts them; `None`
    /// if there are more than `most` names, of which it does not list all.
    pub(in crate::engine) fn counted_names(
        &self,
        question: &Json,
        field: NameField,
        most: usize,
    ) -> Result<Option<(u64, HashMap<String, u64>)>> {
        let (column, _) = on_the_wire(field);
        let body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": question,
            "aggs": {"names": {"terms": {"field": column, "size": most}}},
        });
        let answer = match self.client.search(&body) {
            // It has a limit of its own too.
            Err(Failure::Refused { .. }) => return Ok(None),
            answer => answer.map_err(|failure| self.failed(failure))?,
        };
        let Some(buckets) = answer.buckets("names") else {
            return Ok(None);
        };
        let mut counts = HashMap::new();
        for (term, count) in buckets {
            let (key, _) = unkeyed(term.as_str().unwrap_or_default());
            *counts.entry(key.to_owned()).or_default() += count;
        }
        Ok(Some((answer.total, counts)))
    }

    /// The same of some names, one question each.
    pub(in crate::engine) fn asked_for_each(
        &self,
        question: &Json,
        field: NameField,
        keys: &[&str],
    ) -> Result<NameCounts> {
        let (_, name) = on_the_wire(field);
        let with = keys.iter().map(|key| {
            let named = super::clause::fact(&format!("{name}:{key}"));
            self.number(&json!({"bool": {"must": [question], "filter": [named]}}))
        });
        Ok(NameCounts {
            articles: self.number(question)?,
            with: with.collect::<Result<_>>()?,
        })
    }

    /// Hands out the matches, whole articles.
    fn each_found(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Vec<Found>) -> Result<()>,
    ) -> Result<bool> {
        let question = self.alone(query, meaning)?;
        if let Some(question) = &question {
            self.pages(question, "uid", each)?;
        }
        Ok(question.is_some())
    }

    /// What to ask for a query that the cluster answers alone; `None` of one of which only this program can
    /// tell the matches.
    pub(in crate::engine) fn alone(
        &self,
        query: &Query,
        meaning: &Meaning,
    ) -> Result<Option<Json>> {
        let compiled = self.compile(query, meaning)?;
        let exact = compiled.clause.exact;
        Ok(exact.then(|| self.question(&compiled.clause)))
    }

    /// An index in memory, for a query of which only this program can tell the matches.
    fn few(&self, query: &Query, meaning: &Meaning) -> Result<crate::engine::Embedded> {
        self.candidates(&self.compile(query, meaning)?, query)
    }

    fn column(&self, field: NameField) -> Field {
        match field {
            NameField::Organisations => self.fields.organisations,
            NameField::GivenOrganisations => self.fields.organisations_given,
            NameField::Publication => self.fields.publication,
            NameField::Section => self.fields.section,
        }
    }
}

/// The column of a field of names on the cluster, and what its facts begin with.
fn on_the_wire(field: NameField) -> (&'static str, &'static str) {
    match field {
        NameField::Organisations => ("organisations", "org"),
        NameField::GivenOrganisations => ("organisations_given", "org_given"),
        NameField::Publication => ("publication", "publication"),
        NameField::Section => ("section", "section"),
    }
}

fn day(key: &Json) -> Option<i64> {
    key.as_i64().or_else(|| key.as_f64().map(|day| day as i64))
}

impl Columns for Quickwit {
    fn days(&self, query: &Query, meaning: &Meaning) -> Result<Days> {
        let compiled = self.compile(query, meaning)?;
        if !compiled.clause.exact {
            return self.candidates(&compiled, query)?.days(query, meaning);
        }
        let days = self.counted_days(&self.question(&compiled.clause))?;
        days.ok_or_else(|| Error::Cluster {
            url: self.client.config().url.clone(),
            reason: "did not count every day: narrow the query by `--since` and `--until`".into(),
        })
    }

    fn values(
        &self,
        query: &Query,
        meaning: &Meaning,
        field: NameField,
        each: &mut dyn FnMut(Values),
    ) -> Result<Vec<Name>> {
        let column = self.column(field);
        let mut names = Names::default();
        let exact = self.each_found(query, meaning, &mut |page| {
            for found in page {
                let document = incoming(&found.document).ok_or_else(|| self.damaged())?;
                let terms = document.get_all(column).filter_map(|value| value.as_str());
                let mut here: Vec<_> = terms.map(|term| names.number(term, 1)).collect();
                here.sort_unstable();
                here.dedup();
                let day = |field| document.get_first(field).and_then(|value| value.as_i64());
                let days = day(self.fields.day_first).zip(day(self.fields.day_last));
                each(Values { names: &here, days });
            }
            Ok(())
        })?;
        if exact {
            return Ok(names.finish());
        }
        self.few(query, meaning)?
            .values(query, meaning, field, each)
    }

    fn name_counts(
        &self,
        query: &Query,
        meaning: &Meaning,
        field: NameField,
        keys: &[&str],
    ) -> Result<NameCounts> {
        let Some(question) = self.alone(query, meaning)? else {
            let few = self.few(query, meaning)?;
            return few.name_counts(query, meaning, field, keys);
        };
        match self.counted_names(&question, field, MOST_VALUES)? {
            Some((articles, counted)) => {
                let count = |key: &&str| counted.get(&*column_key(key)).copied();
                Ok(NameCounts {
                    articles,
                    with: keys.iter().map(|key| count(key).unwrap_or(0)).collect(),
                })
            }
            None => self.asked_for_each(&question, field, keys),
        }
    }

    fn texts(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(&str, &str),
    ) -> Result<()> {
        let exact = self.each_found(query, meaning, &mut |page| {
            for found in page {
                let document = incoming(&found.document).ok_or_else(|| self.damaged())?;
                let text = |field| document.get_first(field).and_then(|value| value.as_str());
                let (headline, body) = (text(self.fields.headline), text(self.fields.body));
                each(headline.unwrap_or_default(), body.unwrap_or_default());
            }
            Ok(())
        })?;
        if exact {
            return Ok(());
        }
        self.few(query, meaning)?.texts(query, meaning, each)
    }

    fn articles_with(&self, word: &str) -> Result<u64> {
        let fields = ["headline_words", "body_words"];
        let held = fields.map(|field| Clause::exactly(token(field, word, 1.0)));
        self.number(&self.question(&Clause::any(held.to_vec())))
    }

    fn articles(
        &self,
        query: &Query,
        meaning: &Meaning,
        each: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<()> {
        let exact = self.each_found(query, meaning, &mut |page| {
            let hits = page.iter().map(|found| Ok(self.hit(found)?.0));
            let mut hits = hits.collect::<Result<Vec<_>>>()?;
            self.tell_apart(&mut hits)?;
            hits.into_iter().try_for_each(&mut *each)
        })?;
        if exact {
            return Ok(());
        }
        self.few(query, meaning)?
            .articles(query, meaning, &mut |hit| {
                let mut hit = [hit];
                self.tell_apart(&mut hit)?;
                let [hit] = hit;
                each(hit)
            })
    }

    fn concordance(
        &self,
        query: &Query,
        meaning: &Meaning,
        context: usize,
        order: Order,
        each: &mut dyn FnMut(Line) -> Result<()>,
    ) -> Result<()> {
        let compiled = self.compile(query, meaning)?;
        if order != Order::Oldest || !compiled.clause.exact {
            let few = self.candidates(&compiled, query)?;
            return few.concordance(query, meaning, context, order, each);
        }
        // Articles of one instant are put in order of their ids, so they are kept until the next instant.
        let mut same: Vec<(Json, String, Hit)> = Vec::new();
        let mut give = |same: &mut Vec<(Json, String, Hit)>| {
            same.sort_by(|one, other| one.1.cmp(&other.1));
            let mut hits: Vec<_> = same.drain(..).map(|(_, _, hit)| hit).collect();
            self.tell_apart(&mut hits)?;
            for hit in hits {
                each_line(&hit, &compiled.sought, context, each)?;
            }
            Ok(())
        };
        self.pages(&self.question(&compiled.clause), "oldest", &mut |page| {
            for found in page {
                let (hit, id) = self.hit(&found)?;
                let instant = found.sort[0].clone();
                if same.last().is_some_and(|(last, _, _)| *last != instant) {
                    give(&mut same)?;
                }
                same.push((instant, id, hit));
            }
            Ok(())
        })?;
        give(&mut same)
    }
}

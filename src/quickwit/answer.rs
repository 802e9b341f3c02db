//! What a cluster answers to a search.

use super::Failure;
use serde::Deserialize;
use serde_json::Value as Json;

/// The answer to one search.
#[derive(Debug, Clone)]
pub struct Answer {
    /// How many documents match.
    pub total: u64,
    /// Those asked for, in the order asked for.
    pub found: Vec<Found>,
    /// The aggregations by their names.
    pub aggregations: Json,
    /// How many parts of the index did not answer.
    pub failed: u64,
}

/// A document that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The text of it that is ours.
    pub document: String,
    /// What it was sorted by.
    pub sort: Vec<Json>,
}

#[derive(Deserialize)]
struct Reply {
    hits: Hits,
    #[serde(default)]
    aggregations: Json,
    #[serde(rename = "_shards", default)]
    shards: Option<Shards>,
    #[serde(default)]
    timed_out: bool,
}

#[derive(Deserialize)]
struct Hits {
    total: Total,
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
    relation: String,
}

#[derive(Deserialize)]
struct Hit {
    #[serde(rename = "_source")]
    source: Source,
    #[serde(default)]
    sort: Vec<Json>,
}

#[derive(Deserialize)]
struct Source {
    #[serde(default)]
    document: String,
}

#[derive(Deserialize, Default)]
struct Shards {
    #[serde(default)]
    failed: u64,
}

impl Answer {
    /// Reads the answer; a total that is only a bound is none.
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        let wrong = |reason: String| Failure::Refused { status: 0, reason };
        let reply: Reply = serde_json::from_slice(body)
            .map_err(|error| wrong(format!("its answer is not one of a search: {error}")))?;
        if reply.hits.total.relation != "eq" {
            return Err(wrong("it counted only up to a bound".into()));
        }
        let failed = reply.shards.unwrap_or_default().failed + u64::from(reply.timed_out);
        let found = reply.hits.hits.into_iter().map(|hit| Found {
            document: hit.source.document,
            sort: hit.sort,
        });
        Ok(Self {
            total: reply.hits.total.value,
            found: found.collect(),
            aggregations: reply.aggregations,
            failed,
        })
    }

    /// The buckets of an aggregation, each a key and a count; `None` if some were left out or are not sure.
    pub fn buckets(&self, name: &str) -> Option<Vec<(Json, u64)>> {
        let none = |what: &str| self.aggregations[name][what].as_u64().unwrap_or_default() == 0;
        if !none("sum_other_doc_count") || !none("doc_count_error_upper_bound") {
            return None;
        }
        let buckets = self.aggregations[name]["buckets"].as_array();
        let bucket = |bucket: &Json| Some((bucket["key"].clone(), bucket["doc_count"].as_u64()?));
        Some(buckets.into_iter().flatten().filter_map(bucket).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_that_is_a_bound_is_refused() {
        let body = |relation: &str| {
            format!(
                r#"{{"took":1,"timed_out":false,"_shards":{{"total":2,"successful":1,"skipped":0,"failed":1}},
                "hits":{{"total":{{"value":3,"relation":"{relation}"}},"max_score":null,"hits":[
                {{"_index":"morgue","_source":{{"document":"x"}},"sort":[1.5,-7]}}]}}}}"#
            )
        };
        let answer = Answer::read(body("eq").as_bytes()).unwrap();
        assert_eq!((answer.total, answer.failed), (3, 1));
        assert_eq!(answer.found[0].document, "x");
        assert_eq!(answer.found[0].sort[1], -7);
        assert!(Answer::read(body("gte").as_bytes()).is_err());
        assert!(Answer::read(b"<html>").is_err());
    }
}

//! Why a query finds what it finds: the words it stands for, and the score of one article.

use super::Embedded;
use crate::engine::feedback::Weighted;
use crate::engine::{Order, Rank, Request};
use crate::error::{Error, Result};
use crate::query::Query;
use std::collections::BTreeMap;
use tantivy::query::Explanation;

/// How a request is understood.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The query that is asked, with what RM3 added.
    pub query: Query,
    /// The words that RM3 added.
    pub added: Vec<Weighted>,
    /// Each word as typed, with the words of the archive it stands for and how many articles hold each (in
    /// headline and body together: an upper bound where one word has several spellings).
    pub words: Vec<(String, BTreeMap<String, u64>)>,
}

/// A part of a score, and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its value.
    pub value: f32,
    /// What it is.
    pub about: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

impl Embedded {
    /// How a request is understood.
    ///
    /// # Errors
    /// As from asking it.
    pub fn explain(&self, request: &Request) -> Result<Explained> {
        let (query, added) = self.asked(request)?;
        let compiled = self.compile(&query, &request.meaning)?;
        let patterns = compiled.patterns.into_iter();
        let words = patterns.flat_map(|(typed, text)| typed.into_iter().zip(text.expansions()));
        Ok(Explained {
            query,
            added,
            words: words.collect(),
        })
    }

    /// The score of one article under a request, part by part.
    ///
    /// # Errors
    /// If the article does not match, or no article has the id.
    pub fn explain_score(&self, request: &Request, id: &str) -> Result<Vec<Part>> {
        let (query, _) = self.asked(request)?;
        let compiled = self.compile(&query, &request.meaning)?;
        let named = self.named(id)?;
        if named.is_empty() {
            return Err(Error::Usage(format!("no article has the id `{id}`")));
        }
        let mut parts = Vec::new();
        for address in named {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let mut scorer = compiled.weight.scorer(segment, 1.0)?;
            if scorer.doc() <= address.doc_id && scorer.seek(address.doc_id) == address.doc_id {
                let explanation = compiled.weight.explain(segment, address.doc_id)?;
                parts.push(part(&explanation));
            }
        }
        if parts.is_empty() {
            return Err(Error::Usage(format!(
                "the article `{id}` does not match the query, so it has no score"
            )));
        }
        Ok(parts)
    }

    /// The query that is asked: as typed, or with what RM3 adds.
    pub(super) fn asked(&self, request: &Request) -> Result<(Query, Vec<Weighted>)> {
        match request.rank {
            Rank::Rm3(feedback) if request.order == Order::Relevance => {
                self.widened(request, feedback)
            }
            _ => Ok((request.query.clone(), Vec::new())),
        }
    }
}

fn part(explanation: &Explanation) -> Part {
    let value = serde_json::to_value(explanation).unwrap_or_default();
    from_json(&value)
}

/// The engine tells its explanations as JSON only.
fn from_json(value: &serde_json::Value) -> Part {
    let details = value["details"].as_array().into_iter().flatten();
    Part {
        value: value["value"].as_f64().unwrap_or_default() as f32,
        about: value["description"].as_str().unwrap_or_default().to_owned(),
        parts: details.map(from_json).collect(),
    }
}

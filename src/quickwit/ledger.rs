//! What an archive on a cluster says of itself: which of its documents count.
//!
//! A cluster has no document ids, replaces nothing, and removes things hours later. So every document carries
//! the number of the batch it was sent in, no number is used twice, and the ledger says which numbers count:
//! those up to the last commit, without the *retired* ones (sent when nobody knew whether they arrived, or by
//! a run that was killed), without what was *superseded* since (files that were read again or are gone) and
//! without what was *withdrawn* (files that an interrupted run had not read to their end).
//! Every question carries these conditions. So readers see whole commits only, counts are right before a
//! single removal was carried out, and a run that is killed and repeated ends equal. The newest ledger counts.

use super::{Client, Failure};
use crate::error::{Error, Result};
use crate::schema::{FORMAT, Manifest};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Archives of this format and later ones are read: what changed since is how an index on this machine is
/// stored.
const OLDEST: u64 = 6;
/// So many batches one run may send.
const BATCHES: u64 = 1 << 20;
/// So many documents a batch may hold.
pub const BATCH_LIMIT: usize = 1 << 12;

/// The newest of these is the truth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// What the archive says of itself.
    pub manifest: Manifest,
    /// The language of the stems.
    pub stem: String,
    /// The number of the last run that wrote.
    pub revision: u64,
    /// A number of that run's own, by which it knows itself.
    pub run: u64,
    /// That run came to its end: it has sent nothing since.
    #[serde(default)]
    pub ended: bool,
    /// The last batch that counts.
    pub committed: u64,
    /// The batches up to there that do not.
    pub retired: Vec<Retired>,
    /// Files and records that only count from a batch on: batch → their keys.
    pub superseded: BTreeMap<u64, Vec<String>>,
    /// Documents that were taken back in the run that sent them: the file was not read to its end.
    #[serde(default)]
    pub withdrawn: Vec<Withdrawn>,
}

/// A file of which nothing counts that was sent in some batches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The key of the file.
    pub key: String,
    /// The first batch.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// Batches that do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// The batches of a run: the one before its first, and its last.
pub fn batches_of(revision: u64) -> (u64, u64) {
    (revision * BATCHES, revision * BATCHES + BATCHES - 1)
}

/// The number of a document by its place in its batch. Numbers of this size are exact in JSON.
pub fn uid(batch: u64, place: usize) -> u64 {
    batch * BATCH_LIMIT as u64 + place as u64
}

impl Withdrawn {
    /// The documents meant.
    pub fn question(&self) -> Json {
        json!({"bool": {"filter": [
            {"terms": {"file_key": [self.key]}},
            {"range": {"batch": {"gte": self.from, "lte": self.to}}},
        ]}})
    }
}

impl Ledger {
    /// The newest ledger of an archive; `None` of one that was just made.
    ///
    /// # Errors
    /// It cannot be asked for, or cannot be read.
    pub fn newest(client: &Client) -> Result<Option<Self>, Failure> {
        let body = json!({
            "size": 1,
            "track_total_hits": true,
            "query": {"bool": {"filter": [{"term": {"kind": {"value": "ledger"}}}]}},
            "sort": [{"uid": {"order": "desc"}}],
        });
        let Some(found) = client.search(&body)?.found.pop() else {
            return Ok(None);
        };
        let damaged = || Failure::Refused {
            status: 0,
            reason: "what the archive says of itself is damaged".into(),
        };
        Self::of_text(&found.document).map(Some).ok_or_else(damaged)
    }

    /// Whether this program can read the archive.
    ///
    /// # Errors
    /// It was written in another form.
    pub fn fits(&self, client: &Client) -> Result<()> {
        let found = self.manifest.format;
        if (OLDEST..=FORMAT).contains(&found) {
            return Ok(());
        }
        Err(Error::Cluster {
            url: client.config().url.clone(),
            reason: format!(
                "holds the archive `{}` in format {found}, this version reads format {FORMAT}: make it anew \
                 under another name with `morgue index --archive NAME DIR`",
                client.config().archive
            ),
        })
    }

    /// The documents of a kind that count: what is added to every question.
    pub fn counting(&self, kind: &str) -> (Vec<Json>, Vec<Json>) {
        let filter = vec![
            json!({"term": {"kind": {"value": kind}}}),
            json!({"range": {"batch": {"lte": self.committed}}}),
        ];
        let retired = self
            .retired
            .iter()
            .map(|r| json!({"range": {"batch": {"gte": r.from, "lte": r.to}}}));
        let superseded = self.superseded.iter().map(|(below, keys)| {
            json!({"bool": {"filter": [
                {"terms": {"file_key": keys}},
                {"range": {"batch": {"lt": below}}},
            ]}})
        });
        let withdrawn = self.withdrawn.iter().map(Withdrawn::question);
        (filter, retired.chain(superseded).chain(withdrawn).collect())
    }

    /// The documents of a kind that count.
    pub fn all(&self, kind: &str) -> Json {
        let (filter, must_not) = self.counting(kind);
        json!({"bool": {"filter": filter, "must_not": must_not}})
    }

    /// How many keys are superseded: each makes questions longer until it was removed.
    pub fn pending(&self) -> usize {
        self.withdrawn.len() + self.superseded.values().map(Vec::len).sum::<usize>()
    }

    /// The removals that can be asked for, each with the batches it is bound to: a removal may reach
    /// documents that come later, so none is asked for without.
    pub fn removals(&self) -> Vec<String> {
        let retired = self
            .retired
            .iter()
            .map(|r| format!("batch:>={} AND batch:<={}", r.from, r.to));
        let superseded = self.superseded.iter().flat_map(|(below, keys)| {
            keys.chunks(500)
                .map(move |keys| format!("file_key:IN [{}] AND batch:<{below}", keys.join(" ")))
        });
        let withdrawn = self.withdrawn.iter().map(|w| {
            let Withdrawn { key, from, to } = w;
            format!("file_key:IN [{key}] AND batch:>={from} AND batch:<={to}")
        });
        retired.chain(superseded).chain(withdrawn).collect()
    }

    /// The text that is stored of it.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("a ledger is always JSON")
    }

    /// The ledger of a stored text.
    pub fn of_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_documents_are_exact_in_json() {
        let (_, last) = batches_of((1 << 20) - 1);
        assert!(uid(last, BATCH_LIMIT - 1) < 1 << 53);
        assert_eq!(batches_of(1).1 + 1, batches_of(2).0);
    }

    #[test]
    fn every_removal_is_bound_to_batches() {
        let ledger = Ledger {
            retired: vec![Retired { from: 7, to: 9 }],
            superseded: BTreeMap::from([(12, vec!["a".into(), "b".into()])]),
            withdrawn: vec![Withdrawn {
                key: "c".into(),
                from: 13,
                to: 14,
            }],
            ..Ledger::default()
        };
        assert_eq!(
            ledger.removals(),
            [
                "batch:>=7 AND batch:<=9",
                "file_key:IN [a b] AND batch:<12",
                "file_key:IN [c] AND batch:>=13 AND batch:<=14"
            ]
        );
        assert_eq!(ledger.pending(), 3);
        assert_eq!(Ledger::of_text(&ledger.text()), Some(ledger));
    }
}

//! The writing side of an archive on a cluster.
//!
//! Documents go out in numbered batches, and a commit is one more document, the ledger, which says up to
//! which batch all count (see [`crate::quickwit::Ledger`]). A batch of which nobody knows whether it arrived
//! is asked after; if it does not come to light it is retired, and what was in it is sent under another
//! number. So no article is lost or counted twice, whatever breaks and whenever a run is killed.

mod batch;
mod sending;
mod writer;

use super::change::Records;
use crate::error::{Error, Result};
use crate::quickwit::{Client, Config, Ledger};
use crate::schema::{Fields, FileRecord, Manifest, incoming};
use serde_json::{Value as Json, json};
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};
pub(super) use writer::ClusterWriter;

/// So many records of files come at a time.
const PAGE: usize = 5_000;

/// An archive as its last commit left it.
pub(super) struct Cluster {
    client: Client,
    ledger: Option<Ledger>,
}

impl Cluster {
    /// Looks at the archive; makes nothing.
    ///
    /// # Errors
    /// The cluster cannot be reached, or the archive is in another form.
    pub(super) fn open(config: Config) -> Result<Self> {
        let client = Client::new(config)?;
        client.check()?;
        let ledger = match Ledger::newest(&client) {
            Err(failure) if failure.is_absent() => None,
            ledger => ledger.map_err(|failure| client.failed(failure))?,
        };
        if let Some(ledger) = ledger.as_ref().filter(|l| l.manifest.format > 0) {
            ledger.fits(&client)?;
        }
        Ok(Self { client, ledger })
    }

    /// Makes the index, unless it is there.
    pub(super) fn ensure(&self, definition: &str) -> Result<()> {
        self.client.ensure(definition)
    }

    /// Whether anything was ever committed to it.
    pub(super) fn is_filled(&self) -> bool {
        self.ledger
            .as_ref()
            .is_some_and(|ledger| ledger.manifest.format > 0)
    }

    /// The error where it is not.
    pub(super) fn absent(&self) -> Error {
        Error::Cluster {
            url: self.client.config().url.clone(),
            reason: format!(
                "holds no archive `{}`: name the directory or file to index",
                self.client.config().archive
            ),
        }
    }

    /// What the last commit says of itself, and its number. Asks anew: another writer may have been at work.
    pub(super) fn manifest(&self) -> Result<(Manifest, u64)> {
        let ledger = match Ledger::newest(&self.client) {
            Err(failure) if failure.is_absent() => None,
            ledger => ledger.map_err(|failure| self.client.failed(failure))?,
        };
        Ok(ledger.map_or_else(
            || (Manifest::default(), 0),
            |ledger| (ledger.manifest, ledger.committed),
        ))
    }

    /// The records of files in the last commit.
    pub(super) fn records(&self) -> Result<Records> {
        let mut records = Records::default();
        let Some(ledger) = &self.ledger else {
            return Ok(records);
        };
        let fields = Fields::of_schema();
        let mut after: Option<Vec<Json>> = None;
        loop {
            let mut body = json!({
                "size": PAGE,
                "track_total_hits": true,
                "query": ledger.all("file"),
                "sort": [{"uid": {"order": "asc"}}],
            });
            if let Some(after) = &after {
                body["search_after"] = json!(after);
            }
            let answer = self.client.search(&body);
            let found = answer.map_err(|failure| self.client.failed(failure))?.found;
            after = found.last().map(|last| last.sort.clone());
            let full = found.len() == PAGE;
            for found in found {
                let document = incoming(&found.document);
                let record = document.and_then(|document| record(&fields, &document));
                let (key, record) = record.ok_or_else(|| Error::Cluster {
                    url: self.client.config().url.clone(),
                    reason: "gave the record of a file back that is damaged".into(),
                })?;
                records.insert(key, record);
            }
            if !full {
                return Ok(records);
            }
        }
    }

    /// Becomes its one writer.
    pub(super) fn writer(&self) -> Result<ClusterWriter> {
        ClusterWriter::begin(self.client.config().clone())
    }
}

fn record(fields: &Fields, document: &TantivyDocument) -> Option<(String, FileRecord)> {
    let number = |field: Field| document.get_first(field).and_then(|value| value.as_u64());
    let mtime = document.get_first(fields.file_mtime)?;
    let mtime = mtime
        .as_i64()
        .or_else(|| i64::try_from(mtime.as_u64()?).ok())?;
    let key = document.get_first(fields.file)?.as_str()?.to_owned();
    let record = FileRecord {
        size: number(fields.file_size)?,
        mtime,
        hash: number(fields.file_hash)?,
        articles: number(fields.file_articles)?,
        problems: number(fields.file_problems)?,
    };
    Some((key, record))
}

#[cfg(test)]
mod tests;

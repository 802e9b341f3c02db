//! The one writer of an archive on a cluster.

use super::batch::{LONGEST_LINE, Line, Waiting};
use crate::analysis::Stemmer;
use crate::error::{Error, Result};
use crate::index::store::Store;
use crate::quickwit::{Client, Config, Failure, Ledger, Retired, Withdrawn, batches_of};
use crate::schema::{Fields, FileRecord, Manifest, file_document, file_key, outgoing, record_key};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// So many files and records may be superseded before the cluster has removed their old documents: each
/// makes every question longer.
const MOST_PENDING: usize = 50_000;
/// The language whose stems are sent.
const STEM: &str = "en";

/// Sends documents, and makes commits of them.
pub(in crate::index) struct ClusterWriter {
    pub(super) client: Client,
    fields: Fields,
    stemmer: Stemmer,
    state: Mutex<State>,
}

/// What changes while it is at work.
pub(super) struct State {
    pub(super) ledger: Ledger,
    /// The number of the next batch.
    pub(super) next: u64,
    pub(super) waiting: Waiting,
    /// Since the last commit: the first batch, and how many documents arrived.
    pub(super) first: u64,
    pub(super) arrived: u64,
    /// The removals that were asked for.
    pub(super) asked: BTreeSet<String>,
}

impl ClusterWriter {
    /// Takes the archive over: what a run that was killed had sent after its last commit will never count.
    ///
    /// # Errors
    /// Another writer takes it over at the same time, or the cluster fails.
    pub(super) fn begin(config: Config) -> Result<Self> {
        let client = Client::new(config)?;
        let newest = Ledger::newest(&client).map_err(|failure| client.failed(failure))?;
        let mut ledger = newest.unwrap_or_default();
        if ledger.stem.is_empty() {
            STEM.clone_into(&mut ledger.stem);
        }
        // A run that ended has sent nothing after its last commit.
        if ledger.revision > 0 && !ledger.ended {
            let to = batches_of(ledger.revision).1;
            let from = ledger.committed + 1;
            ledger.retired.push(Retired { from, to });
        }
        ledger.revision += 1;
        ledger.ended = false;
        ledger.run = RandomState::new().hash_one(0u8) >> 12;
        let stemmer = Stemmer::new(&ledger.stem).map_err(|e| Error::Usage(e.to_string()))?;
        let next = batches_of(ledger.revision).0;
        let writer = Self {
            client,
            fields: Fields::of_schema(),
            stemmer,
            state: Mutex::new(State {
                ledger,
                next,
                waiting: Waiting::default(),
                first: next + 1,
                arrived: 0,
                asked: BTreeSet::new(),
            }),
        };
        let mut state = writer.state();
        writer.clean(&mut state)?;
        writer.publish(&mut state)?;
        drop(state);
        Ok(writer)
    }

    #[cfg(test)]
    pub(super) fn manifest_for_tests(&self) -> Manifest {
        self.state().ledger.manifest.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn error(&self, reason: impl Into<String>) -> Error {
        Error::Cluster {
            url: self.client.config().url.clone(),
            reason: reason.into(),
        }
    }

    pub(super) fn failed(&self, failure: Failure) -> Error {
        self.client.failed(failure)
    }

    /// Whether documents are still there that were to be removed.
    fn is_left(&self, question: &Json) -> Result<bool> {
        let left = self.client.count(question);
        left.map(|left| left > 0)
            .map_err(|failure| self.failed(failure))
    }

    /// Forgets what was removed, and asks again for the removal of what was not.
    fn clean(&self, state: &mut State) -> Result<()> {
        let mut superseded = BTreeMap::new();
        for (below, keys) in std::mem::take(&mut state.ledger.superseded) {
            let old = json!({"bool": {"filter": [
                {"terms": {"file_key": keys}},
                {"range": {"batch": {"lt": below}}},
            ]}});
            if self.is_left(&old)? {
                superseded.insert(below, keys);
            }
        }
        state.ledger.superseded = superseded;
        let mut left = Vec::new();
        for withdrawn in std::mem::take(&mut state.ledger.withdrawn) {
            if self.is_left(&withdrawn.question())? {
                left.push(withdrawn);
            }
        }
        state.ledger.withdrawn = left;
        let mut left = Vec::new();
        for retired in std::mem::take(&mut state.ledger.retired) {
            let old = json!({"bool": {"filter": [
                {"range": {"batch": {"gte": retired.from, "lte": retired.to}}},
            ]}});
            // What was sent by one of the last runs may still be on its way.
            let is_late = retired.to >= batches_of(state.ledger.revision.saturating_sub(3)).0;
            if is_late || self.is_left(&old)? {
                left.push(retired);
            }
        }
        state.ledger.retired = left;
        Ok(())
    }

    /// Sends the ledger, and waits until it is the one that is found.
    fn publish(&self, state: &mut State) -> Result<()> {
        let (arrived, sent) = (state.arrived, state.next);
        let mut document = Map::new();
        document.insert("kind".into(), "ledger".into());
        document.insert("document".into(), state.ledger.text().into());
        self.send(state, vec![Line::of(&document)])?;
        state.arrived = arrived;
        // Sent more than once, the last counts, and all say the same.
        let mut pauses = self.client.pauses();
        loop {
            let newest = Ledger::newest(&self.client).map_err(|failure| self.failed(failure))?;
            match newest {
                Some(newest)
                    if newest.run == state.ledger.run
                        && newest.committed == state.ledger.committed =>
                {
                    state.first = state.next;
                    debug_assert!(state.next > sent);
                    return Ok(());
                }
                Some(newest)
                    if newest.revision >= state.ledger.revision
                        && newest.run != state.ledger.run =>
                {
                    return Err(self.error(OVERTAKEN));
                }
                _ => {}
            }
            if !pauses.wait() {
                return Err(
                    self.error("does not show what was committed last: run `morgue index` again")
                );
            }
        }
    }

    /// Makes sure that nobody else has become the writer.
    fn still_mine(&self, state: &State) -> Result<()> {
        let newest = Ledger::newest(&self.client).map_err(|failure| self.failed(failure))?;
        if newest.is_some_and(|newest| newest.run == state.ledger.run) {
            return Ok(());
        }
        Err(self.error(OVERTAKEN))
    }

    fn flush(&self, state: &mut State) -> Result<()> {
        let lines = state.waiting.take();
        self.send(state, lines)
    }

    /// What was sent of a file or record before a batch counts no more.
    fn supersede(&self, state: &mut State, below: u64, keys: &[String]) -> Result<()> {
        state
            .ledger
            .superseded
            .entry(below)
            .or_default()
            .extend_from_slice(keys);
        if state.ledger.pending() > MOST_PENDING {
            return Err(self.error(format!(
                "has not removed {MOST_PENDING} replaced documents yet: wait some hours, or make the \
                 archive anew under another name (`--archive`)"
            )));
        }
        Ok(())
    }

    /// The file that a document is of.
    fn file<'d>(&self, document: &'d TantivyDocument) -> &'d str {
        let file = document.get_first(self.fields.file);
        file.and_then(|value| value.as_str()).unwrap_or_default()
    }
}

const OVERTAKEN: &str = "has another writer of this archive now: nothing more was committed by this one; \
                         let only one run at a time";

impl Store for ClusterWriter {
    fn add(&self, document: TantivyDocument) -> Result<()> {
        let wire: Map<String, Json> = outgoing(&self.fields, &document, self.stemmer);
        let line = Line::of(&wire);
        if line.len() > LONGEST_LINE {
            return Err(self.error(format!(
                "takes no article as long as one in `{}` ({} with its tokens): leave it out with \
                 `--exclude`, or cut it",
                crate::terminal::safe(self.file(&document)),
                crate::print::bytes(line.len() as u64)
            )));
        }
        let mut state = self.state();
        if state.waiting.is_full(&line) {
            self.flush(&mut state)?;
        }
        state.waiting.push(line);
        Ok(())
    }

    fn remove(&self, key: &str, _now: i64) -> Result<()> {
        let mut state = self.state();
        let (before, _) = batches_of(state.ledger.revision);
        self.supersede(&mut state, before, &[file_key(key), record_key(key)])
    }

    fn withdraw(&self, key: &str, _now: i64) -> Result<()> {
        let mut state = self.state();
        let key = file_key(key);
        state.waiting.withdraw(std::slice::from_ref(&key));
        let (from, to) = (batches_of(state.ledger.revision).0, state.next - 1);
        state.ledger.withdrawn.push(Withdrawn { key, from, to });
        Ok(())
    }

    fn replace_record(&self, key: &str, record: &FileRecord) -> Result<()> {
        let mut state = self.state();
        let before = state.next;
        self.supersede(&mut state, before, &[record_key(key)])?;
        drop(state);
        self.add(file_document(&self.fields, key, record, &[]))
    }

    fn commit(&self, manifest: &Manifest) -> Result<()> {
        let mut state = self.state();
        self.flush(&mut state)?;
        self.await_arrived(&state)?;
        self.still_mine(&state)?;
        state.ledger.manifest = manifest.clone();
        state.ledger.ended = !manifest.unfinished;
        state.ledger.committed = state.next - 1;
        self.publish(&mut state)?;
        state.arrived = 0;
        // Only what a commit says may be removed.
        for removal in state.ledger.removals() {
            if state.asked.insert(removal.clone()) {
                self.client
                    .remove(&removal)
                    .map_err(|failure| self.failed(failure))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

//! Sending batches, whatever becomes of their answers.

use super::batch::Line;
use super::writer::{ClusterWriter, State};
use crate::error::Result;
use crate::quickwit::{Failure, Retired};
use serde_json::json;

/// So often a batch is sent of which nobody knew whether it arrived.
const MOST_UNKNOWN: u32 = 5;

impl ClusterWriter {
    /// Sends lines until all have arrived, each in one batch that counts.
    pub(super) fn send(&self, state: &mut State, mut lines: Vec<Line>) -> Result<()> {
        let (mut pauses, mut unknown) = (self.client.pauses(), 0);
        while !lines.is_empty() {
            let batch = state.next;
            state.next += 1;
            let numbered = lines.iter().enumerate();
            let numbered =
                numbered.map(|(place, line)| line.numbered(state.ledger.revision, batch, place));
            let numbered: Vec<_> = numbered.collect();
            let failure = match self.client.send(&numbered) {
                Ok(taken) => {
                    if let Some((_, reason)) = taken.refused {
                        let reason =
                            format!("refuses an article: {}", crate::terminal::safe(&reason));
                        return Err(self.error(reason));
                    }
                    state.arrived += (lines.len() - taken.later.len()) as u64;
                    if taken.later.len() < lines.len() {
                        pauses = self.client.pauses();
                    }
                    lines = taken
                        .later
                        .iter()
                        .map(|place| lines[*place].clone())
                        .collect();
                    Failure::Busy("is throttled: it takes no more articles".into())
                }
                Err(Failure::Unknown(reason)) => {
                    if self.came_to_light(batch, lines.len() as u64) {
                        state.arrived += lines.len() as u64;
                        return Ok(());
                    }
                    // Should it come to light after all, it does not count.
                    let (from, to) = (batch, batch);
                    state.ledger.retired.push(Retired { from, to });
                    unknown += 1;
                    if unknown < MOST_UNKNOWN {
                        pauses = self.client.pauses();
                    }
                    Failure::Unknown(reason)
                }
                Err(failure) => failure,
            };
            if lines.is_empty() {
                return Ok(());
            }
            if !failure.passes() || !pauses.wait() {
                return Err(self.failed(failure));
            }
        }
        Ok(())
    }

    /// Whether a batch of which nobody knew turns out to be there, whole.
    fn came_to_light(&self, batch: u64, documents: u64) -> bool {
        let mut pauses = self.client.pauses();
        let sent =
            json!({"bool": {"filter": [{"range": {"batch": {"gte": batch, "lte": batch}}}]}});
        loop {
            // Not being able to ask is no answer.
            if self
                .client
                .count(&sent)
                .is_ok_and(|found| found == documents)
            {
                return true;
            }
            if !pauses.wait() {
                return false;
            }
        }
    }

    /// Waits until everything that arrived since the last commit can be found.
    pub(super) fn await_arrived(&self, state: &State) -> Result<()> {
        let retired = state.ledger.retired.iter();
        let retired = retired.map(|r| json!({"range": {"batch": {"gte": r.from, "lte": r.to}}}));
        let sent = json!({"bool": {
            "filter": [{"range": {"batch": {"gte": state.first, "lt": state.next}}}],
            "must_not": retired.collect::<Vec<_>>(),
        }});
        let mut pauses = self.client.pauses();
        let mut last = 0;
        loop {
            let found = self
                .client
                .count(&sent)
                .map_err(|failure| self.failed(failure))?;
            if found == state.arrived {
                return Ok(());
            }
            if found > last {
                (last, pauses) = (found, self.client.pauses());
            }
            if !pauses.wait() {
                return Err(self.error(format!(
                    "took {} documents but finds {found} of them: nothing more was committed; run \
                     `morgue index` again",
                    state.arrived
                )));
            }
        }
    }
}

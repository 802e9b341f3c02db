//! A file on its way through the pipeline: cut into records, which are handed on in batches.

use super::super::file::{Hashing, Place, Run, context, limits};
use super::super::source::{Source, unpack};
use super::{BATCH_BYTES, BATCH_RECORDS, Batch, Outcome, Pipeline, failed};
use crate::error::Problem;
use crate::read::container::{Member, Visit};
use crate::read::{Flow, Record};
use crossbeam_channel::Sender;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// One file while it is cut into records.
pub(super) struct Cutting<'c, 'a> {
    pub(super) pipeline: &'c Pipeline<'a>,
    pub(super) outcomes: &'c Sender<Outcome>,
    pub(super) run: Arc<Run>,
    /// The batch that is being filled.
    pub(super) records: Vec<(Arc<Place>, Record)>,
    pub(super) bytes: u64,
    /// Something was read of the file, or of a member of it.
    pub(super) begun: bool,
}

impl Cutting<'_, '_> {
    /// Cuts the file, or each member of it.
    pub(super) fn cut(&mut self, input: &mut Hashing<Source>) -> Result<(), Problem> {
        let found = self.run.job.found.clone();
        let root = &self.pipeline.setup.roots[self.run.job.root];
        let size = (!input.inner().is_piped()).then_some(found.size);
        let limits = limits(&root.reading);
        catch_unwind(AssertUnwindSafe(|| {
            unpack(input, size, &found.path, limits, self)
        }))
        .unwrap_or_else(|_| Err(failed()))
    }

    fn take(&mut self, place: &Arc<Place>, record: Record) -> Flow {
        self.bytes += record.bytes;
        self.records.push((place.clone(), record));
        if self.bytes >= BATCH_BYTES || self.records.len() >= BATCH_RECORDS {
            let batch = Batch {
                run: self.run.clone(),
                records: std::mem::take(&mut self.records),
                bytes: std::mem::take(&mut self.bytes),
            };
            self.pipeline.hand_on(batch, self.outcomes);
        }
        if self.pipeline.setup.progress.stopped() {
            Flow::Stop
        } else {
            Flow::Continue
        }
    }
}

impl Visit for Cutting<'_, '_> {
    fn member(&mut self, member: Member) -> Result<Flow, Problem> {
        let root = &self.pipeline.setup.roots[self.run.job.root];
        let place = Arc::new(Place::of(&member, root)?);
        self.begun = true;
        let mut flow = Flow::Continue;
        let context = context(&place, root);
        place.reader.split(member.input, &context, &mut |record| {
            flow = self.take(&place, record);
            flow
        })?;
        Ok(flow)
    }

    fn problem(&mut self, problem: Problem) {
        self.begun = true;
        self.pipeline.problem(&self.run, problem);
    }
}

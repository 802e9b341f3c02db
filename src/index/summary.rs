//! What a refresh did.

use crate::error::{Problem, ProblemKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Files and articles of one fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Files.
    pub files: u64,
    /// Articles in them.
    pub articles: u64,
}

impl Counts {
    pub(super) fn add(&mut self, articles: u64) {
        self.files += 1;
        self.articles += articles;
    }
}

/// What a refresh did (or, dry, would do), file by file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// New files.
    pub added: Counts,
    /// Files with another content.
    pub replaced: Counts,
    /// Files that are no longer there.
    pub removed: Counts,
    /// Files that stand at another path with the same content.
    pub moved: Counts,
    /// Files with another time but the same content; their articles were left alone.
    pub touched: Counts,
    /// Files that were not opened.
    pub unchanged: u64,
    /// Of those, what came through a pipe and so could not be read again although that was asked for.
    pub piped: u64,
    /// Problems by kind: what was skipped, and what was read with a doubt.
    pub problems: BTreeMap<ProblemKind, u64>,
    /// Articles in the index afterwards.
    pub articles: u64,
    /// Bytes read.
    pub bytes: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether organisations of stored articles were recognised in another way than is asked for now.
    pub outdated: bool,
    /// Whether it was interrupted: the next refresh goes on where this one ended.
    pub interrupted: bool,
}

impl Summary {
    pub(super) fn count(&mut self, problem: &Problem) {
        *self.problems.entry(problem.kind).or_default() += 1;
    }

    /// How many inputs were skipped (not: read with a doubt).
    pub fn skipped(&self) -> u64 {
        let skips = self.problems.iter().filter(|(kind, _)| kind.skips());
        skips.map(|(_, count)| count).sum()
    }

    /// Whether the index is as it was.
    pub fn is_unchanged(&self) -> bool {
        [
            self.added,
            self.replaced,
            self.removed,
            self.moved,
            self.touched,
        ]
        .iter()
        .all(|counts| counts.files == 0)
    }
}

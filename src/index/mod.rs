//! The writing side: directories in, one commit after another out.
//!
//! A refresh walks the roots, compares what it finds with the records of files in the index, and reads
//! only what is new or changed. Articles and the records of their files are one commit; killed at any
//! instant, the index opens at its last one, and the next refresh completes it. A commit holds whole files
//! only: of a file that is read again, either all that it gave before or all that it gives now.

mod change;
mod check;
mod cluster;
mod enrich;
mod file;
mod gate;
mod learn;
mod lock;
mod name;
mod organisations;
mod packer;
mod pipeline;
mod plan;
mod preview;
mod queue;
mod refresh;
mod reorganise;
mod residues;
mod roots;
mod source;
mod store;
mod summary;
mod target;
mod vanished;
mod walk;
mod writer;

pub use check::{Report as CheckReport, check};
pub use lock::holder;
pub use organisations::{ORGANISATIONS_FILE, OrganisationRequest, recogniser};
pub use preview::preview;
pub use refresh::refresh;
pub use reorganise::reorganise;
pub use roots::{RootRequest, root_name};
pub use summary::{Counts, Summary};

use crate::error::Problem;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Often enough unless another interval is asked for.
pub const COMMIT_EVERY: Duration = Duration::from_mins(1);

/// What a refresh is to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the index is.
    pub index: PathBuf,
    /// The cluster that holds the archive instead, if one does; the directory still holds what the user says
    /// of organisations.
    pub cluster: Option<crate::quickwit::Config>,
    /// Roots to add or to refresh; none: all that are known.
    pub roots: Vec<RootRequest>,
    /// How organisations are to be recognised, where that changes.
    pub organisations: OrganisationRequest,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Read everything again, whatever the records say.
    pub rebuild: bool,
    /// About how much memory to use, in bytes.
    pub memory: usize,
    /// How many threads read and parse; 0: one for each core.
    pub threads: usize,
    /// Wait for another writer to end instead of giving up.
    pub wait: bool,
    /// A long run commits so often, so that an interruption costs little.
    pub commit_every: Duration,
}

/// What a refresh tells while it runs. Counters may be read from any thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// How many bytes are to be read, once that is known.
    pub bytes_total: AtomicU64,
    /// How many of them have been read.
    pub bytes: AtomicU64,
    /// How many files are to be read.
    pub files_total: AtomicU64,
    /// How many have been read.
    pub files: AtomicU64,
    /// How many articles have been found.
    pub articles: AtomicU64,
    /// Set from outside: finish what is begun, commit, and end.
    pub stop: AtomicBool,
}

impl Progress {
    /// Asks the refresh to end with what it has.
    pub fn interrupt(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Takes each problem as it is met, with the path of its file as a person would open it.
pub type Report<'r> = &'r (dyn Fn(&str, &Problem) + Sync);

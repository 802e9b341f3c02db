//! What the articles of a folder have in common around their texts: the site's lines under each of them.
//!
//! It is learned from a sample of the folder before its articles are read, and kept in the commit: so every
//! article of a folder is cleaned in the same way, and a refresh of an unchanged archive changes nothing.
//! A folder is learned anew when its files have doubled since (or everything is read again); if that
//! shows other lines, its articles are all read again, so that the work stays in proportion to what was
//! added. Between doublings an index that grew may know a line less than a fresh one would; `--rebuild`
//! makes them the same.

use super::change::Job;
use super::pipeline::STACK;
use super::plan::{Plan, threads};
use super::preview::look;
use super::residues::Due;
use super::walk::Found;
use super::{Options, Progress};
use crate::enrich::boilerplate::{Repeated, SAMPLE};
use crate::read::Flow;
use crate::schema::{Common, Root};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// No more bytes than this are read of one folder: web pages are large and slow to read.
const SAMPLE_BYTES: u64 = 16 << 20;
/// Every file of a sample may give so many articles at least.
const PER_FILE: usize = 20;
/// No more lines of one folder are kept.
const LINES: usize = 1_000;

impl Plan {
    /// Learns the folders that are due; those that show other lines than before are read again whole.
    pub(super) fn learn(&mut self, options: &Options, progress: &Progress) {
        let due = std::mem::take(&mut self.due);
        let next = AtomicUsize::new(0);
        let learned = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads(options).min(due.len()) {
                let work = || {
                    while let Some(due) = due.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if progress.stopped() {
                            return;
                        }
                        let root = &self.manifest.roots[due.root];
                        let common = sample(root, due);
                        learned
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((due, common));
                    }
                };
                let thread = std::thread::Builder::new().stack_size(STACK);
                // Without a thread the folder is learned another time.
                let _ = thread.spawn_scoped(scope, work);
            }
        });
        let learned = learned.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (due, common) in learned {
            self.keep(due, common);
        }
    }

    /// Everything of the refreshed roots was read: nothing is left to be read again.
    pub(super) fn end_pending(&mut self) {
        let chosen = self
            .chosen
            .iter()
            .map(|root| &self.manifest.roots[*root].name);
        let chosen: Vec<String> = chosen.map(|name| format!("{name}:")).collect();
        for (key, common) in &mut self.manifest.common {
            common.pending &= !chosen.iter().any(|name| key.starts_with(name));
        }
    }

    fn keep(&mut self, due: &Due, common: Common) {
        let before = self.manifest.common.get(&due.key);
        let same = before.map_or(common.lines.is_empty(), |before| {
            before.lines == common.lines
        });
        let pending = !same || before.is_some_and(|before| before.pending);
        let common = Common { pending, ..common };
        self.manifest.common.insert(due.key.clone(), common);
        if same {
            return;
        }
        let name = self.manifest.roots[due.root].name.clone();
        let known: HashMap<String, usize> = (self.changes.jobs.iter().enumerate())
            .filter(|(_, job)| job.root == due.root)
            .map(|(at, job)| (job.key.clone(), at))
            .collect();
        for found in &due.files {
            let key = format!("{name}:{}", found.path);
            if let Some(at) = known.get(&key) {
                self.changes.jobs[*at].anew = true;
                continue;
            }
            self.changes.unchanged = self.changes.unchanged.saturating_sub(1);
            self.summary.unchanged = self.changes.unchanged;
            self.changes.jobs.push(Job {
                before: self.records.get(&key).cloned(),
                key,
                root: due.root,
                found: found.clone(),
                anew: true,
            });
        }
    }
}

/// Takes a sample of a folder: its files in an order that has nothing to do with their names, so many
/// articles of each.
fn sample(root: &Root, due: &Due) -> Common {
    let mut files: Vec<&Found> = due.files.iter().collect();
    files.sort_by_key(|found| (xxh3_64(found.path.as_bytes()), &found.path));
    let most = PER_FILE.max(SAMPLE / files.len());
    let (mut repeated, mut read) = (Repeated::default(), 0);
    for found in files {
        if repeated.is_full() || read >= SAMPLE_BYTES {
            break;
        }
        let mut taken = 0;
        // A panic in a reader is told when the file is read for good.
        let looked = catch_unwind(AssertUnwindSafe(|| {
            look(root, &found.full, &found.path, &mut |found, bytes| {
                found
                    .articles
                    .iter()
                    .for_each(|article| repeated.feed(article));
                taken += found.articles.len();
                read += bytes;
                if taken >= most || repeated.is_full() || read >= SAMPLE_BYTES {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            });
        }));
        drop(looked);
    }
    let mut lines = repeated.residue().lines();
    lines.truncate(LINES);
    Common {
        bytes: due.bytes,
        full: repeated.is_full() || read >= SAMPLE_BYTES,
        lines,
        pending: false,
    }
}

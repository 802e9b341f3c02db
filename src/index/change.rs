//! What has to be done: the files found against the files the index knows.

use super::walk::{Found, Walked};
use crate::schema::FileRecord;
use rustc_hash::{FxHashMap, FxHashSet};

/// The records of the index by `ROOT:PATH`.
pub(super) type Records = FxHashMap<String, FileRecord>;

/// A file to be read.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// `ROOT:PATH`.
    pub(super) key: String,
    /// Its root's place among the roots.
    pub(super) root: usize,
    /// The file.
    pub(super) found: Found,
    /// What the index knows of it, if it knows it.
    pub(super) before: Option<FileRecord>,
    /// To be read even if it has the content it had.
    pub(super) anew: bool,
}

/// What one root needs.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// To be read: new, or with another size or time.
    pub(super) jobs: Vec<Job>,
    /// Known, but no longer there: `ROOT:PATH`.
    pub(super) vanished: Vec<String>,
    /// As they were.
    pub(super) unchanged: u64,
}

/// Compares one root. Files that `anew` says are to be read whatever the records say; those below
/// directories that could not be read are taken as unchanged.
pub(super) fn compare(
    name: &str,
    root: usize,
    walked: &mut Walked,
    records: &Records,
    anew: &dyn Fn(&str) -> bool,
) -> Changes {
    let mut changes = Changes::default();
    let mut seen = FxHashSet::default();
    let mut key = String::new();
    for found in std::mem::take(&mut walked.files) {
        key.clear();
        key.extend([name, ":", &found.path]);
        let before = records.get_key_value(&key);
        seen.extend(before.map(|(key, _)| key.as_str()));
        let same = before
            .is_some_and(|(_, record)| record.size == found.size && record.mtime == found.mtime);
        let anew = anew(&found.path);
        if same && !anew {
            changes.unchanged += 1;
        } else {
            changes.jobs.push(Job {
                key: key.clone(),
                root,
                found,
                before: before.map(|(_, record)| record.clone()),
                anew,
            });
        }
    }
    let unread = |path: &str| {
        walked.unread.iter().any(|dir| {
            dir.is_empty()
                || path
                    .strip_prefix(dir.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    for key in records.keys() {
        let Some(path) = key
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(':'))
        else {
            continue;
        };
        if seen.contains(key.as_str()) {
            continue;
        }
        if unread(path) {
            changes.unchanged += 1;
        } else {
            changes.vanished.push(key.clone());
        }
    }
    changes.vanished.sort_unstable();
    changes
}

//! Whether sources are what they were when they were indexed.

use super::Report;
use crate::index::Progress;
use crate::index::change::Records;
use crate::index::file::hash;
use crate::index::name::full;
use crate::index::walk::modified;
use crate::schema::{FileRecord, Manifest, Root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Reads every source again and compares its content with the record of it.
pub(super) fn check(
    manifest: &Manifest,
    records: &Records,
    progress: &Progress,
    report: &mut Report,
) {
    let records: BTreeMap<_, _> = records.iter().collect();
    progress.bytes_total.store(
        records.values().map(|record| record.size).sum(),
        Ordering::Relaxed,
    );
    for (key, record) in records {
        if progress.stopped() {
            return;
        }
        // Of a file in no known format only its size was noted, and a pipe is read once.
        if record.hash == 0 || is_piped(manifest, key) {
            continue;
        }
        match path(manifest, key) {
            Some(path) => report.sources_differing.extend(differs(&path, record)),
            None => report
                .faults
                .push(format!("`{key}` belongs to no directory that is indexed")),
        }
        report.sources += 1;
        progress.bytes.fetch_add(record.size, Ordering::Relaxed);
    }
}

/// The root of a record, and the path of the file below it.
fn root<'m, 'k>(manifest: &'m Manifest, key: &'k str) -> Option<(&'m Root, &'k str)> {
    let (name, below) = key.split_once(':')?;
    let root = manifest.roots.iter().find(|root| root.name == name)?;
    Some((root, below))
}

fn is_piped(manifest: &Manifest, key: &str) -> bool {
    root(manifest, key).is_some_and(|(root, _)| root.is_piped())
}

/// Where the file of a record is.
fn path(manifest: &Manifest, key: &str) -> Option<PathBuf> {
    let (root, below) = root(manifest, key)?;
    let base = Path::new(&root.path);
    Some(if base.is_file() {
        base.to_owned()
    } else {
        full(base, below)
    })
}

/// In what a file is another than the one that was indexed.
fn differs(path: &Path, record: &FileRecord) -> Option<String> {
    let name = path.display();
    let metadata = match path.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Some(format!(
                "`{name}` is no longer there: `morgue index` removes its articles"
            ));
        }
        Err(error) => return Some(format!("`{name}` cannot be read: {error}")),
    };
    match hash(path) {
        Err(problem) => Some(format!("`{name}` {}", problem.reason)),
        Ok(found) if found == record.hash => None,
        Ok(_) if metadata.len() == record.size && modified(&metadata) == record.mtime => {
            Some(format!(
                "`{name}` has another content, but the size and time it had: it is damaged, or was edited with \
             its time kept; `morgue index --rebuild` reads it again"
            ))
        }
        Ok(_) => Some(format!(
            "`{name}` has changed since it was indexed: `morgue index` reads it again"
        )),
    }
}

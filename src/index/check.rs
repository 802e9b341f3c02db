//! Whether an index is whole: what it holds is read back and counted, and compared with what it says.
//!
//! Nothing is repaired: an index is made from its sources, and is made anew from them.

mod content;
mod sources;

use super::{Progress, writer};
use crate::error::{Error, Result, words_of};
use crate::schema::{Manifest, has_index};
use content::Content;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering;
use tantivy::{Index, TantivyError};

/// How often a check begins again because the index changed under it.
const ATTEMPTS: usize = 3;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong, as sentences; nothing if the index is whole.
    pub faults: Vec<String>,
    /// Sources that are not what they were when they were indexed, as sentences.
    pub sources_differing: Vec<String>,
    /// Whether an earlier run was interrupted: some files are not in it yet.
    pub unfinished: bool,
    /// Articles that were read back.
    pub articles: u64,
    /// Records of files that were compared with them.
    pub files: u64,
    /// Bytes whose checksum was compared.
    pub bytes: u64,
    /// Sources that were read again.
    pub sources: u64,
}

/// Checks the index at `path`; with `deep` also whether its sources are what they were when it was made.
///
/// Faults found are in the answer; `progress` counts articles and files, and can interrupt it.
///
/// # Errors
/// There is no index, or one of another version; or the check was interrupted.
pub fn check(path: &Path, deep: bool, progress: &Progress) -> Result<Report> {
    if !has_index(path)? {
        return Err(Error::NoIndex(path.to_owned()));
    }
    for _ in 0..ATTEMPTS {
        let before = commit(path);
        let report = once(path, deep, progress)?;
        // A writer may have put another commit in the place of the one that was being read.
        if report.faults.is_empty() || commit(path) == before {
            return Ok(report);
        }
    }
    let reason =
        "the index changes faster than it can be checked: try again when nothing writes to it";
    Err(Error::Usage(reason.into()))
}

/// What says which commit is the last.
fn commit(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path.join("meta.json")).ok()
}

fn once(path: &Path, deep: bool, progress: &Progress) -> Result<Report> {
    let mut report = Report::default();
    let opened = guarded("opening it", || {
        let index = writer::open(path)?;
        let (manifest, _) = writer::manifest(&index, path)?;
        if manifest.format == 0 {
            // Made, but killed before its first commit: there is nothing in it to check.
            return Err(Error::NoIndex(path.to_owned()));
        }
        Ok((index, manifest))
    });
    let (index, manifest) = match opened {
        Ok(opened) => opened,
        Err(Fault::Error(
            error @ (Error::IndexVersion { .. }
            | Error::NotAnIndex(_)
            | Error::NoIndex(_)
            | Error::Io { .. }),
        )) => return Err(error),
        Err(fault) => {
            report.faults.push(fault.sentence());
            return Ok(report);
        }
    };
    report.unfinished = manifest.unfinished;
    let whole = checksums(&index, path, &mut report)?;
    if whole {
        compare(&index, &manifest, path, progress, &mut report);
    }
    interrupted(progress)?;
    if deep && whole {
        let found = guarded("reading the record of files", || {
            writer::records(&index, path)
        });
        match found {
            Ok(records) => sources::check(&manifest, &records, progress, &mut report),
            Err(fault) => report.faults.push(fault.sentence()),
        }
        interrupted(progress)?;
    }
    Ok(report)
}

/// What kept a step from its end.
enum Fault {
    Error(Error),
    /// The engine met what it takes to be impossible.
    Panic(&'static str),
}

impl Fault {
    fn sentence(self) -> String {
        match self {
            Self::Error(Error::Index { reason, .. }) => reason,
            Self::Error(Error::Engine(error)) => words_of(&error),
            Self::Error(Error::Damaged(damage)) => damage.to_string(),
            Self::Error(error) => error.to_string(),
            Self::Panic(doing) => format!("{doing} fails: its files are damaged"),
        }
    }
}

/// Damaged files may lead the engine anywhere: what it panics of is a fault of the index, not of ours.
fn guarded<T>(doing: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Fault::Error),
        Err(_) => Err(Fault::Panic(doing)),
    }
}

fn interrupted(progress: &Progress) -> Result<()> {
    if progress.stopped() {
        let reason = "interrupted: nothing was changed, and nothing can be said of the index";
        return Err(Error::Usage(reason.into()));
    }
    Ok(())
}

/// Compares every file of the last commit with its checksum; whether they are all as they were written.
fn checksums(index: &Index, path: &Path, report: &mut Report) -> Result<bool> {
    let metas = index.load_metas()?;
    let mut whole = true;
    let files: BTreeSet<_> = metas.list_segment_files().into_iter().collect();
    for file in files {
        let full = path.join(&file);
        let Ok(metadata) = full.metadata() else {
            // A segment does not have every kind of file that it could have.
            continue;
        };
        report.bytes += metadata.len();
        let name = file.display();
        let valid = catch_unwind(AssertUnwindSafe(|| {
            index.directory().validate_checksum(&file)
        }));
        let fault = match valid {
            Ok(Ok(true)) => continue,
            Ok(Err(error)) => match TantivyError::from(error).into() {
                Error::Damaged(damage) => damage.to_string(),
                error => format!("`{name}` cannot be read: {error}"),
            },
            Ok(Ok(false)) | Err(_) => format!("`{name}` is damaged: its checksum is another"),
        };
        report.faults.push(fault);
        whole = false;
    }
    Ok(whole)
}

/// Reads everything back and compares it with what the index says of itself.
fn compare(
    index: &Index,
    manifest: &Manifest,
    path: &Path,
    progress: &Progress,
    report: &mut Report,
) {
    let read = guarded("reading its articles back", || {
        Content::read(index, path, progress, &mut report.faults)
    });
    let content = match read {
        Ok(content) => content,
        Err(fault) => return report.faults.push(fault.sentence()),
    };
    report.articles = content.total();
    report.files = content.records.len() as u64;
    progress.files.store(report.files, Ordering::Relaxed);
    if progress.stopped() {
        return;
    }
    content.compare(manifest, &mut report.faults);
}

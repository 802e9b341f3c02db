//! What files a root holds: hidden ones skipped, links followed without loops, everything else reported.

use super::name::below;
use crate::error::{Error, Problem, ProblemKind, Result};
use crate::schema::Root;
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use walkdir::{DirEntry, WalkDir};

/// A file found under a root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The path below the root: its name in the index.
    pub(super) path: String,
    /// Where it is.
    pub(super) full: PathBuf,
    /// Its size in bytes.
    pub(super) size: u64,
    /// Its modification time, nanoseconds since 1970.
    pub(super) mtime: i64,
}

impl Found {
    /// As a person would open it, or by its name if it came through a pipe.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        if self.full == Path::new(Root::PIPE) {
            return self.path.as_str().into();
        }
        self.full.to_string_lossy()
    }
}

/// What walking a root gave.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files, in order of their paths.
    pub(super) files: Vec<Found>,
    /// What could not be looked at, with its path.
    pub(super) problems: Vec<(PathBuf, Problem)>,
    /// Directories that could not be read (the root is ""): what the index knows below them is kept.
    pub(super) unread: Vec<String>,
}

/// Walks a root; the directory of the index itself, should it lie there, is passed over.
///
/// # Errors
/// If the root itself is not there or a glob is none.
pub(super) fn walk(root: &Root, index: &Path) -> Result<Walked> {
    let base = Path::new(&root.path);
    base.metadata()
        .map_err(|source| Error::io("read", base, source))?;
    let include = globs(&root.reading.include)?;
    let exclude = globs(&root.reading.exclude)?;
    let index = index.canonicalize().unwrap_or_else(|_| index.to_owned());
    let mut walked = Walked::default();
    let walker = WalkDir::new(base)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !(hidden(entry) || is_index(entry, &index)));
    for entry in walker {
        match entry {
            Ok(entry) => walked.take(base, &entry, &include, &exclude),
            Err(error) => walked.problem(base, &error),
        }
    }
    walked.tell_apart();
    Ok(walked)
}

fn hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_index(entry: &DirEntry, index: &Path) -> bool {
    // Only a directory of that name is worth asking the system about.
    entry.file_type().is_dir()
        && entry.path().file_name() == index.file_name()
        && entry.path().canonicalize().is_ok_and(|path| path == index)
}

fn globs(patterns: &[String]) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern)
            .map_err(|error| Error::Usage(format!("`{pattern}` is no glob: {}", error.kind())))?;
        set.add(glob);
    }
    set.build()
        .map_err(|error| Error::Usage(format!("the globs cannot be used together: {error}")))
}

impl Walked {
    fn take(&mut self, base: &Path, entry: &DirEntry, include: &GlobSet, exclude: &GlobSet) {
        if entry.file_type().is_dir() {
            return;
        }
        let full = entry.path();
        let Some(path) = below(base, full) else {
            return;
        };
        if !include.is_empty() && !include.is_match(&path) || exclude.is_match(&path) {
            return;
        }
        if !entry.file_type().is_file() {
            let reason = "not a regular file (a pipe, socket or device): it is not read";
            self.report(full, ProblemKind::Unreadable, reason);
            return;
        }
        match entry.metadata() {
            Ok(metadata) => self.files.push(Found {
                path,
                full: full.to_owned(),
                size: metadata.len(),
                mtime: modified(&metadata),
            }),
            Err(error) => self.report(full, ProblemKind::Unreadable, &error.to_string()),
        }
    }

    /// Passes over the second of two files that have one name in the index, as only an escaped name can.
    fn tell_apart(&mut self) {
        if self.files.iter().all(|found| found.full.to_str().is_some()) {
            return;
        }
        let mut seen = HashSet::new();
        for found in std::mem::take(&mut self.files) {
            if seen.insert(found.path.clone()) {
                self.files.push(found);
            } else {
                let reason = format!(
                    "another file has the name `{}` in the index: rename one",
                    found.path
                );
                self.report(&found.full, ProblemKind::Unreadable, &reason);
            }
        }
    }

    fn problem(&mut self, base: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(base).to_owned();
        let reason = if error.loop_ancestor().is_some() {
            "a link that leads back to a directory above it: it is not followed".to_owned()
        } else if let Some(cause) = error.io_error() {
            // Of the root itself, all that lies below is unread.
            let unread = if path == base {
                Some(String::new())
            } else {
                below(base, &path)
            };
            self.unread.extend(unread);
            format!("cannot be read: {}", plain(cause))
        } else {
            error.to_string()
        };
        self.report(&path, ProblemKind::Unreadable, &reason);
    }

    fn report(&mut self, path: &Path, kind: ProblemKind, reason: &str) {
        self.problems
            .push((path.to_owned(), Problem::new(kind, reason)));
    }
}

/// What the system said, without its error number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text[..end].to_lowercase()
}

/// When a file was last changed, nanoseconds since 1970.
pub(super) fn modified(metadata: &Metadata) -> i64 {
    let Ok(time) = metadata.modified() else {
        return 0;
    };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    }
}

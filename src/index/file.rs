//! One file on its way into the index.

use super::change::Job;
use super::walk::plain;
use crate::date::DateOptions;
use crate::error::{Problem, ProblemKind};
use crate::read::{self, Context, Reader};
use crate::schema::{FileRecord, Reading, Root};
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// So much of a file decides its format.
const HEAD: u64 = 8 << 10;

/// A file that is being read; its records may be on several threads.
pub(super) struct Run {
    pub(super) job: Job,
    pub(super) reader: &'static dyn Reader,
    /// How many threads still work on it, the one that cuts it into records included.
    pending: AtomicUsize,
    articles: AtomicU64,
    problems: Mutex<Vec<Problem>>,
    hash: AtomicU64,
}

impl Run {
    pub(super) fn new(job: Job, reader: &'static dyn Reader) -> Arc<Self> {
        Arc::new(Self {
            job,
            reader,
            pending: AtomicUsize::new(1),
            articles: AtomicU64::new(0),
            problems: Mutex::default(),
            hash: AtomicU64::new(0),
        })
    }

    pub(super) fn begin(&self) {
        self.pending.fetch_add(1, Ordering::AcqRel);
    }

    /// Ends one thread's work; true for the last.
    pub(super) fn end(&self) -> bool {
        self.pending.fetch_sub(1, Ordering::AcqRel) == 1
    }

    pub(super) fn count(&self, articles: u64) {
        self.articles.fetch_add(articles, Ordering::Relaxed);
    }

    pub(super) fn problem(&self, problem: Problem) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        problems.push(problem);
    }

    pub(super) fn hashed(&self, hash: u64) {
        self.hash.store(hash, Ordering::Relaxed);
    }

    /// What there is to remember of the file, problems in order of their lines.
    pub(super) fn record(&self) -> (FileRecord, Vec<Problem>) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        let mut problems = std::mem::take(&mut *problems);
        problems.sort_by_key(|problem| problem.line);
        let record = FileRecord {
            size: self.job.found.size,
            mtime: self.job.found.mtime,
            hash: self.hash.load(Ordering::Relaxed),
            articles: self.articles.load(Ordering::Relaxed),
            problems: problems.len() as u64,
        };
        (record, problems)
    }
}

/// The reader for a file: the one its root asks for, else the one that recognises it.
pub(super) fn reader(
    path: &Path,
    below: &str,
    root: &Root,
) -> Result<&'static dyn Reader, Problem> {
    if let Some(name) = &root.reading.format {
        return read::by_name(name).ok_or_else(|| {
            Problem::new(
                ProblemKind::UnknownFormat,
                format!("there is no format `{name}`: `morgue formats` lists them"),
            )
        });
    }
    let mut head = Vec::new();
    open(path)?
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(|error| unreadable(&error))?;
    read::choose(below, &head)
}

/// What the reader may know.
pub(super) fn context(below: &str, root: &Root) -> Context {
    let reading = &root.reading;
    Context {
        path: below.to_owned(),
        map: Arc::new(read::FieldMap {
            pairs: reading.map.clone(),
        }),
        dates: dates(reading),
        ..Context::default()
    }
}

/// How the dates of a root are understood.
pub(super) fn dates(reading: &Reading) -> DateOptions {
    let zone = reading.zone.as_deref();
    DateOptions {
        order: reading.date_order,
        zone: zone.and_then(|name| TimeZone::get(name).ok()),
        today: Some(ZonedDateTime::now().date()),
        ..DateOptions::default()
    }
}

pub(super) fn open(path: &Path) -> Result<File, Problem> {
    File::open(path).map_err(|error| unreadable(&error))
}

fn unreadable(error: &io::Error) -> Problem {
    Problem::new(
        ProblemKind::Unreadable,
        format!("cannot be read: {}", plain(error)),
    )
}

/// The XXH3 of a file's content.
pub(super) fn hash(path: &Path) -> Result<u64, Problem> {
    let mut hashing = Hashing::new(open(path)?, None);
    io::copy(&mut hashing, &mut io::sink()).map_err(|error| unreadable(&error))?;
    Ok(hashing.digest())
}

/// Passes bytes on and hashes them; counts them where progress is shown.
pub(super) struct Hashing<'p, R> {
    inner: R,
    hash: Xxh3,
    counter: Option<&'p AtomicU64>,
}

impl<'p, R: Read> Hashing<'p, R> {
    pub(super) fn new(inner: R, counter: Option<&'p AtomicU64>) -> Self {
        Self {
            inner,
            hash: Xxh3::new(),
            counter,
        }
    }

    pub(super) fn digest(&self) -> u64 {
        self.hash.digest()
    }
}

impl<R: Read> Read for Hashing<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        if let Some(counter) = self.counter {
            counter.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

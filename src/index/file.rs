//! One file on its way into the index.

use super::change::Job;
use super::walk::plain;
use crate::date::DateOptions;
use crate::error::{Problem, ProblemKind};
use crate::read::container::{Member, dated, named};
use crate::read::{self, Context, Limits, Reader};
use crate::schema::{FileRecord, Reading, Root};
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// What is read by one reader: a file, or a member of the archive that it is.
pub(super) struct Place {
    /// The path below the root; in an archive, of the file and the member.
    pub(super) path: String,
    /// The path in the archive.
    inner: Option<String>,
    /// The path that may tell the date.
    pub(super) dated: String,
    pub(super) reader: &'static dyn Reader,
}

impl Place {
    /// Where a member stands, with the reader that its root asks for or that recognises it.
    ///
    /// # Errors
    /// There is none for it.
    pub(super) fn of(member: &Member, root: &Root) -> Result<Self, Problem> {
        let reader = reader(&member.name, &member.head, root)?;
        let dated = match &member.inner {
            None => member.path.clone(),
            Some(inner) => {
                let outer = member.path.strip_suffix(inner.as_str()).unwrap_or_default();
                dated(outer.trim_end_matches('/'), inner)
            }
        };
        Ok(Self {
            path: member.path.clone(),
            inner: member.inner.clone(),
            dated,
            reader,
        })
    }

    /// A problem of what is read here; in an archive it names the member.
    pub(super) fn problem(&self, problem: Problem) -> Problem {
        match &self.inner {
            None => problem,
            Some(inner) => named(inner, &problem),
        }
    }
}

/// A file that is being read; its records may be on several threads.
pub(super) struct Run {
    pub(super) job: Job,
    /// How many threads still work on it, the one that cuts it into records included.
    pending: AtomicUsize,
    articles: AtomicU64,
    problems: Mutex<Vec<Problem>>,
    hash: AtomicU64,
}

impl Run {
    pub(super) fn new(job: Job) -> Arc<Self> {
        Arc::new(Self {
            job,
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
        problems.sort_by(|one, other| (one.line, &one.reason).cmp(&(other.line, &other.reason)));
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
fn reader(name: &str, head: &[u8], root: &Root) -> Result<&'static dyn Reader, Problem> {
    let Some(wanted) = &root.reading.format else {
        return read::choose(name, head);
    };
    read::by_name(wanted).ok_or_else(|| {
        Problem::new(
            ProblemKind::UnknownFormat,
            format!("there is no format `{wanted}`: `morgue formats` lists them"),
        )
    })
}

/// What the reader may know.
pub(super) fn context(place: &Place, root: &Root) -> Context {
    let reading = &root.reading;
    Context {
        path: place.dated.clone(),
        map: Arc::new(read::FieldMap {
            pairs: reading.map.clone(),
        }),
        dates: dates(reading),
        limits: limits(reading),
        following: 0,
    }
}

/// How much of a file of a root is read.
pub(super) fn limits(reading: &Reading) -> Limits {
    let usual = Limits::default();
    Limits {
        record: reading.max_record.unwrap_or(usual.record),
        unpacked: reading.max_unpacked.unwrap_or(usual.unpacked),
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

pub(super) fn unreadable(error: &io::Error) -> Problem {
    Problem::new(
        ProblemKind::Unreadable,
        format!("cannot be read: {}", plain(error)),
    )
}

/// The XXH3 of a file's content.
pub(super) fn hash(path: &Path) -> Result<u64, Problem> {
    let hashing = Hashing::new(open(path)?, None);
    hashing.digest().map_err(|error| unreadable(&error))
}

/// Passes bytes on and hashes them; counts them where progress is shown.
pub(super) struct Hashing<'p, R> {
    inner: R,
    hash: Xxh3,
    counter: Option<&'p AtomicU64>,
    /// It was not read from front to back.
    sought: bool,
}

impl<'p, R: Read + Seek> Hashing<'p, R> {
    pub(super) fn new(inner: R, counter: Option<&'p AtomicU64>) -> Self {
        Self {
            inner,
            hash: Xxh3::new(),
            counter,
            sought: false,
        }
    }

    /// What it reads from.
    pub(super) fn inner(&self) -> &R {
        &self.inner
    }

    /// The hash of the whole, whatever of it was read.
    pub(super) fn digest(mut self) -> io::Result<u64> {
        if self.sought {
            self.inner.rewind()?;
            self.hash = Xxh3::new();
            self.counter = None;
        }
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.hash.digest())
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

impl<R: Seek> Seek for Hashing<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.sought = true;
        self.inner.seek(to)
    }
}

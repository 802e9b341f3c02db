//! Reading on all cores: files are cut into records by one thread each, records read by any.
//!
//! Batches of records wait in a short queue, so memory stays bounded however large a file is: a thread
//! that finds the queue full, or too many bytes in the hands of others, reads its batch itself. Small files
//! never pass through it.

mod cutting;

use super::change::Job;
use super::enrich::{Cleaning, Enricher};
use super::file::{Hashing, Place, Run, hash};
use super::gate::Gate;
use super::residues::Residues;
use super::source::Source;
use super::store::Store;
use super::{Progress, Report};
use crate::article::Article;
use crate::error::{Error, Problem, ProblemKind};
use crate::read::{Found, Record};
use crate::schema::{Fields, FileRecord, Placement, Root, document};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError};
use cutting::Cutting;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// A batch is handed on when its records took so many bytes of the file.
const BATCH_BYTES: u64 = 256 << 10;
/// Or when there are so many.
const BATCH_RECORDS: usize = 256;
/// So many bytes of records may be with other threads, waiting or being read: what is made of a record takes
/// several times its size. A longer record is read by the thread that cut it.
const MOST_BYTES: u64 = 16 << 20;
/// The articles of a record that holds more than this are handed on in their turn.
const MANY: usize = 64;
/// Deep markup needs deep stacks; only what is used is ever paid for.
pub(super) const STACK: usize = 16 << 20;

/// What became of a file.
pub(super) enum Outcome {
    /// Read to its end.
    Read(Job, FileRecord, Vec<Problem>),
    /// Its content is what the index has.
    Touched(Job, FileRecord),
    /// Not read at all.
    Skipped(Job, Problem),
    /// Interrupted in the middle.
    Unfinished(Job),
    /// The index failed: nothing more can be done.
    Failed(Error),
}

/// Records of one file that travel together, each with the place it was cut from.
struct Batch {
    run: Arc<Run>,
    records: Vec<(Arc<Place>, Record)>,
    bytes: u64,
}

/// What a [`Pipeline`] works with.
pub(super) struct Setup<'a> {
    pub(super) writer: &'a dyn Store,
    pub(super) roots: &'a [Root],
    /// One for each root.
    pub(super) cleaning: &'a [Cleaning],
    pub(super) residues: &'a Residues,
    pub(super) enricher: &'a Enricher,
    pub(super) progress: &'a Progress,
    pub(super) report: Report<'a>,
    pub(super) gate: &'a Gate,
    /// When this refresh began, seconds since 1970.
    pub(super) added: i64,
}

/// What the reading threads share.
pub(super) struct Pipeline<'a> {
    setup: Setup<'a>,
    fields: Fields,
    queue: (Sender<Batch>, Receiver<Batch>),
    /// How many bytes of records went through the queue and are not yet read.
    handed_on: AtomicU64,
    /// Files that are not yet read to their end, those waiting included.
    open_files: AtomicUsize,
}

impl<'a> Pipeline<'a> {
    pub(super) fn new(setup: Setup<'a>, files: usize, threads: usize) -> Self {
        Self {
            setup,
            fields: Fields::of_schema(),
            queue: crossbeam_channel::bounded(2 * threads),
            handed_on: AtomicU64::new(0),
            open_files: AtomicUsize::new(files),
        }
    }

    /// The work of one thread: until there is no file and no record left.
    pub(super) fn work(&self, jobs: &Receiver<Job>, outcomes: &Sender<Outcome>) {
        loop {
            if let Ok(batch) = self.queue.1.try_recv() {
                self.read_handed_on(batch, outcomes);
            } else if let Some(job) = self.next(jobs) {
                self.read_file(job, outcomes);
            } else if self.open_files.load(Ordering::Acquire) == 0 {
                return;
            } else {
                match self.queue.1.recv_timeout(Duration::from_millis(5)) {
                    Ok(batch) => self.read_handed_on(batch, outcomes),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        }
    }

    /// The next file, if one may begin.
    fn next(&self, jobs: &Receiver<Job>) -> Option<Job> {
        if self.setup.progress.stopped() {
            // What has not begun is left to the next run.
            while jobs.try_recv().is_ok() {
                self.open_files.fetch_sub(1, Ordering::AcqRel);
            }
            return None;
        }
        if !self.setup.gate.enter() {
            return None;
        }
        let job = jobs.try_recv().ok();
        if job.is_none() {
            self.setup.gate.leave();
        }
        job
    }

    /// Reports what became of a file. The receiver outlives the threads, so sending cannot fail.
    fn end(&self, outcome: Outcome, outcomes: &Sender<Outcome>) {
        let _ = outcomes.send(outcome);
        self.setup.progress.files.fetch_add(1, Ordering::Relaxed);
        self.open_files.fetch_sub(1, Ordering::AcqRel);
    }

    fn read_file(&self, job: Job, outcomes: &Sender<Outcome>) {
        if let Some(record) = Self::touched(&job) {
            return self.end(Outcome::Touched(job, record), outcomes);
        }
        let source = match Source::open(&job.found.full, Some(&self.setup.progress.stop)) {
            Ok(source) => source,
            Err(problem) => return self.end(Outcome::Skipped(job, problem), outcomes),
        };
        let mut cutting = Cutting {
            pipeline: self,
            outcomes,
            run: Run::new(job),
            records: Vec::new(),
            bytes: 0,
            begun: false,
        };
        let mut input = Hashing::new(source, Some(&self.setup.progress.bytes));
        if let Err(problem) = cutting.cut(&mut input) {
            if !cutting.begun {
                let job = cutting.run.job.clone();
                return self.end(Outcome::Skipped(job, problem), outcomes);
            }
            self.problem(&cutting.run, problem);
        }
        let Cutting {
            run,
            records,
            bytes,
            ..
        } = cutting;
        if !self.setup.progress.stopped() {
            // A reader may end before the file does; the hash is of all of it.
            match input.digest() {
                Ok(hash) => run.hashed(hash),
                Err(_) => self.problem(
                    &run,
                    Problem::new(ProblemKind::Unreadable, "reading it failed before its end"),
                ),
            }
        }
        let last = Batch {
            run,
            records,
            bytes,
        };
        self.read_batch(last, outcomes);
    }

    fn problem(&self, run: &Run, problem: Problem) {
        (self.setup.report)(&run.job.found.shown(), &problem);
        run.problem(problem);
    }

    /// Whether the file has the content the index knows, and with which record.
    fn touched(job: &Job) -> Option<FileRecord> {
        let before = job.before.as_ref().filter(|_| !job.anew)?;
        if before.size != job.found.size || before.problems > 0 {
            return None;
        }
        let same = hash(&job.found.full).ok()? == before.hash;
        same.then(|| FileRecord {
            mtime: job.found.mtime,
            ..before.clone()
        })
    }

    /// Gives a batch to whoever is free, or reads it here.
    fn hand_on(&self, batch: Batch, outcomes: &Sender<Outcome>) {
        batch.run.begin();
        let bytes = batch.bytes;
        let before = self.handed_on.fetch_add(bytes, Ordering::AcqRel);
        let sent = if before + bytes <= MOST_BYTES {
            self.queue.0.try_send(batch)
        } else {
            Err(TrySendError::Full(batch))
        };
        if let Err(TrySendError::Full(batch) | TrySendError::Disconnected(batch)) = sent {
            self.handed_on.fetch_sub(bytes, Ordering::AcqRel);
            self.read_batch(batch, outcomes);
        }
    }

    fn read_handed_on(&self, batch: Batch, outcomes: &Sender<Outcome>) {
        let bytes = batch.bytes;
        self.read_batch(batch, outcomes);
        self.handed_on.fetch_sub(bytes, Ordering::AcqRel);
    }

    fn read_batch(&self, batch: Batch, outcomes: &Sender<Outcome>) {
        let Batch { run, records, .. } = batch;
        for (place, record) in records {
            if self.setup.progress.stopped() {
                break;
            }
            if let Err(error) = self.read_record(&run, &place, record, outcomes) {
                self.setup.progress.interrupt();
                let _ = outcomes.send(Outcome::Failed(error));
            }
        }
        if !run.end() {
            return;
        }
        let outcome = if self.setup.progress.stopped() {
            Outcome::Unfinished(run.job.clone())
        } else {
            let (record, problems) = run.record();
            Outcome::Read(run.job.clone(), record, problems)
        };
        self.end(outcome, outcomes);
    }

    /// Hands on what is left to do of one long record, so that every thread has its part in it.
    fn share(
        &self,
        run: &Arc<Run>,
        place: &Arc<Place>,
        parts: Vec<Record>,
        outcomes: &Sender<Outcome>,
    ) {
        let mut records = Vec::new();
        let mut bytes = 0;
        let mut left = parts.len();
        for record in parts {
            bytes += record.bytes;
            records.push((place.clone(), record));
            left -= 1;
            if left == 0 || bytes >= BATCH_BYTES || records.len() >= BATCH_RECORDS {
                let batch = Batch {
                    run: run.clone(),
                    records: std::mem::take(&mut records),
                    bytes: std::mem::take(&mut bytes),
                };
                self.hand_on(batch, outcomes);
            }
        }
    }

    fn read_record(
        &self,
        run: &Arc<Run>,
        place: &Arc<Place>,
        record: Record,
        outcomes: &Sender<Outcome>,
    ) -> Result<(), Error> {
        let Record {
            number, line, read, ..
        } = record;
        let found = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Found {
            problems: vec![Problem { line, ..failed() }],
            ..Found::default()
        });
        for problem in found.problems {
            self.problem(run, place.problem(problem));
        }
        let many = found.articles.len() > 1;
        if found.articles.len() > MANY {
            let parts = parts(number, line, found.articles, found.finished);
            self.share(run, place, parts, outcomes);
            return Ok(());
        }
        run.count(found.articles.len() as u64);
        let counter = &self.setup.progress.articles;
        counter.fetch_add(found.articles.len() as u64, Ordering::Relaxed);
        let root = &self.setup.roots[run.job.root].name;
        let common = self.setup.residues.get(root, &run.job.found.path);
        for (index, mut article) in (1..).zip(found.articles) {
            if !found.finished {
                self.setup.cleaning[run.job.root].apply(&mut article, &place.dated, common);
            }
            self.setup.enricher.enrich(&mut article);
            let placement = Placement {
                file: &run.job.key,
                path: &place.path,
                number: number.or(many.then_some(index)),
                format: place.reader.name(),
                added: self.setup.added,
                organisations: self.setup.enricher.terms(&article),
            };
            self.setup
                .writer
                .add(document(&self.fields, article, &placement))?;
        }
        Ok(())
    }
}

/// The articles of a record that was read already, each as a record of its own.
fn parts(
    number: Option<u64>,
    line: Option<u64>,
    articles: Vec<Article>,
    finished: bool,
) -> Vec<Record> {
    let part = |(index, article): (u64, Article)| Record {
        number: number.or(Some(index)),
        line,
        bytes: (article.headline.len() + article.body.len()) as u64,
        read: Box::new(move || Found {
            articles: vec![article],
            problems: Vec::new(),
            finished,
        }),
    };
    (1..).zip(articles).map(part).collect()
}

/// The problem of input on which a reader panicked.
fn failed() -> Problem {
    let reason = "the reader failed on it; please report this file";
    Problem::new(ProblemKind::Malformed, reason)
}

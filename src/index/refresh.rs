//! A refresh from beginning to end.

use super::change::{Job, Records};
use super::enrich::{Cleaning, Enricher};
use super::pipeline::{Outcome, Pipeline, STACK, Setup};
use super::plan::{Plan, threads};
use super::residues::Residues;
use super::store::Store;
use super::summary::Summary;
use super::{Options, Progress, Report};
use crate::error::{Error, Problem, ProblemKind, Result};
use crate::schema::{FORMAT, Fields, FileRecord, Manifest, Unread, file_document};
use crossbeam_channel::RecvTimeoutError;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::xxh3_64;

/// Brings an index up to date with its roots.
///
/// Problems go to `report` as they are met; what was done is summed up in the answer.
///
/// # Errors
/// If a root is not there, the index is held by another writer, or writing fails. What was committed
/// stays; the next refresh goes on from there.
pub fn refresh(options: &Options, progress: &Progress, report: Report) -> Result<Summary> {
    let begun = Instant::now();
    let mut plan = Plan::new(options)?;
    if options.dry_run {
        plan.report(report);
        plan.preview();
    } else if plan.is_idle() {
        plan.report(report);
    } else {
        let writer = plan.writer(options, progress)?;
        if plan.is_overtaken()? {
            plan = Plan::new(options)?;
        }
        plan.report(report);
        plan.run(writer, options, progress, report)?;
    }
    plan.summary.outdated = plan.is_outdated(options)?;
    plan.summary.bytes = progress.bytes.load(Ordering::Relaxed);
    plan.summary.elapsed = begun.elapsed();
    Ok(plan.summary)
}

/// What is fixed while a refresh runs.
struct Session<'a> {
    writer: Box<dyn Store>,
    fields: Fields,
    options: &'a Options,
    progress: &'a Progress,
    report: Report<'a>,
    threads: usize,
}

impl Plan {
    fn run(
        &mut self,
        writer: Box<dyn Store>,
        options: &Options,
        progress: &Progress,
        report: Report,
    ) -> Result<()> {
        let session = Session {
            writer,
            fields: Fields::of_schema(),
            options,
            progress,
            report,
            threads: threads(options),
        };
        if self.manifest.unfinished {
            self.remove_leftovers(&session)?;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.manifest.format = FORMAT;
        env!("CARGO_PKG_VERSION").clone_into(&mut self.manifest.version);
        self.manifest.refreshed = now.map_or(0, |since| since.as_secs() as i64);
        let vanished = self.remove_vanished(&*session.writer)?;
        self.learn(options, progress);
        let result = self.read(&session);
        self.tell_moves(vanished);
        self.summary.interrupted = progress.stopped();
        result?;
        if !self.summary.interrupted {
            let chosen = self
                .chosen
                .iter()
                .map(|root| &self.manifest.roots[*root].name);
            let chosen: Vec<_> = chosen.collect();
            self.manifest
                .rereading
                .retain(|name| !chosen.contains(&name));
            self.end_pending();
        }
        self.commit(&*session.writer, self.summary.interrupted)?;
        session.writer.finish()
    }

    /// Removes the articles of files that an earlier run had begun and could not end.
    fn remove_leftovers(&self, session: &Session) -> Result<()> {
        for key in self.target().files()? {
            if !self.records.contains_key(&key) {
                session.writer.remove(&key)?;
            }
        }
        Ok(())
    }

    fn remove_vanished(&mut self, writer: &dyn Store) -> Result<Vec<FileRecord>> {
        let mut records = Vec::new();
        for key in std::mem::take(&mut self.changes.vanished) {
            writer.remove(&key)?;
            records.extend(self.records.remove(&key));
        }
        Ok(records)
    }

    fn read(&mut self, session: &Session) -> Result<()> {
        let jobs = std::mem::take(&mut self.changes.jobs);
        let (progress, files) = (session.progress, jobs.len());
        let bytes = jobs.iter().map(|job| job.found.size).sum();
        progress.bytes_total.store(bytes, Ordering::Relaxed);
        progress.files_total.store(files as u64, Ordering::Relaxed);
        let roots = self.manifest.roots.clone();
        let cleaning: Vec<_> = roots
            .iter()
            .map(|root| Cleaning::new(&root.reading))
            .collect();
        let settings = &mut self.manifest.organisations;
        let (enricher, stamp) = Enricher::new(&session.options.index, settings)?;
        // Beside articles that were read in another way it stays: it stands for all of them.
        let whole = session.options.rebuild && session.options.roots.is_empty();
        if whole || self.records.is_empty() {
            settings.stamp = stamp;
        }
        let residues = Residues::of(&self.manifest);
        let pipeline = Pipeline::new(
            Setup {
                writer: &*session.writer,
                roots: &roots,
                cleaning: &cleaning,
                residues: &residues,
                enricher: &enricher,
                progress,
                report: session.report,
                added: self.manifest.refreshed,
            },
            files,
            session.threads,
        );
        let (send_job, jobs_left) = crossbeam_channel::unbounded();
        for job in jobs {
            // The receiver is held here until the threads have ended.
            let _ = send_job.send(job);
        }
        drop(send_job);
        let (outcomes, ended) = crossbeam_channel::unbounded();
        std::thread::scope(|scope| {
            for number in 0..session.threads {
                let (pipeline, jobs, outcomes) = (&pipeline, jobs_left.clone(), outcomes.clone());
                std::thread::Builder::new()
                    .name(format!("morgue-read-{number}"))
                    .stack_size(STACK)
                    .spawn_scoped(scope, move || pipeline.work(&jobs, &outcomes))
                    .map_err(|e| Error::io("start a thread for", &session.options.index, e))?;
            }
            drop(outcomes);
            let result = self.collect(&ended, session);
            if result.is_err() {
                progress.interrupt();
            }
            result
        })
    }

    /// Takes note of each file as it ends, and commits from time to time.
    fn collect(
        &mut self,
        ended: &crossbeam_channel::Receiver<Outcome>,
        session: &Session,
    ) -> Result<()> {
        let mut committed = Instant::now();
        let mut failure = None;
        loop {
            match ended.recv_timeout(Duration::from_millis(500)) {
                Ok(Outcome::Failed(error)) => {
                    failure.get_or_insert(error);
                }
                Ok(outcome) => self.note(outcome, session)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return failure.map_or(Ok(()), Err),
            }
            if committed.elapsed() > session.options.commit_every && failure.is_none() {
                self.commit(&*session.writer, true)?;
                committed = Instant::now();
            }
        }
    }

    fn note(&mut self, outcome: Outcome, session: &Session) -> Result<()> {
        let writer = &session.writer;
        match outcome {
            Outcome::Read(job, record, problems) => {
                for problem in &problems {
                    self.summary.count(problem);
                }
                let document = file_document(&session.fields, &job.key, &record, &problems);
                writer.add(document)?;
                match job.before {
                    Some(before) if before.hash == record.hash => {
                        self.summary.touched.add(record.articles);
                    }
                    Some(_) => self.summary.replaced.add(record.articles),
                    None => self.arrived.push(record.clone()),
                }
                self.records.insert(job.key, record);
            }
            Outcome::Touched(job, record) => {
                writer.replace_record(&job.key, &record)?;
                self.summary.touched.add(record.articles);
                self.records.insert(job.key, record);
            }
            Outcome::Skipped(job, problem) => self.skip(job, &problem, session)?,
            Outcome::Unfinished(job) => {
                writer.remove(&job.key)?;
                self.records.remove(&job.key);
            }
            Outcome::Failed(error) => return Err(error),
        }
        Ok(())
    }

    /// A file that gives no article: what it gave before goes, and it is looked at again when it changes.
    /// If it could not even be opened, what it gave before stays, and it is tried again at every refresh.
    fn skip(&mut self, job: Job, problem: &Problem, session: &Session) -> Result<()> {
        let writer = &session.writer;
        (session.report)(&job.found.full.to_string_lossy(), problem);
        self.summary.count(problem);
        if problem.kind == ProblemKind::Unreadable {
            self.manifest.unread.push(Unread {
                root: self.manifest.roots[job.root].name.clone(),
                file: job.found.full.to_string_lossy().into_owned(),
                problem: problem.clone(),
            });
            return Ok(());
        }
        if job.before.is_some() {
            writer.remove(&job.key)?;
            self.records.remove(&job.key);
        }
        let record = FileRecord {
            size: job.found.size,
            mtime: job.found.mtime,
            hash: 0,
            articles: 0,
            problems: 1,
        };
        let document = file_document(
            &session.fields,
            &job.key,
            &record,
            std::slice::from_ref(problem),
        );
        writer.add(document)?;
        self.records.insert(job.key, record);
        Ok(())
    }

    /// A new file with the content of a vanished one was moved.
    fn tell_moves(&mut self, vanished: Vec<FileRecord>) {
        let mut gone: HashMap<(u64, u64), u64> = HashMap::new();
        for record in &vanished {
            *gone.entry((record.hash, record.size)).or_default() += 1;
        }
        let mut moved: HashMap<(u64, u64), u64> = HashMap::new();
        for record in std::mem::take(&mut self.arrived) {
            let content = (record.hash, record.size);
            match gone.get_mut(&content).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    *moved.entry(content).or_default() += 1;
                    self.summary.moved.add(record.articles);
                }
                None => self.summary.added.add(record.articles),
            }
        }
        for record in vanished {
            match moved
                .get_mut(&(record.hash, record.size))
                .filter(|n| **n > 0)
            {
                Some(left) => *left -= 1,
                None => self.summary.removed.add(record.articles),
            }
        }
    }

    fn commit(&mut self, writer: &dyn Store, unfinished: bool) -> Result<()> {
        self.manifest.unfinished = unfinished;
        self.manifest.unread.sort();
        self.manifest.files = self.records.len() as u64;
        self.manifest.articles = self.records.values().map(|record| record.articles).sum();
        self.manifest.fingerprint = fingerprint(&self.manifest, &self.records);
        self.summary.articles = self.manifest.articles;
        writer.commit(&self.manifest)
    }
}

/// A number that stands for the files, their content and how they were read, in any order.
pub(super) fn fingerprint(manifest: &Manifest, records: &Records) -> String {
    let files = records.iter().fold(0u64, |sum, (key, record)| {
        let line = format!("{key}\0{}\0{}", record.hash, record.articles);
        sum.wrapping_add(xxh3_64(line.as_bytes()))
    });
    let roots = manifest.roots.iter();
    let roots: Vec<_> = roots
        .map(|root| format!("{}\0{:?}", root.name, root.reading))
        .collect();
    let common = manifest
        .common
        .iter()
        .filter(|(_, common)| !common.lines.is_empty());
    let common: Vec<_> = common
        .map(|(key, common)| format!("\n{key}\0{:x?}", common.lines))
        .collect();
    let all = format!(
        "{FORMAT}\n{files:016x}\n{}{}",
        roots.join("\n"),
        common.concat()
    );
    format!("{:016x}", xxh3_64(all.as_bytes()))
}

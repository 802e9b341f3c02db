//! A refresh from beginning to end.

use super::change::{Job, Records};
use super::enrich::{Cleaning, Enricher};
use super::gate::Gate;
use super::pipeline::{Outcome, Pipeline, STACK, Setup};
use super::plan::{Plan, threads};
use super::residues::Residues;
use super::store::Store;
use super::summary::Summary;
use super::vanished::Vanished;
use super::{Options, Progress, Report};
use crate::error::{Error, Problem, ProblemKind, Result};
use crate::schema::{FORMAT, Fields, FileRecord, Manifest, Unread, file_document};
use crossbeam_channel::RecvTimeoutError;
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
    gate: Gate,
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
            gate: Gate::default(),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.manifest.format = FORMAT;
        env!("CARGO_PKG_VERSION").clone_into(&mut self.manifest.version);
        let now = now.map_or(0, |since| since.as_secs() as i64);
        // It tells what this refresh adds from what was there: no two may have the same.
        self.manifest.refreshed = now.max(self.manifest.refreshed + 1);
        self.vanished = Vanished::new(std::mem::take(&mut self.changes.vanished), &self.records);
        self.learn(options, progress);
        let result = self.read(&session);
        self.summary.interrupted = progress.stopped();
        result?;
        if !self.summary.interrupted {
            self.remove_vanished(&session)?;
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

    fn read(&mut self, session: &Session) -> Result<()> {
        let jobs = std::mem::take(&mut self.changes.jobs);
        let (progress, files) = (session.progress, jobs.len());
        let bytes = jobs.iter().map(|job| job.found.size).sum();
        self.manifest.awaited = jobs.iter().filter(|job| job.before.is_none()).count() as u64;
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
        let rebuilt = session.options.rebuild && session.options.roots.is_empty();
        let whole = rebuilt && self.summary.piped == 0;
        if whole || self.records.len() == self.vanished.len() {
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
                gate: &session.gate,
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
                // After a failure nothing is committed.
                Ok(_) if failure.is_some() => {}
                Ok(outcome) => {
                    self.note(outcome, session)?;
                    session.gate.leave();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return failure.map_or(Ok(()), Err),
            }
            let due = committed.elapsed() > session.options.commit_every && failure.is_none();
            if due && session.gate.close() {
                self.commit(&*session.writer, true)?;
                committed = Instant::now();
                session.gate.open();
            }
        }
    }

    fn note(&mut self, outcome: Outcome, session: &Session) -> Result<()> {
        let (writer, now) = (&session.writer, self.manifest.refreshed);
        match outcome {
            Outcome::Read(job, record, problems) => {
                for problem in &problems {
                    self.summary.count(problem);
                }
                if job.before.is_some() {
                    writer.remove(&job.key, now)?;
                }
                let document = file_document(&session.fields, &job.key, &record, &problems);
                writer.add(document)?;
                self.was_looked_at(&job);
                match job.before {
                    Some(before) if before.hash == record.hash => {
                        self.summary.touched.add(record.articles);
                    }
                    Some(_) => self.summary.replaced.add(record.articles),
                    None => self.arrive(&record, session)?,
                }
                self.records.insert(job.key, record);
            }
            Outcome::Touched(job, record) => {
                writer.replace_record(&job.key, &record)?;
                self.summary.touched.add(record.articles);
                self.records.insert(job.key, record);
            }
            Outcome::Skipped(job, problem) => self.skip(job, &problem, session)?,
            Outcome::Unfinished(job) => writer.withdraw(&job.key, now)?,
            Outcome::Failed(error) => return Err(error),
        }
        Ok(())
    }

    /// A file was looked at; the first look is what searches wait for.
    fn was_looked_at(&mut self, job: &Job) {
        self.manifest.awaited -= u64::from(job.before.is_none());
    }

    /// A file that gives no article: what it gave before goes, and it is looked at again when it changes.
    /// If it could not even be opened, what it gave before stays, and it is tried again at every refresh.
    fn skip(&mut self, job: Job, problem: &Problem, session: &Session) -> Result<()> {
        let writer = &session.writer;
        (session.report)(&job.found.shown(), problem);
        self.summary.count(problem);
        self.was_looked_at(&job);
        if problem.kind == ProblemKind::Unreadable {
            self.manifest.unread.push(Unread {
                root: self.manifest.roots[job.root].name.clone(),
                file: job.found.shown().into_owned(),
                problem: problem.clone(),
            });
            return Ok(());
        }
        if job.before.is_some() {
            writer.remove(&job.key, self.manifest.refreshed)?;
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

    /// A new file; with the content of a vanished one it was moved, and stands in its place.
    fn arrive(&mut self, record: &FileRecord, session: &Session) -> Result<()> {
        let Some(before) = self.vanished.moved_to(record) else {
            self.summary.added.add(record.articles);
            return Ok(());
        };
        self.summary.moved.add(record.articles);
        session.writer.remove(&before, self.manifest.refreshed)?;
        self.records.remove(&before);
        Ok(())
    }

    /// Removes what vanished files gave, once everything was read and none of them was found elsewhere.
    fn remove_vanished(&mut self, session: &Session) -> Result<()> {
        for key in self.vanished.gone() {
            session.writer.remove(&key, self.manifest.refreshed)?;
            if let Some(record) = self.records.remove(&key) {
                self.summary.removed.add(record.articles);
            }
        }
        Ok(())
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

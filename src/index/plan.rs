//! What a refresh has to do: the index, its roots and its files as they are before anything is read.

use super::change::{Changes, Job, Records, compare};
use super::organisations::stamp;
use super::residues::{Due, is_in, plan_root};
use super::roots::{merge, present};
use super::store::Store;
use super::summary::Summary;
use super::target::{Target, work};
use super::vanished::Vanished;
use super::walk::{Found, Walked, walk};
use super::{Options, Progress, Report};
use crate::error::{Error, Result};
use crate::schema::{Manifest, Root, Unread};
use jiff::ZonedDateTime;
use std::collections::BTreeMap;
use std::panic::resume_unwind;

/// So many documents wait for the engine where it is slower than those who read: some megabytes, which the caches
/// hold.
const FEW_AHEAD: usize = 256;

/// What is known before anything is read, and what becomes of it.
pub(super) struct Plan {
    pub(super) target: Option<Target>,
    pub(super) manifest: Manifest,
    pub(super) records: Records,
    pub(super) changes: Changes,
    pub(super) summary: Summary,
    /// The files that are no longer where they were, until it is known where they are.
    pub(super) vanished: Vanished,
    /// The manifest is another than that of the last commit: there is something to commit.
    pub(super) changed: bool,
    /// The roots that are refreshed, by their place in the manifest.
    pub(super) chosen: Vec<usize>,
    /// What walking the roots met.
    pub(super) walked: Vec<Unread>,
    /// The number of the commit that all this was compared with.
    pub(super) commit: u64,
    /// Folders whose common lines are to be learned before anything is read.
    pub(super) due: Vec<Due>,
}

impl Plan {
    /// Walks the roots and compares them with the last commit; writes nothing but a new, empty index.
    pub(super) fn new(options: &Options) -> Result<Self> {
        present(&options.roots)?;
        let target = Target::open(options)?;
        let (mut manifest, commit) = match &target {
            Some(target) => target.manifest()?,
            None => (Manifest::default(), 0),
        };
        let before = manifest.clone();
        let chosen = merge(&mut manifest.roots, &options.roots)?;
        let (records, walked) = look(target.as_ref(), &manifest, &chosen, options)?;
        let mut plan = Self {
            target,
            manifest,
            records,
            changes: Changes::default(),
            summary: Summary::default(),
            vanished: Vanished::default(),
            changed: false,
            chosen: chosen.clone(),
            walked: Vec::new(),
            commit,
            due: Vec::new(),
        };
        for (root, walked) in chosen.into_iter().zip(walked) {
            match walked {
                Some(walked) => plan.compare(root, walked, &before, options),
                None => plan.pipe(root, options)?,
            }
        }
        plan.manifest.unread.sort();
        plan.changed = before.roots != plan.manifest.roots || before.unread != plan.manifest.unread;
        options
            .organisations
            .apply(&mut plan.manifest.organisations)?;
        plan.changed |= before.organisations != plan.manifest.organisations;
        Ok(plan)
    }

    fn compare(&mut self, root: usize, mut walked: Walked, before: &Manifest, options: &Options) {
        let here = &self.manifest.roots[root];
        let known = before.roots.get(root);
        // What was read in another way must be read again, and all of it, if need be by a later run.
        let is_read_anew =
            known.is_some_and(|known| known != here) || before.rereading.contains(&here.name);
        if is_read_anew && !self.manifest.rereading.contains(&here.name) {
            self.manifest.rereading.push(here.name.clone());
        }
        self.manifest
            .unread
            .retain(|unread| unread.root != here.name);
        let met = std::mem::take(&mut walked.problems);
        let met = met.into_iter().map(|(path, problem)| Unread {
            root: here.name.clone(),
            file: path.to_string_lossy().into_owned(),
            problem,
        });
        let met: Vec<_> = met.collect();
        self.manifest.unread.extend(met.iter().cloned());
        self.walked.extend(met);
        let everything = options.rebuild || is_read_anew;
        let name = here.name.clone();
        let (due, anew) = plan_root(&mut self.manifest, root, &walked.files, everything);
        self.due.extend(due);
        let today = ZonedDateTime::now().date().to_string();
        let embargoes = &mut self.manifest.embargoes;
        embargoes.retain(|key, _| self.records.contains_key(key));
        let is_free = |path: &str| {
            !embargoes.is_empty() && has_ended(embargoes, &format!("{name}:{path}"), &today)
        };
        let is_anew = |path: &str| everything || is_in(&anew, &name, path) || is_free(path);
        let changes = compare(&name, root, &mut walked, &self.records, &is_anew);
        self.changes.jobs.extend(changes.jobs);
        self.changes.vanished.extend(changes.vanished);
        self.changes.unchanged += changes.unchanged;
    }

    /// What comes through the pipe is read whole. One that was there before is left as it is, unless it is
    /// asked for now: it cannot be read a second time.
    fn pipe(&mut self, root: usize, options: &Options) -> Result<()> {
        let here = &self.manifest.roots[root];
        let name = here.name.clone();
        let key = format!("{name}:{name}");
        let before = self.records.get(&key).cloned();
        let Some(request) = options.roots.iter().find(|request| request.is_piped()) else {
            self.changes.unchanged += u64::from(before.is_some());
            self.summary.piped += u64::from(before.is_some() && options.rebuild);
            return Ok(());
        };
        if before.is_some() && request.piped_name.is_none() {
            let reason = format!(
                "articles came through a pipe before: `--stdin-name {name}` replaces them, another name \
                 keeps them and adds these"
            );
            return Err(Error::Usage(reason));
        }
        self.manifest.unread.retain(|unread| unread.root != name);
        self.changes.jobs.push(Job {
            key,
            root,
            found: Found {
                path: name,
                full: Root::PIPE.into(),
                size: 0,
                mtime: 0,
            },
            before,
            anew: true,
        });
        Ok(())
    }

    /// Tells what walking the roots met.
    pub(super) fn report(&mut self, report: Report) {
        for unread in &self.walked {
            report(&unread.file, &unread.problem);
            self.summary.count(&unread.problem);
        }
        self.summary.unchanged = self.changes.unchanged;
        self.summary.articles = self.manifest.articles;
    }

    /// Whether the index is as it should be.
    pub(super) fn is_idle(&self) -> bool {
        let idle = self.changes.jobs.is_empty() && self.changes.vanished.is_empty();
        let new = self.manifest.format == 0;
        idle && !self.changed && !self.manifest.unfinished && !new
    }

    /// Whether stored articles have organisations that would not be recognised like that now.
    pub(super) fn is_outdated(&self, options: &Options) -> Result<bool> {
        let settings = &self.manifest.organisations;
        let stored = self.summary.articles > 0;
        Ok(stored && settings.stamp != stamp(&options.index, settings)?)
    }

    /// Takes the lock.
    pub(super) fn writer(&self, options: &Options, progress: &Progress) -> Result<Box<dyn Store>> {
        let readers = threads(options);
        // One thread that writes keeps up with two that read and recognise. Each makes segments of its own,
        // and many small segments take more room and are slower to search than few.
        let writers = readers.div_ceil(2);
        // But it is the slower where they do not recognise.
        let ahead = if self.manifest.organisations.off {
            FEW_AHEAD
        } else {
            usize::MAX
        };
        self.target()
            .writer(&work(options, writers, ahead, progress))
    }

    /// Whether another writer committed after this was planned and before the lock was taken.
    pub(super) fn is_overtaken(&self) -> Result<bool> {
        let (_, commit) = self.target().manifest()?;
        Ok(commit != self.commit)
    }

    /// What a run would do, as far as can be told without opening a file.
    pub(super) fn preview(&mut self) {
        for job in &self.changes.jobs {
            match &job.before {
                Some(record) => self.summary.replaced.add(record.articles),
                None => self.summary.added.add(0),
            }
        }
        for key in &self.changes.vanished {
            self.summary.removed.add(self.records[key].articles);
        }
    }

    /// The archive as it was when this was planned.
    pub(super) fn target(&self) -> &Target {
        self.target
            .as_ref()
            .expect("only a dry run goes without an index")
    }
}

/// Reads the records and, meanwhile, walks the chosen roots, of which a pipe is none to walk.
fn look(
    target: Option<&Target>,
    manifest: &Manifest,
    chosen: &[usize],
    options: &Options,
) -> Result<(Records, Vec<Option<Walked>>)> {
    let (records, walked) = std::thread::scope(|scope| {
        let records =
            scope.spawn(|| target.map_or_else(|| Ok(Records::default()), Target::records));
        let walked = chosen.iter().map(|root| match &manifest.roots[*root] {
            root if root.is_piped() => Ok(None),
            root => walk(root, &options.index).map(Some),
        });
        let walked: Result<Vec<_>> = walked.collect();
        let records = records.join().unwrap_or_else(|panic| resume_unwind(panic));
        (records, walked)
    });
    Ok((records?, walked?))
}

/// With how many threads to work.
pub(super) fn threads(options: &Options) -> usize {
    if options.threads > 0 {
        return options.threads;
    }
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Whether the embargo of a file is over; days are written so that their order is that of their texts.
fn has_ended(embargoes: &BTreeMap<String, String>, key: &str, today: &str) -> bool {
    embargoes
        .get(key)
        .is_some_and(|until| until.as_str() <= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_free_from_the_day_on_that_its_embargo_names() {
        let key = "news:a.xml".to_owned();
        let embargoes = BTreeMap::from([(key.clone(), "2026-12-01".to_owned())]);
        for (key, today, ended) in [
            (key.as_str(), "2026-11-30", false),
            (key.as_str(), "2026-12-01", true),
            (key.as_str(), "2027-01-01", true),
            ("news:b.xml", "2027-01-01", false),
        ] {
            assert_eq!(has_ended(&embargoes, key, today), ended, "{key} {today}");
        }
    }
}

//! Where a refresh writes to: an index on this machine, or an archive on a cluster.

use super::change::Records;
use super::cluster::Cluster;
use super::store::Store;
use super::writer::{self, Work, Writer};
use super::{Options, Progress};
use crate::error::{Error, Result};
use crate::schema::{CLUSTER_INDEX, Manifest, has_index};
use std::path::{Path, PathBuf};
use tantivy::Index;

/// An archive that can be written to.
pub(super) enum Target {
    /// The index in a directory.
    Directory(Index, PathBuf),
    /// An archive on a cluster.
    Cluster(Box<Cluster>),
}

impl Target {
    /// Opens what is written to; what is not there yet is made, or with `dry_run` is `None`.
    ///
    /// # Errors
    /// If there is nothing to refresh, or it cannot be opened or made.
    pub(super) fn open(options: &Options) -> Result<Option<Self>> {
        if let Some(config) = &options.cluster {
            let cluster = Cluster::open(config.clone())?;
            if options.roots.is_empty() && !cluster.is_filled() {
                return Err(cluster.absent());
            }
            if options.dry_run {
                return Ok(cluster
                    .is_filled()
                    .then_some(Self::Cluster(Box::new(cluster))));
            }
            cluster.ensure(CLUSTER_INDEX)?;
            return Ok(Some(Self::Cluster(Box::new(cluster))));
        }
        let path = options.index.as_path();
        let exists = has_index(path)?;
        if options.roots.is_empty() && !exists {
            return Err(Error::NoIndex(path.to_owned()));
        }
        if !exists && options.dry_run {
            return Ok(None);
        }
        Self::directory(path).map(Some)
    }

    /// The index in a directory, made if there is none.
    pub(super) fn directory(path: &Path) -> Result<Self> {
        Ok(Self::Directory(writer::open(path)?, path.to_owned()))
    }

    /// What the last commit says of itself, and its number.
    pub(super) fn manifest(&self) -> Result<(Manifest, u64)> {
        match self {
            Self::Directory(index, path) => writer::manifest(index, path),
            Self::Cluster(cluster) => cluster.manifest(),
        }
    }

    /// The records of files in the last commit.
    pub(super) fn records(&self) -> Result<Records> {
        match self {
            Self::Directory(index, path) => writer::records(index, path),
            Self::Cluster(cluster) => cluster.records(),
        }
    }

    /// Becomes its one writer.
    ///
    /// # Errors
    /// Another writer is at work.
    pub(super) fn writer(&self, work: &Work) -> Result<Box<dyn Store>> {
        Ok(match self {
            Self::Directory(index, path) => Box::new(Writer::new(index, path, work)?),
            Self::Cluster(cluster) => Box::new(cluster.writer()?),
        })
    }
}

/// How a refresh is done, for the writer.
pub(super) fn work<'a>(
    options: &Options,
    threads: usize,
    ahead: usize,
    progress: &'a Progress,
) -> Work<'a> {
    Work {
        memory: options.memory,
        threads,
        ahead,
        wait: options.wait.then_some(progress),
    }
}

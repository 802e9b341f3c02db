//! Where the archive is: on a cluster if one is named, else in the directory of `--index` or `MORGUE_INDEX`, else
//! in the platform's data directory.

use super::cluster::EngineFlags;
use crate::engine::{Columns, Embedded, Engine, Quickwit, Resolve};
use crate::enrich::organisations::key;
use crate::error::{Error, Result};
use crate::index::recogniser;
use crate::print::grouped;
use crate::quickwit::Config;
use crate::schema::{Manifest, OrganisationSettings};
use clap::Args;
use etcetera::BaseStrategy;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// `--index DIR`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Index")]
pub(super) struct Place {
    /// The directory of the index [default: `morgue/` in the platform's data directory]
    #[arg(long, value_name = "DIR", env = "MORGUE_INDEX", hide_env_values = true)]
    index: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineFlags,
}

impl Place {
    /// The directory meant.
    pub(super) fn directory(&self) -> Result<PathBuf> {
        if let Some(directory) = &self.index {
            return Ok(directory.clone());
        }
        let base = etcetera::choose_base_strategy().map_err(|_| {
            Error::Usage(
                "there is no home directory to keep an index in: name one with `--index DIR`"
                    .into(),
            )
        })?;
        Ok(base.data_dir().join("morgue"))
    }

    /// How the cluster is reached, if one holds the archive.
    pub(super) fn cluster(&self) -> Result<Option<Config>> {
        self.engine.cluster()
    }

    /// The directory meant, for `what`, which only works on an index on this machine.
    pub(super) fn local(&self, what: &str) -> Result<PathBuf> {
        if self.cluster()?.is_some() {
            return Err(Error::Usage(format!(
                "{what} needs an index on this machine: a cluster cannot do it; leave `--engine` and \
                 `--url` out"
            )));
        }
        self.directory()
    }

    /// Opens the archive, with the names by which it knows organisations.
    pub(super) fn open(&self) -> Result<Box<dyn Columns>> {
        let Some(config) = self.cluster()? else {
            return Ok(Box::new(self.embedded("this")?));
        };
        let engine = Quickwit::open(config)?;
        warn_of_awaited(engine.manifest());
        let names = names(self.directory()?, engine.manifest().organisations.clone());
        Ok(Box::new(engine.with_names(names)))
    }

    /// Opens the index on this machine, for `what`, which no other engine does.
    pub(super) fn embedded(&self, what: &str) -> Result<Embedded> {
        let directory = self.local(what)?;
        let engine = Embedded::open(&directory)?;
        warn_of_awaited(engine.manifest());
        let names = names(directory, engine.manifest().organisations.clone());
        Ok(engine.with_names(names))
    }
}

/// Which organisation a name means, by the names that the archive knows.
fn names(directory: PathBuf, settings: OrganisationSettings) -> Resolve {
    // Loading the names takes longer than most searches, so it waits until a name is asked for.
    let names = OnceLock::new();
    Arc::new(move |name| {
        let recogniser = names.get_or_init(|| recogniser(&directory, &settings).ok());
        let own = key(name);
        let canonical = match recogniser {
            Some((recogniser, _)) => recogniser.canonical_key(name),
            None => own.clone(),
        };
        // A name that stands for another is an alias of the table; its other uses are not meant.
        let known = canonical != own;
        (canonical, known)
    })
}

/// Says that the answer is of a part of the archive only: there are files that were never read yet.
fn warn_of_awaited(manifest: &Manifest) {
    let missing = match manifest.awaited {
        0 => return,
        1 => "1 file is".to_owned(),
        many => format!("{} files are", grouped(many)),
    };
    eprintln!(
        "morgue: {missing} not in the index yet: `morgue index` is under way or was interrupted, and \
         completes it when run again"
    );
}

//! Where the index is: `--index`, else `MORGUE_INDEX`, else the platform's data directory.

use crate::engine::{Columns, Embedded, Engine};
use crate::enrich::organisations::key;
use crate::error::{Error, Result};
use crate::index::recogniser;
use clap::Args;
use etcetera::BaseStrategy;
use std::path::PathBuf;
use std::sync::OnceLock;

/// `--index DIR`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Index")]
pub(super) struct Place {
    /// The directory of the index [default: `morgue/` in the platform's data directory]
    #[arg(long, value_name = "DIR", env = "MORGUE_INDEX", hide_env_values = true)]
    index: Option<PathBuf>,
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

    /// Opens the archive, with the names by which it knows organisations.
    pub(super) fn open(&self) -> Result<Box<dyn Columns>> {
        Ok(Box::new(self.embedded()?))
    }

    /// Opens the index on this machine, for what no other engine does.
    pub(super) fn embedded(&self) -> Result<Embedded> {
        let directory = self.directory()?;
        let engine = Embedded::open(&directory)?;
        let settings = engine.manifest().organisations.clone();
        // Loading the names takes longer than most searches, so it waits until a name is asked for.
        let names = OnceLock::new();
        Ok(engine.with_names(Box::new(move |name| {
            let recogniser = names.get_or_init(|| recogniser(&directory, &settings).ok());
            let own = key(name);
            let canonical = match recogniser {
                Some((recogniser, _)) => recogniser.canonical_key(name),
                None => own.clone(),
            };
            // A name that stands for another is an alias of the table; its other uses are not meant.
            let known = canonical != own;
            (canonical, known)
        })))
    }
}

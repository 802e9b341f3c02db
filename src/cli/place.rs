//! Where the index is: `--index`, else `MORGUE_INDEX`, else the platform's data directory.

use crate::error::{Error, Result};
use clap::Args;
use etcetera::BaseStrategy;
use std::path::PathBuf;

/// `--index DIR`.
#[derive(Debug, Clone, Args)]
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
}

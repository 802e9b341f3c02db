//! Which engine answers, and how a cluster is reached: flags, then the environment, then `morgue.toml`.

use crate::error::{Error, Result};
use crate::quickwit::Config;
use clap::{Args, ValueEnum};
use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The flags about engines.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Engine")]
pub(super) struct EngineFlags {
    /// What holds the archive: an index on this machine, or a Quickwit cluster [default: embedded]
    #[arg(
        long,
        value_name = "ENGINE",
        value_enum,
        env = "MORGUE_ENGINE",
        hide_env_values = true,
        hide_short_help = true
    )]
    engine: Option<EngineName>,
    /// The address of a node of the cluster, `http://HOST:7280`
    #[arg(
        long,
        value_name = "URL",
        env = "MORGUE_URL",
        hide_env_values = true,
        hide_short_help = true
    )]
    url: Option<String>,
    /// The name of the archive on the cluster [default: morgue]
    #[arg(
        long,
        value_name = "NAME",
        env = "MORGUE_ARCHIVE",
        hide_env_values = true,
        hide_short_help = true
    )]
    archive: Option<String>,
    /// How many articles to read at most where the cluster alone cannot tell which match (`NEAR`,
    /// `SENTENCE`, `ATLEAST`…) [default: 20000]
    #[arg(long, value_name = "N", hide_short_help = true)]
    candidates: Option<usize>,
    /// Answer from the parts of a cluster that answer, instead of failing
    #[arg(long, hide_short_help = true)]
    partial: bool,
    /// The file with the settings of the cluster: CA, client certificate, credentials, timeouts
    /// [default: `morgue/morgue.toml` in the platform's configuration directory]
    #[arg(
        long,
        value_name = "FILE",
        env = "MORGUE_CONFIG",
        hide_env_values = true,
        hide_short_help = true
    )]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EngineName {
    /// An index in a directory of this machine
    Embedded,
    /// An archive on a Quickwit cluster, where relevance is worked out part by part
    Quickwit,
}

impl EngineFlags {
    /// How the cluster is reached, if one is meant.
    ///
    /// # Errors
    /// If the settings cannot be read or contradict each other.
    pub(super) fn cluster(&self) -> Result<Option<Config>> {
        let (named, mut config) = self.settings()?;
        let engine = match (self.engine, named.as_deref()) {
            (Some(engine), _) => engine,
            (None, _) if self.url.is_some() => EngineName::Quickwit,
            (None, None | Some("embedded")) => EngineName::Embedded,
            (None, Some("quickwit")) => EngineName::Quickwit,
            (None, Some(other)) => {
                let reason = format!("`engine = \"{other}\"` is neither `embedded` nor `quickwit`");
                return Err(Error::Usage(reason));
            }
        };
        if engine == EngineName::Embedded {
            return Ok(None);
        }
        if let Some(url) = &self.url {
            config.url.clone_from(url);
        }
        if let Some(archive) = &self.archive {
            config.archive.clone_from(archive);
        }
        config.candidates = self.candidates.unwrap_or(config.candidates);
        config.partial |= self.partial;
        environment(&mut config)?;
        Ok(Some(config.ready()?))
    }

    fn settings(&self) -> Result<(Option<String>, Config)> {
        if let Some(path) = &self.config {
            return Config::read(path);
        }
        let usual = etcetera::choose_base_strategy().ok();
        let usual = usual.map(|base| base.config_dir().join("morgue").join("morgue.toml"));
        match usual.filter(|path| path.is_file()) {
            Some(path) => Config::read(&path),
            None => Ok((None, Config::default())),
        }
    }
}

/// What only the file and the environment say: nobody should have credentials in a list of processes.
fn environment(config: &mut Config) -> Result<()> {
    let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let path = |name: &str| text(name).map(PathBuf::from);
    config.ca = path("MORGUE_CA").or(config.ca.take());
    config.certificate = path("MORGUE_CERTIFICATE").or(config.certificate.take());
    config.key = path("MORGUE_KEY").or(config.key.take());
    config.authorization_file =
        path("MORGUE_AUTHORIZATION_FILE").or(config.authorization_file.take());
    config.authorization = text("MORGUE_AUTHORIZATION");
    for (name, setting) in [
        ("MORGUE_TIMEOUT", &mut config.timeout),
        ("MORGUE_PATIENCE", &mut config.patience),
    ] {
        if let Some(value) = text(name) {
            *setting = value
                .parse()
                .map_err(|_| Error::Usage(format!("`{name}={value}` is no number of seconds")))?;
        }
    }
    Ok(())
}

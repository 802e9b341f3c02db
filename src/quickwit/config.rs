//! How a cluster is reached.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a cluster is and how it is spoken to: the table `[quickwit]` of `morgue.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The address of a node, `http://host:7280`.
    pub url: String,
    /// The name of the archive: that of its index on the cluster.
    pub archive: String,
    /// A file of certificates (PEM) to trust instead of the usual ones.
    pub ca: Option<PathBuf>,
    /// A file with the certificate of this client and those between it and a root (PEM).
    pub certificate: Option<PathBuf>,
    /// A file with its private key (PEM).
    pub key: Option<PathBuf>,
    /// A file whose first line is sent as `Authorization`.
    pub authorization_file: Option<PathBuf>,
    /// So many seconds one exchange may take.
    pub timeout: u64,
    /// So many seconds something that failed for a while is tried again.
    pub patience: u64,
    /// So many candidates are read at most where only this program can tell which of them match.
    pub candidates: usize,
    /// Answer from the parts of the archive that answer, and say so, instead of failing.
    pub partial: bool,
    /// What is sent as `Authorization`.
    #[serde(skip)]
    pub authorization: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            url: String::new(),
            archive: "morgue".into(),
            ca: None,
            certificate: None,
            key: None,
            authorization_file: None,
            timeout: 60,
            patience: 60,
            candidates: 20_000,
            partial: false,
            authorization: None,
        }
    }
}

/// The file itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    engine: Option<String>,
    #[serde(default)]
    quickwit: Config,
}

impl Config {
    /// Reads `morgue.toml`: the engine it names, if any, and the table `[quickwit]`.
    ///
    /// # Errors
    /// If it cannot be read, or holds what is no setting.
    pub fn read(path: &Path) -> Result<(Option<String>, Self)> {
        let text = fs::read_to_string(path).map_err(|error| Error::io("read", path, error))?;
        let file: File = toml::from_str(&text).map_err(|error| {
            Error::Usage(format!("`{}` is no configuration: {error}", path.display()))
        })?;
        Ok((file.engine, file.quickwit))
    }

    /// Checks what can be checked before anything is sent, and reads the credentials.
    ///
    /// # Errors
    /// If there is no address, the name of the archive cannot be one, or a file cannot be read.
    pub fn ready(mut self) -> Result<Self> {
        let url = self.url.trim_end_matches('/').to_owned();
        if !url.starts_with("http://") && !url.starts_with("https://") {
            let reason = if url.is_empty() {
                "the engine `quickwit` needs the address of a node: `--url http://HOST:7280`".into()
            } else {
                format!("`--url {url}` is no address: write `http://HOST:7280` or `https://…`")
            };
            return Err(Error::Usage(reason));
        }
        self.url = url;
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let begins = self.archive.starts_with(|c: char| c.is_ascii_alphabetic());
        if !begins || self.archive.len() < 3 || !self.archive.chars().all(fits) {
            return Err(Error::Usage(format!(
                "`{}` is no name for an archive on a cluster: begin with a letter, then letters, digits, \
                 `-` and `_`, three at least",
                self.archive
            )));
        }
        if self.certificate.is_some() != self.key.is_some() {
            return Err(Error::Usage(
                "a client certificate needs both `certificate` and `key`".into(),
            ));
        }
        if let (None, Some(path)) = (&self.authorization, &self.authorization_file) {
            let text = fs::read_to_string(path).map_err(|error| Error::io("read", path, error))?;
            self.authorization = text.lines().next().map(str::to_owned);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Option<String>, Config)> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("morgue.toml");
        fs::write(&path, text).unwrap();
        Config::read(&path)
    }

    #[test]
    fn a_file_names_engine_and_cluster() {
        let (engine, config) = read(
            "engine = \"quickwit\"\n[quickwit]\nurl = \"https://node:7280/\"\narchive = \"press\"\ntimeout = 5\n",
        )
        .unwrap();
        let config = config.ready().unwrap();
        assert_eq!(engine.as_deref(), Some("quickwit"));
        assert_eq!(
            (config.url.as_str(), config.timeout),
            ("https://node:7280", 5)
        );
        let error = read("[quickwit]\nulr = \"x\"\n").unwrap_err().to_string();
        assert!(error.contains("ulr"), "{error}");
    }

    #[test]
    fn what_cannot_work_is_said_before_anything_is_sent() {
        let of = |url: &str, archive: &str| Config {
            url: url.into(),
            archive: archive.into(),
            ..Config::default()
        };
        for (config, said) in [
            (of("", "morgue"), "--url http://HOST:7280"),
            (of("node:7280", "morgue"), "is no address"),
            (of("http://n", "7up"), "is no name"),
            (of("http://n", "a/b"), "is no name"),
        ] {
            let error = config.ready().unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn credentials_come_from_the_first_line_of_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("token");
        fs::write(&path, "Bearer abc\n").unwrap();
        let config = Config {
            url: "http://n".into(),
            authorization_file: Some(path),
            ..Config::default()
        };
        assert_eq!(
            config.ready().unwrap().authorization.as_deref(),
            Some("Bearer abc")
        );
    }
}

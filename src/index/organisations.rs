//! Which recogniser an index is made with.

use crate::enrich::organisations::{Options, Recogniser};
use crate::error::{Error, Result};
use crate::schema::OrganisationSettings;
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// The name of the user's file in the directory of the index.
pub const ORGANISATIONS_FILE: &str = "organisations.toml";

/// What the command line says of organisations; what it does not say stays as it was.
#[derive(Debug, Clone, Default)]
pub struct OrganisationRequest {
    /// `Some(true)`: recognise none; `Some(false)`: recognise them again.
    pub off: Option<bool>,
    /// A model of the user's own.
    pub model: Option<PathBuf>,
    /// Files with more names.
    pub names: Vec<PathBuf>,
    /// The user's file.
    pub file: Option<PathBuf>,
    /// The least confidence of a name that is kept.
    pub threshold: Option<f32>,
}

impl OrganisationRequest {
    /// Changes the settings of an index to what is asked for.
    pub(super) fn apply(&self, settings: &mut OrganisationSettings) -> Result<()> {
        if let Some(off) = self.off {
            settings.off = off;
        }
        if let Some(model) = &self.model {
            settings.model = Some(absolute(model)?);
        }
        if !self.names.is_empty() {
            let names = self.names.iter().map(|path| absolute(path));
            settings.names = names.collect::<Result<_>>()?;
        }
        if let Some(file) = &self.file {
            settings.file = Some(absolute(file)?);
        }
        if self.threshold.is_some() {
            settings.threshold = self.threshold;
        }
        Ok(())
    }
}

fn absolute(path: &Path) -> Result<String> {
    let full = path
        .canonicalize()
        .map_err(|source| Error::io("read", path, source))?;
    Ok(full.to_string_lossy().into_owned())
}

/// The recogniser that the settings of the index at `index` ask for, whether or not it is in use there,
/// and what stands for its files.
///
/// # Errors
/// If one of its files cannot be read or says something that cannot be.
pub fn recogniser(index: &Path, settings: &OrganisationSettings) -> Result<(Recogniser, String)> {
    let (options, stamp) = sources(index, settings)?;
    Ok((Recogniser::new(&options)?, stamp))
}

/// What stands for the files that the settings ask for, as they are now; empty without recognition.
///
/// # Errors
/// If one of the files cannot be read.
pub(super) fn stamp(index: &Path, settings: &OrganisationSettings) -> Result<String> {
    if settings.off {
        return Ok(String::new());
    }
    Ok(sources(index, settings)?.1)
}

/// What a recogniser is made of, and what stands for it.
fn sources(index: &Path, settings: &OrganisationSettings) -> Result<(Options, String)> {
    let mut stamp = Xxh3::new();
    stamp.update(env!("CARGO_PKG_VERSION").as_bytes());
    let mut options = Options {
        threshold: settings.threshold,
        ..Options::default()
    };
    if let Some(model) = &settings.model {
        let path = Path::new(model);
        let bytes = fs::read(path).map_err(|source| Error::io("read", path, source))?;
        stamp.update(&bytes);
        options.model = Some(bytes);
    }
    let mut read = |path: &Path| -> Result<(String, String)> {
        let text = fs::read_to_string(path).map_err(|source| Error::io("read", path, source))?;
        stamp.update(text.as_bytes());
        Ok((path.display().to_string(), text))
    };
    for list in &settings.names {
        options.lists.push(read(Path::new(list))?);
    }
    let own = index.join(ORGANISATIONS_FILE);
    if let Some(file) = &settings.file {
        options.rulings = Some(read(Path::new(file))?);
    } else if own.is_file() {
        options.rulings = Some(read(&own)?);
    }
    stamp.update(format!("{:?}", settings.threshold).as_bytes());
    Ok((options, format!("{:016x}", stamp.digest())))
}

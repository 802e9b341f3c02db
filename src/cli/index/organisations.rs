//! How organisations are recognised: the flags.

use crate::index::OrganisationRequest;
use clap::Args;
use std::path::PathBuf;

/// How organisations are recognised. What is said here is kept for later refreshes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Organisations")]
pub(super) struct Organisations {
    /// Do not recognise organisations in the text (those given by the source are kept)
    #[arg(long = "no-organisations")]
    off: bool,
    /// Your file of organisations [default: organisations.toml in the index directory, if there is one]
    #[arg(long = "organisations", value_name = "FILE")]
    file: Option<PathBuf>,
    /// A model of your own, from `morgue organisations train`
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// A list of more names, one a line: NAME|ALIAS|… (repeatable)
    #[arg(long, value_name = "FILE")]
    names: Vec<PathBuf>,
    /// The least confidence, 0 to 1, of a name that is kept [default: 0.5]
    #[arg(long, value_name = "0..1", value_parser = confidence)]
    confidence: Option<f32>,
    /// Recognise organisations anew in every stored article, without reading sources
    #[arg(long)]
    pub(super) reorganise: bool,
}

impl Organisations {
    /// What is asked for.
    pub(super) fn request(&self) -> OrganisationRequest {
        // Recognition is turned on again by asking for it in any way.
        let asked = self.reorganise || self.confidence.is_some() || self.file.is_some();
        OrganisationRequest {
            off: match (self.off, asked) {
                (true, _) => Some(true),
                (false, true) => Some(false),
                (false, false) => None,
            },
            model: self.model.clone(),
            names: self.names.clone(),
            file: self.file.clone(),
            threshold: self.confidence,
        }
    }
}

fn confidence(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 (every guess) to 1 (only what is certain)".into()),
    }
}

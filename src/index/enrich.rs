//! What is done to every article between its reader and the index, in order.

use super::organisations::recogniser;
use crate::article::{Article, Organisation, Origin};
use crate::date::NewsDate;
use crate::enrich::organisations::{Recogniser, key, merge};
use crate::error::Result;
use crate::schema::{OrganisationSettings, OrganisationTerms};
use std::path::Path;

/// The steps, with their settings.
#[derive(Debug, Default)]
pub(super) struct Enricher {
    /// Recognises organisations, unless that is turned off.
    recogniser: Option<Recogniser>,
}

impl Enricher {
    /// The steps that the settings of the index at `index` ask for; notes there what they rest on.
    pub(super) fn new(index: &Path, settings: &mut OrganisationSettings) -> Result<Self> {
        if settings.off {
            settings.stamp.clear();
            return Ok(Self::default());
        }
        let (recogniser, stamp) = recogniser(index, settings)?;
        settings.stamp = stamp;
        Ok(Self {
            recogniser: Some(recogniser),
        })
    }

    /// Completes an article that stands at `path` below its root.
    pub(super) fn enrich(&self, article: &mut Article, path: &str) {
        if article.date.is_none() {
            article.date = NewsDate::from_path(path);
        }
        self.organisations(article);
    }

    /// Recognises the organisations of an article anew; those that were given stay.
    pub(super) fn organisations(&self, article: &mut Article) {
        let given: Vec<_> = std::mem::take(&mut article.organisations)
            .into_iter()
            .filter(|organisation| organisation.origin == Origin::Given)
            .collect();
        article.organisations = match &self.recogniser {
            None => given,
            Some(recogniser) => {
                let language = article.language.as_deref();
                let found = recogniser.recognise(&article.headline, &article.body, language);
                merge(recogniser, given, found)
            }
        };
    }

    /// How the organisations of an article are found.
    pub(super) fn terms(&self, article: &Article) -> Vec<OrganisationTerms> {
        let terms = |organisation: &Organisation| OrganisationTerms {
            key: self.key(&organisation.name),
            name: organisation.name.clone(),
            forms: organisation.forms.iter().map(|form| key(form)).collect(),
            given: organisation.origin == Origin::Given,
        };
        article.organisations.iter().map(terms).collect()
    }

    fn key(&self, name: &str) -> String {
        match &self.recogniser {
            Some(recogniser) => recogniser.canonical_key(name),
            None => key(name),
        }
    }
}

//! What is done to every article between its reader and the index, in order.

use crate::article::{Article, Organisation, Origin};
use crate::date::NewsDate;
use crate::enrich::organisations::{Recogniser, key, merge};
use crate::schema::OrganisationTerms;

/// The steps, with their settings.
#[derive(Debug, Default)]
pub(super) struct Enricher {
    /// Recognises organisations, unless that is turned off.
    pub(super) recogniser: Option<Recogniser>,
}

impl Enricher {
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

//! What is done to every article between its reader and the index, in order.

use crate::article::{Article, Origin};
use crate::date::NewsDate;
use crate::schema::{OrganisationTerms, key};

/// The steps, with their settings.
#[derive(Debug, Clone, Default)]
pub(super) struct Enricher {}

impl Enricher {
    /// Completes an article that stands at `path` below its root.
    pub(super) fn enrich(&self, article: &mut Article, path: &str) {
        if article.date.is_none() {
            article.date = NewsDate::from_path(path);
        }
    }

    /// How the organisations of an article are found.
    pub(super) fn terms(&self, article: &Article) -> Vec<OrganisationTerms> {
        let terms = |organisation: &crate::article::Organisation| OrganisationTerms {
            key: key(&organisation.name),
            name: organisation.name.clone(),
            forms: organisation.forms.iter().map(|form| key(form)).collect(),
            given: organisation.origin == Origin::Given,
        };
        article.organisations.iter().map(terms).collect()
    }
}

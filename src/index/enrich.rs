//! What is done to every article between its reader and the index, in order.

use super::file::dates;
use super::organisations::recogniser;
use crate::article::{Article, Organisation, Origin};
use crate::date::NewsDate;
use crate::enrich::boilerplate::Residue;
use crate::enrich::organisations::{Recogniser, key, merge};
use crate::enrich::{boilerplate, dateline, language};
use crate::error::Result;
use crate::schema::{OrganisationSettings, OrganisationTerms, Reading};
use std::path::Path;

/// What every article of a root goes through, whether it is indexed or only looked at.
#[derive(Debug)]
pub(super) struct Cleaning {
    keep_boilerplate: bool,
    options: boilerplate::Options,
}

impl Cleaning {
    /// The steps that a root asks for.
    pub(super) fn new(reading: &Reading) -> Self {
        Self {
            keep_boilerplate: reading.keep_boilerplate,
            options: boilerplate::Options {
                whole_page: reading.whole_page,
                dates: dates(reading),
            },
        }
    }

    /// Cleans an article that stands at `path` below its root, and dates it if its source did not.
    /// `common` is what the articles of its folder have in common, where that is known.
    pub(super) fn apply(&self, article: &mut Article, path: &str, common: Option<&Residue>) {
        let dates = &self.options.dates;
        if article.date.is_none() {
            let of_path = NewsDate::from_path(path);
            article.date = of_path.filter(|date| date.plausible(dates).is_ok());
        }
        if !self.keep_boilerplate {
            // Whether residue was found is part of the article: it keeps what was cut.
            boilerplate::clean(article, &self.options);
            if let Some(common) = common {
                common.clean(article);
            }
        }
        dateline::fill(article, dates);
    }
}

/// What the index knows beside the source, with the settings for it.
#[derive(Debug, Default)]
pub(super) struct Enricher {
    /// Recognises organisations, unless that is turned off.
    recogniser: Option<Recogniser>,
}

impl Enricher {
    /// The steps that the settings of the index at `index` ask for, and what stands for them.
    pub(super) fn new(index: &Path, settings: &OrganisationSettings) -> Result<(Self, String)> {
        if settings.off {
            return Ok((Self::default(), String::new()));
        }
        let (recogniser, stamp) = recogniser(index, settings)?;
        let recogniser = Some(recogniser);
        Ok((Self { recogniser }, stamp))
    }

    /// Completes a cleaned article.
    pub(super) fn enrich(&self, article: &mut Article) {
        language::fill(article);
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

//! Articles by what names them: an id, or the place where they were read.

use super::Embedded;
use crate::error::Result;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Term};

impl Embedded {
    /// The articles with an id, else at a locator.
    pub(super) fn named(&self, id: &str) -> Result<Vec<DocAddress>> {
        let found = self
            .lexicons
            .addresses(&self.searcher, self.fields.id, id)?;
        if found.is_empty() {
            return self.located(id);
        }
        Ok(found)
    }

    /// The articles at a locator, `PATH#N`, with or without `ROOT:` before it.
    pub(super) fn located(&self, locator: &str) -> Result<Vec<DocAddress>> {
        let (file, number) = match locator.rsplit_once('#') {
            Some((file, number)) if number.parse::<u64>().is_ok() => (file, number.parse().ok()),
            _ => (locator, None),
        };
        let mut found = Vec::new();
        for root in &self.manifest.roots {
            let path = file
                .strip_prefix(root.name.as_str())
                .and_then(|rest| rest.strip_prefix(':'));
            for path in path.into_iter().chain([file]) {
                found.extend(self.numbered(&root.name, path, number)?);
            }
        }
        Ok(found)
    }

    /// The articles at a path below a root with a number.
    fn numbered(&self, root: &str, path: &str, number: Option<u64>) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for address in self.addresses(&Term::from_field_text(self.fields.path, path))? {
            let document = self.packed(address)?;
            let here = document
                .get_first(self.fields.number)
                .and_then(|n| n.as_u64());
            let file = document.get_first(self.fields.file);
            let file = file.and_then(|file| file.as_str()).unwrap_or_default();
            if file.split(':').next() == Some(root) && here == number {
                found.push(address);
            }
        }
        Ok(found)
    }

    /// The articles with a term.
    pub(super) fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>> {
        let query = TermQuery::new(term.clone(), IndexRecordOption::Basic);
        let found = tantivy::collector::DocSetCollector;
        let mut addresses: Vec<_> = self.searcher.search(&query, &found)?.into_iter().collect();
        addresses.sort_unstable();
        Ok(addresses)
    }
}

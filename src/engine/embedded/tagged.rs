//! The articles with a tag, as a query: tags stand beside the index, so their ids are looked up in it.

use super::Embedded;
use super::chosen::Chosen;
use crate::error::Result;
use crate::tags::Tags;
use tantivy::query::Query;

impl Embedded {
    /// The articles with a tag, or with any.
    pub(super) fn tagged(&self, tag: Option<&str>) -> Result<Box<dyn Query>> {
        let tags = Tags::read(&self.path)?;
        let mut chosen = Vec::new();
        for id in tags.ids(tag) {
            chosen.extend(self.named(id)?);
        }
        Ok(Box::new(Chosen::new(&chosen, &self.searcher)))
    }

    /// Whether any article has an id, or stands at this place.
    pub fn has(&self, id: &str) -> Result<bool> {
        Ok(!self.named(id)?.is_empty())
    }
}

//! The articles with a tag, as a query: tags stand beside the index, so their ids are looked up in it.

use super::Embedded;
use crate::error::Result;
use crate::tags::Tags;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

impl Embedded {
    /// The articles with a tag, or with any.
    pub(super) fn tagged(&self, tag: Option<&str>) -> Result<Box<dyn Query>> {
        let tags = Tags::read(&self.path)?;
        let ids: Vec<&str> = tags.ids(tag).collect();
        let mut met = vec![false; ids.len()];
        let mut chosen: HashMap<SegmentId, Vec<DocId>> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.id)?;
            let alive = segment.alive_bitset();
            let documents = chosen.entry(segment.segment_id()).or_default();
            for (id, met) in ids.iter().zip(&mut met) {
                let term = Term::from_field_text(self.fields.id, id);
                let found = index.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = found else { continue };
                while postings.doc() != TERMINATED {
                    if alive.is_none_or(|alive| alive.is_alive(postings.doc())) {
                        documents.push(postings.doc());
                        *met = true;
                    }
                    postings.advance();
                }
            }
        }
        for (id, _) in ids.iter().zip(met).filter(|(_, met)| !met) {
            for address in self.located(id)? {
                let segment = self.searcher.segment_reader(address.segment_ord);
                let documents = chosen.entry(segment.segment_id()).or_default();
                documents.push(address.doc_id);
            }
        }
        for documents in chosen.values_mut() {
            documents.sort_unstable();
            documents.dedup();
        }
        Ok(Box::new(Chosen(Arc::new(chosen))))
    }

    /// Whether any article has an id, or stands at this place.
    pub fn has(&self, id: &str) -> Result<bool> {
        Ok(!self.named(id)?.is_empty())
    }
}

/// Documents by their numbers, ascending.
#[derive(Debug, Clone)]
struct Chosen(Arc<HashMap<SegmentId, Vec<DocId>>>);

impl Query for Chosen {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let documents = self
            .0
            .get(&reader.segment_id())
            .cloned()
            .unwrap_or_default();
        let listed = Listed { documents, at: 0 };
        Ok(Box::new(ConstScorer::new(listed, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("it has the tag", 1.0))
    }
}

/// A list of documents as a set to walk through.
struct Listed {
    documents: Vec<DocId>,
    at: usize,
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.documents.len());
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

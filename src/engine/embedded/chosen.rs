//! Articles that are known by their place in the index, as a query.

use std::collections::HashMap;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// Documents by their numbers, ascending.
#[derive(Debug, Clone)]
pub(super) struct Chosen(Arc<HashMap<SegmentId, Vec<DocId>>>);

impl Chosen {
    /// Of these places, in any order.
    pub(super) fn new(addresses: &[DocAddress], searcher: &Searcher) -> Self {
        let mut chosen: HashMap<SegmentId, Vec<DocId>> = HashMap::new();
        for address in addresses {
            let segment = searcher.segment_reader(address.segment_ord);
            let documents = chosen.entry(segment.segment_id()).or_default();
            documents.push(address.doc_id);
        }
        for documents in chosen.values_mut() {
            documents.sort_unstable();
            documents.dedup();
        }
        Self(Arc::new(chosen))
    }
}

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
        Ok(Explanation::new("it is one of those that were named", 1.0))
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

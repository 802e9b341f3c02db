//! The postings of one term without its positions, read block by block.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

/// Stands at one document of a list after the other.
pub(super) struct List {
    blocks: BlockSegmentPostings,
    /// The place in the block.
    at: usize,
}

impl List {
    /// Stands at the first document.
    pub(super) fn new(blocks: BlockSegmentPostings) -> Self {
        Self { blocks, at: 0 }
    }

    /// The current document, or [`TERMINATED`].
    pub(super) fn doc(&self) -> DocId {
        let doc = self.blocks.docs().get(self.at);
        doc.copied().unwrap_or(TERMINATED)
    }

    /// How often the term stands in the current document; never, behind the last.
    pub(super) fn freq(&self) -> u32 {
        self.blocks.freqs().get(self.at).copied().unwrap_or(0)
    }

    /// How many documents it has, those included that were removed.
    pub(super) fn size(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// Goes to the first document that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.doc();
        if doc >= target {
            return doc;
        }
        self.at += 1;
        let next = self.blocks.docs().get(self.at);
        match next {
            Some(next) if *next >= target => return *next,
            _ => self.at = self.blocks.seek(target),
        }
        self.doc()
    }

    /// Hands out the documents from the current one to before `end`, each with its frequency, and stands behind them.
    pub(super) fn read(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) {
        while let Some(last) = self.blocks.docs().last().copied() {
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let freqs = self.blocks.freqs().get(self.at..).unwrap_or_default();
            let count = if last < end {
                docs.len()
            } else {
                docs.partition_point(|doc| *doc < end)
            };
            for (doc, freq) in docs[..count].iter().zip(freqs) {
                each(*doc, *freq);
            }
            if last >= end {
                self.at += count;
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

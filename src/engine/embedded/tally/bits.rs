//! A set of the documents of a segment, a bit each.

use tantivy::DocId;

/// The set.
#[derive(Debug, Clone)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// An empty one for so many documents.
    pub(super) fn new(documents: DocId) -> Self {
        Self(vec![0; documents.div_ceil(64) as usize])
    }

    /// Adds a document.
    #[inline]
    pub(super) fn set(&mut self, document: DocId) {
        self.0[(document / 64) as usize] |= 1 << (document % 64);
    }

    /// Takes a document away.
    #[inline]
    pub(super) fn unset(&mut self, document: DocId) {
        self.0[(document / 64) as usize] &= !(1 << (document % 64));
    }

    /// Whether it holds a document.
    #[inline]
    pub(super) fn holds(&self, document: DocId) -> bool {
        self.0[(document / 64) as usize] >> (document % 64) & 1 == 1
    }
}

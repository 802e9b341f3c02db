//! An index in memory, for as long as one question is asked of it.

use super::{Embedded, Resolve};
use crate::error::Result;
use crate::schema::{Fields, Manifest, Packing, index_in_memory, tokenizers};
use std::path::Path;
use tantivy::{IndexWriter, ReloadPolicy, TantivyDocument};

/// What the writer may hold before it makes a segment of it.
const ARENA: usize = 64 << 20;

impl Embedded {
    /// An index of these documents, which are some of those that `manifest` is about.
    ///
    /// # Errors
    /// From indexing.
    pub(in crate::engine) fn in_memory(
        documents: Vec<TantivyDocument>,
        manifest: Manifest,
        resolve: Resolve,
    ) -> Result<Self> {
        let (index, place) = index_in_memory()?;
        let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, ARENA)?;
        let (fields, packing) = (Fields::of_schema(), Packing::default());
        for document in documents {
            writer.add_document(packing.packed(&fields, document))?;
        }
        writer.commit()?;
        let (mut index, dictionaries) = place.open()?;
        index.set_tokenizers(tokenizers());
        let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader: tantivy::IndexReader = builder.try_into()?;
        let path = Path::new("in memory");
        let engine = Self::new(path, reader.searcher(), dictionaries, manifest);
        Ok(engine.with_names(resolve))
    }
}

//! Documents read back from the index.

use super::Embedded;
use crate::answer::Hit;
use crate::error::{Error, Result};
use crate::schema::{Packing, Root, Stored, read_document, stored};
use std::path::Path;
use tantivy::{DocAddress, TantivyDocument};

/// So many blocks of documents are kept unpacked of each segment: hits are neighbours more often than not.
const STORE_BLOCKS: usize = 100;

impl Embedded {
    /// A document with its texts.
    pub(super) fn document(&self, address: DocAddress) -> tantivy::Result<TantivyDocument> {
        let document = self.packed(address)?;
        Ok(self.packing()?.unpacked(&self.fields, document))
    }

    /// A document as it is stored: its texts are packed.
    pub(super) fn packed(&self, address: DocAddress) -> tantivy::Result<TantivyDocument> {
        let ord = address.segment_ord;
        let opened = &self.stores[ord as usize];
        if let Some(store) = opened.get() {
            return read_document(store, address.doc_id);
        }
        let segment = self.searcher.segment_reader(ord);
        let store = segment.get_store_reader(STORE_BLOCKS)?;
        read_document(opened.get_or_init(|| store), address.doc_id)
    }

    pub(super) fn packing(&self) -> tantivy::Result<&Packing> {
        if let Some(packing) = self.packing.get() {
            return Ok(packing);
        }
        let packing = Packing::of(&self.fields, &self.searcher)?;
        Ok(self.packing.get_or_init(|| packing))
    }

    pub(super) fn stored(&self, address: DocAddress) -> Result<Stored> {
        let document = self.document(address)?;
        stored(&self.fields, &document).ok_or_else(|| Error::Index {
            path: self.path.clone(),
            reason: format!("the article at {address:?} cannot be read back"),
        })
    }

    /// An article as a hit. An id that several articles have is replaced by the locator.
    pub(super) fn hit(&self, address: DocAddress, score: Option<f32>) -> Result<Hit> {
        let Stored {
            id,
            file,
            locator,
            article,
        } = self.stored(address)?;
        let root = file.split(':').next().unwrap_or_default().to_owned();
        // The dictionary alone says of most ids that there is but one, removed articles included.
        let lexicons = &self.lexicons;
        let shared = lexicons.frequency(self.fields.id, &id)? > 1
            && lexicons
                .addresses(&self.searcher, self.fields.id, &id)?
                .len()
                > 1;
        let path = file.split_once(':').map_or("", |(_, path)| path);
        Ok(Hit {
            file: self.openable(&root, path),
            score,
            id: if shared {
                format!("{root}:{locator}")
            } else {
                id
            },
            root,
            path: locator,
            article,
            headline_highlights: Vec::new(),
            snippets: Vec::new(),
        })
    }

    /// Where a file is: below its root, or the root itself where that is a file.
    pub(super) fn openable(&self, root: &str, path: &str) -> String {
        let roots = &self.manifest.roots;
        let at = roots.iter().position(|known| known.name == root);
        let are_files = self.are_files.get_or_init(|| {
            let is_file = |root: &Root| Path::new(&root.path).is_file();
            roots.iter().map(is_file).collect()
        });
        at.map_or_else(
            || path.to_owned(),
            |at| roots[at].openable(path, are_files[at]),
        )
    }
}

//! What an index holds, read back document by document.

use crate::error::Result;
use crate::index::Progress;
use crate::index::change::Records;
use crate::index::refresh::fingerprint;
use crate::schema::{
    Fields, Manifest, Packing, file_records, is_dictionary, read_document, stored,
};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;
use tantivy::{Index, IndexReader, ReloadPolicy, SegmentReader, TantivyError};

/// So many faults of one kind are told one by one.
const TOLD: usize = 20;

/// The records of files, and how many articles of each file can be read.
pub(super) struct Content {
    pub(super) records: Records,
    articles: BTreeMap<String, u64>,
}

impl Content {
    /// Reads every document of the last commit; those that cannot be read are `faults`.
    pub(super) fn read(
        index: &Index,
        path: &Path,
        progress: &Progress,
        faults: &mut Vec<String>,
    ) -> Result<Self> {
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let mut content = Self {
            records: crate::index::writer::records(index, path)?,
            articles: BTreeMap::new(),
        };
        let mut damaged = Vec::new();
        let searcher = reader.searcher();
        let packing = Packing::of(&Fields::of_schema(), &searcher)?;
        for segment in searcher.segment_readers() {
            content.segment(segment, &packing, progress, &mut damaged)?;
        }
        tell(faults, damaged);
        Ok(content)
    }

    fn segment(
        &mut self,
        segment: &SegmentReader,
        packing: &Packing,
        progress: &Progress,
        damaged: &mut Vec<String>,
    ) -> Result<()> {
        let fields = Fields::of_schema();
        let files = file_records(segment)?;
        let is_record: HashSet<_> = files.values().map(|(_, document)| *document).collect();
        // Documents come in the order in which they are stored: one block is enough.
        let store = segment.get_store_reader(1).map_err(TantivyError::from)?;
        for id in segment.doc_ids_alive() {
            if progress.stopped() {
                return Ok(());
            }
            if is_record.contains(&id) {
                continue;
            }
            let document = read_document(&store, id);
            if document
                .as_ref()
                .is_ok_and(|document| is_dictionary(&fields, document))
            {
                continue;
            }
            match document.map(|document| stored(&fields, &packing.unpacked(&fields, document))) {
                Ok(Some(article)) => *self.articles.entry(article.file).or_default() += 1,
                Ok(None) => damaged.push(format!("an article cannot be read back (document {id})")),
                Err(error) => damaged.push(format!("document {id} cannot be read back: {error}")),
            }
            progress.articles.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// How many articles were read.
    pub(super) fn total(&self) -> u64 {
        self.articles.values().sum()
    }

    /// Compares what was read with the records of files and with the manifest.
    pub(super) fn compare(&self, manifest: &Manifest, faults: &mut Vec<String>) {
        let mut wrong = Vec::new();
        for (file, record) in &self.records {
            let found = self.articles.get(file).copied().unwrap_or_default();
            if found != record.articles {
                wrong.push(format!(
                    "`{file}` gave {} articles, but {found} are in the index",
                    record.articles
                ));
            }
        }
        let unknown = self
            .articles
            .keys()
            .filter(|file| !self.records.contains_key(*file));
        wrong.extend(
            unknown.map(|file| format!("there are articles of `{file}`, but no record of it")),
        );
        wrong.sort();
        tell(faults, wrong);
        let (articles, files) = (self.total(), self.records.len() as u64);
        if (articles, files) != (manifest.articles, manifest.files) {
            faults.push(format!(
                "it holds {articles} articles of {files} files, but says that there are {} of {}",
                manifest.articles, manifest.files
            ));
        }
        if fingerprint(manifest, &self.records) != manifest.fingerprint {
            faults.push("its fingerprint is not that of its files".into());
        }
    }
}

/// Tells some of the faults and how many more there are.
fn tell(faults: &mut Vec<String>, mut found: Vec<String>) {
    let more = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    faults.append(&mut found);
    if more > 0 {
        faults.push(format!("and {more} more faults like these"));
    }
}

//! Records of files as documents of the index: what was read, when, and what was wrong with it.

use super::Fields;
use crate::error::Problem;
use rustc_hash::FxHashMap;
use tantivy::schema::Value;
use tantivy::{DocId, SegmentReader, TantivyDocument, TantivyError};

/// What the index knows of a file it has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Its size in bytes.
    pub size: u64,
    /// Its modification time, nanoseconds since 1970.
    pub mtime: i64,
    /// XXH3 of its content.
    pub hash: u64,
    /// How many articles it holds.
    pub articles: u64,
    /// How many problems it had.
    pub problems: u64,
}

/// The term under which the record of one file alone is found.
pub fn file_kind(file: &str) -> String {
    format!("file {file}")
}

/// The document of a file.
pub fn file_document(
    fields: &Fields,
    file: &str,
    record: &FileRecord,
    problems: &[Problem],
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, "file");
    document.add_text(fields.kind, file_kind(file));
    document.add_text(fields.file, file);
    document.add_u64(fields.file_size, record.size);
    document.add_i64(fields.file_mtime, record.mtime);
    document.add_u64(fields.file_hash, record.hash);
    document.add_u64(fields.file_articles, record.articles);
    document.add_u64(fields.file_problems, record.problems);
    if !problems.is_empty() {
        let json = serde_json::to_string(problems).expect("problems are always JSON");
        document.add_text(fields.record, json);
    }
    document
}

/// The problems in the document of a file.
pub fn problems(fields: &Fields, document: &TantivyDocument) -> Vec<Problem> {
    document
        .get_first(fields.record)
        .and_then(|record| serde_json::from_str(record.as_str()?).ok())
        .unwrap_or_default()
}

/// The file records of a segment by `ROOT:PATH`, with the document each stands in.
///
/// Only columns are read, front to back; no article is touched.
pub fn file_records(
    segment: &SegmentReader,
) -> tantivy::Result<FxHashMap<String, (FileRecord, DocId)>> {
    let columns = segment.fast_fields();
    let mut records = FxHashMap::default();
    let Some(files) = columns.str("file")? else {
        return Ok(records);
    };
    let size = columns.u64("file_size")?;
    let mtime = columns.i64("file_mtime")?;
    let hash = columns.u64("file_hash")?;
    let articles = columns.u64("file_articles")?;
    let problems = columns.u64("file_problems")?;
    let mut found = Vec::new();
    for document in segment.doc_ids_alive() {
        if let (Some(size), Some(ord)) = (size.first(document), files.term_ords(document).next()) {
            found.push((ord, size, document));
        }
    }
    // In the order of the dictionary its blocks are read once each.
    found.sort_unstable();
    records.reserve(found.len());
    let mut here = found.iter();
    let ords: Vec<_> = found.iter().map(|(ord, ..)| *ord).collect();
    let whole = files.dictionary().sorted_ords_to_term_cb(&ords, |file| {
        let Some((_, size, document)) = here.next() else {
            return;
        };
        let record = FileRecord {
            size: *size,
            mtime: mtime.first(*document).unwrap_or_default(),
            hash: hash.first(*document).unwrap_or_default(),
            articles: articles.first(*document).unwrap_or_default(),
            problems: problems.first(*document).unwrap_or_default(),
        };
        let file = String::from_utf8_lossy(file).into_owned();
        records.insert(file, (record, *document));
    })?;
    if whole {
        Ok(records)
    } else {
        let reason = "a record names a file that its dictionary does not hold".to_owned();
        Err(TantivyError::InternalError(reason))
    }
}

//! Documents on their way from one commit to the next without their sources.

use super::{
    Fields, FileRecord, OrganisationTerms, Placement, article, file_document, is_dictionary,
    problems,
};
use crate::article::Article;
use tantivy::schema::Value;
use tantivy::{DocId, SegmentReader, TantivyDocument};

/// A document that was read back to be written again.
#[derive(Debug)]
pub enum Moved {
    /// The record of a file, ready to be added.
    File(TantivyDocument),
    /// What texts were packed with, which is learned again.
    Dictionary,
    /// An article and its place.
    Article(Box<(Place, Article)>),
}

/// [`Placement`] with texts of its own.
#[derive(Debug)]
pub struct Place {
    file: String,
    path: String,
    number: Option<u64>,
    format: String,
    added: i64,
}

impl Place {
    /// The placement, with the terms of its organisations.
    pub fn placement(&self, organisations: Vec<OrganisationTerms>) -> Placement<'_> {
        Placement {
            file: &self.file,
            path: &self.path,
            number: self.number,
            format: &self.format,
            added: self.added,
            organisations,
        }
    }
}

/// Reads a document of a segment back: the stored fields and those that stand in columns only.
pub fn moved(
    fields: &Fields,
    segment: &SegmentReader,
    id: DocId,
    document: &TantivyDocument,
) -> tantivy::Result<Moved> {
    if is_dictionary(fields, document) {
        return Ok(Moved::Dictionary);
    }
    let text = |field| {
        let value = document.get_first(field);
        value
            .and_then(|v| Some(v.as_str()?.to_owned()))
            .unwrap_or_default()
    };
    let columns = segment.fast_fields();
    if let Some(size) = columns.u64("file_size")?.first(id) {
        let record = FileRecord {
            size,
            mtime: columns.i64("file_mtime")?.first(id).unwrap_or_default(),
            hash: columns.u64("file_hash")?.first(id).unwrap_or_default(),
            articles: columns.u64("file_articles")?.first(id).unwrap_or_default(),
            problems: columns.u64("file_problems")?.first(id).unwrap_or_default(),
        };
        let file = text(fields.file);
        let problems = problems(fields, document);
        return Ok(Moved::File(file_document(
            fields, &file, &record, &problems,
        )));
    }
    let unreadable = || {
        tantivy::TantivyError::InternalError(format!("the article in document {id} is unreadable"))
    };
    let mut format = String::new();
    if let Some(formats) = columns.str("format")?
        && let Some(ord) = formats.term_ords(id).next()
    {
        formats.ord_to_str(ord, &mut format)?;
    }
    let place = Place {
        file: text(fields.file),
        path: text(fields.path),
        number: document.get_first(fields.number).and_then(|n| n.as_u64()),
        format,
        added: columns.i64("added")?.first(id).unwrap_or_default(),
    };
    let article = article(fields, document).ok_or_else(unreadable)?;
    Ok(Moved::Article(Box::new((place, article))))
}

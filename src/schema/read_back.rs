//! A document read back from the engine's store.
//!
//! The engine's own reader takes bytes one at a time, which of an article costs more than to unpack it, since
//! nearly all that is stored of one are bytes ([`super::Packing`]). This one takes what the fields of this index
//! are: texts, numbers and bytes. What it does not know it leaves to the engine.

use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocId, TantivyDocument};
use tantivy_common::{BinarySerializable, VInt};

/// How the engine marks what a value is.
const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const BYTES: u8 = 4;

/// Reads a document of a segment.
///
/// # Errors
/// Its block is damaged, or it is not of this index.
pub fn read_document(store: &StoreReader, document: DocId) -> tantivy::Result<TantivyDocument> {
    match parsed(&store.get_document_bytes(document)?) {
        Some(document) => Ok(document),
        None => store.get(document),
    }
}

/// The number of values, then of each its field, its kind and itself.
fn parsed(mut bytes: &[u8]) -> Option<TantivyDocument> {
    let rest = &mut bytes;
    let mut document = TantivyDocument::new();
    for _ in 0..VInt::deserialize(rest).ok()?.0 {
        let field = Field::deserialize(rest).ok()?;
        match u8::deserialize(rest).ok()? {
            TEXT => document.add_text(field, std::str::from_utf8(counted(rest)?).ok()?),
            NUMBER => document.add_u64(field, u64::deserialize(rest).ok()?),
            BYTES => document.add_bytes(field, counted(rest)?),
            _ => return None,
        }
    }
    Some(document)
}

/// A number, and so many bytes.
fn counted<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let count = VInt::deserialize(rest).ok()?.0;
    rest.split_off(..usize::try_from(count).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::{Fields, index_in_memory};
    use super::*;
    use tantivy::IndexWriter;

    #[test]
    fn a_document_is_what_the_engine_reads() {
        let fields = Fields::of_schema();
        let (index, _) = index_in_memory().unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let mut given = TantivyDocument::new();
        given.add_text(fields.id, "Übung-1");
        given.add_text(fields.path, "");
        given.add_u64(fields.number, u64::MAX - 5);
        given.add_bytes(fields.packed, &[0, 255, 7].repeat(999));
        for document in [given, TantivyDocument::new()] {
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let store = searcher.segment_reader(0).get_store_reader(1).unwrap();
        for (document, values) in [(0, 4), (1, 0)] {
            let bytes = store.get_document_bytes(document).unwrap();
            let read = parsed(&bytes).unwrap();
            assert_eq!(read.field_values().count(), values);
            assert_eq!(read, store.get::<TantivyDocument>(document).unwrap());
            assert!((0..bytes.len()).all(|cut| parsed(&bytes[..cut]).is_none()));
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_the_engine() {
        let field = |field: Field| field.field_id().to_le_bytes();
        let fields = Fields::of_schema();
        let date = [&[0x81][..], &field(fields.date), &[5], &[0; 8]].concat();
        assert!(parsed(&date).is_none());
        let no_text = [&[0x81][..], &field(fields.id), &[TEXT, 0x81, 0xFF]].concat();
        assert!(parsed(&no_text).is_none());
    }
}

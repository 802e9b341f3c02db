//! [`Article`](crate::article::Article) ⇄ Tantivy document: the only place that names index fields.
//!
//! One index holds two kinds of documents: articles, and records of the files they came from. Both are
//! part of the same commit, so they cannot disagree. The fields are data (`schema/index.json`); this
//! module gives them names, builds documents and reads them back.
//!
//! Short text fields (publication, section, organisations…) are indexed as a key with what tells the name as
//! it was written ([`keyed`]), so that a value is found by the one and shown as the other, without reading an
//! article.

mod document;
mod file;
mod manifest;
mod moved;
mod packing;
mod place;
mod read_back;
mod record;
mod short;
mod tokenizer;
mod wire;

pub use document::{
    OrganisationTerms, Placement, Stored, article, date_of, day_number, document, stored,
};
pub use file::{FileRecord, file_document, file_kind, file_records, problems};

pub use manifest::{Common, Manifest, OrganisationSettings, Reading, Root, Unread};
pub use moved::{Moved, moved};
pub use packing::{Packing, is_dictionary, texts};
pub use place::{
    Dictionaries, Dictionary, InMemory, create_index, has_index, index_in_memory, open_archive,
    open_index,
};
pub use read_back::read_document;
pub use short::{DISPLAY, keyed, unkeyed};
pub use wire::{
    BLANK, CLUSTER_INDEX, LONGEST_VALUE, column_key, file_key, incoming, outgoing, record_key,
};

use std::sync::LazyLock;
use tantivy::schema::{Field, Schema};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

/// The number of this form of index; it changes whenever an older program could misread a newer index.
pub const FORMAT: u64 = 8;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Handles of the index fields, by name.
        #[derive(Debug, Clone, Copy)]
        pub struct Fields {
            $($(#[$doc])* pub $name: Field),+
        }

        impl Fields {
            fn new(schema: &Schema) -> Self {
                Self {
                    $($name: schema
                        .get_field(stringify!($name))
                        .expect("schema/index.json holds every field named here")),+
                }
            }
        }
    };
}

fields! {
    /// `article`, or `file` and `file ROOT:PATH`, or `dictionary`.
    kind,
    /// The article's id as it is printed when no other article has the same.
    id,
    /// `ROOT:PATH` of the file, the key by which its articles are replaced and removed.
    file,
    /// The record's number in its file, from 1; absent if the file is one article.
    number,
    /// The path below the root, for `path:`.
    path,
    /// The headline, with positions.
    headline,
    /// The body, with positions.
    body,
    /// Everything else of the article as JSON; of a file, its problems. Neither it nor the texts are stored but
    /// in `packed`.
    record,
    /// Headline, body and record ([`Packing`]); or what they are packed with.
    packed,
    /// Organisations as `key\0Name`.
    organisations,
    /// Those of `organisations` that the source gave.
    organisations_given,
    /// Keys of the forms in which organisations were seen.
    organisation_forms,
    /// Those of `organisation_forms` that are of an organisation the source gave.
    organisation_forms_given,
    /// Seconds since 1970 (UTC) of the instant of publication, or of the first midnight of its days.
    date,
    /// The first civil day it covers, as days since 1970-01-01.
    day_first,
    /// The last civil day it covers.
    day_last,
    /// `key\0Name`.
    publication,
    /// `key\0Name`.
    section,
    /// `key\0Name`.
    byline,
    /// The address.
    url,
    /// The language tag.
    language,
    /// The format it was read from.
    format,
    /// The names of the fields that the article has: `date`, `org`, `headline`…
    has,
    /// How many words headline and body have.
    words,
    /// What stands for its text ([`crate::analysis::Signature`]): eight numbers, or none.
    signature,
    /// When it entered the index: seconds since 1970.
    added,
    /// Of a file: its size in bytes.
    file_size,
    /// Of a file: its modification time, nanoseconds since 1970.
    file_mtime,
    /// Of a file: XXH3 of its content.
    file_hash,
    /// Of a file: how many articles it holds.
    file_articles,
    /// Of a file: how many problems it had.
    file_problems,
}

/// The schema as `schema/index.json` states it.
pub fn schema() -> Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../schema/index.json"))
            .expect("schema/index.json is a Tantivy schema; a test reads it")
    });
    SCHEMA.clone()
}

impl Fields {
    /// The handles of an index with our schema.
    pub fn of_schema() -> Self {
        Self::new(&schema())
    }
}

/// The tokenizers that the schema names.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("news", TextAnalyzer::from(tokenizer::News));
    manager
}

/// The key of a short text: its words, folded, with one blank between.
pub fn key(text: &str) -> String {
    let mut words = crate::analysis::words(text);
    let mut key = String::with_capacity(text.len());
    while words.next().is_some() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(words.folded());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_file_holds_every_field() {
        let schema = schema();
        Fields::of_schema();
        assert_eq!(schema.num_fields(), 31);
    }

    #[test]
    fn keys_fold_case_accents_and_signs() {
        assert_eq!(key("Le  Monde – Économie"), "le monde economie");
    }
}

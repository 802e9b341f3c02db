//! What a refresh needs of whatever it writes to.

use crate::error::Result;
use crate::schema::{FileRecord, Manifest};
use tantivy::TantivyDocument;

/// The one writer of an archive. What is done to it counts with the next commit, or not at all.
pub(super) trait Store: Sync {
    /// Adds a document.
    fn add(&self, document: TantivyDocument) -> Result<()>;

    /// Removes a file's record and its articles, but those that the refresh of the time `now` added stay.
    fn remove(&self, key: &str, now: i64) -> Result<()>;

    /// Takes back the articles of a file that the refresh of the time `now` added.
    fn withdraw(&self, key: &str, now: i64) -> Result<()>;

    /// Replaces the record of a file and leaves its articles alone.
    fn replace_record(&self, key: &str, record: &FileRecord) -> Result<()>;

    /// Makes everything so far one commit.
    fn commit(&self, manifest: &Manifest) -> Result<()>;

    /// Ends.
    fn finish(self: Box<Self>) -> Result<()>;
}

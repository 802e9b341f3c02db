//! What an archive holds, in figures.

use crate::schema::Root;
use serde::Serialize;

/// The figures of `morgue stats`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// Stands for the content of the index.
    pub fingerprint: String,
    /// Articles.
    pub articles: u64,
    /// Files they came from.
    pub files: u64,
    /// The first day of publication, ISO 8601.
    pub first_day: Option<String>,
    /// The last day of publication.
    pub last_day: Option<String>,
    /// Articles without a date.
    pub undated: u64,
    /// The size of the index on disk, in bytes.
    pub bytes: u64,
    /// The directories and files that are indexed.
    pub roots: Vec<Root>,
    /// Publications, most articles first.
    pub publications: Vec<Publication>,
}

/// A publication and how many articles it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publication {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
}

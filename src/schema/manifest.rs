//! What the index says of itself: part of every commit, so it is always that commit's truth.

use super::FORMAT;
use crate::date::DateOrder;
use crate::error::{Error, Problem, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::schema::Schema;
use xxhash_rust::xxh3::xxh3_64;

/// The payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`super::FORMAT`] of the program that wrote it.
    pub format: u64,
    /// The version of that program.
    pub version: String,
    /// The directories and files that are indexed.
    pub roots: Vec<Root>,
    /// How organisations are recognised.
    #[serde(default)]
    pub organisations: OrganisationSettings,
    /// How many articles there are.
    pub articles: u64,
    /// How many files they came from.
    pub files: u64,
    /// How many dictionaries their texts are packed with ([`super::Packing`]).
    #[serde(default, skip_serializing_if = "is_none")]
    pub dictionaries: u64,
    /// Stands for the content: the same files, read in the same way, give the same fingerprint.
    pub fingerprint: String,
    /// When the last refresh began that changed something, seconds since 1970.
    pub refreshed: i64,
    /// Whether the run that wrote this commit had more to do: it went on after it, or was interrupted.
    pub unfinished: bool,
    /// How many files it had found that nothing was yet read of.
    #[serde(default)]
    pub awaited: u64,
    /// The names of roots that are to be read again whole, because they are read in another way now, and
    /// were not yet to their end.
    #[serde(default)]
    pub rereading: Vec<String>,
    /// What could not even be opened.
    #[serde(default)]
    pub unread: Vec<Unread>,
    /// The files (`ROOT:PATH`) that hold articles under embargo, and the day from which on the first of those is
    /// read (`2026-12-01`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub embargoes: BTreeMap<String, String>,
    /// The lines that the articles of a folder (`ROOT:FOLDER`) have in common around their texts.
    #[serde(default)]
    pub common: BTreeMap<String, Common>,
}

/// What the articles of one folder have in common, as far as a sample of them showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Common {
    /// How many bytes the files of the folder had when the sample was taken.
    pub bytes: u64,
    /// Whether the sample was as large as samples are: a larger folder would show nothing else.
    pub full: bool,
    /// What stands for the lines, in order.
    pub lines: Vec<u64>,
    /// Whether articles of the folder are still to be read again for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
}

/// An input without a record: an unreadable file or directory, a pipe, a link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unread {
    /// The name of its root.
    pub root: String,
    /// Where it is.
    pub file: String,
    /// What was wrong.
    pub problem: Problem,
}

impl Manifest {
    /// The manifest in the commit of the index at `path`.
    ///
    /// # Errors
    /// It is not one of ours, or one of another [`FORMAT`].
    pub fn of_payload(payload: &str, path: &Path) -> Result<Self> {
        let damaged = || Error::Index {
            path: path.to_owned(),
            reason: "what its last commit says of itself is damaged".into(),
        };
        let sealed = payload.rsplit_once('\n');
        let (json, found) = sealed.unwrap_or((payload, ""));
        let manifest: Self = match serde_json::from_str(json) {
            Ok(manifest) => manifest,
            Err(_) if sealed.is_some() => return Err(damaged()),
            Err(_) => return Err(Error::NotAnIndex(path.to_owned())),
        };
        if manifest.format != FORMAT {
            return Err(Error::IndexVersion {
                path: path.to_owned(),
                found: manifest.format,
                expected: FORMAT,
                roots: manifest.roots.into_iter().map(|root| root.path).collect(),
            });
        }
        if found == seal(json) {
            Ok(manifest)
        } else {
            Err(damaged())
        }
    }

    /// The text that stands for it in a commit, with a seal: the engine keeps no checksum of it.
    pub fn payload(&self) -> String {
        let json = serde_json::to_string(self).expect("a manifest is always JSON");
        let seal = seal(&json);
        format!("{json}\n{seal}")
    }

    /// How many documents the index has.
    fn documents(&self) -> Option<u64> {
        let counted = self.articles.checked_add(self.files)?;
        counted.checked_add(self.dictionaries)
    }

    /// Whether an index with `schema` and so many documents can be the one this manifest is of. The engine
    /// keeps no checksum of either.
    pub fn fits(&self, schema: &Schema, documents: u64) -> bool {
        *schema == super::schema() && self.documents() == Some(documents)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

fn seal(json: &str) -> String {
    format!("{:016x}", xxh3_64(json.as_bytes()))
}

/// How organisations are recognised: what a refresh must do again in the same way.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationSettings {
    /// Whether they are not recognised at all.
    pub off: bool,
    /// A model of the user's own, absolute, instead of the one that comes with the program.
    pub model: Option<String>,
    /// Files with more names, absolute.
    pub names: Vec<String>,
    /// The user's file, absolute, if it is not the one in the index directory.
    pub file: Option<String>,
    /// The least confidence of a name that is kept, if not the default.
    pub threshold: Option<f32>,
    /// Stands for the content of those files and of the model.
    pub stamp: String,
}

/// A directory or file that is indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its name in the index: unique, and stable once given.
    pub name: String,
    /// Where it is, absolute, or [`Self::PIPE`].
    pub path: String,
    /// How its files are read.
    #[serde(flatten)]
    pub reading: Reading,
}

impl Root {
    /// The path of what came through the standard input.
    pub const PIPE: &str = "-";

    /// Whether it came through the standard input, and so cannot be read a second time.
    #[must_use]
    pub fn is_piped(&self) -> bool {
        self.path == Self::PIPE
    }

    /// What a person opens to see the file `below` the root, which is that file itself where `is_file`;
    /// of what came through a pipe only the name is left.
    #[must_use]
    pub fn openable(&self, below: &str, is_file: bool) -> String {
        if self.is_piped() {
            below.to_owned()
        } else if is_file {
            self.path.clone()
        } else {
            Path::new(&self.path).join(below).display().to_string()
        }
    }
}

/// How files are read: what a refresh must do again in the same way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The format they are in, whatever they look like.
    pub format: Option<String>,
    /// Pairs of a field and the key it is found under.
    pub map: Vec<(String, String)>,
    /// Globs of what to read; empty: everything.
    pub include: Vec<String>,
    /// Globs of what to leave out.
    pub exclude: Vec<String>,
    /// How `03/04/2025` is meant.
    pub date_order: Option<DateOrder>,
    /// The zone of times that name none, as in the tz database.
    pub zone: Option<String>,
    /// Whether residue around the text is kept in it.
    pub keep_boilerplate: bool,
    /// Whether texts are dumps of whole pages, navigation and all.
    pub whole_page: bool,
    /// The longest record in bytes, if not the default.
    pub max_record: Option<usize>,
    /// How many times its size a packed file may unpack to, if not the default.
    pub max_unpacked: Option<u64>,
}

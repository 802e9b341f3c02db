//! Whole articles in files that other programs read: one after the other, never all in memory.
//!
//! A folder is a trait: [`Export`] takes articles, each other file is one format of [`EXPORTS`].

mod csv;
mod files;
mod jsonl;
mod parquet;

pub use files::Files;

use crate::answer::Hit;
use crate::error::Result;
use std::io::Write;
use std::path::Path;

/// Something that takes articles.
pub trait Export {
    /// Takes an article.
    fn add(&mut self, hit: &Hit) -> Result<()>;

    /// Writes what is left.
    fn finish(&mut self) -> Result<()>;
}

/// Where an export goes.
pub type Out = Box<dyn Write + Send>;

/// A format of exports.
#[derive(Debug)]
pub struct ExportFormat {
    /// The name for `--format`.
    pub name: &'static str,
    /// One line for help.
    pub about: &'static str,
    /// The endings of files of it.
    pub endings: &'static [&'static str],
    /// Whether it is a directory of files.
    pub directory: bool,
    /// Whether it is text, which may go to a terminal.
    pub text: bool,
    begin: fn(Out) -> Result<Box<dyn Export>>,
}

/// Every format; the first is the default.
pub static EXPORTS: &[ExportFormat] = &[
    ExportFormat {
        name: "jsonl",
        about: "JSON Lines: everything that is known of an article; indexed again it gives the same index",
        endings: &["jsonl", "ndjson"],
        directory: false,
        text: true,
        begin: jsonl::begin,
    },
    ExportFormat {
        name: "csv",
        about: "a table with a row an article, its text included",
        endings: &["csv"],
        directory: false,
        text: true,
        begin: csv::begin,
    },
    ExportFormat {
        name: "parquet",
        about: "Apache Parquet, for pandas, Polars, DuckDB, R and Spark",
        endings: &["parquet"],
        directory: false,
        text: false,
        begin: parquet::begin,
    },
    ExportFormat {
        name: "files",
        about: "a directory of plain text files, YYYY/MM/DATE_ID.txt",
        endings: &[],
        directory: true,
        text: false,
        begin: files::no_stream,
    },
];

impl ExportFormat {
    /// The format of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        EXPORTS.iter().find(|format| format.name == name)
    }

    /// The format that the name of a file speaks for.
    pub fn of(path: &Path) -> Option<&'static Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        EXPORTS
            .iter()
            .find(|format| format.endings.contains(&ending.as_str()))
    }

    /// Begins an export into one stream.
    ///
    /// # Errors
    /// If the format is a directory of files, or writing fails.
    pub fn begin(&self, out: Out) -> Result<Box<dyn Export>> {
        (self.begin)(out)
    }
}

/// The id under which an article is written: its own, or its place, by which the index knows it.
fn id(hit: &Hit) -> &str {
    hit.article.id.as_deref().unwrap_or(&hit.path)
}

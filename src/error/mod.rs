//! Everything that can go wrong, as a sentence with a next step.
//!
//! Two families, kept apart on purpose. [`Error`] ends a command: it is printed once and decides the
//! exit code. [`Problem`] is about one input (a file, or one record in it): it is printed as
//! `path:line: why`, the rest of the run goes on, and the exit code only says that there were some.
//!
//! Wording: lower case, no full stop, names in backticks, then what to do next.

mod engine;

pub use engine::{Damage, io_cause, words_of};

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The result of everything that can end a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What ends a command.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The query cannot mean what it says.
    #[error(transparent)]
    Query(#[from] QueryError),

    /// The command was used in a way that cannot work.
    #[error("{0}")]
    Usage(String),

    /// There is no index where one was expected.
    #[error("no index at `{}`: make one with `morgue index DIR`, or name another with `--index DIR` or MORGUE_INDEX", .0.display())]
    NoIndex(PathBuf),

    /// The directory holds something that is not an index of ours; nothing is written there.
    #[error("`{}` holds files but no morgue index: nothing was changed; choose an empty directory with `--index DIR`", .0.display())]
    NotAnIndex(PathBuf),

    /// The index was written in a form that this version cannot read.
    #[error("the index at `{}` has format {found}, this version reads format {expected}: delete what is in it, except your own `tags.txt`, `queries.toml` and `organisations.toml`, and make it anew with `morgue index{}`", .path.display(), words(.roots))]
    IndexVersion {
        /// Where the index is.
        path: PathBuf,
        /// The format number found in it.
        found: u64,
        /// The format number this version writes.
        expected: u64,
        /// The directories and files it was made of.
        roots: Vec<String>,
    },

    /// Another process is writing to the index.
    #[error("another writer holds the index at `{}`{}: wait for it to end, or use `--wait`", .path.display(), holder(.since.as_ref()))]
    Locked {
        /// Where the index is.
        path: PathBuf,
        /// Who holds the lock and since when, where that is known.
        since: Option<String>,
    },

    /// Reading or writing failed.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was tried: `read`, `write`, `open`.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// Standard output was closed by its reader; the command ends quietly.
    #[error("standard output was closed")]
    BrokenPipe,

    /// Standard output failed in another way (disk full, for example).
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),

    /// The index itself failed: damaged files, a full disk.
    #[error("the index at `{}` cannot be used: {reason}; `morgue check` says what is wrong", .path.display())]
    Index {
        /// Where the index is.
        path: PathBuf,
        /// What the engine said.
        reason: String,
    },

    /// Something is damaged in a way that nobody thought of, or the program is wrong.
    #[error(
        "something failed that must not fail ({0}): `morgue check` says whether the index is damaged; if it is whole, please report this"
    )]
    Panic(String),

    /// There is no room for what has to be written to the index.
    #[error("no room is left for the index at `{}`: what was committed is kept; make room, then run `morgue index` again", .0.display())]
    Full(PathBuf),

    /// A cluster cannot be reached, refuses, or answers what cannot be relied on.
    #[error("the cluster at `{url}` {reason}")]
    Cluster {
        /// The address.
        url: String,
        /// What it did, beginning with a verb.
        reason: String,
    },

    /// A file of the index is not what was written.
    #[error(
        "{0}; `morgue check` lists all that is damaged: delete what is in the directory of the index, except your own `tags.txt`, `queries.toml` and `organisations.toml`, and run `morgue index DIR` again, all the rest comes from the sources"
    )]
    Damaged(Damage),

    /// The search engine failed in the middle of an answer.
    #[error("the search engine failed: {}; `morgue check` says whether the index is whole", words_of(.0))]
    Engine(tantivy::TantivyError),
}

/// Paths as they are typed behind a command.
fn words(paths: &[String]) -> String {
    let quoted = paths.iter().map(|path| {
        let plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
        if path.chars().all(plain) {
            format!(" {path}")
        } else {
            format!(" '{}'", path.replace('\'', "'\\''"))
        }
    });
    quoted.collect()
}

fn holder(since: Option<&String>) -> String {
    since.map_or_else(String::new, |who| format!(" ({who})"))
}

impl Error {
    /// An [`Error::Io`] for `path`.
    pub fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

/// Writing an answer failed: a closed pipe is told apart from a real failure.
impl From<io::Error> for Error {
    fn from(source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Output(source)
        }
    }
}

/// A query that cannot mean what it says: the place, the reason, and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The whole query as typed.
    pub query: String,
    /// The bytes of `query` the error is about; always on character boundaries.
    pub span: Range<usize>,
    /// Why it cannot be.
    pub reason: String,
    /// What would work.
    pub hint: Option<String>,
}

impl std::error::Error for QueryError {}

/// Prints the reason, the query, a caret line under the place, and the hint.
impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, span) = crate::terminal::one_line(&self.query, &self.span);
        let before = crate::terminal::width(&line[..span.start]);
        let under = crate::terminal::width(&line[span.clone()]).max(1);
        writeln!(f, "{}", self.reason)?;
        writeln!(f, "  {line}")?;
        // A width in a format is 65,535 at most.
        write!(f, "  {}{}", " ".repeat(before), "^".repeat(under))?;
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// One input that could not be read, or that was read with a doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// What kind of trouble, for counting and filtering.
    pub kind: ProblemKind,
    /// The line the record begins at (from 1), where lines mean something in the format.
    pub line: Option<u64>,
    /// Why, as a clause: `not valid JSON: expected `,` at column 17`.
    pub reason: String,
    /// The day from which on it may be none (`2026-12-01`): the end of an embargo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The id of the article that it takes back, which may stand in another file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraws: Option<String>,
}

impl Problem {
    /// A problem of a whole file.
    pub fn new(kind: ProblemKind, reason: impl Into<String>) -> Self {
        Self {
            kind,
            line: None,
            reason: reason.into(),
            until: None,
            withdraws: None,
        }
    }

    /// The same problem at a line (from 1).
    #[must_use]
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// `path:line: why`, the form in which people and editors read it.
    pub fn sentence(&self, path: &str) -> String {
        match self.line {
            Some(line) => format!("{path}:{line}: {}", self.reason),
            None => format!("{path}: {}", self.reason),
        }
    }
}

/// The kinds of [`Problem`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file could not be opened or read to its end.
    Unreadable,
    /// The file is not text and in no format that is known.
    UnknownFormat,
    /// The bytes are in no encoding that could be told.
    Encoding,
    /// A record is broken: the syntax of its format is violated.
    Malformed,
    /// Neither a headline nor a body.
    Empty,
    /// A limit was reached (size, nesting, ratio).
    Limit,
    /// A date that cannot be: out of range, impossible, ambiguous. The article is kept, undated.
    Date,
    /// A record that is damaged: the article is kept, as far as it can be read.
    Damaged,
    /// The sender took the article back, or did not yet let it go.
    Withheld,
}

impl ProblemKind {
    /// Whether an article (or a file) is missing from the index because of it; a doubt is not.
    pub fn skips(self) -> bool {
        !matches!(self, Self::Date | Self::Damaged)
    }

    /// The kind in words, for the summary: `3 malformed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownFormat => "unknown format",
            Self::Encoding => "undecodable",
            Self::Malformed => "malformed",
            Self::Empty => "empty",
            Self::Limit => "over a limit",
            Self::Date => "doubtful date",
            Self::Damaged => "damaged",
            Self::Withheld => "withheld",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let error = QueryError {
            query: "größe AND bogus:x".into(),
            span: 12..17,
            reason: "unknown field `bogus`".into(),
            hint: Some("fields are `headline`, `body`".into()),
        };
        insta::assert_snapshot!(error.to_string(), @r"
        unknown field `bogus`
          größe AND bogus:x
                    ^^^^^
        hint: fields are `headline`, `body`
        ");
    }
}

//! What the search engine says went wrong, in our words: its own are for programmers.

use super::Error;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// Bytes of a file of the index that are not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is damaged: its bytes {} to {} are not what was written", .file.display(), .bytes.start, .bytes.end)]
pub struct Damage {
    file: PathBuf,
    bytes: Range<usize>,
}

impl Damage {
    /// The damage lies within these bytes of a file.
    pub fn of(file: &Path, bytes: Range<usize>) -> Self {
        let file = file.to_owned();
        Self { file, bytes }
    }
}

/// On its way through the engine it travels as a failure to read.
impl From<Damage> for io::Error {
    fn from(damage: Damage) -> Self {
        Self::new(io::ErrorKind::InvalidData, damage)
    }
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        let damage = io_cause(&error).and_then(|cause| cause.get_ref()?.downcast_ref::<Damage>());
        match damage {
            Some(damage) => Self::Damaged(damage.clone()),
            None => Self::Engine(error),
        }
    }
}

impl Error {
    /// The index at `path` cannot be used because of what the engine met.
    pub fn of_engine(path: &Path, error: TantivyError) -> Self {
        let denied = io::ErrorKind::PermissionDenied;
        if io_cause(&error).is_some_and(|cause| cause.kind() == denied) {
            return Self::io("use the index at", path, denied.into());
        }
        match error.into() {
            Self::Engine(error) => Self::Index {
                path: path.to_owned(),
                reason: words_of(&error),
            },
            error => error,
        }
    }
}

/// What the system said, where the engine failed for that.
pub fn io_cause(error: &TantivyError) -> Option<&io::Error> {
    match error {
        TantivyError::IoError(cause)
        | TantivyError::LockFailure(LockError::IoError(cause), _)
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::IoError {
                io_error: cause, ..
            }
            | OpenDirectoryError::FailedToCreateTempDir(cause),
        )
        | TantivyError::OpenReadError(OpenReadError::IoError {
            io_error: cause, ..
        })
        | TantivyError::OpenWriteError(OpenWriteError::IoError {
            io_error: cause, ..
        }) => Some(cause),
        _ => None,
    }
}

/// Why the engine failed, as a clause.
pub fn words_of(error: &TantivyError) -> String {
    let of_file = |file: &Path, why: &dyn std::fmt::Display| format!("`{}`: {why}", file.display());
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            format!("its file `{}` is not there", file.display())
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            of_file(filepath, io_error)
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(why))
        | TantivyError::IncompatibleIndex(why) => {
            format!("it was written by another version of the engine ({why:?})")
        }
        TantivyError::OpenWriteError(OpenWriteError::FileAlreadyExists(file)) => {
            format!("its file `{}` is there already", file.display())
        }
        error => io_cause(error).map_or_else(|| error.to_string(), ToString::to_string),
    }
}

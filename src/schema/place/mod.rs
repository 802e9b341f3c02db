//! The directory of an index: nothing damaged is ever read from it, and it can be read where nothing can be
//! written.
//!
//! The engine keeps a checksum of each of its files, but compares it only when it is asked to, and then of
//! the whole file. Here every block of a file has a checksum of its own ([`sums`]), compared before a byte
//! of it is first used: what a search does not read costs nothing, and what it reads is what was written.
//! The list of segments has a seal ([`meta`]). Both stand where another Tantivy overlooks them, so the index
//! stays one that any program with that engine can open.
//!
//! What the system cannot read (a failing disk under a mapped file) ends the process; no error of ours can
//! come before that.

mod checked;
mod meta;
mod summed;
mod sums;

use crate::error::Damage;
use checked::Checked;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use summed::Summed;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings};

type Result<T, E = tantivy::TantivyError> = std::result::Result<T, E>;

/// How many bytes of documents are packed together, and unpacked to show one. Their texts are packed already
/// ([`super::Packing`]), so all that is left to the engine is the little beside them, and to do it quickly.
const STORE_BLOCK: usize = 16 << 10;

/// The list of segments.
const META: &str = "meta.json";

/// Whether there is an index in a directory.
///
/// # Errors
/// The directory cannot be looked into.
pub fn has_index(path: &Path) -> crate::error::Result<bool> {
    match path.join(META).metadata() {
        Ok(found) => Ok(found.is_file()),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(false),
            _ => Err(crate::error::Error::io("look into", path, error)),
        },
    }
}

/// Opens the index in a directory.
pub fn open_index(path: &Path) -> Result<Index> {
    Index::open(Place::new(path)?)
}

/// Opens the index in a directory, or makes one there.
pub fn create_index(path: &Path) -> Result<Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(super::schema())
        .settings(settings)
        .tokenizers(super::tokenizers())
        .open_or_create(Place::new(path)?)
}

/// A reader takes a lock for the moment in which it opens its files, so that no writer removes them. Where
/// not even the lock can be made (another's archive, a read-only medium) it reads without: should files
/// go all the same, opening fails, and nothing else happens.
#[derive(Debug, Clone)]
struct Place {
    directory: MmapDirectory,
    path: PathBuf,
}

impl Place {
    /// The directory at `path`, which must be there.
    fn new(path: &Path) -> Result<Self> {
        Ok(Self {
            directory: MmapDirectory::open(path)?,
            path: path.to_owned(),
        })
    }

    /// Lets those read a list who may read the rest: the engine writes its lists through temporary files,
    /// which are their owner's alone. The writer's lock has the mode that this user's files have. Where
    /// it cannot be told or set, the list stays what it is, and whole.
    fn share(&self, path: &Path) {
        let usual = std::fs::metadata(self.path.join(".tantivy-writer.lock"));
        if let Ok(usual) = usual {
            let _ = std::fs::set_permissions(self.path.join(path), usual.permissions());
        }
    }
}

impl Directory for Place {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.directory.get_file_handle(path)?;
        let checked = Checked::new(file, self.path.join(path))
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(Arc::new(checked))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.directory.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.directory.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.directory.open_write(path)?;
        Ok(io::BufWriter::new(Box::new(Summed::new(file))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let content = self.directory.atomic_read(path)?;
        if path.as_os_str() == OsStr::new(META) && !meta::is_whole(&content, &self.path) {
            let damage = Damage::of(&self.path.join(path), 0..content.len());
            return Err(OpenReadError::wrap_io_error(damage.into(), path.to_owned()));
        }
        Ok(content)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        if path.as_os_str() == OsStr::new(META) {
            self.directory.atomic_write(path, &meta::sealed(content))?;
        } else {
            self.directory.atomic_write(path, content)?;
        }
        self.share(path);
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.directory.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.directory.acquire_lock(lock) {
            // Only readers, and writers that clean up, wait for a lock.
            Err(LockError::IoError(error)) if lock.is_blocking && cannot_write(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
        self.directory.watch(callback)
    }
}

fn cannot_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

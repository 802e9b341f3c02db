//! The directory of an index, also where nothing can be written to it.

use std::io;
use std::path::Path;
use std::sync::Arc;
use tantivy::Index;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

type Result<T, E = tantivy::TantivyError> = std::result::Result<T, E>;

/// Opens the index in a directory.
pub fn open_index(path: &Path) -> Result<Index> {
    Index::open(Place(MmapDirectory::open(path)?))
}

/// A directory that can be read even if it cannot be locked.
///
/// A reader takes a lock for the moment in which it opens its files, so that no writer removes them. Where
/// not even the lock can be made (another's archive, a read-only medium) it reads without: should files
/// go all the same, opening fails, and nothing else happens.
#[derive(Debug, Clone)]
struct Place(MmapDirectory);

impl Directory for Place {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            // Only readers, and writers that clean up, wait for a lock.
            Err(LockError::IoError(error)) if lock.is_blocking && cannot_write(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
        self.0.watch(callback)
    }
}

fn cannot_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

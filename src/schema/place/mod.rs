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
mod dictionaries;
mod meta;
mod summed;
mod sums;

use crate::error::Damage;
use checked::Checked;
pub use dictionaries::{Dictionaries, Dictionary};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use summed::Summed;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, RamDirectory, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::store::Compressor;
use tantivy::{Index, IndexBuilder, IndexSettings};

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

/// Opens the index in a directory to ask it: the dictionaries of words are taken out of it, and are found in
/// [`Dictionaries`] when a segment is opened.
pub fn open_archive(path: &Path) -> Result<(Index, Dictionaries)> {
    Place::new(path)?.archive()
}

/// Makes an index in memory, and what opens it to ask it when it was filled.
pub fn index_in_memory() -> Result<(Index, InMemory)> {
    let place = Place::of(Box::new(RamDirectory::create()), Path::new("in memory"));
    let index = builder().open_or_create(place.clone())?;
    Ok((index, InMemory(place)))
}

/// Where an index in memory is.
pub struct InMemory(Place);

impl InMemory {
    /// Opens it to ask it, as [`open_archive`] opens one in a directory.
    pub fn open(self) -> Result<(Index, Dictionaries)> {
        self.0.archive()
    }
}

/// Opens the index in a directory, or makes one there.
pub fn create_index(path: &Path) -> Result<Index> {
    builder().open_or_create(Place::new(path)?)
}

fn builder() -> IndexBuilder {
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    Index::builder()
        .schema(super::schema())
        .settings(settings)
        .tokenizers(super::tokenizers())
}

/// A reader takes a lock for the moment in which it opens its files, so that no writer removes them. Where
/// not even the lock can be made (another's archive, a read-only medium) it reads without: should files
/// go all the same, opening fails, and nothing else happens.
#[derive(Debug, Clone)]
struct Place {
    directory: Box<dyn Directory>,
    path: PathBuf,
    /// Where the dictionaries of words are put, instead of leaving them to the engine.
    dictionaries: Option<Dictionaries>,
}

impl Place {
    /// The directory at `path`, which must be there.
    fn new(path: &Path) -> Result<Self> {
        let directory = Box::new(MmapDirectory::open(path)?);
        Ok(Self::of(directory, path))
    }

    fn of(directory: Box<dyn Directory>, path: &Path) -> Self {
        Self {
            directory,
            path: path.to_owned(),
            dictionaries: None,
        }
    }

    /// Opens the index in it to ask it.
    fn archive(self) -> Result<(Index, Dictionaries)> {
        let dictionaries = Dictionaries::default();
        let place = Self {
            dictionaries: Some(dictionaries.clone()),
            ..self
        };
        Ok((Index::open(place)?, dictionaries))
    }

    /// A file as the engine is to see it.
    fn checked(&self, file: Arc<dyn FileHandle>, path: &Path) -> io::Result<Arc<Checked>> {
        let checked = Checked::new(file, self.path.join(path))?;
        match &self.dictionaries {
            Some(dictionaries) if path.extension() == Some(OsStr::new(dictionaries::EXTENSION)) => {
                dictionaries.take(path, checked)
            }
            _ => Ok(Arc::new(checked)),
        }
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
        let checked = self.checked(file, path);
        Ok(checked.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?)
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

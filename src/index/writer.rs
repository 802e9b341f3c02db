//! The one writer of an index: opening, adding, removing, committing.

use super::Progress;
use super::change::Records;
use super::lock::{Holding, NOTE, holder};
use super::organisations::ORGANISATIONS_FILE;
use super::packer::Packer;
use super::queue::{Queue, Queued};
use super::store::Store;
use crate::error::{Error, Result, io_cause};
use crate::query::QUERIES_FILE;
use crate::schema::{
    Fields, FileRecord, Manifest, Packing, create_index, file_records, has_index, open_index,
    texts, tokenizers,
};
use crate::tags::{TAGS_FILE, TAGS_LOCK};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::Duration;
use tantivy::directory::error::LockError;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// The least memory Tantivy gives one of its threads.
const LEAST_ARENA: usize = 16 << 20;

/// Segments with more documents than this are not merged again: a merge maps all it reads, and memory
/// must stay bounded however large the archive is.
const LARGEST_MERGED: usize = 50_000;

/// An index opened for writing.
pub(super) struct Writer {
    path: PathBuf,
    pub(super) fields: Fields,
    /// Adding needs a share of it, committing all of it.
    inner: RwLock<IndexWriter<Queued>>,
    queue: Queue,
    index: Index,
    packer: Packer,
    _holding: Holding,
}

/// How a [`Writer`] works.
pub(super) struct Work<'a> {
    /// About how much memory it may take, in bytes.
    pub(super) memory: usize,
    /// With how many threads, at most.
    pub(super) threads: usize,
    /// How many documents may be added before the engine comes to them.
    pub(super) ahead: usize,
    /// Wait for another writer to end, unless this is interrupted.
    pub(super) wait: Option<&'a Progress>,
}

/// Said where [`Manifest::fits`] is false.
const MISFIT: &str = "its list of segments or its schema is damaged";

/// How often a waiting writer looks for the lock.
const LOOK: Duration = Duration::from_millis(200);

/// The index in a directory, made if there is none.
///
/// # Errors
/// If the directory holds something else, or an index of another format.
pub(super) fn open(path: &Path) -> Result<Index> {
    let mut index = if has_index(path)? {
        open_index(path).map_err(|error| failed(path, error))?
    } else {
        create(path)?
    };
    index.set_tokenizers(tokenizers());
    Ok(index)
}

fn create(path: &Path) -> Result<Index> {
    fs::create_dir_all(path)
        .map_err(|source| Error::io("make the index directory", path, source))?;
    let entries = fs::read_dir(path).map_err(|source| Error::io("read", path, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| Error::io("read", path, source))?;
        if !is_trace(&entry.file_name()) {
            return Err(Error::NotAnIndex(path.to_owned()));
        }
    }
    create_index(path).map_err(|error| failed(path, error))
}

/// Whether a file is what a writer leaves that was killed before there was an index.
fn is_trace(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ours = [
        NOTE,
        ORGANISATIONS_FILE,
        QUERIES_FILE,
        TAGS_FILE,
        TAGS_LOCK,
        ".managed.json",
    ];
    ours.iter().any(|known| known.as_bytes() == name)
        || name.starts_with(b".tantivy-")
        || name.starts_with(b".tmp")
}

/// What the last commit says of itself, and its number; of an index that was just made, nothing yet.
pub(super) fn manifest(index: &Index, path: &Path) -> Result<(Manifest, u64)> {
    let metas = index.load_metas().map_err(|error| failed(path, error))?;
    let Some(payload) = metas.payload else {
        if metas.segments.is_empty() {
            return Ok((Manifest::default(), metas.opstamp));
        }
        return Err(Error::NotAnIndex(path.to_owned()));
    };
    let manifest = Manifest::of_payload(&payload, path)?;
    let documents = metas
        .segments
        .iter()
        .map(|segment| u64::from(segment.num_docs()));
    if !manifest.fits(&metas.schema, documents.sum()) {
        return Err(Error::Index {
            path: path.to_owned(),
            reason: MISFIT.into(),
        });
    }
    Ok((manifest, metas.opstamp))
}

/// Reads the last commit, and never another: a reader that watches for new ones does so on a thread of its
/// own, for nothing.
pub(super) fn reader(index: &Index) -> tantivy::Result<IndexReader> {
    let builder = index.reader_builder();
    builder.reload_policy(ReloadPolicy::Manual).try_into()
}

/// The records of files in the last commit.
pub(super) fn records(index: &Index, path: &Path) -> Result<Records> {
    let read = || -> tantivy::Result<Records> {
        let reader = reader(index)?;
        let mut records = Records::default();
        for segment in reader.searcher().segment_readers() {
            let of_segment = file_records(segment)?;
            records.extend(
                of_segment
                    .into_iter()
                    .map(|(key, (record, _))| (key, record)),
            );
        }
        Ok(records)
    };
    read().map_err(|error| failed(path, error))
}

impl Writer {
    /// Takes the lock and starts the threads that write.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process holds the lock.
    pub(super) fn new(index: &Index, path: &Path, work: &Work) -> Result<Self> {
        let arena = (work.memory / 2).max(LEAST_ARENA);
        let threads = work.threads.clamp(1, (arena / LEAST_ARENA).max(1));
        let writer = loop {
            match index.writer_with_num_threads(threads, arena) {
                Err(error) if is_busy(&error) && work.wait.is_some_and(|run| !run.stopped()) => {
                    std::thread::sleep(LOOK);
                }
                opened => break opened.map_err(|error| failed(path, error))?,
            }
        };
        let mut merging = LogMergePolicy::default();
        merging.set_max_docs_before_merge(LARGEST_MERGED);
        writer.set_merge_policy(Box::new(merging));
        Ok(Self {
            _holding: Holding::new(path),
            path: path.to_owned(),
            fields: Fields::of_schema(),
            inner: RwLock::new(writer),
            queue: Queue::of(work.ahead),
            index: index.clone(),
            packer: Packer::default(),
        })
    }

    /// Runs `change` on the writer; many may at once.
    fn share<T>(
        &self,
        change: impl FnOnce(&IndexWriter<Queued>) -> tantivy::Result<T>,
    ) -> Result<T> {
        let writer = self.inner.read().map_err(|_| self.poisoned())?;
        let error = match change(&writer) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        drop(writer);
        Err(self.cause(error))
    }

    /// A thread of the engine that failed tells why only to whoever commits.
    fn cause(&self, error: TantivyError) -> Error {
        let told = self.inner.write().ok().and_then(|mut writer| {
            let prepared = writer.prepare_commit().map(drop);
            prepared.err()
        });
        failed(&self.path, told.unwrap_or(error))
    }

    fn poisoned(&self) -> Error {
        Error::Index {
            path: self.path.clone(),
            reason: "a thread that was writing to it failed".into(),
        }
    }

    /// Removes the documents of a file of which this is true: they were added by the refresh of a time.
    fn delete(&self, key: &str, added: Occur, now: i64) -> Result<()> {
        let file = Term::from_field_text(self.fields.file, key);
        let now = Bound::Included(Term::from_field_i64(self.fields.added, now));
        let documents: Vec<(Occur, Box<dyn Query>)> = vec![
            (
                Occur::Must,
                Box::new(TermQuery::new(file, IndexRecordOption::Basic)),
            ),
            (added, Box::new(RangeQuery::new(now.clone(), now))),
        ];
        let query = Box::new(BooleanQuery::new(documents));
        self.share(|writer| writer.delete_query(query)).map(drop)
    }

    /// Removes everything.
    pub(super) fn remove_all(&self) -> Result<()> {
        self.packer.set(Packing::default());
        self.share(IndexWriter::delete_all_documents).map(drop)
    }

    /// What these texts are packed with.
    fn packing(&self, texts: &[u8]) -> Result<Arc<Packing>> {
        let packing = self.packer.known_or(|| self.packing_of_index())?;
        let Some((learned, document)) = self.packer.learn(texts, &self.fields) else {
            return Ok(packing);
        };
        // No commit comes between the dictionary and the count of them.
        let document = self.queue.enter(document);
        self.share(|writer| {
            writer.add_document(document)?;
            Ok(self.packer.set(learned))
        })
    }

    fn packing_of_index(&self) -> Result<Packing> {
        let read = || Packing::of(&self.fields, &reader(&self.index)?.searcher());
        read().map_err(|error| failed(&self.path, error))
    }
}

impl Store for Writer {
    fn add(&self, mut document: TantivyDocument) -> Result<()> {
        if let Some(texts) = texts(&self.fields, &document) {
            let packing = self.packing(&texts)?;
            document.add_bytes(self.fields.packed, &packing.pack(&texts));
        }
        let document = self.queue.enter(document);
        self.share(|writer| writer.add_document(document).map(drop))
    }

    fn remove(&self, key: &str, now: i64) -> Result<()> {
        self.delete(key, Occur::MustNot, now)
    }

    fn withdraw(&self, key: &str, now: i64) -> Result<()> {
        self.delete(key, Occur::Must, now)
    }

    fn replace_record(&self, key: &str, record: &FileRecord) -> Result<()> {
        let term = Term::from_field_text(self.fields.kind, &crate::schema::file_kind(key));
        self.share(|writer| Ok(writer.delete_term(term)))?;
        self.add(crate::schema::file_document(&self.fields, key, record, &[]))
    }

    fn commit(&self, manifest: &Manifest) -> Result<()> {
        let mut writer = self.inner.write().map_err(|_| self.poisoned())?;
        let mut manifest = manifest.clone();
        if let Some(packing) = self.packer.known() {
            manifest.dictionaries = packing.learned() as u64;
        }
        let payload = manifest.payload();
        let commit = |writer: &mut IndexWriter<Queued>| -> tantivy::Result<()> {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit().map(drop)
        };
        commit(&mut writer).map_err(|error| failed(&self.path, error))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let path = self.path.clone();
        let writer = self.inner.into_inner().map_err(|_| Error::Index {
            path: path.clone(),
            reason: "a thread that was writing to it failed".into(),
        })?;
        writer
            .wait_merging_threads()
            .map_err(|error| failed(&path, error))
    }
}

fn is_busy(error: &TantivyError) -> bool {
    matches!(error, TantivyError::LockFailure(LockError::LockBusy, _))
}

/// An error of the engine, in our words.
fn failed(path: &Path, error: TantivyError) -> Error {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked {
            path: path.to_owned(),
            since: holder(path),
        },
        error if is_full(&error) => Error::Full(path.to_owned()),
        TantivyError::LockFailure(LockError::IoError(error), _) => {
            let told = |code| io::Error::from_raw_os_error(code);
            let source = error
                .raw_os_error()
                .map_or_else(|| error.kind().into(), told);
            Error::io("write to the index at", path, source)
        }
        error => Error::of_engine(path, error),
    }
}

/// Whether there was no room, or no more that this user may fill.
fn is_full(error: &TantivyError) -> bool {
    // Of what fails in its merging threads the engine keeps only the words.
    if let TantivyError::InternalError(words) | TantivyError::ErrorInThread(words) = error {
        return words.contains(&io::Error::from(io::ErrorKind::StorageFull).to_string())
            || words.contains("(os error 28)");
    }
    io_cause(error).is_some_and(|cause| {
        matches!(
            cause.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        )
    })
}

//! Where the bytes of a file come from: a file on a disk, or the standard input.

use super::file::{open, unreadable};
use crate::error::{Problem, ProblemKind};
use crate::read::Limits;
use crate::read::container::{Visit, each, each_of_stream};
use crate::schema::Root;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// So much is read of a pipe at a time.
const CHUNK: usize = 128 << 10;
/// So many chunks wait at most.
const WAITING: usize = 4;
/// Who waits for a pipe looks up so often whether to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// An open file, or a pipe, which is read once and from front to back.
pub(super) enum Source<'s> {
    File(File),
    Piped(Pipe<'s>),
}

impl<'s> Source<'s> {
    /// Opens what a path names. Where `stop` is set a pipe ends.
    ///
    /// # Errors
    /// It cannot be opened, or nothing comes through the pipe: whatever should have filled it has failed.
    pub(super) fn open(path: &Path, stop: Option<&'s AtomicBool>) -> Result<Self, Problem> {
        if path != Path::new(Root::PIPE) {
            return open(path).map(Self::File);
        }
        let mut pipe = Pipe::standard(stop);
        pipe.fill().map_err(|error| unreadable(&error))?;
        if pipe.is_empty() {
            let reason = "nothing came through the pipe";
            return Err(Problem::new(ProblemKind::Unreadable, reason));
        }
        Ok(Self::Piped(pipe))
    }

    pub(super) fn is_piped(&self) -> bool {
        matches!(self, Self::Piped(_))
    }

    /// Looks up how many bytes it has; of a pipe nobody knows.
    ///
    /// # Errors
    /// It is a directory.
    pub(super) fn size(&self) -> Result<Option<u64>, Problem> {
        let Self::File(file) = self else {
            return Ok(None);
        };
        match file.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                let reason = "is a directory: name the files in it";
                Err(Problem::new(ProblemKind::Unreadable, reason))
            }
            metadata => Ok(Some(metadata.map_or(0, |metadata| metadata.len()))),
        }
    }
}

/// Hands out what is inside a source of `size` bytes, if they are known, at `path` below its root.
///
/// # Errors
/// What is wrong with it as a whole. Members may have been handed out before.
pub(super) fn unpack(
    input: impl Read + Seek,
    size: Option<u64>,
    path: &str,
    limits: Limits,
    visitor: &mut dyn Visit,
) -> Result<(), Problem> {
    match size {
        Some(size) => each(input, path, size, limits, visitor),
        None => each_of_stream(input, path, limits, visitor),
    }
}

/// The standard input, read by a thread of its own: whoever waits for a silent pipe can be interrupted.
pub(super) struct Pipe<'s> {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
    stop: Option<&'s AtomicBool>,
}

impl<'s> Pipe<'s> {
    fn standard(stop: Option<&'s AtomicBool>) -> Self {
        let (sender, chunks) = crossbeam_channel::bounded(WAITING);
        // Not waited for: it may hang in a read that never ends, and ends with the process.
        std::thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let mut chunk = Vec::new();
                let read = (&mut input).take(CHUNK as u64).read_to_end(&mut chunk);
                let ended = !matches!(read, Ok(1..));
                if sender.send(read.map(|_| chunk)).is_err() || ended {
                    return;
                }
            }
        });
        Self {
            chunks,
            chunk: Cursor::default(),
            stop,
        }
    }

    fn is_empty(&self) -> bool {
        self.chunk.position() == self.chunk.get_ref().len() as u64
    }

    /// Waits for the next chunk, if there is nothing left of the last.
    fn fill(&mut self) -> io::Result<()> {
        while self.is_empty() {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => {
                    let chunk = chunk?;
                    let ended = chunk.is_empty();
                    self.chunk = Cursor::new(chunk);
                    if ended {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                        break;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }
}

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        self.chunk.read(buffer)
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Piped(pipe) => pipe.read(buffer),
        }
    }
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Piped(_) => Err(io::ErrorKind::NotSeekable.into()),
        }
    }
}

//! What keeps unpacking within bounds: a few bytes must not become gigabytes.

use crate::error::{Problem, ProblemKind};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// What comes before is never measured.
const FREE: u64 = 1 << 20;
/// The same for all streams of a file together.
const FREE_IN_ALL: u64 = 64 << 20;

/// How much all streams of one file may unpack to.
#[derive(Debug)]
pub(super) struct Budget {
    /// How many times its size each stream may unpack to, too.
    ratio: u64,
    most: u64,
    used: Cell<u64>,
}

impl Budget {
    /// For a file of so many bytes.
    pub(super) fn new(size: u64, ratio: u64) -> Self {
        Self {
            ratio,
            most: size.saturating_mul(ratio).max(FREE_IN_ALL),
            used: Cell::new(0),
        }
    }

    fn take(&self, bytes: u64) {
        self.used.set(self.used.get().saturating_add(bytes));
    }

    /// # Errors
    /// It is spent.
    pub(super) fn check(&self) -> Result<(), Problem> {
        if self.used.get() <= self.most {
            return Ok(());
        }
        let reason = format!("{}: what follows is not read", self.too_much());
        Err(Problem::new(ProblemKind::Limit, reason))
    }

    fn too_much(&self) -> String {
        format!(
            "unpacks to more than {} times its size (`--max-unpacked` allows more, if you trust it)",
            self.ratio
        )
    }
}

/// Counts what is read.
pub(super) struct Counted<R> {
    inner: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Counted<R> {
    /// The reader and its count.
    pub(super) fn new(inner: R) -> (Self, Rc<Cell<u64>>) {
        let read = Rc::new(Cell::new(0));
        let counted = Self {
            inner,
            read: read.clone(),
        };
        (counted, read)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

/// Unpacked bytes, as long as there are not too many of them.
pub(super) struct Guard<R> {
    inner: R,
    /// How many packed bytes they come from.
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    budget: Rc<Budget>,
}

impl<R: Read> Guard<R> {
    pub(super) fn new(inner: R, packed: Rc<Cell<u64>>, budget: Rc<Budget>) -> Self {
        Self {
            inner,
            packed,
            unpacked: 0,
            budget,
        }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(told)?;
        self.unpacked += read as u64;
        self.budget.take(read as u64);
        let most = self
            .packed
            .get()
            .saturating_mul(self.budget.ratio)
            .max(FREE);
        if self.unpacked > most {
            let reason = self.budget.too_much();
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, reason));
        }
        match self.budget.check() {
            Ok(()) => Ok(read),
            Err(problem) => Err(io::Error::new(io::ErrorKind::QuotaExceeded, problem.reason)),
        }
    }
}

/// An error of a decoder in words; a limit that was met further in stays one.
fn told(error: io::Error) -> io::Error {
    use io::ErrorKind::{Interrupted, QuotaExceeded};
    if matches!(error.kind(), Interrupted | QuotaExceeded) {
        return error;
    }
    let said = super::damaged(&error);
    io::Error::other(format!("the packed data is damaged ({said})"))
}

/// A member that must have the size its archive says: a shorter one was cut off.
pub(super) struct Exact<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Exact<R> {
    pub(super) fn new(inner: R, size: u64) -> Self {
        Self { inner, left: size }
    }
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::other("the archive breaks off in it"));
        }
        Ok(read)
    }
}

/// A reader that gives only so much until more is allowed: headers of an archive are short.
pub(super) struct Allowed<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Allowed<R> {
    /// The reader and what it may still give.
    pub(super) fn new(inner: R) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(u64::MAX));
        let allowed = Self {
            inner,
            left: left.clone(),
        };
        (allowed, left)
    }
}

impl<R: Read> Read for Allowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other("a header in it is endless")),
        }
        Ok(read)
    }
}

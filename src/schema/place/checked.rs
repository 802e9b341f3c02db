//! A file of the index that is being read: no byte of it is given out before its block is compared.

use super::summed::{ENDING, ended, footer_length};
use super::sums::{FOOTER, Sums, before};
use crate::error::Damage;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file with sums of its blocks, as the engine is to see it: without them.
pub(super) struct Checked {
    file: Arc<dyn FileHandle>,
    path: PathBuf,
    /// Where the engine's footer begins in the file.
    body: usize,
    /// So many bytes of the file are given out.
    shown: usize,
    /// What the engine finds behind them. Its footer is without the sums, which it would read for nothing.
    ending: OwnedBytes,
    /// Read when the first byte is asked for: many files of an index are opened, few are read.
    sums: OnceLock<Option<Sums>>,
}

impl Checked {
    /// A file that the engine has opened.
    ///
    /// # Errors
    /// [`Damage`], if it is cut off or was not written by us.
    pub(super) fn new(file: Arc<dyn FileHandle>, path: PathBuf) -> io::Result<Self> {
        let len = file.len();
        let cut = || io::Error::from(Damage::of(&path, 0..len));
        let ending = len.checked_sub(ENDING).ok_or_else(cut)?;
        let footer = footer_length(&file.read_bytes(ending..len)?).ok_or_else(cut)?;
        let body = ending.checked_sub(footer).ok_or_else(cut)?;
        let footer = file.read_bytes(body..ending.min(body + FOOTER))?;
        let footer = before(&footer).and_then(|theirs| ended([theirs, b"}"].concat()));
        Ok(Self {
            file,
            body,
            shown: body,
            ending: OwnedBytes::new(footer.ok_or_else(cut)?),
            path,
            sums: OnceLock::new(),
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// So many bytes of the file are given out.
    pub(super) fn shown(&self) -> usize {
        self.shown
    }

    /// The same with other bytes between the first `shown` and the engine's footer.
    pub(super) fn ending_with(self, shown: usize, other: &[u8]) -> Self {
        Self {
            shown: shown.min(self.body),
            ending: OwnedBytes::new([other, &self.ending].concat()),
            ..self
        }
    }

    fn read_sums(&self) -> Option<Sums> {
        let footer = self.file.read_bytes(self.body..self.file.len() - ENDING);
        Sums::of(&footer.ok()?, self.body)
    }

    /// Compares the blocks that hold these bytes with their sums, where that was not done yet.
    ///
    /// # Errors
    /// [`Damage`], if they are not what was written.
    pub(super) fn compare(&self, range: &Range<usize>) -> io::Result<()> {
        let sums = self.sums.get_or_init(|| self.read_sums()).as_ref();
        let sums = sums.ok_or_else(|| Damage::of(&self.path, self.body..self.file.len()))?;
        for block in sums.unread(range) {
            let place = sums.range(block, self.body);
            if !sums.compare(block, &self.file.read_bytes(place.clone())?) {
                return Err(Damage::of(&self.path, place).into());
            }
        }
        Ok(())
    }

    /// Bytes of the file that nobody has compared.
    pub(super) fn uncompared(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.file.read_bytes(range)
    }
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checked({})", self.path.display())
    }
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.shown + self.ending.len()
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let of_file = range.start.min(self.shown)..range.end.min(self.shown);
        let of_ending =
            range.start.max(self.shown) - self.shown..range.end.max(self.shown) - self.shown;
        if of_file.is_empty() {
            return Ok(self.ending.slice(of_ending));
        }
        self.compare(&of_file)?;
        let bytes = self.file.read_bytes(of_file)?;
        if of_ending.is_empty() {
            return Ok(bytes);
        }
        Ok(OwnedBytes::new([&*bytes, &self.ending[of_ending]].concat()))
    }
}

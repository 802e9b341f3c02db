//! A file of the index that is being read: no byte of it is given out before its block is compared.

use super::summed::{ENDING, footer_length};
use super::sums::Sums;
use crate::error::Damage;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file with sums of its blocks.
pub(super) struct Checked {
    file: Arc<dyn FileHandle>,
    path: PathBuf,
    /// Where the engine's footer begins; the engine reads it with care.
    body: usize,
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
        Ok(Self {
            file,
            path,
            body,
            sums: OnceLock::new(),
        })
    }

    fn read_sums(&self) -> Option<Sums> {
        let footer = self.file.read_bytes(self.body..self.file.len() - ENDING);
        Sums::of(&footer.ok()?, self.body)
    }

    fn compare(&self, range: &Range<usize>) -> io::Result<()> {
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
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checked({})", self.path.display())
    }
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.file.len()
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let of_body = range.start..range.end.min(self.body);
        if !of_body.is_empty() {
            self.compare(&of_body)?;
        }
        self.file.read_bytes(range)
    }
}
